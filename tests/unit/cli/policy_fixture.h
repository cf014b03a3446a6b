#ifndef CANDOR_TESTS_UNIT_CLI_POLICY_FIXTURE_H_
#define CANDOR_TESTS_UNIT_CLI_POLICY_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "candor/v1/policy.grpc.pb.h"
#include "cli/wire/dates.h"
#include "fake_daemon.h"
#include "one_member.h"

// `candor policy` against a daemon that answers what a test says.
namespace candor::cli {

inline constexpr char kRule[] = "policies/boundaries/rules/crossing_accumulation";

// Puts down how a rule is run, and from when.
inline void Lay(v1::RuleMode mode, Day from, bool by_profile, v1::RuleSetting* setting) {
  setting->set_mode(mode);
  *setting->mutable_effective_from() = ToWire(from);
  *setting->mutable_set_on() = ToWire(from);
  setting->set_by_profile(by_profile);
}

// A rule in shadow with two parameters and a source.
inline v1::Rule MakeRule() {
  v1::Rule rule;
  rule.set_name(kRule);
  rule.set_slug("crossing_accumulation");
  rule.set_catalogue_id("R23");
  rule.set_title("Several crossings of small weight");
  rule.set_trigger("Three or more crossings within the window.");
  rule.set_cleared_by("A consultation about them.");
  rule.set_horizon_days(365);
  rule.set_profile_mode(v1::RULE_MODE_SHADOW);
  rule.add_kinds(v1::ENTRY_KIND_CROSSING);
  Lay(v1::RULE_MODE_SHADOW, Day(2025, 1, 1), /*by_profile=*/true, rule.mutable_setting());
  v1::RuleParameter& window = *rule.add_parameters();
  window.set_parameter("window");
  window.set_unit("days");
  window.set_value(180);
  window.set_default_value(90);
  window.set_profile("default");
  window.set_stricter("higher");
  v1::RuleParameter& count = *rule.add_parameters();
  count.set_parameter("count");
  count.set_unit("count");
  count.set_value(3);
  count.set_default_value(3);
  count.set_group("accumulation");
  v1::RuleSource& source = *rule.add_sources();
  source.set_authority("article");
  source.set_text("Gutheil and Gabbard 1993");
  source.set_confidence("A");
  return rule;
}

class FakePolicies final : public v1::PolicyService::Service {
 public:
  grpc::Status ListPolicies(grpc::ServerContext*, const v1::ListPoliciesRequest*,
                            v1::ListPoliciesResponse* response) override {
    v1::Policy& policy = *response->add_policies();
    policy.set_name("policies/boundaries");
    policy.set_loaded(problem.empty());
    policy.set_problem(problem);
    *policy.add_rules() = rule;
    policy.add_rules()->set_catalogue_id("R21");
    return grpc::Status::OK;
  }
  grpc::Status ListRules(grpc::ServerContext*, const v1::ListRulesRequest*, v1::ListRulesResponse* response) override {
    *response->add_rules() = rule;
    v1::Rule& other = *response->add_rules();
    other.set_name("policies/boundaries/rules/gift");
    other.set_slug("gift");
    other.set_catalogue_id("R21");
    return grpc::Status::OK;
  }
  grpc::Status SetRuleMode(grpc::ServerContext*, const v1::SetRuleModeRequest* request,
                           v1::SetRuleModeResponse* response) override {
    asked = *request;
    *response->add_rules() = rule;
    response->set_changed(changed);
    return grpc::Status::OK;
  }
  grpc::Status ListShadowFollowUps(grpc::ServerContext*, const v1::ListShadowFollowUpsRequest* request,
                                   v1::ListShadowFollowUpsResponse* response) override {
    listed = request->parent();
    for (const v1::ShadowFollowUp& each : shadow) *response->add_follow_ups() = each;
    return grpc::Status::OK;
  }
  grpc::Status CountShadowFollowUps(grpc::ServerContext*, const v1::CountShadowFollowUpsRequest*,
                                    v1::CountShadowFollowUpsResponse* response) override {
    for (const v1::ShadowCount& each : counts) *response->add_counts() = each;
    return grpc::Status::OK;
  }

  grpc::Status PreviewPolicies(grpc::ServerContext*, const v1::PreviewPoliciesRequest* request,
                               grpc::ServerWriter<v1::PreviewPoliciesResponse>* writer) override {
    previewed = *request;
    for (const v1::PreviewPoliciesResponse& each : preview) writer->Write(each);
    return preview_ends;
  }
  grpc::Status ListCandidates(grpc::ServerContext*, const v1::ListCandidatesRequest*,
                              v1::ListCandidatesResponse* response) override {
    for (const v1::Candidate& each : candidates) *response->add_candidates() = each;
    return grpc::Status::OK;
  }

  v1::Rule rule = MakeRule();
  std::string problem;
  bool changed = true;
  v1::PreviewPoliciesRequest previewed;
  std::vector<v1::PreviewPoliciesResponse> preview;
  grpc::Status preview_ends;
  std::vector<v1::Candidate> candidates;
  v1::SetRuleModeRequest asked;
  std::string listed;
  std::vector<v1::ShadowFollowUp> shadow;
  std::vector<v1::ShadowCount> counts;
};

class PolicyVerbTest : public ::testing::Test {
 protected:
  Outcome Policy(std::vector<std::string> arguments) { return RunVerb(daemon_, "policy", std::move(arguments)); }
  v1::ShadowCount& AddCount() {
    v1::ShadowCount& count = service_.counts.emplace_back();
    count.set_rule(kRule);
    count.set_catalogue_id("R23");
    count.set_title("Several crossings of small weight");
    return count;
  }

  FakePolicies service_;
  OneMember members_;
  FakeDaemon daemon_{{&service_, &members_}};
};

}  // namespace candor::cli

#endif  // CANDOR_TESTS_UNIT_CLI_POLICY_FIXTURE_H_
