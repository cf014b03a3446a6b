// The daemon is killed while people read. Of every answer that somebody has seen there is a record after the next
// start.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "candor/v1/access.grpc.pb.h"
#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "tests/crash/daemon_process.h"

namespace candor::read_kill_test {
namespace {

namespace fs = std::filesystem;

constexpr char kBinary[] = CANDOR_CANDORD;
constexpr size_t kCases = 240;
constexpr size_t kReaders = 4;
constexpr int kKills = 4;

std::unique_ptr<grpc::ClientContext> Context() {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  return context;
}

class ReadKillTest : public ::testing::Test {
 protected:
  void SetUp() override {
    seed_ = std::random_device{}();
    std::cout << "seed " << seed_ << "\n";
    root_ = fs::temp_directory_path() / ("candor-read-kill-" + std::to_string(getpid()));
    fs::create_directories(root_);
    daemon_ = std::make_unique<DaemonProcess>(kBinary, root_ / "data");
    ASSERT_TRUE(daemon_->Start());
    v1::CreateMemberRequest member;
    member.mutable_member()->set_display_name("Therapist");
    v1::CreateMemberResponse made;
    ASSERT_TRUE(v1::MemberService::NewStub(daemon_->channel())->CreateMember(Context().get(), member, &made).ok());
    const auto stub = v1::CaseService::NewStub(daemon_->channel());
    for (size_t i = 0; i < kCases; ++i) {
      v1::CreateCaseRequest request;
      request.mutable_case_()->set_code("K-" + std::to_string(i));
      request.mutable_intake()->set_therapist(made.member().name());
      v1::Date& day = *request.mutable_intake()->mutable_occurred()->mutable_date();
      day.set_year(2025);
      day.set_month(1);
      day.set_day(6);
      v1::CreateCaseResponse opened;
      ASSERT_TRUE(stub->CreateCase(Context().get(), request, &opened).ok());
      cases_.push_back(opened.case_().name());
    }
  }

  void TearDown() override {
    daemon_.reset();
    if (!HasFailure()) fs::remove_all(root_);
  }

  // Reads the cases from `next` on until the daemon is gone; notes those that were shown.
  void Read() {
    const auto stub = v1::CaseService::NewStub(daemon_->channel());
    while (true) {
      const size_t mine = next_++;
      if (mine >= cases_.size()) return;
      v1::GetCaseRequest request;
      request.set_name(cases_[mine]);
      v1::GetCaseResponse response;
      if (!stub->GetCase(Context().get(), request, &response).ok()) return;
      const std::lock_guard lock(mutex_);
      shown_.insert(response.case_().name());
    }
  }

  std::set<std::string> OnRecord() {
    std::set<std::string> subjects;
    v1::ListAccessesRequest request;
    request.set_parent("members/-");
    request.set_page_size(1000);
    v1::ListAccessesResponse response;
    const grpc::Status status =
        v1::AccessService::NewStub(daemon_->channel())->ListAccesses(Context().get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    for (const v1::Access& access : response.accesses()) {
      if (access.method() != "CaseService.GetCase") continue;
      for (const v1::AccessOf& of : access.of()) subjects.insert(of.subject());
    }
    return subjects;
  }

  std::random_device::result_type seed_ = 0;
  fs::path root_;
  std::unique_ptr<DaemonProcess> daemon_;
  std::vector<std::string> cases_;
  std::atomic<size_t> next_{0};
  std::mutex mutex_;
  std::set<std::string> shown_;
};

TEST_F(ReadKillTest, WhatWasShownIsOnRecord) {
  std::mt19937_64 random(seed_);
  for (int kill = 0; kill < kKills; ++kill) {
    std::vector<std::thread> readers;
    for (size_t i = 0; i < kReaders; ++i) readers.emplace_back([this] { Read(); });
    std::this_thread::sleep_for(std::chrono::milliseconds(30 + random() % 120));
    daemon_->Kill();
    for (std::thread& reader : readers) reader.join();
    ASSERT_TRUE(daemon_->Start());

    const std::set<std::string> on_record = OnRecord();
    for (const std::string& each : shown_) EXPECT_EQ(on_record.count(each), 1U) << each;
  }
  EXPECT_FALSE(shown_.empty());
}

}  // namespace
}  // namespace candor::read_kill_test
