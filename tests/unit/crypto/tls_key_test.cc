#include "daemon/crypto/tls_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "temp_folder.h"

namespace candor::crypto::tls_key_test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// PEM of a key that OpenSSL made; under a passphrase when one is given.
std::string PemOfKey(EVP_PKEY* key, const char* passphrase = nullptr) {
  BIO* bio = BIO_new(BIO_s_mem());
  const EVP_CIPHER* cipher = passphrase == nullptr ? nullptr : EVP_aes_256_cbc();
  const int size = passphrase == nullptr ? 0 : static_cast<int>(std::string(passphrase).size());
  EXPECT_EQ(PEM_write_bio_PKCS8PrivateKey(bio, key, cipher, passphrase, size, nullptr, nullptr), 1);
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(bio, &bytes);
  std::string pem(bytes, static_cast<size_t>(length));
  BIO_free(bio);
  EVP_PKEY_free(key);
  return pem;
}

void ExpectRefused(const std::string& pem, const std::string& why) {
  const auto key = TlsKey::FromPem(pem, "the key");
  EXPECT_TRUE(absl::IsFailedPrecondition(key.status())) << key.status();
  EXPECT_THAT(std::string(key.status().message()), StartsWith("the key"));
  EXPECT_THAT(std::string(key.status().message()), HasSubstr(why));
}

TEST(TlsKeyTest, ComesBackFromItsFileAsItWas) {
  const TempFolder folder;
  const TlsKey made = TlsKey::Make();
  ASSERT_TRUE(made.CreateFile(folder.File("key.pem")).ok());

  const auto read = TlsKey::Load(folder.File("key.pem"), "the key");

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->public_key(), made.public_key());
  EXPECT_EQ(read->ToPem().text(), made.ToPem().text());
  EXPECT_THAT(std::string(made.ToPem().text()), StartsWith("-----BEGIN PRIVATE KEY-----"));
}

TEST(TlsKeyTest, IsAnotherOneEachTime) {
  EXPECT_NE(TlsKey::Make().public_key(), TlsKey::Make().public_key());
}

TEST(TlsKeyTest, ItsFileIsForItsOwnerOnlyAndNeverReplaced) {
  const TempFolder folder;
  const std::string path = folder.File("key.pem");
  ASSERT_TRUE(TlsKey::Make().CreateFile(path).ok());
  const std::string before = ReadFile(path);

  EXPECT_TRUE(absl::IsAlreadyExists(TlsKey::Make().CreateFile(path)));

  EXPECT_EQ(ReadFile(path), before);
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(TlsKeyTest, AFileThatOthersCanReadIsRefused) {
  const TempFolder folder;
  const std::string path = folder.File("key.pem");
  ASSERT_TRUE(TlsKey::Make().CreateFile(path).ok());
  ASSERT_EQ(::chmod(path.c_str(), 0644), 0);

  const auto read = TlsKey::Load(path, "the key");

  EXPECT_TRUE(absl::IsFailedPrecondition(read.status())) << read.status();
  EXPECT_THAT(std::string(read.status().message()), HasSubstr("chmod 600"));
}

TEST(TlsKeyTest, AFileThatIsNotThereIsNotFound) {
  const TempFolder folder;
  EXPECT_TRUE(absl::IsNotFound(TlsKey::Load(folder.File("key.pem"), "the key").status()));
}

TEST(TlsKeyTest, TakesWhatAPracticeMayBring) {
  for (EVP_PKEY* key : {EVP_EC_gen("P-256"), EVP_EC_gen("P-384"), EVP_RSA_gen(2048)}) {
    const auto read = TlsKey::FromPem(PemOfKey(key), "the key");
    EXPECT_TRUE(read.ok()) << read.status();
  }
}

TEST(TlsKeyTest, RefusesKindsThatNotEveryLibraryTakes) {
  ExpectRefused(PemOfKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")), "P-256");
  ExpectRefused(PemOfKey(EVP_RSA_gen(1024)), "2048");
  ExpectRefused(PemOfKey(EVP_EC_gen("P-521")), "P-256");
  ExpectRefused(PemOfKey(EVP_EC_gen("secp256k1")), "P-256");
}

TEST(TlsKeyTest, AsksNobodyForAPassphrase) {
  ExpectRefused(PemOfKey(EVP_EC_gen("P-256"), "correct horse"), "passphrase");
}

TEST(TlsKeyTest, RefusesWhatIsNoKey) {
  ExpectRefused("", "is it the right file");
  ExpectRefused("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "is it the right file");
}

}  // namespace
}  // namespace candor::crypto::tls_key_test
