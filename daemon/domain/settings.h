#ifndef CANDOR_DAEMON_DOMAIN_SETTINGS_H_
#define CANDOR_DAEMON_DOMAIN_SETTINGS_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/access_settings.h"

namespace candor::domain {

// What a practice may set for the longest waiver, in days.
inline constexpr int32_t kLongestWaiverDays = 180;  // where it says nothing
inline constexpr int32_t kMostWaiverDays = 730;

// The practice's settings, from its configuration file and on record.
struct Settings {
  std::string practice_name;
  std::string zone = "Etc/UTC";
  bool closed_weekends = true;    // Saturday and Sunday
  std::vector<Day> closed_dates;  // sorted
  // The last day of a waiver lies at most so many days after the day on which it is proposed or decided.
  int32_t longest_waiver_days = kLongestWaiverDays;
  AccessSettings access = {};

  bool operator==(const Settings&) const = default;
};

// The first open day on or after `day`.
Day NextOpenDay(Day day, const Settings& settings);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SETTINGS_H_
