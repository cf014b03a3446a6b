#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/scenario/daemon/supervision_fixture.h"

namespace candor::supervision_tick_test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// What a talk is said to have covered.
class SupervisionTickTest : public SupervisionFixture {
 protected:
  SupervisionTickTest() { ana_in_training_ = false; }
};

TEST_F(SupervisionTickTest, TheSupervisorTicksTheConversationWithoutBeingToldWhatAbout) {
  const std::string name = ReactionToTalkAbout(supervisor_, Day(2025, 3, 20));
  EXPECT_TRUE(Week(supervisor_).supervisees(0).wants_to_talk());
  EXPECT_THAT(Week(supervisor_).supervisees(0).conversations(), IsEmpty()) << "that they want to talk is all of it";
  const v1::SuperviseeWeek week = Week(supervisor_, "", ana_).supervisees(0);
  ASSERT_THAT(week.conversations(), SizeIs(1));
  EXPECT_EQ(week.conversations(0).name(), name);
  EXPECT_EQ(week.conversations(0).label(), "A conversation");
  EXPECT_EQ(week.conversations(0).rule(), "");
  EXPECT_EQ(week.conversations(0).catalogue_id(), "");
  EXPECT_EQ(week.conversations(0).severity(), v1::SEVERITY_UNSPECIFIED);
  v1::SupervisionPart part = Part();
  part.add_follow_ups(name);

  Sign(NoteOf(ana_, part), supervisor_);
  WaitForPolicies();

  EXPECT_EQ(FollowUps(case_)[0].status(), v1::FOLLOW_UP_STATUS_RESOLVED);
  EXPECT_FALSE(Week(supervisor_).supervisees(0).wants_to_talk());
}

// What has no time comes after what has one, and a note always has one.
TEST_F(SupervisionTickTest, ATickClosesWhatItNamesAlsoOfTheSameDay) {
  const std::string follow_up = ReactionToTalkAbout(supervisor_, kToday);
  const v1::SupervisionNote signed_note = Sign(NoteOf(ana_, Part()), supervisor_)[0];

  ASSERT_TRUE(Answer(signed_note.name(), false, ana_, nullptr, "", {follow_up}).ok());
  WaitForPolicies();

  EXPECT_EQ(FollowUps(case_)[0].status(), v1::FOLLOW_UP_STATUS_RESOLVED);
  const auto note = Read(signed_note.name(), supervisor_);
  ASSERT_TRUE(note.has_value());
  EXPECT_EQ(note->session().started().time().hours(), 9) << "when it was is kept";
  ASSERT_THAT(note->part().covered(), SizeIs(1));
  EXPECT_EQ(note->part().covered(0).follow_up(), follow_up);
  EXPECT_EQ(note->part().covered(0).label(), "A conversation");
  EXPECT_EQ(note->part().covered(0).case_code(), "C-1042");
  EXPECT_EQ(note->part().covered(0).reported_on().day(), 30);
  EXPECT_FALSE(note->part().covered(0).open());
}

TEST_F(SupervisionTickTest, WhatBeganAfterTheSessionIsNotTicked) {
  const std::string follow_up = ReactionToTalkAbout(supervisor_, Day(2025, 3, 25));
  const std::string note = Sign(NoteOf(ana_, Part(), Day(2025, 3, 24)), supervisor_)[0].name();

  const grpc::Status status = Answer(note, false, ana_, nullptr, "", {follow_up});

  EXPECT_EQ(RefusalOf(status).reason, "after_session");
  EXPECT_THAT(Read(note, ana_)->part().follow_ups(), IsEmpty());
}

TEST_F(SupervisionTickTest, ThatSomebodyWantsToTalkLeavesTheNoteUnread) {
  const auto recall = [&](bool asks) {
    v1::CreateEntryRequest reaction = ReactionFor(OpenCase(asks ? "C-2" : "C-1", ana_), ana_, Day(2025, 3, 30));
    reaction.mutable_entry()->set_first_reader(supervisor_);
    v1::RecallEntryRequest request;
    request.set_name(Record(reaction, ana_).entry().name());
    WaitForPolicies();
    EXPECT_TRUE(Week(supervisor_, "", asks ? ana_ : "").supervisees(0).wants_to_talk());
    v1::RecallEntryResponse response;
    return Call(entries_, &v1::EntryService::Stub::RecallEntry, request, response, ana_);
  };

  EXPECT_TRUE(recall(/*asks=*/false).ok());
  EXPECT_EQ(RefusalOf(recall(/*asks=*/true)).reason, "seen") << "the names say which case";
}

TEST_F(SupervisionTickTest, WhoWroteItMayTickWhatOnlyTheyRead) {
  const std::string follow_up = ReactionToTalkAbout("", Day(2025, 3, 20));
  const v1::SupervisionNote signed_note = Sign(NoteOf(ana_, Part()), supervisor_)[0];
  EXPECT_EQ(RefusalOf(Answer(signed_note.name(), false, ana_, nullptr, "", {follow_up})).reason, "private");

  ASSERT_TRUE(Answer(signed_note.name(), false, ana_, nullptr, "thank you", {follow_up}, {follow_up}).ok());
  WaitForPolicies();

  EXPECT_EQ(FollowUps(case_)[0].status(), v1::FOLLOW_UP_STATUS_RESOLVED);
  const auto read = Read(signed_note.name(), supervisor_);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->comment(), "thank you");
  EXPECT_THAT(read->part().covered(), IsEmpty()) << "it is still theirs alone";

  // A new version does not take away what the supervisor cannot see.
  v1::SupervisionPart amended = read->part();
  amended.set_strengths("calm");
  AmendPart(*read, amended, "a word was missing");
  EXPECT_THAT(Read(signed_note.name(), ana_)->part().follow_ups(), SizeIs(1));
  WaitForPolicies();
  EXPECT_EQ(FollowUps(case_)[0].status(), v1::FOLLOW_UP_STATUS_RESOLVED);
}

TEST_F(SupervisionTickTest, AReaderWhoIsNamedLaterReadsItAndIsTalkedWith) {
  v1::CreateEntryRequest reaction = ReactionFor(case_, ana_, Day(2025, 3, 20));
  reaction.mutable_entry()->set_first_reader(other_);
  const std::string name = Record(reaction, ana_).entry().name();
  WaitForPolicies();
  EXPECT_FALSE(Week(supervisor_).supervisees(0).wants_to_talk());
  v1::AmendEntryRequest amend;
  amend.set_name(name);
  *amend.mutable_entry() = reaction.entry();
  amend.mutable_entry()->set_first_reader(supervisor_);
  v1::AmendEntryResponse amended;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended, ana_).ok());
  WaitForPolicies();

  v1::GetEntryRequest get;
  v1::GetEntryResponse got;
  for (const std::string& version : {name, amended.entry().name()}) {
    get.set_name(version);
    EXPECT_TRUE(Call(entries_, &v1::EntryService::Stub::GetEntry, get, got, supervisor_).ok()) << version;
    EXPECT_EQ(Call(entries_, &v1::EntryService::Stub::GetEntry, get, got, other_).error_code(),
              grpc::StatusCode::NOT_FOUND)
        << version;
  }
  const v1::SuperviseeWeek week = Week(supervisor_, "", ana_).supervisees(0);
  ASSERT_THAT(week.conversations(), SizeIs(1));
  v1::SupervisionPart part = Part();
  part.add_follow_ups(week.conversations(0).name());
  Sign(NoteOf(ana_, part), supervisor_);
  WaitForPolicies();
  EXPECT_EQ(FollowUps(case_)[0].status(), v1::FOLLOW_UP_STATUS_RESOLVED);
}

TEST_F(SupervisionTickTest, ThePastTellsOfAWishToTalkOnlyWhomTheAuthorNamesByNow) {
  const auto noted = [&](const std::string& code) {
    v1::CreateEntryRequest reaction = ReactionFor(OpenCase(code, ana_), ana_, Day(2025, 3, 20));
    reaction.mutable_entry()->set_first_reader(supervisor_);
    const std::string name = Record(reaction, ana_).entry().name();
    WaitForPolicies();
    return std::pair(name, reaction.entry());
  };
  const auto [renamed, entry] = noted("C-2");
  v1::RecallEntryRequest recall;
  recall.set_name(noted("C-3").first);
  v1::GetSupervisionWeekRequest then;
  then.set_conversations_of(ana_);
  then.mutable_as_of()->set_seconds(absl::ToUnixSeconds(clock_.Now()));
  EXPECT_TRUE(Week(supervisor_).supervisees(0).wants_to_talk());
  clock_.AdvanceTime(absl::Minutes(5));
  v1::AmendEntryRequest amend;
  amend.set_name(renamed);
  *amend.mutable_entry() = entry;
  amend.mutable_entry()->set_first_reader(other_);
  v1::AmendEntryResponse amended;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended, ana_).ok());
  v1::RecallEntryResponse recalled;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RecallEntry, recall, recalled, ana_).ok());

  v1::GetSupervisionWeekResponse week;
  const grpc::Status status =
      Call(service_, &v1::SupervisionService::Stub::GetSupervisionWeek, then, week, supervisor_);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_FALSE(week.week().supervisees(0).wants_to_talk());
  EXPECT_THAT(week.week().supervisees(0).conversations(), IsEmpty());
}

TEST_F(SupervisionTickTest, ASessionSaysNothingOfADirectiveThatWasGivenLater) {
  const v1::SupervisionNote given = SignDirectiveToAna();
  EXPECT_EQ(Week(supervisor_).supervisees(0).directives(0).given().day(), 21);
  v1::SupervisionPart part = Part();
  part.add_last_directives()->set_note(given.name());
  part.mutable_last_directives(0)->set_outcome(v1::DIRECTIVE_OUTCOME_DONE);

  EXPECT_EQ(RefusedSigning(NoteOf(ana_, part, Day(2025, 3, 20)), supervisor_).reason, "after_session");
  part.mutable_last_directives(0)->set_index(1);
  EXPECT_EQ(RefusedSigning(NoteOf(ana_, part, Day(2025, 3, 28)), supervisor_).code, grpc::StatusCode::NOT_FOUND);
  EXPECT_FALSE(Read(given.name(), ana_)->part().guidance(0).has_status());
}

TEST_F(SupervisionTickTest, NobodyIsTickedForWhoeverElseReadsTheNote) {
  const std::string follow_up = ReactionToTalkAbout(other_, Day(2025, 3, 20));
  v1::SupervisionPart part = Part();
  part.add_follow_ups(follow_up);
  v1::SignSupervisionNoteRequest request = NoteOf(ana_, part);
  request.mutable_session()->set_substitute(other_);

  EXPECT_EQ(RefusedSigning(request, other_).reason, "private") << "the supervisor reads the part as well";
}

}  // namespace
}  // namespace candor::supervision_tick_test
