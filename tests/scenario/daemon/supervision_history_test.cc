#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/scenario/daemon/supervision_fixture.h"

namespace candor::supervision_history_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Nothing of a supervision is lost: what was said to earlier versions, what became of directives, what did not happen.
class SupervisionHistoryTest : public SupervisionFixture {};

TEST_F(SupervisionHistoryTest, EveryAnswerStaysWithItsVersion) {
  const v1::SupervisionNote first = Sign(NoteOf(ana_, Part("first")), supervisor_)[0];
  ASSERT_TRUE(Answer(first.name(), false, ana_, nullptr, "I do not agree").ok());
  AmendPart(first, Part("second"), "a word was missing");
  ASSERT_TRUE(Answer(first.name(), false, ana_, nullptr, "now I do").ok());
  ASSERT_TRUE(Answer(first.name(), false, ana_, nullptr, "thank you").ok());

  for (const std::string& reader : {supervisor_, ana_}) {
    const auto note = Read(first.name(), reader);
    ASSERT_TRUE(note.has_value());
    ASSERT_THAT(note->answers(), SizeIs(3));
    EXPECT_EQ(note->answers(0).comment(), "I do not agree");
    EXPECT_EQ(note->answers(0).version(), 1);
    EXPECT_EQ(note->answers(0).answered().day(), 30);
    EXPECT_EQ(note->answers(0).answered_by(), ana_);
    EXPECT_EQ(note->answers(1).comment(), "now I do");
    EXPECT_EQ(note->answers(1).version(), 2);
    EXPECT_EQ(note->comment(), "thank you");
  }
}

TEST_F(SupervisionHistoryTest, AnAnswerIsNoChangeOfTheNote) {
  const v1::SupervisionNote first = Sign(NoteOf(ana_, Part("first")), supervisor_)[0];
  ASSERT_TRUE(Answer(first.name(), false, ana_, nullptr).ok());
  AmendPart(first, Part("second"));
  v1::ListEntriesRequest list;
  list.set_parent(ana_);
  v1::ListEntriesResponse listed;

  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, list, listed, ana_).ok());

  ASSERT_THAT(listed.entries(), SizeIs(3));
  int answers = 0;
  for (const v1::Entry& each : listed.entries()) answers += each.supervision_answer() ? 1 : 0;
  EXPECT_EQ(answers, 1);
}

TEST_F(SupervisionHistoryTest, WhatTheSuperviseeSaidStandsWhateverIsNotedOfThem) {
  const v1::SupervisionNote first = Sign(NoteOf(ana_, Part("first")), supervisor_)[0];
  ASSERT_TRUE(Answer(first.name(), false, ana_, nullptr, "I see it otherwise").ok());

  const grpc::Status refused = Answer(first.name(), true, supervisor_, nullptr);

  EXPECT_EQ(RefusalOf(refused).code, grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(RefusalOf(refused).reason, "answered");
  const auto read = Read(first.name(), supervisor_);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->state(), v1::SUPERVISION_NOTE_STATE_SEEN);
  EXPECT_EQ(read->comment(), "I see it otherwise");
  ASSERT_THAT(read->answers(), SizeIs(1));

  // Of a version that they have not answered it can be noted, and what they say afterwards stands.
  AmendPart(first, Part("second"), "a word was missing");
  ASSERT_TRUE(Answer(first.name(), true, supervisor_, nullptr).ok());
  EXPECT_EQ(Read(first.name(), ana_)->state(), v1::SUPERVISION_NOTE_STATE_REFUSED);
  ASSERT_TRUE(Answer(first.name(), false, ana_, nullptr, "now I have").ok());
  EXPECT_EQ(Read(first.name(), ana_)->state(), v1::SUPERVISION_NOTE_STATE_SEEN);
  EXPECT_EQ(Read(first.name(), ana_)->comment(), "now I have");
}

TEST_F(SupervisionHistoryTest, EveryVersionStaysAndSaysWhatChangedAndWhy) {
  const v1::SupervisionNote first = Sign(NoteOf(ana_, Part("first")), supervisor_)[0];
  EXPECT_THAT(first.versions(), IsEmpty()) << "there is only one";

  const v1::SupervisionNote note = AmendPart(first, Part("second"), "a word was missing");

  ASSERT_THAT(note.versions(), SizeIs(2));
  EXPECT_EQ(note.versions(0).part().strengths(), "first");
  EXPECT_THAT(note.versions(0).changed(), IsEmpty());
  EXPECT_EQ(note.versions(1).part().strengths(), "second");
  EXPECT_EQ(note.versions(1).why(), "a word was missing");
  EXPECT_EQ(note.versions(1).signed_by(), supervisor_);
  EXPECT_THAT(note.versions(1).changed(), ElementsAre("part.strengths"));
}

TEST_F(SupervisionHistoryTest, ADirectiveSaysWhatHasBecomeOfIt) {
  const v1::SupervisionNote given = SignDirectiveToAna();
  EXPECT_FALSE(Read(given.name(), ana_)->part().guidance(0).has_status());
  v1::SupervisionPart part = Part();
  v1::DirectiveReport* report = part.add_last_directives();
  report->set_note(given.name());
  report->set_outcome(v1::DIRECTIVE_OUTCOME_DROPPED);
  report->set_why("the plan is no longer used");

  const v1::SupervisionNote later = Sign(NoteOf(ana_, part, Day(2025, 3, 28)), supervisor_).at(0);

  EXPECT_EQ(later.part().last_directives(0).text(), "bring the plan");
  EXPECT_EQ(later.part().last_directives(0).given().day(), 21);
  const auto note = Read(given.name(), ana_);
  ASSERT_TRUE(note.has_value());
  const v1::DirectiveStatus& status = note->part().guidance(0).status();
  EXPECT_EQ(status.outcome(), v1::DIRECTIVE_OUTCOME_DROPPED);
  EXPECT_EQ(status.why(), "the plan is no longer used");
  EXPECT_EQ(status.note(), later.name());
  EXPECT_EQ(status.reported().day(), 28);
}

TEST_F(SupervisionHistoryTest, WhoWasAbsentIsToldSo) {
  v1::SignSupervisionNoteRequest request = GroupNote();
  request.mutable_session()->mutable_attendees(1)->set_attendance(v1::ATTENDANCE_ABSENT);
  request.mutable_parts()->RemoveLast();
  Sign(request, supervisor_);

  const v1::ListSupervisionNotesResponse own = ListAll(bo_, bo_);

  EXPECT_THAT(own.notes(), IsEmpty());
  ASSERT_THAT(own.missed(), SizeIs(1));
  EXPECT_EQ(own.missed(0).day().day(), 30);
  EXPECT_EQ(own.missed(0).supervisor(), supervisor_);
  EXPECT_THAT(Log(bo_, v1::UNITS_PROFILE_BBS).missed(), SizeIs(1));
  const v1::SupervisionWeek week = Week(supervisor_);
  EXPECT_THAT(week.supervisees(0).missed(), IsEmpty());
  EXPECT_THAT(week.supervisees(1).missed(), SizeIs(1));
  EXPECT_THAT(ListAll(bo_, other_).missed(), IsEmpty());
  EXPECT_THAT(ListAll(ana_, ana_).missed(), IsEmpty());
}

TEST_F(SupervisionHistoryTest, WhatDidNotTakePlaceStandsInTheFile) {
  NoteThatAnaWasIll(ana_);

  for (const std::string& reader : {ana_, supervisor_}) {
    const v1::ListSupervisionNotesResponse file = ListAll(ana_, reader);
    ASSERT_THAT(file.cancelled(), SizeIs(1));
    EXPECT_EQ(file.cancelled(0).day().day(), 28);
    EXPECT_EQ(file.cancelled(0).supervisor(), supervisor_);
  }
  EXPECT_THAT(ListAll(ana_, other_).cancelled(), IsEmpty());
}

TEST_F(SupervisionHistoryTest, NobodyNotesASessionInTheFileOfSomebodyWhomTheyDoNotSupervise) {
  v1::CancelSupervisionRequest request;
  request.set_supervisee(ana_);
  request.set_supervisor(other_);
  SetDate(request.mutable_day(), Day(2025, 3, 28));
  request.set_cancelled_by(ana_);
  request.set_reason(v1::CANCELLATION_REASON_OTHER);
  v1::CancelSupervisionResponse response;

  const grpc::Status status =
      Call(service_, &v1::SupervisionService::Stub::CancelSupervision, request, response, other_);

  EXPECT_EQ(RefusalOf(status).reason, "not_supervised");
  EXPECT_THAT(ListAll(ana_, ana_).cancelled(), IsEmpty());
}

TEST_F(SupervisionHistoryTest, AMistakenCancellationIsTakenBackByWhoNotedIt) {
  const v1::CancelSupervisionResponse noted = NoteThatAnaWasIll(supervisor_);
  EXPECT_EQ(noted.cancelled().noted_by(), supervisor_);
  EXPECT_EQ(noted.cancelled().reason(), v1::CANCELLATION_REASON_ILLNESS);
  v1::GetEntryRequest get;
  get.set_name(noted.cancelled().entry());
  v1::GetEntryResponse entry;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::GetEntry, get, entry, ana_).ok());
  EXPECT_TRUE(entry.entry().supervision_cancelled());

  v1::AmendEntryRequest amend;
  amend.set_name(noted.cancelled().entry());
  amend.mutable_entry()->mutable_nothing_to_note();
  v1::AmendEntryResponse amended;
  EXPECT_EQ(RefusalOf(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended, supervisor_)).reason,
            "supervision_cancelled");
  v1::RetractEntryRequest retract;
  retract.set_name(noted.cancelled().entry());
  retract.mutable_retraction()->set_reason(v1::RETRACTION_REASON_ENTERED_IN_ERROR);
  v1::RetractEntryResponse retracted;
  EXPECT_EQ(Call(entries_, &v1::EntryService::Stub::RetractEntry, retract, retracted, ana_).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RetractEntry, retract, retracted, supervisor_).ok());

  EXPECT_THAT(Week(supervisor_).supervisees(0).cancelled(), IsEmpty());
  EXPECT_THAT(ListAll(ana_, ana_).cancelled(), IsEmpty());
}

// Its units are those of whoever was supervised.
TEST_F(SupervisionHistoryTest, WhoHasLeftTakesNoNoteBack) {
  const std::string name = Sign(NoteOf(ana_, Part(), kToday - 1), supervisor_)[0].name();
  ASSERT_TRUE(Answer(name, false, ana_, nullptr).ok());
  v1::CreateEntryRequest departure = EntryFor(supervisor_, supervisor_, kToday);
  SetDate(departure.mutable_entry()->mutable_departure()->mutable_last_day(), kToday - 1);
  Record(departure);
  v1::RetractEntryRequest retract;
  retract.set_name(ana_ + "/entries/" + name.substr(name.rfind('/') + 1));
  retract.mutable_retraction()->set_reason(v1::RETRACTION_REASON_DUPLICATE);
  v1::RetractEntryResponse retracted;

  const Refusal refused =
      RefusalOf(Call(entries_, &v1::EntryService::Stub::RetractEntry, retract, retracted, supervisor_));

  EXPECT_EQ(refused.code, grpc::StatusCode::PERMISSION_DENIED) << refused.message;
  EXPECT_EQ(refused.reason, "left");
  EXPECT_EQ(Read(name, ana_)->state(), v1::SUPERVISION_NOTE_STATE_SEEN);
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RetractEntry, retract, retracted, "").ok());
  EXPECT_EQ(Read(name, ana_)->state(), v1::SUPERVISION_NOTE_STATE_RETRACTED);
}

TEST_F(SupervisionHistoryTest, WhatEverybodyReadsNamesNoCase) {
  v1::SignSupervisionNoteRequest request = GroupNote();
  request.mutable_session()->set_theme("endings, as in c-1042");

  const Refusal refusal = RefusedSigning(request, supervisor_);

  EXPECT_EQ(refusal.field, "session.theme");
  EXPECT_EQ(refusal.reason, "names_case");
  EXPECT_THAT(List(bo_, bo_), IsEmpty());
}

}  // namespace
}  // namespace candor::supervision_history_test
