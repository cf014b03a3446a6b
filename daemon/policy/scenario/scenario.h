#ifndef CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_H_
#define CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/member.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/store.h"

// What a scenario file says, read. The format: plugins/scenarios/README.md.
namespace candor::policy {

// More is no scenario that anybody reads.
inline constexpr size_t kMostScenarioBytes = 128 * 1024;
inline constexpr size_t kMostScenarioItems = 1000;  // entries, decisions and expectations, each

// How every refusal of a scenario begins: with file and line.
template <class... Parts>
absl::Status RefuseScenario(const std::string& path, uint32_t line, const Parts&... parts) {
  return absl::InvalidArgumentError(absl::StrCat(path, ":", line, ": ", parts...));
}

struct ScenarioEntry {
  uint32_t line = 0;
  std::string label;  // empty: nothing refers to it
  domain::Entry entry;
};

struct ScenarioDecision {
  uint32_t line = 0;
  Day on;
  std::string rule;
  EntryId opened_by;  // empty: of the one follow-up that the rule has then
  domain::DecisionKind kind = domain::DecisionKind::kAcknowledge;
  MemberId by;      // empty: the operator as such
  MemberId and_by;  // who approves a waiver that takes a second person; empty: nobody
  std::optional<Day> until;
  domain::Finding finding = domain::Finding::kNone;
};

// What is to be so on a day. What is left out may be anything.
struct Expectation {
  uint32_t line = 0;
  Day on;
  std::string rule;
  bool absent = false;  // no follow-up of the rule is there; nothing below is said then
  EntryId opened_by;
  std::optional<domain::FollowUpStatus> status;
  bool no_due = false;
  std::optional<Day> due;
  std::optional<bool> past_due;
  std::optional<domain::Severity> severity;
  std::optional<domain::Action> action;
  std::optional<bool> before_policy;
  std::optional<bool> incomplete;  // opened because a needed fact is not recorded
  std::optional<Day> resolved_on;
  std::optional<size_t> times;  // so many are like that
};

// The practice's own values and modes, as a profile has them.
struct ScenarioValue {
  uint32_t line = 0;
  std::string rule;
  std::string parameter;
  int64_t value = 0;
};
// A window whose last day the scenario shows: another value of the parameter, by one, makes it come out otherwise.
struct ScenarioBoundary {
  uint32_t line = 0;
  std::string rule;
  std::string parameter;
};
struct ScenarioMode {
  uint32_t line = 0;
  domain::RuleMode mode = domain::RuleMode::kActive;
};

struct Scenario {
  std::string path;
  std::string title;
  domain::Settings settings;
  std::optional<Day> policy_from;                    // nullopt: all that is told may open duties
  std::optional<std::vector<std::string>> profiles;  // these and the defaults; nullopt: all there are
  uint32_t profiles_line = 0;
  std::vector<std::string> chosen;  // by whose profiles the practice binds everyone
  std::vector<ScenarioValue> values;
  std::map<std::string, ScenarioMode> modes;  // by rule
  std::vector<ScenarioBoundary> boundaries;   // in the order of the file; changes nothing of how it is run
  std::vector<domain::Member> people;         // in the order of the file's names
  std::vector<domain::Supervision> supervisions;
  std::vector<domain::NewCase> cases;
  std::vector<ScenarioEntry> entries;  // in the order of the file
  std::vector<ScenarioDecision> decisions;
  std::vector<Expectation> expectations;
  std::map<std::string, uint32_t> never;  // rules that must not have any follow-up, and where that is said
  std::optional<domain::Severity> never_above;
  uint32_t never_above_line = 0;
  bool nothing_else = false;  // no follow-up of any rule but those that are expected
  uint32_t nothing_else_line = 0;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_H_
