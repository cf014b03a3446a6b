#ifndef CANDOR_PLUGINS_SDK_DECLARE_H_
#define CANDOR_PLUGINS_SDK_DECLARE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "plugins/abi/candor_policy.h"

// What a policy declares, written with names and made into the structs of the ABI at compile time. Everything that a
// declaration points to has to be static: write it as constexpr at namespace scope.
namespace candor::sdk {

constexpr candor_text Text(std::string_view text) {
  return {text.data(), static_cast<uint32_t>(text.size())};
}

// `confidence`: A, the source's own wording was seen; B, a paraphrase; K, KH, KM, KL, general knowledge; own, the
// practice's own, without a source.
constexpr candor_citation Citation(uint32_t authority, std::string_view text, std::string_view confidence) {
  return {sizeof(candor_citation), authority, Text(text), Text(confidence)};
}

struct ParameterSpec {
  std::string_view name;
  // days, business_days, sessions, years, minutes, count, hundredths, money, minor_units, yes_no, choice
  std::string_view unit;
  int64_t default_value;
  uint32_t stricter = CANDOR_STRICTER_NONE;
  std::string_view group = "";
  int64_t least = 0;
  int64_t most = 0;                                    // 0: no bound
  std::string_view not_above = "";                     // a parameter of the same rule that it is never above
  std::span<const candor_choice* const> choices = {};  // of a choice: all answers there are
};

constexpr candor_parameter Parameter(const ParameterSpec& spec) {
  candor_parameter parameter{};
  parameter.struct_size = sizeof(candor_parameter);
  parameter.stricter = spec.stricter;
  parameter.name = Text(spec.name);
  parameter.unit = Text(spec.unit);
  parameter.group = Text(spec.group);
  parameter.default_value = spec.default_value;
  parameter.least = spec.least;
  parameter.most = spec.most;
  parameter.not_above = Text(spec.not_above);
  parameter.choices = spec.choices.data();
  parameter.choice_count = static_cast<uint32_t>(spec.choices.size());
  return parameter;
}

// An answer to a parameter whose unit is choice, in words that people read.
constexpr candor_choice Choice(int64_t value, std::string_view text) {
  return {sizeof(candor_choice), 0, value, Text(text)};
}

// A number of days within which something is done. `least`: fewer mean nothing.
constexpr candor_parameter Within(std::string_view name, int64_t days, int64_t least = 0) {
  return Parameter(
      {.name = name, .unit = "days", .default_value = days, .stricter = CANDOR_STRICTER_LOWER, .least = least});
}

// 1 or 0; yes is the stricter answer.
constexpr candor_parameter YesNo(std::string_view name, int64_t value, std::string_view group = "") {
  return Parameter(
      {.name = name, .unit = "yes_no", .default_value = value, .stricter = CANDOR_STRICTER_HIGHER, .group = group});
}

struct RuleSpec {
  std::string_view slug;
  std::string_view catalogue_id;
  std::string_view title;
  std::string_view resolved_by;
  uint32_t severity;
  uint32_t action;  // CANDOR_ACTION_*; 0: it opens no follow-up
  std::span<const uint16_t> kinds;
  std::span<const candor_citation* const> citations;
  std::span<const candor_parameter* const> parameters = {};
  uint32_t scope = CANDOR_SCOPE_CASE;
  uint32_t confined = CANDOR_CONFINED_GENERAL;
  int32_t horizon_days = 0;
  std::span<const candor_text> folds_under = {};
  std::span<const uint16_t> asked_fields = {};
  std::span<const uint16_t> done_kinds = {};  // any of them says that what it asks for is done, the likeliest first
  uint32_t owner = CANDOR_OWNER_THERAPIST;    // who is to see to its follow-ups
  std::string_view trigger = "";              // one sentence: what it opens on
  bool reads_follow_ups = false;              // of cases, about the member; member scope only
  bool dates_of_law = false;                  // its due dates are a law's: no closed day and no absence moves them
  bool of_no_conduct = false;                 // a duty that judges nobody: its title is for whoever has it to do
};

constexpr candor_rule Rule(const RuleSpec& spec) {
  candor_rule rule{};
  rule.struct_size = sizeof(candor_rule);
  rule.scope = spec.scope;
  rule.slug = Text(spec.slug);
  rule.catalogue_id = Text(spec.catalogue_id);
  rule.title = Text(spec.title);
  rule.resolved_by = Text(spec.resolved_by);
  rule.severity = spec.severity;
  rule.action = spec.action;
  rule.confined = spec.confined;
  rule.horizon_days = spec.horizon_days;
  rule.kinds = spec.kinds.data();
  rule.kind_count = static_cast<uint32_t>(spec.kinds.size());
  rule.parameters = spec.parameters.data();
  rule.parameter_count = static_cast<uint32_t>(spec.parameters.size());
  rule.citations = spec.citations.data();
  rule.citation_count = static_cast<uint32_t>(spec.citations.size());
  rule.folds_under = spec.folds_under.data();
  rule.folds_under_count = static_cast<uint32_t>(spec.folds_under.size());
  rule.asked_fields = spec.asked_fields.data();
  rule.asked_field_count = static_cast<uint32_t>(spec.asked_fields.size());
  rule.done_kinds = spec.done_kinds.data();
  rule.done_kind_count = static_cast<uint32_t>(spec.done_kinds.size());
  rule.owner = spec.owner;
  rule.trigger = Text(spec.trigger);
  rule.reads_follow_ups = spec.reads_follow_ups ? 1 : 0;
  rule.dates_of_law = spec.dates_of_law ? 1 : 0;
  rule.of_no_conduct = spec.of_no_conduct ? 1 : 0;
  return rule;
}

// A policy's name, version and rules. The rules' order is their index in every call.
struct Declaration {
  std::string_view name;     // lower case, unique among the loaded plugins
  std::string_view version;  // "1.0.0"
  std::span<const candor_rule* const> rules;
};

}  // namespace candor::sdk

#endif  // CANDOR_PLUGINS_SDK_DECLARE_H_
