#ifndef CANDOR_TESTS_UNIT_CLI_SUPERVISION_FIXTURE_H_
#define CANDOR_TESTS_UNIT_CLI_SUPERVISION_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/error.pb.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "cli/wire/dates.h"
#include "daemon/base/civil.h"
#include "fake_daemon.h"
#include "fake_work.h"

// `candor supervision` against a daemon that answers what a test says.
namespace candor::cli {

// A Friday.
inline constexpr Day kFriday(2026, 3, 20);
// As last week; the first case: formulation, risk; on; on; risk not looked at; hours confirmed; did not ask; done.
inline constexpr char kUsual[] = "\n1fr\n\nnyn\n";

// As the daemon refuses something about one field.
inline grpc::Status RefusalAbout(const std::string& field, const std::string& reason) {
  v1::ErrorDetail detail;
  detail.set_field(field);
  detail.set_reason(reason);
  v1::ErrorStatus status;
  status.add_details()->set_value(detail.SerializeAsString());
  return {grpc::StatusCode::FAILED_PRECONDITION, field + ": is not taken", status.SerializeAsString()};
}

class FixedClock final : public v1::DaemonService::Service {
 public:
  grpc::Status GetStatus(grpc::ServerContext*, const v1::GetStatusRequest*, v1::GetStatusResponse* response) override {
    *response->mutable_status()->mutable_today() = ToWire(today);
    return grpc::Status::OK;
  }

  Day today = kFriday;
};

class RecordingNotes final : public v1::SupervisionService::Service {
 public:
  grpc::Status GetSupervisionWeek(grpc::ServerContext*, const v1::GetSupervisionWeekRequest*,
                                  v1::GetSupervisionWeekResponse* response) override {
    *response->mutable_week() = week;
    return grpc::Status::OK;
  }
  grpc::Status SignSupervisionNote(grpc::ServerContext*, const v1::SignSupervisionNoteRequest* request,
                                   v1::SignSupervisionNoteResponse* response) override {
    sent.push_back(*request);
    for (const v1::SuperviseePart& each : request->parts()) {
      v1::SupervisionNote& note = *response->add_notes();
      note.set_name(each.supervisee() + "/supervisionNotes/n");
      note.set_supervisee(each.supervisee());
    }
    return answer;
  }
  grpc::Status CancelSupervision(grpc::ServerContext*, const v1::CancelSupervisionRequest* request,
                                 v1::CancelSupervisionResponse*) override {
    cancelled.push_back(*request);
    return grpc::Status::OK;
  }
  grpc::Status GetSupervisionNote(grpc::ServerContext*, const v1::GetSupervisionNoteRequest*,
                                  v1::GetSupervisionNoteResponse* response) override {
    *response->mutable_note() = note;
    return grpc::Status::OK;
  }
  grpc::Status AmendSupervisionNote(grpc::ServerContext*, const v1::AmendSupervisionNoteRequest* request,
                                    v1::AmendSupervisionNoteResponse* response) override {
    amended.push_back(*request);
    *response->mutable_note() = note;
    return answer;
  }
  grpc::Status AnswerSupervisionNote(grpc::ServerContext*, const v1::AnswerSupervisionNoteRequest* request,
                                     v1::AnswerSupervisionNoteResponse* response) override {
    answered.push_back(*request);
    *response->mutable_note() = note;
    if (refusals.empty()) return grpc::Status::OK;
    grpc::Status refusal = refusals.front();
    refusals.erase(refusals.begin());
    return refusal;
  }
  grpc::Status ListSupervisionNotes(grpc::ServerContext*, const v1::ListSupervisionNotesRequest* request,
                                    v1::ListSupervisionNotesResponse* response) override {
    listed.push_back(*request);
    *response = list;
    return grpc::Status::OK;
  }
  grpc::Status GetSupervisionLog(grpc::ServerContext*, const v1::GetSupervisionLogRequest*,
                                 v1::GetSupervisionLogResponse* response) override {
    *response->mutable_log() = log;
    return grpc::Status::OK;
  }

  v1::SupervisionWeek week;
  v1::SupervisionNote note;
  v1::SupervisionLog log;
  v1::ListSupervisionNotesResponse list;
  grpc::Status answer = grpc::Status::OK;
  std::vector<grpc::Status> refusals;  // of what is said to a note, one after another
  std::vector<v1::SignSupervisionNoteRequest> sent;
  std::vector<v1::CancelSupervisionRequest> cancelled;
  std::vector<v1::AmendSupervisionNoteRequest> amended;
  std::vector<v1::AnswerSupervisionNoteRequest> answered;
  std::vector<v1::ListSupervisionNotesRequest> listed;
};

class RetractingEntries final : public v1::EntryService::Service {
 public:
  grpc::Status RetractEntry(grpc::ServerContext*, const v1::RetractEntryRequest* request,
                            v1::RetractEntryResponse*) override {
    retracted.push_back(*request);
    return grpc::Status::OK;
  }
  grpc::Status ListEntries(grpc::ServerContext*, const v1::ListEntriesRequest*,
                           v1::ListEntriesResponse* response) override {
    *response = timeline;
    return grpc::Status::OK;
  }

  v1::ListEntriesResponse timeline;
  std::vector<v1::RetractEntryRequest> retracted;
};

class SupervisionVerbTest : public testing::Test {
 protected:
  SupervisionVerbTest() {
    setenv("XDG_STATE_HOME", (daemon_.folder() + "/state").c_str(), 1);
    *notes_.week.mutable_week() = ToWire(kFriday - 4);
    notes_.week.set_supervisor("members/d");
  }
  ~SupervisionVerbTest() override { unsetenv("XDG_STATE_HOME"); }

  // Somebody who was there a week ago, with one case.
  v1::SuperviseeWeek& Add(const std::string& name, Day last = kFriday - 7) {
    v1::SuperviseeWeek& line = *notes_.week.add_supervisees();
    line.set_supervisee(name);
    line.set_units_profile(v1::UNITS_PROFILE_BBS);
    v1::SupervisedCase& one = *line.add_cases();
    one.set_case_("cases/" + name.substr(8));
    one.set_case_code("K-" + name.substr(8));
    v1::SupervisionSession& session = *line.mutable_last_session();
    *session.mutable_started()->mutable_date() = ToWire(last);
    session.mutable_started()->mutable_time()->set_hours(9);
    session.set_minutes(50);
    session.set_format(v1::SUPERVISION_NOTE_FORMAT_INDIVIDUAL);
    session.set_mode(v1::SUPERVISION_MODE_VIDEO);
    session.set_setting("Clinic");
    session.add_attendees()->set_member(name);
    return line;
  }
  // Both in one session.
  void Pair(const std::string& first, const std::string& second) {
    for (const std::string& name : {first, second}) {
      v1::SupervisionSession& session = *Add(name).mutable_last_session();
      session.set_format(v1::SUPERVISION_NOTE_FORMAT_TRIADIC);
      session.clear_attendees();
      session.add_attendees()->set_member(first);
      session.add_attendees()->set_member(second);
    }
  }

  Outcome Type(const std::string& keys, std::vector<std::string> arguments = {"note"}) {
    arguments.insert(arguments.begin(), {"--act-for", "members/d", "supervision"});
    return RunBeforeAPerson(daemon_.address(), arguments, keys);
  }
  Outcome Script(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), {"--act-for", "members/d", "supervision"});
    return RunAgainst(daemon_.address(), arguments, input);
  }
  // What signing sends.
  v1::SignSupervisionNoteRequest Signed() {
    const Outcome outcome = Script({"sign", "all", "--yes"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_FALSE(notes_.sent.empty());
    return notes_.sent.empty() ? v1::SignSupervisionNoteRequest() : notes_.sent.back();
  }

  RecordingNotes notes_;
  FixedClock clock_;
  FakeWork work_;
  RetractingEntries entries_;
  FakeDaemon daemon_{{&notes_, &clock_, &work_, &entries_}};
};

}  // namespace candor::cli

#endif  // CANDOR_TESTS_UNIT_CLI_SUPERVISION_FIXTURE_H_
