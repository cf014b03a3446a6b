#include "daemon/crypto/certificate_signing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/x509v3.h>

#include <memory>
#include <set>
#include <string>

#include "certificates.h"

namespace candor::crypto::certificate_signing_test {
namespace {

using testing::ElementsAre;

struct Free {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

std::unique_ptr<X509, Free> Parsed(const Certificate& certificate) {
  const auto* at = reinterpret_cast<const unsigned char*>(certificate.der.data());
  return std::unique_ptr<X509, Free>(d2i_X509(nullptr, &at, static_cast<long>(certificate.der.size())));
}

TEST(CertificateSigningTest, AnAuthoritySignsCertificatesAndNothingElse) {
  const TestAuthority authority;
  const auto parsed = Parsed(authority.certificate);

  EXPECT_TRUE(authority.certificate.is_authority);
  EXPECT_EQ(X509_get_key_usage(parsed.get()), static_cast<uint32_t>(KU_KEY_CERT_SIGN));
  EXPECT_EQ(X509_get_pathlen(parsed.get()), 0);
  EXPECT_EQ(X509_verify(parsed.get(), X509_get0_pubkey(parsed.get())), 1);
  EXPECT_EQ(authority.certificate.public_key, authority.key.public_key());
  EXPECT_EQ(authority.certificate.common_name, "Test authority");
}

TEST(CertificateSigningTest, AClientsCertificateIsForThatAlone) {
  const TestAuthority authority;
  const TlsKey key = TlsKey::Make();

  const auto made = authority.Issue(CertificateUse::kClient, key);

  ASSERT_TRUE(made.ok()) << made.status();
  const auto parsed = Parsed(*made);
  EXPECT_TRUE(made->for_clients);
  EXPECT_FALSE(made->for_servers);
  EXPECT_FALSE(made->is_authority);
  EXPECT_EQ(X509_get_key_usage(parsed.get()), static_cast<uint32_t>(KU_DIGITAL_SIGNATURE));
  EXPECT_EQ(X509_get_extended_key_usage(parsed.get()), static_cast<uint32_t>(XKU_SSL_CLIENT));
  EXPECT_EQ(X509_NAME_entry_count(X509_get_subject_name(parsed.get())), 1);
  EXPECT_EQ(made->common_name, "somebody");
  EXPECT_EQ(made->public_key, key.public_key());
  EXPECT_EQ(made->not_before, Noon());
  EXPECT_EQ(made->not_after, Noon() + absl::Hours(24 * 90));
}

TEST(CertificateSigningTest, AServersCertificateHasItsNames) {
  const TestAuthority authority;
  const std::vector<std::string> names = {"127.0.0.1", "2001:db8::7", "::1", "candor.example.org"};

  const auto made = authority.Issue(CertificateUse::kServer, TlsKey::Make(), names);

  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_TRUE(made->for_servers);
  EXPECT_THAT(made->names, ElementsAre("127.0.0.1", "2001:db8::7", "::1", "candor.example.org"));
  const auto parsed = Parsed(*made);
  EXPECT_EQ(X509_check_host(parsed.get(), "candor.example.org", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_ip_asc(parsed.get(), "::1", 0), 1);
  EXPECT_EQ(X509_check_host(parsed.get(), "other.example.org", 0, 0, nullptr), 0);
}

// RFC 5280, 4.1.2.2.
TEST(CertificateSigningTest, SerialsAreRandomPositiveAndOfOneLength) {
  const TestAuthority authority;
  const TlsKey key = TlsKey::Make();
  std::set<std::string> serials;
  for (int i = 0; i < 50; ++i) {
    const auto made = authority.Issue(CertificateUse::kClient, key);
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(made->serial.size(), 32u);
    EXPECT_LT(made->serial.front(), '8');
    serials.insert(made->serial);
  }
  EXPECT_EQ(serials.size(), 50u);
}

TEST(CertificateSigningTest, SignsWithTheAuthoritysOwnKeyOnly) {
  const TestAuthority authority;
  const TlsKey key = TlsKey::Make();
  const CertificatePlan plan{CertificateUse::kClient, "x", {}, key.public_key(), ValidFor(absl::Hours(1))};
  EXPECT_TRUE(absl::IsFailedPrecondition(IssueCertificate(plan, authority.certificate, key).status()));
}

TEST(CertificateSigningTest, RefusesAPublicKeyThatIsNone) {
  const TestAuthority authority;
  const CertificatePlan plan{CertificateUse::kClient, "x", {}, "no key", ValidFor(absl::Hours(1))};
  EXPECT_TRUE(absl::IsInvalidArgument(IssueCertificate(plan, authority.certificate, authority.key).status()));
}

}  // namespace
}  // namespace candor::crypto::certificate_signing_test
