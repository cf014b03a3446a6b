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

}  // namespace

std::optional<Day> DueOf(const FollowUp& follow_up, const Settings& settings) {
  if (!follow_up.clear.due || follow_up.clear.before_policy) return std::nullopt;
  if (follow_up.clear.action == Action::kProhibit) return follow_up.clear.due;
  return NextOpenDay(*follow_up.clear.due, settings);
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

}  // namespace candor::domain
