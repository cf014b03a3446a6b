#ifndef CANDOR_DAEMON_POLICY_MODES_H_
#define CANDOR_DAEMON_POLICY_MODES_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "daemon/base/civil.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/domain/store.h"

// How rules are run: from the profiles to what goes on record, and from there to what plugins are told.
namespace candor::policy {

// Fills in the part of an activation that tells how rules are run: what `stands` says of it (nullptr: nothing stands),
// and what the profiles have otherwise now. REQUIRES: `next.effective_from` is set. Whether there is anything to put on
// record: something was laid down, or the day has come from which something holds.
bool CarryModes(const domain::PolicyEngine& engine, const domain::Activation* stands, Day today,
                domain::Activation& next);

// From which day on entries make duties of a plugin's rules, where some began later than the policies did.
struct DutiesFrom {
  std::vector<int32_t> days;  // by rule, as PolicyTask has them; empty: none began later
  std::string name;           // folds that were made with other days have another one; empty with `days`
};

// The same of all plugins. Made once and asked often.
class DutyTable {
 public:
  DutyTable() = default;
  DutyTable(const std::vector<domain::PluginInfo>& plugins, const domain::RuleModes& modes);

  const DutiesFrom& Of(const std::string& plugin) const;

 private:
  std::map<std::string, DutiesFrom> plugins_;  // only those of which a rule began later
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_MODES_H_
