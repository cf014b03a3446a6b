// What of a concern is kept from whom it is about, also where it was taken back, and what nobody says in its place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/scenario/daemon/concern_fixture.h"

namespace candor::concern_confined_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class ConcernConfinedTest : public ConcernServiceTest {
 protected:
  void TakeBack(const std::string& name, const std::string& who) {
    v1::RetractEntryRequest request;
    request.set_name(name);
    request.mutable_retraction()->set_reason(v1::RETRACTION_REASON_WITHDRAWN_BY_AUTHOR);
    v1::RetractEntryResponse response;
    const grpc::Status status = Call(entries_, &v1::EntryService::Stub::RetractEntry, request, response, who);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }
  // What has become of a concern about the member, written by hand.
  v1::CreateEntryRequest Step(const std::string& about, v1::ConcernEvent event) {
    v1::CreateEntryRequest request = EntryFor(about, about, kToday);
    request.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
    request.mutable_entry()->mutable_concern()->set_event(event);
    return request;
  }
};

class ConcernReprisalTest : public ConcernConfinedTest {
 protected:
  ConcernReprisalTest() { plugin_ = CANDOR_BUILD "/lib/candor/plugins/practice_duties.so"; }

  std::string Suspend(const std::string& member, const std::string& by) {
    v1::CreateEntryRequest request = Step(member, v1::CONCERN_EVENT_ACTED);
    request.mutable_entry()->mutable_concern()->set_action(v1::EMPLOYER_ACTION_SUSPENSION);
    return Record(request, by).entry().name();
  }
  void ReviewMeasure(const std::string& of, const std::string& by) {
    v1::CreateEntryRequest request = Step(of, v1::CONCERN_EVENT_REVIEWED);
    request.mutable_entry()->mutable_concern()->set_rationale("it rests on something else");
    Record(request, by);
  }
  // Whether R66 asks for a review of the measure.
  bool IsGuarded(const std::string& measure) {
    WaitForPolicies();
    for (const v1::FollowUp& each : FollowUps()) {
      const bool of_it = each.rule() == "reprisal_guard" && each.opened_by() == measure;
      if (of_it) return each.status() == v1::FOLLOW_UP_STATUS_OPEN;
    }
    ADD_FAILURE() << "nobody looks at it";
    return false;
  }
};

TEST_F(ConcernConfinedTest, OneThatIsTakenBackBeforeTheyAreToldIsKeptFromThemStill) {
  const std::string concern = Raise(ana_, maria_);
  ASSERT_EQ(Acknowledge(concern, dora_).code, grpc::StatusCode::OK);
  TakeBack(concern, maria_);

  EXPECT_THAT(Timeline(ana_, ana_), IsEmpty()) << "nor that somebody had it, nor that it was taken back";
  EXPECT_THAT(WorkListOf(ana_).entries_about(), IsEmpty());
  EXPECT_THAT(Timeline(ana_, dora_), SizeIs(3));

  // What is written about them afterwards is not part of it.
  const std::string later = Record(Step(ana_, v1::CONCERN_EVENT_REVIEWED), dora_).entry().name();
  EXPECT_EQ(Entry(later, ana_).code, grpc::StatusCode::OK);
}

TEST_F(ConcernConfinedTest, WhatIsTakenBackIsInNoFigureOfTheirsEither) {
  MakeSupervision(dirk_, dora_, kToday - 10);
  TakeBack(Raise(dora_, maria_), maria_);

  const auto corrections = [&](const std::string& who) {
    v1::GenerateComplianceReportRequest request;
    request.set_quarter("2025Q1");
    v1::GenerateComplianceReportResponse response;
    EXPECT_TRUE(Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, response, who).ok());
    std::string text;
    for (const v1::ReportSection& section : response.report().sections()) text += section.ShortDebugString();
    return text;
  };
  EXPECT_EQ(corrections(dora_), corrections(dirk_));
  EXPECT_NE(corrections(dora_), corrections("")) << "to others one entry was corrected";
}

TEST_F(ConcernConfinedTest, NobodyClosesOneForThemselvesOrFromBelow) {
  Raise(ana_, maria_);
  MakeSupervision(maria_, ana_, kToday - 10);

  for (const v1::ConcernEvent event : {v1::CONCERN_EVENT_ACKNOWLEDGED, v1::CONCERN_EVENT_CLOSED}) {
    EXPECT_EQ(RefusedEntry(Step(ana_, event), ana_).reason, "subject");
    EXPECT_EQ(RefusedEntry(Step(ana_, event), maria_).reason, "subordinate");
  }
  EXPECT_EQ(RefusedEntry(Step(dora_, v1::CONCERN_EVENT_CLOSED), dirk_).reason, "direction")
      << "whether or not there is one";
  EXPECT_EQ(RefusedEntry(Step(ana_, v1::CONCERN_EVENT_CLOSED), dele_).reason, "role");
  v1::CreateEntryRequest own = Step(ana_, v1::CONCERN_EVENT_CLOSED);
  own.mutable_entry()->set_source(v1::ENTRY_SOURCE_SELF);
  EXPECT_EQ(RefusedEntry(own, ana_).reason, "subject") << "nor as their own account";
  EXPECT_EQ(RefusedEntry(own, dele_).reason, "not_theirs");
  v1::BatchCreateEntriesRequest batch;
  *batch.add_requests() = Step(ana_, v1::CONCERN_EVENT_CLOSED);
  v1::BatchCreateEntriesResponse response;
  EXPECT_EQ(RefusalOf(Call(entries_, &v1::EntryService::Stub::BatchCreateEntries, batch, response, ana_)).field,
            "requests[0].entry.concern");
}

// Else no rule would ask that anybody looks into it.
TEST_F(ConcernConfinedTest, WhatSomebodyElseRaisesIsNotTheAccountOfWhomItIsAbout) {
  v1::CreateEntryRequest raised = Step(ana_, v1::CONCERN_EVENT_RAISED);
  raised.mutable_entry()->set_source(v1::ENTRY_SOURCE_SELF);
  const Refusal refusal = RefusedEntry(raised, maria_);
  EXPECT_EQ(refusal.reason, "not_theirs");
  EXPECT_EQ(refusal.field, "entry.source");
  EXPECT_EQ(RefusedEntry(raised, ana_).code, grpc::StatusCode::OK) << "what they say of themselves is theirs";

  v1::AmendEntryRequest amend;
  amend.set_name(Raise(ana_, maria_));
  *amend.mutable_entry() = raised.entry();
  v1::AmendEntryResponse response;
  EXPECT_EQ(RefusalOf(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, response, maria_)).reason,
            "not_theirs");
}

// Else whoever asks what would come of it hears that nothing would.
TEST_F(ConcernConfinedTest, WhatWouldBeRefusedIsRefusedToWhoAsksWhatWouldComeOfIt) {
  Raise(ana_, maria_);
  const auto asked = [&](v1::ConcernEvent event, const std::string& who) {
    v1::PreviewEntryRequest request;
    request.set_parent(ana_);
    *request.mutable_entry() = Step(ana_, event).entry();
    v1::PreviewEntryResponse response;
    return RefusalOf(Call(entries_, &v1::EntryService::Stub::PreviewEntry, request, response, who));
  };

  const Refusal refusal = asked(v1::CONCERN_EVENT_CLOSED, ana_);
  EXPECT_EQ(refusal.reason, "subject");
  EXPECT_EQ(refusal.field, RefusedEntry(Step(ana_, v1::CONCERN_EVENT_CLOSED), ana_).field);
  EXPECT_EQ(asked(v1::CONCERN_EVENT_CLOSED, dora_).reason, "not_heard");
  EXPECT_EQ(asked(v1::CONCERN_EVENT_REVIEWED, dora_).code, grpc::StatusCode::OK);
}

TEST_F(ConcernConfinedTest, ANameThatIsNoneIsAskedForInTheFormOfAConcern) {
  const Refusal refusal = ProposeSeal("xyzzy", dora_, kToday + 20);

  EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(refusal.message, HasSubstr("members/{member}/entries/{entry}"));
  v1::CreateEntryRequest step = Step(ana_, v1::CONCERN_EVENT_REVIEWED);
  step.mutable_entry()->set_matter("xyzzy");
  EXPECT_THAT(RefusedEntry(step, dora_).message, HasSubstr("members/{member}/entries/{entry}"));
}

TEST_F(ConcernConfinedTest, NoEntryClosesOneBeforeTheyWereHeard) {
  const std::string concern = Raise(ana_, maria_);
  EXPECT_EQ(RefusedEntry(Step(ana_, v1::CONCERN_EVENT_CLOSED), dora_).reason, "not_heard");
  ASSERT_EQ(Acknowledge(concern, dora_).code, grpc::StatusCode::OK);

  GoTo(kToday + 5 + 13);
  EXPECT_EQ(RefusedEntry(Step(ana_, v1::CONCERN_EVENT_CLOSED), dora_).reason, "not_heard");
  EXPECT_EQ(RefusedEntry(Step(ana_, v1::CONCERN_EVENT_ACTED), dora_).code, grpc::StatusCode::OK)
      << "what protects a client does not wait";
  GoTo(kToday + 5 + 14);
  EXPECT_EQ(RefusedEntry(Step(ana_, v1::CONCERN_EVENT_CLOSED), dora_).code, grpc::StatusCode::OK);
}

TEST_F(ConcernConfinedTest, AReviewerWhoAnswersToThemIsNotToldWhoRaisedIt) {
  const std::string concern = Raise(ana_, maria_);
  MakeSupervision(rita_, ana_, kToday - 10);
  ASSERT_EQ(Acknowledge(concern, dora_).code, grpc::StatusCode::OK);
  EXPECT_EQ(Get(concern, rita_).code, grpc::StatusCode::NOT_FOUND);

  GoTo(kToday + 5);
  EXPECT_EQ(Seen(concern, rita_).reporter(), "");
  EXPECT_EQ(Seen(concern, maria_).reporter(), maria_);
}

// Else the log would say, to who took something, that there had been a report.
TEST_F(ConcernConfinedTest, ThatAMeasureWasLookedAtNamesNobodyInTheLog) {
  const std::string role = Grant(maria_, v1::ROLE_CONSULTANT);
  Raise(ana_, maria_);
  v1::WithdrawRoleRequest request;
  request.set_name(role);
  v1::WithdrawRoleResponse response;
  ASSERT_TRUE(Call(roles_, &v1::RoleService::Stub::WithdrawRole, request, response, dora_).ok());
  v1::ListMeasuresResponse measures;
  ASSERT_TRUE(Call(concerns_, &Concerns::Stub::ListMeasures, v1::ListMeasuresRequest(), measures, rita_).ok());
  ASSERT_EQ(measures.measures_size(), 1);

  bool looked = false;
  for (const v1::Access& each : Accesses("members/-", dora_)) {
    if (each.method() != "ConcernService.ListMeasures") continue;
    looked = true;
    EXPECT_THAT(each.ShortDebugString(), Not(HasSubstr(maria_)));
  }
  EXPECT_TRUE(looked);
}

// The policy says the same of who limits somebody's work (R66).
TEST_F(ConcernConfinedTest, WhomTheMemberHadReportedSignsForNoMeasureAgainstThem) {
  const std::string other = MakeMember("Rolf Hahn");
  Grant(other, v1::ROLE_INDEPENDENT_REVIEWER);
  const std::string role = Grant(maria_, v1::ROLE_CONSULTANT);
  const std::string concern = Raise(rita_, maria_);
  v1::WithdrawRoleRequest request;
  request.set_name(role);
  v1::WithdrawRoleResponse response;
  ASSERT_TRUE(Call(roles_, &v1::RoleService::Stub::WithdrawRole, request, response, dora_).ok());
  ASSERT_EQ(Acknowledge(concern, dora_).code, grpc::StatusCode::OK);

  GoTo(kToday + 4);
  EXPECT_THAT(WorkListOf(rita_).measures(), SizeIs(1)) << "else she would know of it before she is told";
  GoTo(kToday + 5);
  EXPECT_THAT(WorkListOf(rita_).measures(), IsEmpty());
  v1::ReviewMeasureRequest review;
  review.set_name(role);
  review.set_reason("unrelated");
  v1::ReviewMeasureResponse reviewed;
  EXPECT_EQ(RefusalOf(Call(concerns_, &Concerns::Stub::ReviewMeasure, review, reviewed, rita_)).code,
            grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Call(concerns_, &Concerns::Stub::ReviewMeasure, review, reviewed, other).ok());
}

TEST_F(ConcernConfinedTest, WhatSomebodySignedBeforeTheyWereToldIsShownToThemStill) {
  const std::string role = Grant(maria_, v1::ROLE_CONSULTANT);
  const std::string concern = Raise(rita_, maria_);
  v1::WithdrawRoleRequest request;
  request.set_name(role);
  v1::WithdrawRoleResponse response;
  ASSERT_TRUE(Call(roles_, &v1::RoleService::Stub::WithdrawRole, request, response, dora_).ok());
  ASSERT_EQ(Acknowledge(concern, dora_).code, grpc::StatusCode::OK);
  v1::ReviewMeasureRequest review;
  review.set_name(role);
  review.set_reason("unrelated");
  v1::ReviewMeasureResponse reviewed;
  ASSERT_TRUE(Call(concerns_, &Concerns::Stub::ReviewMeasure, review, reviewed, rita_).ok());

  GoTo(kToday + 5);
  v1::ListMeasuresResponse measures;
  ASSERT_TRUE(Call(concerns_, &Concerns::Stub::ListMeasures, v1::ListMeasuresRequest(), measures, rita_).ok());
  EXPECT_THAT(measures.measures(), SizeIs(1));
}

// R66 in the policy: what somebody's review ends tells them no more.
TEST_F(ConcernReprisalTest, AReviewEndsWhatItDidUntilItsAuthorIsToldThatTheyWereReported) {
  const std::string concern = Raise(rita_, maria_);
  ASSERT_EQ(Acknowledge(concern, dora_).code, grpc::StatusCode::OK);
  const std::string before = Suspend(maria_, dora_);
  ReviewMeasure(maria_, rita_);
  EXPECT_FALSE(IsGuarded(before)) << "she has not been told";

  GoTo(kToday + 5);
  const std::string after = Suspend(maria_, dora_);
  ReviewMeasure(maria_, rita_);
  EXPECT_TRUE(IsGuarded(after)) << "and now she has";
  EXPECT_FALSE(IsGuarded(before)) << "what she said then still counts";
}

TEST_F(ConcernConfinedTest, WhoRaisedItDecidesNothingOfItWhoeverTheyHadItFrom) {
  v1::CreateEntryRequest told = Step(ana_, v1::CONCERN_EVENT_RAISED);
  told.mutable_entry()->set_source(v1::ENTRY_SOURCE_CLIENT);
  const std::string concern = Record(told, dora_).entry().name();
  ASSERT_EQ(Acknowledge(concern, dirk_).code, grpc::StatusCode::OK);

  GoTo(kToday + 5 + 14);
  EXPECT_EQ(Dispose(MatterOf(concern), dora_).reason, "party");
  EXPECT_EQ(Dispose(MatterOf(concern), dirk_).code, grpc::StatusCode::OK);
}

}  // namespace
}  // namespace candor::concern_confined_test
