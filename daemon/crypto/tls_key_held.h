#ifndef CANDOR_DAEMON_CRYPTO_TLS_KEY_HELD_H_
#define CANDOR_DAEMON_CRYPTO_TLS_KEY_HELD_H_

#include "daemon/crypto/openssl_x509.h"
#include "daemon/crypto/tls_key.h"

// Private to this room.
namespace candor::crypto {

struct TlsKey::Held {
  Handle<EVP_PKEY> key;
  KeyKind kind = KeyKind::kP256;
};

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_TLS_KEY_HELD_H_
