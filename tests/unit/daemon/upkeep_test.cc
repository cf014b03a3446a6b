#include "daemon/upkeep.h"

#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace candor::upkeep_test {
namespace {

TEST(UpkeepTest, WorksAgainAndAgain) {
  absl::BlockingCounter turns(3);
  std::atomic<int> left = 3;

  Upkeep upkeep(absl::Milliseconds(1), [&] {
    if (left-- > 0) turns.DecrementCount();
  });

  turns.Wait();
}

TEST(UpkeepTest, WorksOnlyWhenItIsAskedToOrItIsTime) {
  std::atomic<int> done = 0;
  absl::Notification asked;
  Upkeep upkeep(absl::Hours(1), [&] {
    ++done;
    if (!asked.HasBeenNotified()) asked.Notify();
  });
  absl::SleepFor(absl::Milliseconds(20));
  EXPECT_EQ(done.load(), 0);

  upkeep.Soon();

  asked.WaitForNotification();
  upkeep.Stop();
  EXPECT_EQ(done.load(), 1);
}

TEST(UpkeepTest, StopsAfterWhatItIsDoingAndDoesNothingMore) {
  absl::Notification begun;
  std::atomic<int> done = 0;
  Upkeep upkeep(absl::Hours(1), [&] {
    if (!begun.HasBeenNotified()) begun.Notify();
    absl::SleepFor(absl::Milliseconds(20));
    ++done;
  });
  upkeep.Soon();
  begun.WaitForNotification();

  upkeep.Stop();

  EXPECT_EQ(done.load(), 1);
  upkeep.Soon();
  upkeep.Stop();
  EXPECT_EQ(done.load(), 1);
}

}  // namespace
}  // namespace candor::upkeep_test
