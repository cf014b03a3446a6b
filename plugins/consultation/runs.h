#ifndef CANDOR_PLUGINS_CONSULTATION_RUNS_H_
#define CANDOR_PLUGINS_CONSULTATION_RUNS_H_

#include <span>

#include "plugins/consultation/state.h"
#include "plugins/sdk/policy.h"

// Runs of personal reactions: what R01, R02, R04 and R06 have in common.
namespace candor::consultation {

// The kind that a personal reaction belongs to.
ReactionKind KindOf(const sdk::Event& reaction);

std::span<Run> Runs(State& state);
// nullptr: no reaction of that kind by that therapist is under way.
Run* FindRun(State& state, const sdk::Id& therapist, ReactionKind kind);
// Begins a run with `reaction`. Throws sdk::Failure when State::kMaxRuns are under way: better "not assessed" than a
// reaction that nobody follows.
Run& AddRun(State& state, const sdk::Event& reaction);
void RemoveRun(State& state, const Run& run);

// The rule that the first reaction of the run came under.
uint16_t FirstRuleOf(const Run& run);
// Resolves what is open of the run, cancels its timers and forgets it.
void EndRun(sdk::Subject& subject, State& state, Run& run, sdk::Cause cause);

// Resolves what is open of its beginning from before the policy.
void MeetContext(sdk::Subject& subject, Run& run, sdk::Cause cause = sdk::Cause::kEntry);

// Timers of a run, told apart by the rule that asks; each on behalf of the follow-up with that key.
uint64_t ImportantToken(const sdk::Id& key);
uint64_t QuietToken(const Run& run);

}  // namespace candor::consultation

#endif  // CANDOR_PLUGINS_CONSULTATION_RUNS_H_
