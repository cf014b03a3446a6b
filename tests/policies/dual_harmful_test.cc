#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/relations.h"

// R33 dual_harmful, R34 material_entanglement and R39 role_change.
namespace candor::dual_relationships::dual_harmful_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DualHarmfulTest : public ::testing::Test {
 protected:
  ShownFollowUp Harmful() { return host_.Of("dual_harmful").at(0); }
  ShownFollowUp Tie() { return host_.Of("material_entanglement").at(0); }

  FakeHost host_{candor_policy_plugin};
};

Entry Harm(std::string_view name, std::string_view date) {
  return Assessed(name, date).Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_HARMFUL);
}

TEST_F(DualHarmfulTest, ARelationFoundToDoHarmTakesThePlaceOfItsAssessment) {
  host_.FeedAll({Befriended("d1", "2025-03-01"), Harm("d2", "2025-03-10").Reported("2025-03-12")});

  EXPECT_THAT(host_.Lines(), ElementsAre("dual_assess d1 soon talk due 2025-03-15: resolved 2025-03-10 by d2",
                                         "dual_harmful d2 important soft_transfer due 2025-04-11: open"));
  EXPECT_THAT(Harmful().facts, ElementsAre("d1"));
}

TEST_F(DualHarmfulTest, WhatOnlyTheAssessmentShowsRunsFromWhenThatWasWrittenDown) {
  const Entry for_therapist =
      Befriended("d1", "2025-03-01")
          .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_BENEFIT_TO, CANDOR_DUAL_RELATIONSHIP_BENEFIT_TO_THERAPIST)
          .Reported("2025-04-15");
  FakeHost by_itself(candor_policy_plugin);
  by_itself.FeedAll({for_therapist, Harm("d2", "2025-03-10")});
  host_.FeedAll({for_therapist, Assessed("d2", "2025-03-10").Without(CANDOR_FIELD_DUAL_RELATIONSHIP_BENEFIT_TO)});

  EXPECT_EQ(by_itself.Of("dual_harmful").at(0).due, "2025-04-09");
  EXPECT_EQ(Harmful().due, "2025-05-15");
}

TEST_F(DualHarmfulTest, SoDoesWhatTheClientTellsOfIt) {
  host_.Feed(Unavoidable("d1", "2025-03-01")
                 .Basis(CANDOR_BASIS_CLIENT_ACCOUNT)
                 .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_HARM_REPORTED));

  EXPECT_EQ(Harmful().Line(), "dual_harmful d1 important soft_transfer due 2025-03-31: open");
}

TEST_F(DualHarmfulTest, AnOutcomeIsNotAcceptableWhereItServesTheTherapistOrTakesAdvantageOrIsHighThroughout) {
  Entry high = Assessed("d2", "2025-03-10");
  for (uint16_t field = CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_POWER;
       field <= CANDOR_FIELD_DUAL_RELATIONSHIP_OTHER_OPEN_END; ++field) {
    high.Set(field, CANDOR_DUAL_RELATIONSHIP_THERAPY_POWER_HIGH);
  }
  const Entry for_therapist =
      Assessed("d2", "2025-03-10")
          .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_BENEFIT_TO, CANDOR_DUAL_RELATIONSHIP_BENEFIT_TO_THERAPIST);
  const Entry exploitative = Assessed("d2", "2025-03-10").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_EXPLOITATIVE);
  const Entry not_quite =
      Entry(high).Set(CANDOR_FIELD_DUAL_RELATIONSHIP_OTHER_POWER, CANDOR_DUAL_RELATIONSHIP_OTHER_POWER_LOW);
  for (const Entry& entry : {high, for_therapist, exploitative}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Befriended("d1", "2025-03-01"), entry});
    EXPECT_THAT(host.Of("dual_harmful"), SizeIs(1));
  }
  host_.FeedAll({Befriended("d1", "2025-03-01"), not_quite});
  EXPECT_THAT(host_.Of("dual_harmful"), IsEmpty());
}

TEST_F(DualHarmfulTest, ThatItServesTheTherapistIsRememberedFromItsBeginning) {
  host_.FeedAll({Befriended("d1", "2025-03-01")
                     .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_BENEFIT_TO, CANDOR_DUAL_RELATIONSHIP_BENEFIT_TO_THERAPIST),
                 Assessed("d2", "2025-03-05")});

  EXPECT_EQ(Harmful().key, "d2");
}

TEST_F(DualHarmfulTest, AConsultantWhoAdvisesAgainstItWhileItIsAssessed) {
  host_.FeedAll({Advised("c0", "2025-02-01", CANDOR_CONSULTATION_RECOMMENDATION_STOP), Befriended("d1", "2025-03-01"),
                 Advised("c1", "2025-03-05", CANDOR_CONSULTATION_RECOMMENDATION_STOP)});

  EXPECT_THAT(host_.Lines(), ElementsAre("dual_assess d1 soon talk due 2025-03-15: resolved 2025-03-05 by c1",
                                         "dual_harmful c1 important soft_transfer due 2025-04-04: open"));
}

TEST_F(DualHarmfulTest, WhatIsOnlyProposedIsNothingToHandOverFor) {
  host_.FeedAll({Befriended("d1", "2025-03-01").Stage(CANDOR_STAGE_PROPOSED), Harm("d2", "2025-03-05"),
                 Advised("c1", "2025-03-06", CANDOR_CONSULTATION_RECOMMENDATION_STOP)});

  EXPECT_THAT(host_.Lines(), ElementsAre("dual_assess d1 soon talk due 2025-03-15: open"));
}

TEST_F(DualHarmfulTest, WhereHarmIsKnownFromTheBeginningNothingIsLeftToAssess) {
  host_.Feed(Befriended("d1", "2025-03-01").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_HARM_REPORTED));

  EXPECT_THAT(host_.Lines(), ElementsAre("dual_harmful d1 important soft_transfer due 2025-03-31: open"));
}

TEST_F(DualHarmfulTest, RumourFindsNothing) {
  host_.Feed(Harm("d1", "2025-03-01").Basis(CANDOR_BASIS_TOLD_BY_OTHER));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(DualHarmfulTest, AHandoverMeetsIt) {
  host_.FeedAll({Harm("d1", "2025-03-01"), With(Joint("t1", "2025-03-10"), "colleague")});
  EXPECT_EQ(Harmful().state, "open");

  host_.Feed(With(HandedOver("t2", "2025-03-20"), "colleague"));

  EXPECT_EQ(Harmful().ended_by, "t2");
}

TEST_F(DualHarmfulTest, AHandoverThatWasCompleteBeforeDoesNot) {
  host_.FeedAll({With(HandedOver("t1", "2025-02-01"), "colleague"), Harm("d1", "2025-03-01"),
                 With(Joint("t2", "2025-03-10"), "colleague")});

  EXPECT_EQ(Harmful().state, "open");
}

TEST_F(DualHarmfulTest, TheOtherRelationEndedMeetsItOnceAConsultantConfirmsThat) {
  host_.FeedAll({Harm("d1", "2025-03-01"), Consultation("c1", "2025-03-05"), RelationEnded("d2", "2025-03-10")});
  EXPECT_EQ(Harmful().state, "open");
  EXPECT_THAT(Harmful().missing, ElementsAre(CANDOR_FIELD_CONTINUE_PLAN_CONFIRMED_BY_CONSULTANT));

  host_.Feed(Advised("c2", "2025-03-12", CANDOR_CONSULTATION_RECOMMENDATION_REFER));
  EXPECT_EQ(Harmful().state, "open");
  host_.Feed(Consultation("c3", "2025-03-20"));

  EXPECT_EQ(Harmful().Line(), "dual_harmful d1 important soft_transfer due 2025-03-31: resolved 2025-03-20 by c3");
}

TEST_F(DualHarmfulTest, WhatWasClarifiedIsNamed) {
  host_.FeedAll({Harm("d1", "2025-03-01"), Entry("k1", "2025-03-05", CANDOR_KIND_CLARIFIED)});

  EXPECT_THAT(Harmful().facts, ElementsAre("k1"));
  EXPECT_EQ(Harmful().state, "open");
}

// --- R34

TEST_F(DualHarmfulTest, HomeAndMoneyAreUrgentAndEmploymentIsImportant) {
  host_.FeedAll({Tied("d1", "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_HOUSING),
                 Tied("d2", "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_EMPLOYMENT),
                 Tied("d3", "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_LOAN).Reported("2025-03-05")});

  EXPECT_THAT(host_.Lines(), ElementsAre("material_entanglement d1 urgent prohibit due 2025-03-03: open",
                                         "material_entanglement d2 important prohibit due 2025-03-03: open",
                                         "material_entanglement d3 urgent prohibit due 2025-03-07: open"));
}

TEST_F(DualHarmfulTest, WhatDidNotTakePlaceIsNoTie) {
  for (const uint16_t stage :
       {CANDOR_STAGE_ASKED, CANDOR_STAGE_PROPOSED, CANDOR_STAGE_ORDERED, CANDOR_STAGE_DECLINED}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(Tied("d1", "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_RENT).Stage(stage));
    EXPECT_THAT(host.Of("material_entanglement"), IsEmpty()) << stage;
  }
  host_.FeedAll({Tied("d1", "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_RENT).NotACurrentClient(),
                 Tied("d2", "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_RENT).Basis(CANDOR_BASIS_SUSPICION)});
  EXPECT_THAT(host_.Of("material_entanglement"), IsEmpty());
}

TEST_F(DualHarmfulTest, AProposalOfWorkForARoomIsAssessed) {
  host_.Feed(Tied("d1", "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_HOUSING)
                 .Stage(CANDOR_STAGE_PROPOSED)
                 .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE, CANDOR_DUAL_RELATIONSHIP_CHOICE_AVOIDABLE));

  EXPECT_THAT(host_.Lines(), ElementsAre("dual_assess d1 soon talk due 2025-03-15: open"));
}

Entry Taxi(std::string_view name, int64_t cents) {
  return Tied(name, "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_PAYMENT)
      .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_EMERGENCY)
      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_VALUE_MINOR_UNITS, cents)
      .Written(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS);
}

TEST_F(DualHarmfulTest, AnEmergencyExplainsUpToTwentyFive) {
  FakeHost at(candor_policy_plugin);
  FakeHost above(candor_policy_plugin);
  host_.Feed(Taxi("d1", 2499));
  at.Feed(Taxi("d1", 2500));
  above.Feed(Taxi("d1", 2501));

  EXPECT_THAT(host_.Lines(), IsEmpty());
  EXPECT_THAT(at.Lines(), IsEmpty());
  EXPECT_THAT(above.Of("material_entanglement"), SizeIs(1));
}

TEST_F(DualHarmfulTest, AnEmergencyIsNoReasonToHouseAClient) {
  host_.Feed(Tied("d1", "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_HOUSING)
                 .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_EMERGENCY)
                 .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_VALUE_MINOR_UNITS, 0)
                 .Written(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS));

  EXPECT_EQ(Tie().severity, "urgent");
}

TEST_F(DualHarmfulTest, TheMoneyOfAnAgencyIsExemptIfItIsNoted) {
  const Entry agency = Tied("d1", "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_PAYMENT)
                           .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_AGENCY_FUNDS);
  FakeHost noted(candor_policy_plugin);
  noted.Feed(Entry(agency).Written(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS));
  host_.Feed(agency);
  EXPECT_THAT(noted.Lines(), IsEmpty());
  EXPECT_EQ(Tie().Line(), "material_entanglement d1 later complete_record due 2025-03-15: open");
  EXPECT_THAT(Tie().missing, ElementsAre(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS));

  host_.Feed(Reviewed("d2", "2025-03-05").Written(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS));

  EXPECT_EQ(Tie().state, "withdrawn");
}

TEST_F(DualHarmfulTest, WhatIsNotRecordedIsAskedForAndTheAnswerRaisesIt) {
  FakeHost value(candor_policy_plugin);
  value.Feed(Taxi("d1", 1).Without(CANDOR_FIELD_DUAL_RELATIONSHIP_VALUE_MINOR_UNITS));
  host_.Feed(Entry("d1", "2025-03-01", CANDOR_KIND_DUAL_RELATIONSHIP)
                 .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_MATERIAL_TIE, CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_LOAN));
  EXPECT_THAT(value.Of("material_entanglement").at(0).missing,
              ElementsAre(CANDOR_FIELD_DUAL_RELATIONSHIP_VALUE_MINOR_UNITS));
  EXPECT_THAT(Tie().missing, ElementsAre(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT));
  EXPECT_EQ(Tie().severity, "later");

  host_.Feed(Tied("d2", "2025-03-10", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_LOAN));

  EXPECT_EQ(Tie().Line(), "material_entanglement d1 urgent prohibit due 2025-03-12: open");
}

TEST_F(DualHarmfulTest, NothingInTheTimelineEndsIt) {
  host_.FeedAll({Tied("d1", "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_HOUSING),
                 RelationEnded("d2", "2025-03-05"), With(HandedOver("t1", "2025-03-06"), "colleague"),
                 Assessed("d3", "2025-03-07"), Consultation("c1", "2025-03-08")});

  EXPECT_EQ(Tie().state, "open");
  EXPECT_THAT(Tie().missing, IsEmpty());
  EXPECT_THAT(Tie().facts, ElementsAre("d2", "t1"));
}

TEST_F(DualHarmfulTest, ATieThatBeginsAgainIsAnother) {
  host_.FeedAll({Tied("d1", "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_LOAN),
                 RelationEnded("d2", "2025-03-05"), With(HandedOver("t1", "2025-03-06"), "colleague"),
                 Tied("d3", "2025-04-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_LOAN)});

  EXPECT_THAT(host_.Of("material_entanglement"), SizeIs(2));
}

// --- R39

Entry Evaluator(std::string_view name, std::string_view date) {
  return Relation(name, date, CANDOR_DUAL_RELATIONSHIP_EVENT_BEGUN)
      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CHANGED_ROLE, CANDOR_DUAL_RELATIONSHIP_CHANGED_ROLE_EVALUATOR);
}

TEST_F(DualHarmfulTest, ARoleThatChangesAsksForConsentConsequencesAndConfidentiality) {
  host_.Feed(Evaluator("d1", "2025-03-01"));
  EXPECT_THAT(host_.Lines(), ElementsAre("role_change d1 soon document due 2025-03-15: open"));

  host_.Feed(Reviewed("d2", "2025-03-05")
                 .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT)
                 .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSEQUENCES_EXPLAINED));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_DUAL_RELATIONSHIP_CONFIDENTIALITY_EXPLAINED));
  host_.Feed(Reviewed("d3", "2025-03-15").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONFIDENTIALITY_EXPLAINED));

  EXPECT_EQ(host_.FollowUps().at(0).Line(), "role_change d1 soon document due 2025-03-15: resolved 2025-03-15 by d3");
}

TEST_F(DualHarmfulTest, WhatWasMadeClearBeforehandOpensNothing) {
  host_.Feed(Evaluator("d1", "2025-03-01")
                 .Stage(CANDOR_STAGE_PROPOSED)
                 .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT)
                 .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSEQUENCES_EXPLAINED)
                 .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONFIDENTIALITY_EXPLAINED));

  EXPECT_THAT(host_.Of("role_change"), IsEmpty());
}

TEST_F(DualHarmfulTest, WhatIsMandatedIsReviewedAndMadeClear) {
  host_.Feed(Evaluator("d1", "2025-03-01")
                 .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_INSTITUTIONAL)
                 .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE, CANDOR_DUAL_RELATIONSHIP_CHOICE_MANDATED));

  EXPECT_THAT(host_.Lines(), ElementsAre("dual_unavoidable_review d1 later talk due 2025-08-28: open",
                                         "role_change d1 soon document due 2025-03-15: open"));
  EXPECT_THAT(host_.Of("role_change").at(0).missing,
              ElementsAre(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSEQUENCES_EXPLAINED,
                          CANDOR_FIELD_DUAL_RELATIONSHIP_CONFIDENTIALITY_EXPLAINED));
}

TEST_F(DualHarmfulTest, ARoleThatIsNotTakenMeetsIt) {
  host_.FeedAll({Evaluator("d1", "2025-03-01"), Evaluator("d2", "2025-03-05").Stage(CANDOR_STAGE_DECLINED)});

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "d2");
}

}  // namespace
}  // namespace candor::dual_relationships::dual_harmful_test
