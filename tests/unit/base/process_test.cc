#include "daemon/base/process.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace candor::process_test {
namespace {

TEST(ProcessTest, ReadsWhatTheKernelSaysOfSwap) {
  const SwapUse use = ParseSwapUse(
      "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
      "/dev/dm-1                               partition\t1048572\t\t512\t\t-2\n"
      "/swap.img                               file\t\t1024\t\t0\t\t-3\n",
      "Name:\tcandord\nVmRSS:\t  123 kB\nVmSwap:\t    12 kB\nThreads:\t3\n");
  EXPECT_EQ(use, (SwapUse{(1048572ULL + 1024) * 1024, 12 * 1024}));
}

TEST(ProcessTest, NothingSwapsWhereThereIsNoSwap) {
  EXPECT_EQ(ParseSwapUse("Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n", "VmSwap:\t       0 kB\n"), SwapUse());
  EXPECT_EQ(ParseSwapUse("", ""), SwapUse());
}

// In a process of its own: it cannot be taken back.
TEST(ProcessDeathTest, ForbidsDumpsAndCoreFiles) {
  const auto forbid = [] {
    rlimit core{1, 1};
    const bool forbidden = ForbidDumps().ok() && prctl(PR_GET_DUMPABLE) == 0 && getrlimit(RLIMIT_CORE, &core) == 0 &&
                           core.rlim_cur == 0 && core.rlim_max == 0;
    _exit(forbidden ? 0 : 1);
  };
  EXPECT_EXIT(forbid(), testing::ExitedWithCode(0), "");
}

// In a process of its own, which is allowed little to begin with.
TEST(ProcessDeathTest, AllowsAsManyFilesAsTheSystemDoes) {
  const auto allow = [] {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files = {32, std::min<rlim_t>(files.rlim_max, 64)};
    setrlimit(RLIMIT_NOFILE, &files);
    AllowManyFiles();
    getrlimit(RLIMIT_NOFILE, &files);
    _exit(files.rlim_cur == files.rlim_max ? 0 : 1);
  };
  EXPECT_EXIT(allow(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace candor::process_test
