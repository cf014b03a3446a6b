#ifndef CANDOR_TESTS_UNIT_CLI_TODAY_FIXTURE_H_
#define CANDOR_TESTS_UNIT_CLI_TODAY_FIXTURE_H_

#include <gtest/gtest.h>

#include <vector>

#include "candor/v1/decision.grpc.pb.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "cli/wire/dates.h"
#include "fake_daemon.h"
#include "fake_work.h"
#include "one_member.h"

// `candor today` against a daemon that answers what a test says.
namespace candor::cli {

class FakeDecisions final : public v1::DecisionService::Service {
 public:
  grpc::Status CreateDecision(grpc::ServerContext*, const v1::CreateDecisionRequest* request,
                              v1::CreateDecisionResponse* response) override {
    made.push_back(request->decision());
    *response->mutable_decision() = request->decision();
    return grpc::Status::OK;
  }
  grpc::Status ListDecisions(grpc::ServerContext*, const v1::ListDecisionsRequest*,
                             v1::ListDecisionsResponse* response) override {
    for (const v1::Decision& each : made) *response->add_decisions() = each;
    return grpc::Status::OK;
  }

  std::vector<v1::Decision> made;
};

class FakeSupervisionWeek final : public v1::SupervisionService::Service {
 public:
  grpc::Status GetSupervisionWeek(grpc::ServerContext*, const v1::GetSupervisionWeekRequest*,
                                  v1::GetSupervisionWeekResponse* response) override {
    *response->mutable_week() = week;
    return grpc::Status::OK;
  }

  v1::SupervisionWeek week;
};

class TodayVerbTest : public ::testing::Test {
 protected:
  TodayVerbTest() { *work_.list.mutable_today() = ToWire(Day(2026, 6, 12)); }

  v1::WorkItem& Add(v1::WorkRole role) {
    v1::WorkItem& item = *work_.list.add_items();
    ++work_.total;
    item.set_role(role);
    v1::FollowUp& follow_up = *item.mutable_follow_up();
    follow_up.set_name("cases/a/followUps/f");
    follow_up.set_case_("cases/a");
    follow_up.set_case_code("C-1042");
    follow_up.set_therapist("members/b");
    follow_up.set_action(v1::ACTION_TALK);
    follow_up.set_status(v1::FOLLOW_UP_STATUS_OPEN);
    *follow_up.mutable_due() = ToWire(Day(2026, 6, 19));
    return item;
  }

  FakeWork work_;
  OneMember members_{"members/b", "Ana Nguyen"};
  FakeDecisions decisions_;
  FakeSupervisionWeek supervision_;
  FakeDaemon daemon_{{&work_, &members_, &decisions_, &supervision_}};
};

}  // namespace candor::cli

#endif  // CANDOR_TESTS_UNIT_CLI_TODAY_FIXTURE_H_
