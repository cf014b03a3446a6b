// Roles, and a practice that is not ready before it has named whom it has to name, as the services do it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "candor/v1/role.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "tests/scenario/daemon/tls_fixture.h"

namespace candor::role_service_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using Stub = v1::RoleService::Stub;

class RoleServiceTest : public TlsDaemonTest {
 protected:
  RoleServiceTest() { ready_from_start_ = false; }

  // By the daemon's socket unless a machine is given.
  grpc::Status Give(const v1::GrantRoleRequest& request, v1::GrantRoleResponse& response,
                    const Machine* machine = nullptr) {
    return machine == nullptr ? Call(roles_, &Stub::GrantRole, request, response)
                              : Call(v1::RoleService::NewStub(machine->channel), &Stub::GrantRole, request, response);
  }
  static v1::GrantRoleRequest Role(const std::string& member, v1::Role role, const std::string& of = "") {
    v1::GrantRoleRequest request;
    request.set_parent(member);
    request.set_role(role);
    request.set_of(of);
    return request;
  }
  Refusal RefusedRole(const v1::GrantRoleRequest& request, const Machine* machine = nullptr) {
    v1::GrantRoleResponse response;
    return RefusalOf(Give(request, response, machine));
  }
  grpc::Status Withdraw(const std::string& name, v1::WithdrawRoleResponse& response) {
    v1::WithdrawRoleRequest request;
    request.set_name(name);
    return Call(roles_, &Stub::WithdrawRole, request, response);
  }
  std::vector<v1::RoleGrant> Roles(const std::string& parent) {
    v1::ListRolesRequest request;
    request.set_parent(parent);
    v1::ListRolesResponse response;
    EXPECT_TRUE(Call(roles_, &Stub::ListRoles, request, response).ok());
    return {response.grants().begin(), response.grants().end()};
  }
  Refusal Accept(const std::string& owner, const Machine* machine = nullptr, const std::string& digest = "") {
    v1::AcceptNonUseRequest request;
    request.set_owner(owner);
    request.set_digest(digest.empty() ? Readiness().non_use_digest() : digest);
    v1::AcceptNonUseResponse response;
    if (machine == nullptr) return RefusalOf(Call(roles_, &Stub::AcceptNonUse, request, response));
    return RefusalOf(Call(v1::RoleService::NewStub(machine->channel), &Stub::AcceptNonUse, request, response));
  }
  grpc::Status Explain(const std::string& member, const std::string& case_name, v1::ExplainAccessResponse& response,
                       const Machine* machine = nullptr) {
    v1::ExplainAccessRequest request;
    request.set_member(member);
    request.set_case_(case_name);
    return machine == nullptr
               ? Call(roles_, &Stub::ExplainAccess, request, response)
               : Call(v1::RoleService::NewStub(machine->channel), &Stub::ExplainAccess, request, response);
  }
  // How some of the work comes back, written and read.
  std::vector<Refusal> AskForWork(const Machine& machine) {
    v1::CreateEntryRequest leaves = EntryFor(machine.member, machine.member, Today());
    SetDate(leaves.mutable_entry()->mutable_departure()->mutable_last_day(), Today() + 400);
    v1::CreateEntryResponse written;
    v1::ListFollowUpsResponse listed;
    v1::GetWorkListResponse work;
    return {RefusalOf(Call(v1::EntryService::NewStub(machine.channel), &v1::EntryService::Stub::CreateEntry, leaves,
                           written)),
            RefusalOf(Call(v1::FollowUpService::NewStub(machine.channel), &v1::FollowUpService::Stub::ListFollowUps,
                           v1::ListFollowUpsRequest(), listed)),
            RefusalOf(Call(v1::WorkService::NewStub(machine.channel), &v1::WorkService::Stub::GetWorkList,
                           v1::GetWorkListRequest(), work)),
            RefusedEntry(leaves)};
  }
};

TEST_F(RoleServiceTest, OnceSomebodyIsEnrolledTheWorkWaitsUntilEverythingIsNamed) {
  const std::string member = MakeMember("Ana Nguyen");
  OpenCase("C-1", member, Today() - 20);
  EXPECT_GT(Status().readiness_gaps_size(), 5);
  EXPECT_FALSE(Status().not_ready()) << "it is as before while nobody is enrolled";

  const Machine ana = Enrol(member);

  EXPECT_TRUE(Status().not_ready());
  EXPECT_TRUE(Readiness().in_force());
  for (const Refusal& refused : AskForWork(ana)) {
    ExpectRefusal(refused, grpc::StatusCode::FAILED_PRECONDITION, "", "not_ready");
    EXPECT_THAT(refused.message, HasSubstr("two consultants"));
    EXPECT_THAT(refused.message, HasSubstr("candor setup"));
  }
  EXPECT_EQ(Ask(ana.channel).code, grpc::StatusCode::OK) << "what sets it up passes";
  v1::ListMembersResponse members;
  EXPECT_TRUE(Call(v1::MemberService::NewStub(ana.channel), &v1::MemberService::Stub::ListMembers,
                   v1::ListMembersRequest(), members)
                  .ok());
}

TEST_F(RoleServiceTest, TheLastThingThatIsNamedOpensIt) {
  const std::string owner = MakeMember("Dr Lee");
  const std::string second = MakeMember("Maria Lopez");
  const std::string outside = MakeMember("Rowan Ellis");
  const std::string reviewer = MakeMember("Sam Ito");
  const Machine lee = Enrol(owner);
  for (const v1::Role role : {v1::ROLE_DIRECTOR, v1::ROLE_OWNER}) {
    Grant(owner, role);
    Grant(second, role, true);
  }
  Grant(second, v1::ROLE_CONSULTANT);
  Grant(outside, v1::ROLE_OUTSIDE_CONSULTANT);
  Grant(reviewer, v1::ROLE_INDEPENDENT_REVIEWER);
  Grant(outside, v1::ROLE_INDEPENDENT_REVIEWER, true, reviewer);
  ASSERT_EQ(Readiness().gaps_size(), 1) << Readiness().ShortDebugString();
  EXPECT_EQ(Readiness().gaps(0).kind(), v1::READINESS_GAP_KIND_NON_USE);
  EXPECT_EQ(AskForWork(lee)[0].reason, "not_ready");
  ExpectRefusal(Accept(owner), grpc::StatusCode::PERMISSION_DENIED, "owner", "owner_only");

  EXPECT_EQ(Accept("", &lee).code, grpc::StatusCode::OK);

  EXPECT_EQ(Readiness().gaps_size(), 0);
  EXPECT_EQ(Readiness().non_use_accepted_by(), owner);
  EXPECT_TRUE(Readiness().has_non_use_accepted_at());
  EXPECT_FALSE(Status().not_ready());
  for (const Refusal& asked : AskForWork(lee)) EXPECT_NE(asked.reason, "not_ready") << asked.message;
  EXPECT_EQ(AskForWork(lee)[1].code, grpc::StatusCode::OK);
}

TEST_F(RoleServiceTest, WhatWasNamedOnceHoldsNothingUp) {
  MakeReady();
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  ASSERT_EQ(AskForWork(ana)[1].code, grpc::StatusCode::OK);
  std::string consultant;
  for (const v1::RoleGrant& each : Roles("members/-")) {
    if (each.role() == v1::ROLE_CONSULTANT) consultant = each.name();
  }
  v1::WithdrawRoleResponse response;

  ASSERT_TRUE(Withdraw(consultant, response).ok());

  ASSERT_EQ(Readiness().gaps_size(), 2) << Readiness().ShortDebugString();
  EXPECT_EQ(Readiness().gaps(0).kind(), v1::READINESS_GAP_KIND_CONSULTANTS);
  EXPECT_TRUE(Readiness().gaps(0).vacant());
  EXPECT_EQ(Readiness().gaps(1).kind(), v1::READINESS_GAP_KIND_NON_USE) << "the operator's word is not the owner's";
  EXPECT_TRUE(Readiness().gaps(1).vacant());
  EXPECT_FALSE(Readiness().in_force());
  EXPECT_EQ(AskForWork(ana)[1].code, grpc::StatusCode::OK);
}

TEST_F(RoleServiceTest, ARoleIsGivenOnceForTheSameCallAndEndsAtOnceWhenItIsTakenBack) {
  const std::string ana = MakeMember("Ana Nguyen");
  v1::GrantRoleRequest request = Role(ana, v1::ROLE_AUDITOR);
  request.set_request_id(kUuid);
  SetDate(request.mutable_until(), Today() + 30);
  v1::GrantRoleResponse first;
  v1::GrantRoleResponse again;
  ASSERT_TRUE(Give(request, first).ok());
  ASSERT_TRUE(Give(request, again).ok());
  EXPECT_EQ(first.grant().name(), again.grant().name());
  EXPECT_THAT(first.grant().name(), HasSubstr(ana + "/roles/"));
  EXPECT_THAT(Roles(ana), SizeIs(1));
  request.set_role(v1::ROLE_POLICY_MANAGER);
  EXPECT_EQ(RefusedRole(request).code, grpc::StatusCode::ALREADY_EXISTS);

  v1::WithdrawRoleResponse withdrawn;
  ASSERT_TRUE(Withdraw(first.grant().name(), withdrawn).ok());

  EXPECT_TRUE(withdrawn.grant().withdrawn());
  const std::vector<v1::RoleGrant> roles = Roles(ana);
  ASSERT_THAT(roles, SizeIs(1));
  EXPECT_TRUE(roles[0].withdrawn());
  v1::Date yesterday;
  SetDate(&yesterday, Today() - 1);
  EXPECT_EQ(roles[0].until().ShortDebugString(), yesterday.ShortDebugString());
  ASSERT_TRUE(Withdraw(first.grant().name(), withdrawn).ok()) << "it stays as it is";
  EXPECT_THAT(Roles("members/-"), SizeIs(1));
}

TEST_F(RoleServiceTest, WhatMakesNoRoleIsToldWithItsField) {
  const std::string ana = MakeMember("Ana Nguyen");
  const auto refused = [&](const v1::GrantRoleRequest& request, const std::string& field, const std::string& reason) {
    ExpectRefusal(RefusedRole(request), grpc::StatusCode::INVALID_ARGUMENT, field, reason);
  };
  refused(Role(ana, v1::ROLE_UNSPECIFIED), "role", "missing");
  refused(Role(ana, v1::ROLE_SUPERVISOR), "role", "not_granted");
  refused(Role(ana, v1::ROLE_AUDITOR, ana), "of", "not_for_role");
  refused(Role(ana, v1::ROLE_INDEPENDENT_REVIEWER, ana), "of", "self");
  v1::GrantRoleRequest days = Role(ana, v1::ROLE_AUDITOR);
  SetDate(days.mutable_from(), Today() - 1);
  refused(days, "from", "before_today");
  SetDate(days.mutable_from(), Today() + 2);
  SetDate(days.mutable_until(), Today() + 1);
  refused(days, "until", "before_from");
  const std::string nobody = "members/aaaaaaaaaaaaaaaaaaaaaaaabi";
  EXPECT_EQ(RefusedRole(Role(nobody, v1::ROLE_AUDITOR)).code, grpc::StatusCode::NOT_FOUND);
  v1::WithdrawRoleResponse response;
  ExpectRefusal(RefusalOf(Withdraw(ana + "/roles/aaaaaaaaaaaaaaaaaaaaaaaabi", response)), grpc::StatusCode::NOT_FOUND,
                "name", "not_found");
  EXPECT_THAT(Roles("members/-"), IsEmpty());
}

TEST_F(RoleServiceTest, TheDirectorNamesOthersButNeitherThemselvesNorWhoReviewsThem) {
  const std::string ana = MakeMember("Ana Nguyen");
  const Machine lee = Enrol(MakeMember("Dr Lee"));
  Grant(lee.member, v1::ROLE_DIRECTOR);
  v1::GrantRoleResponse response;

  EXPECT_TRUE(Give(Role(ana, v1::ROLE_CONSULTANT), response, &lee).ok());

  ExpectRefusal(RefusedRole(Role(lee.member, v1::ROLE_AUDITOR), &lee), grpc::StatusCode::PERMISSION_DENIED, "parent",
                "own_role");
  ExpectRefusal(RefusedRole(Role(ana, v1::ROLE_INDEPENDENT_REVIEWER), &lee), grpc::StatusCode::PERMISSION_DENIED,
                "role", "own_reviewer");
  ExpectRefusal(RefusedRole(Role(ana, v1::ROLE_OWNER), &lee), grpc::StatusCode::PERMISSION_DENIED, "role", "ownership");
}

TEST_F(RoleServiceTest, WhoHasNoSuchRoleNamesNobody) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  const Machine keys = Enrol(MakeMember("Kim Park"));
  Grant(keys.member, v1::ROLE_ADMINISTRATOR);

  for (const Machine* machine : {&ana, &keys}) {
    const Refusal refused = RefusedRole(Role(ana.member, v1::ROLE_CONSULTANT), machine);
    ExpectRefusal(refused, grpc::StatusCode::PERMISSION_DENIED, "", "role");
    EXPECT_THAT(refused.message, HasSubstr("director or owner"));
  }
}

// Who sees what of Ana, whose case it is, and who is supervised.
class ExplainAccessTest : public RoleServiceTest {
 protected:
  void SetUp() override {
    RoleServiceTest::SetUp();
    if (HasFatalFailure()) return;
    ana_ = MakeMember("Ana Nguyen", /*in_training=*/true);
    dele_ = MakeMember("Dele Haddad");
    MakeSupervision(ana_, dele_, Today() - 100);
    case_ = OpenCase("C-1", ana_, Today() - 20);
  }

  static std::vector<v1::AccessLine> Of(const v1::ExplainAccessResponse& response, v1::AccessThing thing,
                                        v1::Relation relation) {
    std::vector<v1::AccessLine> lines;
    for (const v1::AccessLine& line : response.lines()) {
      if (line.thing() == thing && line.relation() == relation) lines.push_back(line);
    }
    return lines;
  }

  std::string ana_, dele_, case_;
};

TEST_F(ExplainAccessTest, SaysForEachThingWhoSeesWhichClassesAndWhy) {
  Grant(dele_, v1::ROLE_DIRECTOR);
  v1::ExplainAccessResponse response;
  const grpc::Status status = Explain(ana_, "", response);
  ASSERT_TRUE(status.ok()) << status.error_message();

  const auto own = Of(response, v1::ACCESS_THING_PRIVATE_NOTE, v1::RELATION_SELF);
  ASSERT_THAT(own, SizeIs(1));
  EXPECT_EQ(own[0].reader(), ana_);
  EXPECT_THAT(own[0].classes(), ElementsAre(v1::FIELD_CLASS_TRIAGE, v1::FIELD_CLASS_DETAIL, v1::FIELD_CLASS_NARRATIVE,
                                            v1::FIELD_CLASS_PERSONAL));
  const auto then = Of(response, v1::ACCESS_THING_ENTRY, v1::RELATION_SUPERVISED_THEN);
  ASSERT_THAT(then, SizeIs(1));
  EXPECT_EQ(then[0].reader(), dele_);
  EXPECT_TRUE(then[0].has_from());
  EXPECT_FALSE(then[0].has_until());
  const auto in_training = Of(response, v1::ACCESS_THING_PRIVATE_NOTE_IN_TRAINING, v1::RELATION_SUPERVISES_NOW);
  ASSERT_THAT(in_training, SizeIs(1));
  EXPECT_EQ(in_training[0].reader(), dele_);
  const auto named = Of(response, v1::ACCESS_THING_PRIVATE_NOTE, v1::RELATION_NAMED_READER);
  ASSERT_THAT(named, SizeIs(1));
  EXPECT_EQ(named[0].reader(), "") << "whom somebody has named would tell that there is a note";
  const auto director = Of(response, v1::ACCESS_THING_ENTRY, v1::RELATION_NONE);
  ASSERT_THAT(director, SizeIs(1));
  EXPECT_EQ(director[0].reader(), dele_);
  EXPECT_THAT(director[0].classes(), ElementsAre(v1::FIELD_CLASS_TRIAGE));
  for (const v1::AccessLine& line : response.lines()) EXPECT_NE(line.why(), "") << line.ShortDebugString();
}

// Of two at once the one who began later counts: both are named, each with the days of which they see something.
TEST_F(ExplainAccessTest, OfTwoSupervisorsAtOnceBothAreNamed) {
  const std::string lieve = MakeMember("Lieve Maes");
  MakeSupervision(ana_, lieve, Today() - 10);
  v1::ExplainAccessResponse response;
  ASSERT_TRUE(Explain(ana_, case_, response).ok());

  const auto now = Of(response, v1::ACCESS_THING_PRIVATE_NOTE_IN_TRAINING, v1::RELATION_SUPERVISES_NOW);
  ASSERT_THAT(now, SizeIs(1));
  EXPECT_EQ(now[0].reader(), lieve);
  const auto then = Of(response, v1::ACCESS_THING_ENTRY, v1::RELATION_SUPERVISED_THEN);
  ASSERT_THAT(then, SizeIs(2));
  EXPECT_EQ(then[0].reader(), dele_);
  ASSERT_TRUE(then[0].has_until()) << "of later days she sees nothing, whatever her own last day is";
  v1::Date before;
  SetDate(&before, Today() - 11);
  EXPECT_EQ(then[0].until().ShortDebugString(), before.ShortDebugString());
  EXPECT_EQ(then[1].reader(), lieve);
  EXPECT_FALSE(then[1].has_until());
  const auto other = Of(response, v1::ACCESS_THING_UNSPECIFIED, v1::RELATION_SUPERVISED_THEN);
  ASSERT_THAT(other, SizeIs(1));
  EXPECT_EQ(other[0].reader(), dele_);
  EXPECT_THAT(other[0].classes(), IsEmpty());
  EXPECT_THAT(other[0].why(), HasSubstr("supervises them too"));
}

TEST_F(ExplainAccessTest, ADeputyIsToldOfBeforeTheyStandIn) {
  const std::string lee = MakeMember("Dr Lee");
  Grant(lee, v1::ROLE_DIRECTOR);
  const std::string maria = MakeMember("Maria Lopez");
  Grant(maria, v1::ROLE_DIRECTOR, /*deputy=*/true);
  v1::ExplainAccessResponse response;
  ASSERT_TRUE(Explain(ana_, "", response).ok());

  const auto directors = Of(response, v1::ACCESS_THING_ENTRY, v1::RELATION_NONE);

  ASSERT_THAT(directors, SizeIs(2));
  EXPECT_EQ(directors[0].reader(), lee);
  EXPECT_FALSE(directors[0].deputy());
  EXPECT_EQ(directors[1].reader(), maria);
  EXPECT_TRUE(directors[1].deputy());
  EXPECT_THAT(directors[1].why(), HasSubstr("only while whoever they stand in for is away"));
  EXPECT_THAT(directors[1].classes(), ElementsAre(v1::FIELD_CLASS_TRIAGE));
}

TEST_F(ExplainAccessTest, ConsultantsAreToldOfThoseWhomNobodySupervises) {
  Grant(MakeMember("Con Sult"), v1::ROLE_CONSULTANT);
  const auto consultants = [&](const std::string& of) {
    v1::ExplainAccessResponse response;
    EXPECT_TRUE(Explain(of, "", response).ok());
    std::vector<v1::AccessLine> lines = Of(response, v1::ACCESS_THING_CONVERSATION_DUE, v1::RELATION_NONE);
    std::erase_if(lines, [](const v1::AccessLine& each) { return each.role() != v1::ROLE_CONSULTANT; });
    return lines;
  };

  EXPECT_THAT(consultants(ana_), IsEmpty()) << "her supervisor is told";
  EXPECT_THAT(consultants(dele_), SizeIs(1));
}

TEST_F(ExplainAccessTest, WhoIsNotInTrainingHasNoSuchReader) {
  v1::ExplainAccessResponse response;
  ASSERT_TRUE(Explain(dele_, "", response).ok());

  EXPECT_THAT(Of(response, v1::ACCESS_THING_PRIVATE_NOTE_IN_TRAINING, v1::RELATION_SUPERVISES_NOW), IsEmpty());
  EXPECT_THAT(Of(response, v1::ACCESS_THING_ENTRY, v1::RELATION_SUPERVISED_THEN), IsEmpty());
}

TEST_F(ExplainAccessTest, InACaseThePeopleOnItAreNamed) {
  v1::ExplainAccessResponse response;
  ASSERT_TRUE(Explain(dele_, case_, response).ok());

  const auto parties = Of(response, v1::ACCESS_THING_CASE, v1::RELATION_PARTY);
  ASSERT_THAT(parties, SizeIs(1));
  EXPECT_EQ(parties[0].reader(), ana_);
  EXPECT_EQ(RefusalOf(Explain(ana_, "cases/aaaaaaaaaaaaaaaaaaaaaaaabi", response)).code, grpc::StatusCode::NOT_FOUND);
}

TEST_F(ExplainAccessTest, EverybodyAsksOfThemselvesAndNobodyLearnsOfACaseByIt) {
  const Machine ana = Enrol(ana_);
  const Machine maria = Enrol(MakeMember("Maria Lopez"));
  v1::ExplainAccessResponse response;

  EXPECT_TRUE(Explain("", "", response, &ana).ok());
  EXPECT_EQ(Of(response, v1::ACCESS_THING_ENTRY, v1::RELATION_SELF)[0].reader(), ana_);
  EXPECT_TRUE(Explain(ana_, case_, response, &ana).ok());
  ExpectRefusal(RefusalOf(Explain(ana_, "", response, &maria)), grpc::StatusCode::PERMISSION_DENIED, "member",
                "others_access");
  const std::string auditor = MakeMember("Au Ditor");
  Grant(auditor, v1::ROLE_AUDITOR);
  const Machine audits = Enrol(auditor);
  EXPECT_TRUE(Explain(ana_, case_, response, &audits).ok()) << "the log names it";
  const Refusal hidden = RefusalOf(Explain("", case_, response, &maria));
  const Refusal none = RefusalOf(Explain("", "cases/aaaaaaaaaaaaaaaaaaaaaaaabi", response, &maria));
  ExpectRefusal(hidden, grpc::StatusCode::NOT_FOUND, "case", "not_found");
  EXPECT_EQ(hidden.message, none.message);
  EXPECT_EQ(hidden.code, none.code);

  Grant(maria.member, v1::ROLE_DIRECTOR);
  EXPECT_TRUE(Explain(ana_, case_, response, &maria).ok()) << "who answers for who sees what";
}

TEST_F(ExplainAccessTest, SaysWhatTheOperatorOnTheMachineSees) {
  v1::ExplainAccessResponse before;
  v1::ExplainAccessResponse after;
  ASSERT_TRUE(Explain(ana_, "", before).ok());
  Enrol(ana_);
  ASSERT_TRUE(Explain(ana_, "", after).ok());

  EXPECT_THAT(before.lines().rbegin()->why(), HasSubstr("until somebody has enrolled"));
  EXPECT_THAT(before.lines().rbegin()->classes(), SizeIs(4));
  EXPECT_THAT(after.lines().rbegin()->why(), HasSubstr("can export everything, private notes too"));
  EXPECT_THAT(after.lines().rbegin()->why(), HasSubstr("what a director is shown"));
  EXPECT_THAT(after.lines().rbegin()->classes(), SizeIs(4));
}

}  // namespace
}  // namespace candor::role_service_test
