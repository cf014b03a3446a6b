#ifndef CANDOR_PLUGINS_PROHIBITIONS_DECLARE_FORMER_H_
#define CANDOR_PLUGINS_PROHIBITIONS_DECLARE_FORMER_H_

#include "plugins/prohibitions/declare_shared.h"

// What this policy declares of former clients and of endings: R13, R14, R15, R16 and R42.
namespace candor::prohibitions {

// What tells how long ago it ended, and what was professional contact since.
inline constexpr uint16_t kFormerKinds[] = {CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT,
                                            CANDOR_KIND_CROSSING,
                                            CANDOR_KIND_DUAL_RELATIONSHIP,
                                            CANDOR_KIND_ADVANCE_OR_PROMISE,
                                            CANDOR_KIND_INTAKE,
                                            CANDOR_KIND_SESSION,
                                            CANDOR_KIND_DISCUSSION,
                                            CANDOR_KIND_CLARIFIED,
                                            CANDOR_KIND_BROCHURE_GIVEN,
                                            CANDOR_KIND_TRANSFER_STEP,
                                            CANDOR_KIND_TERMINATION,
                                            CANDOR_KIND_POST_TERMINATION_CONTACT,
                                            CANDOR_KIND_CONSULTATION,
                                            CANDOR_KIND_SUPERVISION};

// --- R13 former_client_window
inline constexpr candor_parameter kWindowYears = Parameter(
    {.name = "years", .unit = "years", .default_value = 5, .stricter = CANDOR_STRICTER_HIGHER, .group = kWindowGroup});
inline constexpr candor_choice kEndingChoice = sdk::Choice(kFromTermination, "from the ending");
inline constexpr candor_choice kLastContactChoice = sdk::Choice(kFromLastContact, "from the last professional contact");
inline constexpr const candor_choice* kAnchorChoices[] = {&kEndingChoice, &kLastContactChoice};
inline constexpr candor_parameter kWindowAnchor = Parameter({.name = "anchor",
                                                             .unit = "choice",
                                                             .default_value = kFromLastContact,
                                                             .stricter = CANDOR_STRICTER_HIGHER,
                                                             .group = kWindowGroup,
                                                             .choices = kAnchorChoices});
inline constexpr candor_parameter kWindowException = Parameter({.name = "exception",
                                                                .unit = "yes_no",
                                                                .default_value = 0,
                                                                .stricter = CANDOR_STRICTER_LOWER,
                                                                .group = kWindowGroup});
inline constexpr const candor_parameter* kFormerParameters[] = {&kWindowYears, &kWindowAnchor, &kWindowException,
                                                                &kNoticeWithinDays};
inline constexpr candor_citation kFormerCalifornia =
    Citation(CANDOR_AUTHORITY_LAW, "California law, BPC 4982(k): two years from the ending", "A");
inline constexpr candor_citation kFormerOtherLaw =
    Citation(CANDOR_AUTHORITY_LAW,
             "Texas law, 22 TAC 681.38: five years; Pennsylvania law, 49 Pa. Code 47.63: seven years", "A");
inline constexpr candor_citation kFormerApa =
    Citation(CANDOR_AUTHORITY_CODE, "APA 10.08: two years from the ending, and after it only with cause", "A");
inline constexpr candor_citation kFormerAca =
    Citation(CANDOR_AUTHORITY_CODE, "ACA A.5.c: five years from the last professional contact", "A");
inline constexpr candor_citation kFormerAamft =
    Citation(CANDOR_AUTHORITY_CODE,
             "AAMFT 1.5: for ever; NASW 1.09(c): without a number, but for extraordinary circumstances", "KH");
inline constexpr const candor_citation* kFormerCitations[] = {&kFormerCalifornia, &kFormerOtherLaw, &kFormerApa,
                                                              &kFormerAca, &kFormerAamft};
inline constexpr candor_rule kFormerClientRule =
    Rule({.slug = "former_client_window",
          .catalogue_id = "R13",
          .title = "No romantic or sexual relation with a former client before the wait of your code or state is over: "
                   "whoever is responsible here is told today",
          .resolved_by = kByDisposition,
          .severity = CANDOR_SEVERITY_URGENT,
          .action = CANDOR_ACTION_PROHIBIT,
          .kinds = kFormerKinds,
          .citations = kFormerCitations,
          .parameters = kFormerParameters,
          .trigger = "A romantic or sexual act, an advance or an intent towards a former client, before the wait of "
                     "any profile that binds is over."});

// --- R14 former_close_person_window
inline constexpr candor_parameter kFormerPartner = YesNo("partner", 1, kWindowGroup);
inline constexpr candor_parameter kFormerImmediateFamily = YesNo("immediate_family", 1, kWindowGroup);
inline constexpr candor_parameter kFormerRelative = YesNo("relative", 0, kWindowGroup);
inline constexpr candor_parameter kFormerGuardian = YesNo("guardian", 0, kWindowGroup);
inline constexpr candor_parameter kFormerHousehold = YesNo("household", 0, kWindowGroup);
inline constexpr candor_parameter kFormerCloseFriend = YesNo("close_friend", 0, kWindowGroup);
inline constexpr const candor_parameter* kFormerCloseParameters[] = {
    &kFormerPartner,     &kFormerImmediateFamily, &kFormerRelative, &kFormerGuardian,  &kFormerHousehold,
    &kFormerCloseFriend, &kWindowYears,           &kWindowAnchor,   &kNoticeWithinDays};
inline constexpr candor_citation kFormerClosePennsylvania =
    Citation(CANDOR_AUTHORITY_LAW, "Pennsylvania law, 49 Pa. Code 47.63: seven years, immediate family", "A");
inline constexpr candor_citation kFormerCloseAca = Citation(
    CANDOR_AUTHORITY_CODE, "ACA A.5.c: five years, romantic partners and family members of former clients", "A");
inline constexpr candor_citation kFormerCloseOthers =
    Citation(CANDOR_AUTHORITY_CODE,
             "AAMFT 1.5: known members of the family system, for ever; BACP 37(b): close to former clients", "KH");
inline constexpr const candor_citation* kFormerCloseCitations[] = {&kFormerClosePennsylvania, &kFormerCloseAca,
                                                                   &kFormerCloseOthers};
inline constexpr candor_rule kFormerClosePersonRule =
    Rule({.slug = "former_close_person_window",
          .catalogue_id = "R14",
          .title = "No romantic or sexual relation with somebody close to a former client before the wait of your code "
                   "or state is over: whoever is responsible here is told today",
          .resolved_by = kByDisposition,
          .severity = CANDOR_SEVERITY_URGENT,
          .action = CANDOR_ACTION_PROHIBIT,
          .kinds = kFormerKinds,
          .citations = kFormerCloseCitations,
          .parameters = kFormerCloseParameters,
          .trigger = "A romantic or sexual act with somebody close to a former client, before the wait of any profile "
                     "that counts them is over."});

// --- R15 post_window
inline constexpr candor_parameter kAssessWithinDays = Within("assess_within", 14);
inline constexpr candor_parameter kIndependentOnly = YesNo("independent", 1);
inline constexpr const candor_parameter* kPostWindowParameters[] = {&kAssessWithinDays, &kNoticeWithinDays,
                                                                    &kSignOffWithinDays, &kIndependentOnly};
inline constexpr candor_citation kPostWindowLaw =
    Citation(CANDOR_AUTHORITY_LAW,
             "Pennsylvania law, 49 Pa. Code 47.63, and Texas law, 22 TAC 681.38: shown by listed factors", "A");
inline constexpr candor_citation kPostWindowApa =
    Citation(CANDOR_AUTHORITY_CODE,
             "APA 10.08(b): most unusual circumstances; seven factors, and the therapist has to show them", "A");
inline constexpr candor_citation kPostWindowAca = Citation(
    CANDOR_AUTHORITY_CODE, "ACA A.5.c: forethought in writing; BACP 37: after supervision and a colleague", "B");
inline constexpr candor_citation kPostWindowPractice = Citation(
    CANDOR_AUTHORITY_PRACTICE, "This practice has decided: the director signs off, before anything is done", "own");
inline constexpr const candor_citation* kPostWindowCitations[] = {&kPostWindowLaw, &kPostWindowApa, &kPostWindowAca,
                                                                  &kPostWindowPractice};
inline constexpr uint16_t kPostWindowAsked[] = {
    CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_TIME,          CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_THERAPY,
    CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_ENDING,        CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_HISTORY,
    CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_STATE,         CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_EFFECT,
    CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_EARLIER_WORDS, CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_EXPLOITATIVE,
    CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_HARM_LIKELY,          CANDOR_FIELD_CONSULTATION_CONSULTANT_KIND};
inline constexpr uint16_t kPostWindowDone[] = {CANDOR_KIND_CONSULTATION, CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT};
inline constexpr candor_rule kPostWindowRule =
    Rule({.slug = "post_window",
          .catalogue_id = "R15",
          .title = "Before anything is done: go through the seven factors in writing, and talk it over with somebody "
                   "independent; until the practice has agreed the answer is no",
          .resolved_by = "A decision with a reason of the person responsible, who is not concerned, once the factors "
                         "are answered, show neither exploitation nor likely harm, and were talked over.",
          .severity = CANDOR_SEVERITY_IMPORTANT,
          .action = CANDOR_ACTION_PROHIBIT,
          .kinds = kFormerKinds,
          .citations = kPostWindowCitations,
          .parameters = kPostWindowParameters,
          .asked_fields = kPostWindowAsked,
          .done_kinds = kPostWindowDone,
          .trigger =
              "A romantic or sexual act, an advance or an intent towards a former client, after every wait is over."});

// --- R16 terminate_to_circumvent, and the same where nothing but a private note stands before the ending
inline constexpr candor_parameter kLookbackDays =
    Parameter({.name = "lookback", .unit = "days", .default_value = 180, .stricter = CANDOR_STRICTER_HIGHER});
inline constexpr candor_parameter kLookaheadYears =
    Parameter({.name = "lookahead", .unit = "years", .default_value = 2, .stricter = CANDOR_STRICTER_HIGHER});
inline constexpr const candor_parameter* kCircumventParameters[] = {&kLookbackDays, &kLookaheadYears,
                                                                    &kNoticeWithinDays, &kRecordWithinDays};
inline constexpr candor_citation kCircumventLaw = Citation(
    CANDOR_AUTHORITY_LAW, "California law, BPC 729, and Florida law, 491.0112: ended primarily for that purpose", "A");
inline constexpr candor_citation kCircumventCode =
    Citation(CANDOR_AUTHORITY_CODE,
             "APA 10.06: therapy is not ended to get round it; NASW 1.17: nor to pursue a relationship", "A");
inline constexpr candor_citation kCircumventArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE, "Kochenburg, Therapy Is Not a Place for Romance (2011)", "A");
inline constexpr const candor_citation* kCircumventCitations[] = {&kCircumventLaw, &kCircumventCode,
                                                                  &kCircumventArticle};
inline constexpr uint16_t kCircumventPrivateKinds[] = {CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT,
                                                       CANDOR_KIND_CROSSING,
                                                       CANDOR_KIND_DUAL_RELATIONSHIP,
                                                       CANDOR_KIND_ADVANCE_OR_PROMISE,
                                                       CANDOR_KIND_PERSONAL_REACTION,
                                                       CANDOR_KIND_INTAKE,
                                                       CANDOR_KIND_SESSION,
                                                       CANDOR_KIND_TERMINATION,
                                                       CANDOR_KIND_TRANSFER_STEP};
inline constexpr uint16_t kCircumventAsked[] = {CANDOR_FIELD_TERMINATION_INITIATOR};
inline constexpr candor_rule kCircumventRule =
    Rule({.slug = "terminate_to_circumvent",
          .catalogue_id = "R16",
          .title = "A therapy that was ended after an advance is no way to a relation: whoever is responsible here is "
                   "told today",
          .resolved_by = kByDisposition,
          .severity = CANDOR_SEVERITY_URGENT,
          .action = CANDOR_ACTION_PROHIBIT,
          .kinds = kFormerKinds,
          .citations = kCircumventCitations,
          .parameters = kCircumventParameters,
          .asked_fields = kCircumventAsked,
          .trigger = "The therapist ended the therapy not long after an advance or a promise, and pursues the client "
                     "within the lookahead or R13's wait, whichever ends later; once it has opened, at any time."});
inline constexpr candor_rule kCircumventPrivateRule =
    Rule({.slug = "terminate_to_circumvent_private",
          .catalogue_id = "R16",
          .title = "You noticed something in yourself before this therapy ended: a relation stays excluded",
          .resolved_by = "A decision with a reason of somebody who may read the note, and is not concerned.",
          .severity = CANDOR_SEVERITY_URGENT,
          .action = CANDOR_ACTION_PROHIBIT,
          .kinds = kCircumventPrivateKinds,
          .citations = kCircumventCitations,
          .parameters = kCircumventParameters,
          .confined = CANDOR_CONFINED_PERSONAL,
          .asked_fields = kCircumventAsked,
          .trigger = "The therapist ended the therapy not long after a personal reaction, and pursues the client "
                     "within the lookahead or R13's wait, whichever ends later; once it has opened, at any time. No "
                     "advance or promise is on record."});

// --- R42 ending_after_attraction
inline constexpr candor_parameter kReactionWindowDays =
    Parameter({.name = "window", .unit = "days", .default_value = 90, .stricter = CANDOR_STRICTER_HIGHER});
inline constexpr candor_parameter kEndingConsultDays = Within("consult_within", 14);
inline constexpr candor_parameter kEndingImportantDays = Within("important_after", 30);
inline constexpr const candor_parameter* kEndingParameters[] = {
    &kReactionWindowDays, &kEndingConsultDays, &kEndingImportantDays, &kRecordWithinDays, &kIndependentOnly};
inline constexpr candor_citation kEndingArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE,
             "Kochenburg, Therapy Is Not a Place for Romance (2011): consult first, and plan a referral together", "A");
inline constexpr candor_citation kEndingGuidance = Citation(
    CANDOR_AUTHORITY_PRACTICE, "This practice has decided; as examiners teach it: consult first, do not end", "B");
inline constexpr const candor_citation* kEndingCitations[] = {&kEndingArticle, &kEndingGuidance};
inline constexpr uint16_t kEndingKinds[] = {
    CANDOR_KIND_PERSONAL_REACTION, CANDOR_KIND_CONSULTATION, CANDOR_KIND_SUPERVISION,
    CANDOR_KIND_TERMINATION,       CANDOR_KIND_REFERRAL,     CANDOR_KIND_TRANSFER_STEP,
    CANDOR_KIND_CLIENT_DECLINED,   CANDOR_KIND_INTAKE,       CANDOR_KIND_SESSION};
inline constexpr candor_text kEndingFolds[] = {sdk::Text("terminate_to_circumvent"),
                                               sdk::Text("terminate_to_circumvent_private")};
inline constexpr uint16_t kEndingAsked[] = {CANDOR_FIELD_TERMINATION_INITIATOR,
                                            CANDOR_FIELD_CONSULTATION_CONSULTANT_KIND, CANDOR_FIELD_REFERRAL_OUTCOME};
inline constexpr uint16_t kEndingDone[] = {CANDOR_KIND_CONSULTATION, CANDOR_KIND_REFERRAL, CANDOR_KIND_TRANSFER_STEP,
                                           CANDOR_KIND_CLIENT_DECLINED};
inline constexpr candor_rule kEndingRule = Rule(
    {.slug = "ending_after_attraction",
     .catalogue_id = "R42",
     .title = "Talk this ending over with somebody, and see that the client has somewhere to go",
     .resolved_by = "A consultation with somebody independent after the ending, and a referral or a transfer begun, "
                    "or declined by the client.",
     .severity = CANDOR_SEVERITY_SOON,
     .action = CANDOR_ACTION_TALK,
     .kinds = kEndingKinds,
     .citations = kEndingCitations,
     .parameters = kEndingParameters,
     .confined = CANDOR_CONFINED_PERSONAL,
     .folds_under = kEndingFolds,
     .asked_fields = kEndingAsked,
     .done_kinds = kEndingDone,
     .trigger =
         "The therapist ended the therapy not long after a personal reaction that was not talked over with anybody."});

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_DECLARE_FORMER_H_
