#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DECLARE_AROUND_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DECLARE_AROUND_H_

#include "plugins/dual_relationships/declare_shared.h"

// What this policy declares of what was there before a therapy, of what follows it and of what clients ask for: R32,
// R35, R36, R37 and R38.
namespace candor::dual_relationships {

// --- R32 preexisting_relation_intake
inline constexpr candor_parameter kReferWithinDays = Within("refer_within", 7);
inline constexpr candor_parameter kPrecautionsWithinDays = Within("precautions_within", 7);
inline constexpr const candor_parameter* kPriorRelationParameters[] = {&kReferWithinDays, &kPrecautionsWithinDays};
inline constexpr candor_citation kPriorRelationTexas = Citation(
    CANDOR_AUTHORITY_LAW, "Texas law, 22 TAC 681.38(d)(5): no counselling of family or of personal friends", "A");
inline constexpr candor_citation kPriorRelationClose =
    Citation(CANDOR_AUTHORITY_CODE, "ACA A.5.d: not friends or family with whom one cannot remain objective", "A");
inline constexpr candor_citation kPriorRelationCasual =
    Citation(CANDOR_AUTHORITY_CODE,
             "ACA A.6.a: a casual, distant or past relation calls for consent, consultation and documentation", "A");
inline constexpr const candor_citation* kPriorRelationCitations[] = {
    &kPriorRelationTexas, &kPriorRelationClose, &kPriorRelationCasual, &kZurArticle, &kDaysOfPractice};
inline constexpr uint16_t kPriorRelationKinds[] = {
    CANDOR_KIND_INTAKE,   CANDOR_KIND_DUAL_RELATIONSHIP, CANDOR_KIND_CONSULTATION, CANDOR_KIND_SUPERVISION,
    CANDOR_KIND_REFERRAL, CANDOR_KIND_TRANSFER_STEP,     CANDOR_KIND_TERMINATION};
inline constexpr uint16_t kPriorRelationAsked[] = {
    CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT, CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS,
    CANDOR_FIELD_CONSULTATION_RECOMMENDATION, CANDOR_FIELD_INTAKE_PRIOR_RELATION_CLOSENESS};
inline constexpr uint16_t kPriorRelationDone[] = {CANDOR_KIND_REFERRAL, CANDOR_KIND_CONSULTATION,
                                                  CANDOR_KIND_DUAL_RELATIONSHIP};
inline constexpr candor_rule kPriorRelationRule = Rule(
    {.slug = "preexisting_relation_intake",
     .catalogue_id = "R32",
     .title = "You knew this client before: help somebody close to another therapist, take precautions otherwise",
     .resolved_by = "The client sees another therapist, or was named one at the ending; unless they were close, also "
                    "their consent, a consultation and the precautions on record.",
     .severity = CANDOR_SEVERITY_SOON,
     .action = CANDOR_ACTION_DOCUMENT,
     .kinds = kPriorRelationKinds,
     .citations = kPriorRelationCitations,
     .parameters = kPriorRelationParameters,
     .asked_fields = kPriorRelationAsked,
     .done_kinds = kPriorRelationDone,
     .trigger = "An intake of somebody who was known before, other than by a romantic relation."});

// --- R35 end_therapy_to_start_role
inline constexpr candor_parameter kWindowYears =
    sdk::Parameter({.name = "window", .unit = "years", .default_value = 0, .stricter = CANDOR_STRICTER_HIGHER});
inline constexpr candor_parameter kLookaheadDays =
    sdk::Parameter({.name = "lookahead", .unit = "days", .default_value = 180, .stricter = CANDOR_STRICTER_HIGHER});
inline constexpr candor_parameter kBeforeEndingDays =
    sdk::Parameter({.name = "before_ending", .unit = "days", .default_value = 30, .stricter = CANDOR_STRICTER_HIGHER});
inline constexpr candor_parameter kRoleAssessWithinDays = Within("assess_within", 14);
inline constexpr const candor_parameter* kRoleAfterEndingParameters[] = {
    &kWindowYears, &kLookaheadDays, &kBeforeEndingDays, &kRoleAssessWithinDays, &kRecordWithinDays};
inline constexpr candor_citation kRoleAfterEndingTexas =
    Citation(CANDOR_AUTHORITY_LAW, "Texas law, 22 TAC 681.38(d)(2): no such relation within 2 years of the end", "A");
inline constexpr candor_citation kRoleAfterEndingNasw = Citation(
    CANDOR_AUTHORITY_CODE, "NASW 1.17: services are not ended to pursue a social or financial relationship", "A");
inline constexpr candor_citation kRoleAfterEndingZur = Citation(
    CANDOR_AUTHORITY_ARTICLE, "GoodTherapy, Dual Relationship: O. Zur on therapies that end in a home shared", "A");
inline constexpr const candor_citation* kRoleAfterEndingCitations[] = {&kRoleAfterEndingTexas, &kRoleAfterEndingNasw,
                                                                       &kRoleAfterEndingZur, &kDaysOfPractice};
inline constexpr uint16_t kEndedKinds[] = {CANDOR_KIND_DUAL_RELATIONSHIP, CANDOR_KIND_TERMINATION, CANDOR_KIND_INTAKE};
inline constexpr uint16_t kRoleAfterEndingAsked[] = {CANDOR_FIELD_DUAL_RELATIONSHIP_EXPLOITATIVE,
                                                     CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT};
inline constexpr uint16_t kRelationDone[] = {CANDOR_KIND_DUAL_RELATIONSHIP};
inline constexpr candor_rule kRoleAfterEndingRule = Rule(
    {.slug = "end_therapy_to_start_role",
     .catalogue_id = "R35",
     .title = "The therapy ended and another relation began: look at it with somebody before it goes further",
     .resolved_by = "An assessment that it does not take advantage of the client; where it is a home or money, the "
                    "decision of a person whom it does not concern.",
     .severity = CANDOR_SEVERITY_IMPORTANT,
     .action = CANDOR_ACTION_TALK,
     .kinds = kEndedKinds,
     .citations = kRoleAfterEndingCitations,
     .parameters = kRoleAfterEndingParameters,
     .asked_fields = kRoleAfterEndingAsked,
     .done_kinds = kRelationDone,
     .trigger = "The therapist ended the therapy and began a role that is none of the "
                "profession, about then or within a window after it."});

// --- R36 sequential_nonsexual
inline constexpr candor_parameter kWaitYears =
    sdk::Parameter({.name = "wait", .unit = "years", .default_value = 0, .stricter = CANDOR_STRICTER_HIGHER});
inline constexpr candor_parameter kTherapyLengthYears =
    sdk::Parameter({.name = "therapy_length", .unit = "years", .default_value = 5, .stricter = CANDOR_STRICTER_LOWER});
inline constexpr candor_parameter kSequentialWithinDays = Within("assess_within", 30);
inline constexpr const candor_parameter* kSequentialParameters[] = {&kWaitYears, &kTherapyLengthYears,
                                                                    &kSequentialWithinDays, &kRecordWithinDays};
inline constexpr candor_citation kSequentialFlorida =
    Citation(CANDOR_AUTHORITY_LAW,
             "Florida rule 64B4-10.003: factors such as a formal ending, the length of therapy and dependence", "A");
inline constexpr candor_citation kSequentialAca = Citation(
    CANDOR_AUTHORITY_CODE, "ACA A.6.e: no such relation with former clients where it is potentially harmful", "B");
inline constexpr const candor_citation* kSequentialCitations[] = {&kSequentialFlorida, &kSequentialAca, &kZurArticle,
                                                                  &kDaysOfPractice};
inline constexpr uint16_t kSequentialAsked[] = {
    CANDOR_FIELD_DUAL_RELATIONSHIP_EXPLOITATIVE,   CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT,
    CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_GIFTS,      CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_INTIMACY,
    CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_DEPENDENCE, CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_MONEY};
inline constexpr candor_text kSequentialFoldsUnder[] = {sdk::Text("end_therapy_to_start_role")};
inline constexpr candor_rule kSequentialRule =
    Rule({.slug = "sequential_nonsexual",
          .catalogue_id = "R36",
          .title = "A relation with a former client: note what it is, and whether the client is free in it",
          .resolved_by = "An assessment that it does not take advantage of the client.",
          .severity = CANDOR_SEVERITY_LATER,
          .action = CANDOR_ACTION_DOCUMENT,
          .kinds = kEndedKinds,
          .citations = kSequentialCitations,
          .parameters = kSequentialParameters,
          .folds_under = kSequentialFoldsUnder,
          .asked_fields = kSequentialAsked,
          .done_kinds = kRelationDone,
          .trigger = "A social or business relation with a former client that has gifts, closeness, "
                     "dependence or money in it, or begins within a wait."});

// --- R37 related_client_conflict
inline constexpr candor_parameter kConflictWithinDays = Within("note_within", 7);
inline constexpr const candor_parameter* kRelatedClientParameters[] = {&kConflictWithinDays, &kRecordWithinDays};
inline constexpr candor_citation kRelatedClientApa =
    Citation(CANDOR_AUTHORITY_CODE,
             "APA 3.05(a)(2), 4.01: a relation with somebody closely associated; confidentiality of both", "A");
inline constexpr const candor_citation* kRelatedClientCitations[] = {&kRelatedClientApa, &kZurArticle,
                                                                     &kDaysOfPractice};
inline constexpr uint16_t kRelatedClientKinds[] = {
    CANDOR_KIND_INTAKE,   CANDOR_KIND_DISCUSSION,    CANDOR_KIND_CONSULTATION, CANDOR_KIND_SUPERVISION,
    CANDOR_KIND_REFERRAL, CANDOR_KIND_TRANSFER_STEP, CANDOR_KIND_TERMINATION};
inline constexpr uint16_t kRelatedClientAsked[] = {CANDOR_FIELD_DISCUSSION_TOPIC,
                                                   CANDOR_FIELD_CONSULTATION_RECOMMENDATION,
                                                   CANDOR_FIELD_INTAKE_CLOSELY_LINKED_TO_ANOTHER_CLIENT};
inline constexpr uint16_t kRelatedClientDone[] = {CANDOR_KIND_DISCUSSION, CANDOR_KIND_CONSULTATION};
inline constexpr candor_rule kRelatedClientRule =
    Rule({.slug = "related_client_conflict",
          .catalogue_id = "R37",
          .title = "This client is close to another one: talk it over and note it, and tell neither of the other",
          .resolved_by = "A note of the conflict and a consultation; or the client sees another therapist.",
          .severity = CANDOR_SEVERITY_SOON,
          .action = CANDOR_ACTION_DOCUMENT,
          .kinds = kRelatedClientKinds,
          .citations = kRelatedClientCitations,
          .parameters = kRelatedClientParameters,
          .asked_fields = kRelatedClientAsked,
          .done_kinds = kRelatedClientDone,
          .trigger = "An intake of somebody who is closely linked to another client."});

// --- R38 client_initiated_unusual_request
inline constexpr candor_parameter kTalkWithinDays = Within("talk_within", 14);
inline constexpr const candor_parameter* kRequestParameters[] = {&kTalkWithinDays};
inline constexpr candor_citation kRequestAca = Citation(
    CANDOR_AUTHORITY_CODE, "ACA A.6.b: before it, the reason, the benefit and what could follow, with the client", "A");
inline constexpr candor_citation kRequestZur = Citation(
    CANDOR_AUTHORITY_ARTICLE,
    "GoodTherapy, Dual Relationship: O. Zur on a bequest, talk to an expert in ethics, not only to an insurer", "A");
inline constexpr const candor_citation* kRequestCitations[] = {&kRequestAca, &kRequestZur, &kDaysOfPractice};
inline constexpr uint16_t kRequestKinds[] = {CANDOR_KIND_CROSSING, CANDOR_KIND_DISCUSSION, CANDOR_KIND_CONSULTATION,
                                             CANDOR_KIND_SUPERVISION};
inline constexpr uint16_t kRequestAsked[] = {CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_FIELD_CONSULTATION_RECOMMENDATION};
inline constexpr uint16_t kRequestDone[] = {CANDOR_KIND_CONSULTATION, CANDOR_KIND_DISCUSSION};
inline constexpr candor_rule kRequestRule = Rule(
    {.slug = "client_initiated_unusual_request",
     .catalogue_id = "R38",
     .title = "Before you answer what the client asks for: talk it through with them, and with a consultant",
     .resolved_by = "A talk with the client and a consultation, both before anybody acts; where it was declined, the "
                    "talk.",
     .severity = CANDOR_SEVERITY_LATER,
     .action = CANDOR_ACTION_TALK,
     .kinds = kRequestKinds,
     .citations = kRequestCitations,
     .parameters = kRequestParameters,
     .asked_fields = kRequestAsked,
     .done_kinds = kRequestDone,
     .trigger = "A client asks for something unusual: a bequest, ashes, work for sale, an event."});

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DECLARE_AROUND_H_
