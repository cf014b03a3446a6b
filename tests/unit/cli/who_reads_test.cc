#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "candor/v1/role.grpc.pb.h"
#include "cli/wire/dates.h"
#include "fake_daemon.h"

namespace candor::cli::who_reads_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr Day kToday{2026, 6, 1};

class WrittenEntries final : public v1::EntryService::Service {
 public:
  grpc::Status CreateEntry(grpc::ServerContext*, const v1::CreateEntryRequest* request,
                           v1::CreateEntryResponse* response) override {
    created.push_back(*request);
    *response->mutable_entry() = request->entry();
    return grpc::Status::OK;
  }
  grpc::Status PreviewEntry(grpc::ServerContext*, const v1::PreviewEntryRequest*,
                            v1::PreviewEntryResponse* response) override {
    response->mutable_preview()->set_read_by_no_rule(read_by_no_rule);
    if (!not_to_go_on) return grpc::Status::OK;
    v1::FollowUp& stop = *response->mutable_preview()->add_opened()->mutable_explanation()->mutable_follow_up();
    stop.set_status(v1::FOLLOW_UP_STATUS_OPEN);
    stop.set_action(v1::ACTION_PROHIBIT);
    return grpc::Status::OK;
  }

  std::vector<v1::CreateEntryRequest> created;
  bool read_by_no_rule = true;
  bool not_to_go_on = false;  // what a rule would say of it
};

class ClockOfThePractice final : public v1::DaemonService::Service {
 public:
  grpc::Status GetStatus(grpc::ServerContext*, const v1::GetStatusRequest*, v1::GetStatusResponse* response) override {
    *response->mutable_status()->mutable_today() = ToWire(kToday);
    response->mutable_status()->set_notify_subject_days(notify_subject_days);
    return grpc::Status::OK;
  }

  int notify_subject_days = 5;
};

// Ana Nguyen, whom Dele Haddad supervises since May, and Tom Bo.
class People final : public v1::MemberService::Service {
 public:
  grpc::Status LookupMember(grpc::ServerContext*, const v1::LookupMemberRequest* request,
                            v1::LookupMemberResponse* response) override {
    for (const v1::Member& each : All()) {
      if (each.display_name() == request->display_name()) *response->mutable_member() = each;
    }
    return response->has_member() ? grpc::Status::OK : grpc::Status(grpc::StatusCode::NOT_FOUND, "no such member");
  }
  grpc::Status GetMember(grpc::ServerContext*, const v1::GetMemberRequest* request,
                         v1::GetMemberResponse* response) override {
    for (const v1::Member& each : All()) {
      if (each.name() == request->name()) *response->mutable_member() = each;
    }
    return grpc::Status::OK;
  }
  grpc::Status ListMembers(grpc::ServerContext*, const v1::ListMembersRequest*,
                           v1::ListMembersResponse* response) override {
    for (const v1::Member& each : All()) *response->add_members() = each;
    return grpc::Status::OK;
  }
  grpc::Status ListSupervisions(grpc::ServerContext*, const v1::ListSupervisionsRequest* request,
                                v1::ListSupervisionsResponse* response) override {
    if (request->parent() != "members/a") return grpc::Status::OK;
    Supervise("members/b", kToday - 90, kToday - 32, *response->add_supervisions());
    response->mutable_supervisions(0)->set_supervisor_left(supervisor_left);
    Supervise("members/d", kToday - 31, kToday + 300, *response->add_supervisions());
    Supervise("members/b", kToday + 301, kToday + 600, *response->add_supervisions());
    return grpc::Status::OK;
  }

  bool supervisor_left = false;  // Tom Bo, who supervised Ana Nguyen before

 private:
  static std::vector<v1::Member> All() {
    std::vector<v1::Member> all;
    for (const auto& [name, display_name] : std::vector<std::pair<std::string, std::string>>{
             {"members/a", "Ana Nguyen"}, {"members/b", "Tom Bo"}, {"members/d", "Dele Haddad"}}) {
      v1::Member& member = all.emplace_back();
      member.set_name(name);
      member.set_display_name(display_name);
    }
    return all;
  }
  static void Supervise(const std::string& supervisor, Day from, Day until, v1::Supervision& out) {
    out.set_supervisee("members/a");
    out.set_supervisor(supervisor);
    *out.mutable_from() = ToWire(from);
    *out.mutable_until() = ToWire(until);
  }
};

// Di Rector directs, and whoever else is said to; who supervises Ana Nguyen's training, if she is in training.
class Access final : public v1::RoleService::Service {
 public:
  grpc::Status ExplainAccess(grpc::ServerContext*, const v1::ExplainAccessRequest* request,
                             v1::ExplainAccessResponse* response) override {
    if (broken) return {grpc::StatusCode::UNAVAILABLE, "no answer"};
    if (in_training && request->member() == "members/a") {
      v1::AccessLine& trains = *response->add_lines();
      trains.set_thing(v1::ACCESS_THING_PRIVATE_NOTE_IN_TRAINING);
      trains.set_role(v1::ROLE_SUPERVISOR);
      trains.set_reader("members/d");
    }
    for (const std::string& each : directors) {
      v1::AccessLine& directs = *response->add_lines();
      directs.set_thing(v1::ACCESS_THING_ENTRY);
      directs.set_role(v1::ROLE_DIRECTOR);
      directs.set_reader(each);
    }
    return grpc::Status::OK;
  }

  bool in_training = false;
  bool broken = false;
  std::vector<std::string> directors = {"members/r"};
};

class Cases final : public v1::CaseService::Service {
 public:
  grpc::Status LookupCase(grpc::ServerContext*, const v1::LookupCaseRequest* request,
                          v1::LookupCaseResponse* response) override {
    if (request->code() != "C-1") return grpc::Status(grpc::StatusCode::NOT_FOUND, "no such case");
    response->mutable_case_()->set_name("cases/c");
    response->mutable_case_()->set_code("C-1");
    return grpc::Status::OK;
  }
};

class WhoReadsTest : public testing::Test {
 protected:
  Outcome Log(const std::vector<std::string>& options, const std::vector<std::string>& answers) {
    std::vector<std::string> arguments = {"log"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    std::string input;
    for (const std::string& answer : answers) input += answer + "\n";
    return RunBeforeAPerson(daemon_.address(), arguments, input);
  }

  static size_t Words(const std::string& text) {
    return static_cast<size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
  }
  // What stands in `text` from `first` to the end of `last`.
  static std::string Between(const std::string& text, const std::string& first, const std::string& last) {
    const size_t from = text.find(first);
    const size_t to = text.find(last, from == std::string::npos ? 0 : from);
    EXPECT_NE(from, std::string::npos) << text;
    EXPECT_NE(to, std::string::npos) << text;
    return from == std::string::npos || to == std::string::npos ? "" : text.substr(from, to + last.size() - from);
  }

  WrittenEntries entries_;
  ClockOfThePractice clock_;
  People people_;
  Cases cases_;
  Access access_;
  FakeDaemon daemon_{{&entries_, &clock_, &people_, &cases_, &access_}};
};

TEST_F(WhoReadsTest, OfAConcernThePersonConcernedIsToldLaterAndNotWhoWroteIt) {
  const std::string err = Flat(Log({"--act-for", "Ana Nguyen"}, {"3", "3", "Tom Bo", ""}).err);

  EXPECT_THAT(err, HasSubstr("It is read by you and by the independent reviewer, who alone is told who wrote it. The "
                             "director sees its kind and date. Tom Bo is told within five open days after somebody has "
                             "it, then reads it and answers."));
  EXPECT_THAT(err, Not(HasSubstr("supervises")));
  EXPECT_LT(err.find("Whom is it about?"), err.find("It is read by you"));
  EXPECT_LT(err.find("When did it happen?"), err.find("It is read by you")) << "it turns on the day";
  EXPECT_LT(err.find("It is read by you"), err.find("Whose account is it?"));
  EXPECT_LE(Words(Between(err, "It is read by you", "demand records.")), 60U);
}

TEST_F(WhoReadsTest, OfAConcernItSaysTheDaysOfThePractice) {
  const auto said = [this](int days) {
    clock_.notify_subject_days = days;
    return Flat(Log({"--act-for", "Ana Nguyen"}, {"3", "3", "Tom Bo", ""}).err);
  };

  EXPECT_THAT(said(3), HasSubstr("Tom Bo is told within three open days after somebody has it"));
  EXPECT_THAT(said(1), HasSubstr("Tom Bo is told within one open day after somebody has it"));
  EXPECT_THAT(said(0), HasSubstr("Tom Bo is told within some open days after somebody has it")) << "an older daemon";
}

// Who reads what has become of a concern, and not how one is raised.
TEST_F(WhoReadsTest, AStepOnAConcernIsSaidToBeReadWithIt) {
  const std::string step = "kind: concern\nmember: Tom Bo\nsource: colleague\nevent: acted\naction: support\n";

  const Outcome outcome = RunAgainst(daemon_.address(), {"log", "--stdin", "--yes", "--act-for", "Ana Nguyen"}, step);

  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const std::string said = Between(Flat(outcome.err), "It is read by you", "demand records.");
  EXPECT_THAT(said, HasSubstr("It is read by you and by the independent reviewer. The director sees its kind and date. "
                              "Tom Bo reads it with the concern, of which they are told within five open days after "
                              "somebody has it."));
  EXPECT_THAT(said, Not(HasSubstr("answers")));
  EXPECT_THAT(said, Not(HasSubstr("who alone is told")));
  EXPECT_LE(Words(said), 60U);
}

// What the operator writes as such, its member reads whole.
TEST_F(WhoReadsTest, WithoutAWriterAConcernWouldCountAsThePersonsOwn) {
  const std::string err = Flat(Log({}, {"3", "3", "Tom Bo", ""}).err);

  EXPECT_THAT(err, HasSubstr("Without --act-for it counts as written by Tom Bo and is read by them and by"));
  EXPECT_LE(Words(Between(err, "Without --act-for", "demand records.")), 60U);
}

// Those of the day on which it happened read it, whoever supervises by now.
TEST_F(WhoReadsTest, OfAnEarlierDayItNamesWhoSupervisedThen) {
  const std::string act = Flat(Log({"--act-for", "Ana Nguyen"}, {"1", "14", "C-1", "2026-04-10"}).err);
  const std::string about_ana = Flat(Log({"--act-for", "Tom Bo"}, {"3", "4", "", "Ana Nguyen", "2026-04-10"}).err);
  const std::string by_nobody = Flat(Log({"--act-for", "Ana Nguyen"}, {"1", "14", "C-1", "2025-01-10"}).err);
  const std::string by_today = Flat(Log({"--act-for", "Tom Bo"}, {"3", "4", "", "Ana Nguyen", "2026-05-10"}).err);
  const std::string of_nobody = Flat(Log({"--act-for", "Tom Bo"}, {"3", "4", "", "Ana Nguyen", "2025-01-10"}).err);

  const std::string notice = Between(act, "Before you go on.", "see the client next?");
  EXPECT_THAT(notice, HasSubstr("It is read today by Tom Bo, who supervised you then; the director sees its kind,"));
  EXPECT_LE(Words(notice), 60U) << notice;
  const std::string concern = Between(about_ana, "It is read by you", "demand records.");
  EXPECT_THAT(concern, HasSubstr("It is read by you and by Tom Bo, who supervised Ana Nguyen then. The director sees"));
  EXPECT_LE(Words(concern), 60U) << concern;
  EXPECT_THAT(act + about_ana, Not(HasSubstr("Dele Haddad")));
  EXPECT_THAT(by_nobody, HasSubstr("It is read today by you alone; the director sees its kind,"));
  EXPECT_THAT(by_today, HasSubstr("by whoever supervises Ana Nguyen. The director sees its kind and date."));
  EXPECT_THAT(of_nobody, HasSubstr("It is read by you. The director sees its kind and date. Ana Nguyen is told"));
}

// They are shown nothing that is written down now.
TEST_F(WhoReadsTest, WhoSupervisedThenAndHasLeftIsNoReader) {
  people_.supervisor_left = true;

  const std::string act = Flat(Log({"--act-for", "Ana Nguyen"}, {"1", "14", "C-1", "2026-04-10"}).err);
  const std::string concern = Flat(Log({"--act-for", "Dele Haddad"}, {"3", "4", "", "Ana Nguyen", "2026-04-10"}).err);

  EXPECT_THAT(act, HasSubstr("It is read today by you alone; the director sees its kind,"));
  EXPECT_THAT(concern, HasSubstr("It is read by you. The director sees its kind and date. Ana Nguyen is told"));
  EXPECT_THAT(act + concern, Not(HasSubstr("Tom Bo")));
}

TEST_F(WhoReadsTest, AComplaintAsksWhomItIsAbout) {
  const std::string of_tom = Flat(Log({"--act-for", "Ana Nguyen"}, {"3", "4", "", "Tom Bo", ""}).err);
  const std::string own = Flat(Log({"--act-for", "Ana Nguyen"}, {"3", "4", "", "", ""}).err);

  EXPECT_THAT(of_tom, HasSubstr("Whom is it about? [a name; Enter: it is about you]"));
  EXPECT_THAT(of_tom, HasSubstr("by whoever supervises Tom Bo. The director sees its kind and date. Tom Bo is told "
                                "that it exists"));
  EXPECT_THAT(own, HasSubstr("It is read by you and by whoever supervises you. The director sees its kind and date."));
}

TEST_F(WhoReadsTest, InACaseOthersSeeTheFacts) {
  const std::string own = Flat(Log({"crossing", "--act-for", "Ana Nguyen"}, {"C-1", ""}).err);
  const std::string others =
      Flat(Log({"crossing", "--act-for", "Ana Nguyen", "--case", "C-1", "--therapist", "members/b"}, {""}).err);

  EXPECT_THAT(own, HasSubstr("It is read by you and by whoever supervises you. The director sees its kind and date. "
                             "Others in the case see what it is about and who wrote it, not the words."));
  EXPECT_THAT(others, HasSubstr("by whoever supervises Tom Bo. The director sees its kind and date. Tom Bo is told "
                                "that it exists; they and others in the case see the facts and who wrote it; not your "
                                "words."));
  EXPECT_LE(Words(Between(others, "It is read by you", "demand records.")), 60U);
}

TEST_F(WhoReadsTest, BeforeAnActItSaysWhoReadsItAndWhenInAtMostSixtyWords) {
  const std::string err = Flat(Log({"--act-for", "Ana Nguyen"}, {"1", "14", "C-1", ""}).err);

  const std::string notice = Between(err, "Before you go on.", "see the client next?");
  EXPECT_THAT(notice, HasSubstr("It is read today by Dele Haddad, who supervises you; the director sees its kind, "
                                "others in the case its facts. It may have legal consequences for you;"));
  EXPECT_LE(Words(notice), 60U) << notice;
  EXPECT_THAT(err, Not(HasSubstr("demand records")));
}

TEST_F(WhoReadsTest, ADraftAsksNoDaemonForAName) {
  const std::string err =
      Flat(Log({"--act-for", "members/a", "--draft"}, {"1", "14", "nowhere", "nobody", "2999-01-01"}).err);

  EXPECT_THAT(err, HasSubstr("It is read once saved by whoever supervised you then; the director sees its kind"));
  EXPECT_THAT(err, Not(HasSubstr("no case with this code")));
  EXPECT_THAT(err, Not(HasSubstr("lies in the future")));
}

TEST_F(WhoReadsTest, AskedWhatWouldComeOfAnActItSaysNothingThatSoothes) {
  const Outcome outcome = RunAgainst(daemon_.address(), {"log", "--stdin", "--dry-run", "--act-for", "Ana Nguyen"},
                                     "kind: romantic_or_sexual_act\ncase: C-1\ndate: 2026-05-30\n");

  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const std::string said = Flat(outcome.out);
  EXPECT_THAT(said,
              HasSubstr("No rule in force here speaks of this. That does not mean that nothing is called for: the "
                        "law and your code may. Nothing you typed was kept."));
  EXPECT_THAT(said,
              HasSubstr("Recorded, it would be read that day by Dele Haddad, who supervises you; the director sees its "
                        "kind"));
  EXPECT_THAT(said, HasSubstr("Your client's care cannot wait: who can see the client next?"));
  EXPECT_THAT(said, Not(HasSubstr("nothing would be called for")));
}

// A kiss is written down as a touch: what it opens tells, not its kind.
TEST_F(WhoReadsTest, WhatARuleTakesForAnActIsNotWrittenDownUnawares) {
  const std::string kiss = "kind: crossing\ncase: C-1\ndate: 2026-05-30\narea: touch\ntouch: kiss\n";
  const auto run = [&](const std::string& how) {
    const Outcome outcome = RunAgainst(daemon_.address(), {"log", "--stdin", how, "--act-for", "Ana Nguyen"}, kiss);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return Flat(outcome.out + outcome.err);
  };

  EXPECT_THAT(run("--yes"), Not(HasSubstr("Before you go on.")));
  entries_.not_to_go_on = true;

  EXPECT_THAT(run("--yes"), HasSubstr("Before you go on. It is read today by Dele Haddad, who supervises you; the "
                                      "director sees its kind, others in the case its facts. It may have legal"));
  EXPECT_THAT(run("--dry-run"), HasSubstr("Recorded, it would be read that day by Dele Haddad, who supervises you;"));
}

// A rule may read the kind as what goes before something else, and ask for nothing.
TEST_F(WhoReadsTest, AnActThatARuleReadsAndAsksNothingForIsNotWavedThrough) {
  entries_.read_by_no_rule = false;
  const std::string question = "kind: advance_or_promise\ncase: C-1\ndate: 2026-05-30\n";

  const std::string asked =
      Flat(RunAgainst(daemon_.address(), {"log", "--stdin", "--dry-run", "--act-for", "Ana Nguyen"}, question).out);
  const std::string saved =
      Flat(RunAgainst(daemon_.address(), {"log", "--stdin", "--yes", "--act-for", "Ana Nguyen"}, question).out);

  for (const std::string& said : {asked, saved}) {
    EXPECT_THAT(said, HasSubstr("No rule in force here asks you for anything more because of this. That does not mean "
                                "that nothing is called for: the law and your code may."));
    EXPECT_THAT(said, Not(HasSubstr("nothing would be called for")));
  }
}

// Who there is and what day it is, is known at the question; it need not end the conversation, nor come out at the end.
TEST_F(WhoReadsTest, APersonACaseOrADayThatCannotBeIsAskedForAgain) {
  const Outcome outcome = Log({"--act-for", "Ana Nguyen"}, {"2", "1", "Dele Hadad", "Dele Haddad", "C-9", "C-1",
                                                            "2026-12-24", "2026-05-30", "6", "new", "n", "", "y"});

  ASSERT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_EQ(entries_.created.size(), 1U);
  EXPECT_EQ(entries_.created[0].parent(), "cases/c");
  EXPECT_EQ(entries_.created[0].entry().first_reader(), "members/d");
  EXPECT_EQ(entries_.created[0].entry().occurred().date().day(), 30);
  EXPECT_THAT(outcome.err, HasSubstr("there is no member of this name"));
  EXPECT_THAT(outcome.err, HasSubstr("there is no case with this code"));
  EXPECT_THAT(outcome.err, HasSubstr("lies in the future"));
  EXPECT_THAT(Flat(outcome.err), HasSubstr("It will be read by you and by Dele Haddad; not by the director."));
}

// Of somebody in training whoever supervises them now reads it too, and that is said before it is written.
TEST_F(WhoReadsTest, InTrainingTheSupervisorOfTodayReadsAPrivateNoteToo) {
  access_.in_training = true;

  const std::string with_another = Flat(Log({"--act-for", "Ana Nguyen"}, {"2", "1", "Tom Bo"}).err);
  const std::string with_supervisor = Flat(Log({"--act-for", "Ana Nguyen"}, {"2", "1", "Dele Haddad"}).err);
  const std::string unsupervised = Flat(Log({"--act-for", "Tom Bo"}, {"2", "1", "Dele Haddad"}).err);

  const std::string notice = Between(with_another, "This is for something", "talk to someone first.");
  EXPECT_THAT(notice, HasSubstr("It will be read by you, by Tom Bo and by Dele Haddad, who supervises your training; "
                                "not by the director."));
  EXPECT_LE(Words(notice), 60U) << notice;
  EXPECT_THAT(with_supervisor, HasSubstr("It will be read by you and by Dele Haddad; not by the director."));
  EXPECT_THAT(unsupervised, HasSubstr("It will be read by you and by Dele Haddad; not by the director."));
}

// Whoever is named, or supervises, may direct the practice, or stand in for who does.
TEST_F(WhoReadsTest, OfAReaderWhoDirectsItIsNotSaidThatNoDirectorReadsIt) {
  access_.directors.push_back("members/d");
  const std::string named = Flat(Log({"--act-for", "Tom Bo"}, {"2", "1", "Dele Haddad"}).err);
  const std::string another = Flat(Log({"--act-for", "Ana Nguyen"}, {"2", "1", "Tom Bo"}).err);
  access_.in_training = true;
  const std::string supervised = Flat(Log({"--act-for", "Ana Nguyen"}, {"2", "1", ""}).err);

  EXPECT_THAT(named, HasSubstr("It will be read by you and by Dele Haddad. Whoever can open"));
  EXPECT_THAT(another, HasSubstr("It will be read by you and by Tom Bo; not by the director. Whoever can open"));
  EXPECT_THAT(supervised,
              HasSubstr("It will be read by you and by Dele Haddad, who supervises your training. Whoever"));
  EXPECT_THAT(named + supervised, Not(HasSubstr("not by the director")));
}

TEST_F(WhoReadsTest, WhereItCannotBeFoundOutNobodyIsPromisedThatTheyReadItAlone) {
  access_.broken = true;

  const std::string said = Flat(Log({"--act-for", "Ana Nguyen"}, {"2", "1", "Tom Bo"}).err);

  const std::string notice = Between(said, "This is for something", "talk to someone first.");
  EXPECT_THAT(notice, HasSubstr("It will be read by you, by Tom Bo and by whoever supervises your training, if anyone; "
                                "else not by the director. Whoever can open"));
  EXPECT_LE(Words(notice), 60U) << notice;
}

}  // namespace
}  // namespace candor::cli::who_reads_test
