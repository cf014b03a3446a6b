#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "daemon/rpc/names.h"
#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor::entry_service_test {
namespace {

class EntryServiceTest : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonTest::SetUp();
    if (HasFatalFailure()) return;
    therapist_ = MakeMember("Ana Nguyen");
    case_ = OpenCase("C-1042", therapist_);
  }

  v1::CreateEntryRequest Session() {
    v1::CreateEntryRequest request = EntryFor(case_, therapist_, kToday);
    request.mutable_entry()->mutable_session()->set_minutes(50);
    return request;
  }

  // The refusal of a session after `change` was made to it; nothing of it may have been stored.
  template <class Change>
  Refusal Refused(Change change) {
    const uint64_t before = Status().ledger_entries();
    v1::CreateEntryRequest request = Session();
    change(request);
    const Refusal refusal = RefusedEntry(request);
    EXPECT_EQ(Status().ledger_entries(), before);
    return refusal;
  }

  std::string therapist_;
  std::string case_;
};

TEST_F(EntryServiceTest, AnsweredWithWhatWasRecorded) {
  const v1::CreateEntryResponse response = Record(Session());

  EXPECT_EQ(response.entry().kind(), v1::ENTRY_KIND_SESSION);
  EXPECT_EQ(response.entry().session().minutes(), 50);
  EXPECT_EQ(response.entry().therapist(), therapist_);
  EXPECT_EQ(response.entry().author(), therapist_);
  EXPECT_EQ(response.entry().source(), v1::ENTRY_SOURCE_SELF);
  EXPECT_EQ(response.entry().principal(), "operator");
  EXPECT_EQ(response.entry().reported().date().day(), kToday.day());
  EXPECT_TRUE(response.entry().has_recorded_at());
  EXPECT_EQ(response.assessment().not_assessed_size(), 0);
}

TEST_F(EntryServiceTest, TheReplySaysWhatItOpenedAndResolved) {
  const v1::CreateEntryResponse reaction = Record(ReactionFor(case_, therapist_, Day(2025, 3, 23)));
  ASSERT_EQ(reaction.assessment().opened_size(), 1);
  const v1::FollowUp opened = reaction.assessment().opened(0);
  EXPECT_EQ(opened.rule(), "attraction_consult");
  EXPECT_EQ(opened.catalogue_id(), "R01");
  EXPECT_EQ(opened.status(), v1::FOLLOW_UP_STATUS_OPEN);
  EXPECT_EQ(opened.opened_by(), reaction.entry().name());

  v1::CreateEntryRequest request = EntryFor(case_, therapist_, kToday);
  auto* consultation = request.mutable_entry()->mutable_consultation();
  consultation->set_consultant(MakeMember("Maria Lopez"));
  consultation->set_recommendation(v1::RECOMMENDATION_CONTINUE);
  consultation->set_decision(v1::CARE_DECISION_CONTINUE);
  consultation->set_rationale("agreed");
  consultation->set_why_now("asked");
  const v1::CreateEntryResponse consulted = Record(request);

  ASSERT_EQ(consulted.assessment().resolved_size(), 1);
  EXPECT_EQ(consulted.assessment().resolved(0).name(), opened.name());
  EXPECT_EQ(consulted.assessment().resolved(0).status(), v1::FOLLOW_UP_STATUS_RESOLVED);
}

TEST_F(EntryServiceTest, TheSameRequestIdIsTheSameEntry) {
  v1::CreateEntryRequest request = Session();
  request.set_request_id(kUuid);
  const std::string first = Record(request).entry().name();
  EXPECT_EQ(Record(request).entry().name(), first);

  request.mutable_entry()->mutable_session()->set_minutes(80);
  EXPECT_EQ(RefusedEntry(request).code, grpc::StatusCode::ALREADY_EXISTS);
}

TEST_F(EntryServiceTest, ACallIsTheSameOnTheNextDay) {
  v1::CreateEntryRequest request = Session();
  request.set_request_id(kUuid);
  const v1::Entry first = Record(request).entry();

  clock_.AdvanceTime(absl::Hours(24));

  const v1::Entry again = Record(request).entry();
  EXPECT_EQ(again.name(), first.name());
  EXPECT_EQ(again.reported().date().day(), kToday.day());
}

TEST_F(EntryServiceTest, ACorrectionIsRepeatedLikeAnyCall) {
  const std::string name = Record(Session()).entry().name();
  v1::AmendEntryRequest amend;
  amend.set_name(name);
  *amend.mutable_entry() = Session().entry();
  amend.set_request_id(kUuid);
  v1::AmendEntryResponse amended;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended).ok());
  const std::string amendment = amended.entry().name();
  v1::RetractEntryRequest retract;
  retract.set_name(name);
  retract.mutable_retraction()->set_reason(v1::RETRACTION_REASON_WRONG_CASE);
  retract.set_request_id("0d5a9f0e-8a51-4a57-9c39-0a0b0c0d0e0f");
  v1::RetractEntryResponse retracted;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RetractEntry, retract, retracted).ok());
  const std::string retraction = retracted.entry().name();

  for (int day = 0; day < 2; ++day) {
    grpc::Status status = Call(entries_, &v1::EntryService::Stub::RetractEntry, retract, retracted);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(retracted.entry().name(), retraction);
    status = Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(amended.entry().name(), amendment);
    clock_.AdvanceTime(absl::Hours(24));
  }

  retract.mutable_retraction()->set_reason(v1::RETRACTION_REASON_DUPLICATE);
  EXPECT_EQ(RefusalOf(Call(entries_, &v1::EntryService::Stub::RetractEntry, retract, retracted)).reason,
            "request_id_reused");
}

TEST_F(EntryServiceTest, ADateThatIsMissingWrongOrInTheFutureIsNamed) {
  Refusal refusal = Refused([](auto& request) { request.mutable_entry()->clear_occurred(); });
  EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(refusal.field, "entry.occurred");
  EXPECT_EQ(refusal.reason, "date");

  refusal = Refused([](auto& request) { request.mutable_entry()->mutable_occurred()->mutable_date()->set_month(13); });
  EXPECT_EQ(refusal.field, "entry.occurred.date");

  refusal =
      Refused([](auto& request) { SetDate(request.mutable_entry()->mutable_occurred()->mutable_date(), kToday + 1); });
  EXPECT_EQ(refusal.field, "entry.occurred");
  EXPECT_EQ(refusal.reason, "future_date");

  refusal =
      Refused([](auto& request) { SetDate(request.mutable_entry()->mutable_reported()->mutable_date(), kToday - 1); });
  EXPECT_EQ(refusal.field, "entry.reported");
  EXPECT_EQ(refusal.reason, "before_occurred");
}

TEST_F(EntryServiceTest, TooLongIsNamedAndNotRepeated) {
  Refusal refusal = Refused([](auto& request) { request.mutable_entry()->set_note(std::string(16 * 1024 + 1, 'x')); });
  EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(refusal.field, "entry.note");
  EXPECT_EQ(refusal.reason, "too_long");
  EXPECT_EQ(refusal.message.find("xx"), std::string::npos);

  refusal = Refused([](auto& request) {
    request.mutable_entry()->set_note(std::string(16 * 1024, 'x'));
    request.mutable_entry()->mutable_termination()->set_client_wish(std::string(16 * 1024, 'x'));
  });
  EXPECT_EQ(refusal.field, "entry");
  EXPECT_EQ(refusal.reason, "too_long");

  refusal = Refused([](auto& request) { request.mutable_entry()->set_note(std::string(300 * 1024, 'x')); });
  EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT);

  v1::CreateEntryRequest longest = Session();
  longest.mutable_entry()->set_note(std::string(16 * 1024, 'x'));
  EXPECT_EQ(Record(longest).entry().note().size(), 16U * 1024);
}

TEST_F(EntryServiceTest, AnUnknownCaseOrMemberIsNotFound) {
  Refusal refusal = Refused([](auto& request) { request.set_parent(rpc::CaseName(CaseId::Random())); });
  EXPECT_EQ(refusal.code, grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(refusal.field, "parent");

  refusal = Refused([](auto& request) { request.mutable_entry()->set_therapist(rpc::MemberName(MemberId::Random())); });
  EXPECT_EQ(refusal.code, grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(refusal.field, "entry.therapist");

  refusal = Refused([](auto& request) {
    request.mutable_entry()->mutable_consultation()->set_consultant(rpc::MemberName(MemberId::Random()));
  });
  EXPECT_EQ(refusal.code, grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(refusal.field, "entry.consultation.consultant");
}

TEST_F(EntryServiceTest, AnUnknownEnumValueIsNamed) {
  const Refusal refusal = Refused([](auto& request) {
    request.mutable_entry()->mutable_session()->set_setting(static_cast<v1::SessionSetting>(1000));
  });
  EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(refusal.field, "entry.session.setting");
  EXPECT_EQ(refusal.reason, "unknown_value");
}

TEST_F(EntryServiceTest, AnEntryOfTheWrongScopeIsRefused) {
  const std::string therapist = therapist_;
  const Refusal refusal = Refused([&](auto& request) { request.set_parent(therapist); });
  EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(refusal.field, "parent");
  EXPECT_EQ(refusal.reason, "scope");
}

TEST_F(EntryServiceTest, ASecondIntakeIntoAnOpenEpisodeIsRefused) {
  const Refusal refusal = Refused([](auto& request) { request.mutable_entry()->mutable_intake(); });
  EXPECT_EQ(refusal.code, grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(refusal.field, "entry.intake");
  EXPECT_EQ(refusal.reason, "episode_open");
  EXPECT_TRUE(refusal.message.starts_with("entry.intake: ")) << refusal.message;
}

TEST_F(EntryServiceTest, WhatTheStoreRefusesIsNamedAsInTheRequest) {
  v1::CreateEntryRequest supervision = EntryFor(therapist_, therapist_, kToday);
  for (int i = 0; i < 101; ++i) {
    supervision.mutable_entry()->mutable_supervision()->add_covers(OpenCase("C-" + std::to_string(i), therapist_));
  }
  const Refusal covers = RefusedEntry(supervision);
  EXPECT_EQ(covers.field, "entry.supervision.covers");
  EXPECT_EQ(covers.reason, "too_many");

  v1::RetractEntryRequest request;
  request.set_name(Record(Session()).entry().name());
  request.mutable_retraction()->set_reason(v1::RETRACTION_REASON_WRONG_CASE);
  request.mutable_retraction()->set_explanation(std::string(20 * 1024, 'x'));
  v1::RetractEntryResponse retracted;
  const Refusal explanation = RefusalOf(Call(entries_, &v1::EntryService::Stub::RetractEntry, request, retracted));
  EXPECT_EQ(explanation.field, "retraction.explanation");
  EXPECT_EQ(explanation.reason, "too_long");
  EXPECT_TRUE(explanation.message.starts_with("retraction.explanation: ")) << explanation.message;

  request.mutable_retraction()->set_explanation(std::string(40 * 1024, 'x'));
  const Refusal whole = RefusalOf(Call(entries_, &v1::EntryService::Stub::RetractEntry, request, retracted));
  EXPECT_EQ(whole.field, "retraction");
  EXPECT_EQ(whole.reason, "too_long");
}

TEST_F(EntryServiceTest, AnAmendmentStandsBesideWhatItCorrects) {
  const std::string name = Record(Session()).entry().name();
  v1::AmendEntryRequest amend;
  amend.set_name(name);
  *amend.mutable_entry() = Session().entry();
  amend.mutable_entry()->mutable_session()->set_minutes(80);
  v1::AmendEntryResponse amended;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended).ok());
  EXPECT_EQ(amended.entry().revises(), name);

  v1::GetEntryRequest get;
  get.set_name(name);
  v1::GetEntryResponse got;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::GetEntry, get, got).ok());
  EXPECT_EQ(got.entry().session().minutes(), 50);
  EXPECT_EQ(got.entry().revised_by(), amended.entry().name());

  amend.mutable_entry()->mutable_discussion();
  EXPECT_EQ(RefusalOf(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended)).reason, "type");
}

TEST_F(EntryServiceTest, ARetractionWithdrawsWhatTheEntryOpened) {
  const v1::CreateEntryResponse reaction = Record(ReactionFor(case_, therapist_, Day(2025, 3, 23)));
  v1::RetractEntryRequest request;
  request.set_name(reaction.entry().name());
  request.mutable_retraction()->set_reason(v1::RETRACTION_REASON_WRONG_CASE);
  v1::RetractEntryResponse retracted;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RetractEntry, request, retracted).ok());
  EXPECT_EQ(retracted.entry().revises(), reaction.entry().name());
  WaitForPolicies();

  const auto follow_ups = FollowUps(case_);
  ASSERT_EQ(follow_ups.size(), 1U);
  EXPECT_EQ(follow_ups[0].status(), v1::FOLLOW_UP_STATUS_WITHDRAWN);
  EXPECT_EQ(RefusalOf(Call(entries_, &v1::EntryService::Stub::RetractEntry, request, retracted)).reason, "retracted");
}

TEST_F(EntryServiceTest, ARetractionSaysWhy) {
  v1::RetractEntryRequest request;
  request.set_name(Record(Session()).entry().name());
  v1::RetractEntryResponse retracted;
  const Refusal refusal = RefusalOf(Call(entries_, &v1::EntryService::Stub::RetractEntry, request, retracted));
  EXPECT_EQ(refusal.field, "retraction.reason");
  EXPECT_EQ(refusal.reason, "missing");

  request.mutable_retraction()->set_reason(v1::RETRACTION_REASON_DUPLICATE);
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RetractEntry, request, retracted).ok());
  EXPECT_EQ(retracted.entry().retraction().reason(), v1::RETRACTION_REASON_DUPLICATE);
}

TEST_F(EntryServiceTest, TheTimelineIsPagedInItsOwnOrder) {
  for (int i = 0; i < 5; ++i) {
    v1::CreateEntryRequest request = Session();
    SetDate(request.mutable_entry()->mutable_occurred()->mutable_date(), kToday - i);
    Record(request);
  }
  v1::ListEntriesRequest request;
  request.set_parent(case_);
  request.set_page_size(4);
  v1::ListEntriesResponse page;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, request, page).ok());
  ASSERT_EQ(page.entries_size(), 4);
  EXPECT_EQ(page.entries(0).kind(), v1::ENTRY_KIND_INTAKE);
  EXPECT_EQ(page.entries(3).occurred().date().day(), 28);

  request.set_page_token(page.next_page_token());
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, request, page).ok());
  ASSERT_EQ(page.entries_size(), 2);
  EXPECT_EQ(page.entries(1).occurred().date().day(), 30);
  EXPECT_EQ(page.next_page_token(), "");
}

TEST_F(EntryServiceTest, OfSomeKindsOnlyThoseAreToldAndNoPrivateNote) {
  Record(Session());
  Record(Session());
  Record(ReactionFor(case_, therapist_, kToday));
  v1::ListEntriesRequest request;
  request.set_parent(case_);
  request.add_kinds(v1::ENTRY_KIND_SESSION);
  request.add_kinds(v1::ENTRY_KIND_PERSONAL_REACTION);
  request.set_page_size(1);

  v1::ListEntriesResponse page;
  for (const bool last : {false, true}) {
    ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, request, page).ok());
    ASSERT_EQ(page.entries_size(), 1);
    EXPECT_EQ(page.entries(0).kind(), v1::ENTRY_KIND_SESSION);
    EXPECT_EQ(page.next_page_token().empty(), last);
    request.set_page_token(page.next_page_token());
  }
}

TEST_F(EntryServiceTest, ThePastIsAnsweredAsItWas) {
  google::protobuf::Timestamp before;
  before.set_seconds(absl::ToUnixSeconds(clock_.Now()));
  clock_.AdvanceTime(absl::Minutes(5));
  Record(Session());

  v1::ListEntriesRequest request;
  request.set_parent(case_);
  *request.mutable_as_of() = before;
  v1::ListEntriesResponse page;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, request, page).ok());
  EXPECT_EQ(page.entries_size(), 1);
  request.clear_as_of();
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, request, page).ok());
  EXPECT_EQ(page.entries_size(), 2);

  request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(clock_.Now() + absl::Hours(24)));
  EXPECT_EQ(RefusalOf(Call(entries_, &v1::EntryService::Stub::ListEntries, request, page)).field, "as_of");
}

}  // namespace
}  // namespace candor::entry_service_test
