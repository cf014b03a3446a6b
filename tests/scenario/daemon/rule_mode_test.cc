#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/scenario/daemon/member_rules_fixture.h"

// How rules are run, in a whole daemon: off, in shadow and active, from a day on, without a restart.
namespace candor::rule_mode_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kAct[] = "policies/member_rules/rules/test_act";
constexpr char kBoundary[] = "policies/member_rules/rules/test_boundary";

v1::SetRuleModeRequest ModeOf(const std::string& name, v1::RuleMode mode) {
  v1::SetRuleModeRequest request;
  request.set_name(name);
  request.set_mode(mode);
  request.set_reason("tried out");
  return request;
}

class RuleModeServiceTest : public MemberRulesTest {
 protected:
  v1::SetRuleModeResponse Set(const v1::SetRuleModeRequest& request) {
    v1::SetRuleModeResponse response;
    const grpc::Status status = Call(policies_, &v1::PolicyService::Stub::SetRuleMode, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    AwaitReassessment();
    return response;
  }
  Refusal Refused(const v1::SetRuleModeRequest& request, const std::string& act_for = "") {
    v1::SetRuleModeResponse response;
    return RefusalOf(Call(policies_, &v1::PolicyService::Stub::SetRuleMode, request, response, act_for));
  }
  void AwaitReassessment() {
    for (int i = 0; i < 1000 && Status().has_reassessment(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ASSERT_FALSE(Status().has_reassessment());
  }
  std::vector<v1::ShadowFollowUp> Shadow(const std::string& parent = "policies/-") {
    v1::ListShadowFollowUpsRequest request;
    request.set_parent(parent);
    v1::ListShadowFollowUpsResponse response;
    const grpc::Status status = Call(policies_, &v1::PolicyService::Stub::ListShadowFollowUps, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.follow_ups().begin(), response.follow_ups().end()};
  }
  std::vector<v1::ShadowCount> Counts() {
    v1::CountShadowFollowUpsResponse response;
    const grpc::Status status =
        Call(policies_, &v1::PolicyService::Stub::CountShadowFollowUps, v1::CountShadowFollowUpsRequest(), response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.counts().begin(), response.counts().end()};
  }
  v1::Rule Rule(const std::string& name) {
    v1::GetRuleRequest request;
    request.set_name(name);
    v1::GetRuleResponse response;
    EXPECT_TRUE(Call(policies_, &v1::PolicyService::Stub::GetRule, request, response).ok());
    return response.rule();
  }
  v1::CreateEntryResponse RecordOwnCrossing() {
    return Record(Crossing(v1::ENTRY_SOURCE_SELF, v1::ENTRY_BASIS_OWN), ana_);
  }
};

TEST_F(RuleModeServiceTest, WhatARuleInShadowSaysIsToldToWhoeverManagesThePoliciesAlone) {
  Set(ModeOf(kBoundary, v1::RULE_MODE_SHADOW));

  const v1::CreateEntryResponse reply = RecordOwnCrossing();
  WaitForPolicies();

  EXPECT_EQ(reply.assessment().opened_size(), 0);
  for (const std::string& reader : {std::string(), ana_, dele_, maria_}) {
    EXPECT_THAT(FollowUps("", reader), IsEmpty()) << reader;
    EXPECT_THAT(Work(reader), IsEmpty()) << reader;
  }
  ASSERT_THAT(Shadow(), SizeIs(1));
  const v1::ShadowFollowUp said = Shadow()[0];
  EXPECT_EQ(said.rule(), kBoundary);
  EXPECT_EQ(said.catalogue_id(), "T20");
  EXPECT_EQ(said.therapist(), ana_);
  EXPECT_EQ(said.case_(), case_);
  EXPECT_EQ(said.case_code(), "C-1042");
  EXPECT_EQ(said.severity(), v1::SEVERITY_IMPORTANT);
  EXPECT_EQ(said.status(), v1::FOLLOW_UP_STATUS_OPEN);
  EXPECT_EQ(said.due().day(), 14) << "as if the rule were active: the 13th of April is a Sunday";
  EXPECT_THAT(Shadow(kBoundary), SizeIs(1));
  EXPECT_THAT(Shadow("policies/member_rules/rules/test_act"), IsEmpty());
  ASSERT_THAT(Counts(), SizeIs(1)) << "one rule is in shadow";
  EXPECT_EQ(Counts()[0].rule(), kBoundary);
  EXPECT_EQ(Counts()[0].follow_ups(), 1);
  EXPECT_EQ(Counts()[0].open(), 1);
  EXPECT_EQ(Counts()[0].important(), 1);
  v1::GetFollowUpRequest get;
  get.set_name(said.name());
  v1::GetFollowUpResponse got;
  EXPECT_EQ(Call(follow_ups_, &v1::FollowUpService::Stub::GetFollowUp, get, got).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(RuleModeServiceTest, OnlyWhoeverManagesThePoliciesSetsModesAndSeesWhatIsTriedOut) {
  EXPECT_EQ(Refused(ModeOf(kBoundary, v1::RULE_MODE_OFF), ana_).code, grpc::StatusCode::PERMISSION_DENIED);
  v1::ListShadowFollowUpsRequest list;
  list.set_parent("policies/-");
  v1::ListShadowFollowUpsResponse listed;
  EXPECT_EQ(Call(policies_, &v1::PolicyService::Stub::ListShadowFollowUps, list, listed, dele_).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  v1::CountShadowFollowUpsResponse counted;
  EXPECT_EQ(Call(policies_, &v1::PolicyService::Stub::CountShadowFollowUps, v1::CountShadowFollowUpsRequest(), counted,
                 maria_)
                .error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Rule(kBoundary).setting().mode(), v1::RULE_MODE_ACTIVE);
}

TEST_F(RuleModeServiceTest, ActivationFromShadowMakesDutiesOfWhatIsReportedFromThenOn) {
  Set(ModeOf(kBoundary, v1::RULE_MODE_SHADOW));
  RecordOwnCrossing();
  GoTo(kToday + 1);

  const v1::SetRuleModeResponse response = Set(ModeOf(kBoundary, v1::RULE_MODE_ACTIVE));

  EXPECT_TRUE(response.changed());
  ASSERT_EQ(response.rules_size(), 1);
  EXPECT_EQ(response.rules(0).setting().mode(), v1::RULE_MODE_ACTIVE);
  EXPECT_EQ(response.rules(0).setting().effective_from().day(), 31);
  EXPECT_FALSE(response.rules(0).setting().by_profile());
  EXPECT_THAT(Shadow(), IsEmpty());
  EXPECT_THAT(Counts(), IsEmpty());
  const v1::FollowUp before = OnlyOf("test_boundary");
  EXPECT_TRUE(before.before_policy());
  EXPECT_FALSE(before.has_due());
}

TEST_F(RuleModeServiceTest, APastDayHasToBeAskedForAndIsOnRecordAsSuch) {
  Set(ModeOf(kBoundary, v1::RULE_MODE_SHADOW));
  RecordOwnCrossing();
  GoTo(kToday + 1);
  v1::SetRuleModeRequest request = ModeOf(kBoundary, v1::RULE_MODE_ACTIVE);
  SetDate(request.mutable_effective_from(), kToday);

  const Refusal refused = Refused(request);
  EXPECT_EQ(refused.code, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(refused.field, "effective_from");
  EXPECT_EQ(refused.reason, "past_date");

  request.set_retroactive(true);
  Set(request);
  EXPECT_TRUE(Rule(kBoundary).setting().retroactive());
  EXPECT_EQ(OnlyOf("test_boundary").due().day(), 14);
  EXPECT_FALSE(OnlyOf("test_boundary").before_policy());
}

TEST_F(RuleModeServiceTest, OffWithdrawsByDecisionAndAWholePolicyCanBeSwitched) {
  RecordOwnCrossing();
  ASSERT_EQ(OnlyOf("test_boundary").status(), v1::FOLLOW_UP_STATUS_OPEN);

  const v1::SetRuleModeResponse response = Set(ModeOf("policies/member_rules", v1::RULE_MODE_OFF));

  EXPECT_EQ(response.rules_size(), 6);
  EXPECT_EQ(OnlyOf("test_boundary").status(), v1::FOLLOW_UP_STATUS_WITHDRAWN);
  EXPECT_EQ(OnlyOf("test_boundary").resolved_cause(), v1::RESOLVED_CAUSE_DECISION);
  EXPECT_EQ(RecordOwnCrossing().assessment().opened_size(), 0);
  EXPECT_THAT(Work(), IsEmpty());
}

TEST_F(RuleModeServiceTest, AChangeSaysWhy) {
  v1::SetRuleModeRequest request = ModeOf(kBoundary, v1::RULE_MODE_SHADOW);
  request.clear_reason();
  EXPECT_EQ(Refused(request).field, "reason");
  EXPECT_EQ(Rule(kBoundary).setting().mode(), v1::RULE_MODE_ACTIVE);
  EXPECT_TRUE(Set(ModeOf(kBoundary, v1::RULE_MODE_SHADOW)).changed());
  EXPECT_EQ(Refused(ModeOf("policies/none", v1::RULE_MODE_OFF)).code, grpc::StatusCode::NOT_FOUND);
}

TEST_F(RuleModeServiceTest, WhatDoesNotWaitIsTakenOutOfSightByNoMode) {
  Record(Act(), ana_);
  const v1::FollowUp open = OnlyOf("test_act");
  ASSERT_EQ(open.status(), v1::FOLLOW_UP_STATUS_OPEN);
  v1::SetRuleModeRequest later = ModeOf(kAct, v1::RULE_MODE_OFF);
  SetDate(later.mutable_effective_from(), kToday + 1);

  for (const v1::RuleMode mode : {v1::RULE_MODE_OFF, v1::RULE_MODE_SHADOW}) {
    EXPECT_EQ(Refused(ModeOf(kAct, mode)).reason, "not_to_be_waived");
    EXPECT_EQ(Refused(ModeOf("policies/member_rules", mode)).reason, "not_to_be_waived");
  }
  EXPECT_EQ(Refused(later).reason, "not_today");
  EXPECT_EQ(OnlyOf("test_act").status(), v1::FOLLOW_UP_STATUS_OPEN);
  v1::CreateDecisionRequest disposition;
  disposition.set_parent(open.name());
  disposition.mutable_decision()->set_reason("looked into");
  disposition.mutable_decision()->mutable_dispose()->set_finding(v1::FINDING_UNFOUNDED);
  v1::CreateDecisionResponse disposed;
  ASSERT_TRUE(Call(decisions_, &v1::DecisionService::Stub::CreateDecision, disposition, disposed, dele_).ok());
  EXPECT_TRUE(Set(ModeOf(kAct, v1::RULE_MODE_OFF)).changed());
  EXPECT_EQ(OnlyOf("test_act").status(), v1::FOLLOW_UP_STATUS_DISPOSED);
}

TEST_F(RuleModeServiceTest, AFileTakesWhatDoesNotWaitOutOfSightNoMore) {
  Record(Act(), ana_);
  std::ofstream(folder_ / "profiles" / "default.toml")
      << "profile = \"default\"\nversion = \"1.0.0\"\nkind = \"default\"\n\n[rules.test_act]\nmode = \"off\"\n";
  v1::ReloadProfilesResponse response;

  const Refusal refused =
      RefusalOf(Call(policies_, &v1::PolicyService::Stub::ReloadProfiles, v1::ReloadProfilesRequest(), response));

  EXPECT_EQ(refused.reason, "profile_refused");
  EXPECT_THAT(refused.message, HasSubstr("default.toml:"));
  EXPECT_THAT(refused.message, HasSubstr("(test_act) has called for something that is open and does not wait"));
  EXPECT_THAT(Status().profiles_problem(), HasSubstr("(test_act)"));
  EXPECT_EQ(Rule(kAct).setting().mode(), v1::RULE_MODE_ACTIVE);
  EXPECT_EQ(OnlyOf("test_act").status(), v1::FOLLOW_UP_STATUS_OPEN);
}

TEST_F(RuleModeServiceTest, WhyAModeWasChosenIsToldToWhoeverManagesThePolicies) {
  v1::SetRuleModeRequest shadow = ModeOf(kBoundary, v1::RULE_MODE_SHADOW);
  shadow.set_reason("tried out until the spring");
  EXPECT_EQ(Set(shadow).rules(0).setting().reason(), "tried out until the spring");
  v1::SetRuleModeRequest late = ModeOf("policies/member_rules/rules/late_report", v1::RULE_MODE_OFF);
  late.set_reason("nobody writes on the day");
  Set(late);

  EXPECT_EQ(Rule(kBoundary).setting().reason(), "tried out until the spring") << "a later choice has its own";
  EXPECT_EQ(Rule(kAct).setting().reason(), "") << "nobody chose it";
  v1::GetRuleRequest get;
  get.set_name(kBoundary);
  v1::GetRuleResponse got;
  ASSERT_TRUE(Call(policies_, &v1::PolicyService::Stub::GetRule, get, got, ana_).ok());
  EXPECT_EQ(got.rule().setting().mode(), v1::RULE_MODE_SHADOW);
  EXPECT_EQ(got.rule().setting().reason(), "");
}

TEST_F(RuleModeServiceTest, ALaterDayIsShownAsSuchAndComesByItself) {
  v1::SetRuleModeRequest request = ModeOf(kBoundary, v1::RULE_MODE_SHADOW);
  SetDate(request.mutable_effective_from(), kToday + 1);
  Set(request);
  RecordOwnCrossing();
  EXPECT_EQ(Rule(kBoundary).setting().mode(), v1::RULE_MODE_ACTIVE);
  EXPECT_EQ(Rule(kBoundary).next_setting().mode(), v1::RULE_MODE_SHADOW);
  EXPECT_EQ(OnlyOf("test_boundary").status(), v1::FOLLOW_UP_STATUS_OPEN);

  GoTo(kToday + 1);

  for (int i = 0; i < 1000 && Shadow().empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_THAT(Shadow(), SizeIs(1));
  EXPECT_EQ(Rule(kBoundary).setting().mode(), v1::RULE_MODE_SHADOW);
  EXPECT_FALSE(Rule(kBoundary).has_next_setting());
}

TEST_F(RuleModeServiceTest, ARequestThatComesAgainChangesNothingMore) {
  v1::SetRuleModeRequest request = ModeOf(kBoundary, v1::RULE_MODE_SHADOW);
  request.set_request_id(kUuid);
  EXPECT_TRUE(Set(request).changed());
  const uint64_t size = Status().ledger_size();

  EXPECT_FALSE(Set(request).changed());
  request.set_mode(v1::RULE_MODE_OFF);
  EXPECT_EQ(Refused(request).reason, "request_id_reused");

  EXPECT_EQ(Status().ledger_size(), size);
  EXPECT_EQ(Rule(kBoundary).setting().mode(), v1::RULE_MODE_SHADOW);
}

TEST_F(RuleModeServiceTest, WhatIsNotThereIsNotSet) {
  EXPECT_EQ(Refused(ModeOf("policies/member_rules/rules/none", v1::RULE_MODE_OFF)).code, grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Refused(ModeOf("policies/none", v1::RULE_MODE_OFF)).code, grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Refused(ModeOf(kBoundary, v1::RULE_MODE_UNSPECIFIED)).field, "mode");
}

TEST_F(RuleModeServiceTest, OfWhatOnlyAFewMayReadNothingIsListedAndNoSmallCountIsTold) {
  Set(ModeOf("policies/member_rules", v1::RULE_MODE_SHADOW));
  v1::CreateEntryRequest request = EntryFor(ana_, ana_, kToday);
  request.mutable_entry()->mutable_working_capacity()->set_answer(v1::ANSWER_UNSURE);
  Record(request, ana_);
  Record(Crossing(v1::ENTRY_SOURCE_COLLEAGUE, v1::ENTRY_BASIS_TOLD_BY_OTHER), maria_);
  WaitForPolicies();

  for (const v1::ShadowFollowUp& each : Shadow()) EXPECT_EQ(each.rule(), kBoundary);
  EXPECT_THAT(Shadow(), SizeIs(1));
  ASSERT_THAT(Counts(), SizeIs(6));
  for (const v1::ShadowCount& each : Counts()) {
    const bool confined = each.catalogue_id() == "T50" || each.catalogue_id() == "T54";
    EXPECT_EQ(each.hidden(), confined) << each.rule();
    if (confined) {
      EXPECT_EQ(each.follow_ups(), 0) << each.rule();
    }
  }
}

TEST_F(RuleModeServiceTest, WhatWasWrittenDownLateIsMarkedByAnActiveRuleOnly) {
  Set(ModeOf("policies/member_rules/rules/late_report", v1::RULE_MODE_SHADOW));
  v1::CreateEntryRequest request = EntryFor(case_, ana_, kToday - 15);
  request.mutable_entry()->mutable_session()->set_minutes(50);

  EXPECT_EQ(Record(request).entry().written_late_days(), 0);
}

TEST_F(RuleModeServiceTest, WhatTheProfilesSayIsReadWithoutARestartAndYieldsToAChoice) {
  std::ofstream(folder_ / "profiles" / "default.toml")
      << "profile = \"default\"\nversion = \"1.0.0\"\nkind = \"default\"\n\n[rules.test_boundary]\nmode = \"shadow\"\n";
  v1::ReloadProfilesResponse response;
  const grpc::Status status =
      Call(policies_, &v1::PolicyService::Stub::ReloadProfiles, v1::ReloadProfilesRequest(), response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  AwaitReassessment();

  EXPECT_EQ(Rule(kBoundary).setting().mode(), v1::RULE_MODE_SHADOW);
  EXPECT_TRUE(Rule(kBoundary).setting().by_profile());
  EXPECT_EQ(RecordOwnCrossing().assessment().opened_size(), 0);

  Set(ModeOf(kBoundary, v1::RULE_MODE_ACTIVE));
  EXPECT_EQ(Rule(kBoundary).profile_mode(), v1::RULE_MODE_SHADOW);
  EXPECT_EQ(Rule(kBoundary).setting().mode(), v1::RULE_MODE_ACTIVE);
  EXPECT_EQ(OnlyOf("test_boundary").status(), v1::FOLLOW_UP_STATUS_OPEN);

  v1::SetRuleModeRequest back = ModeOf(kBoundary, v1::RULE_MODE_UNSPECIFIED);
  back.set_as_profiles(true);
  EXPECT_TRUE(Set(back).changed());
  EXPECT_EQ(Rule(kBoundary).setting().mode(), v1::RULE_MODE_SHADOW);
  EXPECT_TRUE(Rule(kBoundary).setting().by_profile());
  EXPECT_FALSE(Set(back).changed()) << "nobody has chosen any more";
}

TEST_F(RuleModeServiceTest, TheReportSaysWhichRulesAreTriedOut) {
  RecordOwnCrossing();
  Set(ModeOf(kBoundary, v1::RULE_MODE_SHADOW));
  v1::GenerateComplianceReportRequest request;
  request.set_quarter("2025Q1");
  v1::GenerateComplianceReportResponse response;
  const grpc::Status status = Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  std::string notes;
  for (const v1::ReportSection& section : response.report().sections()) {
    for (const std::string& note : section.notes()) notes += note + "\n";
  }
  EXPECT_THAT(notes, HasSubstr("Rules in shadow, which are tried out and in no figure: T20 (test_boundary)."));
}

}  // namespace
}  // namespace candor::rule_mode_test
