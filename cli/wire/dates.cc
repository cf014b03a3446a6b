#include "cli/wire/dates.h"

#include <google/protobuf/util/time_util.h>

#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

// "2025-02-30" too: whoever writes so means a day.
bool LooksLikeADay(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-';
}

}  // namespace

v1::Date ToWire(Day day) {
  v1::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

Day FromWire(const v1::Date& date) {
  return Day(date.year(), date.month(), date.day());
}

std::string FormatDate(const v1::Date& date) {
  return FormatDay(FromWire(date));
}

std::string FormatInstant(const google::protobuf::Timestamp& instant) {
  return google::protobuf::util::TimeUtil::ToString(instant);
}

std::string SayInstant(const google::protobuf::Timestamp& instant) {
  const absl::Time time = absl::FromUnixSeconds(instant.seconds());
  return absl::FormatTime("%Y-%m-%d %H:%M %Z", time, absl::LocalTimeZone());
}

absl::StatusOr<Day> ParseDayOf(std::string_view option, std::string_view text) {
  const auto day = ParseDay(text);
  if (!day.ok()) return InvalidField(option, "date", ToStd(day.status().message()));
  return *day;
}

absl::StatusOr<google::protobuf::Timestamp> ParseInstant(std::string_view text, const absl::TimeZone& zone) {
  absl::Time instant;
  std::string problem;
  if (!absl::ParseTime(absl::RFC3339_full, ToAbsl(text), &instant, &problem)) {
    const auto day = ParseDay(text);
    if (!day.ok() && LooksLikeADay(text)) return day.status();
    if (!day.ok()) {
      return absl::InvalidArgumentError(
          "a moment is a day (2025-03-30) or a time with its offset (2025-03-30T14:00:00Z)");
    }
    instant = absl::FromCivil(*day + 1, zone) - absl::Microseconds(1);
  }
  // The parser also takes years, and words for no end, that neither a calendar nor the wire has.
  if (instant < absl::FromCivil(absl::CivilYear(1900), absl::UTCTimeZone()) ||
      instant >= absl::FromCivil(absl::CivilYear(10000), absl::UTCTimeZone())) {
    return absl::InvalidArgumentError("the year is outside 1900 to 9999");
  }
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(instant));
}

}  // namespace candor::cli
