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
#include "google/protobuf/repeated_field.h"

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

// Somebody whom therapists can consult.
struct Consultant {
  std::string name;  // as they are called, on one line
  bool outside = false;
};
// Those whom the practice has named, as of that day, each once, in the order in which they were named.
absl::StatusOr<std::vector<Consultant>> ConsultantsOn(Connection& connection, Day day, NameBook& names);

// "an independent reviewer for Dele Haddad, clinical director".
std::string GapText(const v1::ReadinessGap& gap, NameBook& names);
// " (was named once)": what has become of it, after GapText(); "" of what was never named. `for_owner`: what the
// operator has accepted for the owner stands so far.
std::string GapStandingText(const v1::ReadinessGap& gap, bool for_owner);
// Whether all of them were named once: they are asked for again, and nothing waits for them.
bool WorkGoesOn(const google::protobuf::RepeatedPtrField<v1::ReadinessGap>& gaps);
// What no table can promise, said wherever one is shown.
inline constexpr std::string_view kLimitOfAccess =
    "Whenever somebody else is shown your facts or words, it goes on record first, and you can look it up: candor "
    "access-log --mine. Boards and courts can demand records.";

// "Dele Haddad, deputy clinical director"; where it is nobody in particular, who that can be.
std::string ReaderText(const v1::AccessLine& line, NameBook& names);
// What the highest of its classes comes to: "that it is there, and its dates".
std::string_view SeesText(const v1::AccessLine& line);
// Who sees what: of each thing who, how much and why, in lines that fit a narrow screen.
void PrintWhoSees(const std::vector<v1::AccessLine>& lines, NameBook& names, std::ostream& out);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_ROLE_WORDS_H_
