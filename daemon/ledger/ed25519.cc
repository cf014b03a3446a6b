#include "daemon/ledger/ed25519.h"

#include <openssl/evp.h>

#include <cstdlib>

#include "daemon/base/bytes.h"
#include "daemon/base/log.h"

namespace candor::ledger {
namespace {

struct Delete {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using KeyPointer = std::unique_ptr<EVP_PKEY, Delete>;
using ContextPointer = std::unique_ptr<EVP_MD_CTX, Delete>;

// For calls that go wrong only without memory or provider.
void Require(bool ok) {
  if (ok) return;
  log::Error("OpenSSL cannot sign with Ed25519; the program cannot go on without it");
  std::abort();
}

}  // namespace

struct SigningKey::Held {
  KeyPointer key;
};

SigningKey::SigningKey(std::span<const uint8_t, kSeedBytes> seed) : held_(std::make_unique<Held>()) {
  held_->key.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  size_t size = public_key_.size();
  Require(held_->key != nullptr && EVP_PKEY_get_raw_public_key(held_->key.get(), public_key_.data(), &size) == 1);
}

SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

Signature SigningKey::Sign(std::string_view message) const {
  const ContextPointer context(EVP_MD_CTX_new());
  Signature signature{};
  size_t size = signature.size();
  const auto bytes = AsBytes(message);
  Require(context != nullptr && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, held_->key.get()) == 1 &&
          EVP_DigestSign(context.get(), signature.data(), &size, bytes.data(), bytes.size()) == 1 &&
          size == signature.size());
  return signature;
}

bool VerifySignature(const PublicKey& key, std::string_view message, std::span<const uint8_t> signature) {
  if (signature.size() != sizeof(Signature)) return false;
  const KeyPointer held(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
  const ContextPointer context(EVP_MD_CTX_new());
  Require(held != nullptr && context != nullptr &&
          EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, held.get()) == 1);
  const auto bytes = AsBytes(message);
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytes.data(), bytes.size()) == 1;
}

}  // namespace candor::ledger
