#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "daemon/base/status.h"
#include "daemon/domain/concern_notice.h"
#include "tests/unit/store/store_fixture.h"

// What every store owes the steps about a concern: they stand under the member, in their order, with their words.
namespace candor::store::concern_test {
namespace {

using domain::ConcernNotice;
using domain::ConcernStep;
using ::testing::IsEmpty;
using ::testing::SizeIs;

ConcernNotice Step(ConcernStep step, uint8_t number = 1) {
  ConcernNotice notice;
  notice.id = BytesOf(0x6d, number);
  notice.subject = SubjectId::Of(MemberOf(1));
  notice.about = BytesOf(0x6e, 1);
  notice.step = step;
  notice.by = MemberOf(2);
  notice.caller = {false, MemberOf(2)};
  return notice;
}

class ConcernNoticeTest : public testing::TestWithParam<bool> {
 protected:
  ConcernNoticeTest() : fixture_(GetParam()) { fixture_.AddPractice(); }

  // "" for what was put on record, else the field and the reason why not.
  std::string Refused(ConcernNotice notice) {
    const absl::Status status = fixture_.Append({std::move(notice)}).status();
    const auto detail = status.ok() ? std::nullopt : DetailOf(status);
    return detail ? detail->field + " " + detail->reason : std::string(status.message());
  }

  StoreFixture fixture_;
};

TEST_P(ConcernNoticeTest, StandUnderTheMemberInTheirOrder) {
  EXPECT_THAT(*fixture_.view()->ConcernNoticesOf(SubjectId::Of(MemberOf(1))), IsEmpty());
  const absl::Time then = fixture_.clock().Now();
  ASSERT_EQ(Refused(Step(ConcernStep::kAcknowledged)), "");
  fixture_.clock().AdvanceTime(absl::Minutes(1));
  ConcernNotice proposed = Step(ConcernStep::kSealProposed, 2);
  proposed.until = Day(2025, 6, 1);
  proposed.reason = Sensitive<std::string>("secured");
  ASSERT_EQ(Refused(proposed), "");

  const auto notices = fixture_.view()->ConcernNoticesOf(SubjectId::Of(MemberOf(1)));
  ASSERT_TRUE(notices.ok()) << notices.status();
  ASSERT_THAT(*notices, SizeIs(2));
  EXPECT_EQ((*notices)[0].step, ConcernStep::kAcknowledged);
  EXPECT_EQ((*notices)[0].recorded_at, then);
  EXPECT_EQ((*notices)[1].reason.Reveal(), "secured");
  EXPECT_EQ((*notices)[1].until, Day(2025, 6, 1));
  EXPECT_EQ((*notices)[1].recorded_at, then + absl::Minutes(1));
  EXPECT_THAT(*fixture_.view()->ConcernNoticesOf(SubjectId::Of(MemberOf(2))), IsEmpty());
}

TEST_P(ConcernNoticeTest, HaveTheShapeOfTheirStep) {
  ConcernNotice nameless = Step(ConcernStep::kAcknowledged);
  nameless.about = {};
  EXPECT_EQ(Refused(nameless), "name missing");
  ConcernNotice of_case = Step(ConcernStep::kAcknowledged);
  of_case.subject = SubjectId::Of(CaseOf(1));
  EXPECT_EQ(Refused(of_case), "name wrong_subject");
  ConcernNotice endless = Step(ConcernStep::kSealProposed);
  endless.reason = Sensitive<std::string>("secured");
  EXPECT_EQ(Refused(endless), "until missing");
  ConcernNotice without_reason = Step(ConcernStep::kSealProposed);
  without_reason.until = Day(2025, 6, 1);
  EXPECT_EQ(Refused(without_reason), "reason missing");
  ConcernNotice alone = Step(ConcernStep::kSealed);
  alone.until = Day(2025, 6, 1);
  alone.second = alone.by;
  EXPECT_EQ(Refused(alone), "name same_person");
  EXPECT_EQ(Refused(Step(ConcernStep::kMeasureReviewed)), "reason missing");
  ConcernNotice long_one = Step(ConcernStep::kMeasureReviewed);
  long_one.reason = Sensitive<std::string>(std::string(4097, 'r'));
  EXPECT_EQ(Refused(long_one), "reason too_long");
  ConcernNotice of_nobody = Step(ConcernStep::kAcknowledged);
  of_nobody.subject = SubjectId::Of(MemberOf(9));
  EXPECT_NE(Refused(of_nobody), "");
}

// What is counted of a concern is counted apart, and a correction of it as the concern itself.
TEST_P(ConcernNoticeTest, AConcernHasAPartOfTheFiguresOfItsOwn) {
  const auto concern = [](const MemberId& author) {
    domain::NewEntry entry;
    domain::EntryHeader& header = entry.entry.header;
    header.subject = SubjectId::Of(MemberOf(1));
    header.therapist = MemberOf(1);
    header.author = author;
    header.caller = {!author.empty(), author};
    header.source = domain::Source::kColleague;
    header.occurred.day = Day(2025, 3, 3);
    header.reported.day = Day(2025, 3, 3);
    entry.entry.kind = domain::Kind::kConcern;
    return entry;
  };
  const auto partition_of = [&](domain::NewEntry entry) {
    const auto appended = fixture_.Append({std::move(entry)});
    EXPECT_TRUE(appended.ok()) << appended.status();
    return fixture_.view()->GetEntry(appended->entry)->entry.header;
  };

  const domain::EntryHeader named = partition_of(concern(MemberOf(2)));
  EXPECT_NE(named.partition, 0U);
  const domain::EntryHeader unnamed = partition_of(concern(MemberId()));
  EXPECT_TRUE(unnamed.author.empty());
  EXPECT_TRUE(unnamed.caller.is_nobody());
  EXPECT_NE(unnamed.partition, named.partition);
  EXPECT_EQ(partition_of(concern(MemberOf(1))).partition, 0U) << "of their own";
  domain::NewEntry amended = concern(MemberOf(2));
  amended.entry.header.revises = named.id;
  EXPECT_EQ(partition_of(amended).partition, named.partition);
}

INSTANTIATE_TEST_SUITE_P(Every, ConcernNoticeTest, testing::Bool());

}  // namespace
}  // namespace candor::store::concern_test
