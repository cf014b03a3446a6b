#include "daemon/store/overlay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "daemon/store/keys.h"
#include "daemon/store/memory_kv.h"

namespace candor::store::overlay_test {
namespace {

using ::testing::IsEmpty;
using ::testing::Optional;

const std::string kThere = keys::Waiting(1);
const std::string kNew = keys::Waiting(2);

// Over one row that is there already.
class OverlayTest : public testing::Test {
 protected:
  OverlayTest() {
    WriteBatch batch;
    batch.Put(Family::kProjections, kThere, "there");
    EXPECT_TRUE(kv_.Write(batch, Durability::kUnlogged).ok());
  }

  std::optional<std::string> Row(const std::string& key) const {
    const auto row = overlay_.Get(key);
    EXPECT_TRUE(row.ok()) << row.status();
    return row.ok() ? *row : std::nullopt;
  }

  MemoryKv kv_;
  RowCache cache_;
  Overlay overlay_{kv_, cache_, 1};
};

TEST_F(OverlayTest, WhatIsAppendedStandsBehindWhatIsThere) {
  EXPECT_TRUE(overlay_.Append(kThere, ", a").ok());
  EXPECT_TRUE(overlay_.Append(kThere, ", b").ok());
  EXPECT_TRUE(overlay_.Append(kNew, "a").ok());

  EXPECT_THAT(Row(kThere), Optional(std::string("there, a, b")));
  EXPECT_THAT(Row(kNew), Optional(std::string("a")));
}

TEST_F(OverlayTest, WhatIsAppendedToADeletedRowBeginsItAnew) {
  overlay_.Delete(kThere);
  EXPECT_TRUE(overlay_.Append(kThere, "a").ok());

  EXPECT_THAT(Row(kThere), Optional(std::string("a")));
}

TEST_F(OverlayTest, EveryChangeSinceAMarkIsTakenBack) {
  EXPECT_TRUE(overlay_.Append(kThere, ", a").ok());
  const size_t mark = overlay_.Mark();
  EXPECT_TRUE(overlay_.Append(kThere, ", b").ok());
  EXPECT_TRUE(overlay_.Append(kNew, "a").ok());
  overlay_.Put(kThere, "other");
  EXPECT_TRUE(overlay_.Append(kThere, ", c").ok());
  overlay_.Delete(kThere);

  overlay_.RollBack(mark);
  EXPECT_THAT(Row(kThere), Optional(std::string("there, a")));
  EXPECT_EQ(Row(kNew), std::nullopt);
  EXPECT_EQ(overlay_.Batch().operations().size(), 1U);

  overlay_.RollBack(0);
  EXPECT_THAT(Row(kThere), Optional(std::string("there")));
  EXPECT_TRUE(overlay_.empty());
}

// The size of the batch that it will be, so that a row that grows in small steps does not count as often as it grew.
TEST_F(OverlayTest, CountsTheBytesOfWhatHasChanged) {
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(overlay_.Append(kThere, ", a").ok());
  const size_t mark = overlay_.Mark();
  overlay_.Put(kNew, "a");
  overlay_.Put(kNew, "longer");
  EXPECT_EQ(overlay_.changed_bytes(), overlay_.Batch().bytes());
  overlay_.Delete(kThere);
  EXPECT_EQ(overlay_.changed_bytes(), overlay_.Batch().bytes());

  overlay_.RollBack(mark);
  EXPECT_EQ(overlay_.changed_bytes(), overlay_.Batch().bytes());
  overlay_.RollBack(0);
  EXPECT_EQ(overlay_.changed_bytes(), 0U);
  EXPECT_THAT(overlay_.Batch().operations(), IsEmpty());
}

}  // namespace
}  // namespace candor::store::overlay_test
