#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cli/wire/json.h"
#include "policy_fixture.h"

// What would be otherwise: rules in shadow, previews, and the candidates for these.
namespace candor::cli::policy_preview_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

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
}  // namespace candor::cli::policy_preview_verb_test
