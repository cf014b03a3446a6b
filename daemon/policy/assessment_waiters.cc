#include "daemon/policy/assessment_waiters.h"

#include <pthread.h>

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
  thread_ = std::thread([this] { Run(); });
}

void AssessmentWaiters::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    if (!taking_) return;
    taking_ = false;
  }
  thread_.join();
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
      if (deadline < looks_at_) look_sooner_ = true;
      return true;
    }
  }
  done(false);
  return false;
}

void AssessmentWaiters::Settle(const std::function<bool(const domain::SubjectId&, uint64_t)>& covers) {
  absl::MutexLock lock(&mutex_);
  const auto first = std::stable_partition(
      waiters_.begin(), waiters_.end(), [&](const Waiter& waiter) { return !covers(waiter.subject, waiter.number); });
  std::move(first, waiters_.end(), std::back_inserter(settled_));
  waiters_.erase(first, waiters_.end());
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

void AssessmentWaiters::Run() {
  pthread_setname_np(pthread_self(), "answers");
  bool more = true;
  while (more) {
    std::vector<Waiter> settled;
    std::vector<Waiter> late;
    more = Await(settled, late);
    for (Waiter& waiter : settled) waiter.done(true);
    for (Waiter& waiter : late) waiter.done(false);
  }
}

bool AssessmentWaiters::Await(std::vector<Waiter>& settled, std::vector<Waiter>& late) {
  absl::MutexLock lock(&mutex_);
  looks_at_ = absl::InfiniteFuture();
  for (const Waiter& waiter : waiters_) looks_at_ = std::min(looks_at_, waiter.deadline);
  look_sooner_ = false;
  mutex_.AwaitWithDeadline(absl::Condition(this, &AssessmentWaiters::HasWork), looks_at_);
  settled.swap(settled_);
  const absl::Time now = absl::Now();
  const auto first = std::stable_partition(waiters_.begin(), waiters_.end(),
                                           [&](const Waiter& waiter) { return now < waiter.deadline; });
  std::move(first, waiters_.end(), std::back_inserter(late));
  waiters_.erase(first, waiters_.end());
  return taking_;
}

}  // namespace candor::policy
