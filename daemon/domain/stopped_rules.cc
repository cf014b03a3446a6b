#include "daemon/domain/stopped_rules.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/domain/decision_rights.h"

namespace candor::domain {
namespace {

constexpr size_t kOpenAtOnce = 256;

bool MayNotBeHidden(const StoppedRules& stopped, const FollowUp& each, const Settings& settings, Day today) {
  if (!each.sealed || each.clear.undone || !stopped.all.contains(each.sealed->rule)) return false;
  const FollowUpStatus status = StatusOf(each, settings, today);
  if (stopped.never_waived.contains(each.sealed->rule)) {
    return status == FollowUpStatus::kOpen || status == FollowUpStatus::kWaived;
  }
  // What two people have let wait may go with its rule.
  return each.clear.severity == Severity::kUrgent && status == FollowUpStatus::kOpen;
}

}  // namespace

StoppedRules StoppedOf(const std::vector<Rule>& rules) {
  StoppedRules stopped;
  for (const Rule& rule : rules) {
    const bool never_waived = IsNeverWaived(rule.catalogue_id, rule.action);
    stopped.all.insert(rule.slug);
    if (never_waived) stopped.never_waived.insert(rule.slug);
    stopped.only_today = stopped.only_today || never_waived || rule.severity == Severity::kUrgent;
  }
  return stopped;
}

absl::StatusOr<std::optional<FollowUp>> HiddenBy(const StoppedRules& stopped, const View& view,
                                                 const Settings& settings, Day today) {
  if (stopped.all.empty()) return std::optional<FollowUp>();
  FollowUp last;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<FollowUp> batch,
                            view.ListOpenFollowUps(last.clear.subject, last.clear.id, kOpenAtOnce));
    for (const FollowUp& each : batch) {
      if (MayNotBeHidden(stopped, each, settings, today)) return std::optional<FollowUp>(each);
    }
    if (batch.size() < kOpenAtOnce) return std::optional<FollowUp>();
    last = batch.back();
  }
}

std::string WhyNotStopped(const FollowUp& open) {
  const std::string rule = absl::StrCat(open.sealed->catalogue_id, " (", open.sealed->rule, ")");
  if (IsNeverWaived(open) || open.clear.severity != Severity::kUrgent) {
    return absl::StrCat(rule,
                        " has called for something that is open and does not wait; it is closed first, by a "
                        "disposition with a reason: `candor followup list`");
  }
  return absl::StrCat(rule,
                      " has called for something that is open and urgent; it is closed first, by what clears it or by "
                      "a disposition with a reason: `candor followup list`");
}

}  // namespace candor::domain
