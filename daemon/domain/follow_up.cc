#include "daemon/domain/follow_up.h"

#include "daemon/domain/settings.h"

namespace candor::domain {
namespace {

bool ResolvedLate(const FollowUp& follow_up, const Settings& settings) {
  // What went quiet met no date and missed none.
  if (follow_up.clear.cause == ResolvedCause::kQuiet || !follow_up.clear.resolved_on) return false;
  const std::optional<Day> due = DueOf(follow_up, settings);
  return due && *follow_up.clear.resolved_on > *due;
}

// Runs for at least a day, so that days away can stand between.
bool MayBeMoved(const FollowUpClear& clear) {
  return clear.due && *clear.due > clear.reported_on && !clear.before_policy && WaitsForItsPerson(clear);
}

// REQUIRES: it has a date.
Day CountedDue(const FollowUpClear& clear, const Settings& settings) {
  constexpr int kMostDays = 1000;  // as many as a policy may say
  if (!clear.counted_from || *clear.due - *clear.counted_from > kMostDays) return *clear.due;
  Day day = *clear.counted_from;
  for (Day each = day + 1; each <= *clear.due; ++each) {
    const absl::Weekday weekday = absl::GetWeekday(each);
    if (weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday) continue;
    day = NextOpenDay(day + 1, settings);
  }
  return day;
}

// No closed day moves it.
bool StandsAsItIs(const FollowUpClear& clear) {
  return clear.date_of_law || clear.severity == Severity::kUrgent || clear.action == Action::kProhibit;
}

// A closed day may have moved the date into the next absence.
std::optional<Day> NextDayThere(Day day, const std::vector<AwayPeriod>& away, const Settings& settings) {
  while (const AwayPeriod* period = AwayOn(away, day)) {
    if (!period->until) return std::nullopt;
    day = NextOpenDay(*period->until + 1, settings);
  }
  return day;
}

}  // namespace

bool IsForTheClient(const FollowUpClear& clear) {
  const bool of_care = clear.action == Action::kRefer || clear.action == Action::kSoftTransfer;
  return of_care && clear.key_class == KeyClass::kGeneral && !clear.of_practice;
}

bool WaitsForItsPerson(const FollowUpClear& clear) {
  if (clear.of_practice || clear.date_of_law || clear.severity == Severity::kUrgent) return false;
  return clear.action != Action::kProhibit && !IsForTheClient(clear);
}

std::optional<Day> DueByRule(const FollowUpClear& clear, const Settings& settings) {
  if (!clear.due || clear.before_policy) return std::nullopt;
  return CountedDue(clear, settings);
}

std::optional<Day> DueOf(const FollowUp& follow_up, const Settings& settings) {
  const std::optional<Day> due = DueByRule(follow_up.clear, settings);
  if (!due || StandsAsItIs(follow_up.clear)) return due;
  if (!MayBeMoved(follow_up.clear)) return NextOpenDay(*due, settings);
  const std::optional<Day> moved = DueAfterAway(follow_up.clear.reported_on, *due, follow_up.away);
  if (!moved) return std::nullopt;
  return NextDayThere(NextOpenDay(*moved, settings), follow_up.away, settings);
}

FollowUpStatus StatusOf(const FollowUp& follow_up, const Settings& settings, Day today) {
  if (follow_up.clear.state == RuleState::kWithdrawn) return FollowUpStatus::kWithdrawn;
  if (follow_up.disposed) return FollowUpStatus::kDisposed;
  if (follow_up.clear.state == RuleState::kResolved) {
    return ResolvedLate(follow_up, settings) ? FollowUpStatus::kResolvedLate : FollowUpStatus::kResolved;
  }
  if (follow_up.waived_until && *follow_up.waived_until >= today) return FollowUpStatus::kWaived;
  return FollowUpStatus::kOpen;
}

bool PastDue(const FollowUp& follow_up, const Settings& settings, Day today) {
  if (StatusOf(follow_up, settings, today) != FollowUpStatus::kOpen) return false;
  const std::optional<Day> due = DueOf(follow_up, settings);
  return due && *due < today;
}

bool PausedOn(const FollowUp& follow_up, const Settings& settings, Day today) {
  if (StatusOf(follow_up, settings, today) != FollowUpStatus::kOpen || !MayBeMoved(follow_up.clear)) return false;
  return AwayOn(follow_up.away, today) != nullptr && !PastDue(follow_up, settings, today);
}

std::vector<AwayPeriod> AwayThatMoved(const FollowUp& follow_up) {
  const FollowUpClear& clear = follow_up.clear;
  if (!MayBeMoved(clear)) return {};
  return AwayBetween(clear.reported_on, *clear.due, follow_up.away);
}

}  // namespace candor::domain
