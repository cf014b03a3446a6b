#include "plugins/consultation/consultation_complete.h"

#include "plugins/consultation/rules.h"
#include "plugins/sdk/entries.h"
#include "plugins/sdk/slot.h"

namespace candor::consultation {
namespace {

// A peer group and an ethics line are "who" enough; a member or an outside colleague has a name.
bool SaysWho(const sdk::Event& consultation) {
  return consultation.Has(CANDOR_FIELD_CONSULTATION_CONSULTANT) ||
         consultation.Has(CANDOR_FIELD_CONSULTATION_OUTSIDE_CONSULTANT) ||
         consultation.Is(CANDOR_FIELD_CONSULTATION_CONSULTANT_KIND, CANDOR_CONSULTATION_CONSULTANT_KIND_PEER_GROUP) ||
         consultation.Is(CANDOR_FIELD_CONSULTATION_CONSULTANT_KIND, CANDOR_CONSULTATION_CONSULTANT_KIND_ETHICS_LINE);
}

void Ask(sdk::Subject& subject, const sdk::Id& key, int32_t due, uint32_t missing) {
  subject.Open({.rule = kConsultationComplete,
                .key = key,
                .severity = sdk::Severity::kLater,
                .action = missing == 0 ? sdk::Action::kTalk : sdk::Action::kCompleteRecord,
                .due = due,
                .missing_fields = missing});
}

}  // namespace

uint32_t MissingFields(const sdk::Event& consultation) {
  uint32_t missing = 0;
  if (!consultation.Has(CANDOR_FIELD_CONSULTATION_WHY_NOW)) missing |= kMissingWhyNow;
  if (!SaysWho(consultation)) missing |= kMissingConsultant;
  if (!consultation.Has(CANDOR_FIELD_CONSULTATION_RECOMMENDATION)) missing |= kMissingRecommendation;
  if (!consultation.Has(CANDOR_FIELD_CONSULTATION_DECISION)) missing |= kMissingDecision;
  if (!consultation.Has(CANDOR_FIELD_CONSULTATION_RATIONALE)) missing |= kMissingRationale;
  return missing;
}

void AskToComplete(const sdk::Event& consultation, sdk::Subject& subject) {
  const int32_t due = consultation.reported() + subject.Days(kConsultationComplete, kAskWithin);
  const bool counts = sdk::CountsAsConsultation(consultation, subject.Flag(kConsultationComplete, kIndependent));
  const uint32_t missing = MissingFields(consultation);
  if (!counts) {
    Ask(subject, consultation.id(), due, 0);
  } else if (missing != 0) {
    Ask(subject, consultation.id(), due, missing);
  }
}

void TakeDecisionForNotes(const sdk::Event& decision, sdk::Subject& subject) {
  uint32_t given = 0;
  if (decision.Has(CANDOR_FIELD_DECISION_DECISION)) given |= kMissingDecision;
  if (decision.Has(CANDOR_FIELD_DECISION_RATIONALE)) given |= kMissingRationale;
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kConsultationComplete)) {
    if ((open.missing_fields & given) == 0 || !sdk::IsOfTherapist(open, decision)) continue;
    const uint32_t left = open.missing_fields & ~given;
    if (left == 0) {
      subject.Resolve(kConsultationComplete, open.key);
    } else {
      Ask(subject, open.key, open.reported + subject.Days(kConsultationComplete, kAskWithin), left);
    }
  }
}

void MeetVoidConsultations(const sdk::Event& event, sdk::Subject& subject) {
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kConsultationComplete)) {
    if (open.missing_fields == 0 && sdk::IsOfTherapist(open, event)) subject.Resolve(kConsultationComplete, open.key);
  }
}

}  // namespace candor::consultation
