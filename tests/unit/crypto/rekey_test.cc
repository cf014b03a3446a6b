#include "daemon/crypto/rekey.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/master_key.h"
#include "temp_folder.h"

namespace candor::crypto::rekey_test {
namespace {

using testing::HasSubstr;

std::string Bytes(const Key& key) {
  return std::string(AsText(key.span()));
}

class RekeyTest : public testing::Test {
 protected:
  Rekey Change(MasterKeyPlace from, MasterKeyPlace to, std::string passphrase_file = {}) const {
    return {LockedKey(old_), LockedKey(new_), from, to, std::move(passphrase_file)};
  }
  std::string Encoded() const {
    return EncodeRekey(Change(MasterKeyPlace::kDirectory, MasterKeyPlace::kPassphrase, "what PASSPHRASE is to hold"));
  }

  const TempFolder folder_;
  const Key old_ = RandomKey();
  const Key new_ = RandomKey();
};

TEST_F(RekeyTest, EitherKeyOpensIt) {
  for (const Key& master : {old_, new_}) {
    const auto opened = OpenRekey(Encoded(), "REKEY", master);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(Bytes(*opened->old_key), Bytes(old_));
    EXPECT_EQ(Bytes(*opened->new_key), Bytes(new_));
    EXPECT_EQ(opened->from, MasterKeyPlace::kDirectory);
    EXPECT_EQ(opened->to, MasterKeyPlace::kPassphrase);
    EXPECT_EQ(opened->passphrase_file, "what PASSPHRASE is to hold");
  }
}

TEST_F(RekeyTest, NoOtherKeyDoesAndNeitherStandsInIt) {
  const std::string file = Encoded();
  const absl::Status status = OpenRekey(file, "REKEY", RandomKey()).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("the master key does not open this data directory"));
  EXPECT_EQ(file.find(Bytes(old_)), std::string::npos);
  EXPECT_EQ(file.find(Bytes(new_)), std::string::npos);
}

TEST_F(RekeyTest, EveryByteOfItCounts) {
  const std::string file = Encoded();
  for (size_t at = 0; at < file.size(); ++at) {
    std::string damaged = file;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    EXPECT_FALSE(OpenRekey(damaged, "REKEY", old_).ok()) << at;
    EXPECT_FALSE(OpenRekey(file.substr(0, at), "REKEY", old_).ok()) << at;
  }
}

TEST_F(RekeyTest, PutsTheNewKeyWhereItIsToLie) {
  const std::string own = folder_.File("master.key");
  WriteFile(own, Bytes(old_));
  const Rekey same = Change(MasterKeyPlace::kDirectory, MasterKeyPlace::kDirectory);
  for (int times = 0; times < 2; ++times) ASSERT_TRUE(PutInPlace(same, folder_.File("")).ok());
  EXPECT_EQ(Bytes(*LoadMasterKey(own)), Bytes(new_));
  EXPECT_EQ(LeftAt(same, folder_.File("")), "");

  const Rekey typed = Change(MasterKeyPlace::kDirectory, MasterKeyPlace::kPassphrase, "sealed");
  for (int times = 0; times < 2; ++times) ASSERT_TRUE(PutInPlace(typed, folder_.File("")).ok());
  EXPECT_EQ(ReadFile(folder_.File("PASSPHRASE")), "sealed");
  EXPECT_FALSE(std::filesystem::exists(own)) << "under a passphrase and not beside it";
}

TEST_F(RekeyTest, LeavesTheNewKeyForWhoeverPutsItInPlaceElsewhere) {
  for (const MasterKeyPlace place : {MasterKeyPlace::kFile, MasterKeyPlace::kCredential}) {
    const Rekey rekey = Change(place, place);
    ASSERT_TRUE(PutInPlace(rekey, folder_.File("")).ok());
    EXPECT_EQ(Bytes(*LoadMasterKey(LeftAt(rekey, folder_.File("")))), Bytes(new_));
  }
}

}  // namespace
}  // namespace candor::crypto::rekey_test
