#ifndef CANDOR_DAEMON_CRYPTO_CERTIFICATE_REQUEST_H_
#define CANDOR_DAEMON_CRYPTO_CERTIFICATE_REQUEST_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "daemon/crypto/tls_key.h"

// Requests for a certificate: PKCS #10 (RFC 2986) in DER. They carry a public key and the proof that whoever asks has
// the private one, and nothing else that is heeded: who somebody is does not come from them. Thread-safe.
namespace candor::crypto {

inline constexpr size_t kMaxRequestBytes = 4 * 1024;

// A request with an empty subject and no attributes.
std::string MakeRequest(const TlsKey& key);

// The public key in it (SubjectPublicKeyInfo in DER); subject and attributes are passed over. INVALID_ARGUMENT, with
// what to do, unless the bytes are exactly one request for a key of P-256 whose signature holds.
absl::StatusOr<std::string> ReadRequest(std::string_view der);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_CERTIFICATE_REQUEST_H_
