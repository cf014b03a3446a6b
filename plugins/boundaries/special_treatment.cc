#include "plugins/boundaries/special_treatment.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/pattern.h"
#include "plugins/boundaries/rules.h"

namespace candor::boundaries {
namespace {

bool IsEnoughByItself(const Act& act) {
  return act.area == CANDOR_CROSSING_AREA_SECRECY || act.area == CANDOR_CROSSING_AREA_RELIANCE;
}

bool AreManySigns(const std::vector<Act*>& acts, const sdk::Candidate& values) {
  std::set<uint8_t> signs;
  for (const Act* act : acts) signs.insert(SignOf(*act));
  return signs.size() >= Wanted(values.Parameter(kSigns));
}

constexpr Pattern kTreatment{kSpecialTreatment, "signs", kMarkSign, kTreatmentWindow, AreManySigns};

sdk::Severity SeverityOf(const Act& last, const sdk::Subject& subject, State& state) {
  if (IsEnoughByItself(last) && last.IsCertain(kCertainDone)) return sdk::Severity::kImportant;
  return KnownAs(kTreatment, last, subject, state, true) ? sdk::Severity::kSoon : sdk::Severity::kLater;
}

}  // namespace

void TakeSign(const sdk::Event& crossing, sdk::Subject& subject, State& state, const Act& act, int32_t from) {
  const std::optional<sdk::OpenFollowUp> open = StandsFor(crossing, subject, kSpecialTreatment);
  const int32_t within = subject.Days(kSpecialTreatment, kTreatmentConsultWithin);
  std::optional<int32_t> due = from + within;
  if (!IsEnoughByItself(act)) {
    const std::optional<int32_t> known = KnownAs(kTreatment, act, subject, state, false);
    if (!known && !open) return;
    // What joins an open one and is no pattern of its own moves no date.
    due = known ? std::max(from, *known) + within : open->due;
  }
  OpenOrJoin(crossing, subject,
             {.rule = kSpecialTreatment,
              .severity = SeverityOf(act, subject, state),
              .due = due,
              .facts = FactsOf(AllOf(state, act.part(), kMarkSign), crossing.id())});
}

void MeetSpecialTreatment(const sdk::Event& consultation, sdk::Subject& subject, State& state) {
  if (!MeetAll(consultation, subject, kSpecialTreatment)) return;
  const Part* part = FindPart(state, consultation.therapist());
  if (part != nullptr) Unmark(AllOf(state, IndexOf(state, *part), kMarkSign), kMarkSign);
}

}  // namespace candor::boundaries
