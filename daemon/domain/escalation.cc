#include "daemon/domain/escalation.h"

#include <algorithm>

#include "daemon/base/status.h"
#include "daemon/domain/rule_mode.h"

namespace candor::domain {

absl::StatusOr<Day> KnownSince(const View& view, const FollowUp& follow_up, const Settings& settings, Day today) {
  if (!follow_up.sealed || follow_up.sealed->opened_by.empty()) return follow_up.clear.reported_on;
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  CANDOR_ASSIGN_OR_RETURN(const RecordedEntry opening, view.GetEntry(follow_up.sealed->opened_by));
  const Day on_record = DayAt(opening.recorded_at, zone);
  const absl::StatusOr<Activation> activation = view.GetActivation();
  if (absl::IsNotFound(activation.status())) return on_record;
  CANDOR_RETURN_IF_ERROR(activation.status());
  const RuleSetting* const setting = SettingOn(activation->settings, follow_up.sealed->rule, today);
  return setting != nullptr && setting->retroactive ? std::max(on_record, setting->set_on) : on_record;
}

std::vector<EscalationStep> EscalationOf(const FollowUp& follow_up, const Settings& settings, Day known_since,
                                         Day today) {
  const FollowUpClear& clear = follow_up.clear;
  const bool stands = clear.key_class == KeyClass::kPersonal && clear.folded_under.empty() && !clear.undone;
  if (!stands || !follow_up.sealed) return {};
  if (StatusOf(follow_up, settings, today) != FollowUpStatus::kOpen) return {};
  const std::optional<Day> due = DueOf(follow_up, settings);
  if (!due) return {};
  std::vector<EscalationStep> steps;
  const int64_t between = settings.access.escalate_after_days;
  Day told_on = std::max(*due + between, known_since + kAnnouncedDays);
  for (const EscalationTo to : {EscalationTo::kSupervisor, EscalationTo::kDirector}) {
    steps.push_back({to, told_on, told_on - kAnnouncedDays});
    told_on += between;
  }
  return steps;
}

bool IsToldTo(EscalationTo to, const FollowUp& follow_up, const Settings& settings, Day known_since, Day today) {
  const std::vector<EscalationStep> steps = EscalationOf(follow_up, settings, known_since, today);
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
