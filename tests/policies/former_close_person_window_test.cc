#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "plugins/prohibitions/rules.h"
#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/conduct_entries.h"

namespace candor::prohibitions::former_close_person_window_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kPartnerOf = CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_PARTNER;
constexpr int64_t kRelativeOf = CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_RELATIVE;

void AddWindow(FakeHost& host, int64_t years, int64_t anchor, int64_t partner, int64_t relative) {
  host.AddCandidate("former_close_person_window", "window",
                    {{"years", years},
                     {"anchor", anchor},
                     {"partner", partner},
                     {"immediate_family", 1},
                     {"relative", relative},
                     {"guardian", 0},
                     {"household", 0},
                     {"close_friend", 0}});
}

class FormerClosePersonWindowTest : public ::testing::Test {
 protected:
  static bool Opens(FakeHost& host, const std::string& day, int64_t other_party) {
    host.FeedAll({Intake("i1", "2015-01-01"), Left("e1", "2016-02-29"), ActAfter("a1", day, other_party)});
    return !host.Of("former_close_person_window").empty();
  }

  FakeHost host_{candor_policy_plugin};
};

TEST_F(FormerClosePersonWindowTest, ThePartnerOfAFormerClientWithinTheWait) {
  host_.FeedAll({Intake("i1", "2023-01-01"), Left("e1", "2024-01-01"), Contact("c1", "2024-03-01"),
                 ActAfter("a1", "2025-01-01", kPartnerOf).Reported("2025-01-02")});
  host_.PassTo("2045-01-01");

  EXPECT_THAT(host_.Lines(), ElementsAre("former_close_person_window a1 urgent prohibit due 2025-01-02: open"));
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("e1", "c1"));
}

TEST_F(FormerClosePersonWindowTest, TheLastDayIsInsideAndTheDayAfterIsNot) {
  for (const auto& [day, opens] :
       {std::pair("2021-02-28", true), std::pair("2021-03-01", true), std::pair("2021-03-02", false)}) {
    FakeHost host(candor_policy_plugin);
    AddWindow(host, 5, kFromTermination, 1, 0);
    EXPECT_EQ(Opens(host, day, kPartnerOf), opens) << day;
  }
}

// Five years for partners by one code, seven for relatives by another: neither makes the other longer or wider.
TEST_F(FormerClosePersonWindowTest, WhoCountsBelongsToTheWaitOfEachProfile) {
  const auto opens = [](const std::string& day, int64_t other_party) {
    FakeHost host(candor_policy_plugin);
    AddWindow(host, 5, kFromTermination, 1, 0);
    AddWindow(host, 7, kFromTermination, 0, 1);
    return Opens(host, day, other_party);
  };
  EXPECT_TRUE(opens("2020-01-01", kPartnerOf));
  EXPECT_FALSE(opens("2022-01-01", kPartnerOf));
  EXPECT_TRUE(opens("2022-01-01", kRelativeOf));
  EXPECT_FALSE(opens("2024-01-01", kRelativeOf));
}

TEST_F(FormerClosePersonWindowTest, WithoutAWaitThereIsNothing) {
  AddWindow(host_, 0, kFromTermination, 1, 1);

  EXPECT_FALSE(Opens(host_, "2016-03-01", kPartnerOf));
  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(FormerClosePersonWindowTest, WhatWasNotDoneOpensNothing) {
  host_.FeedAll({Intake("i1", "2023-01-01"), Left("e1", "2024-01-01"),
                 ActAfter("a1", "2024-06-01", kPartnerOf).Stage(CANDOR_STAGE_PROPOSED),
                 ActAfter("a2", "2024-06-01", kPartnerOf).Basis(CANDOR_BASIS_SUSPICION)});

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

}  // namespace
}  // namespace candor::prohibitions::former_close_person_window_test
