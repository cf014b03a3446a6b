#include "cli/verbs/who_acts.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/verbs/absence_entries.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

// In order of the first day. Nobody acts for themselves.
absl::StatusOr<std::vector<DaysAway>> PeriodsAway(Session& session, const std::string& member) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Entry> entries, AwayEntriesOf(session, member, std::nullopt));
  std::vector<DaysAway> away;
  away.reserve(entries.size());
  for (const v1::Entry& each : entries) away.push_back(DaysAwayOf(each));
  for (DaysAway& each : away) {
    if (each.cover == member) each.cover.clear();
  }
  std::stable_sort(away.begin(), away.end(), [](const DaysAway& a, const DaysAway& b) { return a.from < b.from; });
  return away;
}

// The one that speaks: one that names somebody, then a departure, then the one begun last.
const DaysAway* SpeaksOn(const std::vector<DaysAway>& away, Day day) {
  const auto weight = [](const DaysAway& each) { return std::pair(!each.cover.empty(), each.leaves); };
  const DaysAway* found = nullptr;
  for (const DaysAway& each : away) {
    if (each.from > day || (each.until && *each.until < day)) continue;
    if (found == nullptr || weight(*found) <= weight(each)) found = &each;
  }
  return found;
}

bool HasLeftBy(const std::vector<DaysAway>& away, Day day) {
  return std::any_of(away.begin(), away.end(), [&](const DaysAway& each) { return each.leaves && each.from <= day; });
}

}  // namespace

const v1::Supervision* SupervisionAt(const std::vector<v1::Supervision>& relations, const std::string& supervisee,
                                     Day day) {
  const v1::Supervision* newest = nullptr;
  for (const v1::Supervision& each : relations) {
    const bool in_force = FromWire(each.from()) <= day && (!each.has_until() || FromWire(each.until()) >= day);
    if (each.supervisee() != supervisee || !in_force) continue;
    if (newest == nullptr || FromWire(each.from()) >= FromWire(newest->from())) newest = &each;
  }
  return newest;
}

std::string SupervisorAt(const std::vector<v1::Supervision>& relations, const std::string& supervisee, Day day) {
  const v1::Supervision* const relation = SupervisionAt(relations, supervisee, day);
  return relation == nullptr ? "" : relation->supervisor();
}

absl::StatusOr<std::string> ActsForOn(Session& session, const std::string& member, Day day) {
  std::vector<std::string> asked;
  std::string named;  // the first of the covers who has not left
  std::string next = member;
  while (!next.empty() && std::find(asked.begin(), asked.end(), next) == asked.end()) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<DaysAway> away, PeriodsAway(session, next));
    const DaysAway* const period = SpeaksOn(away, day);
    if (period == nullptr) return next == member ? "" : next;
    if (named.empty() && next != member && !HasLeftBy(away, day)) named = next;
    asked.push_back(next);
    next = period->cover;
  }
  return named;
}

}  // namespace candor::cli
