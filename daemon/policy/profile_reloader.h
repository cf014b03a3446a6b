#ifndef CANDOR_DAEMON_POLICY_PROFILE_RELOADER_H_
#define CANDOR_DAEMON_POLICY_PROFILE_RELOADER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "daemon/base/clock.h"
#include "daemon/domain/assessment_control.h"
#include "daemon/domain/parameter_set.h"
#include "daemon/domain/store.h"
#include "daemon/policy/plugin_replacement.h"
#include "daemon/policy/profile.h"
#include "daemon/policy/replaceable_engine.h"
#include "daemon/policy/turns.h"
#include "daemon/policy/worker_engine.h"

namespace candor::policy {

// Profiles and plugins that change while the daemon runs: looked at again when somebody says so, checked as a whole,
// and only then put in force and on record. One change after another, on a thread of its own. A worker with other
// plugins is started by that thread, and ends with it, so whoever judges ends before this does. Thread-safe.
class ProfileReloader final : public domain::ProfileControl {
 public:
  // Nothing is owned; all outlives this. `folder`: where the profiles lie. `engine`: nullptr where no profiles are
  // read.
  ProfileReloader(std::string folder, PluginRooms plugins, ReplaceableEngine* engine,
                  domain::AssessmentControl& assessments, const domain::Store& store, Clock& clock);
  ~ProfileReloader() override = default;

  // Ends after the change at hand; whoever waits is told. Idempotent.
  void Stop() { turns_.Stop(); }

  void Reload(domain::ProfileChange change,
              std::function<void(absl::StatusOr<domain::ProfilesReloaded>)> done) override;
  std::string Problem() const override;

 private:
  // As ReloadNow(), and Problem() says how it went.
  absl::StatusOr<domain::ProfilesReloaded> Answer(const domain::ProfileChange& change);
  absl::StatusOr<domain::ProfilesReloaded> ReloadNow(const domain::ProfileChange& change);
  // The plugins are those that judge already.
  absl::StatusOr<domain::ProfilesReloaded> TakeProfiles(std::vector<Profile> profiles, std::optional<int32_t> from,
                                                        WorkerEngine& in_force);
  // That no rule would stop, by what the files say of modes, of which something is open that does not wait.
  absl::Status CheckStops(const ProfilesInForce& next) const;
  absl::StatusOr<domain::ProfilesReloaded> GoOverTo(std::unique_ptr<WorkerEngine> next, const WorkerEngine& before);

  const std::string folder_;
  const PluginRooms plugins_;
  ReplaceableEngine* const engine_;
  domain::AssessmentControl& assessments_;
  const domain::Store& store_;
  Clock& clock_;

  mutable absl::Mutex mutex_;
  std::string problem_ ABSL_GUARDED_BY(mutex_);
  Turns turns_;  // last, so that no turn is under way when the rest is gone
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PROFILE_RELOADER_H_
