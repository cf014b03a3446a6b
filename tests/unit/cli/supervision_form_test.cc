#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "supervision_fixture.h"

// What a note asks for, key by key.
namespace candor::cli::supervision_form_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr size_t kMostKeys = 12;

TEST_F(SupervisionVerbTest, ANoteTakesAFewKeysAndTheRestIsAsLastWeek) {
  Add("members/a");
  static_assert(sizeof(kUsual) - 1 <= kMostKeys);

  const Outcome outcome = Type(kUsual);
  const v1::SignSupervisionNoteRequest sent = Signed();

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(FormatDate(sent.session().started().date()), "2026-03-20");
  EXPECT_EQ(sent.session().started().time().hours(), 9);
  EXPECT_EQ(sent.session().minutes(), 50);
  EXPECT_EQ(sent.session().mode(), v1::SUPERVISION_MODE_VIDEO);
  EXPECT_EQ(sent.session().setting(), "Clinic");
  EXPECT_EQ(sent.session().supervisor(), "members/d");
  ASSERT_EQ(sent.session().attendees_size(), 1);
  EXPECT_EQ(sent.session().attendees(0).attendance(), v1::ATTENDANCE_PRESENT);
  ASSERT_EQ(sent.parts_size(), 1);
  const v1::SupervisionPart& part = sent.parts(0).part();
  EXPECT_THAT(part.cases(0).topics(), ElementsAre(v1::SUPERVISION_TOPIC_FORMULATION, v1::SUPERVISION_TOPIC_RISK));
  EXPECT_EQ(part.risk_looked_at(), v1::YES_NO_NO);
  EXPECT_EQ(part.hours_confirmed(), v1::YES_NO_YES);
  EXPECT_EQ(part.asked_about_reactions(), v1::YES_NO_NO);
  EXPECT_EQ(FormatDate(part.next_planned()), "2026-03-27");
}

TEST_F(SupervisionVerbTest, APairHasAPartForEach) {
  Pair("members/a", "members/b");

  const Outcome outcome = Type(
      "\n1f\n\nnyn\n"
      "1r\n\nyyny\n");
  const v1::SignSupervisionNoteRequest sent = Signed();

  EXPECT_THAT(outcome.out, HasSubstr("2 notes kept on this machine"));
  ASSERT_EQ(sent.parts_size(), 2);
  EXPECT_EQ(sent.parts(0).supervisee(), "members/a");
  EXPECT_EQ(sent.parts(0).part().cases(0).case_(), "cases/a");
  EXPECT_EQ(sent.parts(1).supervisee(), "members/b");
  EXPECT_EQ(sent.parts(1).part().cases(0).case_(), "cases/b");
  EXPECT_EQ(sent.parts(1).part().risk_changed(), v1::YES_NO_YES);
}

TEST_F(SupervisionVerbTest, WhoWasAbsentHasNoPartAndWhoWasLateHasMinutes) {
  Pair("members/a", "members/b");

  // Change who was there: the first late, 90 minutes being too long and 20 not; the second absent; nobody else.
  Type(
      "cw"
      "l90\n20\n"
      "a"
      "\n"
      "\n"
      "\nnyn\n");
  const v1::SignSupervisionNoteRequest sent = Signed();

  ASSERT_EQ(sent.session().attendees_size(), 2);
  EXPECT_EQ(sent.session().attendees(0).attendance(), v1::ATTENDANCE_LATE);
  EXPECT_EQ(sent.session().attendees(0).minutes(), 20);
  EXPECT_EQ(sent.session().attendees(1).attendance(), v1::ATTENDANCE_ABSENT);
  ASSERT_EQ(sent.parts_size(), 1);
  EXPECT_EQ(sent.parts(0).supervisee(), "members/a");
}

TEST_F(SupervisionVerbTest, WhatIsTypedAndIsNoneIsAskedForAgain) {
  Add("members/a").clear_last_session();

  // A time that is none; a day that does not exist.
  const Outcome outcome = Type(
      "cd2026-02-30\n2026-03-19\n"
      "\n"
      "9:75\n10:15\n"
      "\nnyn\n");
  const v1::SignSupervisionNoteRequest sent = Signed();

  EXPECT_THAT(outcome.err, HasSubstr("A day that exists, as in 2026-03-20."));
  EXPECT_THAT(outcome.err, HasSubstr("A time of the day, as in 09:00."));
  EXPECT_EQ(FormatDate(sent.session().started().date()), "2026-03-19");
  EXPECT_EQ(sent.session().started().time().hours(), 10);
  EXPECT_EQ(sent.session().started().time().minutes(), 15);
}

TEST_F(SupervisionVerbTest, TheSameKeyTakesATopicBackAndACaseWithoutOneIsLeftOut) {
  Add("members/a");

  Type("\n1fif\n1i\n\nnyn\n");

  EXPECT_TRUE(Signed().parts(0).part().cases().empty());
}

TEST_F(SupervisionVerbTest, ADirectiveHasTextOwnerAndDate) {
  Add("members/a");

  // No date takes none away; the recommendation after it is taken back.
  Type(
      "\n\nnyn"
      "dcall the school\ns-\n2026-03-25\n"
      "rread\nm\n"
      "z"
      "\n");
  const v1::SupervisionPart part = Signed().parts(0).part();

  ASSERT_EQ(part.guidance_size(), 1);
  EXPECT_EQ(part.guidance(0).form(), v1::GUIDANCE_FORM_DIRECTIVE);
  EXPECT_EQ(part.guidance(0).text(), "call the school");
  EXPECT_EQ(part.guidance(0).owner(), "members/a");
  EXPECT_EQ(FormatDate(part.guidance(0).due()), "2026-03-25");
}

TEST_F(SupervisionVerbTest, WhatBecameOfADirectiveIsAskedFor) {
  v1::OpenDirective& directive = *Add("members/a").add_directives();
  directive.set_note("members/a/supervisionNotes/n");
  directive.set_index(1);
  directive.set_text("call the school");

  Type(
      "\n\nn"
      "xmoved away\n"
      "yn\n");
  const v1::SupervisionPart part = Signed().parts(0).part();

  ASSERT_EQ(part.last_directives_size(), 1);
  EXPECT_EQ(part.last_directives(0).index(), 1);
  EXPECT_EQ(part.last_directives(0).outcome(), v1::DIRECTIVE_OUTCOME_DROPPED);
  EXPECT_EQ(part.last_directives(0).why(), "moved away");
}

TEST_F(SupervisionVerbTest, WhatIsDroppedHasAReasonAndWhatIsMovedADay) {
  v1::SuperviseeWeek& line = Add("members/a");
  for (const char* note : {"members/a/supervisionNotes/n", "members/a/supervisionNotes/o"}) {
    line.add_directives()->set_note(note);
  }

  // Enter is no reason, and no day.
  Type(
      "\n\nn"
      "x\nmoved away\n"
      "m\n2026-03-27\n"
      "yn\n");
  const v1::SupervisionPart part = Signed().parts(0).part();

  ASSERT_EQ(part.last_directives_size(), 2);
  EXPECT_EQ(part.last_directives(0).why(), "moved away");
  EXPECT_EQ(FormatDate(part.last_directives(1).due()), "2026-03-27");
}

TEST_F(SupervisionVerbTest, TheConversationTheyWantIsTickedWithoutBeingNamed) {
  v1::SuperviseeWeek& line = Add("members/a");
  line.set_wants_to_talk(true);
  line.add_conversations()->set_name("cases/a/followUps/1");

  const Outcome outcome = Type("\n\nn1\nyn\n");

  EXPECT_THAT(outcome.err, HasSubstr("[1] the conversation with you"));
  EXPECT_THAT(Signed().parts(0).part().follow_ups(), ElementsAre("cases/a/followUps/1"));
}

TEST_F(SupervisionVerbTest, WhatCameAfterTheSessionIsNotAskedAbout) {
  v1::SuperviseeWeek& line = Add("members/a");
  line.set_wants_to_talk(true);
  v1::FollowUp& conversation = *line.add_conversations();
  conversation.set_name("cases/a/followUps/1");
  *conversation.mutable_opened_on() = ToWire(kFriday + 1);
  v1::OpenDirective& directive = *line.add_directives();
  directive.set_text("ring the school");
  *directive.mutable_given() = ToWire(kFriday + 1);

  const Outcome outcome = Type("\n\nnyn\n");

  EXPECT_THAT(outcome.err, Not(HasSubstr("Does this talk cover")));
  EXPECT_THAT(outcome.err, Not(HasSubstr("ring the school")));
  EXPECT_TRUE(Signed().parts(0).part().follow_ups().empty());
}

TEST_F(SupervisionVerbTest, EveryFourthSessionSaysHowToAsk) {
  Add("members/a").set_time_to_ask(true);

  EXPECT_THAT(Flat(Type(kUsual).err), HasSubstr("Is there anyone you look forward to"));
}

TEST_F(SupervisionVerbTest, GuidanceOutsideASessionAsksForLess) {
  Add("members/a");

  const Outcome outcome = Type("\n\nrcall today\ns\n\n", {"note", "--ad-hoc", "--with", "members/a"});
  const v1::SignSupervisionNoteRequest sent = Signed();

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(sent.session().format(), v1::SUPERVISION_NOTE_FORMAT_AD_HOC);
  EXPECT_FALSE(sent.session().has_minutes());
  EXPECT_EQ(sent.parts(0).part().guidance(0).text(), "call today");
}

TEST_F(SupervisionVerbTest, APeerGroupGivesNoDirectives) {
  const Outcome outcome = Type(
      "\n10:00\nendings\n"
      "\nnn"
      "d\n",
      {"note", "--peer", "--with", "members/a"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, Not(HasSubstr("[d]irective")));
  EXPECT_EQ(Signed().session().theme(), "endings");
}

TEST_F(SupervisionVerbTest, WhoHeldItInAnothersPlaceIsTheSubstitute) {
  const Outcome writing = Type(
      "\n10:00\n"
      "\nnn\n",
      {"note", "--substitute-for", "members/e", "--with", "members/a"});
  EXPECT_THAT(Flat(writing.err),
              HasSubstr("by that supervisee and you, and of a session held in somebody's place by "));
  const v1::SignSupervisionNoteRequest sent = Signed();

  EXPECT_EQ(sent.session().supervisor(), "members/e");
  EXPECT_EQ(sent.session().substitute(), "members/d");
}

}  // namespace
}  // namespace candor::cli::supervision_form_test
