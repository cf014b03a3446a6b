#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>

#include "candor/v1/supervision.grpc.pb.h"
#include "daemon/rpc/names.h"
#include "tests/scenario/daemon/corrections_fixture.h"

namespace candor::merge_test {
namespace {

class MergeTest : public CorrectionsTest {
 protected:
  Refusal Refused(const std::string& from, const std::string& into, const std::string& act_for = "") {
    return RefusedBy(cases_, &v1::CaseService::Stub::MergeCases, Merging(from, into), act_for);
  }

  v1::CreateEntryRequest EndingOf(const std::string& parent, const std::string& therapist, Day day) {
    v1::CreateEntryRequest request = EntryFor(parent, therapist, day);
    request.mutable_entry()->mutable_termination()->set_initiator(v1::INITIATOR_MUTUAL);
    return request;
  }
};

TEST_F(MergeTest, EntriesFollowUpsAndEpisodesFollow) {
  Record(Reaction(case_));
  v1::CreateEntryRequest session = EntryFor(case_, ana_, Day(2025, 9, 25));
  session.mutable_entry()->mutable_session()->set_minutes(50);
  Record(session);
  WaitForPolicies();

  const v1::Case merged = Merge(case_, other_);
  WaitForPolicies();

  EXPECT_EQ(merged.name(), other_);
  EXPECT_EQ(merged.episodes_size(), 1) << "one client, one treatment";
  EXPECT_EQ(FollowUps(case_).size(), 0U);
  EXPECT_EQ(FollowUps(other_).size(), 1U);
  size_t standing = 0;
  for (const v1::Entry& entry : Timeline(other_)) standing += entry.retracted() ? 0 : 1;
  EXPECT_EQ(standing, 4U) << "two intakes, a note, a session";
  for (const v1::Entry& entry : Timeline(case_)) {
    EXPECT_TRUE(entry.retracted() || !entry.revises().empty()) << entry.name();
  }
  ExpectRowsFollowFromRecords();
}

TEST_F(MergeTest, TheOldNameSaysWhereItWent) {
  Merge(case_, other_);

  EXPECT_EQ(GetCase(case_).merged_into(), other_);
  v1::LookupCaseRequest lookup;
  lookup.set_code("C-1");
  v1::LookupCaseResponse found;
  ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::LookupCase, lookup, found).ok());
  EXPECT_EQ(found.case_().name(), other_);
  v1::ListCasesResponse listed;
  ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::ListCases, v1::ListCasesRequest(), listed).ok());
  ASSERT_EQ(listed.cases_size(), 1);
  EXPECT_EQ(listed.cases(0).name(), other_);

  const Refusal refusal = RefusedEntry(Reaction(case_));
  EXPECT_EQ(refusal.code, grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(refusal.field, "parent");
  EXPECT_EQ(refusal.reason, "case_merged");
  EXPECT_THAT(refusal.message, testing::HasSubstr(other_));
  EXPECT_EQ(Refused(case_, other_).reason, "case_merged");
  EXPECT_EQ(Refused(other_, case_).field, "into");
}

TEST_F(MergeTest, WhatWouldBeAGuessIsRefusedWithWhatToDo) {
  const std::string ben = MakeMember("Ben Ito");
  const std::string bens = OpenCase("C-3", ben, Day(2025, 6, 1));
  Refusal refusal = Refused(case_, bens);
  EXPECT_EQ(refusal.code, grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(refusal.field, "into");
  EXPECT_EQ(refusal.reason, "two_therapists");
  EXPECT_THAT(refusal.message, testing::HasSubstr("record the ending or the transfer"));

  Record(EndingOf(bens, ben, Day(2025, 7, 1)));
  EXPECT_EQ(Refused(case_, bens).reason, "episodes_overlap");

  EXPECT_EQ(Refused(case_, case_).reason, "same_case");
  EXPECT_EQ(Refused(case_, rpc::CaseName(CaseId::Random())).code, grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Refused(case_, other_, ana_).code, grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(MergeTest, ATreatmentThatCameAfterIsTheNextEpisode) {
  const std::string ben = MakeMember("Ben Ito");
  Record(EndingOf(case_, ana_, Day(2025, 6, 1)));
  const std::string bens = OpenCase("C-3", ben, Day(2025, 7, 1));

  const v1::Case merged = Merge(case_, bens);

  ASSERT_EQ(merged.episodes_size(), 2);
  EXPECT_TRUE(merged.episodes(0).has_closed());
  EXPECT_FALSE(merged.episodes(1).has_closed());
  EXPECT_EQ(merged.therapist(), ben);
}

TEST_F(MergeTest, SaysBeforeWhoIsShownWhatTheyWereNot) {
  const std::string ben = MakeMember("Ben Ito");
  const std::string bens = OpenCase("C-3", ben, Day(2025, 7, 1));
  v1::PreviewMergeRequest what_if;
  what_if.set_name(case_);
  what_if.set_into(bens);
  EXPECT_EQ(RefusedBy(cases_, &v1::CaseService::Stub::PreviewMerge, what_if).reason, "two_therapists");
  Record(EndingOf(case_, ana_, Day(2025, 6, 1)));
  EXPECT_EQ(RefusedBy(cases_, &v1::CaseService::Stub::PreviewMerge, what_if, ana_).code,
            grpc::StatusCode::PERMISSION_DENIED);
  const uint64_t before = Status().ledger_entries();

  v1::PreviewMergeResponse preview;
  ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::PreviewMerge, what_if, preview).ok());

  std::map<std::string, std::string> gains;
  for (const v1::SightChange& change : preview.sight()) {
    ASSERT_EQ(change.gains_size(), 1);
    gains[change.case_()] = change.gains(0);
    EXPECT_EQ(change.loses_size(), 0);
  }
  EXPECT_EQ(gains, (std::map<std::string, std::string>{{case_, ben}, {bens, ana_}}));
  EXPECT_EQ(Status().ledger_entries(), before);
  EXPECT_EQ(GetCase(case_).merged_into(), "");

  const auto sees = [&](const std::string& member) {
    v1::GetCaseRequest request;
    request.set_name(bens);
    v1::GetCaseResponse response;
    return Call(cases_, &v1::CaseService::Stub::GetCase, request, response, member).ok();
  };
  EXPECT_FALSE(sees(ana_));
  Merge(case_, bens);
  EXPECT_TRUE(sees(ana_));
}

TEST_F(MergeTest, WhatWasDecidedAboutAFollowUpGoesWithIt) {
  Record(Reaction(case_));
  WaitForPolicies();
  v1::CreateDecisionRequest seen;
  seen.set_parent(FollowUps(case_)[0].name());
  seen.mutable_decision()->mutable_acknowledge();
  v1::CreateDecisionResponse decided;
  ASSERT_TRUE(Call(decisions_, &v1::DecisionService::Stub::CreateDecision, seen, decided).ok());

  Merge(case_, other_);
  WaitForPolicies();

  const auto after = FollowUps(other_);
  ASSERT_EQ(after.size(), 1U);
  EXPECT_TRUE(after[0].acknowledged());
  v1::ListDecisionsRequest list;
  list.set_parent(after[0].name());
  v1::ListDecisionsResponse listed;
  ASSERT_TRUE(Call(decisions_, &v1::DecisionService::Stub::ListDecisions, list, listed).ok());
  ASSERT_EQ(listed.decisions_size(), 1);
  ExpectRowsFollowFromRecords();
}

TEST_F(MergeTest, SupervisionThatCoveredTheOneCoversTheOther) {
  Record(Reaction(case_));
  v1::CreateEntryRequest supervision = EntryFor(ana_, ana_, Day(2025, 9, 28));
  auto* note = supervision.mutable_entry()->mutable_supervision();
  note->set_supervisor(maria_);
  note->add_covers(case_);
  note->add_covers(other_);
  const std::string name = Record(supervision).entry().name();
  WaitForPolicies();
  const auto before = FollowUps(case_);
  ASSERT_EQ(before.size(), 1U);
  EXPECT_EQ(before[0].status(), v1::FOLLOW_UP_STATUS_RESOLVED);

  Merge(case_, other_);
  WaitForPolicies();

  const auto after = FollowUps(other_);
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after[0].status(), v1::FOLLOW_UP_STATUS_RESOLVED);
  v1::Entry covering;
  ASSERT_TRUE(Get(name, covering).ok());
  ASSERT_TRUE(Get(covering.revised_by(), covering).ok());
  ASSERT_EQ(covering.supervision().covers_size(), 1);
  EXPECT_EQ(covering.supervision().covers(0), other_);
}

TEST_F(MergeTest, ASupervisionNoteSpeaksOfTheCaseThatStays) {
  MakeSupervision(ana_, maria_, Day(2025, 1, 1));
  const auto notes = v1::SupervisionService::NewStub(daemon_->InProcessChannel());
  v1::SignSupervisionNoteRequest request;
  SetDate(request.mutable_session()->mutable_started()->mutable_date(), Day(2025, 9, 28));
  request.mutable_session()->mutable_started()->mutable_time()->set_hours(9);
  request.mutable_session()->set_minutes(60);
  request.mutable_session()->set_format(v1::SUPERVISION_NOTE_FORMAT_INDIVIDUAL);
  request.mutable_session()->set_mode(v1::SUPERVISION_MODE_IN_PERSON);
  request.mutable_session()->set_supervisor(maria_);
  request.mutable_session()->add_attendees()->set_member(ana_);
  request.add_parts()->set_supervisee(ana_);
  v1::SupervisionPart* part = request.mutable_parts(0)->mutable_part();
  part->set_risk_looked_at(v1::YES_NO_NO);
  part->add_cases()->set_case_(case_);
  part->mutable_cases(0)->add_topics(v1::SUPERVISION_TOPIC_RISK);
  v1::SignSupervisionNoteResponse signed_note;
  const grpc::Status status =
      Call(notes, &v1::SupervisionService::Stub::SignSupervisionNote, request, signed_note, maria_);
  ASSERT_TRUE(status.ok()) << status.error_message();

  Merge(case_, other_);

  v1::GetSupervisionNoteRequest get;
  get.set_name(signed_note.notes(0).name());
  v1::GetSupervisionNoteResponse now;
  ASSERT_TRUE(Call(notes, &v1::SupervisionService::Stub::GetSupervisionNote, get, now, ana_).ok());
  ASSERT_EQ(now.note().part().cases_size(), 1);
  EXPECT_EQ(now.note().part().cases(0).case_(), other_);
  EXPECT_EQ(now.note().part().cases(0).topics_size(), 1);
}

TEST_F(MergeTest, TheSameCallIsOneMerge) {
  v1::MergeCasesRequest request = Merging(case_, other_);
  request.set_request_id(kUuid);
  v1::MergeCasesResponse first, again;
  ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::MergeCases, request, first).ok());
  const uint64_t entries = Status().ledger_entries();

  const grpc::Status status = Call(cases_, &v1::CaseService::Stub::MergeCases, request, again);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(again.DebugString(), first.DebugString());
  EXPECT_EQ(Status().ledger_entries(), entries);
}

TEST_F(MergeTest, ThePastAnswersAsThen) {
  Record(Reaction(case_));
  WaitForPolicies();
  const std::string state = StateOf(case_) + StateOf(other_);
  clock_.AdvanceTime(absl::Hours(48));  // past the end of a month: figures of the past are of such
  const google::protobuf::Timestamp before = Moment();
  const std::string report = FiguresOf(Report(&before));

  Merge(case_, other_);
  WaitForPolicies();

  EXPECT_EQ(GetCase(case_, &before).merged_into(), "");
  EXPECT_EQ(GetCase(case_, &before).episodes_size(), 1);
  EXPECT_EQ(FiguresOf(Report(&before)), report);
  EXPECT_NE(StateOf(case_) + StateOf(other_), state);
}

TEST_F(MergeTest, APrivateNoteMovesUnread) {
  const std::string note = Record(Reaction(case_), ana_).entry().name();
  const google::protobuf::Timestamp before = Moment();

  Merge(case_, other_);

  std::string moved;
  for (const v1::Entry& entry : Timeline(other_, ana_)) {
    if (entry.refiled_from() == note) moved = entry.name();
  }
  v1::RecallEntryResponse response;
  const grpc::Status status = Call(entries_, &v1::EntryService::Stub::RecallEntry, Recalling(moved), response, ana_);
  EXPECT_TRUE(status.ok()) << status.error_message();

  // Its author need not know that there is another place, and still it is gone from there.
  v1::Entry entry;
  EXPECT_EQ(Get(note, entry, maria_, &before).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Get(note, entry, "", &before).error_code(), grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(Get(note, entry).ok());
  EXPECT_TRUE(entry.recalled());
  EXPECT_EQ(entry.note(), "");
}

}  // namespace
}  // namespace candor::merge_test
