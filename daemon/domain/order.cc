#include "daemon/domain/order.h"

namespace candor::domain {

Place PlaceOf(const EntryHeader& header) {
  const KindInfo* kind = FindKind(header.kind);
  Place place;
  place.day = DayNumber(header.occurred.day);
  place.minute = header.occurred.minute_of_day.value_or(Place::kNoTime);
  place.rank = header.personal || kind == nullptr ? kPersonalRank : kind->rank;
  place.digest = header.order_digest;
  place.id = header.id.bytes();
  return place;
}

}  // namespace candor::domain
