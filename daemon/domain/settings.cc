#include "daemon/domain/settings.h"

#include <algorithm>

namespace candor::domain {
namespace {

bool IsClosed(Day day, const Settings& settings) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  if (settings.closed_weekends && (weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday)) return true;
  return std::binary_search(settings.closed_dates.begin(), settings.closed_dates.end(), day);
}

}  // namespace

Day NextOpenDay(Day day, const Settings& settings) {
  while (IsClosed(day, settings)) ++day;
  return day;
}

}  // namespace candor::domain
