#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor::registry_services_test {
namespace {

class RegistryServicesTest : public DaemonTest {
 protected:
  grpc::Status CreateCase(const std::string& code, const std::string& therapist, const std::string& request_id,
                          v1::CreateCaseResponse& response) {
    v1::CreateCaseRequest request;
    request.mutable_case_()->set_code(code);
    request.mutable_intake()->set_therapist(therapist);
    SetDate(request.mutable_intake()->mutable_occurred()->mutable_date(), kToday);
    request.set_request_id(request_id);
    return Call(cases_, &v1::CaseService::Stub::CreateCase, request, response);
  }
};

TEST_F(RegistryServicesTest, ACaseOpensWithItsIntake) {
  const std::string therapist = MakeMember("Ana Nguyen");
  v1::CreateCaseResponse response;
  ASSERT_TRUE(CreateCase(" C-1042 ", therapist, kUuid, response).ok());

  EXPECT_EQ(response.case_().code(), "C-1042");
  EXPECT_TRUE(response.case_().open());
  EXPECT_EQ(response.case_().therapist(), therapist);
  EXPECT_EQ(response.intake().kind(), v1::ENTRY_KIND_INTAKE);
  EXPECT_EQ(response.case_().name().find("1042"), std::string::npos);

  v1::CreateCaseResponse again;
  ASSERT_TRUE(CreateCase(" C-1042 ", therapist, kUuid, again).ok());
  EXPECT_EQ(again.case_().name(), response.case_().name());
  EXPECT_EQ(RefusalOf(CreateCase("C-1043", therapist, kUuid, again)).reason, "request_id_reused");
  EXPECT_EQ(RefusalOf(CreateCase(" C-1042 ", MakeMember("Maria Lopez"), kUuid, again)).reason, "request_id_reused");
  EXPECT_EQ(RefusalOf(CreateCase("C-1042", therapist, "", again)).reason, "code_taken");
  const Refusal no_code = RefusalOf(CreateCase("", therapist, "", again));
  EXPECT_EQ(no_code.field, "case.code");
  EXPECT_NE(no_code.message.find("never a name"), std::string::npos) << no_code.message;
}

TEST_F(RegistryServicesTest, ARequestIdOpensNobodyElsesCase) {
  const std::string therapist = MakeMember("Ana Nguyen");
  const std::string stranger = MakeMember("Lieve D'Hondt");
  v1::CreateCaseRequest request;
  request.mutable_case_()->set_code("C-1042");
  request.mutable_intake()->set_therapist(therapist);
  request.mutable_intake()->set_note("why the client came");
  SetDate(request.mutable_intake()->mutable_occurred()->mutable_date(), kToday);
  request.set_request_id(kUuid);
  v1::CreateCaseResponse made;
  ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::CreateCase, request, made, therapist).ok());

  // Whoever has the code learns the name, and from the name nothing that repeats the call that made the case.
  EXPECT_EQ(made.case_().name().find(EncodeId(IdBytes{0x6f, 0x1b, 0x8f, 0x3e, 0x1c, 0x2d, 0x4e, 0x5f, 0x8a, 0x9b, 0x0c,
                                                      0x1d, 0x2e, 0x3f, 0x4a, 0x5b})),
            std::string::npos);
  request.mutable_intake()->set_therapist(stranger);
  request.mutable_intake()->clear_note();
  v1::CreateCaseResponse other;
  const Refusal refusal = RefusalOf(Call(cases_, &v1::CaseService::Stub::CreateCase, request, other, stranger));
  EXPECT_EQ(refusal.code, grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(refusal.reason, "code_taken");
  EXPECT_EQ(other.ByteSizeLong(), 0U);
}

TEST_F(RegistryServicesTest, ACaseIsFoundByItsCode) {
  const std::string name = OpenCase("C-1042", MakeMember("Ana Nguyen"));
  v1::LookupCaseRequest request;
  request.set_code("C-1042");
  v1::LookupCaseResponse response;
  ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::LookupCase, request, response).ok());
  EXPECT_EQ(response.case_().name(), name);
  request.set_code("C-9");
  EXPECT_EQ(Call(cases_, &v1::CaseService::Stub::LookupCase, request, response).error_code(),
            grpc::StatusCode::NOT_FOUND);

  // Whoever has the code may write about the case and so learns its name, and nothing else.
  request.set_code("C-1042");
  const std::string stranger = MakeMember("Lieve D'Hondt");
  ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::LookupCase, request, response, stranger).ok());
  EXPECT_EQ(response.case_().name(), name);
  EXPECT_EQ(response.case_().therapist(), "");
  v1::GetCaseRequest get;
  get.set_name(name);
  v1::GetCaseResponse got;
  EXPECT_EQ(Call(cases_, &v1::CaseService::Stub::GetCase, get, got, stranger).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(RegistryServicesTest, ListsGoOnWhereTheTokenSays) {
  std::set<std::string> made;
  for (int i = 0; i < 7; ++i) made.insert(MakeMember("Member " + std::to_string(i)));
  std::set<std::string> listed;
  v1::ListMembersRequest request;
  request.set_page_size(3);
  v1::ListMembersResponse page;
  int pages = 0;
  do {
    ASSERT_TRUE(Call(members_, &v1::MemberService::Stub::ListMembers, request, page).ok());
    for (const v1::Member& member : page.members()) listed.insert(member.name());
    request.set_page_token(page.next_page_token());
    ++pages;
  } while (!page.next_page_token().empty());
  EXPECT_EQ(listed, made);
  EXPECT_EQ(pages, 3);

  request.set_page_token("nonsense");
  EXPECT_EQ(RefusalOf(Call(members_, &v1::MemberService::Stub::ListMembers, request, page)).field, "page_token");
}

TEST_F(RegistryServicesTest, AMemberIsMadeOnce) {
  const std::string name = MakeMember("Ana Nguyen");
  v1::CreateMemberRequest request;
  request.mutable_member()->set_display_name("Ana Nguyen");
  v1::CreateMemberResponse response;
  const Refusal refusal = RefusalOf(Call(members_, &v1::MemberService::Stub::CreateMember, request, response));
  EXPECT_EQ(refusal.code, grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(refusal.message.find("Ana"), std::string::npos);

  v1::LookupMemberRequest lookup;
  lookup.set_display_name("Ana Nguyen");
  v1::LookupMemberResponse found;
  ASSERT_TRUE(Call(members_, &v1::MemberService::Stub::LookupMember, lookup, found).ok());
  EXPECT_EQ(found.member().name(), name);
}

TEST_F(RegistryServicesTest, AnIntakeIsCheckedLikeAnyEntry) {
  const std::string therapist = MakeMember("Ana Nguyen");
  const std::string reader = MakeMember("Maria Lopez");
  v1::CreateCaseRequest request;
  request.mutable_case_()->set_code("C-1042");
  v1::Entry& intake = *request.mutable_intake();
  intake.set_therapist(therapist);
  SetDate(intake.mutable_occurred()->mutable_date(), kToday);
  v1::CreateCaseResponse response;
  const auto refused = [&](auto change) {
    v1::CreateCaseRequest changed = request;
    change(*changed.mutable_intake());
    return RefusalOf(Call(cases_, &v1::CaseService::Stub::CreateCase, changed, response));
  };

  Refusal refusal = refused([](v1::Entry& entry) { entry.add_imported_cells()->set_column("Free"); });
  EXPECT_EQ(refusal.field, "intake.imported_cells");
  EXPECT_EQ(refusal.reason, "source");
  refusal = refused([](v1::Entry& entry) { entry.set_source(v1::ENTRY_SOURCE_IMPORT); });
  EXPECT_EQ(refusal.field, "intake.source");
  refusal = refused([&](v1::Entry& entry) { entry.set_first_reader(therapist); });
  EXPECT_EQ(refusal.field, "intake.first_reader");

  intake.set_source(v1::ENTRY_SOURCE_CLIENT);
  intake.set_first_reader(reader);
  ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::CreateCase, request, response).ok());
  EXPECT_EQ(response.intake().source(), v1::ENTRY_SOURCE_CLIENT);
  EXPECT_EQ(response.intake().first_reader(), reader);
}

TEST_F(RegistryServicesTest, CallsInFlightWithOneRequestIdMakeOneThing) {
  const std::string therapist = MakeMember("Ana Nguyen");
  const std::string in = OpenCase("C-1", therapist);
  const std::string follow_up = Record(ReactionFor(in, therapist, Day(2025, 3, 23))).assessment().opened(0).name();
  const uint64_t before = Status().ledger_size();
  constexpr int kCalls = 8;
  std::vector<grpc::Status> statuses(3 * kCalls);
  std::vector<std::string> names(3 * kCalls);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < kCalls; ++i) {
    threads.emplace_back([&, i] {
      v1::CreateCaseResponse response;
      statuses[i] = CreateCase("C-2", therapist, kUuid, response);
      names[i] = response.case_().name();
    });
    threads.emplace_back([&, i] {
      v1::CreateMemberRequest request;
      request.mutable_member()->set_display_name("Maria Lopez");
      request.set_request_id(kUuid);
      v1::CreateMemberResponse response;
      statuses[kCalls + i] = Call(members_, &v1::MemberService::Stub::CreateMember, request, response);
      names[kCalls + i] = response.member().name();
    });
    threads.emplace_back([&, i] {
      v1::CreateDecisionRequest request;
      request.set_parent(follow_up);
      request.mutable_decision()->mutable_acknowledge();
      request.set_request_id(kUuid);
      v1::CreateDecisionResponse response;
      statuses[2 * kCalls + i] = Call(decisions_, &v1::DecisionService::Stub::CreateDecision, request, response);
      names[2 * kCalls + i] = response.decision().name();
    });
  }
  for (std::thread& thread : threads) thread.join();

  for (const grpc::Status& status : statuses) EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 3U);
  WaitForPolicies();
  v1::ListDecisionsRequest decisions;
  decisions.set_parent(follow_up);
  v1::ListDecisionsResponse listed;
  ASSERT_TRUE(Call(decisions_, &v1::DecisionService::Stub::ListDecisions, decisions, listed).ok());
  EXPECT_EQ(listed.decisions_size(), 1);
  EXPECT_EQ(Status().ledger_entries(), 3U) << "two intakes and a reaction";
  EXPECT_GT(Status().ledger_size(), before);
}

TEST_F(RegistryServicesTest, RulesSayWhatTheyReadAndWhatClearsThem) {
  v1::ListRulesRequest request;
  request.set_parent("policies/-");
  v1::ListRulesResponse rules;
  ASSERT_TRUE(Call(policies_, &v1::PolicyService::Stub::ListRules, request, rules).ok());
  std::set<std::string> ids;
  for (const v1::Rule& rule : rules.rules()) {
    ids.insert(rule.catalogue_id());
    EXPECT_NE(rule.cleared_by(), "") << rule.slug();
    EXPECT_TRUE(rule.kinds_size() >= 1 || !rule.done_by_host().empty()) << rule.slug();
    EXPECT_GE(rule.sources_size(), 1) << rule.slug();
    for (const v1::RuleSource& source : rule.sources()) EXPECT_NE(source.confidence(), "") << rule.slug();
    for (const v1::RuleParameter& parameter : rule.parameters()) {
      EXPECT_EQ(parameter.choices_size() > 0, parameter.unit() == "choice") << rule.slug() << parameter.parameter();
    }
  }
  for (const char* id : {"R01", "R02", "R03", "R06", "R07", "R09", "R27", "R40", "R41", "R43"}) {
    EXPECT_TRUE(ids.contains(id)) << id;
  }
  v1::GetRuleRequest get;
  get.set_name("policies/consultation/rules/attraction_consult");
  v1::GetRuleResponse got;
  ASSERT_TRUE(Call(policies_, &v1::PolicyService::Stub::GetRule, get, got).ok());
  EXPECT_EQ(got.rule().catalogue_id(), "R01");
  EXPECT_TRUE(got.rule().personal());
}

// What no policy declares is described beside what one does, on whatever page.
TEST_F(RegistryServicesTest, TheRulesThatCandordKeepsItselfAreDescribedToo) {
  std::set<std::string> ids;
  v1::ListRulesRequest request;
  request.set_parent("policies/-");
  request.set_page_size(7);
  v1::ListRulesResponse page;
  do {
    request.set_page_token(page.next_page_token());
    page.Clear();
    ASSERT_TRUE(Call(policies_, &v1::PolicyService::Stub::ListRules, request, page).ok());
    for (const v1::Rule& rule : page.rules()) {
      if (rule.name().starts_with("policies/host/")) ids.insert(rule.catalogue_id());
    }
  } while (!page.next_page_token().empty());
  EXPECT_EQ(ids, (std::set<std::string>{"R52", "R56", "R57", "R69"}));

  v1::GetRuleRequest get;
  get.set_name("policies/host/rules/profile_age");
  v1::GetRuleResponse got;
  ASSERT_TRUE(Call(policies_, &v1::PolicyService::Stub::GetRule, get, got).ok());
  EXPECT_NE(got.rule().done_by_host(), "");
  EXPECT_EQ(got.rule().severity(), v1::SEVERITY_UNSPECIFIED);
  ASSERT_EQ(got.rule().parameters_size(), 1);
  EXPECT_EQ(got.rule().parameters(0).value(), 365);

  v1::ListPoliciesResponse listed;
  ASSERT_TRUE(Call(policies_, &v1::PolicyService::Stub::ListPolicies, v1::ListPoliciesRequest(), listed).ok());
  EXPECT_EQ(listed.policies(listed.policies_size() - 1).name(), "policies/host");
  EXPECT_EQ(listed.policies(listed.policies_size() - 1).rules_size(), 4);
  v1::GetPolicyRequest get_host;
  get_host.set_name("policies/host");
  v1::GetPolicyResponse host;
  ASSERT_TRUE(Call(policies_, &v1::PolicyService::Stub::GetPolicy, get_host, host).ok());
  EXPECT_EQ(host.policy().rules_size(), 4);
}

TEST_F(RegistryServicesTest, TheSameQuestionGivesTheSameReport) {
  const std::string therapist = MakeMember("Ana Nguyen");
  Record(ReactionFor(OpenCase("C-1042", therapist), therapist, Day(2025, 3, 23)));
  WaitForPolicies();
  v1::GenerateComplianceReportRequest request;
  request.set_quarter("2025Q1");
  request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(clock_.Now()));
  v1::GenerateComplianceReportResponse first;
  // That it was read the first time is a record of its own; the same figures again are none.
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, first).ok());
  }
  v1::GenerateComplianceReportResponse second;
  ASSERT_TRUE(Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, second).ok());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(first.report().cover().period(), "2025Q1");
  EXPECT_GE(first.report().sections_size(), 3);

  request.set_quarter("2025Q5");
  EXPECT_EQ(RefusalOf(Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, first)).field,
            "quarter");
}

TEST_F(RegistryServicesTest, TheRunningDayIsThePresentAndItsEndGivesTheSameReport) {
  const std::string therapist = MakeMember("Ana Nguyen");
  Record(ReactionFor(OpenCase("C-1042", therapist), therapist, Day(2025, 3, 23)));
  WaitForPolicies();
  v1::GenerateComplianceReportRequest request;
  request.set_quarter("2025Q1");
  v1::GenerateComplianceReportResponse now;
  ASSERT_TRUE(Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, now).ok());
  const absl::Time end_of_day =
      absl::FromCivil(absl::CivilDay(absl::ToCivilDay(clock_.Now(), absl::UTCTimeZone())) + 1, absl::UTCTimeZone()) -
      absl::Seconds(1);
  request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(end_of_day));
  v1::GenerateComplianceReportResponse first;
  // As above.
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, first).ok());
  }
  clock_.SetTime(clock_.Now() + absl::Seconds(5));
  v1::GenerateComplianceReportResponse second;
  ASSERT_TRUE(Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, second).ok());

  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  ASSERT_EQ(first.report().sections_size(), now.report().sections_size());
  for (int i = 0; i < first.report().sections_size(); ++i) {
    EXPECT_EQ(first.report().sections(i).SerializeAsString(), now.report().sections(i).SerializeAsString());
  }
  request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(end_of_day + absl::Hours(1)));
  EXPECT_EQ(RefusalOf(Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, second)).field,
            "as_of");
}

TEST_F(RegistryServicesTest, APastMomentIsReportedAsOfTheMonthEndBeforeIt) {
  const std::string therapist = MakeMember("Ana Nguyen");
  Record(ReactionFor(OpenCase("C-1042", therapist), therapist, Day(2025, 3, 23)));
  WaitForPolicies();
  const auto report = [&](Day day) {
    v1::GenerateComplianceReportRequest request;
    request.set_quarter("2025Q1");
    request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(absl::FromCivil(day, absl::UTCTimeZone())));
    v1::GenerateComplianceReportResponse response;
    const grpc::Status status = Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.report();
  };
  const auto sections = [](const v1::ComplianceReport& of) {
    std::string all;
    for (const v1::ReportSection& section : of.sections()) all += section.SerializeAsString();
    return all;
  };
  clock_.SetTime(absl::FromCivil(absl::CivilDay(2025, 4, 11), absl::UTCTimeZone()));
  Record(ReactionFor(OpenCase("C-1043", therapist), therapist, Day(2025, 3, 24)));
  WaitForPolicies();
  clock_.SetTime(absl::FromCivil(absl::CivilDay(2025, 4, 15), absl::UTCTimeZone()));

  const v1::ComplianceReport before = report(Day(2025, 4, 10));
  const v1::ComplianceReport after = report(Day(2025, 4, 12));

  EXPECT_EQ(sections(before), sections(after));
  EXPECT_LT(before.cover().ledger_size(), after.cover().ledger_size());
  ASSERT_GT(before.sections_size(), 0);
  EXPECT_EQ(before.sections(0).as_of_day().month(), 3);
  EXPECT_EQ(before.sections(0).as_of_day().day(), 31);
  EXPECT_FALSE(before.cover().signable()) << "of the last day of March, whose dates had not passed";
  const v1::ComplianceReport too_early = report(Day(2025, 3, 31));
  EXPECT_NE(sections(before), sections(too_early));
  EXPECT_EQ(report(Day(2020, 1, 1)).cover().ledger_size(), 0U)
      << "a moment before the first record has an empty report";
}

}  // namespace
}  // namespace candor::registry_services_test
