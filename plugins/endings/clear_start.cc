#include "plugins/endings/clear_start.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "plugins/endings/rules.h"

namespace candor::endings {
namespace {

// In the order of the rule's asked fields.
constexpr uint16_t kTicks[] = {
    CANDOR_FIELD_INTAKE_TOLD_WHAT_THERAPY_IS,          CANDOR_FIELD_INTAKE_TOLD_CONTACT_BETWEEN_SESSIONS,
    CANDOR_FIELD_INTAKE_TOLD_GIFTS_TOUCH_SOCIAL_MEDIA, CANDOR_FIELD_INTAKE_TOLD_HOW_IT_ENDS,
    CANDOR_FIELD_INTAKE_TOLD_HOW_TO_COMPLAIN,          CANDOR_FIELD_INTAKE_ASKED_KNOWN_OTHERWISE,
    CANDOR_FIELD_INTAKE_ASKED_EARLIER_THERAPIST};
static_assert((1u << std::size(kTicks)) - 1 == kAllTicks);

uint32_t TickedBy(const sdk::Event& event) {
  if (event.kind() == CANDOR_KIND_DISCUSSION) {
    return event.Is(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_CLEAR_START) ? kAllTicks : 0;
  }
  uint32_t ticked = 0;
  for (size_t i = 0; i < std::size(kTicks); ++i) {
    if (event.IsYes(kTicks[i])) ticked |= 1u << i;
  }
  return ticked;
}

void Say(sdk::Subject& subject, const Start& state) {
  subject.Open({.rule = kClearStart,
                .key = state.key,
                .severity = sdk::Severity::kLater,
                .action = sdk::Action::kCompleteRecord,
                .due = state.due,
                .missing_fields = state.missing});
}

void TakeTicks(const sdk::Event& event, sdk::Subject& subject, Start& state) {
  const uint32_t before = state.missing;
  state.missing &= ~TickedBy(event);
  if (state.key.empty() || state.missing == before) return;
  if (state.missing == 0) {
    subject.Resolve(kClearStart, state.key);
    state.key = sdk::Id{};
  } else {
    Say(subject, state);
  }
}

// Only the session that makes the number asks: a therapy that is long under way is not gone over again. It is known to
// be that one from the day on which the last of them was written down.
void TakeSession(const sdk::Event& session, sdk::Subject& subject, Start& state) {
  if (state.known == 0 || state.sessions == UINT32_MAX) return;
  ++state.sessions;
  state.written = std::max(state.written, session.reported());
  if (state.sessions != subject.Parameter(kClearStart, kSessions) || state.missing == 0) return;
  state.key = session.id();
  state.due = state.written + subject.Days(kClearStart, kTickWithin);
  Say(subject, state);
}

}  // namespace

void TakeForStart(const sdk::Event& event, sdk::Subject& subject, Start& state, bool returns) {
  if (returns) state = Start{};  // what the earlier time left open stays open
  switch (event.kind()) {
    case CANDOR_KIND_INTAKE:
      if (state.known == 0) state.missing = kAllTicks;
      state.known = 1;
      state.written = std::max(state.written, event.reported());
      return TakeTicks(event, subject, state);
    case CANDOR_KIND_DISCUSSION:
      return TakeTicks(event, subject, state);
    case CANDOR_KIND_SESSION:
      return TakeSession(event, subject, state);
    default:
      return;
  }
}

}  // namespace candor::endings
