#include <algorithm>
#include <array>
#include <cstring>

#include "daemon/base/bytes.h"
#include "daemon/crypto/openssl.h"
#include "daemon/crypto/sealing.h"

// RFC 5297 over OpenSSL's AES-256-CBC and -CTR. OpenSSL's own AES-256-SIV looks up its parts anew for every key, which
// costs several times the encryption of a projection row; the tests hold this one against it.
namespace candor::crypto {
namespace {

constexpr size_t kBlockSize = 16;
using Block = std::array<uint8_t, kBlockSize>;
constexpr Block kZero{};

// Multiplies by x in the field of CMAC.
Block Double(const Block& in) {
  Block out;
  for (size_t i = 0; i + 1 < kBlockSize; ++i) out[i] = static_cast<uint8_t>((in[i] << 1) | (in[i + 1] >> 7));
  const auto reduction = static_cast<uint8_t>(-(in[0] >> 7) & 0x87);
  out[kBlockSize - 1] = static_cast<uint8_t>((in[kBlockSize - 1] << 1) ^ reduction);
  return out;
}

void Xor(const Block& in, uint8_t* into) {
  for (size_t i = 0; i < kBlockSize; ++i) into[i] ^= in[i];
}

// AES-CMAC (RFC 4493) under one key. Uses the thread's context: one at a time per thread.
class Cmac {
 public:
  explicit Cmac(const uint8_t* key) : context_(Context()) {
    static const EVP_CIPHER* const cipher = FetchCipher("AES-256-CBC");
    Require(EVP_EncryptInit_ex2(context_, cipher, key, kZero.data(), nullptr) == 1 &&
                EVP_CIPHER_CTX_set_padding(context_, 0) == 1,
            "AES-256-CBC");
    Block zero = kZero;
    subkey_ = Double(Chain(zero.data(), kBlockSize));
  }
  ~Cmac() { Wipe(subkey_.data(), kBlockSize); }
  Cmac(const Cmac&) = delete;
  Cmac& operator=(const Cmac&) = delete;

  // Overwrites `message`, which has room up to the end of its last block, one block at least.
  Block Compute(uint8_t* message, size_t size) {
    const size_t padded = std::max(kBlockSize, (size + kBlockSize - 1) / kBlockSize * kBlockSize);
    uint8_t* const last = message + padded - kBlockSize;
    if (size < padded) {
      message[size] = 0x80;
      std::fill(message + size + 1, message + padded, uint8_t{0});
      Xor(Double(subkey_), last);
    } else {
      Xor(subkey_, last);
    }
    return Chain(message, padded);
  }

 private:
  static EVP_CIPHER_CTX* Context() {
    thread_local const CipherContext context = NewCipherContext();
    return context.get();
  }

  // CBC-MAC of whole blocks, in place.
  Block Chain(uint8_t* blocks, size_t size) {
    int written = 0;
    Require(EVP_EncryptInit_ex2(context_, nullptr, nullptr, kZero.data(), nullptr) == 1 &&
                EVP_EncryptUpdate(context_, blocks, &written, blocks, static_cast<int>(size)) == 1,
            "AES-256-CBC");
    Block out;
    std::memcpy(out.data(), blocks + size - kBlockSize, kBlockSize);
    return out;
  }

  EVP_CIPHER_CTX* const context_;
  Block subkey_;
};

// The bytes with room for CMAC's padding behind them.
std::string Padded(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + kBlockSize);
  out.append(bytes);
  out.append(kBlockSize, '\0');
  return out;
}

uint8_t* Unsigned(std::string& bytes) {
  return reinterpret_cast<uint8_t*>(bytes.data());
}

// S2V of RFC 5297 for one component of associated data. REQUIRES: plain is not empty.
Block SyntheticIv(const SivKey& key, std::string_view associated, std::string_view plain) {
  Cmac cmac(key.data());
  Block zero = kZero;
  Block state = Double(cmac.Compute(zero.data(), kBlockSize));
  std::string message = Padded(associated);
  Xor(cmac.Compute(Unsigned(message), associated.size()), state.data());
  message = Padded(plain);
  size_t size = plain.size();
  if (size >= kBlockSize) {
    Xor(state, Unsigned(message) + size - kBlockSize);
  } else {
    message[size] = static_cast<char>(0x80);
    Xor(Double(state), Unsigned(message));
    size = kBlockSize;
  }
  const Block iv = cmac.Compute(Unsigned(message), size);
  Wipe(message.data(), message.size());
  return iv;
}

void Crypt(const SivKey& key, const Block& iv, std::string_view in, char* out) {
  static const EVP_CIPHER* const cipher = FetchCipher("AES-256-CTR");
  thread_local const CipherContext context = NewCipherContext();
  Block counter = iv;
  counter[8] &= 0x7F;
  counter[12] &= 0x7F;
  int written = 0;
  Require(EVP_EncryptInit_ex2(context.get(), cipher, key.data() + Key::size(), counter.data(), nullptr) == 1 &&
              EVP_EncryptUpdate(context.get(), reinterpret_cast<uint8_t*>(out), &written, AsBytes(in).data(),
                                static_cast<int>(in.size())) == 1,
          "AES-256-CTR");
}

}  // namespace

void SealDeterministic(const SivKey& key, std::string_view associated, std::string_view plain, std::string& out) {
  const Block iv = SyntheticIv(key, associated, plain);
  out.append(AsText(iv));
  const size_t start = out.size();
  out.resize(start + plain.size());
  Crypt(key, iv, plain, out.data() + start);
}

absl::Status OpenDeterministic(const SivKey& key, std::string_view associated, std::string_view sealed,
                               std::string& plain) {
  if (sealed.size() <= kSealedDeterministicOverhead) return absl::DataLossError("sealed bytes are cut short");
  Block iv;
  std::ranges::copy(AsBytes(sealed.substr(0, kBlockSize)), iv.begin());
  sealed.remove_prefix(kBlockSize);
  const size_t start = plain.size();
  plain.resize(start + sealed.size());
  Crypt(key, iv, sealed, plain.data() + start);
  const Block expected = SyntheticIv(key, associated, std::string_view(plain).substr(start));
  if (EqualInConstantTime(AsText(expected), AsText(iv))) return absl::OkStatus();
  Wipe(plain.data() + start, sealed.size());
  plain.resize(start);
  return absl::DataLossError("sealed bytes do not open under their key: damaged, moved, or of another data directory");
}

}  // namespace candor::crypto
