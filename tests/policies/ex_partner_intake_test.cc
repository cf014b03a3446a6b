#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/conduct_entries.h"

namespace candor::prohibitions::ex_partner_intake_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Entry ExPartner(std::string_view name, std::string_view date) {
  return Intake(name, date).Set(CANDOR_FIELD_INTAKE_PRIOR_RELATION, CANDOR_INTAKE_PRIOR_RELATION_ROMANTIC);
}

class ExPartnerIntakeTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin};
};

TEST_F(ExPartnerIntakeTest, AFormerPartnerIsReferredWithinSevenDays) {
  host_.Feed(ExPartner("i1", "2025-03-01").Reported("2025-03-02"));

  EXPECT_THAT(host_.Lines(), ElementsAre("ex_partner_intake i1 urgent refer due 2025-03-09: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_REFERRAL_OUTCOME));
}

TEST_F(ExPartnerIntakeTest, OtherRelationsAreAnotherRules) {
  host_.Feed(Intake("i1", "2025-03-01").Set(CANDOR_FIELD_INTAKE_PRIOR_RELATION, CANDOR_INTAKE_PRIOR_RELATION_FRIEND));
  host_.Feed(Intake("i2", "2025-03-01"));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(ExPartnerIntakeTest, AnAcceptedReferralLeavesItToWhoeverSignsItOff) {
  host_.FeedAll({ExPartner("i1", "2025-03-01"), Session("s1", "2025-03-03"),
                 Referral("f1", "2025-03-04", CANDOR_REFERRAL_OUTCOME_OFFERED)});
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_REFERRAL_OUTCOME));

  host_.Feed(Referral("f2", "2025-03-06", CANDOR_REFERRAL_OUTCOME_ACCEPTED));

  EXPECT_THAT(host_.Lines(), ElementsAre("ex_partner_intake i1 urgent refer due 2025-03-20: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, IsEmpty());
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("f2"));
}

TEST_F(ExPartnerIntakeTest, SoDoesAHandover) {
  host_.FeedAll({ExPartner("i1", "2025-03-01"), With(HandedOver("t1", "2025-03-05"), "ben")});

  EXPECT_THAT(host_.FollowUps().at(0).missing, IsEmpty());
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");
}

TEST_F(ExPartnerIntakeTest, AReferralFromBeforeTheIntakeDoesNotCount) {
  host_.FeedAll({Referral("f1", "2025-02-01", CANDOR_REFERRAL_OUTCOME_ACCEPTED), ExPartner("i1", "2025-03-01")});

  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_REFERRAL_OUTCOME));
}

// V45: a partner who is no client is nobody's business; one who comes back as a client is.
TEST_F(ExPartnerIntakeTest, ARomanceInTheGapCountsWhenTheClientReturns) {
  host_.FeedAll({Intake("i1", "2010-01-01"), Left("e1", "2011-01-01"), ActAfter("a1", "2020-01-01"),
                 Intake("i2", "2025-03-01").Reported("2025-03-02")});

  EXPECT_EQ(host_.Of("ex_partner_intake").at(0).Line(), "ex_partner_intake i2 urgent refer due 2025-03-09: open");

  FakeHost another(candor_policy_plugin);
  another.FeedAll({Intake("i1", "2010-01-01"), Left("e1", "2011-01-01"), ActAfter("a1", "2020-01-01"),
                   Intake("i2", "2025-03-01").By("ben"), Session("s1", "2025-03-08").By("ben")});
  EXPECT_THAT(another.Of("ex_partner_intake"), IsEmpty());
}

TEST_F(ExPartnerIntakeTest, ASessionTakesTherapyUpAgainAsAnIntakeDoes) {
  host_.FeedAll({Intake("i1", "2010-01-01"), Left("e1", "2011-01-01"), ActAfter("a1", "2020-01-01"),
                 Intake("i2", "2025-03-01").By("ben"), Session("s1", "2025-04-01"), Session("s2", "2025-04-08")});

  EXPECT_THAT(host_.Of("ex_partner_intake"), ::testing::SizeIs(1));
  EXPECT_EQ(host_.Of("ex_partner_intake").at(0).key, "s1");
}

TEST_F(ExPartnerIntakeTest, NamesTheActByWhichItIsKnownAndRunsFromWhenThatWasTold) {
  host_.FeedAll({Act("a1", "2019-05-01").Reported("2024-06-03"), Intake("i1", "2024-01-06"),
                 Referral("f1", "2024-06-05", CANDOR_REFERRAL_OUTCOME_OFFERED)});
  EXPECT_EQ(host_.Of("ex_partner_intake").at(0).Line(), "ex_partner_intake i1 urgent refer due 2024-06-10: open");
  EXPECT_THAT(host_.Of("ex_partner_intake").at(0).facts, ElementsAre("a1"));

  host_.Feed(Referral("f2", "2024-06-06", CANDOR_REFERRAL_OUTCOME_ACCEPTED));

  EXPECT_THAT(host_.Of("ex_partner_intake").at(0).facts, ElementsAre("a1", "f2"));
}

TEST_F(ExPartnerIntakeTest, AnActWithinTheTherapyOfWhichTheIntakeTellsMakesNoFormerPartner) {
  const auto opens = [](std::string_view act) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Act("a1", act), Intake("i1", "2024-01-06").Date(CANDOR_FIELD_INTAKE_THERAPY_STARTED, "2018-03-01")});
    return !host.Of("ex_partner_intake").empty();
  };
  EXPECT_TRUE(opens("2018-02-28"));
  EXPECT_FALSE(opens("2018-03-01"));
  EXPECT_FALSE(opens("2019-05-01"));

  host_.FeedAll({Session("s1", "2019-01-15"), Act("a1", "2019-02-28"), Intake("i1", "2024-02-29")});
  EXPECT_THAT(host_.Of("ex_partner_intake"), IsEmpty()) << "they treated the client already";
}

}  // namespace
}  // namespace candor::prohibitions::ex_partner_intake_test
