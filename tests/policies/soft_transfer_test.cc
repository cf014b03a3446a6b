#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/endings.h"
#include "tests/policies/entries.h"

namespace candor::soft_transfer::soft_transfer_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SoftTransferTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin};
};

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

TEST_F(SoftTransferTest, SaysWhichStepsWereDoneAndWhichItLacks) {
  host_.FeedAll({Joint("t1", "2025-03-01"),
                 Step("t2", "2025-03-05")
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED)
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT),
                 Step("t3", "2025-03-06").No(CANDOR_FIELD_TRANSFER_STEP_CONSENT)});

  EXPECT_THAT(host_.FollowUps().at(0).missing,
              ElementsAre(CANDOR_FIELD_TRANSFER_STEP_CONSENT, CANDOR_FIELD_TRANSFER_STEP_RELEASE,
                          CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED));
  EXPECT_EQ(host_.FollowUps().at(0).action, "soft_transfer");
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("t1", "t2", "t3"));

  host_.Feed(With(Joint("t4", "2025-03-10"), "ben"));
  host_.Feed(With(Joint("t5", "2025-03-11"), "cai"));
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("t5"));  // what was done with another counts no more
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

TEST_F(SoftTransferTest, StepsWithTwoReceiversAreNotAddedTogether) {
  host_.FeedAll({With(Joint("t1", "2025-03-01"), "ben").Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT),
                 With(Step("t2", "2025-03-10"), "cai")
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT)
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_RELEASE)
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED)
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED)});
  EXPECT_THAT(host_.Lines(), ElementsAre("soft_transfer_complete t1 soon soft_transfer due 2025-04-15: open"));

  host_.Feed(Joint("t3", "2025-03-20"));  // whom the step does not name is the one named last

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "t3");
}

TEST_F(SoftTransferTest, AReceiverOutsideThePracticeIsAnotherReceiver) {
  host_.FeedAll({With(Joint("t1", "2025-03-01"), "ben"), AllSteps("t2", "2025-03-10")
                                                             .Without(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION)
                                                             .Written(CANDOR_FIELD_TRANSFER_STEP_OUTSIDE_RECEIVER)});

  EXPECT_EQ(host_.FollowUps().at(0).state, "open");
}

TEST_F(SoftTransferTest, ATransferBegunBeforeThePolicyStandsForNoLaterOne) {
  host_.FeedAll({Joint("t1", "2023-03-01").BeforePolicy(), Joint("t2", "2025-03-01")});
  EXPECT_THAT(host_.Lines(), ElementsAre("soft_transfer_complete t1 soon soft_transfer: open (before the policy)",
                                         "soft_transfer_complete t2 soon soft_transfer due 2025-04-15: open"));

  host_.Feed(AllSteps("t3", "2025-03-10"));

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "t3");
  EXPECT_EQ(host_.FollowUps().at(1).ended_by, "t3");
}

TEST_F(SoftTransferTest, AnotherEpisodeHasATransferOfItsOwn) {
  host_.FeedAll({HandedOver("t1", "2023-03-01"), Left("e1", "2023-06-01"), Intake("i2", "2025-01-10"),
                 Joint("t2", "2025-03-01"), LongEnding("e2", "2025-03-05")});

  EXPECT_EQ(host_.Of("soft_transfer_complete").at(0).state, "open");
  EXPECT_EQ(host_.Of("soft_transfer_complete").at(1).key, "t2");
  EXPECT_EQ(host_.Of("abandonment").size(), 1u);  // what was done in 2023 prepares nothing now
}

TEST_F(SoftTransferTest, ATransferDeclinedInWritingNeedsNoCompletion) {
  host_.FeedAll({Joint("t1", "2025-03-01"), Declined("x1", "2025-03-10", CANDOR_CLIENT_DECLINED_WHAT_TRANSFER)});
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");

  host_.Feed(
      Declined("x2", "2025-03-11", CANDOR_CLIENT_DECLINED_WHAT_TRANSFER).Yes(CANDOR_FIELD_CLIENT_DECLINED_IN_WRITING));

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "x2");
}

}  // namespace
}  // namespace candor::soft_transfer::soft_transfer_test
