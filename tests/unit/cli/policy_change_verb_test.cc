// What `candor policy` says has come, or would come, of a change.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "candor/v1/policy.grpc.pb.h"
#include "cli/wire/dates.h"
#include "fake_daemon.h"

namespace candor::cli::policy_change_verb_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class FakeChanges final : public v1::PolicyService::Service {
 public:
  grpc::Status ReloadProfiles(grpc::ServerContext*, const v1::ReloadProfilesRequest*,
                              v1::ReloadProfilesResponse* response) override {
    *response = reloaded;
    return grpc::Status::OK;
  }

  grpc::Status PreviewPolicies(grpc::ServerContext*, const v1::PreviewPoliciesRequest*,
                               grpc::ServerWriter<v1::PreviewPoliciesResponse>* writer) override {
    v1::PreviewPoliciesResponse response;
    *response.mutable_summary() = previewed;
    writer->Write(response);
    return grpc::Status::OK;
  }

  v1::ReloadProfilesResponse reloaded;
  v1::PreviewSummary previewed;
};

class PolicyChangeVerbTest : public ::testing::Test {
 protected:
  std::string Reload(std::vector<std::string> more = {}) {
    more.insert(more.begin(), "reload");
    return Flat(RunVerb(daemon_, "policy", std::move(more)).out);
  }

  FakeChanges service_;
  FakeDaemon daemon_{{&service_}};
};

TEST_F(PolicyChangeVerbTest, OnlyWhatIsRetroactiveHoldsForAllEntries) {
  service_.reloaded.set_changed(true);

  EXPECT_THAT(Reload(), AllOf(HasSubstr("judged by the same values as before"), Not(HasSubstr("all entries"))));
  EXPECT_THAT(Reload({"--retroactive"}), HasSubstr("in force, for all entries there are"));

  *service_.reloaded.mutable_effective_from() = ToWire(Day(2026, 11, 23));
  EXPECT_THAT(Reload(), HasSubstr("Entries dated 2026-11-23 or later are judged by them"));
}

TEST_F(PolicyChangeVerbTest, WhatRunsAndWouldNotBeActivatedAgainIsTold) {
  EXPECT_THAT(Reload(), AllOf(HasSubstr("nothing was changed"), Not(HasSubstr("scenarios"))));

  service_.reloaded.add_unproven("the policy referral runs, and will not after the next start of candord: why");

  EXPECT_THAT(Reload(), AllOf(HasSubstr("nothing was changed"),
                              HasSubstr("Look at its scenarios: the policy referral runs, and will not after the")));
}

TEST_F(PolicyChangeVerbTest, APreviewSaysThatAsThingsStandItWouldBeRefused) {
  service_.previewed.set_subjects(1);
  service_.previewed.set_restated(1);
  const std::string allowed = Flat(RunVerb(daemon_, "policy", {"preview"}).out);
  service_.previewed.set_subjects(2);
  service_.previewed.set_restated(2);
  service_.previewed.set_refused("R10 (sex_current) is open");
  const std::string refused = Flat(RunVerb(daemon_, "policy", {"preview"}).out);

  EXPECT_THAT(allowed, AllOf(HasSubstr("Of 1 case or member 0 would differ."), HasSubstr("1 follow-up would be put"),
                             Not(HasSubstr("refused"))));
  EXPECT_THAT(refused, AllOf(HasSubstr("Of 2 cases and members 0 would differ."), HasSubstr("2 follow-ups would be"),
                             HasSubstr("As things stand it would be refused: R10 (sex_current) is open.")));
}

}  // namespace
}  // namespace candor::cli::policy_change_verb_test
