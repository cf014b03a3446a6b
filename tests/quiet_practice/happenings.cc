// What comes up in the sessions of a case besides boundaries, and what people do about it.

#include <cstdint>

#include "tests/quiet_practice/case_writer.h"
#include "tests/quiet_practice/rates.h"

namespace candor::quiet_practice {

const CaseWriter::Rate CaseWriter::kHappenings[] = {
    {kAttraction, &CaseWriter::Attraction},
    {kStrainOrAttachment, &CaseWriter::StrainOrAttachment},
    {kClientFeelings, &CaseWriter::ClientFeelings},
    {kEarlierTherapist, &CaseWriter::EarlierTherapist},
    {kAbuseReported, &CaseWriter::AbuseReported},
    {kReferralForOtherCare, &CaseWriter::ReferralForOtherCare},
    {kHandover, &CaseWriter::Handover},
    {kConsultationOfItsOwn, &CaseWriter::ConsultationOfItsOwn},
    {kComplaint, &CaseWriter::Complaint},
    {kGiftReceived, &CaseWriter::GiftReceived},
    {kGiftGiven, &CaseWriter::GiftGiven},
    {kTouch, &CaseWriter::Touch},
    {kTimeOverrun, &CaseWriter::TimeOverrun},
    {kLogisticMessage, &CaseWriter::LogisticMessage},
    {kPersonalMessage, &CaseWriter::PersonalMessage},
    {kSocialMediaLink, &CaseWriter::SocialMediaLink},
    {kOrdinarySelfDisclosure, &CaseWriter::OrdinarySelfDisclosure},
    {kOwnProblemsDisclosed, &CaseWriter::OwnProblemsDisclosed},
    {kLateSlot, &CaseWriter::LateSlot},
    {kFeeChanged, &CaseWriter::FeeChanged},
    {kOtherPlace, &CaseWriter::OtherPlace},
    {kLift, &CaseWriter::Lift},
    {kFoodOrDrink, &CaseWriter::FoodOrDrink},
    {kCeremony, &CaseWriter::Ceremony},
    {kPurchase, &CaseWriter::Purchase},
    {kPlannedCrossings, &CaseWriter::PlannedCrossings},
    {kBarter, &CaseWriter::Barter},
    {kMetByChance, &CaseWriter::MetByChance},
    {kUnavoidableOverlap, &CaseWriter::UnavoidableOverlap},
    {kAvoidableOverlap, &CaseWriter::AvoidableOverlap},
    {kUnusualRequest, &CaseWriter::UnusualRequest},
    {kRoleChange, &CaseWriter::RoleChange},
    {0, nullptr},
};

void CaseWriter::Attraction(int32_t day) {
  static constexpr int64_t kWhich[] = {CANDOR_PERSONAL_REACTION_WHICH_ROMANTIC, CANDOR_PERSONAL_REACTION_WHICH_SEXUAL,
                                       CANDOR_PERSONAL_REACTION_WHICH_FANTASY_ROMANTIC,
                                       CANDOR_PERSONAL_REACTION_WHICH_NOT_SPECIFIED};
  Reaction(day, kWhich[chance_.Between(0, 3)]);
}

void CaseWriter::StrainOrAttachment(int32_t day) {
  Reaction(day,
           chance_.Happens(0.7) ? CANDOR_PERSONAL_REACTION_WHICH_STRAIN : CANDOR_PERSONAL_REACTION_WHICH_ATTACHMENT);
}

void CaseWriter::Reaction(int32_t day, int64_t which) {
  Add(day, CANDOR_KIND_PERSONAL_REACTION)
      .Set(CANDOR_FIELD_PERSONAL_REACTION_WHICH, which)
      .Set(CANDOR_FIELD_PERSONAL_REACTION_STATUS, CANDOR_PERSONAL_REACTION_STATUS_NEW)
      .No(CANDOR_FIELD_PERSONAL_REACTION_INTERFERES)
      .Set(CANDOR_HOST_SUPERVISION_PLANNED, therapist_.NextSupervision(day));
  // In training it is talked over in supervision, where it is covered; else with a colleague, or there.
  const bool in_supervision = therapist_.in_training || chance_.Happens(0.3);
  if (in_supervision) {
    Add(therapist_.NextSupervision(day + 1), CANDOR_KIND_SUPERVISION).Set(CANDOR_FIELD_SUPERVISION_MINUTES, 60);
  } else {
    Consultation(TalkAfter(day), CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE, CANDOR_CONSULTATION_DECISION_CONTINUE);
  }
  if (chance_.Happens(kReactionGoesOn)) ReactionGoesOn(day + chance_.Between(35, 75), which);
}

// Still there: a second talk, and then a plan, now and then a referral, or it passes.
void CaseWriter::ReactionGoesOn(int32_t day, int64_t which) {
  if (day >= end_) return;
  const bool interferes = chance_.Happens(0.1);
  Add(day, CANDOR_KIND_PERSONAL_REACTION)
      .Set(CANDOR_FIELD_PERSONAL_REACTION_WHICH, which)
      .Set(CANDOR_FIELD_PERSONAL_REACTION_STATUS, CANDOR_PERSONAL_REACTION_STATUS_PERSISTING)
      .Set(CANDOR_FIELD_PERSONAL_REACTION_INTERFERES, interferes ? CANDOR_ANSWER_UNSURE : CANDOR_ANSWER_NO);
  const int32_t talk = TalkAfter(day);
  if (interferes) {
    Consultation(talk, CANDOR_CONSULTATION_RECOMMENDATION_REFER, CANDOR_CONSULTATION_DECISION_REFER);
    return Handover(talk + chance_.Between(1, 7));
  }
  Consultation(talk, CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE_MONITOR, CANDOR_CONSULTATION_DECISION_CONTINUE);
  if (chance_.Happens(0.8)) {
    Add(talk, CANDOR_KIND_CONTINUE_PLAN)
        .Written(CANDOR_FIELD_CONTINUE_PLAN_SAFEGUARDS)
        .Set(CANDOR_FIELD_CONTINUE_PLAN_REVIEW_BY, talk + 60)
        .Yes(CANDOR_FIELD_CONTINUE_PLAN_CONFIRMED_BY_CONSULTANT);
  } else {
    Add(talk + 7, CANDOR_KIND_PERSONAL_REACTION)
        .Set(CANDOR_FIELD_PERSONAL_REACTION_WHICH, which)
        .Set(CANDOR_FIELD_PERSONAL_REACTION_STATUS, CANDOR_PERSONAL_REACTION_STATUS_RESOLVED);
  }
}

void CaseWriter::ClientFeelings(int32_t day) {
  Entry& told =
      Add(day, CANDOR_KIND_CLIENT_FEELINGS).Set(CANDOR_FIELD_CLIENT_FEELINGS_EVENT, CANDOR_CLIENT_FEELINGS_EVENT_TOLD);
  if (chance_.Happens(0.4)) {
    told.Set(CANDOR_FIELD_CLIENT_FEELINGS_OUTCOME, CANDOR_CLIENT_FEELINGS_OUTCOME_RESOLVED);
    return;
  }
  const bool settled = chance_.Happens(0.75);
  Add(day + 7, CANDOR_KIND_CLIENT_FEELINGS)
      .Set(CANDOR_FIELD_CLIENT_FEELINGS_EVENT, CANDOR_CLIENT_FEELINGS_EVENT_DISCUSSED)
      .Set(CANDOR_FIELD_CLIENT_FEELINGS_OUTCOME,
           settled ? CANDOR_CLIENT_FEELINGS_OUTCOME_RESOLVED : CANDOR_CLIENT_FEELINGS_OUTCOME_ONGOING);
  if (settled) return;
  Consultation(TalkAfter(day + 7), CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE_MONITOR,
               CANDOR_CONSULTATION_DECISION_CONTINUE);
}

// Told of sexual behaviour by an earlier therapist: what can be done is said then, or the next time.
void CaseWriter::EarlierTherapist(int32_t day) {
  const bool at_once = chance_.Happens(0.7);
  Entry& told =
      Add(day, CANDOR_KIND_PRIOR_THERAPIST_ALLEGATION)
          .Set(CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_TOLD_BY, CANDOR_PRIOR_THERAPIST_ALLEGATION_TOLD_BY_CLIENT)
          .No(CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_IN_WRITING)
          .No(CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_PREVIOUS_THERAPIST_HERE);
  told.Basis(CANDOR_BASIS_CLIENT_ACCOUNT);
  if (at_once) {
    told.No(CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_CLIENT_AGREES_TO_REPORT);
    Add(day, CANDOR_KIND_BROCHURE_GIVEN).Yes(CANDOR_FIELD_BROCHURE_GIVEN_DISCUSSED);
  } else {
    Add(day + 7, CANDOR_KIND_BROCHURE_GIVEN).Yes(CANDOR_FIELD_BROCHURE_GIVEN_DISCUSSED);
  }
}

// Abuse of a minor or of an adult who depends on others: telephoned the same day, in writing the next.
void CaseWriter::AbuseReported(int32_t day) {
  const int64_t about =
      chance_.Happens(0.8) ? CANDOR_REPORT_FILED_ABOUT_ABUSE_OF_MINOR : CANDOR_REPORT_FILED_ABOUT_ABUSE_OF_ADULT;
  const int64_t agency = about == CANDOR_REPORT_FILED_ABOUT_ABUSE_OF_MINOR
                             ? CANDOR_REPORT_FILED_AGENCY_CHILD_PROTECTION
                             : CANDOR_REPORT_FILED_AGENCY_ADULT_PROTECTION;
  for (const int64_t event : {CANDOR_REPORT_FILED_EVENT_TELEPHONED, CANDOR_REPORT_FILED_EVENT_WRITTEN}) {
    const int32_t on = event == CANDOR_REPORT_FILED_EVENT_TELEPHONED ? day : day + 1;
    Add(on, CANDOR_KIND_REPORT_FILED)
        .ReportedDay(on)
        .Set(CANDOR_FIELD_REPORT_FILED_EVENT, event)
        .Set(CANDOR_FIELD_REPORT_FILED_ABOUT, about)
        .Set(CANDOR_FIELD_REPORT_FILED_AGENCY, agency)
        .Set(CANDOR_FIELD_REPORT_FILED_CALLED_FOR_ON, day)
        .Written(CANDOR_FIELD_REPORT_FILED_REFERENCE);
  }
}

// A physician, a group, a course: beside the therapy.
void CaseWriter::ReferralForOtherCare(int32_t day) {
  Add(day, CANDOR_KIND_REFERRAL)
      .Set(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_OFFERED)
      .Set(CANDOR_FIELD_REFERRAL_ALTERNATIVES_OFFERED, 2);
  const int32_t answer = day + (chance_.Happens(0.9) ? chance_.Between(7, 28) : chance_.Between(31, 50));
  const bool accepted = chance_.Happens(0.85);
  Add(answer, CANDOR_KIND_REFERRAL)
      .Set(CANDOR_FIELD_REFERRAL_OUTCOME,
           accepted ? CANDOR_REFERRAL_OUTCOME_ACCEPTED : CANDOR_REFERRAL_OUTCOME_DECLINED);
}

// To a colleague, gently: for parental leave, another hour of the day, another way of working.
void CaseWriter::Handover(int32_t day) {
  const int32_t joint = day + chance_.Between(7, 21);
  Add(day, CANDOR_KIND_TRANSFER_STEP)
      .Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT)
      .Yes(CANDOR_FIELD_TRANSFER_STEP_RELEASE)
      .Person(CANDOR_FIELD_TRANSFER_STEP_RECEIVER, "receiver");
  Add(day + chance_.Between(1, 7), CANDOR_KIND_TRANSFER_STEP)
      .Yes(CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED)
      .Person(CANDOR_FIELD_TRANSFER_STEP_RECEIVER, "receiver");
  Add(joint, CANDOR_KIND_TRANSFER_STEP)
      .Yes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION)
      .Person(CANDOR_FIELD_TRANSFER_STEP_RECEIVER, "receiver");
  const int32_t booked = joint + (chance_.Happens(0.9) ? chance_.Between(0, 14) : chance_.Between(30, 45));
  Add(booked, CANDOR_KIND_TRANSFER_STEP)
      .Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED)
      .Person(CANDOR_FIELD_TRANSFER_STEP_RECEIVER, "receiver");
}

// About something else: a diagnosis, a risk, a method.
void CaseWriter::ConsultationOfItsOwn(int32_t day) {
  const bool precautions = chance_.Happens(0.2);
  Consultation(day + chance_.Between(0, 6),
               precautions ? CANDOR_CONSULTATION_RECOMMENDATION_ACCEPTABLE_WITH_PRECAUTIONS
                           : CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE,
               CANDOR_CONSULTATION_DECISION_CONTINUE);
}

// About a fee or a record, answered in time.
void CaseWriter::Complaint(int32_t day) {
  const int64_t about = chance_.Happens(0.6) ? CANDOR_COMPLAINT_ABOUT_FEES : CANDOR_COMPLAINT_ABOUT_RECORDS;
  Add(day, CANDOR_KIND_COMPLAINT)
      .Source(CANDOR_SOURCE_CLIENT)
      .ReportedDay(day)
      .Set(CANDOR_FIELD_COMPLAINT_EVENT, CANDOR_COMPLAINT_EVENT_RECEIVED)
      .Set(CANDOR_FIELD_COMPLAINT_BY, CANDOR_COMPLAINT_BY_CLIENT)
      .Set(CANDOR_FIELD_COMPLAINT_ABOUT, about)
      .Set(CANDOR_FIELD_COMPLAINT_RECEIVED_ON, day)
      .No(CANDOR_FIELD_COMPLAINT_IN_WRITING);
  Add(day + 1, CANDOR_KIND_NOTICE_GIVEN)
      .ReportedDay(day + 1)
      .Set(CANDOR_FIELD_NOTICE_GIVEN_EVENT, CANDOR_NOTICE_GIVEN_EVENT_NOT_CALLED_FOR)
      .Set(CANDOR_FIELD_NOTICE_GIVEN_TO, CANDOR_NOTICE_GIVEN_TO_CARRIER)
      .Written(CANDOR_FIELD_NOTICE_GIVEN_REASON);
  Add(day + chance_.Between(1, 4), CANDOR_KIND_COMPLAINT)
      .Set(CANDOR_FIELD_COMPLAINT_EVENT, CANDOR_COMPLAINT_EVENT_ACKNOWLEDGED)
      .Yes(CANDOR_FIELD_COMPLAINT_BOARD_ADDRESS_GIVEN);
  Add(day + chance_.Between(10, 25), CANDOR_KIND_COMPLAINT)
      .Set(CANDOR_FIELD_COMPLAINT_EVENT, CANDOR_COMPLAINT_EVENT_ANSWERED)
      .Set(CANDOR_FIELD_COMPLAINT_OUTCOME, CANDOR_COMPLAINT_OUTCOME_SETTLED)
      .Yes(CANDOR_FIELD_COMPLAINT_BOARD_ADDRESS_GIVEN)
      .Yes(CANDOR_FIELD_COMPLAINT_ANSWER_IN_WRITING);
}

}  // namespace candor::quiet_practice
