#include "daemon/domain/case_follow_ups.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "daemon/base/bytes.h"
#include "daemon/base/civil.h"

namespace candor::domain {
namespace {

// A waiver that lasts longer than the date gives it the waiver's last day.
std::optional<int32_t> ToldDue(const FollowUp& follow_up, const Settings& settings) {
  std::optional<Day> due = DueOf(follow_up, settings);
  if (!due) return std::nullopt;
  if (follow_up.waived_until) due = std::max(*due, *follow_up.waived_until);
  return DayNumber(*due);
}

PolicyEvent ChangeOn(const FollowUp& follow_up, FollowUpChange::What what, Day day, const Settings& settings) {
  const FollowUpClear& clear = follow_up.clear;
  PolicyEvent event;
  event.id = follow_up.sealed->opened_by;
  event.occurred = DayNumber(day);
  event.reported = DayNumber(clear.reported_on);
  event.therapist = clear.therapist;
  event.opens_duties = !clear.before_policy;
  event.place = {event.occurred, Place::kTimer, static_cast<int32_t>(what),
                 ReadBigEndian<uint64_t>(AsText(clear.id.bytes())), clear.id.bytes()};
  FollowUpChange& change = event.follow_up.emplace();
  change.what = what;
  change.follow_up = clear.id;
  change.situation = clear.situation;
  change.severity = clear.severity;
  change.due = ToldDue(follow_up, settings);
  change.catalogue_id = follow_up.sealed->catalogue_id;
  return event;
}

struct EndOfFollowUp {
  Day day;
  Finding finding = Finding::kNone;
};

// The last disposition in force says when; the last that has found something, what.
std::optional<EndOfFollowUp> EndByDisposition(const std::vector<Decision>& decisions, const absl::TimeZone& zone) {
  std::optional<EndOfFollowUp> ending;
  for (const Decision& decision : decisions) {
    if (decision.kind != DecisionKind::kDispose || decision.state != DecisionState::kInForce) continue;
    const Finding before = ending ? ending->finding : Finding::kNone;
    ending = EndOfFollowUp{DayAt(decision.recorded_at, zone),
                           decision.finding == Finding::kNone ? before : decision.finding};
  }
  return ending;
}

}  // namespace

bool IsToldToMemberRules(const FollowUp& follow_up) {
  const FollowUpClear& clear = follow_up.clear;
  const bool stands = clear.state != RuleState::kWithdrawn && !clear.undone && !clear.shadow && !clear.missing_field;
  const bool open_to_them = clear.key_class == KeyClass::kGeneral && !clear.restricted && !clear.of_practice;
  const bool readable = !follow_up.erased && follow_up.sealed.has_value();
  return stands && open_to_them && readable && clear.subject.kind == SubjectKind::kCase;
}

std::vector<PolicyEvent> ChangesOf(const FollowUp& follow_up, const std::vector<Decision>& decisions,
                                   const Settings& settings, const absl::TimeZone& zone) {
  const FollowUpClear& clear = follow_up.clear;
  std::vector<PolicyEvent> changes = {ChangeOn(follow_up, FollowUpChange::What::kOpened, clear.opened_on, settings)};
  std::optional<EndOfFollowUp> ending = follow_up.disposed ? EndByDisposition(decisions, zone) : std::nullopt;
  if (!ending && clear.state == RuleState::kResolved && clear.resolved_on) ending = EndOfFollowUp{*clear.resolved_on};
  if (!ending) return changes;
  // Decided or met before what opened it had happened, by what was written down later.
  const Day day = std::max(ending->day, clear.opened_on);
  PolicyEvent ended = ChangeOn(follow_up, FollowUpChange::What::kEnded, day, settings);
  ended.follow_up->finding = ending->finding;
  changes.push_back(std::move(ended));
  return changes;
}

}  // namespace candor::domain
