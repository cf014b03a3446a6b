#include "daemon/store/rows.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/store/known_entry.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::rows_test {
namespace {

TEST(RowsTest, ReadBackWhatWasWritten) {
  domain::TimelineRow timeline{7, EntryId(BytesOf(1)), EntryId(BytesOf(2)), true};
  EXPECT_EQ(*DecodeTimelineRow(EncodeRow(timeline)), timeline);
  timeline.revises = EntryId();
  EXPECT_EQ(*DecodeTimelineRow(EncodeRow(timeline)), timeline);
  const domain::EntryRow entry{7, kKnownTime, SubjectId::Of(CaseOf(1)), {1, 2, 3, 4, BytesOf(5)}, BytesOf(6)};
  EXPECT_EQ(*DecodeEntryRow(EncodeRow(entry)), entry);
  const domain::WaitingEntry waiting{3 * 256 + 255, SubjectId::Of(CaseOf(1)), {1, 2, 3, 4, BytesOf(5)}};
  std::string block;
  AppendWaiting(waiting, block);
  EXPECT_EQ((*DecodeWaiting(3, block))[0], waiting);
  const domain::CaseRow row{3, BytesOf(4), {KnownEntry().header}};
  EXPECT_EQ(*DecodeCaseRow(EncodeRow(row)), row);
  const domain::ActivationRow activation{9, BytesOf(6)};
  EXPECT_EQ(*DecodeActivationRow(EncodeRow(activation)), activation);
  EXPECT_EQ(*DecodeActivationRow(EncodeRow(domain::ActivationRow{9, {}})), (domain::ActivationRow{9, {}}));
  domain::Reassessment reassessment{ActivationId(BytesOf(1)), domain::SubjectKind::kMember, BytesOf(2), 64, 200, 3};
  EXPECT_EQ(*DecodeReassessmentRow(EncodeRow(reassessment)), reassessment);
  reassessment.done = true;
  EXPECT_EQ(*DecodeReassessmentRow(EncodeRow(reassessment)), reassessment);
  Watermark watermark;
  watermark.frontier.Append({});
  watermark.size = 1;
  watermark.entries = 1;
  watermark.recorded_at = kKnownTime;
  EXPECT_EQ(*DecodeWatermark(EncodeRow(watermark)), watermark);
  EXPECT_EQ(*DecodeWatermark(EncodeRow(Watermark())), Watermark());
}

TEST(RowsTest, RefuseWhatIsNoRow) {
  EXPECT_EQ(DecodeTimelineRow("").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeTimelineRow(std::string("\0\0\0\0\0\0\0\1\3", 9)).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeEntryRow("short").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeWatermark("short").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeCaseRow("\xFF\xFF").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeActivationRow("short").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeReassessmentRow("\xFF\xFF").status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace candor::store::rows_test
