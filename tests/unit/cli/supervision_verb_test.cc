#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "cli/wire/dates.h"
#include "daemon/base/civil.h"
#include "fake_daemon.h"

namespace candor::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// A Friday.
constexpr Day kFriday(2026, 3, 20);
constexpr size_t kMostKeys = 12;
// As last week; the first case: formulation, risk; on; on; risk not looked at; hours confirmed; did not ask; done.
constexpr char kUsual[] = "\n1fr\n\nnyn\n";

class FixedClock final : public v1::DaemonService::Service {
 public:
  grpc::Status GetStatus(grpc::ServerContext*, const v1::GetStatusRequest*, v1::GetStatusResponse* response) override {
    *response->mutable_status()->mutable_today() = ToWire(today);
    return grpc::Status::OK;
  }

  Day today = kFriday;
};

class FixedWork final : public v1::WorkService::Service {
 public:
  grpc::Status GetWorkList(grpc::ServerContext*, const v1::GetWorkListRequest*,
                           v1::GetWorkListResponse* response) override {
    *response->mutable_work_list() = list;
    return grpc::Status::OK;
  }

  v1::WorkList list;
};

class RecordingNotes final : public v1::SupervisionService::Service {
 public:
  grpc::Status GetSupervisionWeek(grpc::ServerContext*, const v1::GetSupervisionWeekRequest*,
                                  v1::GetSupervisionWeekResponse* response) override {
    *response->mutable_week() = week;
    return grpc::Status::OK;
  }
  grpc::Status SignSupervisionNote(grpc::ServerContext*, const v1::SignSupervisionNoteRequest* request,
                                   v1::SignSupervisionNoteResponse* response) override {
    sent.push_back(*request);
    for (const v1::SuperviseePart& each : request->parts()) {
      v1::SupervisionNote& note = *response->add_notes();
      note.set_name(each.supervisee() + "/supervisionNotes/n");
      note.set_supervisee(each.supervisee());
    }
    return answer;
  }
  grpc::Status CancelSupervision(grpc::ServerContext*, const v1::CancelSupervisionRequest* request,
                                 v1::CancelSupervisionResponse*) override {
    cancelled.push_back(*request);
    return grpc::Status::OK;
  }
  grpc::Status GetSupervisionNote(grpc::ServerContext*, const v1::GetSupervisionNoteRequest*,
                                  v1::GetSupervisionNoteResponse* response) override {
    *response->mutable_note() = note;
    return grpc::Status::OK;
  }
  grpc::Status AmendSupervisionNote(grpc::ServerContext*, const v1::AmendSupervisionNoteRequest* request,
                                    v1::AmendSupervisionNoteResponse* response) override {
    amended.push_back(*request);
    *response->mutable_note() = note;
    return grpc::Status::OK;
  }
  grpc::Status AnswerSupervisionNote(grpc::ServerContext*, const v1::AnswerSupervisionNoteRequest* request,
                                     v1::AnswerSupervisionNoteResponse* response) override {
    answered.push_back(*request);
    *response->mutable_note() = note;
    return grpc::Status::OK;
  }
  grpc::Status GetSupervisionLog(grpc::ServerContext*, const v1::GetSupervisionLogRequest*,
                                 v1::GetSupervisionLogResponse* response) override {
    *response->mutable_log() = log;
    return grpc::Status::OK;
  }

  v1::SupervisionWeek week;
  v1::SupervisionNote note;
  v1::SupervisionLog log;
  grpc::Status answer = grpc::Status::OK;
  std::vector<v1::SignSupervisionNoteRequest> sent;
  std::vector<v1::CancelSupervisionRequest> cancelled;
  std::vector<v1::AmendSupervisionNoteRequest> amended;
  std::vector<v1::AnswerSupervisionNoteRequest> answered;
};

class SupervisionVerbTest : public testing::Test {
 protected:
  SupervisionVerbTest() {
    setenv("XDG_STATE_HOME", (daemon_.folder() + "/state").c_str(), 1);
    *notes_.week.mutable_week() = ToWire(kFriday - 4);
    notes_.week.set_supervisor("members/d");
  }
  ~SupervisionVerbTest() override { unsetenv("XDG_STATE_HOME"); }

  // Somebody who was there a week ago, with one case.
  v1::SuperviseeWeek& Add(const std::string& name, Day last = kFriday - 7) {
    v1::SuperviseeWeek& line = *notes_.week.add_supervisees();
    line.set_supervisee(name);
    line.set_units_profile(v1::UNITS_PROFILE_BBS);
    v1::SupervisedCase& one = *line.add_cases();
    one.set_case_("cases/" + name.substr(8));
    one.set_case_code("K-" + name.substr(8));
    v1::SupervisionSession& session = *line.mutable_last_session();
    *session.mutable_started()->mutable_date() = ToWire(last);
    session.mutable_started()->mutable_time()->set_hours(9);
    session.set_minutes(50);
    session.set_format(v1::SUPERVISION_NOTE_FORMAT_INDIVIDUAL);
    session.set_mode(v1::SUPERVISION_MODE_VIDEO);
    session.set_setting("Clinic");
    session.add_attendees()->set_member(name);
    return line;
  }
  // Both in one session.
  void Pair(const std::string& first, const std::string& second) {
    for (const std::string& name : {first, second}) {
      v1::SupervisionSession& session = *Add(name).mutable_last_session();
      session.set_format(v1::SUPERVISION_NOTE_FORMAT_TRIADIC);
      session.clear_attendees();
      session.add_attendees()->set_member(first);
      session.add_attendees()->set_member(second);
    }
  }

  Outcome Type(const std::string& keys, std::vector<std::string> arguments = {"note"}) {
    arguments.insert(arguments.begin(), {"--act-for", "members/d", "supervision"});
    return RunBeforeAPerson(daemon_.address(), arguments, keys);
  }
  Outcome Script(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), {"--act-for", "members/d", "supervision"});
    return RunAgainst(daemon_.address(), arguments, input);
  }
  // What signing sends.
  v1::SignSupervisionNoteRequest Signed() {
    const Outcome outcome = Script({"sign", "all", "--yes"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_FALSE(notes_.sent.empty());
    return notes_.sent.empty() ? v1::SignSupervisionNoteRequest() : notes_.sent.back();
  }

  RecordingNotes notes_;
  FixedClock clock_;
  FixedWork work_;
  FakeDaemon daemon_{{&notes_, &clock_, &work_}};
};

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

TEST_F(SupervisionVerbTest, TheScreenIsWhereOneGoesOnFrom) {
  Add("members/a");

  Type(std::string("n") + kUsual, {});

  EXPECT_EQ(Signed().parts_size(), 1);
}

TEST_F(SupervisionVerbTest, AnAmendmentKeepsWhatIsNotChanged) {
  Add("members/a");
  notes_.note.set_name("members/a/supervisionNotes/n");
  notes_.note.set_supervisee("members/a");
  *notes_.note.mutable_session() = notes_.week.supervisees(0).last_session();
  notes_.note.mutable_session()->set_supervisor("members/d");
  v1::SupervisionPart& part = *notes_.note.mutable_part();
  part.set_risk_looked_at(v1::YES_NO_YES);
  part.set_risk_changed(v1::YES_NO_NO);
  part.set_strengths("calm");
  *part.mutable_next_planned() = ToWire(kFriday);

  // As shown; no case; risk as it is, now changed; hours, reactions as they are; done; sign.
  const Outcome outcome = Type("\n\n\ny\n\n\ny", {"amend", "members/a/supervisionNotes/n"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_EQ(notes_.amended.size(), 1U);
  EXPECT_EQ(notes_.amended[0].part().risk_looked_at(), v1::YES_NO_YES);
  EXPECT_EQ(notes_.amended[0].part().risk_changed(), v1::YES_NO_YES);
  EXPECT_EQ(notes_.amended[0].part().strengths(), "calm");
  EXPECT_EQ(FormatDate(notes_.amended[0].part().next_planned()), "2026-03-20");
}

TEST_F(SupervisionVerbTest, ACommentIsReadAndNoArgument) {
  Script({"seen", "members/a/supervisionNotes/n"}, "I see it\notherwise\n");

  ASSERT_EQ(notes_.answered.size(), 1U);
  EXPECT_EQ(notes_.answered[0].comment(), "I see it\notherwise");
}

TEST_F(SupervisionVerbTest, WhoHasSeenItTicksWhatTheTalkCovered) {
  for (const char* name : {"cases/a/followUps/1", "cases/a/followUps/2"}) {
    v1::WorkItem& item = *work_.list.add_items();
    item.set_role(v1::WORK_ROLE_OWN);
    item.mutable_follow_up()->set_name(name);
    item.mutable_follow_up()->set_action(v1::ACTION_TALK);
  }

  Type("fine\n122\n", {"seen", "members/a/supervisionNotes/n"});

  ASSERT_EQ(notes_.answered.size(), 1U);
  EXPECT_EQ(notes_.answered[0].comment(), "fine");
  EXPECT_THAT(notes_.answered[0].follow_ups(), ElementsAre("cases/a/followUps/1"));
}

TEST_F(SupervisionVerbTest, TheLogIsATableWithItsTotals) {
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

  const Outcome table = Script({"log", "members/a"});
  const Outcome csv = Script({"-o", "csv", "log", "members/a"});
  const Outcome totals = Script({"-o", "csv", "log", "members/a", "--totals"});

  EXPECT_THAT(Flat(table.out), HasSubstr("of these individual or triadic: 2 of 52"));
  EXPECT_THAT(Flat(table.out), HasSubstr("2026-03-16 1.00 0.00 0.50 1.50 120 Clinic"));
  EXPECT_EQ(csv.out,
            "week_of,setting,individual,triadic,group,units,minutes\r\n2026-03-16,Clinic,1.00,0.00,0.50,1.50,120\r\n");
  EXPECT_EQ(totals.out,
            "weeks,individual_or_triadic_weeks,units,hours,sessions_not_wholly_recorded\r\n3,2,3.50,4.50,0\r\n");
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
}  // namespace candor::cli
