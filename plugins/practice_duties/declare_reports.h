#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_DECLARE_REPORTS_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_DECLARE_REPORTS_H_

#include "plugins/practice_duties/declare_shared.h"

// What this policy declares of whom the practice tells: R60, R61, R62 and R63. Each has counsel check it.
namespace candor::practice_duties {

// --- R60 written_allegation, in a case and about a member
inline constexpr candor_parameter kReportDutyFlag = YesNo("report_duty", 0);
inline constexpr candor_parameter kReportWithinDays = Within("report_within", 15);
inline constexpr candor_parameter kRecordWithinDays = Within("record_within", 14);
inline constexpr const candor_parameter* kAllegationParameters[] = {&kReportDutyFlag, &kReportWithinDays,
                                                                    &kRecordWithinDays};
inline constexpr candor_citation kAllegationLaw =
    Citation(CANDOR_AUTHORITY_LAW, "California law, BPC 805.8: within 15 days of a written allegation", "A");
inline constexpr candor_citation kAllegationScope =
    Citation(CANDOR_AUTHORITY_LAW, "California law, BPC 805.8: whether it binds a private group practice", "B");
inline constexpr const candor_citation* kAllegationCitations[] = {&kAllegationLaw, &kAllegationScope, &kDaysOfPractice};
inline constexpr uint16_t kAllegationKinds[] = {CANDOR_KIND_PRIOR_THERAPIST_ALLEGATION, CANDOR_KIND_COMPLAINT,
                                                CANDOR_KIND_REPORT_FILED};
inline constexpr uint16_t kAllegationMemberKinds[] = {CANDOR_KIND_CONCERN, CANDOR_KIND_COMPLAINT,
                                                      CANDOR_KIND_REPORT_FILED};
inline constexpr uint16_t kAllegationAsked[] = {CANDOR_FIELD_REPORT_FILED_AGENCY, CANDOR_FIELD_REPORT_FILED_REFERENCE,
                                                CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_IN_WRITING,
                                                CANDOR_FIELD_COMPLAINT_IN_WRITING};
inline constexpr uint16_t kAllegationMemberAsked[] = {
    CANDOR_FIELD_REPORT_FILED_AGENCY, CANDOR_FIELD_REPORT_FILED_REFERENCE, CANDOR_FIELD_CONCERN_IN_WRITING,
    CANDOR_FIELD_COMPLAINT_IN_WRITING};
inline constexpr uint16_t kReportDone[] = {CANDOR_KIND_REPORT_FILED};
inline constexpr std::string_view kReportResolves =
    "A written report with its agency and reference, or counsel's opinion that none is called for.";
inline constexpr candor_rule kWrittenAllegationRule =
    Of(kOfCase, {.slug = "written_allegation",
                 .catalogue_id = "R60",
                 .title = "Have counsel check it: the licensing board is told of what the client wrote",
                 .resolved_by = kReportResolves,
                 .severity = CANDOR_SEVERITY_URGENT,
                 .action = CANDOR_ACTION_DOCUMENT,
                 .kinds = kAllegationKinds,
                 .citations = kAllegationCitations,
                 .parameters = kAllegationParameters,
                 .asked_fields = kAllegationAsked,
                 .done_kinds = kReportDone,
                 .trigger = "A client, or who stands for them, tells in writing of sexual abuse or misconduct of a "
                            "therapist, here or elsewhere, where the law asks for a report; or a report is called for.",
                 .dates_of_law = true});
inline constexpr candor_rule kWrittenAllegationMemberRule = Of(
    kOfMemberRestricted,
    {.slug = "written_allegation_about_member",
     .catalogue_id = "R60",
     .title = "Have counsel check it: the licensing board is told of what was written about a member",
     .resolved_by = kReportResolves,
     .severity = CANDOR_SEVERITY_URGENT,
     .action = CANDOR_ACTION_DOCUMENT,
     .kinds = kAllegationMemberKinds,
     .citations = kAllegationCitations,
     .parameters = kAllegationParameters,
     .asked_fields = kAllegationMemberAsked,
     .done_kinds = kReportDone,
     .trigger = "A client tells in writing of sexual abuse or misconduct of the member, and no case was named, where "
                "the law asks for a report; or a report is called for.",
     .dates_of_law = true});

// --- R61 peer_review_report
inline constexpr candor_parameter kPeerReviewBodyFlag = YesNo("peer_review_body", 0);
inline constexpr candor_parameter kRestrictionDaysCount = Parameter({.name = "restriction_days",
                                                                     .unit = "days",
                                                                     .default_value = 30,
                                                                     .stricter = CANDOR_STRICTER_LOWER,
                                                                     .least = 1,
                                                                     .not_above = "restriction_window"});
inline constexpr candor_parameter kRestrictionWindowDays =
    Parameter({.name = "restriction_window", .unit = "days", .default_value = 365, .stricter = CANDOR_STRICTER_HIGHER});
inline constexpr const candor_parameter* kPeerReviewParameters[] = {
    &kReportDutyFlag, &kReportWithinDays, &kPeerReviewBodyFlag, &kRestrictionDaysCount, &kRestrictionWindowDays};
inline constexpr candor_citation kPeerReviewLaw =
    Citation(CANDOR_AUTHORITY_LAW, "California law, BPC 805: within 15 days after the decision is final", "A");
inline constexpr candor_citation kPeerReviewHearing =
    Citation(CANDOR_AUTHORITY_LAW, "California law, BPC 809.1: notice and the offer of a hearing come first", "A");
inline constexpr const candor_citation* kPeerReviewCitations[] = {&kPeerReviewLaw, &kPeerReviewHearing,
                                                                  &kDaysOfPractice};
inline constexpr uint16_t kPeerReviewKinds[] = {CANDOR_KIND_CONCERN, CANDOR_KIND_DEPARTURE, CANDOR_KIND_NOTICE_GIVEN,
                                                CANDOR_KIND_REPORT_FILED};
inline constexpr uint16_t kPeerReviewAsked[] = {CANDOR_FIELD_REPORT_FILED_AGENCY, CANDOR_FIELD_REPORT_FILED_REFERENCE,
                                                CANDOR_FIELD_NOTICE_GIVEN_ABOUT};
inline constexpr candor_rule kPeerReviewRule = Of(
    kOfMemberRestricted,
    {.slug = "peer_review_report",
     .catalogue_id = "R61",
     .title = "Have counsel check it: notice and the offer of a hearing first, then the licensing board is told",
     .resolved_by = kReportResolves,
     .severity = CANDOR_SEVERITY_IMPORTANT,
     .action = CANDOR_ACTION_DOCUMENT,
     .kinds = kPeerReviewKinds,
     .citations = kPeerReviewCitations,
     .parameters = kPeerReviewParameters,
     .asked_fields = kPeerReviewAsked,
     .done_kinds = kReportDone,
     .trigger = "Where there is a peer review body and the law asks: the work was restricted for 30 days in 12 months "
                "or ended, or the member left after notice of an investigation.",
     .dates_of_law = true});

// --- R62 mandated_report
inline constexpr candor_parameter kTelephoneWithinDays = Parameter({.name = "telephone_within",
                                                                    .unit = "days",
                                                                    .default_value = 0,
                                                                    .stricter = CANDOR_STRICTER_LOWER,
                                                                    .not_above = "written_within"});
inline constexpr candor_parameter kWrittenWithinDays = Within("written_within", 1);
inline constexpr const candor_parameter* kMandatedParameters[] = {&kTelephoneWithinDays, &kWrittenWithinDays};
inline constexpr candor_citation kMandatedLaw = Citation(
    CANDOR_AUTHORITY_LAW, "California law, Penal Code 11166: at once by telephone, in writing within 36 hours", "KH");
inline constexpr const candor_citation* kMandatedCitations[] = {&kMandatedLaw, &kDaysOfPractice};
inline constexpr uint16_t kMandatedKinds[] = {CANDOR_KIND_REPORT_FILED, CANDOR_KIND_SESSION,
                                              CANDOR_KIND_CLIENT_FEELINGS, CANDOR_KIND_DISCUSSION,
                                              CANDOR_KIND_COMPLAINT};
inline constexpr uint16_t kMandatedAsked[] = {CANDOR_FIELD_REPORT_FILED_EVENT, CANDOR_FIELD_REPORT_FILED_REFERENCE};
// Whoever suspects it reports it: the law asks the therapist, not the practice.
inline constexpr candor_rule kMandatedRule =
    Rule({.slug = "mandated_report",
          .catalogue_id = "R62",
          .title = "Call the agency today and write to it tomorrow; counsel can check it beside",
          .resolved_by = "When it was reported by telephone and in writing, with the reference, and nothing else; or "
                         "counsel's opinion that no report is called for.",
          .severity = CANDOR_SEVERITY_URGENT,
          .action = CANDOR_ACTION_DOCUMENT,
          .kinds = kMandatedKinds,
          .citations = kMandatedCitations,
          .parameters = kMandatedParameters,
          .asked_fields = kMandatedAsked,
          .done_kinds = kReportDone,
          .trigger = "Whoever writes of a session, a talk or a complaint suspects that a minor or a dependent adult is "
                     "abused; or a report about it is called for.",
          .dates_of_law = true,
          .of_no_conduct = true});

// --- R63 carrier_notice, in a case and about a member
inline constexpr candor_parameter kNoticeWithinDays = WithinBusinessDays("notice_within", 3);
inline constexpr const candor_parameter* kCarrierParameters[] = {&kNoticeWithinDays};
inline constexpr candor_citation kCarrierPractice =
    Citation(CANDOR_AUTHORITY_PRACTICE, "This practice has decided: claims-made policies ask for early notice", "A");
inline constexpr const candor_citation* kCarrierCitations[] = {&kCarrierPractice, &kDaysOfPractice};
inline constexpr uint16_t kCarrierKinds[] = {CANDOR_KIND_COMPLAINT, CANDOR_KIND_PRIOR_THERAPIST_ALLEGATION,
                                             CANDOR_KIND_NOTICE_GIVEN};
inline constexpr uint16_t kCarrierMemberKinds[] = {CANDOR_KIND_CONCERN, CANDOR_KIND_COMPLAINT,
                                                   CANDOR_KIND_NOTICE_GIVEN};
inline constexpr uint16_t kNoticeDone[] = {CANDOR_KIND_NOTICE_GIVEN};
inline constexpr std::string_view kCarrierTitle = "Tell the liability carrier; have counsel check the policy's term";
inline constexpr std::string_view kCarrierResolves =
    "Notice given to the carrier, or the reason why none is called for.";
inline constexpr candor_rule kCarrierRule =
    Of(kOfCaseRestricted, {.slug = "carrier_notice",
                           .catalogue_id = "R63",
                           .title = kCarrierTitle,
                           .resolved_by = kCarrierResolves,
                           .severity = CANDOR_SEVERITY_SOON,
                           .action = CANDOR_ACTION_DOCUMENT,
                           .kinds = kCarrierKinds,
                           .citations = kCarrierCitations,
                           .parameters = kCarrierParameters,
                           .done_kinds = kNoticeDone,
                           .trigger = "A complaint was received, or a client told of an earlier therapist of this "
                                      "practice."});
inline constexpr candor_rule kCarrierMemberRule =
    Of(kOfMemberRestricted, {.slug = "carrier_notice_about_member",
                             .catalogue_id = "R63",
                             .title = kCarrierTitle,
                             .resolved_by = kCarrierResolves,
                             .severity = CANDOR_SEVERITY_SOON,
                             .action = CANDOR_ACTION_DOCUMENT,
                             .kinds = kCarrierMemberKinds,
                             .citations = kCarrierCitations,
                             .parameters = kCarrierParameters,
                             .done_kinds = kNoticeDone,
                             .trigger = "A concern about the member, or a complaint for which no case was named."});

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_DECLARE_REPORTS_H_
