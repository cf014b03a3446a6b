#include "daemon/crypto/hashing.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "daemon/base/bytes.h"

namespace candor::crypto::hashing_test {
namespace {

std::string Hex(std::span<const uint8_t> bytes) {
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

TEST(Sha256Test, GivesTheKnownAnswers) {
  EXPECT_EQ(Hex(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Hex(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256Test, DoesNotSeeWherePartsEnd) {
  EXPECT_EQ(Sha256({"ab", "", "c"}), Sha256("abc"));
}

// RFC 4231, cases 1, 2 and 6.
TEST(HmacSha256Test, GivesTheAnswersOfRfc4231) {
  EXPECT_EQ(Hex(HmacSha256(AsBytes(std::string(20, '\x0b')), {"Hi There"})),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(Hex(HmacSha256(AsBytes("Jefe"), {"what do ya ", "want for nothing?"})),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(
      Hex(HmacSha256(AsBytes(std::string(131, '\xaa')), {"Test Using Larger Than Block-Size Key - Hash Key First"})),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// RFC 5869, cases 1 and 3.
TEST(HkdfSha256Test, GivesTheAnswersOfRfc5869) {
  const std::string key(22, '\x0b');
  std::array<uint8_t, 42> out{};

  HkdfSha256(AsBytes(key), absl::HexStringToBytes("000102030405060708090a0b0c"),
             absl::HexStringToBytes("f0f1f2f3f4f5f6f7f8f9"), out);
  EXPECT_EQ(Hex(out), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");

  HkdfSha256(AsBytes(key), "", "", out);
  EXPECT_EQ(Hex(out), "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(EqualInConstantTimeTest, ComparesLengthAndContent) {
  EXPECT_TRUE(EqualInConstantTime("", ""));
  EXPECT_TRUE(EqualInConstantTime("abc", "abc"));
  EXPECT_FALSE(EqualInConstantTime("abc", "abd"));
  EXPECT_FALSE(EqualInConstantTime("abc", "ab"));
}

TEST(SecretBytesTest, LeavesNothingBehind) {
  alignas(Key) std::array<unsigned char, sizeof(Key)> memory{};
  std::array<uint8_t, 32> bytes;
  bytes.fill(0xA5);
  Key* key = new (memory.data()) Key{std::span<const uint8_t, 32>(bytes)};
  ASSERT_EQ(memory[7], 0xA5);

  key->~SecretBytes();

  for (unsigned char byte : memory) EXPECT_EQ(byte, 0);
}

TEST(HashingTest, WorksOnManyThreadsAtOnce) {
  const Digest expected = HmacSha256(AsBytes("key"), {"text"});
  std::vector<std::thread> threads;
  std::array<int, 4> wrong{};
  for (int& count : wrong) {
    threads.emplace_back([&count, &expected] {
      for (int i = 0; i < 1000; ++i) count += HmacSha256(AsBytes("key"), {"text"}) == expected ? 0 : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int count : wrong) EXPECT_EQ(count, 0);
}

}  // namespace
}  // namespace candor::crypto::hashing_test
