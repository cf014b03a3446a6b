#include "daemon/base/id.h"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <string>

#include "absl/container/flat_hash_set.h"

namespace candor::id_test {
namespace {

TEST(IdTest, WritesTheKnownAnswers) {
  // RFC 4648 base32 of 16 zero bytes and of "1234567890123456", lower case, without padding.
  EXPECT_EQ(MemberId().ToString(), "aaaaaaaaaaaaaaaaaaaaaaaaaa");
  IdBytes digits{};
  for (size_t i = 0; i < digits.size(); ++i) digits[i] = static_cast<uint8_t>('0' + (i + 1) % 10);
  EXPECT_EQ(MemberId(digits).ToString(), "gezdgnbvgy3tqojqgezdgnbvgy");
}

TEST(IdTest, ReadsWhatItWrites) {
  EXPECT_TRUE(rc::check("round trip", [](const IdBytes& bytes) {
    const auto parsed = CaseId::Parse(CaseId(bytes).ToString());
    RC_ASSERT(parsed.ok());
    RC_ASSERT(parsed->bytes() == bytes);
  }));
}

TEST(IdTest, HasOneSpelling) {
  const std::string text = MemberId().ToString();

  EXPECT_FALSE(MemberId::Parse(text.substr(1)).ok());
  EXPECT_FALSE(MemberId::Parse(text + "a").ok());
  EXPECT_FALSE(MemberId::Parse("A" + text.substr(1)).ok());
  EXPECT_FALSE(MemberId::Parse("1" + text.substr(1)).ok());
  // The last two bits of the text belong to no byte.
  EXPECT_FALSE(MemberId::Parse(text.substr(0, 25) + "b").ok());
}

TEST(IdTest, EmptyMeansNone) {
  EXPECT_TRUE(EntryId().empty());
  EXPECT_FALSE(EntryId::Random().empty());
}

TEST(IdTest, RandomOnesDiffer) {
  absl::flat_hash_set<EntryId> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(EntryId::Random()).second);
}

}  // namespace
}  // namespace candor::id_test
