// A concern about a member: who sees it when, who looks into it, and who is told who raised it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/scenario/daemon/concern_fixture.h"

namespace candor::concern_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(ConcernServiceTest, IsForItsAuthorTheDirectionAndTheReviewerAlone) {
  const std::string concern = Raise(ana_, maria_);

  const Refusal unknown = Entry(ana_ + "/entries/" + EntryId::Random().ToString(), ana_);
  for (const std::string& other : {ana_, dele_}) {
    const Refusal refused = Entry(concern, other);
    EXPECT_EQ(refused.code, grpc::StatusCode::NOT_FOUND);
    EXPECT_EQ(refused.message, unknown.message);
    EXPECT_EQ(Get(concern, other).code, grpc::StatusCode::NOT_FOUND);
    EXPECT_THAT(Timeline(ana_, other), IsEmpty());
    EXPECT_THAT(WorkListOf(other).entries_about(), IsEmpty());
  }
  v1::Entry entry;
  ASSERT_EQ(Entry(concern, dora_, &entry).code, grpc::StatusCode::OK);
  EXPECT_EQ(entry.note(), "");
  EXPECT_EQ(entry.kind(), v1::ENTRY_KIND_CONCERN);
  ASSERT_EQ(Entry(concern, rita_, &entry).code, grpc::StatusCode::OK);
  EXPECT_EQ(entry.note(), "planted words");
  ASSERT_EQ(Entry(concern, maria_, &entry).code, grpc::StatusCode::OK);
  EXPECT_EQ(entry.author(), maria_);
}

TEST_F(ConcernServiceTest, WhoRaisedItIsToldToTheReviewerAlone) {
  const std::string concern = Raise(ana_, maria_);

  for (const std::string& reader : {dora_, rita_}) {
    v1::Entry entry;
    ASSERT_EQ(Entry(concern, reader, &entry).code, grpc::StatusCode::OK);
    EXPECT_TRUE(entry.restricted());
    EXPECT_THAT(entry.ShortDebugString(), Not(HasSubstr(maria_))) << reader;
  }
  EXPECT_EQ(Seen(concern, dora_).reporter(), "");
  EXPECT_FALSE(Seen(concern, dora_).anonymous());
  EXPECT_EQ(Seen(concern, rita_).reporter(), maria_);
  EXPECT_EQ(Seen(concern, maria_).reporter(), maria_);
}

TEST_F(ConcernServiceTest, FiveOpenDaysAfterSomebodyHasItTheyAreToldAndAnswer) {
  const std::string concern = Raise(ana_, maria_);
  EXPECT_EQ(WorkListOf(dora_).concerns_size(), 1);
  EXPECT_EQ(WorkListOf(dora_).concerns(0).task(), v1::CONCERN_TASK_ACKNOWLEDGE);
  ASSERT_EQ(Acknowledge(concern, dora_).code, grpc::StatusCode::OK);
  EXPECT_THAT(WorkListOf(dora_).concerns(), IsEmpty());
  EXPECT_EQ(Status().notify_subject_days(), 5);
  // From Sunday: Monday to Friday.
  EXPECT_EQ(Seen(concern, dora_).told_from().day(), 4);

  GoTo(kToday + 4);
  EXPECT_EQ(Entry(concern, ana_).code, grpc::StatusCode::NOT_FOUND);
  GoTo(kToday + 5);
  v1::Entry entry;
  ASSERT_EQ(Entry(concern, ana_, &entry).code, grpc::StatusCode::OK);
  EXPECT_EQ(entry.note(), "planted words");
  EXPECT_THAT(entry.ShortDebugString(), Not(HasSubstr(maria_)));
  EXPECT_EQ(Seen(concern, ana_).task(), v1::CONCERN_TASK_RESPOND);
  EXPECT_EQ(Seen(concern, ana_).reporter(), "");
  // What came of it with it: that somebody has it.
  EXPECT_THAT(Timeline(ana_, ana_), SizeIs(2));
  EXPECT_EQ(Entry(concern, dele_).code, grpc::StatusCode::NOT_FOUND) << "who supervises them has no part in it";

  v1::RespondToEntryRequest answer;
  answer.set_name(concern);
  answer.mutable_response()->set_statement("it was otherwise");
  v1::RespondToEntryResponse answered;
  const grpc::Status status = Call(entries_, &v1::EntryService::Stub::RespondToEntry, answer, answered, ana_);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(Seen(concern, rita_).has_answered());
  ASSERT_EQ(Entry(answered.entry().name(), maria_, &entry).code, grpc::StatusCode::OK) << "whom it answers";
  EXPECT_EQ(entry.response().statement(), "it was otherwise");
  EXPECT_EQ(Entry(answered.entry().name(), dele_).code, grpc::StatusCode::NOT_FOUND);
}

TEST_F(ConcernServiceTest, NothingIsDisposedOfBeforeTheyWereHeardOrHadFourteenDays) {
  const std::string concern = Raise(ana_, maria_);
  const std::string matter = MatterOf(concern);
  EXPECT_EQ(Dispose(matter, dora_).reason, "not_acknowledged");
  ASSERT_EQ(Acknowledge(concern, dora_).code, grpc::StatusCode::OK);

  GoTo(kToday + 5 + 13);
  EXPECT_EQ(Dispose(matter, dora_).reason, "not_heard");
  GoTo(kToday + 5 + 14);
  EXPECT_EQ(Seen(concern, dora_).task(), v1::CONCERN_TASK_DECIDE);
  EXPECT_EQ(Dispose(matter, dora_).code, grpc::StatusCode::OK);
}

TEST_F(ConcernServiceTest, TwoPeopleSealItForAWhileAndOneDoesNot) {
  const std::string concern = Raise(ana_, maria_);
  EXPECT_EQ(ProposeSeal(concern, dora_, kToday + 20).reason, "not_acknowledged");
  ASSERT_EQ(Acknowledge(concern, dora_).code, grpc::StatusCode::OK);
  EXPECT_EQ(ProposeSeal(concern, dora_, kToday + 5 + 30).reason, "too_late");
  EXPECT_EQ(ProposeSeal(concern, dora_, kToday + 4).reason, "too_early");
  ASSERT_EQ(ProposeSeal(concern, dora_, kToday + 20).code, grpc::StatusCode::OK);
  EXPECT_EQ(Take(&Concerns::Stub::ApproveSeal, concern, dora_).reason, "same_person");
  EXPECT_EQ(Seen(concern, rita_).task(), v1::CONCERN_TASK_ANSWER_SEAL);
  EXPECT_EQ(Seen(concern, rita_).seal_reason(), "records are being secured");
  EXPECT_EQ(Seen(concern, maria_).seal_reason(), "") << "not to who raised it";
  ASSERT_EQ(Take(&Concerns::Stub::ApproveSeal, concern, rita_).code, grpc::StatusCode::OK);
  for (const std::string& reader : {dora_, rita_, dirk_}) {
    const v1::Concern sealed = Seen(concern, reader);
    EXPECT_EQ(sealed.sealed_by() + " " + sealed.sealed_second(), dora_ + " " + rita_) << reader;
    EXPECT_EQ(sealed.sealed_reason(), "records are being secured") << reader;
    EXPECT_TRUE(sealed.has_sealed_until());
  }
  EXPECT_EQ(Seen(concern, maria_).sealed_reason(), "");
  EXPECT_FALSE(Seen(concern, maria_).has_sealed_until());

  GoTo(kToday + 20);
  EXPECT_EQ(Entry(concern, ana_).code, grpc::StatusCode::NOT_FOUND);
  GoTo(kToday + 21);
  EXPECT_EQ(Entry(concern, ana_).code, grpc::StatusCode::OK);
  EXPECT_EQ(ProposeSeal(concern, dora_, kToday + 30).reason, "told") << "what is known is known";
  EXPECT_EQ(Seen(concern, ana_).sealed_until().day(), 19) << "that they were told later they may know";
  EXPECT_EQ(Seen(concern, ana_).sealed_by() + Seen(concern, ana_).sealed_reason(), "") << "not by whom, nor why";
}

// What writes asks for no session, and is on record as what it wrote alone.
TEST_F(ConcernServiceTest, AStepTellsNeitherWhoRaisedItNorWhoSealedItAndWhy) {
  const std::string concern = Raise(ana_, maria_);
  std::vector<v1::Concern> answers(3);
  ASSERT_EQ(Take(&Concerns::Stub::AcknowledgeConcern, concern, rita_, &answers[0]).code, grpc::StatusCode::OK);
  ASSERT_EQ(ProposeSeal(concern, dora_, kToday + 20).code, grpc::StatusCode::OK);
  ASSERT_EQ(Take(&Concerns::Stub::ApproveSeal, concern, rita_, &answers[1]).code, grpc::StatusCode::OK);
  ASSERT_EQ(ProposeSeal(concern, dora_, kToday + 30).code, grpc::StatusCode::OK);
  ASSERT_EQ(Take(&Concerns::Stub::RefuseSeal, concern, rita_, &answers[2]).code, grpc::StatusCode::OK);

  for (const v1::Concern& answer : answers) {
    EXPECT_TRUE(answer.has_acknowledged());
    EXPECT_THAT(answer.ShortDebugString(), Not(HasSubstr(maria_)));
    EXPECT_THAT(answer.ShortDebugString(), Not(HasSubstr(dora_)));
    EXPECT_THAT(answer.ShortDebugString(), Not(HasSubstr("secured")));
  }
  EXPECT_TRUE(answers[1].has_sealed_until());
  EXPECT_EQ(Seen(concern, rita_).reporter(), maria_) << "whoever reads it by its name is told";
  EXPECT_EQ(Seen(concern, rita_).sealed_reason(), "records are being secured");
}

TEST_F(ConcernServiceTest, IsAcknowledgedOnce) {
  const std::string concern = Raise(ana_, maria_);
  ASSERT_EQ(Acknowledge(concern, dora_).code, grpc::StatusCode::OK);

  for (const std::string& who : {dora_, rita_}) {
    const Refusal again = Acknowledge(concern, who);
    EXPECT_EQ(again.code, grpc::StatusCode::FAILED_PRECONDITION);
    EXPECT_EQ(again.reason, "acknowledged");
    EXPECT_THAT(again.message, HasSubstr("it is acknowledged already"));
  }
}

TEST_F(ConcernServiceTest, WhoIsConcernedOrBelowThemLooksIntoNothing) {
  const std::string about_dora = Raise(dora_, maria_);
  MakeSupervision(dirk_, dora_, kToday - 10);

  for (const std::string& other : {dora_, dirk_}) {
    EXPECT_EQ(Entry(about_dora, other).code, grpc::StatusCode::NOT_FOUND);
    EXPECT_EQ(Acknowledge(about_dora, other).code, grpc::StatusCode::NOT_FOUND);
    v1::ListConcernsResponse listed;
    ASSERT_TRUE(Call(concerns_, &Concerns::Stub::ListConcerns, v1::ListConcernsRequest(), listed, other).ok());
    EXPECT_THAT(listed.concerns(), IsEmpty());
    EXPECT_THAT(WorkListOf(other).concerns(), IsEmpty());
  }
  EXPECT_EQ(Acknowledge(about_dora, maria_).code, grpc::StatusCode::PERMISSION_DENIED) << "who raised it";
  EXPECT_EQ(Acknowledge(about_dora, rita_).code, grpc::StatusCode::OK);
}

TEST_F(ConcernServiceTest, AboutWhoDirectsThePracticeAnotherDirectorDecidesNothing) {
  const std::string concern = Raise(dora_, maria_);
  ASSERT_EQ(Entry(concern, dirk_).code, grpc::StatusCode::OK);

  EXPECT_EQ(Acknowledge(concern, dirk_).reason, "direction");
  ASSERT_EQ(Acknowledge(concern, rita_).code, grpc::StatusCode::OK);
  GoTo(kToday + 30);
  EXPECT_EQ(Dispose(MatterOf(concern), dirk_).reason, "direction");
  EXPECT_EQ(Dispose(MatterOf(concern), rita_).code, grpc::StatusCode::OK);
}

TEST_F(ConcernServiceTest, FiguresAreOfWhatTheReaderMaySee) {
  Raise(dora_, maria_);
  Raise(ana_, maria_);
  MakeSupervision(dirk_, dora_, kToday - 10);

  EXPECT_EQ(Allegations(dora_), "1");
  EXPECT_EQ(Allegations(dirk_), "1") << "nor whoever answers to them";
  EXPECT_EQ(Allegations(""), "2");
}

TEST_F(ConcernServiceTest, ThatItWasReadIsKeptFromThemToo) {
  const std::string concern = Raise(dora_, maria_);
  const auto tells = [&](const std::string& who) {
    for (const v1::Access& each : Accesses("members/-", who)) {
      if (each.ShortDebugString().find(dora_) != std::string::npos) return true;
      if (each.method().starts_with("ConcernService.")) return true;
    }
    return false;
  };
  EXPECT_FALSE(tells(dirk_));
  Seen(concern, rita_);
  ASSERT_EQ(Entry(concern, rita_).code, grpc::StatusCode::OK);

  EXPECT_FALSE(tells(dora_)) << "who is shown the log as a director";
  EXPECT_TRUE(tells(dirk_));
  for (const v1::Access& each : Accesses("", dora_)) {
    EXPECT_NE(each.reader(), rita_) << "nor as whom it is about";
  }
}

TEST_F(ConcernServiceTest, WithoutANameThereIsOneNowhere) {
  v1::ReportAnonymouslyRequest request;
  request.set_member(ana_);
  request.set_note("planted words");
  request.mutable_concern()->set_about(v1::MATTER_TOPIC_BOUNDARY);
  v1::ReportAnonymouslyResponse response;
  const grpc::Status status = Call(concerns_, &Concerns::Stub::ReportAnonymously, request, response, maria_);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_THAT(response.return_code(), SizeIs(26));

  v1::ListConcernsResponse listed;
  ASSERT_TRUE(Call(concerns_, &Concerns::Stub::ListConcerns, v1::ListConcernsRequest(), listed, rita_).ok());
  ASSERT_EQ(listed.concerns_size(), 1);
  EXPECT_TRUE(listed.concerns(0).anonymous());
  EXPECT_EQ(listed.concerns(0).reporter(), "");
  v1::Entry entry;
  ASSERT_EQ(Entry(listed.concerns(0).name(), "", &entry).code, grpc::StatusCode::OK);
  EXPECT_EQ(entry.author() + entry.acting_for() + entry.principal(), "");
  EXPECT_EQ(Entry(listed.concerns(0).name(), maria_).code, grpc::StatusCode::NOT_FOUND) << "not even who raised it";
  for (const v1::Access& each : Accesses()) {
    EXPECT_NE(each.method(), "ConcernService.ReportAnonymously");
  }

  ASSERT_EQ(Acknowledge(listed.concerns(0).name(), dora_).code, grpc::StatusCode::OK);
  v1::GetConcernByCodeRequest by_code;
  std::string typed = response.return_code();
  typed.insert(13, "-");
  by_code.set_return_code(typed);
  v1::GetConcernByCodeResponse state;
  ASSERT_TRUE(Call(concerns_, &Concerns::Stub::GetConcernByCode, by_code, state, maria_).ok());
  EXPECT_TRUE(state.concern().has_acknowledged());
  EXPECT_EQ(state.concern().member() + state.concern().name(), "");
  by_code.set_return_code(std::string(26, 'a'));
  EXPECT_EQ(RefusalOf(Call(concerns_, &Concerns::Stub::GetConcernByCode, by_code, state, maria_)).code,
            grpc::StatusCode::NOT_FOUND);
}

// R66, from what is on record of who may do what.
TEST_F(ConcernServiceTest, WhatIsTakenFromWhoReportedIsLookedAt) {
  const std::string role = Grant(maria_, v1::ROLE_CONSULTANT);
  const std::string other = Grant(dele_, v1::ROLE_CONSULTANT);
  Raise(ana_, maria_);
  for (const std::string& each : {role, other}) {
    v1::WithdrawRoleRequest request;
    request.set_name(each);
    v1::WithdrawRoleResponse response;
    ASSERT_TRUE(Call(roles_, &v1::RoleService::Stub::WithdrawRole, request, response, dora_).ok());
  }

  ASSERT_EQ(WorkListOf(rita_).measures_size(), 1) << "Dele had reported nothing";
  EXPECT_EQ(WorkListOf(rita_).measures(0).name(), role);
  EXPECT_EQ(WorkListOf(rita_).measures(0).taken_by(), dora_);
  EXPECT_THAT(WorkListOf(dora_).measures(), IsEmpty());
  v1::ListMeasuresResponse measures;
  EXPECT_EQ(RefusalOf(Call(concerns_, &Concerns::Stub::ListMeasures, v1::ListMeasuresRequest(), measures, dora_)).code,
            grpc::StatusCode::PERMISSION_DENIED);

  v1::ReviewMeasureRequest review;
  review.set_name(role);
  v1::ReviewMeasureResponse reviewed;
  EXPECT_EQ(RefusalOf(Call(concerns_, &Concerns::Stub::ReviewMeasure, review, reviewed, rita_)).reason, "missing");
  review.set_reason("unrelated because she asked for it");
  ASSERT_TRUE(Call(concerns_, &Concerns::Stub::ReviewMeasure, review, reviewed, rita_).ok());
  EXPECT_EQ(reviewed.measure().reviewed_by(), rita_);
  EXPECT_THAT(WorkListOf(rita_).measures(), IsEmpty());
  EXPECT_EQ(RefusalOf(Call(concerns_, &Concerns::Stub::ReviewMeasure, review, reviewed, rita_)).reason, "reviewed");
}

}  // namespace
}  // namespace candor::concern_test
