#include "daemon/crypto/secret_bytes.h"

#include <openssl/crypto.h>

namespace candor::crypto {

void Wipe(void* bytes, size_t size) {
  OPENSSL_cleanse(bytes, size);
}

}  // namespace candor::crypto
