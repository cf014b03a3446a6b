#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DECLARE_BESIDE_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DECLARE_BESIDE_H_

#include "plugins/dual_relationships/declare_shared.h"

// What this policy declares of relations beside a therapy that goes on: R30, R31, R33, R34 and R39.
namespace candor::dual_relationships {

// --- R30 dual_assess
inline constexpr candor_parameter kAssessWithinDays = Within("assess_within", 14);
inline constexpr candor_parameter kIndependentAnswer = YesNo("independent", 1);
inline constexpr const candor_parameter* kDualAssessParameters[] = {&kAssessWithinDays, &kRecordWithinDays,
                                                                    &kIndependentAnswer};
inline constexpr candor_citation kDualAssessApa = Citation(
    CANDOR_AUTHORITY_CODE, "APA 3.05(a): refrain where it could impair the work or harm; otherwise not unethical", "A");
inline constexpr candor_citation kDualAssessOthers = Citation(
    CANDOR_AUTHORITY_CODE, "AAMFT 1.3, NASW 1.06(c): precautions on record, clear and sensitive boundaries", "A");
inline constexpr candor_citation kDualAssessModels = Citation(
    CANDOR_AUTHORITY_ARTICLE,
    "Gottlieb 1993; Younggren and Gottlieb 2004: power, duration and ending of both relations; is it necessary, "
    "could it harm, can it be judged with distance",
    "A");
inline constexpr const candor_citation* kDualAssessCitations[] = {&kDualAssessApa, &kDualAssessOthers,
                                                                  &kDualAssessModels, &kZurArticle, &kDaysOfPractice};
inline constexpr uint16_t kDualAssessKinds[] = {CANDOR_KIND_DUAL_RELATIONSHIP, CANDOR_KIND_CONSULTATION,
                                                CANDOR_KIND_SUPERVISION, CANDOR_KIND_INTAKE, CANDOR_KIND_TERMINATION};
inline constexpr uint16_t kDualAssessAsked[] = {CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_POWER,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_DURATION,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_OPEN_END,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_OTHER_POWER,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_OTHER_DURATION,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_OTHER_OPEN_END,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_NECESSARY,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_COULD_HARM,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_WOULD_BENEFIT,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_COULD_DISRUPT_THERAPY,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_JUDGED_OBJECTIVELY,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_LACKS_OBJECTIVITY,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_UNCLEAR_ROLES,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_NO_GUIDE_FOR_ENDING,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_POWER_ENABLES_HARM,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_HARMFUL,
                                                CANDOR_FIELD_CONSULTATION_RECOMMENDATION,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE};
static_assert(std::size(kDualAssessAsked) == 19 && assess::kChoice == 1u << 18);
inline constexpr uint16_t kDualAssessDone[] = {CANDOR_KIND_CONSULTATION, CANDOR_KIND_DUAL_RELATIONSHIP};
inline constexpr candor_rule kDualAssessRule =
    Rule({.slug = "dual_assess",
          .catalogue_id = "R30",
          .title = "Look at the other relation with somebody: could it harm, does the client agree, is it wise?",
          .resolved_by = "An assessment on record and a consultation, with the outcome that it is acceptable; or the "
                         "other relation is let go of. Where it is found to harm, R33 asks instead.",
          .severity = CANDOR_SEVERITY_SOON,
          .action = CANDOR_ACTION_TALK,
          .kinds = kDualAssessKinds,
          .citations = kDualAssessCitations,
          .parameters = kDualAssessParameters,
          .asked_fields = kDualAssessAsked,
          .done_kinds = kDualAssessDone,
          .trigger = "Another relation with a current client that could be avoided, or was not expected, "
                     "begins, changes or is proposed."});

// --- R31 dual_unavoidable_review
inline constexpr candor_parameter kReviewEveryDays = Within("review_every", 180, 1);
inline constexpr const candor_parameter* kUnavoidableParameters[] = {&kReviewEveryDays};
inline constexpr candor_citation kUnavoidableBacp =
    Citation(CANDOR_AUTHORITY_CODE, "BACP 33d: the impact is reviewed periodically in supervision", "A");
inline constexpr candor_citation kUnavoidableAca = Citation(
    CANDOR_AUTHORITY_CODE, "ACA A.6.a: consent, consultation, supervision and documentation as precautions", "A");
inline constexpr const candor_citation* kUnavoidableCitations[] = {&kUnavoidableBacp, &kUnavoidableAca, &kZurArticle,
                                                                   &kDaysOfPractice};
inline constexpr uint16_t kUnavoidableKinds[] = {CANDOR_KIND_DUAL_RELATIONSHIP, CANDOR_KIND_CONSULTATION,
                                                 CANDOR_KIND_SUPERVISION, CANDOR_KIND_TERMINATION};
inline constexpr uint16_t kUnavoidableAsked[] = {CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT,
                                                 CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS};
inline constexpr uint16_t kUnavoidableDone[] = {CANDOR_KIND_SUPERVISION, CANDOR_KIND_DUAL_RELATIONSHIP};
inline constexpr candor_rule kUnavoidableRule =
    Rule({.slug = "dual_unavoidable_review",
          .catalogue_id = "R31",
          .title = "Look again, in supervision, at the relation that cannot be avoided",
          .resolved_by = "The other relation, or the therapy, ends. Each review moves the date.",
          .severity = CANDOR_SEVERITY_LATER,
          .action = CANDOR_ACTION_TALK,
          .kinds = kUnavoidableKinds,
          .citations = kUnavoidableCitations,
          .parameters = kUnavoidableParameters,
          .asked_fields = kUnavoidableAsked,
          .done_kinds = kUnavoidableDone,
          .trigger = "Another relation with a current client that is mandated, unavoidable or normal for "
                     "the setting; meeting by chance is none."});

// --- R33 dual_harmful
inline constexpr candor_parameter kResolveWithinDays = Within("resolve_within", 30);
inline constexpr const candor_parameter* kHarmfulParameters[] = {&kResolveWithinDays};
inline constexpr candor_citation kHarmfulApa = Citation(
    CANDOR_AUTHORITY_CODE, "APA 3.05(b): reasonable steps to resolve it, in the best interest of the client", "A");
inline constexpr candor_citation kHarmfulOthers = Citation(
    CANDOR_AUTHORITY_CODE, "ACA A.6.c: show the attempt to remedy; NASW 1.06(a): end it with proper referral", "A");
inline constexpr const candor_citation* kHarmfulCitations[] = {&kHarmfulApa, &kHarmfulOthers, &kZurArticle,
                                                               &kDaysOfPractice};
inline constexpr uint16_t kHarmfulKinds[] = {
    CANDOR_KIND_DUAL_RELATIONSHIP, CANDOR_KIND_CONSULTATION,  CANDOR_KIND_SUPERVISION, CANDOR_KIND_CONTINUE_PLAN,
    CANDOR_KIND_CLARIFIED,         CANDOR_KIND_TRANSFER_STEP, CANDOR_KIND_INTAKE,      CANDOR_KIND_TERMINATION};
inline constexpr uint16_t kHarmfulAsked[] = {CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION,
                                             CANDOR_FIELD_DUAL_RELATIONSHIP_ENDED,
                                             CANDOR_FIELD_CONTINUE_PLAN_CONFIRMED_BY_CONSULTANT};
inline constexpr uint16_t kHarmfulDone[] = {CANDOR_KIND_TRANSFER_STEP, CANDOR_KIND_DUAL_RELATIONSHIP,
                                            CANDOR_KIND_CONSULTATION};
inline constexpr candor_rule kHarmfulRule =
    Rule({.slug = "dual_harmful",
          .catalogue_id = "R33",
          .title = "Put right what the other relation does to the client: end it, or prepare a gentle handover",
          .resolved_by = "The client handed over to another therapist; or the other relation ended, and a consultation "
                         "after that which confirms it.",
          .severity = CANDOR_SEVERITY_IMPORTANT,
          .action = CANDOR_ACTION_SOFT_TRANSFER,
          .kinds = kHarmfulKinds,
          .citations = kHarmfulCitations,
          .parameters = kHarmfulParameters,
          .asked_fields = kHarmfulAsked,
          .done_kinds = kHarmfulDone,
          .trigger = "Another relation does harm, the client told so, or its assessment finds it not "
                     "acceptable."});

// --- R34 material_entanglement
inline constexpr candor_parameter kReviewWithinDays = Within("review_within", 2);
// In minor units of whatever currency: what an emergency explains.
inline constexpr candor_parameter kExemptMinorUnitsCount = sdk::Parameter(
    {.name = "exempt_minor_units", .unit = "minor_units", .default_value = 2500, .stricter = CANDOR_STRICTER_LOWER});
inline constexpr const candor_parameter* kEntanglementParameters[] = {&kReviewWithinDays, &kExemptMinorUnitsCount,
                                                                      &kRecordWithinDays};
inline constexpr candor_citation kEntanglementApa =
    Citation(CANDOR_AUTHORITY_CODE,
             "APA 3.06, 3.08: no role whose personal or financial interests could harm; no exploitation", "KH");
inline constexpr candor_citation kEntanglementDca =
    Citation(CANDOR_AUTHORITY_GUIDELINE, "California DCA brochure: hiring a client is a warning sign", "A");
inline constexpr candor_citation kEntanglementZur =
    Citation(CANDOR_AUTHORITY_ARTICLE,
             "GoodTherapy, Dual Relationship: O. Zur on a client who was taken in, below the standard of care", "A");
inline constexpr const candor_citation* kEntanglementCitations[] = {&kEntanglementApa, &kEntanglementDca,
                                                                    &kEntanglementZur, &kDaysOfPractice};
inline constexpr uint16_t kEntanglementKinds[] = {CANDOR_KIND_DUAL_RELATIONSHIP, CANDOR_KIND_TRANSFER_STEP,
                                                  CANDOR_KIND_INTAKE, CANDOR_KIND_TERMINATION};
inline constexpr uint16_t kEntanglementAsked[] = {
    CANDOR_FIELD_DUAL_RELATIONSHIP_ENDED, CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION,
    CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_FIELD_DUAL_RELATIONSHIP_VALUE_MINOR_UNITS,
    CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS};
inline constexpr candor_rule kEntanglementRule = Rule(
    {.slug = "material_entanglement",
     .catalogue_id = "R34",
     .title = "Home, work and money stay apart from a therapy: whoever is responsible here looks at it, and the "
              "client is shown other help",
     .resolved_by = "A person's decision, by somebody whom it does not concern. The tie ended and the client handed "
                    "over are what that decision looks at.",
     .severity = CANDOR_SEVERITY_URGENT,
     .action = CANDOR_ACTION_PROHIBIT,
     .kinds = kEntanglementKinds,
     .citations = kEntanglementCitations,
     .parameters = kEntanglementParameters,
     .asked_fields = kEntanglementAsked,
     .trigger = "The therapist houses, employs, rents to, lends to, pays for or is supported by "
                "a current client; the money of an agency, and a little in an emergency, are "
                "exempt where that is noted."});

// --- R39 role_change
inline constexpr candor_parameter kNoteWithinDays = Within("note_within", 14);
inline constexpr const candor_parameter* kRoleChangeParameters[] = {&kNoteWithinDays};
inline constexpr candor_citation kRoleChangeAca =
    Citation(CANDOR_AUTHORITY_CODE,
             "ACA A.6.d: the client's consent, what follows from it explained, the client may refuse", "B");
inline constexpr candor_citation kRoleChangeApa =
    Citation(CANDOR_AUTHORITY_CODE, "APA 3.05(c): roles and limits of confidentiality made clear at the outset", "A");
inline constexpr const candor_citation* kRoleChangeCitations[] = {&kRoleChangeAca, &kRoleChangeApa, &kZurArticle,
                                                                  &kDaysOfPractice};
inline constexpr uint16_t kRoleChangeKinds[] = {CANDOR_KIND_DUAL_RELATIONSHIP};
inline constexpr uint16_t kRoleChangeAsked[] = {CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_CONSEQUENCES_EXPLAINED,
                                                CANDOR_FIELD_DUAL_RELATIONSHIP_CONFIDENTIALITY_EXPLAINED};
inline constexpr candor_rule kRoleChangeRule = Rule(
    {.slug = "role_change",
     .catalogue_id = "R39",
     .title = "Before you become something else for this client: talk through what changes, and note that they agree",
     .resolved_by = "The client's consent, what follows from the change and where confidentiality ends, on record; "
                    "or the other role is let go of.",
     .severity = CANDOR_SEVERITY_SOON,
     .action = CANDOR_ACTION_DOCUMENT,
     .kinds = kRoleChangeKinds,
     .citations = kRoleChangeCitations,
     .parameters = kRoleChangeParameters,
     .asked_fields = kRoleChangeAsked,
     .done_kinds = kRoleChangeKinds,
     .trigger = "The therapist becomes an evaluator, a witness, a supervisor or a couple "
                "therapist for the same client."});

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DECLARE_BESIDE_H_
