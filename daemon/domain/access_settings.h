#ifndef CANDOR_DAEMON_DOMAIN_ACCESS_SETTINGS_H_
#define CANDOR_DAEMON_DOMAIN_ACCESS_SETTINGS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "daemon/domain/permission_table.h"

// What a practice sets about who is shown what, and how long. It may only take away from what the table gives.
namespace candor::domain {

// Where the practice says nothing. The first is also the least that it may set, the second the most.
inline constexpr int32_t kEscalateAfterDays = 14;
inline constexpr int32_t kSessionMinutes = 10;
// The same of the third, which is also the most.
inline constexpr int32_t kNotifySubjectDays = 5;
// The most that it may set for the first, and the least for the others.
inline constexpr int32_t kMostEscalateAfterDays = 365;
inline constexpr int32_t kLeastSessionMinutes = 1;
inline constexpr int32_t kLeastNotifySubjectDays = 1;

// Whoever wears the hat is not shown these classes, of anything.
struct Tightening {
  Hat hat;
  Classes hidden = 0;

  bool operator==(const Tightening&) const = default;
};

// From the configuration file and on record, with the other settings. A value.
struct AccessSettings {
  // So many days after its date somebody else is told that a conversation about a private note is due, and so many more
  // days later the director.
  int32_t escalate_after_days = kEscalateAfterDays;
  // After so many minutes without a call a working session is locked.
  int32_t session_minutes = kSessionMinutes;
  // So many open days after a concern was acknowledged whom it is about is told.
  int32_t notify_subject_days = kNotifySubjectDays;
  std::vector<Tightening> tightened;  // in order of role, then relation; each hat once

  bool operator==(const AccessSettings&) const = default;
};

// What of the classes is left to the hat.
Classes Tightened(Classes classes, std::span<const Tightening> tightened, const Hat& hat);

// INVALID_ARGUMENT, with what may be set, for what would loosen the table, or not change it: another hat than the
// table has, a class that the hat is not shown, and what nobody may take from somebody, their own and what its author
// gave them to read. Pure.
absl::Status CheckTightens(const Tightening& tightening);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ACCESS_SETTINGS_H_
