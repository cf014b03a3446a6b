#ifndef CANDOR_DAEMON_POLICY_WORKER_ENGINE_H_
#define CANDOR_DAEMON_POLICY_WORKER_ENGINE_H_

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/policy/fold_runner.h"
#include "daemon/policy/parameter_sets.h"
#include "daemon/policy/plugin_shelf.h"
#include "daemon/policy/profile.h"
#include "daemon/policy/profiles_in_force.h"
#include "daemon/policy/worker_process.h"

namespace candor::policy {

struct WorkerEngineOptions {
  std::string worker_program;                    // absolute path of candor-policy-worker
  std::vector<std::string> plugin_paths;         // absolute
  std::string plugins_dir;                       // where they were found, for what is said when one is missing
  std::map<std::string, std::string> held_back;  // by path, those that are not loaded, and why
  std::map<std::string, std::string> remarks;    // by path, what is to be said of one that is loaded
  std::string shelf;                             // where copies of them are kept; empty: they are loaded as they lie
  std::vector<Profile> profiles;                 // in any order
  std::vector<ProfileEra> eras;         // what they were before, by what is on record; empty: they have always held
  std::optional<int32_t> today;         // from which other profiles than those of the last era hold; nullopt: always
  bool allow_missing_policies = false;  // a rule that a profile sets and no plugin has is only logged
  bool alone = false;                   // the plugins of other rules are not asked: not even logged
  uint64_t memory_limit_bytes = uint64_t{512} * 1024 * 1024;
  absl::Duration start_limit = absl::Seconds(10);       // to load all plugins
  absl::Duration step_limit = absl::Milliseconds(100);  // for one call of a plugin that is suspected
  absl::Duration first_back_off = absl::Milliseconds(100);
  absl::Duration last_back_off = absl::Seconds(5);
};

// Policies in a worker process. Thread-safe; one call of Assess at a time runs, the others wait. Deadlines are of the
// machine's clock. The worker lives as long as the thread that (re)started it.
class WorkerEngine final : public domain::PolicyEngine {
 public:
  // Starts a worker and has it load the plugins. A plugin that cannot be loaded is listed with the reason and asked
  // nothing. INVALID_ARGUMENT for a profile that does not fit, UNAVAILABLE when no worker can be started.
  static absl::StatusOr<std::unique_ptr<WorkerEngine>> Start(WorkerEngineOptions options);
  ~WorkerEngine() override = default;

  std::vector<domain::PolicyResult> Assess(const std::vector<domain::PolicyTask>& tasks, absl::Time deadline) override;
  const std::vector<domain::PluginInfo>& Plugins() const override { return in_force_.load()->plugins; }
  const std::string& ParameterSet() const override { return in_force_.load()->parameter_set; }
  domain::SupervisionParameters ForSupervision() const override { return in_force_.load()->supervision; }
  std::vector<domain::SetPeriod> SetsFor(const domain::Member& member) const override { return sets_->For(member); }
  std::vector<domain::Parameter> ParametersOf(const domain::Rule& rule, uint32_t set) const override {
    return sets_->ParametersOf(rule.slug, set);
  }
  std::vector<domain::EffectiveValue> EffectiveValues(const domain::Member& member, Day day) const override {
    return sets_->EffectiveValues(member, day);
  }
  std::vector<domain::RetentionValue> RetentionFor(const domain::Member& member, Day day) const override {
    return in_force_.load()->RetentionFor(member, day);
  }
  std::vector<domain::ProfileInForce> Profiles() const override { return in_force_.load()->profiles; }
  void WriteProfiles(domain::Activation& activation) const override { in_force_.load()->WriteTo(activation); }
  std::string WhyNotRunning() const override;

  // What is to hold after a change of the profiles, not yet in force. `from`: of entries by whose values; nullopt: of
  // all there are. INVALID_ARGUMENT for profiles that do not fit one another or the plugins.
  absl::StatusOr<ProfilesInForce> Propose(std::vector<Profile> profiles, std::optional<int32_t> from) const;
  // Puts it in force. What was given out before stays as it was.
  void Adopt(ProfilesInForce in_force);
  const ProfilesInForce& in_force() const { return *in_force_.load(); }
  // As it was started.
  const WorkerEngineOptions& options() const { return options_; }

  // Whether the plugin, by its place in Plugins(), is not loaded because the options say so.
  bool IsHeldBack(size_t plugin) const { return options_.held_back.contains(options_.plugin_paths[plugin]); }

  // Of the plugin's file as it was taken, hex SHA-256; empty: it could not be read.
  const std::string& FileDigest(size_t plugin) const { return shelved_[plugin].digest; }
  // The copies from which it is loaded.
  const std::vector<ShelvedPlugin>& shelved() const { return shelved_; }

  // Nobody judges by it any more: its worker is ended. What it says of plugins and values stays as it is.
  void EndWorker();

  // How often a worker had to be started in the place of one that had ended. What it takes to find out at the start
  // which plugins can be loaded, and from where, is none.
  uint64_t restarts() const { return restarts_.load(); }

 private:
  struct Pending;
  using SuspectKey = std::pair<uint16_t, domain::SubjectId>;
  // What is known of one plugin and one subject after a worker came to grief over them.
  struct Suspect {
    bool step_by_step = false;  // the next time it is asked alone, with every call announced
    std::vector<Skip> skips;    // these do it
  };

  explicit WorkerEngine(WorkerEngineOptions options);

  absl::Status StartFirst();
  // Where the plugins are to be loaded from: the copies, or, not `from_shelf`, the files themselves.
  void ChoosePaths(bool from_shelf) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<std::vector<domain::PluginInfo>> LoadFirst() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // One worker. When it comes to grief over a plugin, `loading` is which.
  absl::StatusOr<std::vector<domain::PluginInfo>> StartAndLoad(std::optional<size_t>& loading)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // All sets that the worker does not have yet.
  absl::Status SendSets() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Restart() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // DEADLINE_EXCEEDED while the back-off lasts beyond the deadline.
  absl::Status EnsureWorker(absl::Time deadline) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Ends the worker; returns what to put on record for whoever it came to grief over.
  domain::NotAssessedReason Bury(const absl::Status& why) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The worker answers.
  void Recovered() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SetTrouble(std::string trouble) ABSL_LOCKS_EXCLUDED(trouble_mutex_);

  std::vector<Pending> Sort(const std::vector<domain::PolicyTask>& tasks, std::vector<domain::PolicyResult>& results);
  void RunTogether(const std::vector<Pending*>& all, absl::Time deadline) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Exchange(const std::vector<Pending*>& group, absl::Time deadline) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void RunAlone(Pending& pending, absl::Time deadline) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Step(Pending& pending, absl::Time deadline, std::optional<policy::Step>& last)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<Frame> ReceiveWithin(absl::Duration limit) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Accept(Pending& pending, const std::string& payload);
  void Blame(const Pending& pending, const policy::Step& step, domain::NotAssessedReason reason)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const WorkerEngineOptions options_;
  std::vector<ShelvedPlugin> shelved_;       // by plugin; fixed after Start
  std::vector<domain::PluginInfo> plugins_;  // as they declare themselves; fixed after Start
  std::unique_ptr<ParameterSets> sets_;      // set before anybody asks, like the plugins
  // The newest of `all_`; what was in force before stays there for whoever was given it.
  std::atomic<const ProfilesInForce*> in_force_ = nullptr;
  mutable absl::Mutex all_mutex_;
  std::vector<std::unique_ptr<const ProfilesInForce>> all_ ABSL_GUARDED_BY(all_mutex_);

  std::atomic<uint64_t> restarts_ = 0;

  absl::Mutex mutex_;
  std::unique_ptr<WorkerProcess> worker_ ABSL_GUARDED_BY(mutex_);
  size_t sent_sets_ ABSL_GUARDED_BY(mutex_) = 0;  // that this worker has
  // The plugins as a worker is told them: the path, or nothing where it is held back or loading ended the first one.
  // Fixed after Start.
  std::vector<std::string> paths_ ABSL_GUARDED_BY(mutex_);
  absl::Time not_before_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  absl::Duration back_off_ ABSL_GUARDED_BY(mutex_);
  std::map<SuspectKey, Suspect> suspects_ ABSL_GUARDED_BY(mutex_);

  // Of its own, so that who asks does not wait for an answer of the worker.
  mutable absl::Mutex trouble_mutex_;
  std::string trouble_ ABSL_GUARDED_BY(trouble_mutex_);
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_WORKER_ENGINE_H_
