#ifndef CANDOR_CLI_WIRE_DATES_H_
#define CANDOR_CLI_WIRE_DATES_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "candor/v1/civil.pb.h"
#include "daemon/base/civil.h"
#include "google/protobuf/timestamp.pb.h"

namespace candor::cli {

v1::Date ToWire(Day day);
// REQUIRES: `date` came from the daemon, which sends only days that exist.
Day FromWire(const v1::Date& date);
// "2025-03-30".
std::string FormatDate(const v1::Date& date);

// RFC 3339 in UTC, microseconds only where there are any.
std::string FormatInstant(const google::protobuf::Timestamp& instant);

// For a sentence: by this machine's clock and to the minute, "2026-11-24 02:25 CET".
std::string SayInstant(const google::protobuf::Timestamp& instant);

// The day that was given with `option`, as in "--from". INVALID_ARGUMENT names the option.
absl::StatusOr<Day> ParseDayOf(std::string_view option, std::string_view text);

// A moment as a person types it: "2025-03-30T14:00:00Z" with any offset, or "2025-03-30", which means the end of that
// day in `zone`. INVALID_ARGUMENT says which forms there are, or what is wrong with the day.
absl::StatusOr<google::protobuf::Timestamp> ParseInstant(std::string_view text, const absl::TimeZone& zone);

}  // namespace candor::cli

#endif  // CANDOR_CLI_WIRE_DATES_H_
