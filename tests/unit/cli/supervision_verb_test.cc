#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "supervision_fixture.h"

namespace candor::cli::supervision_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(SupervisionVerbTest, NothingIsSentBeforeItIsSigned) {
  Add("members/a");

  Type(kUsual);
  const Outcome screen = Script({});

  EXPECT_TRUE(notes_.sent.empty());
  EXPECT_THAT(screen.out, HasSubstr("members/a: units 0.00; draft on this machine"));
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
    EXPECT_THAT(Flat(each->err), HasSubstr("Whoever can open Candor's socket can read it too."));
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
