#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "today_fixture.h"

// What is to be done, one after another, and the ways to go on with each.
namespace candor::cli::day_verbs_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

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

}  // namespace
}  // namespace candor::cli::day_verbs_test
