#include "plugins/boundaries/special_treatment.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/rules.h"
#include "plugins/sdk/written.h"

namespace candor::boundaries {
namespace {

bool IsEnoughByItself(const Act& act) {
  return act.area == CANDOR_CROSSING_AREA_SECRECY || act.area == CANDOR_CROSSING_AREA_RELIANCE;
}

bool AreSignsOf(const std::vector<Act*>& acts, size_t wanted) {
  std::set<uint8_t> signs;
  for (const Act* act : acts) signs.insert(SignOf(*act));
  return signs.size() >= wanted;
}

// From when on they are known to be many by what any profile says; nullopt: they are not. `certain`: only what is
// certain to have been done counts.
std::optional<int32_t> KnownAsTreatment(const Act& last, const sdk::Subject& subject, State& state, bool certain) {
  std::optional<int32_t> known;
  for (const sdk::Candidate& values : subject.Candidates(kSpecialTreatment, "signs")) {
    std::vector<Act*> acts = Within(state, last.part(), kMarkSign, last.day, values.Parameter(kTreatmentWindow));
    if (certain) std::erase_if(acts, [](const Act* act) { return !act->IsCertain(kCertainDone); });
    const size_t wanted = Wanted(values.Parameter(kSigns));
    if (!AreSignsOf(acts, wanted)) continue;
    const int32_t by_this =
        sdk::KnownFrom(acts, [&](const std::vector<Act*>& some) { return AreSignsOf(some, wanted); });
    known = std::min(known.value_or(by_this), by_this);
  }
  return known;
}

sdk::Severity SeverityOf(const Act& last, const sdk::Subject& subject, State& state) {
  if (IsEnoughByItself(last) && last.IsCertain(kCertainDone)) return sdk::Severity::kImportant;
  return KnownAsTreatment(last, subject, state, true) ? sdk::Severity::kSoon : sdk::Severity::kLater;
}

}  // namespace

void TakeSign(const sdk::Event& crossing, sdk::Subject& subject, State& state, const Act& act) {
  const std::optional<sdk::OpenFollowUp> open = StandsFor(crossing, subject, kSpecialTreatment);
  const int32_t within = subject.Days(kSpecialTreatment, kTreatmentConsultWithin);
  std::optional<int32_t> due = crossing.reported() + within;
  if (!IsEnoughByItself(act)) {
    const std::optional<int32_t> known = KnownAsTreatment(act, subject, state, false);
    if (!known && !open) return;
    // What joins an open one and is no pattern of its own moves no date.
    due = known ? std::max(crossing.reported(), *known) + within : open->due;
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
