#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "daemon/crypto/certificate.h"
#include "daemon/crypto/certificate_request.h"
#include "daemon/crypto/tls_key.h"

namespace {

// Refused as what it was read as, or taken.
template <class T>
void Expect(const absl::StatusOr<T>& read, absl::StatusCode refusal) {
  if (!read.ok() && read.status().code() != refusal) std::abort();
}

}  // namespace

// Any bytes are a request for a certificate, a certificate, certificates as text or a key, or are refused.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace candor::crypto;  // NOLINT(google-build-using-namespace)
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Expect(ReadRequest(bytes), absl::StatusCode::kInvalidArgument);
  Expect(ReadCertificates(bytes, "the file"), absl::StatusCode::kInvalidArgument);
  Expect(FingerprintOfPem(bytes), absl::StatusCode::kInvalidArgument);
  Expect(TlsKey::FromPem(bytes, "the key"), absl::StatusCode::kFailedPrecondition);
  const auto certificate = ReadCertificate(bytes);
  Expect(certificate, absl::StatusCode::kInvalidArgument);
  if (!certificate.ok()) return 0;
  // What was read is written as it was, and checked without a crash, against itself too.
  const auto again = ReadCertificates(PemOf(*certificate), "the file");
  if (!again.ok() || again->front() != *certificate) std::abort();
  if (CheckIssued(*certificate, *certificate, CertificateUse::kClient, certificate->not_before).ok() &&
      !certificate->for_clients) {
    std::abort();
  }
  return 0;
}
