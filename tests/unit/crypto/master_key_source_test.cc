#include "daemon/crypto/master_key_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/master_key.h"
#include "temp_folder.h"

namespace candor::crypto::master_key_source_test {
namespace {

using testing::HasSubstr;

absl::StatusOr<Passphrase> NobodyToAsk() {
  return absl::InvalidArgumentError("nobody is there");
}

class MasterKeySourceTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(data_); }
  void TearDown() override { unsetenv("CREDENTIALS_DIRECTORY"); }

  MasterKeySource Parsed(const std::string& master_key, const std::string& passphrase_file = "") {
    auto source = ParseMasterKeySource(master_key, passphrase_file, NobodyToAsk);
    EXPECT_TRUE(source.ok()) << source.status();
    return source.ok() ? *std::move(source) : MasterKeySource();
  }
  MasterKeySource Making(MasterKeySource source) {
    source.make = true;
    return source;
  }
  std::string PassphraseFile(const std::string& text = "four words in a row\n") {
    std::string path = folder_.File("typed");
    WriteFile(path, text);
    EXPECT_EQ(::chmod(path.c_str(), 0600), 0);
    return path;
  }
  void ExpectRefused(const MasterKeySource& source, absl::StatusCode code, const std::string& said) {
    const absl::Status status = LoadMasterKeyFrom(source, data_).status();
    EXPECT_EQ(status.code(), code) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(said));
  }

  const TempFolder folder_;
  const std::string data_ = folder_.File("data");
};

TEST_F(MasterKeySourceTest, ReadsTheCommandLine) {
  EXPECT_EQ(Parsed("").place, MasterKeyPlace::kDirectory);
  EXPECT_EQ(Parsed("/etc/candor/master.key").place, MasterKeyPlace::kFile);
  EXPECT_EQ(Parsed("/etc/candor/master.key").name, "/etc/candor/master.key");
  EXPECT_EQ(Parsed("credential:candor").place, MasterKeyPlace::kCredential);
  EXPECT_EQ(Parsed("credential:candor").name, "candor");
  EXPECT_EQ(Parsed("passphrase").place, MasterKeyPlace::kPassphrase);
  EXPECT_EQ(Parsed("", "FILE").place, MasterKeyPlace::kPassphrase);
  for (const auto& [key, file] : std::vector<std::pair<std::string, std::string>>{
           {"credential:", ""}, {"credential:../x", ""}, {"/etc/master.key", "FILE"}, {"credential:x", "FILE"}}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseMasterKeySource(key, file, NobodyToAsk).status())) << key;
  }
}

TEST_F(MasterKeySourceTest, AFirstStartMakesAKeyInTheDataDirectoryAndNowhereElse) {
  EXPECT_TRUE(LoadOrMakeMasterKeyFrom(Parsed(""), data_).ok());
  EXPECT_TRUE(std::filesystem::exists(data_ + "/master.key"));

  const std::string elsewhere = folder_.File("elsewhere.key");
  EXPECT_TRUE(absl::IsNotFound(LoadOrMakeMasterKeyFrom(Parsed(elsewhere), data_).status()));
  EXPECT_FALSE(std::filesystem::exists(elsewhere));
}

TEST_F(MasterKeySourceTest, MakesAFileElsewhereWhenTold) {
  const std::string path = folder_.File("elsewhere.key");
  const auto made = LoadOrMakeMasterKeyFrom(Making(Parsed(path)), data_);
  ASSERT_TRUE(made.ok()) << made.status();
  const auto read = LoadMasterKeyFrom(Parsed(path), data_);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(AsText((*read->key).span()), AsText((*made->key).span()));
  EXPECT_EQ(read->path, path);
  EXPECT_FALSE(std::filesystem::exists(data_ + "/master.key"));
}

TEST_F(MasterKeySourceTest, APassphraseOpensWhatItMade) {
  const MasterKeySource source = Parsed("", PassphraseFile());
  const auto made = LoadOrMakeMasterKeyFrom(Making(source), data_);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_TRUE(made->wrapping.has_value());

  const auto read = LoadMasterKeyFrom(source, data_);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(AsText((*read->key).span()), AsText((*made->key).span()));

  PassphraseFile("another four words\n");
  ExpectRefused(source, absl::StatusCode::kFailedPrecondition, "the passphrase is not the one of");
}

TEST_F(MasterKeySourceTest, SaysWhichPlaceIsTheRightOne) {
  const MasterKeySource typed = Parsed("", PassphraseFile());
  ASSERT_TRUE(CreateMasterKey(data_ + "/master.key").ok());
  ExpectRefused(typed, absl::StatusCode::kFailedPrecondition, "under no passphrase");
  std::filesystem::remove(data_ + "/master.key");

  ASSERT_TRUE(LoadOrMakeMasterKeyFrom(Making(typed), data_).ok());
  ExpectRefused(Parsed(""), absl::StatusCode::kFailedPrecondition, "--passphrase-file FILE");
}

TEST_F(MasterKeySourceTest, ACredentialIsReadWhereSystemdHasPutIt) {
  ExpectRefused(Parsed("credential:candor"), absl::StatusCode::kNotFound, "LoadCredential=candor:FILE");
  setenv("CREDENTIALS_DIRECTORY", folder_.File("").c_str(), 1);
  ExpectRefused(Parsed("credential:candor"), absl::StatusCode::kNotFound, "candor");

  const Key key = RandomKey();
  WriteFile(folder_.File("candor"), std::string(AsText(key.span())));
  // As systemd leaves it: readable for the unit's user by a right of its own, which shows as the group's.
  ASSERT_EQ(::chmod(folder_.File("candor").c_str(), 0440), 0);
  const auto read = LoadMasterKeyFrom(Parsed("credential:candor"), data_);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(AsText((*read->key).span()), AsText(key.span()));

  ASSERT_EQ(::chmod(folder_.File("candor").c_str(), 0444), 0);
  ExpectRefused(Parsed("credential:candor"), absl::StatusCode::kFailedPrecondition, "other users");
  EXPECT_TRUE(absl::IsNotFound(LoadOrMakeMasterKeyFrom(Making(Parsed("credential:none")), data_).status()))
      << "only systemd makes one";
}

TEST_F(MasterKeySourceTest, AFileElsewhereIsRefusedWhereOthersCanReachIt) {
  const std::string path = folder_.File("elsewhere.key");
  ASSERT_TRUE(CreateMasterKey(path).ok());
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  ExpectRefused(Parsed(path), absl::StatusCode::kFailedPrecondition, "chmod 600");
}

}  // namespace
}  // namespace candor::crypto::master_key_source_test
