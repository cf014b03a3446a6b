#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "cli/wire/json.h"
#include "today_fixture.h"

// What the day has beside what is to be done.
namespace candor::cli::whole_day_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(TodayVerbTest, SaysWhichNotesWaitToBeReadAndWhatTheyAskFor) {
  v1::UnseenNote& note = *work_.list.add_unseen_notes();
  *note.mutable_held() = ToWire(Day(2026, 6, 9));
  note.set_signed_by("members/b");
  note.set_version(2);
  v1::OpenDirective& directive = *work_.list.add_directives();
  directive.set_text("ring the school");
  directive.set_owner("members/b");
  *directive.mutable_due() = ToWire(Day(2026, 6, 16));

  const std::string out = RunAgainst(daemon_.address(), {"today"}).out;

  EXPECT_THAT(out, HasSubstr("to read: the new version of the note of Tuesday 9 June 2026, signed by Ana Nguyen\n"));
  EXPECT_THAT(out, HasSubstr("candor supervision seen\n"));
  EXPECT_THAT(out, HasSubstr("to do:   by 2026-06-16: ring the school (Ana Nguyen)\n"));
  EXPECT_THAT(out, Not(HasSubstr("Nothing waits")));
}

TEST_F(TodayVerbTest, SaysWhatASupervisorsWeekWaitsFor) {
  for (const char* name : {"members/b", "members/c"}) {
    v1::SuperviseeWeek& line = *supervision_.week.add_supervisees();
    line.set_supervisee(name);
    line.add_directives();
  }
  supervision_.week.mutable_supervisees(0)->set_units_short_hundredths(50);
  supervision_.week.mutable_supervisees(1)->add_notes()->set_state(v1::SUPERVISION_NOTE_STATE_SIGNED);

  const std::string out = RunAgainst(daemon_.address(), {"today", "--act-for", "members/d"}).out;

  EXPECT_THAT(out, HasSubstr("notes to write: Ana Nguyen\n"));
  EXPECT_THAT(out, HasSubstr("units still to come: Ana Nguyen 0.50\n"));
  EXPECT_THAT(out, HasSubstr("open directives: 2\n"));
  EXPECT_THAT(RunAgainst(daemon_.address(), {"today"}).out, Not(HasSubstr("as a supervisor")));
}

TEST_F(TodayVerbTest, AsDataTheWholeDayIsARowForEachThingThatTheTableShows) {
  Add(v1::WORK_ROLE_OWN);
  work_.list.add_unseen_notes()->set_name("members/d/supervisionNotes/n");
  work_.list.add_directives()->set_text("ring the school");
  supervision_.week.add_supervisees()->set_supervisee("members/b");
  const std::string file = daemon_.folder() + "/talk.csv";
  std::ofstream(file) << "name,who,contact\nMaria Lopez,consultant,555-0100\n";
  setenv("CANDOR_TALK_FILE", file.c_str(), 1);
  const std::vector<std::string> whole = {"today", "--act-for", "members/d", "--whole-day"};
  const auto run = [&](std::vector<std::string> line, const std::vector<std::string>& more) {
    line.insert(line.end(), more.begin(), more.end());
    return RunAgainst(daemon_.address(), line);
  };

  const Outcome json = run(whole, {"-o", "json"});
  const Outcome csv = run(whole, {"-o", "csv", "--fields", "section,note_to_write,name"});
  const Outcome alone = RunAgainst(daemon_.address(), {"today", "--act-for", "members/d", "-o", "json"});

  unsetenv("CANDOR_TALK_FILE");
  ASSERT_EQ(json.code, 0) << json.err;
  const Json rows = Json::parse(json.out);
  ASSERT_EQ(rows.size(), 5U) << json.out;
  EXPECT_EQ(rows[0]["section"], "follow_up");
  EXPECT_EQ(rows[0]["follow_up"]["name"], "cases/a/followUps/f");
  EXPECT_TRUE(rows[0]["planned"].is_null());
  EXPECT_EQ(rows[1]["section"], "note_to_read");
  EXPECT_EQ(rows[2]["text"], "ring the school");
  EXPECT_EQ(rows[3]["section"], "supervisee");
  EXPECT_TRUE(rows[3]["note_to_write"].get<bool>());
  EXPECT_EQ(rows[4]["contact"], "555-0100");
  EXPECT_EQ(csv.out,
            "section,note_to_write,name\r\nfollow_up,,\r\nnote_to_read,,members/d/supervisionNotes/n\r\n"
            "directive,,\r\nsupervisee,true,\r\ntalk,,Maria Lopez\r\n")
      << csv.err;
  EXPECT_EQ(Json::parse(alone.out).size(), 1U) << "as it always was";
}

TEST_F(TodayVerbTest, TheWholeDayGoesWithoutAListOfWhomToTalkTo) {
  Add(v1::WORK_ROLE_OWN);
  const std::string missing = daemon_.folder() + "/none.csv";
  setenv("CANDOR_TALK_FILE", missing.c_str(), 1);

  const Outcome outcome = RunAgainst(daemon_.address(), {"today", "--whole-day", "-o", "json"});

  unsetenv("CANDOR_TALK_FILE");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(Json::parse(outcome.out).size(), 1U);
  EXPECT_THAT(outcome.err, HasSubstr("none.csv: cannot be read"));
}

TEST_F(TodayVerbTest, OpenCasesOfWhoeverHasLeftStandWithThem) {
  for (const char* code : {"C-1000", "C-1005"}) {
    v1::LeftCase& left = *work_.list.add_left_cases();
    left.set_case_code(code);
    left.set_therapist("members/b");
    *left.mutable_since() = ToWire(Day(2026, 6, 1));
  }

  const Outcome outcome = RunAgainst(daemon_.address(), {"today"});

  EXPECT_THAT(outcome.out, HasSubstr("Ana Nguyen, gone from 2026-06-01: C-1000, C-1005"));
  EXPECT_THAT(outcome.out, HasSubstr("ended:   candor log termination --case CODE --therapist members/b "
                                     "--source colleague\n"));
  EXPECT_THAT(RunAgainst(daemon_.address(), {"today", "--act-for", "members/d"}).out,
              HasSubstr("ended:   candor log termination --case CODE --therapist members/b --source colleague "
                        "--act-for \"members/d\"\n"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("Nothing waits")));
}

TEST_F(TodayVerbTest, WhoHasNoSupervisorAnyMoreIsNamedWithWhatToDo) {
  v1::UnsupervisedMember& waiting = *work_.list.add_unsupervised_members();
  waiting.set_member("members/b");
  waiting.set_left("members/d");
  *waiting.mutable_since() = ToWire(Day(2026, 6, 1));

  const Outcome outcome = RunAgainst(daemon_.address(), {"today"});

  EXPECT_THAT(outcome.out, HasSubstr("Without a supervisor\n  Ana Nguyen from 2026-06-01, when "));
  EXPECT_THAT(outcome.out, HasSubstr("next:    candor member supervise members/b --supervisor NAME --from DATE\n"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("Nothing waits")));
  EXPECT_THAT(RunAgainst(daemon_.address(), {"today", "--whole-day", "-o", "json"}).out, HasSubstr("\"unsupervised\""));
}

TEST_F(TodayVerbTest, WhoCameToSuperviseSomebodyIsNamed) {
  v1::NewSupervisor& added = *work_.list.add_new_supervisors();
  added.set_supervisor("members/b");
  *added.mutable_from() = ToWire(Day(2026, 6, 1));
  added.mutable_recorded_at()->set_seconds(1781265600);  // noon of 12 June 2026

  const std::string out = Flat(RunAgainst(daemon_.address(), {"today", "--act-for", "members/d"}).out);

  EXPECT_THAT(out,
              HasSubstr("Ana Nguyen supervises you from Monday 1 June 2026 on: that was put on record on 2026-06-12. "
                        "They read what you write about your work from that day on; your private notes from "
                        "before are shown to nobody new."));
  EXPECT_THAT(RunAgainst(daemon_.address(), {"today", "--whole-day", "-o", "json"}).out,
              HasSubstr("\"new_supervisor\""));
}

TEST_F(TodayVerbTest, AMachineThatWasEndedIsToldWithWhenAndByWhom) {
  v1::Enrolment& ended = *work_.list.add_ended_machines();
  ended.set_name("members/d/enrolments/e");
  ended.set_revoked_by("members/b");
  ended.set_reason(v1::REVOCATION_REASON_LOST);
  ended.mutable_revoked_at()->set_seconds(1781265600);  // noon of 12 June 2026
  v1::Enrolment& other = *work_.list.add_ended_machines();
  other = ended;
  other.clear_revoked_by();
  other.set_reason(v1::REVOCATION_REASON_REPLACED);

  const std::string out = Flat(RunAgainst(daemon_.address(), {"today", "--act-for", "members/d"}).out);

  EXPECT_THAT(out, HasSubstr("A machine of yours was ended on 2026-06-12"));
  EXPECT_THAT(out, HasSubstr(" by Ana Nguyen: it was called lost. Nobody calls as you with it any more."));
  EXPECT_THAT(out, HasSubstr(" by the operator: another was to take its place."));
  EXPECT_THAT(RunAgainst(daemon_.address(), {"today", "--whole-day", "-o", "json"}).out,
              HasSubstr("\"ended_machine\""));
}

// A thief of a machine may have done it, and so may its holder: neither is told as what somebody else did.
TEST_F(TodayVerbTest, AMachineThatOneEndedOneselfIsToldAsThat) {
  v1::Enrolment& ended = *work_.list.add_ended_machines();
  ended.set_name("members/b/enrolments/e");
  ended.set_revoked_by("members/b");
  ended.set_reason(v1::REVOCATION_REASON_LOST);
  v1::Enrolment& for_her = *work_.list.add_ended_machines();
  for_her = ended;
  for_her.set_acted_for(true);

  const std::string out = Flat(RunAgainst(daemon_.address(), {"today", "--act-for", "members/b"}).out);

  EXPECT_THAT(out, HasSubstr(" by you, or by somebody with a machine of yours: it was called lost."));
  EXPECT_THAT(out, HasSubstr(" by the operator in your name: it was called lost."));
  EXPECT_THAT(out, Not(HasSubstr("by Ana Nguyen")));
}

TEST_F(TodayVerbTest, AnotherMachineIsToldAndSoIsACodeForOne) {
  v1::Enrolment& machine = *work_.list.add_new_machines();
  machine.set_name("members/d/enrolments/e");
  machine.mutable_begun_at()->set_seconds(1781265600);      // noon of 12 June 2026
  machine.mutable_code_made_at()->set_seconds(1781179200);  // the day before
  v1::Enrolment& ended = *work_.list.add_new_machines();
  ended = machine;
  ended.mutable_revoked_at()->set_seconds(1781352000);
  v1::Enrolment& code = *work_.list.add_new_machines();
  code.set_name("members/d/enrolments/f");
  code.set_code_open(true);
  *code.mutable_code_made_at() = machine.begun_at();
  code.mutable_code_expires_at()->set_seconds(1781870400);

  const Outcome outcome = RunAgainst(daemon_.address(), {"today", "--act-for", "members/d"});

  const std::string out = Flat(outcome.out);
  const std::string begun = SayInstant(machine.begun_at());
  const std::string made = SayInstant(machine.code_made_at());
  EXPECT_THAT(out, HasSubstr("A machine now calls as you since " + begun + ", with a code that the operator made on " +
                             made + "."));
  EXPECT_THAT(outcome.out, HasSubstr("not yours:  candor member revoke members/d/enrolments/e --why lost\n"));
  EXPECT_THAT(out, HasSubstr("A machine called as you from " + begun + " until it was ended on " +
                             SayInstant(ended.revoked_at()) + ", with a code that the operator made on " + made));
  EXPECT_THAT(out, HasSubstr("A code for another machine of yours was made on " + begun + " by the operator. Until " +
                             SayInstant(code.code_expires_at()) + " whoever has it can begin to call as you."));
  EXPECT_THAT(outcome.out, HasSubstr("not yours:  candor member revoke members/d/enrolments/f --why mistake\n"));
  const Json rows =
      Json::parse(RunAgainst(daemon_.address(), {"today", "--act-for", "members/d", "--whole-day", "-o", "json"}).out);
  EXPECT_EQ(std::count_if(rows.begin(), rows.end(), [](const Json& row) { return row["section"] == "new_machine"; }),
            3);
}

// Readers and consultants have no other list.
TEST_F(TodayVerbTest, EveryPartInWhichSomethingWaitsIsShown) {
  for (const v1::WorkRole role : {v1::WORK_ROLE_READER, v1::WORK_ROLE_CONSULTANT}) {
    v1::WorkItem& item = *work_.list.add_items();
    item.set_role(role);
    item.set_confidential(true);
    item.mutable_follow_up()->set_therapist("members/b");
  }

  const std::string out = Flat(RunAgainst(daemon_.address(), {"today", "--act-for", "members/d"}).out);

  EXPECT_THAT(out, HasSubstr("Those who chose you to read it 1 Ana Nguyen, no date: a conversation is due"));
  EXPECT_THAT(out, HasSubstr("Those whom nobody supervises 2 Ana Nguyen, no date: a conversation is due"));
}

TEST_F(TodayVerbTest, AnEmergencyWaitsForWhoAnswersAndIsToldToWhomItIsAbout) {
  v1::Emergency& asked = *work_.list.add_emergencies();
  asked.set_name("emergencies/e");
  asked.set_subject("members/b");
  asked.set_state(v1::EMERGENCY_STATE_ASKED);
  asked.set_asker("members/b");
  asked.set_minutes(240);
  v1::Emergency& over = *work_.list.add_emergencies();
  over = asked;
  over.set_state(v1::EMERGENCY_STATE_ENDED);
  over.mutable_review_due_at()->set_seconds(1803859200);
  v1::Emergency& opened = *work_.list.add_opened();
  opened = over;
  opened.set_name("emergencies/f");

  const Outcome outcome = RunAgainst(daemon_.address(), {"today"});

  EXPECT_THAT(Flat(outcome.out), HasSubstr("Emergencies Ana Nguyen asks to be shown Ana Nguyen for 4 hours"));
  EXPECT_THAT(outcome.out, HasSubstr("answer:  candor emergency approve emergencies/e\n"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("please look at it by 2027-03-01"));
  EXPECT_THAT(outcome.out, HasSubstr("then:    candor emergency review emergencies/e\n"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("Opened in an emergency: Ana Nguyen, to Ana Nguyen"));
  EXPECT_THAT(outcome.out, HasSubstr("what was read:    candor access-log --mine\n"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("Nothing waits")));
  const std::string whole = RunAgainst(daemon_.address(), {"today", "--whole-day", "-o", "json"}).out;
  EXPECT_THAT(whole, HasSubstr("\"opened\""));
  EXPECT_THAT(whole, HasSubstr("emergencies/f"));
}

TEST_F(TodayVerbTest, WhoeverWasWrittenAboutIsToldAndCanAnswer) {
  v1::EntryAbout& about = *work_.list.add_entries_about();
  about.set_name("members/b/entries/e");
  *about.mutable_reported() = ToWire(Day(2026, 6, 11));
  about.set_nothing_concluded(true);

  const std::string out = RunAgainst(daemon_.address(), {"today", "--act-for", "members/b"}).out;

  EXPECT_THAT(Flat(out), HasSubstr("Something about you was written down on Thursday 11 June 2026. Nothing has been "
                                   "concluded. You may read it, answer in writing, and bring someone."));
  about.set_nothing_concluded(false);
  const std::string decided = Flat(RunAgainst(daemon_.address(), {"today", "--act-for", "members/b"}).out);
  EXPECT_THAT(decided, HasSubstr("was written down on Thursday 11 June 2026. You may read it, answer in writing"));
  EXPECT_THAT(out, HasSubstr("read:    candor entry show members/b/entries/e --act-for \"members/b\"\n"));
  EXPECT_THAT(out, HasSubstr("answer:  candor entry respond members/b/entries/e --act-for \"members/b\"\n"));
  EXPECT_THAT(out, Not(HasSubstr("Nothing waits")));
}

TEST_F(TodayVerbTest, OfSeveralThatWereWrittenAboutSomebodyItIsSaidOnce) {
  for (const int day : {11, 11, 14}) {
    v1::EntryAbout& about = *work_.list.add_entries_about();
    about.set_name(absl::StrCat("members/b/entries/e", work_.list.entries_about_size()));
    *about.mutable_reported() = ToWire(Day(2026, 6, day));
    about.set_nothing_concluded(true);
  }

  const std::string out = RunAgainst(daemon_.address(), {"today", "--act-for", "members/b"}).out;

  EXPECT_THAT(Flat(out), HasSubstr("3 things about you were written down from Thursday 11 June 2026 to Sunday 14 June "
                                   "2026. Nothing has been concluded. You may read them, answer in writing"));
  EXPECT_THAT(out, Not(HasSubstr("Something about you")));
  for (const char* name : {"e1", "e2", "e3"}) {
    EXPECT_THAT(out, HasSubstr(absl::StrCat("read:    candor entry show members/b/entries/", name)));
    EXPECT_THAT(out, HasSubstr(absl::StrCat("answer:  candor entry respond members/b/entries/", name)));
  }
  EXPECT_EQ(out.find("candor talk"), out.rfind("candor talk"));
}

TEST_F(TodayVerbTest, SaysWhenNothingWaits) {
  EXPECT_THAT(RunAgainst(daemon_.address(), {"today"}).out, HasSubstr("Nothing waits for you."));
  EXPECT_EQ(RunAgainst(daemon_.address(), {"today", "-o", "json"}).out, "[]\n");
}

}  // namespace
}  // namespace candor::cli::whole_day_test
