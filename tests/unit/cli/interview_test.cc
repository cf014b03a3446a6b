#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "cli/wire/dates.h"
#include "fake_daemon.h"

namespace candor::cli::interview_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class FakeEntries final : public v1::EntryService::Service {
 public:
  grpc::Status CreateEntry(grpc::ServerContext*, const v1::CreateEntryRequest* request,
                           v1::CreateEntryResponse* response) override {
    created.push_back(*request);
    *response->mutable_entry() = request->entry();
    return grpc::Status::OK;
  }

  std::vector<v1::CreateEntryRequest> created;
};

class FakeToday final : public v1::DaemonService::Service {
 public:
  grpc::Status GetStatus(grpc::ServerContext*, const v1::GetStatusRequest*, v1::GetStatusResponse* response) override {
    *response->mutable_status()->mutable_today() = ToWire(Day(2026, 6, 1));
    return grpc::Status::OK;
  }
};

class InterviewTest : public testing::Test {
 protected:
  // `answers`: one per question.
  Outcome Log(const std::vector<std::string>& answers, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"log"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::string input;
    for (const std::string& answer : answers) input += answer + "\n";
    return RunBeforeAPerson(daemon_.address(), arguments, input);
  }
  const v1::Entry& Stored() const { return service_.created.at(0).entry(); }

  FakeEntries service_;
  FakeToday today_;
  FakeDaemon daemon_{{&service_, &today_}};
};

TEST_F(InterviewTest, AsksFirstWhatKindOfThingItIsAndThenOffersOnlyThose) {
  const Outcome felt = Log({"2", ""});
  const Outcome told = Log({"3", ""});

  EXPECT_EQ(felt.code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_THAT(felt.err, HasSubstr("What would you like to write down?\n  1  What happened\n  2  How I feel\n"
                                  "  3  Someone told me\n"));
  EXPECT_THAT(felt.err, HasSubstr("1  something you noticed in yourself, with a client"));
  EXPECT_THAT(felt.err, Not(HasSubstr("a session")));
  EXPECT_THAT(told.err, HasSubstr("somebody is concerned about a colleague"));
  EXPECT_THAT(told.err, Not(HasSubstr("noticed in yourself")));
}

TEST_F(InterviewTest, TakesWordsNumbersAndSingleLetters) {
  const Outcome outcome = Log(
      {"2", "1", "members/r", "cases/a", "members/t", "2026-05-30", "6", "persisting", "u", "in my words", "", "y"});

  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(Stored().personal_reaction().which(), v1::REACTION_KIND_ATTACHMENT);
  EXPECT_EQ(Stored().personal_reaction().status(), v1::REACTION_STATUS_PERSISTING);
  EXPECT_EQ(Stored().personal_reaction().interferes(), v1::ANSWER_UNSURE);
  EXPECT_EQ(Stored().first_reader(), "members/r");
  EXPECT_EQ(Stored().therapist(), "members/t");
  EXPECT_EQ(Stored().note(), "in my words");
  EXPECT_EQ(service_.created[0].parent(), "cases/a");
}

TEST_F(InterviewTest, EveryQuestionSaysHowItIsSkippedAndWhatIsSkippedIsNotRecorded) {
  const Outcome outcome = Log({"", "cases/a", "members/t", "", "", "", "y"}, {"session"});
  const Outcome again = Log({"cases/a", "members/t", "", "", "", "", "", "y"}, {"session"});

  EXPECT_NE(outcome.code, 0);
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.err, HasSubstr("How many minutes? [a number; Enter: not recorded]"));
  EXPECT_THAT(again.err, HasSubstr("[YYYY-MM-DD; Enter: today]"));
  EXPECT_FALSE(Stored().session().has_minutes());
  EXPECT_EQ(Stored().occurred().date().day(), 1) << "the practice's today";
}

TEST_F(InterviewTest, AnAnswerThatIsNoneIsAskedForAgain) {
  const Outcome outcome = Log({"cases/a", "members/t", "", "a lot", "50", "9", "video", "", "", "y"}, {"session"});

  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(Stored().session().minutes(), 50);
  EXPECT_EQ(Stored().session().setting(), v1::SESSION_SETTING_VIDEO);
  EXPECT_THAT(outcome.err, Not(HasSubstr("a lot"))) << "no error repeats what was typed";
}

TEST_F(InterviewTest, WhatCannotMatterIsNotAsked) {
  const Outcome outcome = Log({"cases/a", "members/t", "", "done", "time_overrun", "therapist", "", "y"}, {"crossing"});

  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(Stored().stage(), v1::ENTRY_STAGE_DONE);
  EXPECT_THAT(outcome.err, Not(HasSubstr("Which touch?")));
  EXPECT_THAT(outcome.err, Not(HasSubstr("currency")));
}

TEST_F(InterviewTest, AdviceAndOnesOwnTherapyAreADateOnly) {
  const Outcome outcome = Log({"2", "3", "cases/a", "members/t", "2026-05-30", "y"});

  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(Stored().has_own_therapy());
  EXPECT_THAT(outcome.err, Not(HasSubstr("Who besides you")));
  EXPECT_THAT(outcome.err, Not(HasSubstr("your own words")));
  EXPECT_THAT(outcome.err, Not(HasSubstr("own_therapy")));
}

TEST_F(InterviewTest, AConcernSaysWhomItIsAboutAndWhoseAccountItIs) {
  const Outcome outcome =
      Log({"3", "3", "members/x", "2026-05-30", "colleague", "witnessed", "raised", "boundary", "", "", "", "", "y"});

  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(service_.created[0].parent(), "members/x");
  EXPECT_EQ(Stored().source(), v1::ENTRY_SOURCE_COLLEAGUE);
  EXPECT_EQ(Stored().basis(), v1::ENTRY_BASIS_WITNESSED);
  EXPECT_EQ(Stored().concern().about(), v1::MATTER_TOPIC_BOUNDARY);
}

TEST_F(InterviewTest, BeforeAnActItSaysWhatItMayCostAndThatTheClientsCareCannotWait) {
  const std::string err = Flat(Log({"1", "14", "cases/a", "members/t", ""}).err);

  EXPECT_THAT(err, HasSubstr("14 closeness beyond the therapy"));
  EXPECT_THAT(err, HasSubstr("Before you go on. It is read today by whoever supervises members/t; the director sees "
                             "its kind, others in the case its facts. It may have legal consequences for you;"));
  EXPECT_THAT(err, HasSubstr("Your client's care cannot wait: who can see the client next?"));
}

TEST_F(InterviewTest, AnswersCanBeChangedBeforeSaving) {
  const Outcome outcome =
      Log({"cases/a", "members/t", "2026-05-30", "50", "video", "", "", "c", "", "", "", "45", "-", "", "", "y"},
          {"session"});

  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("now 50; Enter keeps it, - takes it away]"));
  EXPECT_EQ(Stored().session().minutes(), 45);
  EXPECT_EQ(Stored().session().setting(), v1::SESSION_SETTING_UNSPECIFIED);
  EXPECT_EQ(Stored().occurred().date().day(), 30);
}

TEST_F(InterviewTest, ANoteOfSupervisionCoversSeveralCases) {
  const Outcome outcome = Log({"", "members/t", "2026-05-30", "members/s", "group", "4", "90", "cases/a, cases/b", "",
                               "video", "clinic", "North", "", "y"},
                              {"supervision"});

  ASSERT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_EQ(Stored().supervision().covers_size(), 2) << outcome.err;
  EXPECT_EQ(Stored().supervision().covers(1), "cases/b");
  EXPECT_EQ(Stored().supervision().mode(), v1::SUPERVISION_MODE_VIDEO);
  EXPECT_EQ(Stored().supervision().work_setting(), v1::WORK_SETTING_CLINIC);
  EXPECT_EQ(Stored().supervision().setting(), "North");
  EXPECT_EQ(service_.created[0].parent(), "members/t");
}

TEST_F(InterviewTest, TalkingFirstListsPeopleAndAsksAgain) {
  const Outcome outcome = Log({"cases/a", "members/t", "2026-05-30", "", "", "", "", "t", "n"}, {"session"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_TRUE(service_.created.empty());
  EXPECT_GT(outcome.err.rfind("Save it?"), outcome.err.find("Save it?"));
}

}  // namespace
}  // namespace candor::cli::interview_test
