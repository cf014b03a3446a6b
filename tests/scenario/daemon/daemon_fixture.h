#ifndef CANDOR_TESTS_SCENARIO_DAEMON_DAEMON_FIXTURE_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_DAEMON_FIXTURE_H_

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "candor/v1/access.grpc.pb.h"
#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/decision.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/error.pb.h"
#include "candor/v1/follow_up.grpc.pb.h"
#include "candor/v1/import.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "candor/v1/policy.grpc.pb.h"
#include "candor/v1/report.grpc.pb.h"
#include "daemon/base/clock.h"
#include "daemon/daemon.h"

namespace candor {

// As a client sends it (AIP-155).
inline constexpr char kUuid[] = "6f1b8f3e-1c2d-4e5f-8a9b-0c1d2e3f4a5b";

// What a refused call said.
struct Refusal {
  grpc::StatusCode code = grpc::StatusCode::OK;
  std::string field;
  std::string reason;
  std::string message;
};

inline Refusal RefusalOf(const grpc::Status& status) {
  Refusal out{status.error_code(), "", "", status.error_message()};
  v1::ErrorStatus details;
  v1::ErrorDetail detail;
  if (details.ParseFromString(status.error_details()) && details.details_size() == 1 &&
      detail.ParseFromString(details.details(0).value())) {
    out.field = detail.field();
    out.reason = detail.reason();
  }
  return out;
}

inline void ExpectRefusal(const Refusal& refused, grpc::StatusCode code, const std::string& field,
                          const std::string& reason) {
  EXPECT_EQ(refused.code, code) << refused.message;
  EXPECT_EQ(refused.field, field) << refused.message;
  EXPECT_EQ(refused.reason, reason) << refused.message;
}

inline void SetDate(v1::Date* date, Day day) {
  date->set_year(static_cast<int>(day.year()));
  date->set_month(day.month());
  date->set_day(day.day());
}

// Over memory, with the real policies in their worker. `clock` is not owned.
inline DaemonOptions InMemoryOptions(Clock& clock) {
  DaemonOptions options;
  options.in_memory = true;
  options.clock = &clock;
  options.plugins_dir = CANDOR_BUILD "/lib/candor/plugins";
  options.profiles_dir = CANDOR_BUILD "/share/candor/profiles";
  options.worker_program = CANDOR_BUILD "/libexec/candor/candor-policy-worker";
  return options;
}

// A whole daemon over memory, with the real policies in their worker, called through an in-process channel. It is noon
// of 30 March 2025 in UTC.
class DaemonTest : public testing::Test {
 protected:
  static constexpr Day kToday{2025, 3, 30};

  void SetUp() override {
    DaemonOptions options = InMemoryOptions(clock_);
    options.version = "test";
    Serve(std::move(options));
  }

  void Serve(DaemonOptions options) {
    auto daemon = Daemon::Start(std::move(options));
    ASSERT_TRUE(daemon.ok()) << daemon.status();
    daemon_ = *std::move(daemon);
    const auto channel = daemon_->InProcessChannel();
    members_ = v1::MemberService::NewStub(channel);
    cases_ = v1::CaseService::NewStub(channel);
    entries_ = v1::EntryService::NewStub(channel);
    follow_ups_ = v1::FollowUpService::NewStub(channel);
    decisions_ = v1::DecisionService::NewStub(channel);
    policies_ = v1::PolicyService::NewStub(channel);
    reports_ = v1::ReportService::NewStub(channel);
    imports_ = v1::ImportService::NewStub(channel);
    status_ = v1::DaemonService::NewStub(channel);
    accesses_ = v1::AccessService::NewStub(channel);
  }

  // Calls `method` of `stub`; `act_for` empty: as the operator.
  template <class Stub, class Service, class Request, class Response>
  grpc::Status Call(const std::unique_ptr<Stub>& stub,
                    grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response& response, const std::string& act_for = "") {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    if (!act_for.empty()) context.AddMetadata("candor-act-for", act_for);
    response.Clear();
    return (stub.get()->*method)(&context, request, &response);
  }

  // The member's resource name.
  std::string MakeMember(const std::string& name, bool in_training = false) {
    v1::CreateMemberRequest request;
    request.mutable_member()->set_display_name(name);
    request.mutable_member()->mutable_licence()->set_profession("mft");
    request.mutable_member()->mutable_licence()->set_in_training(in_training);
    v1::CreateMemberResponse response;
    const grpc::Status status = Call(members_, &v1::MemberService::Stub::CreateMember, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.member().name();
  }

  void MakeSupervision(const std::string& supervisee, const std::string& supervisor, Day from,
                       std::optional<Day> until = std::nullopt) {
    v1::CreateSupervisionRequest request;
    request.set_parent(supervisee);
    request.mutable_supervision()->set_supervisor(supervisor);
    SetDate(request.mutable_supervision()->mutable_from(), from);
    if (until) SetDate(request.mutable_supervision()->mutable_until(), *until);
    v1::CreateSupervisionResponse response;
    EXPECT_TRUE(Call(members_, &v1::MemberService::Stub::CreateSupervision, request, response).ok());
  }

  // The case's resource name.
  std::string OpenCase(const std::string& code, const std::string& therapist, Day opened = Day(2025, 1, 6)) {
    v1::CreateCaseRequest request;
    request.mutable_case_()->set_code(code);
    request.mutable_intake()->set_therapist(therapist);
    SetDate(request.mutable_intake()->mutable_occurred()->mutable_date(), opened);
    v1::CreateCaseResponse response;
    const grpc::Status status = Call(cases_, &v1::CaseService::Stub::CreateCase, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.case_().name();
  }

  v1::CreateEntryRequest EntryFor(const std::string& parent, const std::string& therapist, Day occurred) {
    v1::CreateEntryRequest request;
    request.set_parent(parent);
    request.mutable_entry()->set_therapist(therapist);
    SetDate(request.mutable_entry()->mutable_occurred()->mutable_date(), occurred);
    return request;
  }

  v1::CreateEntryRequest ReactionFor(const std::string& parent, const std::string& therapist, Day occurred) {
    v1::CreateEntryRequest request = EntryFor(parent, therapist, occurred);
    request.mutable_entry()->mutable_personal_reaction()->set_which(v1::REACTION_KIND_ROMANTIC);
    return request;
  }

  v1::CreateEntryResponse Record(const v1::CreateEntryRequest& request, const std::string& act_for = "") {
    v1::CreateEntryResponse response;
    const grpc::Status status = Call(entries_, &v1::EntryService::Stub::CreateEntry, request, response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  Refusal RefusedEntry(const v1::CreateEntryRequest& request, const std::string& act_for = "") {
    v1::CreateEntryResponse response;
    return RefusalOf(Call(entries_, &v1::EntryService::Stub::CreateEntry, request, response, act_for));
  }

  std::vector<v1::FollowUp> FollowUps(const std::string& parent = "", const std::string& act_for = "") {
    v1::ListFollowUpsRequest request;
    request.set_parent(parent);
    v1::ListFollowUpsResponse response;
    const grpc::Status status =
        Call(follow_ups_, &v1::FollowUpService::Stub::ListFollowUps, request, response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.follow_ups().begin(), response.follow_ups().end()};
  }

  v1::DaemonStatus Status(const std::string& act_for = "") {
    v1::GetStatusResponse response;
    EXPECT_TRUE(Call(status_, &v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest(), response, act_for).ok());
    return response.status();
  }

  // Who was shown what, newest first: everybody's, as the operator sees them. To look is a record itself, the first
  // time.
  std::vector<v1::Access> Accesses(const std::string& parent = "members/-", const std::string& act_for = "") {
    v1::ListAccessesRequest request;
    request.set_parent(parent);
    request.set_page_size(1000);
    v1::ListAccessesResponse response;
    const grpc::Status status = Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.accesses().begin(), response.accesses().end()};
  }

  // Until the policies have seen every entry.
  void WaitForPolicies() {
    for (int i = 0; i < 500 && Status().entries_pending() > 0; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ASSERT_EQ(Status().entries_pending(), 0U);
  }

  SimulatedClock clock_{absl::FromCivil(absl::CivilHour(2025, 3, 30, 12), absl::UTCTimeZone())};
  std::unique_ptr<Daemon> daemon_;
  std::unique_ptr<v1::MemberService::Stub> members_;
  std::unique_ptr<v1::CaseService::Stub> cases_;
  std::unique_ptr<v1::EntryService::Stub> entries_;
  std::unique_ptr<v1::FollowUpService::Stub> follow_ups_;
  std::unique_ptr<v1::DecisionService::Stub> decisions_;
  std::unique_ptr<v1::PolicyService::Stub> policies_;
  std::unique_ptr<v1::ReportService::Stub> reports_;
  std::unique_ptr<v1::ImportService::Stub> imports_;
  std::unique_ptr<v1::DaemonService::Stub> status_;
  std::unique_ptr<v1::AccessService::Stub> accesses_;
};

}  // namespace candor

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_DAEMON_FIXTURE_H_
