#ifndef CANDOR_DAEMON_DOMAIN_HOST_RULES_H_
#define CANDOR_DAEMON_DOMAIN_HOST_RULES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/rule.h"

// The rules of the catalogue that no policy declares, because candord keeps them itself: described beside the others,
// so that nobody takes them for missing. What of R53 and R66 is the host's stands with the policies that declare them.
namespace candor::domain {

// In the place of a policy's name.
inline constexpr std::string_view kHostPolicy = "host";

// R69's number of days where no profile says it: of records from before it was kept.
inline constexpr int64_t kReviewAfterDays = 365;

struct HostRule {
  Rule rule;             // without kinds: it looks at more than entries; severity, action and mode mean nothing
  std::string done_how;  // what candord does, one sentence
};

// By number. `review_after_days`: from when on a profile that was not compared with its source is old (R69); nullopt:
// no profile says it.
std::vector<HostRule> HostRules(std::optional<int64_t> review_after_days);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_HOST_RULES_H_
