#ifndef CANDOR_DAEMON_CRYPTO_OPENSSL_H_
#define CANDOR_DAEMON_CRYPTO_OPENSSL_H_

#include <openssl/evp.h>

#include <memory>

// Private to this room: what its sources share of OpenSSL.
namespace candor::crypto {

// Ends the process with one line in the log unless `ok`: for calls that go wrong only without memory or provider.
void Require(bool ok, const char* what);

struct CipherContextDeleter {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, CipherContextDeleter>;

CipherContext NewCipherContext();
// REQUIRES: OpenSSL's default provider knows the name. Never freed; keep the result, fetching is slow.
const EVP_CIPHER* FetchCipher(const char* name);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_OPENSSL_H_
