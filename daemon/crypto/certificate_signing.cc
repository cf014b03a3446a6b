#include "daemon/crypto/certificate_signing.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/openssl.h"
#include "daemon/crypto/tls_key_held.h"

namespace candor::crypto {
namespace {

constexpr char kMaking[] = "making a certificate";

// RFC 5280, 4.1.2.2: positive, and at most 20 bytes.
void SetSerial(X509* certificate) {
  std::array<uint8_t, 16> bytes{};
  RandomBytes(bytes);
  bytes[0] = static_cast<uint8_t>((bytes[0] & 0x7FU) | 0x40U);
  const Handle<BIGNUM> number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
  Require(number != nullptr && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr,
          kMaking);
}

void SetValidity(X509* certificate, const Validity& validity) {
  Require(ASN1_TIME_set(X509_getm_notBefore(certificate), absl::ToTimeT(validity.not_before)) != nullptr &&
              ASN1_TIME_set(X509_getm_notAfter(certificate), absl::ToTimeT(validity.not_after)) != nullptr,
          kMaking);
}

void SetCommonName(X509* certificate, const std::string& name) {
  X509_NAME* subject = X509_get_subject_name(certificate);
  Require(X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8,
                                     reinterpret_cast<const unsigned char*>(name.data()), static_cast<int>(name.size()),
                                     -1, 0) == 1,
          kMaking);
}

void AddExtension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Handle<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  Require(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1, kMaking);
}

Handle<X509> NewCertificate(const std::string& common_name, const Validity& validity) {
  Handle<X509> certificate(X509_new());
  Require(certificate != nullptr && X509_set_version(certificate.get(), X509_VERSION_3) == 1, kMaking);
  SetSerial(certificate.get());
  SetValidity(certificate.get(), validity);
  SetCommonName(certificate.get(), common_name);
  return certificate;
}

Certificate Signed(X509* certificate, const TlsKey& key) {
  Require(X509_sign(certificate, key.held().key.get(), DigestFor(key.held().kind)) > 0, kMaking);
  auto read = ReadCertificate(DerOf(&i2d_X509, static_cast<const X509*>(certificate)));
  Require(read.ok(), kMaking);
  return *std::move(read);
}

// NormalName() lets nothing through that means something to OpenSSL here.
std::string NamesForOpenSsl(const std::vector<std::string>& names) {
  return absl::StrJoin(names, ",", [](std::string* out, const std::string& name) {
    absl::StrAppend(out, IsAddress(name) ? "IP:" : "DNS:", name);
  });
}

}  // namespace

Certificate MakeAuthority(const TlsKey& key, const std::string& common_name, const Validity& validity) {
  const NoErrorsLeft errors;
  const Handle<X509> certificate = NewCertificate(common_name, validity);
  X509* const made = certificate.get();
  Require(
      X509_set_issuer_name(made, X509_get_subject_name(made)) == 1 && X509_set_pubkey(made, key.held().key.get()) == 1,
      kMaking);
  AddExtension(made, made, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  AddExtension(made, made, NID_key_usage, "critical,keyCertSign");
  AddExtension(made, made, NID_subject_key_identifier, "hash");
  return Signed(made, key);
}

absl::StatusOr<Certificate> IssueCertificate(const CertificatePlan& plan, const Certificate& authority,
                                             const TlsKey& authority_key) {
  const NoErrorsLeft errors;
  const Handle<X509> issuer = FromDer(&d2i_X509, authority.der);
  if (issuer == nullptr || X509_check_private_key(issuer.get(), authority_key.held().key.get()) != 1) {
    return absl::FailedPreconditionError("the key is not the one of the authority's certificate");
  }
  const Handle<EVP_PKEY> public_key = FromDer(&d2i_PUBKEY, plan.public_key);
  if (public_key == nullptr) return absl::InvalidArgumentError("the public key is none");
  const Handle<X509> certificate = NewCertificate(plan.common_name, plan.validity);
  X509* const made = certificate.get();
  Require(X509_set_issuer_name(made, X509_get_subject_name(issuer.get())) == 1 &&
              X509_set_pubkey(made, public_key.get()) == 1,
          kMaking);
  AddExtension(made, issuer.get(), NID_basic_constraints, "critical,CA:FALSE");
  AddExtension(made, issuer.get(), NID_key_usage, "critical,digitalSignature");
  AddExtension(made, issuer.get(), NID_ext_key_usage,
               plan.use == CertificateUse::kServer ? "serverAuth" : "clientAuth");
  AddExtension(made, issuer.get(), NID_subject_key_identifier, "hash");
  if (X509_get0_subject_key_id(issuer.get()) != nullptr) {
    AddExtension(made, issuer.get(), NID_authority_key_identifier, "keyid:always");
  }
  if (!plan.names.empty()) AddExtension(made, issuer.get(), NID_subject_alt_name, NamesForOpenSsl(plan.names));
  return Signed(made, authority_key);
}

}  // namespace candor::crypto
