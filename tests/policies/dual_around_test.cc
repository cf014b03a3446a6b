#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/relations.h"

// R32 preexisting_relation_intake, R37 related_client_conflict and R38 client_initiated_unusual_request.
namespace candor::dual_relationships::dual_around_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DualAroundTest : public ::testing::Test {
 protected:
  ShownFollowUp Only() { return host_.FollowUps().at(0); }

  FakeHost host_{candor_policy_plugin};
};

Entry Known(std::string_view name, std::string_view date, int64_t relation, int64_t closeness = 0) {
  Entry intake = Intake(name, date).Set(CANDOR_FIELD_INTAKE_PRIOR_RELATION, relation);
  if (closeness != 0) intake.Set(CANDOR_FIELD_INTAKE_PRIOR_RELATION_CLOSENESS, closeness);
  return intake;
}

// --- R32

TEST_F(DualAroundTest, FamilyAndCloseFriendsAreReferred) {
  const Entry family = Known("i1", "2025-03-01", CANDOR_INTAKE_PRIOR_RELATION_FAMILY);
  const Entry friend_of_old =
      Known("i1", "2025-03-01", CANDOR_INTAKE_PRIOR_RELATION_FRIEND, CANDOR_INTAKE_PRIOR_RELATION_CLOSENESS_CLOSE);
  for (const Entry& intake : {family, friend_of_old}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(intake);
    EXPECT_THAT(host.Lines(), ElementsAre("preexisting_relation_intake i1 important refer due 2025-03-08: open"));
  }
}

TEST_F(DualAroundTest, WhoWasKnownFromAfarOrLongAgoCallsForPrecautions) {
  const Entry casual =
      Known("i1", "2025-03-01", CANDOR_INTAKE_PRIOR_RELATION_SOCIAL, CANDOR_INTAKE_PRIOR_RELATION_CLOSENESS_CASUAL);
  const Entry past =
      Known("i1", "2025-03-01", CANDOR_INTAKE_PRIOR_RELATION_FRIEND, CANDOR_INTAKE_PRIOR_RELATION_CLOSENESS_CLOSE)
          .Date(CANDOR_FIELD_INTAKE_PRIOR_RELATION_TO, "2010-01-01");
  const Entry cousin =
      Known("i1", "2025-03-01", CANDOR_INTAKE_PRIOR_RELATION_FAMILY, CANDOR_INTAKE_PRIOR_RELATION_CLOSENESS_DISTANT);
  for (const Entry& intake : {casual, past, cousin}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(intake);
    EXPECT_THAT(host.Lines(), ElementsAre("preexisting_relation_intake i1 soon document due 2025-03-08: open"));
  }
}

TEST_F(DualAroundTest, NoRelationOrARomanticOneIsNotThisRules) {
  host_.FeedAll({Intake("i0", "2025-03-01"), Known("i1", "2025-03-01", CANDOR_INTAKE_PRIOR_RELATION_NONE),
                 Known("i2", "2025-03-01", CANDOR_INTAKE_PRIOR_RELATION_ROMANTIC)});

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(DualAroundTest, WhoComesBackIsKnownFromTheTherapyItself) {
  host_.FeedAll({Intake("i1", "2024-01-01"), Left("e1", "2024-06-01"),
                 Known("i2", "2025-03-01", CANDOR_INTAKE_PRIOR_RELATION_PROFESSIONAL)});
  EXPECT_THAT(host_.Lines(), IsEmpty());

  FakeHost first(candor_policy_plugin);
  first.Feed(Known("i1", "2025-03-01", CANDOR_INTAKE_PRIOR_RELATION_PROFESSIONAL));
  EXPECT_THAT(first.Lines(), SizeIs(1));
}

TEST_F(DualAroundTest, AllPrecautionsMeetIt) {
  host_.FeedAll({Known("i1", "2025-03-01", CANDOR_INTAKE_PRIOR_RELATION_SOCIAL), Consultation("c1", "2025-03-03"),
                 Reviewed("d1", "2025-03-05").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT)});
  EXPECT_THAT(Only().missing, ElementsAre(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS));

  host_.Feed(Reviewed("d2", "2025-03-08").Written(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS));

  EXPECT_EQ(Only().Line(), "preexisting_relation_intake i1 soon document due 2025-03-08: resolved 2025-03-08 by d2");
}

TEST_F(DualAroundTest, PrecautionsDoNotMakeAFriendAClient) {
  host_.FeedAll({Known("i1", "2025-03-01", CANDOR_INTAKE_PRIOR_RELATION_FAMILY), Consultation("c1", "2025-03-03"),
                 Reviewed("d1", "2025-03-05")
                     .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT)
                     .Written(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS),
                 Referral("f1", "2025-03-06", CANDOR_REFERRAL_OUTCOME_OFFERED)});
  EXPECT_EQ(Only().state, "open");

  host_.Feed(Referral("f2", "2025-03-10", CANDOR_REFERRAL_OUTCOME_ACCEPTED));

  EXPECT_EQ(Only().ended_by, "f2");
}

TEST_F(DualAroundTest, WhoDeclinesAndNamesSomebodyElseHasReferred) {
  host_.FeedAll({Known("i1", "2025-03-01", CANDOR_INTAKE_PRIOR_RELATION_FAMILY),
                 Left("e1", "2025-03-02").Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED, 1)});

  EXPECT_EQ(Only().ended_by, "e1");
}

TEST_F(DualAroundTest, HowCloseAFriendIsIsAskedBesideThePrecautionsAndHoldsNothingUp) {
  host_.Feed(Known("i1", "2025-03-01", CANDOR_INTAKE_PRIOR_RELATION_FRIEND));
  EXPECT_EQ(Only().severity, "soon");
  EXPECT_THAT(Only().missing, ::testing::Contains(CANDOR_FIELD_INTAKE_PRIOR_RELATION_CLOSENESS));

  host_.FeedAll({Consultation("c1", "2025-03-03"), Reviewed("d1", "2025-03-05")
                                                       .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT)
                                                       .Written(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS)});

  EXPECT_EQ(Only().state, "resolved");
}

TEST_F(DualAroundTest, WhatAnEarlierIntakeAskedIsNotMetByTheNextEpisode) {
  host_.FeedAll({Known("i1", "2024-01-01", CANDOR_INTAKE_PRIOR_RELATION_FAMILY), Left("e1", "2024-06-01"),
                 Intake("i2", "2025-03-01"), Referral("f1", "2025-03-10", CANDOR_REFERRAL_OUTCOME_ACCEPTED)});

  EXPECT_EQ(Only().state, "open");
}

// --- R37

Entry Linked(std::string_view name, std::string_view date) {
  return Intake(name, date).Yes(CANDOR_FIELD_INTAKE_CLOSELY_LINKED_TO_ANOTHER_CLIENT);
}

TEST_F(DualAroundTest, AClientWhoIsCloseToAnotherIsTalkedOverAndNoted) {
  host_.FeedAll({Linked("i1", "2025-03-01").Reported("2025-03-02"),
                 TalkAbout("n1", "2025-03-03", CANDOR_DISCUSSION_TOPIC_CONFLICT)});
  EXPECT_EQ(Only().Line(), "related_client_conflict i1 soon document due 2025-03-09: open");

  host_.Feed(Supervision("s1", "2025-03-09"));

  EXPECT_EQ(Only().ended_by, "s1");
}

TEST_F(DualAroundTest, OrTheClientSeesSomebodyElse) {
  host_.FeedAll({Linked("i1", "2025-03-01"), Referral("f1", "2025-03-03", CANDOR_REFERRAL_OUTCOME_ACCEPTED)});

  EXPECT_EQ(Only().ended_by, "f1");
}

TEST_F(DualAroundTest, NoLinkOpensNothingAndAnUnsureOneIsAskedAbout) {
  host_.FeedAll({Intake("i1", "2025-03-01").No(CANDOR_FIELD_INTAKE_CLOSELY_LINKED_TO_ANOTHER_CLIENT),
                 Intake("i2", "2025-03-01").Unsure(CANDOR_FIELD_INTAKE_CLOSELY_LINKED_TO_ANOTHER_CLIENT)});
  EXPECT_THAT(host_.Lines(), ElementsAre("related_client_conflict i2 later complete_record due 2025-03-15: open"));

  FakeHost no(candor_policy_plugin);
  no.FeedAll({Intake("i2", "2025-03-01").Unsure(CANDOR_FIELD_INTAKE_CLOSELY_LINKED_TO_ANOTHER_CLIENT),
              Intake("i3", "2025-03-05").No(CANDOR_FIELD_INTAKE_CLOSELY_LINKED_TO_ANOTHER_CLIENT)});
  host_.Feed(Linked("i3", "2025-03-05"));

  EXPECT_EQ(no.FollowUps().at(0).state, "withdrawn");
  EXPECT_THAT(host_.Lines(), ElementsAre("related_client_conflict i2 soon document due 2025-03-12: open"));
}

// --- R38

Entry Asked(std::string_view name, std::string_view date, int64_t request) {
  return Entry(name, date, CANDOR_KIND_CROSSING)
      .Stage(CANDOR_STAGE_ASKED)
      .Set(CANDOR_FIELD_CROSSING_REQUEST, request)
      .Set(CANDOR_FIELD_CROSSING_INITIATOR, CANDOR_CROSSING_INITIATOR_CLIENT);
}

TEST_F(DualAroundTest, AnUnusualRequestIsTalkedThroughBeforeAnybodyActs) {
  host_.FeedAll({Asked("q1", "2025-03-01", CANDOR_CROSSING_REQUEST_BEQUEST),
                 TalkAbout("n1", "2025-03-04", CANDOR_DISCUSSION_TOPIC_GIFT)});
  EXPECT_EQ(Only().Line(), "client_initiated_unusual_request q1 later talk due 2025-03-15: open");

  host_.Feed(Consultation("c1", "2025-03-15"));

  EXPECT_EQ(Only().ended_by, "c1");
}

TEST_F(DualAroundTest, WorkForSaleAndAnEventSayItByTheirArea) {
  host_.FeedAll({Entry("q1", "2025-03-01", CANDOR_KIND_CROSSING)
                     .Stage(CANDOR_STAGE_PROPOSED)
                     .Set(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_PURCHASE),
                 Entry("q2", "2025-03-01", CANDOR_KIND_CROSSING)
                     .Stage(CANDOR_STAGE_ASKED)
                     .Set(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_CEREMONY)});

  EXPECT_THAT(host_.Of("client_initiated_unusual_request"), SizeIs(2));
}

TEST_F(DualAroundTest, ATouchAskedForOrAnIdeaOfTheTherapistIsNone) {
  host_.FeedAll({Asked("q1", "2025-03-01", CANDOR_CROSSING_REQUEST_OTHER)
                     .Set(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_TOUCH),
                 Asked("q2", "2025-03-01", CANDOR_CROSSING_REQUEST_BUY_WORK)
                     .Set(CANDOR_FIELD_CROSSING_INITIATOR, CANDOR_CROSSING_INITIATOR_THERAPIST),
                 Asked("q3", "2025-03-01", CANDOR_CROSSING_REQUEST_ASHES).Basis(CANDOR_BASIS_SUSPICION),
                 Asked("q4", "2025-03-01", CANDOR_CROSSING_REQUEST_ASHES).NotACurrentClient()});

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(DualAroundTest, TheAdviceOfALawyerIsNotEnough) {
  host_.FeedAll({Asked("q1", "2025-03-01", CANDOR_CROSSING_REQUEST_ASHES),
                 TalkAbout("n1", "2025-03-04", CANDOR_DISCUSSION_TOPIC_OTHER),
                 Entry("l1", "2025-03-05", CANDOR_KIND_LEGAL_ADVICE)});

  EXPECT_EQ(Only().state, "open");
}

TEST_F(DualAroundTest, ARequestDeclinedNeedsTheTalkOnly) {
  host_.FeedAll({Asked("q1", "2025-03-01", CANDOR_CROSSING_REQUEST_ATTEND_EVENT),
                 Asked("q2", "2025-03-05", CANDOR_CROSSING_REQUEST_ATTEND_EVENT).Stage(CANDOR_STAGE_DECLINED)});
  EXPECT_EQ(Only().state, "open");

  host_.Feed(TalkAbout("n1", "2025-03-06", CANDOR_DISCUSSION_TOPIC_BOUNDARY));

  EXPECT_EQ(Only().ended_by, "n1");
}

TEST_F(DualAroundTest, WhatIsActedOnBeforeItWasTalkedThroughCounts) {
  FakeHost at_once(candor_policy_plugin);
  const Entry done = Asked("q2", "2025-03-10", CANDOR_CROSSING_REQUEST_BUY_WORK).Stage(CANDOR_STAGE_DONE);
  at_once.Feed(done);
  host_.FeedAll({Asked("q1", "2025-03-01", CANDOR_CROSSING_REQUEST_BUY_WORK), done});

  EXPECT_THAT(at_once.Lines(), ElementsAre("client_initiated_unusual_request q2 soon talk due 2025-03-24: open"));
  EXPECT_THAT(host_.Lines(), ElementsAre("client_initiated_unusual_request q1 soon talk due 2025-03-15: open"));
}

TEST_F(DualAroundTest, WhatWasTalkedThroughMayBeActedOn) {
  host_.FeedAll({Asked("q1", "2025-03-01", CANDOR_CROSSING_REQUEST_BUY_WORK),
                 TalkAbout("n1", "2025-03-04", CANDOR_DISCUSSION_TOPIC_BOUNDARY), Consultation("c1", "2025-03-05"),
                 Asked("q2", "2025-03-10", CANDOR_CROSSING_REQUEST_BUY_WORK).Stage(CANDOR_STAGE_DONE)});

  EXPECT_THAT(host_.Lines(),
              ElementsAre("client_initiated_unusual_request q1 later talk due 2025-03-15: resolved 2025-03-05 by c1"));
}

}  // namespace
}  // namespace candor::dual_relationships::dual_around_test
