// The disk takes no more while the daemon runs. Whoever is under way gets no answer, the daemon ends with 75, and what
// it had acknowledged is there after the next start.
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <set>
#include <string>

#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "tests/crash/daemon_process.h"

namespace candor::write_error_test {
namespace {

namespace fs = std::filesystem;

constexpr char kBinary[] = CANDOR_CANDORD;
constexpr int kStartAgain = 75;

std::unique_ptr<grpc::ClientContext> Context() {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  return context;
}

class WriteErrorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() / ("candor-write-error-" + std::to_string(getpid()));
    fs::create_directories(root_);
    daemon_ = std::make_unique<DaemonProcess>(kBinary, root_ / "data");
    ASSERT_TRUE(daemon_->Start());
    v1::CreateMemberRequest member;
    member.mutable_member()->set_display_name("Therapist");
    v1::CreateMemberResponse made;
    ASSERT_TRUE(v1::MemberService::NewStub(daemon_->channel())->CreateMember(Context().get(), member, &made).ok());
    therapist_ = made.member().name();
    v1::CreateCaseRequest request;
    request.mutable_case_()->set_code("W-1");
    v1::CreateCaseResponse opened;
    ASSERT_TRUE(v1::CaseService::NewStub(daemon_->channel())->CreateCase(Context().get(), request, &opened).ok());
    case_ = opened.case_().name();
  }

  void TearDown() override {
    daemon_.reset();
    if (!HasFailure()) fs::remove_all(root_);
  }

  grpc::Status Record(int number, std::string& name) {
    v1::CreateEntryRequest request;
    request.set_parent(case_);
    v1::Entry& entry = *request.mutable_entry();
    entry.set_therapist(therapist_);
    v1::Date& day = *entry.mutable_occurred()->mutable_date();
    day.set_year(2025);
    day.set_month(1 + number / 28 % 12);
    day.set_day(1 + number % 28);
    entry.mutable_session()->set_minutes(50);
    v1::CreateEntryResponse response;
    const grpc::Status status =
        v1::EntryService::NewStub(daemon_->channel())->CreateEntry(Context().get(), request, &response);
    name = response.entry().name();
    return status;
  }

  std::set<std::string> Stored() {
    std::set<std::string> names;
    v1::ListEntriesRequest request;
    request.set_parent(case_);
    request.set_page_size(1000);
    v1::ListEntriesResponse page;
    const grpc::Status status =
        v1::EntryService::NewStub(daemon_->channel())->ListEntries(Context().get(), request, &page);
    EXPECT_TRUE(status.ok()) << status.error_message();
    for (const v1::Entry& entry : page.entries()) names.insert(entry.name());
    return names;
  }

  fs::path root_;
  std::unique_ptr<DaemonProcess> daemon_;
  std::string therapist_;
  std::string case_;
};

TEST_F(WriteErrorTest, EndsUnansweredAndKeepsWhatWasAcknowledged) {
  std::set<std::string> acknowledged;
  std::string name;
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(Record(i, name).ok());
    acknowledged.insert(name);
  }
  daemon_->LimitFiles(64 * 1024);
  grpc::Status status;
  for (int i = 20; i < 900; ++i) {
    status = Record(i, name);
    if (!status.ok()) break;
    acknowledged.insert(name);
  }

  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
  EXPECT_EQ(daemon_->AwaitEnd(), kStartAgain);
  ASSERT_TRUE(daemon_->Start());
  const std::set<std::string> stored = Stored();
  for (const std::string& each : acknowledged) EXPECT_EQ(stored.count(each), 1U);
  EXPECT_LE(stored.size(), acknowledged.size() + 1);
  EXPECT_TRUE(Record(900, name).ok());
}

}  // namespace
}  // namespace candor::write_error_test
