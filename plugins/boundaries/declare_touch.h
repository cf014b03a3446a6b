#ifndef CANDOR_PLUGINS_BOUNDARIES_DECLARE_TOUCH_H_
#define CANDOR_PLUGINS_BOUNDARIES_DECLARE_TOUCH_H_

#include "plugins/boundaries/declare_shared.h"

// One crossing and what stands behind it: its note, the plan for it, touch, and what was ordered.
namespace candor::boundaries {

// --- R20 crossing_documented
inline constexpr candor_parameter kNoteWithinDays = Within("note_within", 14);
inline constexpr const candor_parameter* kDocumentedParameters[] = {&kNoteWithinDays};
inline constexpr candor_citation kDocumentedCode = Citation(
    CANDOR_AUTHORITY_CODE, "ACA A.6.b-c: rationale, benefit, consequences and the client's consent on record", "A");
inline constexpr const candor_citation* kDocumentedCitations[] = {&kDocumentedCode, &kDaysOfPractice};
inline constexpr uint16_t kDocumentedKinds[] = {CANDOR_KIND_CROSSING, CANDOR_KIND_STANDING_PLAN,
                                                CANDOR_KIND_TERMINATION};
inline constexpr uint16_t kDocumentedAsked[] = {CANDOR_FIELD_CROSSING_RATIONALE, CANDOR_FIELD_CROSSING_BENEFIT,
                                                CANDOR_FIELD_CROSSING_CONSEQUENCES, CANDOR_FIELD_CROSSING_CONSENT};
inline constexpr candor_text kDocumentedFolds[] = {sdk::Text("touch_consent"),    sdk::Text("touch_contraindicated"),
                                                   sdk::Text("gift_significant"), sdk::Text("barter"),
                                                   sdk::Text("personal_virtual"), sdk::Text("material_entanglement")};
inline constexpr candor_rule kDocumentedRule =
    Rule({.slug = "crossing_documented",
          .catalogue_id = "R20",
          .title = "Complete the note of what was done",
          .resolved_by = "The note says why, what the client was to have of it, what could come of it, and whether the "
                         "client agreed.",
          .severity = CANDOR_SEVERITY_LATER,
          .action = CANDOR_ACTION_COMPLETE_RECORD,
          .kinds = kDocumentedKinds,
          .citations = kDocumentedCitations,
          .parameters = kDocumentedParameters,
          .folds_under = kDocumentedFolds,
          .asked_fields = kDocumentedAsked,
          .trigger = "Touch, a purchase, a place outside, transport, a task, a ceremony or a fee, done, whose note "
                     "lacks a part and which no standing plan covers."});

// --- R20a standing_plan
inline constexpr candor_parameter kReviewWithinDays = Within("review_within", 180);
inline constexpr const candor_parameter* kPlanParameters[] = {&kReviewWithinDays, &kRecordWithinDays};
inline constexpr candor_citation kPlanCode = Citation(
    CANDOR_AUTHORITY_CODE, "ACA A.6.a: informed consent, consultation, supervision and documentation beforehand", "A");
inline constexpr candor_citation kPlanArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE, "Zur: crossings that belong to a treatment plan", "A");
inline constexpr const candor_citation* kPlanCitations[] = {&kPlanCode, &kPlanArticle, &kDaysOfPractice};
inline constexpr uint16_t kPlanKinds[] = {CANDOR_KIND_STANDING_PLAN, CANDOR_KIND_TERMINATION};
inline constexpr uint16_t kPlanAsked[] = {CANDOR_FIELD_STANDING_PLAN_AREA, CANDOR_FIELD_STANDING_PLAN_REASON,
                                          CANDOR_FIELD_STANDING_PLAN_CONSENT, CANDOR_FIELD_STANDING_PLAN_REVIEW_BY,
                                          CANDOR_FIELD_STANDING_PLAN_SECOND_READER};
inline constexpr uint16_t kPlanDone[] = {CANDOR_KIND_STANDING_PLAN};
inline constexpr candor_rule kPlanRule =
    Rule({.slug = "standing_plan",
          .catalogue_id = "R20a",
          .title = "Look again at the plan for what was agreed on beforehand",
          .resolved_by = "The plan reviewed, changed or ended.",
          .severity = CANDOR_SEVERITY_LATER,
          .action = CANDOR_ACTION_DOCUMENT,
          .kinds = kPlanKinds,
          .citations = kPlanCitations,
          .parameters = kPlanParameters,
          .asked_fields = kPlanAsked,
          .done_kinds = kPlanDone,
          .trigger = "A standing plan that was begun, looked at or changed; or one that lacks a part."});

// --- R21 touch_consent
inline constexpr const candor_parameter* kConsentParameters[] = {&kConsultWithinDays};
inline constexpr candor_citation kConsentArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE,
             "A question-and-answer page on touch in therapy: ask first, and stop where it is not welcome", "A");
inline constexpr const candor_citation* kConsentCitations[] = {&kConsentArticle, &kDaysOfPractice};
inline constexpr uint16_t kTouchKinds[] = {CANDOR_KIND_CROSSING,     CANDOR_KIND_STANDING_PLAN, CANDOR_KIND_TERMINATION,
                                           CANDOR_KIND_CONSULTATION, CANDOR_KIND_SUPERVISION,   CANDOR_KIND_DISCUSSION,
                                           CANDOR_KIND_CLARIFIED};
inline constexpr uint16_t kConsentAsked[] = {CANDOR_FIELD_CONSULTATION_CONSULTANT, CANDOR_FIELD_DISCUSSION_OUTCOME};
inline constexpr uint16_t kTouchDone[] = {CANDOR_KIND_CONSULTATION, CANDOR_KIND_DISCUSSION, CANDOR_KIND_CLARIFIED};
inline constexpr candor_rule kConsentRule =
    Rule({.slug = "touch_consent",
          .catalogue_id = "R21",
          .title = "Talk over a touch that the client did not agree to or did not take well",
          .resolved_by = "A consultation with someone independent, or supervision that covers the case, and a talk "
                         "with the client about the boundary, both after it.",
          .severity = CANDOR_SEVERITY_SOON,
          .action = CANDOR_ACTION_TALK,
          .kinds = kTouchKinds,
          .citations = kConsentCitations,
          .parameters = kConsentParameters,
          .asked_fields = kConsentAsked,
          .done_kinds = kTouchDone,
          .trigger = "A touch without the client's consent, or that the client did not take well."});

// --- R22 touch_contraindicated
inline constexpr candor_parameter kStopWithinDays = Within("consult_within", 7);
inline constexpr const candor_parameter* kContraindicatedParameters[] = {&kStopWithinDays, &kRecordWithinDays};
inline constexpr candor_citation kContraindicatedCode =
    Citation(CANDOR_AUTHORITY_CODE,
             "NASW 1.10: no physical contact, such as cradling or caressing, that could harm the client", "KH");
inline constexpr candor_citation kContraindicatedArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE,
             "A question-and-answer page on touch in therapy: not with a history of trauma or abuse", "A");
inline constexpr const candor_citation* kContraindicatedCitations[] = {&kContraindicatedCode, &kContraindicatedArticle,
                                                                       &kDaysOfPractice};
inline constexpr uint16_t kContraindicatedAsked[] = {CANDOR_FIELD_CONSULTATION_CONSULTANT,
                                                     CANDOR_FIELD_DISCUSSION_OUTCOME, CANDOR_FIELD_CROSSING_RESPONSE,
                                                     CANDOR_FIELD_CROSSING_CONSENT};
inline constexpr candor_rule kContraindicatedRule =
    Rule({.slug = "touch_contraindicated",
          .catalogue_id = "R22",
          .title = "Stop the touch, talk it over, and mend it with the client",
          .resolved_by = "A consultation with someone independent, or supervision that covers the case, and a talk "
                         "with the client that mends it, both after it. What a kiss calls for besides stays open.",
          .severity = CANDOR_SEVERITY_IMPORTANT,
          .action = CANDOR_ACTION_TALK,
          .kinds = kTouchKinds,
          .citations = kContraindicatedCitations,
          .parameters = kContraindicatedParameters,
          .asked_fields = kContraindicatedAsked,
          .done_kinds = kTouchDone,
          .trigger = "A touch that made the client uncomfortable, a kiss, cradling or caressing; or, with a history of "
                     "trauma, one without consent, a good response and a standing plan."});

// --- R29 ordered_crossing
inline constexpr candor_parameter kAnswerWithinDays = Within("answer_within", 7);
inline constexpr const candor_parameter* kOrderedParameters[] = {&kAnswerWithinDays};
inline constexpr candor_citation kOrderedArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE,
             "GoodTherapy, Dual Relationship, readers: told to drive clients, a worker asks for it in writing", "A");
inline constexpr const candor_citation* kOrderedCitations[] = {&kOrderedArticle, &kDaysOfPractice};
inline constexpr uint16_t kOrderedKinds[] = {CANDOR_KIND_CROSSING, CANDOR_KIND_STANDING_PLAN, CANDOR_KIND_DECISION,
                                             CANDOR_KIND_TERMINATION};
inline constexpr uint16_t kOrderedDone[] = {CANDOR_KIND_DECISION, CANDOR_KIND_STANDING_PLAN};
inline constexpr candor_rule kOrderedRule =
    Rule({.slug = "ordered_crossing",
          .catalogue_id = "R29",
          .title = "The practice answers in writing what was ordered",
          .resolved_by = "A decision to stop, which withdraws the instruction; or a standing plan that covers it.",
          .severity = CANDOR_SEVERITY_LATER,
          .action = CANDOR_ACTION_DOCUMENT,
          .kinds = kOrderedKinds,
          .citations = kOrderedCitations,
          .parameters = kOrderedParameters,
          .done_kinds = kOrderedDone,
          .owner = CANDOR_OWNER_PRACTICE,
          .trigger = "The practice or a supervisor ordered a crossing, and no standing plan covers it."});

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_DECLARE_TOUCH_H_
