#include "daemon/crypto/ctr_cipher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"

namespace candor::crypto::ctr_cipher_test {
namespace {

std::string Hex(std::string_view text) {
  return absl::HexStringToBytes(absl::string_view(text.data(), text.size()));
}

CtrNonce NonceFrom(const std::string& bytes) {
  CtrNonce nonce;
  std::ranges::copy(AsBytes(bytes), nonce.begin());
  return nonce;
}

Key KeyFrom(const std::string& bytes) {
  return Key{AsBytes(bytes).first<Key::size()>()};
}

std::string Applied(const CtrCipher& cipher, const CtrNonce& nonce, uint64_t offset, std::string bytes) {
  cipher.Apply(nonce, offset, bytes);
  return bytes;
}

// NIST SP 800-38A, F.5.5 and F.5.6.
const std::string kKey = Hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
const std::string kCounter = Hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
const std::string kPlain =
    Hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52ef"
        "f69f2445df4f9b17ad2b417be66c3710");
const std::string kSealed =
    Hex("601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c52b0930daa23de94ce87017ba2d84988d"
        "dfc9c58db67aada613c2dd08457941a6");

TEST(CtrCipherTest, GivesTheKnownAnswers) {
  const CtrCipher cipher(KeyFrom(kKey));

  EXPECT_EQ(Applied(cipher, NonceFrom(kCounter), 0, kPlain), kSealed);
  EXPECT_EQ(Applied(cipher, NonceFrom(kCounter), 0, kSealed), kPlain);
}

TEST(CtrCipherTest, AnyPieceAtItsOffsetIsThePieceOfTheWhole) {
  const CtrCipher cipher(KeyFrom(kKey));

  for (size_t from = 0; from <= kPlain.size(); ++from) {
    for (size_t size = 0; from + size <= kPlain.size(); ++size) {
      ASSERT_EQ(Applied(cipher, NonceFrom(kCounter), from, kPlain.substr(from, size)), kSealed.substr(from, size))
          << from << " " << size;
    }
  }
}

// The last counters before 2^128 and what follows: one addition carries through all sixteen bytes.
TEST(CtrCipherTest, TheCounterCarriesThroughAllItsBytes) {
  const CtrCipher cipher(RandomKey());
  const std::string zeros(80, '\0');
  const CtrNonce last = NonceFrom(std::string(15, '\xFF') + '\xFE');

  const std::string stream = Applied(cipher, last, 0, zeros);

  EXPECT_EQ(Applied(cipher, last, 32, zeros).substr(0, 48), stream.substr(32));
  EXPECT_EQ(Applied(cipher, NonceFrom(std::string(16, '\0')), 0, zeros).substr(0, 48), stream.substr(32));
  CtrNonce far = NonceFrom(std::string(16, '\0'));
  far[11] = 1;  // 2^32 blocks
  EXPECT_EQ(Applied(cipher, NonceFrom(std::string(16, '\0')), uint64_t{16} << 32, zeros),
            Applied(cipher, far, 0, zeros));
}

TEST(CtrCipherTest, PiecesOfALargeFileMeet) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const CtrCipher cipher(RandomKey());
  CtrNonce nonce;
  RandomBytes(nonce);
  const std::string plain(1 << 20, 'p');
  const std::string whole = Applied(cipher, nonce, 4096, plain);

  std::string joined;
  while (joined.size() < plain.size()) {
    joined += Applied(cipher, nonce, 4096 + joined.size(), plain.substr(joined.size(), random() % 70'000));
  }

  EXPECT_TRUE(joined == whole);
  EXPECT_TRUE(Applied(cipher, nonce, 4096, whole) == plain);
}

TEST(CtrCipherTest, KeysAndNoncesDoNotGetMixedUpOnAThread) {
  const CtrCipher one(KeyFrom(kKey));
  const CtrCipher other(RandomKey());
  const std::string sealed_by_other = Applied(other, NonceFrom(kCounter), 0, kPlain);
  EXPECT_NE(sealed_by_other, kSealed);

  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Applied(one, NonceFrom(kCounter), 0, kPlain), kSealed);
    EXPECT_EQ(Applied(other, NonceFrom(kCounter), 0, kPlain), sealed_by_other);
    EXPECT_NE(Applied(one, NonceFrom(std::string(16, '\1')), 0, kPlain), kSealed);
    // A third in the place of one that has gone is not taken for it.
    const auto gone = std::make_unique<CtrCipher>(RandomKey());
    EXPECT_NE(Applied(*gone, NonceFrom(kCounter), 0, kPlain), kSealed);
  }
}

TEST(CtrCipherTest, ThreadsUseOneCipherAtOnce) {
  const CtrCipher cipher(KeyFrom(kKey));
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (size_t i = 0; i < 2000; ++i) {
        const size_t from = i % kPlain.size();
        ASSERT_EQ(Applied(cipher, NonceFrom(kCounter), from, kPlain.substr(from)), kSealed.substr(from));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace candor::crypto::ctr_cipher_test
