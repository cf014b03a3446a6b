#include "plugins/referral/referral_unclosed.h"

#include "plugins/referral/rules.h"

namespace candor::referral {
namespace {

void Meet(sdk::Subject& subject, Offer& state) {
  state.slot.Resolve(subject, kUnclosed);
  state = Offer{};
}

// An offer, or a client who could not be reached: the first opens, each further one is an attempt to get an answer.
void TakeWithoutAnswer(const sdk::Event& event, sdk::Subject& subject, Offer& state) {
  const bool unreachable = event.Is(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_UNREACHABLE);
  if (state.slot.Takes(event, subject, kUnclosed)) {
    state.slot.Take(event.id());
    state.attempts = unreachable ? 1 : 0;
    state.facts = {};
    state.due = event.reported() + subject.Days(kUnclosed, kCloseWithin);
  } else {
    ++state.attempts;
    state.facts.Add(event.id());
  }
  subject.Open({.rule = kUnclosed,
                .key = state.slot.key,
                .severity = sdk::Severity::kLater,
                .action = sdk::Action::kDocument,
                .due = state.due,
                .facts = state.facts.All()});
  if (state.attempts >= subject.Parameter(kUnclosed, kAttempts)) Meet(subject, state);
}

}  // namespace

void TakeForUnclosed(const sdk::Event& event, sdk::Subject& subject, Offer& state) {
  if (event.kind() == CANDOR_KIND_REFERRAL) {
    const int64_t outcome = event.Number(CANDOR_FIELD_REFERRAL_OUTCOME).value_or(CANDOR_REFERRAL_OUTCOME_OFFERED);
    const bool answered = outcome == CANDOR_REFERRAL_OUTCOME_ACCEPTED || outcome == CANDOR_REFERRAL_OUTCOME_DECLINED;
    if (answered) {
      Meet(subject, state);
    } else {
      TakeWithoutAnswer(event, subject, state);
    }
  } else if (event.Is(CANDOR_FIELD_CLIENT_DECLINED_WHAT, CANDOR_CLIENT_DECLINED_WHAT_REFERRAL) ||
             event.IsYes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION)) {
    Meet(subject, state);  // a client who meets the receiver has taken the offer up
  }
}

}  // namespace candor::referral
