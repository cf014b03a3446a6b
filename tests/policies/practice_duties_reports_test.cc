#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

#include "plugins/practice_duties/rules.h"
#include "plugins/sdk/testing/fake_host.h"

// R60 to R63: whom the practice tells.
namespace candor::practice_duties::practice_duties_reports_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr uint16_t kInWriting = CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_IN_WRITING;
constexpr int64_t kMinor = CANDOR_REPORT_FILED_ABOUT_ABUSE_OF_MINOR;
constexpr int64_t kAdult = CANDOR_REPORT_FILED_ABOUT_ABUSE_OF_ADULT;
constexpr int64_t kPeerReview = CANDOR_REPORT_FILED_ABOUT_PEER_REVIEW;
constexpr int64_t kAllegation = CANDOR_REPORT_FILED_ABOUT_WRITTEN_ALLEGATION;

Entry Account(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_PRIOR_THERAPIST_ALLEGATION)
      .No(CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_PREVIOUS_THERAPIST_HERE);
}

Entry Report(std::string_view name, std::string_view date, int64_t about, int64_t event) {
  return Entry(name, date, CANDOR_KIND_REPORT_FILED)
      .Set(CANDOR_FIELD_REPORT_FILED_ABOUT, about)
      .Set(CANDOR_FIELD_REPORT_FILED_EVENT, event);
}

Entry Filed(std::string_view name, std::string_view date, int64_t about) {
  return Report(name, date, about, CANDOR_REPORT_FILED_EVENT_WRITTEN)
      .Set(CANDOR_FIELD_REPORT_FILED_AGENCY, CANDOR_REPORT_FILED_AGENCY_LICENSING_BOARD)
      .Written(CANDOR_FIELD_REPORT_FILED_REFERENCE);
}

Entry NotCalledFor(std::string_view name, std::string_view date, int64_t about) {
  return Report(name, date, about, CANDOR_REPORT_FILED_EVENT_NOT_CALLED_FOR);
}

Entry Acted(std::string_view name, std::string_view date, int64_t action) {
  return Entry(name, date, CANDOR_KIND_CONCERN)
      .Source(CANDOR_SOURCE_SUPERVISOR)
      .Set(CANDOR_FIELD_CONCERN_EVENT, CANDOR_CONCERN_EVENT_ACTED)
      .Set(CANDOR_FIELD_CONCERN_ACTION, action);
}

Entry Restricted(std::string_view name, std::string_view date, std::string_view until) {
  return Acted(name, date, CANDOR_CONCERN_ACTION_RESTRICTION)
      .Date(CANDOR_FIELD_CONCERN_ACTION_FROM, date)
      .Date(CANDOR_FIELD_CONCERN_ACTION_UNTIL, until);
}

Entry Notice(std::string_view name, std::string_view date, int64_t to, int64_t about) {
  return Entry(name, date, CANDOR_KIND_NOTICE_GIVEN)
      .Set(CANDOR_FIELD_NOTICE_GIVEN_EVENT, CANDOR_NOTICE_GIVEN_EVENT_GIVEN)
      .Set(CANDOR_FIELD_NOTICE_GIVEN_TO, to)
      .Set(CANDOR_FIELD_NOTICE_GIVEN_ABOUT, about);
}

class PracticeDutiesReportsTest : public ::testing::Test {
 protected:
  PracticeDutiesReportsTest() {
    case_.SetParameter("written_allegation", "report_duty", 1);
    member_.SetParameter("written_allegation_about_member", "report_duty", 1);
    member_.SetParameter("peer_review_report", "report_duty", 1);
    member_.SetParameter("peer_review_report", "peer_review_body", 1);
  }

  FakeHost member_{candor_policy_plugin, CANDOR_SCOPE_MEMBER};
  FakeHost case_{candor_policy_plugin, CANDOR_SCOPE_CASE};
};

TEST_F(PracticeDutiesReportsTest, WhatAClientWroteIsReportedWithinFifteenDaysOfItsReceipt) {
  case_.Feed(Account("p1", "2025-03-01")
                 .Reported("2025-03-08")
                 .Yes(kInWriting)
                 .Date(CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_RECEIVED_ON, "2025-03-05"));
  EXPECT_THAT(case_.Lines(), ElementsAre("written_allegation p1 urgent document due 2025-03-20: open"));

  case_.Feed(Report("r1", "2025-03-10", kAllegation, CANDOR_REPORT_FILED_EVENT_WRITTEN));
  EXPECT_EQ(case_.FollowUps().at(0).state, "open") << "without agency and reference";
  case_.Feed(Filed("r2", "2025-03-11", kPeerReview));
  EXPECT_EQ(case_.FollowUps().at(0).state, "open") << "about something else";
  case_.Feed(Filed("r3", "2025-03-12", kAllegation));
  EXPECT_EQ(case_.FollowUps().at(0).ended_by, "r3");
}

TEST_F(PracticeDutiesReportsTest, WhereNoLawAsksOnlyWhatSomebodyCallsForIsReported) {
  FakeHost elsewhere(candor_policy_plugin, CANDOR_SCOPE_CASE);
  elsewhere.Feed(Account("p1", "2025-03-01").Yes(kInWriting));
  EXPECT_THAT(elsewhere.Lines(), IsEmpty());

  elsewhere.Feed(Report("r1", "2025-03-02", kAllegation, CANDOR_REPORT_FILED_EVENT_CALLED_FOR));
  EXPECT_THAT(elsewhere.Lines(), ElementsAre("written_allegation r1 urgent document due 2025-03-17: open"));
}

TEST_F(PracticeDutiesReportsTest, WhatWasSaidOrCameFromSomebodyElseOpensNothing) {
  case_.Feed(Account("p1", "2025-03-01").No(kInWriting));
  case_.Feed(
      Account("p2", "2025-03-01")
          .Yes(kInWriting)
          .Set(CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_TOLD_BY, CANDOR_PRIOR_THERAPIST_ALLEGATION_TOLD_BY_OTHER));
  EXPECT_THAT(case_.Lines(), IsEmpty());

  case_.Feed(Account("p3", "2025-03-01"));
  EXPECT_THAT(case_.Lines(), ElementsAre("written_allegation p3 later complete_record due 2025-03-15: open"));
  EXPECT_THAT(case_.FollowUps().at(0).missing, ElementsAre(kInWriting));
}

TEST_F(PracticeDutiesReportsTest, CounselMaySayThatNoReportIsCalledFor) {
  case_.Feed(Account("p1", "2025-03-01").Yes(kInWriting));
  case_.Feed(NotCalledFor("r1", "2025-03-02", kAllegation));
  EXPECT_EQ(case_.FollowUps().at(0).state, "open") << "whose opinion that is was not recorded";

  case_.Feed(NotCalledFor("r2", "2025-03-03", kAllegation).Yes(CANDOR_FIELD_REPORT_FILED_COUNSEL_OPINION));
  EXPECT_EQ(case_.FollowUps().at(0).ended_by, "r2");
}

TEST_F(PracticeDutiesReportsTest, AWrittenComplaintOfSexualConductIsReportedWhereItStands) {
  const Entry complaint = Entry("k1", "2025-03-01", CANDOR_KIND_COMPLAINT)
                              .Set(CANDOR_FIELD_COMPLAINT_ABOUT, CANDOR_COMPLAINT_ABOUT_SEXUAL_CONDUCT)
                              .Yes(CANDOR_FIELD_COMPLAINT_IN_WRITING);
  case_.Feed(complaint);
  EXPECT_EQ(case_.Of("written_allegation").size(), 1u);

  member_.Feed(Entry(complaint).Yes(CANDOR_HOST_FROM_CASE));
  EXPECT_THAT(member_.Lines(), IsEmpty());
  member_.Feed(complaint);
  EXPECT_EQ(member_.Of("written_allegation_about_member").size(), 1u);
}

TEST_F(PracticeDutiesReportsTest, ThirtyDaysOfRestrictionInTwelveMonthsAreReported) {
  member_.Feed(Restricted("n1", "2025-03-01", "2025-03-29"));
  EXPECT_THAT(member_.Of("peer_review_report"), IsEmpty()) << "29 days";

  member_.Feed(Restricted("n2", "2025-03-29", "2025-03-30").Date(CANDOR_FIELD_CONCERN_ACTION_FINAL_ON, "2025-04-10"));
  EXPECT_THAT(member_.Of("peer_review_report").at(0).Line(),
              "peer_review_report n2 important document due 2025-04-25: open");
}

TEST_F(PracticeDutiesReportsTest, OlderRestrictionsDoNotCount) {
  member_.Feed(Restricted("n1", "2024-03-01", "2024-03-29"));
  member_.Feed(Restricted("n2", "2025-03-29", "2025-03-29"));
  EXPECT_THAT(member_.Of("peer_review_report"), IsEmpty());

  member_.Feed(Acted("n3", "2025-05-01", CANDOR_CONCERN_ACTION_RESTRICTION));
  EXPECT_EQ(member_.Of("peer_review_report").size(), 1u) << "one without an end lasts";
}

TEST_F(PracticeDutiesReportsTest, WithoutAPeerReviewBodyThereIsNoSuchReport) {
  member_.SetParameter("peer_review_report", "peer_review_body", 0);
  member_.Feed(Acted("n1", "2025-03-01", CANDOR_CONCERN_ACTION_ENDED));

  EXPECT_THAT(member_.Of("peer_review_report"), IsEmpty());
}

TEST_F(PracticeDutiesReportsTest, AnInvestigationIsOverWithTheLastConcernThatIsClosed) {
  const auto concern = [](std::string_view name, std::string_view date, int64_t event) {
    return Entry(name, date, CANDOR_KIND_CONCERN)
        .Source(CANDOR_SOURCE_COLLEAGUE)
        .Set(CANDOR_FIELD_CONCERN_EVENT, event);
  };
  const auto closed = [&](std::string_view name, std::string_view date, std::string_view which) {
    return concern(name, date, CANDOR_CONCERN_EVENT_CLOSED).Person(CANDOR_HOST_MATTER, which);
  };
  const auto leaves = [](std::string_view name, std::string_view date) {
    return Entry(name, date, CANDOR_KIND_DEPARTURE)
        .Set(CANDOR_FIELD_DEPARTURE_REASON, CANDOR_DEPARTURE_REASON_RESIGNATION);
  };
  member_.FeedAll(
      {concern("n1", "2025-03-01", CANDOR_CONCERN_EVENT_RAISED),
       concern("n2", "2025-03-02", CANDOR_CONCERN_EVENT_RAISED),
       Notice("g1", "2025-03-03", CANDOR_NOTICE_GIVEN_TO_PERSON_CONCERNED, CANDOR_NOTICE_GIVEN_ABOUT_INVESTIGATION)});
  member_.FeedAll({closed("c1", "2025-03-04", "n1"), leaves("x1", "2025-03-05")});
  EXPECT_EQ(member_.Of("peer_review_report").size(), 1u) << "the other one may be what is investigated";

  member_.FeedAll({closed("c2", "2025-03-06", "n2"), leaves("x2", "2025-03-07")});
  EXPECT_EQ(member_.Of("peer_review_report").size(), 1u);
}

TEST_F(PracticeDutiesReportsTest, LeavingUnderInvestigationIsReportedAfterTheHearingWasOffered) {
  constexpr int64_t kMember = CANDOR_NOTICE_GIVEN_TO_PERSON_CONCERNED;
  const auto leaves = [](std::string_view name, std::string_view date) {
    return Entry(name, date, CANDOR_KIND_DEPARTURE)
        .Set(CANDOR_FIELD_DEPARTURE_REASON, CANDOR_DEPARTURE_REASON_RESIGNATION);
  };
  member_.Feed(leaves("x1", "2025-03-01"));
  EXPECT_THAT(member_.Lines(), IsEmpty());

  member_.Feed(Notice("g1", "2025-03-02", kMember, CANDOR_NOTICE_GIVEN_ABOUT_INVESTIGATION));
  member_.Feed(leaves("x2", "2025-03-03"));
  EXPECT_THAT(member_.FollowUps().at(0).missing,
              ElementsAre(CANDOR_FIELD_REPORT_FILED_AGENCY, CANDOR_FIELD_REPORT_FILED_REFERENCE,
                          CANDOR_FIELD_NOTICE_GIVEN_ABOUT));
  member_.Feed(Notice("g2", "2025-03-04", kMember, CANDOR_NOTICE_GIVEN_ABOUT_HEARING));
  EXPECT_EQ(member_.FollowUps().at(0).missing.size(), 2u);
  member_.Feed(Filed("r1", "2025-03-10", kPeerReview));
  EXPECT_EQ(member_.FollowUps().at(0).Line(),
            "peer_review_report x2 important document due 2025-03-18: resolved 2025-03-10 by r1");
}

TEST_F(PracticeDutiesReportsTest, AbuseIsReportedByTelephoneAndThenInWriting) {
  case_.Feed(Report("r1", "2025-03-03", kMinor, CANDOR_REPORT_FILED_EVENT_CALLED_FOR));
  EXPECT_EQ(case_.FollowUps().at(0).Line(), "mandated_report r1 urgent document due 2025-03-03: open");

  case_.Feed(Report("r2", "2025-03-03", kAdult, CANDOR_REPORT_FILED_EVENT_TELEPHONED));
  EXPECT_EQ(case_.FollowUps().at(0).due, "2025-03-03") << "about somebody else";
  case_.Feed(Report("r3", "2025-03-03", kMinor, CANDOR_REPORT_FILED_EVENT_TELEPHONED));
  EXPECT_EQ(case_.FollowUps().at(0).due, "2025-03-04");
  case_.Feed(Report("r4", "2025-03-04", kMinor, CANDOR_REPORT_FILED_EVENT_WRITTEN));
  EXPECT_EQ(case_.FollowUps().at(0).state, "open") << "without a reference";
  case_.Feed(Filed("r5", "2025-03-04", kMinor));
  EXPECT_EQ(case_.FollowUps().at(0).ended_by, "r5");
}

TEST_F(PracticeDutiesReportsTest, ASuspicionInAnyEntryAboutTheClientCallsForAReport) {
  struct {
    uint16_t kind;
    uint16_t field;
  } constexpr kAll[] = {{CANDOR_KIND_SESSION, CANDOR_FIELD_SESSION_ABUSE_SUSPECTED},
                        {CANDOR_KIND_CLIENT_FEELINGS, CANDOR_FIELD_CLIENT_FEELINGS_ABUSE_SUSPECTED},
                        {CANDOR_KIND_DISCUSSION, CANDOR_FIELD_DISCUSSION_ABUSE_SUSPECTED},
                        {CANDOR_KIND_COMPLAINT, CANDOR_FIELD_COMPLAINT_ABUSE_SUSPECTED}};
  for (const auto& [kind, field] : kAll) {
    FakeHost host(candor_policy_plugin, CANDOR_SCOPE_CASE);
    host.Feed(Entry("s1", "2025-03-03", kind).No(field));
    host.Feed(Entry("s2", "2025-03-03", kind).Unsure(field));
    host.Feed(Entry("s3", "2025-03-03", kind));
    EXPECT_THAT(host.Of("mandated_report"), IsEmpty()) << kind;

    host.Feed(Entry("s4", "2025-03-03", kind).Reported("2025-03-04").Yes(field));
    ASSERT_EQ(host.Of("mandated_report").size(), 1u) << kind;
    EXPECT_EQ(host.Of("mandated_report").at(0).Line(), "mandated_report s4 urgent document due 2025-03-04: open");
  }
}

TEST_F(PracticeDutiesReportsTest, AReportThatIsCalledForBecauseOfASuspicionIsNoSecondOne) {
  case_.Feed(Entry("s1", "2025-03-03", CANDOR_KIND_SESSION).Yes(CANDOR_FIELD_SESSION_ABUSE_SUSPECTED));
  case_.Feed(Report("r1", "2025-03-03", kMinor, CANDOR_REPORT_FILED_EVENT_CALLED_FOR));
  EXPECT_EQ(case_.FollowUps().size(), 1u);

  case_.Feed(Report("r2", "2025-03-03", kAdult, CANDOR_REPORT_FILED_EVENT_CALLED_FOR));
  EXPECT_EQ(case_.FollowUps().size(), 2u) << "about somebody else";
  case_.Feed(Report("r3", "2025-03-03", kMinor, CANDOR_REPORT_FILED_EVENT_TELEPHONED));
  case_.Feed(Filed("r4", "2025-03-04", kMinor));
  EXPECT_EQ(case_.FollowUps().at(0).ended_by, "r4");
  EXPECT_EQ(case_.FollowUps().at(1).state, "open");
}

TEST_F(PracticeDutiesReportsTest, ASuspicionAboutWhichSomethingWasDoneIsNotTheOneOfALaterReport) {
  case_.Feed(Entry("s1", "2025-03-03", CANDOR_KIND_SESSION).Yes(CANDOR_FIELD_SESSION_ABUSE_SUSPECTED));
  case_.Feed(Report("r1", "2025-03-03", kMinor, CANDOR_REPORT_FILED_EVENT_TELEPHONED));

  case_.Feed(Report("r2", "2025-03-04", kMinor, CANDOR_REPORT_FILED_EVENT_CALLED_FOR));

  EXPECT_EQ(case_.FollowUps().size(), 2u);
}

TEST_F(PracticeDutiesReportsTest, AReportBeforeItWasCalledForMeetsNothing) {
  case_.Feed(Filed("r1", "2025-03-02", kMinor));
  EXPECT_THAT(case_.Lines(), IsEmpty());
  case_.Feed(Report("r2", "2025-03-03", kMinor, CANDOR_REPORT_FILED_EVENT_CALLED_FOR));

  EXPECT_EQ(case_.FollowUps().at(0).state, "open");
}

TEST_F(PracticeDutiesReportsTest, TheCarrierIsToldOfAMatter) {
  member_.Feed(Entry("n1", "2025-03-03", CANDOR_KIND_CONCERN).Source(CANDOR_SOURCE_COLLEAGUE));
  const auto carrier = [&] { return member_.Of("carrier_notice_about_member").at(0); };
  EXPECT_EQ(carrier().Line(), "carrier_notice_about_member n1 soon document due 2025-03-06: open");
  member_.PassTo("2025-03-06");
  EXPECT_EQ(carrier().severity, "soon");
  member_.PassTo("2025-03-07");
  EXPECT_EQ(carrier().severity, "important");

  member_.Feed(
      Notice("g1", "2025-03-07", CANDOR_NOTICE_GIVEN_TO_PERSON_CONCERNED, CANDOR_NOTICE_GIVEN_ABOUT_MATTER_OPENED));
  EXPECT_EQ(carrier().state, "open");
  member_.Feed(Notice("g2", "2025-03-07", CANDOR_NOTICE_GIVEN_TO_CARRIER, CANDOR_NOTICE_GIVEN_ABOUT_MATTER_OPENED));
  EXPECT_EQ(carrier().ended_by, "g2");
}

TEST_F(PracticeDutiesReportsTest, TheReasonWhyTheCarrierIsNotToldWillDoToo) {
  const Entry none = Notice("g1", "2025-03-05", CANDOR_NOTICE_GIVEN_TO_CARRIER, CANDOR_NOTICE_GIVEN_ABOUT_MATTER_OPENED)
                         .Set(CANDOR_FIELD_NOTICE_GIVEN_EVENT, CANDOR_NOTICE_GIVEN_EVENT_NOT_CALLED_FOR);
  case_.Feed(Entry("k1", "2025-03-03", CANDOR_KIND_COMPLAINT));
  case_.Feed(none);
  EXPECT_EQ(case_.Of("carrier_notice").at(0).state, "open");

  case_.Feed(Entry(none).Written(CANDOR_FIELD_NOTICE_GIVEN_REASON));
  EXPECT_EQ(case_.Of("carrier_notice").at(0).state, "resolved");
}

}  // namespace
}  // namespace candor::practice_duties::practice_duties_reports_test
