#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/relations.h"

// R30 dual_assess and R31 dual_unavoidable_review.
namespace candor::dual_relationships::dual_assess_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class DualAssessTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin};
};

TEST_F(DualAssessTest, ARelationThatCouldBeAvoidedIsLookedAtWithinFourteenDays) {
  host_.Feed(Befriended("d1", "2025-03-01").Reported("2025-03-04"));

  EXPECT_THAT(host_.Lines(), ElementsAre("dual_assess d1 soon talk due 2025-03-18: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, SizeIs(18));
}

TEST_F(DualAssessTest, SoIsOneThatWasNotExpectedAndOneThatIsOnlyProposed) {
  host_.FeedAll({Befriended("d1", "2025-03-01")
                     .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE, CANDOR_DUAL_RELATIONSHIP_CHOICE_UNEXPECTED),
                 Befriended("d2", "2025-03-01")
                     .Stage(CANDOR_STAGE_PROPOSED)
                     .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_BUSINESS)});

  EXPECT_THAT(host_.Lines(), ElementsAre("dual_assess d1 soon talk due 2025-03-15: open",
                                         "dual_assess d2 soon talk due 2025-03-15: open"));
}

TEST_F(DualAssessTest, WhatIsNoRelationBesideATherapyOpensNothing) {
  host_.FeedAll({Befriended("d1", "2025-03-01").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_BY_CHANCE),
                 Befriended("d2", "2025-03-01")
                     .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_TIMING, CANDOR_DUAL_RELATIONSHIP_TIMING_SEQUENTIAL),
                 Befriended("d3", "2025-03-01").Stage(CANDOR_STAGE_DECLINED),
                 Befriended("d4", "2025-03-01").Stage(CANDOR_STAGE_ASKED),
                 Befriended("d5", "2025-03-01").Stage(CANDOR_STAGE_ORDERED),
                 Befriended("d6", "2025-03-01").Basis(CANDOR_BASIS_SUSPICION),
                 Befriended("d7", "2025-03-01").Basis(CANDOR_BASIS_TOLD_BY_OTHER), RelationEnded("d8", "2025-03-01")});

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(DualAssessTest, WhetherItCouldBeAvoidedIsAskedOnceAndTheAnswerDecides) {
  FakeHost avoidable(candor_policy_plugin);
  for (FakeHost* host : {&host_, &avoidable}) host->Feed(Begun("d1", "2025-03-01").Reported("2025-03-02"));
  EXPECT_THAT(host_.Lines(), ElementsAre("dual_assess d1 later complete_record due 2025-03-16: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE));

  host_.Feed(
      Assessed("d2", "2025-03-08").Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE, CANDOR_DUAL_RELATIONSHIP_CHOICE_NORMAL));
  avoidable.Feed(Reviewed("d2", "2025-03-08")
                     .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE, CANDOR_DUAL_RELATIONSHIP_CHOICE_AVOIDABLE));

  EXPECT_THAT(host_.Lines(),
              ElementsAre("dual_assess d1 later complete_record due 2025-03-16: withdrawn 2025-03-08 by d2",
                          "dual_unavoidable_review d2 later talk due 2025-09-04: open"));
  EXPECT_THAT(avoidable.Lines(), ElementsAre("dual_assess d1 soon talk due 2025-03-16: open"));
}

TEST_F(DualAssessTest, AnAssessmentAndAConsultationThatFindsItAcceptableMeetIt) {
  host_.FeedAll({Befriended("d1", "2025-03-01"), Assessed("d2", "2025-03-05")});
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_CONSULTATION_RECOMMENDATION));

  host_.Feed(Consultation("c1", "2025-03-15"));

  EXPECT_THAT(host_.Lines(), ElementsAre("dual_assess d1 soon talk due 2025-03-15: resolved 2025-03-15 by c1"));
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("d2", "c1"));
}

TEST_F(DualAssessTest, TheOtherWayRoundAndBitByBit) {
  Entry rest = Assessed("d3", "2025-03-09");
  for (uint16_t field = CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_POWER;
       field <= CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_OPEN_END; ++field) {
    rest.Without(field);
  }
  Entry some = Relation("d2", "2025-03-08", CANDOR_DUAL_RELATIONSHIP_EVENT_ASSESSED);
  for (uint16_t field = CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_POWER;
       field <= CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_OPEN_END; ++field) {
    some.Set(field, CANDOR_DUAL_RELATIONSHIP_THERAPY_POWER_HIGH);
  }
  host_.FeedAll({Befriended("d1", "2025-03-01"), Supervision("s1", "2025-03-05"), some});
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");

  host_.Feed(rest);

  EXPECT_EQ(host_.FollowUps().at(0).Line(), "dual_assess d1 soon talk due 2025-03-15: resolved 2025-03-09 by d3");
}

TEST_F(DualAssessTest, WhatWasThereBeforeDoesNotCount) {
  host_.FeedAll({Assessed("d0", "2025-02-20"), Consultation("c0", "2025-02-25"), Befriended("d1", "2025-03-01")});

  EXPECT_EQ(host_.FollowUps().at(0).state, "open");
  EXPECT_THAT(host_.FollowUps().at(0).missing, SizeIs(18));
}

TEST_F(DualAssessTest, NeitherAConsultantWhoIsNotIndependentNorSomebodyElsesTalkCounts) {
  host_.FeedAll({Befriended("d1", "2025-03-01"), Assessed("d2", "2025-03-02"),
                 Consultation("c1", "2025-03-03").Set(CANDOR_HOST_CONSULTANT_RELATION, CANDOR_RELATION_SUBORDINATE),
                 Consultation("c2", "2025-03-04").By("other"), Entry("l1", "2025-03-05", CANDOR_KIND_LEGAL_ADVICE)});

  EXPECT_EQ(host_.FollowUps().at(0).state, "open");
}

TEST_F(DualAssessTest, WithoutTheClientsConsentItStaysOpen) {
  host_.FeedAll({Befriended("d1", "2025-03-01"),
                 Assessed("d2", "2025-03-02").No(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT),
                 Consultation("c1", "2025-03-03")});

  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT));
}

TEST_F(DualAssessTest, LettingGoOfTheRelationMeetsIt) {
  host_.FeedAll({Befriended("d1", "2025-03-01"), RelationEnded("d2", "2025-03-10"),
                 Befriended("d3", "2025-04-01").Stage(CANDOR_STAGE_PROPOSED),
                 Befriended("d4", "2025-04-05").Stage(CANDOR_STAGE_DECLINED)});

  EXPECT_THAT(host_.Lines(), ElementsAre("dual_assess d1 soon talk due 2025-03-15: resolved 2025-03-10 by d2",
                                         "dual_assess d3 soon talk due 2025-04-15: resolved 2025-04-05 by d4"));
}

TEST_F(DualAssessTest, ARelationThatChangesIsLookedAtAnew) {
  const Entry changed =
      Befriended("d3", "2025-03-10").Set(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_CHANGED);
  host_.FeedAll(
      {Befriended("d1", "2025-03-01"), Consultation("c1", "2025-03-05"), changed, Assessed("d4", "2025-03-11")});
  EXPECT_THAT(host_.FollowUps(), SizeIs(1));
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");

  host_.Feed(Consultation("c2", "2025-03-12"));

  EXPECT_EQ(host_.FollowUps().at(0).state, "resolved");
}

TEST_F(DualAssessTest, TwoTherapistsEachHaveTheirOwn) {
  host_.FeedAll({Befriended("d1", "2025-03-01"), Befriended("d2", "2025-03-02").By("other"),
                 Assessed("d3", "2025-03-03").By("other"), Consultation("c1", "2025-03-04").By("other")});

  EXPECT_THAT(host_.Lines(), ElementsAre("dual_assess d1 soon talk due 2025-03-15: open",
                                         "dual_assess d2 soon talk due 2025-03-16: resolved 2025-03-04 by c1"));
}

TEST_F(DualAssessTest, WhatIsOpenFromBeforeThePolicyIsNoDutyAndIsMetWithTheNext) {
  host_.FeedAll({Befriended("d1", "2025-03-01").BeforePolicy(), Befriended("d2", "2025-04-01"),
                 Assessed("d3", "2025-04-02"), Consultation("c1", "2025-04-03")});

  EXPECT_THAT(host_.Lines(), ElementsAre("dual_assess d1 soon talk: resolved 2025-04-03 by c1 (before the policy)",
                                         "dual_assess d2 soon talk due 2025-04-15: resolved 2025-04-03 by c1"));
}

TEST_F(DualAssessTest, WhoComesBackToATherapistWhoHousesThemIsARelationToLookAt) {
  host_.FeedAll({Tied("d1", "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_HOUSING).NotACurrentClient(),
                 Left("e1", "2025-03-02"), Intake("i1", "2025-06-01")});

  EXPECT_THAT(host_.Of("dual_assess"), SizeIs(1));
  EXPECT_EQ(host_.Of("dual_assess").at(0).Line(), "dual_assess i1 soon talk due 2025-06-15: open");
  EXPECT_EQ(host_.Of("material_entanglement").at(0).Line(),
            "material_entanglement i1 urgent prohibit due 2025-06-03: open");
  EXPECT_THAT(host_.Of("dual_assess").at(0).facts, ElementsAre("d1"));
}

TEST_F(DualAssessTest, MoreRelationsThanCanBeKeptAreStillOpened) {
  for (int context = 1; context <= 6; ++context) {
    for (const char* therapist : {"a", "b"}) {
      host_.Feed(Befriended("d" + std::to_string(context) + therapist, "2025-03-01")
                     .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, context)
                     .By(therapist));
    }
  }

  EXPECT_THAT(host_.not_assessed(), IsEmpty());
  EXPECT_THAT(host_.Of("dual_assess"), SizeIs(12));
}

// --- R31

TEST_F(DualAssessTest, WhatCannotBeAvoidedIsReviewedWithinAHundredAndEightyDays) {
  for (const int64_t choice : {CANDOR_DUAL_RELATIONSHIP_CHOICE_MANDATED, CANDOR_DUAL_RELATIONSHIP_CHOICE_UNAVOIDABLE,
                               CANDOR_DUAL_RELATIONSHIP_CHOICE_NORMAL}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(Begun("d1", "2025-01-01").Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE, choice));
    EXPECT_THAT(host.Lines(), ElementsAre("dual_unavoidable_review d1 later talk due 2025-06-30: open"));
  }
}

TEST_F(DualAssessTest, IncidentalContactOpensNothing) {
  host_.Feed(Unavoidable("d1", "2025-01-01").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_BY_CHANCE));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(DualAssessTest, WhatIsUsualInTheSettingNeedsNoOtherAnswer) {
  host_.Feed(Begun("d1", "2025-01-01").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_NORMAL_FOR_SETTING));

  EXPECT_THAT(host_.Lines(), ElementsAre("dual_unavoidable_review d1 later talk due 2025-06-30: open"));
}

TEST_F(DualAssessTest, EachReviewMovesTheDateAndOneSupervisionCoversAll) {
  host_.FeedAll({Unavoidable("d1", "2025-01-01"),
                 Unavoidable("d2", "2025-01-10")
                     .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_COMMUNAL),
                 Supervision("s1", "2025-03-01")});
  EXPECT_THAT(host_.Lines(), ElementsAre("dual_unavoidable_review d1 later talk due 2025-08-28: open",
                                         "dual_unavoidable_review d2 later talk due 2025-08-28: open"));

  host_.Feed(Reviewed("d3", "2025-08-29")
                 .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_COMMUNAL));

  EXPECT_THAT(host_.Lines(), ElementsAre("dual_unavoidable_review d1 later talk due 2025-08-28: open",
                                         "dual_unavoidable_review d2 later talk due 2026-02-25: open"));
}

TEST_F(DualAssessTest, OneStandsForAKindOfOverlapAndNamesThePrecautionsThatLack) {
  host_.FeedAll({Unavoidable("d1", "2025-01-01"), Unavoidable("d2", "2025-01-10")});
  EXPECT_THAT(host_.FollowUps(), SizeIs(1));
  EXPECT_THAT(host_.FollowUps().at(0).missing, Contains(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS));

  host_.Feed(Reviewed("d3", "2025-02-01").Written(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS));

  EXPECT_THAT(host_.FollowUps().at(0).missing, Not(Contains(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS)));
}

TEST_F(DualAssessTest, ItEndsWithTheOtherRelationOrWithTheTherapy) {
  FakeHost ended(candor_policy_plugin);
  for (FakeHost* host : {&host_, &ended}) host->Feed(Unavoidable("d1", "2025-01-01"));
  host_.Feed(RelationEnded("d2", "2025-04-01"));
  ended.Feed(Left("e1", "2025-05-01"));

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "d2");
  EXPECT_EQ(ended.FollowUps().at(0).ended_by, "e1");
}

TEST_F(DualAssessTest, WhatHasBecomeAvoidableIsAssessedInstead) {
  host_.FeedAll({Unavoidable("d1", "2025-01-01"),
                 Befriended("d2", "2025-02-01")
                     .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_CHANGED)});

  EXPECT_THAT(host_.Lines(),
              ElementsAre("dual_unavoidable_review d1 later talk due 2025-06-30: resolved 2025-02-01 by d2",
                          "dual_assess d2 soon talk due 2025-02-15: open"));
}

}  // namespace
}  // namespace candor::dual_relationships::dual_assess_test
