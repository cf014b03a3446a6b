#include "daemon/rpc/names.h"

#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/rpc/errors.h"

namespace candor::rpc {
namespace {

using domain::SubjectId;
using domain::SubjectKind;

constexpr std::string_view kMembers = "members";
constexpr std::string_view kCases = "cases";
constexpr std::string_view kEnrolments = "enrolments";
constexpr std::string_view kRoles = "roles";

absl::Status WrongForm(std::string_view name, std::string_view field, std::string_view form) {
  if (name.empty()) return MissingField(field, absl::StrCat("give a name of the form ", ToAbsl(form)));
  return InvalidField(field, "name", absl::StrCat("not a name of the form ", ToAbsl(form)));
}

std::vector<std::string_view> Split(std::string_view name) {
  std::vector<std::string_view> parts;
  for (absl::string_view part : absl::StrSplit(ToAbsl(name), '/')) parts.push_back(ToStd(part));
  return parts;
}

template <class IdType>
std::optional<IdType> IdIn(std::string_view text) {
  auto id = IdType::Parse(text);
  if (!id.ok() || id->empty()) return std::nullopt;
  return *id;
}

std::optional<SubjectId> SubjectIn(std::string_view collection, std::string_view id) {
  if (collection == kCases) {
    if (auto parsed = IdIn<CaseId>(id)) return SubjectId::Of(*parsed);
  } else if (collection == kMembers) {
    if (auto parsed = IdIn<MemberId>(id)) return SubjectId::Of(*parsed);
  }
  return std::nullopt;
}

}  // namespace

std::string MemberName(const MemberId& id) {
  return id.empty() ? "" : absl::StrCat("members/", id.ToString());
}
std::string CaseName(const CaseId& id) {
  return id.empty() ? "" : absl::StrCat("cases/", id.ToString());
}

std::string SubjectName(const SubjectId& subject) {
  switch (subject.kind) {
    case SubjectKind::kPractice:
      return "";
    case SubjectKind::kCase:
      return CaseName(subject.case_id());
    case SubjectKind::kMember:
      return MemberName(subject.member_id());
  }
  return "";
}

std::string EntryName(const SubjectId& subject, const EntryId& id) {
  return id.empty() ? "" : absl::StrCat(SubjectName(subject), "/entries/", id.ToString());
}

std::string FollowUpName(const SubjectId& subject, const FollowUpId& id) {
  return id.empty() ? "" : absl::StrCat(SubjectName(subject), "/followUps/", id.ToString());
}

std::string DecisionName(const SubjectId& subject, const FollowUpId& follow_up, const DecisionId& id) {
  return absl::StrCat(FollowUpName(subject, follow_up), "/decisions/", id.ToString());
}

std::string ErasureName(const ErasureId& id) {
  return id.empty() ? "" : absl::StrCat("erasures/", id.ToString());
}

std::string EmergencyName(const EmergencyId& id) {
  return id.empty() ? "" : absl::StrCat("emergencies/", id.ToString());
}

std::string DisclosureName(const DisclosureId& id) {
  return id.empty() ? "" : absl::StrCat("disclosures/", id.ToString());
}

std::string HoldName(const SubjectId& subject, const HoldId& id) {
  return absl::StrCat(SubjectName(subject), "/holds/", id.ToString());
}

std::string EnrolmentName(const MemberId& member, const EnrolmentId& id) {
  return absl::StrCat(MemberName(member), "/", ToAbsl(kEnrolments), "/", id.ToString());
}
std::string RoleGrantName(const MemberId& member, const RoleChangeId& id) {
  return absl::StrCat(MemberName(member), "/", ToAbsl(kRoles), "/", id.ToString());
}
std::string SupervisionName(const MemberId& supervisee, const MemberId& supervisor, Day from) {
  return absl::StrCat(MemberName(supervisee), "/supervisions/", supervisor.ToString(), "-", FormatDay(from));
}

std::string ImportName(const BatchId& id) {
  return id.empty() ? "" : absl::StrCat("imports/", id.ToString());
}
std::string SituationName(const SituationId& id) {
  return id.empty() ? "" : absl::StrCat("situations/", id.ToString());
}
std::string PolicyName(std::string_view plugin) {
  return absl::StrCat("policies/", ToAbsl(plugin));
}
std::string RuleName(std::string_view plugin, std::string_view slug) {
  return absl::StrCat(PolicyName(plugin), "/rules/", ToAbsl(slug));
}

absl::StatusOr<MemberId> ParseMember(std::string_view name, std::string_view field) {
  const auto parts = Split(name);
  if (parts.size() == 2 && parts[0] == kMembers) {
    if (auto id = IdIn<MemberId>(parts[1])) return *id;
  }
  return WrongForm(name, field, "members/{member}");
}

absl::StatusOr<CaseId> ParseCase(std::string_view name, std::string_view field) {
  const auto parts = Split(name);
  if (parts.size() == 2 && parts[0] == kCases) {
    if (auto id = IdIn<CaseId>(parts[1])) return *id;
  }
  return WrongForm(name, field, "cases/{case}");
}

absl::StatusOr<SubjectId> ParseSubject(std::string_view name, std::string_view field) {
  const auto parts = Split(name);
  if (parts.size() == 2) {
    if (auto subject = SubjectIn(parts[0], parts[1])) return *subject;
  }
  return WrongForm(name, field, "cases/{case} or members/{member}");
}

absl::StatusOr<EntryRef> ParseEntry(std::string_view name, std::string_view field, std::string_view form) {
  const auto parts = Split(name);
  if (parts.size() == 4 && parts[2] == "entries") {
    auto subject = SubjectIn(parts[0], parts[1]);
    auto id = IdIn<EntryId>(parts[3]);
    if (subject && id) return EntryRef{*subject, *id};
  }
  return WrongForm(name, field, form);
}

absl::StatusOr<FollowUpRef> ParseFollowUp(std::string_view name, std::string_view field) {
  const auto parts = Split(name);
  if (parts.size() == 4 && parts[2] == "followUps") {
    auto subject = SubjectIn(parts[0], parts[1]);
    auto id = IdIn<FollowUpId>(parts[3]);
    if (subject && id) return FollowUpRef{*subject, *id};
  }
  return WrongForm(name, field, "cases/{case}/followUps/{follow_up}");
}

absl::StatusOr<DecisionRef> ParseDecision(std::string_view name, std::string_view field) {
  const auto parts = Split(name);
  if (parts.size() == 6 && parts[2] == "followUps" && parts[4] == "decisions") {
    auto subject = SubjectIn(parts[0], parts[1]);
    auto follow_up = IdIn<FollowUpId>(parts[3]);
    auto id = IdIn<DecisionId>(parts[5]);
    if (subject && follow_up && id) return DecisionRef{{*subject, *follow_up}, *id};
  }
  return WrongForm(name, field, "cases/{case}/followUps/{follow_up}/decisions/{decision}");
}

absl::StatusOr<ErasureId> ParseErasure(std::string_view name, std::string_view field) {
  const auto parts = Split(name);
  if (parts.size() == 2 && parts[0] == "erasures") {
    if (auto id = IdIn<ErasureId>(parts[1])) return *id;
  }
  return WrongForm(name, field, "erasures/{erasure}");
}

absl::StatusOr<EmergencyId> ParseEmergency(std::string_view name, std::string_view field) {
  const auto parts = Split(name);
  if (parts.size() == 2 && parts[0] == "emergencies") {
    if (auto id = IdIn<EmergencyId>(parts[1])) return *id;
  }
  return WrongForm(name, field, "emergencies/{emergency}");
}

absl::StatusOr<DisclosureId> ParseDisclosure(std::string_view name, std::string_view field) {
  const auto parts = Split(name);
  if (parts.size() == 2 && parts[0] == "disclosures") {
    if (auto id = IdIn<DisclosureId>(parts[1])) return *id;
  }
  return WrongForm(name, field, "disclosures/{disclosure}");
}

absl::StatusOr<HoldRef> ParseHold(std::string_view name, std::string_view field) {
  const auto parts = Split(name);
  if (parts.size() == 4 && parts[2] == "holds") {
    auto subject = SubjectIn(parts[0], parts[1]);
    auto id = IdIn<HoldId>(parts[3]);
    if (subject && id) return HoldRef{*subject, *id};
  }
  return WrongForm(name, field, "cases/{case}/holds/{hold}");
}

absl::StatusOr<EnrolmentRef> ParseEnrolment(std::string_view name, std::string_view field) {
  const auto parts = Split(name);
  if (parts.size() == 4 && parts[0] == kMembers && parts[2] == kEnrolments) {
    auto member = IdIn<MemberId>(parts[1]);
    auto id = IdIn<EnrolmentId>(parts[3]);
    if (member && id) return EnrolmentRef{*member, *id};
  }
  return WrongForm(name, field, "members/{member}/enrolments/{enrolment}");
}

absl::StatusOr<RoleGrantRef> ParseRoleGrant(std::string_view name, std::string_view field) {
  const auto parts = Split(name);
  if (parts.size() == 4 && parts[0] == kMembers && parts[2] == kRoles) {
    auto member = IdIn<MemberId>(parts[1]);
    auto id = IdIn<RoleChangeId>(parts[3]);
    if (member && id) return RoleGrantRef{*member, *id};
  }
  return WrongForm(name, field, "members/{member}/roles/{role}");
}

absl::StatusOr<std::string> ParsePolicy(std::string_view name, std::string_view field) {
  const auto parts = Split(name);
  if (parts.size() == 2 && parts[0] == "policies" && !parts[1].empty()) return std::string(parts[1]);
  return WrongForm(name, field, "policies/{policy}");
}

absl::StatusOr<RuleRef> ParseRule(std::string_view name, std::string_view field) {
  const auto parts = Split(name);
  if (parts.size() == 4 && parts[0] == "policies" && parts[2] == "rules" && !parts[1].empty() && !parts[3].empty()) {
    return RuleRef{std::string(parts[1]), std::string(parts[3])};
  }
  return WrongForm(name, field, "policies/{policy}/rules/{rule}");
}

absl::StatusOr<IdBytes> IdFromRequest(std::string_view request_id) {
  if (request_id.empty()) return RandomIdBytes();
  const absl::Status wrong =
      InvalidField("request_id", "request_id", "not a UUID; make a new random one for every new call");
  if (request_id.size() != 36) return wrong;
  IdBytes bytes{};
  size_t nibbles = 0;
  for (size_t i = 0; i < request_id.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const auto each = static_cast<unsigned char>(request_id[i]);
    if (dash ? each != '-' : !absl::ascii_isxdigit(each)) return wrong;
    if (dash) continue;
    const int value = absl::ascii_isdigit(each) ? each - '0' : absl::ascii_tolower(each) - 'a' + 10;
    bytes[nibbles / 2] = static_cast<uint8_t>(bytes[nibbles / 2] * 16 + value);
    ++nibbles;
  }
  if (bytes == IdBytes{}) return wrong;
  return bytes;
}

}  // namespace candor::rpc
