#ifndef CANDOR_DAEMON_DOMAIN_VOCABULARY_MATTERS_H_
#define CANDOR_DAEMON_DOMAIN_VOCABULARY_MATTERS_H_

#include "daemon/domain/vocabulary.h"
#include "daemon/domain/vocabulary_words.h"

// Fields of accounts, concerns and complaints, and of what the law or the practice has done about them.
// Per kind in order of number; only vocabulary.cc includes this.
namespace candor::domain::vocabulary {

using enum FieldType;
using enum FieldClass;
using enum FieldForm;

inline constexpr ChoiceWord kToldByWords[] = {{1, "client"}, {2, "representative"}, {3, "other"}};
inline constexpr ChoiceWord kMatterTopicWords[] = {{1, "sexual_conduct"}, {2, "boundary"},   {3, "dual_relationship"},
                                                   {4, "capacity"},       {5, "competence"}, {6, "confidentiality"},
                                                   {7, "records"},        {8, "fees"},       {9, "other"}};
inline constexpr ChoiceWord kConcernEventWords[] = {
    {1, "raised"}, {2, "acknowledged"}, {3, "reviewed"}, {4, "acted"}, {5, "closed"}};
inline constexpr ChoiceWord kEmployerActionWords[] = {{1, "none"},        {2, "support"},    {3, "closer_supervision"},
                                                      {4, "restriction"}, {5, "suspension"}, {6, "ended"},
                                                      {7, "other"}};
inline constexpr ChoiceWord kComplaintEventWords[] = {
    {1, "received"}, {2, "acknowledged"}, {3, "answered"}, {4, "withdrawn"}};
inline constexpr ChoiceWord kComplaintOutcomeWords[] = {
    {1, "upheld"}, {2, "partly_upheld"}, {3, "not_upheld"}, {4, "settled"}};
inline constexpr ChoiceWord kResponseFormWords[] = {{1, "written"}, {2, "spoken"}, {3, "declined"}};
inline constexpr ChoiceWord kReportEventWords[] = {
    {1, "called_for"}, {2, "telephoned"}, {3, "written"}, {4, "not_called_for"}};
inline constexpr ChoiceWord kReportMatterWords[] = {{1, "earlier_therapist"},
                                                    {2, "written_allegation"},
                                                    {3, "peer_review"},
                                                    {4, "abuse_of_minor"},
                                                    {5, "abuse_of_adult"},
                                                    {6, "concern"},
                                                    {7, "other"}};
inline constexpr ChoiceWord kReportAgencyWords[] = {{1, "licensing_board"},   {2, "child_protection"},
                                                    {3, "adult_protection"},  {4, "police"},
                                                    {5, "professional_body"}, {6, "other"}};
inline constexpr ChoiceWord kNoticeEventWords[] = {{1, "given"}, {2, "not_called_for"}};
inline constexpr ChoiceWord kNoticeReceiverWords[] = {
    {1, "carrier"}, {2, "person_concerned"}, {3, "client"}, {4, "guardian"}, {5, "court"}, {6, "payer"}, {7, "other"}};
inline constexpr ChoiceWord kNoticeMatterWords[] = {{1, "matter_opened"}, {2, "investigation"}, {3, "hearing"},
                                                    {4, "restriction"},   {5, "absence"},       {6, "ending"},
                                                    {7, "other"}};

inline constexpr FieldInfo kPriorTherapistAllegationFields[] = {
    {Of(Kind::kPriorTherapistAllegation, 1), "told_by", kChoice, kTriage, false, kToldByWords},
    {Of(Kind::kPriorTherapistAllegation, 2), "in_writing", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kPriorTherapistAllegation, 3), "received_on", kDay, kTriage, false, {}, kPast},
    {Of(Kind::kPriorTherapistAllegation, 4), "previous_therapist_here", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kPriorTherapistAllegation, 5), "client_agrees_to_report", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kPriorTherapistAllegation, 6), "written_authorisation", kAnswer, kDetail, false, kAnswerWords},
};
inline constexpr FieldInfo kBrochureGivenFields[] = {
    {Of(Kind::kBrochureGiven, 1), "discussed", kAnswer, kTriage, false, kAnswerWords},
};
inline constexpr FieldInfo kReportFiledFields[] = {
    {Of(Kind::kReportFiled, 1), "event", kChoice, kTriage, false, kReportEventWords},
    {Of(Kind::kReportFiled, 2), "about", kChoice, kTriage, false, kReportMatterWords},
    {Of(Kind::kReportFiled, 3), "agency", kChoice, kDetail, false, kReportAgencyWords},
    {Of(Kind::kReportFiled, 4), "agency_name", kText, kNarrative},
    {Of(Kind::kReportFiled, 5), "reference", kText, kNarrative},
    {Of(Kind::kReportFiled, 6), "called_for_on", kDay, kTriage, false, {}, kPast},
    {Of(Kind::kReportFiled, 7), "counsel_opinion", kAnswer, kDetail, false, kAnswerWords},
    {Of(Kind::kReportFiled, 8), "reason", kText, kNarrative},
};
inline constexpr FieldInfo kNoticeGivenFields[] = {
    {Of(Kind::kNoticeGiven, 1), "event", kChoice, kTriage, false, kNoticeEventWords},
    {Of(Kind::kNoticeGiven, 2), "to", kChoice, kTriage, false, kNoticeReceiverWords},
    {Of(Kind::kNoticeGiven, 3), "about", kChoice, kTriage, false, kNoticeMatterWords},
    {Of(Kind::kNoticeGiven, 4), "in_writing", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kNoticeGiven, 5), "reason", kText, kNarrative},
};
inline constexpr FieldInfo kConcernFields[] = {
    {Of(Kind::kConcern, 1), "event", kChoice, kTriage, false, kConcernEventWords},
    {Of(Kind::kConcern, 2), "about", kChoice, kTriage, false, kMatterTopicWords},
    {Of(Kind::kConcern, 3), "received_on", kDay, kTriage, false, {}, kPast},
    {Of(Kind::kConcern, 4), "in_writing", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kConcern, 5), "client_at_risk", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kConcern, 6), "records_preserved", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kConcern, 7), "action", kChoice, kTriage, false, kEmployerActionWords},
    {Of(Kind::kConcern, 8), "action_from", kDay, kTriage},
    {Of(Kind::kConcern, 9), "action_until", kDay, kTriage},
    {Of(Kind::kConcern, 10), "action_final_on", kDay, kTriage, false, {}, kPast},
    {Of(Kind::kConcern, 11), "rationale", kText, kNarrative},
};
inline constexpr FieldInfo kComplaintFields[] = {
    {Of(Kind::kComplaint, 1), "event", kChoice, kTriage, false, kComplaintEventWords},
    {Of(Kind::kComplaint, 2), "by", kChoice, kTriage, false, kToldByWords},
    {Of(Kind::kComplaint, 3), "about", kChoice, kTriage, false, kMatterTopicWords},
    {Of(Kind::kComplaint, 4), "received_on", kDay, kTriage, false, {}, kPast},
    {Of(Kind::kComplaint, 5), "in_writing", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kComplaint, 6), "board_address_given", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kComplaint, 7), "outcome", kChoice, kDetail, false, kComplaintOutcomeWords},
    {Of(Kind::kComplaint, 8), "answer_in_writing", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kComplaint, 9), "abuse_suspected", kAnswer, kDetail, false, kAnswerWords},
};
inline constexpr FieldInfo kResponseFields[] = {
    {Of(Kind::kResponse, 1), "form", kChoice, kTriage, false, kResponseFormWords},
    {Of(Kind::kResponse, 2), "accompanied", kAnswer, kTriage, false, kAnswerWords},
    {Of(Kind::kResponse, 3), "statement", kText, kNarrative},
};

}  // namespace candor::domain::vocabulary

#endif  // CANDOR_DAEMON_DOMAIN_VOCABULARY_MATTERS_H_
