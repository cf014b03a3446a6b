#ifndef CANDOR_PLUGINS_PROHIBITIONS_DECLARE_CURRENT_H_
#define CANDOR_PLUGINS_PROHIBITIONS_DECLARE_CURRENT_H_

#include "plugins/prohibitions/declare_shared.h"

// What this policy declares of current clients and of people under evaluation: R10, R11, R12, R17, R18 and R19.
namespace candor::prohibitions {

// --- R10 sex_current
inline constexpr const candor_parameter* kSexCurrentParameters[] = {&kNoticeWithinDays, &kRecordWithinDays};
inline constexpr candor_citation kSexCurrentLaw =
    Citation(CANDOR_AUTHORITY_LAW, "California law, BPC 729: sexual contact with a client; consent is no defence", "A");
inline constexpr candor_citation kSexCurrentApa = Citation(CANDOR_AUTHORITY_CODE, "APA 10.05: current clients", "A");
inline constexpr candor_citation kSexCurrentAca =
    Citation(CANDOR_AUTHORITY_CODE, "ACA A.5.a: current clients, in person and electronically", "A");
inline constexpr candor_citation kSexCurrentOthers =
    Citation(CANDOR_AUTHORITY_CODE, "NASW 1.09(a), AAMFT 1.4, BACP 34: current clients", "A");
inline constexpr candor_citation kSexCurrentArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE, "Kochenburg, Therapy Is Not a Place for Romance (2011)", "A");
inline constexpr const candor_citation* kSexCurrentCitations[] = {&kSexCurrentLaw, &kSexCurrentApa, &kSexCurrentAca,
                                                                  &kSexCurrentOthers, &kSexCurrentArticle};
inline constexpr uint16_t kSexCurrentAsked[] = {CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY};
inline constexpr candor_rule kSexCurrentRule = Rule(
    {.slug = "sex_current",
     .catalogue_id = "R10",
     .title = "No romantic or sexual contact with a client: whoever is responsible here is told today, and the "
              "client is cared for by somebody else",
     .resolved_by = kByDisposition,
     .severity = CANDOR_SEVERITY_URGENT,
     .action = CANDOR_ACTION_PROHIBIT,
     .kinds = kConductKinds,
     .citations = kSexCurrentCitations,
     .parameters = kSexCurrentParameters,
     .asked_fields = kSexCurrentAsked,
     .trigger = "A romantic or sexual act, or a kiss, with a current client, whoever began it and whoever agreed."});

// --- R11 sex_close_person
inline constexpr candor_parameter kCountsPartner = YesNo("partner", 1);
inline constexpr candor_parameter kCountsImmediateFamily = YesNo("immediate_family", 1);
inline constexpr candor_parameter kCountsRelative = YesNo("relative", 1);
inline constexpr candor_parameter kCountsGuardian = YesNo("guardian", 1);
inline constexpr candor_parameter kCountsHousehold = YesNo("household", 0);
inline constexpr candor_parameter kCountsCloseFriend = YesNo("close_friend", 0);
inline constexpr const candor_parameter* kClosePersonParameters[] = {
    &kCountsPartner,   &kCountsImmediateFamily, &kCountsRelative,  &kCountsGuardian,
    &kCountsHousehold, &kCountsCloseFriend,     &kNoticeWithinDays};
inline constexpr candor_citation kClosePersonApa = Citation(
    CANDOR_AUTHORITY_CODE, "APA 10.06: close relatives, guardians, significant others of current clients", "A");
inline constexpr candor_citation kClosePersonAca =
    Citation(CANDOR_AUTHORITY_CODE, "ACA A.5.a: romantic partners and family members of current clients", "A");
inline constexpr candor_citation kClosePersonOthers =
    Citation(CANDOR_AUTHORITY_CODE,
             "AAMFT 1.4: known members of the family system; NASW 1.09(b), BACP 35: people close to them", "KH");
inline constexpr candor_citation kClosePersonArticle = Citation(
    CANDOR_AUTHORITY_ARTICLE, "Kochenburg, Therapy Is Not a Place for Romance (2011), readers: the brother", "A");
inline constexpr const candor_citation* kClosePersonCitations[] = {&kClosePersonApa, &kClosePersonAca,
                                                                   &kClosePersonOthers, &kClosePersonArticle};
inline constexpr candor_rule kSexClosePersonRule =
    Rule({.slug = "sex_close_person",
          .catalogue_id = "R11",
          .title = "No romantic or sexual contact with somebody close to a client: whoever is responsible here is told "
                   "today",
          .resolved_by = kByDisposition,
          .severity = CANDOR_SEVERITY_URGENT,
          .action = CANDOR_ACTION_PROHIBIT,
          .kinds = kConductKinds,
          .citations = kClosePersonCitations,
          .parameters = kClosePersonParameters,
          .trigger = "A romantic or sexual act with somebody close to a current client."});

// --- R12 ex_partner_intake
inline constexpr candor_parameter kReferWithinDays = Within("refer_within", 7);
inline constexpr const candor_parameter* kExPartnerParameters[] = {&kReferWithinDays, &kSignOffWithinDays};
inline constexpr candor_citation kExPartnerApa =
    Citation(CANDOR_AUTHORITY_CODE, "APA 10.07: a former sexual partner is not taken as a client", "A");
inline constexpr candor_citation kExPartnerOthers = Citation(CANDOR_AUTHORITY_CODE, "ACA A.5.b, NASW 1.09(d)", "A");
inline constexpr candor_citation kExPartnerArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE, "GoodTherapy, Dual Relationship", "A");
inline constexpr const candor_citation* kExPartnerCitations[] = {&kExPartnerApa, &kExPartnerOthers, &kExPartnerArticle};
inline constexpr uint16_t kExPartnerKinds[] = {
    CANDOR_KIND_INTAKE,   CANDOR_KIND_SESSION,     CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT, CANDOR_KIND_CROSSING,
    CANDOR_KIND_REFERRAL, CANDOR_KIND_TERMINATION, CANDOR_KIND_TRANSFER_STEP,          CANDOR_KIND_DUAL_RELATIONSHIP};
inline constexpr uint16_t kExPartnerAsked[] = {CANDOR_FIELD_REFERRAL_OUTCOME};
inline constexpr uint16_t kExPartnerDone[] = {CANDOR_KIND_REFERRAL, CANDOR_KIND_TRANSFER_STEP};
inline constexpr candor_rule kExPartnerIntakeRule = Rule(
    {.slug = "ex_partner_intake",
     .catalogue_id = "R12",
     .title = "Help this person find another therapist: you were a couple, or close to it, before",
     .resolved_by = "A decision with a reason of the person responsible, who is not concerned, once a referral was "
                    "accepted or the case handed over.",
     .severity = CANDOR_SEVERITY_URGENT,
     .action = CANDOR_ACTION_REFER,
     .kinds = kExPartnerKinds,
     .citations = kExPartnerCitations,
     .parameters = kExPartnerParameters,
     .asked_fields = kExPartnerAsked,
     .done_kinds = kExPartnerDone,
     .trigger = "An intake, or therapy taken up again, of somebody with whom the therapist had a romantic or sexual "
                "relation."});

// --- R17 advance_or_promise
inline constexpr const candor_parameter* kAdvanceParameters[] = {&kNoticeWithinDays, &kRecordWithinDays};
inline constexpr candor_citation kAdvanceLaw =
    Citation(CANDOR_AUTHORITY_LAW, "Ontario law, RHPA: behaviour or remarks of a sexual nature", "A");
inline constexpr candor_citation kAdvanceApa = Citation(
    CANDOR_AUTHORITY_CODE, "APA 3.05(a)(3), 10.08(b)(7): a promise of a later relation, and what invites one", "A");
inline constexpr candor_citation kAdvanceNasw =
    Citation(CANDOR_AUTHORITY_CODE, "NASW 1.09(a): sexual communication, by technology too", "A");
inline constexpr candor_citation kAdvanceResearch = Citation(
    CANDOR_AUTHORITY_RESEARCH, "Vesentini et al. 2020: 97.2 % of therapists find flirting not acceptable", "A");
inline constexpr candor_citation kAdvanceArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE, "Kochenburg, Therapy Is Not a Place for Romance (2011)", "A");
inline constexpr const candor_citation* kAdvanceCitations[] = {&kAdvanceLaw, &kAdvanceApa, &kAdvanceNasw,
                                                               &kAdvanceResearch, &kAdvanceArticle};
inline constexpr uint16_t kAdvanceKinds[] = {CANDOR_KIND_ADVANCE_OR_PROMISE, CANDOR_KIND_INTAKE, CANDOR_KIND_SESSION,
                                             CANDOR_KIND_TERMINATION, CANDOR_KIND_TRANSFER_STEP};
inline constexpr uint16_t kAdvanceAsked[] = {CANDOR_FIELD_ADVANCE_OR_PROMISE_OTHER_PARTY};
inline constexpr candor_rule kAdvanceRule =
    Rule({.slug = "advance_or_promise",
          .catalogue_id = "R17",
          .title = "No advance to a client, and no promise of something later: whoever is responsible here is told "
                   "today and sees how the client is cared for",
          .resolved_by = "A decision with a reason of the person responsible, who is not concerned, and a plan for the "
                         "care of the client.",
          .severity = CANDOR_SEVERITY_URGENT,
          .action = CANDOR_ACTION_PROHIBIT,
          .kinds = kAdvanceKinds,
          .citations = kAdvanceCitations,
          .parameters = kAdvanceParameters,
          .asked_fields = kAdvanceAsked,
          .trigger = "A sexual remark, flirting, asking out, a declaration of love, or a promise of something later, "
                     "to a current client."});

// --- R18 prior_therapist_allegation
inline constexpr candor_parameter kBrochureAsked = YesNo("brochure", 0);
inline constexpr candor_parameter kDiscussWithinDays = Within("discuss_within", 30);
inline constexpr candor_choice kNoReportChoice = sdk::Choice(kNoReport, "none");
inline constexpr candor_choice kAdviseChoice = sdk::Choice(kAdvise, "tell the client that they can report it");
inline constexpr candor_choice kIfClientAgreesChoice =
    sdk::Choice(kIfClientAgrees, "ask, and report where the client agrees");
inline constexpr candor_choice kAlwaysChoice = sdk::Choice(kAlways, "report");
inline constexpr const candor_choice* kReportDutyChoices[] = {&kNoReportChoice, &kAdviseChoice, &kIfClientAgreesChoice,
                                                              &kAlwaysChoice};
inline constexpr candor_parameter kReportDutyChoice = Parameter({.name = "report_duty",
                                                                 .unit = "choice",
                                                                 .default_value = kAdvise,
                                                                 .stricter = CANDOR_STRICTER_HIGHER,
                                                                 .choices = kReportDutyChoices});
inline constexpr candor_parameter kReportWithinDays = Within("report_within", 30);
inline constexpr const candor_parameter* kAllegationParameters[] = {
    &kBrochureAsked, &kDiscussWithinDays, &kReportDutyChoice, &kReportWithinDays, &kSignOffWithinDays};
inline constexpr candor_citation kAllegationCalifornia =
    Citation(CANDOR_AUTHORITY_LAW, "California law, BPC 728: the brochure is given and discussed", "A");
inline constexpr candor_citation kAllegationWisconsin =
    Citation(CANDOR_AUTHORITY_LAW,
             "Wisconsin law, 940.22: ask, and report within 30 days if the client agrees; Rhode Island alike", "A");
inline constexpr candor_citation kAllegationTexas =
    Citation(CANDOR_AUTHORITY_LAW, "Texas law, Civ. Prac. & Rem. 81.006: report; the client may stay unnamed", "A");
inline constexpr candor_citation kAllegationVirginia =
    Citation(CANDOR_AUTHORITY_LAW, "Virginia law, 54.1-2400.4: tell the client that they can report it", "A");
inline constexpr const candor_citation* kAllegationCitations[] = {&kAllegationCalifornia, &kAllegationWisconsin,
                                                                  &kAllegationTexas, &kAllegationVirginia};
inline constexpr uint16_t kAllegationKinds[] = {CANDOR_KIND_PRIOR_THERAPIST_ALLEGATION, CANDOR_KIND_BROCHURE_GIVEN,
                                                CANDOR_KIND_DISCUSSION, CANDOR_KIND_SESSION, CANDOR_KIND_REPORT_FILED};
inline constexpr uint16_t kAllegationAsked[] = {CANDOR_FIELD_BROCHURE_GIVEN_DISCUSSED,
                                                CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_CLIENT_AGREES_TO_REPORT,
                                                CANDOR_FIELD_DISCUSSION_RIGHTS_TOLD, CANDOR_FIELD_REPORT_FILED_EVENT};
inline constexpr uint16_t kAllegationDone[] = {CANDOR_KIND_BROCHURE_GIVEN, CANDOR_KIND_DISCUSSION,
                                               CANDOR_KIND_REPORT_FILED};
inline constexpr candor_rule kAllegationRule =
    Rule({.slug = "prior_therapist_allegation",
          .catalogue_id = "R18",
          .title = "Do what the law has you do for a client who tells of an earlier therapist, and note it",
          .resolved_by = "A decision with a reason of the person responsible, once what the state asks for is on "
                         "record: the brochure given and discussed, the client told of their rights, the report.",
          .severity = CANDOR_SEVERITY_IMPORTANT,
          .action = CANDOR_ACTION_DOCUMENT,
          .kinds = kAllegationKinds,
          .citations = kAllegationCitations,
          .parameters = kAllegationParameters,
          .asked_fields = kAllegationAsked,
          .done_kinds = kAllegationDone,
          .trigger = "A client tells of sexual behaviour by an earlier therapist.",
          .dates_of_law = true,
          .of_no_conduct = true});

// --- R19 evaluative_sex
inline constexpr candor_parameter kEvaluationYearsCount =
    Parameter({.name = "years", .unit = "years", .default_value = 0, .stricter = CANDOR_STRICTER_HIGHER});
inline constexpr const candor_parameter* kEvaluativeParameters[] = {&kEvaluationYearsCount, &kNoticeWithinDays,
                                                                    &kRecordWithinDays};
inline constexpr candor_citation kEvaluativeTexas =
    Citation(CANDOR_AUTHORITY_LAW, "Texas law, 22 TAC 681.42: supervisees and students, and five years after", "A");
inline constexpr candor_citation kEvaluativeCodes =
    Citation(CANDOR_AUTHORITY_CODE, "APA 7.07, BACP 34: students, supervisees and trainees whom one judges", "KH");
inline constexpr const candor_citation* kEvaluativeCitations[] = {&kEvaluativeTexas, &kEvaluativeCodes};
inline constexpr uint16_t kEvaluativeKinds[] = {CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT};
inline constexpr uint16_t kEvaluativeAsked[] = {CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_UNDER_EVALUATION,
                                                CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_EVALUATION_ENDED};
// A prohibition looks back without limit; a rule about members has to name one, so it is longer than anybody's life.
inline constexpr int32_t kEvaluativeHorizonDays = 36'525;
inline constexpr candor_rule kEvaluativeRule =
    Rule({.slug = "evaluative_sex",
          .catalogue_id = "R19",
          .title = "No sexual relation with somebody whose work you judge: whoever is responsible here is told today",
          .resolved_by = kByDisposition,
          .severity = CANDOR_SEVERITY_URGENT,
          .action = CANDOR_ACTION_PROHIBIT,
          .kinds = kEvaluativeKinds,
          .citations = kEvaluativeCitations,
          .parameters = kEvaluativeParameters,
          .scope = CANDOR_SCOPE_MEMBER,
          .horizon_days = kEvaluativeHorizonDays,
          .asked_fields = kEvaluativeAsked,
          .trigger = "A sexual relation with a supervisee, trainee or student whose work the member judges, or judged "
                     "until not long ago."});

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_DECLARE_CURRENT_H_
