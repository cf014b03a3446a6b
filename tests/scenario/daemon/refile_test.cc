#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "daemon/rpc/names.h"
#include "tests/scenario/daemon/corrections_fixture.h"

namespace candor::refile_test {
namespace {

class RefileTest : public CorrectionsTest {};

TEST_F(RefileTest, TheEntryStandsInTheRightCaseAndIsJudgedThere) {
  const v1::CreateEntryResponse wrong = Record(Reaction(case_));
  ASSERT_EQ(FollowUps(case_).size(), 1U);
  const v1::FollowUp before = FollowUps(case_)[0];

  const v1::RefileEntryResponse moved = Refile(wrong.entry().name(), other_);
  WaitForPolicies();

  EXPECT_THAT(moved.entry().name(), testing::StartsWith(other_ + "/entries/"));
  EXPECT_EQ(moved.entry().refiled_from(), wrong.entry().name());
  EXPECT_EQ(moved.entry().author(), wrong.entry().author());
  EXPECT_EQ(moved.entry().therapist(), wrong.entry().therapist());
  EXPECT_EQ(moved.entry().first_reader(), maria_);
  EXPECT_EQ(moved.entry().note(), "the author's own words");
  EXPECT_EQ(moved.entry().occurred().ShortDebugString(), wrong.entry().occurred().ShortDebugString());
  EXPECT_EQ(moved.entry().reported().ShortDebugString(), wrong.entry().reported().ShortDebugString());
  ASSERT_EQ(moved.assessment().opened_size(), 1);
  EXPECT_EQ(FollowUps(case_).size(), 0U);
  const auto after = FollowUps(other_);
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after[0].rule(), before.rule());
  EXPECT_EQ(after[0].due().ShortDebugString(), before.due().ShortDebugString());
  ExpectRowsFollowFromRecords();
}

TEST_F(RefileTest, WhoReadsTheWrongCaseReadsItNoLonger) {
  const std::string ben = MakeMember("Ben Ito");
  const std::string bens = OpenCase("C-3", ben, Day(2025, 4, 1));
  v1::CreateEntryRequest session = EntryFor(bens, ana_, Day(2025, 9, 1));
  session.mutable_entry()->mutable_session()->set_minutes(50);
  const std::string name = Record(session, ana_).entry().name();
  v1::Entry entry;
  ASSERT_TRUE(Get(name, entry, ben).ok());

  Refile(name, other_, ana_);

  EXPECT_EQ(Get(name, entry, ben).error_code(), grpc::StatusCode::NOT_FOUND);
  for (const std::string& reader : {std::string(), ana_, ben}) {
    const std::vector<v1::Entry> timeline = Timeline(bens, reader);
    ASSERT_EQ(timeline.size(), reader == ana_ ? 1U : 2U) << "intake, and that something was moved";
    EXPECT_EQ(timeline.back().retraction().reason(), v1::RETRACTION_REASON_WRONG_CASE);
    EXPECT_EQ(timeline.back().session().minutes(), 0);
  }
  ASSERT_TRUE(Get(name, entry, ana_).ok());
  EXPECT_TRUE(entry.refiled());
  EXPECT_TRUE(entry.retracted());
}

TEST_F(RefileTest, GoesAsItReadsByNow) {
  const v1::CreateEntryResponse wrong = Record(Reaction(case_));
  v1::AmendEntryRequest amend;
  amend.set_name(wrong.entry().name());
  *amend.mutable_entry() = Reaction(case_).entry();
  amend.mutable_entry()->clear_reported();
  amend.mutable_entry()->mutable_personal_reaction()->set_interferes(v1::ANSWER_YES);
  v1::AmendEntryResponse amended;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended).ok());

  const v1::RefileEntryResponse moved = Refile(amended.entry().name(), other_);

  EXPECT_EQ(moved.entry().personal_reaction().interferes(), v1::ANSWER_YES);
  EXPECT_EQ(moved.entry().refiled_from(), wrong.entry().name());
  EXPECT_EQ(moved.entry().reported().ShortDebugString(), wrong.entry().reported().ShortDebugString());
  WaitForPolicies();
  EXPECT_EQ(FollowUps(case_).size(), 0U);
}

TEST_F(RefileTest, TheSameCallIsOneMove) {
  const std::string wrong = Record(Reaction(case_)).entry().name();
  v1::RefileEntryRequest request = Refiling(wrong, other_);
  request.set_request_id(kUuid);
  v1::RefileEntryResponse first, again;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RefileEntry, request, first).ok());
  const uint64_t entries = Status().ledger_entries();

  const grpc::Status status = Call(entries_, &v1::EntryService::Stub::RefileEntry, request, again);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(again.entry().name(), first.entry().name());
  EXPECT_EQ(Status().ledger_entries(), entries);
  request.set_case_(OpenCase("C-3", ana_, Day(2025, 4, 1)));
  EXPECT_EQ(RefusedBy(entries_, &v1::EntryService::Stub::RefileEntry, request).reason, "request_id_reused");
  EXPECT_EQ(RefusedBy(entries_, &v1::EntryService::Stub::RefileEntry, Refiling(wrong, other_)).reason, "retracted");
}

TEST_F(RefileTest, ARefusalNamesTheFieldAndLeavesNothing) {
  const std::string wrong = Record(Reaction(case_)).entry().name();
  const auto refused = [&](const v1::RefileEntryRequest& request, const std::string& act_for = "") {
    return RefusedBy(entries_, &v1::EntryService::Stub::RefileEntry, request, act_for);
  };

  Refusal refusal = refused(Refiling(wrong, case_));
  EXPECT_EQ(refusal.field, "case");
  EXPECT_EQ(refusal.reason, "same_case");
  refusal = refused(Refiling(wrong, rpc::CaseName(CaseId::Random())));
  EXPECT_EQ(refusal.code, grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(refusal.field, "case");
  refusal = refused(Refiling(wrong, other_), maria_);
  EXPECT_EQ(refusal.code, grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(refused(Refiling("", other_)).field, "name");

  refusal = refused(Refiling(Timeline(case_)[0].name(), other_));
  EXPECT_EQ(refusal.field, "case") << "an intake goes into no open episode";
  EXPECT_EQ(refusal.reason, "episode_open");

  v1::CreateEntryRequest hours = EntryFor(ana_, ana_, Day(2025, 9, 1));
  hours.mutable_entry()->mutable_week_hours();
  refusal = refused(Refiling(Record(hours).entry().name(), other_));
  EXPECT_EQ(refusal.field, "name");
  EXPECT_EQ(refusal.reason, "scope");
}

TEST_F(RefileTest, ThePastAnswersAsThen) {
  const std::string wrong = Record(Reaction(case_)).entry().name();
  WaitForPolicies();
  clock_.AdvanceTime(absl::Hours(48));  // past the end of a month: figures of the past are of such
  const std::string follow_ups = FollowUps(case_)[0].DebugString();
  v1::Entry entry;
  ASSERT_TRUE(Get(wrong, entry, ana_).ok());
  const google::protobuf::Timestamp before = Moment();
  const std::string report = FiguresOf(Report(&before));

  Refile(wrong, other_);
  WaitForPolicies();

  v1::Entry then;
  ASSERT_TRUE(Get(wrong, then, ana_, &before).ok());
  EXPECT_EQ(then.DebugString(), entry.DebugString());
  v1::ListFollowUpsRequest list;
  list.set_parent(case_);
  *list.mutable_as_of() = before;
  v1::ListFollowUpsResponse listed;
  ASSERT_TRUE(Call(follow_ups_, &v1::FollowUpService::Stub::ListFollowUps, list, listed).ok());
  ASSERT_EQ(listed.follow_ups_size(), 1);
  EXPECT_EQ(listed.follow_ups(0).DebugString(), follow_ups);
  EXPECT_EQ(FiguresOf(Report(&before)), report);
}

TEST_F(RefileTest, WhereItStoodWhoeverItNamesByNowReadsItOfThePast) {
  const std::string ben = MakeMember("Ben Ito");
  const std::string note = Record(Reaction(case_), ana_).entry().name();
  WaitForPolicies();
  const google::protobuf::Timestamp before = Moment();
  v1::AmendEntryRequest amend;
  amend.set_name(Refile(note, other_, ana_).entry().name());
  *amend.mutable_entry() = Reaction(other_).entry();
  amend.mutable_entry()->clear_reported();
  v1::Entry entry;
  ASSERT_TRUE(Get(note, entry, maria_, &before).ok()) << "a move changes no reader";

  amend.mutable_entry()->set_first_reader(ben);
  v1::AmendEntryResponse amended;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended, ana_).ok());

  EXPECT_EQ(Get(amend.name(), entry, maria_).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Get(note, entry, maria_, &before).error_code(), grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(Get(note, entry, ben, &before).ok());
  EXPECT_EQ(entry.note(), "the author's own words");
  for (const v1::Entry& each : Timeline(case_, maria_)) EXPECT_FALSE(each.has_retraction());
}

// The operator sees it, and whom it names is still the author's to say.
TEST_F(RefileTest, APrivateNoteIsCorrectedByItsAuthorOrByWhoHandedItIn) {
  const std::string note = Record(Reaction(case_), ana_).entry().name();
  v1::AmendEntryRequest amend;
  amend.set_name(note);
  *amend.mutable_entry() = Reaction(case_).entry();
  amend.mutable_entry()->set_first_reader(MakeMember("Ben Ito"));
  v1::RetractEntryRequest retract;
  retract.set_name(note);
  retract.mutable_retraction()->set_reason(v1::RETRACTION_REASON_ENTERED_IN_ERROR);

  for (const Refusal& refusal : {RefusedBy(entries_, &v1::EntryService::Stub::AmendEntry, amend),
                                 RefusedBy(entries_, &v1::EntryService::Stub::RetractEntry, retract),
                                 RefusedBy(entries_, &v1::EntryService::Stub::RefileEntry, Refiling(note, other_))}) {
    EXPECT_EQ(refusal.code, grpc::StatusCode::PERMISSION_DENIED);
    EXPECT_EQ(refusal.field, "name");
    EXPECT_EQ(refusal.reason, "not_author");
  }
  v1::RetractEntryResponse retracted;
  EXPECT_TRUE(Call(entries_, &v1::EntryService::Stub::RetractEntry, retract, retracted, ana_).ok());

  // What the operator wrote down for somebody stays theirs to put right, wherever it goes.
  const std::string handed_in = Record(Reaction(case_, Day(2025, 9, 21))).entry().name();
  Refile(Refile(handed_in, other_).entry().name(), case_);
}

}  // namespace
}  // namespace candor::refile_test
