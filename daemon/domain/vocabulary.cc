#include "daemon/domain/vocabulary.h"

#include <algorithm>
#include <array>

// Fields are listed per kind in order of number. Words carry the numbers of the wire's enums.
// Sources of the kinds and words: the rule catalogue, sections "Entries the rules need" and 6A-6F.
namespace candor::domain {
namespace {

using enum FieldType;
using enum FieldClass;
using enum FieldForm;

constexpr ChoiceWord kAnswerWords[] = {{1, "yes"}, {2, "no"}, {3, "unsure"}};
constexpr ChoiceWord kPriorRelationWords[] = {{1, "none"},     {2, "family"},   {3, "friend"},      {4, "social"},
                                              {5, "business"}, {6, "romantic"}, {7, "professional"}};
constexpr ChoiceWord kClosenessWords[] = {{1, "close"}, {2, "casual"}, {3, "distant"}};
constexpr ChoiceWord kSettingWords[] = {{1, "office"},     {2, "video"},    {3, "phone"},
                                        {4, "home_visit"}, {5, "outdoors"}, {6, "other"}};
constexpr ChoiceWord kWhichWords[] = {{1, "romantic"},       {2, "sexual"},     {3, "both"},   {4, "fantasy_romantic"},
                                      {5, "fantasy_sexual"}, {6, "attachment"}, {7, "strain"}, {8, "not_specified"}};
constexpr ChoiceWord kReactionStatusWords[] = {{1, "new"}, {2, "persisting"}, {3, "resolved"}};
constexpr ChoiceWord kFeelingsEventWords[] = {{1, "told"}, {2, "discussed"}};
constexpr ChoiceWord kFeelingsOutcomeWords[] = {{1, "resolved"}, {2, "ongoing"}, {3, "not_redirected"}};
constexpr ChoiceWord kAreaWords[] = {{1, "touch"},
                                     {2, "gift_in"},
                                     {3, "gift_out"},
                                     {4, "time_overrun"},
                                     {5, "time_slot"},
                                     {6, "fee"},
                                     {7, "place"},
                                     {8, "transport"},
                                     {9, "message_logistic"},
                                     {10, "message_personal"},
                                     {11, "social_media"},
                                     {12, "self_disclosure"},
                                     {13, "disclosure_of_feelings"},
                                     {14, "secrecy"},
                                     {15, "reliance"},
                                     {16, "task"},
                                     {17, "purchase"},
                                     {18, "ceremony"},
                                     {19, "food_drink"}};
constexpr ChoiceWord kTouchWords[] = {{1, "hug"},    {2, "handshake"}, {3, "shoulder"}, {4, "cradle"},
                                      {5, "caress"}, {6, "kiss"},      {7, "other"}};
constexpr ChoiceWord kInitiatorWords[] = {
    {1, "therapist"}, {2, "client"}, {3, "mutual"}, {4, "practice"}, {5, "third_party"}};
constexpr ChoiceWord kResponseWords[] = {{1, "positive"}, {2, "neutral"}, {3, "discomfort"}};
constexpr ChoiceWord kDisclosureWords[] = {{1, "ordinary"}, {2, "own_intimate_problems"}, {3, "frames_relation"}};
constexpr ChoiceWord kGiftDecisionWords[] = {{1, "accepted"}, {2, "declined"}, {3, "returned"}};
constexpr ChoiceWord kPlanEventWords[] = {{1, "begun"}, {2, "reviewed"}, {3, "changed"}, {4, "ended"}};
constexpr ChoiceWord kDualChoiceWords[] = {
    {1, "mandated"}, {2, "unavoidable"}, {3, "normal"}, {4, "avoidable"}, {5, "unexpected"}};
constexpr ChoiceWord kDualContextWords[] = {{1, "social"},        {2, "professional"}, {3, "business"},
                                            {4, "institutional"}, {5, "forensic"},     {6, "supervisory"},
                                            {7, "sexual"},        {8, "digital"},      {9, "communal"}};
constexpr ChoiceWord kTimingWords[] = {{1, "concurrent"}, {2, "sequential"}};
constexpr ChoiceWord kIntensityWords[] = {{1, "low"}, {2, "medium"}, {3, "high"}};
constexpr ChoiceWord kBenefitWords[] = {{1, "client"}, {2, "therapist"}, {3, "both"}};
constexpr ChoiceWord kConsultantKindWords[] = {
    {1, "member"}, {2, "outside_colleague"}, {3, "peer_group"}, {4, "ethics_line"}};
constexpr ChoiceWord kRecommendationWords[] = {
    {1, "continue"}, {2, "continue_monitor"}, {3, "acceptable_with_precautions"}, {4, "stop"}, {5, "limit"},
    {6, "refer"}};
constexpr ChoiceWord kDecisionWords[] = {{1, "refer"}, {2, "continue"}, {3, "limit"}, {4, "stop"}};
constexpr ChoiceWord kRelationWords[] = {
    {1, "independent"}, {2, "self"}, {3, "subordinate"}, {4, "party"}, {5, "household"}};
constexpr ChoiceWord kSupervisionFormatWords[] = {{1, "individual"}, {2, "triadic"}, {3, "group"}};
constexpr ChoiceWord kTopicWords[] = {{1, "client_feelings"}, {2, "boundary"}, {3, "gift"},
                                      {4, "ending"},          {5, "transfer"}, {6, "other"}};
constexpr ChoiceWord kDiscussionOutcomeWords[] = {{1, "resolved"}, {2, "ongoing"}, {3, "not_redirected"}};
constexpr ChoiceWord kReferralOutcomeWords[] = {{1, "offered"}, {2, "accepted"}, {3, "declined"}, {4, "unreachable"}};
constexpr ChoiceWord kEndingReasonWords[] = {{1, "goals_met"},        {2, "moved"}, {3, "client_left"}, {4, "no_show"},
                                             {5, "threat"},           {6, "payer"}, {7, "capacity"},    {8, "feelings"},
                                             {9, "outside_decision"}, {10, "other"}};
constexpr ChoiceWord kExemptionWords[] = {
    {1, "client_choice"}, {2, "agreed_length"}, {3, "client_agreed"}, {4, "client_or_payer_precludes"}, {5, "threat"}};
constexpr ChoiceWord kChannelWords[] = {{1, "text_message"}, {2, "phone"}, {3, "letter"},
                                        {4, "in_person"},    {5, "email"}, {6, "social_media"}};
constexpr ChoiceWord kCapacityDecisionWords[] = {{1, "continue"}, {2, "limit"}, {3, "suspend"}, {4, "end"}};
constexpr ChoiceWord kDeclinedWords[] = {
    {1, "transfer"}, {2, "referral"}, {3, "ending_talk"}, {4, "other_therapist"}, {5, "contact"}};
constexpr ChoiceWord kRetractionReasonWords[] = {
    {1, "entered_in_error"}, {2, "wrong_case"}, {3, "duplicate"}, {4, "withdrawn_by_author"}};

constexpr FieldId Of(Kind kind, int number) {
  return MakeFieldId(kind, number);
}

constexpr FieldInfo kIntakeFields[] = {
    {Of(Kind::kIntake, 1), "therapy_started", kDay, kTriage, false, {}, kPast},
    {Of(Kind::kIntake, 2), "planned_sessions", kNumber, kTriage},
    {Of(Kind::kIntake, 3), "prior_relation", kChoice, kDetail, false, kPriorRelationWords},
    {Of(Kind::kIntake, 4), "prior_relation_from", kDay, kDetail, false, {}, kPast},
    {Of(Kind::kIntake, 5), "prior_relation_to", kDay, kDetail, false, {}, kPast},
    {Of(Kind::kIntake, 6), "prior_relation_closeness", kChoice, kDetail, false, kClosenessWords},
    {Of(Kind::kIntake, 7), "closely_linked_to_another_client", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kIntake, 8), "alternatives_scarce", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kIntake, 9), "referred_by", kText, kNarrative},
};
constexpr FieldInfo kSessionFields[] = {
    {Of(Kind::kSession, 1), "minutes", kNumber, kTriage},
    {Of(Kind::kSession, 2), "setting", kChoice, kTriage, false, kSettingWords},
};
constexpr FieldInfo kPersonalReactionFields[] = {
    {Of(Kind::kPersonalReaction, 1), "which", kChoice, kDetail, false, kWhichWords},
    {Of(Kind::kPersonalReaction, 2), "status", kChoice, kDetail, false, kReactionStatusWords},
    {Of(Kind::kPersonalReaction, 3), "interferes", kAnswer, kDetail, false, kAnswerWords},
};
constexpr FieldInfo kClientFeelingsFields[] = {
    {Of(Kind::kClientFeelings, 1), "event", kChoice, kTriage, false, kFeelingsEventWords},
    {Of(Kind::kClientFeelings, 2), "outcome", kChoice, kTriage, false, kFeelingsOutcomeWords},
};
constexpr FieldInfo kCrossingFields[] = {
    {Of(Kind::kCrossing, 1), "area", kChoice, kTriage, false, kAreaWords},
    {Of(Kind::kCrossing, 2), "touch", kChoice, kDetail, false, kTouchWords},
    {Of(Kind::kCrossing, 3), "initiator", kChoice, kDetail, false, kInitiatorWords},
    {Of(Kind::kCrossing, 4), "consent", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kCrossing, 5), "response", kChoice, kDetail, false, kResponseWords},
    {Of(Kind::kCrossing, 6), "trauma_history", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kCrossing, 7), "value_minor_units", kNumber, kDetail},
    {Of(Kind::kCrossing, 8), "currency_code", kText, kDetail, false, {}, kCurrency},
    {Of(Kind::kCrossing, 9), "documented_before", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kCrossing, 10), "rationale", kText, kNarrative},
    {Of(Kind::kCrossing, 11), "disclosure", kChoice, kDetail, false, kDisclosureWords},
    {Of(Kind::kCrossing, 12), "off_hours", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kCrossing, 13), "benefit", kText, kNarrative},
    {Of(Kind::kCrossing, 14), "consequences", kText, kNarrative},
    {Of(Kind::kCrossing, 15), "meaning", kText, kNarrative},
    {Of(Kind::kCrossing, 16), "motive", kText, kNarrative},
    {Of(Kind::kCrossing, 17), "gift_decision", kChoice, kDetail, false, kGiftDecisionWords},
};
constexpr FieldInfo kBarterFields[] = {
    {Of(Kind::kBarter, 1), "client_asked", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kBarter, 2), "usual_locally", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kBarter, 3), "written", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kBarter, 4), "consent", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kBarter, 5), "arrangement", kText, kNarrative},
    {Of(Kind::kBarter, 6), "contraindicated", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kBarter, 7), "exploitative", kAnswer, kDetail, false, kAnswerWords},
};
constexpr FieldInfo kDualRelationshipFields[] = {
    {Of(Kind::kDualRelationship, 1), "choice", kChoice, kDetail, false, kDualChoiceWords},
    {Of(Kind::kDualRelationship, 2), "context", kChoice, kDetail, false, kDualContextWords},
    {Of(Kind::kDualRelationship, 3), "timing", kChoice, kDetail, false, kTimingWords},
    {Of(Kind::kDualRelationship, 4), "intensity", kChoice, kDetail, false, kIntensityWords},
    {Of(Kind::kDualRelationship, 5), "normal_for_setting", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 6), "benefit_to", kChoice, kDetail, false, kBenefitWords},
    {Of(Kind::kDualRelationship, 7), "consent", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 8), "started", kDay, kDetail, false, {}, kPast},
    {Of(Kind::kDualRelationship, 9), "ended", kDay, kDetail, false, {}, kPast},
};
constexpr FieldInfo kConsultationFields[] = {
    {Of(Kind::kConsultation, 1), "consultant", kMember, kTriage},
    {Of(Kind::kConsultation, 2), "consultant_kind", kChoice, kTriage, false, kConsultantKindWords},
    {Of(Kind::kConsultation, 3), "outside_consultant", kText, kNarrative},
    {Of(Kind::kConsultation, 4), "relation", kChoice, kDetail, false, kRelationWords},
    {Of(Kind::kConsultation, 5), "why_now", kText, kNarrative},
    {Of(Kind::kConsultation, 6), "recommendation", kChoice, kTriage, false, kRecommendationWords},
    {Of(Kind::kConsultation, 7), "decision", kChoice, kTriage, false, kDecisionWords},
    {Of(Kind::kConsultation, 8), "rationale", kText, kNarrative},
};
constexpr FieldInfo kSupervisionFields[] = {
    {Of(Kind::kSupervision, 1), "supervisor", kMember, kTriage},
    {Of(Kind::kSupervision, 2), "format", kChoice, kTriage, false, kSupervisionFormatWords},
    {Of(Kind::kSupervision, 3), "minutes", kNumber, kTriage},
    {Of(Kind::kSupervision, 4), "group_size", kNumber, kTriage},
    {Of(Kind::kSupervision, 5), "covers", kCase, kTriage, true},
    {Of(Kind::kSupervision, 6), "next_planned", kDay, kTriage},
};
constexpr FieldInfo kDiscussionFields[] = {
    {Of(Kind::kDiscussion, 1), "topic", kChoice, kTriage, false, kTopicWords},
    {Of(Kind::kDiscussion, 2), "outcome", kChoice, kTriage, false, kDiscussionOutcomeWords},
    {Of(Kind::kDiscussion, 3), "link_removed", kAnswer, kDetail, false, kAnswerWords},
};
constexpr FieldInfo kDecisionFields[] = {
    {Of(Kind::kDecision, 1), "decision", kChoice, kTriage, false, kDecisionWords},
    {Of(Kind::kDecision, 2), "rationale", kText, kNarrative},
};
constexpr FieldInfo kContinuePlanFields[] = {
    {Of(Kind::kContinuePlan, 1), "safeguards", kText, kNarrative},
    {Of(Kind::kContinuePlan, 2), "review_by", kDay, kTriage},
    {Of(Kind::kContinuePlan, 3), "confirmed_by_consultant", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kContinuePlan, 4), "consultant", kMember, kTriage},
};
constexpr FieldInfo kReferralFields[] = {
    {Of(Kind::kReferral, 1), "outcome", kChoice, kTriage, false, kReferralOutcomeWords},
    {Of(Kind::kReferral, 2), "alternatives_offered", kNumber, kTriage},
    {Of(Kind::kReferral, 3), "referred_to", kText, kNarrative},
};
constexpr FieldInfo kTransferStepFields[] = {
    {Of(Kind::kTransferStep, 1), "joint_session", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTransferStep, 2), "consent", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTransferStep, 3), "release", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTransferStep, 4), "receiver_accepted", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTransferStep, 5), "first_solo_booked", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTransferStep, 6), "first_solo_held", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTransferStep, 7), "receiver", kMember, kTriage},
    {Of(Kind::kTransferStep, 8), "outside_receiver", kText, kNarrative},
};
constexpr FieldInfo kTerminationFields[] = {
    {Of(Kind::kTermination, 1), "initiator", kChoice, kTriage, false, kInitiatorWords},
    {Of(Kind::kTermination, 2), "proposed_on", kDay, kTriage, false, {}, kPast},
    {Of(Kind::kTermination, 3), "proposed_by", kChoice, kTriage, false, kInitiatorWords},
    {Of(Kind::kTermination, 4), "discussed_sessions", kNumber, kTriage},
    {Of(Kind::kTermination, 5), "agreed", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTermination, 6), "reason", kChoice, kDetail, false, kEndingReasonWords},
    {Of(Kind::kTermination, 7), "needs_further_care", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTermination, 8), "alternatives_offered", kNumber, kTriage},
    {Of(Kind::kTermination, 9), "client_wish", kText, kNarrative},
    {Of(Kind::kTermination, 10), "exemption", kChoice, kTriage, false, kExemptionWords},
    {Of(Kind::kTermination, 11), "dependency_fostered", kAnswer, kTriage, false, kAnswerWords},
};
constexpr FieldInfo kPostTerminationContactFields[] = {
    {Of(Kind::kPostTerminationContact, 1), "professional", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kPostTerminationContact, 2), "agreed_limits", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kPostTerminationContact, 3), "channel", kChoice, kDetail, false, kChannelWords},
    {Of(Kind::kPostTerminationContact, 4), "initiator", kChoice, kDetail, false, kInitiatorWords},
};
constexpr FieldInfo kWorkingCapacityFields[] = {
    {Of(Kind::kWorkingCapacity, 1), "answer", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kWorkingCapacity, 2), "decision", kChoice, kDetail, false, kCapacityDecisionWords},
    {Of(Kind::kWorkingCapacity, 3), "limits", kText, kNarrative},
    {Of(Kind::kWorkingCapacity, 4), "cause", kText, kNarrative},
};
constexpr FieldInfo kClientDeclinedFields[] = {
    {Of(Kind::kClientDeclined, 1), "what", kChoice, kTriage, false, kDeclinedWords},
    {Of(Kind::kClientDeclined, 2), "in_writing", kAnswer, kTriage, false, kAnswerWords},
};
constexpr FieldInfo kRetractionFields[] = {
    {Of(Kind::kRetraction, 1), "reason", kChoice, kTriage, false, kRetractionReasonWords},
    {Of(Kind::kRetraction, 2), "explanation", kText, kNarrative},
};
constexpr FieldInfo kClarifiedFields[] = {
    {Of(Kind::kClarified, 1), "owned", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kClarified, 2), "apologised", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kClarified, 3), "decided_together", kAnswer, kDetail, false, kAnswerWords},
};

constexpr FieldInfo kStandingPlanFields[] = {
    {Of(Kind::kStandingPlan, 1), "event", kChoice, kTriage, false, kPlanEventWords},
    {Of(Kind::kStandingPlan, 2), "area", kChoice, kTriage, false, kAreaWords},
    {Of(Kind::kStandingPlan, 3), "touch", kChoice, kDetail, false, kTouchWords},
    {Of(Kind::kStandingPlan, 4), "reason", kText, kNarrative},
    {Of(Kind::kStandingPlan, 5), "consent", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kStandingPlan, 6), "review_by", kDay, kTriage},
    {Of(Kind::kStandingPlan, 7), "second_reader", kMember, kTriage},
    {Of(Kind::kStandingPlan, 8), "outside_second_reader", kText, kNarrative},
};

constexpr KindInfo Reserved(Kind kind, std::string_view slug, std::string_view label, int rank, Scope scope) {
  return {kind, slug, label, rank, scope, false, false, {}};
}

constexpr KindInfo kKinds[] = {
    {Kind::kIntake, "intake", "Intake", 10, Scope::kCase, false, true, kIntakeFields},
    {Kind::kSession, "session", "Session", 30, Scope::kCase, false, true, kSessionFields},
    {Kind::kPersonalReaction, "personal_reaction", "Personal reaction", kPersonalRank, Scope::kCase, true, true,
     kPersonalReactionFields},
    {Kind::kClientFeelings, "client_feelings", "Client's feelings", 40, Scope::kCase, false, true,
     kClientFeelingsFields},
    {Kind::kCrossing, "crossing", "Boundary", 60, Scope::kCase, false, true, kCrossingFields},
    {Kind::kBarter, "barter", "Barter", 60, Scope::kCase, false, true, kBarterFields},
    {Kind::kDualRelationship, "dual_relationship", "Dual relationship", 60, Scope::kCase, false, true,
     kDualRelationshipFields},
    {Kind::kConsultation, "consultation", "Consultation", 70, Scope::kCase, false, true, kConsultationFields},
    {Kind::kSupervision, "supervision", "Supervision", 70, Scope::kEither, false, true, kSupervisionFields},
    {Kind::kDiscussion, "discussion", "Discussion", 80, Scope::kCase, false, true, kDiscussionFields},
    {Kind::kDecision, "decision", "Decision", 80, Scope::kCase, false, true, kDecisionFields},
    {Kind::kContinuePlan, "continue_plan", "Plan to continue", 80, Scope::kCase, false, true, kContinuePlanFields},
    {Kind::kReferral, "referral", "Referral", 90, Scope::kCase, false, true, kReferralFields},
    {Kind::kTransferStep, "transfer_step", "Transfer step", 100, Scope::kCase, false, true, kTransferStepFields},
    {Kind::kTermination, "termination", "Ending", 110, Scope::kCase, false, true, kTerminationFields},
    {Kind::kPostTerminationContact, "post_termination_contact", "Contact after the ending", 120, Scope::kCase, false,
     true, kPostTerminationContactFields},
    {Kind::kWorkingCapacity, "working_capacity", "Working capacity", kPersonalRank, Scope::kMember, true, true,
     kWorkingCapacityFields},
    {Kind::kClientDeclined, "client_declined", "Declined by the client", 80, Scope::kCase, false, true,
     kClientDeclinedFields},
    {Kind::kNothingToNote, "nothing_to_note", "Nothing to note", 30, Scope::kEither, false, true, {}},
    {Kind::kRetraction, "retraction", "Retraction", 130, Scope::kEither, false, true, kRetractionFields},
    {Kind::kClarified, "clarified", "Clarified with the client", 80, Scope::kCase, false, true, kClarifiedFields},
    {Kind::kStandingPlan, "standing_plan", "Standing plan", 20, Scope::kCase, false, true, kStandingPlanFields},
    Reserved(Kind::kRomanticOrSexualAct, "romantic_or_sexual_act", "Romantic or sexual act", 60, Scope::kEither),
    Reserved(Kind::kAdvanceOrPromise, "advance_or_promise", "Advance or promise", 60, Scope::kCase),
    Reserved(Kind::kPriorTherapistAllegation, "prior_therapist_allegation", "Told of an earlier therapist", 40,
             Scope::kCase),
    Reserved(Kind::kBrochureGiven, "brochure_given", "Brochure given", 80, Scope::kCase),
    Reserved(Kind::kReportFiled, "report_filed", "Report filed", 90, Scope::kEither),
    Reserved(Kind::kNoticeGiven, "notice_given", "Notice given", 90, Scope::kEither),
    Reserved(Kind::kLegalAdvice, "legal_advice", "Legal advice", 70, Scope::kMember),
    Reserved(Kind::kOwnTherapy, "own_therapy", "Own therapy", 70, Scope::kMember),
    Reserved(Kind::kPause, "pause", "Pause", 80, Scope::kEither),
    Reserved(Kind::kWeekHours, "week_hours", "Hours of the week", 30, Scope::kMember),
    Reserved(Kind::kAbsence, "absence", "Absence", 20, Scope::kMember),
    Reserved(Kind::kDeparture, "departure", "Departure", 20, Scope::kMember),
    Reserved(Kind::kSupervisionChange, "supervision_change", "Change of supervision", 20, Scope::kMember),
    Reserved(Kind::kTraining, "training", "Training", 70, Scope::kMember),
    Reserved(Kind::kConcern, "concern", "Concern", 60, Scope::kMember),
    Reserved(Kind::kComplaint, "complaint", "Complaint", 60, Scope::kEither),
    Reserved(Kind::kResponse, "response", "Response", 80, Scope::kEither),
};

}  // namespace

std::span<const KindInfo> AllKinds() {
  return kKinds;
}

const KindInfo* FindKind(Kind kind) {
  const int index = static_cast<int>(kind) - static_cast<int>(Kind::kIntake);
  if (index < 0 || index >= static_cast<int>(std::size(kKinds))) return nullptr;
  return &kKinds[index];
}

const KindInfo* FindKind(std::string_view slug) {
  const auto* found =
      std::find_if(std::begin(kKinds), std::end(kKinds), [&](const KindInfo& info) { return info.slug == slug; });
  return found == std::end(kKinds) ? nullptr : found;
}

const FieldInfo* FindField(FieldId id) {
  const KindInfo* kind = FindKind(KindOfField(id));
  const int index = NumberOfField(id) - 1;
  if (kind == nullptr || index < 0 || index >= static_cast<int>(kind->fields.size())) return nullptr;
  return &kind->fields[static_cast<size_t>(index)];
}

const FieldInfo* FindField(Kind kind, std::string_view name) {
  const KindInfo* info = FindKind(kind);
  if (info == nullptr) return nullptr;
  for (const FieldInfo& field : info->fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

}  // namespace candor::domain
