#include "daemon/policy/profile_parser.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_join.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "plugins/abi/candor_policy.h"

namespace candor::policy {
namespace {

constexpr int64_t kMostReviewAfterDays = 3650;

constexpr std::array<const char*, 5> kKinds = {"law", "board", "code", "practice", "default"};

const std::vector<std::string>& Kinds() {
  static const auto* const kWords = new std::vector<std::string>(kKinds.begin(), kKinds.end());
  return *kWords;
}

const std::vector<std::string>& Authorities() {
  static const auto* const kWords =
      new std::vector<std::string>{"law", "code", "guideline", "research", "article", "practice"};
  return *kWords;
}

const std::vector<std::string>& Confidences() {
  static const auto* const kWords = new std::vector<std::string>{"A", "B", "K", "KH", "KM", "KL", "own"};
  return *kWords;
}

// In the order of their numbers.
const std::vector<std::string>& Modes() {
  static const auto* const kWords = new std::vector<std::string>{"off", "shadow", "active"};
  return *kWords;
}

bool IsName(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

// A source outside the practice, of which people have to know which and of when.
bool IsSource(ProfileKind kind) {
  return kind == ProfileKind::kLaw || kind == ProfileKind::kBoard || kind == ProfileKind::kCode;
}

}  // namespace

std::string NameOf(ProfileKind kind) {
  return kKinds[static_cast<size_t>(kind) - 1];
}

absl::StatusOr<Profile> ProfileParser::Parse(const toml::table& root) {
  CANDOR_RETURN_IF_ERROR(ParseHead(root));
  CANDOR_RETURN_IF_ERROR(CheckHead());
  if (const toml::node* choice = root.get("choice")) CANDOR_RETURN_IF_ERROR(ParseChoice(*choice));
  if (const toml::node* rules = root.get("rules")) CANDOR_RETURN_IF_ERROR(ParseRules(*rules));
  if (const toml::node* supervision = root.get("supervision")) {
    if (!supervision->is_table()) {
      return RefuseProfile(profile_.path, LineOf(*supervision), "supervision is not a table");
    }
    CANDOR_RETURN_IF_ERROR(ParseParameters("supervision", *supervision->as_table(), profile_.supervision));
  }
  if (const toml::node* retention = root.get("retention")) {
    if (!retention->is_table()) return RefuseProfile(profile_.path, LineOf(*retention), "retention is not a table");
    CANDOR_RETURN_IF_ERROR(ParseParameters("retention", *retention->as_table(), profile_.retention));
  }
  CANDOR_RETURN_IF_ERROR(Complete(profile_.values));
  CANDOR_RETURN_IF_ERROR(Complete(profile_.supervision));
  CANDOR_RETURN_IF_ERROR(Complete(profile_.retention));
  return std::move(profile_);
}

absl::StatusOr<std::string> ProfileParser::TextOf(const toml::node& node, const std::string& key) const {
  const auto text = node.value<std::string>();
  if (!node.is_string() || !text.has_value()) {
    return RefuseProfile(profile_.path, LineOf(node), key, " is not a text");
  }
  if (text->empty()) return RefuseProfile(profile_.path, LineOf(node), key, " is empty");
  return *text;
}

absl::StatusOr<Day> ProfileParser::DayOf(const toml::node& node, const std::string& key) const {
  if (!node.is_date()) {
    return RefuseProfile(profile_.path, LineOf(node), key, " is not a date; write it as 2026-11-01, without quotes");
  }
  const toml::date date = node.as_date()->get();
  return Day(date.year, date.month, date.day);
}

absl::StatusOr<std::string> ProfileParser::WordOf(const toml::node& node, const std::string& key,
                                                  const std::vector<std::string>& known) const {
  CANDOR_ASSIGN_OR_RETURN(std::string word, TextOf(node, key));
  if (std::find(known.begin(), known.end(), word) == known.end()) {
    return RefuseProfile(profile_.path, LineOf(node), key, " is none of ", absl::StrJoin(known, ", "));
  }
  return word;
}

absl::StatusOr<std::vector<std::string>> ProfileParser::TextsOf(const toml::node& node, const std::string& key) const {
  if (!node.is_array() || node.as_array()->empty()) {
    return RefuseProfile(profile_.path, LineOf(node), key, " is not a list of texts");
  }
  std::vector<std::string> texts;
  for (const toml::node& each : *node.as_array()) {
    CANDOR_ASSIGN_OR_RETURN(std::string text, TextOf(each, key));
    texts.push_back(std::move(text));
  }
  return texts;
}

absl::Status ProfileParser::ParseHead(const toml::table& root) {
  for (const auto& [key, node] : root) {
    const std::string name(key.str());
    if (name == "rules" || name == "supervision" || name == "retention" || name == "choice") continue;
    CANDOR_RETURN_IF_ERROR(ParseHeadKey(name, node));
  }
  const bool ours = profile_.kind == ProfileKind::kPractice || profile_.kind == ProfileKind::kDefault;
  if (profile_.review_after && !ours) {
    return RefuseProfile(profile_.path, LineOf(*root.get("review_after")),
                         "review_after is for profiles of kind practice and default");
  }
  return absl::OkStatus();
}

absl::Status ProfileParser::ParseHeadKey(const std::string& key, const toml::node& node) {
  if (key == "binds") return ParseBinds(node);
  if (key == "as_of" || key == "reviewed_on") {
    CANDOR_ASSIGN_OR_RETURN(const Day day, DayOf(node, key));
    (key == "as_of" ? profile_.as_of : profile_.reviewed_on) = day;
    return absl::OkStatus();
  }
  if (key == "review_after") return ParseReviewAfter(node);
  if (key == "kind") {
    CANDOR_ASSIGN_OR_RETURN(const std::string word, WordOf(node, key, Kinds()));
    const auto found = std::find(kKinds.begin(), kKinds.end(), word);
    profile_.kind = static_cast<ProfileKind>(found - kKinds.begin() + 1);
    return absl::OkStatus();
  }
  if (key == "authority") {
    CANDOR_ASSIGN_OR_RETURN(profile_.authority, WordOf(node, key, Authorities()));
    return absl::OkStatus();
  }
  if (key == "confidence") {
    CANDOR_ASSIGN_OR_RETURN(profile_.confidence, WordOf(node, key, Confidences()));
    return absl::OkStatus();
  }
  std::string* text = key == "profile"   ? &profile_.name
                      : key == "title"   ? &profile_.title
                      : key == "version" ? &profile_.version
                                         : nullptr;
  if (text == nullptr) return RefuseProfile(profile_.path, LineOf(node), "unknown key ", key);
  CANDOR_ASSIGN_OR_RETURN(*text, TextOf(node, key));
  if (key == "profile" && !IsName(*text)) {
    return RefuseProfile(profile_.path, LineOf(node),
                         "profile is not a word of lower-case letters, digits and hyphens");
  }
  return absl::OkStatus();
}

absl::Status ProfileParser::ParseReviewAfter(const toml::node& node) {
  const auto days = node.value<int64_t>();
  if (!node.is_integer() || !days || *days < 1 || *days > kMostReviewAfterDays) {
    return RefuseProfile(profile_.path, LineOf(node), "review_after is no number of days from 1 to ",
                         kMostReviewAfterDays);
  }
  profile_.review_after = static_cast<int32_t>(*days);
  return absl::OkStatus();
}

absl::Status ProfileParser::ParseBinds(const toml::node& node) {
  if (!node.is_table()) return RefuseProfile(profile_.path, LineOf(node), "binds is not a table");
  for (const auto& [key, value] : *node.as_table()) {
    const std::string name(key.str());
    const std::string where = absl::StrCat("binds.", name);
    if (name == "in_training" || name == "trainee") {
      if (!value.is_boolean()) return RefuseProfile(profile_.path, LineOf(value), where, " is not true or false");
      (name == "trainee" ? profile_.binds.trainee : profile_.binds.in_training) = value.as_boolean()->get();
      continue;
    }
    std::vector<std::string>* texts = name == "jurisdiction" ? &profile_.binds.jurisdictions
                                      : name == "licence"    ? &profile_.binds.licences
                                      : name == "body"       ? &profile_.binds.bodies
                                                             : nullptr;
    if (texts == nullptr) {
      return RefuseProfile(profile_.path, LineOf(value), where,
                           " is not known here: jurisdiction, licence, body, in_training and trainee are");
    }
    CANDOR_ASSIGN_OR_RETURN(*texts, TextsOf(value, where));
  }
  return absl::OkStatus();
}

absl::Status ProfileParser::ParseChoice(const toml::node& node) {
  if (profile_.kind != ProfileKind::kPractice) {
    return RefuseProfile(profile_.path, LineOf(node), "choice is for profiles of kind practice");
  }
  if (!node.is_table()) return RefuseProfile(profile_.path, LineOf(node), "choice is not a table");
  for (const auto& [key, value] : *node.as_table()) {
    if (key.str() != "profiles") {
      return RefuseProfile(profile_.path, LineOf(value), "choice.", ToAbsl(key.str()),
                           " is not known here: profiles is");
    }
    CANDOR_ASSIGN_OR_RETURN(const std::vector<std::string> names, TextsOf(value, "choice.profiles"));
    const toml::array& all = *value.as_array();
    for (size_t i = 0; i < names.size(); ++i) profile_.choices.push_back({names[i], LineOf(all[i])});
  }
  return absl::OkStatus();
}

absl::Status ProfileParser::ParseRules(const toml::node& rules) {
  if (!rules.is_table()) return RefuseProfile(profile_.path, LineOf(rules), "rules is not a table");
  for (const auto& [rule, parameters] : *rules.as_table()) {
    if (!parameters.is_table()) return RefuseProfile(profile_.path, LineOf(parameters), "a rule is not a table");
    CANDOR_RETURN_IF_ERROR(ParseParameters(std::string(rule.str()), *parameters.as_table(), profile_.values));
  }
  return absl::OkStatus();
}

absl::Status ProfileParser::ParseMode(const std::string& rule, const toml::node& node) {
  if (IsSource(profile_.kind)) {
    return RefuseProfile(profile_.path, LineOf(node), rule, ".mode is for profiles of kind practice and default");
  }
  CANDOR_ASSIGN_OR_RETURN(const std::string word, WordOf(node, absl::StrCat(rule, ".mode"), Modes()));
  const auto found = std::find(Modes().begin(), Modes().end(), word);
  profile_.modes.push_back({rule, static_cast<domain::RuleMode>(found - Modes().begin() + 1), LineOf(node)});
  return absl::OkStatus();
}

absl::Status ProfileParser::ParseParameters(const std::string& rule, const toml::table& parameters,
                                            std::vector<ProfileValue>& out) {
  for (const auto& [parameter, fields] : parameters) {
    if (&out == &profile_.values && parameter.str() == "mode") {
      CANDOR_RETURN_IF_ERROR(ParseMode(rule, fields));
      continue;
    }
    ProfileValue value;
    value.rule = rule;
    value.parameter = std::string(parameter.str());
    value.line = LineOf(fields);
    CANDOR_RETURN_IF_ERROR(ParseValue(value, fields));
    out.push_back(std::move(value));
  }
  return absl::OkStatus();
}

absl::Status ProfileParser::ParseValue(ProfileValue& value, const toml::node& fields) const {
  const std::string where = absl::StrCat(value.rule, ".", value.parameter);
  if (!fields.is_table()) {
    return RefuseProfile(profile_.path, value.line, where, " is not a table with value and unit");
  }
  bool has_value = false;
  for (const auto& [key, node] : *fields.as_table()) {
    CANDOR_RETURN_IF_ERROR(ParseValueKey(std::string(key.str()), node, value, has_value));
  }
  if (!has_value) return RefuseProfile(profile_.path, value.line, where, " has no value");
  if (value.unit.empty()) return RefuseProfile(profile_.path, value.line, where, " has no unit");
  if (value.citation.empty()) return RefuseProfile(profile_.path, value.line, where, " has no citation");
  const bool counts_time = value.unit == "days" || value.unit == "years";
  if (value.value == CANDOR_FOREVER && !counts_time) {
    return RefuseProfile(profile_.path, value.line, where, " is counted in ", value.unit,
                         "; only days and years can be forever");
  }
  return absl::OkStatus();
}

absl::Status ProfileParser::ParseValueKey(const std::string& key, const toml::node& node, ProfileValue& value,
                                          bool& has_value) const {
  const std::string where = absl::StrCat(value.rule, ".", value.parameter, ".", key);
  if (key == "value") {
    has_value = true;
    return ParseNumber(node, where, value);
  }
  if (key == "as_of" || key == "reviewed_on") {
    CANDOR_ASSIGN_OR_RETURN(const Day day, DayOf(node, where));
    (key == "as_of" ? value.as_of : value.reviewed_on) = day;
    return absl::OkStatus();
  }
  if (key == "authority" || key == "confidence") {
    const bool is_authority = key == "authority";
    CANDOR_ASSIGN_OR_RETURN(std::string word, WordOf(node, where, is_authority ? Authorities() : Confidences()));
    (is_authority ? value.authority : value.confidence) = std::move(word);
    return absl::OkStatus();
  }
  std::string* text = key == "unit"       ? &value.unit
                      : key == "citation" ? &value.citation
                      : key == "group"    ? &value.group
                      : key == "note"     ? &value.note
                                          : nullptr;
  if (text == nullptr) {
    return RefuseProfile(profile_.path, LineOf(node), where,
                         " is not known here: value, unit, citation, authority, confidence, as_of, reviewed_on, group "
                         "and note are");
  }
  CANDOR_ASSIGN_OR_RETURN(*text, TextOf(node, where));
  return absl::OkStatus();
}

absl::Status ProfileParser::ParseNumber(const toml::node& node, const std::string& where, ProfileValue& value) const {
  if (node.is_boolean()) {
    value.value = node.as_boolean()->get() ? 1 : 0;
  } else if (node.is_integer()) {
    value.value = node.as_integer()->get();
  } else if (node.is_string() && node.as_string()->get() == "forever") {
    value.value = CANDOR_FOREVER;
    return absl::OkStatus();
  } else {
    return RefuseProfile(profile_.path, LineOf(node), where, " is neither a whole number, true, false nor \"forever\"");
  }
  if (value.value < 0 || value.value >= CANDOR_FOREVER) {
    return RefuseProfile(profile_.path, LineOf(node), where, " is not between 0 and ", CANDOR_FOREVER - 1);
  }
  return absl::OkStatus();
}

absl::Status ProfileParser::CheckHead() const {
  const auto missing = [this](const char* what) { return RefuseProfile(profile_.path, 1, what); };
  if (profile_.name.empty()) return missing("the key profile is missing: it names the profile");
  if (profile_.version.empty()) return missing("the key version is missing");
  const Binding& binds = profile_.binds;
  if (!IsSource(profile_.kind)) {
    if (binds != Binding()) return missing("binds is for laws, boards and codes; this profile binds everyone");
    return absl::OkStatus();
  }
  if (profile_.title.empty()) return missing("the key title is missing");
  if (profile_.kind == ProfileKind::kCode && binds.bodies.empty()) {
    return missing("binds.body is missing: a code binds members of a body");
  }
  if (profile_.kind != ProfileKind::kCode && binds.jurisdictions.empty()) {
    return missing("binds.jurisdiction is missing: a law binds by a licence");
  }
  return absl::OkStatus();
}

// What a value does not say itself, the file says for all.
absl::Status ProfileParser::Complete(std::vector<ProfileValue>& values) const {
  for (ProfileValue& value : values) {
    if (value.authority.empty()) value.authority = profile_.authority;
    if (value.confidence.empty()) value.confidence = profile_.confidence;
    if (!value.as_of) value.as_of = profile_.as_of;
    if (!value.reviewed_on) value.reviewed_on = profile_.reviewed_on;
    const char* missing = value.authority.empty()          ? "authority"
                          : !IsSource(profile_.kind)       ? nullptr
                          : value.confidence.empty()       ? "confidence"
                          : !value.as_of.has_value()       ? "as_of"
                          : !value.reviewed_on.has_value() ? "reviewed_on"
                                                           : nullptr;
    if (missing == nullptr) continue;
    return RefuseProfile(profile_.path, value.line, value.rule, ".", value.parameter, " has no ", missing,
                         ", and the profile gives none for all");
  }
  return absl::OkStatus();
}

}  // namespace candor::policy
