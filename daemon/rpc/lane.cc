#include "daemon/rpc/lane.h"

#include <utility>

namespace candor::rpc {

Lane::~Lane() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void Lane::Post(const std::string& caller, std::function<void()> work) {
  absl::MutexLock lock(&mutex_);
  std::deque<std::function<void()>>& theirs = waiting_[caller];
  if (theirs.empty()) turns_.push_back(caller);
  theirs.push_back(std::move(work));
}

std::function<void()> Lane::TakeNext() {
  const auto theirs = waiting_.find(turns_.front());
  std::function<void()> work = std::move(theirs->second.front());
  theirs->second.pop_front();
  if (theirs->second.empty()) {
    waiting_.erase(theirs);
  } else {
    turns_.push_back(turns_.front());
  }
  turns_.pop_front();
  return work;
}

void Lane::Run() {
  while (true) {
    std::function<void()> work;
    {
      absl::MutexLock lock(&mutex_);
      const auto due = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return !turns_.empty() || stopping_; };
      mutex_.Await(absl::Condition(&due));
      if (turns_.empty()) return;
      work = TakeNext();
    }
    work();
  }
}

}  // namespace candor::rpc
