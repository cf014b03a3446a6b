#include "plugins/boundaries/open_steps.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "plugins/boundaries/rules.h"
#include "plugins/sdk/slot.h"

namespace candor::boundaries {
namespace {

// `followup` in the place of `open`.
void Join(const sdk::OpenFollowUp& open, sdk::Subject& subject, sdk::FollowUp followup) {
  followup.key = open.key;
  followup.severity = std::max(open.severity, followup.severity);
  if (open.due.has_value() && followup.due.has_value()) followup.due = std::min(*open.due, *followup.due);
  subject.Open(followup);
}

}  // namespace

std::optional<sdk::OpenFollowUp> StandsFor(const sdk::Event& event, const sdk::Subject& subject, uint16_t rule) {
  const std::vector<sdk::OpenFollowUp> all = subject.OpenOf(rule);  // oldest first
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const sdk::OpenFollowUp& open) {
    return sdk::IsOfTherapist(open, event) && (open.due.has_value() || !sdk::MakesDuty(event, subject, rule));
  });
  if (found == all.rend()) return std::nullopt;
  return *found;
}

sdk::Action ActionFor(uint16_t rule, uint32_t steps) {
  const bool consults = rule != kPersonalVirtual && (steps & kStepConsultation) != 0;
  return consults ? sdk::Action::kTalk : sdk::Action::kDocument;
}

void OpenOwn(const sdk::Event& event, sdk::Subject& subject, sdk::FollowUp followup) {
  followup.key = event.id();
  if (subject.OpenTotal(followup.rule) >= CANDOR_MAX_OPEN_SHOWN) {
    if (const auto open = StandsFor(event, subject, followup.rule)) {
      followup.facts.push_back(event.id());
      return Join(*open, subject, std::move(followup));
    }
  }
  subject.Open(followup);
}

sdk::Id OpenOrJoin(const sdk::Event& event, sdk::Subject& subject, sdk::FollowUp followup) {
  if (const auto open = StandsFor(event, subject, followup.rule)) {
    Join(*open, subject, std::move(followup));
    return open->key;
  }
  followup.key = event.id();
  subject.Open(followup);
  return event.id();
}

void TakeSteps(const sdk::Event& event, sdk::Subject& subject, uint16_t rule, uint32_t done, uint32_t asks) {
  for (const sdk::OpenFollowUp& open : subject.OpenOf(rule)) {
    if (!sdk::IsOfTherapist(open, event) || (open.missing_fields & asks) != 0) continue;
    const uint32_t left = open.missing_fields & ~done;
    if (left == open.missing_fields) continue;
    if (left == 0) {
      subject.Resolve(rule, open.key);
    } else {
      subject.Open({.rule = rule,
                    .key = open.key,
                    .severity = open.severity,
                    .action = ActionFor(rule, left),
                    .due = open.due,
                    .missing_fields = left,
                    .facts = {event.id()}});
    }
  }
}

bool MeetAll(const sdk::Event& event, sdk::Subject& subject, uint16_t rule) {
  bool met = false;
  for (const sdk::OpenFollowUp& open : subject.OpenOf(rule)) {
    if (!sdk::IsOfTherapist(open, event)) continue;
    subject.Resolve(rule, open.key);
    met = true;
  }
  return met;
}

}  // namespace candor::boundaries
