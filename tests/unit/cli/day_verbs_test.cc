#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "candor/v1/decision.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "cli/wire/dates.h"
#include "cli/wire/json.h"
#include "fake_daemon.h"

namespace candor::cli::day_verbs_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class FakeWork final : public v1::WorkService::Service {
 public:
  grpc::Status GetWorkList(grpc::ServerContext*, const v1::GetWorkListRequest* request,
                           v1::GetWorkListResponse* response) override {
    limit = request->limit();
    *response->mutable_work_list() = list;
    response->set_total(total);
    return grpc::Status::OK;
  }

  v1::WorkList list;
  int total = 0;
  int limit = -1;
};

class FakeMembers final : public v1::MemberService::Service {
 public:
  grpc::Status ListMembers(grpc::ServerContext*, const v1::ListMembersRequest*,
                           v1::ListMembersResponse* response) override {
    v1::Member& member = *response->add_members();
    member.set_name("members/b");
    member.set_display_name("Ana Nguyen");
    return grpc::Status::OK;
  }
};

class FakeDecisions final : public v1::DecisionService::Service {
 public:
  grpc::Status CreateDecision(grpc::ServerContext*, const v1::CreateDecisionRequest* request,
                              v1::CreateDecisionResponse* response) override {
    made.push_back(request->decision());
    *response->mutable_decision() = request->decision();
    return grpc::Status::OK;
  }
  grpc::Status ListDecisions(grpc::ServerContext*, const v1::ListDecisionsRequest*,
                             v1::ListDecisionsResponse* response) override {
    for (const v1::Decision& each : made) *response->add_decisions() = each;
    return grpc::Status::OK;
  }

  std::vector<v1::Decision> made;
};

class FakeSupervisionWeek final : public v1::SupervisionService::Service {
 public:
  grpc::Status GetSupervisionWeek(grpc::ServerContext*, const v1::GetSupervisionWeekRequest*,
                                  v1::GetSupervisionWeekResponse* response) override {
    *response->mutable_week() = week;
    return grpc::Status::OK;
  }

  v1::SupervisionWeek week;
};

class TodayVerbTest : public ::testing::Test {
 protected:
  TodayVerbTest() { *work_.list.mutable_today() = ToWire(Day(2026, 6, 12)); }

  v1::WorkItem& Add(v1::WorkRole role) {
    v1::WorkItem& item = *work_.list.add_items();
    ++work_.total;
    item.set_role(role);
    v1::FollowUp& follow_up = *item.mutable_follow_up();
    follow_up.set_name("cases/a/followUps/f");
    follow_up.set_case_("cases/a");
    follow_up.set_case_code("C-1042");
    follow_up.set_therapist("members/b");
    follow_up.set_action(v1::ACTION_TALK);
    follow_up.set_status(v1::FOLLOW_UP_STATUS_OPEN);
    *follow_up.mutable_due() = ToWire(Day(2026, 6, 19));
    return item;
  }

  FakeWork work_;
  FakeMembers members_;
  FakeDecisions decisions_;
  FakeSupervisionWeek supervision_;
  FakeDaemon daemon_{{&work_, &members_, &decisions_, &supervision_}};
};

TEST_F(TodayVerbTest, EachOfMineHasThreeWaysToGoOn) {
  Add(v1::WORK_ROLE_OWN);

  const Outcome outcome = RunAgainst(daemon_.address(), {"today"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Friday 12 June 2026\n"));
  EXPECT_THAT(outcome.out, HasSubstr("1  by Friday 19 June 2026: a conversation (C-1042)\n"));
  EXPECT_THAT(outcome.out, HasSubstr("done:    candor log consultation --case C-1042\n"));
  EXPECT_THAT(outcome.out, HasSubstr("talk:    candor talk\n"));
  EXPECT_THAT(outcome.out, HasSubstr("not now: candor followup acknowledge cases/a/followUps/f\n"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("Ana")));
}

TEST_F(TodayVerbTest, AnUrgentDutyIsSaidInItsOwnWordsAndNotPutOff) {
  v1::FollowUp& follow_up = *Add(v1::WORK_ROLE_OWN).mutable_follow_up();
  follow_up.set_action(v1::ACTION_DOCUMENT);
  follow_up.set_label("Call the agency today");
  follow_up.set_duty(true);
  follow_up.set_at_once(true);

  const std::string out = RunAgainst(daemon_.address(), {"today"}).out;

  EXPECT_THAT(out, HasSubstr("1  by Friday 19 June 2026: Call the agency today (C-1042)\n"));
  EXPECT_THAT(out, Not(HasSubstr("not now")));
}

// "By Monday: not to go on" would read as leave until Monday.
TEST_F(TodayVerbTest, WhatIsNotToGoOnEndsNowAndIsSeen) {
  v1::FollowUp& follow_up = *Add(v1::WORK_ROLE_OWN).mutable_follow_up();
  follow_up.set_action(v1::ACTION_PROHIBIT);

  const std::string out = RunAgainst(daemon_.address(), {"today"}).out;
  const Outcome seen = RunBeforeAPerson(daemon_.address(), {"today"}, "1\nn\n1\ns\n");
  follow_up.set_past_due(true);
  const std::string past = RunAgainst(daemon_.address(), {"today"}).out;
  follow_up.set_past_due(false);
  follow_up.clear_due();
  const std::string without = RunAgainst(daemon_.address(), {"today"}).out;

  EXPECT_THAT(out, HasSubstr("1  from now on: not to go on, and a look at it by Friday 19 June 2026 (C-1042)\n"));
  EXPECT_THAT(out, HasSubstr("seen:    candor followup acknowledge cases/a/followUps/f\n"));
  EXPECT_THAT(out, Not(HasSubstr("not now")));
  EXPECT_THAT(past, HasSubstr("not to go on, and a look at it since Friday 19 June 2026 (C-1042)\n"));
  EXPECT_THAT(without, HasSubstr("1  from now on: not to go on (C-1042)\n"));
  EXPECT_EQ(seen.code, 0) << seen.err;
  EXPECT_THAT(seen.out, HasSubstr("It stays open, and not to go on holds from now on."));
  ASSERT_EQ(decisions_.made.size(), 1U);
  EXPECT_TRUE(decisions_.made[0].has_acknowledge());
  EXPECT_EQ(decisions_.made[0].reason(), "");
}

// As they stand they would be the operator's.
TEST_F(TodayVerbTest, TheCommandsAreThoseOfWhoeverAsked) {
  Add(v1::WORK_ROLE_OWN);
  work_.total = 2;
  *work_.list.add_unseen_notes()->mutable_held() = ToWire(Day(2026, 6, 9));
  supervision_.week.add_supervisees()->set_supervisee("members/b");

  const std::string out = RunAgainst(daemon_.address(), {"today", "--act-for", "members/b"}).out;

  EXPECT_THAT(out, HasSubstr("done:    candor log consultation --case C-1042 --act-for \"members/b\"\n"));
  EXPECT_THAT(out, HasSubstr("candor followup acknowledge cases/a/followUps/f --act-for \"members/b\"\n"));
  EXPECT_THAT(out, HasSubstr("candor today --all --act-for \"members/b\"\n"));
  EXPECT_THAT(out, HasSubstr("read:    candor supervision seen --act-for \"members/b\"\n"));
  EXPECT_THAT(out, HasSubstr("more:    candor supervision --act-for \"members/b\"\n"));
}

TEST_F(TodayVerbTest, APageOfTheListIsNoPageOfWhomToTalkTo) {
  Add(v1::WORK_ROLE_OWN);
  Add(v1::WORK_ROLE_OWN);
  const std::string file = daemon_.folder() + "/talk.csv";
  std::ofstream(file) << "name,who,contact\nMaria Lopez,consultant,555-0100\nHelpline,for therapists,555-0199\n";
  setenv("CANDOR_TALK_FILE", file.c_str(), 1);

  const Outcome outcome = RunBeforeAPerson(daemon_.address(), {"today", "--page-size", "1"}, "1\nt\n");

  unsetenv("CANDOR_TALK_FILE");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Maria Lopez"));
  EXPECT_THAT(outcome.out, HasSubstr("Helpline"));
  EXPECT_THAT(outcome.err, HasSubstr("--page-token 1\n"));
}

// A consultation would leave either of them open.
TEST_F(TodayVerbTest, SaysWhatReallyClearsIt) {
  v1::FollowUp& follow_up = *Add(v1::WORK_ROLE_OWN).mutable_follow_up();
  for (const char* kind : {"continue_plan", "referral", "transfer_step"}) follow_up.add_done_kinds(kind);
  const std::string persists = RunAgainst(daemon_.address(), {"today"}).out;
  follow_up.clear_done_kinds();
  follow_up.add_done_kinds("supervision");
  const std::string trainee = RunAgainst(daemon_.address(), {"today"}).out;

  EXPECT_THAT(persists, HasSubstr("done:    candor log continue_plan --case C-1042\n"));
  EXPECT_THAT(persists, HasSubstr("or:      candor log referral --case C-1042\n"));
  EXPECT_THAT(persists, HasSubstr("or:      candor log transfer_step --case C-1042\n"));
  EXPECT_THAT(Flat(persists), HasSubstr("the consultant's yes"));
  EXPECT_THAT(trainee, HasSubstr("done:    candor supervision seen (your supervisor's note"));
  EXPECT_THAT(trainee, Not(HasSubstr("log supervision"))) << "that would be the same session twice";
  EXPECT_THAT(persists + trainee, Not(HasSubstr("log consultation")));
}

TEST_F(TodayVerbTest, WhatIsDoneByAKindThatIsNotNamedIsAskedFor) {
  Add(v1::WORK_ROLE_OWN).mutable_follow_up()->add_done_kinds("own_therapy");

  const std::string out = RunAgainst(daemon_.address(), {"today"}).out;

  EXPECT_THAT(out, HasSubstr("done:    candor log --case C-1042\n"));
  EXPECT_THAT(out, Not(HasSubstr("own_therapy")));
}

TEST_F(TodayVerbTest, OfAPrivateNoteOnlyThatAConversationIsDue) {
  v1::WorkItem& item = *work_.list.add_items();
  work_.total = 1;
  item.set_role(v1::WORK_ROLE_DIRECTOR);
  item.set_confidential(true);
  item.mutable_follow_up()->set_therapist("members/b");
  item.mutable_follow_up()->set_past_due(true);
  *item.mutable_follow_up()->mutable_due() = ToWire(Day(2026, 5, 26));

  const Outcome outcome = RunAgainst(daemon_.address(), {"today"});

  EXPECT_THAT(outcome.out, HasSubstr("The practice\n"));
  EXPECT_THAT(outcome.out, HasSubstr("1  Ana Nguyen, since Tuesday 26 May 2026: a conversation is due\n"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("candor log")));
}

TEST_F(TodayVerbTest, WhatIsDoneForWhoIsAwaySaysWhoseItIs) {
  v1::FollowUp& follow_up = *Add(v1::WORK_ROLE_COVER).mutable_follow_up();
  follow_up.set_action(v1::ACTION_SOFT_TRANSFER);
  follow_up.set_rule("referral_follow_through");

  const Outcome outcome = RunAgainst(daemon_.address(), {"today"});

  EXPECT_THAT(outcome.out, HasSubstr("For those who are away\n"));
  EXPECT_THAT(outcome.out, HasSubstr("1  Ana Nguyen, by Friday 19 June 2026: a soft transfer (C-1042)\n"));
  EXPECT_THAT(outcome.out, HasSubstr("why:     candor followup explain cases/a/followUps/f\n"));
  EXPECT_THAT(outcome.out, HasSubstr("done:    candor log "));
}

TEST_F(TodayVerbTest, ShowsTheFirstFewAndSaysHowManyMoreThereAre) {
  Add(v1::WORK_ROLE_OWN);
  work_.total = 12;

  EXPECT_THAT(RunAgainst(daemon_.address(), {"today"}).out, HasSubstr("And 11 later: candor today --all"));
  EXPECT_GT(work_.limit, 0);
  RunAgainst(daemon_.address(), {"today", "--all"});
  EXPECT_EQ(work_.limit, 0);
}

TEST_F(TodayVerbTest, NotNowTakesAnotherDayAndAnotherPerson) {
  v1::WorkItem& item = Add(v1::WORK_ROLE_OWN);

  const Outcome outcome = RunBeforeAPerson(daemon_.address(), {"today"}, "1\nn\nsoon\n2026-06-30\nMaria Lopez\n");
  item.mutable_follow_up()->set_acknowledged(true);

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_EQ(decisions_.made.size(), 1U);
  EXPECT_TRUE(decisions_.made[0].has_acknowledge());
  EXPECT_EQ(decisions_.made[0].reason(), "on 2026-06-30 with Maria Lopez");
  EXPECT_THAT(outcome.err, HasSubstr("A day that exists"));
  EXPECT_THAT(RunAgainst(daemon_.address(), {"today"}).out, HasSubstr("planned: on 2026-06-30 with Maria Lopez\n"));
}

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

TEST_F(TodayVerbTest, SaysFromWhenOthersSeeThatAConversationIsDue) {
  v1::WorkItem& item = Add(v1::WORK_ROLE_OWN);
  *item.mutable_told_on() = ToWire(Day(2026, 7, 3));
  *item.mutable_director_told_on() = ToWire(Day(2026, 7, 17));
  const std::string before = Flat(RunAgainst(daemon_.address(), {"today"}).out);
  item.mutable_follow_up()->set_past_due(true);
  const std::string after = Flat(RunAgainst(daemon_.address(), {"today"}).out);

  const std::string told =
      "While it is open, your supervisor sees from Friday 3 July 2026 on that a conversation is due, not what about; "
      "the director from Friday 17 July 2026 on.";
  EXPECT_THAT(before, HasSubstr(told));
  EXPECT_THAT(before, Not(HasSubstr("has not been noted yet")));
  EXPECT_THAT(after, HasSubstr("The conversation has not been noted yet. If it took place, tell us when. If not, is "
                               "something in the way: time, the person, the subject? You can choose someone else, also "
                               "outside. " +
                               told));
}

TEST_F(TodayVerbTest, WhatIsMissingIsAddedToTheEntryThatLacksIt) {
  v1::FollowUp& follow_up = *Add(v1::WORK_ROLE_OWN).mutable_follow_up();
  follow_up.set_action(v1::ACTION_COMPLETE_RECORD);
  follow_up.set_opened_by("cases/a/entries/e");
  follow_up.add_missing_fields("termination.needs_further_care");
  const std::string on_the_line = RunAgainst(daemon_.address(), {"today"}).out;
  follow_up.add_missing_fields("consultation.rationale");
  const std::string in_words = RunAgainst(daemon_.address(), {"today"}).out;
  follow_up.clear_opened_by();

  EXPECT_THAT(on_the_line, HasSubstr("done:    candor entry amend cases/a/entries/e --set needs_further_care=VALUE\n"));
  EXPECT_THAT(in_words, HasSubstr("done:    candor entry amend cases/a/entries/e --stdin"));
  EXPECT_THAT(RunAgainst(daemon_.address(), {"today"}).out, HasSubstr("done:    candor followup explain"));
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

TEST_F(TodayVerbTest, SaysWhenNothingWaits) {
  EXPECT_THAT(RunAgainst(daemon_.address(), {"today"}).out, HasSubstr("Nothing waits for you."));
  EXPECT_EQ(RunAgainst(daemon_.address(), {"today", "-o", "json"}).out, "[]\n");
}

}  // namespace
}  // namespace candor::cli::day_verbs_test
