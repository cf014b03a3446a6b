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

}  // namespace
}  // namespace candor::cli::status_verb_test
