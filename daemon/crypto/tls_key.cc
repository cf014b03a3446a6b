#include "daemon/crypto/tls_key.h"

#include <openssl/pem.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/append_file.h"
#include "daemon/crypto/openssl.h"
#include "daemon/crypto/private_file.h"
#include "daemon/crypto/tls_key_held.h"

namespace candor::crypto {
namespace {

// Instead of OpenSSL's own, which would ask whoever sits at the terminal.
int NoPassphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

absl::Status RefuseKey(std::string_view what, std::string_view problem) {
  return absl::FailedPreconditionError(absl::StrCat(ToAbsl(what), " ", ToAbsl(problem)));
}

}  // namespace

TlsKey::TlsKey(std::unique_ptr<Held> held)
    : held_(std::move(held)), public_key_(DerOf(&i2d_PUBKEY, static_cast<const EVP_PKEY*>(held_->key.get()))) {}
TlsKey::TlsKey(TlsKey&&) noexcept = default;
TlsKey& TlsKey::operator=(TlsKey&&) noexcept = default;
TlsKey::~TlsKey() = default;

TlsKey TlsKey::Make() {
  auto held = std::make_unique<Held>();
  held->key.reset(EVP_EC_gen("P-256"));
  Require(held->key != nullptr, "a key of P-256");
  return TlsKey(std::move(held));
}

absl::StatusOr<TlsKey> TlsKey::FromPem(std::string_view pem, std::string_view what) {
  const NoErrorsLeft errors;
  bool asked = false;
  auto held = std::make_unique<Held>();
  held->key.reset(PEM_read_bio_PrivateKey(BytesToRead(pem).get(), nullptr, &NoPassphrase, &asked));
  if (asked) {
    return RefuseKey(what, "is under a passphrase, and nobody is there to type it at a start; store it without one");
  }
  if (held->key == nullptr) {
    return RefuseKey(what, "is no private key in PEM (a text with -----BEGIN PRIVATE KEY-----); is it the right file?");
  }
  const std::optional<KeyKind> kind = KindOf(held->key.get());
  if (!kind) {
    return RefuseKey(what,
                     "is of a kind that not every TLS library takes; use ECDSA P-256, P-384 or RSA from 2048 bits");
  }
  held->kind = *kind;
  return TlsKey(std::move(held));
}

absl::StatusOr<TlsKey> TlsKey::Load(const std::string& path, std::string_view what) {
  CANDOR_ASSIGN_OR_RETURN(std::string text, ReadPrivateFile(path, what, kMaxKeyFileBytes));
  const SecretText pem(std::move(text));
  return FromPem(pem.text(), absl::StrCat(ToAbsl(what), " ", path));
}

absl::Status TlsKey::CreateFile(const std::string& path) const {
  const SecretText pem = ToPem();
  return CreateDurableFile(path, pem.text());
}

SecretText TlsKey::ToPem() const {
  // Memory that OpenSSL wipes when it goes.
  const Handle<BIO> bio(BIO_new(BIO_s_secmem()));
  Require(bio != nullptr &&
              PEM_write_bio_PKCS8PrivateKey(bio.get(), held_->key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "a private key as text");
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return SecretText(std::string(bytes, static_cast<size_t>(size)));
}

}  // namespace candor::crypto
