#include "daemon/crypto/chunk_sealing.h"

#include <algorithm>
#include <array>

#include "daemon/base/bytes.h"
#include "daemon/crypto/openssl.h"

namespace candor::crypto {
namespace {

const EVP_CIPHER* ChunkCipher() {
  static const EVP_CIPHER* const cipher = FetchCipher("AES-256-GCM");
  return cipher;
}

std::string ChunkNonce(uint64_t number) {
  std::string nonce(kNonceSize - sizeof(number), '\0');
  AppendBigEndian(number, nonce);
  return nonce;
}

const unsigned char* ChunkBytes(std::string_view bytes) {
  return AsBytes(bytes).data();
}
unsigned char* ChunkBytes(char* bytes) {
  return reinterpret_cast<unsigned char*>(bytes);
}

bool AddToChunk(EVP_CIPHER_CTX* context, Parts associated) {
  int written = 0;
  for (std::string_view part : associated) {
    if (part.empty()) continue;
    if (EVP_CipherUpdate(context, nullptr, &written, ChunkBytes(part), static_cast<int>(part.size())) != 1)
      return false;
  }
  return true;
}

}  // namespace

void SealChunk(const Key& key, uint64_t number, Parts associated, std::string_view plain, std::string& out) {
  const CipherContext context = NewCipherContext();
  const std::string nonce = ChunkNonce(number);
  const size_t start = out.size();
  out.resize(start + plain.size() + kChunkOverhead);
  char* const ciphertext = out.data() + start;
  int written = 0;
  bool ok = EVP_EncryptInit_ex2(context.get(), ChunkCipher(), key.data(), ChunkBytes(nonce), nullptr) == 1;
  ok = ok && AddToChunk(context.get(), associated);
  if (!plain.empty()) {
    ok = ok && EVP_EncryptUpdate(context.get(), ChunkBytes(ciphertext), &written, ChunkBytes(plain),
                                 static_cast<int>(plain.size())) == 1;
  }
  ok = ok && EVP_EncryptFinal_ex(context.get(), ChunkBytes(ciphertext + plain.size()), &written) == 1;
  ok = ok && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagSize, ciphertext + plain.size()) == 1;
  Require(ok, "AES-256-GCM");
}

absl::Status OpenChunk(const Key& key, uint64_t number, Parts associated, std::string_view sealed, std::string& plain) {
  if (sealed.size() < kChunkOverhead) return absl::DataLossError("a sealed piece is cut short");
  const CipherContext context = NewCipherContext();
  const std::string nonce = ChunkNonce(number);
  const std::string_view ciphertext = sealed.substr(0, sealed.size() - kTagSize);
  std::array<char, kTagSize> tag{};
  std::ranges::copy(sealed.substr(ciphertext.size()), tag.begin());
  const size_t start = plain.size();
  plain.resize(start + ciphertext.size());
  int written = 0;
  bool ok = EVP_DecryptInit_ex2(context.get(), ChunkCipher(), key.data(), ChunkBytes(nonce), nullptr) == 1;
  ok = ok && AddToChunk(context.get(), associated);
  if (!ciphertext.empty()) {
    ok = ok && EVP_DecryptUpdate(context.get(), ChunkBytes(plain.data() + start), &written, ChunkBytes(ciphertext),
                                 static_cast<int>(ciphertext.size())) == 1;
  }
  ok = ok && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagSize, tag.data()) == 1;
  Require(ok, "AES-256-GCM");
  std::array<unsigned char, kTagSize> rest{};
  if (EVP_DecryptFinal_ex(context.get(), rest.data(), &written) == 1) return absl::OkStatus();
  Wipe(plain.data() + start, ciphertext.size());
  plain.resize(start);
  return absl::DataLossError("a sealed piece does not open under its key: damaged, moved, or of another text");
}

}  // namespace candor::crypto
