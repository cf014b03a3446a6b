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

constexpr uint32_t kAll[] = {kMissingAgreement, kMissingRenewal, kMissingSite, kMissingSupervisorTraining};

uint64_t TokenOf(const Supervision& one, uint32_t bit) {
  return sdk::TimerToken(one.supervisor, static_cast<uint8_t>(bit));
}

sdk::Id SupervisorOf(const sdk::Event& change) {
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
  for (const uint32_t bit : kAll) {
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
}

void TakeChange(const sdk::Event& change, sdk::Subject& subject, State& state) {
  const sdk::Id supervisor = SupervisorOf(change);
  Supervision* one = Find(state, supervisor);
  if (change.Is(CANDOR_FIELD_SUPERVISION_CHANGE_EVENT, CANDOR_SUPERVISION_CHANGE_EVENT_ENDED)) {
    if (one == nullptr) return;
    Settle(change, subject, *one, kMissingAgreement | kMissingRenewal | kMissingSite);
    *one = Supervision{};
    return;
  }
  const bool begins = change.Is(CANDOR_FIELD_SUPERVISION_CHANGE_EVENT, CANDOR_SUPERVISION_CHANGE_EVENT_BEGUN);
  if (one == nullptr) {
    one = Find(state, sdk::Id{});  // a free place; of a fifth supervisor at once nothing is kept
    if (one == nullptr) return;
    one->supervisor = supervisor;
  }
  const bool bound = subject.Flag(kSupervisorSetUp, kAgreementDuty) && change.IsYes(CANDOR_HOST_IN_TRAINING);
  if (begins && bound)
    Watch(subject, *one, change.day() + subject.Days(kSupervisorSetUp, kAgreementWithin), kMissingAgreement);
  TakeDates(change, subject, *one);
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
    Settle(entry, subject, one, kMissingAgreement | kMissingRenewal | kMissingSite);
    one = Supervision{};
  }
  Settle(entry, subject, state.training, kMissingSupervisorTraining);
}

void RemindOfSetUp(const sdk::Event& timer, sdk::Subject& subject, State& state) {
  const auto remind = [&](Supervision& one) {
    for (const uint32_t bit : kAll) {
      if (TokenOf(one, bit) != timer.timer_token()) continue;
      const int32_t due = timer.day() + subject.Days(kSupervisorSetUp, kRemindBefore);
      one.due = one.key.empty() ? due : std::min(one.due, due);
      if (one.key.empty()) one.key = timer.id();
      one.missing = static_cast<uint8_t>(one.missing | bit);
      subject.Open({.rule = kSupervisorSetUp,
                    .key = one.key,
                    .action = sdk::Action::kDocument,
                    .due = one.due,
                    .missing_fields = one.missing});
    }
  };
  for (Supervision& one : state.supervisions) {
    if (!one.supervisor.empty()) remind(one);
  }
  remind(state.training);
}

}  // namespace candor::practice_duties
