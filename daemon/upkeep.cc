#include "daemon/upkeep.h"

namespace candor {

void Upkeep::Soon() {
  absl::MutexLock lock(&mutex_);
  soon_ = true;
}

void Upkeep::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

bool Upkeep::Wait() {
  absl::MutexLock lock(&mutex_);
  const auto due = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return soon_ || stopping_; };
  mutex_.AwaitWithTimeout(absl::Condition(&due), interval_);
  soon_ = false;
  return !stopping_;
}

void Upkeep::Run() {
  while (Wait()) work_();
}

}  // namespace candor
