#include "daemon/crypto/certificate_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <string>

namespace candor::crypto::certificate_request_test {
namespace {

using testing::HasSubstr;

// A request as other programs make it.
std::string ForeignRequest(EVP_PKEY* subject_key, EVP_PKEY* signing_key, const char* name = "Dr. Somebody") {
  X509_REQ* request = X509_REQ_new();
  EXPECT_EQ(X509_REQ_set_pubkey(request, subject_key), 1);
  EXPECT_EQ(X509_NAME_add_entry_by_txt(X509_REQ_get_subject_name(request), "CN", MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(name), -1, -1, 0),
            1);
  EXPECT_GT(
      X509_REQ_sign(request, signing_key, EVP_PKEY_get_id(signing_key) == EVP_PKEY_ED25519 ? nullptr : EVP_sha256()),
      0);
  unsigned char* der = nullptr;
  const int size = i2d_X509_REQ(request, &der);
  std::string out(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  X509_REQ_free(request);
  return out;
}

void ExpectRefused(const std::string& der, const std::string& why) {
  const auto key = ReadRequest(der);
  EXPECT_TRUE(absl::IsInvalidArgument(key.status())) << key.status();
  EXPECT_THAT(std::string(key.status().message()), HasSubstr(why));
}

TEST(CertificateRequestTest, CarriesThePublicKey) {
  const TlsKey key = TlsKey::Make();

  const auto read = ReadRequest(MakeRequest(key));

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, key.public_key());
}

TEST(CertificateRequestTest, SaysNothingOfWhoAsks) {
  const std::string der = MakeRequest(TlsKey::Make());
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  X509_REQ* request = d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size()));
  ASSERT_NE(request, nullptr);
  EXPECT_EQ(X509_NAME_entry_count(X509_REQ_get_subject_name(request)), 0);
  EXPECT_EQ(X509_REQ_get_attr_count(request), 0);
  X509_REQ_free(request);
}

TEST(CertificateRequestTest, OfAnotherProgramsOnlyTheKeyIsTaken) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  EXPECT_TRUE(ReadRequest(ForeignRequest(key, key)).ok());
  EVP_PKEY_free(key);
}

TEST(CertificateRequestTest, RefusesOneForAKeyThatWhoeverAsksDoesNotHave) {
  EVP_PKEY* theirs = EVP_EC_gen("P-256");
  EVP_PKEY* mine = EVP_EC_gen("P-256");
  ExpectRefused(ForeignRequest(theirs, mine), "not signed with the key");
  EVP_PKEY_free(theirs);
  EVP_PKEY_free(mine);
}

TEST(CertificateRequestTest, RefusesOtherKinds) {
  for (EVP_PKEY* key : {EVP_EC_gen("P-384"), EVP_RSA_gen(2048), EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")}) {
    ExpectRefused(ForeignRequest(key, key), "P-256");
    EVP_PKEY_free(key);
  }
}

TEST(CertificateRequestTest, RefusesWhateverBitIsTurned) {
  const std::string good = MakeRequest(TlsKey::Make());
  for (size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x01);
    EXPECT_TRUE(absl::IsInvalidArgument(ReadRequest(bad).status())) << "byte " << at;
  }
  ExpectRefused(good.substr(0, good.size() - 1), "RFC 2986");
  ExpectRefused(good + '\0', "RFC 2986");
  ExpectRefused("", "RFC 2986");
  ExpectRefused(std::string(kMaxRequestBytes + 1, '0'), "longer");
}

TEST(CertificateRequestTest, LeavesNoErrorBehindForWhoeverSpeaksTlsNext) {
  ExpectRefused("nonsense", "RFC 2986");
  EXPECT_EQ(ERR_peek_error(), 0u);
}

}  // namespace
}  // namespace candor::crypto::certificate_request_test
