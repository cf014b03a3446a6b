#include "cli/verbs/access_text.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/verbs/role_words.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

// Of a longer list as many are named as fit beside the other columns.
constexpr size_t kFewNamed = 2;

// What each service shows, in a word.
constexpr std::pair<std::string_view, std::string_view> kShownBy[] = {
    {"AccessService", "this log"},
    {"BackupService", "a backup"},
    {"CaseService", "cases"},
    {"ConcernService", "concerns"},
    {"DaemonService", "how the daemon does"},
    {"DecisionService", "decisions"},
    {"EmergencyService", "emergencies"},
    {"EntryService", "entries"},
    {"ExportService", "an export"},
    {"FollowUpService", "follow-ups"},
    {"IdentityService", "machines"},
    {"ImportService", "an import"},
    {"KeyService", "keys"},
    {"LedgerService", "the ledger"},
    {"MemberService", "members"},
    {"PolicyService", "policies"},
    {"ReportService", "a report"},
    {"RetentionService", "what is erased"},
    {"RoleService", "roles"},
    {"SupervisionService", "supervision"},
    {"WatchService", "as it happened"},
    {"WorkService", "what waits"},
};

// "C-1042, C-1043 and 2 more", each once.
std::string FirstFewOf(const std::vector<std::string>& texts) {
  std::string text;
  for (size_t i = 0; i < std::min(texts.size(), kFewNamed); ++i) absl::StrAppend(&text, i == 0 ? "" : ", ", texts[i]);
  if (texts.size() > kFewNamed) absl::StrAppend(&text, " and ", texts.size() - kFewNamed, " more");
  return text;
}

void AddOnce(const std::string& text, std::vector<std::string>& texts) {
  if (!text.empty() && std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
}

// What somebody wrote about a colleague stands under that colleague.
std::string PlaceText(const v1::AccessOf& of, NameBook& names) {
  if (of.subject().starts_with("cases/")) return OneLine(names.Case(of.subject()));
  if (of.subject().empty()) return "";
  return of.subject() == of.member() ? "your own timeline" : OneLine(names.Member(of.subject()));
}

Json TextOrNull(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

}  // namespace

bool IsInOwnName(const v1::Access& access) {
  if (!access.acted_for()) return false;
  return std::all_of(access.of().begin(), access.of().end(),
                     [&](const v1::AccessOf& each) { return each.member() == access.reader(); });
}

std::string AccessReaderText(const v1::Access& access, NameBook& names) {
  if (access.reader().empty()) return "the operator";
  const std::string name = OneLine(names.Member(access.reader()));
  return access.acted_for() ? absl::StrCat("the operator as ", name) : name;
}

std::string AccessRoleText(const v1::Access& access) {
  std::vector<std::string> roles;
  for (const v1::AccessOf& each : access.of()) {
    const bool named = each.relation() == v1::RELATION_NAMED_READER;
    AddOnce(named ? "named to read it" : std::string(RoleText(each.role())), roles);
  }
  if (roles.empty()) AddOnce(std::string(RoleText(access.role())), roles);
  const std::string role = FirstFewOf(roles);
  if (access.emergency().empty()) return role;
  return role.empty() ? "in an emergency" : absl::StrCat(role, ", in an emergency");
}

std::string_view ShownText(v1::FieldClass highest) {
  switch (highest) {
    case v1::FIELD_CLASS_TRIAGE:
      return "dates and kinds";
    case v1::FIELD_CLASS_DETAIL:
      return "facts";
    case v1::FIELD_CLASS_NARRATIVE:
      return "words";
    case v1::FIELD_CLASS_PERSONAL:
      return "a private note";
    default:
      return "";
  }
}

std::string_view WhatWasShown(const v1::Access& access) {
  const bool nothing = access.acted_for() && access.of().empty() && access.scope().empty();
  return nothing ? "done in their name" : ShownText(access.highest());
}

std::string AccessPlacesText(const v1::Access& access, NameBook& names) {
  if (!access.scope().empty()) return OneLine(access.scope());
  std::vector<std::string> places;
  for (const v1::AccessOf& each : access.of()) AddOnce(PlaceText(each, names), places);
  return FirstFewOf(places);
}

std::string AccessPeopleText(const v1::Access& access, NameBook& names) {
  if (!access.scope().empty()) return OneLine(access.scope());
  std::vector<std::string> people;
  for (const v1::AccessOf& each : access.of()) {
    AddOnce(each.member().empty() ? "" : OneLine(names.Member(each.member())), people);
  }
  return FirstFewOf(people);
}

std::string ShownByText(const std::string& method) {
  const std::string service = method.substr(0, method.find('.'));
  for (const auto& [name, text] : kShownBy) {
    if (name == service) return std::string(text);
  }
  return OneLine(method);
}

Json AccessRow(const v1::Access& access) {
  Json members = Json::array(), subjects = Json::array();
  for (const v1::AccessOf& each : access.of()) {
    if (!each.member().empty()) members.push_back(each.member());
    if (!each.subject().empty()) subjects.push_back(each.subject());
  }
  // In the log of others lines have no numbers.
  return Json{{"record", access.record() == 0 ? Json() : Json(access.record())},
              {"happened_at", FormatInstant(access.happened_at())},
              {"reader", TextOrNull(access.reader())},
              {"acted_for", access.acted_for()},
              {"role", TextOrNull(WordOf(access.role()))},
              {"purpose", TextOrNull(WordOf(access.purpose()))},
              {"highest", TextOrNull(WordOf(access.highest()))},
              {"members", std::move(members)},
              {"subjects", std::move(subjects)},
              {"scope", TextOrNull(access.scope())},
              {"items", access.items()},
              {"method", TextOrNull(access.method())},
              {"emergency", TextOrNull(access.emergency())},
              {"disclosure", TextOrNull(access.disclosure())}};
}

std::string_view BasisText(v1::LawfulBasis basis) {
  switch (basis) {
    case v1::LAWFUL_BASIS_AUTHORISED:
      return "whom it is about has agreed";
    case v1::LAWFUL_BASIS_OWN_REQUEST:
      return "whom it is about has asked for it";
    case v1::LAWFUL_BASIS_CARE:
      return "it is for the client's treatment";
    case v1::LAWFUL_BASIS_LEGAL_DUTY:
      return "a law asks for it";
    case v1::LAWFUL_BASIS_COURT:
      return "a court asks for it";
    case v1::LAWFUL_BASIS_AUTHORITY:
      return "a board or an authority that watches over the practice asks for it";
    case v1::LAWFUL_BASIS_LEGAL_CLAIMS:
      return "it is to make a claim or to defend one";
    case v1::LAWFUL_BASIS_OWN_OPERATION:
      return "it stays with the practice: its files, an audit, another machine";
    default:
      return "";
  }
}

std::string_view PurposeText(v1::Purpose purpose) {
  switch (purpose) {
    case v1::PURPOSE_CARE:
      return "the client's care, also for somebody who is away";
    case v1::PURPOSE_SUPERVISION:
      return "supervision of somebody's work";
    case v1::PURPOSE_CONSULTATION:
      return "a consultation that somebody asked for";
    case v1::PURPOSE_OVERSIGHT:
      return "what the practice owes: what is open, and by when";
    case v1::PURPOSE_AUDIT:
      return "whether the record, and what is read of it, is in order";
    case v1::PURPOSE_ADMINISTRATION:
      return "people, machines and keys";
    case v1::PURPOSE_COMPLAINT:
      return "a complaint or a concern";
    case v1::PURPOSE_LEGAL:
      return "a question of law, a court or a board";
    default:
      return "";
  }
}

}  // namespace candor::cli
