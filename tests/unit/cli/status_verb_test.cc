#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "candor/v1/daemon.grpc.pb.h"
#include "fake_daemon.h"

namespace candor::cli::status_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class FakeStatus final : public v1::DaemonService::Service {
 public:
  grpc::Status GetStatus(grpc::ServerContext*, const v1::GetStatusRequest*, v1::GetStatusResponse* response) override {
    *response->mutable_status() = status;
    return grpc::Status::OK;
  }

  v1::DaemonStatus status;
};

TEST(StatusVerbTest, SaysThatThePoliciesAreNotRunning) {
  FakeStatus service;
  FakeDaemon daemon({&service});
  v1::PolicyState& policy = *service.status.add_policies();
  policy.set_policy("policies/referral");
  policy.set_version("1.0.0");
  policy.set_loaded(true);
  EXPECT_THAT(RunAgainst(daemon.address(), {"status"}).out, Not(HasSubstr("not running")));

  service.status.set_policies_problem("the policies are not running: the policy worker is gone");
  const Outcome outcome = RunAgainst(daemon.address(), {"status"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("policies/referral 1.0.0 (not running, see below)"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("At the moment the policies are not running: the policy worker is gone. "));
  EXPECT_EQ(Json::parse(RunAgainst(daemon.address(), {"status", "-o", "json"}).out)["policies_problem"],
            service.status.policies_problem());
}

TEST(StatusVerbTest, SaysHowFarAChangeOfThePoliciesHasBeenApplied) {
  FakeStatus service;
  FakeDaemon daemon({&service});
  EXPECT_THAT(RunAgainst(daemon.address(), {"status"}).out, Not(HasSubstr("Assessed again")));

  service.status.mutable_reassessment();
  EXPECT_THAT(Flat(RunAgainst(daemon.address(), {"status"}).out),
              HasSubstr("Assessed again: after a change of the policies; it begins in a moment"));
  service.status.mutable_reassessment()->set_looked_at(64);
  service.status.mutable_reassessment()->set_all(200);
  service.status.mutable_reassessment()->set_left_out(2);

  EXPECT_THAT(Flat(RunAgainst(daemon.address(), {"status"}).out),
              HasSubstr("Assessed again: after a change of the policies: 64 of 200 cases and members, 2 of them not "
                        "judged"));
}

}  // namespace
}  // namespace candor::cli::status_verb_test
