#include "plugins/boundaries/standing_plan.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "plugins/boundaries/conduct.h"
#include "plugins/boundaries/rules.h"
#include "plugins/sdk/written.h"

namespace candor::boundaries {
namespace {

static_assert(int{CANDOR_STANDING_PLAN_AREA_TOUCH} == int{CANDOR_CROSSING_AREA_TOUCH} &&
              int{CANDOR_STANDING_PLAN_AREA_FOOD_DRINK} == int{CANDOR_CROSSING_AREA_FOOD_DRINK} &&
              int{CANDOR_STANDING_PLAN_TOUCH_HUG} == int{CANDOR_CROSSING_TOUCH_HUG} &&
              int{CANDOR_STANDING_PLAN_TOUCH_OTHER} == int{CANDOR_CROSSING_TOUCH_OTHER});

std::span<Plan> Plans(State& state) {
  return {state.plans, std::min<size_t>(state.plan_count, State::kMaxPlans)};
}

uint16_t DayKept(int32_t day) {
  return sdk::DaysBetween(0, day);
}

uint8_t PlannedArea(const sdk::Event& entry) {
  const int64_t area = entry.Number(CANDOR_FIELD_STANDING_PLAN_AREA).value_or(0);
  const bool known = area >= CANDOR_STANDING_PLAN_AREA_TOUCH && area <= CANDOR_STANDING_PLAN_AREA_FOOD_DRINK;
  return known ? static_cast<uint8_t>(area) : 0;
}

constexpr uint8_t BitOf(int touch) {
  return static_cast<uint8_t>(1u << touch);
}
// What a plan for touch covers that names none.
constexpr uint8_t kOrdinaryTouches = BitOf(CANDOR_CROSSING_TOUCH_HUG) | BitOf(CANDOR_CROSSING_TOUCH_HANDSHAKE) |
                                     BitOf(CANDOR_CROSSING_TOUCH_SHOULDER) | BitOf(CANDOR_CROSSING_TOUCH_OTHER);

// One that was not recorded is any of the ordinary ones.
uint8_t TouchesOf(int64_t touch) {
  const bool known = touch >= CANDOR_CROSSING_TOUCH_HUG && touch <= CANDOR_CROSSING_TOUCH_OTHER;
  return known ? BitOf(static_cast<int>(touch)) : kOrdinaryTouches;
}

uint8_t PlannedTouches(const sdk::Event& entry) {
  return TouchesOf(entry.Number(CANDOR_FIELD_STANDING_PLAN_TOUCH).value_or(0));
}

bool CoversTouch(const Cover& cover, uint8_t touch) {
  const uint8_t touches = TouchesOf(touch);
  return touch != CANDOR_CROSSING_TOUCH_KISS && (cover.touches & touches) == touches;
}

bool Covers(const Cover& cover, uint8_t area, uint8_t touch, int32_t day) {
  return cover.area == area && day <= cover.until && (area != CANDOR_CROSSING_AREA_TOUCH || CoversTouch(cover, touch));
}

// A day that lies before the entry plans nothing.
std::optional<int32_t> PlannedReview(const sdk::Event& entry) {
  const std::optional<int32_t> day = entry.Day(CANDOR_FIELD_STANDING_PLAN_REVIEW_BY);
  return day.has_value() && *day >= entry.day() ? day : std::nullopt;
}

bool HasSecondReader(const sdk::Event& entry) {
  const std::optional<sdk::Id> member = entry.IdOf(CANDOR_FIELD_STANDING_PLAN_SECOND_READER);
  return (member.has_value() && *member != entry.therapist()) ||
         entry.Has(CANDOR_FIELD_STANDING_PLAN_OUTSIDE_SECOND_READER);
}

uint32_t MissingParts(const sdk::Event& entry) {
  uint32_t missing = 0;
  if (PlannedArea(entry) == 0) missing |= kMissingPlanArea;
  if (!entry.Has(CANDOR_FIELD_STANDING_PLAN_REASON)) missing |= kMissingPlanReason;
  if (!entry.IsYes(CANDOR_FIELD_STANDING_PLAN_CONSENT)) missing |= kMissingPlanConsent;
  if (!PlannedReview(entry).has_value()) missing |= kMissingPlanReview;
  if (!HasSecondReader(entry)) missing |= kMissingPlanReader;
  return missing;
}

// Without a day of its own it is looked at again as late as may be, and never later.
int32_t ReviewBy(const sdk::Event& entry, const sdk::Subject& subject) {
  const int32_t latest = entry.day() + subject.Days(kStandingPlan, kReviewWithin);
  return std::min(PlannedReview(entry).value_or(latest), latest);
}

// A day of review that was over when the plan was written down has gone by unasked: it is looked at as soon as what a
// plan lacks is added.
void Watch(const sdk::Event& entry, sdk::Subject& subject, int32_t review_by) {
  const bool asked_in_time = review_by >= entry.reported();
  subject.Open({.rule = kStandingPlan,
                .key = entry.id(),
                .severity = sdk::Severity::kLater,
                .action = sdk::Action::kDocument,
                .due = asked_in_time ? review_by : entry.reported() + subject.Days(kStandingPlan, kPlanRecordWithin)});
}

// Whoever is asked for it has done it, unless another plan goes on under the same follow-up: one look at several plans
// leaves one.
void Release(sdk::Subject& subject, State& state, const sdk::Id& key) {
  const std::span<Plan> plans = Plans(state);
  if (std::none_of(plans.begin(), plans.end(), [&](const Plan& plan) { return plan.key == key; })) {
    subject.Resolve(kStandingPlan, key);
  }
}

Plan* FindPlan(State& state, uint8_t area) {
  const std::span<Plan> plans = Plans(state);
  const auto found =
      std::find_if(plans.begin(), plans.end(), [&](const Plan& plan) { return plan.cover.area == area; });
  return found == plans.end() ? nullptr : &*found;
}

// The parts of a plan that are open to be added belong to this one, now that it is whole.
void MeetUnfinished(sdk::Subject& subject) {
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kStandingPlan)) {
    if (open.missing_fields != 0) subject.Resolve(kStandingPlan, open.key);
  }
}

// 0: all.
void Remove(State& state, uint8_t area) {
  const std::span<Plan> plans = Plans(state);
  const auto end = std::remove_if(plans.begin(), plans.end(),
                                  [&](const Plan& plan) { return area == 0 || plan.cover.area == area; });
  state.plan_count = static_cast<uint8_t>(end - plans.begin());
  std::fill(end, plans.end(), Plan{});
}

// What is agreed on later about the same area adds to it. The key that the plan had before; empty: there was none.
sdk::Id AddPlan(const sdk::Event& entry, State& state, int32_t review_by) {
  const uint8_t area = PlannedArea(entry);
  Plan* plan = FindPlan(state, area);
  if (plan == nullptr) {
    if (state.plan_count >= State::kMaxPlans) throw sdk::Failure("more plans on one case than this policy can hold");
    plan = &state.plans[state.plan_count++];
    plan->cover.area = area;
  }
  const sdk::Id earlier = plan->key;
  plan->key = entry.id();
  plan->cover.until = DayKept(review_by);
  plan->cover.touches = static_cast<uint8_t>(plan->cover.touches | PlannedTouches(entry));
  return earlier;
}

void Begin(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  if (entry.IsNo(CANDOR_FIELD_STANDING_PLAN_CONSENT)) return;  // there is no plan without the client
  const uint32_t missing = MissingParts(entry);
  if (missing != 0) {
    return subject.Open({.rule = kStandingPlan,
                         .key = entry.id(),
                         .severity = sdk::Severity::kLater,
                         .action = sdk::Action::kCompleteRecord,
                         .due = entry.reported() + subject.Days(kStandingPlan, kPlanRecordWithin),
                         .missing_fields = missing});
  }
  MeetUnfinished(subject);
  const int32_t review_by = ReviewBy(entry, subject);
  const sdk::Id earlier = AddPlan(entry, state, review_by);
  if (!earlier.empty()) Release(subject, state, earlier);
  Watch(entry, subject, review_by);
}

// An entry that names no area is about all of the case's plans.
bool IsAbout(const sdk::Event& entry, const Plan& plan) {
  const uint8_t area = PlannedArea(entry);
  return area == 0 || plan.cover.area == area;
}

bool IsAboutAny(const sdk::Event& entry, State& state) {
  const std::span<Plan> plans = Plans(state);
  return std::any_of(plans.begin(), plans.end(), [&](const Plan& plan) { return IsAbout(entry, plan); });
}

// Whether what `other` says follows from `one`: that as much was covered, and for as long.
bool SaysAsMuch(const Replanned& one, const Replanned& other) {
  return one.before.area == other.before.area && one.written >= other.written &&
         one.before.until >= other.before.until && (one.before.touches & other.before.touches) == other.before.touches;
}

// Where there is no room, in the place of what was written down first.
void Keep(const Replanned& noted, State& state) {
  Replanned* const end = std::end(state.replanned);
  if (std::any_of(state.replanned, end, [&](const Replanned& one) { return SaysAsMuch(one, noted); })) return;
  std::replace_if(
      state.replanned, end, [&](const Replanned& one) { return SaysAsMuch(noted, one); }, Replanned{});
  *std::min_element(state.replanned, end, [](const Replanned& a, const Replanned& b) {
    return std::pair(a.before.area != 0, a.written) < std::pair(b.before.area != 0, b.written);
  }) = noted;
}

// The plans that the entry is about may cover less from its day on.
void NoteReplanned(const sdk::Event& entry, State& state) {
  for (const Plan& plan : Plans(state)) {
    if (IsAbout(entry, plan)) Keep({.written = DayKept(entry.reported()), .before = plan.cover}, state);
  }
}

// What had ended or changed by an earlier entry would, without that, have gone on to what is agreed on now.
void ExtendReplanned(const sdk::Event& entry, const sdk::Subject& subject, State& state) {
  const uint8_t area = PlannedArea(entry);
  const uint16_t until = DayKept(ReviewBy(entry, subject));
  const bool says_touches = entry.Has(CANDOR_FIELD_STANDING_PLAN_TOUCH) || MissingParts(entry) == 0;
  const uint8_t touches = says_touches ? PlannedTouches(entry) : uint8_t{0};
  for (Replanned& one : state.replanned) {
    Cover& before = one.before;
    if (before.area == 0 || (area != 0 && before.area != area)) continue;
    before.until = std::max(before.until, until);
    before.touches = static_cast<uint8_t>(before.touches | touches);
  }
}

void LookAgain(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  const int32_t review_by = ReviewBy(entry, subject);
  const bool changed = entry.Is(CANDOR_FIELD_STANDING_PLAN_EVENT, CANDOR_STANDING_PLAN_EVENT_CHANGED);
  for (Plan& plan : Plans(state)) {
    if (!IsAbout(entry, plan)) continue;
    const sdk::Id earlier = plan.key;
    plan.key = entry.id();
    plan.cover.until = DayKept(review_by);
    if (changed && entry.Has(CANDOR_FIELD_STANDING_PLAN_TOUCH)) {
      plan.cover.touches = PlannedTouches(entry);
    }
    Release(subject, state, earlier);
  }
  Watch(entry, subject, review_by);
}

void End(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  std::vector<sdk::Id> ended;
  for (const Plan& plan : Plans(state)) {
    if (IsAbout(entry, plan)) ended.push_back(plan.key);
  }
  Remove(state, PlannedArea(entry));
  for (const sdk::Id& key : ended) Release(subject, state, key);
}

}  // namespace

bool Covers(const State& state, uint8_t area, uint8_t touch, int32_t day) {
  const std::span<const Plan> plans(state.plans, std::min<size_t>(state.plan_count, State::kMaxPlans));
  return std::any_of(plans.begin(), plans.end(),
                     [&](const Plan& plan) { return Covers(plan.cover, area, touch, day); });
}

bool IsCovered(const State& state, const sdk::Event& crossing) {
  return Covers(state, AreaOf(crossing), TouchOf(crossing), crossing.day());
}

int32_t UncoveredFrom(const State& state, const sdk::Event& crossing) {
  int32_t from = crossing.reported();
  for (const Replanned& one : state.replanned) {
    const bool covered = Covers(one.before, AreaOf(crossing), TouchOf(crossing), crossing.day());
    if (covered) from = std::max<int32_t>(from, one.written);
  }
  return from;
}

void TakeStandingPlan(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  const int64_t event = entry.Number(CANDOR_FIELD_STANDING_PLAN_EVENT).value_or(CANDOR_STANDING_PLAN_EVENT_BEGUN);
  const bool again = event == CANDOR_STANDING_PLAN_EVENT_REVIEWED || event == CANDOR_STANDING_PLAN_EVENT_CHANGED;
  const bool withdrawn = entry.IsNo(CANDOR_FIELD_STANDING_PLAN_CONSENT);
  const bool ends = event == CANDOR_STANDING_PLAN_EVENT_ENDED || (again && withdrawn);
  if (!ends && (again || MissingParts(entry) == 0)) ExtendReplanned(entry, subject, state);
  NoteReplanned(entry, state);
  if (ends) {
    End(entry, subject, state);
  } else if (again && IsAboutAny(entry, state)) {
    LookAgain(entry, subject, state);
  } else {
    Begin(entry, subject, state);
  }
}

void EndPlans(const sdk::Event& termination, sdk::Subject& subject, State& state) {
  NoteReplanned(termination, state);
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kStandingPlan)) subject.Resolve(kStandingPlan, open.key);
  Remove(state, 0);
}

}  // namespace candor::boundaries
