#include "daemon/domain/follow_up.h"

#include <gtest/gtest.h>

#include "tests/unit/domain/builders.h"

namespace candor::domain::follow_up_test {
namespace {

constexpr Day kReported(2025, 4, 4);
constexpr Day kSaturday(2025, 5, 3);
constexpr Day kMonday(2025, 5, 5);

FollowUp DueOnSaturday() {
  return OpenFollowUp(1, Action::kTalk, kReported, kSaturday);
}

TEST(FollowUpTest, DueMovesToTheNextOpenDay) {
  EXPECT_EQ(DueOf(DueOnSaturday(), Settings()), kMonday);
  EXPECT_EQ(DueOf(DueOnSaturday(), WeekendsOpen()), kSaturday);
}

TEST(FollowUpTest, ALegalWindowNeverMoves) {
  FollowUp window = DueOnSaturday();
  window.clear.action = Action::kProhibit;

  EXPECT_EQ(DueOf(window, Settings()), kSaturday);
}

TEST(FollowUpTest, WhatOpenedBeforeThePolicyHasNoDate) {
  FollowUp context = DueOnSaturday();
  context.clear.before_policy = true;

  EXPECT_EQ(DueOf(context, Settings()), std::nullopt);
  EXPECT_FALSE(PastDue(context, Settings(), Day(2030, 1, 1)));
}

TEST(FollowUpTest, TheShiftedDateIsTheOneThatCountsForLateness) {
  const FollowUp on_monday = ResolvedFollowUp(1, Action::kTalk, kReported, kSaturday, kMonday);
  const FollowUp on_tuesday = ResolvedFollowUp(1, Action::kTalk, kReported, kSaturday, kMonday + 1);

  EXPECT_EQ(StatusOf(on_monday, Settings(), kMonday), FollowUpStatus::kResolved);
  EXPECT_EQ(StatusOf(on_monday, WeekendsOpen(), kMonday), FollowUpStatus::kResolvedLate);
  EXPECT_EQ(StatusOf(on_tuesday, Settings(), kMonday), FollowUpStatus::kResolvedLate);
}

TEST(FollowUpTest, WrittenDownLateIsNotLate) {
  FollowUp follow_up = ResolvedFollowUp(1, Action::kTalk, kReported, kMonday, kMonday);
  follow_up.clear.resolution_reported_on = kMonday + 40;

  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday + 50), FollowUpStatus::kResolved);
}

TEST(FollowUpTest, WhatWentQuietIsNeverLate) {
  FollowUp follow_up = ResolvedFollowUp(1, Action::kTalk, kReported, kMonday, kMonday + 90);
  follow_up.clear.cause = ResolvedCause::kQuiet;

  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday + 100), FollowUpStatus::kResolved);
}

TEST(FollowUpTest, StatusTakesTheStrongest) {
  FollowUp follow_up = ResolvedFollowUp(1, Action::kTalk, kReported, kMonday, kMonday + 1);
  follow_up.waived_until = kMonday + 100;
  follow_up.disposed = true;
  follow_up.clear.state = RuleState::kWithdrawn;
  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday), FollowUpStatus::kWithdrawn);

  follow_up.clear.state = RuleState::kResolved;
  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday), FollowUpStatus::kDisposed);

  follow_up.disposed = false;
  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday), FollowUpStatus::kResolvedLate);

  follow_up.clear.state = RuleState::kOpen;
  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday), FollowUpStatus::kWaived);

  follow_up.waived_until.reset();
  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday), FollowUpStatus::kOpen);
}

TEST(FollowUpTest, AWaiverEndsAfterItsLastDay) {
  FollowUp follow_up = DueOnSaturday();
  follow_up.waived_until = kMonday + 30;

  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday + 30), FollowUpStatus::kWaived);
  EXPECT_FALSE(PastDue(follow_up, Settings(), kMonday + 30));
  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday + 31), FollowUpStatus::kOpen);
  EXPECT_TRUE(PastDue(follow_up, Settings(), kMonday + 31));
}

TEST(FollowUpTest, TheDueDayItselfIsStillInTime) {
  EXPECT_FALSE(PastDue(DueOnSaturday(), Settings(), kMonday));
  EXPECT_TRUE(PastDue(DueOnSaturday(), Settings(), kMonday + 1));
}

TEST(FollowUpTest, WithoutADateNothingIsPastIt) {
  const FollowUp undated = OpenFollowUp(1, Action::kDocument, kReported, std::nullopt);

  EXPECT_FALSE(PastDue(undated, Settings(), Day(2100, 1, 1)));
}

// Away from Monday to Friday of the last week.
FollowUp WithItsPersonAway(Action action) {
  FollowUp follow_up = OpenFollowUp(1, action, kReported, Day(2025, 5, 2));
  follow_up.away = {{Day(2025, 4, 28), Day(2025, 5, 2), MemberId(), false}};
  return follow_up;
}

TEST(FollowUpTest, OnesOwnDutyWaitsWhileOneIsAway) {
  const FollowUp talk = WithItsPersonAway(Action::kTalk);

  // Five days later is Wednesday.
  EXPECT_EQ(DueOf(talk, Settings()), Day(2025, 5, 7));
  EXPECT_FALSE(PausedOn(talk, Settings(), Day(2025, 4, 27)));
  EXPECT_TRUE(PausedOn(talk, Settings(), Day(2025, 4, 28)));
  EXPECT_TRUE(PausedOn(talk, Settings(), Day(2025, 5, 2)));
  EXPECT_FALSE(PausedOn(talk, Settings(), Day(2025, 5, 3)));
  EXPECT_FALSE(PastDue(talk, Settings(), Day(2025, 5, 7)));
  EXPECT_TRUE(PastDue(talk, Settings(), Day(2025, 5, 8)));
  EXPECT_EQ(AwayThatMoved(talk), talk.away);
}

TEST(FollowUpTest, WhatAClientNeedsAndWhatIsUrgentWaitForNobody) {
  FollowUp urgent = WithItsPersonAway(Action::kTalk);
  urgent.clear.severity = Severity::kUrgent;

  for (const FollowUp& each : {WithItsPersonAway(Action::kRefer), WithItsPersonAway(Action::kSoftTransfer),
                               WithItsPersonAway(Action::kProhibit), urgent}) {
    EXPECT_EQ(DueOf(each, Settings()), Day(2025, 5, 2));
    EXPECT_FALSE(PausedOn(each, Settings(), Day(2025, 4, 29)));
    EXPECT_TRUE(AwayThatMoved(each).empty());
  }
}

TEST(FollowUpTest, WhatComesFromAPrivateNoteIsNeverHandedOn) {
  FollowUp refer = WithItsPersonAway(Action::kRefer);
  refer.clear.key_class = KeyClass::kPersonal;

  EXPECT_FALSE(IsForTheClient(refer.clear));
  EXPECT_EQ(DueOf(refer, Settings()), Day(2025, 5, 7));
}

TEST(FollowUpTest, MetInTimeByTheMovedDate) {
  FollowUp talk = ResolvedFollowUp(1, Action::kTalk, kReported, Day(2025, 5, 2), Day(2025, 5, 7));
  EXPECT_EQ(StatusOf(talk, Settings(), Day(2025, 6, 1)), FollowUpStatus::kResolvedLate);

  talk.away = WithItsPersonAway(Action::kTalk).away;

  EXPECT_EQ(StatusOf(talk, Settings(), Day(2025, 6, 1)), FollowUpStatus::kResolved);
}

TEST(FollowUpTest, TheLastDayIsOneOnWhichItsPersonIsThere) {
  FollowUp talk = OpenFollowUp(1, Action::kTalk, kReported, kSaturday);
  // The closed weekend moves it to the Monday on which the next absence begins.
  talk.away = {{kMonday, kMonday + 1, MemberId(), false}};
  EXPECT_EQ(DueOf(talk, Settings()), kMonday + 2);
  EXPECT_EQ(DueOf(talk, WeekendsOpen()), kSaturday);

  talk.away = {{kMonday, std::nullopt, MemberId(), false}};
  EXPECT_EQ(DueOf(talk, Settings()), std::nullopt);
}

TEST(FollowUpTest, WhatWasMissedBeforeTheAbsenceIsNotPaused) {
  FollowUp talk = OpenFollowUp(1, Action::kTalk, kReported, Day(2025, 5, 2));
  talk.away = {{kMonday, std::nullopt, MemberId(), false}};

  EXPECT_TRUE(PastDue(talk, Settings(), kMonday + 1));
  EXPECT_FALSE(PausedOn(talk, Settings(), kMonday + 1));
}

TEST(FollowUpTest, WhatIsThePracticesWaitsForNobodyAndIsNoCovers) {
  FollowUp of_practice = DueOnSaturday();
  of_practice.clear.of_practice = true;
  of_practice.away = {{kReported + 1, std::nullopt, MemberId(), false}};

  EXPECT_EQ(DueOf(of_practice, Settings()), kMonday) << "nobody has to be back for it";
  EXPECT_FALSE(PausedOn(of_practice, Settings(), kReported + 3));
  of_practice.clear.action = Action::kSoftTransfer;
  EXPECT_FALSE(IsForTheClient(of_practice.clear));
}

// "Today" is today on a Saturday, and the fifteenth day of a law is no seventeenth.
TEST(FollowUpTest, WhatIsUrgentAndADateOfALawsStandOnAClosedDay) {
  FollowUp urgent = DueOnSaturday();
  urgent.clear.action = Action::kDocument;
  urgent.clear.severity = Severity::kUrgent;
  FollowUp of_law = DueOnSaturday();
  of_law.clear.action = Action::kDocument;
  of_law.clear.date_of_law = true;

  for (const FollowUp& each : {urgent, of_law}) {
    EXPECT_EQ(DueOf(each, Settings()), kSaturday);
    EXPECT_FALSE(PastDue(each, Settings(), kSaturday));
    EXPECT_TRUE(PastDue(each, Settings(), kSaturday + 1));
  }
  of_law.clear.state = RuleState::kResolved;
  of_law.clear.cause = ResolvedCause::kEntry;
  of_law.clear.resolved_on = kMonday;
  EXPECT_EQ(StatusOf(of_law, Settings(), kMonday), FollowUpStatus::kResolvedLate) << "late in law";
}

TEST(FollowUpTest, ADateOfALawsWaitsForNobodysReturn) {
  FollowUp of_law = WithItsPersonAway(Action::kDocument);
  of_law.clear.date_of_law = true;

  EXPECT_EQ(DueOf(of_law, Settings()), Day(2025, 5, 2));
  EXPECT_FALSE(PausedOn(of_law, Settings(), Day(2025, 4, 29)));
  EXPECT_TRUE(AwayThatMoved(of_law).empty());
}

// Received on Friday: two business days end on Tuesday, and a closed day between is none of them.
TEST(FollowUpTest, BusinessDaysAreThePracticesOpenDays) {
  constexpr Day kFriday(2025, 5, 2);
  FollowUp follow_up = OpenFollowUp(1, Action::kDocument, kFriday, Day(2025, 5, 6));
  follow_up.clear.of_practice = true;
  follow_up.clear.counted_from = kFriday;
  EXPECT_EQ(DueOf(follow_up, Settings()), Day(2025, 5, 6));
  EXPECT_EQ(DueOf(follow_up, WeekendsOpen()), Day(2025, 5, 4));

  Settings closed_on_monday;
  closed_on_monday.closed_dates = {kMonday};
  EXPECT_EQ(DueOf(follow_up, closed_on_monday), Day(2025, 5, 7));
  EXPECT_EQ(DueByRule(follow_up.clear, closed_on_monday), Day(2025, 5, 7)) << "nothing has moved it";
  follow_up.clear.severity = Severity::kUrgent;
  EXPECT_EQ(DueOf(follow_up, closed_on_monday), Day(2025, 5, 7)) << "what is urgent is counted too";
}

}  // namespace
}  // namespace candor::domain::follow_up_test
