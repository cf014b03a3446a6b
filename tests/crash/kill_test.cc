// The daemon is killed at random moments under concurrent load. What it had acknowledged is there exactly once after
// the next start; what was in flight can be sent again under its request id and is there once as well.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/follow_up.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "tests/crash/daemon_process.h"

namespace candor::kill_test {
namespace {

namespace fs = std::filesystem;

constexpr int kWriters = 4;
constexpr int kCases = 8;
constexpr char kBinary[] = CANDOR_CANDORD;

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

std::unique_ptr<grpc::ClientContext> Context(int seconds = 30) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(seconds));
  return context;
}

std::string Uuid(std::mt19937_64& random) {
  char text[37];
  const uint64_t a = random();
  const uint64_t b = random();
  std::snprintf(text, sizeof text, "%08x-%04x-4%03x-8%03x-%012llx", static_cast<unsigned>(a >> 32),
                static_cast<unsigned>(a >> 16) & 0xFFFFU, static_cast<unsigned>(a) & 0xFFFU,
                static_cast<unsigned>(b >> 48) & 0xFFFU, static_cast<unsigned long long>(b & 0xFFFFFFFFFFFFULL));
  return text;
}

// What the writers know of their own entries.
struct Sent {
  v1::CreateEntryRequest request;
  std::string name;  // empty: never acknowledged
};

class KillTest : public ::testing::Test {
 protected:
  void SetUp() override {
    seed_ = static_cast<uint64_t>(FromEnvironment("CANDOR_KILL_SEED", static_cast<int>(std::random_device{}() >> 1)));
    std::cout << "seed " << seed_ << " (repeat with CANDOR_KILL_SEED)\n";
    root_ = fs::temp_directory_path() / ("candor-kill-" + std::to_string(getpid()));
    fs::create_directories(root_);
    daemon_ = std::make_unique<DaemonProcess>(kBinary, root_ / "data");
  }

  void TearDown() override {
    daemon_.reset();
    if (!HasFailure()) fs::remove_all(root_);
  }

  void MakeCases() {
    v1::CreateMemberRequest member;
    member.mutable_member()->set_display_name("Therapist");
    v1::CreateMemberResponse made;
    ASSERT_TRUE(v1::MemberService::NewStub(daemon_->channel())->CreateMember(Context().get(), member, &made).ok());
    therapist_ = made.member().name();
    for (int i = 0; i < kCases; ++i) {
      v1::CreateCaseRequest request;
      request.mutable_case_()->set_code("K-" + std::to_string(i));
      v1::CreateCaseResponse opened;
      ASSERT_TRUE(v1::CaseService::NewStub(daemon_->channel())->CreateCase(Context().get(), request, &opened).ok());
      cases_.push_back(opened.case_().name());
    }
  }

  v1::CreateEntryRequest NewRequest(std::mt19937_64& random) const {
    v1::CreateEntryRequest request;
    request.set_parent(cases_[random() % cases_.size()]);
    request.set_request_id(Uuid(random));
    v1::Entry& entry = *request.mutable_entry();
    entry.set_therapist(therapist_);
    v1::Date& day = *entry.mutable_occurred()->mutable_date();
    day.set_year(2025);
    day.set_month(static_cast<int>(1 + random() % 12));
    day.set_day(static_cast<int>(1 + random() % 28));
    if (random() % 8 == 0) {
      entry.mutable_personal_reaction()->set_which(v1::REACTION_KIND_STRAIN);
    } else {
      entry.mutable_session()->set_minutes(50);
    }
    return request;
  }

  // Writes until the daemon goes away.
  void Write(uint64_t seed, const std::atomic<bool>& stop, std::vector<Sent>& sent) {
    std::mt19937_64 random(seed);
    auto stub = v1::EntryService::NewStub(daemon_->channel());
    while (!stop) {
      sent.push_back({NewRequest(random), {}});
      v1::CreateEntryResponse response;
      if (!stub->CreateEntry(Context(5).get(), sent.back().request, &response).ok()) return;
      sent.back().name = response.entry().name();
    }
  }

  void LoadAndKill(std::mt19937_64& random) {
    std::atomic<bool> stop = false;
    std::vector<std::vector<Sent>> sent(kWriters);
    std::vector<std::thread> writers;
    for (auto& mine : sent) {
      const uint64_t seed = random();
      writers.emplace_back([this, seed, &stop, &mine] { Write(seed, stop, mine); });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % 300));
    daemon_->Kill();
    stop = true;
    for (std::thread& writer : writers) writer.join();
    for (auto& mine : sent) {
      for (Sent& one : mine) (one.name.empty() ? in_flight_ : acknowledged_).push_back(std::move(one));
    }
  }

  // Under the same request id the daemon either goes on where it was or says what it made of it before.
  void SendAgain() {
    auto stub = v1::EntryService::NewStub(daemon_->channel());
    for (Sent& one : in_flight_) {
      v1::CreateEntryResponse response;
      const grpc::Status status = stub->CreateEntry(Context().get(), one.request, &response);
      ASSERT_TRUE(status.ok()) << status.error_message();
      one.name = response.entry().name();
      acknowledged_.push_back(one);
    }
    in_flight_.clear();
  }

  std::multiset<std::string> Stored() {
    std::multiset<std::string> names;
    auto stub = v1::EntryService::NewStub(daemon_->channel());
    for (const std::string& parent : cases_) {
      v1::ListEntriesRequest request;
      request.set_parent(parent);
      request.set_page_size(1000);
      do {
        v1::ListEntriesResponse page;
        const grpc::Status status = stub->ListEntries(Context().get(), request, &page);
        EXPECT_TRUE(status.ok()) << status.error_message();
        if (!status.ok()) return names;
        for (const v1::Entry& entry : page.entries()) names.insert(entry.name());
        request.set_page_token(page.next_page_token());
      } while (!request.page_token().empty());
    }
    return names;
  }

  std::multiset<std::string> Expected() const {
    std::multiset<std::string> names;
    for (const Sent& one : acknowledged_) names.insert(one.name);
    return names;
  }

  // Every follow-up as the wire shows it, in order.
  std::string FollowUps() {
    std::string all;
    v1::ListFollowUpsRequest request;
    request.set_page_size(1000);
    auto stub = v1::FollowUpService::NewStub(daemon_->channel());
    do {
      v1::ListFollowUpsResponse page;
      const grpc::Status status = stub->ListFollowUps(Context().get(), request, &page);
      EXPECT_TRUE(status.ok()) << status.error_message();
      if (!status.ok()) return all;
      for (const v1::FollowUp& one : page.follow_ups()) all += one.SerializeAsString();
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  uint64_t seed_ = 0;
  fs::path root_;
  std::unique_ptr<DaemonProcess> daemon_;
  std::string therapist_;
  std::vector<std::string> cases_;
  std::vector<Sent> acknowledged_;
  std::vector<Sent> in_flight_;
};

TEST_F(KillTest, NothingAcknowledgedIsLostOrDoubled) {
  const int cycles = FromEnvironment("CANDOR_KILL_CYCLES", 5);
  std::mt19937_64 random(seed_);
  ASSERT_TRUE(daemon_->Start());
  ASSERT_NO_FATAL_FAILURE(MakeCases());

  for (int cycle = 0; cycle < cycles; ++cycle) {
    LoadAndKill(random);
    ASSERT_TRUE(daemon_->Start()) << "after kill " << cycle;
    ASSERT_NO_FATAL_FAILURE(SendAgain());
    ASSERT_EQ(Stored(), Expected()) << "after kill " << cycle;
  }

  std::cout << acknowledged_.size() << " entries acknowledged over " << cycles << " kills\n";
  EXPECT_EQ(daemon_->Stop(), 0);
}

TEST_F(KillTest, RebuildAfterKillsSaysTheSame) {
  std::mt19937_64 random(seed_);
  ASSERT_TRUE(daemon_->Start());
  ASSERT_NO_FATAL_FAILURE(MakeCases());
  LoadAndKill(random);
  ASSERT_TRUE(daemon_->Start());
  ASSERT_NO_FATAL_FAILURE(SendAgain());
  const auto entries = Stored();
  const std::string follow_ups = FollowUps();
  ASSERT_EQ(daemon_->Stop(), 0);

  const std::string rebuild = std::string(kBinary) + " rebuild --data-dir " + (root_ / "data").string() + " >/dev/null";
  ASSERT_EQ(WEXITSTATUS(std::system(rebuild.c_str())), 0);
  ASSERT_TRUE(daemon_->Start());

  EXPECT_EQ(Stored(), entries);
  EXPECT_EQ(FollowUps(), follow_ups);
}

}  // namespace
}  // namespace candor::kill_test
