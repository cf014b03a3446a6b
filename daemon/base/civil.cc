#include "daemon/base/civil.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "daemon/base/text.h"

namespace candor {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 9999;

std::optional<int> Digits(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

int32_t DayNumber(Day day) {
  return static_cast<int32_t>(day - Day(1970, 1, 1));
}

Day DayFromNumber(int32_t number) {
  return Day(1970, 1, 1) + number;
}

std::string FormatDay(Day day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

absl::StatusOr<Day> ParseDay(std::string_view text) {
  auto bad = [] { return absl::InvalidArgumentError("not a date; write it as YYYY-MM-DD, for example 2025-03-30"); };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return bad();
  auto year = Digits(text.substr(0, 4));
  auto month = Digits(text.substr(5, 2));
  auto day = Digits(text.substr(8, 2));
  if (!year || !month || !day) return bad();
  Day parsed(*year, *month, *day);
  if (parsed.year() != *year || parsed.month() != *month || parsed.day() != *day) {
    return absl::InvalidArgumentError("this day is not in the calendar; check day and month");
  }
  if (*year < kFirstYear || *year > kLastYear) return absl::InvalidArgumentError("the year is outside 1900 to 9999");
  return parsed;
}

Day AddYears(Day day, int years, LeapRule rule) {
  const bool leap_day = day.month() == 2 && day.day() == 29;
  Day moved(day.year() + years, day.month(), day.day());
  if (leap_day && moved.month() == 3 && rule == LeapRule::kDeadline) return moved - 1;
  return moved;
}

Day DayAt(absl::Time instant, const absl::TimeZone& zone) {
  return absl::ToCivilDay(instant, zone);
}

absl::StatusOr<absl::TimeZone> LoadZone(std::string_view name) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(ToAbsl(name), &zone)) {
    return absl::NotFoundError(absl::StrCat("the time zone \"", ToAbsl(name),
                                            "\" is not known here; use an IANA name such as Europe/Brussels and see "
                                            "that the package tzdata is installed"));
  }
  return zone;
}

}  // namespace candor
