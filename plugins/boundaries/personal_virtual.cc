#include "plugins/boundaries/personal_virtual.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/conduct.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/pattern.h"
#include "plugins/boundaries/rules.h"

namespace candor::boundaries {
namespace {

constexpr Pattern kManyMessages{kPersonalVirtual, "messages", kMarkMessage, kMessagesWindow, AreMany<kMessages>};

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
  const std::optional<int32_t> known = KnownAs(kManyMessages, act, subject, state, false);
  if (!known) return;
  const bool certain = KnownAs(kManyMessages, act, subject, state, true).has_value();
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
