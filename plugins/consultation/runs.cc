#include "plugins/consultation/runs.h"

#include <algorithm>

#include "plugins/consultation/rules.h"
#include "plugins/sdk/written.h"

namespace candor::consultation {
namespace {

constexpr uint8_t kImportantPurpose = 1;
constexpr uint8_t kQuietPurpose = 2;

}  // namespace

ReactionKind KindOf(const sdk::Event& reaction) {
  switch (
      reaction.Number(CANDOR_FIELD_PERSONAL_REACTION_WHICH).value_or(CANDOR_PERSONAL_REACTION_WHICH_NOT_SPECIFIED)) {
    case CANDOR_PERSONAL_REACTION_WHICH_ATTACHMENT:
      return ReactionKind::kAttachment;
    case CANDOR_PERSONAL_REACTION_WHICH_STRAIN:
      return ReactionKind::kStrain;
    default:
      return ReactionKind::kAttraction;
  }
}

std::span<Run> Runs(State& state) {
  return {state.runs, std::min<size_t>(state.run_count, State::kMaxRuns)};
}

Run* FindRun(State& state, const sdk::Id& therapist, ReactionKind kind) {
  const std::span<Run> runs = Runs(state);
  const auto found = std::find_if(runs.begin(), runs.end(),
                                  [&](const Run& run) { return run.therapist == therapist && run.kind == kind; });
  return found == runs.end() ? nullptr : &*found;
}

Run& AddRun(State& state, const sdk::Event& reaction) {
  if (state.run_count >= State::kMaxRuns)
    throw sdk::Failure("more runs of reactions on one case than this policy can hold");
  Run& run = state.runs[state.run_count++];
  run = Run{};
  run.therapist = reaction.therapist();
  run.first = reaction.id();
  run.kind = KindOf(reaction);
  run.last_day = reaction.day();
  run.wait_written = sdk::DaysBetween(0, reaction.reported());
  return run;
}

void RemoveRun(State& state, const Run& run) {
  Run* const end = state.runs + state.run_count;
  Run* const place = std::find(state.runs, end, run);
  if (place == end) return;
  std::move(place + 1, end, place);
  *(end - 1) = Run{};
  --state.run_count;
}

uint16_t FirstRuleOf(const Run& run) {
  return run.in_training != 0 ? kTraineeAttraction : kAttractionConsult;
}

void MeetContext(sdk::Subject& subject, Run& run, sdk::Cause cause) {
  if (run.first_context.empty()) return;
  subject.Resolve(run.context_in_training != 0 ? kTraineeAttraction : kAttractionConsult, run.first_context, cause);
  run.first_context = sdk::Id{};
}

void EndRun(sdk::Subject& subject, State& state, Run& run, sdk::Cause cause) {
  MeetContext(subject, run, cause);
  if (run.first_open != 0) subject.Resolve(FirstRuleOf(run), run.first, cause);
  if (run.persisting == Persisting::kOpen) subject.Resolve(kAttractionPersists, run.persists, cause);
  if (!run.persists_context.empty()) subject.Resolve(kAttractionPersists, run.persists_context, cause);
  subject.CancelTimer(kAttractionConsult, ImportantToken(run.first));
  subject.CancelTimer(kAttractionPersists, ImportantToken(run.persists));
  subject.CancelTimer(kAttractionQuietClose, QuietToken(run));
  RemoveRun(state, run);
}

uint64_t ImportantToken(const sdk::Id& key) {
  return sdk::TimerToken(key, kImportantPurpose);
}

uint64_t QuietToken(const Run& run) {
  return sdk::TimerToken(run.first, kQuietPurpose);
}

}  // namespace candor::consultation
