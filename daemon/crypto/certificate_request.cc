#include "daemon/crypto/certificate_request.h"

#include "absl/strings/str_cat.h"
#include "daemon/base/text.h"
#include "daemon/crypto/openssl.h"
#include "daemon/crypto/tls_key_held.h"

namespace candor::crypto {
namespace {

// What is before the 64 bytes of a point of P-256 in its only form that is taken: the curve named, not spelled out, and
// the point not compressed (RFC 5480).
constexpr std::string_view kP256Start(
    "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00\x04", 27);
constexpr size_t kP256Size = kP256Start.size() + 64;

absl::Status RefuseRequest(std::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("the request for a certificate ", ToAbsl(why), "; make it with `candor enroll`"));
}

}  // namespace

std::string MakeRequest(const TlsKey& key) {
  const NoErrorsLeft errors;
  const Handle<X509_REQ> request(X509_REQ_new());
  Require(request != nullptr && X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1 &&
              X509_REQ_set_pubkey(request.get(), key.held().key.get()) == 1 &&
              X509_REQ_sign(request.get(), key.held().key.get(), DigestFor(key.held().kind)) > 0,
          "a request for a certificate");
  return DerOf(&i2d_X509_REQ, static_cast<const X509_REQ*>(request.get()));
}

absl::StatusOr<std::string> ReadRequest(std::string_view der) {
  const NoErrorsLeft errors;
  if (der.size() > kMaxRequestBytes) return RefuseRequest("is longer than 4 KiB");
  const Handle<X509_REQ> request = FromDer(&d2i_X509_REQ, der);
  if (request == nullptr) return RefuseRequest("is not DER as of RFC 2986");
  if (X509_REQ_get_version(request.get()) != X509_REQ_VERSION_1) return RefuseRequest("is not of version 1");
  X509_PUBKEY* key_part = X509_REQ_get_X509_PUBKEY(request.get());
  std::string key = DerOf(&i2d_X509_PUBKEY, static_cast<const X509_PUBKEY*>(key_part));
  if (key.size() != kP256Size || !key.starts_with(kP256Start)) {
    return RefuseRequest("is for another key than one of ECDSA P-256");
  }
  // nullptr: the point is not on the curve.
  EVP_PKEY* const proof = X509_REQ_get0_pubkey(request.get());
  if (proof == nullptr || X509_REQ_verify(request.get(), proof) != 1) {
    return RefuseRequest("is not signed with the key that it is for");
  }
  return key;
}

}  // namespace candor::crypto
