#include "plugins/practice_duties/supervisor_set_up.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>

#include "plugins/practice_duties/matters.h"
#include "plugins/practice_duties/rules.h"
#include "plugins/sdk/entries.h"

namespace candor::practice_duties {
namespace {

// What runs out on a day, or is to be there by one; of the supervisor's number, what is mended on one.
constexpr uint32_t kDated[] = {kMissingAgreement,          kMissingRenewal, kMissingSite,
                               kMissingSupervisorTraining, kMissingLicence, kMissingOtherSupervisor};
// What ends with a supervision.
constexpr uint32_t kOfSupervision =
    kMissingAgreement | kMissingRenewal | kMissingSite | kMissingLicence | kMissingOtherSupervisor;

uint64_t TokenOf(const Supervision& one, uint32_t bit) {
  return sdk::TimerToken(one.supervisor, static_cast<uint8_t>(bit));
}

bool Is(const sdk::Event& change, int64_t event) {
  return change.Is(CANDOR_FIELD_SUPERVISION_CHANGE_EVENT, event);
}

// Whom the change is about: who supervises from then on, where it names one.
sdk::Id SupervisorOf(const sdk::Event& change) {
  const auto next = change.IdOf(CANDOR_FIELD_SUPERVISION_CHANGE_NEXT_SUPERVISOR);
  if (next && !Is(change, CANDOR_SUPERVISION_CHANGE_EVENT_ENDED)) return *next;
  if (const auto member = change.IdOf(CANDOR_FIELD_SUPERVISION_CHANGE_SUPERVISOR)) return *member;
  return sdk::kOutsideReceiver;  // somebody outside, who is not told apart from another
}

Supervision* Find(State& state, const sdk::Id& supervisor) {
  const auto found = std::find_if(std::begin(state.supervisions), std::end(state.supervisions),
                                  [&](const Supervision& one) { return one.supervisor == supervisor; });
  return found == std::end(state.supervisions) ? nullptr : found;
}

// What was asked for is there: of it, or of all where nothing is left of the supervision.
void Settle(const sdk::Event& entry, sdk::Subject& subject, Supervision& one, uint32_t done) {
  for (const uint32_t bit : kDated) {
    if ((done & bit) != 0) subject.CancelTimer(kSupervisorSetUp, TokenOf(one, bit));
  }
  const uint32_t left = one.missing & ~done;
  if (left == one.missing) return;
  one.missing = static_cast<uint8_t>(left);
  if (left == 0) {
    subject.Resolve(kSupervisorSetUp, one.key);
    one.key = sdk::Id{};
    return;
  }
  subject.Open({.rule = kSupervisorSetUp,
                .key = one.key,
                .action = sdk::Action::kDocument,
                .due = one.due,
                .missing_fields = left,
                .facts = {entry.id()}});
}

// It is asked for, with what else is open about the same supervisor.
void Ask(sdk::Subject& subject, Supervision& one, const sdk::Id& key, int32_t due, uint32_t bit) {
  one.due = one.key.empty() ? due : std::min(one.due, due);
  if (one.key.empty()) one.key = key;
  one.missing = static_cast<uint8_t>(one.missing | bit);
  subject.Open({.rule = kSupervisorSetUp,
                .key = one.key,
                .action = sdk::Action::kDocument,
                .due = one.due,
                .missing_fields = one.missing});
}

// A reminder, so many days before the date.
void Watch(sdk::Subject& subject, const Supervision& one, int32_t date, uint32_t bit) {
  subject.SetTimer(kSupervisorSetUp, date - subject.Days(kSupervisorSetUp, kRemindBefore), TokenOf(one, bit));
}

// A date that lies ahead, and not so far that no calendar has it.
std::optional<int32_t> Ahead(const sdk::Event& entry, uint16_t field) {
  constexpr int32_t kLongestAgreement = 36525;
  const auto date = entry.Day(field);
  if (!date || *date < entry.day() || *date - entry.day() > kLongestAgreement) return std::nullopt;
  return date;
}

void TakeDates(const sdk::Event& change, sdk::Subject& subject, Supervision& one) {
  const bool is_signed =
      change.Has(CANDOR_FIELD_SUPERVISION_CHANGE_AGREEMENT_SIGNED_ON) ||
      change.Is(CANDOR_FIELD_SUPERVISION_CHANGE_EVENT, CANDOR_SUPERVISION_CHANGE_EVENT_AGREEMENT_SIGNED);
  if (is_signed) Settle(change, subject, one, kMissingAgreement | kMissingRenewal);
  if (const auto until = Ahead(change, CANDOR_FIELD_SUPERVISION_CHANGE_AGREEMENT_UNTIL)) {
    Watch(subject, one, *until, kMissingRenewal);
  }
  if (const auto until = Ahead(change, CANDOR_FIELD_SUPERVISION_CHANGE_SITE_AGREEMENT_UNTIL)) {
    Settle(change, subject, one, kMissingSite);
    Watch(subject, one, *until, kMissingSite);
  }
  if (const auto until = Ahead(change, CANDOR_FIELD_SUPERVISION_CHANGE_LICENCE_UNTIL)) {
    Settle(change, subject, one, kMissingLicence);
    Watch(subject, one, *until, kMissingLicence);
  }
}

// Of somebody in training: the supervisor has more such people than the law allows, until so many of them have left, or
// no more than that again.
void CountSupervisees(const sdk::Event& change, sdk::Subject& subject, Supervision& one) {
  const std::optional<int64_t> count = change.Number(CANDOR_HOST_SUPERVISEES);
  if (!count) return;
  const int64_t too_many = *count - subject.Parameter(kSupervisorSetUp, kMostSupervisees);
  if (too_many <= 0) return Settle(change, subject, one, kMissingOtherSupervisor);
  const uint64_t token = TokenOf(one, kMissingOtherSupervisor);
  if (const auto until = change.DayAt(CANDOR_HOST_SUPERVISEES_UNTIL, static_cast<uint32_t>(too_many - 1))) {
    subject.SetTimer(kSupervisorSetUp, *until, token);
  } else {
    subject.CancelTimer(kSupervisorSetUp, token);
  }
  const int32_t first = std::max(change.day(), change.reported());
  Ask(subject, one, change.id(), first + subject.Days(kSupervisorSetUp, kMendWithin), kMissingOtherSupervisor);
}

// Of a supervisor who begins, or is known; nullptr: there is no place, so that of a fifth at once nothing is kept.
Supervision* PlaceFor(State& state, const sdk::Id& supervisor) {
  if (Supervision* const known = Find(state, supervisor)) return known;
  Supervision* const place = Find(state, sdk::Id{});
  if (place != nullptr) place->supervisor = supervisor;
  return place;
}

void EndSupervision(const sdk::Event& change, sdk::Subject& subject, State& state) {
  Supervision* const one = Find(state, SupervisorOf(change));
  if (one == nullptr) return;
  Settle(change, subject, *one, kOfSupervision);
  *one = Supervision{};
}

void TakeChange(const sdk::Event& change, sdk::Subject& subject, State& state) {
  const bool ended = Is(change, CANDOR_SUPERVISION_CHANGE_EVENT_ENDED);
  sdk::Id supervisor = SupervisorOf(change);
  if (ended) {
    EndSupervision(change, subject, state);
    const auto next = change.IdOf(CANDOR_FIELD_SUPERVISION_CHANGE_NEXT_SUPERVISOR);
    if (!next) return;
    supervisor = *next;
  }
  Supervision* const one = PlaceFor(state, supervisor);
  if (one == nullptr) return;
  const bool begins = ended || Is(change, CANDOR_SUPERVISION_CHANGE_EVENT_BEGUN);
  const bool bound = subject.Flag(kSupervisorSetUp, kAgreementDuty) && change.IsYes(CANDOR_HOST_IN_TRAINING);
  if (begins && bound) {
    Watch(subject, *one, change.day() + subject.Days(kSupervisorSetUp, kAgreementWithin), kMissingAgreement);
  }
  TakeDates(change, subject, *one);
  CountSupervisees(change, subject, *one);
}

void TakeTraining(const sdk::Event& training, sdk::Subject& subject, State& state) {
  if (!training.Is(CANDOR_FIELD_TRAINING_TOPIC, CANDOR_TRAINING_TOPIC_SUPERVISION)) return;
  const auto until = Ahead(training, CANDOR_FIELD_TRAINING_VALID_UNTIL);
  if (!until) return;
  Settle(training, subject, state.training, kMissingSupervisorTraining);
  Watch(subject, state.training, *until, kMissingSupervisorTraining);
}

}  // namespace

void TakeForSetUp(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  if (entry.kind() == CANDOR_KIND_SUPERVISION_CHANGE) return TakeChange(entry, subject, state);
  if (entry.kind() == CANDOR_KIND_TRAINING) return TakeTraining(entry, subject, state);
  if (entry.kind() != CANDOR_KIND_DEPARTURE) return;
  for (Supervision& one : state.supervisions) {
    if (one.supervisor.empty()) continue;
    Settle(entry, subject, one, kOfSupervision);
    one = Supervision{};
  }
  Settle(entry, subject, state.training, kMissingSupervisorTraining);
}

void TakeTimerForSetUp(const sdk::Event& timer, sdk::Subject& subject, State& state) {
  const auto take = [&](Supervision& one) {
    for (const uint32_t bit : kDated) {
      if (TokenOf(one, bit) != timer.timer_token()) continue;
      if (bit == kMissingOtherSupervisor) return Settle(timer, subject, one, bit);
      Ask(subject, one, timer.id(), timer.day() + subject.Days(kSupervisorSetUp, kRemindBefore), bit);
    }
  };
  for (Supervision& one : state.supervisions) {
    if (!one.supervisor.empty()) take(one);
  }
  take(state.training);
}

}  // namespace candor::practice_duties
