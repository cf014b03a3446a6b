#include "plugins/referral/advice_not_acted.h"

#include <algorithm>
#include <iterator>

#include "plugins/referral/rules.h"
#include "plugins/sdk/entries.h"

namespace candor::referral {
namespace {

constexpr uint8_t kActPurpose = 1;

uint64_t ActToken(const sdk::Id& consultation) {
  return sdk::TimerToken(consultation, kActPurpose);
}

// To go on as before asks for nothing; precautions are met by any decision about them. Why it is done, or not, may
// stand in the note of the consultation itself.
bool AsksForAction(const sdk::Event& consultation) {
  if (consultation.Has(CANDOR_FIELD_CONSULTATION_RATIONALE)) return false;
  switch (consultation.Number(CANDOR_FIELD_CONSULTATION_RECOMMENDATION).value_or(0)) {
    case CANDOR_CONSULTATION_RECOMMENDATION_STOP:
    case CANDOR_CONSULTATION_RECOMMENDATION_LIMIT:
    case CANDOR_CONSULTATION_RECOMMENDATION_REFER:
      return true;
    case CANDOR_CONSULTATION_RECOMMENDATION_ACCEPTABLE_WITH_PRECAUTIONS:
      return !consultation.Has(CANDOR_FIELD_CONSULTATION_DECISION);
    default:
      return false;
  }
}

// What shows that something was done about it, or says why not. What is done for the client stands for every therapist
// on the case.
bool IsForTheClient(const sdk::Event& event) {
  return event.kind() == CANDOR_KIND_REFERRAL || event.kind() == CANDOR_KIND_TERMINATION || sdk::BeginsTransfer(event);
}

bool IsAction(const sdk::Event& event) {
  switch (event.kind()) {
    case CANDOR_KIND_DECISION:
    case CANDOR_KIND_CONTINUE_PLAN:
    case CANDOR_KIND_STANDING_PLAN:
    case CANDOR_KIND_CLARIFIED:
    case CANDOR_KIND_PAUSE:
      return true;
    default:
      return false;
  }
}

// Nothing is open of it any more, nor will be.
void Forget(sdk::Subject& subject, State& state, Advice& advice) {
  if (advice.open != 0) subject.Resolve(kAdvice, advice.consultation);
  subject.CancelTimer(kAdvice, ActToken(advice.consultation));
  std::move(&advice + 1, std::end(state.advice), &advice);
  *(std::end(state.advice) - 1) = Advice{};
}

// Where more therapists than can be kept were advised, the first is let go of: what is open of it stays open.
void Watch(const sdk::Event& consultation, sdk::Subject& subject, State& state) {
  Advice* const end = std::end(state.advice);
  Advice* place = std::find_if(state.advice, end, [](const Advice& one) { return one.consultation.empty(); });
  if (place == end) {
    subject.CancelTimer(kAdvice, ActToken(state.advice[0].consultation));
    std::move(state.advice + 1, end, state.advice);
    place = end - 1;
  }
  *place = Advice{};
  place->consultation = consultation.id();
  place->therapist = consultation.therapist();
  subject.SetTimer(kAdvice, consultation.reported() + subject.Days(kAdvice, kActWithin), ActToken(consultation.id()));
}

}  // namespace

void TakeForAdvice(const sdk::Event& event, sdk::Subject& subject, State& state) {
  const bool counts = sdk::CountsAsConsultation(event, subject.Flag(kFollowThrough, kIndependent));
  Advice* advice = state.advice;
  while (advice != std::end(state.advice) && !advice->consultation.empty()) {
    const bool own = advice->therapist == event.therapist();
    if (IsForTheClient(event) || (own && (IsAction(event) || counts))) {
      Forget(subject, state, *advice);  // the next one has moved to this place
    } else {
      ++advice;
    }
  }
  if (event.kind() == CANDOR_KIND_CONSULTATION && counts && AsksForAction(event)) Watch(event, subject, state);
}

void ForgetAdvice(sdk::Subject& subject, State& state) {
  for (Advice& advice : state.advice) {
    if (!advice.consultation.empty()) subject.CancelTimer(kAdvice, ActToken(advice.consultation));
    advice = Advice{};
  }
}

void AskAboutAdvice(const sdk::Event& timer, sdk::Subject& subject, State& state) {
  for (Advice& advice : state.advice) {
    if (advice.consultation.empty() || timer.timer_token() != ActToken(advice.consultation)) continue;
    advice.open = 1;
    subject.Open({.rule = kAdvice,
                  .key = advice.consultation,
                  .action = sdk::Action::kDocument,
                  .due = timer.day() + subject.Days(kAdvice, kNoteWithin)});
    return;
  }
}

}  // namespace candor::referral
