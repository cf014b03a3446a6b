#include "daemon/long_work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <sstream>
#include <string>

namespace candor::long_work_test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(ProgressLineTest, SaysHowFarItIsAndGoesAway) {
  std::ostringstream out;
  {
    ProgressLine line(out, true);
    line.Update("Rebuilding", 50, 200);
    EXPECT_THAT(out.str(), HasSubstr("Rebuilding [#######"));
    EXPECT_THAT(out.str(), EndsWith("25%"));
    const std::string once = out.str();
    line.Update("Rebuilding", 51, 200);
    EXPECT_EQ(out.str(), once) << "at most ten times a second";
  }
  EXPECT_THAT(out.str(), EndsWith("\r\033[K"));
}

TEST(ProgressLineTest, IsSilentWhereNobodyLooks) {
  std::ostringstream out;
  {
    ProgressLine line(out, false);
    line.Update("Rebuilding", 1, 2);
    line.Clear();
  }
  EXPECT_EQ(out.str(), "");
}

TEST(SignalNoteTest, ASignalIsNotedAndEndsWorkInOrder) {
  const SignalNote note;
  EXPECT_TRUE(note.Check("stopped").ok());

  std::raise(SIGINT);

  const absl::Status status = note.Check("stopped");
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(std::string(status.message()), "stopped");
}

TEST(SignalNoteDeathTest, WhoeverWaitsIsToldByTheEnd) {
  EXPECT_EXIT(
      {
        {
          const SignalNote note;
          std::raise(SIGTERM);
        }
        EndAsSignalled();
      },
      testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace candor::long_work_test
