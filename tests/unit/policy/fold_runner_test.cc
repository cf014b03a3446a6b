#include "daemon/policy/fold_runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fold_runner_fixture.h"
#include "one_rule.h"
#include "scripted_policy.h"
#include "tests/policies/support/timeline.h"

namespace candor::policy::fold_runner_test {
namespace {

using domain::Kind;
using domain::NotAssessedReason;
using domain::PolicyResult;
using domain::RuleState;
using ::testing::ElementsAre;
using testing::EventOn;
using testing::FoldRunnerTest;
using testing::FollowUpOf;
using ::testing::IsEmpty;
using testing::NumberedId;
using testing::SessionOn;
using testing::SetScript;
using ::testing::SizeIs;
using testing::TaskFor;
using testing::TextOf;

TEST_F(FoldRunnerTest, HandsOverOnlyKindsThatRulesOfTheScopeSubscribeTo) {
  RecordCalls();

  runner_.Run(TaskFor("scripted", {SessionOn(1, 1), EventOn(2, 2, Kind::kIntake), EventOn(3, 3, Kind::kSupervision),
                                   EventOn(4, 4, Kind::kTermination)}));
  EXPECT_THAT(calls_, ElementsAre("1", "4"));

  calls_.clear();
  auto task = TaskFor("scripted", {SessionOn(1, 1), EventOn(3, 3, Kind::kSupervision)});
  task.subject = domain::SubjectId::Of(MemberId(NumberedId(1)));
  runner_.Run(task);
  EXPECT_THAT(calls_, ElementsAre("3"));
}

TEST_F(FoldRunnerTest, OpensUpdatesResolvesAndOpensAgain) {
  SetScript([](candor_call* call) -> int32_t {
    auto followup = FollowUpOf(0, "key", call->event->reported_day + 14);
    switch (call->event->occurred_day) {
      case 1:
      case 4:
        return call->host->open(call->host->context, &followup);
      case 2:
        followup.severity = CANDOR_SEVERITY_IMPORTANT;
        followup.missing_fields = 1;
        return call->host->open(call->host->context, &followup);
      default:
        return call->host->resolve(call->host->context, 0, TextOf("key"), CANDOR_CAUSE_ENTRY);
    }
  });

  const auto updated = runner_.Run(TaskFor("scripted", {SessionOn(1, 1), SessionOn(2, 2)})).end.obligations;
  const auto resolved =
      runner_.Run(TaskFor("scripted", {SessionOn(1, 1), SessionOn(2, 2), SessionOn(3, 3)})).end.obligations;
  const auto again =
      runner_.Run(TaskFor("scripted", {SessionOn(1, 1), SessionOn(2, 2), SessionOn(3, 3), SessionOn(4, 4)}))
          .end.obligations;

  ASSERT_THAT(updated, SizeIs(1));
  EXPECT_EQ(updated[0].opened_by, EntryId(NumberedId(1))) << "an update does not change who opened it";
  EXPECT_EQ(updated[0].severity, domain::Severity::kImportant);
  EXPECT_EQ(updated[0].due, 16);
  EXPECT_EQ(updated[0].missing_fields, 1u);
  EXPECT_EQ(resolved[0].state, RuleState::kResolved);
  EXPECT_EQ(resolved[0].resolved_by, EntryId(NumberedId(3)));
  EXPECT_EQ(resolved[0].resolved_on, 3);
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].state, RuleState::kOpen);
  EXPECT_EQ(again[0].episode, 2u);
  EXPECT_EQ(again[0].opened_by, EntryId(NumberedId(4)));
  EXPECT_TRUE(again[0].resolved_by.empty());
}

TEST_F(FoldRunnerTest, ADateInBusinessDaysKeepsFromWhichDayTheyAreCounted) {
  uint32_t shown = 0;
  uint32_t size = sizeof(candor_followup);
  SetScript([&](candor_call* call) -> int32_t {
    if (call->open_count > 0) shown = call->open[0]->counted_days;
    auto followup = FollowUpOf(0, "key", 16);
    followup.struct_size = size;
    followup.counted_days = 4;
    return call->host->open(call->host->context, &followup);
  });

  const auto counted = runner_.Run(TaskFor("scripted", {SessionOn(1, 1), SessionOn(2, 2)})).end.obligations;
  size = offsetof(candor_followup, counted_days);
  const auto before = runner_.Run(TaskFor("scripted", {SessionOn(1, 1)})).end.obligations;

  EXPECT_EQ(counted.at(0).due, 16);
  EXPECT_EQ(counted.at(0).counted_from, 12);
  EXPECT_EQ(shown, 4u);
  EXPECT_EQ(before.at(0).due, 16);
  EXPECT_EQ(before.at(0).counted_from, std::nullopt) << "built for an ABI before 1.6";
}

TEST_F(FoldRunnerTest, QuietResolvesWithoutAnEntry) {
  SetScript([](candor_call* call) -> int32_t {
    if (call->event->type == CANDOR_EVENT_TIMER) {
      return call->host->resolve(call->host->context, 0, TextOf("key"), CANDOR_CAUSE_QUIET);
    }
    const auto followup = FollowUpOf(0, "key");
    call->host->timer(call->host->context, 0, 91, 1);
    return call->host->open(call->host->context, &followup);
  });

  const auto result = runner_.Run(TaskFor("scripted", {SessionOn(1, 1)}, 200));

  const domain::Obligation& obligation = result.end.obligations.at(0);
  EXPECT_EQ(obligation.cause, domain::ResolvedCause::kQuiet);
  EXPECT_EQ(obligation.resolved_on, 91);
  EXPECT_TRUE(obligation.resolved_by.empty());
  EXPECT_EQ(obligation.resolution_reported_on, std::nullopt);
}

TEST_F(FoldRunnerTest, ClosingWhatIsNotOpenHasNoEffect) {
  SetScript([](candor_call* call) -> int32_t {
    const auto followup = FollowUpOf(0, "key");
    if (call->event->occurred_day == 1) return call->host->open(call->host->context, &followup);
    call->host->resolve(call->host->context, 0, TextOf("key"), CANDOR_CAUSE_ENTRY);
    call->host->withdraw(call->host->context, 0, TextOf("key"));
    return call->host->withdraw(call->host->context, 0, TextOf("other"));
  });

  const auto result = runner_.Run(TaskFor("scripted", {SessionOn(1, 1), SessionOn(2, 2)}));

  ASSERT_THAT(result.end.obligations, SizeIs(1));
  EXPECT_EQ(result.end.obligations[0].state, RuleState::kResolved);
  EXPECT_THAT(result.not_assessed, IsEmpty());
}

TEST_F(FoldRunnerTest, BeforePolicyHasNoDueDateAndStaysSo) {
  SetScript([](candor_call* call) -> int32_t {
    const auto followup = FollowUpOf(0, "key", call->event->reported_day + 14);
    return call->host->open(call->host->context, &followup);
  });
  auto early = SessionOn(1, 1);
  early.opens_duties = false;

  const auto result = runner_.Run(TaskFor("scripted", {early, SessionOn(2, 2)}));

  EXPECT_TRUE(result.end.obligations.at(0).before_policy);
  EXPECT_EQ(result.end.obligations.at(0).due, std::nullopt) << "an update does not make a duty of it";
}

// The day before, the day itself and the day after; the second rule began with the policies.
TEST_F(FoldRunnerTest, DutiesOfARuleMayBeginOnADayOfItsOwn) {
  std::vector<int32_t> told;
  SetScript([&](candor_call* call) -> int32_t {
    told.push_back(call->duties_from == nullptr ? CANDOR_NO_DAY : call->duties_from[0]);
    const std::string key = std::to_string(call->event->occurred_day);
    for (const uint16_t rule : {uint16_t{0}, uint16_t{1}}) {
      const auto followup = FollowUpOf(rule, key.c_str(), call->event->reported_day + 14);
      if (const int32_t code = call->host->open(call->host->context, &followup); code != CANDOR_OK) return code;
    }
    return CANDOR_OK;
  });
  auto task = TaskFor("scripted", {SessionOn(4, 1), SessionOn(5, 2), SessionOn(6, 3)});
  task.duties_from = {5, CANDOR_NO_DAY, CANDOR_NO_DAY};

  const auto result = runner_.Run(task);

  ASSERT_THAT(result.end.obligations, SizeIs(6));
  for (const domain::Obligation& each : result.end.obligations) {
    const bool before = each.rule == "sessions" && each.reported_on < 5;
    EXPECT_EQ(each.before_policy, before) << each.rule << " " << each.reported_on;
    EXPECT_EQ(each.due.has_value(), !before);
  }
  EXPECT_THAT(told, ElementsAre(5, 5, 5));
}

TEST_F(FoldRunnerTest, ARuleThatSaysThatItOpensNothingOpensNothing) {
  testing::OneRule one(0);
  one.rule.action = 0;
  const auto policy = RunnablePolicy::Make(&one.policy).value();
  FoldRunner runner(*policy);
  SetScript([](candor_call* call) -> int32_t {
    const auto followup = FollowUpOf(0, "key");
    return call->host->open(call->host->context, &followup);
  });

  const auto result = runner.Run(TaskFor("scripted", {SessionOn(1, 1)}));

  EXPECT_THAT(result.end.obligations, IsEmpty());
  EXPECT_THAT(result.not_assessed, SizeIs(1));
}

TEST_F(FoldRunnerTest, OfCallThatDoesNotSucceedNothingIsKept) {
  SetScript([](candor_call* call) -> int32_t {
    const auto followup = FollowUpOf(0, "key");
    call->host->open(call->host->context, &followup);
    call->host->timer(call->host->context, 0, 500, 1);
    call->state_size = 3;
    return call->event->occurred_day == 2 ? CANDOR_FAILED : CANDOR_OK;
  });

  const auto result = runner_.Run(TaskFor("scripted", {SessionOn(2, 2)}));

  EXPECT_THAT(result.end.obligations, IsEmpty());
  EXPECT_THAT(result.end.timers, IsEmpty());
  EXPECT_EQ(result.end.state, "");
  EXPECT_THAT(result.not_assessed, ElementsAre(domain::NotAssessed{testing::CaseNumber(1), EntryId(NumberedId(2)),
                                                                   "scripted", NotAssessedReason::kPluginError}));
  EXPECT_EQ(result.end.place.day, 2) << "it is folded all the same";
}

TEST_F(FoldRunnerTest, ShowsAtMostSixteenOpenFollowUpsOfRuleOldestFirst) {
  std::vector<std::string> shown;
  uint32_t total = 0;
  SetScript([&](candor_call* call) -> int32_t {
    shown.clear();
    for (uint32_t i = 0; i < call->open_count; ++i) {
      shown.emplace_back(call->open[i]->key.data, call->open[i]->key.size);
    }
    total = call->open_total[0];
    const std::string key = std::to_string(call->event->occurred_day);
    const auto followup = FollowUpOf(0, key.c_str());
    return call->host->open(call->host->context, &followup);
  });
  std::vector<domain::PolicyEvent> events;
  for (int32_t day = 1; day <= 21; ++day) events.push_back(SessionOn(day, static_cast<uint64_t>(day)));

  runner_.Run(TaskFor("scripted", events));

  EXPECT_THAT(shown, SizeIs(16));
  EXPECT_EQ(shown.front(), "1");
  EXPECT_EQ(shown.back(), "16");
  EXPECT_EQ(total, 20u);
}

TEST_F(FoldRunnerTest, GivesParametersFactsOfTheHostAndRecordedFields) {
  std::vector<uint16_t> ids;
  int64_t parameter = 0;
  SetScript([&](candor_call* call) -> int32_t {
    for (uint32_t i = 0; i < call->event->field_count; ++i) ids.push_back(call->event->fields[i].id);
    parameter = call->parameters[1][0];
    return CANDOR_OK;
  });
  ASSERT_TRUE(policy_->PutSet(0, {{{}, {45}, {}}, {}}).ok());
  auto session = SessionOn(1, 1);
  session.host.therapy_started = -5;

  runner_.Run(TaskFor("scripted", {session}));

  EXPECT_THAT(ids, ElementsAre(CANDOR_HOST_IN_TRAINING, CANDOR_HOST_CURRENT_CLIENT, CANDOR_HOST_HOLDS_CASE,
                               CANDOR_HOST_THERAPY_STARTED, CANDOR_FIELD_SESSION_MINUTES));
  EXPECT_EQ(parameter, 45);
}

// A timer speaks for the entry that asked for it, on whichever day it fires.
TEST_F(FoldRunnerTest, JudgesByTheValuesThatBindTheTherapistOnTheDayOfTheEntry) {
  std::vector<std::string> seen;
  SetScript([&](candor_call* call) -> int32_t {
    const bool timer = call->event->type == CANDOR_EVENT_TIMER;
    seen.push_back(std::to_string(call->parameters[1][0]) + (timer ? " timer" : ""));
    if (!timer) call->host->timer(call->host->context, 0, call->event->occurred_day + 9, 1);
    return CANDOR_OK;
  });
  ASSERT_TRUE(policy_->PutSet(1, {{{}, {45}, {}}, {}}).ok());
  ASSERT_TRUE(policy_->PutSet(2, {{{}, {60}, {}}, {}}).ok());
  auto task = TaskFor("scripted", {SessionOn(1, 1), SessionOn(12, 2)}, 30);
  task.sets = {{task.events[0].therapist, domain::kFirstDay, 1}, {task.events[0].therapist, 5, 2}};
  auto other = TaskFor("scripted", {SessionOn(1, 1)});
  other.sets = {{MemberId::Random(), domain::kFirstDay, 1}};

  runner_.Run(task);
  runner_.Run(other);

  EXPECT_THAT(seen, ElementsAre("45", "45 timer", "60", "60 timer", "30"));
}

TEST_F(FoldRunnerTest, ShowsEveryCandidateOfAGroup) {
  std::vector<std::string> seen;
  SetScript([&](candor_call* call) -> int32_t {
    for (uint32_t i = 0; i < call->candidate_count; ++i) {
      const candor_candidate& one = *call->candidates[i];
      seen.push_back(std::string(one.group.data, one.group.size) + " " + std::to_string(one.rule) + " " +
                     std::to_string(one.values[0]));
    }
    return CANDOR_OK;
  });
  ASSERT_TRUE(policy_->PutSet(1, {{{}, {45}, {}}, {{1, "window", {45}}, {1, "window", {60}}}}).ok());
  auto task = TaskFor("scripted", {SessionOn(1, 1)});
  task.sets = {{task.events[0].therapist, domain::kFirstDay, 1}};

  runner_.Run(task);

  EXPECT_THAT(seen, ElementsAre("window 1 45", "window 1 60"));
}

TEST_F(FoldRunnerTest, TakesNoValuesThatDoNotFit) {
  EXPECT_FALSE(policy_->PutSet(1, {{{}, {45, 46}, {}}, {}}).ok()) << "a parameter too many";
  EXPECT_FALSE(policy_->PutSet(1, {{{}, {45}, {}}, {{3, "window", {1}}}}).ok()) << "a rule that is not there";
  EXPECT_FALSE(policy_->PutSet(2, {{{}, {45}, {}}, {}}).ok()) << "the first was left out";
  EXPECT_EQ(policy_->set_count(), 1U);
}

TEST_F(FoldRunnerTest, GoesOnFromFoldAsIfItHadNeverStopped) {
  SetScript([](candor_call* call) -> int32_t {
    if (call->state_size == 0) call->state_size = 1;
    ++call->state[0];
    const std::string key = std::to_string(call->event->occurred_day);
    const auto followup = FollowUpOf(0, key.c_str(), 5);
    if (call->event->type == CANDOR_EVENT_ENTRY) {
      call->host->timer(call->host->context, 0, call->event->occurred_day + 3, call->state[0]);
    }
    return call->host->open(call->host->context, &followup);
  });
  std::vector<domain::PolicyEvent> events;
  for (int32_t day = 1; day <= 300; day += 2) events.push_back(SessionOn(day, static_cast<uint64_t>(day)));
  auto whole = TaskFor("scripted", events, 290);
  whole.want_snapshots = true;
  const PolicyResult result = runner_.Run(whole);
  ASSERT_FALSE(result.snapshots.empty());

  for (const domain::PluginFold& snapshot : result.snapshots) {
    auto rest = whole;
    rest.start = snapshot;
    std::erase_if(rest.events, [&](const auto& event) { return event.place <= snapshot.place; });
    EXPECT_EQ(runner_.Run(rest).end, result.end);
  }
}

TEST_F(FoldRunnerTest, EventsThatThePluginIsNotShownArePassedForGood) {
  SetScript([](candor_call* call) -> int32_t {
    if (call->event->type == CANDOR_EVENT_ENTRY) call->host->timer(call->host->context, 0, 150, 1);
    return CANDOR_OK;
  });
  auto task = TaskFor("scripted", {SessionOn(1, 1)}, 100);
  for (int32_t day = 2; day <= 200; ++day) {
    task.events.push_back(EventOn(day, static_cast<uint64_t>(day), Kind::kSupervision));
  }
  task.want_snapshots = true;

  const PolicyResult result = runner_.Run(task);

  EXPECT_EQ(result.end.place, task.events.back().place);
  EXPECT_EQ(result.end.folded_to, 201u);
  EXPECT_THAT(result.end.timers, SizeIs(1)) << "its day has not passed";
  EXPECT_THAT(result.snapshots, SizeIs(3)) << "a late entry goes back to one of these, however little was shown";
  for (const domain::PluginFold& snapshot : result.snapshots) {
    auto rest = task;
    rest.start = snapshot;
    std::erase_if(rest.events, [&](const auto& event) { return event.place <= snapshot.place; });
    EXPECT_EQ(runner_.Run(rest).end, result.end);
  }
}

TEST_F(FoldRunnerTest, SnapshotsThinOutTowardsThePast) {
  std::vector<domain::PolicyEvent> events;
  for (int32_t day = 1; day <= 20000; ++day) events.push_back(SessionOn(day, static_cast<uint64_t>(day)));
  auto task = TaskFor("scripted", events);
  task.want_snapshots = true;

  const auto result = runner_.Run(task);

  EXPECT_LT(result.snapshots.size(), 50u);
  EXPECT_GT(result.snapshots.size(), 8u);
  EXPECT_GE(result.snapshots.back().place.day, 20000 - 2 * static_cast<int32_t>(FoldRunner::kSnapshotSpacing));
  EXPECT_TRUE(std::is_sorted(result.snapshots.begin(), result.snapshots.end(),
                             [](const auto& a, const auto& b) { return a.place < b.place; }));
}

TEST_F(FoldRunnerTest, LeavesOutStepsThatItIsToldTo) {
  std::vector<Step> steps;
  SetScript([](candor_call* call) -> int32_t {
    if (call->event->occurred_day == 1) call->host->timer(call->host->context, 0, 50, 1);
    return CANDOR_OK;
  });
  const auto task = TaskFor("scripted", {SessionOn(1, 1), SessionOn(2, 2)}, 100);
  runner_.Run(task, {}, [&](const Step& step) { steps.push_back(step); });
  ASSERT_THAT(steps, SizeIs(3));

  const auto result = runner_.Run(
      task, std::vector<Skip>{{steps[1], NotAssessedReason::kWorkerDied}, {steps[2], NotAssessedReason::kMemory}});

  ASSERT_THAT(result.not_assessed, SizeIs(2));
  EXPECT_EQ(result.not_assessed[0].entry, EntryId(NumberedId(2)));
  EXPECT_EQ(result.not_assessed[0].reason, NotAssessedReason::kWorkerDied);
  EXPECT_TRUE(result.not_assessed[1].entry.empty()) << "a timer";
}

}  // namespace
}  // namespace candor::policy::fold_runner_test
