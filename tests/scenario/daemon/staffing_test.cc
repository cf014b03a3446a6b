#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/scenario/daemon/staffing_fixture.h"

// Who may write down who is there and who supervises: nobody gives themselves a view of others by it.
namespace candor::staffing_test {
namespace {

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
