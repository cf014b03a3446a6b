#include "plugins/boundaries/special_treatment.h"

#include <set>
#include <vector>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/rules.h"

namespace candor::boundaries {
namespace {

bool IsEnoughByItself(const Act& act) {
  return act.area == CANDOR_CROSSING_AREA_SECRECY || act.area == CANDOR_CROSSING_AREA_RELIANCE;
}

// By what any profile says. `certain`: only what is certain to have been done counts.
bool AreManyTreatments(const Act& last, const sdk::Subject& subject, State& state, bool certain) {
  for (const sdk::Candidate& values : subject.Candidates(kSpecialTreatment, "signs")) {
    std::set<uint8_t> signs;
    for (const Act* act : Within(state, last.part, kMarkSign, last.day, values.Parameter(kTreatmentWindow))) {
      if (!certain || (act->certain & kCertainDone) != 0) signs.insert(SignOf(*act));
    }
    if (signs.size() >= Wanted(values.Parameter(kSigns))) return true;
  }
  return false;
}

sdk::Severity SeverityOf(const Act& last, const sdk::Subject& subject, State& state) {
  if (IsEnoughByItself(last) && (last.certain & kCertainDone) != 0) return sdk::Severity::kImportant;
  return AreManyTreatments(last, subject, state, true) ? sdk::Severity::kSoon : sdk::Severity::kLater;
}

}  // namespace

void TakeSign(const sdk::Event& crossing, sdk::Subject& subject, State& state, const Act& act) {
  const bool is_open = StandsFor(crossing, subject, kSpecialTreatment).has_value();
  if (!is_open && !IsEnoughByItself(act) && !AreManyTreatments(act, subject, state, false)) return;
  OpenOrJoin(crossing, subject,
             {.rule = kSpecialTreatment,
              .severity = SeverityOf(act, subject, state),
              .due = crossing.reported() + subject.Days(kSpecialTreatment, kTreatmentConsultWithin),
              .facts = FactsOf(AllOf(state, act.part, kMarkSign), crossing.id())});
}

void MeetSpecialTreatment(const sdk::Event& consultation, sdk::Subject& subject, State& state) {
  if (!MeetAll(consultation, subject, kSpecialTreatment)) return;
  const Part* part = FindPart(state, consultation.therapist());
  if (part != nullptr) Unmark(AllOf(state, IndexOf(state, *part), kMarkSign), kMarkSign);
}

}  // namespace candor::boundaries
