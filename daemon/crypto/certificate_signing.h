#ifndef CANDOR_DAEMON_CRYPTO_CERTIFICATE_SIGNING_H_
#define CANDOR_DAEMON_CRYPTO_CERTIFICATE_SIGNING_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/crypto/certificate.h"
#include "daemon/crypto/tls_key.h"

// Makes certificates of version 3 (RFC 5280), each with a random serial number of 127 bits, of which one is always set.
// Thread-safe.
namespace candor::crypto {

struct Validity {
  absl::Time not_before;  // in whole seconds, as they are written
  absl::Time not_after;
};

// An authority that signs itself: CA:TRUE, below which there is no other authority; keyCertSign alone.
Certificate MakeAuthority(const TlsKey& key, const std::string& common_name, const Validity& validity);

struct CertificatePlan {
  CertificateUse use = CertificateUse::kClient;
  std::string common_name;         // at most 64 bytes
  std::vector<std::string> names;  // as NormalName() writes them
  std::string public_key;          // SubjectPublicKeyInfo in DER
  Validity validity;
};

// CA:FALSE; digitalSignature; serverAuth or clientAuth and nothing else. INVALID_ARGUMENT for a public key that is
// none; FAILED_PRECONDITION when the key is not the one of the authority.
absl::StatusOr<Certificate> IssueCertificate(const CertificatePlan& plan, const Certificate& authority,
                                             const TlsKey& authority_key);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_CERTIFICATE_SIGNING_H_
