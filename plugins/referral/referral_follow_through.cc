#include "plugins/referral/referral_follow_through.h"

#include "plugins/referral/rules.h"

namespace candor::referral {
namespace {

// Someone independent recommends it, or the therapist has decided it; the decision stands whoever was consulted.
bool ConsultationRefers(const sdk::Event& event, const sdk::Subject& subject) {
  const bool recommended =
      event.Is(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, CANDOR_CONSULTATION_RECOMMENDATION_REFER) &&
      sdk::CountsAsConsultation(event, subject.Flag(kFollowThrough, kIndependent));
  return recommended || event.Is(CANDOR_FIELD_CONSULTATION_DECISION, CANDOR_CONSULTATION_DECISION_REFER);
}

void Say(sdk::Subject& subject, const FollowThrough& state) {
  subject.Open({.rule = kFollowThrough,
                .key = state.slot.key,
                .severity = sdk::Severity::kImportant,
                .action = sdk::Action::kSoftTransfer,
                .due = state.due,
                .facts = state.facts.All()});
}

// Something was done about it, enough or not.
void NoteFact(const sdk::Event& event, sdk::Subject& subject, FollowThrough& state) {
  if (state.slot.empty()) return;
  state.facts.Add(event.id());
  Say(subject, state);
}

void OpenFor(const sdk::Event& event, sdk::Subject& subject, FollowThrough& state) {
  if (!state.slot.Takes(event, subject, kFollowThrough)) return;
  state.slot.Take(event.id());
  state.declined = 0;
  state.planned = 0;
  state.met_until = CANDOR_NO_DAY;
  state.facts = {};
  state.due = event.reported() + subject.Days(kFollowThrough, kReferWithin);
  Say(subject, state);
}

void Meet(const sdk::Event& event, sdk::Subject& subject, FollowThrough& state) {
  if (state.slot.empty()) return;
  state.slot.Resolve(subject, kFollowThrough);
  state.met_until = event.day() + subject.Days(kFollowThrough, kReferWithin);
}

void MeetIfContinuing(const sdk::Event& event, sdk::Subject& subject, FollowThrough& state) {
  if (state.declined != 0 && state.planned != 0) Meet(event, subject, state);
}

void TakeDeclined(const sdk::Event& event, sdk::Subject& subject, FollowThrough& state) {
  state.declined = 1;
  MeetIfContinuing(event, subject, state);
}

void TakeReferral(const sdk::Event& event, sdk::Subject& subject, FollowThrough& state) {
  switch (event.Number(CANDOR_FIELD_REFERRAL_OUTCOME).value_or(0)) {
    case CANDOR_REFERRAL_OUTCOME_ACCEPTED:
      return Meet(event, subject, state);
    case CANDOR_REFERRAL_OUTCOME_DECLINED:
    case CANDOR_REFERRAL_OUTCOME_UNREACHABLE:
      return TakeDeclined(event, subject, state);
    default:
      return;
  }
}

void TakeTransferStep(const sdk::Event& event, sdk::Subject& subject, FollowThrough& state) {
  state.transfer.Take(event);
  if (!state.transfer.HandedOver()) return;
  Meet(event, subject, state);
  state.transfer = sdk::TransferProgress{};  // the next recommendation asks for a transfer of its own
}

bool DeclinesHandover(const sdk::Event& event) {
  switch (event.Number(CANDOR_FIELD_CLIENT_DECLINED_WHAT).value_or(0)) {
    case CANDOR_CLIENT_DECLINED_WHAT_TRANSFER:
    case CANDOR_CLIENT_DECLINED_WHAT_REFERRAL:
    case CANDOR_CLIENT_DECLINED_WHAT_OTHER_THERAPIST:
      return true;
    default:
      return false;
  }
}

}  // namespace

void TakeForFollowThrough(const sdk::Event& event, sdk::Subject& subject, FollowThrough& state) {
  switch (event.kind()) {
    case CANDOR_KIND_CONSULTATION:
      state.met_until = CANDOR_NO_DAY;
      if (ConsultationRefers(event, subject)) OpenFor(event, subject, state);
      break;
    case CANDOR_KIND_DECISION:
      if (event.day() > state.met_until && event.Is(CANDOR_FIELD_DECISION_DECISION, CANDOR_DECISION_DECISION_REFER)) {
        OpenFor(event, subject, state);
      }
      break;
    case CANDOR_KIND_REFERRAL:
      NoteFact(event, subject, state);
      TakeReferral(event, subject, state);
      break;
    case CANDOR_KIND_TRANSFER_STEP:
      NoteFact(event, subject, state);
      TakeTransferStep(event, subject, state);
      break;
    case CANDOR_KIND_CLIENT_DECLINED:
      if (!DeclinesHandover(event)) break;
      NoteFact(event, subject, state);
      TakeDeclined(event, subject, state);
      break;
    case CANDOR_KIND_CONTINUE_PLAN:
      if (!sdk::IsConfirmedPlan(event)) break;
      NoteFact(event, subject, state);
      state.planned = 1;
      MeetIfContinuing(event, subject, state);
      break;
    default:
      break;
  }
}

}  // namespace candor::referral
