#ifndef CANDOR_DAEMON_DOMAIN_STOPPED_RULES_H_
#define CANDOR_DAEMON_DOMAIN_STOPPED_RULES_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/rule.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/view.h"

// What no mode takes out of sight, whoever sets it (ADR 0047): what is never let wait, and what is urgent.
namespace candor::domain {

// Rules that would be active no more.
struct StoppedRules {
  std::set<std::string> all;           // slugs
  std::set<std::string> never_waived;  // of them, those of which nothing is ever let wait
  bool only_today = false;             // one of them stops on the day on which that is asked for, or not at all
};

StoppedRules StoppedOf(const std::vector<Rule>& rules);

// The first follow-up that these rules have called for and that may not be put out of sight: open, or let wait before
// that was refused. nullopt: none. One that nobody can read any more is passed over.
absl::StatusOr<std::optional<FollowUp>> HiddenBy(const StoppedRules& stopped, const View& view,
                                                 const Settings& settings, Day today);

// Why the rule of that follow-up does not stop, and what comes first, one sentence. REQUIRES: it can be read.
std::string WhyNotStopped(const FollowUp& open);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_STOPPED_RULES_H_
