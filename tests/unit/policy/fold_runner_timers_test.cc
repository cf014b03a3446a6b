#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fold_runner_fixture.h"
#include "scripted_policy.h"
#include "tests/policies/support/timeline.h"

// When timers fire, and for whom they speak.
namespace candor::policy::fold_runner_timers_test {
namespace {

using domain::PolicyResult;
using ::testing::ElementsAre;
using testing::FoldRunnerTest;
using testing::FollowUpOf;
using ::testing::IsEmpty;
using testing::NumberedId;
using testing::SessionOn;
using testing::SetScript;
using ::testing::SizeIs;
using testing::TaskFor;

TEST_F(FoldRunnerTest, TimersOfDayFireAfterItsEntriesInOrderOfRuleAndToken) {
  SetScript([this](candor_call* call) -> int32_t {
    const candor_event& event = *call->event;
    if (event.type == CANDOR_EVENT_TIMER) {
      calls_.push_back("@" + std::to_string(event.timer_rule) + "/" + std::to_string(event.timer_token));
    } else {
      calls_.push_back(std::to_string(event.occurred_day));
      if (event.occurred_day == 1) {
        call->host->timer(call->host->context, 1, 3, 5);
        call->host->timer(call->host->context, 0, 3, 9);
        call->host->timer(call->host->context, 0, 3, 2);
      }
    }
    return CANDOR_OK;
  });

  runner_.Run(TaskFor("scripted", {SessionOn(1, 1), SessionOn(3, 2), SessionOn(4, 3)}));

  EXPECT_THAT(calls_, ElementsAre("1", "3", "@1/5", "@0/2", "@0/9", "4")) << "rules go by slug: endings, sessions";
}

TEST_F(FoldRunnerTest, TimerOfDayWaitsUntilTheDayHasPassed) {
  SetScript([](candor_call* call) -> int32_t {
    if (call->event->type == CANDOR_EVENT_ENTRY) call->host->timer(call->host->context, 0, 10, 1);
    return CANDOR_OK;
  });

  const PolicyResult on_the_day = runner_.Run(TaskFor("scripted", {SessionOn(1, 1)}, 10));
  const PolicyResult day_after = runner_.Run(TaskFor("scripted", {SessionOn(1, 1)}, 11));

  EXPECT_THAT(on_the_day.end.timers, SizeIs(1));
  EXPECT_EQ(on_the_day.end.place.day, 1);
  EXPECT_THAT(day_after.end.timers, IsEmpty());
  EXPECT_EQ(day_after.end.place, domain::Place::EndOf(10));
}

// What is written of a day before the timers' goes on from there.
TEST_F(FoldRunnerTest, WhatTimersGoPastIsKeptAsItWasBeforeThem) {
  SetScript([](candor_call* call) -> int32_t {
    ++call->state[0];
    call->state_size = 1;
    if (call->event->type == CANDOR_EVENT_ENTRY) call->host->timer(call->host->context, 0, 10, 1);
    return CANDOR_OK;
  });

  const PolicyResult waiting = runner_.Run(TaskFor("scripted", {SessionOn(1, 1)}, 10));
  const PolicyResult fired = runner_.Run(TaskFor("scripted", {SessionOn(1, 1)}, 11));

  EXPECT_THAT(waiting.snapshots, IsEmpty()) << "no timer fires";
  ASSERT_THAT(fired.snapshots, SizeIs(1));
  EXPECT_EQ(fired.snapshots[0], waiting.end);

  domain::PolicyTask later = TaskFor("scripted", {SessionOn(5, 2)}, 11);
  later.start = fired.snapshots[0];
  EXPECT_EQ(runner_.Run(later).end, runner_.Run(TaskFor("scripted", {SessionOn(1, 1), SessionOn(5, 2)}, 11)).end);
}

TEST_F(FoldRunnerTest, SameRuleAndTokenMovesTimerAndNoDayCancelsIt) {
  SetScript([](candor_call* call) -> int32_t {
    const int32_t day = call->event->occurred_day;
    call->host->timer(call->host->context, 0, day == 3 ? CANDOR_NO_DAY : day + 100, 1);
    return CANDOR_OK;
  });

  const auto moved = runner_.Run(TaskFor("scripted", {SessionOn(1, 1), SessionOn(2, 2)}));
  const auto cancelled = runner_.Run(TaskFor("scripted", {SessionOn(1, 1), SessionOn(3, 3)}));

  ASSERT_THAT(moved.end.timers, SizeIs(1));
  EXPECT_EQ(moved.end.timers[0].day, 102);
  EXPECT_THAT(cancelled.end.timers, IsEmpty());
}

TEST_F(FoldRunnerTest, TimerForThePastIsRefusedAndNoFault) {
  int32_t entry_answer = -1;
  int32_t timer_answer = -1;
  SetScript([&](candor_call* call) -> int32_t {
    const bool timer = call->event->type == CANDOR_EVENT_TIMER;
    if (!timer) call->host->timer(call->host->context, 0, 5, 1);
    (timer ? timer_answer : entry_answer) =
        call->host->timer(call->host->context, 0, call->event->occurred_day - (timer ? 0 : 1), 2);
    return CANDOR_OK;
  });

  const auto result = runner_.Run(TaskFor("scripted", {SessionOn(1, 1)}, 10));

  EXPECT_EQ(entry_answer, CANDOR_FAILED);
  EXPECT_EQ(timer_answer, CANDOR_FAILED) << "a timer that asks for its own day would never end";
  EXPECT_THAT(result.not_assessed, IsEmpty());
}

TEST_F(FoldRunnerTest, TimerSpeaksOnBehalfOfTheEntryThatAskedForIt) {
  SetScript([](candor_call* call) -> int32_t {
    if (call->event->type == CANDOR_EVENT_ENTRY) {
      call->host->timer(call->host->context, 0, 20, 1);
      return CANDOR_OK;
    }
    const auto followup = FollowUpOf(0, "late", 30);
    return call->host->open(call->host->context, &followup);
  });
  auto session = SessionOn(1, 7);
  session.reported = 4;
  session.opens_duties = false;

  const auto result = runner_.Run(TaskFor("scripted", {session}, 100));

  ASSERT_THAT(result.end.obligations, SizeIs(1));
  const domain::Obligation& obligation = result.end.obligations[0];
  EXPECT_EQ(obligation.opened_by, EntryId(NumberedId(7)));
  EXPECT_EQ(obligation.opened_on, 20);
  EXPECT_EQ(obligation.reported_on, 4);
  EXPECT_TRUE(obligation.before_policy);
  EXPECT_EQ(obligation.due, std::nullopt);
}

}  // namespace
}  // namespace candor::policy::fold_runner_timers_test
