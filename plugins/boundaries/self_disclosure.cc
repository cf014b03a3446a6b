#include "plugins/boundaries/self_disclosure.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/pattern.h"
#include "plugins/boundaries/rules.h"

namespace candor::boundaries {
namespace {

constexpr Pattern kOwnProblems{kSelfDisclosure, "own_problems", kMarkProblems, kProblemsWindow, AreMany<kProblems>};

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
  const std::optional<int32_t> known = KnownAs(kOwnProblems, act, subject, state, false);
  if (!known) return;
  const sdk::Severity severity =
      KnownAs(kOwnProblems, act, subject, state, true) ? sdk::Severity::kSoon : sdk::Severity::kLater;
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
