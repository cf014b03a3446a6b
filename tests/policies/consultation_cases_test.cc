#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/entries.h"

namespace candor::consultation::consultation_cases_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;

class ConsultationCasesTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin};
};

// --- Vignettes and the cases of the sample

TEST_F(ConsultationCasesTest, VignetteFiveAttractionResolved) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Resolved("r2", "2025-04-20")});
  host_.PassTo("2026-03-01");

  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_consult r1 soon talk due 2025-03-15: resolved 2025-03-06 by c1"));
}

TEST_F(ConsultationCasesTest, VignetteSixAttractionPersistsReferred) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Reaction("r2", "2025-04-08"),
                 Consultation("c2", "2025-04-12")
                     .Set(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, CANDOR_CONSULTATION_RECOMMENDATION_REFER),
                 Referral("f1", "2025-04-15", CANDOR_REFERRAL_OUTCOME_ACCEPTED)});

  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_consult r1 soon talk due 2025-03-15: resolved 2025-03-06 by c1",
                                         "attraction_persists r2 soon talk due 2025-04-22: resolved 2025-04-15 by f1"));
}

TEST_F(ConsultationCasesTest, VignetteSevenClientsFeelingsResolved) {
  host_.FeedAll({Told("f1", "2025-03-01"), Entry("s1", "2025-03-08", CANDOR_KIND_SESSION),
                 Discussed("f2", "2025-03-08", CANDOR_CLIENT_FEELINGS_OUTCOME_RESOLVED)});

  EXPECT_THAT(host_.Lines(), ElementsAre("client_feelings f1 soon document due 2025-03-08: resolved 2025-03-08 by f2"));
}

TEST_F(ConsultationCasesTest, VignetteFiftyThreeNormalYear) {
  host_.FeedAll({Reaction("r1", "2025-01-10"),
                 Reaction("r2", "2025-01-15")
                     .Set(CANDOR_FIELD_PERSONAL_REACTION_WHICH, CANDOR_PERSONAL_REACTION_WHICH_FANTASY_ROMANTIC),
                 Consultation("c1", "2025-01-20")});
  host_.PassTo("2026-01-10");

  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_consult r1 soon talk due 2025-01-24: resolved 2025-01-20 by c1"));
}

TEST_F(ConsultationCasesTest, SampleCase1197) {
  host_.FeedAll(
      {Entry("intake", "2024-08-14", CANDOR_KIND_INTAKE).Reported("2024-08-20"),
       Reaction("r1", "2024-08-19").Set(CANDOR_FIELD_PERSONAL_REACTION_WHICH, CANDOR_PERSONAL_REACTION_WHICH_SEXUAL),
       Consultation("c1", "2024-08-24")
           .Reported("2024-08-25")
           .Set(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, CANDOR_CONSULTATION_RECOMMENDATION_REFER)
           .Set(CANDOR_FIELD_CONSULTATION_DECISION, CANDOR_CONSULTATION_DECISION_REFER),
       Entry("r2", "2024-10-03", CANDOR_KIND_PERSONAL_REACTION)
           .Reported("2024-10-09")
           .Set(CANDOR_FIELD_PERSONAL_REACTION_WHICH, CANDOR_PERSONAL_REACTION_WHICH_NOT_SPECIFIED)
           .Set(CANDOR_FIELD_PERSONAL_REACTION_STATUS, CANDOR_PERSONAL_REACTION_STATUS_PERSISTING),
       Referral("f1", "2024-11-02", CANDOR_REFERRAL_OUTCOME_DECLINED),
       Entry("t1", "2024-11-20", CANDOR_KIND_TRANSFER_STEP)
           .Yes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION)
           .Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT),
       Entry("t2", "2024-12-02", CANDOR_KIND_TRANSFER_STEP).Yes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION)});
  host_.PassTo("2025-12-31");

  EXPECT_THAT(host_.Lines(),
              ElementsAre("attraction_consult r1 soon talk due 2024-09-02: resolved 2024-08-24 by c1",
                          "attraction_persists r2 important talk due 2024-10-23: resolved 2024-11-20 by t1"));
}

TEST_F(ConsultationCasesTest, SampleCase1042) {
  host_.FeedAll({Reaction("r1", "2025-03-23")
                     .Reported("2025-04-04")
                     .Set(CANDOR_FIELD_PERSONAL_REACTION_WHICH, CANDOR_PERSONAL_REACTION_WHICH_SEXUAL),
                 Consultation("c1", "2025-03-30")
                     .Reported("2025-04-02")
                     .Without(CANDOR_FIELD_CONSULTATION_CONSULTANT)
                     .Without(CANDOR_HOST_CONSULTANT_RELATION)
                     .Set(CANDOR_FIELD_CONSULTATION_CONSULTANT_KIND, CANDOR_CONSULTATION_CONSULTANT_KIND_ETHICS_LINE)
                     .Set(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, CANDOR_CONSULTATION_RECOMMENDATION_REFER)
                     .Set(CANDOR_FIELD_CONSULTATION_DECISION, CANDOR_CONSULTATION_DECISION_REFER)});
  host_.PassTo("2025-12-31");

  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_consult r1 soon talk due 2025-04-18: resolved 2025-03-30 by c1"));
}

TEST_F(ConsultationCasesTest, SampleCase1007) {
  host_.FeedAll({Entry("s1", "2024-10-18", CANDOR_KIND_SESSION).Reported("2024-10-21"), Told("f1", "2024-10-24"),
                 Discussed("f2", "2024-10-31", CANDOR_CLIENT_FEELINGS_OUTCOME_ONGOING).Reported("2024-11-06")});
  host_.PassTo("2025-12-31");

  EXPECT_THAT(host_.Lines(), ElementsAre("client_feelings f1 soon document due 2024-11-23: open"));
}

}  // namespace
}  // namespace candor::consultation::consultation_cases_test
