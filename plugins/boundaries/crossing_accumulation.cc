#include "plugins/boundaries/crossing_accumulation.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/pattern.h"
#include "plugins/boundaries/rules.h"
#include "plugins/sdk/slot.h"

namespace candor::boundaries {
namespace {

constexpr uint8_t kRaisePurpose = 1;

bool MakeAPattern(const std::vector<Act*>& acts, const sdk::Candidate& values) {
  std::set<uint8_t> areas;
  for (const Act* act : acts) {
    if (act->area != 0) areas.insert(act->area);
  }
  return acts.size() >= Wanted(values.Parameter(kCrossings)) || areas.size() >= Wanted(values.Parameter(kAreas));
}

constexpr Pattern kAccumulation{kCrossingAccumulation, "pattern", kMarkCounted, kAccumulationWindow, MakeAPattern};

std::vector<sdk::Id> Counted(const sdk::Subject& subject, State& state, uint8_t part, int32_t day, const sdk::Id& key) {
  int64_t window = 0;
  for (const sdk::Candidate& values : subject.Candidates(kCrossingAccumulation, "pattern")) {
    window = std::max(window, values.Parameter(kAccumulationWindow));
  }
  return FactsOf(Within(state, part, kMarkCounted, day, window), key);
}

void Say(sdk::Subject& subject, const sdk::Id& key, sdk::Severity severity, std::optional<int32_t> due,
         std::vector<sdk::Id> facts) {
  subject.Open(
      {.rule = kCrossingAccumulation, .key = key, .severity = severity, .due = due, .facts = std::move(facts)});
}

// What was opened before the policy keeps no duty from opening.
bool OpenedLately(const sdk::Event& crossing, const sdk::Subject& subject, const Part& part) {
  if (part.accumulated_on == 0) return false;
  if (part.accumulated_before != 0 && sdk::MakesDuty(crossing, subject, kCrossingAccumulation)) return false;
  return int64_t{crossing.day()} - part.accumulated_on < subject.Parameter(kCrossingAccumulation, kOncePer);
}

}  // namespace

void TakeCountedCrossing(const sdk::Event& crossing, sdk::Subject& subject, State& state, const Act& act) {
  Part& part = state.parts[act.part()];
  const sdk::Severity severity =
      KnownAs(kAccumulation, act, subject, state, true) ? sdk::Severity::kSoon : sdk::Severity::kLater;
  if (const auto open = StandsFor(crossing, subject, kCrossingAccumulation)) {
    return Say(subject, open->key, std::max(open->severity, severity), open->due,
               Counted(subject, state, act.part(), crossing.day(), open->key));
  }
  const std::optional<int32_t> known = KnownAs(kAccumulation, act, subject, state, false);
  if (!known || OpenedLately(crossing, subject, part)) return;
  const int32_t due =
      std::max(crossing.reported(), *known) + subject.Days(kCrossingAccumulation, kAccumulationConsultWithin);
  part.accumulated_on = crossing.day();
  part.accumulated_before = sdk::MakesDuty(crossing, subject, kCrossingAccumulation) ? 0 : 1;
  Say(subject, crossing.id(), severity, due, Counted(subject, state, act.part(), crossing.day(), crossing.id()));
  subject.SetTimer(kCrossingAccumulation, due + subject.Days(kCrossingAccumulation, kAccumulationImportantAfter),
                   sdk::TimerToken(crossing.id(), kRaisePurpose));
}

void MeetAccumulation(const sdk::Event& consultation, sdk::Subject& subject) {
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kCrossingAccumulation)) {
    if (!sdk::IsOfTherapist(open, consultation)) continue;
    subject.Resolve(kCrossingAccumulation, open.key);
    subject.CancelTimer(kCrossingAccumulation, sdk::TimerToken(open.key, kRaisePurpose));
  }
}

void RaiseAccumulation(const sdk::Event& timer, sdk::Subject& subject, State& state) {
  if (timer.timer_token() != sdk::TimerToken(timer.id(), kRaisePurpose)) return;
  const std::optional<sdk::OpenFollowUp> open = subject.FindOpen(kCrossingAccumulation, timer.id());
  // Without a due date nothing is ever past due; and what is not certain stays where it is.
  if (!open.has_value() || !open->due.has_value() || open->severity != sdk::Severity::kSoon) return;
  const Part* part = FindPart(state, timer.therapist());
  if (part == nullptr) return;
  Say(subject, open->key, sdk::Severity::kImportant, open->due,
      Counted(subject, state, IndexOf(state, *part), part->accumulated_on, open->key));
}

}  // namespace candor::boundaries
