#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "plugins/consultation/rules.h"
#include "tests/policies/consultation_fixture.h"

// R02: what persists after it was talked over.
namespace candor::consultation::attraction_persists_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(ConsultationTest, PersistsThirtyDaysAfterTheConsultation) {
  struct Case {
    std::string date;
    size_t opened;
  };
  for (const Case& one : {Case{"2025-04-04", 0}, Case{"2025-04-05", 1}, Case{"2025-04-06", 1}}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Reaction("r2", one.date)});
    EXPECT_EQ(host.Of("attraction_persists").size(), one.opened) << one.date;
  }
}

TEST_F(ConsultationTest, PersistsThirtyDaysAfterTheDueDateWhereThatCameFirst) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Reaction("r2", "2025-04-13")});
  EXPECT_THAT(host_.Of("attraction_persists"), IsEmpty());

  host_.Feed(Reaction("r3", "2025-04-14"));

  EXPECT_EQ(host_.Lines().at(1), "attraction_persists r3 soon talk due 2025-04-28: open");
}

TEST_F(ConsultationTest, AConsultationAfterTheDueDateDoesNotBeginTheWaitAnew) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-04-10"), Reaction("r2", "2025-04-14")});

  EXPECT_EQ(host_.Of("attraction_persists").at(0).key, "r2");
}

TEST_F(ConsultationTest, OnlyTheFirstConsultationBeginsTheWait) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Consultation("c2", "2025-03-30"),
                 Reaction("r2", "2025-04-05")});

  EXPECT_EQ(host_.Of("attraction_persists").at(0).key, "r2");
}

TEST_F(ConsultationTest, TheWaitBindsAReactionNotedAsPersistingToo) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"),
                 Reaction("r2", "2025-04-04")
                     .Set(CANDOR_FIELD_PERSONAL_REACTION_STATUS, CANDOR_PERSONAL_REACTION_STATUS_PERSISTING)});

  EXPECT_THAT(host_.Of("attraction_persists"), IsEmpty());
}

TEST_F(ConsultationTest, AnotherKindOfReactionDoesNotPersist) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"),
                 Reaction("r2", "2025-04-20")
                     .Set(CANDOR_FIELD_PERSONAL_REACTION_WHICH, CANDOR_PERSONAL_REACTION_WHICH_ATTACHMENT)});

  EXPECT_THAT(host_.Of("attraction_persists"), IsEmpty());
}

TEST_F(ConsultationTest, WhatInterferesMakesItImportant) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Reaction("r2", "2025-04-20")});
  EXPECT_EQ(host_.Of("attraction_persists").at(0).severity, "soon");

  host_.Feed(Reaction("r3", "2025-04-25").Unsure(CANDOR_FIELD_PERSONAL_REACTION_INTERFERES));

  EXPECT_EQ(host_.Of("attraction_persists").at(0).Line(), "attraction_persists r2 important talk due 2025-05-04: open");
  EXPECT_THAT(host_.Of("attraction_persists").at(0).facts, ElementsAre("r1", "c1"));
}

TEST_F(ConsultationTest, InterferenceThatWasNotRecordedRaisesNothing) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Reaction("r2", "2025-04-20")});
  host_.PassTo("2025-05-18");

  EXPECT_EQ(host_.Of("attraction_persists").at(0).severity, "soon");
}

TEST_F(ConsultationTest, PersistsBecomesImportantFourteenDaysPastDue) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Reaction("r2", "2025-04-20")});
  host_.PassTo("2025-05-19");

  EXPECT_EQ(host_.Of("attraction_persists").at(0).severity, "important");
}

TEST_F(ConsultationTest, ReferralBegunMeetsIt) {
  for (const int64_t outcome : {CANDOR_REFERRAL_OUTCOME_OFFERED, CANDOR_REFERRAL_OUTCOME_ACCEPTED}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Reaction("r2", "2025-04-20"),
                  Referral("f1", "2025-04-25", outcome)});
    EXPECT_EQ(host.Of("attraction_persists").at(0).ended_by, "f1") << outcome;
  }
}

TEST_F(ConsultationTest, ADeclinedOfferBeginsNothing) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Reaction("r2", "2025-04-20"),
                 Referral("f1", "2025-04-25", CANDOR_REFERRAL_OUTCOME_DECLINED)});

  EXPECT_EQ(host_.Of("attraction_persists").at(0).state, "open");
}

TEST_F(ConsultationTest, AnOfferThatIsDeclinedLaterOpensTheQuestionAgain) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Reaction("r2", "2025-04-20"),
                 Referral("f1", "2025-04-25", CANDOR_REFERRAL_OUTCOME_OFFERED),
                 Referral("f2", "2025-05-02", CANDOR_REFERRAL_OUTCOME_DECLINED)});

  const ShownFollowUp persists = host_.Of("attraction_persists").at(0);
  EXPECT_EQ(persists.Line(), "attraction_persists r2 soon talk due 2025-05-16: open");
  EXPECT_EQ(persists.episode, 2);
}

TEST_F(ConsultationTest, ATransferStepDoneMeetsItAndOneNotDoneDoesNot) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Reaction("r2", "2025-04-20"),
                 Entry("t1", "2025-04-25", CANDOR_KIND_TRANSFER_STEP).No(CANDOR_FIELD_TRANSFER_STEP_CONSENT)});
  EXPECT_EQ(host_.Of("attraction_persists").at(0).state, "open");

  host_.Feed(Entry("t2", "2025-04-28", CANDOR_KIND_TRANSFER_STEP).Yes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION));

  EXPECT_EQ(host_.Of("attraction_persists").at(0).ended_by, "t2");
}

TEST_F(ConsultationTest, AConfirmedPlanReviewedInTimeMeetsIt) {
  struct Case {
    Entry plan;
    std::string state;
  };
  const Case cases[] = {
      {Plan("p1", "2025-04-25", "2025-07-24"), "resolved"},  // 90 days
      {Plan("p1", "2025-04-25", "2025-07-25"), "open"},
      {Plan("p1", "2025-04-25", "2025-07-01").Without(CANDOR_FIELD_CONTINUE_PLAN_CONFIRMED_BY_CONSULTANT), "open"},
      {Plan("p1", "2025-04-25", "2025-07-01").Without(CANDOR_FIELD_CONTINUE_PLAN_SAFEGUARDS), "open"},
      {Plan("p1", "2025-04-25", "2025-07-01").Without(CANDOR_FIELD_CONTINUE_PLAN_REVIEW_BY), "open"},
  };
  for (const Case& one : cases) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Reaction("r2", "2025-04-20")});
    host.Feed(one.plan);
    EXPECT_EQ(host.Of("attraction_persists").at(0).state, one.state);
  }
}

TEST_F(ConsultationTest, APlanMeetsOnlyWhatItsOwnTherapistHasOpen) {
  host_.FeedAll({Reaction("a1", "2025-03-01").By("ada"), Reaction("b1", "2025-03-01").By("ben"),
                 Reaction("a2", "2025-04-20").By("ada"), Reaction("b2", "2025-04-20").By("ben"),
                 Plan("p1", "2025-04-25", "2025-07-01").By("ben")});

  EXPECT_EQ(host_.Of("attraction_persists").at(0).key, "a2");
  EXPECT_EQ(host_.Of("attraction_persists").at(0).state, "open");
  EXPECT_EQ(host_.Of("attraction_persists").at(1).ended_by, "p1");

  host_.Feed(Referral("f1", "2025-04-28", CANDOR_REFERRAL_OUTCOME_ACCEPTED).By("ben"));
  EXPECT_EQ(host_.Of("attraction_persists").at(0).ended_by, "f1");
}

TEST_F(ConsultationTest, AfterAPlanTheWaitBeginsAgain) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Reaction("r2", "2025-04-20"),
                 Plan("p1", "2025-04-25", "2025-07-01"), Reaction("r3", "2025-05-24")});
  EXPECT_EQ(host_.Of("attraction_persists").size(), 1u);

  host_.Feed(Reaction("r4", "2025-05-25"));

  EXPECT_EQ(host_.Of("attraction_persists").at(1).key, "r4");
}

TEST_F(ConsultationTest, APracticeThatAsksToReferAcceptsNoPlan) {
  host_.SetParameter("attraction_persists", "persist_action", kPersistRefer);

  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Reaction("r2", "2025-04-20"),
                 Plan("p1", "2025-04-25", "2025-07-01")});

  EXPECT_EQ(host_.Of("attraction_persists").at(0).Line(), "attraction_persists r2 soon refer due 2025-05-04: open");
}

}  // namespace
}  // namespace candor::consultation::attraction_persists_test
