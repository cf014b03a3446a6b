#include "cli/import/row_digest.h"

#include <gtest/gtest.h>

#include <string>

namespace candor::cli::row_digest_test {
namespace {

using std::string_literals::operator""s;

TEST(RowDigestTest, IsSha256OfSortedCells) {
  RowDigest digest({"b", "a", "c"});

  EXPECT_EQ(digest.Of({"2", "1", ""}), Sha256("a=1\0b=2\0"s));
}

TEST(RowDigestTest, DoesNotDependOnTheOrderOfColumns) {
  RowDigest one({"a", "b"});
  RowDigest other({"b", "extra", "a"});

  EXPECT_EQ(one.Of({"1", "2"}), other.Of({"2", "", "1"}));
  EXPECT_NE(one.Of({"1", "2"}), one.Of({"2", "1"}));
  EXPECT_NE(one.Of({"1", ""}), one.Of({"", "1"}));
}

TEST(RowDigestTest, ACellCannotPretendToBeTwo) {
  RowDigest digest({"a", "b"});

  EXPECT_NE(digest.Of({"1\nb=2", ""}), digest.Of({"1", "2"}));
}

TEST(NormalCellTest, DropsPaddingAndUnifiesLineEndsAndAccents) {
  EXPECT_EQ(NormalCell("  a  b\r\nc\rd\t"), "a  b\nc\nd");
  EXPECT_EQ(NormalCell("e\xCC\x81"), "\xC3\xA9");
  EXPECT_EQ(NormalCell("\xC2\xA0x\xC2\xA0"), "x");
  EXPECT_EQ(NormalCell(" \r\n "), "");
}

}  // namespace
}  // namespace candor::cli::row_digest_test
