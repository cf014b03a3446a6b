#ifndef CANDOR_DAEMON_DOMAIN_ORDER_H_
#define CANDOR_DAEMON_DOMAIN_ORDER_H_

#include <compare>
#include <cstdint>
#include <limits>

#include "daemon/base/civil.h"
#include "daemon/domain/entry.h"

namespace candor::domain {

// A place in the timeline of a subject: date; entries with a time, by time, before those without; rank of the kind, and
// of a concern, a complaint or a report to an agency how far along the matter is; digest of the content; record id.
// Arrival and recorded_at play no part. Timers of a date come after its entries.
// "Later" everywhere means later in this order.
struct Place {
  static constexpr int32_t kNoTime = 1440;
  static constexpr int32_t kTimer = 1441;

  int32_t day = std::numeric_limits<int32_t>::min();
  int32_t minute = 0;
  int32_t rank = 0;
  uint64_t digest = 0;
  IdBytes id{};

  auto operator<=>(const Place&) const = default;

  // Before everything.
  static Place First() { return {}; }
  // After every entry and timer of `day`.
  static Place EndOf(int32_t day) {
    return {day, kTimer, std::numeric_limits<int32_t>::max(), std::numeric_limits<uint64_t>::max(), {}};
  }
};

Place PlaceOf(const EntryHeader& header);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ORDER_H_
