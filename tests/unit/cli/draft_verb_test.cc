#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "candor/v1/entry.grpc.pb.h"
#include "cli/drafts/draft_box.h"
#include "fake_daemon.h"

namespace candor::cli::draft_verb_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class RecordingEntries final : public v1::EntryService::Service {
 public:
  grpc::Status CreateEntry(grpc::ServerContext*, const v1::CreateEntryRequest* request,
                           v1::CreateEntryResponse* response) override {
    created.push_back(*request);
    *response->mutable_entry() = request->entry();
    return answer;
  }

  grpc::Status answer = grpc::Status::OK;
  std::vector<v1::CreateEntryRequest> created;
};

constexpr char kTold[] =
    "kind: personal_reaction\ncase: cases/a\ntherapist: members/t\ndate: 2026-05-30\nwhich: attachment\n\nmy words\n";

class DraftVerbTest : public testing::Test {
 protected:
  DraftVerbTest() { setenv("XDG_STATE_HOME", (daemon_.folder() + "/state").c_str(), 1); }
  ~DraftVerbTest() override { unsetenv("XDG_STATE_HOME"); }

  Outcome Candor(const std::vector<std::string>& arguments, const std::string& input = "") {
    return RunAgainst(daemon_.address(), arguments, input);
  }
  Outcome Person(const std::vector<std::string>& arguments, const std::string& answers) {
    return RunBeforeAPerson(daemon_.address(), arguments, answers);
  }
  void KeepOne() { ASSERT_EQ(Candor({"log", "--stdin", "--draft"}, kTold).code, 0); }
  Json Drafts() { return Json::parse(Candor({"-o", "json", "draft", "list"}).out); }

  RecordingEntries service_;
  FakeDaemon daemon_{{&service_}};
};

TEST_F(DraftVerbTest, IsKeptWithoutADaemonAndListedInNeutralWords) {
  const Outcome kept = RunAgainst("unix:/nonexistent/candor.sock", {"log", "--stdin", "--draft"}, kTold);
  const Outcome listed = Candor({"draft", "list"});

  EXPECT_EQ(kept.code, 0) << kept.err;
  EXPECT_THAT(kept.err, HasSubstr("To go on with it: candor draft resume "));
  EXPECT_THAT(listed.out, HasSubstr("a private note"));
  EXPECT_THAT(listed.out, Not(HasSubstr("reaction")));
  EXPECT_THAT(listed.out, Not(HasSubstr("cases/a")));
  EXPECT_THAT(Candor({"draft", "show"}).out, HasSubstr("attachment"));
  EXPECT_THAT(Candor({"draft", "show"}).out, HasSubstr("my words"));
}

TEST_F(DraftVerbTest, IsGoneOnceItIsSaved) {
  KeepOne();

  const Outcome outcome = Person({"draft", "resume"}, "y\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("This is for something you noticed in yourself"));
  ASSERT_EQ(service_.created.size(), 1U);
  EXPECT_EQ(service_.created[0].entry().note(), "my words");
  EXPECT_TRUE(Drafts().empty());
}

TEST_F(DraftVerbTest, EveryAttemptIsTheSameRequest) {
  KeepOne();
  service_.answer = grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");
  EXPECT_EQ(Candor({"draft", "resume", "--yes"}).code, static_cast<int>(ExitCode::kUnreachable));
  ASSERT_EQ(Drafts().size(), 1U) << "it stays until it is saved";
  service_.answer = grpc::Status::OK;

  EXPECT_EQ(Candor({"draft", "resume", "--yes"}).code, 0);

  ASSERT_EQ(service_.created.size(), 2U);
  EXPECT_EQ(service_.created[0].SerializeAsString(), service_.created[1].SerializeAsString());
  EXPECT_FALSE(service_.created[0].request_id().empty());
}

TEST_F(DraftVerbTest, WhatCannotBeSavedCanBeKept) {
  service_.answer = grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");

  const Outcome outcome = Person(
      {"log", "session", "--case", "cases/a", "--therapist", "members/t", "--date", "2026-05-30"}, "50\n\n\n\ny\nd\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("It may not have been saved; to save it again does no harm: "));
  ASSERT_EQ(Drafts().size(), 1U);
  service_.answer = grpc::Status::OK;
  EXPECT_EQ(Candor({"draft", "resume", "--yes"}).code, 0);
  EXPECT_EQ(service_.created.front().request_id(), service_.created.back().request_id());
}

TEST_F(DraftVerbTest, DroppingWhatCouldNotBeSavedSaysWhy) {
  service_.answer = grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");

  const Outcome outcome = Person(
      {"log", "session", "--case", "cases/a", "--therapist", "members/t", "--date", "2026-05-30"}, "50\n\n\n\ny\n\n");

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUnreachable));
  EXPECT_TRUE(Drafts().empty());
}

TEST_F(DraftVerbTest, ResumingWithoutChoosingLeavesItAsItIs) {
  KeepOne();

  EXPECT_EQ(Person({"draft", "resume"}, "\n").code, 0);

  EXPECT_EQ(Drafts().size(), 1U);
  EXPECT_TRUE(service_.created.empty());
}

TEST_F(DraftVerbTest, AnswersOfADraftCanBeChangedAndKept) {
  KeepOne();

  const Outcome outcome = Person({"draft", "resume"}, "c\n\n\n\n\nromantic\n\n\n\nd\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Candor({"draft", "show"}).out, HasSubstr("romantic"));
  EXPECT_THAT(Candor({"draft", "show"}).out, HasSubstr("my words"));
  EXPECT_EQ(Drafts().size(), 1U);
}

TEST_F(DraftVerbTest, GoesOnlyWhereItWasMeantToGo) {
  KeepOne();

  const Outcome outcome = RunAgainst("unix:/nonexistent/candor.sock", {"draft", "resume", "--yes"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUsage));
  EXPECT_THAT(outcome.err, HasSubstr("pass --server " + daemon_.address()));
}

// By then the daemon may have forgotten the request, and would record it again.
TEST_F(DraftVerbTest, AfterAnOldAttemptThePersonIsAskedToLookFirst) {
  const Json values = {
      {"kind", {"session"}}, {"case", {"cases/a"}}, {"therapist", {"members/t"}}, {"date", {"2026-05-30"}}};
  const Json draft = {{"kept_at", 1},
                      {"server", daemon_.address()},
                      {"act_for", ""},
                      {"request_id", "r"},
                      {"sent_at", absl::ToUnixSeconds(absl::Now() - absl::Hours(24 * 7))},
                      {"values", values}};
  ASSERT_TRUE(DraftBox(daemon_.folder() + "/state/candor").Put(DraftBox::NewId(), draft.dump()).ok());

  const Outcome unasked = Candor({"draft", "resume", "--yes"});
  const Outcome looked = Person({"draft", "resume"}, "y\nn\n\n");
  EXPECT_EQ(unasked.code, static_cast<int>(ExitCode::kConflict));
  EXPECT_THAT(looked.err, HasSubstr("look for it before"));
  EXPECT_TRUE(service_.created.empty());

  EXPECT_EQ(Person({"draft", "resume"}, "y\ny\n").code, 0);
  EXPECT_EQ(service_.created.size(), 1U);
}

TEST_F(DraftVerbTest, IsDiscardedOnlyWhenConfirmed) {
  KeepOne();
  KeepOne();
  const std::string id = Drafts()[0]["draft"];

  EXPECT_EQ(Candor({"draft", "discard", id}).code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_EQ(Candor({"draft", "discard"}).code, static_cast<int>(ExitCode::kInvalid)) << "which of the two?";
  EXPECT_EQ(Person({"draft", "discard", id.substr(0, 10)}, "y\n").code, 0);
  EXPECT_EQ(Candor({"draft", "discard", id}).code, static_cast<int>(ExitCode::kNotFound));
  EXPECT_EQ(Drafts().size(), 1U);
}

TEST_F(DraftVerbTest, OneWhoseKeyIsGoneIsListedAndCanBeDiscarded) {
  KeepOne();
  fs::remove(daemon_.folder() + "/state/candor/drafts.key");

  EXPECT_THAT(Candor({"draft", "list"}).out, HasSubstr("cannot be opened"));
  EXPECT_EQ(Candor({"draft", "show"}).code, static_cast<int>(ExitCode::kLocalFile));
  EXPECT_EQ(Candor({"draft", "discard", "--yes"}).code, 0);
}

TEST_F(DraftVerbTest, ItsDateIsTheDayOnWhichItWasTold) {
  ASSERT_EQ(Candor({"log", "--stdin", "--draft"}, "kind: session\ncase: cases/a\ntherapist: members/t\n").code, 0);

  EXPECT_THAT(Candor({"draft", "show"}).out,
              HasSubstr(absl::FormatTime("%Y-%m-%d", absl::Now(), absl::LocalTimeZone())));
}

}  // namespace
}  // namespace candor::cli::draft_verb_test
