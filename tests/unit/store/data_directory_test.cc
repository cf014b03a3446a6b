#include "daemon/store/data_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "daemon/crypto/hashing.h"
#include "daemon/store/head_file.h"
#include "daemon/store/rocks_kv.h"
#include "tests/unit/store/recovery_fixture.h"

namespace candor::store::data_directory_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// Something that nobody can open, not even root; stat() finds it.
void PutUnreadable(const std::string& path) {
  fs::remove(path);
  ASSERT_EQ(mknod(path.c_str(), S_IFSOCK | 0600, 0), 0);
}

size_t TimesSaid(const std::string& text, const std::string& what) {
  size_t times = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++times;
  return times;
}

class DataDirectoryTest : public testing::Test {
 protected:
  absl::Status OpenAt(const std::string& path, bool create = true, uint64_t min_free_bytes = 0) {
    return DataDirectory::Open({.path = path, .create = create, .min_free_bytes = min_free_bytes}).status();
  }
  static void Write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

  TemporaryFolder folder_;
};

TEST_F(DataDirectoryTest, MakesANewOneThatOnlyItsOwnerCanEnter) {
  const std::string path = folder_.Join("data");
  EXPECT_EQ(OpenAt(path, false).code(), absl::StatusCode::kNotFound);

  ASSERT_TRUE(OpenAt(path).ok());

  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(path + "/master.key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_TRUE(OpenAt(path, false).ok());
}

TEST_F(DataDirectoryTest, RefusesAForeignFolder) {
  Write(folder_.Join("letter.txt"), "dear");

  const absl::Status refused = OpenAt(folder_.path());

  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("not a data directory"));
  fs::remove(folder_.Join("letter.txt"));
  EXPECT_TRUE(fs::is_empty(folder_.path())) << "nothing may be made among somebody else's files";
}

TEST_F(DataDirectoryTest, RefusesOneThatOthersMayWriteToAndTouchesNothing) {
  const std::string fresh = folder_.Join("fresh");
  fs::create_directory(fresh);
  const std::string used = folder_.Join("used");
  ASSERT_TRUE(OpenAt(used).ok());
  const auto refused = [&](const std::string& path, fs::perms rights) {
    fs::permissions(path, rights);
    const auto before = fs::last_write_time(path);
    const absl::Status status = OpenAt(path);
    EXPECT_EQ(fs::last_write_time(path), before);
    EXPECT_THAT(std::string(status.message()), HasSubstr(path + "; close it to them with chmod 700"));
    return status.code();
  };

  for (const int rights : {0770, 0720, 0702, 0777}) {
    EXPECT_EQ(refused(fresh, fs::perms(rights)), absl::StatusCode::kFailedPrecondition) << rights;
    EXPECT_EQ(refused(used, fs::perms(rights)), absl::StatusCode::kFailedPrecondition) << rights;
  }

  EXPECT_TRUE(fs::is_empty(fresh));
  fs::permissions(used, fs::perms(0755));
  EXPECT_TRUE(OpenAt(used, false).ok()) << "what is in it is closed by its own rights";
}

TEST_F(DataDirectoryTest, LooksForAnExistingOneWithoutMakingAnything) {
  EXPECT_EQ(OpenAt(folder_.path(), false).code(), absl::StatusCode::kNotFound);

  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

TEST_F(DataDirectoryTest, RefusesASecondDaemon) {
  const std::string path = folder_.Join("data");
  const auto first = DataDirectory::Open({.path = path, .create = true, .min_free_bytes = 0});
  ASSERT_TRUE(first.ok());

  testing::internal::CaptureStderr();
  const absl::Time asked = absl::Now();

  const absl::Status second =
      DataDirectory::Open({.path = path, .create = true, .min_free_bytes = 0, .lock_patience = absl::Milliseconds(100)})
          .status();

  EXPECT_GE(absl::Now() - asked, absl::Milliseconds(100));
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_EQ(second.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(second.message()), HasSubstr("another candord"));
  EXPECT_EQ(TimesSaid(said, "another process uses"), 1U) << said;
}

// One that was killed has its lock until the system has taken its memory back.
TEST_F(DataDirectoryTest, WaitsForOneThatIsEnding) {
  const std::string path = folder_.Join("data");
  auto ending = DataDirectory::Open({.path = path, .create = true, .min_free_bytes = 0});
  ASSERT_TRUE(ending.ok()) << ending.status();
  std::thread ends([&ending] {
    absl::SleepFor(absl::Milliseconds(200));
    ending->reset();
  });

  const absl::Status second = OpenAt(path);

  ends.join();
  EXPECT_TRUE(second.ok()) << second;
}

TEST_F(DataDirectoryTest, TakesAwayWhatAKilledProcessHasLeftUnfinished) {
  const std::string path = folder_.Join("data");
  ASSERT_TRUE(OpenAt(path).ok());
  for (const char* name : {"/REKEY.new", "/KEYS.new", "/HEAD.new", "/master.key.new.new", "/master.key.new"}) {
    Write(path + name, "half of it");
  }

  ASSERT_TRUE(OpenAt(path).ok());

  for (const char* name : {"/REKEY.new", "/KEYS.new", "/HEAD.new", "/master.key.new.new"}) {
    EXPECT_FALSE(fs::exists(path + name)) << name;
  }
  EXPECT_TRUE(fs::exists(path + "/master.key.new")) << "a key that somebody may still have to put in place";
}

TEST_F(DataDirectoryTest, RefusesANewerSchema) {
  const std::string path = folder_.Join("data");
  ASSERT_TRUE(OpenAt(path).ok());
  Write(path + "/IDENTITY",
        absl::StrCat("candor data directory\nschema ", kSchema + 1, "\nledger ", LedgerId().ToString(), "\n"));

  const absl::Status refused = OpenAt(path);

  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("newer version"));
}

TEST_F(DataDirectoryTest, NamesWhatIsDamagedOrMissing) {
  const std::string path = folder_.Join("data");
  ASSERT_TRUE(OpenAt(path).ok());
  for (const char* name : {"IDENTITY", "HEAD", "KEYS", "FILEKEYS"}) {
    const std::string copy = folder_.Join("copy");
    CopyFolder(path, copy);
    Write(copy + "/" + name, "nonsense");
    EXPECT_EQ(OpenAt(copy).code(), absl::StatusCode::kDataLoss) << name;
  }
  for (const char* name : {"/KEYS", "/FILEKEYS"}) {
    const std::string copy = folder_.Join("copy");
    CopyFolder(path, copy);
    fs::remove(copy + name);
    EXPECT_EQ(OpenAt(copy).code(), absl::StatusCode::kDataLoss) << name;
  }
}

TEST_F(DataDirectoryTest, WhatCannotBeReadIsNotMadeAnew) {
  const std::string path = folder_.Join("data");
  ASSERT_TRUE(OpenAt(path).ok());
  ASSERT_TRUE(WriteHead(path + "/HEAD", Head()).ok());
  for (const char* name : {"IDENTITY", "HEAD"}) {
    const std::string copy = folder_.Join("copy");
    CopyFolder(path, copy);
    PutUnreadable(copy + "/" + name);

    const absl::Status refused = OpenAt(copy);

    EXPECT_FALSE(refused.ok()) << name;
    EXPECT_THAT(std::string(refused.message()), HasSubstr(name));
    EXPECT_TRUE(fs::is_socket(copy + "/" + name)) << "it stays as it was";
  }
}

TEST_F(DataDirectoryTest, RefusesToStartOnAFullDisk) {
  const absl::Status refused = OpenAt(folder_.Join("data"), true, std::numeric_limits<uint64_t>::max());

  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("free some space"));
}

TEST_F(DataDirectoryTest, TakesNothingMoreWhenTheDiskIsNearlyFull) {
  std::shared_ptr<crypto::FileKeys> keys =
      *crypto::FileKeys::Create(folder_.Join("FILEKEYS"), crypto::RandomKey(), absl::FromUnixSeconds(1));
  auto kv = OpenRocksKv({.path = folder_.Join("db"),
                         .keys = keys,
                         .create = true,
                         .min_free_bytes = std::numeric_limits<uint64_t>::max()});
  ASSERT_TRUE(kv.ok()) << kv.status();
  WriteBatch record;
  record.Put(Family::kLedger, "key", "value");
  WriteBatch rows;
  rows.Put(Family::kProjections, "key", "value");

  EXPECT_EQ((*kv)->Write(record, Durability::kSynced).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ((*kv)->Write(record, Durability::kLogged).code(), absl::StatusCode::kResourceExhausted);
  // The rows of what was written before are still made.
  EXPECT_TRUE((*kv)->Write(rows, Durability::kUnlogged).ok());

  EXPECT_TRUE(RowsOf(**kv, Family::kLedger).empty());
}

}  // namespace
}  // namespace candor::store::data_directory_test
