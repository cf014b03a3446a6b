#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "candor/v1/access.grpc.pb.h"
#include "candor/v1/case.grpc.pb.h"
#include "cli/print/exit_codes.h"
#include "fake_access.h"
#include "fake_daemon.h"

// What somebody reads for: said by a command, or asked for by the first one that needs it.
namespace candor::cli::working_session_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Shows its one case to whoever has said what they read for.
class OneGuardedCase final : public v1::CaseService::Service {
 public:
  explicit OneGuardedCase(const FakeAccess& access) : access_(access) {}

  grpc::Status GetCase(grpc::ServerContext*, const v1::GetCaseRequest* request,
                       v1::GetCaseResponse* response) override {
    ++asked;
    if (!access_.wants.empty()) return RefusedFor(grpc::StatusCode::FAILED_PRECONDITION, access_.wants);
    response->mutable_case_()->set_name(request->name());
    response->mutable_case_()->set_code("C-1042");
    return grpc::Status::OK;
  }

  int asked = 0;

 private:
  const FakeAccess& access_;
};

class WorkingSessionTest : public testing::Test {
 protected:
  Outcome ShowCase() { return RunAgainst(daemon_.address(), {"case", "show", "cases/a", "-o", "json"}); }
  Outcome ShowCaseTo(const std::string& answers) {
    return RunBeforeAPerson(daemon_.address(), {"case", "show", "cases/a", "-o", "json"}, answers);
  }

  FakeAccess access_;
  OneGuardedCase cases_{access_};
  FakeDaemon daemon_{{&access_, &cases_}};
};

TEST_F(WorkingSessionTest, ACommandSaysWhatForAndLocks) {
  const Outcome started = RunVerb(daemon_, "session", {"start", "--purpose", "supervision"});
  const Outcome unlocked = RunVerb(daemon_, "session", {"unlock", "-o", "json"});
  const Outcome locked = RunVerb(daemon_, "session", {"lock"});

  EXPECT_EQ(started.code, 0) << started.err;
  EXPECT_THAT(Flat(started.out), HasSubstr("Open, for supervision. It locks once nobody has called from here for 10 "
                                           "minutes"));
  EXPECT_THAT(access_.opened, ElementsAre(v1::PURPOSE_SUPERVISION));
  EXPECT_EQ(Json::parse(unlocked.out)["purpose"], "care");
  EXPECT_THAT(locked.out, HasSubstr("Locked."));
  EXPECT_EQ(access_.closed, 1);
  EXPECT_EQ(Json::parse(RunVerb(daemon_, "session", {"lock", "-o", "json"}).out)["locked"], true);
}

TEST_F(WorkingSessionTest, TheWordIsOneOfAListAndNotRepeated) {
  const Outcome other = RunVerb(daemon_, "session", {"start", "--purpose", "xyzzy"});
  const Outcome none = RunVerb(daemon_, "session", {"start"});

  EXPECT_EQ(other.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(other.err, Not(HasSubstr("xyzzy")));
  EXPECT_EQ(none.code, static_cast<int>(ExitCode::kUsage));
  EXPECT_THAT(access_.opened, IsEmpty());
}

TEST_F(WorkingSessionTest, WithoutATerminalItIsSaidWhichCommandOpensIt) {
  access_.wants = "no_session";
  const Outcome first = ShowCase();
  access_.wants = "session_locked";
  const Outcome again = ShowCase();

  EXPECT_EQ(first.code, static_cast<int>(ExitCode::kConflict));
  EXPECT_THAT(first.err, HasSubstr("candor session start --purpose supervision"));
  EXPECT_THAT(again.err, HasSubstr("candor session unlock"));
  EXPECT_THAT(first.err + again.err, Not(HasSubstr("as the daemon says it")));
  EXPECT_EQ(cases_.asked, 2);
}

TEST_F(WorkingSessionTest, APersonIsAskedOnceAndShownWhatTheyAskedFor) {
  access_.wants = "no_session";

  const Outcome outcome = ShowCaseTo("9\nxyzzy\n3\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.err), HasSubstr("What do you read it for?"));
  EXPECT_THAT(outcome.err, HasSubstr("  3  a consultation that somebody asked for\n"));
  EXPECT_THAT(outcome.err, HasSubstr("One of the numbers above.\n"));
  EXPECT_THAT(access_.opened, ElementsAre(v1::PURPOSE_CONSULTATION));
  EXPECT_EQ(Json::parse(outcome.out)["code"], "C-1042");
}

TEST_F(WorkingSessionTest, OneThatHasLockedGoesOnWithEnterOrForSomethingElse) {
  access_.wants = "session_locked";
  EXPECT_EQ(ShowCaseTo("\n").code, 0);
  EXPECT_EQ(access_.unlocked, 1);
  EXPECT_THAT(access_.opened, IsEmpty());

  access_.wants = "session_locked";
  EXPECT_EQ(ShowCaseTo("audit\n").code, 0);
  EXPECT_THAT(access_.opened, ElementsAre(v1::PURPOSE_AUDIT));
}

TEST_F(WorkingSessionTest, WhoWouldRatherNotIsShownNothing) {
  for (const char* answers : {"\n", "n\n", ""}) {
    access_.wants = "no_session";
    const Outcome outcome = ShowCaseTo(answers);
    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kConflict));
    EXPECT_EQ(outcome.out, "");
  }
  EXPECT_EQ(cases_.asked, 3) << "not asked again";
  EXPECT_THAT(access_.opened, IsEmpty());
}

// A daemon that has forgotten the session meanwhile.
TEST_F(WorkingSessionTest, WhatTheDaemonDoesNotTakeIsToldAndNotAskedForEver) {
  access_.wants = "session_locked";
  const Outcome outcome = RunBeforeAPerson(daemon_.address(), {"session", "unlock"}, "");
  EXPECT_EQ(outcome.code, 0) << outcome.err;

  access_.wants = "no_session";
  const Outcome refused = RunBeforeAPerson(daemon_.address(), {"session", "unlock"}, "");
  EXPECT_EQ(refused.code, static_cast<int>(ExitCode::kConflict));
  EXPECT_THAT(Flat(refused.err), HasSubstr("candor session start"));
}

}  // namespace
}  // namespace candor::cli::working_session_test
