#include "plugins/dual_relationships/client_initiated_request.h"

#include "plugins/dual_relationships/relationship.h"
#include "plugins/dual_relationships/rules.h"

namespace candor::dual_relationships {
namespace {

// What the client asks for, as a word of the entry's choice; 0: nothing of the kind. What is sold and what is attended
// say so by their area too; a touch that a client asks for is spoken of in the session.
uint8_t RequestOf(const sdk::Event& crossing) {
  if (crossing.kind() != CANDOR_KIND_CROSSING || !IsKnown(crossing)) return 0;
  if (crossing.Is(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_TOUCH)) return 0;
  const int64_t named = crossing.Number(CANDOR_FIELD_CROSSING_REQUEST).value_or(0);
  if (named >= CANDOR_CROSSING_REQUEST_BEQUEST && named <= CANDOR_CROSSING_REQUEST_OTHER) {
    return static_cast<uint8_t>(named);
  }
  if (crossing.Is(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_PURCHASE)) return CANDOR_CROSSING_REQUEST_BUY_WORK;
  if (crossing.Is(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_CEREMONY)) {
    return CANDOR_CROSSING_REQUEST_ATTEND_EVENT;
  }
  return 0;
}

bool IsTheClients(const sdk::Event& crossing) {
  return !crossing.Has(CANDOR_FIELD_CROSSING_INITIATOR) ||
         crossing.Is(CANDOR_FIELD_CROSSING_INITIATOR, CANDOR_CROSSING_INITIATOR_CLIENT) ||
         crossing.Is(CANDOR_FIELD_CROSSING_INITIATOR, CANDOR_CROSSING_INITIATOR_MUTUAL);
}

bool IsTalkWithClient(const sdk::Event& entry) {
  if (entry.kind() != CANDOR_KIND_DISCUSSION) return false;
  switch (entry.Number(CANDOR_FIELD_DISCUSSION_TOPIC).value_or(0)) {
    case CANDOR_DISCUSSION_TOPIC_BOUNDARY:
    case CANDOR_DISCUSSION_TOPIC_GIFT:
    case CANDOR_DISCUSSION_TOPIC_OTHER:
      return true;
    default:
      return false;
  }
}

bool IsStillAsked(const sdk::Event& crossing) {
  return crossing.stage() == CANDOR_STAGE_ASKED || crossing.stage() == CANDOR_STAGE_PROPOSED;
}

}  // namespace

void NoteTalkedThrough(const Matter& matter, State& state) {
  if (matter.rule == kUnusualRequest) {
    state.talked_through = static_cast<uint8_t>(state.talked_through | 1u << matter.about.request);
  }
}

void JudgeRequest(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  const About about = {.request = RequestOf(entry)};
  if (about.request == 0 || !IsTheClients(entry) || !entry.IsYes(CANDOR_HOST_CURRENT_CLIENT)) return;
  const bool named = entry.Has(CANDOR_FIELD_CROSSING_REQUEST);
  const bool acted_at_once = entry.stage() == CANDOR_STAGE_DONE && named;
  if (!IsStillAsked(entry) && !acted_at_once) return;
  const auto bit = static_cast<uint8_t>(1u << about.request);
  if (acted_at_once && ((state.talked_through & bit) != 0 || FindMatter(entry, subject, state, kUnusualRequest, about)))
    return;
  state.talked_through = static_cast<uint8_t>(state.talked_through & ~bit);
  OpenMatter(entry, subject, state,
             {.rule = kUnusualRequest,
              .about = about,
              .severity = acted_at_once ? sdk::Severity::kSoon : sdk::Severity::kLater,
              .due = entry.reported() + subject.Days(kUnusualRequest, kTalkWithin),
              .left = request::kDiscussed | request::kTalk});
}

Progress TakeRequest(const sdk::Event& entry, const Reading& reading, Matter& matter) {
  if (entry.therapist() != matter.therapist) return Progress::kOpen;
  if (reading.consultation) Clear(matter, entry, request::kTalk);
  if (IsTalkWithClient(entry)) Clear(matter, entry, request::kDiscussed);
  const uint8_t asked = RequestOf(entry);
  if (asked != 0 && IsOf(matter, entry, {.request = asked})) {
    if (entry.stage() == CANDOR_STAGE_DECLINED) Clear(matter, entry, request::kTalk);  // nobody will act on it
    if (entry.stage() == CANDOR_STAGE_DONE) {
      matter.severity = CANDOR_SEVERITY_SOON;  // acted on before it was talked through
      matter.facts.Add(entry.id());
    }
  }
  return matter.left == 0 ? Progress::kMet : Progress::kOpen;
}

}  // namespace candor::dual_relationships
