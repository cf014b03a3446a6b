#include "plugins/working/therapist_support.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

#include "plugins/sdk/calendar.h"
#include "plugins/working/rules.h"

namespace candor::working {
namespace {

// Tells one id from another; two that are alike by chance would be counted as one.
uint64_t MarkOf(const std::optional<sdk::Id>& id) {
  return id.has_value() && !id->empty() ? sdk::TimerToken(*id, 2) : 0;
}

std::string_view RuleOf(const sdk::Event& change) {
  return change.Text(CANDOR_HOST_FOLLOW_UP_RULE).value_or(std::string_view());
}

bool IsAnyOf(std::string_view rule, const std::vector<std::string_view>& rules) {
  return std::find(rules.begin(), rules.end(), rule) != rules.end();
}

// What is only looked at and weighed counts for nothing here.
bool IsOnlyWeighed(std::string_view rule) {
  return IsAnyOf(rule, {"R20", "R30", "R31", "R32"});
}

bool MayBeMatter(std::string_view rule) {
  return IsAnyOf(rule, {"R10", "R11", "R12", "R13", "R14", "R15", "R16", "R17", "R18", "R19", "R22", "R33", "R34"});
}

// Takes the element out, with zeros behind the last.
template <class T, class Condition>
void RemoveIf(T* list, uint8_t& count, Condition condition) {
  T* const end = list + count;
  T* const kept = std::remove_if(list, end, condition);
  std::fill(kept, end, T{});
  count = static_cast<uint8_t>(kept - list);
}

template <class T, size_t kMost>
bool Append(T (&list)[kMost], uint8_t& count, const T& one) {
  if (count == kMost) return false;
  list[count++] = one;
  return true;
}

// Offered once; told again with more weight, or with what was added to it.
void Offer(const sdk::Event& event, sdk::Subject& subject, Support& support, const sdk::Id& key,
           sdk::Severity severity) {
  if (support.slot.Takes(event, subject, kTherapistSupport)) {
    support.slot.Take(key);
    support.due =
        sdk::DaysAfter(std::max(event.day(), event.reported()), subject.Days(kTherapistSupport, kOfferWithin));
  }
  std::vector<sdk::Id> facts;
  for (const LeftLong& one : support.left) facts.push_back(one.entry);
  facts.push_back(support.matter);
  const std::optional<sdk::OpenFollowUp> open = subject.FindOpen(kTherapistSupport, support.slot.key);
  subject.Open({.rule = kTherapistSupport,
                .key = support.slot.key,
                .severity = open ? std::max(severity, open->severity) : severity,
                .action = sdk::Action::kTalk,
                .due = support.due,
                .facts = facts});
}

bool IsWithin(const sdk::Event& event, const sdk::Subject& subject, int32_t day) {
  return int64_t{event.day()} - day < subject.Days(kTherapistSupport, kWithin);
}

// A pattern of crossings that is there after a matter was found to be so.
void JudgePattern(const sdk::Event& change, sdk::Subject& subject, Support& support) {
  const bool found = !support.matter.empty() && IsWithin(change, subject, support.matter_day);
  if (found && support.pattern_count > 0) {
    Offer(change, subject, support, support.matter, sdk::Severity::kImportant);
  }
}

void TakeOpened(const sdk::Event& opened, sdk::Subject& subject, Support& support) {
  const uint64_t mark = MarkOf(opened.IdOf(CANDOR_HOST_FOLLOW_UP_ID));
  const std::string_view rule = RuleOf(opened);
  if (rule == "R23") {
    Append(support.patterns, support.pattern_count, mark);
    JudgePattern(opened, subject, support);
  }
  const std::optional<int32_t> due = opened.Day(CANDOR_HOST_FOLLOW_UP_DUE);
  const bool weighs = opened.Number(CANDOR_HOST_FOLLOW_UP_SEVERITY).value_or(0) >= CANDOR_SEVERITY_IMPORTANT;
  if (!due.has_value() || !weighs || IsOnlyWeighed(rule)) return;
  const uint64_t situation = MarkOf(opened.IdOf(CANDOR_HOST_FOLLOW_UP_SITUATION));
  // More than these are open only where others were left long enough already.
  if (!Append(support.pending, support.pending_count, {mark, situation == 0 ? mark : situation})) return;
  // A date that was over when it was first asked for, such as a law's, was left from then on.
  const int32_t asked = std::max(*due, opened.reported());
  const int32_t left_on = sdk::DaysAfter(asked, subject.Days(kTherapistSupport, kLeftAfter));
  if (left_on != sdk::kNever) subject.SetTimer(kTherapistSupport, left_on, mark);
}

void TakeEnded(const sdk::Event& ended, sdk::Subject& subject, Support& support) {
  const uint64_t mark = MarkOf(ended.IdOf(CANDOR_HOST_FOLLOW_UP_ID));
  RemoveIf(support.pending, support.pending_count, [&](const Pending& one) { return one.follow_up == mark; });
  RemoveIf(support.patterns, support.pattern_count, [&](uint64_t one) { return one == mark; });
  subject.CancelTimer(kTherapistSupport, mark);
  const bool found = ended.Is(CANDOR_HOST_FOLLOW_UP_FINDING, CANDOR_FINDING_SUBSTANTIATED);
  if (!found || !MayBeMatter(RuleOf(ended))) return;
  support.matter = ended.id();
  support.matter_day = ended.day();
  JudgePattern(ended, subject, support);
}

}  // namespace

void TakeChange(const sdk::Event& change, sdk::Subject& subject, Support& support) {
  if (change.Is(CANDOR_HOST_FOLLOW_UP_CHANGE, CANDOR_FOLLOW_UP_OPENED)) {
    TakeOpened(change, subject, support);
  } else if (change.Is(CANDOR_HOST_FOLLOW_UP_CHANGE, CANDOR_FOLLOW_UP_ENDED)) {
    TakeEnded(change, subject, support);
  }
}

void CountLeft(const sdk::Event& timer, sdk::Subject& subject, Support& support) {
  const Pending* const end = support.pending + support.pending_count;
  const Pending* const found = std::find_if(static_cast<const Pending*>(support.pending), end,
                                            [&](const Pending& one) { return one.follow_up == timer.timer_token(); });
  if (found == end) return;
  const uint64_t situation = found->situation;
  RemoveIf(support.pending, support.pending_count,
           [&](const Pending& one) { return one.follow_up == timer.timer_token(); });
  RemoveIf(support.left, support.left_count, [&](const LeftLong& one) { return !IsWithin(timer, subject, one.day); });
  const bool known = std::any_of(std::begin(support.left), std::end(support.left),
                                 [&](const LeftLong& one) { return one.situation == situation; });
  if (known) return;
  if (support.left_count == Support::kMaxLeft) {
    std::move(support.left + 1, std::end(support.left), support.left);
    --support.left_count;
  }
  support.left[support.left_count++] = {timer.id(), situation, timer.day(), 0};
  const int64_t asked = std::clamp<int64_t>(subject.Parameter(kTherapistSupport, kSituations), 1, Support::kMaxLeft);
  if (support.left_count >= asked) Offer(timer, subject, support, support.left[0].entry, sdk::Severity::kSoon);
}

void TakeStepForSupport(const sdk::Event& entry, sdk::Subject& subject, Support& support) {
  if (support.slot.empty()) return;
  const bool plan = entry.kind() == CANDOR_KIND_CONTINUE_PLAN && entry.Has(CANDOR_FIELD_CONTINUE_PLAN_REVIEW_BY);
  const bool reason = entry.kind() == CANDOR_KIND_DECISION && entry.Has(CANDOR_FIELD_DECISION_RATIONALE);
  if (!plan && !reason) return;
  support.slot.Resolve(subject, kTherapistSupport);
  // What was talked over is not counted again; what is still open is.
  RemoveIf(support.left, support.left_count, [](const LeftLong&) { return true; });
  support.due = 0;
  support.matter = sdk::Id{};
  support.matter_day = 0;
}

}  // namespace candor::working
