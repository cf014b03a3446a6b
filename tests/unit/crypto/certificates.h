#ifndef CANDOR_TESTS_UNIT_CRYPTO_CERTIFICATES_H_
#define CANDOR_TESTS_UNIT_CRYPTO_CERTIFICATES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "daemon/crypto/certificate.h"
#include "daemon/crypto/certificate_signing.h"
#include "daemon/crypto/tls_key.h"

namespace candor::crypto {

inline absl::Time Noon() {
  return absl::FromCivil(absl::CivilHour(2026, 3, 2, 12), absl::UTCTimeZone());
}

inline Validity ValidFor(absl::Duration life) {
  return {Noon(), Noon() + life};
}

// An authority, and what it signs.
struct TestAuthority {
  TlsKey key = TlsKey::Make();
  Certificate certificate = MakeAuthority(key, "Test authority", ValidFor(absl::Hours(24 * 365)));

  absl::StatusOr<Certificate> Issue(CertificateUse use, const TlsKey& to, std::vector<std::string> names = {}) const {
    const CertificatePlan plan{use, "somebody", std::move(names), to.public_key(), ValidFor(absl::Hours(24 * 90))};
    return IssueCertificate(plan, certificate, key);
  }
};

}  // namespace candor::crypto

#endif  // CANDOR_TESTS_UNIT_CRYPTO_CERTIFICATES_H_
