#include "plugins/practice_duties/peer_review_report.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>

#include "plugins/practice_duties/matters.h"
#include "plugins/practice_duties/rules.h"
#include "plugins/sdk/calendar.h"

namespace candor::practice_duties {
namespace {

bool Binds(const sdk::Subject& subject) {
  return subject.Flag(kPeerReviewReport, kReportDuty) && subject.Flag(kPeerReviewReport, kPeerReviewBody);
}

void Add(State& state, const Restriction& restriction) {
  if (state.restriction_count == State::kMaxRestrictions) {
    std::move(state.restrictions + 1, state.restrictions + State::kMaxRestrictions, state.restrictions);
    --state.restriction_count;
  }
  state.restrictions[state.restriction_count++] = restriction;
}

// Days of restricted work in the window that ends with the newest restriction; overlapping ones count once.
int64_t DaysRestricted(const State& state, int64_t window) {
  const std::span<const Restriction> all(state.restrictions, state.restriction_count);
  int64_t last = INT64_MIN;
  for (const Restriction& one : all) last = std::max<int64_t>(last, one.until);
  int64_t days = 0;
  for (int64_t day = last - window + 1; day <= last; ++day) {
    const bool restricted = std::any_of(all.begin(), all.end(),
                                        [&](const Restriction& one) { return one.from <= day && day <= one.until; });
    if (restricted) ++days;
  }
  return days;
}

// Whether the work has been restricted for as long as the law asks. One without an end is one that lasts.
bool IsLong(const sdk::Event& action, const sdk::Subject& subject, State& state) {
  constexpr int64_t kLongestWindow = 3660;
  const int64_t window =
      std::clamp<int64_t>(subject.Parameter(kPeerReviewReport, kRestrictionWindow), 1, kLongestWindow);
  const int32_t from = action.Day(CANDOR_FIELD_CONCERN_ACTION_FROM).value_or(action.day());
  const auto until = action.Day(CANDOR_FIELD_CONCERN_ACTION_UNTIL);
  if (until && *until < from) return false;
  Add(state, {from, until.value_or(sdk::DaysAfter(from, window - 1))});
  return DaysRestricted(state, window) >= subject.Parameter(kPeerReviewReport, kRestrictionDays);
}

void OpenReport(const sdk::Event& entry, sdk::Subject& subject, State& state, int32_t final_on) {
  const int32_t from = std::max(final_on, entry.day());
  OpenMatter(
      entry, subject, state,
      {.rule = kPeerReviewReport,
       .severity = sdk::Severity::kImportant,
       .action = sdk::Action::kDocument,
       .due = sdk::DaysAfter(from, subject.Days(kPeerReviewReport, kReportWithin)),
       .missing_fields = kMissingAgency | kMissingReference | (state.hearing_offered != 0 ? 0 : kMissingHearing)},
      from);
}

// A number for the concern, which takes less room than its id.
uint64_t NumberFor(const sdk::Id& concern) {
  return sdk::TimerToken(concern, 0);
}

void TakeRaised(const sdk::Event& concern, State& state) {
  uint64_t* const free = std::find(std::begin(state.unclosed), std::end(state.unclosed), uint64_t{0});
  if (free == std::end(state.unclosed)) {
    state.more_unclosed = 1;
  } else {
    *free = NumberFor(concern.id());
  }
}

// Of what is investigated no notice says which concern it is about: it is over with the last of them.
void TakeClosed(const sdk::Event& concern, State& state) {
  if (const std::optional<sdk::Id> named = concern.IdOf(CANDOR_HOST_MATTER)) {
    std::replace(std::begin(state.unclosed), std::end(state.unclosed), NumberFor(*named), uint64_t{0});
  }
  const bool none_left =
      std::all_of(std::begin(state.unclosed), std::end(state.unclosed), [](uint64_t number) { return number == 0; });
  if (!none_left || state.more_unclosed != 0) return;
  state.investigated = 0;
  state.hearing_offered = 0;
}

void TakeAction(const sdk::Event& concern, sdk::Subject& subject, State& state) {
  if (OpensConcern(concern)) return TakeRaised(concern, state);
  if (concern.Is(CANDOR_FIELD_CONCERN_EVENT, CANDOR_CONCERN_EVENT_CLOSED)) return TakeClosed(concern, state);
  if (!concern.Is(CANDOR_FIELD_CONCERN_EVENT, CANDOR_CONCERN_EVENT_ACTED)) return;
  const int64_t action = concern.Number(CANDOR_FIELD_CONCERN_ACTION).value_or(0);
  const bool restricts = action == CANDOR_CONCERN_ACTION_RESTRICTION || action == CANDOR_CONCERN_ACTION_SUSPENSION;
  const bool reported = action == CANDOR_CONCERN_ACTION_ENDED || (restricts && IsLong(concern, subject, state));
  if (!reported || !Binds(subject)) return;
  OpenReport(concern, subject, state, concern.Day(CANDOR_FIELD_CONCERN_ACTION_FINAL_ON).value_or(concern.reported()));
}

void TakeDeparture(const sdk::Event& departure, sdk::Subject& subject, State& state) {
  const bool counts = departure.Is(CANDOR_FIELD_DEPARTURE_REASON, CANDOR_DEPARTURE_REASON_RESIGNATION) ||
                      departure.Is(CANDOR_FIELD_DEPARTURE_REASON, CANDOR_DEPARTURE_REASON_ENDED_BY_PRACTICE);
  if (counts && state.investigated != 0 && Binds(subject)) OpenReport(departure, subject, state, departure.reported());
}

void TakeNotice(const sdk::Event& notice, sdk::Subject& subject, State& state) {
  const bool told = notice.Is(CANDOR_FIELD_NOTICE_GIVEN_EVENT, CANDOR_NOTICE_GIVEN_EVENT_GIVEN) &&
                    notice.Is(CANDOR_FIELD_NOTICE_GIVEN_TO, CANDOR_NOTICE_GIVEN_TO_PERSON_CONCERNED);
  if (!told) return;
  if (notice.Is(CANDOR_FIELD_NOTICE_GIVEN_ABOUT, CANDOR_NOTICE_GIVEN_ABOUT_INVESTIGATION)) state.investigated = 1;
  if (!notice.Is(CANDOR_FIELD_NOTICE_GIVEN_ABOUT, CANDOR_NOTICE_GIVEN_ABOUT_HEARING)) return;
  state.hearing_offered = 1;
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kPeerReviewReport)) {
    if ((open.missing_fields & kMissingHearing) == 0) continue;
    subject.Open({.rule = kPeerReviewReport,
                  .key = open.key,
                  .severity = open.severity,
                  .action = sdk::Action::kDocument,
                  .due = open.due,
                  .missing_fields = open.missing_fields & ~kMissingHearing,
                  .facts = {notice.id()}});
  }
}

}  // namespace

void TakeForPeerReview(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  switch (entry.kind()) {
    case CANDOR_KIND_CONCERN:
      return TakeAction(entry, subject, state);
    case CANDOR_KIND_DEPARTURE:
      return TakeDeparture(entry, subject, state);
    case CANDOR_KIND_NOTICE_GIVEN:
      return TakeNotice(entry, subject, state);
    case CANDOR_KIND_REPORT_FILED:
      if (entry.Is(CANDOR_FIELD_REPORT_FILED_ABOUT, CANDOR_REPORT_FILED_ABOUT_PEER_REVIEW)) {
        TakeReport(entry, subject, state, kPeerReviewReport);
      }
      return;
    default:
      return;
  }
}

}  // namespace candor::practice_duties
