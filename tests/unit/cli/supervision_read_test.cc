#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cli/wire/json.h"
#include "supervision_fixture.h"

namespace candor::cli::supervision_read_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class SupervisionReadTest : public SupervisionVerbTest {};

// A signed note, in which risk was looked at and had not changed.
class SupervisionAmendTest : public SupervisionVerbTest {
 protected:
  SupervisionAmendTest() {
    v1::SupervisionNote& note = notes_.note;
    note.set_name("members/a/supervisionNotes/n");
    note.set_supervisee("members/a");
    note.set_version(1);
    *note.mutable_session() = Add("members/a").last_session();
    note.mutable_session()->set_supervisor("members/d");
    v1::SupervisionPart& part = *note.mutable_part();
    part.set_risk_looked_at(v1::YES_NO_YES);
    part.set_risk_changed(v1::YES_NO_NO);
    part.set_strengths("calm");
    *part.mutable_next_planned() = ToWire(kFriday);
  }

  Outcome Amend(const std::string& keys) { return Type(keys, {"amend", "members/a/supervisionNotes/n"}); }

  // As shown; no case; risk as it is, now changed.
  static constexpr char kHasChanged[] = "\n\n\ny";
  // Hours, reactions as they are; done; why.
  static constexpr char kTheRest[] = "\n\n\nit has changed\n";
  // All of it as it stands.
  static constexpr char kAsItIs[] = "\n\n\n\n\n\n\n\n";
};

TEST_F(SupervisionReadTest, WhySomebodyHasNoUnitsAndWhatIsShortIsSaid) {
  v1::SuperviseeWeek& line = Add("members/a");
  line.set_hours_not_recorded(true);
  line.set_units_needed_hundredths(100);
  v1::SupervisionNote& note = notes_.note;
  note.set_supervisee("members/a");
  note.set_no_units_reason(v1::NO_UNITS_REASON_GROUP_TOO_LARGE);
  v1::SupervisionAttendee& absent = *note.mutable_session()->add_attendees();
  absent.set_member("members/b");
  absent.set_attendance(v1::ATTENDANCE_ABSENT);
  absent.set_units_hundredths(0);

  const std::string shown = Flat(Script({"show", "members/a/supervisionNotes/n"}).out);

  EXPECT_THAT(Script({}).out, HasSubstr("units 0.00, needs at least 1.00; hours not recorded;"));
  EXPECT_THAT(shown, HasSubstr("Units: 0.00 (the group was too large)"));
  EXPECT_THAT(shown, HasSubstr("There: members/b (absent) "));
}

TEST_F(SupervisionReadTest, ANoteIsShownWithEveryAnswerAndEveryVersion) {
  v1::SupervisionNote& note = notes_.note;
  note.set_version(2);
  v1::SupervisionNoteAnswer& answer = *note.add_answers();
  answer.set_version(1);
  *answer.mutable_answered() = ToWire(kFriday);
  answer.set_comment("I do not agree");
  answer.set_answered_by("members/a");
  for (const int version : {1, 2}) {
    v1::SupervisionNoteVersion& each = *note.add_versions();
    each.set_version(version);
    *each.mutable_written() = ToWire(kFriday + version);
    each.set_signed_by("members/d");
    each.mutable_part()->set_strengths(version == 1 ? "before" : "after");
  }
  note.mutable_versions(1)->add_changed("part.strengths");
  note.mutable_versions(1)->set_why("a slip");

  const std::string shown = Flat(Script({"show", "members/a/supervisionNotes/n"}).out);

  EXPECT_THAT(shown, HasSubstr("Answer: version 1, 2026-03-20 by members/a: seen: I do not agree"));
  EXPECT_THAT(shown, HasSubstr("Version: 2, 2026-03-22 by members/d: changed strengths; why: a slip"));
  EXPECT_THAT(shown, Not(HasSubstr("before")));
}

TEST_F(SupervisionReadTest, ANoteIsTakenBackAsTheEntryThatItIs) {
  notes_.note.set_supervisee("members/a");
  *notes_.note.mutable_session()->mutable_started()->mutable_date() = ToWire(kFriday);
  const Outcome outcome = Script({"retract", "members/a/supervisionNotes/n", "--reason", "duplicate", "--yes"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.err), HasSubstr("To be corrected: the note of Friday 20 March 2026 of members/a, "));
  ASSERT_EQ(entries_.retracted.size(), 1U);
  EXPECT_EQ(entries_.retracted[0].name(), "members/a/entries/n");
  EXPECT_EQ(entries_.retracted[0].retraction().reason(), v1::RETRACTION_REASON_DUPLICATE);
}

TEST_F(SupervisionReadTest, ATimelineHasASessionOnceAndSaysThatItsNoteWasAnswered) {
  const auto add = [&](const char* name, const char* revises, const char* revised_by) -> v1::Entry& {
    v1::Entry& entry = *entries_.timeline.add_entries();
    entry.mutable_supervision();
    entry.set_name(name);
    entry.set_revises(revises);
    entry.set_revised_by(revised_by);
    return entry;
  };
  add("members/a/entries/one", "", "members/a/entries/answer");
  add("members/a/entries/answer", "members/a/entries/one", "").set_supervision_answer(true);
  add("members/a/entries/two", "", "members/a/entries/version");
  add("members/a/entries/version", "members/a/entries/two", "");

  const std::string shown = RunAgainst(daemon_.address(), {"case", "timeline", "members/a"}).out;

  EXPECT_THAT(shown, Not(HasSubstr("members/a/entries/answer")));
  EXPECT_THAT(shown, HasSubstr("answered"));
  EXPECT_THAT(shown, HasSubstr("amended"));
  EXPECT_THAT(shown, HasSubstr("members/a/entries/version"));
}

TEST_F(SupervisionReadTest, ThoseThatWaitAreShownAndThenAskedAbout) {
  work_.list.add_unseen_notes()->set_name("members/d/supervisionNotes/n");
  notes_.note.mutable_part()->set_strengths("calm");

  const Outcome later = Type("l", {"seen"});
  const Outcome seen = Type("y\n", {"seen"});

  EXPECT_THAT(later.err, HasSubstr("Left for later"));
  EXPECT_LT(seen.err.find("calm"), seen.err.find("Seen?"));
  ASSERT_EQ(notes_.answered.size(), 1U);
  EXPECT_EQ(notes_.answered[0].name(), "members/d/supervisionNotes/n");
  EXPECT_EQ(Script({"seen"}).code, static_cast<int>(ExitCode::kConflict));
}

TEST_F(SupervisionReadTest, WhoSupervisesNobodyIsTalkedToAsASupervisee) {
  v1::UnseenNote& note = *work_.list.add_unseen_notes();
  *note.mutable_held() = ToWire(kFriday);
  note.set_signed_by("members/e");
  work_.list.add_directives()->set_text("ring the school");

  const std::string out = Script({}).out;

  EXPECT_THAT(out, HasSubstr("You supervise nobody in this week.\n"));
  EXPECT_THAT(out, HasSubstr("to read: the note of Friday 20 March 2026, signed by members/e\n"));
  EXPECT_THAT(out, HasSubstr("ring the school"));
}

TEST_F(SupervisionReadTest, ACommentIsReadAndNoArgument) {
  Script({"seen", "members/a/supervisionNotes/n"}, "I see it\notherwise\n");

  ASSERT_EQ(notes_.answered.size(), 1U);
  EXPECT_EQ(notes_.answered[0].comment(), "I see it\notherwise");
}

TEST_F(SupervisionReadTest, ACommentThatSeemsToNameSomebodyIsToldAndCanBeTypedAnew) {
  const Outcome anew = Type("ytold Maria\notherwise\n", {"seen", "members/a/supervisionNotes/n"});
  const Outcome kept = Type("ytold Maria\n\n", {"seen", "members/a/supervisionNotes/n"});
  const Outcome read = Script({"seen", "members/a/supervisionNotes/n"}, "told Maria\n");

  for (const Outcome* each : {&anew, &kept, &read}) {
    EXPECT_THAT(Flat(each->err), HasSubstr("perhaps a name (comment, line 1, column 6)"));
  }
  ASSERT_EQ(notes_.answered.size(), 3U) << anew.err << kept.err << read.err;
  EXPECT_EQ(notes_.answered[0].comment(), "otherwise");
  EXPECT_EQ(notes_.answered[1].comment(), "told Maria");
  EXPECT_EQ(notes_.answered[2].comment(), "told Maria");
}

TEST_F(SupervisionReadTest, WhoHasSeenItTicksWhatTheTalkCovered) {
  for (const char* name : {"cases/a/followUps/1", "cases/a/followUps/2"}) {
    v1::WorkItem& item = *work_.list.add_items();
    item.set_role(v1::WORK_ROLE_OWN);
    item.mutable_follow_up()->set_name(name);
    item.mutable_follow_up()->set_action(v1::ACTION_TALK);
  }

  Type("yfine\n122\n", {"seen", "members/a/supervisionNotes/n"});

  ASSERT_EQ(notes_.answered.size(), 1U);
  EXPECT_EQ(notes_.answered[0].comment(), "fine");
  EXPECT_THAT(notes_.answered[0].follow_ups(), ElementsAre("cases/a/followUps/1"));
}

TEST_F(SupervisionReadTest, ATickThatIsPrivateIsAskedAboutAndLosesNothingOfTheAnswer) {
  for (const char* name : {"cases/a/followUps/1", "cases/b/followUps/2"}) {
    v1::WorkItem& item = *work_.list.add_items();
    item.set_role(v1::WORK_ROLE_OWN);
    item.mutable_follow_up()->set_name(name);
    item.mutable_follow_up()->set_action(v1::ACTION_TALK);
    item.mutable_follow_up()->set_case_code(name == std::string("cases/a/followUps/1") ? "K-1" : "K-2");
  }
  notes_.note.mutable_session()->set_supervisor("members/e");
  notes_.refusals = {RefusalAbout("follow_ups[0]", "private"), RefusalAbout("follow_ups[1]", "after_session")};

  const Outcome outcome = Type("yfine\n12\ny", {"seen", "members/a/supervisionNotes/n"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("members/e will see that you ticked a conversation about K-1"));
  EXPECT_THAT(outcome.err, HasSubstr("Left open: a conversation about K-2"));
  ASSERT_EQ(notes_.answered.size(), 3U);
  EXPECT_EQ(notes_.answered[2].comment(), "fine");
  EXPECT_THAT(notes_.answered[2].follow_ups(), ElementsAre("cases/a/followUps/1"));
  EXPECT_THAT(notes_.answered[2].private_follow_ups(), ElementsAre("cases/a/followUps/1"));

  notes_.refusals = {RefusalAbout("follow_ups[0]", "private")};
  const Outcome kept = Type("yfine\n1\nn", {"seen", "members/a/supervisionNotes/n"});
  EXPECT_EQ(kept.code, 0) << kept.err;
  EXPECT_EQ(notes_.answered.back().comment(), "fine");
  EXPECT_TRUE(notes_.answered.back().follow_ups().empty());
}

TEST_F(SupervisionReadTest, WhatBeganAfterTheSessionIsNotOffered) {
  v1::WorkItem& item = *work_.list.add_items();
  item.set_role(v1::WORK_ROLE_OWN);
  item.mutable_follow_up()->set_name("cases/a/followUps/1");
  item.mutable_follow_up()->set_action(v1::ACTION_TALK);
  *item.mutable_follow_up()->mutable_opened_on() = ToWire(kFriday + 1);
  *notes_.note.mutable_session()->mutable_started()->mutable_date() = ToWire(kFriday);

  const Outcome outcome = Type("y\n", {"seen", "members/a/supervisionNotes/n"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, Not(HasSubstr("Did this talk cover")));
}

TEST_F(SupervisionReadTest, ThatSomebodyWouldNotLookIsAskedBeforeItIsRecorded) {
  notes_.note.set_supervisee("members/a");
  *notes_.note.mutable_session()->mutable_started()->mutable_date() = ToWire(kFriday);

  const Outcome no = Type("n", {"seen", "members/a/supervisionNotes/n", "--refused"});
  EXPECT_EQ(no.code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_TRUE(notes_.answered.empty());
  const Outcome yes = Type("y\n", {"seen", "members/a/supervisionNotes/n", "--refused"});

  EXPECT_THAT(Flat(yes.err), HasSubstr("members/a would not look at the note of Friday 20 March 2026"));
  ASSERT_EQ(notes_.answered.size(), 1U);
  EXPECT_TRUE(notes_.answered[0].refused());
}

TEST_F(SupervisionReadTest, AWholeFileHasWhatDidNotTakePlaceInItsOrder) {
  v1::SupervisionNote& note = *notes_.list.add_notes();
  note.set_name("members/a/supervisionNotes/n");
  note.set_supervisee("members/a");
  *note.mutable_session()->mutable_started()->mutable_date() = ToWire(kFriday);
  *note.mutable_written() = ToWire(kFriday);
  v1::CancelledSupervision& cancelled = *notes_.list.add_cancelled();
  *cancelled.mutable_day() = ToWire(kFriday - 7);
  cancelled.set_cancelled_by("members/a");
  cancelled.set_supervisor("members/d");
  cancelled.set_reason(v1::CANCELLATION_REASON_ILLNESS);
  v1::MissedSupervision& missed = *notes_.list.add_missed();
  *missed.mutable_day() = ToWire(kFriday + 7);
  missed.set_format(v1::SUPERVISION_NOTE_FORMAT_GROUP);

  const Json json = Json::parse(Script({"-o", "json", "file", "members/a"}).out);
  const Outcome csv = Script({"-o", "csv", "--fields", "date,format,units,state", "file", "members/a"});

  ASSERT_EQ(json.size(), 3U);
  EXPECT_EQ(json[0]["session"]["started"]["date"], "2026-03-13");
  EXPECT_EQ(json[0]["cancelled"]["reason"], "illness");
  EXPECT_EQ(json[1]["name"], "members/a/supervisionNotes/n");
  EXPECT_TRUE(json[1]["cancelled"].is_null());
  EXPECT_EQ(json[2]["missed"]["day"], "2026-03-27");
  EXPECT_EQ(csv.out,
            "date,format,units,state\r\n2026-03-13,not recorded,,\"did not take place on 2026-03-13 by members/a, "
            "illness, with members/d\"\r\n2026-03-20,not recorded,0.00,not recorded\r\n2026-03-27,group,,\"absent on "
            "2026-03-27, "
            "group\"\r\n");
}

TEST_F(SupervisionReadTest, TheLogIsATableWithItsTotals) {
  notes_.log.set_units_profile(v1::UNITS_PROFILE_BBS);
  notes_.log.set_total_weeks(3);
  notes_.log.set_individual_weeks(2);
  notes_.log.set_total_hundredths(350);
  notes_.log.set_total_minutes(270);
  v1::SupervisionLogWeek& week = *notes_.log.add_weeks();
  *week.mutable_week() = ToWire(kFriday - 4);
  week.set_setting("Clinic");
  week.set_individual_hundredths(100);
  week.set_group_hundredths(50);
  week.set_minutes(120);
  week.set_needed_hundredths(200);
  week.set_direct_minutes(720);
  week.add_no_units_reasons(v1::NO_UNITS_REASON_GROUP_TOO_LARGE);

  const Outcome table = Script({"log", "members/a"});
  const Outcome csv = Script({"-o", "csv", "log", "members/a"});
  const Outcome totals = Script({"-o", "csv", "log", "members/a", "--totals"});

  EXPECT_THAT(Flat(table.out), HasSubstr("of these individual or triadic: 2 of 52"));
  EXPECT_THAT(Flat(table.out),
              HasSubstr("2026-03-16 1.00 0.00 0.50 1.50 2.00 120 12.00 - Clinic the group was too large"));
  EXPECT_EQ(csv.out,
            "week_of,setting,individual,triadic,group,units,needed,met,minutes,client_hours,other_hours,"
            "counted_for_nothing\r\n2026-03-16,Clinic,1.00,0.00,0.50,1.50,2.00,false,120,12.00,,the group was too "
            "large\r\n");
  EXPECT_EQ(totals.out,
            "weeks,individual_or_triadic_weeks,units,hours,sessions_not_wholly_recorded,units_not_signed\r\n"
            "3,2,3.50,4.50,0,0.00\r\n");
}

TEST_F(SupervisionReadTest, TheLogSaysOnceWhereTheNameIsWhatItIs) {
  v1::SupervisionLogWeek& week = *notes_.log.add_weeks();
  *week.mutable_week() = ToWire(kFriday - 4);
  week.set_work_setting(v1::WORK_SETTING_AGENCY);
  week.set_setting("agency");

  const std::string table = Flat(Script({"log", "members/a"}).out);

  EXPECT_THAT(table, HasSubstr("agency"));
  EXPECT_THAT(table, Not(HasSubstr("agency, agency")));
}

TEST_F(SupervisionAmendTest, KeepsWhatIsNotChanged) {
  const Outcome outcome = Amend(std::string(kHasChanged) + kTheRest + "y");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_EQ(notes_.amended.size(), 1U);
  EXPECT_EQ(notes_.amended[0].part().risk_looked_at(), v1::YES_NO_YES);
  EXPECT_EQ(notes_.amended[0].part().risk_changed(), v1::YES_NO_YES);
  EXPECT_EQ(notes_.amended[0].part().strengths(), "calm");
  EXPECT_EQ(notes_.amended[0].why(), "it has changed");
  EXPECT_EQ(FormatDate(notes_.amended[0].part().next_planned()), "2026-03-20");
  EXPECT_THAT(Amend("q").err, Not(HasSubstr("was begun"))) << "what was signed is no draft any more";
}

TEST_F(SupervisionAmendTest, WhatWasBrokenOffGoesOnWhereItWas) {
  const Outcome left = Amend(kHasChanged);
  const Outcome again = Amend(std::string(kAsItIs) + "y");

  EXPECT_EQ(left.code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_THAT(Flat(left.err), HasSubstr("kept as a draft on this machine, and the note is as it was"));
  EXPECT_THAT(again.err, HasSubstr("A new version of it was begun"));
  ASSERT_EQ(notes_.amended.size(), 1U);
  EXPECT_EQ(notes_.amended[0].part().risk_changed(), v1::YES_NO_YES);
  EXPECT_EQ(notes_.amended[0].part().strengths(), "calm");
}

TEST_F(SupervisionAmendTest, ADraftThatIsDiscardedLeavesTheNoteAsItWas) {
  Amend(kHasChanged);

  const Outcome gone = Amend("d");
  Amend(std::string(kAsItIs) + "y");

  EXPECT_EQ(gone.code, 0) << gone.err;
  ASSERT_EQ(notes_.amended.size(), 1U);
  EXPECT_EQ(notes_.amended[0].part().risk_changed(), v1::YES_NO_NO);
}

TEST_F(SupervisionAmendTest, WhatIsNotConfirmedStaysADraftThatIsNotSignedWithTheRest) {
  const Outcome refused = Amend(std::string(kHasChanged) + kTheRest + "n");

  const Outcome all = Script({"sign", "all", "--yes"});

  EXPECT_EQ(refused.code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_THAT(Flat(refused.err), HasSubstr("to go on: candor supervision amend members/a/supervisionNotes/n"));
  EXPECT_TRUE(notes_.amended.empty());
  EXPECT_TRUE(notes_.sent.empty());
  EXPECT_THAT(all.err, HasSubstr("a new version is begun: members/a"));
}

TEST_F(SupervisionAmendTest, SigningAgainIsTheSameRequest) {
  notes_.answer = grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");
  Amend(std::string(kHasChanged) + kTheRest + "y");
  notes_.answer = grpc::Status::OK;

  Amend(std::string(kAsItIs) + "y");

  ASSERT_GE(notes_.amended.size(), 2U);
  EXPECT_EQ(notes_.amended.back().request_id(), notes_.amended.front().request_id());
  EXPECT_EQ(notes_.amended.back().why(), "it has changed");
}

TEST_F(SupervisionAmendTest, AVersionSignedSinceIsSaid) {
  Amend(kHasChanged);
  notes_.note.set_version(2);

  EXPECT_THAT(Flat(Amend("q").err), HasSubstr("Since then the note was amended otherwise"));
}

}  // namespace
}  // namespace candor::cli::supervision_read_test
