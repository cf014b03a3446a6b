#include "plugins/practice_duties/reprisal_guard.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "plugins/practice_duties/matters.h"
#include "plugins/practice_duties/rules.h"

namespace candor::practice_duties {
namespace {

// What limits or ends the member's work, or may: where that hangs on what was not recorded.
struct Measure {
  int32_t effect = 0;    // from which day on
  uint32_t missing = 0;  // what would tell whether it is one; 0: it is
};

std::optional<Measure> MeasureOf(const sdk::Event& entry) {
  if (entry.kind() == CANDOR_KIND_DEPARTURE) {
    constexpr uint16_t kReason = CANDOR_FIELD_DEPARTURE_REASON;
    if (!IsOrNotRecorded(entry, kReason, CANDOR_DEPARTURE_REASON_ENDED_BY_PRACTICE)) return std::nullopt;
    return Measure{entry.Day(CANDOR_FIELD_DEPARTURE_LAST_DAY).value_or(entry.day()),
                   entry.Has(kReason) ? 0u : kMissingDepartureReason};
  }
  const bool event_known = entry.Has(CANDOR_FIELD_CONCERN_EVENT);
  const std::optional<int64_t> action = entry.Number(CANDOR_FIELD_CONCERN_ACTION);
  // Of a concern that says neither, nothing tells that anything was done.
  if (!event_known && !action) return std::nullopt;
  const bool limits = !action || *action == CANDOR_CONCERN_ACTION_RESTRICTION ||
                      *action == CANDOR_CONCERN_ACTION_SUSPENSION || *action == CANDOR_CONCERN_ACTION_ENDED;
  if (!limits || !IsOrNotRecorded(entry, CANDOR_FIELD_CONCERN_EVENT, CANDOR_CONCERN_EVENT_ACTED)) return std::nullopt;
  return Measure{entry.Day(CANDOR_FIELD_CONCERN_ACTION_FROM).value_or(entry.day()),
                 (event_known ? 0u : kMissingMeasureEvent) | (action ? 0u : kMissingMeasureAction)};
}

bool IsReview(const sdk::Event& entry) {
  return entry.kind() == CANDOR_KIND_CONCERN && entry.source() != CANDOR_SOURCE_SELF &&
         entry.Is(CANDOR_FIELD_CONCERN_EVENT, CANDOR_CONCERN_EVENT_REVIEWED) &&
         entry.Has(CANDOR_FIELD_CONCERN_RATIONALE);
}

// Of somebody else than who ordered the measure, and neither the member nor whom the member supervises or has reported.
// Where nobody knows who ordered it, no review is known to be.
bool IsIndependent(const sdk::Event& review, const Matter& measure) {
  const std::optional<sdk::Id> reviewer = review.IdOf(CANDOR_HOST_AUTHOR);
  return reviewer && !measure.author.empty() && *reviewer != measure.author &&
         review.Is(CANDOR_HOST_AUTHOR_RELATION, CANDOR_RELATION_INDEPENDENT);
}

void TakeReview(const sdk::Event& review, sdk::Subject& subject, State& state) {
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kReprisalGuard)) {
    const Matter measure = MatterOf(state, open);
    // What is asked for only says whether there is anything to review.
    const bool meets = open.missing_fields == 0 && IsAbout(measure, AboutOf(review, CANDOR_FIELD_CONCERN_ABOUT)) &&
                       WasThere(review, measure) && IsIndependent(review, measure);
    if (meets) MeetMatter(subject, state, open);
  }
}

void AskForMeasure(const sdk::Event& entry, sdk::Subject& subject, State& state, uint32_t missing) {
  OpenMatter(entry, subject, state,
             {.rule = kReprisalGuard,
              .severity = sdk::Severity::kLater,
              .action = sdk::Action::kCompleteRecord,
              .due = entry.reported() + subject.Days(kReprisalGuard, kMeasureRecordWithin),
              .missing_fields = missing},
             entry.reported());
}

}  // namespace

void TakeForReprisal(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  if (entry.kind() != CANDOR_KIND_CONCERN && entry.kind() != CANDOR_KIND_DEPARTURE) return;
  if (IsReview(entry)) return TakeReview(entry, subject, state);
  const std::optional<Measure> measure = MeasureOf(entry);
  const std::optional<int32_t> report = entry.Day(CANDOR_HOST_LAST_OWN_REPORT);
  if (!measure || !report) return;
  // By when it was written down: an earlier date that it was given makes it no earlier.
  if (int64_t{entry.reported()} - *report > subject.Parameter(kReprisalGuard, kReportWindow)) return;
  if (measure->missing != 0) return AskForMeasure(entry, subject, state, measure->missing);
  const int32_t first = std::max(entry.day(), entry.reported());
  const int32_t review_by = first + subject.Days(kReprisalGuard, kReviewWithin);
  const int32_t due = std::max(first, std::min(review_by, measure->effect - 1));
  const bool concern = entry.kind() == CANDOR_KIND_CONCERN;
  OpenMatter(entry, subject, state,
             {.rule = kReprisalGuard, .severity = sdk::Severity::kSoon, .action = sdk::Action::kDocument, .due = due},
             first, concern ? AboutOf(entry, CANDOR_FIELD_CONCERN_ABOUT) : uint8_t{0});
  WatchDue(subject, kReprisalGuard, entry.id(), due);
}

}  // namespace candor::practice_duties
