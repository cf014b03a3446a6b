#include "plugins/consultation/consultation_policy.h"
#include "plugins/consultation/rules.h"
#include "plugins/sdk/policy.h"

// Sources: README.md of this folder. A citation starts with the strongest authority that speaks of the thing itself;
// what holds only by analogy is named in the text of the weaker one.
namespace candor::consultation {
namespace {

using sdk::Citation;
using sdk::Parameter;
using sdk::Rule;
using sdk::Within;
using sdk::YesNo;

// --- R01 attraction_consult
constexpr candor_parameter kConsultWithinDays = Parameter({.name = "consult_within",
                                                           .unit = "days",
                                                           .default_value = 14,
                                                           .stricter = CANDOR_STRICTER_LOWER,
                                                           .group = "consult",
                                                           .not_above = "consult_latest"});
constexpr candor_parameter kConsultLatestDays = Parameter({.name = "consult_latest",
                                                           .unit = "days",
                                                           .default_value = 30,
                                                           .stricter = CANDOR_STRICTER_LOWER,
                                                           .group = "consult"});
constexpr candor_parameter kConsultImportantDays = Within("important_after", 14);
constexpr const candor_parameter* kConsultParameters[] = {&kConsultWithinDays, &kConsultLatestDays,
                                                          &kConsultImportantDays};
constexpr candor_citation kFeelingsArticle = Citation(
    CANDOR_AUTHORITY_ARTICLE,
    "Kochenburg, Therapy Is Not a Place for Romance (2011): seek professional consultation when feelings arise", "A");
constexpr candor_citation kConsultAnalogy = Citation(
    CANDOR_AUTHORITY_PRACTICE, "This practice has decided the number of days; by analogy with APA 2.06(b)", "own");
constexpr const candor_citation* kConsultCitations[] = {&kFeelingsArticle, &kConsultAnalogy};
constexpr uint16_t kConsultKinds[] = {CANDOR_KIND_PERSONAL_REACTION, CANDOR_KIND_CONSULTATION, CANDOR_KIND_SUPERVISION};
constexpr uint16_t kConsultDone[] = {CANDOR_KIND_CONSULTATION};
constexpr candor_rule kConsultRule =
    Rule({.slug = "attraction_consult",
          .catalogue_id = "R01",
          .title = "Talk with someone you choose about what you noticed in yourself",
          .resolved_by = "A consultation with someone independent, or supervision that covers the case, after it.",
          .severity = CANDOR_SEVERITY_SOON,
          .action = CANDOR_ACTION_TALK,
          .kinds = kConsultKinds,
          .citations = kConsultCitations,
          .parameters = kConsultParameters,
          .confined = CANDOR_CONFINED_PERSONAL,
          .done_kinds = kConsultDone,
          .trigger = "A first personal reaction about a current client, with no consultation after it."});

// --- R02 attraction_persists
// What nobody speaks of for more than a year is another matter when it comes back.
constexpr candor_parameter kPersistAfterDays = Parameter(
    {.name = "persist_after", .unit = "days", .default_value = 30, .stricter = CANDOR_STRICTER_LOWER, .most = 365});
constexpr candor_choice kDecideChoice = sdk::Choice(kPersistDecide, "decide with the consultant");
constexpr candor_choice kReferChoice = sdk::Choice(kPersistRefer, "refer");
constexpr const candor_choice* kPersistChoices[] = {&kDecideChoice, &kReferChoice};
constexpr candor_parameter kPersistActionChoice = Parameter({.name = "persist_action",
                                                             .unit = "choice",
                                                             .default_value = kPersistDecide,
                                                             .stricter = CANDOR_STRICTER_HIGHER,
                                                             .choices = kPersistChoices});
constexpr candor_parameter kDecideWithinDays = Within("decide_within", 14);
constexpr candor_parameter kReviewWithinDays = Within("review_within", 90, 1);
constexpr candor_parameter kPersistImportantDays = Within("important_after", 14);
constexpr const candor_parameter* kPersistParameters[] = {&kPersistAfterDays, &kPersistActionChoice, &kDecideWithinDays,
                                                          &kReviewWithinDays, &kPersistImportantDays};
constexpr candor_citation kPersistArticle = Citation(CANDOR_AUTHORITY_ARTICLE,
                                                     "Kochenburg, Therapy Is Not a Place for Romance (2011): where "
                                                     "feelings persist, refer and plan it with the consultant",
                                                     "A");
constexpr candor_citation kPersistAnalogy =
    Citation(CANDOR_AUTHORITY_PRACTICE,
             "This practice has decided to ask first for a decision; by analogy with APA 2.06(b)", "own");
constexpr const candor_citation* kPersistCitations[] = {&kPersistArticle, &kPersistAnalogy};
constexpr uint16_t kPersistKinds[] = {CANDOR_KIND_PERSONAL_REACTION, CANDOR_KIND_CONSULTATION,
                                      CANDOR_KIND_SUPERVISION,       CANDOR_KIND_CONTINUE_PLAN,
                                      CANDOR_KIND_REFERRAL,          CANDOR_KIND_TRANSFER_STEP};
constexpr uint16_t kPersistDone[] = {CANDOR_KIND_CONTINUE_PLAN, CANDOR_KIND_REFERRAL, CANDOR_KIND_TRANSFER_STEP};
constexpr candor_rule kPersistRule =
    Rule({.slug = "attraction_persists",
          .catalogue_id = "R02",
          .title = "Talk a second time and decide together: continue with a plan, limit, or prepare a gentle handover",
          .resolved_by = "A referral or transfer begun, a plan to continue that the consultant confirmed and that is "
                         "reviewed in time, or a note that it is over.",
          .severity = CANDOR_SEVERITY_SOON,
          .action = CANDOR_ACTION_TALK,
          .kinds = kPersistKinds,
          .citations = kPersistCitations,
          .parameters = kPersistParameters,
          .confined = CANDOR_CONFINED_PERSONAL,
          .done_kinds = kPersistDone,
          .trigger = "Another personal reaction of the same kind, or that it is still there, some time after the "
                     "consultation or its date."});

// --- R04 attraction_quiet_close
constexpr candor_parameter kQuietDays =
    Parameter({.name = "quiet", .unit = "days", .default_value = 90, .stricter = CANDOR_STRICTER_HIGHER, .least = 1});
constexpr const candor_parameter* kQuietParameters[] = {&kQuietDays};
constexpr candor_citation kQuietArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE,
             "Kochenburg, Therapy Is Not a Place for Romance (2011): such feelings often resolve", "A");
constexpr const candor_citation* kQuietCitations[] = {&kQuietArticle};
constexpr candor_rule kQuietRule = Rule(
    {.slug = "attraction_quiet_close",
     .catalogue_id = "R04",
     .title = "Closes by itself what was talked over and has gone quiet; opens nothing",
     .resolved_by = "Opens nothing.",
     .severity = CANDOR_SEVERITY_LATER,
     .action = 0,
     .kinds = kConsultKinds,
     .citations = kQuietCitations,
     .parameters = kQuietParameters,
     .confined = CANDOR_CONFINED_PERSONAL,
     .trigger = "Opens on nothing: what was talked over ends with a note that it is over, or after a quiet time."});

// --- R06 trainee_attraction
constexpr candor_parameter kTalkWithinDays = Within("talk_within", 14);
constexpr const candor_parameter* kTraineeParameters[] = {&kTalkWithinDays};
constexpr candor_citation kTraineeResearch =
    Citation(CANDOR_AUTHORITY_RESEARCH,
             "Ladany et al. 1997: half of the interns told their supervisor; that it was asked and normal helped", "A");
constexpr candor_citation kTraineePractice =
    Citation(CANDOR_AUTHORITY_PRACTICE,
             "This practice has decided: at the next supervision, which is weekly for associates", "own");
constexpr const candor_citation* kTraineeCitations[] = {&kTraineeResearch, &kTraineePractice};
constexpr uint16_t kTraineeDone[] = {CANDOR_KIND_SUPERVISION};
constexpr candor_rule kTraineeRule =
    Rule({.slug = "trainee_attraction",
          .catalogue_id = "R06",
          .title = "Bring it to your next supervision; a tick is enough there",
          .resolved_by = "A supervision note that covers the case.",
          .severity = CANDOR_SEVERITY_SOON,
          .action = CANDOR_ACTION_TALK,
          .kinds = kConsultKinds,
          .citations = kTraineeCitations,
          .parameters = kTraineeParameters,
          .confined = CANDOR_CONFINED_PERSONAL,
          .done_kinds = kTraineeDone,
          .trigger = "A first personal reaction of somebody in training, with no supervision after it."});

// --- R07 consultation_complete
constexpr candor_parameter kIndependentAnswer = YesNo("independent", 1);
constexpr candor_parameter kAskWithinDays = Within("ask_within", 14);
constexpr const candor_parameter* kCompleteParameters[] = {&kIndependentAnswer, &kAskWithinDays};
constexpr candor_citation kCompleteModel = Citation(
    CANDOR_AUTHORITY_ARTICLE,
    "Knapp, Gottlieb and Handelsman: issues, recommendations, what was done and the reason for the choice", "A");
constexpr candor_citation kCompleteArticle = Citation(
    CANDOR_AUTHORITY_ARTICLE, "Suttle: when, why and why now, who, what was recommended, followed or not and why", "A");
constexpr const candor_citation* kCompleteCitations[] = {&kCompleteModel, &kCompleteArticle};
constexpr uint16_t kCompleteKinds[] = {CANDOR_KIND_CONSULTATION, CANDOR_KIND_SUPERVISION, CANDOR_KIND_DECISION};
constexpr uint16_t kCompleteAsked[] = {CANDOR_FIELD_CONSULTATION_WHY_NOW, CANDOR_FIELD_CONSULTATION_CONSULTANT,
                                       CANDOR_FIELD_CONSULTATION_RECOMMENDATION, CANDOR_FIELD_CONSULTATION_DECISION,
                                       CANDOR_FIELD_CONSULTATION_RATIONALE};
constexpr candor_rule kCompleteRule =
    Rule({.slug = "consultation_complete",
          .catalogue_id = "R07",
          .title = "Complete the note of the consultation",
          .resolved_by = "The missing parts given; where the consultant was not independent, a consultation with "
                         "someone who is.",
          .severity = CANDOR_SEVERITY_LATER,
          .action = CANDOR_ACTION_COMPLETE_RECORD,
          .kinds = kCompleteKinds,
          .citations = kCompleteCitations,
          .parameters = kCompleteParameters,
          .asked_fields = kCompleteAsked,
          .trigger = "A consultation whose note lacks a part, or whose consultant was not independent."});

// --- R09 client_feelings
constexpr candor_parameter kDiscussWithinDays = Within("discuss_within", 30);
constexpr candor_parameter kUnresolvedSessions = Parameter({.name = "unresolved_after",
                                                            .unit = "sessions",
                                                            .default_value = 6,
                                                            .stricter = CANDOR_STRICTER_LOWER,
                                                            .least = 1});
constexpr const candor_parameter* kFeelingsParameters[] = {&kDiscussWithinDays, &kUnresolvedSessions};
constexpr candor_citation kClientFeelingsResearch =
    Citation(CANDOR_AUTHORITY_RESEARCH, "Rabasco et al.: 44 % of therapists had a client tell of such feelings", "B");
constexpr candor_citation kClientFeelingsArticle = Citation(
    CANDOR_AUTHORITY_ARTICLE,
    "Kochenburg, Therapy Is Not a Place for Romance (2011): discuss it openly; if it is not redirected, help the "
    "client find another therapist",
    "A");
constexpr const candor_citation* kFeelingsCitations[] = {&kClientFeelingsResearch, &kClientFeelingsArticle};
constexpr uint16_t kFeelingsKinds[] = {CANDOR_KIND_CLIENT_FEELINGS, CANDOR_KIND_SESSION,       CANDOR_KIND_DISCUSSION,
                                       CANDOR_KIND_CONSULTATION,    CANDOR_KIND_SUPERVISION,   CANDOR_KIND_DECISION,
                                       CANDOR_KIND_REFERRAL,        CANDOR_KIND_TRANSFER_STEP, CANDOR_KIND_INTAKE,
                                       CANDOR_KIND_TERMINATION};
constexpr uint16_t kFeelingsDone[] = {CANDOR_KIND_DISCUSSION, CANDOR_KIND_CONSULTATION};
constexpr candor_rule kFeelingsRule =
    Rule({.slug = "client_feelings",
          .catalogue_id = "R09",
          .title = "Talk with the client about what they told, and note that you did",
          .resolved_by = "A discussion after which it is resolved; else, after the discussion, a consultation that "
                         "decides, or a referral where the feelings could not be redirected.",
          .severity = CANDOR_SEVERITY_SOON,
          .action = CANDOR_ACTION_DOCUMENT,
          .kinds = kFeelingsKinds,
          .citations = kFeelingsCitations,
          .parameters = kFeelingsParameters,
          .done_kinds = kFeelingsDone,
          .trigger = "The client told of feelings for the therapist."});

constexpr const candor_rule* kRules[] = {&kConsultRule, &kPersistRule,  &kQuietRule,
                                         &kTraineeRule, &kCompleteRule, &kFeelingsRule};

constexpr sdk::Declaration kDeclaration = {.name = "consultation", .version = "1.5.0", .rules = kRules};

}  // namespace
}  // namespace candor::consultation

CANDOR_POLICY_PLUGIN(candor::consultation::ConsultationPolicy, candor::consultation::kDeclaration);
