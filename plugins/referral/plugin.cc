#include "plugins/referral/referral_policy.h"
#include "plugins/referral/rules.h"
#include "plugins/sdk/policy.h"

// Sources: README.md of this folder. A citation starts with the strongest authority that speaks of the thing itself.
namespace candor::referral {
namespace {

using sdk::Citation;
using sdk::Parameter;
using sdk::Rule;
using sdk::Within;
using sdk::YesNo;

// --- R03 referral_follow_through
constexpr candor_parameter kReferWithinDays = Within("refer_within", 30);
constexpr candor_parameter kIndependentAnswer = YesNo("independent", 1);
constexpr const candor_parameter* kFollowThroughParameters[] = {&kReferWithinDays, &kIndependentAnswer};
constexpr candor_citation kFollowThroughResearch =
    Citation(CANDOR_AUTHORITY_RESEARCH,
             "Vesentini et al. 2021: referral is recommended where feelings are too intense, but rarely happens", "A");
constexpr candor_citation kFollowThroughArticle = Citation(
    CANDOR_AUTHORITY_ARTICLE,
    "Kochenburg, Therapy Is Not a Place for Romance (2011): refer, and plan the transition with the consultant", "A");
constexpr const candor_citation* kFollowThroughCitations[] = {&kFollowThroughResearch, &kFollowThroughArticle};
constexpr uint16_t kFollowThroughKinds[] = {
    CANDOR_KIND_CONSULTATION, CANDOR_KIND_DECISION,      CANDOR_KIND_CONTINUE_PLAN, CANDOR_KIND_CLIENT_DECLINED,
    CANDOR_KIND_REFERRAL,     CANDOR_KIND_TRANSFER_STEP, CANDOR_KIND_INTAKE,        CANDOR_KIND_TERMINATION};
constexpr uint16_t kFollowThroughDone[] = {CANDOR_KIND_TRANSFER_STEP, CANDOR_KIND_REFERRAL};
constexpr candor_rule kFollowThroughRule =
    Rule({.slug = "referral_follow_through",
          .catalogue_id = "R03",
          .title = "Prepare the handover that was recommended or decided",
          .resolved_by = "A referral the client accepted; a transfer with a joint session, an accepting receiver and a "
                         "first session alone booked; or, where the client declined or could not be reached, a plan to "
                         "continue that the consultant confirmed with a date of review.",
          .severity = CANDOR_SEVERITY_IMPORTANT,
          .action = CANDOR_ACTION_SOFT_TRANSFER,
          .kinds = kFollowThroughKinds,
          .citations = kFollowThroughCitations,
          .parameters = kFollowThroughParameters,
          .done_kinds = kFollowThroughDone,
          .trigger = "A recommendation or decision to refer, with no referral or transfer after it."});

// --- R43 referral_unclosed
constexpr candor_parameter kCloseWithinDays = Within("close_within", 30);
constexpr candor_parameter kAttemptsCount =
    Parameter({.name = "attempts", .unit = "count", .default_value = 2, .stricter = CANDOR_STRICTER_HIGHER});
constexpr const candor_parameter* kUnclosedParameters[] = {&kCloseWithinDays, &kAttemptsCount};
constexpr candor_citation kUnclosedCode = Citation(
    CANDOR_AUTHORITY_CODE, "ACA A.11: referral and transfer with open communication with client and receiver", "B");
constexpr candor_citation kUnclosedPractice = Citation(
    CANDOR_AUTHORITY_PRACTICE, "Warm handoff: the receiver has accepted and the next appointment is confirmed", "B");
constexpr const candor_citation* kUnclosedCitations[] = {&kUnclosedCode, &kUnclosedPractice};
constexpr uint16_t kUnclosedKinds[] = {CANDOR_KIND_REFERRAL, CANDOR_KIND_CLIENT_DECLINED, CANDOR_KIND_TRANSFER_STEP,
                                       CANDOR_KIND_INTAKE, CANDOR_KIND_TERMINATION};
constexpr uint16_t kUnclosedDone[] = {CANDOR_KIND_REFERRAL, CANDOR_KIND_CLIENT_DECLINED};
constexpr candor_rule kUnclosedRule = Rule(
    {.slug = "referral_unclosed",
     .catalogue_id = "R43",
     .title = "Note what became of the referral that was offered",
     .resolved_by = "The client's answer: accepted, declined, or met the new therapist; or two documented attempts "
                    "to get one.",
     .severity = CANDOR_SEVERITY_LATER,
     .action = CANDOR_ACTION_DOCUMENT,
     .kinds = kUnclosedKinds,
     .citations = kUnclosedCitations,
     .parameters = kUnclosedParameters,
     .done_kinds = kUnclosedDone,
     .trigger = "A referral that was offered and neither accepted nor declined."});

// --- R08 advice_not_acted
constexpr candor_parameter kActWithinDays = Within("act_within", 30);
constexpr candor_parameter kNoteWithinDays = Within("note_within", 14);
constexpr const candor_parameter* kAdviceParameters[] = {&kActWithinDays, &kNoteWithinDays};
constexpr candor_citation kAdviceModel =
    Citation(CANDOR_AUTHORITY_ARTICLE,
             "Knapp, Gottlieb and Handelsman: what was recommended, what was done and the reason for the choice", "A");
constexpr candor_citation kAdvicePractice =
    Citation(CANDOR_AUTHORITY_PRACTICE, "This practice has decided the number of days", "own");
constexpr const candor_citation* kAdviceCitations[] = {&kAdviceModel, &kAdvicePractice};
constexpr uint16_t kAdviceKinds[] = {CANDOR_KIND_CONSULTATION,  CANDOR_KIND_SUPERVISION,   CANDOR_KIND_DECISION,
                                     CANDOR_KIND_CONTINUE_PLAN, CANDOR_KIND_STANDING_PLAN, CANDOR_KIND_CLARIFIED,
                                     CANDOR_KIND_PAUSE,         CANDOR_KIND_REFERRAL,      CANDOR_KIND_TRANSFER_STEP,
                                     CANDOR_KIND_INTAKE,        CANDOR_KIND_TERMINATION};
constexpr uint16_t kAdviceDone[] = {CANDOR_KIND_DECISION, CANDOR_KIND_CONSULTATION};
constexpr candor_text kAdviceFoldsUnder[] = {sdk::Text("referral_follow_through")};
constexpr candor_rule kAdviceRule =
    Rule({.slug = "advice_not_acted",
          .catalogue_id = "R08",
          .title = "Note what came of the advice, or why it was not followed",
          .resolved_by = "Something done about it, a decision with its reason, or a second consultation.",
          .severity = CANDOR_SEVERITY_SOON,
          .action = CANDOR_ACTION_DOCUMENT,
          .kinds = kAdviceKinds,
          .citations = kAdviceCitations,
          .parameters = kAdviceParameters,
          .folds_under = kAdviceFoldsUnder,
          .done_kinds = kAdviceDone,
          .trigger = "A recommendation, and for so many days neither anything done about it nor a reason."});

constexpr const candor_rule* kRules[] = {&kFollowThroughRule, &kUnclosedRule, &kAdviceRule};
constexpr sdk::Declaration kDeclaration = {.name = "referral", .version = "1.2.0", .rules = kRules};

}  // namespace
}  // namespace candor::referral

CANDOR_POLICY_PLUGIN(candor::referral::ReferralPolicy, candor::referral::kDeclaration);
