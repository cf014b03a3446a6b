#include "plugins/boundaries/personal_virtual.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/conduct.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/rules.h"
#include "plugins/sdk/written.h"

namespace candor::boundaries {
namespace {

// From when on they are known to be many by what any profile says; nullopt: they are not. `certain`: only what is
// certain to have been done counts.
std::optional<int32_t> KnownAsMany(const Act& last, const sdk::Subject& subject, State& state, bool certain) {
  std::optional<int32_t> known;
  for (const sdk::Candidate& values : subject.Candidates(kPersonalVirtual, "messages")) {
    std::vector<Act*> sent = Within(state, last.part(), kMarkMessage, last.day, values.Parameter(kMessagesWindow));
    if (certain) std::erase_if(sent, [](const Act* act) { return !act->IsCertain(kCertainDone); });
    const size_t wanted = Wanted(values.Parameter(kMessages));
    if (sent.size() < wanted) continue;
    const int32_t by_this = sdk::KnownFrom(sent, [&](const std::vector<Act*>& some) { return some.size() >= wanted; });
    known = std::min(known.value_or(by_this), by_this);
  }
  return known;
}

// `known`: from when on there was ground for it.
void OpenFor(const sdk::Event& crossing, sdk::Subject& subject, bool certain, uint32_t steps, int32_t known,
             std::vector<sdk::Id> facts) {
  OpenOwn(crossing, subject,
          {.rule = kPersonalVirtual,
           .severity = certain ? sdk::Severity::kSoon : sdk::Severity::kLater,
           .action = ActionFor(kPersonalVirtual, steps),
           .due = std::max(crossing.reported(), known) + subject.Days(kPersonalVirtual, kVirtualClarifyWithin),
           .missing_fields = steps,
           .facts = std::move(facts)});
}

}  // namespace

void TakeVirtualContact(const sdk::Event& crossing, sdk::Subject& subject, State& state, const Act& act) {
  if (act.area == CANDOR_CROSSING_AREA_SOCIAL_MEDIA) {
    return OpenFor(crossing, subject, act.IsCertain(kCertainDone), kStepLinkRemoved | kStepTalk, crossing.reported(),
                   {});
  }
  if ((act.marks & kMarkMessage) == 0) return;
  const std::optional<int32_t> known = KnownAsMany(act, subject, state, false);
  if (!known) return;
  const bool certain = KnownAsMany(act, subject, state, true).has_value();
  const std::vector<Act*> sent = AllOf(state, act.part(), kMarkMessage);
  OpenFor(crossing, subject, certain, kStepTalk, *known, FactsOf(sent, crossing.id()));
  Unmark(sent, kMarkMessage);
}

void TakeTalkForVirtual(const sdk::Event& talk, sdk::Subject& subject) {
  uint32_t done = 0;
  if (IsTalkWithClient(talk)) done |= kStepTalk;
  if (talk.IsYes(CANDOR_FIELD_DISCUSSION_LINK_REMOVED)) done |= kStepLinkRemoved;
  TakeSteps(talk, subject, kPersonalVirtual, done);
}

}  // namespace candor::boundaries
