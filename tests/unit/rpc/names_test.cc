#include "daemon/rpc/names.h"

#include <gtest/gtest.h>

#include "daemon/base/status.h"

namespace candor::rpc::names_test {
namespace {

using domain::SubjectId;

TEST(NamesTest, ParsesWhatItWrites) {
  const CaseId case_id = CaseId::Random();
  const MemberId member = MemberId::Random();
  const SubjectId subject = SubjectId::Of(case_id);
  const EntryId entry = EntryId::Random();
  const FollowUpId follow_up = FollowUpId::Random();
  const DecisionId decision = DecisionId::Random();

  EXPECT_EQ(*ParseCase(CaseName(case_id), "f"), case_id);
  EXPECT_EQ(*ParseMember(MemberName(member), "f"), member);
  EXPECT_EQ(*ParseSubject(MemberName(member), "f"), SubjectId::Of(member));
  EXPECT_EQ(ParseEntry(EntryName(subject, entry), "f")->entry, entry);
  EXPECT_EQ(ParseEntry(EntryName(subject, entry), "f")->subject, subject);
  EXPECT_EQ(ParseFollowUp(FollowUpName(subject, follow_up), "f")->follow_up, follow_up);
  EXPECT_EQ(ParseDecision(DecisionName(subject, follow_up, decision), "f")->decision, decision);
  EXPECT_EQ(ParseRule(RuleName("consultation", "attraction_consult"), "f")->rule, "attraction_consult");
  EXPECT_EQ(*ParsePolicy("policies/referral", "f"), "referral");
  const EnrolmentId enrolment = EnrolmentId::Random();
  EXPECT_EQ(ParseEnrolment(EnrolmentName(member, enrolment), "f")->member, member);
  EXPECT_EQ(ParseEnrolment(EnrolmentName(member, enrolment), "f")->enrolment, enrolment);
  EXPECT_EQ(DetailOf(ParseEnrolment(MemberName(member), "name").status())->reason, "name");
  const RoleChangeId role = RoleChangeId::Random();
  EXPECT_EQ(ParseRoleGrant(RoleGrantName(member, role), "f")->member, member);
  EXPECT_EQ(ParseRoleGrant(RoleGrantName(member, role), "f")->grant, role);
  const EmergencyId emergency = EmergencyId::Random();
  EXPECT_EQ(*ParseEmergency(EmergencyName(emergency), "f"), emergency);
  EXPECT_EQ(DetailOf(ParseEmergency("erasures/" + emergency.ToString(), "name").status())->reason, "name");
  EXPECT_EQ(DetailOf(ParseRoleGrant(EnrolmentName(member, enrolment), "name").status())->reason, "name");
}

TEST(NamesTest, NothingNamesNothing) {
  EXPECT_EQ(MemberName({}), "");
  EXPECT_EQ(EntryName(SubjectId::Of(CaseId::Random()), {}), "");
}

TEST(NamesTest, TellsAMissingNameFromAWrongOne) {
  EXPECT_EQ(DetailOf(ParseCase("", "parent").status())->reason, "missing");
  for (const char* wrong : {"C-1042", "cases/", "cases/C-1042", "members/aaaaaaaaaaaaaaaaaaaaaaaaaa", "cases/x/y"}) {
    const absl::Status status = ParseCase(wrong, "parent").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << wrong;
    EXPECT_EQ(*DetailOf(status), (ErrorDetail{"parent", "name"})) << wrong;
    EXPECT_EQ(status.message().find("C-1042"), std::string::npos);
  }
}

TEST(NamesTest, ARequestIdIsAUuid) {
  const auto id = IdFromRequest("0188e2f0-5f6a-4c2b-9d3e-0123456789aB");
  ASSERT_TRUE(id.ok());
  EXPECT_EQ((*id)[0], 0x01);
  EXPECT_EQ((*id)[15], 0xAB);
  EXPECT_EQ(*id, *IdFromRequest("0188E2F0-5F6A-4C2B-9D3E-0123456789AB"));
  EXPECT_NE(*IdFromRequest(""), *IdFromRequest(""));
  for (const char* wrong : {"1", "0188e2f05f6a4c2b9d3e0123456789ab", "0188e2f0-5f6a-4c2b-9d3e-0123456789ag",
                            "00000000-0000-0000-0000-000000000000"}) {
    EXPECT_EQ(IdFromRequest(wrong).status().code(), absl::StatusCode::kInvalidArgument) << wrong;
  }
}

}  // namespace
}  // namespace candor::rpc::names_test
