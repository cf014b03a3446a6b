#include <cstdint>

#include "plugins/sdk/policy.h"
#include "plugins/working/rules.h"
#include "plugins/working/working_policy.h"

// What this policy declares. Sources: README.md of this folder. A list of citations starts with the strongest authority
// that speaks of the thing itself.
namespace candor::working {
namespace {

using sdk::Citation;
using sdk::Parameter;
using sdk::Rule;
using sdk::Within;

// How far back an entry of a member can matter: ten years.
constexpr int32_t kHorizonDays = 3653;

constexpr candor_parameter OfFrequency(std::string_view name, std::string_view unit, int64_t value) {
  return Parameter({.name = name, .unit = unit, .default_value = value, .group = kFrequencyGroup});
}

constexpr candor_citation kDaysOfPractice =
    Citation(CANDOR_AUTHORITY_PRACTICE, "This practice has decided the number of days", "own");

// --- R50 working_capacity
constexpr candor_parameter kDecideWithinDays = Within("decide_within", 14);
constexpr const candor_parameter* kCapacityParameters[] = {&kDecideWithinDays};
constexpr candor_citation kCapacityApa =
    Citation(CANDOR_AUTHORITY_CODE,
             "The APA code, 2.06: take advice, and decide whether to limit, suspend or end the work", "KH");
constexpr candor_citation kCapacityLeaving =
    Citation(CANDOR_AUTHORITY_CODE, "The APA code, 10.09: care for clients when employment ends", "KH");
constexpr candor_citation kCapacityArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE, "Kochenburg, Therapy Is Not a Place for Romance (2011), readers", "A");
constexpr const candor_citation* kCapacityCitations[] = {&kCapacityApa, &kCapacityLeaving, &kCapacityArticle,
                                                         &kDaysOfPractice};
constexpr uint16_t kCapacityKinds[] = {CANDOR_KIND_WORKING_CAPACITY, CANDOR_KIND_DECISION, CANDOR_KIND_ABSENCE};
constexpr uint16_t kCapacityAsked[] = {CANDOR_FIELD_WORKING_CAPACITY_DECISION,
                                       CANDOR_FIELD_WORKING_CAPACITY_COVER_PLANNED};
constexpr uint16_t kCapacityDone[] = {CANDOR_KIND_WORKING_CAPACITY, CANDOR_KIND_DECISION};
constexpr candor_rule kCapacityRule =
    Rule({.slug = "working_capacity",
          .catalogue_id = "R50",
          .title = "Talk with someone about how the work is going, and decide together how to go on",
          .resolved_by = "A decision to continue, limit, suspend or end, with cover for the clients where the work is "
                         "suspended or ends; or an answer that nothing is in the way any more.",
          .severity = CANDOR_SEVERITY_SOON,
          .action = CANDOR_ACTION_TALK,
          .kinds = kCapacityKinds,
          .citations = kCapacityCitations,
          .parameters = kCapacityParameters,
          .scope = CANDOR_SCOPE_MEMBER,
          .confined = CANDOR_CONFINED_PERSONAL,
          .horizon_days = kHorizonDays,
          .asked_fields = kCapacityAsked,
          .done_kinds = kCapacityDone,
          .trigger = "The member answered yes or unsure to whether something makes it hard to work safely, or plans to "
                     "leave for it. The cause is never asked."});

// --- R51 supervision_frequency
constexpr candor_choice kNoPeriodChoice = sdk::Choice(kNoPeriod, "none");
constexpr candor_choice kWeekChoice = sdk::Choice(kEachWeek, "a week");
constexpr candor_choice kMonthChoice = sdk::Choice(kEachMonth, "a calendar month");
constexpr const candor_choice* kPeriodChoices[] = {&kNoPeriodChoice, &kWeekChoice, &kMonthChoice};
constexpr candor_parameter kPeriodWord = Parameter({.name = "period",
                                                    .unit = "choice",
                                                    .default_value = kNoPeriod,
                                                    .group = kFrequencyGroup,
                                                    .choices = kPeriodChoices});
constexpr candor_parameter kNeeded = OfFrequency("needed_hundredths", "hundredths", 0);
constexpr candor_parameter kIndividual = OfFrequency("individual_minutes", "minutes", 60);
constexpr candor_parameter kGroup = OfFrequency("group_minutes", "minutes", 60);
constexpr candor_parameter kLargest = OfFrequency("largest_group", "count", 0);
constexpr candor_parameter kHalf = OfFrequency("half_up_to", "count", 0);
constexpr candor_parameter kMoreAfter = OfFrequency("more_after_minutes", "minutes", 0);
constexpr candor_parameter kAUnit = OfFrequency("minutes_a_unit", "minutes", 0);
constexpr candor_parameter kGapDays = OfFrequency("longest_gap", "days", 0);
constexpr candor_parameter kMakeUpWithinDays = Within("make_up_within", 14);
constexpr candor_parameter kAskWithinDays = Within("ask_within", 14);
constexpr const candor_parameter* kFrequencyParameters[] = {&kPeriodWord,       &kNeeded,        &kIndividual, &kGroup,
                                                            &kLargest,          &kHalf,          &kMoreAfter,  &kAUnit,
                                                            &kMakeUpWithinDays, &kAskWithinDays, &kGapDays};
constexpr candor_citation kFrequencyLaw = Citation(
    CANDOR_AUTHORITY_LAW,
    "California law for associates: a unit for each week and setting, one more above ten hours with clients", "A");
constexpr candor_citation kFrequencyTrainees = Citation(
    CANDOR_AUTHORITY_LAW, "California law for trainees, BPC 4999.36(f): a unit for every five hours with clients", "A");
constexpr candor_citation kFrequencyBacp =
    Citation(CANDOR_AUTHORITY_CODE,
             "The BACP, of accredited members: an hour and a half in each calendar month, not averaged", "A");
constexpr candor_citation kFrequencyPlacement =
    Citation(CANDOR_AUTHORITY_CODE,
             "The BACP, of students in placement: an hour for every eight with clients, every two weeks", "A");
constexpr const candor_citation* kFrequencyCitations[] = {&kFrequencyLaw, &kFrequencyTrainees, &kFrequencyBacp,
                                                          &kFrequencyPlacement, &kDaysOfPractice};
constexpr uint16_t kFrequencyKinds[] = {CANDOR_KIND_WEEK_HOURS, CANDOR_KIND_SUPERVISION, CANDOR_KIND_ABSENCE};
constexpr uint16_t kFrequencyAsked[] = {CANDOR_FIELD_SUPERVISION_MINUTES, CANDOR_FIELD_SUPERVISION_FORMAT,
                                        CANDOR_FIELD_SUPERVISION_GROUP_SIZE, CANDOR_FIELD_WEEK_HOURS_DIRECT_MINUTES};
constexpr uint16_t kFrequencyDone[] = {CANDOR_KIND_SUPERVISION};
constexpr candor_rule kFrequencyRule = Rule(
    {.slug = "supervision_frequency",
     .catalogue_id = "R51",
     .title = "Plan supervision: a week or month with hours had less of it than is asked for",
     .resolved_by = "A later week or month with hours that has as much supervision as is asked for, or supervision "
                    "of the one that was short, written down afterwards.",
     .severity = CANDOR_SEVERITY_SOON,
     .action = CANDOR_ACTION_TALK,
     .kinds = kFrequencyKinds,
     .citations = kFrequencyCitations,
     .parameters = kFrequencyParameters,
     .scope = CANDOR_SCOPE_MEMBER,
     .horizon_days = kHorizonDays,
     .asked_fields = kFrequencyAsked,
     .done_kinds = kFrequencyDone,
     .trigger = "A week or calendar month with hours and less supervision than the profile asks, or longer without a "
                "session than it allows. Without hours nothing is due."});

// --- R53 late_report: a mark that the host makes (its parameter is read there), and no follow-up.
constexpr candor_parameter kLateAfterDays = Within("late_after", 14);
constexpr const candor_parameter* kLateParameters[] = {&kLateAfterDays};
constexpr candor_citation kLateLaw =
    Citation(CANDOR_AUTHORITY_LAW, "HIPAA, 45 CFR 164.312(c): the integrity of records", "A");
constexpr const candor_citation* kLateCitations[] = {&kLateLaw, &kDaysOfPractice};
constexpr uint16_t kLateKinds[] = {CANDOR_KIND_SUPERVISION};
constexpr candor_rule kLateRule =
    Rule({.slug = "late_report",
          .catalogue_id = "R53",
          .title = "Marks how many days later it was written down",
          .resolved_by = "It opens nothing: the mark stays, and a reason can stand beside it as a note.",
          .severity = CANDOR_SEVERITY_LATER,
          .action = 0,
          .kinds = kLateKinds,
          .citations = kLateCitations,
          .parameters = kLateParameters,
          .scope = CANDOR_SCOPE_MEMBER,
          .horizon_days = kHorizonDays,
          .trigger = "Opens nothing. An act, a session, supervision or what somebody was told, written down late."});

// --- R68 training
constexpr candor_parameter kRenewAfterDays = Within("renew_after", 365, 1);
constexpr candor_parameter kTrainWithinDays = Within("train_within", 30);
constexpr const candor_parameter* kTrainingParameters[] = {&kRenewAfterDays, &kTrainWithinDays};
constexpr candor_citation kTrainingResearch = Citation(
    CANDOR_AUTHORITY_RESEARCH, "Pope, Keith-Spiegel and Tabachnick 1986: one in eleven felt adequately trained", "A");
constexpr candor_citation kTrainingArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE, "Kochenburg, Therapy Is Not a Place for Romance (2011): well-trained", "A");
constexpr const candor_citation* kTrainingCitations[] = {&kTrainingResearch, &kTrainingArticle, &kDaysOfPractice};
constexpr uint16_t kTrainingKinds[] = {CANDOR_KIND_TRAINING, CANDOR_KIND_WEEK_HOURS, CANDOR_KIND_SUPERVISION,
                                       CANDOR_KIND_DEPARTURE};
constexpr uint16_t kTrainingAsked[] = {CANDOR_FIELD_TRAINING_PRACTICE_CASE, CANDOR_FIELD_TRAINING_TOPIC};
constexpr uint16_t kTrainingDone[] = {CANDOR_KIND_TRAINING};
constexpr candor_rule kTrainingRule =
    Rule({.slug = "training",
          .catalogue_id = "R68",
          .title = "Plan this year's training on boundaries with a practice case, or the yearly welcome",
          .resolved_by = "The training: boundaries with a practice case, and the welcome, whichever was asked for.",
          .severity = CANDOR_SEVERITY_LATER,
          .action = CANDOR_ACTION_DOCUMENT,
          .kinds = kTrainingKinds,
          .citations = kTrainingCitations,
          .parameters = kTrainingParameters,
          .scope = CANDOR_SCOPE_MEMBER,
          .horizon_days = kHorizonDays,
          .asked_fields = kTrainingAsked,
          .done_kinds = kTrainingDone,
          .trigger = "A year since the last training on boundaries with a practice case, or since the last welcome; of "
                     "who has had none, since their first hours, supervision or training on record."});

// --- R55 therapist_support
constexpr candor_parameter kSituationsCount = Parameter(
    {.name = "situations", .unit = "count", .default_value = 2, .stricter = CANDOR_STRICTER_LOWER, .least = 1});
constexpr candor_parameter kWithinDays =
    Parameter({.name = "within", .unit = "days", .default_value = 365, .stricter = CANDOR_STRICTER_HIGHER, .least = 1});
constexpr candor_parameter kLeftAfterDays = Within("left_after", 30);
constexpr candor_parameter kOfferWithinDays = Within("offer_within", 14);
constexpr const candor_parameter* kSupportParameters[] = {&kSituationsCount, &kWithinDays, &kLeftAfterDays,
                                                          &kOfferWithinDays};
constexpr candor_citation kSupportResearch =
    Citation(CANDOR_AUTHORITY_RESEARCH, "JAAPL 2012: support and supervision before there is harm", "A");
constexpr const candor_citation* kSupportCitations[] = {&kSupportResearch, &kDaysOfPractice};
constexpr uint16_t kSupportKinds[] = {CANDOR_KIND_CONTINUE_PLAN, CANDOR_KIND_DECISION};
constexpr candor_rule kSupportRule = Rule(
    {.slug = "therapist_support",
     .catalogue_id = "R55",
     .title = "Offer support, and plan supervision together",
     .resolved_by = "A plan with the day on which it is looked at again, or a decision with the reason why none.",
     .severity = CANDOR_SEVERITY_SOON,
     .action = CANDOR_ACTION_TALK,
     .kinds = kSupportKinds,
     .citations = kSupportCitations,
     .parameters = kSupportParameters,
     .scope = CANDOR_SCOPE_MEMBER,
     .horizon_days = kHorizonDays,
     .done_kinds = kSupportKinds,
     .trigger = "Within a year, several situations with something important or urgent left long past its date; or a "
                "matter that a disposition found to be so, and a pattern of crossings since. Nothing that was done "
                "in time counts, no feelings and nothing that is only weighed.",
     .reads_follow_ups = true});

constexpr const candor_rule* kRules[] = {&kCapacityRule, &kFrequencyRule, &kLateRule, &kTrainingRule, &kSupportRule};

constexpr sdk::Declaration kDeclaration = {.name = "working", .version = "1.4.0", .rules = kRules};

}  // namespace
}  // namespace candor::working

CANDOR_POLICY_PLUGIN(candor::working::WorkingPolicy, candor::working::kDeclaration);
