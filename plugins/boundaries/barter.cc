#include "plugins/boundaries/barter.h"

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/rules.h"

namespace candor::boundaries {
namespace {

// What the arrangement asks for, and the answer that says so.
struct Ask {
  uint16_t field;
  int64_t good;
  uint32_t step;
};
constexpr Ask kAsks[] = {{CANDOR_FIELD_BARTER_CONTRAINDICATED, CANDOR_ANSWER_NO, kStepNotContraindicated},
                         {CANDOR_FIELD_BARTER_EXPLOITATIVE, CANDOR_ANSWER_NO, kStepNotExploitative},
                         {CANDOR_FIELD_BARTER_CLIENT_ASKED, CANDOR_ANSWER_YES, kStepClientAsked},
                         {CANDOR_FIELD_BARTER_WRITTEN, CANDOR_ANSWER_YES, kStepWritten}};

// What is not recorded leaves the arrangement as it was.
uint32_t Documented(const sdk::Event& barter, uint32_t steps) {
  for (const Ask& ask : kAsks) {
    if (!barter.Has(ask.field)) continue;
    steps = barter.Is(ask.field, ask.good) ? steps | ask.step : steps & ~ask.step;
  }
  return steps;
}

}  // namespace

void TakeBarter(const sdk::Event& barter, sdk::Subject& subject, State& state, Done done) {
  Part& part = PartOf(state, barter.therapist());
  uint32_t steps = Documented(barter, part.barter_steps);
  const bool first = part.barters == 0;
  const bool asked_before =
      part.consulted_on != 0 && int64_t{barter.day()} - part.consulted_on <= subject.Parameter(kBarter, kConsultBefore);
  if (first && asked_before) steps |= kStepConsultation;
  part.barters = 1;
  part.barter_steps = static_cast<uint8_t>(steps);
  const uint32_t missing = kAllBarterSteps & ~steps;
  if (missing == 0) {
    MeetAll(barter, subject, kBarter);
    return;
  }
  const bool unasked = barter.IsNo(CANDOR_FIELD_BARTER_WRITTEN) || barter.IsNo(CANDOR_FIELD_BARTER_CLIENT_ASKED);
  OpenOrJoin(barter, subject,
             {.rule = kBarter,
              .severity = AtMost(done, unasked ? sdk::Severity::kImportant : sdk::Severity::kSoon),
              .action = ActionFor(kBarter, missing),
              .due = barter.reported() + subject.Days(kBarter, kBarterDocumentWithin),
              .missing_fields = missing});
}

void TakeConsultationForBarter(const sdk::Event& consultation, sdk::Subject& subject, State& state) {
  Part* part = FindPart(state, consultation.therapist());
  if (part == nullptr && state.part_count < State::kMaxParts) part = &PartOf(state, consultation.therapist());
  if (part == nullptr) return;  // there is no barter of theirs that it could come before
  part->consulted_on = consultation.day();
  if (part->barters == 0) return;
  part->barter_steps = static_cast<uint8_t>(part->barter_steps | kStepConsultation);
  TakeSteps(consultation, subject, kBarter, kStepConsultation);
}

void StopBarter(const sdk::Event& decision, sdk::Subject& subject, State& state) {
  Part* part = FindPart(state, decision.therapist());
  if (part == nullptr) return;
  MeetAll(decision, subject, kBarter);
  part->barters = 0;
  part->barter_steps = 0;
}

}  // namespace candor::boundaries
