#include "plugins/endings/forced_ending.h"

#include <algorithm>
#include <optional>

#include "plugins/endings/rules.h"
#include "plugins/sdk/entries.h"

namespace candor::endings {
namespace {

enum class Ordered : uint8_t { kNo, kYes, kUnknown };

// A third party that ended it and did not say who orders may be any.
Ordered IsOrdered(const sdk::Event& termination) {
  switch (termination.Number(CANDOR_FIELD_TERMINATION_ORDERED_BY).value_or(0)) {
    case CANDOR_TERMINATION_ORDERED_BY_COURT:
    case CANDOR_TERMINATION_ORDERED_BY_PAYER:
    case CANDOR_TERMINATION_ORDERED_BY_AGENCY:
      return Ordered::kYes;
    case CANDOR_TERMINATION_ORDERED_BY_PRACTICE:
      return Ordered::kNo;
    default:
      break;
  }
  if (!termination.Is(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_THIRD_PARTY)) {
    return Ordered::kNo;
  }
  const bool payer = termination.Is(CANDOR_FIELD_TERMINATION_REASON, CANDOR_TERMINATION_REASON_PAYER);
  return payer ? Ordered::kYes : Ordered::kUnknown;
}

// Somebody else was sought for the client, who may not have wished it.
bool IsAttempt(const sdk::Event& event) {
  if (event.kind() == CANDOR_KIND_REFERRAL || sdk::BeginsTransfer(event)) return true;
  switch (event.Number(CANDOR_FIELD_CLIENT_DECLINED_WHAT).value_or(0)) {
    case CANDOR_CLIENT_DECLINED_WHAT_TRANSFER:
    case CANDOR_CLIENT_DECLINED_WHAT_REFERRAL:
    case CANDOR_CLIENT_DECLINED_WHAT_OTHER_THERAPIST:
    case CANDOR_CLIENT_DECLINED_WHAT_CONTACT:
      return true;
    default:
      return false;
  }
}

// Whoever orders was spoken to, or it is noted why not.
bool IsAdvocacy(const sdk::Event& event) {
  return event.kind() == CANDOR_KIND_NOTICE_GIVEN &&
         (!event.Has(CANDOR_FIELD_NOTICE_GIVEN_ABOUT) ||
          event.Is(CANDOR_FIELD_NOTICE_GIVEN_ABOUT, CANDOR_NOTICE_GIVEN_ABOUT_ENDING));
}

void Say(sdk::Subject& subject, const Forced& state) {
  const bool asks = (state.left & kMissingOrderedBy) != 0;
  subject.Open({.rule = kForcedEnding,
                .key = state.slot.key,
                .severity = asks ? sdk::Severity::kLater : sdk::Severity::kSoon,
                .action = asks ? sdk::Action::kCompleteRecord : sdk::Action::kSoftTransfer,
                .due = state.due,
                .missing_fields = state.left,
                .facts = state.facts.All()});
}

void OpenFor(const sdk::Event& termination, sdk::Subject& subject, Forced& state, int32_t due, uint32_t left) {
  if (!state.slot.Takes(termination, subject, kForcedEnding)) return;
  state.slot.Take(termination.id());
  state.facts = {};
  state.due = due;
  state.left = left;
  Say(subject, state);
}

// What was tried since the order came counts before the ending too; the duty runs from the day it came.
void TakeTermination(const sdk::Event& termination, sdk::Subject& subject, Forced& state) {
  const Ordered ordered = IsOrdered(termination);
  if (ordered == Ordered::kNo) return;
  if (ordered == Ordered::kUnknown) {
    const int32_t due = termination.reported() + subject.Days(kForcedEnding, kOrderRecordWithin);
    return OpenFor(termination, subject, state, due, kMissingOrderedBy);
  }
  const std::optional<int32_t> received = termination.Day(CANDOR_FIELD_TERMINATION_ORDER_RECEIVED_ON);
  const int32_t since =
      received.value_or(termination.Day(CANDOR_FIELD_TERMINATION_PROPOSED_ON).value_or(termination.day()));
  uint32_t left = 0;
  if (state.attempted == CANDOR_NO_DAY || state.attempted < since) left |= kMissingAttempt;
  if (state.advocated == CANDOR_NO_DAY || state.advocated < since) left |= kMissingAdvocacy;
  if (left == 0) return;
  const int32_t due = std::min(received.value_or(termination.reported()), termination.reported()) +
                      subject.Days(kForcedEnding, kAttemptWithin);
  OpenFor(termination, subject, state, std::max(due, termination.day()), left);
}

}  // namespace

void TakeForForcedEnding(const sdk::Event& event, sdk::Subject& subject, Forced& state) {
  if (event.kind() == CANDOR_KIND_TERMINATION) return TakeTermination(event, subject, state);
  const bool attempt = IsAttempt(event);
  const bool advocacy = IsAdvocacy(event);
  if (attempt) state.attempted = event.day();
  if (advocacy) state.advocated = event.day();
  if (state.slot.empty() || (!attempt && !advocacy)) return;
  state.left &= ~((attempt ? kMissingAttempt : 0) | (advocacy ? kMissingAdvocacy : 0));
  state.facts.Add(event.id());
  Say(subject, state);
  if (state.left == 0) state.slot.Resolve(subject, kForcedEnding);
}

}  // namespace candor::endings
