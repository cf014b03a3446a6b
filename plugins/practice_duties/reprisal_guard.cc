#include "plugins/practice_duties/reprisal_guard.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "plugins/practice_duties/matters.h"
#include "plugins/practice_duties/rules.h"

namespace candor::practice_duties {
namespace {

// From which day on a measure of the practice limits or ends the member's work; nullopt: the entry is none.
std::optional<int32_t> TakesEffectOn(const sdk::Event& entry) {
  if (entry.kind() == CANDOR_KIND_DEPARTURE) {
    if (!entry.Is(CANDOR_FIELD_DEPARTURE_REASON, CANDOR_DEPARTURE_REASON_ENDED_BY_PRACTICE)) return std::nullopt;
    return entry.Day(CANDOR_FIELD_DEPARTURE_LAST_DAY).value_or(entry.day());
  }
  const int64_t action = entry.Number(CANDOR_FIELD_CONCERN_ACTION).value_or(0);
  const bool limits = action == CANDOR_CONCERN_ACTION_RESTRICTION || action == CANDOR_CONCERN_ACTION_SUSPENSION ||
                      action == CANDOR_CONCERN_ACTION_ENDED;
  if (!limits || !entry.Is(CANDOR_FIELD_CONCERN_EVENT, CANDOR_CONCERN_EVENT_ACTED)) return std::nullopt;
  return entry.Day(CANDOR_FIELD_CONCERN_ACTION_FROM).value_or(entry.day());
}

bool IsReview(const sdk::Event& entry) {
  return entry.kind() == CANDOR_KIND_CONCERN && entry.source() != CANDOR_SOURCE_SELF &&
         entry.Is(CANDOR_FIELD_CONCERN_EVENT, CANDOR_CONCERN_EVENT_REVIEWED) &&
         entry.Has(CANDOR_FIELD_CONCERN_RATIONALE);
}

}  // namespace

void TakeForReprisal(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  if (entry.kind() != CANDOR_KIND_CONCERN && entry.kind() != CANDOR_KIND_DEPARTURE) return;
  if (IsReview(entry)) {
    for (const sdk::OpenFollowUp& open : subject.OpenOf(kReprisalGuard)) MeetMatter(subject, state, open);
    return;
  }
  const std::optional<int32_t> effect = TakesEffectOn(entry);
  const std::optional<int32_t> report = entry.Day(CANDOR_HOST_LAST_OWN_REPORT);
  if (!effect || !report) return;
  // By when it was written down: an earlier date that it was given makes it no earlier.
  if (int64_t{entry.reported()} - *report > subject.Parameter(kReprisalGuard, kReportWindow)) return;
  const int32_t first = std::max(entry.day(), entry.reported());
  const int32_t review_by = first + subject.Days(kReprisalGuard, kReviewWithin);
  const int32_t due = std::max(first, std::min(review_by, *effect - 1));
  OpenMatter(entry, subject, state,
             {.rule = kReprisalGuard, .severity = sdk::Severity::kSoon, .action = sdk::Action::kDocument, .due = due},
             first);
  WatchDue(subject, kReprisalGuard, entry.id(), due);
}

}  // namespace candor::practice_duties
