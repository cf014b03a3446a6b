#include "daemon/rpc/watch_hub.h"

#include <utility>

#include "absl/time/clock.h"

namespace candor::rpc {

WatchHub::~WatchHub() {
  Stop();
}

bool WatchHub::Add(std::shared_ptr<Follower> follower) {
  absl::MutexLock lock(&mutex_);
  if (stopping_) return false;
  followers_.insert(std::move(follower));
  if (!thread_.joinable()) thread_ = std::thread([this] { Run(); });
  return true;
}

void WatchHub::Remove(const std::shared_ptr<Follower>& follower) {
  absl::MutexLock lock(&mutex_);
  followers_.erase(follower);
}

void WatchHub::Stop() {
  std::thread thread;
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    thread = std::move(thread_);
  }
  feed_.Interrupt();
  if (thread.joinable()) thread.join();
  for (const auto& follower : Followers()) follower->End();
}

std::set<std::shared_ptr<Follower>> WatchHub::Followers() const {
  absl::MutexLock lock(&mutex_);
  return followers_;
}

void WatchHub::Run() {
  const auto stopping = [this] {
    absl::MutexLock lock(&mutex_);
    return stopping_;
  };
  uint64_t looked_at = feed_.DurableSize();
  bool more = false;
  while (!stopping()) {
    if (!more) feed_.AwaitDurable(looked_at, absl::Now() + kTick);
    looked_at = feed_.DurableSize();
    more = false;
    for (const auto& follower : Followers()) more = follower->Look() || more;
  }
}

}  // namespace candor::rpc
