#include "plugins/prohibitions/prohibitions_policy.h"

#include <optional>

#include "plugins/prohibitions/advance_or_promise.h"
#include "plugins/prohibitions/conduct.h"
#include "plugins/prohibitions/ending_after_attraction.h"
#include "plugins/prohibitions/evaluative_sex.h"
#include "plugins/prohibitions/ex_partner_intake.h"
#include "plugins/prohibitions/former_client_window.h"
#include "plugins/prohibitions/former_close_person_window.h"
#include "plugins/prohibitions/people.h"
#include "plugins/prohibitions/post_window.h"
#include "plugins/prohibitions/prior_therapist_allegation.h"
#include "plugins/prohibitions/rules.h"
#include "plugins/prohibitions/sex_close_person.h"
#include "plugins/prohibitions/sex_current.h"
#include "plugins/prohibitions/state.h"
#include "plugins/prohibitions/terminate_to_circumvent.h"
#include "plugins/sdk/entries.h"
#include "plugins/sdk/slot.h"

namespace candor::prohibitions {
namespace {

// An act, an intent or an advance towards somebody who was a client.
void TakePursuit(const sdk::Event& entry, sdk::Subject& subject, State& state, const Conduct& conduct) {
  Person* const person = FindOrAddPerson(state, entry.therapist());
  const Anchors anchors = AnchorsOf(entry, state, person);
  if (conduct.step == Step::kIntent && person != nullptr) {
    NoteAssessment(entry, *person);
    TakeAssessmentForPostWindow(entry, subject, *person);
  }
  const bool circumvents = JudgeCircumvention(entry, subject, person, anchors);
  if (InsideFormerWindow(subject, anchors, entry.day(), IsThoughtThrough(person))) {
    OpenFormerClientWindow(entry, subject, conduct, anchors);
  } else if (!circumvents) {
    OpenPostWindow(entry, subject, conduct, anchors, person);
  }
}

void TakeConductWithClient(const sdk::Event& entry, sdk::Subject& subject, State& state, const Conduct& conduct) {
  if (IsFormerClient(entry, FindPerson(state, entry.therapist()))) {
    TakePursuit(entry, subject, state, conduct);
  } else if (conduct.step == Step::kAct) {
    OpenSexCurrent(entry, subject);
  } else if (conduct.IsAdvance()) {
    OpenAdvance(entry, subject, conduct);
    if (Person* person = FindOrAddPerson(state, entry.therapist())) NoteAdvance(entry, *person);
  }
  if (conduct.step != Step::kAct) return;
  if (Person* person = FindOrAddPerson(state, entry.therapist())) NoteRelation(entry, *person, state);
}

void TakeActWithClosePerson(const sdk::Event& act, sdk::Subject& subject, State& state, const Conduct& conduct) {
  const Person* person = FindPerson(state, act.therapist());
  if (IsFormerClient(act, person)) {
    JudgeFormerClosePerson(act, subject, conduct.other_party, AnchorsOf(act, state, person));
  } else {
    JudgeSexClosePerson(act, subject, conduct.other_party);
  }
}

void TakeConduct(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  const Conduct conduct = ReadConduct(entry);
  if (conduct.step == Step::kNone) return;
  const bool act = conduct.step == Step::kAct;
  switch (conduct.party()) {
    case Party::kClient:
      return TakeConductWithClient(entry, subject, state, conduct);
    case Party::kClosePerson:
      if (act) TakeActWithClosePerson(entry, subject, state, conduct);
      return;
    case Party::kUnderEvaluation:  // a member's own matter, whoever the client is
      return;
    case Party::kNotRecorded:
      if (act) AskForOtherParty(entry, subject);
      if (conduct.IsAdvance()) AskToWhom(entry, subject);
      return;
  }
}

// What is in a member's timeline is about no case: of clients nothing is said here.
void TakeConductOfMember(const sdk::Event& entry, sdk::Subject& subject) {
  const Conduct conduct = ReadConduct(entry);
  if (conduct.step == Step::kAct && conduct.party() == Party::kUnderEvaluation) JudgeEvaluativeSex(entry, subject);
}

void TakeContact(const sdk::Event& contact, sdk::Subject& subject, State& state) {
  if (contact.kind() == CANDOR_KIND_INTAKE || contact.kind() == CANDOR_KIND_SESSION) {
    JudgeExPartner(contact, subject, state);
  }
  NoteContact(contact, state);
}

void TakeReaction(const sdk::Event& reaction, const sdk::Subject& subject, State& state) {
  if (IsFormerClient(reaction, FindPerson(state, reaction.therapist()))) return;
  NoteReaction(reaction, NeedPerson(state, reaction.therapist()),
               subject.Days(kEndingAfterAttraction, kReactionWindow));
}

void TakeConsultation(const sdk::Event& event, sdk::Subject& subject, State& state) {
  Person* const person = FindPerson(state, event.therapist());
  if (person == nullptr) return;
  if (sdk::CountsAsConsultation(event, subject.Flag(kPostWindow, kPostWindowIndependent))) {
    TakeConsultationForPostWindow(event, subject, *person);
  }
  if (!sdk::CountsAsConsultation(event, subject.Flag(kEndingAfterAttraction, kEndingIndependent))) return;
  NoteConsultation(event, *person);
  const std::optional<sdk::OpenFollowUp> open = subject.FindOpen(kEndingAfterAttraction, state.ending.key);
  if (open && sdk::IsOfTherapist(*open, event)) {
    RepairEndingAfterAttraction(event, subject, state.ending, kMissingTalk);
  }
}

void TakeTermination(const sdk::Event& termination, sdk::Subject& subject, State& state) {
  JudgeEndingAfterAttraction(termination, subject, state, FindPerson(state, termination.therapist()));
  const auto lookback = [&](uint16_t rule) { return subject.Days(rule, kLookback); };
  NoteEnding(termination, state, lookback(kTerminateToCircumvent), lookback(kTerminateToCircumventPrivate));
}

// Where the client goes from here.
void TakeWayOut(const sdk::Event& event, sdk::Subject& subject, State& state) {
  const uint8_t had_someone = state.client_has_someone;
  if (event.kind() == CANDOR_KIND_TRANSFER_STEP) NoteTransferStep(event, state);
  const bool accepted = event.Is(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_ACCEPTED);
  if (accepted) state.client_has_someone = 1;
  if (accepted || (had_someone == 0 && state.client_has_someone != 0)) TakeHandoverOfExPartner(event, subject, state);
  RepairEndingAfterAttraction(event, subject, state.ending, HandoverBegunBy(event));
}

// With the first therapy it shows who was no client before it: what these rules opened then was towards nobody's
// client. What is left of it is the relation, of which the rule about former partners tells.
void TakeBackFromBeforeTherapy(const sdk::Event& intake, sdk::Subject& subject, State& state) {
  const int32_t began = sdk::TherapyBeganOn(intake);
  for (const uint16_t rule : {kSexCurrent, kSexClosePerson, kAdvanceOrPromise}) {
    for (const sdk::OpenFollowUp& open : subject.OpenOf(rule)) {
      if (open.opened < began) subject.Withdraw(rule, open.key);
    }
  }
  ForgetAdvancesBefore(state, began);
}

// What an earlier episode left open stays open; what it had begun is over.
void BeginEpisode(State& state) {
  state.client_has_someone = 0;
  state.transfer = sdk::TransferProgress{};
  state.ending = AfterAttraction{};
}

}  // namespace

void ProhibitionsPolicy::OnEntry(const sdk::Event& entry, sdk::Subject& subject) {
  if (subject.IsMember()) return TakeConductOfMember(entry, subject);
  State state = subject.Load<State>();
  if (sdk::BeginsAnotherEpisode(entry, state.episode_ended)) BeginEpisode(state);
  if (sdk::BeginsFirstTherapy(entry, state.treated)) TakeBackFromBeforeTherapy(entry, subject, state);
  TakeConduct(entry, subject, state);
  if (IsProfessionalContact(entry)) TakeContact(entry, subject, state);
  switch (entry.kind()) {
    case CANDOR_KIND_PERSONAL_REACTION:
      TakeReaction(entry, subject, state);
      break;
    case CANDOR_KIND_CONSULTATION:
    case CANDOR_KIND_SUPERVISION:
      TakeConsultation(entry, subject, state);
      break;
    case CANDOR_KIND_TERMINATION:
      TakeTermination(entry, subject, state);
      break;
    case CANDOR_KIND_REFERRAL:
    case CANDOR_KIND_TRANSFER_STEP:
    case CANDOR_KIND_CLIENT_DECLINED:
      TakeWayOut(entry, subject, state);
      break;
    default:
      break;
  }
  TakeForAllegations(entry, subject, state);
  subject.Save(state);
}

void ProhibitionsPolicy::OnTimer(const sdk::Event& timer, sdk::Subject& subject) {
  const State state = subject.Load<State>();
  if (timer.timer_rule() == kEndingAfterAttraction && !state.ending.key.empty() &&
      timer.timer_token() == EndingAfterAttractionToken(state.ending.key)) {
    RaiseEndingAfterAttraction(subject, state.ending);
  }
}

}  // namespace candor::prohibitions
