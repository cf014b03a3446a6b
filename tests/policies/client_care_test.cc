#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "plugins/practice_duties/rules.h"
#include "plugins/sdk/testing/fake_host.h"

// R64: what a client is owed when something was done that is not to go on.
namespace candor::practice_duties::client_care_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Entry Act(std::string_view name, std::string_view date,
          int64_t party = CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_CLIENT) {
  return Entry(name, date, CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT)
      .Stage(CANDOR_STAGE_DONE)
      .Set(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY, party);
}

Entry Relation(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_DUAL_RELATIONSHIP).Stage(CANDOR_STAGE_DONE);
}

Entry Tie(std::string_view name, std::string_view date, int64_t tie) {
  return Relation(name, date).Set(CANDOR_FIELD_DUAL_RELATIONSHIP_MATERIAL_TIE, tie);
}

Entry Talk(std::string_view name, std::string_view date, std::string_view by = "colleague") {
  return Entry(name, date, CANDOR_KIND_DISCUSSION)
      .By(by)
      .Set(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_CLIENT_CARE);
}

Entry Pause(std::string_view name, std::string_view date, int64_t by = CANDOR_PAUSE_BY_PRACTICE) {
  return Entry(name, date, CANDOR_KIND_PAUSE).Set(CANDOR_FIELD_PAUSE_BY, by);
}

Entry Declined(std::string_view name, std::string_view date, int64_t what) {
  return Entry(name, date, CANDOR_KIND_CLIENT_DECLINED).Set(CANDOR_FIELD_CLIENT_DECLINED_WHAT, what);
}

class ClientCareTest : public ::testing::Test {
 protected:
  std::vector<std::string> Lines() const {
    std::vector<std::string> lines;
    for (const ShownFollowUp& one : host_.Of("client_care")) lines.push_back(one.Line());
    return lines;
  }
  std::vector<std::string> After(const Entry& entry) {
    FakeHost host(candor_policy_plugin, CANDOR_SCOPE_CASE);
    host.Feed(entry);
    std::vector<std::string> lines;
    for (const ShownFollowUp& one : host.Of("client_care")) lines.push_back(one.Line());
    return lines;
  }

  FakeHost host_{candor_policy_plugin, CANDOR_SCOPE_CASE};
};

TEST_F(ClientCareTest, AnActWithAClientCallsForAllOfItFromTheDayItWasToldOf) {
  host_.Feed(Act("a1", "2025-03-03").Reported("2025-03-10").Source(CANDOR_SOURCE_CLIENT));

  EXPECT_THAT(Lines(), ElementsAre("client_care a1 urgent document due 2025-03-10: open"));
  EXPECT_THAT(host_.Of("client_care").at(0).missing,
              ElementsAre(CANDOR_FIELD_PAUSE_BY, CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_FIELD_DISCUSSION_RISK_ASKED,
                          CANDOR_FIELD_DISCUSSION_RIGHTS_TOLD, CANDOR_FIELD_DISCUSSION_OTHER_THERAPIST_OFFERED));
}

TEST_F(ClientCareTest, EachStepMovesTheDateAndTheLastEndsIt) {
  host_.Feed(Act("a1", "2025-03-03"));
  host_.Feed(Pause("p1", "2025-03-03"));
  EXPECT_THAT(Lines(), ElementsAre("client_care a1 urgent document due 2025-03-05: open"));

  host_.Feed(Talk("t1", "2025-03-04").Yes(CANDOR_FIELD_DISCUSSION_RISK_ASKED));
  EXPECT_THAT(Lines(), ElementsAre("client_care a1 urgent document due 2025-03-05: open")) << "rights are left";
  host_.Feed(Talk("t2", "2025-03-05").Yes(CANDOR_FIELD_DISCUSSION_RIGHTS_TOLD));
  EXPECT_THAT(Lines(), ElementsAre("client_care a1 urgent document due 2025-03-10: open"));

  host_.Feed(Talk("t3", "2025-03-10").Yes(CANDOR_FIELD_DISCUSSION_OTHER_THERAPIST_OFFERED));
  EXPECT_THAT(Lines(), ElementsAre("client_care a1 urgent document due 2025-03-10: resolved 2025-03-10 by t3"));
}

TEST_F(ClientCareTest, WhatTheTherapistConcernedDoesIsNoStep) {
  host_.Feed(Act("a1", "2025-03-03"));
  host_.Feed(Talk("t1", "2025-03-04", "therapist")
                 .Yes(CANDOR_FIELD_DISCUSSION_RISK_ASKED)
                 .Yes(CANDOR_FIELD_DISCUSSION_OTHER_THERAPIST_OFFERED));
  host_.Feed(Pause("p1", "2025-03-04", CANDOR_PAUSE_BY_THERAPIST));

  EXPECT_THAT(host_.Of("client_care").at(0).missing, SizeIs(5));
}

TEST_F(ClientCareTest, TheClientMayDeclineAndIsLeftAlone) {
  host_.Feed(Act("a1", "2025-03-03"));
  host_.Feed(Declined("d1", "2025-03-04", CANDOR_CLIENT_DECLINED_WHAT_CONTACT));
  EXPECT_THAT(host_.Of("client_care").at(0).missing, ElementsAre(CANDOR_FIELD_PAUSE_BY));

  host_.Feed(Pause("p1", "2025-03-05"));
  EXPECT_THAT(Lines(), ElementsAre("client_care a1 urgent document due 2025-03-03: resolved 2025-03-05 by p1"));
}

TEST_F(ClientCareTest, AnotherTherapistIsOfferedByAReferralAndTakesOverWithAFirstSession) {
  host_.Feed(Act("a1", "2025-03-03"));
  host_.Feed(Entry("r1", "2025-03-04", CANDOR_KIND_REFERRAL)
                 .Set(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_UNREACHABLE));
  EXPECT_THAT(host_.Of("client_care").at(0).missing, SizeIs(5)) << "nobody was reached";
  host_.Feed(Entry("r2", "2025-03-04", CANDOR_KIND_REFERRAL)
                 .Set(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_OFFERED));
  EXPECT_THAT(host_.Of("client_care").at(0).missing, SizeIs(4));

  host_.Feed(Entry("s1", "2025-03-05", CANDOR_KIND_TRANSFER_STEP).Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_HELD));
  EXPECT_THAT(host_.Of("client_care").at(0).missing, SizeIs(3)) << "the client is with somebody else";
}

TEST_F(ClientCareTest, WhatElseIsToldOfTheSameTherapistJoinsThePlan) {
  host_.Feed(Act("a1", "2025-03-03"));
  host_.Feed(Act("a2", "2025-03-20"));
  host_.Feed(Act("b1", "2025-03-20").By("other"));

  EXPECT_THAT(Lines(), ElementsAre("client_care a1 urgent document due 2025-03-03: open",
                                   "client_care b1 urgent document due 2025-03-20: open"));
}

TEST_F(ClientCareTest, AnActWithSomebodyCloseToTheClientAnAdvanceAndAKissCallForIt) {
  EXPECT_THAT(After(Act("a1", "2025-03-03", CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_PARTNER)), SizeIs(1));
  EXPECT_THAT(After(Act("a1", "2025-03-03", CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_GUARDIAN)), SizeIs(1));
  EXPECT_THAT(
      After(Entry("a1", "2025-03-03", CANDOR_KIND_ADVANCE_OR_PROMISE)
                .Set(CANDOR_FIELD_ADVANCE_OR_PROMISE_OTHER_PARTY, CANDOR_ADVANCE_OR_PROMISE_OTHER_PARTY_CLIENT)),
      SizeIs(1));
  EXPECT_THAT(After(Entry("a1", "2025-03-03", CANDOR_KIND_CROSSING)
                        .Stage(CANDOR_STAGE_DONE)
                        .Set(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_TOUCH)
                        .Set(CANDOR_FIELD_CROSSING_TOUCH, CANDOR_CROSSING_TOUCH_KISS)),
              SizeIs(1));
}

TEST_F(ClientCareTest, OtherTouchAnActOfNobodyKnownOrWithATraineeDoesNot) {
  EXPECT_THAT(After(Entry("a1", "2025-03-03", CANDOR_KIND_CROSSING)
                        .Stage(CANDOR_STAGE_DONE)
                        .Set(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_TOUCH)
                        .Set(CANDOR_FIELD_CROSSING_TOUCH, CANDOR_CROSSING_TOUCH_HUG)),
              IsEmpty());
  EXPECT_THAT(After(Entry("a1", "2025-03-03", CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT).Stage(CANDOR_STAGE_DONE)), IsEmpty());
  EXPECT_THAT(After(Act("a1", "2025-03-03", CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_TRAINEE)), IsEmpty());
}

TEST_F(ClientCareTest, ARelationThatHarmsCallsForItAndOneThatWasOnlyProposedDoesNot) {
  EXPECT_THAT(After(Relation("a1", "2025-03-03").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_HARM_REPORTED)), SizeIs(1));
  EXPECT_THAT(After(Relation("a1", "2025-03-03").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_HARMFUL)), SizeIs(1));
  EXPECT_THAT(After(Relation("a1", "2025-03-03").Unsure(CANDOR_FIELD_DUAL_RELATIONSHIP_HARMFUL)), IsEmpty());
  EXPECT_THAT(
      After(Relation("a1", "2025-03-03").Stage(CANDOR_STAGE_PROPOSED).Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_HARMFUL)),
      IsEmpty());
}

TEST_F(ClientCareTest, AMaterialTieCallsForItButALittleInAnEmergencyDoesNot) {
  constexpr int64_t kLoan = CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_LOAN;
  EXPECT_THAT(After(Tie("a1", "2025-03-03", kLoan)), SizeIs(1));
  const auto emergency = [&](int64_t value) {
    return Tie("a1", "2025-03-03", kLoan)
        .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_EMERGENCY)
        .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_VALUE_MINOR_UNITS, value);
  };
  EXPECT_THAT(After(emergency(2500)), IsEmpty());
  EXPECT_THAT(After(emergency(2501)), SizeIs(1));
  EXPECT_THAT(After(Tie("a1", "2025-03-03", kLoan).Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_AGENCY_FUNDS)), IsEmpty());
}

TEST_F(ClientCareTest, HearsayAndWhatIsNotAboutACurrentClientOpenNothing) {
  EXPECT_THAT(After(Act("a1", "2025-03-03").Basis(CANDOR_BASIS_TOLD_BY_OTHER)), IsEmpty());
  EXPECT_THAT(After(Act("a1", "2025-03-03").Basis(CANDOR_BASIS_SUSPICION)), IsEmpty());
  EXPECT_THAT(After(Act("a1", "2025-03-03").NotACurrentClient()), IsEmpty());
  EXPECT_THAT(After(Act("a1", "2025-03-03").Basis(CANDOR_BASIS_CLIENT_ACCOUNT)), SizeIs(1)) << "an allegation does";
}

TEST_F(ClientCareTest, StepsThatWereThereBeforeAreNoneForIt) {
  host_.Feed(Pause("p0", "2025-03-01"));
  host_.Feed(Talk("t0", "2025-03-01").Yes(CANDOR_FIELD_DISCUSSION_RISK_ASKED));
  host_.Feed(Act("a1", "2025-03-03"));

  EXPECT_THAT(host_.Of("client_care").at(0).missing, SizeIs(5));
}

TEST_F(ClientCareTest, AnActFromBeforeTheTherapyCallsForNoneAndARelationThatGoesOnDoes) {
  const Entry intake("i1", "2026-11-01", CANDOR_KIND_INTAKE);
  host_.FeedAll({Act("a1", "2019-05-01"), intake});
  EXPECT_THAT(Lines(), ElementsAre("client_care a1 urgent document due 2019-05-01: withdrawn 2026-11-01 by i1"));

  FakeHost tied(candor_policy_plugin, CANDOR_SCOPE_CASE);
  tied.FeedAll(
      {Act("a1", "2019-05-01"), Tie("d1", "2019-06-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_HOUSING), intake});
  EXPECT_EQ(tied.Of("client_care").at(0).state, "open") << "the client lives there still";

  FakeHost under_way(candor_policy_plugin, CANDOR_SCOPE_CASE);
  under_way.FeedAll({Entry("s1", "2019-04-01", CANDOR_KIND_SESSION), Act("a1", "2019-05-01"), intake});
  EXPECT_EQ(under_way.Of("client_care").at(0).state, "open") << "the record begins within a therapy";
}

TEST_F(ClientCareTest, WhatComesAfterTheIntakeIsAPlanOfItsOwn) {
  host_.FeedAll({Act("a1", "2019-05-01"), Entry("i1", "2026-11-01", CANDOR_KIND_INTAKE), Act("a2", "2026-11-02")});

  EXPECT_THAT(Lines(), ElementsAre("client_care a1 urgent document due 2019-05-01: withdrawn 2026-11-01 by i1",
                                   "client_care a2 urgent document due 2026-11-02: open"));
}

}  // namespace
}  // namespace candor::practice_duties::client_care_test
