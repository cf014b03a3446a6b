#include "daemon/domain/late_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/unit/domain/builders.h"

namespace candor::domain::late_report_test {
namespace {

constexpr Day kHappened(2025, 3, 3);
constexpr int64_t kLateAfterDays = 14;

int32_t LateBy(Kind kind, int64_t days) {
  return DaysLate(EntryOf(kind, kHappened).Reported(kHappened + days).Header(), kLateAfterDays);
}

TEST(LateReportTest, IsLateFromTheDayAfterTheWindowOn) {
  EXPECT_EQ(LateBy(Kind::kSession, 13), 0);
  EXPECT_EQ(LateBy(Kind::kSession, 14), 0);
  EXPECT_EQ(LateBy(Kind::kSession, 15), 15);
}

TEST(LateReportTest, ActsSessionsSupervisionAndWhatOneWasToldHaveLateness) {
  for (const Kind kind : {Kind::kCrossing, Kind::kBarter, Kind::kDualRelationship, Kind::kRomanticOrSexualAct,
                          Kind::kAdvanceOrPromise, Kind::kConcern, Kind::kComplaint, Kind::kSession, Kind::kSupervision,
                          Kind::kPostTerminationContact, Kind::kClientFeelings, Kind::kPriorTherapistAllegation}) {
    EXPECT_EQ(LateBy(kind, 100), 100) << FindKind(kind)->slug;
  }
}

// What `candor policy describe R53` says it looks at.
TEST(LateReportTest, TheKindsAreThoseThatAreMarked) {
  const std::vector<Kind> kinds = KindsWithLateness();

  EXPECT_GT(kinds.size(), 5U);
  for (const KindInfo& info : AllKinds()) {
    const bool named = std::find(kinds.begin(), kinds.end(), info.kind) != kinds.end();
    EXPECT_EQ(named, LateBy(info.kind, 100) == 100) << info.slug;
  }
}

TEST(LateReportTest, PrivateNotesPriorRelationsAndCorrectionsHaveNone) {
  EntryHeader personal = EntryOf(Kind::kPersonalReaction, kHappened).Reported(kHappened + 100).Header();
  personal.personal = true;
  personal.kind = Kind::kNone;
  EXPECT_EQ(DaysLate(personal, kLateAfterDays), 0);
  EXPECT_EQ(LateBy(Kind::kIntake, 100), 0);
  EXPECT_EQ(DaysLate(EntryOf(Kind::kSession, kHappened).Reported(kHappened + 100).Revises(1).Header(), kLateAfterDays),
            0);
}

}  // namespace
}  // namespace candor::domain::late_report_test
