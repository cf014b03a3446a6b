#include "daemon/store/head_file.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/unit/store/store_fixture.h"

namespace candor::store::head_file_test {
namespace {

TEST(HeadFileTest, ReadsBackWhatItWrote) {
  TemporaryFolder folder;
  Head head;
  head.size = 7;
  head.root[0] = 0xAB;
  head.key_slots = 3;

  ASSERT_TRUE(WriteHead(folder.Join("HEAD"), head).ok());

  const auto read = ReadHead(folder.Join("HEAD"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(**read, head);
  EXPECT_EQ(*ReadHead(folder.Join("none")), std::nullopt);
}

TEST(HeadFileTest, RefusesEveryChangedByte) {
  const std::string text = EncodeHead(Head());
  for (size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(ParseHead(changed).ok()) << i;
    EXPECT_FALSE(ParseHead(text.substr(0, i)).ok()) << i;
  }
}

}  // namespace
}  // namespace candor::store::head_file_test
