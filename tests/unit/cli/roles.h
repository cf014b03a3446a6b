#ifndef CANDOR_TESTS_UNIT_CLI_ROLES_H_
#define CANDOR_TESTS_UNIT_CLI_ROLES_H_

#include <map>
#include <string>
#include <vector>

#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "candor/v1/role.grpc.pb.h"
#include "cli/verbs/session.h"

namespace candor::cli {

// A practice that keeps what it is told about roles, and says what a test has it say of its readiness.
class KeptRoles final : public v1::RoleService::Service {
 public:
  grpc::Status GrantRole(grpc::ServerContext*, const v1::GrantRoleRequest* request,
                         v1::GrantRoleResponse* response) override {
    const bool of_all = refused_role == v1::ROLE_UNSPECIFIED;
    if (!refused.ok() && (of_all || request->role() == refused_role)) return refused;
    if (request->validate_only()) return grpc::Status::OK;
    granted.push_back(*request);
    v1::RoleGrant grant;
    grant.set_name(request->parent() + "/roles/r" + std::to_string(granted.size()));
    grant.set_role(request->role());
    grant.set_of(request->of());
    grant.set_deputy(request->deputy());
    if (request->has_from()) {
      *grant.mutable_from() = request->from();
    } else {
      SetDay(2026, 3, 2, *grant.mutable_from());
    }
    if (request->has_until()) *grant.mutable_until() = request->until();
    grants.push_back(grant);
    // What was missing is not any more.
    auto& gaps = *readiness.mutable_gaps();
    if (!gaps.empty() && ends_gaps) gaps.DeleteSubrange(0, 1);
    *response->mutable_grant() = grant;
    return grpc::Status::OK;
  }
  grpc::Status WithdrawRole(grpc::ServerContext*, const v1::WithdrawRoleRequest* request,
                            v1::WithdrawRoleResponse* response) override {
    withdrawn.push_back(request->name());
    response->mutable_grant()->set_name(request->name());
    response->mutable_grant()->set_role(v1::ROLE_AUDITOR);
    response->mutable_grant()->set_withdrawn(true);
    SetDay(2026, 3, 1, *response->mutable_grant()->mutable_from());
    return grpc::Status::OK;
  }
  grpc::Status ListRoles(grpc::ServerContext*, const v1::ListRolesRequest* request,
                         v1::ListRolesResponse* response) override {
    for (const v1::RoleGrant& grant : grants) {
      const bool asked = request->parent() == "members/-" || grant.name().rfind(request->parent() + "/", 0) == 0;
      if (asked) *response->add_grants() = grant;
    }
    return grpc::Status::OK;
  }
  grpc::Status AcceptNonUse(grpc::ServerContext*, const v1::AcceptNonUseRequest* request,
                            v1::AcceptNonUseResponse* response) override {
    accepted.push_back(*request);
    readiness.clear_gaps();
    *response->mutable_readiness() = readiness;
    return grpc::Status::OK;
  }
  grpc::Status GetReadiness(grpc::ServerContext*, const v1::GetReadinessRequest*,
                            v1::GetReadinessResponse* response) override {
    *response->mutable_readiness() = readiness;
    return grpc::Status::OK;
  }
  grpc::Status ExplainAccess(grpc::ServerContext*, const v1::ExplainAccessRequest* request,
                             v1::ExplainAccessResponse* response) override {
    explained.push_back(*request);
    for (const v1::AccessLine& line : lines) *response->add_lines() = line;
    return grpc::Status::OK;
  }

  static void SetDay(int year, int month, int day, v1::Date& date) {
    date.set_year(year);
    date.set_month(month);
    date.set_day(day);
  }
  v1::RoleGrant& Has(const std::string& member, v1::Role role) {
    v1::RoleGrant& grant = grants.emplace_back();
    grant.set_name(member + "/roles/r" + std::to_string(grants.size()));
    grant.set_role(role);
    SetDay(2026, 1, 5, *grant.mutable_from());
    return grant;
  }
  v1::ReadinessGap& Lacks(v1::ReadinessGapKind kind, v1::Role role = v1::ROLE_UNSPECIFIED, const std::string& of = "") {
    v1::ReadinessGap& gap = *readiness.add_gaps();
    gap.set_kind(kind);
    gap.set_role(role);
    gap.set_of(of);
    return gap;
  }
  v1::AccessLine& Sees(const std::string& reader, v1::Role role, v1::Relation relation, v1::AccessThing thing) {
    v1::AccessLine& line = lines.emplace_back();
    line.set_reader(reader);
    line.set_role(role);
    line.set_relation(relation);
    line.set_thing(thing);
    return line;
  }

  std::vector<v1::GrantRoleRequest> granted;
  std::vector<std::string> withdrawn;
  std::vector<v1::RoleGrant> grants;
  std::vector<v1::AcceptNonUseRequest> accepted;
  std::vector<v1::ExplainAccessRequest> explained;
  std::vector<v1::AccessLine> lines;
  v1::Readiness readiness;
  grpc::Status refused = grpc::Status::OK;
  v1::Role refused_role = v1::ROLE_UNSPECIFIED;  // of this role only; unspecified: of all
  bool ends_gaps = true;                         // each role that is given is what was missing first
};

// Maria Lopez and Dele Haddad, and whoever is added.
class AddedMembers final : public v1::MemberService::Service {
 public:
  grpc::Status ListMembers(grpc::ServerContext*, const v1::ListMembersRequest*,
                           v1::ListMembersResponse* response) override {
    for (const auto& [display_name, name] : names) {
      v1::Member& member = *response->add_members();
      member.set_name(name);
      member.set_display_name(display_name);
    }
    return grpc::Status::OK;
  }
  grpc::Status LookupMember(grpc::ServerContext*, const v1::LookupMemberRequest* request,
                            v1::LookupMemberResponse* response) override {
    const auto found = names.find(request->display_name());
    if (found == names.end()) return {grpc::StatusCode::NOT_FOUND, "no such member"};
    response->mutable_member()->set_name(found->second);
    return grpc::Status::OK;
  }
  grpc::Status CreateMember(grpc::ServerContext*, const v1::CreateMemberRequest* request,
                            v1::CreateMemberResponse* response) override {
    const std::string name = "members/new" + std::to_string(names.size());
    names[request->member().display_name()] = name;
    response->mutable_member()->set_name(name);
    return grpc::Status::OK;
  }

  std::map<std::string, std::string> names = {{"Maria Lopez", "members/m"}, {"Dele Haddad", "members/d"}};
};

// It is 2 March 2026.
class StatusOfToday final : public v1::DaemonService::Service {
 public:
  grpc::Status GetStatus(grpc::ServerContext*, const v1::GetStatusRequest*, v1::GetStatusResponse* response) override {
    KeptRoles::SetDay(2026, 3, 2, *status.mutable_today());
    *response->mutable_status() = status;
    return grpc::Status::OK;
  }

  v1::DaemonStatus status;
};

}  // namespace candor::cli

#endif  // CANDOR_TESTS_UNIT_CLI_ROLES_H_
