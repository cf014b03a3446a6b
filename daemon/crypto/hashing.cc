#include "daemon/crypto/hashing.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <memory>

#include "daemon/base/bytes.h"
#include "daemon/crypto/openssl.h"

namespace candor::crypto {
namespace {

constexpr size_t kBlockSize = 64;
constexpr uint8_t kInnerPad = 0x36;
constexpr uint8_t kOuterPad = 0x5C;

const EVP_MD* Sha256Method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return method;
}

struct DigestContextDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// SHA-256 of `first` and then of the parts.
Digest Hash(std::span<const uint8_t> first, Parts parts) {
  thread_local const std::unique_ptr<EVP_MD_CTX, DigestContextDeleter> context(EVP_MD_CTX_new());
  Digest digest;
  bool ok = EVP_DigestInit_ex2(context.get(), Sha256Method(), nullptr) == 1;
  ok = ok && EVP_DigestUpdate(context.get(), first.data(), first.size()) == 1;
  for (std::string_view part : parts) ok = ok && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  ok = ok && EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
  Require(ok, "SHA-256");
  return digest;
}

}  // namespace

Digest Sha256(Parts parts) {
  return Hash({}, parts);
}

// Made of two plain hashes: OpenSSL's own HMAC object takes twice as long to set up as these take to run, and nearly
// every record brings another key.
Digest HmacSha256(std::span<const uint8_t> key, Parts parts) {
  SecretBytes<kBlockSize> block;
  if (key.size() > kBlockSize) {
    std::ranges::copy(Hash(key, {}), block.data());
  } else {
    std::ranges::copy(key, block.data());
  }
  for (uint8_t& byte : block.mutable_span()) byte ^= kInnerPad;
  const Digest inner = Hash(block.span(), parts);
  for (uint8_t& byte : block.mutable_span()) byte ^= kInnerPad ^ kOuterPad;
  return Hash(block.span(), {AsText(inner)});
}

void HkdfSha256(std::span<const uint8_t> key, std::string_view salt, std::string_view info, std::span<uint8_t> out) {
  Digest extracted = HmacSha256(AsBytes(salt), {AsText(key)});
  Digest block{};
  std::string_view previous;
  for (char counter = 1; !out.empty(); ++counter) {
    block = HmacSha256(extracted, {previous, info, {&counter, 1}});
    previous = AsText(block);
    const size_t taken = std::min(out.size(), block.size());
    std::copy_n(block.begin(), taken, out.begin());
    out = out.subspan(taken);
  }
  Wipe(extracted.data(), extracted.size());
  Wipe(block.data(), block.size());
}

void RandomBytes(std::span<uint8_t> out) {
  Require(RAND_bytes(out.data(), static_cast<int>(out.size())) == 1, "random bytes");
}

Key RandomKey() {
  Key key;
  Require(RAND_priv_bytes(key.data(), static_cast<int>(Key::size())) == 1, "random bytes");
  return key;
}

bool EqualInConstantTime(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace candor::crypto
