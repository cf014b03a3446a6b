#include "plugins/boundaries/conduct.h"

#include "plugins/boundaries/state.h"
#include "plugins/sdk/conduct.h"

namespace candor::boundaries {
namespace {

bool IsOrdinarySelfDisclosure(const sdk::Event& crossing) {
  // What kind it was has to be on record for it to count: most of what therapists tell of themselves is ordinary.
  return AreaOf(crossing) == CANDOR_CROSSING_AREA_SELF_DISCLOSURE &&
         !crossing.Is(CANDOR_FIELD_CROSSING_DISCLOSURE, CANDOR_CROSSING_DISCLOSURE_OWN_INTIMATE_PROBLEMS) &&
         !crossing.Is(CANDOR_FIELD_CROSSING_DISCLOSURE, CANDOR_CROSSING_DISCLOSURE_FRAMES_RELATION);
}

bool Accumulates(const sdk::Event& crossing, bool covered) {
  const uint8_t area = AreaOf(crossing);
  if (covered || area == CANDOR_CROSSING_AREA_TIME_OVERRUN || area == CANDOR_CROSSING_AREA_MESSAGE_LOGISTIC)
    return false;
  return !IsOrdinarySelfDisclosure(crossing);
}

// A gift is one where its value says so, which the rule about gifts knows.
bool IsSignOfSpecialTreatment(const sdk::Event& crossing, bool covered) {
  if (covered) return false;
  switch (AreaOf(crossing)) {
    case CANDOR_CROSSING_AREA_TIME_SLOT:
    case CANDOR_CROSSING_AREA_MESSAGE_LOGISTIC:
    case CANDOR_CROSSING_AREA_MESSAGE_PERSONAL:
      return crossing.IsYes(CANDOR_FIELD_CROSSING_OFF_HOURS);
    case CANDOR_CROSSING_AREA_SELF_DISCLOSURE:
      return crossing.Is(CANDOR_FIELD_CROSSING_DISCLOSURE, CANDOR_CROSSING_DISCLOSURE_OWN_INTIMATE_PROBLEMS);
    case CANDOR_CROSSING_AREA_TIME_OVERRUN:
    case CANDOR_CROSSING_AREA_FEE:
    case CANDOR_CROSSING_AREA_PLACE:
    case CANDOR_CROSSING_AREA_FOOD_DRINK:
    case CANDOR_CROSSING_AREA_SECRECY:
    case CANDOR_CROSSING_AREA_RELIANCE:
      return true;
    default:
      return false;
  }
}

// As above of gifts.
bool IsTelling(const sdk::Event& crossing, bool covered) {
  switch (AreaOf(crossing)) {
    case CANDOR_CROSSING_AREA_PLACE:
      return !covered && !crossing.IsYes(CANDOR_FIELD_CROSSING_DOCUMENTED_BEFORE);
    case CANDOR_CROSSING_AREA_TOUCH:
    case CANDOR_CROSSING_AREA_MESSAGE_PERSONAL:
    case CANDOR_CROSSING_AREA_DISCLOSURE_OF_FEELINGS:
    case CANDOR_CROSSING_AREA_SECRECY:
    case CANDOR_CROSSING_AREA_RELIANCE:
      return true;
    default:
      return false;
  }
}

}  // namespace

Done DoneOf(const sdk::Event& event) {
  if (sdk::IsHearsay(event)) return Done::kNo;
  if (!event.IsYes(CANDOR_HOST_CURRENT_CLIENT)) return Done::kNo;
  if (event.stage() == 0) return Done::kNotRecorded;
  return event.stage() == CANDOR_STAGE_DONE ? Done::kYes : Done::kNo;
}

sdk::Severity AtMost(Done done, sdk::Severity severity) {
  return done == Done::kYes ? severity : sdk::Severity::kLater;
}

uint8_t AreaOf(const sdk::Event& crossing) {
  const int64_t area = crossing.Number(CANDOR_FIELD_CROSSING_AREA).value_or(0);
  const bool known = area >= CANDOR_CROSSING_AREA_TOUCH && area <= CANDOR_CROSSING_AREA_FOOD_DRINK;
  return known ? static_cast<uint8_t>(area) : 0;
}

uint8_t TouchOf(const sdk::Event& crossing) {
  const int64_t touch = crossing.Number(CANDOR_FIELD_CROSSING_TOUCH).value_or(0);
  const bool known = touch >= CANDOR_CROSSING_TOUCH_HUG && touch <= CANDOR_CROSSING_TOUCH_OTHER;
  return known ? static_cast<uint8_t>(touch) : 0;
}

bool IsGiftKept(const sdk::Event& crossing) {
  return !crossing.Is(CANDOR_FIELD_CROSSING_GIFT_DECISION, CANDOR_CROSSING_GIFT_DECISION_DECLINED) &&
         !crossing.Is(CANDOR_FIELD_CROSSING_GIFT_DECISION, CANDOR_CROSSING_GIFT_DECISION_RETURNED);
}

bool IsTalkWithClient(const sdk::Event& event) {
  return event.kind() == CANDOR_KIND_CLARIFIED ||
         (event.kind() == CANDOR_KIND_DISCUSSION &&
          event.Is(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_BOUNDARY));
}

uint8_t MarksOf(const sdk::Event& crossing, bool covered) {
  const uint8_t area = AreaOf(crossing);
  if (area == CANDOR_CROSSING_AREA_GIFT_IN && !IsGiftKept(crossing)) return 0;
  uint8_t marks = 0;
  if (Accumulates(crossing, covered)) marks |= kMarkCounted;
  if (IsSignOfSpecialTreatment(crossing, covered)) marks |= kMarkSign;
  if (IsTelling(crossing, covered)) marks |= kMarkTelling;
  if (area == CANDOR_CROSSING_AREA_GIFT_IN) marks |= kMarkGift;
  if (area == CANDOR_CROSSING_AREA_MESSAGE_PERSONAL && !covered) marks |= kMarkMessage;
  if (area == CANDOR_CROSSING_AREA_SELF_DISCLOSURE &&
      crossing.Is(CANDOR_FIELD_CROSSING_DISCLOSURE, CANDOR_CROSSING_DISCLOSURE_OWN_INTIMATE_PROBLEMS)) {
    marks |= kMarkProblems;
  }
  return marks;
}

bool IsCertainlyTelling(const sdk::Event& crossing) {
  return AreaOf(crossing) != CANDOR_CROSSING_AREA_PLACE || crossing.IsNo(CANDOR_FIELD_CROSSING_DOCUMENTED_BEFORE);
}

}  // namespace candor::boundaries
