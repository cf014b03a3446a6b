#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/policy.grpc.pb.h"
#include "cli/wire/dates.h"
#include "fake_daemon.h"
#include "one_member.h"

namespace candor::cli::policy_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kRule[] = "policies/boundaries/rules/crossing_accumulation";

void Lay(v1::RuleMode mode, Day from, bool by_profile, v1::RuleSetting* setting) {
  setting->set_mode(mode);
  *setting->mutable_effective_from() = ToWire(from);
  *setting->mutable_set_on() = ToWire(from);
  setting->set_by_profile(by_profile);
}

v1::Rule MakeRule() {
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

TEST_F(PolicyVerbTest, TheListMarksRulesThatAreNotActiveAndWhatIsToCome) {
  EXPECT_THAT(Policy({"list"}).out, HasSubstr("R23 (shadow)"));

  Lay(v1::RULE_MODE_ACTIVE, Day(2025, 7, 1), /*by_profile=*/false, service_.rule.mutable_next_setting());
  EXPECT_THAT(Flat(Policy({"list"}).out), HasSubstr("R23 (shadow, active from 2025-07-01)"));

  service_.rule.clear_next_setting();
  service_.rule.mutable_setting()->set_mode(v1::RULE_MODE_ACTIVE);
  EXPECT_THAT(Policy({"list"}).out, Not(HasSubstr("R23 (")));
}

TEST_F(PolicyVerbTest, TheListIsByNumberAndSaysBelowItWhatIsWrong) {
  service_.problem =
      "its scenario first.toml:9 came out otherwise: expected attraction_consult on 2025-01-06: due "
      "2025-01-21, and it came open, due 2025-01-20, soon, talk";

  const std::string out = Policy({"list"}).out;

  EXPECT_THAT(Flat(out), HasSubstr("no R21 R23 (shadow) policies/boundaries its scenario first.toml:9 came out"));
  EXPECT_THAT(out, HasSubstr("\npolicies/boundaries\n  its scenario first.toml:9 came out"));
}

TEST_F(PolicyVerbTest, ADescriptionSaysWhatOpensItByWhatValuesAndFromWhichSources) {
  const std::string out = Flat(Policy({"describe", "R23"}).out);

  EXPECT_THAT(out, HasSubstr("Mode: shadow from 2025-01-01, as the profiles have it"));
  EXPECT_THAT(out, HasSubstr("Opens on: Three or more crossings within the window."));
  EXPECT_THAT(out, HasSubstr("Looks at, in the timeline of a case and 365 days back: crossing"));
  EXPECT_THAT(out, HasSubstr("Cleared by: A consultation about them."));
  EXPECT_THAT(out, HasSubstr("window = 180 days, set by default; the policy's default is 90 days; higher is stricter"));
  EXPECT_THAT(out, HasSubstr("of the group accumulation, which is set and judged as a whole"));
  EXPECT_THAT(out, HasSubstr("article: Gutheil and Gabbard 1993 - the source's own wording was seen (A)"));
}

TEST_F(PolicyVerbTest, ADescriptionSaysWhatAProfileMaySet) {
  service_.rule.mutable_parameters(0)->set_least(1);
  service_.rule.mutable_parameters(0)->set_not_above("latest");
  v1::RuleParameter& way = *service_.rule.add_parameters();
  way.set_parameter("way");
  way.set_unit("choice");
  way.set_value(2);
  way.set_default_value(1);
  for (const int64_t value : {1, 2}) {
    v1::ParameterChoice& choice = *way.add_choices();
    choice.set_value(value);
    choice.set_text(value == 1 ? "the short one" : "the long one");
  }

  const std::string out = Flat(Policy({"describe", "R23"}).out);

  EXPECT_THAT(out, HasSubstr("higher is stricter; at least 1 day, never above latest"));
  EXPECT_THAT(out, HasSubstr("way = 2 (the long one)"));
  EXPECT_THAT(out, HasSubstr("one of 1 (the short one), 2 (the long one)"));
}

TEST_F(PolicyVerbTest, WhatCandordKeepsItselfIsDescribedAndHasNoMode) {
  service_.rule.set_done_by_host("Every report names what is old.");

  const std::string out = Flat(Policy({"describe", "R23"}).out);
  Policy({"mode", "R23", "off", "--reason", "tried out"});

  EXPECT_THAT(out, HasSubstr("What is done: Every report names what is old."));
  EXPECT_THAT(out, HasSubstr("Speaks of: Three or more crossings"));
  EXPECT_THAT(out, HasSubstr("candord itself"));
  EXPECT_THAT(out, Not(HasSubstr("Mode:")));
  EXPECT_THAT(out, Not(HasSubstr("Starts at:")));
  EXPECT_EQ(service_.asked.name(), "") << "nothing is sent";
}

TEST_F(PolicyVerbTest, AModeIsSetOfARuleByItsNumber) {
  Lay(v1::RULE_MODE_ACTIVE, Day(2025, 1, 1), /*by_profile=*/false, service_.rule.mutable_setting());
  service_.rule.mutable_setting()->set_retroactive(true);
  service_.rule.mutable_setting()->set_set_by("members/m_a");

  const Outcome outcome =
      Policy({"mode", "r23", "active", "--effective-from", "2025-01-01", "--retroactive", "--reason", "tried out"});

  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(service_.asked.name(), kRule);
  EXPECT_EQ(service_.asked.mode(), v1::RULE_MODE_ACTIVE);
  EXPECT_EQ(service_.asked.effective_from().year(), 2025);
  EXPECT_TRUE(service_.asked.retroactive());
  service_.rule.mutable_setting()->set_reason("quiet enough");
  EXPECT_THAT(Flat(Policy({"describe", "R23"}).out), HasSubstr("chosen by Maria Lopez on 2025-01-01 (quiet enough)"));
  EXPECT_EQ(service_.asked.reason(), "tried out");
  EXPECT_THAT(service_.asked.request_id(), Not(IsEmpty()));
  EXPECT_THAT(Flat(outcome.out),
              HasSubstr("R23 crossing_accumulation: active from 2025-01-01, for what was reported since then as well, "
                        "chosen by Maria Lopez on 2025-01-01"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("Every case and member is looked at again; `candor status` says how far"));
}

TEST_F(PolicyVerbTest, AModeIsSetOfAWholePolicy) {
  ASSERT_EQ(Policy({"mode", "boundaries", "off"}).code, 0);

  EXPECT_EQ(service_.asked.name(), "policies/boundaries");
  EXPECT_EQ(service_.asked.mode(), v1::RULE_MODE_OFF);
  EXPECT_FALSE(service_.asked.has_effective_from());
}

TEST_F(PolicyVerbTest, InASheetThePoliciesHaveTheNumbersOfTheirRules) {
  const std::string csv = Policy({"list", "-o", "csv"}).out;

  EXPECT_THAT(csv, HasSubstr("R21 R23 (shadow)"));
  EXPECT_THAT(csv, Not(HasSubstr("slug")));
}

TEST_F(PolicyVerbTest, ARuleIsRunAsTheProfilesHaveItAgain) {
  ASSERT_EQ(Policy({"mode", "R23", "profiles", "--reason", "tried out long enough"}).code, 0);

  EXPECT_TRUE(service_.asked.as_profiles());
  EXPECT_EQ(service_.asked.mode(), v1::RULE_MODE_UNSPECIFIED);
}

TEST_F(PolicyVerbTest, WhatIsSoAlreadyIsSaid) {
  service_.changed = false;

  EXPECT_THAT(Policy({"mode", "crossing_accumulation", "shadow"}).out,
              HasSubstr("It was so already; nothing was changed."));
}

TEST_F(PolicyVerbTest, WhatCannotBeMeantIsRefusedBeforeAnythingIsSent) {
  EXPECT_EQ(Policy({"mode", "R99", "off"}).code, 4);
  EXPECT_EQ(Policy({"mode", "R23", "on"}).code, 3);
  EXPECT_EQ(service_.asked.name(), "");
}

TEST_F(PolicyVerbTest, OfANumberOfSeveralRulesTheNamesAreSaid) {
  service_.rule.set_catalogue_id("R21");

  const Outcome outcome = Policy({"mode", "R21", "off", "--reason", "tried out"});

  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(Flat(outcome.err), HasSubstr("is the number of several rules; give the name of one: "
                                           "crossing_accumulation, gift"));
  EXPECT_EQ(service_.asked.name(), "");
}

TEST_F(PolicyVerbTest, ARuleThatOpensNothingAsksForNothing) {
  service_.rule.set_severity(v1::SEVERITY_LATER);

  const std::string out = Flat(Policy({"describe", "R23"}).out);

  EXPECT_THAT(out, Not(HasSubstr("Asks for:")));
  EXPECT_THAT(out, Not(HasSubstr("Starts at:")));
  EXPECT_THAT(out, HasSubstr("Mode: shadow"));
}

TEST_F(PolicyVerbTest, WhatIsTriedOutIsListedAndCounted) {
  v1::ShadowFollowUp& said = service_.shadow.emplace_back();
  said.set_rule(kRule);
  said.set_catalogue_id("R23");
  said.set_case_("cases/a");
  said.set_case_code("C-1042");
  said.set_therapist("members/m_a");
  said.set_action(v1::ACTION_TALK);
  said.set_severity(v1::SEVERITY_SOON);
  said.set_status(v1::FOLLOW_UP_STATUS_OPEN);
  *said.mutable_opened_on() = ToWire(Day(2025, 3, 30));
  *said.mutable_due() = ToWire(Day(2025, 4, 14));
  v1::ShadowCount& count = AddCount();
  count.set_follow_ups(1);
  count.set_open(1);
  count.set_subjects(1);
  count.set_therapists(1);

  const std::string out = Flat(Policy({"shadow"}).out);

  EXPECT_THAT(out, HasSubstr("What rules in shadow would call for."));
  EXPECT_THAT(out, HasSubstr("R23 crossing_accumulation 1 1 0 1 1 Several crossings of small weight"));
  EXPECT_THAT(out, HasSubstr("C-1042 R23 crossing_accumulation a conversation open 2025-04-14 2025-03-30 soon "
                             "Maria Lopez"));
  EXPECT_EQ(service_.listed, "policies/-");
  Policy({"shadow", "R23"});
  EXPECT_EQ(service_.listed, kRule);
  const Json counts = Json::parse(Policy({"shadow", "--counts", "-o", "json"}).out);
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts[0]["rule"], kRule);
}

TEST_F(PolicyVerbTest, ACountThatWouldPointAtSomebodyIsNotShown) {
  AddCount().set_hidden(true);

  const std::string out = Flat(Policy({"shadow", "--counts"}).out);

  EXPECT_THAT(out, HasSubstr("R23 crossing_accumulation too few people"));
  EXPECT_THAT(out, Not(HasSubstr(" 0 ")));
}

TEST_F(PolicyVerbTest, WithNothingInShadowItSaysSo) {
  EXPECT_THAT(Policy({"shadow"}).out, HasSubstr("No rule is in shadow."));
}

// One follow-up with another date, and the summary that says so.
std::vector<v1::PreviewPoliciesResponse> OtherDate() {
  std::vector<v1::PreviewPoliciesResponse> all(3);
  all[0].mutable_progress()->set_subjects_done(1);
  all[0].mutable_progress()->set_subjects(2);
  v1::SubjectDifference& subject = *all[1].mutable_difference();
  subject.set_subject("cases/c_a");
  subject.set_case_code("C-1042");
  v1::FollowUpDifference& difference = *subject.add_follow_ups();
  difference.set_kind(v1::DIFFERENCE_KIND_CHANGES);
  difference.set_rule(kRule);
  difference.set_catalogue_id("R23");
  difference.set_therapist("members/m_a");
  for (v1::FollowUpShape* shape : {difference.mutable_before(), difference.mutable_after()}) {
    shape->set_status(v1::FOLLOW_UP_STATUS_OPEN);
    shape->set_severity(v1::SEVERITY_SOON);
    shape->set_action(v1::ACTION_TALK);
  }
  *difference.mutable_before()->mutable_due() = ToWire(Day(2025, 4, 14));
  *difference.mutable_after()->mutable_due() = ToWire(Day(2025, 4, 4));
  v1::DifferenceReason& reason = *difference.add_reasons();
  reason.set_cause(v1::DIFFERENCE_CAUSE_VALUE);
  reason.set_parameter("window");
  reason.set_unit("days");
  reason.set_before("30");
  reason.set_after("20");
  reason.set_before_profile("default 1.0.0");
  reason.set_after_profile("ours 1.0.0");
  v1::PreviewSummary& summary = *all[2].mutable_summary();
  summary.set_subjects(2);
  summary.set_differing(1);
  summary.set_rules_not_told(4);
  summary.set_erased(3);
  v1::RuleDifferences& rule = *summary.add_rules();
  rule.set_rule(kRule);
  rule.set_catalogue_id("R23");
  rule.set_title("Several crossings of small weight");
  rule.set_changes(1);
  rule.set_subjects(1);
  rule.set_therapists(1);
  return all;
}

TEST_F(PolicyVerbTest, APreviewSaysWhatWouldDifferAndWhy) {
  service_.preview = OtherDate();

  const Outcome outcome = Policy({"preview", "--profile", "ours.toml", "--mode", "R23=active", "--mode",
                                  "policies/new/rules/one=shadow", "--effective-from", "2025-03-01"});

  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(service_.previewed.profile_file(), "ours.toml");
  ASSERT_EQ(service_.previewed.modes_size(), 2);
  EXPECT_EQ(service_.previewed.modes(0).name(), kRule);
  EXPECT_EQ(service_.previewed.modes(0).mode(), v1::RULE_MODE_ACTIVE);
  EXPECT_EQ(service_.previewed.modes(1).name(), "policies/new/rules/one");
  EXPECT_EQ(service_.previewed.effective_from().day(), 1);
  const std::string out = Flat(outcome.out);
  EXPECT_THAT(out,
              HasSubstr("C-1042 R23 crossing_accumulation changes open, due 2025-04-14, soon, a conversation open, "
                        "due 2025-04-04, soon, a conversation Maria Lopez window: 30 days (default 1.0.0) -> 20 "
                        "days (ours 1.0.0)"));
  EXPECT_THAT(out, HasSubstr("R23 crossing_accumulation 0 0 0 0 1 1 1 Several crossings of small weight"));
  EXPECT_THAT(out, HasSubstr("Of 2 cases and members 1 would differ. Nothing was changed."));
  EXPECT_THAT(out, HasSubstr("of 4 rules about them no count is told"));
  EXPECT_THAT(out, HasSubstr("Erased and left out: 3."));
}

TEST_F(PolicyVerbTest, APreviewIsDataWhereItIsAskedFor) {
  service_.preview = OtherDate();

  const Json whole = Json::parse(Policy({"preview", "-o", "json"}).out);
  const std::string csv = Policy({"preview", "-o", "csv"}).out;

  EXPECT_EQ(whole["differences"][0]["case_code"], "C-1042");
  EXPECT_EQ(whole["differences"][0]["follow_ups"][0]["after"]["due"], "2025-04-04");
  EXPECT_EQ(whole["summary"]["rules"][0]["changes"], 1);
  EXPECT_THAT(csv, HasSubstr("before.due"));
  EXPECT_THAT(csv, HasSubstr("2025-04-04"));
}

TEST_F(PolicyVerbTest, APreviewThatEndsEarlyGivesTheDaemonsSentence) {
  service_.preview = OtherDate();
  service_.preview.pop_back();
  service_.preview_ends = grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "the policy new ended its worker");

  const Outcome outcome = Policy({"preview", "--plugin", "new.so"});

  EXPECT_EQ(outcome.code, 6);
  EXPECT_THAT(outcome.err, HasSubstr("the policy new ended its worker"));
  EXPECT_THAT(outcome.out, IsEmpty());
}

TEST_F(PolicyVerbTest, AModeToPreviewIsARuleAndAWord) {
  for (const char* typed : {"R23", "R23=loud", "=off"}) {
    EXPECT_EQ(Policy({"preview", "--mode", typed}).code, 3) << typed;
  }
  EXPECT_EQ(Policy({"preview", "--mode", "none=off"}).code, 4);
}

TEST_F(PolicyVerbTest, CandidatesAreListedWithWhatIsWrongWithThem) {
  EXPECT_THAT(Flat(Policy({"candidates"}).out), HasSubstr("There are none."));
  v1::Candidate& candidate = service_.candidates.emplace_back();
  candidate.set_file("ours.toml");
  candidate.set_kind(v1::CANDIDATE_KIND_PROFILE);
  candidate.set_problem("ours.toml:3: unknown key");

  EXPECT_THAT(Flat(Policy({"candidates"}).out), HasSubstr("ours.toml profile - - ours.toml:3: unknown key"));
}

}  // namespace
}  // namespace candor::cli::policy_verb_test
