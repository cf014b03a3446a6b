// How long one caller waits while another one asks for all that they may.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/watch.grpc.pb.h"
#include "daemon/rpc/limits.h"
#include "tests/scenario/daemon/tls_fixture.h"

namespace candor::fairness_test {
namespace {

constexpr int kSessions = 200;

class FairnessTest : public TlsDaemonTest {
 protected:
  // A member with a case of so many sessions.
  struct Therapist {
    Machine machine;
    std::string of_case;
  };

  Therapist Begin(const std::string& name, const std::string& code) {
    Therapist out{Enrol(MakeMember(name)), ""};
    out.of_case = OpenCase(code, out.machine.member, Today() - 400);
    for (int i = 0; i < kSessions; ++i) {
      v1::CreateEntryRequest session = EntryFor(out.of_case, out.machine.member, Today() - 1 - i);
      session.mutable_entry()->mutable_session()->set_minutes(50);
      Record(session);
    }
    return out;
  }

  // Reads their case. How long it took.
  absl::Duration Read(const Therapist& therapist) {
    const auto stub = v1::EntryService::NewStub(therapist.machine.channel);
    v1::ListEntriesRequest request;
    request.set_parent(therapist.of_case);
    v1::ListEntriesResponse response;
    const absl::Time began = absl::Now();
    const grpc::Status status = Call(stub, &v1::EntryService::Stub::ListEntries, request, response);
    EXPECT_TRUE(status.ok() || status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) << status.error_message();
    return absl::Now() - began;
  }
  grpc::StatusCode Append(const Therapist& therapist) {
    const auto stub = v1::EntryService::NewStub(therapist.machine.channel);
    v1::CreateEntryRequest session = EntryFor(therapist.of_case, therapist.machine.member, Today() - 1);
    session.mutable_entry()->mutable_session()->set_minutes(45);
    v1::CreateEntryResponse response;
    return Call(stub, &v1::EntryService::Stub::CreateEntry, session, response).error_code();
  }

  absl::Duration SlowestOfAHundred(const Therapist& therapist) {
    std::vector<absl::Duration> took;
    for (int i = 0; i < 300; ++i) took.push_back(Read(therapist));
    std::sort(took.begin(), took.end());
    return took[took.size() * 99 / 100];
  }
};

// Asks for all that one caller may, and for more, until it goes: streams, and reads and appends from many threads.
class AtAllLimits {
 public:
  AtAllLimits(std::shared_ptr<grpc::Channel> channel, std::function<void(int)> ask) {
    const rpc::CallLimits limits;
    const auto stub = v1::WatchService::NewStub(channel);
    for (size_t i = 0; i < limits.streams; ++i) {
      contexts_.push_back(std::make_unique<grpc::ClientContext>());
      streams_.push_back(stub->Watch(contexts_.back().get(), v1::WatchRequest()));
    }
    for (size_t i = 0; i < limits.calls + 8; ++i) {
      threads_.emplace_back([this, ask, i] {
        while (!over_) ask(static_cast<int>(i));
      });
    }
    // What they had saved is spent after a moment.
    absl::SleepFor(absl::Seconds(2));
  }
  ~AtAllLimits() {
    over_ = true;
    for (const auto& context : contexts_) context->TryCancel();
    for (std::thread& thread : threads_) thread.join();
    for (const auto& stream : streams_) {
      v1::WatchResponse told;
      while (stream->Read(&told)) {
      }
      stream->Finish();
    }
  }
  AtAllLimits(const AtAllLimits&) = delete;
  AtAllLimits& operator=(const AtAllLimits&) = delete;

 private:
  std::atomic<bool> over_ = false;
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts_;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::WatchResponse>>> streams_;
  std::vector<std::thread> threads_;
};

TEST_F(FairnessTest, OneCallerAtAllLimitsDoesNotStarveAnother) {
  constexpr int kRounds = 5;
  const Therapist ana = Begin("Ana Nguyen", "C-1");
  const Therapist maria = Begin("Maria Lopez", "C-2");
  WaitForPolicies();
  std::atomic<int> refused = 0;
  const auto ask = [&](int thread) {
    if (thread % 2 == 0) {
      Read(ana);
    } else if (Append(ana) == grpc::StatusCode::RESOURCE_EXHAUSTED) {
      ++refused;
    }
  };

  std::vector<double> ratios;
  for (int round = 0; round < kRounds; ++round) {
    const absl::Duration idle = SlowestOfAHundred(maria);
    absl::Duration loaded;
    {
      const AtAllLimits load(ana.machine.channel, ask);
      loaded = SlowestOfAHundred(maria);
    }
    ratios.push_back(absl::FDivDuration(loaded, idle));
    std::printf("p99 idle %.2f ms, beside a caller at all limits %.2f ms\n", absl::ToDoubleMilliseconds(idle),
                absl::ToDoubleMilliseconds(loaded));
  }

  std::sort(ratios.begin(), ratios.end());
  EXPECT_LE(ratios[kRounds / 2], 3.0);
  EXPECT_GT(refused.load(), 0) << "they were at their limits";
}

}  // namespace
}  // namespace candor::fairness_test
