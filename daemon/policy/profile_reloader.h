#ifndef CANDOR_DAEMON_POLICY_PROFILE_RELOADER_H_
#define CANDOR_DAEMON_POLICY_PROFILE_RELOADER_H_

#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "daemon/base/clock.h"
#include "daemon/domain/assessment_control.h"
#include "daemon/domain/parameter_set.h"
#include "daemon/domain/store.h"
#include "daemon/policy/worker_engine.h"

namespace candor::policy {

// Profiles that change while the daemon runs: read again when somebody says so, checked as a whole, and only then put
// in force and on record. One change after another, on a thread of its own. Thread-safe.
class ProfileReloader final : public domain::ProfileControl {
 public:
  // Nothing is owned; all outlives this. `folder`: where the profiles lie. `engine`: nullptr where no profiles are
  // read.
  ProfileReloader(std::string folder, WorkerEngine* engine, domain::AssessmentControl& assessments,
                  const domain::Store& store, Clock& clock);
  // As Stop().
  ~ProfileReloader() override;

  // Ends after the change at hand; whoever waits is told. Idempotent.
  void Stop();

  void Reload(domain::ProfileChange change,
              std::function<void(absl::StatusOr<domain::ProfilesReloaded>)> done) override;
  std::string Problem() const override;

 private:
  using Done = std::function<void(absl::StatusOr<domain::ProfilesReloaded>)>;

  void Run();
  absl::StatusOr<domain::ProfilesReloaded> ReloadNow(const domain::ProfileChange& change);
  absl::StatusOr<Day> Today() const;

  const std::string folder_;
  WorkerEngine* const engine_;
  domain::AssessmentControl& assessments_;
  const domain::Store& store_;
  Clock& clock_;

  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::string problem_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::pair<domain::ProfileChange, Done>> waiting_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PROFILE_RELOADER_H_
