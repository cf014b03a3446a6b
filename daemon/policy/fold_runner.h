#ifndef CANDOR_DAEMON_POLICY_FOLD_RUNNER_H_
#define CANDOR_DAEMON_POLICY_FOLD_RUNNER_H_

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "daemon/domain/policy_engine.h"
#include "daemon/policy/call_answers.h"
#include "daemon/policy/runnable_policy.h"
#include "plugins/abi/candor_policy.h"

namespace candor::policy {

// One call of a plugin within a task: what it is about. The same step of another task about the same subject is equal.
struct Step {
  EntryId entry;        // of a timer: on whose behalf
  uint64_t number = 0;  // ledger number of the event; 0 for a timer
  bool timer = false;
  int32_t day = 0;
  uint16_t rule = 0;   // of a timer
  uint64_t token = 0;  // of a timer, and of what has become of a follow-up

  bool operator==(const Step&) const = default;
};

// A step that is left out, and what is put on record instead.
struct Skip {
  Step step;
  domain::NotAssessedReason reason = domain::NotAssessedReason::kPluginError;

  bool operator==(const Skip&) const = default;
};

// Folds the events of one subject into what one plugin concludes about it. What it does is fixed by the comments of
// candor_policy.h:
//   - events in the order given, only what a rule of the subject's scope subscribes to; the others count as folded and
//     change nothing else;
//   - a timer of day d fires when an event of a later day comes, or when `until` is later; timers of a day in order of
//     (rule, token);
//   - follow-ups are opened, updated, resolved, withdrawn and opened again under the keys the plugin gives;
//   - of a call that fails or answers outside the bounds nothing is kept: state and follow-ups stay as they were, and
//     the event is listed as not assessed.
// Keeps its buffers between runs. Thread-compatible; the policy is not owned.
class FoldRunner {
 public:
  // Snapshots of a long replay are this many events and timers apart at least, and thin out towards the past. One is
  // made before the timers that fire after the last event.
  static constexpr uint32_t kSnapshotSpacing = 64;

  explicit FoldRunner(const RunnablePolicy& policy) : policy_(policy), answers_(policy) {}

  // `before_step`, when set, is called before each call of the plugin. REQUIRES: the policy has every set of values
  // that the task names.
  domain::PolicyResult Run(const domain::PolicyTask& task, std::span<const Skip> skips = {},
                           const std::function<void(const Step&)>& before_step = {});
  // The same from `start`, whatever the task says of it: a fold that nobody else needs is not copied.
  domain::PolicyResult RunFrom(domain::PluginFold start, const domain::PolicyTask& task,
                               std::span<const Skip> skips = {},
                               const std::function<void(const Step&)>& before_step = {});

 private:
  struct RunState;

  void FireTimers(int32_t before_day, RunState& run);
  void FireOne(RunState& run);
  void Assess(const candor_event& event, const CallOrigin& origin, const Step& step, const domain::Place& place,
              RunState& run);
  // CANDOR_OK, or why nothing that was said may be kept.
  bool Call(const candor_event& event, const CallOrigin& origin, uint32_t set, domain::PluginFold& fold,
            domain::NotAssessedReason& reason);
  void FillFields(const domain::PolicyEvent& event);
  void FillChange(const domain::FollowUpChange& change);
  void ShowOpen(const domain::PluginFold& fold);

  const RunnablePolicy& policy_;
  CallAnswers answers_;
  std::vector<candor_field> fields_;
  std::vector<candor_open_followup> shown_;
  std::vector<const candor_open_followup*> shown_pointers_;
  std::vector<uint32_t> open_total_;
  const int32_t* duties_from_ = nullptr;  // of the task at hand
  uint32_t scope_ = CANDOR_SCOPE_CASE;    // likewise
  bool shown_is_stale_ = true;
  alignas(8) uint8_t state_[CANDOR_MAX_STATE_BYTES] = {};
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_FOLD_RUNNER_H_
