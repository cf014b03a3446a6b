#include "daemon/rpc/lane.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"

namespace candor::rpc::lane_test {
namespace {

TEST(LaneTest, DoesOneAfterAnotherOnAThreadOfItsOwn) {
  std::vector<int> done;
  std::vector<std::thread::id> threads;
  absl::Notification go;
  {
    Lane lane;
    lane.Post("ana", [&] { go.WaitForNotification(); });
    for (int i = 0; i < 10; ++i) {
      lane.Post("ana", [&, i] {
        done.push_back(i);
        threads.push_back(std::this_thread::get_id());
      });
    }
    EXPECT_TRUE(done.empty());
    go.Notify();
  }

  EXPECT_EQ(done, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9})) << "what was posted is done before it ends";
  for (const std::thread::id id : threads) {
    EXPECT_EQ(id, threads.front());
    EXPECT_NE(id, std::this_thread::get_id());
  }
}

TEST(LaneTest, CallersTakeTurns) {
  std::vector<std::string> done;
  absl::Notification go;
  {
    Lane lane;
    lane.Post("", [&] { go.WaitForNotification(); });
    for (int i = 0; i < 3; ++i) lane.Post("ana", [&, i] { done.push_back(absl::StrCat("ana ", i)); });
    for (int i = 0; i < 2; ++i) lane.Post("maria", [&, i] { done.push_back(absl::StrCat("maria ", i)); });
    lane.Post("", [&] { done.push_back("operator"); });
    go.Notify();
  }

  EXPECT_EQ(done, (std::vector<std::string>{"ana 0", "maria 0", "operator", "ana 1", "maria 1", "ana 2"}));
}

}  // namespace
}  // namespace candor::rpc::lane_test
