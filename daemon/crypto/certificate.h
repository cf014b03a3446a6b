#ifndef CANDOR_DAEMON_CRYPTO_CERTIFICATE_H_
#define CANDOR_DAEMON_CRYPTO_CERTIFICATE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/crypto/hashing.h"

// Certificates (RFC 5280) as the daemon and the client read and check them. certificate_signing.h makes them. All
// functions are thread-safe.
namespace candor::crypto {

inline constexpr size_t kMaxCertificateBytes = 16 * 1024;

enum class CertificateUse {
  kServer,  // extended key usage serverAuth
  kClient,  // extended key usage clientAuth
};

// What a certificate says. A value; nothing of it was checked but that it can be read.
struct Certificate {
  std::string der;
  Digest fingerprint{};     // SHA-256 of `der`
  std::string serial;       // lower-case hexadecimal
  std::string common_name;  // of its subject; empty: none
  absl::Time not_before;    // first and last second in which it holds
  absl::Time not_after;
  bool is_authority = false;  // may sign certificates
  bool for_servers = false;   // of those that say what they are for
  bool for_clients = false;
  std::vector<std::string> names;  // hosts and addresses (subjectAltName) as NormalName() writes them, sorted
  std::string public_key;          // SubjectPublicKeyInfo in DER

  bool operator==(const Certificate&) const = default;
};

// INVALID_ARGUMENT unless the bytes are exactly one certificate of version 3 whose extensions can be read.
absl::StatusOr<Certificate> ReadCertificate(std::string_view der);

// Every certificate in a text of PEM (RFC 7468), in its order; whatever else there is in it, keys included, is passed
// over. `what` begins every message. INVALID_ARGUMENT when there is none, more than 16, or one that cannot be read.
absl::StatusOr<std::vector<Certificate>> ReadCertificates(std::string_view pem, std::string_view what);

std::string PemOf(const Certificate& certificate);

// SHA-256 of the first certificate in a text of PEM, as the transport hands over a caller's on every call: the
// certificate itself is not read. INVALID_ARGUMENT when there is none.
absl::StatusOr<Digest> FingerprintOfPem(std::string_view pem);

// Whether the authority signed it and may have, both hold at `at`, and it is for that use. FAILED_PRECONDITION that
// says what is wrong, as OpenSSL says it; to OpenSSL the last second is over already. A given authority is trusted
// whether or not it signed itself.
absl::Status CheckIssued(const Certificate& certificate, const Certificate& authority, CertificateUse use,
                         absl::Time at);

// From when on a certificate is renewed: two thirds of its life.
absl::Time RenewFrom(absl::Time not_before, absl::Time not_after);

// The one spelling of a host name (letters, digits and hyphens in labels, RFC 1123; lower case) or of an IPv4 or IPv6
// address. INVALID_ARGUMENT for what is neither, wildcards included.
absl::StatusOr<std::string> NormalName(std::string_view name);
// Whether a normal name is an address.
bool IsAddress(const std::string& name);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_CERTIFICATE_H_
