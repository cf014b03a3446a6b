#ifndef CANDOR_DAEMON_POLICY_ASSESSMENT_WAITERS_H_
#define CANDOR_DAEMON_POLICY_ASSESSMENT_WAITERS_H_

#include <cstdint>
#include <functional>
#include <set>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/domain/subject.h"

namespace candor::policy {

// Who waits to hear that an entry has been assessed. They are told from a thread of their own: what they do then,
// mostly making and sending a reply, would hold up the next group, and the assessor may be in the middle of one when a
// deadline passes. Thread-safe.
class AssessmentWaiters final {
 public:
  AssessmentWaiters() = default;
  // As Stop().
  ~AssessmentWaiters();
  AssessmentWaiters(const AssessmentWaiters&) = delete;
  AssessmentWaiters& operator=(const AssessmentWaiters&) = delete;

  // Before it, and after Stop(), whoever comes is told "not assessed" at once.
  void Start();
  // Tells everybody who is left. Idempotent.
  void Stop();

  // Calls `done` once: with true after Settle(), with false at `deadline` (of the machine's clock) or from Stop().
  // False when it has been called already.
  bool Add(const domain::SubjectId& subject, uint64_t number, absl::Time deadline, std::function<void(bool)> done);
  // Has those told for whose subject and ledger number `covers` is true.
  void Settle(const std::function<bool(const domain::SubjectId&, uint64_t)>& covers);

  bool empty() const;
  std::set<domain::SubjectId> Subjects() const;

 private:
  struct Waiter {
    domain::SubjectId subject;
    uint64_t number = 0;
    absl::Time deadline;
    std::function<void(bool)> done;
  };

  void Run();
  // Waits for somebody to tell something; false when there will be nobody any more.
  bool Await(std::vector<Waiter>& settled, std::vector<Waiter>& late);
  bool HasWork() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return !taking_ || look_sooner_ || !settled_.empty(); }

  mutable absl::Mutex mutex_;
  bool taking_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Waiter> waiters_ ABSL_GUARDED_BY(mutex_);
  std::vector<Waiter> settled_ ABSL_GUARDED_BY(mutex_);
  absl::Time looks_at_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();  // when it looks for deadlines next
  bool look_sooner_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_ASSESSMENT_WAITERS_H_
