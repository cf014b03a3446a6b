#ifndef CANDOR_DAEMON_DOMAIN_VOCABULARY_CARE_H_
#define CANDOR_DAEMON_DOMAIN_VOCABULARY_CARE_H_

#include "daemon/domain/vocabulary.h"
#include "daemon/domain/vocabulary_words.h"

// Fields of what happens in a therapy, from intake to ending and after.
// Per kind in order of number; only vocabulary.cc includes this.
namespace candor::domain::vocabulary {

using enum FieldType;
using enum FieldClass;
using enum FieldForm;

inline constexpr ChoiceWord kPriorRelationWords[] = {
    {1, "none"}, {2, "family"}, {3, "friend"}, {4, "social"}, {5, "business"}, {6, "romantic"}, {7, "professional"}};
inline constexpr ChoiceWord kClosenessWords[] = {{1, "close"}, {2, "casual"}, {3, "distant"}};
inline constexpr ChoiceWord kSettingWords[] = {{1, "office"},     {2, "video"},    {3, "phone"},
                                               {4, "home_visit"}, {5, "outdoors"}, {6, "other"}};
inline constexpr ChoiceWord kConsultantKindWords[] = {
    {1, "member"}, {2, "outside_colleague"}, {3, "peer_group"}, {4, "ethics_line"}};
inline constexpr ChoiceWord kRecommendationWords[] = {
    {1, "continue"}, {2, "continue_monitor"}, {3, "acceptable_with_precautions"}, {4, "stop"}, {5, "limit"},
    {6, "refer"}};
inline constexpr ChoiceWord kDecisionWords[] = {{1, "refer"}, {2, "continue"}, {3, "limit"}, {4, "stop"}};
inline constexpr ChoiceWord kRelationWords[] = {
    {1, "independent"}, {2, "self"}, {3, "subordinate"}, {4, "party"}, {5, "household"}};
inline constexpr ChoiceWord kTopicWords[] = {
    {1, "client_feelings"}, {2, "boundary"},    {3, "gift"},        {4, "ending"},   {5, "transfer"},
    {6, "other"},           {7, "client_care"}, {8, "clear_start"}, {9, "conflict"}, {10, "review"}};
inline constexpr ChoiceWord kDiscussionOutcomeWords[] = {{1, "resolved"}, {2, "ongoing"}, {3, "not_redirected"}};
inline constexpr ChoiceWord kReferralOutcomeWords[] = {
    {1, "offered"}, {2, "accepted"}, {3, "declined"}, {4, "unreachable"}};
inline constexpr ChoiceWord kEndingReasonWords[] = {
    {1, "goals_met"}, {2, "moved"},    {3, "client_left"}, {4, "no_show"},          {5, "threat"},
    {6, "payer"},     {7, "capacity"}, {8, "feelings"},    {9, "outside_decision"}, {10, "other"}};
inline constexpr ChoiceWord kExemptionWords[] = {
    {1, "client_choice"}, {2, "agreed_length"}, {3, "client_agreed"}, {4, "client_or_payer_precludes"}, {5, "threat"}};
inline constexpr ChoiceWord kChannelWords[] = {{1, "text_message"}, {2, "phone"}, {3, "letter"},
                                               {4, "in_person"},    {5, "email"}, {6, "social_media"}};
inline constexpr ChoiceWord kDeclinedWords[] = {
    {1, "transfer"}, {2, "referral"}, {3, "ending_talk"}, {4, "other_therapist"}, {5, "contact"}};
inline constexpr ChoiceWord kOrderedByWords[] = {{1, "court"}, {2, "payer"}, {3, "agency"}, {4, "practice"}};

inline constexpr FieldInfo kIntakeFields[] = {
    {Of(Kind::kIntake, 1), "therapy_started", kDay, kTriage, false, {}, kPast},
    {Of(Kind::kIntake, 2), "planned_sessions", kNumber, kTriage},
    {Of(Kind::kIntake, 3), "prior_relation", kChoice, kDetail, false, kPriorRelationWords},
    {Of(Kind::kIntake, 4), "prior_relation_from", kDay, kDetail, false, {}, kPast},
    {Of(Kind::kIntake, 5), "prior_relation_to", kDay, kDetail, false, {}, kPast},
    {Of(Kind::kIntake, 6), "prior_relation_closeness", kChoice, kDetail, false, kClosenessWords},
    {Of(Kind::kIntake, 7), "closely_linked_to_another_client", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kIntake, 8), "alternatives_scarce", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kIntake, 9), "referred_by", kText, kNarrative},
    {Of(Kind::kIntake, 10), "told_what_therapy_is", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kIntake, 11), "told_contact_between_sessions", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kIntake, 12), "told_gifts_touch_social_media", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kIntake, 13), "told_how_it_ends", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kIntake, 14), "told_how_to_complain", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kIntake, 15), "asked_known_otherwise", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kIntake, 16), "asked_earlier_therapist", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kIntake, 17), "asked_relation_since", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kIntake, 18), "of_age_in", kNumber, kDetail},
};
inline constexpr FieldInfo kSessionFields[] = {
    {Of(Kind::kSession, 1), "minutes", kNumber, kTriage},
    {Of(Kind::kSession, 2), "setting", kChoice, kTriage, false, kSettingWords},
    {Of(Kind::kSession, 3), "abuse_suspected", kAnswer, kDetail, false, kAnswerWords},
};
inline constexpr FieldInfo kConsultationFields[] = {
    {Of(Kind::kConsultation, 1), "consultant", kMember, kTriage},
    {Of(Kind::kConsultation, 2), "consultant_kind", kChoice, kTriage, false, kConsultantKindWords},
    {Of(Kind::kConsultation, 3), "outside_consultant", kText, kNarrative},
    {Of(Kind::kConsultation, 4), "relation", kChoice, kDetail, false, kRelationWords},
    {Of(Kind::kConsultation, 5), "why_now", kText, kNarrative},
    {Of(Kind::kConsultation, 6), "recommendation", kChoice, kTriage, false, kRecommendationWords},
    {Of(Kind::kConsultation, 7), "decision", kChoice, kTriage, false, kDecisionWords},
    {Of(Kind::kConsultation, 8), "rationale", kText, kNarrative},
};
inline constexpr FieldInfo kDiscussionFields[] = {
    {Of(Kind::kDiscussion, 1), "topic", kChoice, kTriage, false, kTopicWords},
    {Of(Kind::kDiscussion, 2), "outcome", kChoice, kTriage, false, kDiscussionOutcomeWords},
    {Of(Kind::kDiscussion, 3), "link_removed", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDiscussion, 4), "risk_asked", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDiscussion, 5), "rights_told", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDiscussion, 6), "other_therapist_offered", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDiscussion, 7), "abuse_suspected", kAnswer, kDetail, false, kAnswerWords},
};
inline constexpr FieldInfo kDecisionFields[] = {
    {Of(Kind::kDecision, 1), "decision", kChoice, kTriage, false, kDecisionWords},
    {Of(Kind::kDecision, 2), "rationale", kText, kNarrative},
};
inline constexpr FieldInfo kContinuePlanFields[] = {
    {Of(Kind::kContinuePlan, 1), "safeguards", kText, kNarrative},
    {Of(Kind::kContinuePlan, 2), "review_by", kDay, kTriage},
    {Of(Kind::kContinuePlan, 3), "confirmed_by_consultant", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kContinuePlan, 4), "consultant", kMember, kTriage},
};
inline constexpr FieldInfo kReferralFields[] = {
    {Of(Kind::kReferral, 1), "outcome", kChoice, kTriage, false, kReferralOutcomeWords},
    {Of(Kind::kReferral, 2), "alternatives_offered", kNumber, kTriage},
    {Of(Kind::kReferral, 3), "referred_to", kText, kNarrative},
};
inline constexpr FieldInfo kTransferStepFields[] = {
    {Of(Kind::kTransferStep, 1), "joint_session", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTransferStep, 2), "consent", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTransferStep, 3), "release", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTransferStep, 4), "receiver_accepted", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTransferStep, 5), "first_solo_booked", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTransferStep, 6), "first_solo_held", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTransferStep, 7), "receiver", kMember, kTriage},
    {Of(Kind::kTransferStep, 8), "outside_receiver", kText, kNarrative},
};
inline constexpr FieldInfo kTerminationFields[] = {
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
    {Of(Kind::kTermination, 12), "ordered_by", kChoice, kTriage, false, kOrderedByWords},
    {Of(Kind::kTermination, 13), "order_received_on", kDay, kTriage, false, {}, kPast},
};
inline constexpr FieldInfo kPostTerminationContactFields[] = {
    {Of(Kind::kPostTerminationContact, 1), "professional", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kPostTerminationContact, 2), "agreed_limits", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kPostTerminationContact, 3), "channel", kChoice, kDetail, false, kChannelWords},
    {Of(Kind::kPostTerminationContact, 4), "initiator", kChoice, kDetail, false, kInitiatorWords},
    {Of(Kind::kPostTerminationContact, 5), "purpose", kText, kNarrative},
    {Of(Kind::kPostTerminationContact, 6), "secure_channel", kAnswer, kDetail, false, kAnswerWords},
};
inline constexpr FieldInfo kClientDeclinedFields[] = {
    {Of(Kind::kClientDeclined, 1), "what", kChoice, kTriage, false, kDeclinedWords},
    {Of(Kind::kClientDeclined, 2), "in_writing", kAnswer, kTriage, false, kAnswerWords},
};

}  // namespace candor::domain::vocabulary

#endif  // CANDOR_DAEMON_DOMAIN_VOCABULARY_CARE_H_
