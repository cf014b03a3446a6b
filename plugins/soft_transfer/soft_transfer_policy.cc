#include "plugins/soft_transfer/soft_transfer_policy.h"

#include "plugins/sdk/calendar.h"
#include "plugins/sdk/entries.h"
#include "plugins/soft_transfer/abandonment.h"
#include "plugins/soft_transfer/ending.h"
#include "plugins/soft_transfer/long_or_dependent_ending.h"
#include "plugins/soft_transfer/preparation.h"
#include "plugins/soft_transfer/rules.h"
#include "plugins/soft_transfer/soft_transfer_complete.h"
#include "plugins/soft_transfer/state.h"

namespace candor::soft_transfer {
namespace {

// One ending at a time can be repaired; what an earlier one left open stays open until someone disposes of it.
void TakeTermination(const sdk::Event& termination, sdk::Subject& subject, State& state) {
  const EndingFacts ending =
      ReadEnding(termination, state.course, state.transfer, subject.Parameter(kDependentEnding, kLong));
  OpenEnding open;
  open.key = termination.id();
  open.therapist = termination.therapist();
  open.preparation = {
      Narrow(ending.sessions.value_or(0)), Narrow(ending.alternatives.value_or(0)), ending.declined, {}};
  if (!state.course.intake.empty()) open.facts.Add(state.course.intake);
  for (const sdk::Id& fact : state.course.facts.All()) {
    if (!fact.empty()) open.facts.Add(fact);
  }
  JudgeAbandonment(termination, subject, ending, open);
  JudgeDependentEnding(termination, subject, ending, open);
  if (open.abandonment != 0 || open.dependent != 0) state.ending = open;
  const bool by_therapist = termination.Is(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_THERAPIST);
  state.exempt =
      ending.exempt && !ending.handed_over && by_therapist ? KeepExempt(termination, ending) : ExemptEnding{};
}

// Nothing exempts an ending after which its therapist pursues the client: it is read again as if nothing did, on behalf
// of the pursuit.
void TakePursuit(const sdk::Event& pursuit, sdk::Subject& subject, State& state) {
  const ExemptEnding& exempt = state.exempt;
  if (exempt.id.empty() || exempt.therapist != pursuit.therapist() || !IsPursuitOfClient(pursuit)) return;
  if (pursuit.day() > sdk::YearsAfter(exempt.day, subject.Parameter(kAbandonment, kPursuitWithin))) return;
  const EndingFacts ending = ReadExempt(exempt);
  OpenEnding open;
  open.key = pursuit.id();
  open.therapist = exempt.therapist;
  open.preparation = exempt.preparation;
  open.facts.Add(exempt.id);
  JudgeAbandonment(pursuit, subject, ending, open);
  JudgeDependentEnding(pursuit, subject, ending, open);
  if (open.abandonment != 0 || open.dependent != 0) state.ending = open;
  state.exempt = ExemptEnding{};
}

// Kinds that say nothing of an ending but that a client is pursued.
bool IsOnlyOfPursuit(const sdk::Event& entry) {
  return entry.kind() == CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT || entry.kind() == CANDOR_KIND_CROSSING ||
         entry.kind() == CANDOR_KIND_DUAL_RELATIONSHIP;
}

// Says again what is open of the ending, with what it rests on by now.
void NameFacts(sdk::Subject& subject, uint16_t rule, const OpenEnding& ending) {
  const std::optional<sdk::OpenFollowUp> open = subject.FindOpen(rule, ending.key);
  if (!open.has_value()) return;
  const bool asks = open->missing_fields != 0;
  subject.Open({.rule = rule,
                .key = ending.key,
                .severity = open->severity,
                .action = asks ? sdk::Action::kCompleteRecord : sdk::Action::kSoftTransfer,
                .due = open->due,
                .missing_fields = open->missing_fields,
                .facts = ending.facts.All()});
}

// After the ending the same entries count that prepare one.
void RepairEnding(const sdk::Event& entry, sdk::Subject& subject, OpenEnding& ending) {
  if (ending.key.empty()) return;
  TakePreparation(entry, ending.preparation);
  if (IsReadWithEnding(entry)) {
    ending.facts.Add(entry.id());
    if (ending.abandonment != 0) NameFacts(subject, kAbandonment, ending);
    if (ending.dependent != 0) NameFacts(subject, kDependentEnding, ending);
  }
  RepairAbandonment(subject, ending);
  if ((ending.preparation.declined & kDeclinedTransfer) != 0) MeetDependentEnding(subject, ending);
}

void TakeStep(const sdk::Event& step, sdk::Subject& subject, State& state) {
  const sdk::TransferProgress before = state.transfer.progress;
  TakeTransferStep(step, subject, state.transfer);
  if (HandsOver(before, state.transfer.progress, state.exempt.therapist)) state.exempt = ExemptEnding{};
  if (!HandsOver(before, state.transfer.progress, state.ending.therapist)) return;
  MeetAbandonment(subject, state.ending);
  MeetDependentEnding(subject, state.ending);
}

}  // namespace

void SoftTransferPolicy::OnEntry(const sdk::Event& entry, sdk::Subject& subject) {
  State state = subject.Load<State>();
  // An earlier episode's transfer prepares no later end, and what it left open stays open.
  const bool another = sdk::BeginsAnotherEpisode(entry, state.episode_ended);
  if (another) state.exempt = ExemptEnding{};
  TakePursuit(entry, subject, state);
  if (IsOnlyOfPursuit(entry)) return subject.Save(state);
  if (another || (entry.kind() == CANDOR_KIND_INTAKE && state.transfer.slot.empty())) state.transfer = Transfer{};
  switch (entry.kind()) {
    case CANDOR_KIND_TERMINATION:
      TakeTermination(entry, subject, state);
      break;
    case CANDOR_KIND_TRANSFER_STEP:
      TakeStep(entry, subject, state);
      break;
    case CANDOR_KIND_CLIENT_DECLINED:
      TakeTransferDeclined(entry, subject, state.transfer);
      break;
    default:
      break;
  }
  RepairEnding(entry, subject, state.ending);
  if (!state.exempt.id.empty()) TakePreparation(entry, state.exempt.preparation);
  NoteForEnding(entry, state.course);
  subject.Save(state);
}

void SoftTransferPolicy::OnTimer(const sdk::Event& timer, sdk::Subject& subject) {
  const State state = subject.Load<State>();
  if (timer.timer_rule() == kDependentEnding && state.ending.dependent != 0 &&
      timer.timer_token() == DependentEndingToken(state.ending.key)) {
    RaiseDependentEnding(subject, state.ending);
  }
}

}  // namespace candor::soft_transfer
