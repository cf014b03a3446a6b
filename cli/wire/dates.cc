#include "cli/wire/dates.h"

#include <google/protobuf/util/time_util.h>

#include "daemon/base/text.h"

namespace candor::cli {

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

absl::StatusOr<google::protobuf::Timestamp> ParseInstant(std::string_view text, const absl::TimeZone& zone) {
  absl::Time instant;
  std::string problem;
  if (!absl::ParseTime(absl::RFC3339_full, ToAbsl(text), &instant, &problem)) {
    const auto day = ParseDay(text);
    if (!day.ok()) {
      return absl::InvalidArgumentError(
          "a moment is a day (2025-03-30) or a time with its offset (2025-03-30T14:00:00Z)");
    }
    instant = absl::FromCivil(*day + 1, zone) - absl::Microseconds(1);
  }
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(instant));
}

}  // namespace candor::cli
