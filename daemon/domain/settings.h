#ifndef CANDOR_DAEMON_DOMAIN_SETTINGS_H_
#define CANDOR_DAEMON_DOMAIN_SETTINGS_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"

namespace candor::domain {

// The practice's settings, from its configuration file and, where they change what a date means, on record.
struct Settings {
  std::string practice_name;
  std::string zone = "Etc/UTC";
  bool closed_weekends = true;    // Saturday and Sunday
  std::vector<Day> closed_dates;  // sorted

  bool operator==(const Settings&) const = default;
};

// The first open day on or after `day`.
Day NextOpenDay(Day day, const Settings& settings);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SETTINGS_H_
