#ifndef CANDOR_PLUGINS_SDK_WRITTEN_H_
#define CANDOR_PLUGINS_SDK_WRITTEN_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "plugins/sdk/event.h"

// A duty that rests on several entries runs from the day on which the last of them was written down: nobody could have
// met it before, and whoever writes honestly and late is not late with it the same day. What is due by a law's date
// runs from where that law says.
namespace candor::sdk {

// From one day to a later one, as it is kept beside the first; 0 where it is no later.
inline uint16_t DaysBetween(int32_t from, int32_t to) {
  return static_cast<uint16_t>(std::clamp<int64_t>(int64_t{to} - from, 0, UINT16_MAX));
}

// How many days after `day` the entry was written down: what a policy's state keeps beside that day.
inline uint16_t DaysLate(const Event& entry, int32_t day) {
  return DaysBetween(day, entry.reported());
}
// The same, after it happened.
inline uint16_t DaysLate(const Event& entry) {
  return DaysLate(entry, entry.day());
}

// From which day on what opens with the event can be asked for: its own, or the one on which it was written down. Of a
// timer: which it fires, or on which the entry was written down that set it; a day before that was over unasked.
inline int32_t AskedFrom(const Event& event) {
  return std::max(event.day(), event.reported());
}

// From which day on enough was written down for `holds`, which says of some of the entries whether they are enough.
// What was told later of the same moves no date. `T` has `int32_t written() const`.
// REQUIRES: there are entries, and all of them are enough.
template <class T, class Holds>
int32_t KnownFrom(std::vector<T*> entries, const Holds& holds) {
  std::stable_sort(entries.begin(), entries.end(), [](const T* a, const T* b) { return a->written() < b->written(); });
  for (size_t count = 1; count < entries.size(); ++count) {
    const std::vector<T*> known(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(count));
    if (holds(known)) return known.back()->written();
  }
  return entries.back()->written();
}

}  // namespace candor::sdk

#endif  // CANDOR_PLUGINS_SDK_WRITTEN_H_
