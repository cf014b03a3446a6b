#include "daemon/base/small_file.h"

#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "tests/support/temp_folder.h"

namespace candor::small_file_test {
namespace {

namespace fs = std::filesystem;

// Does `work` in a process of its own, which ends with whether it returned true.
pid_t InAnotherProcess(const std::function<bool()>& work) {
  const pid_t child = fork();
  if (child == 0) _exit(work() ? 0 : 1);
  return child;
}

bool EndsWell(pid_t child) {
  int status = -1;
  return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// From here on no file can be locked in this process, as on a file system without locks.
bool DoWithoutLocks() {
  std::array<sock_filter, 4> program = {{BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
                                         BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_flock, 0, 1),
                                         BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EOPNOTSUPP),
                                         BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)}};
  const sock_fprog filter = {program.size(), program.data()};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

class SmallFileTest : public testing::Test {
 protected:
  SmallFileTest() : folder_(MakeTempFolder("candor-small")) {}
  ~SmallFileTest() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  size_t FilesInFolder() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  const fs::path before_ = fs::current_path();
  fs::path folder_;
};

TEST_F(SmallFileTest, OnlyAFileThatIsNotThereIsAbsent) {
  EXPECT_EQ(*ReadSmallFile(folder_ / "none"), std::nullopt);
  EXPECT_FALSE(ReadSmallFile(folder_).ok());
}

TEST_F(SmallFileTest, AReplacedFileIsWholeAndItsOwnersAlone) {
  const std::string path = folder_ / "file";
  ASSERT_TRUE(ReplaceFile(path, "the first, longer content").ok());

  ASSERT_TRUE(ReplaceFile(path, "the second").ok());

  EXPECT_EQ(*ReadSmallFile(path), "the second");
  struct stat status {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(SmallFileTest, ANameWithoutAFolderIsInTheWorkingOne) {
  fs::current_path(folder_);

  ASSERT_TRUE(ReplaceFile("file", "content").ok());

  EXPECT_EQ(*ReadSmallFile(folder_ / "file"), "content");
}

TEST_F(SmallFileTest, AFolderThatIsNotThereIsNamed) {
  const std::string path = folder_ / "none" / "file";

  EXPECT_NE(ReplaceFile(path, "content").message().find(path), std::string_view::npos);
}

TEST_F(SmallFileTest, ThreadsThatReplaceAtOnceAllSucceedAndNobodySeesHalfAFile) {
  const std::string path = folder_ / "file";
  ASSERT_TRUE(ReplaceFile(path, "a").ok());
  std::atomic<int> failed = 0;
  std::atomic<int> writing = 8;
  std::vector<std::thread> threads;
  for (char letter = 'a'; letter < 'i'; ++letter) {
    threads.emplace_back([&, letter] {
      for (size_t length = 1; length <= 20; ++length) {
        if (!ReplaceFile(path, std::string(length * 997, letter)).ok()) ++failed;
      }
      --writing;
    });
  }

  int torn = 0;
  while (writing > 0) {
    const auto seen = ReadSmallFile(path);
    if (!seen.ok() || !*seen || (*seen)->empty() || (*seen)->find_first_not_of((**seen)[0]) != std::string::npos)
      ++torn;
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(failed, 0);
  EXPECT_EQ(torn, 0);
  EXPECT_EQ((*ReadSmallFile(path))->size(), 20U * 997U);
  EXPECT_EQ(FilesInFolder(), 1U);
}

TEST_F(SmallFileTest, ProcessesThatReadAndReplaceWhatTheyHoldLoseNothing) {
  constexpr int kProcesses = 4;
  constexpr int kTimes = 25;
  const std::string path = folder_ / "file";
  ASSERT_TRUE(ReplaceFile(path, "0").ok());

  std::vector<pid_t> children;
  for (int process = 0; process < kProcesses; ++process) {
    children.push_back(InAnotherProcess([&] {
      for (int time = 0; time < kTimes; ++time) {
        const auto held = HeldFile::Take(path + ".lock", absl::Minutes(1));
        const auto count = ReadSmallFile(path);
        if (!held.ok() || !count.ok() || !*count) return false;
        if (!ReplaceFile(path, std::to_string(std::stoi(**count) + 1)).ok()) return false;
      }
      return true;
    }));
  }

  for (const pid_t child : children) EXPECT_TRUE(EndsWell(child));
  EXPECT_EQ(*ReadSmallFile(path), std::to_string(kProcesses * kTimes));
  EXPECT_EQ(FilesInFolder(), 1U);
}

TEST_F(SmallFileTest, WhatAKilledWriterLeftIsWrittenOver) {
  const std::string path = folder_ / "file";
  std::ofstream(path + ".new") << "what was never finished, and is longer";

  ASSERT_TRUE(ReplaceFile(path, "whole").ok());

  EXPECT_EQ(*ReadSmallFile(path), "whole");
  EXPECT_EQ(FilesInFolder(), 1U);
}

TEST_F(SmallFileTest, AWriterThatFailsLeavesNothing) {
  const std::string path = folder_ / "file";
  fs::create_directories(path + "/full");

  EXPECT_FALSE(ReplaceFile(path, "content").ok());

  EXPECT_EQ(FilesInFolder(), 1U);
}

TEST_F(SmallFileTest, AHeldFileHasOneHolderAndGoesWithIt) {
  const std::string path = folder_ / "lock";
  {
    const auto held = HeldFile::Take(path, absl::ZeroDuration());
    ASSERT_TRUE(held.ok());

    const absl::Status second = HeldFile::Take(path, absl::Milliseconds(20)).status();
    EXPECT_EQ(second.code(), absl::StatusCode::kUnavailable);
    EXPECT_NE(second.message().find(path), std::string_view::npos);
  }

  EXPECT_EQ(FilesInFolder(), 0U);
  EXPECT_TRUE(HeldFile::Take(path, absl::ZeroDuration()).ok());
}

TEST_F(SmallFileTest, WhatAKilledHolderHeldIsNobodys) {
  const std::string path = folder_ / "lock";
  ASSERT_TRUE(EndsWell(InAnotherProcess([&]() -> bool {
    const auto held = HeldFile::Take(path, absl::ZeroDuration());
    // Its destructor does not run.
    _exit(held.ok() ? 0 : 1);
  })));
  ASSERT_EQ(FilesInFolder(), 1U);

  EXPECT_TRUE(HeldFile::Take(path, absl::ZeroDuration()).ok());

  EXPECT_EQ(FilesInFolder(), 0U);
}

TEST_F(SmallFileTest, WhereThereAreNoLocksFilesAreHeldAndReplacedAllTheSame) {
  const std::string path = folder_ / "file";

  EXPECT_TRUE(EndsWell(InAnotherProcess([&] {
    if (!DoWithoutLocks()) return false;
    const auto held = HeldFile::Take(path + ".lock", absl::ZeroDuration());
    return held.ok() && ReplaceFile(path, "the first").ok() && ReplaceFile(path, "the second").ok();
  })));

  EXPECT_EQ(*ReadSmallFile(path), "the second");
  EXPECT_EQ(FilesInFolder(), 1U);
}

}  // namespace
}  // namespace candor::small_file_test
