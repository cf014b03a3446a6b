#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/scenario/daemon/staffing_fixture.h"

// Who may write down who is there and who supervises: nobody gives themselves a view of others by it.
namespace candor::staffing_test {
namespace {

class StaffingServiceTest : public StaffingTest {};

TEST_F(StaffingServiceTest, AColleagueTakesOverNobodysClientsAndNobodysSupervision) {
  for (const v1::CreateEntryRequest& request : {Absence(colleague_), Departure(), Departure(colleague_),
                                                HandOn(colleague_), HandOn(colleague_, Day(2024, 2, 1))}) {
    SCOPED_TRACE(request.ShortDebugString());
    ExpectRefused(Create(request, colleague_), "entry");
    ExpectRefused(Preview(request, colleague_), "entry");
    v1::BatchCreateEntriesRequest batch;
    *batch.add_requests() = Absence();
    *batch.add_requests() = request;
    v1::BatchCreateEntriesResponse response;
    ExpectRefused(Call(entries_, &v1::EntryService::Stub::BatchCreateEntries, batch, response, colleague_),
                  "requests[1].entry");
  }

  ExpectColleagueSeesNothing();
}

TEST_F(StaffingServiceTest, NorByAmendingWhatTheyWrote) {
  const std::string name = Record(Absence(), colleague_).entry().name();
  ExpectColleagueSeesNothing();

  ExpectRefused(Amend(name, Absence(colleague_).entry(), colleague_), "entry");
  ExpectColleagueSeesNothing();
  v1::Entry ended = Absence().entry();
  SetDate(ended.mutable_absence()->mutable_to(), kToday);
  EXPECT_TRUE(Amend(name, ended, colleague_).ok());
}

TEST_F(StaffingServiceTest, WhoIsAwayNamesACoverThemselvesAndSoDoesTheSupervisor) {
  for (const std::string& writer : {ana_, supervisor_, std::string()}) {
    const std::string name = Record(Absence(colleague_), writer).entry().name();
    EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::OK);
    EXPECT_EQ(WordsFor(colleague_), "");
    EXPECT_TRUE(Retract(name, writer).ok());
    EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::NOT_FOUND);
  }
  EXPECT_TRUE(Create(Departure(colleague_), supervisor_).ok());
}

TEST_F(StaffingServiceTest, WhoIsThereTakesBackThatTheyAreAway) {
  const std::string name = Record(Absence(), colleague_).entry().name();
  v1::Entry ended = Absence().entry();
  SetDate(ended.mutable_absence()->mutable_to(), kToday);

  EXPECT_TRUE(Amend(name, ended, ana_).ok());
  EXPECT_TRUE(Retract(name, ana_).ok());

  const std::string other = Record(Absence(), ana_).entry().name();
  EXPECT_FALSE(Retract(other, colleague_).ok());
}

// What the colleague wrote is not shown to them, and is not lost by it.
TEST_F(StaffingServiceTest, WhoIsThereCorrectsTheDaysAndNotTheWordsOfOthers) {
  v1::CreateEntryRequest absence = Absence();
  absence.mutable_entry()->set_note("she called in, and was crying");
  absence.mutable_entry()->mutable_absence()->set_outside_cover("a locum of the town");
  const std::string name = Record(absence, colleague_).entry().name();
  v1::Entry ended = Absence().entry();
  SetDate(ended.mutable_absence()->mutable_to(), kToday);
  v1::Entry reworded = ended;
  reworded.set_note("all is well");

  EXPECT_EQ(RefusalOf(Amend(name, reworded, ana_)).field, "entry.note");
  ASSERT_TRUE(Amend(name, ended, ana_).ok());

  const auto newest_for = [&](const std::string& reader) {
    v1::GetEntryRequest request;
    request.set_name(name);
    v1::GetEntryResponse response;
    EXPECT_TRUE(Call(entries_, &v1::EntryService::Stub::GetEntry, request, response, reader).ok());
    request.set_name(response.entry().revised_by());
    EXPECT_TRUE(Call(entries_, &v1::EntryService::Stub::GetEntry, request, response, reader).ok());
    return response.entry();
  };
  for (const std::string& reader : {colleague_, supervisor_}) {
    const v1::Entry newest = newest_for(reader);
    EXPECT_EQ(newest.note(), "she called in, and was crying");
    EXPECT_EQ(newest.absence().outside_cover(), "a locum of the town");
    EXPECT_TRUE(newest.absence().has_to());
    EXPECT_EQ(newest.author(), colleague_);
  }
  EXPECT_EQ(newest_for(ana_).note(), "");
  EXPECT_EQ(RefusalOf(Amend(name, reworded, supervisor_)).field, "entry.note") << "the words are not theirs either";
  ended.set_note("she called in, and was crying");
  EXPECT_TRUE(Amend(name, ended, supervisor_).ok());
  EXPECT_EQ(newest_for(supervisor_).author(), colleague_);
  EXPECT_EQ(newest_for(supervisor_).acting_for(), supervisor_);
}

TEST_F(StaffingServiceTest, WhatSomebodySaysOfTheirOwnAbsenceStaysTheirWords) {
  v1::CreateEntryRequest absence = Absence();
  absence.mutable_entry()->set_source(v1::ENTRY_SOURCE_SELF);
  absence.mutable_entry()->set_note("words of an illness");
  const std::string name = Record(absence, ana_).entry().name();
  SetDate(absence.mutable_entry()->mutable_absence()->mutable_to(), kToday);
  ASSERT_TRUE(Amend(name, absence.entry(), supervisor_).ok());

  v1::GetEntryRequest request;
  request.set_name(name);
  v1::GetEntryResponse response;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::GetEntry, request, response, ana_).ok());
  request.set_name(response.entry().revised_by());
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::GetEntry, request, response, ana_).ok());
  EXPECT_EQ(response.entry().author(), ana_);
  EXPECT_EQ(response.entry().note(), "words of an illness");
  EXPECT_EQ(response.entry().acting_for(), supervisor_);
}

TEST_F(StaffingServiceTest, WhoSupervisesByNowEndsAnAbsenceFromBeforeThem) {
  const std::string next = MakeMember("Lieve D'Hondt");
  v1::CreateEntryRequest absence = OfAna(Day(2025, 3, 20));
  absence.mutable_entry()->mutable_absence();
  absence.mutable_entry()->set_note("words of a colleague");
  const std::string name = Record(absence, colleague_).entry().name();
  Record(HandOn(next, kToday - 1));
  EXPECT_EQ(WordsFor(next), "");

  v1::Entry ended = absence.entry();
  ended.clear_note();
  SetDate(ended.mutable_absence()->mutable_to(), kToday);
  EXPECT_TRUE(Amend(name, ended, next).ok());
}

TEST_F(StaffingServiceTest, ASupervisorHandsOnAsOfTodayAndTheRestIsTheOperators) {
  const std::string next = MakeMember("Lieve D'Hondt");
  ExpectRefused(Create(HandOn(next, Day(2025, 3, 1)), supervisor_), "entry");
  ExpectRefused(Create(HandOn(supervisor_), supervisor_), "entry");
  ExpectRefused(Create(HandOn(next), ana_), "entry");
  EXPECT_EQ(WordsFor(next), "");

  const std::string name = Record(HandOn(next), supervisor_).entry().name();
  EXPECT_EQ(WordsFor(next), "") << "what was before stays with who supervised then";

  // Taken back on a later day, the days between would change hands.
  clock_.SetTime(absl::FromCivil(Day(2025, 4, 10), absl::UTCTimeZone()) + absl::Hours(12));
  ExpectRefused(Retract(name, supervisor_), "name");
  EXPECT_TRUE(Create(HandOn(next, Day(2025, 3, 1)), "").ok());
  EXPECT_EQ(WordsFor(next), "words of a session");
  EXPECT_TRUE(Retract(name, "").ok());
}

TEST_F(StaffingServiceTest, WhatTheOperatorRecordedOfSomebodyIsNotTheirsToUndo) {
  const std::string next = MakeMember("Lieve D'Hondt");
  const std::string name = Record(HandOn(next)).entry().name();

  ExpectRefused(Retract(name, ana_), "name");
  ExpectRefused(Amend(name, HandOn(colleague_).entry(), ana_), "name");
  v1::Entry harmless = HandOn(next).entry();
  harmless.mutable_supervision_change()->set_event(v1::SUPERVISION_EVENT_AGREEMENT_SIGNED);
  harmless.mutable_supervision_change()->clear_next_supervisor();
  ExpectRefused(Amend(name, harmless, ana_), "name");
}

TEST_F(StaffingServiceTest, AStandInNotedByMistakeIsTakenBackTheSameDay) {
  const std::string next = MakeMember("Lieve D'Hondt");
  v1::CreateEntryRequest stand_in = OfAna();
  v1::SupervisionChangeFacts& change = *stand_in.mutable_entry()->mutable_supervision_change();
  change.set_event(v1::SUPERVISION_EVENT_SUBSTITUTED);
  change.set_next_supervisor(next);
  EXPECT_TRUE(Retract(Record(stand_in, supervisor_).entry().name(), supervisor_).ok());

  // They supervise again, and so may hand on; what the operator has put right since is not theirs to undo.
  const std::string mended = Record(stand_in, supervisor_).entry().name();
  change.set_next_supervisor(colleague_);
  ASSERT_TRUE(Amend(mended, stand_in.entry(), "").ok());
  ExpectRefused(Retract(mended, supervisor_), "name");
  ASSERT_TRUE(Retract(mended, "").ok());

  const std::string late = Record(stand_in, supervisor_).entry().name();
  clock_.AdvanceTime(absl::Hours(24));
  ExpectRefused(Retract(late, supervisor_), "name");
}

TEST_F(StaffingServiceTest, ACoverWhomSomebodyElseNamedIsNotTheColleaguesToTakeAway) {
  const std::string cover = MakeMember("Lieve D'Hondt");
  const std::string name = Record(Absence(), colleague_).entry().name();
  ASSERT_TRUE(Amend(name, Absence(cover).entry(), "").ok());

  ExpectRefused(Retract(name, colleague_), "name");
  ExpectRefused(Amend(name, Absence().entry(), colleague_), "name");
  EXPECT_EQ(SeesCase(cover), grpc::StatusCode::OK);

  EXPECT_TRUE(Retract(name, ana_).ok());
  EXPECT_EQ(SeesCase(cover), grpc::StatusCode::NOT_FOUND);
}

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

TEST_F(StaffingServiceTest, RowsOfAnImportAreTakenAsTheyAre) {
  v1::ImportEntriesRequest request;
  request.mutable_import()->set_file_digest(std::string(32, 'f'));
  request.mutable_import()->set_map_digest(std::string(32, 'm'));
  grpc::ClientContext context;
  auto stream = imports_->ImportEntries(&context);
  v1::ImportEntriesResponse response;
  ASSERT_TRUE(stream->Write(request) && stream->Read(&response));
  request.Clear();
  for (const v1::CreateEntryRequest& each : {HandOn(colleague_, Day(2024, 2, 1)), Absence(colleague_)}) {
    v1::ImportRow& row = *request.add_rows();
    row.set_row_number(request.rows_size());
    row.mutable_therapist()->set_display_name("Ana Nguyen");
    *row.mutable_entry() = each.entry();
    row.mutable_entry()->clear_therapist();
    row.mutable_entry()->clear_source();
    row.set_row_digest(std::string(32, static_cast<char>('a' + request.rows_size())));
  }
  ASSERT_TRUE(stream->Write(request) && stream->Read(&response));
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());

  ASSERT_EQ(response.results_size(), 2);
  for (const v1::RowResult& result : response.results()) {
    EXPECT_TRUE(result.has_imported()) << result.refused().reason();
  }
  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::OK);
}

TEST_F(StaffingServiceTest, WhoHasLeftActsForNobodyAndFollowsNobody) {
  const std::string gone = MakeMember("Jonas García");
  v1::CreateEntryRequest departure = EntryFor(gone, gone, kToday);
  SetDate(departure.mutable_entry()->mutable_departure()->mutable_last_day(), kToday - 1);
  Record(departure);
  v1::CreateEntryRequest transfer = EntryFor(case_, ana_, kToday);
  transfer.mutable_entry()->mutable_transfer_step()->set_receiver(gone);
  v1::CreateEntryRequest begun = HandOn("");
  begun.mutable_entry()->mutable_supervision_change()->set_event(v1::SUPERVISION_EVENT_BEGUN);
  begun.mutable_entry()->mutable_supervision_change()->set_supervisor(gone);
  const std::pair<v1::CreateEntryRequest, std::string> named[] = {
      {begun, "entry.supervision_change.supervisor"},
      {Absence(gone), "entry.absence.cover"},
      {Departure(gone), "entry.departure.custodian"},
      {HandOn(gone), "entry.supervision_change.next_supervisor"},
      {transfer, "entry.transfer_step.receiver"}};

  for (const auto& [request, field] : named) {
    const Refusal refused = RefusalOf(Create(request, ""));
    EXPECT_EQ(refused.code, grpc::StatusCode::INVALID_ARGUMENT) << refused.message;
    EXPECT_EQ(refused.field, field);
    EXPECT_EQ(refused.reason, "left");
  }

  // On the day before the first they are still there.
  v1::CreateEntryRequest earlier = OfAna(kToday - 1);
  *earlier.mutable_entry()->mutable_transfer_step() = transfer.entry().transfer_step();
  earlier.set_parent(case_);
  EXPECT_TRUE(Create(earlier, "").ok());
}

}  // namespace
}  // namespace candor::staffing_test
