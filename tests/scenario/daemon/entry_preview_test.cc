#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "daemon/base/log.h"
#include "tests/scenario/daemon/entry_preview_fixture.h"

namespace candor::entry_preview_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class EntryPreviewTest : public EntryPreviewFixture {
 protected:
  // Where the texts that it asks about seem to name somebody.
  google::protobuf::RepeatedPtrField<v1::TextNotice> LookAt(const v1::PreviewEntryRequest& request,
                                                            const std::string& act_for = "") {
    v1::PreviewEntryResponse response;
    const grpc::Status status = Call(entries_, &v1::EntryService::Stub::PreviewEntry, request, response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.text_notices();
  }

  Refusal Refused(const v1::CreateEntryRequest& create) {
    v1::PreviewEntryResponse response;
    return RefusalOf(Call(entries_, &v1::EntryService::Stub::PreviewEntry, PreviewOf(create), response));
  }

  v1::CreateEntryRequest Consultation() {
    v1::CreateEntryRequest request = EntryFor(case_, therapist_, kToday);
    auto* consultation = request.mutable_entry()->mutable_consultation();
    consultation->set_consultant(colleague_);
    consultation->set_recommendation(v1::RECOMMENDATION_CONTINUE);
    consultation->set_decision(v1::CARE_DECISION_CONTINUE);
    consultation->set_rationale("agreed");
    consultation->set_why_now("asked");
    return request;
  }

  v1::CreateEntryRequest PersonalMessage() {
    v1::CreateEntryRequest request = EntryFor(case_, therapist_, kToday);
    request.mutable_entry()->set_basis(v1::ENTRY_BASIS_OWN);
    request.mutable_entry()->set_stage(v1::ENTRY_STAGE_DONE);
    request.mutable_entry()->mutable_crossing()->set_area(v1::BOUNDARY_AREA_MESSAGE_PERSONAL);
    return request;
  }

  std::vector<v1::CreateEntryRequest> ManyKinds() {
    std::vector<v1::CreateEntryRequest> requests = {ReactionFor(case_, therapist_, Day(2025, 3, 23))};
    v1::CreateEntryRequest request = EntryFor(case_, therapist_, Day(2025, 3, 24));
    request.mutable_entry()->mutable_client_feelings()->set_event(v1::FEELINGS_EVENT_TOLD);
    requests.push_back(request);
    requests.push_back(Consultation());
    request = EntryFor(case_, therapist_, Day(2025, 3, 25));
    request.mutable_entry()->mutable_transfer_step()->set_consent(v1::ANSWER_YES);
    requests.push_back(request);
    request = EntryFor(case_, therapist_, kToday);
    request.mutable_entry()->mutable_termination()->set_initiator(v1::INITIATOR_THERAPIST);
    request.mutable_entry()->mutable_termination()->set_needs_further_care(v1::ANSWER_YES);
    requests.push_back(request);
    return requests;
  }

  // What a test can compare of a follow-up that has no name yet.
  static std::string Key(const v1::FollowUp& follow_up) {
    v1::FollowUp bare = follow_up;
    bare.clear_name();
    bare.clear_situation();
    bare.clear_opened_by();
    bare.clear_resolved_by();
    return bare.ShortDebugString();
  }
};

TEST_F(EntryPreviewTest, SaysWhatByWhenWithWhomAndWhy) {
  v1::CreateEntryRequest request = ReactionFor(case_, therapist_, kToday);
  request.mutable_entry()->set_first_reader(colleague_);

  const v1::EntryPreview preview = Preview(request, therapist_);

  ASSERT_EQ(preview.opened_size(), 1);
  const v1::Explanation& why = preview.opened(0).explanation();
  EXPECT_EQ(why.follow_up().rule(), "attraction_consult");
  EXPECT_EQ(why.follow_up().action(), v1::ACTION_TALK);
  EXPECT_EQ(why.follow_up().status(), v1::FOLLOW_UP_STATUS_OPEN);
  EXPECT_EQ(why.follow_up().due().month(), 4);
  EXPECT_EQ(preview.opened(0).talk_with(), colleague_);
  EXPECT_FALSE(why.title().empty());
  EXPECT_GT(why.sources_size(), 0);
  EXPECT_GT(why.thresholds_size(), 0);
  EXPECT_FALSE(why.cleared_by().empty());
  ASSERT_EQ(why.facts_size(), 1);
  EXPECT_EQ(preview.not_assessed_size(), 0);
}

TEST_F(EntryPreviewTest, SaysWhereNoRuleReadsTheKindAndSoDoesWhatIsSaved) {
  v1::CreateEntryRequest advice = EntryFor(case_, therapist_, kToday);
  advice.mutable_entry()->mutable_legal_advice();

  EXPECT_TRUE(Preview(advice, therapist_).read_by_no_rule());
  EXPECT_TRUE(Record(advice, therapist_).assessment().read_by_no_rule());
  EXPECT_FALSE(Preview(ReactionFor(case_, therapist_, kToday), therapist_).read_by_no_rule());
  EXPECT_FALSE(Record(ReactionFor(case_, therapist_, kToday), therapist_).assessment().read_by_no_rule());
}

TEST_F(EntryPreviewTest, WhatDoesNotExistHasNoName) {
  const v1::EntryPreview preview = Preview(ReactionFor(case_, therapist_, kToday));

  ASSERT_EQ(preview.opened_size(), 1);
  const v1::Explanation& why = preview.opened(0).explanation();
  EXPECT_EQ(why.follow_up().name(), "");
  EXPECT_EQ(why.follow_up().opened_by(), "");
  ASSERT_EQ(why.facts_size(), 1);
  EXPECT_EQ(why.facts(0).entry(), "");
  EXPECT_THAT(preview.ShortDebugString(), Not(HasSubstr("entries/")));
}

TEST_F(EntryPreviewTest, IsWhatTheEntryThenCallsFor) {
  for (const v1::CreateEntryRequest& request : ManyKinds()) {
    const v1::EntryPreview preview = Preview(request);
    const v1::EntryAssessment said = Record(request).assessment();
    EXPECT_EQ(said.not_assessed_size(), 0);

    std::vector<std::string> opened, resolved, would_open, would_resolve;
    for (const v1::FollowUp& each : said.opened()) {
      if (each.folded_under().empty()) opened.push_back(Key(each));
    }
    for (const v1::FollowUp& each : said.resolved()) {
      if (each.folded_under().empty()) resolved.push_back(Key(each));
    }
    for (const v1::ExpectedFollowUp& each : preview.opened()) would_open.push_back(Key(each.explanation().follow_up()));
    for (const v1::FollowUp& each : preview.resolved()) would_resolve.push_back(Key(each));
    EXPECT_THAT(would_open, ::testing::UnorderedElementsAreArray(opened)) << request.ShortDebugString();
    EXPECT_THAT(would_resolve, ::testing::UnorderedElementsAreArray(resolved)) << request.ShortDebugString();
    EXPECT_EQ(preview.not_assessed_size(), 0);
  }
}

TEST_F(EntryPreviewTest, SaysWhatItWouldClear) {
  const std::string open = Record(ReactionFor(case_, therapist_, Day(2025, 3, 23))).assessment().opened(0).name();

  const v1::EntryPreview preview = Preview(Consultation());

  ASSERT_EQ(preview.resolved_size(), 1);
  EXPECT_EQ(preview.resolved(0).name(), open);
  EXPECT_EQ(preview.resolved(0).resolved_by(), "");
  EXPECT_EQ(FollowUps(case_)[0].status(), v1::FOLLOW_UP_STATUS_OPEN);
}

TEST_F(EntryPreviewTest, NothingIsCountedOrListed) {
  WaitForPolicies();
  v1::GenerateComplianceReportRequest quarter;
  quarter.set_quarter("2025Q1");
  v1::GenerateComplianceReportResponse before, after;
  // That it was read the first time is a record of its own; the same figures again are none.
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, quarter, before).ok());
  }
  const std::string status = Status().SerializeAsString();

  for (const v1::CreateEntryRequest& request : ManyKinds()) Preview(request);

  ASSERT_TRUE(Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, quarter, after).ok());
  EXPECT_EQ(after.SerializeAsString(), before.SerializeAsString());
  EXPECT_EQ(Status().SerializeAsString(), status);
  EXPECT_THAT(FollowUps(), SizeIs(0));
  v1::ListEntriesRequest entries;
  entries.set_parent(case_);
  v1::ListEntriesResponse listed;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, entries, listed).ok());
  EXPECT_EQ(listed.entries_size(), 1);
}

// For clients that do not look themselves.
TEST_F(EntryPreviewTest, SaysWhereTextsSeemToNameSomebodyToWhoAsks) {
  v1::PreviewEntryRequest request = PreviewOf(Consultation());
  request.mutable_entry()->set_note("talked it over\nwith Maria Lopez");

  for (const bool sight_only : {false, true}) {
    request.set_sight_only(sight_only);
    request.set_lint_texts(false);
    EXPECT_EQ(LookAt(request).size(), 0);
    request.set_lint_texts(true);
    const auto notices = LookAt(request);
    ASSERT_EQ(notices.size(), 1) << sight_only;
    EXPECT_EQ(notices[0].field(), "entry.note");
    EXPECT_EQ(notices[0].line(), 2);
    EXPECT_EQ(notices[0].column(), 6);
    EXPECT_EQ(notices[0].kind(), v1::TEXT_NOTICE_KIND_MEMBER_NAME);
  }
}

TEST_F(EntryPreviewTest, SaysSoOfACorrectionToo) {
  v1::PreviewEntryRequest request;
  request.set_name(Record(Consultation(), therapist_).entry().name());
  request.mutable_retraction()->set_reason(v1::RETRACTION_REASON_ENTERED_IN_ERROR);
  request.mutable_retraction()->set_explanation("meant Maria Lopez");
  request.set_lint_texts(true);

  const auto notices = LookAt(request, therapist_);

  ASSERT_EQ(notices.size(), 1);
  EXPECT_EQ(notices[0].field(), "retraction.explanation");
  EXPECT_EQ(notices[0].column(), 7);
}

// Neither what was asked nor that somebody asked.
TEST_F(EntryPreviewTest, LeavesNoLineInTheLog) {
  v1::CreateEntryRequest request = ReactionFor(case_, therapist_, kToday);
  request.mutable_entry()->set_note("an unmistakable what-if");
  v1::PreviewEntryRequest looked_at = PreviewOf(request);
  looked_at.mutable_entry()->set_note("with Maria Lopez");
  looked_at.set_lint_texts(true);
  log::SetLevel(log::Level::kDebug);
  testing::internal::CaptureStderr();

  Preview(request);
  LookAt(looked_at);
  v1::CreateEntryRequest refused = request;
  SetDate(refused.mutable_entry()->mutable_occurred()->mutable_date(), kToday + 1);
  Refused(refused);
  Status();

  const std::string lines = testing::internal::GetCapturedStderr();
  log::SetLevel(log::Level::kInfo);
  EXPECT_THAT(lines, HasSubstr("DaemonService.GetStatus"));
  EXPECT_THAT(lines, Not(HasSubstr("PreviewEntry")));
  EXPECT_THAT(lines, Not(HasSubstr("what-if")));
  EXPECT_THAT(lines, Not(HasSubstr("Lopez")));
}

TEST_F(EntryPreviewTest, TheAuthorIsShownADateNotASeverity) {
  const v1::CreateEntryRequest request = ReactionFor(case_, therapist_, kToday);

  const v1::EntryPreview own = Preview(request, therapist_);
  ASSERT_EQ(own.opened_size(), 1);
  EXPECT_EQ(own.opened(0).explanation().follow_up().severity(), v1::SEVERITY_UNSPECIFIED);
  EXPECT_EQ(own.opened(0).explanation().follow_up().label(), "A conversation");
  EXPECT_EQ(own.opened(0).talk_with(), "");
}

TEST_F(EntryPreviewTest, SomebodyInTrainingTalksWithTheirSupervisor) {
  const std::string trainee = MakeMember("Dele Haddad", true);
  MakeSupervision(trainee, colleague_, Day(2024, 1, 1));
  const std::string of_trainee = OpenCase("C-7", trainee);

  const v1::EntryPreview preview = Preview(ReactionFor(of_trainee, trainee, kToday), trainee);

  ASSERT_EQ(preview.opened_size(), 1);
  EXPECT_EQ(preview.opened(0).explanation().follow_up().rule(), "trainee_attraction");
  EXPECT_EQ(preview.opened(0).talk_with(), colleague_);
}

TEST_F(EntryPreviewTest, RefusesWhatARealEntryRefuses) {
  v1::CreateEntryRequest request = EntryFor(case_, therapist_, kToday + 1);
  request.mutable_entry()->mutable_session()->set_minutes(50);
  EXPECT_EQ(Refused(request).reason, "future_date");
  request = EntryFor("cases/baaaaaaaaaaaaaaaaaaaaaaaaa", therapist_, kToday);
  request.mutable_entry()->mutable_session()->set_minutes(50);
  EXPECT_EQ(Refused(request).code, grpc::StatusCode::NOT_FOUND);
  request = EntryFor(case_, therapist_, kToday);
  request.mutable_entry()->mutable_intake();
  EXPECT_EQ(Refused(request).code, grpc::StatusCode::FAILED_PRECONDITION);
  request.mutable_entry()->mutable_retraction();
  EXPECT_EQ(Refused(request).field, "entry.facts");
}

// A follow-up that rests on a private note is opened by the note, also where what came later makes it due.
TEST_F(EntryPreviewTest, WhoWroteThePrivateNoteIsToldWhatALaterEntryMakesOfIt) {
  Record(ReactionFor(case_, therapist_, Day(2025, 3, 23)), therapist_);
  WaitForPolicies();
  const v1::CreateEntryRequest message = PersonalMessage();
  const auto is_pair = [](const v1::FollowUp& each) { return each.rule() == "attraction_crossing"; };

  const v1::EntryPreview preview = Preview(message, therapist_);
  const v1::EntryAssessment told = Record(message, therapist_).assessment();

  const auto expected = std::find_if(preview.opened().begin(), preview.opened().end(),
                                     [&](const auto& each) { return is_pair(each.explanation().follow_up()); });
  ASSERT_NE(expected, preview.opened().end()) << preview.ShortDebugString();
  EXPECT_EQ(expected->explanation().follow_up().name(), "") << "it is none yet";
  EXPECT_NE(expected->explanation().follow_up().opened_by(), "") << "the note is there already";
  const auto opened = std::find_if(told.opened().begin(), told.opened().end(), is_pair);
  ASSERT_NE(opened, told.opened().end()) << told.ShortDebugString();
  EXPECT_TRUE(opened->has_due());
}

TEST_F(EntryPreviewTest, NobodyElseIsToldThatThereIsAPrivateNote) {
  MakeSupervision(therapist_, colleague_, Day(2024, 1, 1));
  Record(ReactionFor(case_, therapist_, Day(2025, 3, 23)), therapist_);
  WaitForPolicies();
  v1::CreateEntryRequest message = PersonalMessage();
  message.mutable_entry()->set_source(v1::ENTRY_SOURCE_SUPERVISOR);
  message.mutable_entry()->set_basis(v1::ENTRY_BASIS_WITNESSED);

  EXPECT_THAT(Preview(message, colleague_).ShortDebugString(), Not(HasSubstr("attraction")));
  EXPECT_THAT(Record(message, colleague_).assessment().ShortDebugString(), Not(HasSubstr("attraction")));
}

// Trying things out is no way to learn what somebody else wrote for one reader.
TEST_F(EntryPreviewTest, ShowsNothingThatTheCallerMayNotKnow) {
  MakeSupervision(therapist_, colleague_, Day(2024, 1, 1));
  Record(ReactionFor(case_, therapist_, Day(2025, 3, 23)), therapist_);
  v1::CreateEntryRequest request = Consultation();
  request.mutable_entry()->set_source(v1::ENTRY_SOURCE_SUPERVISOR);

  const v1::EntryPreview preview = Preview(request, colleague_);

  EXPECT_EQ(preview.resolved_size(), 0);
  EXPECT_THAT(preview.ShortDebugString(), Not(HasSubstr("attraction")));
}

// Of anything else, too: to be shown it would have to go on record.
TEST_F(EntryPreviewTest, OfWhatOthersWroteItTellsALabelAndADateAndNoFacts) {
  MakeSupervision(therapist_, colleague_, Day(2024, 1, 1));
  const auto crossing = [&](v1::BoundaryArea area, Day day) {
    v1::CreateEntryRequest request = EntryFor(case_, therapist_, day);
    request.mutable_entry()->set_basis(v1::ENTRY_BASIS_OWN);
    request.mutable_entry()->set_stage(v1::ENTRY_STAGE_DONE);
    request.mutable_entry()->mutable_crossing()->set_area(area);
    return request;
  };
  Record(crossing(v1::BOUNDARY_AREA_FEE, Day(2025, 3, 24)), therapist_);
  Record(crossing(v1::BOUNDARY_AREA_GIFT_IN, Day(2025, 3, 25)), therapist_);
  v1::CreateEntryRequest third = crossing(v1::BOUNDARY_AREA_SECRECY, kToday);
  third.mutable_entry()->set_source(v1::ENTRY_SOURCE_SUPERVISOR);
  third.mutable_entry()->set_basis(v1::ENTRY_BASIS_WITNESSED);

  const v1::EntryPreview expected = Preview(third, colleague_);
  for (const v1::ExpectedFollowUp& each : expected.opened()) {
    for (const v1::UsedFact& fact : each.explanation().facts()) {
      EXPECT_EQ(fact.entry(), "") << "what the colleague would write themselves has no name yet";
    }
  }
  Record(crossing(v1::BOUNDARY_AREA_SECRECY, kToday), therapist_);
  WaitForPolicies();
  v1::CreateEntryRequest talk = Consultation();
  talk.mutable_entry()->set_source(v1::ENTRY_SOURCE_SUPERVISOR);
  const v1::EntryPreview preview = Preview(talk, colleague_);

  for (const v1::FollowUp& each : preview.resolved()) {
    EXPECT_NE(each.label(), "");
    v1::FollowUp rest = each;
    rest.clear_label();
    rest.clear_due();
    EXPECT_EQ(rest.ShortDebugString(), "");
  }
  EXPECT_EQ(preview.resolved_size(), Preview(Consultation(), therapist_).resolved_size())
      << "that something would be done is told";
}

}  // namespace
}  // namespace candor::entry_preview_test
