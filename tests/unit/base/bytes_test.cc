#include "daemon/base/bytes.h"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <cstdint>
#include <limits>
#include <string>

namespace candor::bytes_test {
namespace {

TEST(BytesTest, WritesTheHighestByteFirst) {
  std::string bytes;

  AppendBigEndian<uint32_t>(0x01020304, bytes);

  EXPECT_EQ(bytes, (std::string{1, 2, 3, 4}));
}

TEST(BytesTest, ReadsWhatItWrote) {
  EXPECT_TRUE(rc::check("round trip of u64", [](uint64_t value) {
    std::string bytes;
    AppendBigEndian(value, bytes);
    RC_ASSERT(bytes.size() == 8U);
    RC_ASSERT(ReadBigEndian<uint64_t>(bytes) == value);
  }));
}

TEST(BytesTest, BytesOrderAsTheNumbersDo) {
  EXPECT_TRUE(rc::check("signed order survives", [](int32_t a, int32_t b) {
    std::string a_bytes;
    std::string b_bytes;
    AppendBigEndian(OrderedBits(a), a_bytes);
    AppendBigEndian(OrderedBits(b), b_bytes);
    RC_ASSERT((a < b) == (a_bytes < b_bytes));
    RC_ASSERT(FromOrderedBits(OrderedBits(a)) == a);
  }));
}

TEST(BytesTest, OrdersTheExtremes) {
  EXPECT_EQ(OrderedBits(std::numeric_limits<int32_t>::min()), 0U);
  EXPECT_EQ(OrderedBits(std::numeric_limits<int32_t>::max()), 0xFFFFFFFFU);
}

}  // namespace
}  // namespace candor::bytes_test
