#include "daemon/domain/waiting_times.h"

#include <algorithm>

namespace candor::domain {
namespace {

int64_t Sum(const std::map<int, int64_t>& by_day) {
  int64_t sum = 0;
  for (const auto& [day, count] : by_day) sum += count;
  return sum;
}

int64_t SumBefore(const std::map<int, int64_t>& by_day, int before) {
  int64_t sum = 0;
  for (auto row = by_day.begin(); row != by_day.end() && row->first < before; ++row) sum += row->second;
  return sum;
}

}  // namespace

int64_t WaitingTimes::size() const {
  return Sum(held_) + Sum(censored_);
}

int64_t WaitingTimes::HeldBy(int day) const {
  return SumBefore(held_, day + 1);
}

std::optional<double> WaitingTimes::ShareBy(int day) const {
  const int64_t all = size();
  double waiting = 1.0;
  for (const auto& [event_day, events] : held_) {
    if (event_day > day) break;
    // Those censored on the very day were still watched on it.
    const int64_t at_risk = all - SumBefore(held_, event_day) - SumBefore(censored_, event_day);
    waiting *= 1.0 - static_cast<double>(events) / static_cast<double>(at_risk);
  }
  const bool watched =
      (!held_.empty() && held_.rbegin()->first >= day) || (!censored_.empty() && censored_.rbegin()->first >= day);
  if (!watched && (all == 0 || waiting > 0.0)) return std::nullopt;
  return 1.0 - waiting;
}

std::optional<int> WaitingTimes::Median() const {
  for (const auto& [event_day, events] : held_) {
    // The same sum of products that says 0.5 exactly may come out a bit below.
    constexpr double kHalf = 0.5 - 1e-9;
    if (ShareBy(event_day).value_or(0.0) >= kHalf) return event_day;
  }
  return std::nullopt;
}

}  // namespace candor::domain
