#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/role.grpc.pb.h"
#include "cli/verbs/access_text.h"
#include "cli/verbs/member_verbs.h"
#include "cli/verbs/one_of.h"
#include "cli/verbs/role_words.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

// Everybody's.
constexpr char kRolesOfAll[] = "members/-";

struct RoleOptions {
  std::string who;
  std::string role;
  std::string of;
  std::string from;
  std::string until;
  std::string name;
  bool deputy = false;
};

absl::StatusOr<ExitCode> PrintGrant(Session& session, const v1::RoleGrant& grant) {
  if (!session.table()) {
    session.PrintData(ToJson(grant));
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  session.out() << OneLine(names.Member(HolderOf(grant))) << ": " << GrantText(grant)
                << (grant.of().empty() ? "" : absl::StrCat(" for ", OneLine(names.Member(grant.of()))))
                << (grant.withdrawn() ? ", taken back" : absl::StrCat(" from ", FormatDate(grant.from())))
                << (grant.has_until() && !grant.withdrawn() ? absl::StrCat(" until ", FormatDate(grant.until())) : "")
                << ".\n"
                << grant.name() << '\n';
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> GiveRole(Session& session, const RoleOptions& options) {
  v1::GrantRoleRequest request;
  request.set_request_id(RandomUuid());
  request.set_role(EnumOfWord<v1::Role>(options.role));
  request.set_deputy(options.deputy);
  if (!options.from.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day from, ParseDayOf("--from", options.from));
    *request.mutable_from() = ToWire(from);
  }
  if (!options.until.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day until, ParseDayOf("--until", options.until));
    *request.mutable_until() = ToWire(until);
  }
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveMember(session.connection(), options.who));
  if (!options.of.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*request.mutable_of(), ResolveMember(session.connection(), options.of));
  }
  CANDOR_ASSIGN_OR_RETURN(const v1::GrantRoleResponse response,
                          session.connection().Call<v1::RoleService>(&v1::RoleService::Stub::GrantRole, request));
  return PrintGrant(session, response.grant());
}

absl::StatusOr<ExitCode> TakeRoleBack(Session& session, const RoleOptions& options) {
  v1::WithdrawRoleRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(const v1::WithdrawRoleResponse response,
                          session.connection().Call<v1::RoleService>(&v1::RoleService::Stub::WithdrawRole, request));
  return PrintGrant(session, response.grant());
}

absl::StatusOr<ExitCode> ListRoles(Session& session, const RoleOptions& options) {
  v1::ListRolesRequest request;
  request.set_parent(kRolesOfAll);
  if (!options.who.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveMember(session.connection(), options.who));
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::RoleGrant> grants,
                          ListAsked<v1::RoleService>(session, &v1::RoleService::Stub::ListRoles, request,
                                                     &v1::ListRolesResponse::mutable_grants));
  if (!session.table()) {
    session.PrintData(ListJson(grants));
    return ExitCode::kDone;
  }
  if (grants.empty()) {
    session.out() << "Nobody has been given a role. candor setup asks for those that a practice needs.\n";
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  Table table({"MEMBER", "ROLE", "FOR", "FROM", "UNTIL", "GRANT"});
  for (const v1::RoleGrant& each : grants) {
    table.Add({OneLine(names.Member(HolderOf(each))), GrantText(each),
               each.of().empty() ? "" : OneLine(names.Member(each.of())), FormatDate(each.from()),
               each.has_until() ? FormatDate(each.until()) : "", each.name()});
  }
  table.Print(session.out());
  return ExitCode::kDone;
}

}  // namespace

void AddRoleCommands(CLI::App& member, Session& session) {
  CLI::App* role = member.add_subcommand("role", "who has which role in the practice");
  role->require_subcommand(1);
  auto options = std::make_shared<RoleOptions>();

  CLI::App* grant = role->add_subcommand("grant", "give a member a role, from today or a later day on");
  grant->footer(
      "Therapists and supervisors are given no role: whose a case is and who supervises whom says it.\n"
      "Example: candor member role grant 'Maria Lopez' --role consultant");
  AddWho(*grant, options->who, "who gets it");
  grant->add_option("--role", options->role, "which")->check(OneOf(GivenRoleWords()))->required();
  grant
      ->add_option("--for", options->of,
                   "of a reviewer, whose matters they review; of a deputy, for whom they stand in: a name, or "
                   "members/MEMBER. Else for everybody")
      ->option_text("MEMBER");
  grant->add_flag("--deputy", options->deputy, "only while whoever has it otherwise is away");
  grant->add_option("--from", options->from, "first day; today unless said");
  grant->add_option("--until", options->until, "last day, when it is known");
  Does(*grant, session, [&session, options] { return GiveRole(session, *options); });

  CLI::App* withdraw = role->add_subcommand("withdraw", "take a role back, as of today");
  withdraw->footer("Example: candor member role withdraw members/MEMBER/roles/ROLE");
  withdraw->add_option("grant", options->name, "its name, as the list shows it")->required();
  Does(*withdraw, session, [&session, options] { return TakeRoleBack(session, *options); });

  CLI::App* list = role->add_subcommand("list", "who has which role, ended ones included");
  list->footer("Example: candor member role list");
  list->add_option("who", options->who, "of one member alone: a name, or members/MEMBER");
  Does(*list, session, Answers::kList, [&session, options] { return ListRoles(session, *options); });
}

}  // namespace candor::cli
