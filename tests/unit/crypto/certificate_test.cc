#include "daemon/crypto/certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "certificates.h"
#include "daemon/base/bytes.h"
#include "daemon/base/text.h"

namespace candor::crypto::certificate_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Made by the program `openssl` with -set_serial 0x0f21 and the names Candor.Example.org, 192.0.2.7, 2001:db8::7 and an
// address of mail; the fingerprint is what `openssl x509 -fingerprint -sha256` says of it.
constexpr char kSample[] = R"(-----BEGIN CERTIFICATE-----
MIIBnzCCAUagAwIBAgICDyEwCgYIKoZIzj0EAwIwEjEQMA4GA1UEAwwHZXhhbXBs
ZTAeFw0yNjExMjMxMTQ2NTFaFw0zNjExMjAxMTQ2NTFaMBIxEDAOBgNVBAMMB2V4
YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT0zda1mkCKDnxnDL6Li9w4
yzkho0xIeNDSyJ+kyVHBiTM2Vt4HCw9BlDOFPIXoU4ZjREhfBJWY16Fcviiji93u
o4GLMIGIMAwGA1UdEwEB/wQCMAAwEwYDVR0lBAwwCgYIKwYBBQUHAwEwRAYDVR0R
BD0wO4ISQ2FuZG9yLkV4YW1wbGUub3JnhwTAAAIHhxAgAQ24AAAAAAAAAAAAAAAH
gQ14QGV4YW1wbGUub3JnMB0GA1UdDgQWBBT4vHDalxXdvRvbSKrIrTJOiAFyGzAK
BggqhkjOPQQDAgNHADBEAiBFwPd7ZHLvUaKebyHxVExQV6sP/uCtpVYM3yGbBpBP
qAIgBDmGkNyADQbUVI0fASaaYtnMtRPkhzoGvPHcFLNofrU=
-----END CERTIFICATE-----
)";
constexpr char kSampleFingerprint[] = "28c852f765431807428ff8cc7301ad9b048f44058f640346ed8ba322be010e4e";

// Made by `openssl req -x509` with basicConstraints CA:TRUE and no keyUsage at all.
constexpr char kAuthorityThatSaysNoUse[] = R"(-----BEGIN CERTIFICATE-----
MIIBXzCCAQSgAwIBAgIUaYahnDobWHSKKIuQ+Z9MGG9DJBMwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKSGFyYm91ciBDQTAeFw0yNjExMjMyMTUxNDVaFw0zNjExMjAy
MTUxNDVaMBUxEzARBgNVBAMMCkhhcmJvdXIgQ0EwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQXhoqN2lsCM0X/IKT3kqaIfQ2vffKJ9Q2A+FofhdMhK8j3T/ZBNgyT
D33j9dYPr39SyVPXDxtCKAsiR8Fzp7/+ozIwMDAPBgNVHRMBAf8EBTADAQH/MB0G
A1UdDgQWBBRiBAqHG5RM9BgV2nttE/iHmM53ATAKBggqhkjOPQQDAgNJADBGAiEA
7EcvGSxdq3PVYQthY8tIPiR7FoKRdedrtX7AwDZAangCIQCIHi+vFvUYBcl/eZrX
lIS7tmiEKMXLb/ankIDU36YVhw==
-----END CERTIFICATE-----
)";

void ExpectNotIssued(const Certificate& leaf, const Certificate& authority, CertificateUse use, absl::Time at) {
  const absl::Status status = CheckIssued(leaf, authority, use, at);
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
}

TEST(CertificateTest, SaysWhatAForeignOneSays) {
  const auto read = ReadCertificates(kSample, "the file");

  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), 1u);
  const Certificate& certificate = read->front();
  EXPECT_EQ(absl::BytesToHexString(ToAbsl(AsText(certificate.fingerprint))), kSampleFingerprint);
  EXPECT_EQ(certificate.serial, "0f21");
  EXPECT_EQ(certificate.common_name, "example");
  EXPECT_THAT(certificate.names, ElementsAre("192.0.2.7", "2001:db8::7", "candor.example.org"));
  EXPECT_TRUE(certificate.for_servers);
  EXPECT_FALSE(certificate.for_clients);
  EXPECT_FALSE(certificate.is_authority);
}

TEST(CertificateTest, AnAuthorityThatDoesNotSayThatItSignsIsNone) {
  const auto read = ReadCertificates(kAuthorityThatSaysNoUse, "the file");

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_FALSE(read->front().is_authority) << "what it signed would not hold, and that is told before anything is made";
}

TEST(CertificateTest, ComesBackFromPemAsItWas) {
  const TestAuthority authority;

  const auto read = ReadCertificates(PemOf(authority.certificate), "the file");

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(*read, ElementsAre(authority.certificate));
}

TEST(CertificateTest, OfATextWithAKeyInItOnlyTheCertificatesAreRead) {
  const TestAuthority authority;
  const SecretText key = authority.key.ToPem();
  const std::string pem = absl::StrCat(ToAbsl(key.text()), PemOf(authority.certificate), kSample);

  const auto read = ReadCertificates(pem, "the file");

  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ(read->front(), authority.certificate);
}

TEST(CertificateTest, ThePemThatATransportHandsOverHasTheSameFingerprint) {
  const TestAuthority authority;

  const auto fingerprint = FingerprintOfPem(PemOf(authority.certificate));

  ASSERT_TRUE(fingerprint.ok()) << fingerprint.status();
  EXPECT_EQ(*fingerprint, authority.certificate.fingerprint);
  EXPECT_EQ(*fingerprint, Sha256(authority.certificate.der));
  EXPECT_TRUE(absl::IsInvalidArgument(FingerprintOfPem("").status()));
}

TEST(CertificateTest, RefusesWhatGoesOnAfterIt) {
  const TestAuthority authority;
  EXPECT_TRUE(ReadCertificate(authority.certificate.der).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(ReadCertificate(authority.certificate.der + '\0').status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ReadCertificate(authority.certificate.der.substr(1)).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ReadCertificate("").status()));
}

TEST(CertificateTest, SaysWhichFileHasNone) {
  const auto read = ReadCertificates("nothing here", "the file");
  EXPECT_TRUE(absl::IsInvalidArgument(read.status()));
  EXPECT_THAT(std::string(read.status().message()), HasSubstr("the file"));
}

TEST(CertificateTest, HoldsForTheUseAndTheTimeThatItWasIssuedFor) {
  const TestAuthority authority;
  const auto leaf = authority.Issue(CertificateUse::kClient, TlsKey::Make());
  ASSERT_TRUE(leaf.ok()) << leaf.status();
  const absl::Duration second = absl::Seconds(1);

  EXPECT_TRUE(CheckIssued(*leaf, authority.certificate, CertificateUse::kClient, leaf->not_before).ok());
  EXPECT_TRUE(CheckIssued(*leaf, authority.certificate, CertificateUse::kClient, leaf->not_after - second).ok());
  ExpectNotIssued(*leaf, authority.certificate, CertificateUse::kClient, leaf->not_before - second);
  ExpectNotIssued(*leaf, authority.certificate, CertificateUse::kClient, leaf->not_after + second);
  ExpectNotIssued(*leaf, authority.certificate, CertificateUse::kServer, leaf->not_before);
}

TEST(CertificateTest, DoesNotHoldUnderAnotherAuthorityOfTheSameName) {
  const TestAuthority authority;
  const TestAuthority other;
  const auto leaf = authority.Issue(CertificateUse::kServer, TlsKey::Make(), {"localhost"});
  ASSERT_TRUE(leaf.ok()) << leaf.status();

  EXPECT_TRUE(CheckIssued(*leaf, authority.certificate, CertificateUse::kServer, Noon()).ok());
  ExpectNotIssued(*leaf, other.certificate, CertificateUse::kServer, Noon());
}

TEST(CertificateTest, AMembersCertificateSignsNothing) {
  const TestAuthority authority;
  const TlsKey key = TlsKey::Make();
  const auto member = authority.Issue(CertificateUse::kClient, key);
  ASSERT_TRUE(member.ok());
  const CertificatePlan plan{CertificateUse::kClient, "x", {}, TlsKey::Make().public_key(), ValidFor(absl::Hours(1))};
  const auto forged = IssueCertificate(plan, *member, key);
  ASSERT_TRUE(forged.ok()) << forged.status();

  ExpectNotIssued(*forged, *member, CertificateUse::kClient, Noon());
  ExpectNotIssued(*forged, authority.certificate, CertificateUse::kClient, Noon());
}

TEST(CertificateTest, IsRenewedFromTwoThirdsOfItsLifeOn) {
  EXPECT_EQ(RenewFrom(Noon(), Noon() + absl::Hours(90)), Noon() + absl::Hours(60));
}

TEST(NormalNameTest, HasOneSpellingForEachHostAndAddress) {
  EXPECT_EQ(*NormalName("Candor.Example.ORG"), "candor.example.org");
  EXPECT_EQ(*NormalName("localhost"), "localhost");
  EXPECT_EQ(*NormalName("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(*NormalName("2001:DB8:0:0:0:0:0:7"), "2001:db8::7");
  EXPECT_TRUE(IsAddress("2001:db8::7"));
  EXPECT_FALSE(IsAddress("candor.example.org"));
}

TEST(NormalNameTest, RefusesWhatIsNeither) {
  for (const std::string name : {"", ".", "a..b", "-a.org", "a-.org", "*.example.org", "a b", "a,DNS:b", "a.org.",
                                 "192.0.2.256", "192.0.2", "[::1]", "under_score.org", "caf\xC3\xA9.org"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(NormalName(name).status())) << name;
  }
  EXPECT_FALSE(NormalName(std::string("127.0.0.1\0.org", 14)).ok());
  EXPECT_FALSE(NormalName(std::string(64, 'a')).ok());
}

}  // namespace
}  // namespace candor::crypto::certificate_test
