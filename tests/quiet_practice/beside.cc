// Boundaries and other relations in a normal practice: small, mostly written down, some of them not in full.

#include <cstdint>

#include "tests/quiet_practice/case_writer.h"
#include "tests/quiet_practice/rates.h"

namespace candor::quiet_practice {

Entry& CaseWriter::Crossing(int32_t day, int64_t area) {
  return Add(day, CANDOR_KIND_CROSSING).Stage(CANDOR_STAGE_DONE).Set(CANDOR_FIELD_CROSSING_AREA, area);
}

// Six in ten say all that an ethics code asks of such a note; of the others each part may be left out.
void CaseWriter::NoteOfCrossing(Entry& crossing) {
  const bool complete = chance_.Happens(kCrossingNoteComplete);
  crossing.Written(CANDOR_FIELD_CROSSING_RATIONALE);
  if (complete || chance_.Happens(0.5)) crossing.Written(CANDOR_FIELD_CROSSING_BENEFIT);
  if (complete || chance_.Happens(0.3)) crossing.Written(CANDOR_FIELD_CROSSING_CONSEQUENCES);
  if (complete || chance_.Happens(0.7)) crossing.Yes(CANDOR_FIELD_CROSSING_CONSENT);
}

// Around the holidays and at the end; in minor units of the currency.
void CaseWriter::GiftReceived(int32_t day) {
  const double share = chance_.Share();
  const int32_t value = share < 0.85   ? chance_.Between(200, 1900)
                        : share < 0.97 ? chance_.Between(2000, 4900)
                                       : chance_.Between(5000, 9000);
  const bool valued = chance_.Happens(kStepRecorded);
  const bool declined = value >= 5000 && chance_.Happens(0.5);
  Entry& gift = Crossing(day, CANDOR_CROSSING_AREA_GIFT_IN)
                    .Set(CANDOR_FIELD_CROSSING_INITIATOR, CANDOR_CROSSING_INITIATOR_CLIENT)
                    .Set(CANDOR_FIELD_CROSSING_GIFT_DECISION,
                         declined ? CANDOR_CROSSING_GIFT_DECISION_DECLINED : CANDOR_CROSSING_GIFT_DECISION_ACCEPTED);
  if (valued) {
    gift.Set(CANDOR_FIELD_CROSSING_VALUE_MINOR_UNITS, value).Text(CANDOR_FIELD_CROSSING_CURRENCY_CODE, "USD");
  }
  if (!Recorded()) return;
  gift.Written(CANDOR_FIELD_CROSSING_MEANING).Written(CANDOR_FIELD_CROSSING_MOTIVE);
}

// A card, a book lent and not asked back.
void CaseWriter::GiftGiven(int32_t day) {
  Entry& gift = Crossing(day, CANDOR_CROSSING_AREA_GIFT_OUT)
                    .Set(CANDOR_FIELD_CROSSING_INITIATOR, CANDOR_CROSSING_INITIATOR_THERAPIST)
                    .Set(CANDOR_FIELD_CROSSING_VALUE_MINOR_UNITS, chance_.Between(100, 1600))
                    .Text(CANDOR_FIELD_CROSSING_CURRENCY_CODE, "USD");
  NoteOfCrossing(gift);
}

// A hug at the end, a hand on the shoulder: nearly all of them the client's wish and well taken.
void CaseWriter::Touch(int32_t day) {
  const bool hug = chance_.Happens(0.6);
  const bool positive = chance_.Happens(0.985);
  const bool asked = Recorded();
  const bool trauma = chance_.Happens(0.02);
  Entry& touch = Crossing(day, CANDOR_CROSSING_AREA_TOUCH)
                     .Set(CANDOR_FIELD_CROSSING_TOUCH, hug ? CANDOR_CROSSING_TOUCH_HUG : CANDOR_CROSSING_TOUCH_SHOULDER)
                     .Set(CANDOR_FIELD_CROSSING_INITIATOR, CANDOR_CROSSING_INITIATOR_CLIENT)
                     .Set(CANDOR_FIELD_CROSSING_TRAUMA_HISTORY, trauma ? CANDOR_ANSWER_YES : CANDOR_ANSWER_NO);
  NoteOfCrossing(touch);
  if (asked) {
    touch.Set(CANDOR_FIELD_CROSSING_RESPONSE,
              positive ? CANDOR_CROSSING_RESPONSE_POSITIVE : CANDOR_CROSSING_RESPONSE_NEUTRAL);
  }
  if (positive && !trauma) return;
  Consultation(TalkAfter(day), CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE, CANDOR_CONSULTATION_DECISION_CONTINUE);
  Add(day + 7, CANDOR_KIND_DISCUSSION).Set(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_BOUNDARY);
}

void CaseWriter::TimeOverrun(int32_t day) {
  Crossing(day, CANDOR_CROSSING_AREA_TIME_OVERRUN).Written(CANDOR_FIELD_CROSSING_RATIONALE);
}

void CaseWriter::LogisticMessage(int32_t day) {
  Crossing(day, CANDOR_CROSSING_AREA_MESSAGE_LOGISTIC).No(CANDOR_FIELD_CROSSING_OFF_HOURS);
}

void CaseWriter::PersonalMessage(int32_t day) {
  Crossing(day, CANDOR_CROSSING_AREA_MESSAGE_PERSONAL)
      .Set(CANDOR_FIELD_CROSSING_INITIATOR, CANDOR_CROSSING_INITIATOR_CLIENT)
      .Set(CANDOR_FIELD_CROSSING_OFF_HOURS, chance_.Happens(0.3) ? CANDOR_ANSWER_YES : CANDOR_ANSWER_NO);
}

void CaseWriter::SocialMediaLink(int32_t day) {
  Crossing(day, CANDOR_CROSSING_AREA_SOCIAL_MEDIA)
      .Set(CANDOR_FIELD_CROSSING_INITIATOR, CANDOR_CROSSING_INITIATOR_CLIENT);
  Add(day + chance_.Between(1, 10), CANDOR_KIND_DISCUSSION)
      .Set(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_BOUNDARY)
      .Yes(CANDOR_FIELD_DISCUSSION_LINK_REMOVED);
}

void CaseWriter::OrdinarySelfDisclosure(int32_t day) {
  Crossing(day, CANDOR_CROSSING_AREA_SELF_DISCLOSURE)
      .Set(CANDOR_FIELD_CROSSING_DISCLOSURE, CANDOR_CROSSING_DISCLOSURE_ORDINARY);
}

void CaseWriter::OwnProblemsDisclosed(int32_t day) {
  Crossing(day, CANDOR_CROSSING_AREA_SELF_DISCLOSURE)
      .Set(CANDOR_FIELD_CROSSING_DISCLOSURE, CANDOR_CROSSING_DISCLOSURE_OWN_INTIMATE_PROBLEMS)
      .Written(CANDOR_FIELD_CROSSING_RATIONALE);
}

void CaseWriter::LateSlot(int32_t day) {
  Crossing(day, CANDOR_CROSSING_AREA_TIME_SLOT)
      .Set(CANDOR_FIELD_CROSSING_OFF_HOURS, chance_.Happens(0.2) ? CANDOR_ANSWER_YES : CANDOR_ANSWER_NO)
      .Written(CANDOR_FIELD_CROSSING_RATIONALE);
}

void CaseWriter::FeeChanged(int32_t day) {
  NoteOfCrossing(Crossing(day, CANDOR_CROSSING_AREA_FEE));
}

// A walk, a visit in hospital, mostly planned.
void CaseWriter::OtherPlace(int32_t day) {
  Entry& place = Crossing(day, CANDOR_CROSSING_AREA_PLACE);
  if (Recorded()) place.Yes(CANDOR_FIELD_CROSSING_DOCUMENTED_BEFORE);
  NoteOfCrossing(place);
}

void CaseWriter::Lift(int32_t day) {
  NoteOfCrossing(Crossing(day, CANDOR_CROSSING_AREA_TRANSPORT));
}

void CaseWriter::FoodOrDrink(int32_t day) {
  Crossing(day, CANDOR_CROSSING_AREA_FOOD_DRINK);
}

void CaseWriter::Ceremony(int32_t day) {
  Crossing(day, CANDOR_CROSSING_AREA_CEREMONY)
      .Stage(CANDOR_STAGE_ASKED)
      .Set(CANDOR_FIELD_CROSSING_INITIATOR, CANDOR_CROSSING_INITIATOR_CLIENT)
      .Set(CANDOR_FIELD_CROSSING_REQUEST, CANDOR_CROSSING_REQUEST_ATTEND_EVENT);
  Add(day, CANDOR_KIND_DISCUSSION).Set(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_BOUNDARY);
  Consultation(TalkAfter(day), CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE, CANDOR_CONSULTATION_DECISION_CONTINUE);
  Entry& visit = Crossing(day + chance_.Between(21, 40), CANDOR_CROSSING_AREA_CEREMONY)
                     .Yes(CANDOR_FIELD_CROSSING_DOCUMENTED_BEFORE);
  NoteOfCrossing(visit);
}

void CaseWriter::Purchase(int32_t day) {
  NoteOfCrossing(Crossing(day, CANDOR_CROSSING_AREA_PURCHASE));
}

// Exposure outdoors and the like: planned with the client and a second reader, then done.
void CaseWriter::PlannedCrossings(int32_t day) {
  Add(day, CANDOR_KIND_STANDING_PLAN)
      .Set(CANDOR_FIELD_STANDING_PLAN_EVENT, CANDOR_STANDING_PLAN_EVENT_BEGUN)
      .Set(CANDOR_FIELD_STANDING_PLAN_AREA, CANDOR_STANDING_PLAN_AREA_PLACE)
      .Written(CANDOR_FIELD_STANDING_PLAN_REASON)
      .Yes(CANDOR_FIELD_STANDING_PLAN_CONSENT)
      .Set(CANDOR_FIELD_STANDING_PLAN_REVIEW_BY, day + 120)
      .Person(CANDOR_FIELD_STANDING_PLAN_SECOND_READER, "colleague");
  for (int32_t week = 1; week <= 8; ++week) {
    if (day + 7 * week >= end_) return;
    Crossing(day + 7 * week, CANDOR_CROSSING_AREA_PLACE).Written(CANDOR_FIELD_CROSSING_RATIONALE);
  }
  Add(day + 63, CANDOR_KIND_STANDING_PLAN)
      .Set(CANDOR_FIELD_STANDING_PLAN_EVENT, CANDOR_STANDING_PLAN_EVENT_ENDED)
      .Set(CANDOR_FIELD_STANDING_PLAN_AREA, CANDOR_STANDING_PLAN_AREA_PLACE);
}

void CaseWriter::Barter(int32_t day) {
  Consultation(day - 7, CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE, CANDOR_CONSULTATION_DECISION_CONTINUE);
  Add(day, CANDOR_KIND_BARTER)
      .Stage(CANDOR_STAGE_DONE)
      .Yes(CANDOR_FIELD_BARTER_CLIENT_ASKED)
      .Yes(CANDOR_FIELD_BARTER_USUAL_LOCALLY)
      .Yes(CANDOR_FIELD_BARTER_WRITTEN)
      .Yes(CANDOR_FIELD_BARTER_CONSENT)
      .Written(CANDOR_FIELD_BARTER_ARRANGEMENT)
      .No(CANDOR_FIELD_BARTER_CONTRAINDICATED)
      .No(CANDOR_FIELD_BARTER_EXPLOITATIVE);
}

// In the shop, at the school gate.
void CaseWriter::MetByChance(int32_t day) {
  Add(day, CANDOR_KIND_DUAL_RELATIONSHIP)
      .Stage(CANDOR_STAGE_DONE)
      .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_BY_CHANCE)
      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_COMMUNAL);
}

// The same parish, the same school: a small town.
void CaseWriter::UnavoidableOverlap(int32_t day) {
  Add(day, CANDOR_KIND_DUAL_RELATIONSHIP)
      .Stage(CANDOR_STAGE_DONE)
      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_BEGUN)
      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE, CANDOR_DUAL_RELATIONSHIP_CHOICE_UNAVOIDABLE)
      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_COMMUNAL)
      .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_NORMAL_FOR_SETTING)
      .Written(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS);
}

// Children who become friends, a committee: found out, talked over, weighed and kept within limits.
void CaseWriter::AvoidableOverlap(int32_t day) {
  Add(day, CANDOR_KIND_DUAL_RELATIONSHIP)
      .Stage(CANDOR_STAGE_DONE)
      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_BEGUN)
      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE, CANDOR_DUAL_RELATIONSHIP_CHOICE_UNEXPECTED)
      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_SOCIAL);
  Consultation(TalkAfter(day), CANDOR_CONSULTATION_RECOMMENDATION_ACCEPTABLE_WITH_PRECAUTIONS,
               CANDOR_CONSULTATION_DECISION_LIMIT);
  Entry& assessed = Add(day + chance_.Between(5, 20), CANDOR_KIND_DUAL_RELATIONSHIP)
                        .Stage(CANDOR_STAGE_DONE)
                        .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_ASSESSED)
                        .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_SOCIAL)
                        .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT)
                        .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_JUDGED_OBJECTIVELY)
                        .No(CANDOR_FIELD_DUAL_RELATIONSHIP_HARMFUL)
                        .Written(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS);
  for (uint16_t rating = CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_POWER;
       rating <= CANDOR_FIELD_DUAL_RELATIONSHIP_OTHER_OPEN_END; ++rating) {
    assessed.Set(rating, 1);
  }
  for (const uint16_t no :
       {CANDOR_FIELD_DUAL_RELATIONSHIP_NECESSARY, CANDOR_FIELD_DUAL_RELATIONSHIP_COULD_HARM,
        CANDOR_FIELD_DUAL_RELATIONSHIP_WOULD_BENEFIT, CANDOR_FIELD_DUAL_RELATIONSHIP_COULD_DISRUPT_THERAPY,
        CANDOR_FIELD_DUAL_RELATIONSHIP_LACKS_OBJECTIVITY, CANDOR_FIELD_DUAL_RELATIONSHIP_UNCLEAR_ROLES,
        CANDOR_FIELD_DUAL_RELATIONSHIP_NO_GUIDE_FOR_ENDING, CANDOR_FIELD_DUAL_RELATIONSHIP_POWER_ENABLES_HARM}) {
    assessed.No(no);
  }
}

// A client who sells their pictures, or remembers the therapist in a will.
void CaseWriter::UnusualRequest(int32_t day) {
  Crossing(day, CANDOR_CROSSING_AREA_PURCHASE)
      .Stage(CANDOR_STAGE_ASKED)
      .Set(CANDOR_FIELD_CROSSING_INITIATOR, CANDOR_CROSSING_INITIATOR_CLIENT)
      .Set(CANDOR_FIELD_CROSSING_REQUEST, CANDOR_CROSSING_REQUEST_BUY_WORK);
  Add(day + 7, CANDOR_KIND_DISCUSSION).Set(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_BOUNDARY);
  Consultation(TalkAfter(day), CANDOR_CONSULTATION_RECOMMENDATION_STOP, CANDOR_CONSULTATION_DECISION_STOP);
}

// A report for a court, a couple seen after one of them.
void CaseWriter::RoleChange(int32_t day) {
  const bool explained = Recorded();
  Entry& change = Add(day, CANDOR_KIND_DUAL_RELATIONSHIP)
                      .Stage(CANDOR_STAGE_PROPOSED)
                      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_BEGUN)
                      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE, CANDOR_DUAL_RELATIONSHIP_CHOICE_MANDATED)
                      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CHANGED_ROLE, CANDOR_DUAL_RELATIONSHIP_CHANGED_ROLE_WITNESS)
                      .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT)
                      .Written(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS);
  if (!explained) return;
  change.Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSEQUENCES_EXPLAINED)
      .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONFIDENTIALITY_EXPLAINED);
}

}  // namespace candor::quiet_practice
