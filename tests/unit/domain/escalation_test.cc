#include "daemon/domain/escalation.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/counted_view.h"

// When others hear that a conversation is due.
namespace candor::domain::escalation_test {
namespace {

constexpr Day kReported(2025, 3, 3);
constexpr Day kDue(2025, 3, 17);  // a Monday

FollowUp FromNote() {
  FollowUp follow_up = OpenFollowUp(1, Action::kTalk, kReported, kDue);
  follow_up.clear.key_class = KeyClass::kPersonal;
  follow_up.sealed.emplace();
  return follow_up;
}

TEST(EscalationTest, TheSupervisorHearsAfterFourteenDaysAndTheDirectorFourteenLater) {
  const std::vector<EscalationStep> steps = EscalationOf(FromNote(), Settings(), kReported, kReported);

  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0], (EscalationStep{EscalationTo::kSupervisor, kDue + 14, kDue + 7}));
  EXPECT_EQ(steps[1], (EscalationStep{EscalationTo::kDirector, kDue + 28, kDue + 21}));
}

TEST(EscalationTest, NobodyHearsADaySooner) {
  const FollowUp follow_up = FromNote();

  EXPECT_FALSE(IsToldTo(EscalationTo::kSupervisor, follow_up, Settings(), kReported, kDue + 13));
  EXPECT_TRUE(IsToldTo(EscalationTo::kSupervisor, follow_up, Settings(), kReported, kDue + 14));
  EXPECT_FALSE(IsToldTo(EscalationTo::kDirector, follow_up, Settings(), kReported, kDue + 27));
  EXPECT_TRUE(IsToldTo(EscalationTo::kDirector, follow_up, Settings(), kReported, kDue + 28));
  EXPECT_TRUE(IsToldTo(EscalationTo::kSupervisor, follow_up, Settings(), kReported, kDue + 400))
      << "as long as it is open";
}

// What came in by an import, or late, may be long past its date on the day on which its author first hears of it.
TEST(EscalationTest, NobodyHearsOfItBeforeItsAuthorHasKnownForAWeek) {
  const Day imported = kDue + 300;
  const FollowUp follow_up = FromNote();

  const std::vector<EscalationStep> steps = EscalationOf(follow_up, Settings(), imported, imported);

  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0], (EscalationStep{EscalationTo::kSupervisor, imported + 7, imported}));
  EXPECT_EQ(steps[1], (EscalationStep{EscalationTo::kDirector, imported + 21, imported + 14})) << "one after another";
  EXPECT_EQ(NearStep(steps, imported), steps[0]) << "the author is told the same day";
  EXPECT_FALSE(IsToldTo(EscalationTo::kSupervisor, follow_up, Settings(), imported, imported + 6));
  EXPECT_TRUE(IsToldTo(EscalationTo::kSupervisor, follow_up, Settings(), imported, imported + 7));
  EXPECT_FALSE(IsToldTo(EscalationTo::kDirector, follow_up, Settings(), imported, imported + 20));
}

TEST(EscalationTest, ItIsKnownSinceItIsOnRecordAndSinceItsRuleWasLaidDown) {
  CountedView view;
  FollowUp follow_up = FromNote();
  EXPECT_EQ(*KnownSince(view, follow_up, Settings(), kDue), kReported) << "of nothing that is kept";
  follow_up.sealed->opened_by = IdNumber<EntryId>(1);
  follow_up.sealed->rule = "attraction_consult";
  RecordedEntry& opening = view.entries_by_id[IdNumber<EntryId>(1)];
  opening.recorded_at = absl::FromCivil(kDue + 100, absl::UTCTimeZone());

  EXPECT_EQ(*KnownSince(view, follow_up, Settings(), kDue + 300), kDue + 100);
  RuleSetting setting;
  setting.rule = "attraction_consult";
  setting.from = kReported;
  setting.set_on = kDue + 200;
  view.activation.emplace().settings = {setting};
  EXPECT_EQ(*KnownSince(view, follow_up, Settings(), kDue + 300), kDue + 100) << "it was in force for what came after";
  view.activation->settings[0].retroactive = true;
  EXPECT_EQ(*KnownSince(view, follow_up, Settings(), kDue + 300), kDue + 200);
}

TEST(EscalationTest, ThePracticeMayGiveMoreTime) {
  Settings settings;
  settings.access.escalate_after_days = 30;

  const std::vector<EscalationStep> steps = EscalationOf(FromNote(), settings, kReported, kReported);

  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0].told_on, kDue + 30);
  EXPECT_EQ(steps[1].told_on, kDue + 60);
}

TEST(EscalationTest, TheAuthorIsToldAWeekBeforeEachStep) {
  const std::vector<EscalationStep> steps = EscalationOf(FromNote(), Settings(), kReported, kReported);
  const auto near = [&](Day day) { return NearStep(steps, day); };

  EXPECT_FALSE(near(kDue + 6).has_value());
  EXPECT_EQ(near(kDue + 7), steps[0]);
  EXPECT_EQ(near(kDue + 13), steps[0]);
  EXPECT_FALSE(near(kDue + 14).has_value()) << "it has been taken, and the next is two weeks away";
  EXPECT_EQ(near(kDue + 21), steps[1]);
  EXPECT_FALSE(near(kDue + 28).has_value());
}

TEST(EscalationTest, ADateThatMovesMovesBoth) {
  FollowUp follow_up = FromNote();
  follow_up.away = {{kReported + 1, kReported + 7, MemberId()}};
  const std::optional<Day> due = DueOf(follow_up, Settings());
  ASSERT_TRUE(due.has_value());
  ASSERT_GT(*due, kDue);

  const std::vector<EscalationStep> steps = EscalationOf(follow_up, Settings(), kReported, kReported);

  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0].told_on, *due + 14);
}

TEST(EscalationTest, OfAnythingElseNobodyIsTold) {
  FollowUp general = FromNote();
  general.clear.key_class = KeyClass::kGeneral;
  FollowUp folded = FromNote();
  folded.clear.folded_under = IdNumber<FollowUpId>(7);
  FollowUp undone = FromNote();
  undone.clear.undone = true;
  FollowUp erased = FromNote();
  erased.sealed.reset();
  FollowUp without_date = FromNote();
  without_date.clear.due.reset();
  FollowUp waived = FromNote();
  waived.waived_until = kDue + 400;
  FollowUp resolved = ResolvedFollowUp(1, Action::kTalk, kReported, kDue, kDue);
  resolved.clear.key_class = KeyClass::kPersonal;
  resolved.sealed.emplace();
  for (const FollowUp& each : {general, folded, undone, erased, without_date, waived, resolved}) {
    EXPECT_TRUE(EscalationOf(each, Settings(), kReported, kDue + 30).empty());
    EXPECT_FALSE(IsToldTo(EscalationTo::kSupervisor, each, Settings(), kReported, kDue + 30));
    EXPECT_FALSE(IsToldTo(EscalationTo::kDirector, each, Settings(), kReported, kDue + 30));
  }
}

}  // namespace
}  // namespace candor::domain::escalation_test
