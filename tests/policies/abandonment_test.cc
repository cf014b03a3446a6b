#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/endings.h"
#include "tests/policies/entries.h"

namespace candor::soft_transfer::abandonment_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AbandonmentTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin};
};

TEST_F(AbandonmentTest, EndingWithoutPreparationIsTakenUpInFourteenDays) {
  for (const int64_t initiator : {CANDOR_TERMINATION_INITIATOR_THERAPIST, CANDOR_TERMINATION_INITIATOR_PRACTICE,
                                  CANDOR_TERMINATION_INITIATOR_THIRD_PARTY}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(Ending("e1", "2025-03-01").Reported("2025-03-03").Set(CANDOR_FIELD_TERMINATION_INITIATOR, initiator));
    EXPECT_THAT(host.Lines(), ElementsAre("abandonment e1 important soft_transfer due 2025-03-17: open"));
  }
}

TEST_F(AbandonmentTest, ExemptEndingsOpenNothing) {
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

TEST_F(AbandonmentTest, AnEndingAgreedToWithoutASessionIsNotExempt) {
  host_.Feed(Ending("e1", "2025-03-01").Yes(CANDOR_FIELD_TERMINATION_AGREED));

  EXPECT_EQ(host_.FollowUps().at(0).severity, "important");
}

TEST_F(AbandonmentTest, ALengthAgreedAtIntakeIsExemptOnceItIsReached) {
  const Entry intake = Entry("i1", "2025-01-01", CANDOR_KIND_INTAKE).Set(CANDOR_FIELD_INTAKE_PLANNED_SESSIONS, 2);
  FakeHost reached(candor_policy_plugin);
  reached.FeedAll({intake, Entry("s1", "2025-01-08", CANDOR_KIND_SESSION),
                   Entry("s2", "2025-01-15", CANDOR_KIND_SESSION), Ending("e1", "2025-01-15")});
  host_.FeedAll({intake, Entry("s1", "2025-01-08", CANDOR_KIND_SESSION), Ending("e1", "2025-01-15")});

  EXPECT_THAT(reached.Lines(), IsEmpty());
  EXPECT_EQ(host_.FollowUps().size(), 1u);
}

TEST_F(AbandonmentTest, NothingIsExemptAfterAnAdvance) {
  const Entry exempt =
      Ending("e1", "2025-03-01").Set(CANDOR_FIELD_TERMINATION_EXEMPTION, CANDOR_TERMINATION_EXEMPTION_CLIENT_AGREED);
  FakeHost rumour(candor_policy_plugin);
  rumour.FeedAll({Entry("a1", "2025-02-01", CANDOR_KIND_ADVANCE_OR_PROMISE).Basis(CANDOR_BASIS_SUSPICION), exempt});
  host_.FeedAll({Entry("a1", "2025-02-01", CANDOR_KIND_ADVANCE_OR_PROMISE).Basis(CANDOR_BASIS_ADMITTED), exempt});

  EXPECT_THAT(rumour.Lines(), IsEmpty());
  EXPECT_EQ(host_.FollowUps().at(0).severity, "important");
}

TEST_F(AbandonmentTest, AnAdvanceWrittenDownAfterTheEndingMakesNothingLate) {
  const Entry advance = Entry("a1", "2025-02-01", CANDOR_KIND_ADVANCE_OR_PROMISE).Reported("2025-04-01");
  FakeHost never_exempt(candor_policy_plugin);
  never_exempt.FeedAll({advance, Ending("e1", "2025-03-01")});
  host_.FeedAll(
      {advance,
       Ending("e1", "2025-03-01").Set(CANDOR_FIELD_TERMINATION_EXEMPTION, CANDOR_TERMINATION_EXEMPTION_CLIENT_AGREED)});

  EXPECT_EQ(never_exempt.Of("abandonment").at(0).due, "2025-03-15");
  EXPECT_EQ(host_.Of("abandonment").at(0).due, "2025-04-15");
}

Entry Pursuit(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT)
      .NotACurrentClient()
      .Stage(CANDOR_STAGE_DONE)
      .Set(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY, CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_CLIENT);
}

Entry ExemptOfTherapist(std::string_view name, std::string_view date) {
  return Ending(name, date)
      .Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_THERAPIST)
      .Set(CANDOR_FIELD_TERMINATION_EXEMPTION, CANDOR_TERMINATION_EXEMPTION_CLIENT_AGREED);
}

// R16 looks at feelings, too, which only its own private rule may know: what shows is the pursuit.
TEST_F(AbandonmentTest, NothingIsExemptWhereTheTherapistPursuesTheClientAfterIt) {
  host_.Feed(ExemptOfTherapist("e1", "2025-03-01"));
  EXPECT_THAT(host_.Lines(), IsEmpty());

  host_.Feed(Pursuit("a1", "2025-06-01").Reported("2025-06-10"));
  EXPECT_THAT(host_.Lines(), ElementsAre("abandonment a1 important soft_transfer due 2025-06-24: open"));
  EXPECT_THAT(host_.Of("abandonment").at(0).facts, ElementsAre("e1"));
}

TEST_F(AbandonmentTest, ItIsPreparedByWhatCameBetweenTheEndingAndThePursuit) {
  host_.FeedAll({ExemptOfTherapist("e1", "2025-03-01"), EndingTalk("d1", "2025-03-05"), EndingTalk("d2", "2025-03-12"),
                 Entry("r1", "2025-03-12", CANDOR_KIND_REFERRAL)
                     .Set(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_OFFERED)
                     .Set(CANDOR_FIELD_REFERRAL_ALTERNATIVES_OFFERED, 2),
                 Pursuit("a1", "2025-06-01")});

  EXPECT_THAT(host_.Of("abandonment"), IsEmpty());
}

TEST_F(AbandonmentTest, OfSomebodyElseByHearsayOrAfterTwoYearsThePursuitChangesNothing) {
  const Entry pursuits[] = {Pursuit("a1", "2025-06-01").By("ben"),
                            Pursuit("a1", "2025-06-01").Basis(CANDOR_BASIS_TOLD_BY_OTHER), Pursuit("a1", "2027-03-02")};
  for (const Entry& pursuit : pursuits) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({ExemptOfTherapist("e1", "2025-03-01"), pursuit});
    EXPECT_THAT(host.Lines(), IsEmpty());
  }
  host_.FeedAll({ExemptOfTherapist("e1", "2025-03-01"), Pursuit("a1", "2027-03-01")});
  EXPECT_EQ(host_.FollowUps().size(), 1u) << "the anniversary is inside";
}

TEST_F(AbandonmentTest, AnEndingByTheClientStaysTheirs) {
  host_.FeedAll(
      {Ending("e1", "2025-03-01").Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_CLIENT),
       Pursuit("a1", "2025-06-01")});
  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(AbandonmentTest, PreparedIsFourteenDaysOfNoticeOrTwoSessionsAndAnAlternative) {
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

TEST_F(AbandonmentTest, TalksAndReferralsInTheTimelineArePreparation) {
  host_.FeedAll({EndingTalk("d1", "2025-02-01"), EndingTalk("d2", "2025-02-08"),
                 Entry("f1", "2025-02-09", CANDOR_KIND_REFERRAL).Set(CANDOR_FIELD_REFERRAL_ALTERNATIVES_OFFERED, 2),
                 Ending("e1", "2025-03-01")});

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(AbandonmentTest, ACompleteTransferBeforeTheEndingIsPreparation) {
  host_.FeedAll({HandedOver("t1", "2025-02-01"), LongEnding("e1", "2025-03-01")});
  EXPECT_THAT(host_.Of("abandonment"), IsEmpty());
  EXPECT_THAT(host_.Of("long_or_dependent_ending"), IsEmpty());

  FakeHost begun(candor_policy_plugin);
  begun.FeedAll({Joint("t1", "2025-02-01"), Ending("e1", "2025-03-01")});
  EXPECT_EQ(begun.Of("abandonment").size(), 1u);
}

TEST_F(AbandonmentTest, ACompleteTransferIsNoPreparationOfTheReceiversOwnEnding) {
  host_.FeedAll({With(AllSteps("t1", "2023-02-01"), "ben"), LongEnding("e1", "2025-03-01").By("ben")});

  EXPECT_EQ(host_.Of("abandonment").at(0).Line(), "abandonment e1 important soft_transfer due 2025-03-15: open");
  EXPECT_EQ(host_.Of("long_or_dependent_ending").size(), 1u);
}

TEST_F(AbandonmentTest, WhoHandedTheClientOverIsPreparedWhateverTheReceiverDoes) {
  host_.FeedAll({With(AllSteps("t1", "2025-02-01"), "ben"), With(Joint("t2", "2025-02-20"), "cai").By("ben"),
                 Ending("e1", "2025-03-01").No(CANDOR_HOST_HOLDS_CASE)});
  EXPECT_THAT(host_.Of("abandonment"), IsEmpty());

  host_.Feed(Ending("e2", "2025-03-02").By("ben"));
  EXPECT_EQ(host_.Of("abandonment").at(0).key, "e2");
}

TEST_F(AbandonmentTest, ATransferToSomeoneUnnamedPreparesWhoStillHoldsTheCase) {
  host_.FeedAll({HandedOver("t1", "2025-02-01"), Ending("e1", "2025-03-01"),
                 Ending("e2", "2025-09-01").By("ben").No(CANDOR_HOST_HOLDS_CASE)});

  EXPECT_THAT(host_.Lines(), ElementsAre("soft_transfer_complete t1 soon soft_transfer due 2025-03-18: open",
                                         "abandonment e2 important soft_transfer due 2025-09-15: open"));
}

TEST_F(AbandonmentTest, StepsWithTwoReceiversAreNoTransfer) {
  host_.FeedAll({With(Joint("t1", "2025-02-01"), "ben"),
                 With(HandedOver("t2", "2025-02-10").Without(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION), "cai"),
                 LongEnding("e1", "2025-03-01")});

  EXPECT_EQ(host_.Of("abandonment").size(), 1u);
  EXPECT_EQ(host_.Of("long_or_dependent_ending").size(), 1u);
}

TEST_F(AbandonmentTest, OnlyATransferOfTheOneWhoEndedItMeetsTheEnding) {
  host_.FeedAll({With(HandedOver("t1", "2024-02-01"), "ben"), LongEnding("e1", "2025-03-01").By("ben"),
                 With(Step("t2", "2025-03-02").Yes(CANDOR_FIELD_TRANSFER_STEP_RELEASE), "ben"),
                 Step("t3", "2025-03-03").Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT)});
  EXPECT_EQ(host_.Of("abandonment").at(0).state, "open");
  EXPECT_EQ(host_.Of("long_or_dependent_ending").at(0).state, "open");

  host_.Feed(With(HandedOver("t4", "2025-03-20"), "cai"));

  EXPECT_EQ(host_.Of("abandonment").at(0).ended_by, "t4");
  EXPECT_EQ(host_.Of("long_or_dependent_ending").at(0).ended_by, "t4");
}

TEST_F(AbandonmentTest, AnEarlierEpisodesTransferPreparesNoLaterEnding) {
  host_.FeedAll(
      {AllSteps("t1", "2024-02-01"), Entry("i2", "2025-01-01", CANDOR_KIND_INTAKE), Ending("e1", "2025-03-01")});

  EXPECT_EQ(host_.Of("abandonment").size(), 1u);
}

TEST_F(AbandonmentTest, WhatIsRepairedAfterTheEndingMeetsIt) {
  host_.FeedAll({Ending("e1", "2025-03-01"), EndingTalk("d1", "2025-03-05"),
                 Entry("f1", "2025-03-06", CANDOR_KIND_REFERRAL).Set(CANDOR_FIELD_REFERRAL_ALTERNATIVES_OFFERED, 1)});
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");

  host_.Feed(EndingTalk("d2", "2025-03-12"));

  EXPECT_EQ(host_.Lines().at(0), "abandonment e1 important soft_transfer due 2025-03-15: resolved 2025-03-12 by d2");
}

// Whatever the client was offered or declined counts before the ending as it does after it.
TEST_F(AbandonmentTest, TheSameCountsBeforeTheEndingAndAfterIt) {
  const auto talk = [](std::string_view name) { return EndingTalk(name, "2025-03-01"); };
  const auto declined = [](int64_t what) { return Declined("x1", "2025-03-01", what); };
  const Entry accepted = Referral("f1", "2025-03-01", CANDOR_REFERRAL_OUTCOME_ACCEPTED);
  const std::vector<Entry> ways[] = {
      {talk("d1"), talk("d2"), accepted},
      {declined(CANDOR_CLIENT_DECLINED_WHAT_ENDING_TALK), accepted},
      {talk("d1"), talk("d2"), declined(CANDOR_CLIENT_DECLINED_WHAT_REFERRAL)},
      {talk("d1"), talk("d2"), declined(CANDOR_CLIENT_DECLINED_WHAT_TRANSFER)},
      {talk("d1"), talk("d2"), declined(CANDOR_CLIENT_DECLINED_WHAT_OTHER_THERAPIST)},
      {declined(CANDOR_CLIENT_DECLINED_WHAT_CONTACT)},
  };
  const std::vector<Entry> no_ways[] = {{talk("d1"), accepted},
                                        {accepted},
                                        {talk("d1"), talk("d2")},
                                        {declined(CANDOR_CLIENT_DECLINED_WHAT_OTHER_THERAPIST)}};
  const auto is_open = [](const std::vector<Entry>& way, bool before) {
    FakeHost host(candor_policy_plugin);
    if (!before) host.Feed(Ending("e1", "2025-03-01"));
    host.FeedAll(way);
    if (before) host.Feed(Ending("e1", "2025-03-01"));
    return host.Of("abandonment").size() == 1 && host.Of("abandonment").at(0).state == "open";
  };

  for (const std::vector<Entry>& way : ways) {
    EXPECT_FALSE(is_open(way, true)) << &way - ways;
    EXPECT_FALSE(is_open(way, false)) << &way - ways;
  }
  for (const std::vector<Entry>& way : no_ways) {
    EXPECT_TRUE(is_open(way, true)) << &way - no_ways;
    EXPECT_TRUE(is_open(way, false)) << &way - no_ways;
  }
}

TEST_F(AbandonmentTest, WhatTheClientDeclinedBeforeIsNotAskedFor) {
  host_.FeedAll({Declined("x1", "2025-02-20", CANDOR_CLIENT_DECLINED_WHAT_OTHER_THERAPIST),
                 Ending("e1", "2025-03-01")
                     .Date(CANDOR_FIELD_TERMINATION_PROPOSED_ON, "2025-02-25")
                     .Without(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS)
                     .Without(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED)});

  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS));
}

TEST_F(AbandonmentTest, NamesWhatItWasReadWithAndWhatCameSince) {
  host_.FeedAll({Entry("i1", "2022-01-01", CANDOR_KIND_INTAKE), Entry("s1", "2022-02-01", CANDOR_KIND_SESSION),
                 EndingTalk("d1", "2025-02-01"), Joint("t1", "2025-02-20"), Ending("e1", "2025-03-01")});
  EXPECT_THAT(host_.Of("abandonment").at(0).facts, ElementsAre("i1", "d1", "t1"));
  EXPECT_THAT(host_.Of("long_or_dependent_ending").at(0).facts, ElementsAre("i1", "d1", "t1"));

  host_.Feed(EndingTalk("d2", "2025-03-05"));
  host_.PassTo("2025-06-01");

  EXPECT_EQ(host_.Of("abandonment").at(0).Line(), "abandonment e1 important soft_transfer due 2025-03-15: open");
  EXPECT_THAT(host_.Of("abandonment").at(0).facts, ElementsAre("i1", "d1", "t1", "d2"));
  EXPECT_EQ(host_.Of("long_or_dependent_ending").at(0).severity, "important");
  EXPECT_THAT(host_.Of("long_or_dependent_ending").at(0).facts, ElementsAre("i1", "d1", "t1", "d2"));
}

TEST_F(AbandonmentTest, WhatComesAfterAQuestionLeavesItAQuestion) {
  host_.FeedAll({Ending("e1", "2025-03-01").Without(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE),
                 EndingTalk("d1", "2025-03-05")});

  EXPECT_EQ(host_.FollowUps().at(0).Line(), "abandonment e1 later complete_record due 2025-03-15: open");
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE));
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("d1"));
}

TEST_F(AbandonmentTest, AClientWhoDeclinesContactHasBeenGivenTheChance) {
  host_.FeedAll({Ending("e1", "2025-03-01"), Declined("x1", "2025-03-05", CANDOR_CLIENT_DECLINED_WHAT_CONTACT)});

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "x1");
}

TEST_F(AbandonmentTest, ATransferAfterTheEndingMeetsIt) {
  host_.FeedAll({Ending("e1", "2025-03-01"), HandedOver("t1", "2025-03-08")});

  EXPECT_EQ(host_.Of("abandonment").at(0).ended_by, "t1");
}

TEST_F(AbandonmentTest, WhatWasNotRecordedIsAskedForOnceWhenAllElseHolds) {
  host_.Feed(Ending("e1", "2025-03-01").Without(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE));
  host_.PassTo("2026-03-01");

  EXPECT_THAT(host_.Lines(), ElementsAre("abandonment e1 later complete_record due 2025-03-15: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE));
}

TEST_F(AbandonmentTest, EachFactThatMattersIsAskedForWhenItWasNotRecorded) {
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

TEST_F(AbandonmentTest, OnlyWhatStillMattersIsAskedFor) {
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

TEST_F(AbandonmentTest, NothingIsAskedWhereARecordedFactAlreadySettlesIt) {
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

TEST_F(AbandonmentTest, AnEndingOfTheSameDayWasNotTalkedOverTwice) {
  host_.Feed(Ending("e1", "2025-03-01")
                 .Without(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS)
                 .Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED, 3));

  EXPECT_EQ(host_.FollowUps().at(0).severity, "important");
}

}  // namespace
}  // namespace candor::soft_transfer::abandonment_test
