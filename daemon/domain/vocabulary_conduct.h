#ifndef CANDOR_DAEMON_DOMAIN_VOCABULARY_CONDUCT_H_
#define CANDOR_DAEMON_DOMAIN_VOCABULARY_CONDUCT_H_

#include "daemon/domain/vocabulary.h"
#include "daemon/domain/vocabulary_words.h"

// Fields of what a member feels or does.
// Per kind in order of number; only vocabulary.cc includes this.
namespace candor::domain::vocabulary {

using enum FieldType;
using enum FieldClass;
using enum FieldForm;

inline constexpr ChoiceWord kWhichWords[] = {{1, "romantic"},         {2, "sexual"},         {3, "both"},
                                             {4, "fantasy_romantic"}, {5, "fantasy_sexual"}, {6, "attachment"},
                                             {7, "strain"},           {8, "not_specified"}};
inline constexpr ChoiceWord kReactionStatusWords[] = {{1, "new"}, {2, "persisting"}, {3, "resolved"}};
inline constexpr ChoiceWord kFeelingsEventWords[] = {{1, "told"}, {2, "discussed"}};
inline constexpr ChoiceWord kFeelingsOutcomeWords[] = {{1, "resolved"}, {2, "ongoing"}, {3, "not_redirected"}};
inline constexpr ChoiceWord kAreaWords[] = {{1, "touch"},
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
inline constexpr ChoiceWord kTouchWords[] = {{1, "hug"},    {2, "handshake"}, {3, "shoulder"}, {4, "cradle"},
                                             {5, "caress"}, {6, "kiss"},      {7, "other"}};
inline constexpr ChoiceWord kResponseWords[] = {{1, "positive"}, {2, "neutral"}, {3, "discomfort"}};
inline constexpr ChoiceWord kDisclosureWords[] = {
    {1, "ordinary"}, {2, "own_intimate_problems"}, {3, "frames_relation"}};
inline constexpr ChoiceWord kGiftDecisionWords[] = {{1, "accepted"}, {2, "declined"}, {3, "returned"}};
inline constexpr ChoiceWord kPlanEventWords[] = {{1, "begun"}, {2, "reviewed"}, {3, "changed"}, {4, "ended"}};
inline constexpr ChoiceWord kDualChoiceWords[] = {
    {1, "mandated"}, {2, "unavoidable"}, {3, "normal"}, {4, "avoidable"}, {5, "unexpected"}};
inline constexpr ChoiceWord kDualContextWords[] = {{1, "social"},        {2, "professional"}, {3, "business"},
                                                   {4, "institutional"}, {5, "forensic"},     {6, "supervisory"},
                                                   {7, "sexual"},        {8, "digital"},      {9, "communal"}};
inline constexpr ChoiceWord kTimingWords[] = {{1, "concurrent"}, {2, "sequential"}};
inline constexpr ChoiceWord kIntensityWords[] = {{1, "low"}, {2, "medium"}, {3, "high"}};
inline constexpr ChoiceWord kBenefitWords[] = {{1, "client"}, {2, "therapist"}, {3, "both"}};
inline constexpr ChoiceWord kRequestWords[] = {
    {1, "bequest"}, {2, "ashes"}, {3, "buy_work"}, {4, "attend_event"}, {5, "other"}};
inline constexpr ChoiceWord kRelationEventWords[] = {
    {1, "begun"}, {2, "assessed"}, {3, "reviewed"}, {4, "changed"}, {5, "ended"}};
inline constexpr ChoiceWord kMaterialTieWords[] = {{1, "housing"}, {2, "employment"}, {3, "rent"},
                                                   {4, "loan"},    {5, "payment"},    {6, "support_from_client"}};
inline constexpr ChoiceWord kChangedRoleWords[] = {
    {1, "evaluator"}, {2, "witness"}, {3, "supervisor"}, {4, "couple_therapist"}, {5, "other"}};
inline constexpr ChoiceWord kOtherPartyWords[] = {
    {1, "client"},    {2, "partner"},      {3, "immediate_family"}, {4, "relative"}, {5, "guardian"},
    {6, "household"}, {7, "close_friend"}, {8, "supervisee"},       {9, "trainee"},  {10, "student"}};
inline constexpr ChoiceWord kActNatureWords[] = {{1, "romantic"}, {2, "sexual"}, {3, "both"}, {4, "not_specified"}};
inline constexpr ChoiceWord kAdvanceWords[] = {{1, "sexual_remark"},       {2, "flirting"},         {3, "asking_out"},
                                               {4, "declaration_of_love"}, {5, "promise_of_later"}, {6, "other"}};

inline constexpr FieldInfo kPersonalReactionFields[] = {
    {Of(Kind::kPersonalReaction, 1), "which", kChoice, kDetail, false, kWhichWords},
    {Of(Kind::kPersonalReaction, 2), "status", kChoice, kDetail, false, kReactionStatusWords},
    {Of(Kind::kPersonalReaction, 3), "interferes", kAnswer, kDetail, false, kAnswerWords},
};
inline constexpr FieldInfo kClientFeelingsFields[] = {
    {Of(Kind::kClientFeelings, 1), "event", kChoice, kTriage, false, kFeelingsEventWords},
    {Of(Kind::kClientFeelings, 2), "outcome", kChoice, kTriage, false, kFeelingsOutcomeWords},
    {Of(Kind::kClientFeelings, 3), "abuse_suspected", kAnswer, kDetail, false, kAnswerWords},
};
inline constexpr FieldInfo kCrossingFields[] = {
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
    {Of(Kind::kCrossing, 18), "request", kChoice, kDetail, false, kRequestWords},
};
inline constexpr FieldInfo kBarterFields[] = {
    {Of(Kind::kBarter, 1), "client_asked", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kBarter, 2), "usual_locally", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kBarter, 3), "written", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kBarter, 4), "consent", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kBarter, 5), "arrangement", kText, kNarrative},
    {Of(Kind::kBarter, 6), "contraindicated", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kBarter, 7), "exploitative", kAnswer, kDetail, false, kAnswerWords},
};
inline constexpr FieldInfo kDualRelationshipFields[] = {
    {Of(Kind::kDualRelationship, 1), "choice", kChoice, kDetail, false, kDualChoiceWords},
    {Of(Kind::kDualRelationship, 2), "context", kChoice, kDetail, false, kDualContextWords},
    {Of(Kind::kDualRelationship, 3), "timing", kChoice, kDetail, false, kTimingWords},
    {Of(Kind::kDualRelationship, 4), "intensity", kChoice, kDetail, false, kIntensityWords},
    {Of(Kind::kDualRelationship, 5), "normal_for_setting", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 6), "benefit_to", kChoice, kDetail, false, kBenefitWords},
    {Of(Kind::kDualRelationship, 7), "consent", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 8), "started", kDay, kDetail, false, {}, kPast},
    {Of(Kind::kDualRelationship, 9), "ended", kDay, kDetail, false, {}, kPast},
    {Of(Kind::kDualRelationship, 10), "event", kChoice, kTriage, false, kRelationEventWords},
    {Of(Kind::kDualRelationship, 11), "by_chance", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 12), "therapy_power", kChoice, kDetail, false, kIntensityWords},
    {Of(Kind::kDualRelationship, 13), "therapy_duration", kChoice, kDetail, false, kIntensityWords},
    {Of(Kind::kDualRelationship, 14), "therapy_open_end", kChoice, kDetail, false, kIntensityWords},
    {Of(Kind::kDualRelationship, 15), "other_power", kChoice, kDetail, false, kIntensityWords},
    {Of(Kind::kDualRelationship, 16), "other_duration", kChoice, kDetail, false, kIntensityWords},
    {Of(Kind::kDualRelationship, 17), "other_open_end", kChoice, kDetail, false, kIntensityWords},
    {Of(Kind::kDualRelationship, 18), "necessary", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 19), "could_harm", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 20), "would_benefit", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 21), "could_disrupt_therapy", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 22), "judged_objectively", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 23), "lacks_objectivity", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 24), "unclear_roles", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 25), "no_guide_for_ending", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 26), "power_enables_harm", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 27), "harmful", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 28), "harm_reported", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 29), "exploitative", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 30), "precautions", kText, kNarrative},
    {Of(Kind::kDualRelationship, 31), "material_tie", kChoice, kDetail, false, kMaterialTieWords},
    {Of(Kind::kDualRelationship, 32), "value_minor_units", kNumber, kDetail},
    {Of(Kind::kDualRelationship, 33), "currency_code", kText, kDetail, false, {}, kCurrency},
    {Of(Kind::kDualRelationship, 34), "agency_funds", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 35), "emergency", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 36), "changed_role", kChoice, kDetail, false, kChangedRoleWords},
    {Of(Kind::kDualRelationship, 37), "consequences_explained", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 38), "confidentiality_explained", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 39), "has_gifts", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 40), "has_intimacy", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 41), "has_dependence", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kDualRelationship, 42), "has_money", kAnswer, kDetail, false, kAnswerWords},
};
inline constexpr FieldInfo kClarifiedFields[] = {
    {Of(Kind::kClarified, 1), "owned", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kClarified, 2), "apologised", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kClarified, 3), "decided_together", kAnswer, kDetail, false, kAnswerWords},
};
inline constexpr FieldInfo kStandingPlanFields[] = {
    {Of(Kind::kStandingPlan, 1), "event", kChoice, kTriage, false, kPlanEventWords},
    {Of(Kind::kStandingPlan, 2), "area", kChoice, kTriage, false, kAreaWords},
    {Of(Kind::kStandingPlan, 3), "touch", kChoice, kDetail, false, kTouchWords},
    {Of(Kind::kStandingPlan, 4), "reason", kText, kNarrative},
    {Of(Kind::kStandingPlan, 5), "consent", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kStandingPlan, 6), "review_by", kDay, kTriage},
    {Of(Kind::kStandingPlan, 7), "second_reader", kMember, kTriage},
    {Of(Kind::kStandingPlan, 8), "outside_second_reader", kText, kNarrative},
};
inline constexpr FieldInfo kRomanticOrSexualActFields[] = {
    {Of(Kind::kRomanticOrSexualAct, 1), "other_party", kChoice, kTriage, false, kOtherPartyWords},
    {Of(Kind::kRomanticOrSexualAct, 2), "nature", kChoice, kDetail, false, kActNatureWords},
    {Of(Kind::kRomanticOrSexualAct, 3), "under_evaluation", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kRomanticOrSexualAct, 4), "evaluation_ended", kDay, kTriage, false, {}, kPast},
    {Of(Kind::kRomanticOrSexualAct, 5), "factor_time", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kRomanticOrSexualAct, 6), "factor_therapy", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kRomanticOrSexualAct, 7), "factor_ending", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kRomanticOrSexualAct, 8), "factor_history", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kRomanticOrSexualAct, 9), "factor_state", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kRomanticOrSexualAct, 10), "factor_effect", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kRomanticOrSexualAct, 11), "factor_earlier_words", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kRomanticOrSexualAct, 12), "exploitative", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kRomanticOrSexualAct, 13), "harm_likely", kAnswer, kDetail, false, kAnswerWords},
};
inline constexpr FieldInfo kAdvanceOrPromiseFields[] = {
    {Of(Kind::kAdvanceOrPromise, 1), "what", kChoice, kTriage, false, kAdvanceWords},
    {Of(Kind::kAdvanceOrPromise, 2), "other_party", kChoice, kTriage, false, kOtherPartyWords},
};

}  // namespace candor::domain::vocabulary

#endif  // CANDOR_DAEMON_DOMAIN_VOCABULARY_CONDUCT_H_
