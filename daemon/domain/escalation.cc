#include "daemon/domain/escalation.h"

#include <algorithm>

namespace candor::domain {

std::vector<EscalationStep> EscalationOf(const FollowUp& follow_up, const Settings& settings, Day today) {
  const FollowUpClear& clear = follow_up.clear;
  const bool stands = clear.key_class == KeyClass::kPersonal && clear.folded_under.empty() && !clear.undone;
  if (!stands || !follow_up.sealed) return {};
  if (StatusOf(follow_up, settings, today) != FollowUpStatus::kOpen) return {};
  const std::optional<Day> due = DueOf(follow_up, settings);
  if (!due) return {};
  std::vector<EscalationStep> steps;
  Day told_on = *due;
  for (const EscalationTo to : {EscalationTo::kSupervisor, EscalationTo::kDirector}) {
    told_on += settings.access.escalate_after_days;
    steps.push_back({to, told_on, told_on - kAnnouncedDays});
  }
  return steps;
}

bool IsToldTo(EscalationTo to, const FollowUp& follow_up, const Settings& settings, Day today) {
  const std::vector<EscalationStep> steps = EscalationOf(follow_up, settings, today);
  return std::any_of(steps.begin(), steps.end(),
                     [&](const EscalationStep& step) { return step.to == to && today >= step.told_on; });
}

std::optional<EscalationStep> NearStep(const std::vector<EscalationStep>& steps, Day today) {
  const auto near = std::find_if(steps.begin(), steps.end(), [today](const EscalationStep& step) {
    return today >= step.announced_on && today < step.told_on;
  });
  if (near == steps.end()) return std::nullopt;
  return *near;
}

}  // namespace candor::domain
