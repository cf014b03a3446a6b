#include "plugins/boundaries/personal_virtual.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/conduct.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/rules.h"

namespace candor::boundaries {
namespace {

// By what any profile says. `certain`: only what is certain to have been done counts.
bool AreManyMessages(const Act& last, const sdk::Subject& subject, State& state, bool certain) {
  for (const sdk::Candidate& values : subject.Candidates(kPersonalVirtual, "messages")) {
    const std::vector<Act*> sent = Within(state, last.part, kMarkMessage, last.day, values.Parameter(kMessagesWindow));
    const auto counted = std::count_if(sent.begin(), sent.end(),
                                       [&](const Act* act) { return !certain || (act->certain & kCertainDone) != 0; });
    if (static_cast<size_t>(counted) >= Wanted(values.Parameter(kMessages))) return true;
  }
  return false;
}

void OpenFor(const sdk::Event& crossing, sdk::Subject& subject, bool certain, uint32_t steps,
             std::vector<sdk::Id> facts) {
  OpenOwn(crossing, subject,
          {.rule = kPersonalVirtual,
           .severity = certain ? sdk::Severity::kSoon : sdk::Severity::kLater,
           .action = ActionFor(kPersonalVirtual, steps),
           .due = crossing.reported() + subject.Days(kPersonalVirtual, kVirtualClarifyWithin),
           .missing_fields = steps,
           .facts = std::move(facts)});
}

}  // namespace

void TakeVirtualContact(const sdk::Event& crossing, sdk::Subject& subject, State& state, const Act& act) {
  if (act.area == CANDOR_CROSSING_AREA_SOCIAL_MEDIA) {
    return OpenFor(crossing, subject, (act.certain & kCertainDone) != 0, kStepLinkRemoved | kStepTalk, {});
  }
  if ((act.marks & kMarkMessage) == 0 || !AreManyMessages(act, subject, state, false)) return;
  const bool certain = AreManyMessages(act, subject, state, true);
  const std::vector<Act*> sent = AllOf(state, act.part, kMarkMessage);
  OpenFor(crossing, subject, certain, kStepTalk, FactsOf(sent, crossing.id()));
  Unmark(sent, kMarkMessage);
}

void TakeTalkForVirtual(const sdk::Event& talk, sdk::Subject& subject) {
  uint32_t done = 0;
  if (IsTalkWithClient(talk)) done |= kStepTalk;
  if (talk.IsYes(CANDOR_FIELD_DISCUSSION_LINK_REMOVED)) done |= kStepLinkRemoved;
  TakeSteps(talk, subject, kPersonalVirtual, done);
}

}  // namespace candor::boundaries
