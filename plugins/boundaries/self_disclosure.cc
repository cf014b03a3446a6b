#include "plugins/boundaries/self_disclosure.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/rules.h"

namespace candor::boundaries {
namespace {

// By what any profile says. `certain`: only what is certain to have been done counts.
bool AreManyDisclosures(const Act& last, const sdk::Subject& subject, State& state, bool certain) {
  for (const sdk::Candidate& values : subject.Candidates(kSelfDisclosure, "own_problems")) {
    const std::vector<Act*> told = Within(state, last.part, kMarkProblems, last.day, values.Parameter(kProblemsWindow));
    const auto counted = std::count_if(told.begin(), told.end(),
                                       [&](const Act* act) { return !certain || (act->certain & kCertainDone) != 0; });
    if (static_cast<size_t>(counted) >= Wanted(values.Parameter(kProblems))) return true;
  }
  return false;
}

void OpenFor(const sdk::Event& crossing, sdk::Subject& subject, sdk::Severity severity, std::vector<sdk::Id> facts) {
  OpenOwn(crossing, subject,
          {.rule = kSelfDisclosure,
           .severity = severity,
           .due = crossing.reported() + subject.Days(kSelfDisclosure, kClarifyWithin),
           .missing_fields = kStepConsultation | kStepOwned | kStepApologised | kStepDecidedTogether,
           .facts = std::move(facts)});
}

}  // namespace

void TakeDisclosure(const sdk::Event& crossing, sdk::Subject& subject, State& state, const Act& act) {
  const bool certain = (act.certain & kCertainDone) != 0;
  if (act.area == CANDOR_CROSSING_AREA_DISCLOSURE_OF_FEELINGS) {
    return OpenFor(crossing, subject, certain ? sdk::Severity::kImportant : sdk::Severity::kLater, {});
  }
  if (act.area != CANDOR_CROSSING_AREA_SELF_DISCLOSURE) return;
  if (crossing.Is(CANDOR_FIELD_CROSSING_DISCLOSURE, CANDOR_CROSSING_DISCLOSURE_FRAMES_RELATION)) {
    return OpenFor(crossing, subject, certain ? sdk::Severity::kSoon : sdk::Severity::kLater, {});
  }
  if ((act.marks & kMarkProblems) == 0 || !AreManyDisclosures(act, subject, state, false)) return;
  const sdk::Severity severity =
      AreManyDisclosures(act, subject, state, true) ? sdk::Severity::kSoon : sdk::Severity::kLater;
  const std::vector<Act*> told = AllOf(state, act.part, kMarkProblems);
  OpenFor(crossing, subject, severity, FactsOf(told, crossing.id()));
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
