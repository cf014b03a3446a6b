#include "daemon/domain/case_follow_ups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "tests/unit/domain/builders.h"

namespace candor::domain::case_follow_ups_test {
namespace {

using ::testing::SizeIs;

constexpr Day kReported(2025, 3, 3);  // a Monday

FollowUp OfCase(std::optional<Day> due = kReported + 14) {
  FollowUp follow_up = OpenFollowUp(1, Action::kTalk, kReported, due);
  follow_up.clear.subject = SubjectId::Of(IdNumber<CaseId>(1));
  follow_up.clear.therapist = IdNumber<MemberId>(1);
  follow_up.sealed.emplace();
  follow_up.sealed->opened_by = IdNumber<EntryId>(7);
  follow_up.sealed->catalogue_id = "R22";
  return follow_up;
}

std::vector<PolicyEvent> Told(const FollowUp& follow_up, const std::vector<Decision>& decisions = {}) {
  Settings settings;
  settings.closed_weekends = false;
  return ChangesOf(follow_up, decisions, settings, absl::UTCTimeZone());
}

Decision DisposedOn(Day day, Finding finding) {
  Decision decision;
  decision.kind = DecisionKind::kDispose;
  decision.finding = finding;
  decision.recorded_at =
      absl::FromCivil(absl::CivilSecond(day.year(), day.month(), day.day(), 12, 0, 0), absl::UTCTimeZone());
  return decision;
}

TEST(CaseFollowUpsTest, OneThatIsOpenWasOpenedAndNothingElse) {
  const std::vector<PolicyEvent> told = Told(OfCase());

  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].id, IdNumber<EntryId>(7));
  EXPECT_EQ(told[0].therapist, IdNumber<MemberId>(1));
  EXPECT_EQ(told[0].occurred, DayNumber(kReported));
  ASSERT_TRUE(told[0].follow_up);
  EXPECT_EQ(told[0].follow_up->what, FollowUpChange::What::kOpened);
  EXPECT_EQ(told[0].follow_up->catalogue_id, "R22");
  EXPECT_EQ(told[0].follow_up->due, DayNumber(kReported + 14));
}

TEST(CaseFollowUpsTest, ItComesAfterTheEntriesOfItsDayAndBeforeTheTimers) {
  const PolicyEvent told = Told(OfCase())[0];
  const Place last_entry = {told.occurred, Place::kNoTime, 999, ~uint64_t{0}, {}};

  EXPECT_LT(last_entry, told.place);
  EXPECT_LT(told.place, Place::EndOf(told.occurred));
}

TEST(CaseFollowUpsTest, OneThatAnEntryMetHasEndedOnThatDay) {
  FollowUp follow_up = OfCase();
  follow_up.clear.state = RuleState::kResolved;
  follow_up.clear.resolved_on = kReported + 5;

  const std::vector<PolicyEvent> told = Told(follow_up);

  ASSERT_THAT(told, SizeIs(2));
  EXPECT_EQ(told[1].occurred, DayNumber(kReported + 5));
  EXPECT_EQ(told[1].follow_up->what, FollowUpChange::What::kEnded);
  EXPECT_EQ(told[1].follow_up->finding, Finding::kNone);
  EXPECT_LT(told[0].place, told[1].place);
}

TEST(CaseFollowUpsTest, OneThatWasDisposedOfHasEndedWithWhatWasFound) {
  FollowUp follow_up = OfCase();
  follow_up.disposed = true;

  const std::vector<PolicyEvent> told =
      Told(follow_up, {DisposedOn(kReported + 8, Finding::kSubstantiated), DisposedOn(kReported + 9, Finding::kNone)});

  ASSERT_THAT(told, SizeIs(2));
  EXPECT_EQ(told[1].occurred, DayNumber(kReported + 9));
  EXPECT_EQ(told[1].follow_up->finding, Finding::kSubstantiated);
}

TEST(CaseFollowUpsTest, AWaiverThatLastsLongerIsItsDate) {
  FollowUp follow_up = OfCase();
  follow_up.waived_until = kReported + 60;
  EXPECT_EQ(Told(follow_up)[0].follow_up->due, DayNumber(kReported + 60));

  follow_up.waived_until = kReported + 3;
  EXPECT_EQ(Told(follow_up)[0].follow_up->due, DayNumber(kReported + 14));
  EXPECT_EQ(Told(OfCase(std::nullopt))[0].follow_up->due, std::nullopt);
}

TEST(CaseFollowUpsTest, OfAnErasedOneNothingIsTold) {
  FollowUp follow_up = OfCase();
  follow_up.erased = true;
  EXPECT_FALSE(IsToldToMemberRules(follow_up));
  follow_up.sealed.reset();
  EXPECT_FALSE(IsToldToMemberRules(follow_up)) << "nor of one that cannot be read";
}

TEST(CaseFollowUpsTest, OnlyWhatRulesAboutTheMemberMayKnowIsTold) {
  EXPECT_TRUE(IsToldToMemberRules(OfCase()));
  const auto with = [](auto change) {
    FollowUp follow_up = OfCase();
    change(follow_up.clear);
    return IsToldToMemberRules(follow_up);
  };
  EXPECT_FALSE(with([](FollowUpClear& clear) { clear.key_class = KeyClass::kPersonal; }));
  EXPECT_FALSE(with([](FollowUpClear& clear) { clear.restricted = true; }));
  EXPECT_FALSE(with([](FollowUpClear& clear) { clear.of_practice = true; }));
  EXPECT_FALSE(with([](FollowUpClear& clear) { clear.shadow = true; }));
  EXPECT_FALSE(with([](FollowUpClear& clear) { clear.undone = true; }));
  EXPECT_FALSE(with([](FollowUpClear& clear) { clear.missing_field = true; }));
  EXPECT_FALSE(with([](FollowUpClear& clear) { clear.state = RuleState::kWithdrawn; }));
  EXPECT_FALSE(with([](FollowUpClear& clear) { clear.subject = SubjectId::Of(IdNumber<MemberId>(1)); }));
}

}  // namespace
}  // namespace candor::domain::case_follow_ups_test
