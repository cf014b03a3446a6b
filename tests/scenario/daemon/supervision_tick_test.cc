#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/scenario/daemon/supervision_fixture.h"

namespace candor::supervision_tick_test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// What a talk is said to have covered.
class SupervisionTickTest : public SupervisionFixture {};

TEST_F(SupervisionTickTest, TheSupervisorTicksTheConversationWithoutBeingToldWhatAbout) {
  const std::string name = ReactionToTalkAbout(supervisor_, Day(2025, 3, 20));
  const v1::SuperviseeWeek week = Week(supervisor_).supervisees(0);
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
