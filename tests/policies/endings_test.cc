#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/endings.h"

// R44 forced_ending, R45 return_of_former_client, R46 post_termination_contact, R47 long_therapy_review and R59
// clear_start.
namespace candor::endings::endings_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class EndingsTest : public ::testing::Test {
 protected:
  ShownFollowUp Only() { return host_.FollowUps().at(0); }

  FakeHost host_{candor_policy_plugin};
};

// --- R44

Entry Ordered(std::string_view name, std::string_view date, int64_t by) {
  return Entry(name, date, CANDOR_KIND_TERMINATION)
      .Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_THIRD_PARTY)
      .Set(CANDOR_FIELD_TERMINATION_ORDERED_BY, by);
}

Entry Notice(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_NOTICE_GIVEN)
      .Set(CANDOR_FIELD_NOTICE_GIVEN_ABOUT, CANDOR_NOTICE_GIVEN_ABOUT_ENDING)
      .Set(CANDOR_FIELD_NOTICE_GIVEN_TO, CANDOR_NOTICE_GIVEN_TO_COURT);
}

TEST_F(EndingsTest, AnOrderedEndAsksForWhatCanBeTried) {
  for (const int64_t by : {CANDOR_TERMINATION_ORDERED_BY_COURT, CANDOR_TERMINATION_ORDERED_BY_PAYER,
                           CANDOR_TERMINATION_ORDERED_BY_AGENCY}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(Ordered("e1", "2025-03-01", by).Reported("2025-03-03"));
    EXPECT_THAT(host.Lines(), ElementsAre("forced_ending e1 soon soft_transfer due 2025-03-17: open")) << by;
  }
  host_.FeedAll({Ordered("e1", "2025-03-01", CANDOR_TERMINATION_ORDERED_BY_PRACTICE), Left("e2", "2025-03-02")});
  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(EndingsTest, ItRunsFromTheDayOnWhichTheOrderCame) {
  host_.Feed(Ordered("e1", "2025-03-10", CANDOR_TERMINATION_ORDERED_BY_COURT)
                 .Date(CANDOR_FIELD_TERMINATION_ORDER_RECEIVED_ON, "2025-03-01"));

  EXPECT_EQ(Only().due, "2025-03-15");
}

TEST_F(EndingsTest, ATryAndAWordToWhoeverOrdersMeetIt) {
  host_.FeedAll({Ordered("e1", "2025-03-01", CANDOR_TERMINATION_ORDERED_BY_COURT),
                 Referral("f1", "2025-03-05", CANDOR_REFERRAL_OUTCOME_UNREACHABLE)});
  EXPECT_THAT(Only().missing, ElementsAre(CANDOR_FIELD_NOTICE_GIVEN_TO));

  host_.Feed(Notice("n1", "2025-03-15"));

  EXPECT_EQ(Only().Line(), "forced_ending e1 soon soft_transfer due 2025-03-15: resolved 2025-03-15 by n1");
  EXPECT_THAT(Only().facts, ElementsAre("f1", "n1"));
}

TEST_F(EndingsTest, WhatWasTriedSinceTheOrderCountsAndWhatWasBeforeDoesNot) {
  const Entry ordered = Ordered("e1", "2025-03-20", CANDOR_TERMINATION_ORDERED_BY_COURT)
                            .Date(CANDOR_FIELD_TERMINATION_ORDER_RECEIVED_ON, "2025-03-05");
  FakeHost before(candor_policy_plugin);
  host_.FeedAll({Joint("t1", "2025-03-05"), Notice("n1", "2025-03-10"), ordered});
  before.FeedAll({Joint("t1", "2025-03-04"), Notice("n1", "2025-03-10"), ordered});

  EXPECT_THAT(host_.Lines(), IsEmpty());
  EXPECT_THAT(before.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_REFERRAL_OUTCOME));
}

TEST_F(EndingsTest, WhoOrderedItIsAskedForWhereAThirdPartyEndedIt) {
  host_.Feed(Ordered("e1", "2025-03-01", 1).Without(CANDOR_FIELD_TERMINATION_ORDERED_BY));

  EXPECT_EQ(Only().Line(), "forced_ending e1 later complete_record due 2025-03-15: open");
  EXPECT_THAT(Only().missing, ElementsAre(CANDOR_FIELD_TERMINATION_ORDERED_BY));
}

// --- R45

Entry Back(std::string_view name, std::string_view date) {
  return Intake(name, date);
}

TEST_F(EndingsTest, WhoComesBackIsAskedWhatThereWasBetween) {
  host_.FeedAll(
      {Intake("i1", "2023-01-01"), Left("e1", "2023-09-01"), Back("i2", "2025-03-01").Reported("2025-03-02")});

  EXPECT_THAT(host_.Lines(), ElementsAre("return_of_former_client i2 later document due 2025-03-16: open"));
}

TEST_F(EndingsTest, AnIntakeThatSaysSoOpensNothingAndAFirstOneNeither) {
  host_.FeedAll({Intake("i1", "2023-01-01"), Intake("i2", "2023-01-05"), Left("e1", "2023-09-01"),
                 Back("i3", "2025-03-01").Yes(CANDOR_FIELD_INTAKE_ASKED_RELATION_SINCE)});

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(EndingsTest, TheNoteOrADeclineMeetsIt) {
  const std::vector<Entry> begin = {Intake("i1", "2023-01-01"), Left("e1", "2023-09-01"), Back("i2", "2025-03-01")};
  const Entry note = Intake("x1", "2025-03-10").Yes(CANDOR_FIELD_INTAKE_ASKED_RELATION_SINCE);
  const Entry relation = Entry("x1", "2025-03-10", CANDOR_KIND_DUAL_RELATIONSHIP);
  for (const Entry& entry :
       {note, relation, Left("x1", "2025-03-10"), Declined("x1", "2025-03-10", CANDOR_CLIENT_DECLINED_WHAT_CONTACT)}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll(begin);
    host.Feed(entry);
    EXPECT_EQ(host.FollowUps().at(0).ended_by, "x1");
  }
  host_.FeedAll(begin);
  host_.Feed(Entry(note).No(CANDOR_FIELD_INTAKE_ASKED_RELATION_SINCE));
  EXPECT_EQ(Only().state, "open");
}

// --- R46

Entry Contact(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_POST_TERMINATION_CONTACT)
      .NotACurrentClient()
      .Set(CANDOR_FIELD_POST_TERMINATION_CONTACT_INITIATOR, CANDOR_POST_TERMINATION_CONTACT_INITIATOR_CLIENT)
      .Yes(CANDOR_FIELD_POST_TERMINATION_CONTACT_SECURE_CHANNEL);
}

TEST_F(EndingsTest, TheThirdContactWithinNinetyDaysAsksWhatItIsFor) {
  FakeHost later(candor_policy_plugin);
  host_.FeedAll({Contact("k1", "2025-01-01"), Contact("k2", "2025-02-01"), Contact("k3", "2025-04-01")});
  later.FeedAll({Contact("k1", "2025-01-01"), Contact("k2", "2025-02-01"), Contact("k3", "2025-04-02")});

  EXPECT_THAT(host_.Lines(), ElementsAre("post_termination_contact k3 later talk due 2025-04-15: open"));
  EXPECT_THAT(Only().facts, ElementsAre("k1", "k2"));
  EXPECT_THAT(later.Lines(), IsEmpty());
}

TEST_F(EndingsTest, ThirdContactsAreAskedAboutFromWhenThreeWereWrittenDown) {
  host_.FeedAll({Contact("k1", "2025-01-01"), Contact("k2", "2025-02-01").Reported("2025-06-03"),
                 Contact("k3", "2025-02-10"), Contact("k4", "2025-02-11")});

  EXPECT_THAT(host_.Lines(), ElementsAre("post_termination_contact k3 later talk due 2025-06-17: open"));
}

TEST_F(EndingsTest, OneThatTheTherapistBeganOrByNoSafeWayAsksAtOnce) {
  const Entry began =
      Contact("k1", "2025-01-01")
          .Set(CANDOR_FIELD_POST_TERMINATION_CONTACT_INITIATOR, CANDOR_POST_TERMINATION_CONTACT_INITIATOR_THERAPIST);
  const Entry unsafe = Contact("k1", "2025-01-01").No(CANDOR_FIELD_POST_TERMINATION_CONTACT_SECURE_CHANNEL);
  for (const Entry& entry : {began, unsafe}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(entry);
    EXPECT_THAT(host.Lines(), ElementsAre("post_termination_contact k1 later document due 2025-01-15: open"));
  }
  host_.Feed(Entry(began).Written(CANDOR_FIELD_POST_TERMINATION_CONTACT_PURPOSE));
  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(EndingsTest, ContactsOfTwoTherapistsDoNotAddUp) {
  host_.FeedAll({Contact("k1", "2025-01-01"), Contact("k2", "2025-02-01").By("other"), Contact("k3", "2025-02-02")});

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(EndingsTest, APurposeOrAConsultationMeetsIt) {
  for (const Entry& entry : {Contact("x1", "2025-03-10").Written(CANDOR_FIELD_POST_TERMINATION_CONTACT_PURPOSE),
                             Consultation("x1", "2025-03-10"), Supervision("x1", "2025-03-10")}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Contact("k1", "2025-03-01"), Contact("k2", "2025-03-02"), Contact("k3", "2025-03-03"), entry});
    EXPECT_EQ(host.FollowUps().at(0).ended_by, "x1");
  }
  host_.FeedAll({Consultation("c1", "2025-02-01"), Contact("k1", "2025-03-01"), Contact("k2", "2025-03-02"),
                 Contact("k3", "2025-03-03"), Consultation("c2", "2025-03-04").By("other")});
  EXPECT_EQ(Only().state, "open");
}

// --- R47

Entry Review(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_DISCUSSION).Set(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_REVIEW);
}

TEST_F(EndingsTest, AfterFiveYearsAReviewIsAskedForAndThenEachYear) {
  host_.Feed(Intake("i1", "2020-03-01"));
  host_.PassTo("2025-03-01");
  EXPECT_THAT(host_.Lines(), IsEmpty());

  host_.PassTo("2025-03-02");
  EXPECT_THAT(host_.Lines(), ElementsAre("long_therapy_review i1 later document due 2025-03-31: open"));

  host_.Feed(Review("v1", "2025-03-20"));
  host_.PassTo("2026-03-20");
  EXPECT_THAT(host_.Lines(),
              ElementsAre("long_therapy_review i1 later document due 2025-03-31: resolved 2025-03-20 by v1"));
  host_.PassTo("2026-03-21");
  EXPECT_THAT(host_.FollowUps(), SizeIs(2));
  EXPECT_EQ(host_.FollowUps().at(1).Line(), "long_therapy_review v1 later document due 2026-04-19: open");
}

TEST_F(EndingsTest, FiveYearsFromALeapDayAreOverOnTheFirstOfMarch) {
  host_.Feed(Intake("i1", "2020-02-29"));
  host_.PassTo("2025-03-01");
  EXPECT_THAT(host_.Lines(), IsEmpty());

  host_.PassTo("2025-03-02");

  EXPECT_THAT(host_.FollowUps(), SizeIs(1));
}

TEST_F(EndingsTest, ATherapyThatWasLongWhenItWasWrittenDownIsReviewedNow) {
  host_.Feed(Intake("i1", "2025-03-01").Date(CANDOR_FIELD_INTAKE_THERAPY_STARTED, "2015-01-01"));
  host_.PassTo("2025-03-02");

  EXPECT_EQ(Only().due, "2025-03-31");
}

TEST_F(EndingsTest, AReviewIsNotLateWhereTheIntakeWasWrittenDownLate) {
  host_.Feed(Intake("i1", "2025-03-01").Date(CANDOR_FIELD_INTAKE_THERAPY_STARTED, "2015-01-01").Reported("2025-06-01"));
  host_.PassTo("2025-06-02");

  EXPECT_EQ(Only().due, "2025-07-01");
}

TEST_F(EndingsTest, AnEndingEndsTheReviews) {
  FakeHost before(candor_policy_plugin);
  host_.Feed(Intake("i1", "2020-03-01"));
  before.FeedAll({Intake("i1", "2020-03-01"), Left("e1", "2025-02-01")});
  before.PassTo("2030-01-01");
  EXPECT_THAT(before.Lines(), IsEmpty());

  host_.FeedAll({Left("e1", "2025-03-10")});
  host_.PassTo("2030-01-01");

  EXPECT_EQ(Only().ended_by, "e1");
  EXPECT_THAT(host_.FollowUps(), SizeIs(1));
}

TEST_F(EndingsTest, AReviewBeforeItIsDueMovesIt) {
  host_.FeedAll({Intake("i1", "2020-03-01"), Review("v1", "2024-12-01")});
  host_.PassTo("2025-12-01");
  EXPECT_THAT(host_.Lines(), IsEmpty());

  host_.PassTo("2025-12-02");

  EXPECT_THAT(host_.FollowUps(), SizeIs(1));
}

// --- R59

Entry Session(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_SESSION);
}

Entry Clear(std::string_view name, std::string_view date) {
  Entry intake = Intake(name, date);
  for (uint16_t field = CANDOR_FIELD_INTAKE_TOLD_WHAT_THERAPY_IS; field <= CANDOR_FIELD_INTAKE_ASKED_EARLIER_THERAPIST;
       ++field) {
    intake.Yes(field);
  }
  return intake;
}

TEST_F(EndingsTest, TheThirdSessionAsksForTheTicksThatLack) {
  host_.FeedAll({Clear("i1", "2025-03-01").Without(CANDOR_FIELD_INTAKE_TOLD_HOW_IT_ENDS), Session("s1", "2025-03-01"),
                 Session("s2", "2025-03-08")});
  EXPECT_THAT(host_.Lines(), IsEmpty());

  host_.FeedAll({Session("s3", "2025-03-15"), Session("s4", "2025-03-22")});

  EXPECT_THAT(host_.Lines(), ElementsAre("clear_start s3 later complete_record due 2025-03-29: open"));
  EXPECT_THAT(Only().missing, ElementsAre(CANDOR_FIELD_INTAKE_TOLD_HOW_IT_ENDS));
}

TEST_F(EndingsTest, ASessionThatWasWrittenDownLateMakesNoStartLate) {
  host_.FeedAll({Intake("i1", "2025-03-01"), Session("s1", "2025-03-01"),
                 Session("s2", "2025-03-08").Reported("2025-04-20"), Session("s3", "2025-03-15")});

  EXPECT_THAT(host_.Lines(), ElementsAre("clear_start s3 later complete_record due 2025-05-04: open"));
}

TEST_F(EndingsTest, AStartThatWasClearOrThatNobodyWroteDownOpensNothing) {
  FakeHost unknown(candor_policy_plugin);
  host_.Feed(Clear("i1", "2025-03-01"));
  for (int i = 1; i <= 5; ++i) {
    host_.Feed(Session("s" + std::to_string(i), "2025-03-02"));
    unknown.Feed(Session("s" + std::to_string(i), "2025-03-02"));
  }

  EXPECT_THAT(host_.Lines(), IsEmpty());
  EXPECT_THAT(unknown.Lines(), IsEmpty());
}

TEST_F(EndingsTest, TheTicksOrATalkAboutItMeetIt) {
  const Entry talk = Entry("x1", "2025-03-20", CANDOR_KIND_DISCUSSION)
                         .Set(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_CLEAR_START);
  for (const Entry& entry : {Clear("x1", "2025-03-20"), talk}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Intake("i1", "2025-03-01"), Session("s1", "2025-03-01"), Session("s2", "2025-03-02"),
                  Session("s3", "2025-03-03"), entry});
    EXPECT_EQ(host.FollowUps().at(0).ended_by, "x1");
  }
  host_.FeedAll({Intake("i1", "2025-03-01"), talk});
  for (int i = 1; i <= 3; ++i) host_.Feed(Session("s" + std::to_string(i), "2025-03-21"));
  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(EndingsTest, AnotherEpisodeIsAnotherStart) {
  host_.FeedAll({Clear("i1", "2024-01-01"), Left("e1", "2024-06-01"),
                 Intake("i2", "2025-03-01").Yes(CANDOR_FIELD_INTAKE_ASKED_RELATION_SINCE)});
  for (int i = 1; i <= 3; ++i) host_.Feed(Session("s" + std::to_string(i), "2025-03-02"));

  EXPECT_THAT(host_.Lines(), ElementsAre("clear_start s3 later complete_record due 2025-03-16: open"));
}

}  // namespace
}  // namespace candor::endings::endings_test
