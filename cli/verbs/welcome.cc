#include "cli/verbs/welcome.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/role.grpc.pb.h"
#include "cli/print/table.h"
#include "cli/verbs/role_words.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

// "Maria Lopez, Rowan Ellis (from outside)"; "": nobody is named.
std::string ConsultantsText(Connection& connection, const v1::DaemonStatus& status, NameBook& names) {
  const auto grants = RolesOf(connection, "members/-");
  if (!grants.ok()) return "";
  std::vector<std::string> people;
  for (const v1::RoleGrant& each : *grants) {
    const bool outside = each.role() == v1::ROLE_OUTSIDE_CONSULTANT;
    if (!outside && each.role() != v1::ROLE_CONSULTANT) continue;
    if (each.deputy() || !IsInForce(each, FromWire(status.today()))) continue;
    people.push_back(absl::StrCat(OneLine(names.Member(HolderOf(each))), outside ? " (from outside)" : ""));
  }
  return absl::StrJoin(people, ", ");
}

}  // namespace

void PrintWelcome(Connection& connection, std::ostream& out) {
  const auto explained =
      connection.Call<v1::RoleService>(&v1::RoleService::Stub::ExplainAccess, v1::ExplainAccessRequest());
  const auto status = connection.Call<v1::DaemonService>(&v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest());
  if (!explained.ok() || !status.ok()) return;
  NameBook names(connection);
  out << "\nWho sees what of yours:\n\n";
  PrintWhoSees({explained->lines().begin(), explained->lines().end()}, names, out);
  out << '\n' << Wrap(kLimitOfAccess, kTextWidth) << '\n';
  if (const std::string people = ConsultantsText(connection, status->status(), names); !people.empty()) {
    out << Wrap(absl::StrCat("You can talk first, or instead: ", people, "."), kTextWidth) << '\n';
  }
  if (!status->status().not_ready()) return;
  out << Wrap(
             "The practice is still being set up, so nothing can be written down here yet: candor setup says what is "
             "missing.",
             kTextWidth)
      << '\n';
}

}  // namespace candor::cli
