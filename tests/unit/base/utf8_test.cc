#include "daemon/base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace candor::utf8_test {
namespace {

TEST(Utf8Test, TakesWellFormedText) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("à revoir en intervision"));
  EXPECT_TRUE(IsUtf8("\xF4\x8F\xBF\xBF"));  // U+10FFFF
  EXPECT_TRUE(IsUtf8(std::string("a\0b", 3)));
}

class MalformedTest : public testing::TestWithParam<const char*> {};

TEST_P(MalformedTest, IsRefusedAtEitherEnd) {
  const std::string bad = GetParam();

  EXPECT_FALSE(IsUtf8(bad));
  EXPECT_FALSE(IsUtf8("text " + bad));
  EXPECT_FALSE(IsUtf8(bad + " text"));
}

INSTANTIATE_TEST_SUITE_P(Bytes, MalformedTest,
                         testing::Values("\x80",              // a continuation alone
                                         "\xC3",              // cut short
                                         "\xC0\xAF",          // overlong
                                         "\xE0\x80\xAF",      // overlong
                                         "\xED\xA0\x80",      // a surrogate
                                         "\xF4\x90\x80\x80",  // above U+10FFFF
                                         "\xFF"));

TEST(Utf8Test, ComposesToNfc) {
  EXPECT_EQ(ToNfc("A\xCC\x8Alvarez"), "\xC3\x85lvarez");
  EXPECT_EQ(ToNfc("plain"), "plain");
}

TEST(Utf8Test, ComposingTwiceChangesNothing) {
  const std::string once = ToNfc("e\xCC\x81\xCC\xA3");

  EXPECT_EQ(ToNfc(once), once);
}

}  // namespace
}  // namespace candor::utf8_test
