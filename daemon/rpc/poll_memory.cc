#include "daemon/rpc/poll_memory.h"

#include <utility>

namespace candor::rpc {

bool PollMemory::IsUnchanged(const Poll& poll, const IdBytes& told, absl::Duration within, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const std::map<Poll, Told>& half = younger_.contains(poll) ? younger_ : older_;
  const auto found = half.find(poll);
  if (found == half.end() || found->second.what != told || now - found->second.when > within) return false;
  Put(poll, {told, now});
  return true;
}

void PollMemory::Remember(const Poll& poll, const IdBytes& told, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Put(poll, {told, now});
}

void PollMemory::Put(const Poll& poll, const Told& told) {
  if (younger_.size() == kMost && !younger_.contains(poll)) {
    older_ = std::move(younger_);
    younger_.clear();
  }
  younger_[poll] = told;
}

}  // namespace candor::rpc
