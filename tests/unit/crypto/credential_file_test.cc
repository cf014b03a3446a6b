#include "daemon/crypto/credential_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "certificates.h"
#include "daemon/base/text.h"
#include "temp_folder.h"

namespace candor::crypto::credential_file_test {
namespace {

using testing::HasSubstr;

class CredentialFileTest : public testing::Test {
 protected:
  Credentials Fresh() const {
    TlsKey key = TlsKey::Make();
    Certificate certificate = *authority_.Issue(CertificateUse::kClient, key);
    return {std::move(key), std::move(certificate), authority_.certificate};
  }

  // Writes a file of mode 0600 that holds these.
  void WriteAsIs(const TlsKey& key, const std::string& certificates) const {
    const SecretText pem = key.ToPem();
    WriteFile(path_, absl::StrCat(ToAbsl(pem.text()), certificates));
    ASSERT_EQ(::chmod(path_.c_str(), 0600), 0);
  }

  void ExpectRefused(const std::string& why) const {
    const auto read = ReadCredentials(path_);
    EXPECT_TRUE(absl::IsFailedPrecondition(read.status())) << read.status();
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(why));
  }

  const TestAuthority authority_;
  const TempFolder folder_;
  const std::string path_ = folder_.File("practice.pem");
};

TEST_F(CredentialFileTest, ComesBackAsItWas) {
  const Credentials made = Fresh();
  ASSERT_TRUE(WriteCredentials(path_, made).ok());

  const auto read = ReadCredentials(path_);

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->key.public_key(), made.key.public_key());
  EXPECT_EQ(read->certificate, made.certificate);
  EXPECT_EQ(read->authority, made.authority);
}

TEST_F(CredentialFileTest, ARenewalTakesItsPlace) {
  ASSERT_TRUE(WriteCredentials(path_, Fresh()).ok());
  const Credentials newer = Fresh();

  ASSERT_TRUE(WriteCredentials(path_, newer).ok());

  EXPECT_EQ(ReadCredentials(path_)->certificate, newer.certificate);
}

TEST_F(CredentialFileTest, FileAndFolderAreForTheirOwnerOnly) {
  const std::string path = folder_.File("identities/practice.pem");
  const mode_t before = ::umask(0);
  const absl::Status written = WriteCredentials(path, Fresh());
  ::umask(before);

  ASSERT_TRUE(written.ok()) << written;
  struct stat about {};
  ASSERT_EQ(::stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 07777, 0600u);
  ASSERT_EQ(::stat(folder_.File("identities").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 07777, 0700u);
}

TEST_F(CredentialFileTest, OneThatOthersCanReadIsRefused) {
  ASSERT_TRUE(WriteCredentials(path_, Fresh()).ok());
  ASSERT_EQ(::chmod(path_.c_str(), 0640), 0);
  ExpectRefused("chmod 600");
}

TEST_F(CredentialFileTest, OneInAFolderThatOthersCanWriteInIsRefused) {
  ASSERT_TRUE(WriteCredentials(path_, Fresh()).ok());
  ASSERT_EQ(::chmod(folder_.File("").c_str(), 0770), 0);
  ExpectRefused("chmod 700");
  EXPECT_TRUE(absl::IsFailedPrecondition(WriteCredentials(path_, Fresh())));
}

TEST_F(CredentialFileTest, ACertificateForAnotherKeyIsRefused) {
  const Credentials made = Fresh();
  WriteAsIs(TlsKey::Make(), absl::StrCat(PemOf(made.certificate), PemOf(made.authority)));
  ExpectRefused("another key");
}

TEST_F(CredentialFileTest, AnAuthorityThatDidNotIssueItIsRefused) {
  const Credentials made = Fresh();
  WriteAsIs(made.key, absl::StrCat(PemOf(made.certificate), PemOf(TestAuthority().certificate)));
  ExpectRefused(path_);
}

TEST_F(CredentialFileTest, ACertificateOfAServerIsRefused) {
  const TlsKey key = TlsKey::Make();
  const auto server = authority_.Issue(CertificateUse::kServer, key, {"localhost"});
  ASSERT_TRUE(server.ok());
  WriteAsIs(key, absl::StrCat(PemOf(*server), PemOf(authority_.certificate)));
  ExpectRefused("not one for a client");
}

TEST_F(CredentialFileTest, OneWithSomethingMissingSaysHowToGetAnother) {
  const Credentials made = Fresh();
  WriteAsIs(made.key, PemOf(made.certificate));
  ExpectRefused("candor enroll");
}

TEST_F(CredentialFileTest, OneThatIsNotThereIsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(ReadCredentials(path_).status()));
}

}  // namespace
}  // namespace candor::crypto::credential_file_test
