#include "daemon/crypto/master_key.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "daemon/base/bytes.h"
#include "temp_folder.h"

namespace candor::crypto::master_key_test {
namespace {

using testing::HasSubstr;

class MasterKeyTest : public testing::Test {
 protected:
  // A right file, to be spoilt.
  void MakeKey() { ASSERT_TRUE(CreateMasterKey(path_).ok()); }

  void ExpectRefused(const std::string& what) {
    const auto key = LoadOrCreateMasterKey(path_);
    EXPECT_TRUE(absl::IsFailedPrecondition(key.status())) << key.status();
    EXPECT_THAT(std::string(key.status().message()), HasSubstr(what));
    EXPECT_THAT(std::string(key.status().message()), HasSubstr(path_));
  }

  const TempFolder folder_;
  const std::string path_ = folder_.File("master.key");
};

TEST_F(MasterKeyTest, IsMadeOnceAndReadAgain) {
  const auto made = LoadOrCreateMasterKey(path_);
  ASSERT_TRUE(made.ok()) << made.status();

  const auto read = LoadOrCreateMasterKey(path_);

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(AsText(read->span()), AsText(made->span()));
  EXPECT_EQ(ReadFile(path_), AsText(made->span()));
}

TEST_F(MasterKeyTest, IsForItsOwnerOnlyWhateverTheUmaskSays) {
  const mode_t before = ::umask(0);
  const auto made = CreateMasterKey(path_);
  ::umask(before);

  ASSERT_TRUE(made.ok()) << made.status();
  struct stat file {};
  ASSERT_EQ(::stat(path_.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 07777, 0600u);
}

TEST_F(MasterKeyTest, WhoeverIsCutShortLeavesNoCopyOfIt) {
  const int unnamed = ::open(folder_.File("").c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (unnamed < 0) GTEST_SKIP() << "this file system has no files without a name";
  ::close(unnamed);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // The second half of the key is more than a file may hold, and ends the process.
    const struct rlimit half { 16, 16 }, none{0, 0};
    ::signal(SIGXFSZ, SIG_DFL);
    ::setrlimit(RLIMIT_CORE, &none);
    ::setrlimit(RLIMIT_FSIZE, &half);
    ::_exit(CreateMasterKey(path_).ok() ? 0 : 1);
  }
  int ended = 0;
  ASSERT_EQ(::waitpid(child, &ended, 0), child);
  ASSERT_TRUE(WIFSIGNALED(ended) && WTERMSIG(ended) == SIGXFSZ) << ended;
  EXPECT_TRUE(std::filesystem::is_empty(folder_.File("")));
}

TEST_F(MasterKeyTest, LeavesNothingElseInItsFolder) {
  MakeKey();
  size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_.File(""))) ++files;
  EXPECT_EQ(files, 1u);
}

TEST_F(MasterKeyTest, IsRandom) {
  MakeKey();
  ASSERT_TRUE(CreateMasterKey(folder_.File("other")).ok());
  EXPECT_NE(ReadFile(path_), ReadFile(folder_.File("other")));
}

TEST_F(MasterKeyTest, IsNotFoundWhenOnlyLoaded) {
  EXPECT_TRUE(absl::IsNotFound(LoadMasterKey(path_).status()));
}

TEST_F(MasterKeyTest, NeverReplacesAFile) {
  MakeKey();
  const std::string before = ReadFile(path_);
  EXPECT_TRUE(absl::IsAlreadyExists(CreateMasterKey(path_).status()));
  EXPECT_EQ(ReadFile(path_), before);
}

TEST_F(MasterKeyTest, RefusesAFileThatOthersCanReach) {
  for (const mode_t mode : {0640, 0604, 0620, 0601}) {
    MakeKey();
    ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
    ExpectRefused("chmod 600");
    ASSERT_EQ(::unlink(path_.c_str()), 0);
  }
}

TEST_F(MasterKeyTest, RefusesAnotherLength) {
  for (const size_t size : {0, 31, 33, 64}) {
    WriteFile(path_, std::string(size, 'k'));
    ASSERT_EQ(::chmod(path_.c_str(), 0600), 0);
    ExpectRefused("exactly 32 bytes");
  }
}

TEST_F(MasterKeyTest, RefusesASymbolicLinkToARightFile) {
  ASSERT_TRUE(CreateMasterKey(folder_.File("elsewhere")).ok());
  std::filesystem::create_symlink(folder_.File("elsewhere"), path_);
  ExpectRefused("symbolic link");
}

TEST_F(MasterKeyTest, RefusesADanglingSymbolicLinkAndMakesNothingBehindIt) {
  std::filesystem::create_symlink(folder_.File("nowhere"), path_);
  ExpectRefused("symbolic link");
  EXPECT_FALSE(std::filesystem::exists(folder_.File("nowhere")));
}

TEST_F(MasterKeyTest, RefusesAFolderAndANamedPipeWithoutWaiting) {
  std::filesystem::create_directory(path_);
  ExpectRefused("not a plain file");
  std::filesystem::remove(path_);
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  ExpectRefused("not a plain file");
}

TEST_F(MasterKeyTest, RefusesAnotherUsersFile) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  MakeKey();
  ASSERT_EQ(::chown(path_.c_str(), 1, 1), 0);
  ExpectRefused("another user");
}

TEST_F(MasterKeyTest, SaysWhereItCannotBeMade) {
  const auto key = LoadOrCreateMasterKey(folder_.File("no/such/folder"));
  EXPECT_TRUE(absl::IsNotFound(key.status()));
  EXPECT_THAT(std::string(key.status().message()), HasSubstr("no/such/folder"));
}

}  // namespace
}  // namespace candor::crypto::master_key_test
