#ifndef CANDOR_DAEMON_BASE_CIVIL_H_
#define CANDOR_DAEMON_BASE_CIVIL_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

// Civil dates of the practice. Rules, windows, due dates and report periods use these and nothing finer.
namespace candor {

using Day = absl::CivilDay;

// Days since 1970-01-01 (may be negative), the form used on disk and in the plugin ABI.
int32_t DayNumber(Day day);
Day DayFromNumber(int32_t number);

// "2025-03-30". Four-digit years from 1900 to 9999 only.
std::string FormatDay(Day day);

// Strict "YYYY-MM-DD" of a day that exists. INVALID_ARGUMENT otherwise; the message does not repeat the text.
absl::StatusOr<Day> ParseDay(std::string_view text);

// The anniversary of 29 February in a common year: 1 March for the end of a prohibition, 28 February for a deadline.
enum class LeapRule { kProhibition, kDeadline };
Day AddYears(Day day, int years, LeapRule rule);

// A civil date, with local time of day and UTC offset when the writer gave them. Ordered by date only when compared
// through domain/order.h; there is no operator< on purpose.
struct CivilMoment {
  Day day;
  std::optional<int32_t> minute_of_day;       // 0..1439, local
  std::optional<int32_t> utc_offset_minutes;  // only with minute_of_day

  bool operator==(const CivilMoment&) const = default;
};

// The civil day in `zone` at `instant`.
Day DayAt(absl::Time instant, const absl::TimeZone& zone);

// A time zone by its IANA name. NOT_FOUND for one this machine does not know.
absl::StatusOr<absl::TimeZone> LoadZone(std::string_view name);

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_CIVIL_H_
