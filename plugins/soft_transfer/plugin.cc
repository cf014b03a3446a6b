#include "plugins/sdk/policy.h"
#include "plugins/soft_transfer/rules.h"
#include "plugins/soft_transfer/soft_transfer_policy.h"

// Sources: README.md of this folder. A citation starts with the strongest authority that speaks of the thing itself.
namespace candor::soft_transfer {
namespace {

using sdk::Citation;
using sdk::Parameter;
using sdk::Rule;
using sdk::Within;

// --- R27 soft_transfer_complete
// Without one it is no transfer but a letter.
constexpr candor_parameter kJointSessionsCount = Parameter(
    {.name = "joint_sessions", .unit = "sessions", .default_value = 1, .stricter = CANDOR_STRICTER_HIGHER, .least = 1});
constexpr candor_parameter kCompleteWithinDays = Within("complete_within", 45);
constexpr const candor_parameter* kTransferParameters[] = {&kJointSessionsCount, &kCompleteWithinDays};
constexpr candor_citation kTransferCode = Citation(
    CANDOR_AUTHORITY_CODE,
    "ACA A.11.d: appropriate transfer, open communication with the client and the receiving practitioner", "A");
constexpr candor_citation kTransferHandoff = Citation(CANDOR_AUTHORITY_ARTICLE,
                                                      "Warm handoff: with the client present, information shared with "
                                                      "consent, the receiver accepts, next appointment set",
                                                      "B");
constexpr candor_citation kTransferArticle = Citation(
    CANDOR_AUTHORITY_ARTICLE,
    "GoodTherapy, Dual Relationship: the therapist introduces the new one in the last couple of sessions", "A");
constexpr const candor_citation* kTransferCitations[] = {&kTransferCode, &kTransferHandoff, &kTransferArticle};
constexpr uint16_t kTransferKinds[] = {CANDOR_KIND_TRANSFER_STEP, CANDOR_KIND_CLIENT_DECLINED, CANDOR_KIND_INTAKE,
                                       CANDOR_KIND_TERMINATION};
constexpr uint16_t kTransferAsked[] = {CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION, CANDOR_FIELD_TRANSFER_STEP_CONSENT,
                                       CANDOR_FIELD_TRANSFER_STEP_RELEASE, CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED,
                                       CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED};
constexpr uint16_t kTransferDone[] = {CANDOR_KIND_TRANSFER_STEP, CANDOR_KIND_CLIENT_DECLINED};
constexpr candor_rule kTransferRule = Rule(
    {.slug = "soft_transfer_complete",
     .catalogue_id = "R27",
     .title = "Complete the steps of the transfer that was begun",
     .resolved_by = "All steps on record: joint sessions, consent, release of information, a receiver who accepted, "
                    "a first session alone booked; or the client declines the transfer in writing.",
     .severity = CANDOR_SEVERITY_SOON,
     .action = CANDOR_ACTION_SOFT_TRANSFER,
     .kinds = kTransferKinds,
     .citations = kTransferCitations,
     .parameters = kTransferParameters,
     .asked_fields = kTransferAsked,
     .done_kinds = kTransferDone,
     .trigger = "A transfer that was begun and lacks a step."});

// --- What both rules about endings ask for and look at
constexpr uint16_t kEndingAsked[] = {CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE,
                                     CANDOR_FIELD_TERMINATION_PROPOSED_ON, CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS,
                                     CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED};
// How long the therapy was matters to the second rule only.
constexpr uint16_t kDependentAsked[] = {CANDOR_FIELD_TERMINATION_INITIATOR,
                                        CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE,
                                        CANDOR_FIELD_TERMINATION_PROPOSED_ON,
                                        CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS,
                                        CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED,
                                        CANDOR_FIELD_INTAKE_THERAPY_STARTED};
constexpr uint16_t kEndingKinds[] = {CANDOR_KIND_INTAKE,
                                     CANDOR_KIND_SESSION,
                                     CANDOR_KIND_DISCUSSION,
                                     CANDOR_KIND_REFERRAL,
                                     CANDOR_KIND_TRANSFER_STEP,
                                     CANDOR_KIND_CLIENT_DECLINED,
                                     CANDOR_KIND_TERMINATION,
                                     CANDOR_KIND_ADVANCE_OR_PROMISE,
                                     CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT,
                                     CANDOR_KIND_CROSSING,
                                     CANDOR_KIND_DUAL_RELATIONSHIP};

// --- R40 abandonment
constexpr candor_parameter kMinSessionsCount = Parameter({.name = "min_sessions",
                                                          .unit = "sessions",
                                                          .default_value = 2,
                                                          .stricter = CANDOR_STRICTER_HIGHER,
                                                          .group = "preparation"});
constexpr candor_parameter kNoticeDays = Parameter({.name = "notice",
                                                    .unit = "days",
                                                    .default_value = 14,
                                                    .stricter = CANDOR_STRICTER_HIGHER,
                                                    .group = "preparation"});
constexpr candor_parameter kAlternativesCount =
    Parameter({.name = "alternatives", .unit = "count", .default_value = 1, .stricter = CANDOR_STRICTER_HIGHER});
constexpr candor_parameter kDocumentWithinDays = Within("document_within", 14);
constexpr candor_parameter kRecordWithinDays = Within("record_within", 14);
constexpr candor_parameter kPursuitWithinYears =
    Parameter({.name = "pursuit_within", .unit = "years", .default_value = 2, .stricter = CANDOR_STRICTER_HIGHER});
constexpr const candor_parameter* kAbandonmentParameters[] = {&kMinSessionsCount,  &kNoticeDays,
                                                              &kAlternativesCount, &kDocumentWithinDays,
                                                              &kRecordWithinDays,  &kPursuitWithinYears};
constexpr candor_citation kAbandonmentApa = Citation(
    CANDOR_AUTHORITY_CODE, "APA 10.10(c): pretermination counseling and alternative providers before ending", "A");
constexpr candor_citation kAbandonmentAca = Citation(CANDOR_AUTHORITY_CODE, "ACA A.12: no abandonment or neglect", "A");
constexpr candor_citation kAbandonmentAamft =
    Citation(CANDOR_AUTHORITY_CODE, "AAMFT 1.11: no ending without reasonable arrangements", "A");
constexpr candor_citation kAbandonmentArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE, "Tonkonogy, Intimacy in Therapy: an abrupt end is abandonment", "A");
constexpr const candor_citation* kAbandonmentCitations[] = {&kAbandonmentApa, &kAbandonmentAca, &kAbandonmentAamft,
                                                            &kAbandonmentArticle};
constexpr candor_text kAbandonmentFolds[] = {sdk::Text("long_or_dependent_ending")};
constexpr uint16_t kAbandonmentDone[] = {CANDOR_KIND_DISCUSSION, CANDOR_KIND_REFERRAL, CANDOR_KIND_TRANSFER_STEP,
                                         CANDOR_KIND_CLIENT_DECLINED};
constexpr candor_rule kAbandonmentRule = Rule(
    {.slug = "abandonment",
     .catalogue_id = "R40",
     .title = "Reopen contact and arrange what the ending left open",
     .resolved_by = "Preparation and alternatives on record: talks about the ending and other providers offered, or "
                    "declined by the client; or a transfer.",
     .severity = CANDOR_SEVERITY_IMPORTANT,
     .action = CANDOR_ACTION_SOFT_TRANSFER,
     .kinds = kEndingKinds,
     .citations = kAbandonmentCitations,
     .parameters = kAbandonmentParameters,
     .folds_under = kAbandonmentFolds,
     .asked_fields = kEndingAsked,
     .done_kinds = kAbandonmentDone,
     .trigger =
         "An ending by the therapist, the practice or a third party, with care still needed and without preparation. "
         "Nothing is exempt where there was an advance or promise, or where the therapist pursues the client after "
         "it."});

// --- R41 long_or_dependent_ending
constexpr candor_parameter kLongYears =
    Parameter({.name = "long", .unit = "years", .default_value = 2, .stricter = CANDOR_STRICTER_LOWER});
constexpr candor_parameter kTaperDaysCount = Parameter(
    {.name = "taper_days", .unit = "days", .default_value = 60, .stricter = CANDOR_STRICTER_HIGHER, .group = "taper"});
constexpr candor_parameter kTaperSessionsCount = Parameter({.name = "taper_sessions",
                                                            .unit = "sessions",
                                                            .default_value = 4,
                                                            .stricter = CANDOR_STRICTER_HIGHER,
                                                            .group = "taper"});
constexpr candor_parameter kTransferWithinDays = Within("transfer_within", 30);
constexpr candor_parameter kImportantAfterDays = Within("important_after", 30);
constexpr const candor_parameter* kEndingParameters[] = {&kLongYears,          &kTaperDaysCount,
                                                         &kTaperSessionsCount, &kTransferWithinDays,
                                                         &kImportantAfterDays, &kRecordWithinDays};
constexpr candor_citation kEndingArticle = Citation(
    CANDOR_AUTHORITY_ARTICLE,
    "Tonkonogy, Intimacy in Therapy: after fostering dependency, own it, decide together, or make a smooth transition",
    "A");
constexpr candor_citation kEndingComment =
    Citation(CANDOR_AUTHORITY_ARTICLE,
             "GoodTherapy, Dual Relationship, readers: a long therapy should have been soft-transferred", "A");
constexpr const candor_citation* kEndingCitations[] = {&kEndingArticle, &kEndingComment};
constexpr candor_rule kEndingRule = Rule(
    {.slug = "long_or_dependent_ending",
     .catalogue_id = "R41",
     .title = "Make the end of a long or close therapy a soft transfer",
     .resolved_by = "A transfer with a joint session, an accepting receiver and a first session alone booked; or the "
                    "client declines it in writing.",
     .severity = CANDOR_SEVERITY_SOON,
     .action = CANDOR_ACTION_SOFT_TRANSFER,
     .kinds = kEndingKinds,
     .citations = kEndingCitations,
     .parameters = kEndingParameters,
     .asked_fields = kDependentAsked,
     .done_kinds = kTransferDone,
     .trigger = "Such an ending of a long or close therapy, faster than the taper, with care still needed."});

constexpr const candor_rule* kRules[] = {&kTransferRule, &kAbandonmentRule, &kEndingRule};
constexpr sdk::Declaration kDeclaration = {.name = "soft_transfer", .version = "1.4.0", .rules = kRules};

}  // namespace
}  // namespace candor::soft_transfer

CANDOR_POLICY_PLUGIN(candor::soft_transfer::SoftTransferPolicy, candor::soft_transfer::kDeclaration);
