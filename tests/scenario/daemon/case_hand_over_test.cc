#include <gtest/gtest.h>

#include <string>

#include "tests/scenario/daemon/staffing_fixture.h"

// Who may write down who has a case: nobody takes it, gives it away or ends it who has no part in it.
namespace candor::case_hand_over_test {
namespace {

TEST_F(StaffingServiceTest, NobodyTakesACaseByAnIntakeOfAnEarlierDay) {
  v1::CreateEntryRequest intake = EntryFor(case_, colleague_, Day(2024, 12, 2));
  intake.mutable_entry()->mutable_intake();
  ExpectRefused(Create(intake, colleague_), "entry.therapist");
  ExpectColleagueSeesNothing();

  // Nor by moving one there.
  v1::ListEntriesRequest list;
  list.set_parent(OpenCase("C-2", colleague_, Day(2024, 12, 2)));
  v1::ListEntriesResponse listed;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, list, listed, colleague_).ok());
  ASSERT_EQ(listed.entries_size(), 1);
  v1::RefileEntryRequest refile;
  refile.set_name(listed.entries(0).name());
  refile.set_case_(case_);
  v1::RefileEntryResponse refiled;
  ExpectRefused(Call(entries_, &v1::EntryService::Stub::RefileEntry, refile, refiled, colleague_), "case");
  ExpectColleagueSeesNothing();

  EXPECT_TRUE(Create(intake, "").ok()) << "the operator knows who had whom";
}

TEST_F(StaffingServiceTest, NobodyReceivesACaseOnTheirOwnWord) {
  v1::CreateEntryRequest step = EntryFor(case_, colleague_, kToday);
  step.mutable_entry()->mutable_transfer_step()->set_receiver(colleague_);
  step.mutable_entry()->mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);
  ExpectRefused(Create(step, colleague_), "entry.transfer_step.receiver");
  v1::CreateEntryRequest nobody = step;
  nobody.mutable_entry()->mutable_transfer_step()->clear_receiver();
  ExpectRefused(Create(nobody, colleague_), "entry.transfer_step");
  ExpectColleagueSeesNothing();

  v1::CreateEntryRequest named = EntryFor(case_, ana_, kToday);
  named.mutable_entry()->mutable_transfer_step()->set_receiver(colleague_);
  Record(named, ana_);

  EXPECT_TRUE(Create(step, colleague_).ok()) << "whoever has the client has named them";
  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::OK);
}

TEST_F(StaffingServiceTest, NobodyTakesACaseByAnEntryFromBeforeTheIntake) {
  v1::CreateEntryRequest decision = EntryFor(case_, colleague_, Day(2024, 12, 2));
  decision.mutable_entry()->mutable_decision()->set_decision(v1::CARE_DECISION_CONTINUE);
  ExpectRefused(Create(decision, colleague_), "entry.occurred");
  v1::CreateEntryRequest ending = EntryFor(case_, colleague_, Day(2024, 12, 2));
  ending.mutable_entry()->mutable_termination()->set_initiator(v1::INITIATOR_CLIENT);
  ExpectRefused(Create(ending, colleague_), "entry.therapist");
  EXPECT_EQ(Preview(decision, colleague_).error_code(), grpc::StatusCode::PERMISSION_DENIED);
  ExpectColleagueSeesNothing();

  SetDate(decision.mutable_entry()->mutable_occurred()->mutable_date(), kToday);
  EXPECT_TRUE(Create(decision, colleague_).ok()) << "it gives nobody a part";
  ExpectColleagueSeesNothing();
}

TEST_F(StaffingServiceTest, NorByAmendingAnIntakeInTheTherapistsName) {
  v1::CreateEntryRequest intake = EntryFor(case_, ana_, Day(2024, 12, 2));
  intake.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  intake.mutable_entry()->mutable_intake();
  ExpectRefused(Create(intake, colleague_), "entry.therapist");

  // Nor one that the operator wrote down as theirs.
  const std::string name = Record(intake).entry().name();
  intake.mutable_entry()->set_therapist(colleague_);
  EXPECT_FALSE(Amend(name, intake.entry(), colleague_).ok());
  ExpectColleagueSeesNothing();
}

TEST_F(StaffingServiceTest, NobodyGivesAwayWhatIsNotTheirsAndNobodyTakesItFromThem) {
  const std::string other = MakeMember("Lieve D'Hondt");
  v1::CreateEntryRequest step = EntryFor(case_, colleague_, kToday);
  step.mutable_entry()->mutable_transfer_step()->set_receiver(other);
  ExpectRefused(Create(step, colleague_), "entry.transfer_step.receiver");
  step.mutable_entry()->mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);
  ExpectRefused(Create(step, colleague_), "entry.transfer_step.receiver");
  EXPECT_EQ(SeesCase(other), grpc::StatusCode::NOT_FOUND);

  // Whoever has the client thought better of it.
  for (const std::string& receiver : {colleague_, other}) {
    v1::CreateEntryRequest named = EntryFor(case_, ana_, kToday);
    named.mutable_entry()->mutable_transfer_step()->set_receiver(receiver);
    named.mutable_entry()->mutable_occurred()->mutable_time()->set_hours(receiver == other ? 11 : 10);
    Record(named, ana_);
  }
  step.mutable_entry()->mutable_transfer_step()->set_receiver(colleague_);
  ExpectRefused(Create(step, colleague_), "entry.transfer_step.receiver");
  step.mutable_entry()->set_therapist(other);
  step.mutable_entry()->mutable_transfer_step()->set_receiver(other);
  EXPECT_TRUE(Create(step, other).ok());
}

TEST_F(StaffingServiceTest, NobodyEndsATherapyThatIsNotTheirs) {
  v1::CreateEntryRequest ending = EntryFor(case_, ana_, kToday);
  ending.mutable_entry()->mutable_termination()->set_initiator(v1::INITIATOR_CLIENT);
  ending.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  ExpectRefused(Create(ending, colleague_), "entry.therapist");
  EXPECT_EQ(SeesCase(ana_), grpc::StatusCode::OK);

  // Nor by an intake of theirs from before, which would leave no earlier part, or by a step that takes effect later.
  v1::CreateEntryRequest intake = EntryFor(case_, ana_, Day(2024, 12, 2));
  intake.mutable_entry()->mutable_intake();
  intake.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  ExpectRefused(Create(intake, colleague_), "entry.therapist");
  v1::CreateEntryRequest step = EntryFor(case_, ana_, kToday);
  step.mutable_entry()->mutable_transfer_step()->set_joint_session(v1::ANSWER_YES);
  step.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  ExpectRefused(Create(step, colleague_), "entry.transfer_step");

  ending.mutable_entry()->set_source(v1::ENTRY_SOURCE_SUPERVISOR);
  EXPECT_TRUE(Create(ending, supervisor_).ok());
}

TEST_F(StaffingServiceTest, WhoSupervisesLeavesTheCaseToNoBystanderEither) {
  v1::CreateCaseRequest without_intake;
  without_intake.mutable_case_()->set_code("C-4");
  v1::CreateCaseResponse opened;
  ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::CreateCase, without_intake, opened).ok());
  case_ = opened.case_().name();
  v1::CreateEntryRequest earlier = EntryFor(case_, ana_, Day(2024, 11, 4));
  earlier.mutable_entry()->mutable_intake();
  earlier.mutable_entry()->set_source(v1::ENTRY_SOURCE_SUPERVISOR);
  const std::string intake = Record(earlier, supervisor_).entry().name();
  v1::CreateEntryRequest advice = EntryFor(case_, colleague_, Day(2024, 12, 2));
  advice.mutable_entry()->mutable_consultation();
  Record(advice, colleague_);

  EXPECT_EQ(RefusalOf(Retract(intake, supervisor_)).reason, "others_would_have_it");
  ExpectColleagueSeesNothing();
}

TEST_F(StaffingServiceTest, NobodyMakesAFormerTherapistTheHolderAgain) {
  const std::string next = MakeMember("Lieve D'Hondt");
  v1::CreateEntryRequest handed = EntryFor(case_, ana_, kToday - 2);
  handed.mutable_entry()->mutable_transfer_step()->set_receiver(next);
  handed.mutable_entry()->mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);
  Record(handed, ana_);

  v1::CreateEntryRequest back = EntryFor(case_, colleague_, kToday);
  back.mutable_entry()->mutable_transfer_step()->set_receiver(ana_);
  back.mutable_entry()->mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);
  ExpectRefused(Create(back, colleague_), "entry.transfer_step.receiver");

  back.mutable_entry()->set_therapist(next);
  EXPECT_TRUE(Create(back, next).ok()) << "whoever has the client gives them back";
}

TEST_F(StaffingServiceTest, WhatSomebodyTakesBackLeavesTheirCaseToNoBystander) {
  const auto intake_of = [&](const std::string& of_case) {
    v1::ListEntriesRequest list;
    list.set_parent(of_case);
    v1::ListEntriesResponse listed;
    EXPECT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, list, listed, ana_).ok());
    return listed.entries_size() == 0 ? v1::Entry() : listed.entries(0);
  };
  v1::CreateEntryRequest advice = EntryFor(case_, colleague_, Day(2025, 2, 3));
  advice.mutable_entry()->mutable_consultation();
  Record(advice, colleague_);

  v1::Entry intake = intake_of(case_);
  ASSERT_TRUE(intake.has_intake());
  EXPECT_EQ(RefusalOf(Retract(intake.name(), ana_)).reason, "others_would_have_it");
  SetDate(intake.mutable_occurred()->mutable_date(), Day(2025, 2, 10));
  EXPECT_EQ(RefusalOf(Amend(intake.name(), intake, ana_)).reason, "others_would_have_it");
  ExpectColleagueSeesNothing();

  const std::string alone = OpenCase("C-3", ana_, Day(2025, 1, 6));
  ASSERT_TRUE(Retract(intake_of(alone).name(), ana_).ok());
  v1::CreateEntryRequest decision = EntryFor(alone, colleague_, kToday);
  decision.mutable_entry()->mutable_decision()->set_decision(v1::CARE_DECISION_CONTINUE);
  ExpectRefused(Create(decision, colleague_), "entry.occurred");
  v1::CreateEntryRequest anew = EntryFor(alone, ana_, Day(2025, 1, 8));
  anew.mutable_entry()->mutable_intake();
  EXPECT_TRUE(Create(anew, ana_).ok());
}

TEST_F(StaffingServiceTest, AClientWhoComesBackIsGivenByWhoHadThem) {
  v1::CreateEntryRequest ending = EntryFor(case_, ana_, kToday - 3);
  ending.mutable_entry()->mutable_termination()->set_initiator(v1::INITIATOR_CLIENT);
  Record(ending, ana_);
  v1::CreateEntryRequest intake = EntryFor(case_, colleague_, kToday);
  intake.mutable_entry()->mutable_intake();
  intake.mutable_entry()->set_source(v1::ENTRY_SOURCE_SUPERVISOR);
  ExpectRefused(Create(intake, colleague_), "entry.therapist");
  ExpectColleagueSeesNothing();

  EXPECT_TRUE(Create(intake, supervisor_).ok());
  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::OK);
}

TEST_F(StaffingServiceTest, ACoverHandsOnWhileTheyCover) {
  v1::CreateEntryRequest absence = Absence(colleague_);
  SetDate(absence.mutable_entry()->mutable_absence()->mutable_to(), kToday + 2);
  Record(absence, ana_);
  v1::CreateEntryRequest step = EntryFor(case_, colleague_, kToday);
  step.mutable_entry()->mutable_transfer_step()->set_receiver(colleague_);
  step.mutable_entry()->mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);

  EXPECT_TRUE(Create(step, colleague_).ok());

  clock_.AdvanceTime(absl::Hours(24 * 5));
  step.set_parent(OpenCase("C-1043", ana_));
  ExpectRefused(Create(step, colleague_), "entry.transfer_step.receiver");
}

TEST_F(StaffingServiceTest, TheSupervisorOfWhoHasLeftTakesOver) {
  Record(Departure());
  v1::CreateEntryRequest step = EntryFor(case_, ana_, kToday);
  step.mutable_entry()->set_source(v1::ENTRY_SOURCE_SUPERVISOR);
  step.mutable_entry()->mutable_transfer_step()->set_receiver(supervisor_);
  step.mutable_entry()->mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);

  EXPECT_TRUE(Create(step, supervisor_).ok());
}

}  // namespace
}  // namespace candor::case_hand_over_test
