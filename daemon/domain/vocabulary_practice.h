#ifndef CANDOR_DAEMON_DOMAIN_VOCABULARY_PRACTICE_H_
#define CANDOR_DAEMON_DOMAIN_VOCABULARY_PRACTICE_H_

#include "daemon/domain/vocabulary.h"
#include "daemon/domain/vocabulary_words.h"

// Fields of what the practice and its members do around the care.
// Per kind in order of number; only vocabulary.cc includes this.
namespace candor::domain::vocabulary {

using enum FieldType;
using enum FieldClass;
using enum FieldForm;

inline constexpr ChoiceWord kSupervisionFormatWords[] = {{1, "individual"}, {2, "triadic"}, {3, "group"}};
inline constexpr ChoiceWord kSupervisionModeWords[] = {{1, "in_person"}, {2, "video"}};
inline constexpr ChoiceWord kCapacityDecisionWords[] = {{1, "continue"}, {2, "limit"}, {3, "suspend"}, {4, "end"}};
inline constexpr ChoiceWord kRetractionReasonWords[] = {
    {1, "entered_in_error"}, {2, "wrong_case"}, {3, "duplicate"}, {4, "withdrawn_by_author"}};
inline constexpr ChoiceWord kWorkSettingWords[] = {
    {1, "private_practice"}, {2, "agency"},    {3, "clinic"}, {4, "hospital"},
    {5, "school"},           {6, "placement"}, {7, "other"}};
inline constexpr ChoiceWord kDepartureReasonWords[] = {{1, "resignation"},       {2, "retirement"}, {3, "contract_end"},
                                                       {4, "ended_by_practice"}, {5, "incapacity"}, {6, "other"}};
inline constexpr ChoiceWord kSupervisionEventWords[] = {
    {1, "begun"}, {2, "ended"}, {3, "substituted"}, {4, "agreement_signed"}};
inline constexpr ChoiceWord kSupervisionReasonWords[] = {{1, "absence"},  {2, "departure"},      {3, "wish"},
                                                         {4, "conflict"}, {5, "training_ended"}, {6, "other"}};
inline constexpr ChoiceWord kTrainingTopicWords[] = {{1, "boundaries"}, {2, "law_and_ethics"}, {3, "supervision"},
                                                     {4, "reporting"},  {5, "welcome"},        {6, "other"}};

inline constexpr FieldInfo kSupervisionFields[] = {
    {Of(Kind::kSupervision, 1), "supervisor", kMember, kTriage},
    {Of(Kind::kSupervision, 2), "format", kChoice, kTriage, false, kSupervisionFormatWords},
    {Of(Kind::kSupervision, 3), "minutes", kNumber, kTriage},
    {Of(Kind::kSupervision, 4), "group_size", kNumber, kTriage},
    {Of(Kind::kSupervision, 5), "covers", kCase, kTriage, true},
    {Of(Kind::kSupervision, 6), "next_planned", kDay, kTriage},
    {Of(Kind::kSupervision, 7), "mode", kChoice, kDetail, false, kSupervisionModeWords},
    {Of(Kind::kSupervision, 8), "work_setting", kChoice, kDetail, false, kWorkSettingWords},
    {Of(Kind::kSupervision, 9), "setting", kText, kNarrative},
};
inline constexpr FieldInfo kWorkingCapacityFields[] = {
    {Of(Kind::kWorkingCapacity, 1), "answer", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kWorkingCapacity, 2), "decision", kChoice, kDetail, false, kCapacityDecisionWords},
    {Of(Kind::kWorkingCapacity, 3), "limits", kText, kNarrative},
    {Of(Kind::kWorkingCapacity, 4), "cause", kText, kNarrative},
    {Of(Kind::kWorkingCapacity, 5), "plans_to_leave", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kWorkingCapacity, 6), "cover_planned", kAnswer, kDetail, false, kAnswerWords},
};
inline constexpr FieldInfo kRetractionFields[] = {
    {Of(Kind::kRetraction, 1), "reason", kChoice, kTriage, false, kRetractionReasonWords},
    {Of(Kind::kRetraction, 2), "explanation", kText, kNarrative},
};
inline constexpr FieldInfo kPauseFields[] = {
    {Of(Kind::kPause, 1), "by", kChoice, kTriage, false, kInitiatorWords},
    {Of(Kind::kPause, 2), "until", kDay, kTriage},
    {Of(Kind::kPause, 3), "reason", kText, kNarrative},
};
inline constexpr FieldInfo kWeekHoursFields[] = {
    {Of(Kind::kWeekHours, 1), "week_of", kDay, kTriage, false, {}, kPast},
    {Of(Kind::kWeekHours, 2), "setting", kChoice, kTriage, false, kWorkSettingWords},
    {Of(Kind::kWeekHours, 3), "direct_minutes", kNumber, kTriage},
    {Of(Kind::kWeekHours, 4), "other_minutes", kNumber, kTriage},
};
inline constexpr FieldInfo kAbsenceFields[] = {
    {Of(Kind::kAbsence, 1), "from", kDay, kTriage},
    {Of(Kind::kAbsence, 2), "to", kDay, kTriage},
    {Of(Kind::kAbsence, 3), "planned", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kAbsence, 4), "cover", kMember, kTriage},
    {Of(Kind::kAbsence, 5), "outside_cover", kText, kNarrative},
    {Of(Kind::kAbsence, 6), "clients_told", kAnswer, kTriage, false, kAnswerWords},
};
inline constexpr FieldInfo kDepartureFields[] = {
    {Of(Kind::kDeparture, 1), "last_day", kDay, kTriage},
    {Of(Kind::kDeparture, 2), "reason", kChoice, kTriage, false, kDepartureReasonWords},
    {Of(Kind::kDeparture, 3), "custodian", kMember, kTriage},
    {Of(Kind::kDeparture, 4), "outside_custodian", kText, kNarrative},
    {Of(Kind::kDeparture, 5), "clients_told", kAnswer, kTriage, false, kAnswerWords},
};
inline constexpr FieldInfo kSupervisionChangeFields[] = {
    {Of(Kind::kSupervisionChange, 1), "event", kChoice, kTriage, false, kSupervisionEventWords},
    {Of(Kind::kSupervisionChange, 2), "supervisor", kMember, kTriage},
    {Of(Kind::kSupervisionChange, 3), "next_supervisor", kMember, kTriage},
    {Of(Kind::kSupervisionChange, 4), "outside_supervisor", kText, kNarrative},
    {Of(Kind::kSupervisionChange, 5), "reason", kChoice, kTriage, false, kSupervisionReasonWords},
    {Of(Kind::kSupervisionChange, 6), "agreement_signed_on", kDay, kTriage, false, {}, kPast},
    {Of(Kind::kSupervisionChange, 7), "agreement_until", kDay, kTriage},
    {Of(Kind::kSupervisionChange, 8), "site_agreement_until", kDay, kTriage},
    {Of(Kind::kSupervisionChange, 9), "licence_until", kDay, kTriage},
};
inline constexpr FieldInfo kTrainingFields[] = {
    {Of(Kind::kTraining, 1), "topic", kChoice, kTriage, false, kTrainingTopicWords},
    {Of(Kind::kTraining, 2), "minutes", kNumber, kTriage},
    {Of(Kind::kTraining, 3), "practice_case", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kTraining, 4), "valid_until", kDay, kTriage},
    {Of(Kind::kTraining, 5), "provider", kText, kNarrative},
};

}  // namespace candor::domain::vocabulary

#endif  // CANDOR_DAEMON_DOMAIN_VOCABULARY_PRACTICE_H_
