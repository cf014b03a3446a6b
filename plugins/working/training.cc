#include "plugins/working/training.h"

#include <cstdint>

#include "plugins/sdk/written.h"
#include "plugins/working/rules.h"

namespace candor::working {
namespace {

// Timers are told apart by the bit that they ask for.
void Restart(const sdk::Event& entry, sdk::Subject& subject, uint32_t bit) {
  subject.SetTimer(kTraining, entry.day() + subject.Days(kTraining, kRenewAfter), bit);
}

uint32_t Renews(const sdk::Event& entry) {
  if (entry.kind() != CANDOR_KIND_TRAINING) return 0;
  if (entry.Is(CANDOR_FIELD_TRAINING_TOPIC, CANDOR_TRAINING_TOPIC_WELCOME)) return kMissingWelcome;
  const bool practised = entry.Is(CANDOR_FIELD_TRAINING_TOPIC, CANDOR_TRAINING_TOPIC_BOUNDARIES) &&
                         entry.IsYes(CANDOR_FIELD_TRAINING_PRACTICE_CASE);
  return practised ? kMissingPracticeCase : 0;
}

void Say(sdk::Subject& subject, const Training& training, const sdk::Id& fact = {}) {
  subject.Open({.rule = kTraining,
                .key = training.slot.key,
                .severity = sdk::Severity::kLater,
                .action = sdk::Action::kDocument,
                .due = training.due,
                .missing_fields = training.missing,
                .facts = {fact}});
}

void Leave(sdk::Subject& subject, Training& training) {
  for (const uint32_t bit : {kMissingPracticeCase, kMissingWelcome}) subject.CancelTimer(kTraining, bit);
  training.slot.Resolve(subject, kTraining);
  training = Training{};
}

}  // namespace

void TakeForTraining(const sdk::Event& entry, sdk::Subject& subject, Training& training) {
  if (entry.kind() == CANDOR_KIND_DEPARTURE) return Leave(subject, training);
  if (training.started == 0) {
    training.started = 1;
    for (const uint32_t bit : {kMissingPracticeCase, kMissingWelcome}) Restart(entry, subject, bit);
  }
  const uint32_t renewed = Renews(entry);
  if (renewed == 0) return;
  Restart(entry, subject, renewed);
  if ((training.missing & renewed) == 0) return;
  training.missing = static_cast<uint8_t>(training.missing & ~renewed);
  if (training.missing == 0) {
    training.slot.Resolve(subject, kTraining);
  } else {
    Say(subject, training, entry.id());
  }
}

void AskForTraining(const sdk::Event& timer, sdk::Subject& subject, Training& training) {
  training.missing = static_cast<uint8_t>(training.missing | timer.timer_token());
  // One that is open from before the policy has no date: what is a duty opens beside it, under the entry that asked.
  if (training.slot.Takes(timer, subject, kTraining) && training.slot.key != timer.id()) {
    training.slot.Take(timer.id());
    training.due = sdk::AskedFrom(timer) + subject.Days(kTraining, kTrainWithin);
  }
  Say(subject, training);
}

}  // namespace candor::working
