#include "daemon/rpc/poll_memory.h"

#include <gtest/gtest.h>

namespace candor::rpc::poll_memory_test {
namespace {

constexpr absl::Duration kWithin = absl::Minutes(10);

IdBytes Bytes(uint32_t number) {
  IdBytes bytes{};
  for (size_t i = 0; i < sizeof(number); ++i) bytes[i] = static_cast<uint8_t>((number >> (8U * i)) & 0xFFU);
  return bytes;
}

PollMemory::Poll Asked(uint32_t number, uint64_t session = 0) {
  return {Bytes(number), session};
}

class PollMemoryTest : public testing::Test {
 protected:
  bool IsUnchanged(const PollMemory::Poll& poll, uint32_t told) {
    return polls_.IsUnchanged(poll, Bytes(told), kWithin, now_);
  }

  PollMemory polls_;
  absl::Time now_ = absl::FromUnixSeconds(1'750'000'000);
};

TEST_F(PollMemoryTest, TheSameAnswerToTheSameQuestionIsNothingNew) {
  EXPECT_FALSE(IsUnchanged(Asked(1), 7)) << "it was never told";
  polls_.Remember(Asked(1), Bytes(7), now_);

  EXPECT_TRUE(IsUnchanged(Asked(1), 7));
  EXPECT_FALSE(IsUnchanged(Asked(1), 8)) << "it says something else by now";
  EXPECT_FALSE(IsUnchanged(Asked(2), 7)) << "something else was asked";
  EXPECT_FALSE(IsUnchanged(Asked(1, 5), 7)) << "in another working session";
}

TEST_F(PollMemoryTest, OnlyWhatWasToldLastCounts) {
  polls_.Remember(Asked(1), Bytes(7), now_);
  polls_.Remember(Asked(1), Bytes(8), now_);

  EXPECT_FALSE(IsUnchanged(Asked(1), 7));
  EXPECT_TRUE(IsUnchanged(Asked(1), 8));
}

TEST_F(PollMemoryTest, AfterAPauseItIsALookAgain) {
  polls_.Remember(Asked(1), Bytes(7), now_);
  for (int i = 0; i < 5; ++i) {
    now_ += kWithin;
    EXPECT_TRUE(IsUnchanged(Asked(1), 7)) << "asked all the time";
  }

  now_ += kWithin + absl::Seconds(1);

  EXPECT_FALSE(IsUnchanged(Asked(1), 7));
}

TEST_F(PollMemoryTest, ForgetsWhatWasAskedLongAgoAndNothingElse) {
  for (uint32_t i = 0; i < PollMemory::kMost; ++i) polls_.Remember(Asked(i), Bytes(i), now_);
  EXPECT_TRUE(IsUnchanged(Asked(0), 0));
  for (uint32_t i = 0; i < PollMemory::kMost; ++i) {
    const uint32_t other = i + static_cast<uint32_t>(PollMemory::kMost);
    polls_.Remember(Asked(other), Bytes(other), now_);
    EXPECT_TRUE(IsUnchanged(Asked(0), 0)) << "it is asked all the time";
  }
  polls_.Remember(Asked(100'000), Bytes(1), now_);

  EXPECT_FALSE(IsUnchanged(Asked(1), 1));
  EXPECT_TRUE(IsUnchanged(Asked(100'000), 1));
}

}  // namespace
}  // namespace candor::rpc::poll_memory_test
