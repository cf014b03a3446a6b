#ifndef CANDOR_PLUGINS_SDK_CALENDAR_H_
#define CANDOR_PLUGINS_SDK_CALENDAR_H_

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "plugins/abi/candor_policy.h"

// Civil dates over the day numbers of the plugin ABI (days since 1970-01-01). Adding days is plain addition.
namespace candor::sdk {

// "2024-08-19" as a day number; nullopt for anything that is not a date in that form.
inline std::optional<int32_t> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int parts[3] = {0, 0, 0};
  int part = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) {
      ++part;
    } else if (text[i] < '0' || text[i] > '9') {
      return std::nullopt;
    } else {
      parts[part] = parts[part] * 10 + (text[i] - '0');
    }
  }
  const std::chrono::year_month_day date{std::chrono::year(parts[0]),
                                         std::chrono::month(static_cast<unsigned>(parts[1])),
                                         std::chrono::day(static_cast<unsigned>(parts[2]))};
  if (!date.ok()) return std::nullopt;
  return static_cast<int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

inline std::string FormatDay(int32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  return text;
}

// The end of what never ends: later than every day.
inline constexpr int32_t kNever = INT32_MAX;

// kNever for CANDOR_FOREVER, and where the calendar has no such day.
inline int32_t DaysAfter(int32_t day, int64_t days) {
  if (days >= CANDOR_FOREVER || day > kNever - days) return kNever;
  return static_cast<int32_t>(day + days);
}

// A due date, and the day from which its business days are counted; nullopt: it is in calendar days.
struct DueDay {
  int32_t day = 0;
  std::optional<int32_t> counted_from = std::nullopt;
};

// So many business days after `from`. A policy has no calendar of the practice: `day` counts Mondays to Fridays, and
// the host counts as many of the days on which the practice is open.
inline DueDay InBusinessDays(int32_t from, int64_t business_days) {
  const int64_t most = CANDOR_MAX_COUNTED_DAYS / 7 * 5;
  int32_t day = from;
  for (int64_t left = business_days < most ? business_days : most; left > 0;) {
    ++day;
    const std::chrono::weekday weekday{std::chrono::sys_days(std::chrono::days(day))};
    if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday) --left;
  }
  return {day, from};
}

// The first day on which `years` full years have passed since `day`: the same date, 1 March for 29 February where
// that year has none. kNever for CANDOR_FOREVER, and for more years than calendars have.
inline int32_t YearsAfter(int32_t day, int64_t years) {
  constexpr int64_t kMostYears = 10'000;
  if (years > kMostYears) return kNever;
  const std::chrono::year_month_day start{std::chrono::sys_days(std::chrono::days(day))};
  std::chrono::year_month_day end = start + std::chrono::years(static_cast<int>(years));
  if (!end.ok()) end = end.year() / std::chrono::March / 1;
  return static_cast<int32_t>(std::chrono::sys_days(end).time_since_epoch().count());
}

}  // namespace candor::sdk

#endif  // CANDOR_PLUGINS_SDK_CALENDAR_H_
