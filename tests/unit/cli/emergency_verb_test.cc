#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/emergency.grpc.pb.h"
#include "candor/v1/error.pb.h"
#include "candor/v1/watch.grpc.pb.h"
#include "cli/print/exit_codes.h"
#include "fake_daemon.h"
#include "one_member.h"

// What `candor emergency` says, asks and sends, and what reading under one sends.
namespace candor::cli::emergency_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kName[] = "emergencies/e";

// Keeps what was asked for last.
class FakeEmergencies final : public v1::EmergencyService::Service {
 public:
  FakeEmergencies() {
    emergency.set_name(kName);
    emergency.set_subject("cases/a");
    emergency.set_state(v1::EMERGENCY_STATE_ASKED);
    emergency.set_asker("members/m_a");
    emergency.set_minutes(240);
    emergency.set_reason("at risk tonight");
    emergency.mutable_asked_at()->set_seconds(1803859200);
  }

  grpc::Status GetEmergencyContacts(grpc::ServerContext*, const v1::GetEmergencyContactsRequest*,
                                    v1::GetEmergencyContactsResponse* response) override {
    *response = contacts;
    return grpc::Status::OK;
  }
  grpc::Status AskEmergency(grpc::ServerContext*, const v1::AskEmergencyRequest* request,
                            v1::AskEmergencyResponse* response) override {
    asked = *request;
    *response->mutable_emergency() = emergency;
    return grpc::Status::OK;
  }
  grpc::Status ApproveEmergency(grpc::ServerContext*, const v1::ApproveEmergencyRequest* request,
                                v1::ApproveEmergencyResponse* response) override {
    ++approvals;
    approved = *request;
    *response->mutable_emergency() = emergency;
    response->mutable_emergency()->set_state(v1::EMERGENCY_STATE_IN_FORCE);
    response->mutable_emergency()->set_in_force(true);
    response->mutable_emergency()->mutable_expires_at()->set_seconds(1803859200 + 3600);
    return grpc::Status::OK;
  }
  grpc::Status RefuseEmergency(grpc::ServerContext*, const v1::RefuseEmergencyRequest* request,
                               v1::RefuseEmergencyResponse* response) override {
    refused = *request;
    *response->mutable_emergency() = emergency;
    response->mutable_emergency()->set_state(v1::EMERGENCY_STATE_REFUSED);
    return grpc::Status::OK;
  }
  grpc::Status EndEmergency(grpc::ServerContext*, const v1::EndEmergencyRequest*,
                            v1::EndEmergencyResponse* response) override {
    *response->mutable_emergency() = emergency;
    response->mutable_emergency()->set_state(v1::EMERGENCY_STATE_ENDED);
    response->mutable_emergency()->mutable_ended_at()->set_seconds(1803859200);
    return grpc::Status::OK;
  }
  grpc::Status ReviewEmergency(grpc::ServerContext*, const v1::ReviewEmergencyRequest* request,
                               v1::ReviewEmergencyResponse* response) override {
    reviewed = *request;
    *response->mutable_emergency() = emergency;
    response->mutable_emergency()->set_state(v1::EMERGENCY_STATE_REVIEWED);
    return grpc::Status::OK;
  }
  grpc::Status ListEmergencies(grpc::ServerContext*, const v1::ListEmergenciesRequest*,
                               v1::ListEmergenciesResponse* response) override {
    *response->add_emergencies() = emergency;
    return grpc::Status::OK;
  }

  v1::Emergency emergency;
  v1::GetEmergencyContactsResponse contacts;
  v1::AskEmergencyRequest asked;
  v1::ApproveEmergencyRequest approved;
  v1::RefuseEmergencyRequest refused;
  v1::ReviewEmergencyRequest reviewed;
  int approvals = 0;
};

// Keeps under which emergency it was asked.
class WatchfulCases final : public v1::CaseService::Service {
 public:
  grpc::Status GetCase(grpc::ServerContext* context, const v1::GetCaseRequest* request,
                       v1::GetCaseResponse* response) override {
    Note(*context);
    response->mutable_case_()->set_name(request->name());
    response->mutable_case_()->set_code("C-1");
    return grpc::Status::OK;
  }
  grpc::Status LookupCase(grpc::ServerContext* context, const v1::LookupCaseRequest*,
                          v1::LookupCaseResponse* response) override {
    Note(*context);
    if (!refusal.ok()) return refusal;
    response->mutable_case_()->set_name("cases/a");
    return grpc::Status::OK;
  }
  grpc::Status ListCases(grpc::ServerContext* context, const v1::ListCasesRequest*,
                         v1::ListCasesResponse* response) override {
    Note(*context);
    response->add_cases()->set_name("cases/a");
    return grpc::Status::OK;
  }

  std::string under;
  grpc::Status refusal = grpc::Status::OK;

 private:
  void Note(const grpc::ServerContext& context) {
    const auto named = context.client_metadata().find("candor-emergency");
    const bool is_named = named != context.client_metadata().end();
    under = is_named ? std::string(named->second.data(), named->second.size()) : "";
  }
};

// Tells of the emergency, and stops.
class OneEmergencyWatched final : public v1::WatchService::Service {
 public:
  explicit OneEmergencyWatched(const FakeEmergencies& emergencies) : emergencies_(emergencies) {}

  grpc::Status Watch(grpc::ServerContext*, const v1::WatchRequest*,
                     grpc::ServerWriter<v1::WatchResponse>* writer) override {
    v1::WatchResponse response;
    *response.add_changes()->mutable_emergency() = emergencies_.emergency;
    response.set_resume_token("t");
    writer->Write(response);
    return {grpc::StatusCode::UNAVAILABLE, "the daemon is stopping"};
  }

 private:
  const FakeEmergencies& emergencies_;
};

class EmergencyVerbTest : public testing::Test {
 protected:
  Outcome Emergency(const std::vector<std::string>& arguments, const std::string& input = "") {
    return RunVerb(daemon_, "emergency", arguments, input);
  }

  FakeEmergencies emergencies_;
  WatchfulCases cases_;
  OneMember members_;
  OneEmergencyWatched watch_{emergencies_};
  FakeDaemon daemon_{{&emergencies_, &cases_, &members_, &watch_}};
};

TEST_F(EmergencyVerbTest, SaysWhomToCall) {
  v1::EmergencyContact& director = *emergencies_.contacts.add_contacts();
  director.set_display_name("Dele Haddad");
  director.set_role(v1::ROLE_DIRECTOR);
  v1::EmergencyContact& deputy = *emergencies_.contacts.add_contacts();
  deputy.set_display_name("Sue Bell");
  deputy.set_role(v1::ROLE_OWNER);
  deputy.set_deputy(true);
  deputy.set_away(true);

  const Outcome outcome = Emergency({});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("call the emergency services first"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("Dele Haddad clinical director"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("Sue Bell deputy owner away"));
  EXPECT_THAT(outcome.out, HasSubstr("candor emergency ask --case CODE"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("cannot be read")));
  EXPECT_THAT(Emergency({"-o", "json"}).out, HasSubstr("\"Dele Haddad\""));
}

TEST_F(EmergencyVerbTest, SaysWhenWhatItKnowsIsOld) {
  emergencies_.contacts.add_contacts()->set_display_name("Dele Haddad");
  emergencies_.contacts.mutable_known_at()->set_seconds(1803859200);

  EXPECT_THAT(Flat(Emergency({}).out), HasSubstr("The record cannot be read; this was known at 2027-03-01"));
}

// Whoever is in danger is not helped by a daemon that answers.
TEST_F(EmergencyVerbTest, SaysWhatComesFirstThoughNothingAnswers) {
  const Outcome outcome = RunAgainst("unix:/nonexistent/candor.sock", {"emergency"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUnreachable));
  EXPECT_THAT(outcome.err, HasSubstr("call the emergency services first"));
}

TEST_F(EmergencyVerbTest, AsksForACaseWithAReasonAndALimit) {
  const Outcome outcome =
      Emergency({"ask", "--case", "C-1", "--for", "90m", "--notify", "Maria Lopez", "--reason", "at risk tonight"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(emergencies_.asked.subject(), "cases/a");
  EXPECT_EQ(emergencies_.asked.minutes(), 90);
  EXPECT_EQ(emergencies_.asked.notify(), "members/m_a");
  EXPECT_EQ(emergencies_.asked.reason(), "at risk tonight");
  EXPECT_FALSE(emergencies_.asked.request_id().empty());
  EXPECT_THAT(outcome.out, HasSubstr("It waits for a second person"));
  EXPECT_THAT(outcome.out, HasSubstr("candor case timeline cases/a --emergency emergencies/e"));
}

TEST_F(EmergencyVerbTest, AsksForOneThingAndForNoLongerThanADay) {
  EXPECT_EQ(Emergency({"ask", "--reason", "r"}).code, static_cast<int>(ExitCode::kUsage));
  EXPECT_EQ(Emergency({"ask", "--case", "C-1", "--member", "Maria Lopez", "--reason", "r"}).code,
            static_cast<int>(ExitCode::kUsage));
  for (const char* time : {"25h", "0m", "soon"}) {
    const Outcome outcome = Emergency({"ask", "--case", "C-1", "--for", time, "--reason", "r"});
    EXPECT_NE(outcome.code, 0) << time;
    EXPECT_THAT(outcome.err, HasSubstr("--for"));
  }
  EXPECT_THAT(emergencies_.asked.subject(), IsEmpty());
}

TEST_F(EmergencyVerbTest, WhatIsApprovedIsShownAndAskedAboutFirst) {
  const auto answer = [this](const std::string& word) {
    return RunBeforeAPerson(daemon_.address(), {"emergency", "approve", kName, "--for", "1h"}, word + "\n");
  };
  const Outcome no = answer("n");
  EXPECT_EQ(emergencies_.approvals, 0);
  EXPECT_EQ(no.code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_THAT(Flat(no.err), HasSubstr("Why: at risk tonight"));
  EXPECT_THAT(Flat(no.err),
              HasSubstr("With your approval Maria Lopez reads everything of C-1 but private notes, for an "
                        "hour from now."));
  const Outcome yes = answer("y");
  EXPECT_EQ(yes.code, 0) << yes.err;
  EXPECT_EQ(emergencies_.approved.minutes(), 60);
  EXPECT_THAT(yes.out, HasSubstr("open until"));
  EXPECT_EQ(Emergency({"approve", "emergencies/none", "--yes"}).code, static_cast<int>(ExitCode::kNotFound));
  EXPECT_EQ(emergencies_.approvals, 1);
}

TEST_F(EmergencyVerbTest, IsRefusedAndReviewedInWordsFromStandardInput) {
  EXPECT_EQ(Emergency({"refuse", kName, "--stdin"}, "the therapist answers\n").code, 0);
  EXPECT_EQ(emergencies_.refused.remark(), "the therapist answers");
  const Outcome outcome = Emergency({"review", kName, "--stdin"}, "needed\n");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(emergencies_.reviewed.remark(), "needed");
  EXPECT_THAT(outcome.out, HasSubstr("over, and looked at"));
  EXPECT_EQ(Emergency({"review", kName}).code, static_cast<int>(ExitCode::kUsage)) << "without words";
  EXPECT_THAT(Emergency({"end", kName}).out, HasSubstr("ended 2027-03-01"));
}

TEST_F(EmergencyVerbTest, TheListSaysWhoReadsWhatAndWhy) {
  const Outcome outcome = Emergency({"list"});

  EXPECT_THAT(Flat(outcome.out), HasSubstr("Who reads: Maria Lopez"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("Why: at risk tonight"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("State: waits for an answer"));
  EXPECT_THAT(Emergency({"list", "-o", "json"}).out, HasSubstr("\"emergencies/e\""));
}

TEST_F(EmergencyVerbTest, ALookNamesItAndWhatWritesDoesNotTakeIt) {
  EXPECT_EQ(RunVerb(daemon_, "case", {"list", "--emergency", kName}).code, 0);
  EXPECT_EQ(cases_.under, kName);
  EXPECT_EQ(RunVerb(daemon_, "case", {"list"}).code, 0);
  EXPECT_EQ(cases_.under, "");
  const Outcome writes = Emergency({"end", kName, "--emergency", kName});
  EXPECT_EQ(writes.code, static_cast<int>(ExitCode::kUsage));
  EXPECT_THAT(writes.err, HasSubstr("--emergency"));
  const Outcome odd = RunVerb(daemon_, "case", {"list", "--emergency", "what I read"});
  EXPECT_NE(odd.code, 0);
  EXPECT_THAT(odd.err, HasSubstr("--emergency"));
}

// Not that there is no such case: that was not even looked for.
TEST_F(EmergencyVerbTest, OfANameThatIsNoneItSaysWhereTheyAre) {
  v1::ErrorDetail detail;
  detail.set_field("candor-emergency");
  detail.set_reason("not_found");
  v1::ErrorStatus status;
  status.add_details()->set_value(detail.SerializeAsString());
  cases_.refusal = {grpc::StatusCode::NOT_FOUND, "candor-emergency: none", status.SerializeAsString()};

  const Outcome outcome = RunVerb(daemon_, "case", {"show", "C-1", "--emergency", "emergencies/mistyped"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotFound));
  EXPECT_THAT(Flat(outcome.err), HasSubstr("--emergency: no access of this name is open to you. `candor emergency "
                                           "list` shows those that you are told of"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("no case with this code")));
}

TEST_F(EmergencyVerbTest, IsToldAsItHappens) {
  const Outcome outcome = RunVerb(daemon_, "watch", {});

  EXPECT_THAT(outcome.out, HasSubstr("emergency: Maria Lopez, C-1, waits for an answer  emergencies/e"));
  EXPECT_THAT(RunVerb(daemon_, "watch", {"-o", "csv"}).out, HasSubstr("emergency,emergencies/e,cases/a,asked"));
}

}  // namespace
}  // namespace candor::cli::emergency_verb_test
