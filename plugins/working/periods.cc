#include "plugins/working/periods.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "plugins/working/rules.h"

namespace candor::working {
namespace {

constexpr int32_t kDaysAWeek = 7;
constexpr int64_t kUnit = 100;
constexpr int64_t kMostMinutes = 100'000;  // more is no time that anybody has worked in a month

int32_t DayNumber(std::chrono::sys_days day) {
  return static_cast<int32_t>(day.time_since_epoch().count());
}

std::chrono::year_month MonthOf(int32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return {date.year(), date.month()};
}

int32_t Sum(int32_t minutes, int64_t more) {
  return static_cast<int32_t>(std::clamp<int64_t>(minutes + more, 0, kMostMinutes));
}

// Of the time of a group of so many, what counts for one of them.
int64_t ShareOf(int64_t minutes, int64_t people, int64_t half_up_to) {
  return minutes / (people <= half_up_to ? 2 : people);
}

}  // namespace

int32_t MondayOf(int32_t day) {
  constexpr int32_t kThursday = 3;  // 1970-01-01, as the days after a Monday
  const int32_t after_monday = ((day + kThursday) % kDaysAWeek + kDaysAWeek) % kDaysAWeek;
  return day - after_monday;
}

int32_t FirstOfMonth(int32_t day) {
  return DayNumber(std::chrono::sys_days(MonthOf(day) / std::chrono::day(1)));
}

int32_t LastDayOf(const Period& period) {
  if (period.is_month == 0) return period.start + kDaysAWeek - 1;
  return DayNumber(std::chrono::sys_days(MonthOf(period.start) / std::chrono::last));
}

std::span<Period> Periods(Frequency& frequency) {
  return {frequency.periods, static_cast<size_t>(frequency.period_count)};
}

uint64_t TokenOf(const Period& period) {
  return (uint64_t{static_cast<uint32_t>(period.start)} << 16) | (uint64_t{period.setting} << 8) | period.is_month;
}

const Period* PeriodOf(Frequency& frequency, uint64_t token) {
  const std::span<Period> all = Periods(frequency);
  const auto found = std::find_if(all.begin(), all.end(), [&](const Period& one) { return TokenOf(one) == token; });
  return found == all.end() ? nullptr : &*found;
}

Period& PeriodAt(sdk::Subject& subject, Frequency& frequency, int32_t start, bool is_month, uint8_t setting) {
  Period wanted;
  wanted.start = start;
  wanted.is_month = is_month ? 1 : 0;
  wanted.setting = setting;
  for (Period& one : Periods(frequency)) {
    if (TokenOf(one) == TokenOf(wanted)) return one;
  }
  if (frequency.period_count < Frequency::kMaxPeriods) {
    return frequency.periods[frequency.period_count++] = wanted;
  }
  const std::span<Period> all = Periods(frequency);
  Period& oldest =
      *std::min_element(all.begin(), all.end(), [](const Period& a, const Period& b) { return a.start < b.start; });
  subject.CancelTimer(kSupervisionFrequency, TokenOf(oldest));
  return oldest = wanted;
}

void AddSupervision(const sdk::Event& supervision, const sdk::Candidate& counts, Period& period) {
  const std::optional<int64_t> minutes = supervision.Number(CANDOR_FIELD_SUPERVISION_MINUTES);
  const std::optional<int64_t> format = supervision.Number(CANDOR_FIELD_SUPERVISION_FORMAT);
  if (!minutes) period.unknown |= kMissingMinutes;
  if (!format) period.unknown |= kMissingFormat;
  if (!minutes || !format) return;
  const int64_t time = std::clamp<int64_t>(*minutes, 0, kMostMinutes);
  const bool shared = counts.Parameter(kGroupMinutes) == 0;
  // Where the time is shared, two people are a small group.
  const bool triadic = *format == CANDOR_SUPERVISION_FORMAT_TRIADIC;
  if (*format == CANDOR_SUPERVISION_FORMAT_INDIVIDUAL || (triadic && !shared)) {
    period.own_minutes = Sum(period.own_minutes, time);
    return;
  }
  const std::optional<int64_t> people = triadic ? 2 : supervision.Number(CANDOR_FIELD_SUPERVISION_GROUP_SIZE);
  const int64_t largest = counts.Parameter(kLargestGroup);
  if ((shared || largest > 0) && (!people || *people < 1)) {
    period.unknown |= kMissingGroupSize;
  } else if (shared) {
    period.shared_minutes = Sum(period.shared_minutes, ShareOf(time, *people, counts.Parameter(kHalfUpTo)));
  } else if (largest == 0 || *people <= largest) {
    period.group_minutes = Sum(period.group_minutes, time);
  }
}

Period Given(Frequency& frequency, const Period& period) {
  const std::span<Period> all = Periods(frequency);
  const auto same_week = [&](const Period& one) {
    return one.start == period.start && one.is_month == period.is_month;
  };
  const auto with_hours =
      std::count_if(all.begin(), all.end(), [&](const Period& one) { return same_week(one) && one.has_hours != 0; });
  Period given = period;
  for (const Period& one : all) {
    const bool without_setting = one.setting == 0 || period.setting == 0;
    if (!same_week(one) || one.setting == period.setting || !without_setting || with_hours != 1) continue;
    given.own_minutes = Sum(given.own_minutes, one.own_minutes);
    given.group_minutes = Sum(given.group_minutes, one.group_minutes);
    given.shared_minutes = Sum(given.shared_minutes, one.shared_minutes);
    given.unknown |= one.unknown;
  }
  return given;
}

int32_t UnitsOf(const Period& given, const sdk::Candidate& counts) {
  const int64_t unit = std::max<int64_t>(1, counts.Parameter(kIndividualMinutes));
  const int64_t group = counts.Parameter(kGroupMinutes);
  const int64_t alone = (int64_t{given.own_minutes} + given.shared_minutes) * kUnit / unit;
  return static_cast<int32_t>(alone + (group > 0 ? int64_t{given.group_minutes} * kUnit / group : 0));
}

int32_t NeededOf(const Period& period, const sdk::Candidate& counts) {
  const int64_t least = counts.Parameter(kNeededHundredths);
  const int64_t more_after = counts.Parameter(kMoreAfterMinutes);
  const int64_t a_unit = counts.Parameter(kMinutesAUnit);
  int64_t needed = least;
  if (more_after > 0 && period.direct_minutes > more_after) needed += kUnit;
  if (a_unit > 0) needed = std::max(needed, (int64_t{period.direct_minutes} * kUnit + a_unit - 1) / a_unit);
  return static_cast<int32_t>(needed);
}

}  // namespace candor::working
