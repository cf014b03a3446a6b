#include "plugins/boundaries/gift_significant.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/pattern.h"
#include "plugins/boundaries/rules.h"
#include "plugins/sdk/slot.h"
#include "plugins/sdk/written.h"

namespace candor::boundaries {
namespace {

constexpr int64_t kMinorUnits = 100;
constexpr Pattern kRepeatedGifts{kGiftSignificant, "repeat", kMarkGift, kRepeatWindow, AreMany<kRepeat>};

int YearOf(int32_t day) {
  return static_cast<int>(std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(day))).year());
}

bool IsWorth(int64_t minor_units, int64_t value) {
  return minor_units / kMinorUnits >= value;
}

// What the client has given in the same year and currency and was not yet noted, the last one included.
std::vector<Act*> OfTheYear(State& state, const Act& last) {
  std::vector<Act*> gifts = AllOf(state, last.part(), kMarkGift);
  std::erase_if(
      gifts, [&](const Act* gift) { return gift->currency != last.currency || YearOf(gift->day) != YearOf(last.day); });
  return gifts;
}

int64_t WorthOf(const std::vector<Act*>& gifts, bool certain) {
  int64_t worth = 0;
  for (const Act* gift : gifts) {
    if (!certain || gift->IsCertain(kCertainDone)) worth += gift->value;
  }
  return worth;
}

// From when on it was known; nullopt: it is not so.
struct Judged {
  std::optional<int32_t> by_value;
  std::optional<int32_t> repeated;

  bool IsEither() const { return by_value || repeated; }
  // REQUIRES: IsEither().
  int32_t known() const { return std::min(by_value.value_or(INT32_MAX), repeated.value_or(INT32_MAX)); }
};

std::optional<int32_t> KnownAsWorth(const std::vector<Act*>& gifts, bool certain, int64_t value) {
  const auto is_worth = [&](const std::vector<Act*>& some) { return IsWorth(WorthOf(some, certain), value); };
  if (gifts.empty() || !is_worth(gifts)) return std::nullopt;
  return sdk::KnownFrom(gifts, is_worth);
}

// `certain`: only what is certain to have been done counts.
Judged Judge(const Act& act, const sdk::Subject& subject, State& state, bool certain) {
  if (certain && !act.IsCertain(kCertainDone)) return {};
  if (act.area == CANDOR_CROSSING_AREA_GIFT_OUT) {
    if (!IsWorth(act.value, subject.Parameter(kGiftSignificant, kGivenValue))) return {};
    return {act.written(), std::nullopt};
  }
  return {KnownAsWorth(OfTheYear(state, act), certain, subject.Parameter(kGiftSignificant, kReceivedValue)),
          KnownAs(kRepeatedGifts, act, subject, state, certain)};
}

uint32_t StepsOf(const sdk::Event& gift) {
  uint32_t steps = kStepConsultation;
  if (!gift.Has(CANDOR_FIELD_CROSSING_MEANING)) steps |= kMissingMeaning;
  if (!gift.Has(CANDOR_FIELD_CROSSING_MOTIVE)) steps |= kMissingMotive;
  const bool received = AreaOf(gift) == CANDOR_CROSSING_AREA_GIFT_IN;
  if (received && !gift.Has(CANDOR_FIELD_CROSSING_GIFT_DECISION)) steps |= kMissingGiftDecision;
  return steps;
}

// Once: where one is open already, a second gift of unknown value asks nothing more.
void AskForValue(const sdk::Event& gift, sdk::Subject& subject, const Act& act) {
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kGiftSignificant)) {
    if (sdk::IsOfTherapist(open, gift) && (open.missing_fields & kMissingValue) != 0) return;
  }
  subject.Open({.rule = kGiftSignificant,
                .key = gift.id(),
                .severity = sdk::Severity::kLater,
                .action = sdk::Action::kCompleteRecord,
                .due = act.written() + subject.Days(kGiftSignificant, kGiftRecordWithin),
                .missing_fields = kMissingValue});
}

}  // namespace

void ReadValue(const sdk::Event& crossing, Act& act) {
  const int64_t value = crossing.Number(CANDOR_FIELD_CROSSING_VALUE_MINOR_UNITS).value_or(0);
  act.value = static_cast<uint32_t>(std::clamp<int64_t>(value, 0, std::numeric_limits<uint32_t>::max()));
  const std::string_view currency = crossing.Text(CANDOR_FIELD_CROSSING_CURRENCY_CODE).value_or("");
  if (currency.size() == act.currency.size()) std::copy(currency.begin(), currency.end(), act.currency.begin());
}

std::optional<int32_t> TakeGift(const sdk::Event& gift, sdk::Subject& subject, State& state, Act& act, bool covered) {
  const Judged judged = Judge(act, subject, state, false);
  if (!judged.IsEither()) {
    if (!covered && !gift.Number(CANDOR_FIELD_CROSSING_VALUE_MINOR_UNITS).has_value()) AskForValue(gift, subject, act);
    return std::nullopt;
  }
  const bool sure = Judge(act, subject, state, true).IsEither();
  std::vector<Act*> earlier;
  if (act.area == CANDOR_CROSSING_AREA_GIFT_IN) earlier = AllOf(state, act.part(), kMarkGift);
  const uint32_t steps = StepsOf(gift);
  OpenOwn(gift, subject,
          {.rule = kGiftSignificant,
           .severity = sure ? sdk::Severity::kSoon : sdk::Severity::kLater,
           .action = ActionFor(kGiftSignificant, steps),
           .due = std::max(gift.reported(), judged.known()) + subject.Days(kGiftSignificant, kGiftConsultWithin),
           .missing_fields = steps,
           .facts = FactsOf(earlier, gift.id())});
  Unmark(earlier, kMarkGift);
  return judged.by_value;
}

}  // namespace candor::boundaries
