#include "daemon/crypto/openssl.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "daemon/base/log.h"

namespace candor::crypto {

void Require(bool ok, const char* what) {
  if (ok) return;
  log::Error(absl::StrCat("OpenSSL cannot do its work (", what, "); the daemon cannot go on without it"));
  std::abort();
}

CipherContext NewCipherContext() {
  CipherContext context(EVP_CIPHER_CTX_new());
  Require(context != nullptr, "cipher context");
  return context;
}

const EVP_CIPHER* FetchCipher(const char* name) {
  const EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, name, nullptr);
  Require(cipher != nullptr, name);
  return cipher;
}

}  // namespace candor::crypto
