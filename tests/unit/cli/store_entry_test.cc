#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "candor/v1/entry.grpc.pb.h"
#include "cli/wire/dates.h"
#include "fake_daemon.h"

namespace candor::cli::store_entry_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class AssessingEntries final : public v1::EntryService::Service {
 public:
  grpc::Status CreateEntry(grpc::ServerContext*, const v1::CreateEntryRequest* request,
                           v1::CreateEntryResponse* response) override {
    *response->mutable_entry() = request->entry();
    response->mutable_entry()->set_name("cases/a/entries/e");
    *response->mutable_assessment() = assessment;
    return grpc::Status::OK;
  }

  v1::EntryAssessment assessment;
};

v1::FollowUp Make(const std::string& id, v1::Action action, Day due, const std::string& situation) {
  v1::FollowUp follow_up;
  follow_up.set_name("cases/a/followUps/" + id);
  follow_up.set_label("about " + id);
  follow_up.set_action(action);
  follow_up.set_status(v1::FOLLOW_UP_STATUS_OPEN);
  *follow_up.mutable_due() = ToWire(due);
  follow_up.set_situation("situations/" + situation);
  return follow_up;
}

size_t Count(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

class StoreEntryTest : public ::testing::Test {
 protected:
  Outcome Log(const std::string& kind = "session", const std::string& more = "") {
    return RunAgainst(daemon_.address(), {"log", "--stdin", "--yes"},
                      "kind: " + kind + "\ncase: cases/a\ndate: 2025-05-30\ntherapist: members/t\n" + more);
  }
  v1::FollowUp& Opens(const v1::FollowUp& follow_up) { return *service_.assessment.add_opened() = follow_up; }

  AssessingEntries service_;
  FakeDaemon daemon_{{&service_}};
};

TEST_F(StoreEntryTest, WhatIsFoldedUnderAnotherGetsNoMessage) {
  Opens(Make("general", v1::ACTION_SOFT_TRANSFER, Day(2025, 6, 14), "s"))
      .set_folded_under("cases/a/followUps/specific");
  Opens(Make("specific", v1::ACTION_SOFT_TRANSFER, Day(2025, 6, 30), "s"));
  *service_.assessment.add_resolved() = Make("quiet", v1::ACTION_TALK, Day(2025, 6, 1), "t");
  service_.assessment.mutable_resolved(0)->set_folded_under("cases/a/followUps/other");

  const Outcome outcome = Log();

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(Count(outcome.out, "One thing is suggested"), 1u) << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("a soft transfer by Monday 30 June 2025."));
  EXPECT_THAT(outcome.out, HasSubstr("cases/a/followUps/specific"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("cases/a/followUps/general")));
  EXPECT_THAT(outcome.out, Not(HasSubstr("No longer asked for")));
}

TEST_F(StoreEntryTest, OneSituationIsOneMessageWithItsEarliestDateAndAllThatItCovers) {
  Opens(Make("record", v1::ACTION_COMPLETE_RECORD, Day(2025, 6, 20), "s"));
  Opens(Make("talk", v1::ACTION_TALK, Day(2025, 6, 13), "s"));

  const Outcome outcome = Log();

  EXPECT_EQ(Count(outcome.out, "One thing is suggested"), 1u) << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("One thing is suggested: a conversation by Friday 13 June 2025."));
  EXPECT_THAT(outcome.out, HasSubstr("With it goes completing the record."));
  EXPECT_THAT(outcome.out, Not(HasSubstr("20 June")));
  EXPECT_THAT(outcome.out, HasSubstr("\n  cases/a/followUps/talk: about talk\n"));
  EXPECT_THAT(outcome.out, HasSubstr("\n  cases/a/followUps/record: about record\n"));
}

TEST_F(StoreEntryTest, TwoSituationsAreTwoMessages) {
  Opens(Make("late", v1::ACTION_DOCUMENT, Day(2025, 6, 20), "s"));
  Opens(Make("early", v1::ACTION_TALK, Day(2025, 6, 13), "t"));

  const std::string out = Log().out;

  EXPECT_EQ(Count(out, "One thing is suggested"), 2u) << out;
  EXPECT_LT(out.find("followUps/early"), out.find("followUps/late")) << "the earliest date first";
}

TEST_F(StoreEntryTest, FeelingsHaveNoDeadline) {
  Opens(Make("talk", v1::ACTION_TALK, Day(2025, 6, 13), "s")).set_rule("attraction_consult");

  const std::string feeling = Flat(Log("personal_reaction", "which: attachment\n").out);
  const std::string session = Flat(Log().out);

  EXPECT_THAT(feeling, HasSubstr("When you have, one line is enough. It does not matter that this began earlier; "
                                 "feelings have no deadline."));
  EXPECT_THAT(session, Not(HasSubstr("feelings")));
}

TEST_F(StoreEntryTest, ASecondConversationIsClearedByWhatIsDecided) {
  v1::FollowUp& persists = Opens(Make("persists", v1::ACTION_TALK, Day(2025, 6, 20), "s"));
  for (const char* kind : {"continue_plan", "referral", "transfer_step"}) persists.add_done_kinds(kind);

  const std::string out = Flat(Log("personal_reaction", "which: attachment\n").out);

  EXPECT_THAT(out, HasSubstr("Please talk a second time by Friday 20 June 2025, about one question: is the work with "
                             "this client still good?"));
  EXPECT_THAT(out, HasSubstr("candor log continue_plan or referral or transfer_step"));
  EXPECT_THAT(out, Not(HasSubstr("one line is enough")));
}

TEST_F(StoreEntryTest, OfConductThatNoRuleReadsItIsNotSilent) {
  service_.assessment.set_read_by_no_rule(true);

  EXPECT_THAT(Flat(Log("crossing", "area: place\n").out), HasSubstr("No rule in force here speaks of this."));
  EXPECT_THAT(Log().out, Not(HasSubstr("No rule in force")));
}

TEST_F(StoreEntryTest, WhatALaterEntryHasMetIsNotSuggested) {
  Opens(Make("talk", v1::ACTION_TALK, Day(2025, 6, 13), "s")).set_status(v1::FOLLOW_UP_STATUS_RESOLVED);

  EXPECT_THAT(Log().out, Not(HasSubstr("One thing is suggested")));
}

// What the caller has in a list of their own is not denied where it is not named.
TEST_F(StoreEntryTest, WhatIsNotSaidHereIsNotDenied) {
  service_.assessment.set_unsaid(true);
  const std::string unsaid = Flat(Log("crossing", "area: place\n").out);
  service_.assessment.set_unsaid(false);

  EXPECT_THAT(unsaid, Not(HasSubstr("No rule in force")));
  EXPECT_THAT(Flat(Log("crossing", "area: place\n").out),
              HasSubstr("No rule in force here asks you for anything more"));
}

TEST_F(StoreEntryTest, ADutyIsSaidInItsOwnWords) {
  v1::FollowUp& call = Opens(Make("call", v1::ACTION_DOCUMENT, Day(2025, 5, 30), "s"));
  call.set_duty(true);
  call.set_label("Call the agency today and write to it tomorrow");

  const std::string first = Flat(Log().out);
  call.set_opened_by("cases/a/entries/session");
  *call.mutable_due() = ToWire(Day(2025, 5, 31));
  const std::string then = Flat(Log("report_filed").out);

  EXPECT_THAT(first,
              HasSubstr("This is asked for by Friday 30 May 2025: Call the agency today and write to it tomorrow."));
  EXPECT_THAT(first, Not(HasSubstr("a note for the record")));
  EXPECT_THAT(then, HasSubstr("Still asked for by Saturday 31 May 2025: what is left of \"Call the agency today"));
}

TEST_F(StoreEntryTest, WhoIsNotSureOfAbuseTalksItOverTheSameDay) {
  const std::string unsure = Flat(Log("session", "minutes: 50\nabuse_suspected: unsure\n").out);

  EXPECT_THAT(unsure, HasSubstr("That does not mean that nothing is called for: the law and your code may."));
  EXPECT_THAT(unsure, HasSubstr("Talk it over today"));
  EXPECT_THAT(Flat(Log("session", "minutes: 50\nabuse_suspected: no\n").out), Not(HasSubstr("Talk it over")));
}

TEST_F(StoreEntryTest, SomebodyInTrainingBringsItToSupervision) {
  Opens(Make("trainee", v1::ACTION_TALK, Day(2025, 6, 13), "s")).add_done_kinds("supervision");

  EXPECT_THAT(Flat(Log("personal_reaction", "which: attachment\n").out),
              HasSubstr("bring it to supervision by Friday 13 June 2025. A supervision note that covers the case is "
                        "enough."));
}

TEST_F(StoreEntryTest, SupervisionOfNoCaseSpeaksOfNone) {
  v1::FollowUp& short_of_it = Opens(Make("hours", v1::ACTION_TALK, Day(2025, 6, 13), "s"));
  short_of_it.add_done_kinds("supervision");
  short_of_it.set_member("members/t");

  const std::string out = Flat(Log().out);

  EXPECT_THAT(out, HasSubstr("One thing is suggested: supervision by Friday 13 June 2025. It counts once there is a "
                             "note of it."));
  EXPECT_THAT(out, Not(HasSubstr("covers the case")));
}

TEST_F(StoreEntryTest, WhatIsNotToGoOnEndsNowAndItsDateIsAnotherMatter) {
  v1::FollowUp& stop = Opens(Make("stop", v1::ACTION_PROHIBIT, Day(2025, 6, 2), "s"));

  const std::string dated = Log().out;
  stop.clear_due();
  const std::string without = Log().out;

  EXPECT_THAT(Flat(dated), HasSubstr("One thing is suggested: not to go on, from now on, and a look at it by Monday 2 "
                                     "June 2025."));
  EXPECT_THAT(dated, HasSubstr("\n  cases/a/followUps/stop: about stop\n"));
  EXPECT_THAT(Flat(without), HasSubstr("One thing is suggested: not to go on, from now on."));
}

TEST_F(StoreEntryTest, WhatToWriteDownIsSaid) {
  v1::FollowUp& note = Opens(Make("note", v1::ACTION_DOCUMENT, Day(2025, 6, 2), "s"));

  const std::string said = Log().out;
  note.set_from_private_note(true);
  const std::string of_a_private_note = Log().out;

  EXPECT_THAT(said, HasSubstr("\n  cases/a/followUps/note: about note\n"));
  EXPECT_THAT(of_a_private_note, HasSubstr("\n  cases/a/followUps/note\n"));
}

// Where another follow-up has come in its stead, nobody has done what it asked for.
TEST_F(StoreEntryTest, OfWhatIsClosedItDoesNotSayThatItWasDone) {
  *service_.assessment.add_resolved() = Make("assess", v1::ACTION_TALK, Day(2025, 6, 1), "t");

  EXPECT_THAT(Flat(Log().out), HasSubstr("No longer asked for: about assess."));
}

TEST_F(StoreEntryTest, JsonHasEveryFollowUp) {
  Opens(Make("general", v1::ACTION_TALK, Day(2025, 6, 14), "s")).set_folded_under("cases/a/followUps/specific");

  const Outcome outcome = RunAgainst(daemon_.address(), {"-o", "json", "log", "--stdin", "--yes"},
                                     "kind: session\ncase: cases/a\ndate: 2025-05-30\n");

  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(Json::parse(outcome.out)["assessment"]["opened"][0]["folded_under"], "cases/a/followUps/specific");
}

}  // namespace
}  // namespace candor::cli::store_entry_test
