#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <utility>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/conduct_entries.h"

namespace candor::prohibitions::sex_close_person_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SexClosePersonTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin};
};

TEST_F(SexClosePersonTest, TheBrotherOfACurrentClientCounts) {
  host_.Feed(Act("a1", "2025-03-01", CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_RELATIVE).Reported("2025-03-02"));
  host_.PassTo("2030-01-01");

  EXPECT_THAT(host_.Lines(), ElementsAre("sex_close_person a1 urgent prohibit due 2025-03-02: open"));
}

TEST_F(SexClosePersonTest, WhoIsCloseEnoughIsTheProfilesToSay) {
  const std::pair<int64_t, const char*> relations[] = {
      {CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_PARTNER, "partner"},
      {CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_IMMEDIATE_FAMILY, "immediate_family"},
      {CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_RELATIVE, "relative"},
      {CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_GUARDIAN, "guardian"},
      {CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_HOUSEHOLD, "household"},
      {CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_CLOSE_FRIEND, "close_friend"}};
  for (const auto& [other_party, parameter] : relations) {
    for (const int64_t counts : {0, 1}) {
      FakeHost host(candor_policy_plugin);
      host.SetParameter("sex_close_person", parameter, counts);
      host.Feed(Act("a1", "2025-03-01", other_party));
      EXPECT_EQ(host.FollowUps().size(), static_cast<size_t>(counts)) << parameter;
    }
  }
}

TEST_F(SexClosePersonTest, WhatWasNotDoneOpensNothing) {
  host_.Feed(Act("a1", "2025-03-01", CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_PARTNER).Stage(CANDOR_STAGE_DECLINED));
  host_.Feed(Act("a2", "2025-03-01", CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_PARTNER).Basis(CANDOR_BASIS_SUSPICION));
  host_.Feed(Advance("a3", "2025-03-01")
                 .Set(CANDOR_FIELD_ADVANCE_OR_PROMISE_OTHER_PARTY, CANDOR_ADVANCE_OR_PROMISE_OTHER_PARTY_PARTNER));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(SexClosePersonTest, BeforeTheTherapyTheyWereCloseToNobodysClient) {
  host_.FeedAll({Act("a1", "2019-05-01", CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_RELATIVE),
                 Intake("i1", "2026-11-01"),
                 Act("a2", "2026-11-01", CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_RELATIVE)});

  EXPECT_THAT(host_.Lines(),
              ElementsAre("sex_close_person a1 urgent prohibit due 2019-05-01: withdrawn 2026-11-01 by i1",
                          "sex_close_person a2 urgent prohibit due 2026-11-01: open"));
}

}  // namespace
}  // namespace candor::prohibitions::sex_close_person_test
