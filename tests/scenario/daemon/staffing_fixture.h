#ifndef CANDOR_TESTS_SCENARIO_DAEMON_STAFFING_FIXTURE_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_STAFFING_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>

#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor {

// Ana Nguyen, supervised by Dele Haddad, holds a case, and a colleague has nothing to do with either.
class StaffingTest : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonTest::SetUp();
    if (HasFatalFailure()) return;
    ana_ = MakeMember("Ana Nguyen");
    supervisor_ = MakeMember("Dele Haddad");
    colleague_ = MakeMember("Hana De Smet");
    MakeSupervision(ana_, supervisor_, Day(2024, 1, 1));
    case_ = OpenCase("C-1042", ana_);
    v1::CreateEntryRequest session = EntryFor(case_, ana_, Day(2025, 3, 3));
    session.mutable_entry()->mutable_session()->set_minutes(50);
    session.mutable_entry()->set_note("words of a session");
    session_ = Record(session, ana_).entry().name();
  }

  // About Ana Nguyen, as somebody else tells it.
  v1::CreateEntryRequest OfAna(Day occurred = kToday) {
    v1::CreateEntryRequest request = EntryFor(ana_, ana_, occurred);
    request.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
    return request;
  }
  v1::CreateEntryRequest Absence(const std::string& cover = "") {
    v1::CreateEntryRequest request = OfAna();
    SetDate(request.mutable_entry()->mutable_absence()->mutable_from(), kToday);
    request.mutable_entry()->mutable_absence()->set_cover(cover);
    return request;
  }
  v1::CreateEntryRequest Departure(const std::string& custodian = "") {
    v1::CreateEntryRequest request = OfAna();
    SetDate(request.mutable_entry()->mutable_departure()->mutable_last_day(), kToday - 1);
    request.mutable_entry()->mutable_departure()->set_custodian(custodian);
    return request;
  }
  v1::CreateEntryRequest HandOn(const std::string& next, Day day = kToday) {
    v1::CreateEntryRequest request = OfAna(day);
    v1::SupervisionChangeFacts& change = *request.mutable_entry()->mutable_supervision_change();
    change.set_event(v1::SUPERVISION_EVENT_ENDED);
    change.set_supervisor(supervisor_);
    change.set_next_supervisor(next);
    return request;
  }

  void ExpectRefused(const grpc::Status& status, const std::string& field) {
    const Refusal refused = RefusalOf(status);
    EXPECT_EQ(refused.code, grpc::StatusCode::PERMISSION_DENIED) << refused.message;
    EXPECT_EQ(refused.field, field);
    EXPECT_EQ(refused.reason, "not_theirs");
  }
  grpc::Status Create(const v1::CreateEntryRequest& request, const std::string& act_for) {
    v1::CreateEntryResponse response;
    return Call(entries_, &v1::EntryService::Stub::CreateEntry, request, response, act_for);
  }
  grpc::Status Preview(const v1::CreateEntryRequest& entry, const std::string& act_for) {
    v1::PreviewEntryRequest request;
    request.set_parent(entry.parent());
    *request.mutable_entry() = entry.entry();
    v1::PreviewEntryResponse response;
    return Call(entries_, &v1::EntryService::Stub::PreviewEntry, request, response, act_for);
  }
  grpc::Status Amend(const std::string& name, const v1::Entry& entry, const std::string& act_for) {
    v1::AmendEntryRequest request;
    request.set_name(name);
    *request.mutable_entry() = entry;
    v1::AmendEntryResponse response;
    return Call(entries_, &v1::EntryService::Stub::AmendEntry, request, response, act_for);
  }
  grpc::Status Retract(const std::string& name, const std::string& act_for) {
    v1::RetractEntryRequest request;
    request.set_name(name);
    request.mutable_retraction()->set_reason(v1::RETRACTION_REASON_ENTERED_IN_ERROR);
    v1::RetractEntryResponse response;
    return Call(entries_, &v1::EntryService::Stub::RetractEntry, request, response, act_for);
  }
  grpc::StatusCode SeesCase(const std::string& reader) {
    v1::GetCaseRequest request;
    request.set_name(case_);
    v1::GetCaseResponse response;
    return Call(cases_, &v1::CaseService::Stub::GetCase, request, response, reader).error_code();
  }
  // The note of Ana Nguyen's session, "" for whoever is not shown it.
  std::string WordsFor(const std::string& reader) {
    v1::GetEntryRequest request;
    request.set_name(session_);
    v1::GetEntryResponse response;
    const grpc::Status status = Call(entries_, &v1::EntryService::Stub::GetEntry, request, response, reader);
    return status.ok() ? response.entry().note() : "";
  }
  void ExpectColleagueSeesNothing() {
    EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::NOT_FOUND);
    EXPECT_EQ(WordsFor(colleague_), "");
    EXPECT_EQ(WordsFor(supervisor_), "words of a session");
  }

  std::string ana_, supervisor_, colleague_, case_, session_;
};

// What may be written down of the two, in more than one file.
class StaffingServiceTest : public StaffingTest {};

}  // namespace candor

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_STAFFING_FIXTURE_H_
