#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/endings.h"
#include "tests/policies/entries.h"

namespace candor::soft_transfer::long_or_dependent_ending_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LongOrDependentEndingTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin};
};

TEST_F(LongOrDependentEndingTest, ALongTherapyEndedAbruptlyCallsForASoftTransfer) {
  host_.Feed(LongEnding("e1", "2025-03-01"));

  EXPECT_THAT(host_.Lines(), ElementsAre("abandonment e1 important soft_transfer due 2025-03-15: open",
                                         "long_or_dependent_ending e1 soon soft_transfer due 2025-03-31: open"));
}

TEST_F(LongOrDependentEndingTest, LongIsTwoFullYears) {
  struct Case {
    std::string started;
    bool opens;
  };
  for (const Case& one : {Case{"2023-03-02", false}, Case{"2023-03-01", true}, Case{"2023-02-28", true}}) {
    FakeHost from_host(candor_policy_plugin);
    from_host.Feed(Ending("e1", "2025-03-01").Date(CANDOR_HOST_THERAPY_STARTED, one.started));
    EXPECT_EQ(!from_host.Of("long_or_dependent_ending").empty(), one.opens) << one.started;

    FakeHost from_intake(candor_policy_plugin);
    from_intake.FeedAll({Entry("i1", one.started, CANDOR_KIND_INTAKE), Ending("e1", "2025-03-01")});
    EXPECT_EQ(!from_intake.Of("long_or_dependent_ending").empty(), one.opens) << one.started;
  }
}

TEST_F(LongOrDependentEndingTest, DependencyFosteredCallsForItHoweverShort) {
  host_.FeedAll({Entry("i1", "2025-01-01", CANDOR_KIND_INTAKE),
                 Ending("e1", "2025-03-01").Yes(CANDOR_FIELD_TERMINATION_DEPENDENCY_FOSTERED)});

  EXPECT_EQ(host_.Of("long_or_dependent_ending").size(), 1u);
}

TEST_F(LongOrDependentEndingTest, DependencyThatWasNotRecordedIsNotAskedFor) {
  host_.FeedAll({Entry("i1", "2025-01-01", CANDOR_KIND_INTAKE), Ending("e1", "2025-03-01")});

  EXPECT_THAT(host_.Of("long_or_dependent_ending"), IsEmpty());
}

TEST_F(LongOrDependentEndingTest, TaperedOverSixtyDaysOrFourSessionsNeedsNone) {
  struct Case {
    std::string proposed;
    int64_t sessions;
    bool opens;
  };
  for (const Case& one : {Case{"2025-01-01", 3, true}, Case{"2024-12-31", 0, false}, Case{"2024-12-30", 0, false},
                          Case{"2025-02-15", 4, false}}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(LongEnding("e1", "2025-03-01")
                  .Date(CANDOR_FIELD_TERMINATION_PROPOSED_ON, one.proposed)
                  .Set(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS, one.sessions)
                  .Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED, 3));
    EXPECT_EQ(!host.Of("long_or_dependent_ending").empty(), one.opens) << one.proposed << " " << one.sessions;
    EXPECT_THAT(host.Of("abandonment"), IsEmpty());
  }
}

TEST_F(LongOrDependentEndingTest, ADependentEndingBecomesImportantThirtyDaysPastDue) {
  host_.Feed(LongEnding("e1", "2025-03-01"));
  host_.PassTo("2025-04-30");
  EXPECT_EQ(host_.Of("long_or_dependent_ending").at(0).severity, "soon");

  host_.PassTo("2025-05-01");

  EXPECT_EQ(host_.Of("long_or_dependent_ending").at(0).Line(),
            "long_or_dependent_ending e1 important soft_transfer due 2025-03-31: open");
}

TEST_F(LongOrDependentEndingTest, BeforeThePolicyNothingIsEverPastDue) {
  host_.Feed(LongEnding("e1", "2025-03-01").BeforePolicy());
  host_.PassTo("2026-03-01");

  EXPECT_EQ(host_.Of("long_or_dependent_ending").at(0).Line(),
            "long_or_dependent_ending e1 soon soft_transfer: open (before the policy)");
}

TEST_F(LongOrDependentEndingTest, ATransferOrAWrittenRefusalMeetsADependentEnding) {
  const Entry ways[] = {
      HandedOver("x1", "2025-03-10"),
      Declined("x1", "2025-03-10", CANDOR_CLIENT_DECLINED_WHAT_TRANSFER).Yes(CANDOR_FIELD_CLIENT_DECLINED_IN_WRITING)};
  for (const Entry& way : ways) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({LongEnding("e1", "2025-03-01"), way});
    EXPECT_EQ(host.Of("long_or_dependent_ending").at(0).ended_by, "x1");
  }

  host_.FeedAll({LongEnding("e1", "2025-03-01"), Declined("x1", "2025-03-10", CANDOR_CLIENT_DECLINED_WHAT_TRANSFER)});
  EXPECT_EQ(host_.Of("long_or_dependent_ending").at(0).state, "open");
}

TEST_F(LongOrDependentEndingTest, ATransferDeclinedInWritingBeforeTheEndingNeedsNone) {
  host_.FeedAll(
      {DeclinedInWriting("x1", "2025-03-01", CANDOR_CLIENT_DECLINED_WHAT_TRANSFER), LongEnding("e1", "2025-03-10")});
  EXPECT_THAT(host_.Of("long_or_dependent_ending"), IsEmpty());

  FakeHost told_only(candor_policy_plugin);
  told_only.FeedAll(
      {Declined("x1", "2025-03-01", CANDOR_CLIENT_DECLINED_WHAT_TRANSFER), LongEnding("e1", "2025-03-10")});
  EXPECT_EQ(told_only.Of("long_or_dependent_ending").size(), 1u);
}

TEST_F(LongOrDependentEndingTest, AClientWhoComesToAJointSessionAfterAllDeclinesNoLonger) {
  host_.FeedAll({DeclinedInWriting("x1", "2025-02-01", CANDOR_CLIENT_DECLINED_WHAT_TRANSFER), Joint("t1", "2025-02-20"),
                 LongEnding("e1", "2025-03-10")});

  EXPECT_EQ(host_.Of("long_or_dependent_ending").size(), 1u);
}

TEST_F(LongOrDependentEndingTest, AStartThatWasNotRecordedIsAskedForOnce) {
  host_.Feed(Ending("e1", "2025-03-01").Without(CANDOR_HOST_THERAPY_STARTED));
  host_.PassTo("2026-03-01");

  const std::vector<ShownFollowUp> asked = host_.Of("long_or_dependent_ending");
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].Line(), "long_or_dependent_ending e1 later complete_record due 2025-03-15: open");
  EXPECT_THAT(asked[0].missing, ElementsAre(CANDOR_FIELD_INTAKE_THERAPY_STARTED));
}

TEST_F(LongOrDependentEndingTest, AStartIsNotAskedForWhereItChangesNothing) {
  const Entry settled[] = {
      Ending("e1", "2025-03-01").Date(CANDOR_FIELD_TERMINATION_PROPOSED_ON, "2024-12-01"),
      Ending("e1", "2025-03-01").Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_CLIENT),
      Ending("e1", "2025-03-01").No(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE)};
  for (Entry ending : settled) {
    FakeHost host(candor_policy_plugin);
    host.Feed(ending.Without(CANDOR_HOST_THERAPY_STARTED));
    EXPECT_THAT(host.Of("long_or_dependent_ending"), IsEmpty());
  }

  host_.Feed(Ending("e1", "2025-03-01")
                 .Without(CANDOR_HOST_THERAPY_STARTED)
                 .Yes(CANDOR_FIELD_TERMINATION_DEPENDENCY_FOSTERED));
  EXPECT_EQ(host_.Of("long_or_dependent_ending").at(0).severity, "soon");
}

TEST_F(LongOrDependentEndingTest, ATherapyIsAtLeastAsLongAsItsRecord) {
  host_.FeedAll({Entry("s1", "2023-02-28", CANDOR_KIND_SESSION),
                 Ending("e1", "2025-03-01").Without(CANDOR_HOST_THERAPY_STARTED)});

  EXPECT_EQ(host_.Of("long_or_dependent_ending").at(0).severity, "soon");
}

TEST_F(LongOrDependentEndingTest, ADependentEndingAsksOnlyForWhatItTurnsOn) {
  host_.Feed(LongEnding("e1", "2025-03-01")
                 .Without(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE)
                 .Without(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED));
  host_.PassTo("2026-03-01");

  const ShownFollowUp asked = host_.Of("long_or_dependent_ending").at(0);
  EXPECT_EQ(asked.Line(), "long_or_dependent_ending e1 later complete_record due 2025-03-15: open");
  EXPECT_THAT(asked.missing, ElementsAre(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE));
}

}  // namespace
}  // namespace candor::soft_transfer::long_or_dependent_ending_test
