#include <string_view>

#include "plugins/endings/endings_policy.h"
#include "plugins/endings/rules.h"
#include "plugins/sdk/policy.h"

// Sources: README.md of this folder. A citation starts with the strongest authority that speaks of the thing itself.
namespace candor::endings {
namespace {

using sdk::Citation;
using sdk::Parameter;
using sdk::Rule;
using sdk::Within;
using sdk::YesNo;

constexpr candor_citation kDaysOfPractice =
    Citation(CANDOR_AUTHORITY_PRACTICE, "This practice has decided the number of days", "own");

// --- R44 forced_ending
constexpr candor_parameter kAttemptWithinDays = Within("attempt_within", 14);
constexpr candor_parameter kRecordWithinDays = Within("record_within", 14);
constexpr const candor_parameter* kForcedParameters[] = {&kAttemptWithinDays, &kRecordWithinDays};
constexpr candor_citation kForcedApa =
    Citation(CANDOR_AUTHORITY_CODE,
             "APA 10.10(c): talks before the end and other providers, except where a payer precludes it", "B");
constexpr candor_citation kForcedArticle = Citation(
    CANDOR_AUTHORITY_ARTICLE, "GoodTherapy, Dual Relationship, readers: a therapy of ten years ended by order", "A");
constexpr const candor_citation* kForcedCitations[] = {&kForcedApa, &kForcedArticle, &kDaysOfPractice};
constexpr uint16_t kForcedKinds[] = {CANDOR_KIND_TERMINATION,     CANDOR_KIND_REFERRAL,     CANDOR_KIND_TRANSFER_STEP,
                                     CANDOR_KIND_CLIENT_DECLINED, CANDOR_KIND_NOTICE_GIVEN, CANDOR_KIND_INTAKE};
constexpr uint16_t kForcedAsked[] = {CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_FIELD_NOTICE_GIVEN_TO,
                                     CANDOR_FIELD_TERMINATION_ORDERED_BY};
constexpr uint16_t kForcedDone[] = {CANDOR_KIND_TRANSFER_STEP, CANDOR_KIND_REFERRAL, CANDOR_KIND_NOTICE_GIVEN};
constexpr candor_rule kForcedRule =
    Rule({.slug = "forced_ending",
          .catalogue_id = "R44",
          .title = "Others ordered the end: try what can be done for the client, and note it",
          .resolved_by = "A referral or a handover tried, and whoever orders the end spoken to, or the reason why not.",
          .severity = CANDOR_SEVERITY_SOON,
          .action = CANDOR_ACTION_SOFT_TRANSFER,
          .kinds = kForcedKinds,
          .citations = kForcedCitations,
          .parameters = kForcedParameters,
          .asked_fields = kForcedAsked,
          .done_kinds = kForcedDone,
          .trigger = "A court, a payer or an agency orders the end, and little of what could be tried for "
                     "the client is on record."});

// --- R45 return_of_former_client
constexpr candor_parameter kNoteWithinDays = Within("note_within", 14);
constexpr const candor_parameter* kReturnParameters[] = {&kNoteWithinDays};
constexpr candor_citation kReturnApa =
    Citation(CANDOR_AUTHORITY_CODE, "APA 10.07: no therapy with former sexual partners, so it is asked", "A");
constexpr candor_citation kReturnArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE, "Why can't a therapist be friends with a client?: the way back stays open", "A");
constexpr const candor_citation* kReturnCitations[] = {&kReturnApa, &kReturnArticle, &kDaysOfPractice};
constexpr uint16_t kReturnKinds[] = {CANDOR_KIND_INTAKE, CANDOR_KIND_TERMINATION, CANDOR_KIND_DUAL_RELATIONSHIP,
                                     CANDOR_KIND_CLIENT_DECLINED};
constexpr uint16_t kReturnAsked[] = {CANDOR_FIELD_INTAKE_ASKED_RELATION_SINCE};
constexpr uint16_t kReturnDone[] = {CANDOR_KIND_INTAKE};
constexpr candor_rule kReturnRule =
    Rule({.slug = "return_of_former_client",
          .catalogue_id = "R45",
          .title = "A former client is back: note whether you met otherwise in between",
          .resolved_by = "The intake that says so, a note of the relation, or either side declines.",
          .severity = CANDOR_SEVERITY_LATER,
          .action = CANDOR_ACTION_DOCUMENT,
          .kinds = kReturnKinds,
          .citations = kReturnCitations,
          .parameters = kReturnParameters,
          .asked_fields = kReturnAsked,
          .done_kinds = kReturnDone,
          .trigger = "A former client comes back, and the intake does not say whether it was asked what "
                     "there was in between."});

// --- R46 post_termination_contact
constexpr candor_parameter kContactsCount =
    Parameter({.name = "contacts", .unit = "count", .default_value = 3, .stricter = CANDOR_STRICTER_LOWER, .least = 1});
constexpr candor_parameter kContactWindowDays =
    Parameter({.name = "window", .unit = "days", .default_value = 90, .stricter = CANDOR_STRICTER_HIGHER, .least = 1});
constexpr candor_parameter kIndependentAnswer = YesNo("independent", 1);
constexpr const candor_parameter* kContactParameters[] = {&kContactsCount, &kContactWindowDays, &kNoteWithinDays,
                                                          &kIndependentAnswer};
constexpr candor_citation kContactArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE,
             "Why can't a therapist be friends with a client?: contact after the end is led by the client", "A");
constexpr const candor_citation* kContactCitations[] = {&kContactArticle, &kDaysOfPractice};
constexpr uint16_t kContactKinds[] = {CANDOR_KIND_POST_TERMINATION_CONTACT, CANDOR_KIND_CONSULTATION,
                                      CANDOR_KIND_SUPERVISION, CANDOR_KIND_INTAKE, CANDOR_KIND_TERMINATION};
constexpr uint16_t kContactAsked[] = {CANDOR_FIELD_POST_TERMINATION_CONTACT_PURPOSE};
constexpr uint16_t kContactDone[] = {CANDOR_KIND_CONSULTATION, CANDOR_KIND_POST_TERMINATION_CONTACT};
constexpr candor_rule kContactRule =
    Rule({.slug = "post_termination_contact",
          .catalogue_id = "R46",
          .title = "You are still in touch with a former client: note what for, or talk it over",
          .resolved_by = "A later contact that says what it is for, or a consultation.",
          .severity = CANDOR_SEVERITY_LATER,
          .action = CANDOR_ACTION_DOCUMENT,
          .kinds = kContactKinds,
          .citations = kContactCitations,
          .parameters = kContactParameters,
          .asked_fields = kContactAsked,
          .done_kinds = kContactDone,
          .trigger = "Contact after the ending that was much, began with the therapist or was not by a safe "
                     "way, with no note what for."});

// --- R47 long_therapy_review
constexpr candor_parameter kLongAfterYears =
    Parameter({.name = "after", .unit = "years", .default_value = 5, .stricter = CANDOR_STRICTER_LOWER});
constexpr candor_parameter kAgainAfterYears =
    Parameter({.name = "again_after", .unit = "years", .default_value = 1, .stricter = CANDOR_STRICTER_LOWER});
constexpr candor_parameter kReviewWithinDays = Within("review_within", 30);
constexpr const candor_parameter* kReviewParameters[] = {&kLongAfterYears, &kAgainAfterYears, &kReviewWithinDays};
constexpr candor_citation kReviewCode =
    Citation(CANDOR_AUTHORITY_CODE,
             "AAMFT 1.9, APA 10.10(a): as long as the client has something of it; no code sets a "
             "number of years",
             "A");
constexpr candor_citation kReviewPractice =
    Citation(CANDOR_AUTHORITY_PRACTICE, "This practice has decided the number of years", "own");
constexpr const candor_citation* kReviewCitations[] = {&kReviewCode, &kReviewPractice};
constexpr uint16_t kReviewKinds[] = {CANDOR_KIND_INTAKE, CANDOR_KIND_DISCUSSION, CANDOR_KIND_TERMINATION};
constexpr uint16_t kReviewAsked[] = {CANDOR_FIELD_DISCUSSION_TOPIC};
constexpr uint16_t kReviewDone[] = {CANDOR_KIND_DISCUSSION};
constexpr candor_rule kReviewRule =
    Rule({.slug = "long_therapy_review",
          .catalogue_id = "R47",
          .title = "A long therapy: note with the client what it gives them",
          .resolved_by = "A talk with the client that reviews it; or the therapy ends.",
          .severity = CANDOR_SEVERITY_LATER,
          .action = CANDOR_ACTION_DOCUMENT,
          .kinds = kReviewKinds,
          .citations = kReviewCitations,
          .parameters = kReviewParameters,
          .asked_fields = kReviewAsked,
          .done_kinds = kReviewDone,
          .trigger = "The therapy has lasted so many years, and then each year again."});

// --- R59 clear_start
constexpr candor_parameter kSessionsCount = Parameter(
    {.name = "sessions", .unit = "sessions", .default_value = 3, .stricter = CANDOR_STRICTER_LOWER, .least = 1});
constexpr candor_parameter kTickWithinDays = Within("tick_within", 14);
constexpr const candor_parameter* kStartParameters[] = {&kSessionsCount, &kTickWithinDays};
constexpr candor_citation kStartNotice =
    Citation(CANDOR_AUTHORITY_LAW, "California law, SB 1024: the notice that says how to complain", "A");
constexpr candor_citation kStartArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE, "Tonkonogy, Intimacy in Therapy: agree from the start what words mean", "A");
constexpr const candor_citation* kStartCitations[] = {&kStartNotice, &kStartArticle, &kDaysOfPractice};
constexpr uint16_t kStartKinds[] = {CANDOR_KIND_INTAKE, CANDOR_KIND_SESSION, CANDOR_KIND_DISCUSSION,
                                    CANDOR_KIND_TERMINATION};
constexpr uint16_t kStartAsked[] = {
    CANDOR_FIELD_INTAKE_TOLD_WHAT_THERAPY_IS,          CANDOR_FIELD_INTAKE_TOLD_CONTACT_BETWEEN_SESSIONS,
    CANDOR_FIELD_INTAKE_TOLD_GIFTS_TOUCH_SOCIAL_MEDIA, CANDOR_FIELD_INTAKE_TOLD_HOW_IT_ENDS,
    CANDOR_FIELD_INTAKE_TOLD_HOW_TO_COMPLAIN,          CANDOR_FIELD_INTAKE_ASKED_KNOWN_OTHERWISE,
    CANDOR_FIELD_INTAKE_ASKED_EARLIER_THERAPIST};
constexpr uint16_t kStartDone[] = {CANDOR_KIND_DISCUSSION, CANDOR_KIND_INTAKE};
constexpr candor_rule kStartRule =
    Rule({.slug = "clear_start",
          .catalogue_id = "R59",
          .title = "Tick what you told and asked at the start; a tick is enough",
          .resolved_by = "The ticks, at the intake or with a talk about how therapy goes.",
          .severity = CANDOR_SEVERITY_LATER,
          .action = CANDOR_ACTION_COMPLETE_RECORD,
          .kinds = kStartKinds,
          .citations = kStartCitations,
          .parameters = kStartParameters,
          .asked_fields = kStartAsked,
          .done_kinds = kStartDone,
          .trigger = "The third session, with a tick about the start missing."});

constexpr const candor_rule* kRules[] = {&kForcedRule, &kReturnRule, &kContactRule, &kReviewRule, &kStartRule};

constexpr sdk::Declaration kDeclaration = {.name = "endings", .version = "1.2.0", .rules = kRules};

}  // namespace
}  // namespace candor::endings

CANDOR_POLICY_PLUGIN(candor::endings::EndingsPolicy, candor::endings::kDeclaration);
