#ifndef CANDOR_TESTS_SCENARIO_DAEMON_CONCERN_FIXTURE_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_CONCERN_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "candor/v1/concern.grpc.pb.h"
#include "candor/v1/report.grpc.pb.h"
#include "candor/v1/role.grpc.pb.h"
#include "tests/scenario/daemon/member_rules_fixture.h"

namespace candor {

// Maria raises a concern about Ana, whom Dele supervises. Dora and Dirk direct the practice, Rita reviews. Sunday the
// 30th of March 2025.
class ConcernServiceTest : public MemberRulesTest {
 protected:
  using Concerns = v1::ConcernService;

  void SetUp() override {
    MemberRulesTest::SetUp();
    if (HasFatalFailure()) return;
    concerns_ = Concerns::NewStub(daemon_->InProcessChannel());
    roles_ = v1::RoleService::NewStub(daemon_->InProcessChannel());
    work_ = v1::WorkService::NewStub(daemon_->InProcessChannel());
    dora_ = MakeMember("Dora Quinn");
    dirk_ = MakeMember("Dirk Ross");
    rita_ = MakeMember("Rita Stone");
    Grant(dora_, v1::ROLE_DIRECTOR);
    Grant(dirk_, v1::ROLE_DIRECTOR);
    Grant(rita_, v1::ROLE_INDEPENDENT_REVIEWER);
  }

  std::string Grant(const std::string& member, v1::Role role) {
    v1::GrantRoleRequest request;
    request.set_parent(member);
    request.set_role(role);
    v1::GrantRoleResponse response;
    EXPECT_TRUE(Call(roles_, &v1::RoleService::Stub::GrantRole, request, response).ok());
    return response.grant().name();
  }

  std::string Raise(const std::string& about, const std::string& by) {
    v1::CreateEntryRequest request = EntryFor(about, about, kToday);
    request.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
    request.mutable_entry()->mutable_concern()->set_event(v1::CONCERN_EVENT_RAISED);
    request.mutable_entry()->set_note("planted words");
    return Record(request, by).entry().name();
  }

  Refusal Get(const std::string& name, const std::string& who, v1::Concern* out = nullptr) {
    v1::GetConcernRequest request;
    request.set_name(name);
    v1::GetConcernResponse response;
    const Refusal refusal = RefusalOf(Call(concerns_, &Concerns::Stub::GetConcern, request, response, who));
    if (out != nullptr) *out = response.concern();
    return refusal;
  }
  v1::Concern Seen(const std::string& name, const std::string& who) {
    v1::Concern concern;
    EXPECT_EQ(Get(name, who, &concern).code, grpc::StatusCode::OK) << who;
    return concern;
  }
  Refusal Entry(const std::string& name, const std::string& who, v1::Entry* out = nullptr) {
    v1::GetEntryRequest request;
    request.set_name(name);
    v1::GetEntryResponse response;
    const Refusal refusal = RefusalOf(Call(entries_, &v1::EntryService::Stub::GetEntry, request, response, who));
    if (out != nullptr) *out = response.entry();
    return refusal;
  }
  std::vector<std::string> Timeline(const std::string& of, const std::string& who) {
    v1::ListEntriesRequest request;
    request.set_parent(of);
    v1::ListEntriesResponse response;
    EXPECT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, request, response, who).ok());
    std::vector<std::string> names;
    for (const v1::Entry& each : response.entries()) names.push_back(each.name());
    return names;
  }
  template <class Request, class Response>
  Refusal Take(grpc::Status (Concerns::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               const std::string& name, const std::string& who, v1::Concern* out = nullptr) {
    Request request;
    request.set_name(name);
    Response response;
    const Refusal refusal = RefusalOf(Call(concerns_, method, request, response, who));
    if (out != nullptr) *out = response.concern();
    return refusal;
  }
  Refusal Acknowledge(const std::string& name, const std::string& who) {
    return Take(&Concerns::Stub::AcknowledgeConcern, name, who);
  }
  Refusal ProposeSeal(const std::string& name, const std::string& who, Day until) {
    v1::ProposeSealRequest request;
    request.set_name(name);
    SetDate(request.mutable_until(), until);
    request.set_reason("records are being secured");
    v1::ProposeSealResponse response;
    return RefusalOf(Call(concerns_, &Concerns::Stub::ProposeSeal, request, response, who));
  }
  Refusal Dispose(const std::string& follow_up, const std::string& who) {
    v1::CreateDecisionRequest request;
    request.set_parent(follow_up);
    request.mutable_decision()->set_reason("looked into");
    request.mutable_decision()->mutable_dispose();
    v1::CreateDecisionResponse response;
    return RefusalOf(Call(decisions_, &v1::DecisionService::Stub::CreateDecision, request, response, who));
  }
  v1::WorkList WorkListOf(const std::string& who) {
    v1::GetWorkListResponse response;
    EXPECT_TRUE(Call(work_, &v1::WorkService::Stub::GetWorkList, v1::GetWorkListRequest(), response, who).ok());
    return response.work_list();
  }
  std::string Allegations(const std::string& who) {
    v1::GenerateComplianceReportRequest request;
    request.set_quarter("2025Q1");
    v1::GenerateComplianceReportResponse response;
    const grpc::Status status =
        Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, response, who);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_THAT(response.report().cover().statement(),
                ::testing::HasSubstr("the sum of what whoever asked for them may see"))
        << who;
    for (const v1::ReportSection& section : response.report().sections()) {
      for (const v1::ReportRow& row : section.rows()) {
        if (row.figure() == "allegations" && row.breakdown().empty()) return std::to_string(row.count());
      }
    }
    return "none";
  }
  // By the operator, who sees all of it until somebody is enrolled.
  std::string MatterOf(const std::string& concern) {
    WaitForPolicies();
    for (const v1::FollowUp& each : FollowUps()) {
      if (each.restricted() && each.opened_by() == concern) return each.name();
    }
    return "";
  }

  std::unique_ptr<Concerns::Stub> concerns_;
  std::unique_ptr<v1::RoleService::Stub> roles_;
  std::unique_ptr<v1::WorkService::Stub> work_;
  std::string dora_, dirk_, rita_;
};

}  // namespace candor

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_CONCERN_FIXTURE_H_
