#include "plugins/boundaries/boundaries_policy.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/attraction_crossing.h"
#include "plugins/boundaries/barter.h"
#include "plugins/boundaries/conduct.h"
#include "plugins/boundaries/crossing_accumulation.h"
#include "plugins/boundaries/crossing_documented.h"
#include "plugins/boundaries/gift_significant.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/ordered_crossing.h"
#include "plugins/boundaries/personal_virtual.h"
#include "plugins/boundaries/rules.h"
#include "plugins/boundaries/self_disclosure.h"
#include "plugins/boundaries/special_treatment.h"
#include "plugins/boundaries/standing_plan.h"
#include "plugins/boundaries/state.h"
#include "plugins/boundaries/touch_consent.h"
#include "plugins/boundaries/touch_contraindicated.h"
#include "plugins/sdk/entries.h"
#include "plugins/sdk/written.h"

namespace candor::boundaries {
namespace {

// `known`: from which day on it is known whether a plan covers it; so below.
Act& RememberCrossing(const sdk::Event& crossing, State& state, Done done, bool covered, int32_t known) {
  Act act{.id = crossing.id(),
          .day = crossing.day(),
          .area = AreaOf(crossing),
          .marks = MarksOf(crossing, covered),
          .late = sdk::DaysBetween(crossing.day(), known)};
  act.SetPart(IndexOf(state, PartOf(state, crossing.therapist())));
  if (done == Done::kYes) act.packed |= kCertainDone;
  if (IsCertainlyTelling(crossing)) act.packed |= kCertainTelling;
  ReadValue(crossing, act);
  return Remember(state, act);
}

bool IsKeptGift(const sdk::Event& crossing) {
  const uint8_t area = AreaOf(crossing);
  return (area == CANDOR_CROSSING_AREA_GIFT_IN || area == CANDOR_CROSSING_AREA_GIFT_OUT) && IsGiftKept(crossing);
}

void JudgePatterns(const sdk::Event& crossing, sdk::Subject& subject, State& state, Done done, bool covered,
                   int32_t known) {
  Act& act = RememberCrossing(crossing, state, done, covered, known);
  int32_t known_as_sign = act.written();
  if (IsKeptGift(crossing)) {
    if (const std::optional<int32_t> by_value = TakeGift(crossing, subject, state, act, covered)) {
      act.marks |= kMarkTelling;
      if (!covered) act.marks |= kMarkSign;
      known_as_sign = std::max(known_as_sign, *by_value);
    }
  }
  TakeDisclosure(crossing, subject, state, act);
  TakeVirtualContact(crossing, subject, state, act);
  if ((act.marks & kMarkCounted) != 0) TakeCountedCrossing(crossing, subject, state, act);
  if ((act.marks & kMarkSign) != 0) TakeSign(crossing, subject, state, act, known_as_sign);
  if ((act.marks & kMarkTelling) != 0) TakeTellingCrossing(crossing, subject, state, act, known_as_sign);
}

void TakeCrossing(const sdk::Event& crossing, sdk::Subject& subject, State& state) {
  TakeOrder(crossing, subject, state);
  const Done done = DoneOf(crossing);
  if (done == Done::kNo) return;
  const bool covered = IsCovered(state, crossing);
  const int32_t known = covered ? crossing.reported() : UncoveredFrom(state, crossing);
  if (!covered) AskForNote(crossing, subject, known);
  if (AreaOf(crossing) == CANDOR_CROSSING_AREA_TOUCH) {
    TakeTouchForConsent(crossing, subject, done);
    TakeTouch(crossing, subject, done, covered, known);
  }
  JudgePatterns(crossing, subject, state, done, covered, known);
}

void TakeConsultation(const sdk::Event& event, sdk::Subject& subject, State& state) {
  MeetAll(event, subject, kAttractionCrossing);
  MeetAccumulation(event, subject);
  MeetSpecialTreatment(event, subject, state);
  TakeSteps(event, subject, kTouchConsent, kStepConsultation);
  TakeSteps(event, subject, kTouchContraindicated, kStepConsultation, kMissingTouchResponse | kMissingTouchConsent);
  TakeSteps(event, subject, kGiftSignificant, kStepConsultation, kMissingValue);
  TakeSteps(event, subject, kSelfDisclosure, kStepConsultation);
  TakeConsultationForBarter(event, subject, state);
}

// A discussion, or a clarification.
void TakeTalk(const sdk::Event& talk, sdk::Subject& subject) {
  if (IsTalkWithClient(talk)) {
    TakeSteps(talk, subject, kTouchConsent, kStepTalk);
    TakeSteps(talk, subject, kTouchContraindicated, kStepTalk, kMissingTouchResponse | kMissingTouchConsent);
  }
  if (talk.Is(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_GIFT)) {
    TakeSteps(talk, subject, kGiftSignificant, kMissingMeaning | kMissingMotive, kMissingValue);
  }
  TakeTalkForVirtual(talk, subject);
  if (talk.kind() == CANDOR_KIND_CLARIFIED) TakeClarified(talk, subject);
}

void TakeDecision(const sdk::Event& decision, sdk::Subject& subject, State& state) {
  const bool stops = decision.kind() == CANDOR_KIND_CONSULTATION
                         ? decision.Is(CANDOR_FIELD_CONSULTATION_DECISION, CANDOR_CONSULTATION_DECISION_STOP)
                         : decision.Is(CANDOR_FIELD_DECISION_DECISION, CANDOR_DECISION_DECISION_STOP);
  if (!stops) return;
  StopBarter(decision, subject, state);
  if (decision.kind() == CANDOR_KIND_DECISION) MeetOrdersByDecision(decision, subject, state);
}

}  // namespace

void BoundariesPolicy::OnEntry(const sdk::Event& entry, sdk::Subject& subject) {
  State state = subject.Load<State>();
  switch (entry.kind()) {
    case CANDOR_KIND_PERSONAL_REACTION:
      TakeReaction(entry, subject, state);
      break;
    case CANDOR_KIND_CROSSING:
      TakeCrossing(entry, subject, state);
      break;
    case CANDOR_KIND_BARTER:
      if (DoneOf(entry) != Done::kNo) TakeBarter(entry, subject, state, DoneOf(entry));
      break;
    case CANDOR_KIND_STANDING_PLAN:
      TakeStandingPlan(entry, subject, state);
      MeetOrdersByPlan(entry, subject, state);
      break;
    case CANDOR_KIND_CONSULTATION:
    case CANDOR_KIND_SUPERVISION:
      if (sdk::CountsAsConsultation(entry, subject.Flag(kAttractionCrossing, kIndependent))) {
        TakeConsultation(entry, subject, state);
        TakeDecision(entry, subject, state);
      }
      break;
    case CANDOR_KIND_DECISION:
      TakeDecision(entry, subject, state);
      break;
    case CANDOR_KIND_DISCUSSION:
    case CANDOR_KIND_CLARIFIED:
      TakeTalk(entry, subject);
      break;
    case CANDOR_KIND_TERMINATION:
      if (entry.IsYes(CANDOR_HOST_HOLDS_CASE)) EndPlans(entry, subject, state);
      break;
    default:
      break;
  }
  subject.Save(state);
}

void BoundariesPolicy::OnTimer(const sdk::Event& timer, sdk::Subject& subject) {
  State state = subject.Load<State>();
  if (timer.timer_rule() == kCrossingAccumulation) RaiseAccumulation(timer, subject, state);
}

}  // namespace candor::boundaries
