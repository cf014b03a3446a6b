#ifndef CANDOR_TESTS_SCENARIO_DAEMON_CASE_GATE_FIXTURE_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_CASE_GATE_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>

#include "tests/scenario/daemon/staffing_fixture.h"

namespace candor {

// What is written down of who has the client of `case_`.
class CaseGateTest : public StaffingTest {
 protected:
  v1::CreateEntryRequest Step(const std::string& therapist, const std::string& receiver, Day day = kToday) {
    v1::CreateEntryRequest step = EntryFor(case_, therapist, day);
    step.mutable_entry()->mutable_transfer_step()->set_receiver(receiver);
    return step;
  }
  v1::CreateEntryRequest Taking(const std::string& receiver, Day day = kToday) {
    v1::CreateEntryRequest step = Step(receiver, receiver, day);
    step.mutable_entry()->mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);
    return step;
  }
  v1::CreateEntryRequest GoingOn(const std::string& therapist, Day day = kToday) {
    v1::CreateEntryRequest decision = EntryFor(case_, therapist, day);
    decision.mutable_entry()->mutable_decision()->set_decision(v1::CARE_DECISION_CONTINUE);
    return decision;
  }
  v1::CreateEntryRequest Ending(Day day = kToday) {
    v1::CreateEntryRequest ending = EntryFor(case_, ana_, day);
    ending.mutable_entry()->mutable_termination()->set_initiator(v1::INITIATOR_CLIENT);
    return ending;
  }
  v1::CreateEntryRequest Intake(const std::string& therapist, Day day = kToday) {
    v1::CreateEntryRequest intake = EntryFor(case_, therapist, day);
    intake.mutable_entry()->mutable_intake();
    return intake;
  }
  static v1::CreateEntryRequest AtHour(v1::CreateEntryRequest request, int hour) {
    request.mutable_entry()->mutable_occurred()->mutable_time()->set_hours(hour);
    return request;
  }
  v1::Case Shown() {
    v1::GetCaseRequest request;
    request.set_name(case_);
    v1::GetCaseResponse response;
    EXPECT_TRUE(Call(cases_, &v1::CaseService::Stub::GetCase, request, response).ok());
    return response.case_();
  }
  // The newest entry of the case with an intake.
  v1::Entry IntakeOf(const std::string& of_case) {
    v1::ListEntriesRequest list;
    list.set_parent(of_case);
    list.add_kinds(v1::ENTRY_KIND_INTAKE);
    v1::ListEntriesResponse listed;
    EXPECT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, list, listed).ok());
    return listed.entries_size() == 0 ? v1::Entry() : listed.entries(listed.entries_size() - 1);
  }
  v1::EntryPreview Asked(const v1::PreviewEntryRequest& request, const std::string& act_for = "") {
    v1::PreviewEntryResponse response;
    const grpc::Status status = Call(entries_, &v1::EntryService::Stub::PreviewEntry, request, response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.preview();
  }
};

}  // namespace candor

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_CASE_GATE_FIXTURE_H_
