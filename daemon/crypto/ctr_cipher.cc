#include "daemon/crypto/ctr_cipher.h"

#include <algorithm>
#include <atomic>

#include "daemon/crypto/openssl.h"

namespace candor::crypto {
namespace {

constexpr size_t kBlock = 16;
// OpenSSL takes lengths as int.
constexpr size_t kAtOnce = size_t{1} << 30;

const EVP_CIPHER* Ctr() {
  static const EVP_CIPHER* const cipher = FetchCipher("AES-256-CTR");
  return cipher;
}

// One per thread and not one per open file: setting the counter of a context that has the key already costs little, and
// so few expanded keys lie in memory.
struct KeyedContext {
  CipherContext context = NewCipherContext();
  uint64_t cipher = 0;  // whose key it holds; 0: none yet
};

uint64_t NextCipherId() {
  static std::atomic<uint64_t> last{0};
  return last.fetch_add(1) + 1;
}

// nonce + blocks, modulo 2^128.
CtrNonce CounterAt(const CtrNonce& nonce, uint64_t blocks) {
  CtrNonce counter = nonce;
  uint64_t carry = blocks;
  for (size_t i = counter.size(); i > 0 && carry > 0; --i) {
    const uint64_t sum = counter[i - 1] + (carry & 0xFFU);
    counter[i - 1] = static_cast<uint8_t>(sum & 0xFFU);
    carry = (carry >> 8) + (sum >> 8);
  }
  return counter;
}

bool Update(EVP_CIPHER_CTX* context, unsigned char* bytes, size_t size) {
  int written = 0;
  return EVP_EncryptUpdate(context, bytes, &written, bytes, static_cast<int>(size)) == 1;
}

}  // namespace

CtrCipher::CtrCipher(const Key& key) : key_(key), id_(NextCipherId()) {}

void CtrCipher::Apply(const CtrNonce& nonce, uint64_t offset, std::span<char> bytes) const {
  thread_local KeyedContext keyed;
  EVP_CIPHER_CTX* const context = keyed.context.get();
  const CtrNonce counter = CounterAt(nonce, offset / kBlock);
  const bool known = keyed.cipher == id_;
  bool ok = EVP_EncryptInit_ex2(context, known ? nullptr : Ctr(), known ? nullptr : key().data(), counter.data(),
                                nullptr) == 1;
  keyed.cipher = id_;
  std::array<unsigned char, kBlock> before{};
  if (const size_t skipped = offset % kBlock; skipped != 0) ok = ok && Update(context, before.data(), skipped);
  while (ok && !bytes.empty()) {
    const size_t size = std::min(bytes.size(), kAtOnce);
    ok = Update(context, reinterpret_cast<unsigned char*>(bytes.data()), size);
    bytes = bytes.subspan(size);
  }
  Require(ok, "AES-256-CTR");
}

}  // namespace candor::crypto
