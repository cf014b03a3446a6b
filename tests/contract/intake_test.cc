#include <gtest/gtest.h>

#include "daemon/base/status.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::intake_test {
namespace {

const SubjectId kCase = SubjectId::Of(CaseOf(1));

// Who may say that a client has come to them.
class IntakeTest : public testing::TestWithParam<bool> {
 protected:
  IntakeTest() : fixture_(GetParam()) { fixture_.AddPractice(); }

  StoreFixture fixture_;
};

TEST_P(IntakeTest, ASecondIntakeIntoAnOpenEpisodeIsTheOnlyThingStatusRefuses) {
  EXPECT_EQ(fixture_.CodeOf({EntryOf(kCase, Kind::kIntake, Day(2025, 2, 1))}), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(fixture_.CodeOf({EntryOf(kCase, Kind::kTermination, Day(2025, 3, 1))}), absl::StatusCode::kOk);
  EXPECT_EQ(fixture_.CodeOf({EntryOf(kCase, Kind::kSession, Day(2025, 4, 1))}), absl::StatusCode::kOk);
  EXPECT_EQ(fixture_.CodeOf({EntryOf(kCase, Kind::kIntake, Day(2025, 5, 1))}), absl::StatusCode::kOk);
  EXPECT_EQ(fixture_.view()->GetCase(CaseOf(1))->episodes.size(), 2U);
  // An intake that comes after other entries is the start, and no second one.
  const SubjectId two = SubjectId::Of(CaseOf(2));
  fixture_.CodeOf({domain::NewCase{CaseOf(2), "C-2"}, EntryOf(two, Kind::kReferral, Day(2025, 2, 1))});
  EXPECT_EQ(fixture_.CodeOf({EntryOf(two, Kind::kIntake, Day(2025, 2, 3))}), absl::StatusCode::kOk);
  EXPECT_EQ(fixture_.CodeOf({EntryOf(two, Kind::kIntake, Day(2025, 2, 4))}), absl::StatusCode::kFailedPrecondition);
}

TEST_P(IntakeTest, NobodyTakesSomebodyElsesCaseByAnIntake) {
  const auto intake = [](Day day, const MemberId& therapist, const MemberId& writer) {
    domain::NewEntry entry = EntryOf(kCase, Kind::kIntake, day);
    entry.entry.header.therapist = entry.entry.header.author = therapist;
    entry.entry.header.caller.acting_for = writer;
    return entry;
  };
  const auto holder = [&] { return fixture_.view()->GetCase(CaseOf(1))->holder(); };
  const Day before(2025, 1, 2);
  const auto refused = fixture_.Append({intake(before, MemberOf(2), MemberOf(2))});
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(DetailOf(refused.status())->reason, "not_theirs");
  EXPECT_EQ(fixture_.CodeOf({intake(Day(2025, 2, 1), MemberOf(2), MemberOf(2))}), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(holder(), MemberOf(1));

  // An ending comes after what would have it begin anew.
  EXPECT_EQ(fixture_.CodeOf({EntryOf(kCase, Kind::kTermination, Day(2025, 3, 1))}), absl::StatusCode::kOk);
  EXPECT_EQ(fixture_.CodeOf({intake(before, MemberOf(2), MemberOf(2))}), absl::StatusCode::kPermissionDenied);

  // Who had the client says when that began, by the intake that stands, and to whom they have come back: that one sees
  // all of the earlier therapy.
  const auto second = fixture_.Append({intake(Day(2025, 1, 4), MemberOf(1), MemberOf(1))});
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(second.status())->reason, "earlier_intake");
  domain::NewEntry dated_anew = intake(Day(2025, 1, 4), MemberOf(1), MemberOf(1));
  dated_anew.entry.header.revises = fixture_.view()->GetCase(CaseOf(1))->episodes.front().opened_by;
  EXPECT_EQ(fixture_.CodeOf({dated_anew}), absl::StatusCode::kOk);
  EXPECT_EQ(fixture_.CodeOf({intake(Day(2025, 5, 1), MemberOf(2), MemberOf(2))}), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(fixture_.CodeOf({intake(Day(2025, 5, 1), MemberOf(2), MemberOf(1))}), absl::StatusCode::kOk);
  EXPECT_EQ(holder(), MemberOf(2));
}

TEST_P(IntakeTest, TheOperatorRecordsAnyIntakeThatCameEarlier) {
  domain::NewEntry earlier = EntryOf(kCase, Kind::kIntake, Day(2025, 1, 2));
  earlier.entry.header.therapist = earlier.entry.header.author = MemberOf(2);

  EXPECT_EQ(fixture_.CodeOf({earlier}), absl::StatusCode::kOk);
}

// A row of a file takes nobody's client: whoever sends it is told of no case before.
TEST_P(IntakeTest, AnImportedIntakeLeavesTheOneThatStandsItsTherapy) {
  const BatchId batch(BytesOf(0x62, 1));
  ASSERT_EQ(fixture_.CodeOf({domain::Batch{batch, std::string(32, 'f'), std::string(32, 'm'), Day(2025, 1, 1)}}),
            absl::StatusCode::kOk);
  domain::NewEntry earlier = EntryOf(kCase, Kind::kIntake, Day(2024, 1, 2));
  earlier.entry.header.therapist = earlier.entry.header.author = MemberOf(2);
  earlier.entry.header.batch = batch;

  const auto refused = fixture_.Append({earlier});
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(refused.status())->reason, "earlier_intake");
  EXPECT_EQ(DetailOf(refused.status())->field, "occurred");
  EXPECT_EQ(fixture_.view()->GetCase(CaseOf(1))->holder(), MemberOf(1));

  // Once the ending between the two is in, it is an earlier therapy.
  domain::NewEntry ending = EntryOf(kCase, Kind::kTermination, Day(2024, 6, 3));
  ending.entry.header.therapist = ending.entry.header.author = MemberOf(2);
  ending.entry.header.batch = batch;
  EXPECT_EQ(fixture_.CodeOf({ending}), absl::StatusCode::kOk);
  EXPECT_EQ(fixture_.CodeOf({earlier}), absl::StatusCode::kOk);
  EXPECT_EQ(fixture_.view()->GetCase(CaseOf(1))->holder(), MemberOf(1));
  EXPECT_EQ(fixture_.view()->GetCase(CaseOf(1))->episodes.size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Every, IntakeTest, testing::Bool(),
                         [](const auto& info) { return std::string(info.param ? "Rocks" : "Memory"); });

}  // namespace
}  // namespace candor::store::intake_test
