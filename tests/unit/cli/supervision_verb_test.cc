#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "supervision_fixture.h"

namespace candor::cli::supervision_verb_test {
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

TEST_F(SupervisionVerbTest, NothingIsSentBeforeItIsSigned) {
  Add("members/a");

  Type(kUsual);
  const Outcome screen = Script({});

  EXPECT_TRUE(notes_.sent.empty());
  EXPECT_THAT(screen.out, HasSubstr("members/a: units 0.00; draft on this machine"));
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

TEST_F(SupervisionVerbTest, WhatIsSignedIsShownWhole) {
  v1::SuperviseeWeek& line = Add("members/a");
  line.set_wants_to_talk(true);
  line.add_conversations()->set_name("cases/a/followUps/1");
  v1::OpenDirective& directive = *line.add_directives();
  directive.set_note("members/a/supervisionNotes/o");
  directive.set_text("ring the school");
  // No case; risk not looked at; the directive is done; the conversation was had; hours; asked; text; done.
  Type(
      "\n\nn"
      "d"
      "1\n"
      "yy"
      "tcalm\nbrevity\n\n"
      "\n");

  const std::string shown = Type("n", {"sign", "all"}).err;

  EXPECT_THAT(shown, HasSubstr("earlier directive: ring the school: done\n"));
  EXPECT_THAT(shown, HasSubstr("follow-ups covered: 1\n"));
  EXPECT_THAT(shown, HasSubstr("strengths: calm\n"));
  EXPECT_THAT(shown, HasSubstr("to develop: brevity\n"));
  EXPECT_THAT(shown, HasSubstr("risk looked at: no; hours confirmed: yes; asked about reactions: yes"));
  EXPECT_EQ(Signed().parts(0).part().last_directives(0).text(), "") << "kept to be read, and not sent";
}

TEST_F(SupervisionVerbTest, ARefusalSpeaksOfNoFieldOfTheWire) {
  Add("members/a");
  Type(kUsual);
  notes_.answer = RefusalAbout("parts[0].part.follow_ups[1]", "after_session");

  const Outcome refused = Script({"sign", "all", "--yes"});

  EXPECT_THAT(refused.err, HasSubstr(": follow-ups 2: is not taken"));
  EXPECT_THAT(refused.err, Not(HasSubstr("parts[")));
}

TEST_F(SupervisionVerbTest, HoursThatNobodyRecordedAreNotConfirmed) {
  Add("members/a").set_hours_not_recorded(true);

  const Outcome outcome = Type("\n\nnn\n");

  EXPECT_THAT(outcome.err, HasSubstr("not recorded, so there is nothing to confirm"));
  EXPECT_EQ(Signed().parts(0).part().hours_confirmed(), v1::YES_NO_UNSPECIFIED);
}

TEST_F(SupervisionVerbTest, HoursAreShownBeforeTheyAreConfirmed) {
  v1::SettingUnits& setting = *Add("members/a").add_settings();
  setting.set_work_setting(v1::WORK_SETTING_CLINIC);
  setting.set_direct_minutes(480);

  EXPECT_THAT(Type(kUsual).err, HasSubstr("Hours of the week: clinic, 8.00 with clients\n"));
}

TEST_F(SupervisionVerbTest, TheSettingIsOneOfThoseOfTheHours) {
  Add("members/a");

  Type(std::string("cscNorth clinic\n") + kUsual);
  const v1::SupervisionSession session = Signed().session();

  EXPECT_EQ(session.work_setting(), v1::WORK_SETTING_CLINIC);
  EXPECT_EQ(session.setting(), "North clinic");
}

TEST_F(SupervisionVerbTest, WhoReadsItIsSaidBeforeWritingAndBeforeSigning) {
  Add("members/a");

  const Outcome writing = Type(std::string("n") + kUsual, {});
  const Outcome signing = Type("n", {"sign", "all"});

  for (const Outcome* each : {&writing, &signing}) {
    EXPECT_THAT(Flat(each->err), HasSubstr("Each part is read by that supervisee and you;"));
    EXPECT_THAT(Flat(each->err), HasSubstr("whoever can open Candor's socket can read it too."));
  }
  EXPECT_THAT(signing.err, HasSubstr("K-a: formulation, risk"));
}

TEST_F(SupervisionVerbTest, WhatWasBrokenOffIsNotSigned) {
  Add("members/a");

  // After risk, before everything else.
  Type("\n1f\n\nn");
  const Outcome outcome = Script({"sign", "all", "--yes"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kConflict));
  EXPECT_THAT(outcome.err, HasSubstr("not finished, stays a draft"));
  EXPECT_TRUE(notes_.sent.empty());
}

TEST_F(SupervisionVerbTest, TheScreenComesBackAndTakesANumberForAName) {
  Add("members/a");
  Add("members/b");

  // Guidance for the second: as shown, no case, nothing, done; then the screen again, and enough.
  const Outcome outcome = Type("a2\n\n\n\n\n", {});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("2  members/b: units"));
  EXPECT_NE(outcome.out.find("Week of"), outcome.out.rfind("Week of"));
  EXPECT_THAT(outcome.err, HasSubstr("\nmembers/b\n"));
}

TEST_F(SupervisionVerbTest, EveryFourthSessionSaysHowToAsk) {
  Add("members/a").set_time_to_ask(true);

  EXPECT_THAT(Flat(Type(kUsual).err), HasSubstr("Is there anyone you look forward to"));
}

TEST_F(SupervisionVerbTest, WhatWasLeftInTheMiddleGoesOnWhereItWas) {
  Add("members/a");

  const Outcome left = Type("\n1f\n\n");
  const Outcome again = Type("\n\nnyn\n");
  const v1::SignSupervisionNoteRequest sent = Signed();

  EXPECT_NE(left.code, 0);
  EXPECT_THAT(left.err, HasSubstr("kept as a draft on this machine"));
  EXPECT_THAT(again.err, HasSubstr("So far: K-a: formulation"));
  EXPECT_EQ(notes_.sent.size(), 1U);
  EXPECT_EQ(sent.parts(0).part().cases_size(), 1);
}

TEST_F(SupervisionVerbTest, ADraftCanBeDiscarded) {
  Add("members/a");
  Type(kUsual);

  Type("d", {"note", "--with", "members/a"});

  EXPECT_THAT(Script({"sign", "all"}).out, HasSubstr("no supervision note to sign"));
}

TEST_F(SupervisionVerbTest, ANoteThatIsNotTakenStaysADraftAndSaysWhy) {
  Add("members/a");
  Type(kUsual);
  notes_.answer = grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "session.mode: say in person or video");

  const Outcome refused = Script({"sign", "all", "--yes"});
  notes_.answer = grpc::Status::OK;
  Signed();

  EXPECT_EQ(refused.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(refused.err, HasSubstr("not signed: members/a"));
  EXPECT_THAT(refused.err, HasSubstr("session.mode"));
  EXPECT_THAT(Script({"sign", "all"}).out, HasSubstr("no supervision note to sign"));
}

TEST_F(SupervisionVerbTest, SigningAgainIsTheSameRequest) {
  Add("members/a");
  Type(kUsual);
  notes_.answer = grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");

  Script({"sign", "all", "--yes"});
  notes_.answer = grpc::Status::OK;
  Signed();

  ASSERT_EQ(notes_.sent.size(), 2U);
  EXPECT_FALSE(notes_.sent[0].request_id().empty());
  EXPECT_EQ(notes_.sent[0].request_id(), notes_.sent[1].request_id());
}

TEST_F(SupervisionVerbTest, OneWhoHasANoteIsNotOfferedAgainButGuidanceIsNoNote) {
  Add("members/a").add_notes()->set_state(v1::SUPERVISION_NOTE_STATE_SIGNED);
  Add("members/b").add_notes()->mutable_session()->set_format(v1::SUPERVISION_NOTE_FORMAT_AD_HOC);

  Type(kUsual);

  EXPECT_EQ(Signed().parts(0).supervisee(), "members/b");
  EXPECT_EQ(notes_.sent.size(), 1U);
}

TEST_F(SupervisionVerbTest, ASessionWhoseDayHasNotComeIsNotOffered) {
  clock_.today = kFriday - 1;
  Add("members/a");

  const Outcome outcome = Type("");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Not yet this week: members/a"));
}

TEST_F(SupervisionVerbTest, SomebodyWhomTheyDoNotSuperviseIsNamed) {
  Add("members/a");

  const Outcome outcome = Type(kUsual, {"note", "--with", "members/z"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kConflict));
  EXPECT_THAT(outcome.err, HasSubstr("is not supervised by them in that week"));
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
  Type(
      "\n10:00\n"
      "\nnn\n",
      {"note", "--substitute-for", "members/e", "--with", "members/a"});
  const v1::SignSupervisionNoteRequest sent = Signed();

  EXPECT_EQ(sent.session().supervisor(), "members/e");
  EXPECT_EQ(sent.session().substitute(), "members/d");
}

TEST_F(SupervisionVerbTest, WhoCancelledAndWhyIsAskedFor) {
  Add("members/a");

  Type("xsi");
  Type("vh", {"cancel", "members/a", "--date", "2026-03-27"});

  ASSERT_EQ(notes_.cancelled.size(), 2U);
  EXPECT_EQ(notes_.cancelled[0].cancelled_by(), "members/a");
  EXPECT_EQ(notes_.cancelled[0].reason(), v1::CANCELLATION_REASON_ILLNESS);
  EXPECT_EQ(FormatDate(notes_.cancelled[0].day()), "2026-03-20");
  EXPECT_EQ(notes_.cancelled[1].cancelled_by(), "members/d");
  EXPECT_EQ(FormatDate(notes_.cancelled[1].day()), "2026-03-27");
}

TEST_F(SupervisionVerbTest, WhatWasCancelledByMistakeIsTakenBackByWhoNotedIt) {
  const std::vector<std::string> take_back = {"cancel", "members/a", "--date", "2026-03-20", "--take-back", "--yes"};
  const auto note = [&](const char* supervisor, const char* noted_by, const char* entry) {
    v1::CancelledSupervision& cancelled = *notes_.list.add_cancelled();
    cancelled.set_supervisor(supervisor);
    cancelled.set_noted_by(noted_by);
    cancelled.set_entry(entry);
  };
  EXPECT_EQ(Script(take_back).code, static_cast<int>(ExitCode::kNotFound));
  note("members/d", "members/a", "members/a/entries/of-a");
  note("members/e", "members/d", "members/a/entries/with-another");
  const Outcome denied = Script(take_back);
  note("members/d", "members/d", "members/a/entries/of-d");

  const Outcome unasked = Script({"cancel", "members/a", "--date", "2026-03-20", "--take-back"});
  const Outcome done = Script(take_back);

  EXPECT_EQ(denied.code, static_cast<int>(ExitCode::kNotAllowed));
  EXPECT_THAT(denied.err, HasSubstr("it was noted by members/a"));
  EXPECT_EQ(unasked.code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_EQ(done.code, 0) << done.err;
  ASSERT_EQ(entries_.retracted.size(), 1U);
  EXPECT_EQ(entries_.retracted[0].name(), "members/a/entries/of-d");
  EXPECT_EQ(entries_.retracted[0].retraction().reason(), v1::RETRACTION_REASON_ENTERED_IN_ERROR);
  EXPECT_EQ(FormatDate(notes_.listed.back().from()), "2026-03-20");
  EXPECT_TRUE(notes_.cancelled.empty());
}

TEST_F(SupervisionVerbTest, TheScreenTakesBackWhatItHasNoted) {
  v1::CancelledSupervision& noted = *Add("members/a").add_cancelled();
  *noted.mutable_day() = ToWire(kFriday - 1);
  noted.set_supervisor("members/d");
  noted.set_noted_by("members/d");
  noted.set_entry("members/a/entries/e");
  *notes_.list.add_cancelled() = noted;

  // The first; take that back; yes; then the screen again, and enough.
  const Outcome outcome = Type("x1\nty\n\n", {});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("noted: did not take place on 2026-03-19"));
  ASSERT_EQ(entries_.retracted.size(), 1U);
  EXPECT_EQ(entries_.retracted[0].name(), "members/a/entries/e");
}

TEST_F(SupervisionVerbTest, OfAGroupThatDidNotMeetItIsAskedOnce) {
  Pair("members/a", "members/b");

  Type("xsh");

  ASSERT_EQ(notes_.cancelled.size(), 2U);
  EXPECT_EQ(notes_.cancelled[0].cancelled_by(), "members/a");
  EXPECT_EQ(notes_.cancelled[1].cancelled_by(), "members/b");
  EXPECT_EQ(notes_.cancelled[1].reason(), v1::CANCELLATION_REASON_HOLIDAY);
}

TEST_F(SupervisionVerbTest, TheScreenIsWhereOneGoesOnFrom) {
  Add("members/a");

  Type(std::string("n") + kUsual, {});

  EXPECT_EQ(Signed().parts_size(), 1);
}

TEST_F(SupervisionVerbTest, WithoutATerminalNothingIsAsked) {
  Add("members/a");

  EXPECT_EQ(Script({"note"}, kUsual).code, static_cast<int>(ExitCode::kConflict));
  EXPECT_THAT(Script({"cancel", "members/a"}, "si").err, HasSubstr("are asked for on a terminal"));
  Type(kUsual);
  const Outcome refused = Script({"sign", "all"}, "y");
  EXPECT_EQ(refused.code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_THAT(refused.err, HasSubstr("pass --yes"));
  EXPECT_TRUE(notes_.sent.empty());
}

}  // namespace
}  // namespace candor::cli::supervision_verb_test
