#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "candor/v1/entry.grpc.pb.h"
#include "cli/wire/dates.h"
#include "cli/wire/json.h"
#include "fake_daemon.h"

namespace candor::cli::dry_run_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PreviewingEntries final : public v1::EntryService::Service {
 public:
  grpc::Status CreateEntry(grpc::ServerContext*, const v1::CreateEntryRequest*, v1::CreateEntryResponse*) override {
    ++created;
    return grpc::Status::OK;
  }
  grpc::Status PreviewEntry(grpc::ServerContext*, const v1::PreviewEntryRequest* request,
                            v1::PreviewEntryResponse* response) override {
    asked.push_back(*request);
    *response->mutable_preview() = preview;
    return grpc::Status::OK;
  }

  v1::EntryPreview preview;
  std::vector<v1::PreviewEntryRequest> asked;
  int created = 0;
};

class DryRunTest : public ::testing::Test {
 protected:
  Outcome DryRun(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"log", "--stdin", "--dry-run"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunAgainst(daemon_.address(), arguments,
                      "kind: personal_reaction\ncase: cases/a\ndate: 2026-06-01\ntherapist: members/b\n"
                      "which: attachment\n");
  }

  v1::ExpectedFollowUp& Expect(Day due) {
    v1::ExpectedFollowUp& expected = *entries_.preview.add_opened();
    v1::Explanation& why = *expected.mutable_explanation();
    why.set_title("Talk a first reaction over");
    why.set_cleared_by("A consultation after it.");
    v1::RuleSource& source = *why.add_sources();
    source.set_authority("research");
    source.set_text("Ladany 1997");
    why.mutable_follow_up()->set_action(v1::ACTION_TALK);
    why.mutable_follow_up()->set_status(v1::FOLLOW_UP_STATUS_OPEN);
    *why.mutable_follow_up()->mutable_due() = ToWire(due);
    return expected;
  }

  PreviewingEntries entries_;
  FakeDaemon daemon_{{&entries_}};
};

TEST_F(DryRunTest, SaysWhatByWhenWithWhomAndWhyInFewWords) {
  Expect(Day(2026, 6, 12));

  const Outcome outcome = DryRun();

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  const std::string said = Flat(outcome.out);
  EXPECT_THAT(said, HasSubstr("If this were recorded: a conversation by Friday 12 June 2026 with someone you choose. "
                              "Nothing else. Most therapists feel this at some time; noticing it is part of the work. "
                              "Nothing you typed was kept."));
  EXPECT_THAT(said, HasSubstr("Why: Talk a first reaction over research: Ladany 1997"));
  EXPECT_THAT(said, HasSubstr("This clears it: A consultation after it."));
  EXPECT_EQ(entries_.created, 0);
  ASSERT_EQ(entries_.asked.size(), 1U);
  EXPECT_EQ(entries_.asked[0].parent(), "cases/a");
  EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr("attachment")));
}

TEST_F(DryRunTest, WhatIsNotToGoOnIsSoFromNowOn) {
  Expect(Day(2026, 6, 1)).mutable_explanation()->mutable_follow_up()->set_action(v1::ACTION_PROHIBIT);
  v1::FollowUp& cleared = *entries_.preview.add_resolved();
  cleared.set_label("A conversation");

  const std::string said = Flat(DryRun().out);

  EXPECT_THAT(said, HasSubstr("If this were recorded: not to go on, from now on, and a look at it by Monday 1 June "
                              "2026."));
  EXPECT_THAT(said, HasSubstr("No longer asked for then: A conversation."));
}

TEST_F(DryRunTest, SaysWhenNothingWouldBeCalledFor) {
  const Outcome outcome = DryRun();

  EXPECT_THAT(Flat(outcome.out), HasSubstr("If this were recorded: nothing would be called for."));
}

TEST_F(DryRunTest, WhereNoRuleReadsTheKindNothingIsNoAnswer) {
  entries_.preview.set_read_by_no_rule(true);

  const std::string said = Flat(DryRun().out);

  EXPECT_THAT(said, HasSubstr("No rule in force here speaks of this. That does not mean that nothing is called for"));
  EXPECT_THAT(said, Not(HasSubstr("nothing would be")));
}

TEST_F(DryRunTest, NeverTakesAnUnansweredPolicyForAYes) {
  v1::PolicyNotAssessed& missing = *entries_.preview.add_not_assessed();
  missing.set_policy("policies/consultation");
  missing.set_reason(v1::NOT_ASSESSED_REASON_TIME_BUDGET);

  const Outcome outcome = DryRun();

  EXPECT_THAT(Flat(outcome.out), HasSubstr("not known, because not every policy could be asked"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("That does not mean that nothing is called for"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("nothing would be")));
}

TEST_F(DryRunTest, WhatALaterEntryHasMetIsNotAskedForAgain) {
  Expect(Day(2026, 6, 12)).mutable_explanation()->mutable_follow_up()->set_status(v1::FOLLOW_UP_STATUS_RESOLVED);

  EXPECT_THAT(Flat(DryRun().out), HasSubstr("nothing would be called for"));
}

TEST_F(DryRunTest, IsNotGivenTogetherWithYes) {
  EXPECT_EQ(DryRun({"--yes"}).code, static_cast<int>(ExitCode::kUsage));
  EXPECT_EQ(entries_.created, 0);
}

TEST_F(DryRunTest, OfADutyItSaysWhatItIsAndNotThatItIsAll) {
  v1::FollowUp& call = *Expect(Day(2026, 6, 1)).mutable_explanation()->mutable_follow_up();
  call.set_action(v1::ACTION_DOCUMENT);
  call.set_duty(true);
  call.set_label("Call the agency today");

  const std::string said = Flat(DryRun().out);

  EXPECT_THAT(said, HasSubstr("If this were recorded: \"Call the agency today\", by Monday 1 June 2026."));
  EXPECT_THAT(said, Not(HasSubstr("Nothing else")));
}

TEST_F(DryRunTest, WhatIsNotSaidHereIsNotDenied) {
  entries_.preview.set_unsaid(true);

  const std::string said = Flat(DryRun().out);

  EXPECT_THAT(said, HasSubstr("would stand in your list"));
  EXPECT_THAT(said, Not(HasSubstr("nothing would be called for")));
}

TEST_F(DryRunTest, WhoIsNotSureOfAbuseTalksItOverTheSameDay) {
  const std::string said = Flat(RunAgainst(daemon_.address(), {"log", "--stdin", "--dry-run"},
                                           "kind: session\ncase: cases/a\ndate: 2026-06-01\ntherapist: members/b\n"
                                           "abuse_suspected: unsure\n")
                                    .out);

  EXPECT_THAT(said, HasSubstr("the law and your code may."));
  EXPECT_THAT(said, HasSubstr("Talk it over today"));
  EXPECT_THAT(said, Not(HasSubstr("nothing would be called for")));
}

// What comes of somebody else's words has a label and a date: nothing is said of why.
TEST_F(DryRunTest, WhereItIsNotSaidWhyThereIsNoEmptyWhy) {
  for (const Day due : {Day(2026, 6, 12), Day(2026, 6, 20)}) {
    v1::FollowUp& follow_up = *entries_.preview.add_opened()->mutable_explanation()->mutable_follow_up();
    follow_up.set_label("A conversation");
    follow_up.set_action(v1::ACTION_TALK);
    follow_up.set_status(v1::FOLLOW_UP_STATUS_OPEN);
    *follow_up.mutable_due() = ToWire(due);
  }

  const std::string said = Flat(DryRun().out);

  EXPECT_THAT(said, HasSubstr("a conversation by Friday 12 June 2026"));
  EXPECT_THAT(said, HasSubstr("a conversation by Saturday 20 June 2026")) << "each by itself, as neither has a name";
  EXPECT_THAT(said, Not(HasSubstr("Why:")));
  EXPECT_THAT(said, Not(HasSubstr("This clears it")));
}

TEST_F(DryRunTest, HasAKeyForEverythingInJson) {
  Expect(Day(2026, 6, 12));

  const Json json = Json::parse(DryRun({"-o", "json"}).out);

  EXPECT_EQ(json["opened"][0]["explanation"]["follow_up"]["due"], "2026-06-12");
  EXPECT_TRUE(json["opened"][0]["talk_with"].is_null());
}

}  // namespace
}  // namespace candor::cli::dry_run_test
