#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/practice_duties/rules.h"
#include "plugins/sdk/testing/fake_host.h"

// R54, R65, R66 and R67: what is looked into, and what is mended.
namespace candor::practice_duties::practice_duties_matters_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Property;

Entry Concern(std::string_view name, std::string_view date, int64_t event,
              int64_t about = CANDOR_CONCERN_ABOUT_BOUNDARY) {
  return Entry(name, date, CANDOR_KIND_CONCERN)
      .Source(CANDOR_SOURCE_COLLEAGUE)
      .Set(CANDOR_FIELD_CONCERN_EVENT, event)
      .Set(CANDOR_FIELD_CONCERN_ABOUT, about);
}

Entry Acted(std::string_view name, std::string_view date, int64_t action) {
  return Concern(name, date, CANDOR_CONCERN_EVENT_ACTED).Set(CANDOR_FIELD_CONCERN_ACTION, action);
}

// As the host says it of what is recorded about a member.
Entry By(Entry entry, std::string_view author, int64_t relation = CANDOR_RELATION_INDEPENDENT) {
  return entry.Person(CANDOR_HOST_AUTHOR, author).Set(CANDOR_HOST_AUTHOR_RELATION, relation);
}

// By sue, in time for the report that was made.
Entry Suspended(std::string_view name, std::string_view date) {
  return By(Acted(name, date, CANDOR_CONCERN_ACTION_SUSPENSION), "sue").Date(CANDOR_HOST_LAST_OWN_REPORT, "2025-06-01");
}

Entry Reviewed(std::string_view name, std::string_view date, std::string_view author,
               int64_t relation = CANDOR_RELATION_INDEPENDENT) {
  return By(Concern(name, date, CANDOR_CONCERN_EVENT_REVIEWED), author, relation)
      .Written(CANDOR_FIELD_CONCERN_RATIONALE);
}

Entry Complaint(std::string_view name, std::string_view date, int64_t event) {
  return Entry(name, date, CANDOR_KIND_COMPLAINT).Set(CANDOR_FIELD_COMPLAINT_EVENT, event);
}

Entry Change(std::string_view name, std::string_view date, int64_t event, std::string_view supervisor = "sue") {
  return Entry(name, date, CANDOR_KIND_SUPERVISION_CHANGE)
      .Set(CANDOR_FIELD_SUPERVISION_CHANGE_EVENT, event)
      .Person(CANDOR_FIELD_SUPERVISION_CHANGE_SUPERVISOR, supervisor);
}

class PracticeDutiesMattersTest : public ::testing::Test {
 protected:
  FakeHost member_{candor_policy_plugin, CANDOR_SCOPE_MEMBER};
  FakeHost case_{candor_policy_plugin, CANDOR_SCOPE_CASE};
};

TEST_F(PracticeDutiesMattersTest, AConcernIsAcknowledgedThenActedOn) {
  member_.Feed(Concern("n1", "2025-03-01", CANDOR_CONCERN_EVENT_RAISED)
                   .Reported("2025-03-05")
                   .Date(CANDOR_FIELD_CONCERN_RECEIVED_ON, "2025-03-03"));
  EXPECT_THAT(member_.Of("colleague_concern"), ElementsAre(Field(&ShownFollowUp::due, "2025-03-05")));

  member_.Feed(
      Concern("n2", "2025-03-05", CANDOR_CONCERN_EVENT_ACKNOWLEDGED).Yes(CANDOR_FIELD_CONCERN_RECORDS_PRESERVED));
  EXPECT_EQ(member_.Of("colleague_concern").at(0).due, "2025-03-17");
  EXPECT_THAT(member_.Of("colleague_concern").at(0).missing, ElementsAre(CANDOR_FIELD_CONCERN_ACTION));

  member_.Feed(Acted("n3", "2025-03-10", CANDOR_CONCERN_ACTION_SUPPORT));
  EXPECT_EQ(member_.Of("colleague_concern").at(0).Line(),
            "colleague_concern n1 important document due 2025-03-17: resolved 2025-03-10 by n3");
}

TEST_F(PracticeDutiesMattersTest, SexualConductOrAClientAtRiskIsUrgent) {
  member_.Feed(Concern("n1", "2025-03-01", CANDOR_CONCERN_EVENT_RAISED, CANDOR_CONCERN_ABOUT_SEXUAL_CONDUCT));
  member_.Feed(Concern("n2", "2025-03-01", CANDOR_CONCERN_EVENT_RAISED).Yes(CANDOR_FIELD_CONCERN_CLIENT_AT_RISK));

  EXPECT_THAT(member_.Of("colleague_concern"), Each(Field(&ShownFollowUp::severity, "urgent")));
}

TEST_F(PracticeDutiesMattersTest, WhatWasDoneAboutOneConcernIsNotAboutAnother) {
  member_.Feed(Concern("n1", "2025-03-01", CANDOR_CONCERN_EVENT_RAISED, CANDOR_CONCERN_ABOUT_SEXUAL_CONDUCT));
  member_.Feed(Concern("n2", "2025-03-01", CANDOR_CONCERN_EVENT_RAISED, CANDOR_CONCERN_ABOUT_FEES));
  member_.Feed(Concern("n3", "2025-03-02", CANDOR_CONCERN_EVENT_CLOSED, CANDOR_CONCERN_ABOUT_FEES));

  EXPECT_EQ(member_.Of("colleague_concern").at(0).state, "open");
  EXPECT_EQ(member_.Of("colleague_concern").at(1).ended_by, "n3");
}

TEST_F(PracticeDutiesMattersTest, HearsayOfConductIsAConcernAndWhatWasSeenIsNot) {
  const auto told = [](std::string_view name, uint16_t basis) {
    return Entry(name, "2025-03-01", CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT)
        .Source(CANDOR_SOURCE_COLLEAGUE)
        .Yes(CANDOR_HOST_FROM_CASE)
        .Basis(basis);
  };
  member_.Feed(told("a1", CANDOR_BASIS_WITNESSED));
  member_.Feed(told("a2", CANDOR_BASIS_CLIENT_ACCOUNT));
  EXPECT_THAT(member_.Lines(), IsEmpty());

  member_.Feed(told("a3", CANDOR_BASIS_TOLD_BY_OTHER));
  member_.Feed(told("a4", CANDOR_BASIS_SUSPICION));
  EXPECT_THAT(member_.Lines(), ElementsAre("colleague_concern a3 urgent document due 2025-03-04: open",
                                           "colleague_concern a4 urgent document due 2025-03-04: open"));
}

TEST_F(PracticeDutiesMattersTest, OfOneselfNobodyHasAConcern) {
  member_.Feed(Concern("n1", "2025-03-01", CANDOR_CONCERN_EVENT_RAISED).Source(CANDOR_SOURCE_SELF));
  member_.Feed(Concern("n2", "2025-03-02", CANDOR_CONCERN_EVENT_RAISED));
  member_.Feed(Acted("n3", "2025-03-03", CANDOR_CONCERN_ACTION_NONE).Source(CANDOR_SOURCE_SELF));

  EXPECT_THAT(member_.Of("colleague_concern"), ElementsAre(Field(&ShownFollowUp::state, "open")))
      << "and nobody closes one about themselves";
}

TEST_F(PracticeDutiesMattersTest, AnEarlierTherapistOfThisPracticeIsAMatterOfItsOwn) {
  constexpr uint16_t kHere = CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_PREVIOUS_THERAPIST_HERE;
  const auto account = [](std::string_view name) {
    return Entry(name, "2025-03-01", CANDOR_KIND_PRIOR_THERAPIST_ALLEGATION);
  };
  case_.Feed(account("p1").No(kHere));
  EXPECT_THAT(case_.Lines(), IsEmpty());
  case_.Feed(account("p2"));
  case_.Feed(account("p3").Unsure(kHere));
  case_.Feed(Entry("g1", "2025-03-02", CANDOR_KIND_NOTICE_GIVEN)
                 .Set(CANDOR_FIELD_NOTICE_GIVEN_EVENT, CANDOR_NOTICE_GIVEN_EVENT_GIVEN)
                 .Set(CANDOR_FIELD_NOTICE_GIVEN_ABOUT, CANDOR_NOTICE_GIVEN_ABOUT_MATTER_OPENED));

  EXPECT_THAT(case_.Lines(),
              ElementsAre("earlier_therapist_here p2 later complete_record due 2025-03-15: open",
                          "earlier_therapist_here p3 important document due 2025-03-04: resolved 2025-03-02 by g1"));
}

TEST_F(PracticeDutiesMattersTest, AComplaintIsAcknowledgedThenAnsweredInWriting) {
  case_.Feed(Complaint("k1", "2025-03-03", CANDOR_COMPLAINT_EVENT_RECEIVED));
  EXPECT_EQ(case_.Of("complaint").at(0).Line(), "complaint k1 soon document due 2025-03-10: open");

  case_.Feed(Complaint("k2", "2025-03-05", CANDOR_COMPLAINT_EVENT_ACKNOWLEDGED)
                 .Yes(CANDOR_FIELD_COMPLAINT_BOARD_ADDRESS_GIVEN));
  EXPECT_EQ(case_.Of("complaint").at(0).due, "2025-04-02");
  case_.Feed(Complaint("k3", "2025-03-20", CANDOR_COMPLAINT_EVENT_ANSWERED));
  EXPECT_EQ(case_.Of("complaint").at(0).state, "open") << "a letter was not recorded";
  case_.Feed(
      Complaint("k4", "2025-03-21", CANDOR_COMPLAINT_EVENT_ANSWERED).Yes(CANDOR_FIELD_COMPLAINT_ANSWER_IN_WRITING));
  EXPECT_EQ(case_.Of("complaint").at(0).ended_by, "k4");
  case_.PassTo("2025-06-01");
  EXPECT_EQ(case_.Of("complaint").at(0).severity, "soon");
}

// Two business days from a Friday are over on Tuesday, and that the date is in business days outlasts what changes it.
TEST_F(PracticeDutiesMattersTest, BusinessDaysAreMondaysToFridaysUntilTheHostCounts) {
  member_.Feed(Concern("n1", "2025-03-07", CANDOR_CONCERN_EVENT_RAISED));
  EXPECT_EQ(member_.Of("colleague_concern").at(0).due, "2025-03-11");
  EXPECT_EQ(member_.Of("colleague_concern").at(0).counted_days, 4);
  member_.Feed(Concern("n2", "2025-03-08", CANDOR_CONCERN_EVENT_ACKNOWLEDGED));
  EXPECT_EQ(member_.Of("colleague_concern").at(0).counted_days, 0) << "fourteen days are calendar days";

  case_.Feed(Complaint("k1", "2025-03-07", CANDOR_COMPLAINT_EVENT_RECEIVED));
  EXPECT_EQ(case_.Of("complaint").at(0).due, "2025-03-14");
  case_.PassTo("2025-03-15");
  EXPECT_EQ(case_.Of("complaint").at(0).severity, "important");
  EXPECT_EQ(case_.Of("complaint").at(0).due, "2025-03-14");
  EXPECT_EQ(case_.Of("complaint").at(0).counted_days, 7);
}

TEST_F(PracticeDutiesMattersTest, AComplaintIsImportantOnceItsDateHasPassed) {
  case_.Feed(Complaint("k1", "2025-03-03", CANDOR_COMPLAINT_EVENT_RECEIVED));

  case_.PassTo("2025-03-10");
  EXPECT_EQ(case_.Of("complaint").at(0).severity, "soon");
  case_.PassTo("2025-03-11");
  EXPECT_EQ(case_.Of("complaint").at(0).severity, "important");
}

TEST_F(PracticeDutiesMattersTest, AComplaintInACaseIsTheCasesAlone) {
  member_.Feed(Complaint("k1", "2025-03-03", CANDOR_COMPLAINT_EVENT_RECEIVED).Yes(CANDOR_HOST_FROM_CASE));
  EXPECT_THAT(member_.Lines(), IsEmpty());

  member_.Feed(Complaint("k2", "2025-03-03", CANDOR_COMPLAINT_EVENT_RECEIVED));
  EXPECT_EQ(member_.Of("complaint_about_member").size(), 1u);
  member_.Feed(Complaint("k3", "2025-03-04", CANDOR_COMPLAINT_EVENT_WITHDRAWN));
  EXPECT_EQ(member_.Of("complaint_about_member").at(0).ended_by, "k3");
}

TEST_F(PracticeDutiesMattersTest, AMeasureSoonAfterAReportIsLookedAtFirst) {
  const auto opens = [](std::string_view reported) {
    FakeHost host(candor_policy_plugin, CANDOR_SCOPE_MEMBER);
    host.Feed(Acted("n1", "2025-06-30", CANDOR_CONCERN_ACTION_SUSPENSION).Date(CANDOR_HOST_LAST_OWN_REPORT, reported));
    return !host.Of("reprisal_guard").empty();
  };

  EXPECT_FALSE(opens("2024-12-31")) << "181 days";
  EXPECT_TRUE(opens("2025-01-01")) << "180 days";
  EXPECT_TRUE(opens("2025-06-30"));
}

TEST_F(PracticeDutiesMattersTest, OnlyWhatLimitsOrEndsTheWorkIsAMeasure) {
  const auto after_report = [](Entry entry) { return entry.Date(CANDOR_HOST_LAST_OWN_REPORT, "2025-06-01"); };
  member_.Feed(after_report(Acted("n1", "2025-06-10", CANDOR_CONCERN_ACTION_SUPPORT)));
  member_.Feed(Acted("n2", "2025-06-10", CANDOR_CONCERN_ACTION_ENDED));
  member_.Feed(after_report(Entry("x1", "2025-06-10", CANDOR_KIND_DEPARTURE)
                                .Set(CANDOR_FIELD_DEPARTURE_REASON, CANDOR_DEPARTURE_REASON_RESIGNATION)));

  EXPECT_THAT(member_.Of("reprisal_guard"), IsEmpty());
}

TEST_F(PracticeDutiesMattersTest, TheReviewComesBeforeItTakesEffect) {
  member_.Feed(By(Entry("x1", "2025-06-10", CANDOR_KIND_DEPARTURE), "sue")
                   .Set(CANDOR_FIELD_DEPARTURE_REASON, CANDOR_DEPARTURE_REASON_ENDED_BY_PRACTICE)
                   .Date(CANDOR_FIELD_DEPARTURE_LAST_DAY, "2025-06-13")
                   .Date(CANDOR_HOST_LAST_OWN_REPORT, "2025-06-01"));
  EXPECT_EQ(member_.Of("reprisal_guard").at(0).Line(), "reprisal_guard x1 soon document due 2025-06-12: open");
  member_.PassTo("2025-06-13");
  EXPECT_EQ(member_.Of("reprisal_guard").at(0).severity, "important");

  member_.Feed(By(Concern("n1", "2025-06-13", CANDOR_CONCERN_EVENT_REVIEWED), "pat"));
  EXPECT_EQ(member_.Of("reprisal_guard").at(0).state, "open") << "it says no reason";
  member_.Feed(Reviewed("n2", "2025-06-13", "pat"));
  EXPECT_EQ(member_.Of("reprisal_guard").at(0).ended_by, "n2");
}

TEST_F(PracticeDutiesMattersTest, WhoOrderedAMeasureReviewsNoneOfIt) {
  member_.Feed(Suspended("n1", "2025-06-10"));

  member_.Feed(Reviewed("n2", "2025-06-11", "sue"));
  member_.Feed(Reviewed("n3", "2025-06-11", "jo", CANDOR_RELATION_SUBORDINATE));
  member_.Feed(Reviewed("n4", "2025-06-11", "ann", CANDOR_RELATION_SELF));
  EXPECT_EQ(member_.Of("reprisal_guard").at(0).state, "open");
  member_.Feed(Reviewed("n5", "2025-06-12", "pat"));
  EXPECT_EQ(member_.Of("reprisal_guard").at(0).ended_by, "n5");
}

TEST_F(PracticeDutiesMattersTest, AReviewIsOfWhatWasWrittenDownBeforeIt) {
  const auto numbered = [](Entry entry, int64_t number) { return entry.Set(CANDOR_HOST_RECORD_NUMBER, number); };
  member_.Feed(numbered(Suspended("n1", "2025-06-10"), 5));
  member_.Feed(numbered(Suspended("n2", "2025-06-22").Reported("2025-06-23"), 9));
  member_.Feed(numbered(Suspended("n3", "2025-06-22").Reported("2025-06-24"), 7));

  member_.Feed(numbered(Reviewed("n4", "2025-06-23", "pat"), 8));

  EXPECT_EQ(member_.Of("reprisal_guard").at(0).ended_by, "n4");
  EXPECT_EQ(member_.Of("reprisal_guard").at(1).state, "open") << "recorded later on the same day";
  EXPECT_EQ(member_.Of("reprisal_guard").at(2).state, "open") << "written down on a later day";
  member_.Feed(numbered(Reviewed("n5", "2025-06-24", "pat"), 10));
  for (const ShownFollowUp& one : member_.Of("reprisal_guard")) EXPECT_EQ(one.state, "resolved");
}

TEST_F(PracticeDutiesMattersTest, WhomTheMemberHasReportedReviewsNothing) {
  member_.Feed(Suspended("n1", "2025-06-10"));

  member_.Feed(Reviewed("n2", "2025-06-11", "gus", CANDOR_RELATION_PARTY));

  EXPECT_EQ(member_.Of("reprisal_guard").at(0).state, "open");
}

TEST_F(PracticeDutiesMattersTest, AReviewOfAnotherConcernIsNoneOfTheMeasure) {
  member_.Feed(Suspended("n1", "2025-06-10"));

  member_.Feed(Reviewed("n2", "2025-06-11", "pat").Set(CANDOR_FIELD_CONCERN_ABOUT, CANDOR_CONCERN_ABOUT_FEES));
  EXPECT_EQ(member_.Of("reprisal_guard").at(0).state, "open");
  member_.Feed(Reviewed("n3", "2025-06-11", "pat").Without(CANDOR_FIELD_CONCERN_ABOUT));
  EXPECT_EQ(member_.Of("reprisal_guard").at(0).ended_by, "n3");
}

TEST_F(PracticeDutiesMattersTest, OfAMeasureWhoseAuthorNobodyKnowsNoReviewIsKnownToBeIndependent) {
  member_.Feed(Suspended("n1", "2025-06-10").Without(CANDOR_HOST_AUTHOR));

  member_.Feed(Reviewed("n2", "2025-06-11", "pat"));

  EXPECT_EQ(member_.Of("reprisal_guard").at(0).state, "open");
}

TEST_F(PracticeDutiesMattersTest, WhatMayBeAMeasureIsAskedForAndNotReviewed) {
  member_.Feed(Suspended("n1", "2025-06-10").Without(CANDOR_FIELD_CONCERN_EVENT));
  member_.Feed(Suspended("n2", "2025-06-10").Without(CANDOR_FIELD_CONCERN_ACTION));
  member_.Feed(
      By(Entry("x1", "2025-06-10", CANDOR_KIND_DEPARTURE), "sue").Date(CANDOR_HOST_LAST_OWN_REPORT, "2025-06-01"));
  member_.Feed(Suspended("n3", "2025-06-10").Without(CANDOR_FIELD_CONCERN_EVENT).Without(CANDOR_FIELD_CONCERN_ACTION));
  member_.Feed(Reviewed("n4", "2025-06-11", "pat"));
  member_.PassTo("2025-07-31");

  const auto is_asked_of = [](const std::string& entry) {
    return Property(&ShownFollowUp::Line, "reprisal_guard " + entry + " later complete_record due 2025-06-24: open");
  };
  EXPECT_THAT(member_.Of("reprisal_guard"), ElementsAre(is_asked_of("n1"), is_asked_of("n2"), is_asked_of("x1")));
  EXPECT_THAT(member_.Of("reprisal_guard").at(0).missing, ElementsAre(CANDOR_FIELD_CONCERN_EVENT));
  EXPECT_THAT(member_.Of("reprisal_guard").at(1).missing, ElementsAre(CANDOR_FIELD_CONCERN_ACTION));
  EXPECT_THAT(member_.Of("reprisal_guard").at(2).missing, ElementsAre(CANDOR_FIELD_DEPARTURE_REASON));
}

TEST_F(PracticeDutiesMattersTest, AnAgreementIsAskedForWhereTheLawDoes) {
  member_.Feed(Change("c1", "2025-03-01", CANDOR_SUPERVISION_CHANGE_EVENT_BEGUN).InTraining());
  member_.PassTo("2025-06-01");
  EXPECT_THAT(member_.Lines(), IsEmpty());

  FakeHost bound(candor_policy_plugin, CANDOR_SCOPE_MEMBER);
  bound.SetParameter("supervisor_set_up", "agreement_duty", 1);
  bound.Feed(Change("c1", "2025-03-01", CANDOR_SUPERVISION_CHANGE_EVENT_BEGUN).InTraining());
  bound.PassTo("2025-04-16");
  EXPECT_THAT(bound.Lines(), IsEmpty());
  bound.PassTo("2025-04-17");
  EXPECT_THAT(bound.Lines(), ElementsAre("supervisor_set_up c1 soon document due 2025-04-30: open")) << "the 60th day";
  bound.Feed(Change("c2", "2025-04-20", CANDOR_SUPERVISION_CHANGE_EVENT_AGREEMENT_SIGNED));
  EXPECT_EQ(bound.FollowUps().at(0).ended_by, "c2");
}

TEST_F(PracticeDutiesMattersTest, NobodyHasMoreSuperviseesThanTheLawAllows) {
  FakeHost bound(candor_policy_plugin, CANDOR_SCOPE_MEMBER);
  bound.SetParameter("supervisor_set_up", "most_supervisees", 6);
  const auto change = [](std::string_view name, std::string_view date, int64_t event, int64_t supervisees) {
    return Change(name, date, event).InTraining().Set(CANDOR_HOST_SUPERVISEES, supervisees);
  };

  bound.Feed(change("c1", "2025-03-01", CANDOR_SUPERVISION_CHANGE_EVENT_BEGUN, 6));
  EXPECT_THAT(bound.Lines(), IsEmpty());
  bound.Feed(change("c2", "2025-03-02", CANDOR_SUPERVISION_CHANGE_EVENT_AGREEMENT_SIGNED, 7));
  EXPECT_THAT(bound.Lines(), ElementsAre("supervisor_set_up c2 soon document due 2025-03-16: open"));
  bound.Feed(change("c3", "2025-03-10", CANDOR_SUPERVISION_CHANGE_EVENT_AGREEMENT_SIGNED, 6));
  EXPECT_EQ(bound.FollowUps().at(0).ended_by, "c3");

  bound.Feed(change("c4", "2025-04-01", CANDOR_SUPERVISION_CHANGE_EVENT_AGREEMENT_SIGNED, 7));
  bound.Feed(change("c5", "2025-04-02", CANDOR_SUPERVISION_CHANGE_EVENT_ENDED, 6)
                 .Person(CANDOR_FIELD_SUPERVISION_CHANGE_NEXT_SUPERVISOR, "other"));
  EXPECT_EQ(bound.FollowUps().at(1).ended_by, "c5") << "somebody else supervises";
  EXPECT_EQ(bound.FollowUps().size(), 2u);

  member_.Feed(change("c1", "2025-03-01", CANDOR_SUPERVISION_CHANGE_EVENT_BEGUN, 20));
  EXPECT_THAT(member_.Lines(), IsEmpty()) << "where no law says how many";
}

TEST_F(PracticeDutiesMattersTest, ItIsMendedWithTheLastDayOfSoManyAsWereTooMany) {
  const auto host = [](int64_t most, const std::vector<std::string_view>& until) {
    auto bound = std::make_unique<FakeHost>(candor_policy_plugin, CANDOR_SCOPE_MEMBER);
    bound->SetParameter("supervisor_set_up", "most_supervisees", most);
    bound->Feed(Change("c1", "2025-03-01", CANDOR_SUPERVISION_CHANGE_EVENT_BEGUN)
                    .InTraining()
                    .Set(CANDOR_HOST_SUPERVISEES, 8)
                    .Dates(CANDOR_HOST_SUPERVISEES_UNTIL, until));
    return bound;
  };
  const auto six = host(6, {"2025-03-10", "2025-03-20"});
  six->PassTo("2025-03-20");
  EXPECT_THAT(six->Lines(), ElementsAre("supervisor_set_up c1 soon document due 2025-03-15: open")) << "one more left";
  six->PassTo("2025-03-21");
  EXPECT_THAT(six->Lines(),
              ElementsAre("supervisor_set_up c1 soon document due 2025-03-15: resolved 2025-03-20 by c1"));

  const auto seven = host(7, {"2025-03-10", "2025-03-20"});
  seven->PassTo("2025-03-11");
  EXPECT_EQ(seven->FollowUps().at(0).state, "resolved") << "where one was too many";

  const auto five = host(5, {"2025-03-10", "2025-03-20"});
  five->PassTo("2026-03-01");
  EXPECT_EQ(five->FollowUps().at(0).state, "open") << "not enough of them have left";
}

// As all that is on record has it by then.
TEST_F(PracticeDutiesMattersTest, ALaterChangeTellsAnewUntilWhenThereAreTooMany) {
  FakeHost bound(candor_policy_plugin, CANDOR_SCOPE_MEMBER);
  bound.SetParameter("supervisor_set_up", "most_supervisees", 6);
  const auto change = [](std::string_view name, std::string_view date, int64_t supervisees) {
    return Change(name, date, CANDOR_SUPERVISION_CHANGE_EVENT_AGREEMENT_SIGNED)
        .InTraining()
        .Set(CANDOR_HOST_SUPERVISEES, supervisees);
  };
  bound.Feed(change("c1", "2025-03-01", 7).Dates(CANDOR_HOST_SUPERVISEES_UNTIL, {"2025-03-10"}));
  bound.Feed(change("c2", "2025-03-05", 8).Dates(CANDOR_HOST_SUPERVISEES_UNTIL, {"2025-03-10"}));
  bound.PassTo("2025-06-01");
  EXPECT_EQ(bound.FollowUps().at(0).state, "open") << "there is one more of them by then";

  bound.Feed(change("c3", "2025-06-01", 6));
  EXPECT_EQ(bound.FollowUps().at(0).ended_by, "c3");
}

TEST_F(PracticeDutiesMattersTest, ASupervisorsLicenceIsRenewed) {
  member_.Feed(Change("c1", "2025-03-01", CANDOR_SUPERVISION_CHANGE_EVENT_BEGUN)
                   .Date(CANDOR_FIELD_SUPERVISION_CHANGE_LICENCE_UNTIL, "2025-06-30"));
  member_.PassTo("2025-06-16");
  EXPECT_THAT(member_.Lines(), IsEmpty());
  member_.PassTo("2025-06-17");
  EXPECT_THAT(member_.Lines(), ElementsAre("supervisor_set_up c1 soon document due 2025-06-30: open"));

  member_.Feed(Change("c2", "2025-06-20", CANDOR_SUPERVISION_CHANGE_EVENT_AGREEMENT_SIGNED));
  EXPECT_EQ(member_.FollowUps().at(0).state, "open") << "it tells nothing of the licence";
  member_.Feed(Change("c3", "2025-06-21", CANDOR_SUPERVISION_CHANGE_EVENT_AGREEMENT_SIGNED)
                   .Date(CANDOR_FIELD_SUPERVISION_CHANGE_LICENCE_UNTIL, "2027-06-30"));
  EXPECT_EQ(member_.FollowUps().at(0).ended_by, "c3");
}

TEST_F(PracticeDutiesMattersTest, WhatRunsOutIsRenewed) {
  member_.Feed(Change("c1", "2025-03-01", CANDOR_SUPERVISION_CHANGE_EVENT_AGREEMENT_SIGNED)
                   .Date(CANDOR_FIELD_SUPERVISION_CHANGE_AGREEMENT_UNTIL, "2025-06-30"));
  member_.Feed(Entry("t1", "2025-03-01", CANDOR_KIND_TRAINING)
                   .Set(CANDOR_FIELD_TRAINING_TOPIC, CANDOR_TRAINING_TOPIC_SUPERVISION)
                   .Date(CANDOR_FIELD_TRAINING_VALID_UNTIL, "2025-07-31"));
  member_.PassTo("2025-06-17");
  EXPECT_THAT(member_.Lines(), ElementsAre("supervisor_set_up c1 soon document due 2025-06-30: open"));

  member_.Feed(Change("c2", "2025-06-20", CANDOR_SUPERVISION_CHANGE_EVENT_ENDED, "other"));
  EXPECT_EQ(member_.FollowUps().at(0).state, "open") << "of another supervisor";
  member_.Feed(Change("c3", "2025-06-21", CANDOR_SUPERVISION_CHANGE_EVENT_ENDED));
  member_.PassTo("2025-07-18");

  EXPECT_THAT(member_.Lines(),
              ElementsAre("supervisor_set_up c1 soon document due 2025-06-30: resolved 2025-06-21 by c3",
                          "supervisor_set_up t1 soon document due 2025-07-31: open"));
}

}  // namespace
}  // namespace candor::practice_duties::practice_duties_matters_test
