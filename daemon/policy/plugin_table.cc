#include "daemon/policy/plugin_table.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/base/utf8.h"
#include "daemon/domain/host_rules.h"

namespace candor::policy {
namespace {

using domain::PluginInfo;
using domain::Rule;

template <class... Parts>
absl::Status Refuse(const Parts&... parts) {
  return absl::FailedPreconditionError(absl::StrCat(parts...));
}

absl::StatusOr<std::string> ReadText(const candor_text& text, absl::string_view what, bool may_be_empty = false) {
  if (text.size == 0 && may_be_empty) return std::string();
  if (text.data == nullptr || text.size == 0) return Refuse(what, " is missing");
  if (text.size > kMaxDeclaredText) return Refuse(what, " is longer than ", kMaxDeclaredText, " bytes");
  std::string copy(text.data, text.size);
  if (!IsUtf8(copy)) return Refuse(what, " is not UTF-8");
  return copy;
}

// Slugs and names are lower_snake_case: they stand in profiles, file names and on the wire.
absl::StatusOr<std::string> ReadName(const candor_text& text, absl::string_view what) {
  CANDOR_ASSIGN_OR_RETURN(std::string name, ReadText(text, what));
  const bool good = std::all_of(name.begin(), name.end(),
                                [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  if (!good || name.size() > 64) return Refuse(what, " is not a lower_snake_case word of at most 64 letters");
  return name;
}

absl::Status CheckStruct(const void* pointer, uint32_t claimed, size_t needed, absl::string_view what) {
  if (pointer == nullptr) return Refuse(what, " is a null pointer");
  if (claimed < needed) {
    return Refuse(what, " is too short: it says ", claimed, " bytes, version ", CANDOR_POLICY_ABI_MAJOR, ".",
                  CANDOR_POLICY_ABI_MINOR, " needs ", needed);
  }
  return absl::OkStatus();
}

// REQUIRES: `pointer` is not null when it is dereferenced for its size.
template <class T>
absl::Status CheckSized(const T* pointer, absl::string_view what) {
  return CheckStruct(pointer, pointer == nullptr ? 0 : pointer->struct_size, sizeof(T), what);
}

absl::Status CheckVersions(const candor_policy& policy) {
  if (policy.abi_major != CANDOR_POLICY_ABI_MAJOR || policy.abi_minor > CANDOR_POLICY_ABI_MINOR) {
    return Refuse("it was built for policy ABI ", policy.abi_major, ".", policy.abi_minor, ", this host speaks ",
                  CANDOR_POLICY_ABI_MAJOR, ".", CANDOR_POLICY_ABI_MINOR);
  }
  CANDOR_RETURN_IF_ERROR(CheckStruct(&policy, policy.struct_size, sizeof(candor_policy), "the entry struct"));
  if (policy.vocabulary == 0 || policy.vocabulary > CANDOR_VOCABULARY_VERSION) {
    return Refuse("it was built for vocabulary ", policy.vocabulary, ", this host speaks ", CANDOR_VOCABULARY_VERSION);
  }
  return absl::OkStatus();
}

// Since ABI 1.4; a citation of an earlier one ends before. Since 1.6 it has to be said.
absl::StatusOr<std::string> ReadConfidence(const candor_citation& citation, uint16_t abi_minor,
                                           absl::string_view where) {
  if (citation.struct_size < offsetof(candor_citation, confidence) + sizeof(citation.confidence)) return std::string();
  static constexpr absl::string_view kMarks[] = {"", "A", "B", "K", "KH", "KM", "KL", "own"};
  CANDOR_ASSIGN_OR_RETURN(std::string mark,
                          ReadText(citation.confidence, absl::StrCat(where, ": the confidence of a citation"),
                                   /*may_be_empty=*/abi_minor < 6));
  if (std::find(std::begin(kMarks), std::end(kMarks), mark) != std::end(kMarks)) return mark;
  return Refuse(where, ": the confidence of a citation is none of A, B, K, KH, KM, KL, own");
}

absl::StatusOr<domain::Citation> ReadCitation(const candor_citation* citation, uint16_t abi_minor,
                                              absl::string_view where) {
  CANDOR_RETURN_IF_ERROR(CheckStruct(citation, citation == nullptr ? 0 : citation->struct_size,
                                     offsetof(candor_citation, confidence), absl::StrCat(where, ": a citation")));
  static constexpr const char* kAuthorities[] = {"law", "code", "guideline", "research", "article", "practice"};
  if (citation->authority < CANDOR_AUTHORITY_LAW || citation->authority > CANDOR_AUTHORITY_PRACTICE) {
    return Refuse(where, ": a citation names authority ", citation->authority, ", known are 1 to 6");
  }
  CANDOR_ASSIGN_OR_RETURN(std::string text, ReadText(citation->text, absl::StrCat(where, ": the text of a citation")));
  CANDOR_ASSIGN_OR_RETURN(std::string confidence, ReadConfidence(*citation, abi_minor, where));
  return domain::Citation{kAuthorities[citation->authority - 1], std::move(text), std::move(confidence)};
}

// Since ABI 1.6; a parameter of an earlier one ends before, and has neither bounds nor words.
absl::Status ReadChoices(const candor_parameter& declared, absl::string_view where, domain::Parameter& parameter) {
  if (declared.choice_count > kMaxParameters) return Refuse(where, " has more than ", kMaxParameters, " choices");
  if (declared.choice_count > 0 && declared.choices == nullptr) return Refuse(where, ": its choices are missing");
  if ((declared.choice_count > 0) != (parameter.unit == "choice")) {
    return Refuse(where, ": a choice says all its answers in words, and nothing else has any");
  }
  for (uint32_t i = 0; i < declared.choice_count; ++i) {
    const candor_choice* choice = declared.choices[i];
    CANDOR_RETURN_IF_ERROR(CheckSized(choice, absl::StrCat(where, ": a choice")));
    CANDOR_ASSIGN_OR_RETURN(std::string text, ReadText(choice->text, absl::StrCat(where, ": the words of a choice")));
    if (!domain::WordsOf(parameter, choice->value).empty()) {
      return Refuse(where, " has the choice ", choice->value, " twice");
    }
    parameter.choices.push_back({choice->value, std::move(text)});
  }
  return absl::OkStatus();
}

absl::Status ReadBounds(const candor_parameter& declared, absl::string_view where, domain::Parameter& parameter) {
  if (declared.struct_size < sizeof(candor_parameter)) return absl::OkStatus();
  const std::string of = absl::StrCat(where, ": ", parameter.name);
  if (declared.not_above.size > 0) {
    CANDOR_ASSIGN_OR_RETURN(parameter.not_above, ReadName(declared.not_above, absl::StrCat(of, ": what it is below")));
  }
  parameter.least = declared.least;
  parameter.most = declared.most;
  if (parameter.least < 0 || parameter.most < 0) return Refuse(of, " has a bound below 0");
  CANDOR_RETURN_IF_ERROR(ReadChoices(declared, of, parameter));
  if (parameter.default_value < parameter.least || (parameter.most != 0 && parameter.default_value > parameter.most)) {
    return Refuse(of, " has a default beyond its own bounds");
  }
  if (!parameter.choices.empty() && domain::WordsOf(parameter, parameter.default_value).empty()) {
    return Refuse(of, " has a default that is none of its choices");
  }
  return absl::OkStatus();
}

absl::StatusOr<domain::Parameter> ReadParameter(const candor_parameter* declared, absl::string_view where) {
  CANDOR_RETURN_IF_ERROR(CheckStruct(declared, declared == nullptr ? 0 : declared->struct_size,
                                     offsetof(candor_parameter, least), absl::StrCat(where, ": a parameter")));
  domain::Parameter parameter;
  CANDOR_ASSIGN_OR_RETURN(parameter.name, ReadName(declared->name, absl::StrCat(where, ": the name of a parameter")));
  CANDOR_ASSIGN_OR_RETURN(parameter.unit,
                          ReadName(declared->unit, absl::StrCat(where, ": the unit of ", parameter.name)));
  CANDOR_ASSIGN_OR_RETURN(parameter.group,
                          ReadText(declared->group, absl::StrCat(where, ": the group of ", parameter.name), true));
  static constexpr const char* kUnits[] = {"days",       "business_days", "sessions",    "years",  "minutes", "count",
                                           "hundredths", "money",         "minor_units", "yes_no", "choice"};
  if (std::find(std::begin(kUnits), std::end(kUnits), parameter.unit) == std::end(kUnits)) {
    return Refuse(where, ": the unit of ", parameter.name, " is none of ", absl::StrJoin(kUnits, ", "));
  }
  if (declared->stricter > CANDOR_STRICTER_HIGHER) {
    return Refuse(where, ": ", parameter.name, " has an unknown stricter direction ", declared->stricter);
  }
  parameter.stricter = static_cast<domain::Stricter>(declared->stricter);
  parameter.default_value = parameter.value = declared->default_value;
  CANDOR_RETURN_IF_ERROR(ReadBounds(*declared, where, parameter));
  return parameter;
}

// That what a parameter is never above is there too, is counted in the same, and is not below it by default.
absl::Status CheckNotAbove(const Rule& rule, absl::string_view where) {
  for (const domain::Parameter& parameter : rule.parameters) {
    if (parameter.not_above.empty()) continue;
    const auto other = std::find_if(rule.parameters.begin(), rule.parameters.end(),
                                    [&](const auto& each) { return each.name == parameter.not_above; });
    // So many business days are never fewer days than that.
    const bool comparable =
        other != rule.parameters.end() &&
        (other->unit == parameter.unit || (parameter.unit == "business_days" && other->unit == "days"));
    if (!comparable) {
      return Refuse(where, ": ", parameter.name, " is never above ", parameter.not_above,
                    ", which is no parameter of it in the same unit");
    }
    if (parameter.default_value > other->default_value) {
      return Refuse(where, ": ", parameter.name, " is above ", parameter.not_above, " by default");
    }
  }
  return absl::OkStatus();
}

absl::Status ReadParameters(const candor_rule& declared, absl::string_view where, Rule& rule) {
  if (declared.parameter_count > kMaxParameters) return Refuse(where, " has more than ", kMaxParameters, " parameters");
  if (declared.parameter_count > 0 && declared.parameters == nullptr) return Refuse(where, ": parameters are missing");
  for (uint32_t i = 0; i < declared.parameter_count; ++i) {
    CANDOR_ASSIGN_OR_RETURN(domain::Parameter parameter, ReadParameter(declared.parameters[i], where));
    for (const domain::Parameter& other : rule.parameters) {
      if (other.name == parameter.name) return Refuse(where, " declares parameter ", parameter.name, " twice");
    }
    rule.parameters.push_back(std::move(parameter));
  }
  return CheckNotAbove(rule, where);
}

absl::Status ReadKinds(const candor_rule& declared, absl::string_view where, Rule& rule) {
  if (declared.kind_count == 0 || declared.kinds == nullptr) return Refuse(where, " subscribes to no kind of entry");
  if (declared.kind_count > domain::AllKinds().size()) return Refuse(where, " subscribes to too many kinds");
  for (uint32_t i = 0; i < declared.kind_count; ++i) {
    const auto kind = static_cast<domain::Kind>(declared.kinds[i]);
    if (domain::FindKind(kind) == nullptr) return Refuse(where, " subscribes to unknown kind ", declared.kinds[i]);
    rule.kinds.push_back(kind);
  }
  if (declared.asked_field_count > 32) return Refuse(where, " asks for more than 32 fields");
  if (declared.asked_field_count > 0 && declared.asked_fields == nullptr) return Refuse(where, ": fields are missing");
  for (uint32_t i = 0; i < declared.asked_field_count; ++i) {
    const domain::FieldId field = declared.asked_fields[i];
    if (domain::FindField(field) == nullptr) return Refuse(where, " asks for unknown field ", field);
    rule.asked_fields.push_back(field);
  }
  return absl::OkStatus();
}

// Since ABI 1.3; a rule of an earlier one ends before.
absl::Status ReadDoneKinds(const candor_rule& declared, absl::string_view where, Rule& rule) {
  if (declared.struct_size < offsetof(candor_rule, done_kind_count) + sizeof(declared.done_kind_count)) {
    return absl::OkStatus();
  }
  if (declared.done_kind_count > domain::AllKinds().size()) return Refuse(where, " is done by too many kinds");
  if (declared.done_kind_count > 0 && declared.done_kinds == nullptr) {
    return Refuse(where, ": the kinds that it is done by are missing");
  }
  for (uint32_t i = 0; i < declared.done_kind_count; ++i) {
    const auto kind = static_cast<domain::Kind>(declared.done_kinds[i]);
    if (domain::FindKind(kind) == nullptr) return Refuse(where, " is done by unknown kind ", declared.done_kinds[i]);
    rule.done_kinds.push_back(kind);
  }
  return absl::OkStatus();
}

// Since ABI 1.4; a rule of an earlier one ends before.
absl::Status ReadTrigger(const candor_rule& declared, absl::string_view where, Rule& rule) {
  if (declared.struct_size < offsetof(candor_rule, trigger) + sizeof(declared.trigger)) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(rule.trigger, ReadText(declared.trigger, absl::StrCat(where, ": what it opens on"), true));
  return absl::OkStatus();
}

absl::Status ReadCitations(const candor_rule& declared, uint16_t abi_minor, absl::string_view where, Rule& rule) {
  if (declared.citation_count == 0 || declared.citations == nullptr) return Refuse(where, " cites nothing");
  if (declared.citation_count > kMaxParameters) return Refuse(where, " cites more than ", kMaxParameters, " sources");
  for (uint32_t i = 0; i < declared.citation_count; ++i) {
    CANDOR_ASSIGN_OR_RETURN(domain::Citation citation, ReadCitation(declared.citations[i], abi_minor, where));
    rule.citations.push_back(std::move(citation));
  }
  if (declared.folds_under_count > kMaxRules) return Refuse(where, " folds under too many rules");
  if (declared.folds_under_count > 0 && declared.folds_under == nullptr) {
    return Refuse(where, ": the rules it folds under are missing");
  }
  for (uint32_t i = 0; i < declared.folds_under_count; ++i) {
    CANDOR_ASSIGN_OR_RETURN(std::string slug, ReadName(declared.folds_under[i], absl::StrCat(where, ": folds under")));
    rule.folds_under.push_back(std::move(slug));
  }
  return absl::OkStatus();
}

absl::Status CheckNumbers(const candor_rule& declared, uint16_t abi_minor, absl::string_view where) {
  if (declared.scope != CANDOR_SCOPE_CASE && declared.scope != CANDOR_SCOPE_MEMBER) {
    return Refuse(where, " has unknown scope ", declared.scope);
  }
  if (declared.severity < CANDOR_SEVERITY_LATER || declared.severity > CANDOR_SEVERITY_URGENT) {
    return Refuse(where, " has unknown severity ", declared.severity);
  }
  // Since ABI 1.6 a rule may have none.
  const uint32_t first_action = abi_minor < 6 ? uint32_t{CANDOR_ACTION_TALK} : 0;
  if (declared.action < first_action || declared.action > CANDOR_ACTION_COMPLETE_RECORD) {
    return Refuse(where, " has unknown action ", declared.action);
  }
  if (declared.confined > CANDOR_CONFINED_RESTRICTED) {
    return Refuse(where, " has unknown confinement ", declared.confined);
  }
  if (declared.horizon_days < 0) return Refuse(where, " has a negative horizon");
  if (declared.horizon_days == 0 && declared.scope == CANDOR_SCOPE_MEMBER) {
    return Refuse(where, " has no horizon; only case scope may look back without bound");
  }
  return absl::OkStatus();
}

// Since ABI 1.4; where it stands an earlier plugin has padding.
absl::Status ReadOwner(const candor_rule& declared, uint16_t abi_minor, absl::string_view where, Rule& rule) {
  if (abi_minor < 4) return absl::OkStatus();
  if (declared.owner > CANDOR_OWNER_PRACTICE) return Refuse(where, " has unknown owner ", declared.owner);
  rule.of_practice = declared.owner == CANDOR_OWNER_PRACTICE;
  return absl::OkStatus();
}

// A reserved number before ABI 1.6.
absl::Status ReadDatesOfLaw(const candor_rule& declared, uint16_t abi_minor, absl::string_view where, Rule& rule) {
  if (abi_minor < 6 || declared.struct_size < offsetof(candor_rule, dates_of_law) + sizeof(declared.dates_of_law)) {
    return absl::OkStatus();
  }
  if (declared.dates_of_law > 1) return Refuse(where, " says neither 0 nor 1 to whether its dates are a law's");
  rule.dates_of_law = declared.dates_of_law == 1;
  return absl::OkStatus();
}

// Since ABI 1.6; a rule may end before.
absl::Status ReadOfNoConduct(const candor_rule& declared, absl::string_view where, Rule& rule) {
  if (declared.struct_size < offsetof(candor_rule, of_no_conduct) + sizeof(declared.of_no_conduct)) {
    return absl::OkStatus();
  }
  if (declared.of_no_conduct > 1) return Refuse(where, " says neither 0 nor 1 to whether it is of no conduct");
  if (declared.of_no_conduct == 1 && declared.confined == CANDOR_CONFINED_PERSONAL) {
    return Refuse(where, " is confined as personal, and its title is nobody else's to read");
  }
  rule.of_no_conduct = declared.of_no_conduct == 1;
  return absl::OkStatus();
}

// Since ABI 1.5; a rule of an earlier one ends before.
absl::Status ReadFollowUpReading(const candor_rule& declared, absl::string_view where, Rule& rule) {
  if (declared.struct_size < offsetof(candor_rule, reads_follow_ups) + sizeof(declared.reads_follow_ups)) {
    return absl::OkStatus();
  }
  if (declared.reads_follow_ups > 1) return Refuse(where, " says neither 0 nor 1 to whether it reads follow-ups");
  if (declared.reads_follow_ups == 1 && declared.scope != CANDOR_SCOPE_MEMBER) {
    return Refuse(where, " reads follow-ups; only a rule of member scope may");
  }
  rule.reads_follow_ups = declared.reads_follow_ups == 1;
  return absl::OkStatus();
}

absl::StatusOr<Rule> ReadRule(const candor_rule* declared, const PluginInfo& plugin, uint16_t abi_minor,
                              uint32_t index) {
  CANDOR_RETURN_IF_ERROR(CheckStruct(declared, declared == nullptr ? 0 : declared->struct_size,
                                     offsetof(candor_rule, done_kinds), absl::StrCat("rule ", index)));
  Rule rule;
  rule.plugin = plugin.name;
  rule.plugin_version = plugin.version;
  CANDOR_ASSIGN_OR_RETURN(rule.slug, ReadName(declared->slug, absl::StrCat("the slug of rule ", index)));
  const std::string where = absl::StrCat("rule ", rule.slug);
  CANDOR_RETURN_IF_ERROR(CheckNumbers(*declared, abi_minor, where));
  CANDOR_ASSIGN_OR_RETURN(rule.catalogue_id, ReadText(declared->catalogue_id, absl::StrCat(where, ": catalogue id")));
  CANDOR_ASSIGN_OR_RETURN(rule.title, ReadText(declared->title, absl::StrCat(where, ": the title")));
  CANDOR_ASSIGN_OR_RETURN(rule.resolved_by, ReadText(declared->resolved_by, absl::StrCat(where, ": what clears it")));
  rule.scope = declared->scope == CANDOR_SCOPE_CASE ? domain::Scope::kCase : domain::Scope::kMember;
  rule.severity = static_cast<domain::Severity>(declared->severity);
  rule.action = static_cast<domain::Action>(declared->action);
  rule.key_class =
      declared->confined == CANDOR_CONFINED_PERSONAL ? domain::KeyClass::kPersonal : domain::KeyClass::kGeneral;
  rule.restricted = declared->confined == CANDOR_CONFINED_RESTRICTED;
  rule.horizon_days = declared->horizon_days;
  CANDOR_RETURN_IF_ERROR(ReadOwner(*declared, abi_minor, where, rule));
  CANDOR_RETURN_IF_ERROR(ReadDatesOfLaw(*declared, abi_minor, where, rule));
  CANDOR_RETURN_IF_ERROR(ReadOfNoConduct(*declared, where, rule));
  CANDOR_RETURN_IF_ERROR(ReadKinds(*declared, where, rule));
  CANDOR_RETURN_IF_ERROR(ReadDoneKinds(*declared, where, rule));
  CANDOR_RETURN_IF_ERROR(ReadTrigger(*declared, where, rule));
  CANDOR_RETURN_IF_ERROR(ReadFollowUpReading(*declared, where, rule));
  CANDOR_RETURN_IF_ERROR(ReadParameters(*declared, where, rule));
  CANDOR_RETURN_IF_ERROR(ReadCitations(*declared, abi_minor, where, rule));
  return rule;
}

}  // namespace

absl::StatusOr<PluginInfo> ReadPluginTable(const candor_policy* policy) {
  if (policy == nullptr) return Refuse("it exports no policy");
  CANDOR_RETURN_IF_ERROR(CheckVersions(*policy));
  if (policy->assess == nullptr) return Refuse("its function assess is missing");
  PluginInfo info;
  CANDOR_ASSIGN_OR_RETURN(info.name, ReadName(policy->name, "its name"));
  if (info.name == domain::kHostPolicy) return Refuse("its name is ", info.name, ", as which candord lists its own");
  CANDOR_ASSIGN_OR_RETURN(info.version, ReadText(policy->version, "its version"));
  if (policy->rule_count == 0 || policy->rules == nullptr) return Refuse("it declares no rule");
  if (policy->rule_count > kMaxRules) return Refuse("it declares more than ", kMaxRules, " rules");
  for (uint32_t i = 0; i < policy->rule_count; ++i) {
    CANDOR_ASSIGN_OR_RETURN(Rule rule, ReadRule(policy->rules[i], info, policy->abi_minor, i));
    for (const Rule& other : info.rules) {
      if (other.slug == rule.slug) return Refuse("it declares rule ", rule.slug, " twice");
    }
    info.rules.push_back(std::move(rule));
  }
  return info;
}

}  // namespace candor::policy
