#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/endings.h"
#include "tests/policies/entries.h"

namespace candor::soft_transfer::soft_transfer_cases_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SoftTransferCasesTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin};
};

TEST_F(SoftTransferCasesTest, VignetteSixAttractionPersistsReferred) {
  host_.FeedAll({Joint("t1", "2025-05-01").Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT),
                 Step("t2", "2025-05-08")
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_RELEASE)
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED)
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED)});

  EXPECT_THAT(host_.Lines(),
              ElementsAre("soft_transfer_complete t1 soon soft_transfer due 2025-06-15: resolved 2025-05-08 by t2"));
}

TEST_F(SoftTransferCasesTest, VignetteThirteenTheClientLeaves) {
  host_.Feed(
      LongEnding("e1", "2025-03-01").Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_CLIENT));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(SoftTransferCasesTest, VignetteSixteenIntimacyEncouragedThenAnAbruptEnd) {
  host_.FeedAll({Entry("i1", "2022-01-01", CANDOR_KIND_INTAKE),
                 Ending("e1", "2025-03-01").Yes(CANDOR_FIELD_TERMINATION_DEPENDENCY_FOSTERED)});

  EXPECT_EQ(host_.Of("abandonment").size(), 1u);
  EXPECT_EQ(host_.Of("long_or_dependent_ending").size(), 1u);
}

TEST_F(SoftTransferCasesTest, SampleCase1197) {
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

TEST_F(SoftTransferCasesTest, SampleCase1007) {
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
}  // namespace candor::soft_transfer::soft_transfer_cases_test
