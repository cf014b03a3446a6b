#ifndef CANDOR_DAEMON_DOMAIN_RULE_H_
#define CANDOR_DAEMON_DOMAIN_RULE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/domain/follow_up.h"
#include "daemon/domain/vocabulary.h"

namespace candor::domain {

// How the practice runs a rule. Numbers are stored and on the wire.
enum class RuleMode : uint8_t {
  kOff = 1,     // it says nothing
  kShadow = 2,  // what it says is kept apart, for whoever manages the policies
  kActive = 3,
};

struct Citation {
  std::string authority;  // law, code, guideline, research, article, practice
  std::string text;
  std::string confidence = {};  // A, B, K, KH, KM, KL, own; empty: not said

  bool operator==(const Citation&) const = default;
};

// Which direction of a parameter that stands alone is stricter. Numbers are those of the plugin ABI.
enum class Stricter : uint8_t { kNone = 0, kLower = 1, kHigher = 2 };

// An answer to a parameter whose unit is choice, in words.
struct ParameterChoice {
  int64_t value = 0;
  std::string text;

  bool operator==(const ParameterChoice&) const = default;
};

// A parameter of a rule, as declared by its plugin and set by the profiles that bind everyone.
struct Parameter {
  std::string name;
  std::string unit;   // as in candor_policy.h: days, business_days, count, choice and others
  std::string group;  // empty: stands alone; parameters of one group are set together
  int64_t default_value = 0;
  int64_t value = 0;
  std::string profile;   // empty: the plugin's default
  std::string citation;  // of the profile's value
  Stricter stricter = Stricter::kNone;
  // What a profile may set it to.
  int64_t least = 0;
  int64_t most = 0;                           // 0: no bound
  std::string not_above = {};                 // a parameter of the same rule that it is never above; empty: none
  std::vector<ParameterChoice> choices = {};  // of a choice: all answers there are; empty: its plugin says none

  bool operator==(const Parameter&) const = default;
};

// What the parameter's value means, in the words of its plugin; empty: it is no choice, or says no words.
inline std::string WordsOf(const Parameter& parameter, int64_t value) {
  for (const ParameterChoice& choice : parameter.choices) {
    if (choice.value == value) return choice.text;
  }
  return "";
}

// What a plugin declares about a rule, and how the practice runs it.
struct Rule {
  std::string slug;          // "attraction_consult"
  std::string catalogue_id;  // "R01"
  std::string plugin;
  std::string plugin_version;
  std::string title;
  Severity severity = Severity::kLater;
  Action action = Action::kTalk;    // Action{}: it opens no follow-up
  std::string trigger;              // what it opens on, one sentence; empty: not said
  std::string resolved_by;          // what clears it, one sentence
  Scope scope = Scope::kCase;       // whose timeline it reads
  int32_t horizon_days = 0;         // how far back an event can matter; 0: without bound
  std::vector<Kind> kinds;          // subscribed
  std::vector<Citation> citations;  // strongest authority first
  std::vector<Parameter> parameters;
  std::vector<std::string> folds_under;  // slugs of specific rules under which this one is kept quiet
  KeyClass key_class = KeyClass::kGeneral;
  std::vector<FieldId> asked_fields;          // behind the bits of Obligation::missing_fields
  std::vector<Kind> done_kinds;               // any says that what its own action asks for is done, the likeliest first
  bool restricted = false;                    // its follow-ups belong to a restricted matter
  bool of_practice = false;                   // and are the practice's to see to, not the therapist's
  bool reads_follow_ups = false;              // of member scope: it is told of the follow-ups of cases
  bool of_no_conduct = false;                 // its title judges nobody, and is its person's to read
  bool dates_of_law = false;                  // its due dates are a law's: no closed day and no absence moves them
  RuleMode default_mode = RuleMode::kActive;  // as the profiles have it; see rule_mode.h for what holds

  bool operator==(const Rule&) const = default;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_RULE_H_
