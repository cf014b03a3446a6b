// The daemon as a program: how it ends what is in flight.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "daemon/exit_codes.h"
#include "tests/scenario/daemon/candord_fixture.h"
#include "tests/scenario/daemon/candord_writers.h"

namespace candor::candord_stop_test {
namespace {

// Whatever was answered is on the disk, and nothing else is; what comes too late is told so; an import that is under
// way may send its last rows.
TEST_F(CandordTest, WhenToldToStopFinishesWhatIsInFlight) {
  constexpr int kWriters = 4;
  pid_t pid = Spawn(Arguments());
  auto channel = Connect(Socket());
  Writers writers(channel);
  writers.OpenCase();
  std::vector<std::vector<std::string>> kept(kWriters + 1);
  std::vector<grpc::Status> ended(kWriters + 1);
  std::vector<std::thread> threads;
  for (int i = 0; i < kWriters; ++i) {
    threads.emplace_back([&, i] { ended[i] = writers.CreateEntries(kept[i]); });
  }
  threads.emplace_back([&] { ended[kWriters] = writers.Import(kept[kWriters]); });
  while (writers.answered < 100 || writers.messages < 4) std::this_thread::sleep_for(std::chrono::milliseconds(1));

  kill(pid, SIGTERM);
  writers.ending = true;

  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Wait(pid), kExitDone) << Log();
  for (int i = 0; i < kWriters; ++i) {
    EXPECT_EQ(ended[i].error_code(), grpc::StatusCode::UNAVAILABLE) << ended[i].error_message();
  }
  EXPECT_TRUE(ended[kWriters].ok()) << ended[kWriters].error_message();
  channel.reset();

  pid = Spawn(Arguments());
  const auto entries = v1::EntryService::NewStub(Connect(Socket()));
  uint64_t answered = 0;
  for (const std::vector<std::string>& names : kept) {
    for (const std::string& name : names) {
      v1::GetEntryRequest request;
      request.set_name(name);
      v1::GetEntryResponse response;
      grpc::ClientContext context;
      ASSERT_TRUE(entries->GetEntry(&context, request, &response).ok()) << name;
      ++answered;
    }
  }
  v1::GetStatusResponse status;
  ASSERT_TRUE(GetStatus(Connect(Socket()), status).ok());
  EXPECT_EQ(status.status().ledger_entries(), answered);
  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone) << Log();
}

TEST_F(CandordTest, EndsAnImportThatWouldKeepItFromStopping) {
  const pid_t pid = Spawn(Arguments());
  Writers writers(Connect(Socket()));
  writers.OpenCase();
  std::vector<std::string> kept;
  grpc::Status ended;
  std::thread import([&] { ended = writers.Import(kept); });
  while (writers.messages < 4) std::this_thread::sleep_for(std::chrono::milliseconds(1));

  kill(pid, SIGTERM);

  import.join();
  EXPECT_EQ(Wait(pid), kExitDone) << Log();
  EXPECT_EQ(ended.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(ended.error_message(), testing::HasSubstr("import the same file again"));
  EXPECT_GT(kept.size(), 4U);
}

}  // namespace
}  // namespace candor::candord_stop_test
