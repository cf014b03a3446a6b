#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/conduct_entries.h"

namespace candor::prohibitions::sex_current_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SexCurrentTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin};
};

TEST_F(SexCurrentTest, AnActWithACurrentClientIsTakenUpTheSameDay) {
  host_.Feed(Act("a1", "2025-03-01").Reported("2025-03-04"));

  EXPECT_THAT(host_.Lines(), ElementsAre("sex_current a1 urgent prohibit due 2025-03-04: open"));
}

TEST_F(SexCurrentTest, NothingThatIsRecordedLaterEndsIt) {
  host_.FeedAll({Act("a1", "2025-03-01"), Consultation("c1", "2025-03-02"), Supervision("s1", "2025-03-03"),
                 AllSteps("t1", "2025-03-04"), EndedByTherapist("e1", "2025-03-05")});
  host_.PassTo("2035-03-05");

  EXPECT_THAT(host_.Of("sex_current"), ::testing::SizeIs(1));
  EXPECT_EQ(host_.Of("sex_current").at(0).state, "open");
}

// A person may have disposed of the first, which the policy is not told.
TEST_F(SexCurrentTest, EachActIsAFollowUpOfItsOwn) {
  host_.FeedAll({Act("a1", "2025-03-01"), Act("a2", "2025-03-08")});

  EXPECT_THAT(host_.Lines(), ElementsAre("sex_current a1 urgent prohibit due 2025-03-01: open",
                                         "sex_current a2 urgent prohibit due 2025-03-08: open"));
}

TEST_F(SexCurrentTest, OnlyWhatWasDoneIsAnAct) {
  for (const uint16_t stage :
       {CANDOR_STAGE_ASKED, CANDOR_STAGE_PROPOSED, CANDOR_STAGE_ORDERED, CANDOR_STAGE_DECLINED}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(Act("a1", "2025-03-01").Stage(stage));
    EXPECT_THAT(host.Lines(), IsEmpty()) << stage;
  }
  host_.Feed(Act("a1", "2025-03-01").Stage(0));
  EXPECT_EQ(host_.FollowUps().size(), 1u);
}

TEST_F(SexCurrentTest, HearsayAndSuspicionOpenNothingHere) {
  for (const uint16_t basis : {CANDOR_BASIS_TOLD_BY_OTHER, CANDOR_BASIS_SUSPICION}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(Act("a1", "2025-03-01").Basis(basis));
    EXPECT_THAT(host.Lines(), IsEmpty()) << basis;
  }
  for (const uint16_t basis :
       {CANDOR_BASIS_OWN, CANDOR_BASIS_ADMITTED, CANDOR_BASIS_WITNESSED, CANDOR_BASIS_CLIENT_ACCOUNT}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(Act("a1", "2025-03-01").Basis(basis));
    EXPECT_EQ(host.FollowUps().at(0).severity, "urgent") << basis;
  }
}

TEST_F(SexCurrentTest, AKissIsAnActWhoeverBeganIt) {
  const Entry kiss = Entry("k1", "2025-03-01", CANDOR_KIND_CROSSING)
                         .Set(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_TOUCH)
                         .Set(CANDOR_FIELD_CROSSING_TOUCH, CANDOR_CROSSING_TOUCH_KISS);
  host_.Feed(Entry(kiss)
                 .Set(CANDOR_FIELD_CROSSING_INITIATOR, CANDOR_CROSSING_INITIATOR_CLIENT)
                 .Yes(CANDOR_FIELD_CROSSING_CONSENT));
  EXPECT_THAT(host_.Lines(), ElementsAre("sex_current k1 urgent prohibit due 2025-03-01: open"));

  for (const Entry& other : {Entry(kiss).Set(CANDOR_FIELD_CROSSING_TOUCH, CANDOR_CROSSING_TOUCH_HUG),
                             Entry(kiss).Stage(CANDOR_STAGE_DECLINED)}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(other);
    EXPECT_THAT(host.Lines(), IsEmpty());
  }
}

TEST_F(SexCurrentTest, ARelationRecordedAsADualOneOfTheSexualKindIsAnAct) {
  const auto relation = [](std::string_view name, int64_t context, int64_t event) {
    return Entry(name, "2025-03-01", CANDOR_KIND_DUAL_RELATIONSHIP)
        .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, context)
        .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, event);
  };
  host_.FeedAll({relation("d1", CANDOR_DUAL_RELATIONSHIP_CONTEXT_SEXUAL, CANDOR_DUAL_RELATIONSHIP_EVENT_BEGUN),
                 relation("d2", CANDOR_DUAL_RELATIONSHIP_CONTEXT_SOCIAL, CANDOR_DUAL_RELATIONSHIP_EVENT_BEGUN),
                 relation("d3", CANDOR_DUAL_RELATIONSHIP_CONTEXT_SEXUAL, CANDOR_DUAL_RELATIONSHIP_EVENT_ASSESSED),
                 relation("d4", CANDOR_DUAL_RELATIONSHIP_CONTEXT_SEXUAL, CANDOR_DUAL_RELATIONSHIP_EVENT_BEGUN)
                     .Stage(CANDOR_STAGE_PROPOSED)});

  EXPECT_THAT(host_.Lines(), ElementsAre("sex_current d1 urgent prohibit due 2025-03-01: open"));
}

TEST_F(SexCurrentTest, WhoItWasIsAskedForWhereNobodySaid) {
  host_.Feed(Act("a1", "2025-03-01").Without(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY).Reported("2025-03-02"));

  EXPECT_THAT(host_.Lines(), ElementsAre("sex_current a1 later complete_record due 2025-03-16: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY));
}

TEST_F(SexCurrentTest, WhatIsFoundInHistoryIsMarkedAndHasNoDate) {
  host_.Feed(Act("a1", "2005-03-01").Reported("2005-03-02").BeforePolicy());

  EXPECT_THAT(host_.Lines(), ElementsAre("sex_current a1 urgent prohibit: open (before the policy)"));
}

// Somebody else still treats the client, and whoever handed them over does not.
TEST_F(SexCurrentTest, AClientWhoWasHandedOverIsAFormerOneOfTheFirstTherapist) {
  host_.FeedAll({Intake("i1", "2024-01-01"), With(AllSteps("t1", "2024-06-01"), "ben"),
                 Session("s1", "2024-06-08").By("ben"), Act("a1", "2024-07-01").No(CANDOR_HOST_HOLDS_CASE),
                 Act("a2", "2024-07-02").By("ben")});

  EXPECT_EQ(host_.Of("former_client_window").at(0).key, "a1");
  EXPECT_EQ(host_.Of("sex_current").at(0).key, "a2");
}

TEST_F(SexCurrentTest, WhoTreatsTheClientAgainTreatsACurrentOne) {
  host_.FeedAll({Intake("i1", "2024-01-01"), EndedByTherapist("e1", "2024-06-01"), Intake("i2", "2025-01-01"),
                 Act("a1", "2025-02-01")});

  EXPECT_EQ(host_.Of("sex_current").size(), 1u);
  EXPECT_THAT(host_.Of("former_client_window"), IsEmpty());
}

// Whom the policy has no room for is judged as if the client were theirs still.
TEST_F(SexCurrentTest, HoweverManyTherapistsACaseHasEachIsJudged) {
  const auto number = [](const char* letter, int i) { return letter + std::to_string(i); };
  for (int i = 0; i < 20; ++i) host_.Feed(Session(number("s", i), "2025-01-01").By(number("t", i)));
  for (int i = 0; i < 20; ++i) host_.Feed(Act(number("a", i), "2025-01-02").By(number("t", i)));

  EXPECT_THAT(host_.not_assessed(), IsEmpty());
  EXPECT_EQ(host_.Of("sex_current").size(), 20u);
}

// They are a couple, and seven years later one of them becomes a client: a matter of R12, and of no other rule.
TEST_F(SexCurrentTest, WhoWasNoClientYetWasNoCurrentOne) {
  host_.FeedAll({Act("a1", "2019-05-01"),
                 Act("a2", "2019-05-02").Without(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY),
                 Intake("i1", "2026-11-01"), Session("s1", "2026-11-08")});

  EXPECT_THAT(host_.Lines(),
              ElementsAre("sex_current a1 urgent prohibit due 2019-05-01: withdrawn 2026-11-01 by i1",
                          "sex_current a2 later complete_record due 2019-05-16: withdrawn 2026-11-01 by i1",
                          "ex_partner_intake i1 urgent refer due 2026-11-08: open"));
}

TEST_F(SexCurrentTest, ARecordThatBeginsWithinATherapyTakesNothingBack) {
  const Entry step = Entry("t1", "2019-01-01", CANDOR_KIND_TRANSFER_STEP).Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT);
  for (const Entry& shows : {Session("s1", "2019-01-01"), step, Intake("i0", "2019-01-01")}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({shows, Act("a1", "2019-05-01"), Intake("i1", "2026-11-01")});
    EXPECT_EQ(host.Of("sex_current").at(0).state, "open");
  }
  host_.FeedAll(
      {Act("a1", "2019-05-01"), Intake("i1", "2026-11-01").Date(CANDOR_FIELD_INTAKE_THERAPY_STARTED, "2019-05-01")});
  EXPECT_EQ(host_.Of("sex_current").at(0).state, "open") << "therapy had begun by then, as the intake says";
}

}  // namespace
}  // namespace candor::prohibitions::sex_current_test
