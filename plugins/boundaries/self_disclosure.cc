#include "plugins/boundaries/self_disclosure.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/rules.h"
#include "plugins/sdk/written.h"

namespace candor::boundaries {
namespace {

// From when on they are known to be many by what any profile says; nullopt: they are not. `certain`: only what is
// certain to have been done counts.
std::optional<int32_t> KnownAsOwnProblems(const Act& last, const sdk::Subject& subject, State& state, bool certain) {
  std::optional<int32_t> known;
  for (const sdk::Candidate& values : subject.Candidates(kSelfDisclosure, "own_problems")) {
    std::vector<Act*> told = Within(state, last.part(), kMarkProblems, last.day, values.Parameter(kProblemsWindow));
    if (certain) std::erase_if(told, [](const Act* act) { return !act->IsCertain(kCertainDone); });
    const size_t wanted = Wanted(values.Parameter(kProblems));
    if (told.size() < wanted) continue;
    const int32_t by_this = sdk::KnownFrom(told, [&](const std::vector<Act*>& some) { return some.size() >= wanted; });
    known = std::min(known.value_or(by_this), by_this);
  }
  return known;
}

// `known`: from when on there was ground for it.
void OpenFor(const sdk::Event& crossing, sdk::Subject& subject, sdk::Severity severity, int32_t known,
             std::vector<sdk::Id> facts) {
  OpenOwn(crossing, subject,
          {.rule = kSelfDisclosure,
           .severity = severity,
           .due = std::max(crossing.reported(), known) + subject.Days(kSelfDisclosure, kClarifyWithin),
           .missing_fields = kStepConsultation | kStepOwned | kStepApologised | kStepDecidedTogether,
           .facts = std::move(facts)});
}

}  // namespace

void TakeDisclosure(const sdk::Event& crossing, sdk::Subject& subject, State& state, const Act& act) {
  const bool certain = act.IsCertain(kCertainDone);
  if (act.area == CANDOR_CROSSING_AREA_DISCLOSURE_OF_FEELINGS) {
    return OpenFor(crossing, subject, certain ? sdk::Severity::kImportant : sdk::Severity::kLater, crossing.reported(),
                   {});
  }
  if (act.area != CANDOR_CROSSING_AREA_SELF_DISCLOSURE) return;
  if (crossing.Is(CANDOR_FIELD_CROSSING_DISCLOSURE, CANDOR_CROSSING_DISCLOSURE_FRAMES_RELATION)) {
    return OpenFor(crossing, subject, certain ? sdk::Severity::kSoon : sdk::Severity::kLater, crossing.reported(), {});
  }
  if ((act.marks & kMarkProblems) == 0) return;
  const std::optional<int32_t> known = KnownAsOwnProblems(act, subject, state, false);
  if (!known) return;
  const sdk::Severity severity =
      KnownAsOwnProblems(act, subject, state, true) ? sdk::Severity::kSoon : sdk::Severity::kLater;
  const std::vector<Act*> told = AllOf(state, act.part(), kMarkProblems);
  OpenFor(crossing, subject, severity, *known, FactsOf(told, crossing.id()));
  Unmark(told, kMarkProblems);
}

void TakeClarified(const sdk::Event& clarified, sdk::Subject& subject) {
  uint32_t done = 0;
  if (clarified.IsYes(CANDOR_FIELD_CLARIFIED_OWNED)) done |= kStepOwned;
  if (clarified.IsYes(CANDOR_FIELD_CLARIFIED_APOLOGISED)) done |= kStepApologised;
  if (clarified.IsYes(CANDOR_FIELD_CLARIFIED_DECIDED_TOGETHER)) done |= kStepDecidedTogether;
  TakeSteps(clarified, subject, kSelfDisclosure, done);
}

}  // namespace candor::boundaries
