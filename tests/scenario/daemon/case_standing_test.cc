#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/scenario/daemon/case_gate_fixture.h"

// Who has still something to say about a case: whoever has left, whoever speaks for somebody who handed it on, whoever
// supervises where it has ended, and a bystander.
namespace candor::case_standing_test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class CaseStandingTest : public CaseGateTest {
 protected:
  // Yesterday was her last day.
  void AnaLeaves(const std::string& custodian = "") { Record(Departure(custodian)); }
  v1::CreateEntryRequest HandedOver(Day day) {
    v1::CreateEntryRequest step = Step(ana_, colleague_, day);
    step.mutable_entry()->mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);
    return step;
  }
  // What is left to do of a transfer once the client has been handed on.
  v1::CreateEntryRequest RestOfIt(const std::string& therapist) {
    v1::CreateEntryRequest step = EntryFor(case_, therapist, kToday);
    v1::TransferStepFacts& done = *step.mutable_entry()->mutable_transfer_step();
    done.set_joint_session(v1::ANSWER_YES);
    done.set_consent(v1::ANSWER_YES);
    done.set_release(v1::ANSWER_YES);
    return step;
  }
  v1::CreateEntryRequest Referral(const std::string& therapist, v1::ReferralOutcome outcome) {
    v1::CreateEntryRequest referral = EntryFor(case_, therapist, kToday);
    referral.mutable_entry()->mutable_referral()->set_outcome(outcome);
    return referral;
  }
  v1::CreateEntryRequest Session(Day day) {
    v1::CreateEntryRequest session = EntryFor(case_, ana_, day);
    session.mutable_entry()->mutable_session()->set_minutes(50);
    return session;
  }
  void ExpectLeft(const grpc::Status& status, const std::string& field) {
    const Refusal refused = RefusalOf(status);
    EXPECT_EQ(refused.code, grpc::StatusCode::PERMISSION_DENIED) << refused.message;
    EXPECT_EQ(refused.field, field);
    EXPECT_EQ(refused.reason, "left");
  }
};

TEST_F(CaseStandingTest, WhoHasLeftHandsNobodyOnAndNamesNobody) {
  AnaLeaves();

  for (const v1::CreateEntryRequest& step :
       {HandedOver(kToday - 1), HandedOver(kToday - 5), Step(ana_, colleague_), Step(ana_, colleague_, kToday - 1)}) {
    SCOPED_TRACE(step.ShortDebugString());
    ExpectLeft(Create(step, ana_), "entry.transfer_step.receiver");
    ExpectLeft(Preview(step, ana_), "entry.transfer_step.receiver");
  }
  ExpectRefused(Create(Taking(colleague_), colleague_), "entry.transfer_step.receiver");
  ExpectColleagueSeesNothing();
  EXPECT_EQ(Shown().therapist(), ana_);

  v1::CreateEntryRequest by_supervisor = HandedOver(kToday);
  by_supervisor.mutable_entry()->set_source(v1::ENTRY_SOURCE_SUPERVISOR);
  EXPECT_TRUE(Create(by_supervisor, supervisor_).ok());
  EXPECT_EQ(Shown().therapist(), colleague_);
}

TEST_F(CaseStandingTest, WhoHasLeftTakesNobodyBackIn) {
  Record(Ending(kToday - 5), ana_);
  AnaLeaves();
  v1::CreateEntryRequest intake = Intake(colleague_);
  intake.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);

  ExpectLeft(Create(intake, ana_), "entry.therapist");
  ExpectColleagueSeesNothing();

  intake.mutable_entry()->set_source(v1::ENTRY_SOURCE_SUPERVISOR);
  EXPECT_TRUE(Create(intake, supervisor_).ok());
}

TEST_F(CaseStandingTest, WhoHasLeftCallsNoTransferOff) {
  const std::string naming = Record(Step(ana_, colleague_, kToday - 5), ana_).entry().name();
  AnaLeaves();
  Record(GoingOn(ana_, kToday - 2), ana_);

  ExpectLeft(Retract(naming, ana_), "name");
  EXPECT_TRUE(Create(Taking(colleague_), colleague_).ok());
}

TEST_F(CaseStandingTest, WhoHasLeftBringsNoNamingBackThatWasCalledOff) {
  Record(Step(ana_, colleague_, kToday - 9), ana_);
  const std::string going_on = Record(GoingOn(ana_, kToday - 7), ana_).entry().name();
  v1::CreateEntryRequest departure = Departure();
  SetDate(departure.mutable_entry()->mutable_departure()->mutable_last_day(), kToday);
  Record(departure);
  clock_.AdvanceTime(absl::Hours(48));

  ExpectLeft(Retract(going_on, ana_), "name");
  EXPECT_FALSE(Create(Taking(colleague_), colleague_).ok());
}

TEST_F(CaseStandingTest, WhoHasLeftEndsNoTherapyThatSomebodyWaitsToTakeOver) {
  Record(Step(ana_, colleague_, kToday - 5), ana_);
  AnaLeaves();

  const Refusal refused = RefusalOf(Create(Ending(kToday - 2), ana_));
  EXPECT_EQ(refused.code, grpc::StatusCode::PERMISSION_DENIED) << refused.message;
  EXPECT_EQ(refused.reason, "left");

  EXPECT_TRUE(Create(Taking(colleague_), colleague_).ok());
  EXPECT_EQ(Shown().therapist(), colleague_);
}

TEST_F(CaseStandingTest, WhoHasLeftSaysHowAndWhenTheirOwnPartWas) {
  AnaLeaves();
  EXPECT_TRUE(Create(Session(kToday - 3), ana_).ok());

  ExpectLeft(Create(Ending(kToday), ana_), "entry.occurred");
  EXPECT_TRUE(Shown().open());
  const std::string ending = Record(Ending(kToday - 1), ana_).entry().name();
  EXPECT_FALSE(Shown().open());

  EXPECT_TRUE(Amend(ending, Ending(kToday - 4).entry(), ana_).ok());
  ExpectLeft(Amend(ending, Ending(kToday).entry(), ana_), "entry.occurred");
  ExpectLeft(Retract(ending, ana_), "name");
  EXPECT_FALSE(Shown().open());
}

// Nobody else but the next therapist could, who may not know of it.
TEST_F(CaseStandingTest, WhoActsForAFormerTherapistCompletesTheTransfer) {
  Record(HandedOver(kToday - 2), ana_);
  const std::string other = MakeMember("Lieve D'Hondt");
  ExpectRefused(Create(RestOfIt(other), other), "entry.transfer_step");
  Record(Absence(other), ana_);

  EXPECT_TRUE(Create(RestOfIt(other), other).ok());
  v1::CreateEntryRequest about_ana = RestOfIt(ana_);
  about_ana.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  EXPECT_TRUE(Create(about_ana, other).ok());
  about_ana.mutable_entry()->set_source(v1::ENTRY_SOURCE_SUPERVISOR);
  EXPECT_TRUE(Create(about_ana, supervisor_).ok()) << "whoever supervises them today does, too";

  for (const std::string& receiver : {ana_, other, colleague_}) {
    v1::CreateEntryRequest naming = RestOfIt(other);
    naming.mutable_entry()->mutable_transfer_step()->set_receiver(receiver);
    ExpectRefused(Create(naming, other), "entry.transfer_step.receiver");
  }
  ExpectRefused(Create(Intake(other, Day(2024, 12, 2)), other), "entry.therapist");
  EXPECT_EQ(Shown().therapist(), colleague_);
  EXPECT_EQ(SeesCase(other), grpc::StatusCode::NOT_FOUND) << "it gives them no view of the case";
}

TEST_F(CaseStandingTest, WhoKeepsTheRecordsOfAFormerTherapistCompletesTheTransfer) {
  Record(HandedOver(kToday - 2), ana_);
  const std::string keeper = MakeMember("Maria Lopez");
  AnaLeaves(keeper);

  EXPECT_TRUE(Create(RestOfIt(keeper), keeper).ok());
  v1::CreateEntryRequest naming = RestOfIt(keeper);
  naming.mutable_entry()->mutable_transfer_step()->set_receiver(keeper);
  ExpectRefused(Create(naming, keeper), "entry.transfer_step.receiver");

  // Nor do they meddle with the transfer that the next therapist has begun.
  Record(Step(colleague_, supervisor_, kToday - 1), colleague_);
  v1::CreateEntryRequest more = RestOfIt(keeper);
  more.mutable_entry()->mutable_transfer_step()->set_receiver_accepted(v1::ANSWER_YES);
  ExpectRefused(Create(more, keeper), "entry.transfer_step");
  EXPECT_EQ(Shown().therapist(), colleague_);
}

TEST_F(CaseStandingTest, WhoSupervisesFindsACaseThatHasEnded) {
  v1::PreviewEntryRequest what_if;
  what_if.set_parent(case_);
  *what_if.mutable_entry() = Ending().entry();
  EXPECT_THAT(Asked(what_if, ana_).sight(), IsEmpty());

  Record(Ending(), ana_);

  EXPECT_EQ(SeesCase(supervisor_), grpc::StatusCode::OK);
  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::NOT_FOUND);
  v1::ListCasesResponse listed;
  ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::ListCases, v1::ListCasesRequest(), listed, supervisor_).ok());
  ASSERT_THAT(listed.cases(), SizeIs(1));
  EXPECT_EQ(listed.cases(0).code(), "C-1042");

  Record(HandOn(colleague_, kToday - 1));
  EXPECT_EQ(SeesCase(supervisor_), grpc::StatusCode::NOT_FOUND) << "it is today's supervisor's";
  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::OK);
}

TEST_F(CaseStandingTest, ABystanderTellsOfAReferralAboutTheTherapist) {
  const v1::CreateEntryRequest own = Referral(colleague_, v1::REFERRAL_OUTCOME_ACCEPTED);
  ExpectRefused(Create(own, colleague_), "entry.therapist");
  ExpectRefused(Preview(own, colleague_), "entry.therapist");
  ExpectRefused(Create(Referral(colleague_, v1::REFERRAL_OUTCOME_DECLINED), colleague_), "entry.therapist");
  v1::CreateEntryRequest plan = EntryFor(case_, colleague_, kToday);
  plan.mutable_entry()->mutable_continue_plan();
  ExpectRefused(Create(plan, colleague_), "entry.therapist");

  v1::CreateEntryRequest about_ana = Referral(ana_, v1::REFERRAL_OUTCOME_ACCEPTED);
  about_ana.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  EXPECT_TRUE(Create(about_ana, colleague_).ok());
  EXPECT_TRUE(Create(own, "").ok()) << "the operator knows who referred whom";
}

TEST_F(CaseStandingTest, AReferralIsOfWhoeverHasToDoWithTheCase) {
  const v1::CreateEntryRequest own = Referral(colleague_, v1::REFERRAL_OUTCOME_ACCEPTED);
  const std::string absence = Record(Absence(colleague_), ana_).entry().name();
  EXPECT_TRUE(Create(own, colleague_).ok()) << "who acts for the therapist";
  EXPECT_TRUE(Create(Referral(supervisor_, v1::REFERRAL_OUTCOME_ACCEPTED), supervisor_).ok());
  ASSERT_TRUE(Retract(absence, ana_).ok());
  ExpectRefused(Create(own, colleague_), "entry.therapist");

  Record(Step(ana_, colleague_), ana_);
  EXPECT_TRUE(Create(own, colleague_).ok()) << "who is named to have the client next";
}

}  // namespace
}  // namespace candor::case_standing_test
