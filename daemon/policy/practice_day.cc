#include "daemon/policy/practice_day.h"

#include "daemon/base/status.h"

namespace candor::policy {

absl::StatusOr<Day> PracticeDay(const domain::View& view, absl::Time now) {
  const auto settings = view.GetSettings();
  if (!settings.ok() && !absl::IsNotFound(settings.status())) return settings.status();
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.ok() ? settings->zone : "Etc/UTC"));
  return DayAt(now, zone);
}

}  // namespace candor::policy
