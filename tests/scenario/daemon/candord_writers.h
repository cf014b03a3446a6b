#ifndef CANDOR_TESTS_SCENARIO_DAEMON_CANDORD_WRITERS_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_CANDORD_WRITERS_H_

#include <grpcpp/channel.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/import.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"

namespace candor {

// Calls that write, for as long as a daemon answers them.
class Writers {
 public:
  explicit Writers(std::shared_ptr<grpc::Channel> channel) : channel_(std::move(channel)) {}

  void OpenCase() {
    v1::CreateMemberRequest member;
    member.mutable_member()->set_display_name("Ana Nguyen");
    v1::CreateMemberResponse made;
    grpc::ClientContext first;
    ASSERT_TRUE(v1::MemberService::NewStub(channel_)->CreateMember(&first, member, &made).ok());
    therapist_ = made.member().name();
    v1::CreateCaseRequest request;
    request.mutable_case_()->set_code("C-1");
    v1::CreateCaseResponse opened;
    grpc::ClientContext second;
    ASSERT_TRUE(v1::CaseService::NewStub(channel_)->CreateCase(&second, request, &opened).ok());
    case_ = opened.case_().name();
  }

  // Entry after entry until one gets no OK; that one's status. The names of the others go to `kept`.
  grpc::Status CreateEntries(std::vector<std::string>& kept) {
    const auto stub = v1::EntryService::NewStub(channel_);
    v1::CreateEntryRequest request;
    request.set_parent(case_);
    request.mutable_entry()->set_therapist(therapist_);
    SetDay(request.mutable_entry()->mutable_occurred()->mutable_date());
    request.mutable_entry()->mutable_session()->set_minutes(50);
    while (true) {
      grpc::ClientContext context;
      v1::CreateEntryResponse response;
      const grpc::Status status = stub->CreateEntry(&context, request, &response);
      if (!status.ok()) return status;
      kept.push_back(response.entry().name());
      ++answered;
    }
  }

  // One import: messages until `ending`, and then a few more, or until the daemon ends it. Its status.
  grpc::Status Import(std::vector<std::string>& kept) {
    constexpr int kMessagesAfterTheSignal = 5;
    grpc::ClientContext context;
    const auto stream = v1::ImportService::NewStub(channel_)->ImportEntries(&context);
    v1::ImportEntriesRequest request;
    request.mutable_import()->set_file_digest(std::string(32, 'f'));
    request.mutable_import()->set_map_digest(std::string(32, 'm'));
    v1::ImportEntriesResponse response;
    int row = 0;
    for (int after = 0; after < kMessagesAfterTheSignal; after += ending ? 1 : 0) {
      if (!stream->Write(request) || !stream->Read(&response)) return stream->Finish();
      for (const v1::RowResult& result : response.results()) kept.push_back(result.imported().entry());
      ++messages;
      request.Clear();
      for (int i = 0; i < 64; ++i) FillRow(++row, *request.add_rows());
    }
    stream->WritesDone();
    return stream->Finish();
  }

  std::atomic<int> answered{0};
  std::atomic<int> messages{0};
  std::atomic<bool> ending{false};

 private:
  static void SetDay(v1::Date* date) {
    date->set_year(2025);
    date->set_month(2);
    date->set_day(3);
  }

  static void FillRow(int number, v1::ImportRow& row) {
    row.set_row_number(number);
    row.mutable_therapist()->set_display_name("Ana Nguyen");
    row.set_client_code("C-2");
    SetDay(row.mutable_entry()->mutable_occurred()->mutable_date());
    row.mutable_entry()->mutable_session()->set_minutes(50);
    std::string digest = std::to_string(number);
    digest.resize(32);
    row.set_row_digest(digest);
  }

  const std::shared_ptr<grpc::Channel> channel_;
  std::string therapist_;
  std::string case_;
};

}  // namespace candor

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_CANDORD_WRITERS_H_
