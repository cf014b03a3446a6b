#ifndef CANDOR_CLI_VERBS_ROLE_WORDS_H_
#define CANDOR_CLI_VERBS_ROLE_WORDS_H_

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "candor/v1/role.grpc.pb.h"
#include "cli/verbs/session.h"
#include "daemon/base/civil.h"

// Roles, what a practice has still to name, and who sees what, in words.
namespace candor::cli {

// "clinical director"; "" for none.
std::string_view RoleText(v1::Role role);
// "deputy clinical director" where it is one.
std::string GrantText(const v1::RoleGrant& grant);
// The words that are given on a command line, in order: "director" …
std::vector<std::string> GivenRoleWords();

// All roles that the daemon tells of; `parent`: of one member, or `members/-`.
absl::StatusOr<std::vector<v1::RoleGrant>> RolesOf(Connection& connection, const std::string& parent);
// `members/{member}` of a grant.
std::string HolderOf(const v1::RoleGrant& grant);
bool IsInForce(const v1::RoleGrant& grant, Day day);

// "an independent reviewer for Dele Haddad, clinical director".
std::string GapText(const v1::ReadinessGap& gap, NameBook& names);
// What no table can promise, said wherever one is shown.
inline constexpr std::string_view kLimitOfAccess =
    "Whenever somebody else is shown your facts or words, it goes on record first, and you can look it up: candor "
    "access-log --mine. Boards and courts can demand records.";

// Who sees what, as rows: what, who, how much and why.
void PrintWhoSees(const std::vector<v1::AccessLine>& lines, NameBook& names, std::ostream& out);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_ROLE_WORDS_H_
