#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_DECLARE_MATTERS_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_DECLARE_MATTERS_H_

#include "plugins/practice_duties/declare_shared.h"

// What this policy declares of what is looked into, and of what is mended: R54, R65, R66 and R67.
namespace candor::practice_duties {

// --- R54 colleague_concern, and of an earlier therapist
inline constexpr candor_parameter kConcernAcknowledge = WithinBusinessDays("acknowledge_within", 2, "act_within");
inline constexpr candor_parameter kActWithinDays = Within("act_within", 14);
inline constexpr const candor_parameter* kConcernParameters[] = {&kConcernAcknowledge, &kActWithinDays};
inline constexpr candor_citation kConcernLaw =
    Citation(CANDOR_AUTHORITY_LAW, "Minnesota law, 604.202: the employer answers for what it has reason to know", "A");
inline constexpr candor_citation kConcernCode =
    Citation(CANDOR_AUTHORITY_CODE, "The APA code, 1.04 and 1.05: what is done about a colleague", "KH");
inline constexpr candor_citation kConcernArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE, "GoodTherapy, Dual Relationship, readers", "A");
inline constexpr const candor_citation* kConcernCitations[] = {&kConcernLaw, &kConcernCode, &kConcernArticle,
                                                               &kDaysOfPractice};
inline constexpr uint16_t kConcernKinds[] = {
    CANDOR_KIND_CONCERN,           CANDOR_KIND_CROSSING,           CANDOR_KIND_BARTER,
    CANDOR_KIND_DUAL_RELATIONSHIP, CANDOR_KIND_ADVANCE_OR_PROMISE, CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT};
inline constexpr uint16_t kConcernAsked[] = {CANDOR_FIELD_CONCERN_EVENT, CANDOR_FIELD_CONCERN_RECORDS_PRESERVED,
                                             CANDOR_FIELD_CONCERN_ACTION};
inline constexpr uint16_t kConcernDone[] = {CANDOR_KIND_CONCERN};
inline constexpr candor_rule kConcernRule =
    Of(kOfMemberRestricted,
       {.slug = "colleague_concern",
        .catalogue_id = "R54",
        .title = "Look into a concern about a member: say so, keep the records, then decide what is done",
        .resolved_by = "What was done beside limiting the member's work, that nothing is called for, or that it is "
                       "closed, recorded by somebody whom it is not about; or a decision with a reason of the person "
                       "responsible.",
        .severity = CANDOR_SEVERITY_IMPORTANT,
        .action = CANDOR_ACTION_DOCUMENT,
        .kinds = kConcernKinds,
        .citations = kConcernCitations,
        .parameters = kConcernParameters,
        .asked_fields = kConcernAsked,
        .done_kinds = kConcernDone,
        .trigger = "Somebody else has a concern about the member, or tells of conduct that they heard of or suspect."});

inline constexpr candor_parameter kOpenWithinDays = WithinBusinessDays("open_within", 2);
inline constexpr candor_parameter kHereRecordDays = Within("record_within", 14);
inline constexpr const candor_parameter* kHereParameters[] = {&kOpenWithinDays, &kHereRecordDays};
inline constexpr uint16_t kHereKinds[] = {CANDOR_KIND_PRIOR_THERAPIST_ALLEGATION, CANDOR_KIND_NOTICE_GIVEN};
inline constexpr uint16_t kHereAsked[] = {CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_PREVIOUS_THERAPIST_HERE};
inline constexpr uint16_t kHereDone[] = {CANDOR_KIND_NOTICE_GIVEN};
inline constexpr candor_rule kHereRule = Of(
    kOfCaseRestricted,
    {.slug = "earlier_therapist_here",
     .catalogue_id = "R54",
     .title = "Open a matter about the earlier therapist, who is of this practice, without telling them of this case",
     .resolved_by = "Notice that a matter or an investigation was opened; or a decision with a reason of the person "
                    "responsible.",
     .severity = CANDOR_SEVERITY_IMPORTANT,
     .action = CANDOR_ACTION_DOCUMENT,
     .kinds = kHereKinds,
     .citations = kConcernCitations,
     .parameters = kHereParameters,
     .asked_fields = kHereAsked,
     .done_kinds = kHereDone,
     .trigger = "A client told of an earlier therapist who is, or may be, of this practice."});

// --- R65 complaint, in a case and about a member
inline constexpr candor_parameter kComplaintAcknowledge = WithinBusinessDays("acknowledge_within", 5, "answer_within");
inline constexpr candor_parameter kAnswerWithinDays = Within("answer_within", 30);
inline constexpr const candor_parameter* kComplaintParameters[] = {&kComplaintAcknowledge, &kAnswerWithinDays};
inline constexpr candor_citation kComplaintLaw =
    Citation(CANDOR_AUTHORITY_LAW, "California law, BPC 4980.32: clients are told how to reach the board", "B");
inline constexpr const candor_citation* kComplaintCitations[] = {&kComplaintLaw, &kDaysOfPractice};
inline constexpr uint16_t kComplaintKinds[] = {CANDOR_KIND_COMPLAINT};
inline constexpr uint16_t kComplaintAsked[] = {CANDOR_FIELD_COMPLAINT_EVENT, CANDOR_FIELD_COMPLAINT_BOARD_ADDRESS_GIVEN,
                                               CANDOR_FIELD_COMPLAINT_ANSWER_IN_WRITING};
inline constexpr std::string_view kComplaintTitle =
    "Acknowledge the complaint with the board's address, then answer it; somebody whom it is not about looks into it";
inline constexpr std::string_view kComplaintResolves =
    "A letter with the outcome, or the complaint withdrawn by who made it.";
constexpr candor_rule Complaint(Place place, std::string_view slug, std::string_view trigger) {
  return Of(place, {.slug = slug,
                    .catalogue_id = "R65",
                    .title = kComplaintTitle,
                    .resolved_by = kComplaintResolves,
                    .severity = CANDOR_SEVERITY_SOON,
                    .action = CANDOR_ACTION_DOCUMENT,
                    .kinds = kComplaintKinds,
                    .citations = kComplaintCitations,
                    .parameters = kComplaintParameters,
                    .asked_fields = kComplaintAsked,
                    .done_kinds = kComplaintKinds,
                    .trigger = trigger});
}
inline constexpr candor_rule kComplaintRule = Complaint(kOfCase, "complaint", "A complaint was received, in a case.");
inline constexpr candor_rule kComplaintMemberRule =
    Complaint(kOfMember, "complaint_about_member", "A complaint about the member was received, and no case was named.");

// --- R66 reprisal_guard
inline constexpr candor_parameter kReportWindowDays =
    Parameter({.name = "report_window", .unit = "days", .default_value = 180, .stricter = CANDOR_STRICTER_HIGHER});
inline constexpr candor_parameter kReviewWithinDays = Within("review_within", 7);
inline constexpr candor_parameter kMeasureRecordDays = Within("record_within", 14);
inline constexpr const candor_parameter* kReprisalParameters[] = {&kReportWindowDays, &kReviewWithinDays,
                                                                  &kMeasureRecordDays};
inline constexpr candor_citation kReprisalPractice =
    Citation(CANDOR_AUTHORITY_PRACTICE, "This practice has decided: nobody is worse off for having reported", "own");
inline constexpr const candor_citation* kReprisalCitations[] = {&kReprisalPractice};
inline constexpr uint16_t kReprisalKinds[] = {CANDOR_KIND_CONCERN, CANDOR_KIND_DEPARTURE};
inline constexpr uint16_t kReprisalAsked[] = {CANDOR_FIELD_CONCERN_EVENT, CANDOR_FIELD_CONCERN_ACTION,
                                              CANDOR_FIELD_DEPARTURE_REASON};
inline constexpr candor_rule kReprisalRule = Of(
    kOfMemberRestricted,
    {.slug = "reprisal_guard",
     .catalogue_id = "R66",
     .title = "Before it takes effect: somebody independent looks at whether it has to do with what was reported",
     .resolved_by =
         "A later review that says why it is unrelated, by somebody who did not order it and whom the member "
         "neither supervises nor has reported; or a decision with a reason of the person responsible.",
     .severity = CANDOR_SEVERITY_SOON,
     .action = CANDOR_ACTION_DOCUMENT,
     .kinds = kReprisalKinds,
     .citations = kReprisalCitations,
     .parameters = kReprisalParameters,
     .asked_fields = kReprisalAsked,
     .done_kinds = kConcernDone,
     .trigger = "The practice limits, suspends or ends a member's work not long after the member reported something. "
                "That there is a report is seen, not what it says."});

// --- R67 supervisor_set_up
inline constexpr candor_parameter kAgreementDutyFlag = YesNo("agreement_duty", 0);
inline constexpr candor_parameter kAgreementWithinDays = Within("agreement_within", 60);
inline constexpr candor_parameter kRemindBeforeDays =
    Parameter({.name = "remind_before", .unit = "days", .default_value = 14, .stricter = CANDOR_STRICTER_HIGHER});
// A thousand where no law says how many: nobody has so many.
inline constexpr candor_parameter kMostSuperviseesCount = Parameter({.name = "most_supervisees",
                                                                     .unit = "count",
                                                                     .default_value = 1000,
                                                                     .stricter = CANDOR_STRICTER_LOWER,
                                                                     .least = 1});
inline constexpr candor_parameter kMendWithinDays = Within("mend_within", 14);
inline constexpr const candor_parameter* kSetUpParameters[] = {
    &kAgreementDutyFlag, &kAgreementWithinDays, &kRemindBeforeDays, &kMostSuperviseesCount, &kMendWithinDays};
inline constexpr candor_citation kSetUpLaw =
    Citation(CANDOR_AUTHORITY_LAW,
             "California law, BPC 4980.43.4 and 16 CCR 1833: an agreement within 60 days, six supervisees", "A");
inline constexpr const candor_citation* kSetUpCitations[] = {&kSetUpLaw, &kDaysOfPractice};
inline constexpr uint16_t kSetUpKinds[] = {CANDOR_KIND_SUPERVISION_CHANGE, CANDOR_KIND_TRAINING, CANDOR_KIND_DEPARTURE};
inline constexpr uint16_t kSetUpAsked[] = {
    CANDOR_FIELD_SUPERVISION_CHANGE_AGREEMENT_SIGNED_ON,  CANDOR_FIELD_SUPERVISION_CHANGE_AGREEMENT_UNTIL,
    CANDOR_FIELD_SUPERVISION_CHANGE_SITE_AGREEMENT_UNTIL, CANDOR_FIELD_TRAINING_VALID_UNTIL,
    CANDOR_FIELD_SUPERVISION_CHANGE_LICENCE_UNTIL,        CANDOR_FIELD_SUPERVISION_CHANGE_NEXT_SUPERVISOR};
inline constexpr uint16_t kSetUpDone[] = {CANDOR_KIND_SUPERVISION_CHANGE, CANDOR_KIND_TRAINING};
inline constexpr candor_rule kSetUpRule =
    Of(kOfMember,
       {.slug = "supervisor_set_up",
        .catalogue_id = "R67",
        .title = "Mend what supervision rests on: agreements, the supervisor's licence and training, their number",
        .resolved_by = "What was asked for, signed or renewed; another supervisor; or so many of the supervisor's "
                       "people in training gone that there are no more than the law allows.",
        .severity = CANDOR_SEVERITY_SOON,
        .action = CANDOR_ACTION_DOCUMENT,
        .kinds = kSetUpKinds,
        .citations = kSetUpCitations,
        .parameters = kSetUpParameters,
        .asked_fields = kSetUpAsked,
        .done_kinds = kSetUpDone,
        .trigger = "Supervision of somebody in training without a signed agreement, where the law asks for one, or by "
                   "somebody who then has more people in training than it allows; or an agreement, a licence or a "
                   "training to supervise that runs out soon."});

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_DECLARE_MATTERS_H_
