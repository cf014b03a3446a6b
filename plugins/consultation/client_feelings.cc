#include "plugins/consultation/client_feelings.h"

#include <algorithm>
#include <optional>

#include "plugins/consultation/rules.h"
#include "plugins/sdk/entries.h"

namespace candor::consultation {
namespace {

// What became of it when it was talked about with the client; the words of both kinds of entry share their numbers.
enum class Outcome : uint8_t { kNone = 0, kResolved = 1, kOngoing = 2, kNotRedirected = 3 };
static_assert(int{CANDOR_CLIENT_FEELINGS_OUTCOME_RESOLVED} == int{CANDOR_DISCUSSION_OUTCOME_RESOLVED} &&
              int{CANDOR_CLIENT_FEELINGS_OUTCOME_ONGOING} == int{CANDOR_DISCUSSION_OUTCOME_ONGOING} &&
              int{CANDOR_CLIENT_FEELINGS_OUTCOME_NOT_REDIRECTED} == int{CANDOR_DISCUSSION_OUTCOME_NOT_REDIRECTED});

Outcome OutcomeOf(const sdk::Event& event) {
  const uint16_t field = event.kind() == CANDOR_KIND_DISCUSSION ? uint16_t{CANDOR_FIELD_DISCUSSION_OUTCOME}
                                                                : uint16_t{CANDOR_FIELD_CLIENT_FEELINGS_OUTCOME};
  const int64_t number = event.Number(field).value_or(0);
  return number >= 1 && number <= 3 ? static_cast<Outcome>(number) : Outcome::kNone;
}

bool IsTold(const sdk::Event& event) {
  return event.kind() == CANDOR_KIND_CLIENT_FEELINGS &&
         event.Is(CANDOR_FIELD_CLIENT_FEELINGS_EVENT, CANDOR_CLIENT_FEELINGS_EVENT_TOLD);
}

bool IsDiscussion(const sdk::Event& event) {
  if (event.kind() == CANDOR_KIND_DISCUSSION) {
    return event.Is(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_CLIENT_FEELINGS);
  }
  return event.kind() == CANDOR_KIND_CLIENT_FEELINGS &&
         event.Is(CANDOR_FIELD_CLIENT_FEELINGS_EVENT, CANDOR_CLIENT_FEELINGS_EVENT_DISCUSSED);
}

bool UnresolvedForLong(const sdk::Subject& subject, const Feelings& feelings) {
  return feelings.sessions >= subject.Parameter(kClientFeelings, kUnresolvedAfter);
}

void Say(sdk::Subject& subject, const Feelings& feelings) {
  const sdk::Action action = feelings.not_redirected != 0           ? sdk::Action::kRefer
                             : UnresolvedForLong(subject, feelings) ? sdk::Action::kTalk
                                                                    : sdk::Action::kDocument;
  subject.Open({.rule = kClientFeelings,
                .key = feelings.slot.key,
                .action = action,
                .due = feelings.due,
                .facts = feelings.facts.All()});
}

void Meet(sdk::Subject& subject, Feelings& feelings) {
  feelings.slot.Resolve(subject, kClientFeelings);
  feelings = Feelings{};
}

void TakeDiscussed(const sdk::Event& event, sdk::Subject& subject, Feelings& feelings) {
  const Outcome outcome = OutcomeOf(event);
  if (outcome == Outcome::kResolved) return Meet(subject, feelings);
  feelings.discussed = 1;
  if (outcome == Outcome::kNotRedirected) feelings.not_redirected = 1;
  feelings.facts.Add(event.id());
  Say(subject, feelings);
}

void OpenFor(const sdk::Event& told, sdk::Subject& subject, Feelings& feelings) {
  const Outcome outcome = OutcomeOf(told);
  sdk::Slot slot = feelings.slot;
  feelings = Feelings{};
  slot.Take(told.id());
  feelings.slot = slot;
  feelings.told_day = told.day();
  feelings.told_reported = told.reported();
  feelings.due = told.reported() + subject.Days(kClientFeelings, kDiscussWithin);
  feelings.discussed = outcome == Outcome::kNone ? 0 : 1;
  feelings.not_redirected = outcome == Outcome::kNotRedirected ? 1 : 0;
  Say(subject, feelings);
}

// The next session is the day to talk about it, once it is known: the first after the day it was told that does not lie
// before the day it was written down. Once it was discussed the date stands.
void TakeSession(const sdk::Event& session, sdk::Subject& subject, Feelings& feelings) {
  const bool was_long = UnresolvedForLong(subject, feelings);
  if (feelings.sessions < UINT16_MAX) ++feelings.sessions;
  bool changed = !was_long && UnresolvedForLong(subject, feelings);
  // The date was the discussion's, which has been had; what is asked for now is asked for today.
  if (changed && feelings.discussed != 0 && feelings.not_redirected == 0) {
    feelings.due = session.reported() + subject.Days(kClientFeelings, kDiscussWithin);
  }
  if (feelings.discussed == 0 && feelings.due_is_session == 0 && session.day() > feelings.told_day &&
      session.day() >= feelings.told_reported) {
    feelings.due_is_session = 1;
    changed = changed || session.day() < feelings.due;
    feelings.due = std::min(feelings.due, session.day());
  }
  if (changed) Say(subject, feelings);
}

// A consultation comes second: after the discussion, or when many sessions have passed without it.
void TakeConsultation(const sdk::Event& event, sdk::Subject& subject, Feelings& feelings) {
  if (feelings.discussed == 0 && !UnresolvedForLong(subject, feelings)) return;
  if (event.Has(CANDOR_FIELD_CONSULTATION_DECISION)) return Meet(subject, feelings);
  feelings.consulted = 1;
  feelings.facts.Add(event.id());
  Say(subject, feelings);
}

bool BeginsReferral(const sdk::Event& event) {
  const bool offered = event.Is(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_OFFERED) ||
                       event.Is(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_ACCEPTED);
  return (event.kind() == CANDOR_KIND_REFERRAL && offered) || sdk::BeginsTransfer(event);
}

}  // namespace

void TakeForClientFeelings(const sdk::Event& event, sdk::Subject& subject, Feelings& feelings, bool counts) {
  // Told, talked about and settled in one: nothing is left to ask.
  const bool asks = IsTold(event) && OutcomeOf(event) != Outcome::kResolved;
  if (asks && feelings.slot.Takes(event, subject, kClientFeelings)) {
    OpenFor(event, subject, feelings);
  } else if (feelings.slot.empty()) {
    return;
  } else if (IsDiscussion(event) || (IsTold(event) && OutcomeOf(event) != Outcome::kNone)) {
    TakeDiscussed(event, subject, feelings);
  } else if (event.kind() == CANDOR_KIND_SESSION) {
    TakeSession(event, subject, feelings);
  } else if (counts) {
    TakeConsultation(event, subject, feelings);
  } else if (event.kind() == CANDOR_KIND_DECISION) {
    if (feelings.consulted != 0 && event.Has(CANDOR_FIELD_DECISION_DECISION)) Meet(subject, feelings);
  } else if (feelings.not_redirected != 0 && BeginsReferral(event)) {
    Meet(subject, feelings);
  }
}

}  // namespace candor::consultation
