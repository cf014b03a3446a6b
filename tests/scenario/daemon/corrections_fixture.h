#ifndef CANDOR_TESTS_SCENARIO_DAEMON_CORRECTIONS_FIXTURE_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_CORRECTIONS_FIXTURE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/ledger.grpc.pb.h"
#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor {

// A daemon whose policies hold from 30 March 2025, half a year later, with the calls that correct.
class CorrectionsTest : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonTest::SetUp();
    if (HasFatalFailure()) return;
    ledger_ = v1::LedgerService::NewStub(daemon_->InProcessChannel());
    clock_.AdvanceTime(absl::Hours(24 * 184));
    ana_ = MakeMember("Ana Nguyen");
    maria_ = MakeMember("Maria Lopez");
    case_ = OpenCase("C-1", ana_, Day(2025, 3, 31));
    other_ = OpenCase("C-2", ana_, Day(2025, 3, 31));
  }

  static constexpr Day kReaction{2025, 9, 20};  // ten days before "today"

  v1::CreateEntryRequest Reaction(const std::string& parent, Day day = kReaction) {
    v1::CreateEntryRequest request = ReactionFor(parent, ana_, day);
    SetDate(request.mutable_entry()->mutable_reported()->mutable_date(), day);
    request.mutable_entry()->set_first_reader(maria_);
    request.mutable_entry()->set_note("the author's own words");
    return request;
  }

  template <class Stub, class Service, class Request, class Response>
  Refusal RefusedBy(const std::unique_ptr<Stub>& stub,
                    grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, const std::string& act_for = "") {
    const uint64_t before = Status().ledger_entries();
    Response response;
    const Refusal refusal = RefusalOf(Call(stub, method, request, response, act_for));
    EXPECT_NE(refusal.code, grpc::StatusCode::OK);
    EXPECT_EQ(Status().ledger_entries(), before) << "a refused call left something";
    return refusal;
  }

  static v1::RefileEntryRequest Refiling(const std::string& name, const std::string& to) {
    v1::RefileEntryRequest request;
    request.set_name(name);
    request.set_case_(to);
    return request;
  }

  v1::RefileEntryResponse Refile(const std::string& name, const std::string& to, const std::string& act_for = "") {
    v1::RefileEntryResponse response;
    const grpc::Status status =
        Call(entries_, &v1::EntryService::Stub::RefileEntry, Refiling(name, to), response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  static v1::RecallEntryRequest Recalling(const std::string& name) {
    v1::RecallEntryRequest request;
    request.set_name(name);
    return request;
  }

  static v1::MergeCasesRequest Merging(const std::string& from, const std::string& into) {
    v1::MergeCasesRequest request;
    request.set_name(from);
    request.set_into(into);
    return request;
  }

  v1::Case Merge(const std::string& from, const std::string& into) {
    v1::MergeCasesResponse response;
    const grpc::Status status = Call(cases_, &v1::CaseService::Stub::MergeCases, Merging(from, into), response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.case_();
  }

  grpc::Status Get(const std::string& name, v1::Entry& entry, const std::string& act_for = "",
                   const google::protobuf::Timestamp* as_of = nullptr) {
    v1::GetEntryRequest request;
    request.set_name(name);
    if (as_of != nullptr) *request.mutable_as_of() = *as_of;
    v1::GetEntryResponse response;
    const grpc::Status status = Call(entries_, &v1::EntryService::Stub::GetEntry, request, response, act_for);
    entry = response.entry();
    return status;
  }

  std::vector<v1::Entry> Timeline(const std::string& parent, const std::string& act_for = "",
                                  const google::protobuf::Timestamp* as_of = nullptr) {
    v1::ListEntriesRequest request;
    request.set_parent(parent);
    request.set_page_size(1000);
    if (as_of != nullptr) *request.mutable_as_of() = *as_of;
    v1::ListEntriesResponse response;
    EXPECT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, request, response, act_for).ok());
    return {response.entries().begin(), response.entries().end()};
  }

  v1::Case GetCase(const std::string& name, const google::protobuf::Timestamp* as_of = nullptr) {
    v1::GetCaseRequest request;
    request.set_name(name);
    if (as_of != nullptr) *request.mutable_as_of() = *as_of;
    v1::GetCaseResponse response;
    const grpc::Status status = Call(cases_, &v1::CaseService::Stub::GetCase, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.case_();
  }

  v1::ComplianceReport Report(const google::protobuf::Timestamp* as_of = nullptr) {
    v1::GenerateComplianceReportRequest request;
    request.set_quarter("2025Q3");  // of other periods most is hidden
    if (as_of != nullptr) *request.mutable_as_of() = *as_of;
    v1::GenerateComplianceReportResponse response;
    const grpc::Status status = Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.report();
  }

  // Records in the ledger, without those of who was shown what.
  uint64_t Size() {
    const uint64_t all = Status().ledger_size();
    return all - Accesses().size();
  }

  // The instant of the last record; the clock goes on after it.
  google::protobuf::Timestamp Moment() {
    google::protobuf::Timestamp moment;
    moment.set_seconds(absl::ToUnixSeconds(clock_.Now()));
    clock_.AdvanceTime(absl::Minutes(5));
    return moment;
  }

  // That the rows follow from the records: what a rebuild would make of them.
  void ExpectRowsFollowFromRecords() {
    v1::VerifyProjectionsResponse response;
    const grpc::Status status =
        Call(ledger_, &v1::LedgerService::Stub::VerifyProjections, v1::VerifyProjectionsRequest(), response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.faults_size(), 0) << response.faults(0).ShortDebugString();
  }

  // What a case comes to, without what names give away: follow-ups, episodes, parts.
  std::string StateOf(const std::string& name) {
    std::vector<std::string> lines;
    for (const v1::FollowUp& each : FollowUps(name)) {
      lines.push_back(
          absl::StrCat("follow-up ", each.rule(), " ", each.therapist() == ana_ ? "ana" : "other", " ", each.status(),
                       " due ", each.due().ShortDebugString(), " opened ", each.opened_on().ShortDebugString(),
                       " reported ", each.reported_on().ShortDebugString(), " resolved ",
                       each.resolved_on().ShortDebugString(), " severity ", each.severity(), " late ",
                       each.recorded_late(), " seen ", each.acknowledged(), " folded ", !each.folded_under().empty()));
    }
    std::sort(lines.begin(), lines.end());
    const v1::Case file = GetCase(name);
    for (const v1::Episode& each : file.episodes()) {
      lines.push_back(
          absl::StrCat("episode ", each.opened().ShortDebugString(), " ", each.closed().ShortDebugString()));
    }
    for (const v1::CasePart& each : file.parts()) {
      lines.push_back(absl::StrCat("part ", each.therapist() == ana_ ? "ana" : "other", " ",
                                   each.from().ShortDebugString(), " ", each.until().ShortDebugString()));
    }
    std::string state;
    for (const std::string& line : lines) absl::StrAppend(&state, line, "\n");
    return state;
  }

  // The figures, without the cover.
  std::string FiguresOf(const v1::ComplianceReport& report) {
    std::string figures;
    for (const v1::ReportSection& section : report.sections()) absl::StrAppend(&figures, section.DebugString());
    return figures;
  }

  std::unique_ptr<v1::LedgerService::Stub> ledger_;
  std::string ana_, maria_, case_, other_;
};

}  // namespace candor

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_CORRECTIONS_FIXTURE_H_
