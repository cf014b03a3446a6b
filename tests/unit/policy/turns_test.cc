#include "daemon/policy/turns.h"

#include <gtest/gtest.h>

#include <vector>

#include "absl/synchronization/notification.h"

namespace candor::policy::turns_test {
namespace {

TEST(TurnsTest, AnswersOneAfterAnotherInTheOrderInWhichTheyWereAsked) {
  Turns turns(8, "too many");
  std::vector<int> answered;
  absl::Notification last;
  for (int i = 0; i < 5; ++i) {
    turns.Ask([&, i](const absl::Status& turn) {
      EXPECT_TRUE(turn.ok());
      answered.push_back(i);
      if (i == 4) last.Notify();
    });
  }

  last.WaitForNotification();

  EXPECT_EQ(answered, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(TurnsTest, RefusesWhoComesWhileTooManyWaitAndTellsWhoWaitsThatItStops) {
  Turns turns(1, "too many");
  absl::Notification begun;
  absl::Notification go_on;
  turns.Ask([&](const absl::Status&) {
    begun.Notify();
    go_on.WaitForNotification();
    while (!turns.stopping()) {
    }
  });
  begun.WaitForNotification();
  absl::Status waiting;
  absl::Status refused;
  turns.Ask([&](const absl::Status& turn) { waiting = turn; });
  turns.Ask([&](const absl::Status& turn) { refused = turn; });
  EXPECT_EQ(refused, absl::ResourceExhaustedError("too many"));

  go_on.Notify();
  turns.Stop();

  EXPECT_EQ(waiting.code(), absl::StatusCode::kUnavailable);
  absl::Status later;
  turns.Ask([&](const absl::Status& turn) { later = turn; });
  EXPECT_EQ(later.code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace candor::policy::turns_test
