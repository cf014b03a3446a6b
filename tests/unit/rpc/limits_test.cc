#include "daemon/rpc/limits.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"

namespace candor::rpc::limits_test {
namespace {

using Turn = std::shared_ptr<Limits::Turn>;

constexpr bool kCall = false;
constexpr bool kStream = true;

// Few of everything.
CallLimits Small() {
  CallLimits limits;
  limits.calls = 3;
  limits.streams = 2;
  limits.connections = 2;
  limits.in_all = 6;
  return limits;
}

class LimitsTest : public testing::Test {
 protected:
  absl::StatusOr<Turn> Ask(const std::string& who, bool is_stream = kCall, const std::string& connection = "one") {
    return all_.Admit({who, connection, is_stream, true}, now_);
  }
  // Empty: they are let in.
  static std::string Reason(const absl::StatusOr<Turn>& turn) {
    if (turn.ok()) return "";
    EXPECT_TRUE(absl::IsResourceExhausted(turn.status())) << turn.status();
    EXPECT_TRUE(IsOfLimits(turn.status())) << turn.status();
    return DetailOf(turn.status()).value_or(ErrorDetail{}).reason;
  }
  // One call after another, each as dear as this.
  void Work(const std::string& who, int calls, absl::Duration each) {
    for (int i = 0; i < calls; ++i) {
      const auto turn = Ask(who);
      ASSERT_TRUE(turn.ok()) << turn.status();
      (*turn)->Charge(each);
    }
  }

  const CallLimits limits_ = Small();
  const Limits all_{limits_};
  absl::Time now_ = absl::FromUnixSeconds(1'743'336'000);
};

TEST_F(LimitsTest, SoManyCallsOfOneCallerAtOnce) {
  std::vector<Turn> turns;
  for (size_t i = 0; i < limits_.calls; ++i) turns.push_back(Ask("ana").value());

  EXPECT_EQ(Reason(Ask("ana")), "too_many_calls");
  EXPECT_EQ(Reason(Ask("maria")), "") << "another caller has their own";
  EXPECT_EQ(Reason(Ask("ana", kStream)), "") << "a stream is no call";
  turns.pop_back();
  EXPECT_EQ(Reason(Ask("ana")), "");
}

TEST_F(LimitsTest, SoManyStreamsOfOneCallerAtOnce) {
  std::vector<Turn> turns;
  for (size_t i = 0; i < limits_.streams; ++i) turns.push_back(Ask("ana", kStream).value());

  EXPECT_EQ(Reason(Ask("ana", kStream)), "too_many_streams");
  EXPECT_EQ(Reason(Ask("ana")), "");
  turns.clear();
  EXPECT_EQ(Reason(Ask("ana", kStream)), "");
}

TEST_F(LimitsTest, SoManyConnectionsWithSomethingUnderWay) {
  const Turn first = Ask("ana", kCall, "one").value();
  const Turn again = Ask("ana", kCall, "one").value();
  {
    const Turn second = Ask("ana", kStream, "two").value();

    EXPECT_EQ(Reason(Ask("ana", kCall, "three")), "too_many_connections");
    EXPECT_EQ(Reason(Ask("maria", kCall, "three")), "");
    EXPECT_EQ(Reason(Ask("ana", kCall, "two")), "");
  }
  EXPECT_EQ(Reason(Ask("ana", kCall, "three")), "") << "nothing is under way over the second";
}

TEST_F(LimitsTest, SoMuchOfAllTogether) {
  std::vector<Turn> turns;
  for (size_t i = 0; i < limits_.in_all; ++i) turns.push_back(Ask(absl::StrCat("member ", i)).value());

  EXPECT_EQ(Reason(Ask("ana")), "busy");
  turns.pop_back();
  EXPECT_EQ(Reason(Ask("ana")), "");
}

TEST_F(LimitsTest, OneCallAtATimeIsAlwaysLetIn) {
  Work("ana", 1000, absl::Seconds(5));

  EXPECT_EQ(Reason(Ask("ana")), "");
}

TEST_F(LimitsTest, WhomNothingHasProvedHasNothingForFree) {
  const Asking stranger{"address 192.0.2.1", "one", kCall, false};
  int let_in = 0;
  while (Reason(all_.Admit(stranger, now_)).empty()) ++let_in;

  EXPECT_NEAR(let_in, limits_.saved / limits_.least_cost, 2);
  EXPECT_EQ(Reason(all_.Admit(stranger, now_)), "rate");
  now_ += absl::Seconds(1);
  EXPECT_EQ(Reason(all_.Admit(stranger, now_)), "");
}

TEST_F(LimitsTest, WhoAsksForMoreAtOncePaysWithProcessorTime) {
  Work("ana", 100, limits_.saved / 10);
  {
    const Turn under_way = Ask("ana").value();

    EXPECT_EQ(Reason(Ask("ana")), "rate");
    EXPECT_EQ(Reason(Ask("maria")), "");
  }
  // What is owed is never more than what can be saved.
  now_ += 2 * limits_.saved / limits_.share + absl::Milliseconds(1);
  const Turn under_way = Ask("ana").value();
  EXPECT_EQ(Reason(Ask("ana")), "");
}

TEST_F(LimitsTest, OfManyAtOnceNotAllAreLetInOnTheSameSavings) {
  // What theirs cost is known: two thirds of what can be saved.
  Work("ana", 1, limits_.saved * 2 / 3);
  now_ += limits_.saved / limits_.share;

  const Turn first = Ask("ana").value();
  const Turn second = Ask("ana").value();

  EXPECT_EQ(Reason(Ask("ana")), "rate");
}

TEST_F(LimitsTest, WhatACallDidNotCostIsGivenBack) {
  Work("ana", 1, limits_.saved * 2 / 3);
  now_ += limits_.saved / limits_.share;
  for (int i = 0; i < 100; ++i) {
    const Turn cheap = Ask("ana").value();
    const auto cheap_too = Ask("ana");
    ASSERT_TRUE(cheap_too.ok()) << i << ": " << cheap_too.status();
  }
}

TEST_F(LimitsTest, ManyCheapCallsAreARateToo) {
  const Turn under_way = Ask("ana", kCall).value();
  int let_in = 0;
  while (Reason(Ask("ana")).empty()) ++let_in;

  EXPECT_NEAR(let_in, limits_.saved / limits_.least_cost, 2);
  now_ += absl::Seconds(1);
  let_in = 0;
  while (Reason(Ask("ana")).empty()) ++let_in;
  EXPECT_NEAR(let_in, limits_.share * (absl::Seconds(1) / limits_.least_cost), 2);
}

TEST_F(LimitsTest, AClockThatIsSetBackTakesNothingAway) {
  const Turn under_way = Ask("ana").value();
  now_ -= absl::Hours(1);

  EXPECT_EQ(Reason(Ask("ana")), "");
  while (Reason(Ask("ana")).empty()) {
  }
  now_ += absl::Seconds(1);
  EXPECT_EQ(Reason(Ask("ana")), "") << "it is earned from there on";
}

TEST_F(LimitsTest, WhatIsAnsweredIsUnderWayNoMore) {
  Work("ana", 100, limits_.saved / 10);
  const Turn answered = Ask("ana").value();

  answered->End();
  answered->Charge(absl::Seconds(1));

  EXPECT_EQ(Reason(Ask("ana")), "") << "it is one at a time";
}

TEST_F(LimitsTest, ATurnMayOutliveTheLimits) {
  auto limits = std::make_unique<Limits>(limits_);
  Turn turn = limits->Admit({"ana", "one"}, now_).value();

  limits.reset();
  turn->Charge(absl::Seconds(1));
  turn.reset();
}

TEST_F(LimitsTest, OnlyWhatTheyRefuseIsOfThem) {
  EXPECT_FALSE(IsOfLimits(absl::OkStatus()));
  EXPECT_FALSE(IsOfLimits(absl::ResourceExhaustedError("the disk is full")));
  EXPECT_FALSE(IsOfLimits(WithDetail(absl::ResourceExhaustedError("wait"), {"code", "too_many_guesses"})));
  EXPECT_FALSE(IsOfLimits(WithDetail(absl::InvalidArgumentError("no"), {"", "rate"})));
  EXPECT_FALSE(IsOfLimits(AtHungUpConnection())) << "nobody waits for that answer";
}

TEST_F(LimitsTest, WhatIsRefusedForALimitSaysByWhich) {
  EXPECT_EQ(RefusedBy(AtHungUpConnection()), "hung_up");
  EXPECT_EQ(RefusedBy(WithDetail(absl::ResourceExhaustedError("wait"), {"", "busy"})), "busy");
  EXPECT_EQ(RefusedBy(WithDetail(absl::ResourceExhaustedError("wait"), {"code", "too_many_guesses"})), "");
  EXPECT_EQ(RefusedBy(absl::ResourceExhaustedError("the disk is full")), "");
  EXPECT_EQ(RefusedBy(absl::OkStatus()), "");
}

TEST(MeteredTest, ChargesWhatTheThreadDoes) {
  CallLimits given;
  given.saved = absl::Milliseconds(1);
  const Limits limits(given);
  const absl::Time now = absl::FromUnixSeconds(1'743'336'000);
  {
    const Turn turn = limits.Admit({"ana", "one"}, now).value();
    const Metered metered(turn);
    const absl::Time until = absl::Now() + absl::Milliseconds(20);
    while (absl::Now() < until) {
    }
  }
  const Turn turn = limits.Admit({"ana", "one"}, now).value();
  EXPECT_TRUE(IsOfLimits(limits.Admit({"ana", "one"}, now).status()));
}

TEST(MeteredTest, NobodyPaysForTheOperator) {
  const Metered metered(nullptr);
}

}  // namespace
}  // namespace candor::rpc::limits_test
