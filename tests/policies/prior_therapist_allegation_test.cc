#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>
#include <utility>

#include "plugins/prohibitions/rules.h"
#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/conduct_entries.h"

namespace candor::prohibitions::prior_therapist_allegation_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr uint16_t kAgreement = CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_CLIENT_AGREES_TO_REPORT;
constexpr uint16_t kReport = CANDOR_FIELD_REPORT_FILED_EVENT;
constexpr uint16_t kGiven = CANDOR_FIELD_BROCHURE_GIVEN_DISCUSSED;
constexpr uint16_t kRights = CANDOR_FIELD_DISCUSSION_RIGHTS_TOLD;

Entry Account(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_PRIOR_THERAPIST_ALLEGATION)
      .Basis(CANDOR_BASIS_CLIENT_ACCOUNT)
      .Set(CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_TOLD_BY, CANDOR_PRIOR_THERAPIST_ALLEGATION_TOLD_BY_CLIENT);
}

Entry Brochure(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_BROCHURE_GIVEN).Yes(kGiven);
}

Entry Reported(std::string_view name, std::string_view date, int64_t event) {
  return Entry(name, date, CANDOR_KIND_REPORT_FILED)
      .Set(CANDOR_FIELD_REPORT_FILED_ABOUT, CANDOR_REPORT_FILED_ABOUT_EARLIER_THERAPIST)
      .Set(kReport, event);
}

class PriorTherapistAllegationTest : public ::testing::Test {
 protected:
  static void SetState(FakeHost& host, int64_t brochure, int64_t duty) {
    host.SetParameter("prior_therapist_allegation", "brochure", brochure);
    host.SetParameter("prior_therapist_allegation", "report_duty", duty);
  }
  ShownFollowUp Only() const {
    EXPECT_THAT(host_.FollowUps(), SizeIs(1));
    return host_.FollowUps().at(0);
  }

  FakeHost host_{candor_policy_plugin};
};

TEST_F(PriorTherapistAllegationTest, CaliforniaHasTheBrochureGivenAndDiscussedAtTheNextContact) {
  SetState(host_, 1, kNoReport);
  host_.Feed(Account("p1", "2025-03-01").Reported("2025-03-02"));
  EXPECT_EQ(Only().Line(), "prior_therapist_allegation p1 important document due 2025-04-01: open");
  EXPECT_THAT(Only().missing, ElementsAre(kGiven));

  host_.Feed(Session("s1", "2025-03-08"));
  EXPECT_EQ(Only().due, "2025-03-08");
  host_.Feed(Session("s2", "2025-03-15"));
  EXPECT_EQ(Only().due, "2025-03-08");

  host_.Feed(Brochure("b1", "2025-03-15").No(kGiven));
  EXPECT_THAT(Only().missing, ElementsAre(kGiven));
  host_.Feed(Brochure("b2", "2025-03-22").Reported("2025-03-23"));
  EXPECT_EQ(Only().Line(), "prior_therapist_allegation p1 important document due 2025-04-06: open");
  EXPECT_THAT(Only().missing, IsEmpty());
  EXPECT_THAT(Only().facts, ElementsAre("b2"));
}

TEST_F(PriorTherapistAllegationTest, WisconsinAsksAndReportsWithinThirtyDaysWhereTheClientAgrees) {
  for (const auto& [answer, missing] :
       {std::pair(CANDOR_ANSWER_YES, kReport), std::pair(CANDOR_ANSWER_UNSURE, kAgreement)}) {
    FakeHost host(candor_policy_plugin);
    SetState(host, 0, kIfClientAgrees);
    host.Feed(Account("p1", "2025-03-01").Set(kAgreement, answer));
    EXPECT_THAT(host.Lines(), ElementsAre("prior_therapist_allegation p1 important document due 2025-03-31: open"));
    EXPECT_THAT(host.FollowUps().at(0).missing, ElementsAre(missing));
  }
  SetState(host_, 0, kIfClientAgrees);
  host_.Feed(Account("p1", "2025-03-01").No(kAgreement));
  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(PriorTherapistAllegationTest, TexasReportsInAnyCase) {
  SetState(host_, 0, kAlways);
  host_.Feed(Account("p1", "2025-03-01").No(kAgreement));
  EXPECT_THAT(Only().missing, ElementsAre(kReport));

  host_.Feed(Reported("f1", "2025-03-05", CANDOR_REPORT_FILED_EVENT_CALLED_FOR));
  host_.Feed(Reported("f2", "2025-03-06", CANDOR_REPORT_FILED_EVENT_WRITTEN)
                 .Set(CANDOR_FIELD_REPORT_FILED_ABOUT, CANDOR_REPORT_FILED_ABOUT_ABUSE_OF_MINOR));
  host_.Feed(Reported("f3", "2025-03-07", CANDOR_REPORT_FILED_EVENT_NOT_CALLED_FOR));
  EXPECT_THAT(Only().missing, ElementsAre(kReport));

  host_.Feed(Reported("f4", "2025-03-08", CANDOR_REPORT_FILED_EVENT_WRITTEN));
  EXPECT_THAT(Only().missing, IsEmpty());
  EXPECT_EQ(Only().Line(), "prior_therapist_allegation p1 important document due 2025-03-22: open");
}

TEST_F(PriorTherapistAllegationTest, WhyNoneIsCalledForSettlesTheReport) {
  SetState(host_, 0, kAlways);
  host_.FeedAll({Account("p1", "2025-03-01"), Reported("f1", "2025-03-05", CANDOR_REPORT_FILED_EVENT_NOT_CALLED_FOR)
                                                  .Written(CANDOR_FIELD_REPORT_FILED_REASON)});

  EXPECT_THAT(Only().missing, IsEmpty());
}

TEST_F(PriorTherapistAllegationTest, VirginiaHasTheClientToldThatTheyCanReportIt) {
  SetState(host_, 0, kAdvise);
  host_.Feed(Account("p1", "2025-03-01"));
  EXPECT_THAT(Only().missing, ElementsAre(kRights));

  host_.Feed(Entry("d1", "2025-03-08", CANDOR_KIND_DISCUSSION).Yes(kRights));
  EXPECT_THAT(Only().missing, IsEmpty());

  FakeHost asked(candor_policy_plugin);
  SetState(asked, 0, kAdvise);
  asked.Feed(Account("p1", "2025-03-01").No(kAgreement));
  EXPECT_THAT(asked.Lines(), IsEmpty());
}

TEST_F(PriorTherapistAllegationTest, OfTwoStatesBothAreDoneAndTheEarlierDateHolds) {
  SetState(host_, 1, kAlways);
  host_.SetParameter("prior_therapist_allegation", "report_within", 15);
  host_.Feed(Account("p1", "2025-03-01"));
  EXPECT_EQ(Only().due, "2025-03-16");
  EXPECT_THAT(Only().missing, ElementsAre(kGiven, kReport));

  host_.Feed(Reported("f1", "2025-03-05", CANDOR_REPORT_FILED_EVENT_TELEPHONED));
  EXPECT_EQ(Only().due, "2025-03-31");
  EXPECT_THAT(Only().missing, ElementsAre(kGiven));
}

TEST_F(PriorTherapistAllegationTest, TheDaysRunFromWhenThePracticeHadIt) {
  SetState(host_, 0, kAlways);
  host_.Feed(Account("p1", "2025-03-01")
                 .Reported("2025-03-20")
                 .Date(CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_RECEIVED_ON, "2025-03-05"));

  EXPECT_EQ(Only().due, "2025-04-04");
}

TEST_F(PriorTherapistAllegationTest, WhatSomebodyElseTellsOrHeardIsNoAccountOfTheClients) {
  SetState(host_, 1, kAlways);
  host_.Feed(
      Account("p1", "2025-03-01")
          .Set(CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_TOLD_BY, CANDOR_PRIOR_THERAPIST_ALLEGATION_TOLD_BY_OTHER));
  host_.Feed(Account("p2", "2025-03-01").Basis(CANDOR_BASIS_TOLD_BY_OTHER));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(PriorTherapistAllegationTest, WhatCameBeforeTheAccountDoesNotCount) {
  SetState(host_, 1, kAlways);
  host_.FeedAll({Brochure("b1", "2025-02-01"), Reported("f1", "2025-02-02", CANDOR_REPORT_FILED_EVENT_WRITTEN),
                 Account("p1", "2025-03-01")});

  EXPECT_THAT(Only().missing, ElementsAre(kGiven, kReport));
}

TEST_F(PriorTherapistAllegationTest, OneTalkCoversWhatWasToldTwice) {
  SetState(host_, 1, kNoReport);
  host_.FeedAll({Account("p1", "2025-03-01"), Account("p2", "2025-03-08"), Brochure("b1", "2025-03-08")});

  for (const ShownFollowUp& one : host_.FollowUps()) EXPECT_THAT(one.missing, IsEmpty()) << one.key;
  EXPECT_THAT(host_.FollowUps(), SizeIs(2));
}

}  // namespace
}  // namespace candor::prohibitions::prior_therapist_allegation_test
