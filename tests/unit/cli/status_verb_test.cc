#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "candor/v1/daemon.grpc.pb.h"
#include "cli/wire/dates.h"
#include "fake_daemon.h"

namespace candor::cli::status_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

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

TEST(StatusVerbTest, SaysFirstThatEverybodyOnTheMachineIsTheOperator) {
  FakeStatus service;
  FakeDaemon daemon({&service});
  EXPECT_THAT(RunAgainst(daemon.address(), {"status"}).out, Not(HasSubstr("insecure")));

  service.status.set_insecure_loopback(true);
  const Outcome outcome = RunAgainst(daemon.address(), {"status"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.out),
              StartsWith("OPEN TO EVERYBODY ON ITS MACHINE: candord runs with --insecure-loopback."));
  EXPECT_EQ(Json::parse(RunAgainst(daemon.address(), {"status", "-o", "json"}).out)["insecure_loopback"], true);
}

TEST(StatusVerbTest, SaysWhatIsStillToBeNamed) {
  FakeStatus service;
  FakeDaemon daemon({&service});
  v1::ReadinessGap& gap = *service.status.add_readiness_gaps();
  gap.set_kind(v1::READINESS_GAP_KIND_NOBODY);
  gap.set_role(v1::ROLE_OWNER);
  EXPECT_THAT(RunAgainst(daemon.address(), {"status"}).out, Not(HasSubstr("to be named")))
      << "nobody reaches it over a network";

  service.status.set_tls(true);
  const std::string begun = RunAgainst(daemon.address(), {"status"}).out;
  EXPECT_THAT(begun, HasSubstr("Still to be named, by candor setup:\n  an owner\n"));
  EXPECT_THAT(begun, Not(HasSubstr("NOT READY")));

  service.status.set_not_ready(true);
  const Outcome outcome = RunAgainst(daemon.address(), {"status"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.out), StartsWith("NOT READY: nothing of the work is recorded or shown before"));
  EXPECT_EQ(Json::parse(RunAgainst(daemon.address(), {"status", "-o", "json"}).out)["readiness_gaps"].size(), 1u);
}

// As setup says it where the operator has accepted the rule for the owner.
TEST(StatusVerbTest, WhatNothingWaitsForIsAskedForAgain) {
  FakeStatus service;
  FakeDaemon daemon({&service});
  service.status.set_tls(true);
  v1::ReadinessGap& gap = *service.status.add_readiness_gaps();
  gap.set_kind(v1::READINESS_GAP_KIND_NON_USE);
  gap.set_vacant(true);

  const std::string said = RunAgainst(daemon.address(), {"status"}).out;

  EXPECT_THAT(said, HasSubstr("Asked for again, by candor setup, while the work goes on:\n  the owner's acceptance of "
                              "the non-use rule (it was accepted before; the owner is asked for it in person)\n"));
  EXPECT_THAT(said, Not(HasSubstr("Still to be named")));

  service.status.add_readiness_gaps()->set_kind(v1::READINESS_GAP_KIND_CONSULTANTS);
  EXPECT_THAT(RunAgainst(daemon.address(), {"status"}).out, HasSubstr("Still to be named, by candor setup:\n"));
}

TEST(StatusVerbTest, SaysHowItIsReachedAndWhoMayActForOthers) {
  FakeStatus service;
  FakeDaemon daemon({&service});
  const std::string alone = Flat(RunAgainst(daemon.address(), {"status"}).out);
  EXPECT_THAT(alone, HasSubstr("Network: not reached from other machines"));
  EXPECT_THAT(alone, HasSubstr("Acting for members: nobody may"));

  service.status.set_tls(true);
  service.status.set_act_for_allowed(true);
  service.status.mutable_certificate_expires_at()->set_seconds(1803859200);
  service.status.set_certificate_problem("the folder cannot be written");
  service.status.set_metrics_problem("the address 127.0.0.1:9464 of the metrics cannot be listened on");
  const std::string reached = Flat(RunAgainst(daemon.address(), {"status"}).out);

  EXPECT_THAT(reached, HasSubstr("Network: TLS; its certificate holds until " +
                                 SayInstant(service.status.certificate_expires_at())));
  EXPECT_THAT(reached, HasSubstr("Acting for members: the operator may, with --act-for"));
  EXPECT_THAT(reached, HasSubstr("The daemon's certificate is not renewed: the folder cannot be written"));
  EXPECT_THAT(reached, HasSubstr("The metrics cannot be read: the address 127.0.0.1:9464 of the metrics"));
}

TEST(StatusVerbTest, WhatIsNotShownIsNotSaidToBeNone) {
  FakeStatus service;
  FakeDaemon daemon({&service});
  service.status.set_ledger_id("abc");
  const std::string shown_less = Flat(RunAgainst(daemon.address(), {"status"}).out);
  const Json less = Json::parse(RunAgainst(daemon.address(), {"status", "-o", "json"}).out);

  service.status.set_ledger_size(0);
  service.status.set_ledger_entries(0);
  service.status.set_entries_pending(0);
  const std::string shown = Flat(RunAgainst(daemon.address(), {"status"}).out);
  const Json all = Json::parse(RunAgainst(daemon.address(), {"status", "-o", "json"}).out);

  EXPECT_THAT(shown_less, HasSubstr("Ledger: abc "));
  for (const char* line : {"records", "Last record", "Waiting to be assessed", "Not assessed"}) {
    EXPECT_THAT(shown_less, Not(HasSubstr(line)));
    EXPECT_THAT(shown, HasSubstr(line));
  }
  for (const char* key : {"ledger_size", "ledger_entries", "entries_pending", "last_recorded_at"}) {
    EXPECT_TRUE(less[key].is_null()) << key;
  }
  for (const char* key : {"ledger_size", "ledger_entries", "entries_pending"}) EXPECT_EQ(all[key], 0) << key;
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
