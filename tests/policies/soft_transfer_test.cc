#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/entries.h"

namespace candor::soft_transfer {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Entry Step(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_TRANSFER_STEP);
}

Entry Joint(std::string_view name, std::string_view date) {
  return Step(name, date).Yes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION);
}

Entry HandedOver(std::string_view name, std::string_view date) {
  return Joint(name, date)
      .Yes(CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED)
      .Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED);
}

Entry AllSteps(std::string_view name, std::string_view date) {
  return HandedOver(name, date).Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT).Yes(CANDOR_FIELD_TRANSFER_STEP_RELEASE);
}

// Ended by the therapist on the day it was proposed, with care needed and nobody else named.
Entry Ending(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_TERMINATION)
      .Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_THERAPIST)
      .Date(CANDOR_FIELD_TERMINATION_PROPOSED_ON, date)
      .Set(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS, 0)
      .Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED, 0)
      .Yes(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE);
}

Entry LongEnding(std::string_view name, std::string_view date) {
  return Ending(name, date).Date(CANDOR_HOST_THERAPY_STARTED, "2019-01-01");
}

Entry EndingTalk(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_DISCUSSION).Set(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_ENDING);
}

Entry Declined(std::string_view name, std::string_view date, int64_t what) {
  return Entry(name, date, CANDOR_KIND_CLIENT_DECLINED).Set(CANDOR_FIELD_CLIENT_DECLINED_WHAT, what);
}

class SoftTransferTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin};
};

// --- R27

TEST_F(SoftTransferTest, FirstStepOpensATransferToCompleteInFortyFiveDays) {
  host_.Feed(Joint("t1", "2025-03-01").Reported("2025-03-03"));
  host_.PassTo("2026-03-01");

  EXPECT_THAT(host_.Lines(), ElementsAre("soft_transfer_complete t1 soon soft_transfer due 2025-04-17: open"));
}

TEST_F(SoftTransferTest, AStepThatWasNotDoneBeginsNothing) {
  host_.FeedAll({Step("t1", "2025-03-01").No(CANDOR_FIELD_TRANSFER_STEP_CONSENT),
                 Step("t2", "2025-03-02").Person(CANDOR_FIELD_TRANSFER_STEP_RECEIVER, "ben")});

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(SoftTransferTest, AllStepsInOneOrSeveralEntriesCompleteIt) {
  FakeHost at_once(candor_policy_plugin);
  at_once.Feed(AllSteps("t1", "2025-03-01"));
  host_.FeedAll({Joint("t1", "2025-03-01"), Step("t2", "2025-03-02").Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT),
                 Step("t3", "2025-03-03").Yes(CANDOR_FIELD_TRANSFER_STEP_RELEASE),
                 Step("t4", "2025-03-04").Yes(CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED),
                 Step("t5", "2025-03-05").Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_HELD)});

  EXPECT_EQ(at_once.FollowUps().at(0).ended_by, "t1");
  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "t5");
}

TEST_F(SoftTransferTest, AStepThatWasNotRecordedNeverCompletes) {
  for (const uint16_t step : {CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION, CANDOR_FIELD_TRANSFER_STEP_CONSENT,
                              CANDOR_FIELD_TRANSFER_STEP_RELEASE, CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED,
                              CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(AllSteps("t1", "2025-03-01").Without(step));
    EXPECT_EQ(host.FollowUps().at(0).state, "open") << step;
  }
}

TEST_F(SoftTransferTest, ConsentTakenBackIsNoConsent) {
  host_.FeedAll({Joint("t1", "2025-03-01").Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT),
                 Step("t2", "2025-03-05").No(CANDOR_FIELD_TRANSFER_STEP_CONSENT),
                 AllSteps("t3", "2025-03-10").Without(CANDOR_FIELD_TRANSFER_STEP_CONSENT)});

  EXPECT_EQ(host_.FollowUps().at(0).state, "open");
}

TEST_F(SoftTransferTest, APracticeMayAskForTwoJointSessions) {
  host_.SetParameter("soft_transfer_complete", "joint_sessions", 2);

  host_.Feed(AllSteps("t1", "2025-03-01"));
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");

  host_.Feed(Joint("t2", "2025-03-08"));
  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "t2");
}

TEST_F(SoftTransferTest, FurtherStepsAfterCompletionOpenNothingUnlessTheReceiverIsAnother) {
  host_.FeedAll({AllSteps("t1", "2025-03-01").Person(CANDOR_FIELD_TRANSFER_STEP_RECEIVER, "ben"),
                 Step("t2", "2025-03-20")
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_HELD)
                     .Person(CANDOR_FIELD_TRANSFER_STEP_RECEIVER, "ben")});
  EXPECT_EQ(host_.FollowUps().size(), 1u);

  host_.Feed(Joint("t3", "2025-09-01").Person(CANDOR_FIELD_TRANSFER_STEP_RECEIVER, "cai"));

  EXPECT_EQ(host_.Lines().at(1), "soft_transfer_complete t3 soon soft_transfer due 2025-10-16: open");
}

TEST_F(SoftTransferTest, ATransferDeclinedInWritingNeedsNoCompletion) {
  host_.FeedAll({Joint("t1", "2025-03-01"), Declined("x1", "2025-03-10", CANDOR_CLIENT_DECLINED_WHAT_TRANSFER)});
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");

  host_.Feed(
      Declined("x2", "2025-03-11", CANDOR_CLIENT_DECLINED_WHAT_TRANSFER).Yes(CANDOR_FIELD_CLIENT_DECLINED_IN_WRITING));

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "x2");
}

// --- R40

TEST_F(SoftTransferTest, EndingWithoutPreparationIsTakenUpInFourteenDays) {
  for (const int64_t initiator : {CANDOR_TERMINATION_INITIATOR_THERAPIST, CANDOR_TERMINATION_INITIATOR_PRACTICE,
                                  CANDOR_TERMINATION_INITIATOR_THIRD_PARTY}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(Ending("e1", "2025-03-01").Reported("2025-03-03").Set(CANDOR_FIELD_TERMINATION_INITIATOR, initiator));
    EXPECT_THAT(host.Lines(), ElementsAre("abandonment e1 important soft_transfer due 2025-03-17: open"));
  }
}

TEST_F(SoftTransferTest, ExemptEndingsOpenNothing) {
  const Entry exempt[] = {
      Ending("e1", "2025-03-01").Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_CLIENT),
      Ending("e1", "2025-03-01").Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_MUTUAL),
      Ending("e1", "2025-03-01").Set(CANDOR_FIELD_TERMINATION_EXEMPTION, CANDOR_TERMINATION_EXEMPTION_THREAT),
      Ending("e1", "2025-03-01").Set(CANDOR_FIELD_TERMINATION_REASON, CANDOR_TERMINATION_REASON_NO_SHOW),
      Ending("e1", "2025-03-01").Set(CANDOR_FIELD_TERMINATION_REASON, CANDOR_TERMINATION_REASON_PAYER),
      Ending("e1", "2025-03-01")
          .Yes(CANDOR_FIELD_TERMINATION_AGREED)
          .Set(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS, 1),
      Ending("e1", "2025-03-01").No(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE),
  };
  for (const Entry& ending : exempt) {
    FakeHost host(candor_policy_plugin);
    host.Feed(ending);
    EXPECT_THAT(host.Lines(), IsEmpty());
  }
}

TEST_F(SoftTransferTest, AnEndingAgreedToWithoutASessionIsNotExempt) {
  host_.Feed(Ending("e1", "2025-03-01").Yes(CANDOR_FIELD_TERMINATION_AGREED));

  EXPECT_EQ(host_.FollowUps().at(0).severity, "important");
}

TEST_F(SoftTransferTest, ALengthAgreedAtIntakeIsExemptOnceItIsReached) {
  const Entry intake = Entry("i1", "2025-01-01", CANDOR_KIND_INTAKE).Set(CANDOR_FIELD_INTAKE_PLANNED_SESSIONS, 2);
  FakeHost reached(candor_policy_plugin);
  reached.FeedAll({intake, Entry("s1", "2025-01-08", CANDOR_KIND_SESSION),
                   Entry("s2", "2025-01-15", CANDOR_KIND_SESSION), Ending("e1", "2025-01-15")});
  host_.FeedAll({intake, Entry("s1", "2025-01-08", CANDOR_KIND_SESSION), Ending("e1", "2025-01-15")});

  EXPECT_THAT(reached.Lines(), IsEmpty());
  EXPECT_EQ(host_.FollowUps().size(), 1u);
}

TEST_F(SoftTransferTest, NothingIsExemptAfterAnAdvance) {
  const Entry exempt =
      Ending("e1", "2025-03-01").Set(CANDOR_FIELD_TERMINATION_EXEMPTION, CANDOR_TERMINATION_EXEMPTION_CLIENT_AGREED);
  FakeHost rumour(candor_policy_plugin);
  rumour.FeedAll({Entry("a1", "2025-02-01", CANDOR_KIND_ADVANCE_OR_PROMISE).Basis(CANDOR_BASIS_SUSPICION), exempt});
  host_.FeedAll({Entry("a1", "2025-02-01", CANDOR_KIND_ADVANCE_OR_PROMISE).Basis(CANDOR_BASIS_ADMITTED), exempt});

  EXPECT_THAT(rumour.Lines(), IsEmpty());
  EXPECT_EQ(host_.FollowUps().at(0).severity, "important");
}

TEST_F(SoftTransferTest, PreparedIsFourteenDaysOfNoticeOrTwoSessionsAndAnAlternative) {
  struct Case {
    std::string proposed;
    int64_t sessions, alternatives;
    bool opens;
  };
  for (const Case& one :
       {Case{"2025-02-16", 0, 1, true}, Case{"2025-02-15", 0, 1, false}, Case{"2025-02-14", 0, 1, false},
        Case{"2025-03-01", 1, 1, true}, Case{"2025-03-01", 2, 1, false}, Case{"2025-02-01", 4, 0, true}}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(Ending("e1", "2025-03-01")
                  .Date(CANDOR_FIELD_TERMINATION_PROPOSED_ON, one.proposed)
                  .Set(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS, one.sessions)
                  .Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED, one.alternatives));
    EXPECT_EQ(!host.FollowUps().empty(), one.opens) << one.proposed << " " << one.sessions << " " << one.alternatives;
  }
}

TEST_F(SoftTransferTest, TalksAndReferralsInTheTimelineArePreparation) {
  host_.FeedAll({EndingTalk("d1", "2025-02-01"), EndingTalk("d2", "2025-02-08"),
                 Entry("f1", "2025-02-09", CANDOR_KIND_REFERRAL).Set(CANDOR_FIELD_REFERRAL_ALTERNATIVES_OFFERED, 2),
                 Ending("e1", "2025-03-01")});

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(SoftTransferTest, ACompleteTransferBeforeTheEndingIsPreparation) {
  host_.FeedAll({HandedOver("t1", "2025-02-01"), LongEnding("e1", "2025-03-01")});
  EXPECT_THAT(host_.Of("abandonment"), IsEmpty());
  EXPECT_THAT(host_.Of("long_or_dependent_ending"), IsEmpty());

  FakeHost begun(candor_policy_plugin);
  begun.FeedAll({Joint("t1", "2025-02-01"), Ending("e1", "2025-03-01")});
  EXPECT_EQ(begun.Of("abandonment").size(), 1u);
}

TEST_F(SoftTransferTest, AnEarlierEpisodesTransferPreparesNoLaterEnding) {
  host_.FeedAll(
      {AllSteps("t1", "2024-02-01"), Entry("i2", "2025-01-01", CANDOR_KIND_INTAKE), Ending("e1", "2025-03-01")});

  EXPECT_EQ(host_.Of("abandonment").size(), 1u);
}

TEST_F(SoftTransferTest, WhatIsRepairedAfterTheEndingMeetsIt) {
  host_.FeedAll({Ending("e1", "2025-03-01"), EndingTalk("d1", "2025-03-05"),
                 Entry("f1", "2025-03-06", CANDOR_KIND_REFERRAL).Set(CANDOR_FIELD_REFERRAL_ALTERNATIVES_OFFERED, 1)});
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");

  host_.Feed(EndingTalk("d2", "2025-03-12"));

  EXPECT_EQ(host_.Lines().at(0), "abandonment e1 important soft_transfer due 2025-03-15: resolved 2025-03-12 by d2");
}

TEST_F(SoftTransferTest, AClientWhoDeclinesContactHasBeenGivenTheChance) {
  host_.FeedAll({Ending("e1", "2025-03-01"), Declined("x1", "2025-03-05", CANDOR_CLIENT_DECLINED_WHAT_CONTACT)});

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "x1");
}

TEST_F(SoftTransferTest, ATransferAfterTheEndingMeetsIt) {
  host_.FeedAll({Ending("e1", "2025-03-01"), HandedOver("t1", "2025-03-08")});

  EXPECT_EQ(host_.Of("abandonment").at(0).ended_by, "t1");
}

TEST_F(SoftTransferTest, WhatWasNotRecordedIsAskedForOnceWhenAllElseHolds) {
  host_.Feed(Ending("e1", "2025-03-01").Without(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE));
  host_.PassTo("2026-03-01");

  EXPECT_THAT(host_.Lines(), ElementsAre("abandonment e1 later complete_record due 2025-03-15: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE));
}

TEST_F(SoftTransferTest, EachFactThatMattersIsAskedForWhenItWasNotRecorded) {
  for (const uint16_t field :
       {CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE,
        CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS, CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(Ending("e1", "2025-03-10")
                  .Date(CANDOR_FIELD_TERMINATION_PROPOSED_ON, "2025-03-03")
                  .Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED,
                       field == CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS ? 1 : 0)
                  .Set(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS,
                       field == CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED ? 2 : 0)
                  .Without(field));
    ASSERT_EQ(host.FollowUps().size(), 1u) << field;
    EXPECT_EQ(host.FollowUps().at(0).severity, "later") << field;
    EXPECT_THAT(host.FollowUps().at(0).missing, ElementsAre(field));
  }
}

TEST_F(SoftTransferTest, OnlyWhatStillMattersIsAskedFor) {
  const Entry blank = Ending("e1", "2025-03-01")
                          .Without(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE)
                          .Without(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS)
                          .Without(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED);
  host_.Feed(blank);  // on the day it was proposed: unprepared whatever else was done
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE));

  FakeHost with_notice(candor_policy_plugin);
  with_notice.Feed(Entry(blank).Date(CANDOR_FIELD_TERMINATION_PROPOSED_ON, "2025-01-18"));
  EXPECT_THAT(with_notice.FollowUps().at(0).missing,
              ElementsAre(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE, CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED));

  FakeHost without_date(candor_policy_plugin);
  without_date.Feed(
      Entry(blank).Without(CANDOR_FIELD_TERMINATION_PROPOSED_ON).Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED, 2));
  EXPECT_THAT(without_date.FollowUps().at(0).missing,
              ElementsAre(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE, CANDOR_FIELD_TERMINATION_PROPOSED_ON,
                          CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS));
}

TEST_F(SoftTransferTest, NothingIsAskedWhereARecordedFactAlreadySettlesIt) {
  const Entry settled[] = {Ending("e1", "2025-03-01")
                               .Without(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE)
                               .Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_CLIENT),
                           Ending("e1", "2025-03-01")
                               .Without(CANDOR_FIELD_TERMINATION_INITIATOR)
                               .No(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE),
                           Ending("e1", "2025-03-01")
                               .Without(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE)
                               .Set(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS, 2)
                               .Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED, 1)};
  for (const Entry& ending : settled) {
    FakeHost host(candor_policy_plugin);
    host.Feed(ending);
    EXPECT_THAT(host.Lines(), IsEmpty());
  }
}

TEST_F(SoftTransferTest, AnEndingOfTheSameDayWasNotTalkedOverTwice) {
  host_.Feed(Ending("e1", "2025-03-01")
                 .Without(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS)
                 .Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED, 3));

  EXPECT_EQ(host_.FollowUps().at(0).severity, "important");
}

// --- R41

TEST_F(SoftTransferTest, ALongTherapyEndedAbruptlyCallsForASoftTransfer) {
  host_.Feed(LongEnding("e1", "2025-03-01"));

  EXPECT_THAT(host_.Lines(), ElementsAre("abandonment e1 important soft_transfer due 2025-03-15: open",
                                         "long_or_dependent_ending e1 soon soft_transfer due 2025-03-31: open"));
}

TEST_F(SoftTransferTest, LongIsTwoFullYears) {
  struct Case {
    std::string started;
    bool opens;
  };
  for (const Case& one : {Case{"2023-03-02", false}, Case{"2023-03-01", true}, Case{"2023-02-28", true}}) {
    FakeHost from_host(candor_policy_plugin);
    from_host.Feed(Ending("e1", "2025-03-01").Date(CANDOR_HOST_THERAPY_STARTED, one.started));
    EXPECT_EQ(!from_host.Of("long_or_dependent_ending").empty(), one.opens) << one.started;

    FakeHost from_intake(candor_policy_plugin);
    from_intake.FeedAll({Entry("i1", one.started, CANDOR_KIND_INTAKE), Ending("e1", "2025-03-01")});
    EXPECT_EQ(!from_intake.Of("long_or_dependent_ending").empty(), one.opens) << one.started;
  }
}

TEST_F(SoftTransferTest, DependencyFosteredCallsForItHoweverShort) {
  host_.FeedAll({Entry("i1", "2025-01-01", CANDOR_KIND_INTAKE),
                 Ending("e1", "2025-03-01").Yes(CANDOR_FIELD_TERMINATION_DEPENDENCY_FOSTERED)});

  EXPECT_EQ(host_.Of("long_or_dependent_ending").size(), 1u);
}

TEST_F(SoftTransferTest, DependencyThatWasNotRecordedIsNotAskedFor) {
  host_.FeedAll({Entry("i1", "2025-01-01", CANDOR_KIND_INTAKE), Ending("e1", "2025-03-01")});

  EXPECT_THAT(host_.Of("long_or_dependent_ending"), IsEmpty());
}

TEST_F(SoftTransferTest, TaperedOverSixtyDaysOrFourSessionsNeedsNone) {
  struct Case {
    std::string proposed;
    int64_t sessions;
    bool opens;
  };
  for (const Case& one : {Case{"2025-01-01", 3, true}, Case{"2024-12-31", 0, false}, Case{"2024-12-30", 0, false},
                          Case{"2025-02-15", 4, false}}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(LongEnding("e1", "2025-03-01")
                  .Date(CANDOR_FIELD_TERMINATION_PROPOSED_ON, one.proposed)
                  .Set(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS, one.sessions)
                  .Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED, 3));
    EXPECT_EQ(!host.Of("long_or_dependent_ending").empty(), one.opens) << one.proposed << " " << one.sessions;
    EXPECT_THAT(host.Of("abandonment"), IsEmpty());
  }
}

TEST_F(SoftTransferTest, ADependentEndingBecomesImportantThirtyDaysPastDue) {
  host_.Feed(LongEnding("e1", "2025-03-01"));
  host_.PassTo("2025-04-30");
  EXPECT_EQ(host_.Of("long_or_dependent_ending").at(0).severity, "soon");

  host_.PassTo("2025-05-01");

  EXPECT_EQ(host_.Of("long_or_dependent_ending").at(0).Line(),
            "long_or_dependent_ending e1 important soft_transfer due 2025-03-31: open");
}

TEST_F(SoftTransferTest, BeforeThePolicyNothingIsEverPastDue) {
  host_.Feed(LongEnding("e1", "2025-03-01").BeforePolicy());
  host_.PassTo("2026-03-01");

  EXPECT_EQ(host_.Of("long_or_dependent_ending").at(0).Line(),
            "long_or_dependent_ending e1 soon soft_transfer: open (before the policy)");
}

TEST_F(SoftTransferTest, ATransferOrAWrittenRefusalMeetsADependentEnding) {
  const Entry ways[] = {
      HandedOver("x1", "2025-03-10"),
      Declined("x1", "2025-03-10", CANDOR_CLIENT_DECLINED_WHAT_TRANSFER).Yes(CANDOR_FIELD_CLIENT_DECLINED_IN_WRITING)};
  for (const Entry& way : ways) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({LongEnding("e1", "2025-03-01"), way});
    EXPECT_EQ(host.Of("long_or_dependent_ending").at(0).ended_by, "x1");
  }

  host_.FeedAll({LongEnding("e1", "2025-03-01"), Declined("x1", "2025-03-10", CANDOR_CLIENT_DECLINED_WHAT_TRANSFER)});
  EXPECT_EQ(host_.Of("long_or_dependent_ending").at(0).state, "open");
}

TEST_F(SoftTransferTest, ADependentEndingAsksOnlyForWhatItTurnsOn) {
  host_.Feed(LongEnding("e1", "2025-03-01")
                 .Without(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE)
                 .Without(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED));
  host_.PassTo("2026-03-01");

  const ShownFollowUp asked = host_.Of("long_or_dependent_ending").at(0);
  EXPECT_EQ(asked.Line(), "long_or_dependent_ending e1 later complete_record due 2025-03-15: open");
  EXPECT_THAT(asked.missing, ElementsAre(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE));
}

// --- Vignettes and the cases of the sample

TEST_F(SoftTransferTest, VignetteSixAttractionPersistsReferred) {
  host_.FeedAll({Joint("t1", "2025-05-01").Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT),
                 Step("t2", "2025-05-08")
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_RELEASE)
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED)
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED)});

  EXPECT_THAT(host_.Lines(),
              ElementsAre("soft_transfer_complete t1 soon soft_transfer due 2025-06-15: resolved 2025-05-08 by t2"));
}

TEST_F(SoftTransferTest, VignetteThirteenTheClientLeaves) {
  host_.Feed(
      LongEnding("e1", "2025-03-01").Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_CLIENT));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(SoftTransferTest, VignetteSixteenIntimacyEncouragedThenAnAbruptEnd) {
  host_.FeedAll({Entry("i1", "2022-01-01", CANDOR_KIND_INTAKE),
                 Ending("e1", "2025-03-01").Yes(CANDOR_FIELD_TERMINATION_DEPENDENCY_FOSTERED)});

  EXPECT_EQ(host_.Of("abandonment").size(), 1u);
  EXPECT_EQ(host_.Of("long_or_dependent_ending").size(), 1u);
}

TEST_F(SoftTransferTest, SampleCase1197) {
  host_.FeedAll({Entry("i1", "2024-08-14", CANDOR_KIND_INTAKE).Reported("2024-08-20"),
                 Entry("f1", "2024-11-02", CANDOR_KIND_REFERRAL)
                     .Set(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_DECLINED)
                     .Set(CANDOR_FIELD_REFERRAL_ALTERNATIVES_OFFERED, 3),
                 Joint("t1", "2024-11-20")
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT)
                     .Person(CANDOR_FIELD_TRANSFER_STEP_RECEIVER, "dele"),
                 Joint("t2", "2024-12-02").Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT),
                 Step("t3", "2024-12-06")
                     .Reported("2024-12-07")
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT)
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED)
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED),
                 Ending("e1", "2025-01-18")
                     .Without(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE)
                     .Without(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS)
                     .Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED, 3)});
  host_.PassTo("2025-12-31");

  EXPECT_THAT(host_.Lines(), ElementsAre("soft_transfer_complete t1 soon soft_transfer due 2025-01-04: open"));
}

TEST_F(SoftTransferTest, SampleCase1007) {
  host_.FeedAll({Entry("i1", "2024-06-20", CANDOR_KIND_INTAKE).Reported("2024-06-21"),
                 Ending("e1", "2025-04-08")
                     .Reported("2025-04-09")
                     .Date(CANDOR_FIELD_TERMINATION_PROPOSED_ON, "2025-02-25")
                     .Without(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE)
                     .Without(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS)
                     .Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED, 3)});
  host_.PassTo("2025-12-31");

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

}  // namespace
}  // namespace candor::soft_transfer
