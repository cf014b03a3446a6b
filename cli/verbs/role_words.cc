#include "cli/verbs/role_words.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "cli/print/style.h"
#include "cli/print/table.h"
#include "cli/verbs/access_text.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

// Columns of a terminal as it is opened.
constexpr size_t kNarrow = 80;
// What roles show that show nothing, and what the operator reaches.
constexpr std::string_view kNothingInParticular = "anything of it";

// Of whom nobody in particular is told.
std::string AnybodyText(const v1::AccessLine& line) {
  switch (line.relation()) {
    case v1::RELATION_NAMED_READER:
      return line.thing() == v1::ACCESS_THING_ENTRY || line.thing() == v1::ACCESS_THING_CONCERN
                 ? "whoever wrote that"
                 : "whom its author names";
    case v1::RELATION_PARTY:
      return "others on the case";
    case v1::RELATION_EMERGENCY:
      return "whoever two people let in";
    default:
      return line.role() == v1::ROLE_UNSPECIFIED ? "the operator"
                                                 : absl::StrCat(ToAbsl(RoleText(line.role())), " (nobody yet)");
  }
}

std::string_view ThingText(v1::AccessThing thing) {
  switch (thing) {
    case v1::ACCESS_THING_CASE:
      return "a case";
    case v1::ACCESS_THING_ENTRY:
      return "entries";
    case v1::ACCESS_THING_ABSENCE:
      return "absences";
    case v1::ACCESS_THING_SUPERVISION_NOTE:
      return "supervision notes";
    case v1::ACCESS_THING_PRIVATE_NOTE:
      return "private notes";
    case v1::ACCESS_THING_PRIVATE_NOTE_IN_TRAINING:
      return "private notes, in training";
    case v1::ACCESS_THING_FOLLOW_UP:
      return "follow-ups";
    case v1::ACCESS_THING_OPEN_FOLLOW_UP:
      return "open follow-ups";
    case v1::ACCESS_THING_RESTRICTED_FOLLOW_UP:
      return "matters about others";
    case v1::ACCESS_THING_CONVERSATION_DUE:
      return "a conversation that is long due";
    case v1::ACCESS_THING_SHADOW_FOLLOW_UP:
      return "rules on trial";
    case v1::ACCESS_THING_CONCERN:
      return "concerns";
    default:
      return "";
  }
}

std::string WhenSeenText(const v1::AccessLine& line) {
  if (!line.has_from()) return "";
  return absl::StrCat(" (", FormatDate(line.from()),
                      line.has_until() ? absl::StrCat(" to ", FormatDate(line.until())) : " on", ")");
}

}  // namespace

std::string_view RoleText(v1::Role role) {
  switch (role) {
    case v1::ROLE_THERAPIST:
      return "therapist";
    case v1::ROLE_SUPERVISOR:
      return "supervisor";
    case v1::ROLE_DIRECTOR:
      return "clinical director";
    case v1::ROLE_POLICY_MANAGER:
      return "policy manager";
    case v1::ROLE_AUDITOR:
      return "auditor";
    case v1::ROLE_ADMINISTRATOR:
      return "administrator";
    case v1::ROLE_INDEPENDENT_REVIEWER:
      return "independent reviewer";
    case v1::ROLE_OWNER:
      return "owner";
    case v1::ROLE_CONSULTANT:
      return "consultant";
    case v1::ROLE_OUTSIDE_CONSULTANT:
      return "consultant from outside";
    default:
      return "";
  }
}

std::string GrantText(const v1::RoleGrant& grant) {
  return absl::StrCat(grant.deputy() ? "deputy " : "", ToAbsl(RoleText(grant.role())));
}

std::vector<std::string> GivenRoleWords() {
  std::vector<std::string> words = EnumWords<v1::Role>();
  std::erase_if(words, [](const std::string& word) { return word == "therapist" || word == "supervisor"; });
  return words;
}

absl::StatusOr<std::vector<v1::RoleGrant>> RolesOf(Connection& connection, const std::string& parent) {
  v1::ListRolesRequest request;
  request.set_parent(parent);
  return ListAll<v1::RoleService>(connection, &v1::RoleService::Stub::ListRoles, request,
                                  &v1::ListRolesResponse::mutable_grants);
}

std::string HolderOf(const v1::RoleGrant& grant) {
  return grant.name().substr(0, grant.name().find("/roles/"));
}

bool IsInForce(const v1::RoleGrant& grant, Day day) {
  return FromWire(grant.from()) <= day && (!grant.has_until() || FromWire(grant.until()) >= day);
}

absl::StatusOr<std::vector<Consultant>> ConsultantsOn(Connection& connection, Day day, NameBook& names) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::RoleGrant> grants, RolesOf(connection, "members/-"));
  std::vector<Consultant> consultants;
  std::set<std::string> known;
  for (const v1::RoleGrant& each : grants) {
    const bool outside = each.role() == v1::ROLE_OUTSIDE_CONSULTANT;
    if (!outside && each.role() != v1::ROLE_CONSULTANT) continue;
    if (each.deputy() || !IsInForce(each, day) || !known.insert(HolderOf(each)).second) continue;
    consultants.push_back({OneLine(names.Member(HolderOf(each))), outside});
  }
  return consultants;
}

std::string GapText(const v1::ReadinessGap& gap, NameBook& names) {
  const std::string role(RoleText(gap.role()));
  const std::string who =
      gap.of().empty() ? absl::StrCat("the ", role) : absl::StrCat(OneLine(names.Member(gap.of())), ", ", role);
  switch (gap.kind()) {
    case v1::READINESS_GAP_KIND_NOBODY:
      return absl::StrCat(gap.role() == v1::ROLE_OWNER ? "an " : "a ", role);
    case v1::READINESS_GAP_KIND_CONSULTANTS:
      return "two people whom therapists can consult";
    case v1::READINESS_GAP_KIND_OUTSIDE_CONSULTANT:
      return "somebody outside the practice whom therapists can consult";
    case v1::READINESS_GAP_KIND_REVIEWER:
      return absl::StrCat("an independent reviewer for ", who);
    case v1::READINESS_GAP_KIND_DEPUTY:
      return absl::StrCat("a deputy for ", who);
    case v1::READINESS_GAP_KIND_NON_USE:
      return "the owner's acceptance of the non-use rule";
    default:
      return "something that this candor does not know; a newer one does";
  }
}

std::string GapStandingText(const v1::ReadinessGap& gap, bool for_owner) {
  if (!gap.vacant()) return "";
  if (gap.kind() != v1::READINESS_GAP_KIND_NON_USE) return " (was named once)";
  return absl::StrCat(for_owner ? " (so far the operator has accepted it for them" : " (it was accepted before",
                      "; the owner is asked for it in person)");
}

bool WorkGoesOn(const google::protobuf::RepeatedPtrField<v1::ReadinessGap>& gaps) {
  return std::all_of(gaps.begin(), gaps.end(), [](const v1::ReadinessGap& gap) { return gap.vacant(); });
}

std::string ReaderText(const v1::AccessLine& line, NameBook& names) {
  if (line.reader().empty()) return AnybodyText(line);
  const std::string name = OneLine(names.Member(line.reader()));
  const bool by_role = line.relation() == v1::RELATION_NONE;
  return by_role ? absl::StrCat(name, line.deputy() ? ", deputy " : ", ", ToAbsl(RoleText(line.role()))) : name;
}

std::string_view SeesText(const v1::AccessLine& line) {
  const auto& classes = line.classes();
  const auto has = [&classes](v1::FieldClass wanted) {
    return std::find(classes.begin(), classes.end(), static_cast<int>(wanted)) != classes.end();
  };
  if (has(v1::FIELD_CLASS_NARRATIVE)) return "all of it";
  if (has(v1::FIELD_CLASS_DETAIL)) return "the facts, not the words";
  return has(v1::FIELD_CLASS_TRIAGE) ? "that it is there, and its dates" : "nothing";
}

void PrintWhoSees(const std::vector<v1::AccessLine>& lines, NameBook& names, std::ostream& out) {
  std::string_view last;
  for (const v1::AccessLine& line : lines) {
    const std::string_view thing = ThingText(line.thing());
    if (&line == &lines.front() || thing != last) {
      out << Emphasised(out, std::string(thing.empty() ? kNothingInParticular : thing)) << '\n';
    }
    last = thing;
    out << Wrap(absl::StrCat(ReaderText(line, names), ": ", ToAbsl(SeesText(line))), kNarrow, "  ") << '\n'
        << Wrap(absl::StrCat(OneLine(line.why()), WhenSeenText(line)), kNarrow, "      ") << '\n';
  }
}

}  // namespace candor::cli
