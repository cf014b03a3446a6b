#include "daemon/crypto/sealing.h"

#include <pthread.h>

#include <algorithm>
#include <array>
#include <atomic>

#include "daemon/base/bytes.h"
#include "daemon/crypto/openssl.h"

namespace candor::crypto {
namespace {

using Nonce = std::array<uint8_t, kNonceSize>;

const EVP_CIPHER* Gcm() {
  static const EVP_CIPHER* const cipher = FetchCipher("AES-256-GCM");
  return cipher;
}

// Counts forks, so that a child never uses the nonces that its parent holds ready.
std::atomic<uint32_t>& ForkCount() {
  static std::atomic<uint32_t> count{0};
  static const int registered = pthread_atfork(nullptr, nullptr, [] { ForkCount().fetch_add(1); });
  Require(registered == 0, "fork handler");
  return count;
}

// Random nonces, drawn many at a time: one call of the generator costs more than sealing a record. Thread-compatible.
class NoncePool {
 public:
  Nonce Next() {
    const uint32_t forks = ForkCount().load(std::memory_order_relaxed);
    if (next_ == kCount || forks != forks_) {
      RandomBytes({nonces_[0].data(), kCount * kNonceSize});
      next_ = 0;
      forks_ = forks;
    }
    return nonces_[next_++];
  }

 private:
  static constexpr size_t kCount = 256;

  std::array<Nonce, kCount> nonces_{};
  size_t next_ = kCount;
  uint32_t forks_ = 0;
};

static_assert(sizeof(std::array<Nonce, 2>) == 2 * kNonceSize);

const unsigned char* Unsigned(std::string_view bytes) {
  return AsBytes(bytes).data();
}
unsigned char* Unsigned(char* bytes) {
  return reinterpret_cast<unsigned char*>(bytes);
}

bool AddAssociated(EVP_CIPHER_CTX* context, Parts associated) {
  int written = 0;
  for (std::string_view part : associated) {
    if (part.empty()) continue;
    if (EVP_CipherUpdate(context, nullptr, &written, Unsigned(part), static_cast<int>(part.size())) != 1) return false;
  }
  return true;
}

}  // namespace

void Seal(const Key& key, Parts associated, std::string_view plain, std::string& out) {
  thread_local const CipherContext context = NewCipherContext();
  thread_local NoncePool nonces;
  const Nonce nonce = nonces.Next();
  const size_t start = out.size();
  out.append(AsText(nonce));
  out.resize(start + plain.size() + kSealedOverhead);
  char* const ciphertext = out.data() + start + kNonceSize;
  int written = 0;
  bool ok = EVP_EncryptInit_ex2(context.get(), Gcm(), key.data(), nonce.data(), nullptr) == 1;
  ok = ok && AddAssociated(context.get(), associated);
  if (!plain.empty()) {
    ok = ok && EVP_EncryptUpdate(context.get(), Unsigned(ciphertext), &written, Unsigned(plain),
                                 static_cast<int>(plain.size())) == 1;
  }
  ok = ok && EVP_EncryptFinal_ex(context.get(), Unsigned(ciphertext + plain.size()), &written) == 1;
  ok = ok && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagSize, ciphertext + plain.size()) == 1;
  Require(ok, "AES-256-GCM");
}

absl::Status Open(const Key& key, Parts associated, std::string_view sealed, std::string& plain) {
  if (sealed.size() < kSealedOverhead) return absl::DataLossError("sealed bytes are cut short");
  thread_local const CipherContext context = NewCipherContext();
  const std::string_view ciphertext = sealed.substr(kNonceSize, sealed.size() - kSealedOverhead);
  std::array<char, kTagSize> tag;
  std::ranges::copy(sealed.substr(sealed.size() - kTagSize), tag.begin());
  const size_t start = plain.size();
  plain.resize(start + ciphertext.size());
  int written = 0;
  bool ok = EVP_DecryptInit_ex2(context.get(), Gcm(), key.data(), Unsigned(sealed), nullptr) == 1;
  ok = ok && AddAssociated(context.get(), associated);
  if (!ciphertext.empty()) {
    ok = ok && EVP_DecryptUpdate(context.get(), Unsigned(plain.data() + start), &written, Unsigned(ciphertext),
                                 static_cast<int>(ciphertext.size())) == 1;
  }
  ok = ok && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagSize, tag.data()) == 1;
  Require(ok, "AES-256-GCM");
  std::array<unsigned char, kTagSize> rest;
  if (EVP_DecryptFinal_ex(context.get(), rest.data(), &written) == 1) return absl::OkStatus();
  Wipe(plain.data() + start, ciphertext.size());
  plain.resize(start);
  return absl::DataLossError("sealed bytes do not open under their key: damaged, moved, or of another data directory");
}

}  // namespace candor::crypto
