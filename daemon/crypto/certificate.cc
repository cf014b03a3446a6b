#include "daemon/crypto/certificate.h"

#include <arpa/inet.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/openssl.h"
#include "daemon/crypto/openssl_x509.h"
#include "daemon/crypto/secret_text.h"

namespace candor::crypto {
namespace {

constexpr size_t kMostCertificates = 16;
constexpr size_t kMostCertificateNames = 100;
constexpr std::string_view kCertificateLabel = "CERTIFICATE";

absl::Status NoCertificate(std::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("not a certificate that can be read: ", ToAbsl(why)));
}

std::string_view TextOf(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)), static_cast<size_t>(ASN1_STRING_length(text))};
}

absl::StatusOr<absl::Time> TimeOf(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return NoCertificate("a date of it is none");
  return absl::FromTM(parts, absl::UTCTimeZone());
}

std::string SerialOf(const X509* certificate) {
  const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate);
  return absl::BytesToHexString(ToAbsl(TextOf(serial)));
}

std::string CommonNameOf(const X509* certificate) {
  const X509_NAME* subject = X509_get_subject_name(certificate);
  const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at < 0) return {};
  unsigned char* text = nullptr;
  const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  if (size < 0) return {};
  std::string name(reinterpret_cast<const char*>(text), static_cast<size_t>(size));
  OPENSSL_free(text);
  return name;
}

// As NormalName() writes it; an error for what can be neither host nor address.
absl::StatusOr<std::string> NameIn(const GENERAL_NAME& name) {
  if (name.type == GEN_DNS) return NormalName(TextOf(name.d.dNSName));
  const std::string_view bytes = TextOf(name.d.iPAddress);
  std::array<char, INET6_ADDRSTRLEN> spelled{};
  const int family = bytes.size() == sizeof(in_addr) ? AF_INET : AF_INET6;
  if (family == AF_INET6 && bytes.size() != sizeof(in6_addr)) return NoCertificate("an address in it is none");
  if (inet_ntop(family, bytes.data(), spelled.data(), spelled.size()) == nullptr) {
    return NoCertificate("an address in it is none");
  }
  return std::string(spelled.data());
}

// Names of other kinds, and hosts that a server of ours never has (wildcards), are passed over.
absl::StatusOr<std::vector<std::string>> NamesOf(const X509* certificate) {
  int found = 0;
  const Handle<GENERAL_NAMES> all(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, &found, nullptr)));
  std::vector<std::string> names;
  // -1: there is no such extension.
  if (all == nullptr && found != -1) return NoCertificate("its names cannot be read");
  if (all == nullptr) return names;
  const int count = sk_GENERAL_NAME_num(all.get());
  if (static_cast<size_t>(count) > kMostCertificateNames) return NoCertificate("it has more than 100 names");
  for (int i = 0; i < count; ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(all.get(), i);
    if (name->type != GEN_DNS && name->type != GEN_IPADD) continue;
    if (auto spelled = NameIn(*name); spelled.ok()) names.push_back(*std::move(spelled));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

absl::StatusOr<Certificate> Understand(std::string_view der, X509* parsed) {
  Certificate out;
  // Reads the extensions, which the calls below go by.
  if (X509_check_purpose(parsed, -1, 0) != 1 || (X509_get_extension_flags(parsed) & EXFLAG_INVALID) != 0) {
    return NoCertificate("its extensions cannot be read");
  }
  out.der = std::string(der);
  out.fingerprint = Sha256(der);
  out.serial = SerialOf(parsed);
  out.common_name = CommonNameOf(parsed);
  CANDOR_ASSIGN_OR_RETURN(out.not_before, TimeOf(X509_get0_notBefore(parsed)));
  CANDOR_ASSIGN_OR_RETURN(out.not_after, TimeOf(X509_get0_notAfter(parsed)));
  // Without the extension all uses read as allowed, and then a chain to it is refused all the same.
  const bool says_key_use = (X509_get_extension_flags(parsed) & EXFLAG_KUSAGE) != 0;
  const bool may_sign = says_key_use && (X509_get_key_usage(parsed) & KU_KEY_CERT_SIGN) != 0;
  out.is_authority = may_sign && X509_check_ca(parsed) == 1;
  const bool says_use = (X509_get_extension_flags(parsed) & EXFLAG_XKUSAGE) != 0;
  const uint32_t uses = says_use ? X509_get_extended_key_usage(parsed) : 0;
  out.for_servers = (uses & XKU_SSL_SERVER) != 0;
  out.for_clients = (uses & XKU_SSL_CLIENT) != 0;
  CANDOR_ASSIGN_OR_RETURN(out.names, NamesOf(parsed));
  out.public_key = DerOf(&i2d_X509_PUBKEY, static_cast<const X509_PUBKEY*>(X509_get_X509_PUBKEY(parsed)));
  return out;
}

// The next block of the text that is a certificate, as DER; nullopt: there is none.
std::optional<std::string> NextCertificate(BIO* text) {
  while (true) {
    char* label = nullptr;
    char* header = nullptr;
    unsigned char* bytes = nullptr;
    long size = 0;
    if (PEM_read_bio(text, &label, &header, &bytes, &size) != 1) return std::nullopt;
    std::optional<std::string> der;
    if (label == kCertificateLabel) der.emplace(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
    OPENSSL_free(label);
    OPENSSL_free(header);
    // It may be a key.
    OPENSSL_clear_free(bytes, static_cast<size_t>(size));
    if (der) return der;
  }
}

Handle<X509> Parse(const Certificate& certificate) {
  return FromDer(&d2i_X509, certificate.der);
}

}  // namespace

absl::StatusOr<Certificate> ReadCertificate(std::string_view der) {
  const NoErrorsLeft errors;
  if (der.size() > kMaxCertificateBytes) return NoCertificate("it is longer than 16 KiB");
  const Handle<X509> parsed = FromDer(&d2i_X509, der);
  if (parsed == nullptr) return NoCertificate("it is not DER as of RFC 5280");
  if (X509_get_version(parsed.get()) != X509_VERSION_3) return NoCertificate("it is not of version 3");
  return Understand(der, parsed.get());
}

absl::StatusOr<std::vector<Certificate>> ReadCertificates(std::string_view pem, std::string_view what) {
  const NoErrorsLeft errors;
  const Handle<BIO> text = BytesToRead(pem);
  std::vector<Certificate> out;
  while (const std::optional<std::string> der = NextCertificate(text.get())) {
    if (out.size() == kMostCertificates) {
      return absl::InvalidArgumentError(
          absl::StrCat(ToAbsl(what), " has more than ", kMostCertificates, " certificates; is it the right file?"));
    }
    auto certificate = ReadCertificate(*der);
    if (!certificate.ok()) {
      return Annotate(certificate.status(), absl::StrCat(ToAbsl(what), ", certificate ", out.size() + 1));
    }
    out.push_back(*std::move(certificate));
  }
  if (!out.empty()) return out;
  return absl::InvalidArgumentError(absl::StrCat(
      ToAbsl(what), " has no certificate in PEM (a text with -----BEGIN CERTIFICATE-----); is it the right file?"));
}

std::string PemOf(const Certificate& certificate) {
  const Handle<BIO> bio(BIO_new(BIO_s_mem()));
  const auto* bytes = reinterpret_cast<const unsigned char*>(certificate.der.data());
  const auto size = static_cast<long>(certificate.der.size());
  Require(bio != nullptr && PEM_write_bio(bio.get(), kCertificateLabel.data(), "", bytes, size) > 0,
          "a certificate as text");
  char* text = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<size_t>(length)};
}

absl::StatusOr<Digest> FingerprintOfPem(std::string_view pem) {
  const NoErrorsLeft errors;
  const std::optional<std::string> der = NextCertificate(BytesToRead(pem).get());
  if (!der) return absl::InvalidArgumentError("there is no certificate in PEM");
  return Sha256(*der);
}

absl::Status CheckIssued(const Certificate& certificate, const Certificate& authority, CertificateUse use,
                         absl::Time at) {
  const NoErrorsLeft errors;
  const Handle<X509> leaf = Parse(certificate);
  const Handle<X509> issuer = Parse(authority);
  if (leaf == nullptr || issuer == nullptr) return absl::FailedPreconditionError("one of the certificates is none");
  // OpenSSL lets one that names no use pass for any.
  if (use == CertificateUse::kServer ? !certificate.for_servers : !certificate.for_clients) {
    return absl::FailedPreconditionError(use == CertificateUse::kServer ? "the certificate is not one for a server"
                                                                        : "the certificate is not one for a client");
  }
  const Handle<X509_STORE> store(X509_STORE_new());
  const Handle<X509_STORE_CTX> check(X509_STORE_CTX_new());
  Require(
      store != nullptr && check != nullptr && X509_STORE_add_cert(store.get(), issuer.get()) == 1 &&
          X509_STORE_CTX_init(check.get(), store.get(), leaf.get(), nullptr) == 1 &&
          X509_STORE_CTX_set_default(check.get(), use == CertificateUse::kServer ? "ssl_server" : "ssl_client") == 1,
      "checking a certificate");
  X509_VERIFY_PARAM* param = X509_STORE_CTX_get0_param(check.get());
  X509_VERIFY_PARAM_set_time(param, absl::ToTimeT(at));
  // As gRPC does: what was handed over is where trust ends, also where it was signed by somebody else.
  X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_X509_STRICT);
  if (X509_verify_cert(check.get()) == 1) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the certificate does not hold: ", X509_verify_cert_error_string(X509_STORE_CTX_get_error(check.get()))));
}

absl::Time RenewFrom(absl::Time not_before, absl::Time not_after) {
  return not_before + (not_after - not_before) / 3 * 2;
}

}  // namespace candor::crypto
