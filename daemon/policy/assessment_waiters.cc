#include "daemon/policy/assessment_waiters.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/time/clock.h"

namespace candor::policy {

AssessmentWaiters::~AssessmentWaiters() {
  Stop();
}

void AssessmentWaiters::Start() {
  absl::MutexLock lock(&mutex_);
  taking_ = true;
  watch_ = std::thread([this] { WatchDeadlines(); });
}

void AssessmentWaiters::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    if (!taking_) return;
    taking_ = false;
  }
  watch_.join();
  std::vector<Waiter> left;
  {
    absl::MutexLock lock(&mutex_);
    left.swap(waiters_);
  }
  for (Waiter& waiter : left) waiter.done(false);
}

bool AssessmentWaiters::Add(const domain::SubjectId& subject, uint64_t number, absl::Time deadline,
                            std::function<void(bool)> done) {
  {
    absl::MutexLock lock(&mutex_);
    if (taking_) {
      waiters_.push_back({subject, number, deadline, std::move(done)});
      if (deadline < watched_until_) watch_sooner_ = true;
      return true;
    }
  }
  done(false);
  return false;
}

void AssessmentWaiters::Settle(const std::function<bool(const domain::SubjectId&, uint64_t)>& covers) {
  std::vector<Waiter> settled;
  {
    absl::MutexLock lock(&mutex_);
    const auto first = std::stable_partition(
        waiters_.begin(), waiters_.end(), [&](const Waiter& waiter) { return !covers(waiter.subject, waiter.number); });
    std::move(first, waiters_.end(), std::back_inserter(settled));
    waiters_.erase(first, waiters_.end());
  }
  for (Waiter& waiter : settled) waiter.done(true);
}

bool AssessmentWaiters::empty() const {
  absl::MutexLock lock(&mutex_);
  return waiters_.empty();
}

std::set<domain::SubjectId> AssessmentWaiters::Subjects() const {
  absl::MutexLock lock(&mutex_);
  std::set<domain::SubjectId> subjects;
  for (const Waiter& waiter : waiters_) subjects.insert(waiter.subject);
  return subjects;
}

void AssessmentWaiters::WatchDeadlines() {
  while (true) {
    std::vector<Waiter> late;
    {
      absl::MutexLock lock(&mutex_);
      watched_until_ = absl::InfiniteFuture();
      for (const Waiter& waiter : waiters_) watched_until_ = std::min(watched_until_, waiter.deadline);
      watch_sooner_ = false;
      const auto sooner = +[](AssessmentWaiters* self) ABSL_EXCLUSIVE_LOCKS_REQUIRED(self->mutex_) {
        return !self->taking_ || self->watch_sooner_;
      };
      mutex_.AwaitWithDeadline(absl::Condition(sooner, this), watched_until_);
      if (!taking_) return;
      const absl::Time now = absl::Now();
      const auto first = std::stable_partition(waiters_.begin(), waiters_.end(),
                                               [&](const Waiter& waiter) { return now < waiter.deadline; });
      std::move(first, waiters_.end(), std::back_inserter(late));
      waiters_.erase(first, waiters_.end());
    }
    for (Waiter& waiter : late) waiter.done(false);
  }
}

}  // namespace candor::policy
