#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/scenario/daemon/supervision_fixture.h"

namespace candor::supervision_service_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Who writes, who reads, what becomes of a note.
class SupervisionServiceTest : public SupervisionFixture {};

TEST_F(SupervisionServiceTest, ASignedNoteIsReadByTheTwoAndNobodyElse) {
  const auto notes = Sign(NoteOf(ana_, Part("clear")), supervisor_);
  ASSERT_THAT(notes, SizeIs(1));
  EXPECT_EQ(notes[0].state(), v1::SUPERVISION_NOTE_STATE_SIGNED);
  EXPECT_EQ(notes[0].signed_by(), supervisor_);

  for (const std::string& reader : {supervisor_, ana_}) {
    const auto note = Read(notes[0].name(), reader);
    ASSERT_TRUE(note.has_value());
    EXPECT_EQ(note->part().strengths(), "clear");
  }
  EXPECT_FALSE(Read(notes[0].name(), bo_).has_value());
  EXPECT_FALSE(Read(notes[0].name(), other_).has_value());
  EXPECT_THAT(List(ana_, other_), IsEmpty());
}

TEST_F(SupervisionServiceTest, WhoeverElseSupervisesThemReadsNoPart) {
  const auto notes = Sign(NoteOf(ana_, Part("clear")), supervisor_);
  MakeSupervision(ana_, other_, Day(2024, 6, 1));

  EXPECT_FALSE(Read(notes[0].name(), other_).has_value());
}

TEST_F(SupervisionServiceTest, AGroupNoteNeverShowsOnePartToAnother) {
  const auto notes = Sign(GroupNote(), supervisor_);
  ASSERT_THAT(notes, SizeIs(2));
  EXPECT_EQ(notes[0].session().session(), notes[1].session().session());

  v1::ListSupervisionNotesRequest request;
  for (const std::string& parent : {ana_, bo_}) {
    request.set_parent(parent);
    v1::ListSupervisionNotesResponse response;
    ASSERT_TRUE(Call(service_, &v1::SupervisionService::Stub::ListSupervisionNotes, request, response, bo_).ok());
    EXPECT_THAT(response.SerializeAsString(), Not(HasSubstr("of ana alone")));
  }
  const auto own = List(bo_, bo_);
  ASSERT_THAT(own, SizeIs(1));
  EXPECT_EQ(own[0].part().strengths(), "of bo alone");
  EXPECT_EQ(own[0].session().theme(), "endings");
  EXPECT_THAT(own[0].session().attendees(), SizeIs(2));
}

TEST_F(SupervisionServiceTest, EntriesShowNoPartOfANoteEither) {
  Sign(GroupNote(), supervisor_);
  for (const std::string& parent : {ana_, bo_}) {
    v1::ListEntriesRequest request;
    request.set_parent(parent);
    v1::ListEntriesResponse response;
    for (const std::string& reader : {other_, parent == ana_ ? bo_ : ana_}) {
      ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, request, response, reader).ok());
      EXPECT_THAT(response.entries(), IsEmpty()) << reader;
    }
  }
}

TEST_F(SupervisionServiceTest, MissingFieldsStopSigningAndLeaveNothing) {
  v1::SignSupervisionNoteRequest request = GroupNote();
  request.mutable_parts(1)->mutable_part()->clear_risk_looked_at();

  const Refusal refusal = RefusedSigning(request, supervisor_);

  EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(refusal.field, "parts[1].part.risk_looked_at");
  EXPECT_THAT(List(ana_, supervisor_), IsEmpty());
}

TEST_F(SupervisionServiceTest, OnlyWhoSupervisesSigns) {
  EXPECT_EQ(RefusedSigning(NoteOf(ana_, Part()), ana_).code, grpc::StatusCode::PERMISSION_DENIED);
  v1::SignSupervisionNoteRequest request = NoteOf(ana_, Part());
  request.mutable_session()->set_supervisor(other_);
  EXPECT_EQ(RefusedSigning(request, other_).reason, "not_supervised");
}

TEST_F(SupervisionServiceTest, TheSameCallAgainSignsNothingMore) {
  v1::SignSupervisionNoteRequest request = GroupNote();
  request.set_request_id("6f9619ff-8b86-4d01-b42d-00cf4fc964ff");

  const auto first = Sign(request, supervisor_);
  const auto second = Sign(request, supervisor_);

  ASSERT_THAT(second, SizeIs(2));
  EXPECT_EQ(second[0].name(), first[0].name());
  EXPECT_EQ(second[1].name(), first[1].name());
  EXPECT_THAT(List(bo_, bo_), SizeIs(1));
  request.mutable_session()->set_theme("other");
  EXPECT_EQ(RefusedSigning(request, supervisor_).code, grpc::StatusCode::ALREADY_EXISTS);
}

TEST_F(SupervisionServiceTest, SeenWithACommentIsNotAgreed) {
  const std::string name = Sign(NoteOf(ana_, Part()), supervisor_)[0].name();
  EXPECT_EQ(Answer(name, false, supervisor_, nullptr).error_code(), grpc::StatusCode::PERMISSION_DENIED);

  v1::SupervisionNote note;
  ASSERT_TRUE(Answer(name, false, ana_, &note, "I see it otherwise").ok());

  EXPECT_EQ(note.state(), v1::SUPERVISION_NOTE_STATE_SEEN);
  const auto read = Read(name, supervisor_);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->comment(), "I see it otherwise");
  EXPECT_EQ(read->answered().day(), 30);
}

TEST_F(SupervisionServiceTest, EitherTicksWhatTheTalkCovered) {
  v1::CreateEntryRequest reaction = ReactionFor(case_, ana_, Day(2025, 3, 20));
  reaction.mutable_entry()->set_first_reader(supervisor_);
  Record(reaction, ana_);
  WaitForPolicies();
  ASSERT_THAT(FollowUps(case_), SizeIs(1));
  const std::string name = Sign(NoteOf(ana_, Part()), supervisor_)[0].name();

  v1::SupervisionNote note;
  ASSERT_TRUE(Answer(name, false, ana_, &note, "", {FollowUps(case_)[0].name()}).ok());
  WaitForPolicies();

  EXPECT_THAT(note.part().follow_ups(), SizeIs(1));
  EXPECT_EQ(note.version(), 1);
  EXPECT_EQ(FollowUps(case_)[0].status(), v1::FOLLOW_UP_STATUS_RESOLVED);
}

TEST_F(SupervisionServiceTest, WhatTheSupervisorDoesNotReadIsNotTickedWhereTheyWould) {
  const std::string of_bo = OpenCase("C-7", bo_);
  v1::CreateEntryRequest reaction = ReactionFor(of_bo, bo_, Day(2025, 3, 20));
  reaction.mutable_entry()->set_first_reader(other_);
  Record(reaction, bo_);
  WaitForPolicies();
  ASSERT_THAT(FollowUps(of_bo), SizeIs(1));
  const std::string name = Sign(NoteOf(bo_, Part()), supervisor_)[0].name();

  const grpc::Status status = Answer(name, false, bo_, nullptr, "", {FollowUps(of_bo)[0].name()});

  EXPECT_EQ(RefusalOf(status).reason, "private");
  EXPECT_EQ(Read(name, bo_)->state(), v1::SUPERVISION_NOTE_STATE_SIGNED) << "nothing was recorded";
  EXPECT_THAT(Read(name, supervisor_)->part().follow_ups(), IsEmpty());
}

// Whoever supervises somebody in training reads it, whomever else the note names, as its writer was told before.
TEST_F(SupervisionServiceTest, WhatSomebodyInTrainingWritesIsTickedWithTheirSupervisor) {
  v1::CreateEntryRequest reaction = ReactionFor(case_, ana_, Day(2025, 3, 20));
  reaction.mutable_entry()->set_first_reader(other_);
  Record(reaction, ana_);
  WaitForPolicies();
  ASSERT_THAT(FollowUps(case_), SizeIs(1));
  EXPECT_TRUE(Week(supervisor_).supervisees(0).wants_to_talk());
  const std::string name = Sign(NoteOf(ana_, Part()), supervisor_)[0].name();

  ASSERT_TRUE(Answer(name, false, ana_, nullptr, "", {FollowUps(case_)[0].name()}).ok());
  WaitForPolicies();

  EXPECT_EQ(FollowUps(case_)[0].status(), v1::FOLLOW_UP_STATUS_RESOLVED);
}

TEST_F(SupervisionServiceTest, ThatSomebodyWouldNotLookIsRecordedAsSuch) {
  const std::string name = Sign(NoteOf(ana_, Part()), supervisor_)[0].name();
  v1::SupervisionNote note;

  ASSERT_TRUE(Answer(name, true, supervisor_, &note).ok());

  EXPECT_EQ(note.state(), v1::SUPERVISION_NOTE_STATE_REFUSED);
}

TEST_F(SupervisionServiceTest, ANewVersionIsSeenAnew) {
  const v1::SupervisionNote signed_note = Sign(NoteOf(ana_, Part("first")), supervisor_)[0];
  ASSERT_TRUE(Answer(signed_note.name(), false, ana_, nullptr).ok());
  v1::AmendSupervisionNoteRequest request;
  request.set_name(signed_note.name());
  *request.mutable_session() = signed_note.session();
  *request.mutable_part() = Part("second");

  const v1::SupervisionNote amended = Amend(request, supervisor_);

  EXPECT_EQ(amended.state(), v1::SUPERVISION_NOTE_STATE_AMENDED);
  EXPECT_EQ(amended.version(), 2);
  const auto read = Read(signed_note.name(), ana_);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->part().strengths(), "second");
  v1::SupervisionNote seen;
  ASSERT_TRUE(Answer(signed_note.name(), false, ana_, &seen).ok());
  EXPECT_EQ(seen.state(), v1::SUPERVISION_NOTE_STATE_SEEN);
}

TEST_F(SupervisionServiceTest, WhatAllShareChangesForAll) {
  const auto notes = Sign(GroupNote(), supervisor_);
  v1::AmendSupervisionNoteRequest request;
  request.set_name(notes[0].name());
  *request.mutable_session() = notes[0].session();
  request.mutable_session()->set_theme("beginnings");
  *request.mutable_part() = notes[0].part();

  Amend(request, supervisor_);

  const auto of_bo = Read(notes[1].name(), bo_);
  ASSERT_TRUE(of_bo.has_value());
  EXPECT_EQ(of_bo->session().theme(), "beginnings");
  EXPECT_EQ(of_bo->part().strengths(), "of bo alone");
  EXPECT_EQ(of_bo->state(), v1::SUPERVISION_NOTE_STATE_AMENDED);
}

TEST_F(SupervisionServiceTest, ANoteIsNotAmendedAsAnEntry) {
  const std::string name = Sign(NoteOf(ana_, Part()), supervisor_)[0].name();
  v1::AmendEntryRequest request;
  request.set_name(ana_ + "/entries/" + name.substr(name.rfind('/') + 1));
  SetDate(request.mutable_entry()->mutable_occurred()->mutable_date(), kToday);
  request.mutable_entry()->mutable_supervision();
  v1::AmendEntryResponse response;

  EXPECT_EQ(RefusalOf(Call(entries_, &v1::EntryService::Stub::AmendEntry, request, response, supervisor_)).reason,
            "supervision_note");
}

TEST_F(SupervisionServiceTest, ANoteIsNotMovedIntoACase) {
  const std::string name = Sign(NoteOf(ana_, Part()), supervisor_)[0].name();
  v1::RefileEntryRequest request;
  request.set_name(ana_ + "/entries/" + name.substr(name.rfind('/') + 1));
  request.set_case_(case_);
  v1::RefileEntryResponse response;

  EXPECT_EQ(RefusalOf(Call(entries_, &v1::EntryService::Stub::RefileEntry, request, response, supervisor_)).reason,
            "supervision_note");
  EXPECT_TRUE(Read(name, ana_).has_value());
}

TEST_F(SupervisionServiceTest, WhoSignedItTakesItBackAsTheEntryThatItIs) {
  const std::string name = Sign(NoteOf(ana_, Part()), supervisor_)[0].name();
  v1::RetractEntryRequest request;
  request.set_name(ana_ + "/entries/" + name.substr(name.rfind('/') + 1));
  request.mutable_retraction()->set_reason(v1::RETRACTION_REASON_ENTERED_IN_ERROR);
  v1::RetractEntryResponse response;
  EXPECT_EQ(Call(entries_, &v1::EntryService::Stub::RetractEntry, request, response, ana_).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);

  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RetractEntry, request, response, supervisor_).ok());

  const auto note = Read(name, ana_);
  ASSERT_TRUE(note.has_value());
  EXPECT_EQ(note->state(), v1::SUPERVISION_NOTE_STATE_RETRACTED);
}

TEST_F(SupervisionServiceTest, ACaseThatWasTalkedAboutIsCoveredAsRulesReadIt) {
  Record(ReactionFor(case_, ana_, Day(2025, 3, 20)), ana_);
  WaitForPolicies();
  ASSERT_THAT(FollowUps(case_), SizeIs(1));
  v1::SupervisionPart part = Part();
  part.add_cases()->set_case_(case_);
  part.mutable_cases(0)->add_topics(v1::SUPERVISION_TOPIC_FORMULATION);

  Sign(NoteOf(ana_, part), supervisor_);
  WaitForPolicies();

  const auto after = FollowUps(case_);
  ASSERT_THAT(after, SizeIs(1));
  EXPECT_EQ(after[0].status(), v1::FOLLOW_UP_STATUS_RESOLVED);
}

TEST_F(SupervisionServiceTest, TheWeekSaysWhatTheSupervisorNeedsToKnow) {
  const v1::SupervisionNote before = SignDirectiveToAna();
  Sign(NoteOf(bo_, Part(), Day(2025, 3, 28)), supervisor_);
  v1::CreateEntryRequest reaction = ReactionFor(case_, ana_, kToday);
  reaction.mutable_entry()->set_first_reader(supervisor_);
  Record(reaction, ana_);
  WaitForPolicies();

  const v1::SupervisionWeek week = Week(supervisor_);

  EXPECT_EQ(week.week().day(), 24);
  ASSERT_THAT(week.supervisees(), SizeIs(2));
  const v1::SuperviseeWeek& ana = week.supervisees(0);
  EXPECT_EQ(ana.supervisee(), ana_);
  EXPECT_TRUE(ana.wants_to_talk());
  EXPECT_THAT(ana.follow_ups(), IsEmpty()) << "that she wants to talk is all that the list says";
  ASSERT_THAT(ana.directives(), SizeIs(1));
  EXPECT_EQ(ana.directives(0).note(), before.name());
  EXPECT_TRUE(ana.directives(0).past_due());
  ASSERT_THAT(ana.cases(), SizeIs(1));
  EXPECT_TRUE(ana.cases(0).not_discussed()) << "held since January";
  EXPECT_THAT(ana.notes(), IsEmpty());
  EXPECT_EQ(ana.last_session().minutes(), 60);
  EXPECT_EQ(week.supervisees(1).units_given_hundredths(), 100);
  EXPECT_THAT(week.supervisees(1).notes(), SizeIs(1));
}

TEST_F(SupervisionServiceTest, ADirectiveThatWasDoneIsGone) {
  const v1::SupervisionNote before = SignDirectiveToAna();
  v1::SupervisionPart next = Part();
  next.add_last_directives()->set_note(before.name());
  next.mutable_last_directives(0)->set_outcome(v1::DIRECTIVE_OUTCOME_DONE);
  Sign(NoteOf(ana_, next, Day(2025, 3, 28)), supervisor_);

  EXPECT_THAT(Week(supervisor_).supervisees(0).directives(), IsEmpty());
}

TEST_F(SupervisionServiceTest, NobodySeesAnothersWeek) {
  v1::GetSupervisionWeekRequest request;
  request.set_supervisor(supervisor_);
  v1::GetSupervisionWeekResponse response;
  EXPECT_EQ(Call(service_, &v1::SupervisionService::Stub::GetSupervisionWeek, request, response, other_).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_THAT(Week("", supervisor_).supervisees(), SizeIs(2)) << "the operator as such";
}

TEST_F(SupervisionServiceTest, ACancelledSessionStandsInItsWeek) {
  NoteThatAnaWasIll(ana_);

  const v1::SupervisionWeek week = Week(supervisor_);

  ASSERT_THAT(week.supervisees(0).cancelled(), SizeIs(1));
  EXPECT_EQ(week.supervisees(0).cancelled(0).reason(), v1::CANCELLATION_REASON_ILLNESS);
}

TEST_F(SupervisionServiceTest, ANoteThatIsWrittenMuchLaterIsMarked) {
  const auto notes = Sign(NoteOf(ana_, Part(), Day(2025, 3, 20)), supervisor_);
  EXPECT_EQ(notes[0].written_days_later(), 10);
}

TEST_F(SupervisionServiceTest, ThePlainEntryOfALogIsANoteWhoseRestWasNotRecorded) {
  LogPlain(ana_, Day(2025, 3, 27));

  const auto notes = List(ana_, ana_);

  ASSERT_THAT(notes, SizeIs(1));
  EXPECT_TRUE(notes[0].plain());
  EXPECT_EQ(notes[0].state(), v1::SUPERVISION_NOTE_STATE_RECORDED);
  EXPECT_EQ(notes[0].part().risk_looked_at(), v1::YES_NO_UNSPECIFIED);
}

TEST_F(SupervisionServiceTest, TheLogCountsUnitsByTheRulesThatBindTheSupervisee) {
  for (const int day : {3, 10, 17}) Sign(NoteOf(ana_, Part(), Day(2025, 3, day)), supervisor_);
  v1::GetSupervisionLogRequest request;
  request.set_supervisee(ana_);
  request.set_units_profile(v1::UNITS_PROFILE_BBS);
  v1::GetSupervisionLogResponse response;
  ASSERT_TRUE(Call(service_, &v1::SupervisionService::Stub::GetSupervisionLog, request, response, ana_).ok());
  EXPECT_EQ(response.log().total_weeks(), 3);
  EXPECT_EQ(response.log().individual_weeks(), 3);
  EXPECT_EQ(response.log().total_hundredths(), 300);

  request.set_units_profile(v1::UNITS_PROFILE_BACP);
  ASSERT_TRUE(Call(service_, &v1::SupervisionService::Stub::GetSupervisionLog, request, response, supervisor_).ok());
  ASSERT_THAT(response.log().months(), SizeIs(1));
  EXPECT_EQ(response.log().months(0).needed_hundredths(), 150);
  EXPECT_EQ(Call(service_, &v1::SupervisionService::Stub::GetSupervisionLog, request, response, bo_).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(SupervisionServiceTest, GuidanceOutsideASessionHasNoUnits) {
  v1::SignSupervisionNoteRequest request = NoteOf(ana_, v1::SupervisionPart());
  request.mutable_session()->set_format(v1::SUPERVISION_NOTE_FORMAT_AD_HOC);
  request.mutable_session()->clear_minutes();
  v1::Guidance* guidance = request.mutable_parts(0)->mutable_part()->add_guidance();
  guidance->set_form(v1::GUIDANCE_FORM_RECOMMENDATION);
  guidance->set_text("call today");
  guidance->set_owner(ana_);

  const auto notes = Sign(request, supervisor_);

  ASSERT_THAT(notes, SizeIs(1));
  EXPECT_EQ(notes[0].units_hundredths(), 0);
  EXPECT_EQ(notes[0].no_units_reason(), v1::NO_UNITS_REASON_FORMAT);
}

TEST_F(SupervisionServiceTest, APastMomentIsAnsweredFromThatMoment) {
  const std::string name = Sign(NoteOf(ana_, Part("first")), supervisor_)[0].name();
  const absl::Time before = clock_.Now();
  clock_.SetTime(before + absl::Hours(1));
  ASSERT_TRUE(Answer(name, false, ana_, nullptr).ok());
  v1::GetSupervisionNoteRequest request;
  request.set_name(name);
  request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(before) + 60);
  v1::GetSupervisionNoteResponse response;

  ASSERT_TRUE(Call(service_, &v1::SupervisionService::Stub::GetSupervisionNote, request, response, ana_).ok());

  EXPECT_EQ(response.note().state(), v1::SUPERVISION_NOTE_STATE_SIGNED);
}

}  // namespace
}  // namespace candor::supervision_service_test
