#include "plugins/prohibitions/ending_after_attraction.h"

#include <algorithm>
#include <optional>

#include "plugins/prohibitions/answers.h"
#include "plugins/prohibitions/rules.h"
#include "plugins/sdk/entries.h"
#include "plugins/sdk/written.h"

namespace candor::prohibitions {
namespace {

constexpr uint8_t kImportantPurpose = 1;

// A consultation about feelings that were no reason for the ending covers it; where they were, only one that spoke of
// referring or stopping does.
bool WasTalkedOver(const sdk::Event& termination, const Person& person) {
  if ((person.consulted & kConsultedOnEnding) != 0) return true;
  const bool feelings = termination.Is(CANDOR_FIELD_TERMINATION_REASON, CANDOR_TERMINATION_REASON_FEELINGS);
  return (person.consulted & kConsulted) != 0 && !feelings;
}

void Say(sdk::Subject& subject, const AfterAttraction& ending, sdk::Severity severity) {
  const bool talk = (ending.missing & kMissingTalk) != 0;
  subject.Open({.rule = kEndingAfterAttraction,
                .key = ending.key,
                .severity = severity,
                .action = talk ? sdk::Action::kTalk : sdk::Action::kRefer,
                .due = ending.due,
                .missing_fields = ending.missing,
                .facts = {ending.reaction}});
}

}  // namespace

void NoteReaction(const sdk::Event& reaction, Person& person, int32_t window) {
  if (reaction.Is(CANDOR_FIELD_PERSONAL_REACTION_STATUS, CANDOR_PERSONAL_REACTION_STATUS_RESOLVED)) return;
  // After a while without any it begins anew, and what was talked over then was something else.
  if (person.reaction.empty() || reaction.day() > person.reaction_day + window) person.consulted = 0;
  person.reaction = reaction.id();
  person.reaction_day = reaction.day();
  person.reaction_late = sdk::DaysLate(reaction);
}

void NoteConsultation(const sdk::Event& consultation, Person& person) {
  if (person.reaction.empty()) return;
  person.consulted |= kConsulted;
  const bool on_ending =
      consultation.Is(CANDOR_FIELD_CONSULTATION_DECISION, CANDOR_CONSULTATION_DECISION_REFER) ||
      consultation.Is(CANDOR_FIELD_CONSULTATION_DECISION, CANDOR_CONSULTATION_DECISION_STOP) ||
      consultation.Is(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, CANDOR_CONSULTATION_RECOMMENDATION_REFER) ||
      consultation.Is(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, CANDOR_CONSULTATION_RECOMMENDATION_STOP);
  if (on_ending) person.consulted |= kConsultedOnEnding;
}

void JudgeEndingAfterAttraction(const sdk::Event& termination, sdk::Subject& subject, State& state,
                                const Person* person) {
  if (person == nullptr || person->reaction.empty()) return;
  if (termination.day() - person->reaction_day > subject.Days(kEndingAfterAttraction, kReactionWindow)) return;
  const std::optional<int64_t> initiator = termination.Number(CANDOR_FIELD_TERMINATION_INITIATOR);
  if (initiator.has_value() && *initiator != CANDOR_TERMINATION_INITIATOR_THERAPIST) return;
  if (WasTalkedOver(termination, *person)) return;
  if (!initiator.has_value()) {
    return AskToComplete(termination, subject, kEndingAfterAttraction, kEndingRecordWithin, kMissingInitiator,
                         {person->reaction}, person->reaction_written());
  }
  AfterAttraction ending;
  ending.key = termination.id();
  ending.reaction = person->reaction;
  ending.due = std::max(termination.reported(), person->reaction_written()) +
               subject.Days(kEndingAfterAttraction, kEndingConsultWithin);
  ending.missing = static_cast<uint8_t>(kMissingTalk | (state.client_has_someone != 0 ? 0 : kMissingHandover));
  Say(subject, ending, sdk::Severity::kSoon);
  subject.SetTimer(kEndingAfterAttraction, ending.due + subject.Days(kEndingAfterAttraction, kEndingImportantAfter),
                   EndingAfterAttractionToken(ending.key));
  state.ending = ending;
}

void RepairEndingAfterAttraction(const sdk::Event& event, sdk::Subject& subject, AfterAttraction& ending,
                                 uint32_t done) {
  if (ending.key.empty() || event.id() == ending.key || (ending.missing & done) == 0) return;
  ending.missing = static_cast<uint8_t>(ending.missing & ~done);
  if (ending.missing == 0) {
    subject.Resolve(kEndingAfterAttraction, ending.key);
    subject.CancelTimer(kEndingAfterAttraction, EndingAfterAttractionToken(ending.key));
    ending = AfterAttraction{};
    return;
  }
  const std::optional<sdk::OpenFollowUp> open = subject.FindOpen(kEndingAfterAttraction, ending.key);
  if (open.has_value()) Say(subject, ending, open->severity);
}

uint32_t HandoverBegunBy(const sdk::Event& event) {
  switch (event.kind()) {
    case CANDOR_KIND_REFERRAL: {
      const bool begun = event.Is(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_OFFERED) ||
                         event.Is(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_ACCEPTED) ||
                         event.Is(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_DECLINED);
      return begun ? kMissingHandover : 0;
    }
    case CANDOR_KIND_TRANSFER_STEP:
      return sdk::BeginsTransfer(event) ? kMissingHandover : 0;
    case CANDOR_KIND_CLIENT_DECLINED:
      return event.Is(CANDOR_FIELD_CLIENT_DECLINED_WHAT, CANDOR_CLIENT_DECLINED_WHAT_ENDING_TALK) ||
                     !event.Has(CANDOR_FIELD_CLIENT_DECLINED_WHAT)
                 ? 0
                 : kMissingHandover;
    default:
      return 0;
  }
}

void RaiseEndingAfterAttraction(sdk::Subject& subject, const AfterAttraction& ending) {
  const std::optional<sdk::OpenFollowUp> open = subject.FindOpen(kEndingAfterAttraction, ending.key);
  if (!open.has_value() || !open->due.has_value()) return;  // without a due date nothing is ever past due
  Say(subject, ending, sdk::Severity::kImportant);
}

uint64_t EndingAfterAttractionToken(const sdk::Id& key) {
  return sdk::TimerToken(key, kImportantPurpose);
}

}  // namespace candor::prohibitions
