#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/member_rules/member_rules.h"

// That a policy with rules of both scopes is tested without a daemon: the fake host asks those of the subject's scope.
namespace candor::member_rules_test {
namespace {

using sdk::testing::Entry;
using sdk::testing::FakeHost;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

candor_policy Policy() {
  return sdk::MakePolicy<member_rules::MemberRules>(member_rules::kDeclaration);
}

Entry Crossing(std::string_view name, std::string_view date, uint16_t basis) {
  return Entry(name, date, CANDOR_KIND_CROSSING).Basis(basis);
}

TEST(MemberRulesTest, AMembersEventsReachRulesOfMemberScopeOnly) {
  FakeHost host(Policy(), CANDOR_SCOPE_MEMBER);

  host.Feed(Crossing("c1", "2025-01-06", CANDOR_BASIS_SUSPICION));
  host.Feed(Entry("s1", "2025-01-07", CANDOR_KIND_SESSION));
  host.Feed(Entry("w1", "2025-01-08", CANDOR_KIND_WORKING_CAPACITY).Unsure(CANDOR_FIELD_WORKING_CAPACITY_ANSWER));
  host.Feed(Entry("d1", "2025-01-09", CANDOR_KIND_DECISION));

  EXPECT_THAT(host.Lines(), ElementsAre("test_hearsay c1 important talk due 2025-01-08: open",
                                        "test_capacity w1 soon talk due 2025-01-22: resolved 2025-01-09 by d1"));
}

TEST(MemberRulesTest, ACasesEventsReachRulesOfCaseScopeOnly) {
  FakeHost host(Policy(), CANDOR_SCOPE_CASE);

  host.Feed(Crossing("c1", "2025-01-06", CANDOR_BASIS_SUSPICION));
  host.Feed(Entry("w1", "2025-01-08", CANDOR_KIND_WORKING_CAPACITY).Unsure(CANDOR_FIELD_WORKING_CAPACITY_ANSWER));

  EXPECT_THAT(host.Lines(), ElementsAre("test_boundary c1 important document due 2025-01-20: open"));
}

TEST(MemberRulesTest, WhatOneKnowsOneselfIsNoHearsay) {
  FakeHost host(Policy(), CANDOR_SCOPE_MEMBER);

  host.Feed(Crossing("c1", "2025-01-06", CANDOR_BASIS_WITNESSED));

  EXPECT_THAT(host.Lines(), IsEmpty());
}

TEST(MemberRulesTest, TheLastOwnReportIsToldAsADay) {
  const auto severity_after = [](std::string_view reported) {
    FakeHost host(Policy(), CANDOR_SCOPE_MEMBER);
    host.Feed(Entry("n1", "2025-06-30", CANDOR_KIND_CONCERN).Date(CANDOR_HOST_LAST_OWN_REPORT, reported));
    return host.FollowUps().at(0).severity;
  };

  EXPECT_EQ(severity_after("2024-12-31"), "important") << "181 days";
  EXPECT_EQ(severity_after("2025-01-01"), "urgent") << "180 days";
  EXPECT_EQ(severity_after("2025-06-30"), "urgent");
}

TEST(MemberRulesTest, ATimerOfAMemberFiresAtTheEndOfItsDay) {
  FakeHost host(Policy(), CANDOR_SCOPE_MEMBER);
  host.Feed(Entry("t1", "2024-03-01", CANDOR_KIND_TRAINING));

  host.PassTo("2025-03-01");
  EXPECT_THAT(host.Lines(), IsEmpty());
  host.PassTo("2025-03-02");

  EXPECT_THAT(host.Lines(), ElementsAre("test_training t1 later document due 2025-03-31: open"));
}

}  // namespace
}  // namespace candor::member_rules_test
