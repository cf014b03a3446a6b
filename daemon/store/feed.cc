#include "daemon/store/feed.h"

#include <algorithm>
#include <utility>

#include "daemon/base/status.h"

namespace candor::store {

void Feed::NoteDurable(uint64_t size) {
  absl::MutexLock lock(&mutex_);
  durable_ = std::max(durable_, size);
}

void Feed::NoteShown(uint64_t size) {
  absl::MutexLock lock(&mutex_);
  shown_ = std::max(shown_, size);
}

uint64_t Feed::DurableSize() const {
  absl::MutexLock lock(&mutex_);
  return std::min(durable_, shown_);
}

void Feed::AwaitDurable(uint64_t beyond, absl::Time deadline) const {
  absl::MutexLock lock(&mutex_);
  const auto changed = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return std::min(durable_, shown_) > beyond || interrupted_;
  };
  mutex_.AwaitWithDeadline(absl::Condition(&changed), deadline);
}

void Feed::Interrupt() {
  absl::MutexLock lock(&mutex_);
  interrupted_ = true;
}

absl::StatusOr<std::vector<domain::LedgerEvent>> Feed::ReadEvents(uint64_t begin, size_t limit) const {
  const uint64_t end = std::min(DurableSize(), begin + limit);
  const auto view = newest_();
  std::vector<domain::LedgerEvent> events;
  for (uint64_t number = begin; number < end; ++number) {
    CANDOR_ASSIGN_OR_RETURN(domain::LedgerEvent event, view->EventAt(number));
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace candor::store
