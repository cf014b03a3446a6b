#ifndef CANDOR_DAEMON_DOMAIN_RULE_H_
#define CANDOR_DAEMON_DOMAIN_RULE_H_

#include <string>
#include <vector>

#include "daemon/domain/follow_up.h"
#include "daemon/domain/vocabulary.h"

namespace candor::domain {

struct Citation {
  std::string authority;  // law, code, guideline, research, article, practice
  std::string text;

  bool operator==(const Citation&) const = default;
};

// A parameter of a rule, as declared by its plugin and set by the profile in force.
struct Parameter {
  std::string name;
  std::string unit;   // days, sessions, years, count, yes_no, choice
  std::string group;  // empty: stands alone; parameters of one group are set together
  int64_t default_value = 0;
  int64_t value = 0;
  std::string profile;   // empty: the plugin's default
  std::string citation;  // of the profile's value

  bool operator==(const Parameter&) const = default;
};

// What a plugin declares about a rule, and how the practice runs it.
struct Rule {
  std::string slug;          // "attraction_consult"
  std::string catalogue_id;  // "R01"
  std::string plugin;
  std::string plugin_version;
  std::string title;
  Severity severity = Severity::kLater;
  Action action = Action::kTalk;
  std::string resolved_by;          // what clears it, one sentence
  Scope scope = Scope::kCase;       // whose timeline it reads
  int32_t horizon_days = 0;         // how far back an event can matter; 0: without bound
  std::vector<Kind> kinds;          // subscribed
  std::vector<Citation> citations;  // strongest authority first
  std::vector<Parameter> parameters;
  std::vector<std::string> folds_under;  // slugs of specific rules under which this one is kept quiet
  KeyClass key_class = KeyClass::kGeneral;
  std::vector<FieldId> asked_fields;  // behind the bits of Obligation::missing_fields
  std::vector<Kind> done_kinds;       // any says that what its own action asks for is done, the likeliest first

  bool operator==(const Rule&) const = default;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_RULE_H_
