#include "plugins/prohibitions/people.h"

#include <algorithm>
#include <span>

#include "plugins/sdk/written.h"

namespace candor::prohibitions {
namespace {

std::span<Person> People(State& state) {
  return {state.people, std::min<size_t>(state.people_count, State::kMaxPeople)};
}

bool HasEnded(const Person& person) {
  return !person.ended_by.empty();
}

void EndPart(Person& person, const sdk::Event& event, Initiator initiator) {
  person.ended_by = event.id();
  person.ended_day = event.day();
  person.ended_late = sdk::DaysLate(event);
  person.initiator = initiator;
  person.known = person.known & static_cast<uint8_t>(~kHolds);
}

// Therapy goes on: what the last ending led to is over. What was said or done to the client is not.
void Resume(Person& person) {
  person.ended_by = sdk::Id{};
  person.ended_day = 0;
  person.ended_late = 0;
  person.initiator = Initiator::kNone;
  person.before_ending = 0;
  person.assessment = sdk::Id{};
  person.assessed = 0;
  person.known = person.known & static_cast<uint8_t>(~(kCircumvented | kCircumventedPrivate));
}

Initiator InitiatorOf(const sdk::Event& termination) {
  const auto initiator = termination.Number(CANDOR_FIELD_TERMINATION_INITIATOR);
  if (!initiator.has_value()) return Initiator::kNotRecorded;
  return *initiator == CANDOR_TERMINATION_INITIATOR_THERAPIST ? Initiator::kTherapist : Initiator::kOther;
}

uint8_t BeforeEnding(const Person& person, int32_t day, int32_t advance_within, int32_t reaction_within) {
  uint8_t before = 0;
  if (!person.advance.empty() && day - person.advance_day <= advance_within) before |= kAdvanceBefore;
  if (!person.reaction.empty() && day - person.reaction_day <= reaction_within) before |= kReactionBefore;
  return before;
}

void NoteWhoHolds(const sdk::Event& event, State& state) {
  if (!event.IsYes(CANDOR_HOST_HOLDS_CASE)) return;
  for (Person& one : People(state)) {
    const bool holds = one.therapist == event.therapist();
    one.known = static_cast<uint8_t>(holds ? one.known | kHolds : one.known & ~kHolds);
  }
}

// Somebody of whom nothing is known but when they met the client. What they do later reads more strictly without it: as
// if their part had ended with the case, or not at all.
bool IsExpendable(const Person& person) {
  return (person.known & (kHolds | kRelated)) == 0 && person.advance.empty() && person.assessment.empty() &&
         person.reaction.empty();
}

// Makes room by the one seen first; false: there is nobody to forget.
bool ForgetOne(State& state) {
  const std::span<Person> people = People(state);
  const auto found = std::find_if(people.begin(), people.end(), IsExpendable);
  if (found == people.end()) return false;
  std::move(found + 1, people.end(), found);
  people.back() = Person{};
  --state.people_count;
  return true;
}

}  // namespace

Person* FindPerson(State& state, const sdk::Id& therapist) {
  const std::span<Person> people = People(state);
  const auto found =
      std::find_if(people.begin(), people.end(), [&](const Person& one) { return one.therapist == therapist; });
  return found == people.end() ? nullptr : &*found;
}

Person* FindOrAddPerson(State& state, const sdk::Id& therapist) {
  if (Person* found = FindPerson(state, therapist)) return found;
  if (state.people_count >= State::kMaxPeople && !ForgetOne(state)) return nullptr;
  Person& person = state.people[state.people_count++];
  person = Person{};
  person.therapist = therapist;
  return &person;
}

Person& NeedPerson(State& state, const sdk::Id& therapist) {
  if (Person* person = FindOrAddPerson(state, therapist)) return *person;
  throw sdk::Failure("more therapists on one case than this policy can hold");
}

bool IsFormerClient(const sdk::Event& entry, const Person* person) {
  return (person != nullptr && HasEnded(*person)) || !entry.IsYes(CANDOR_HOST_CURRENT_CLIENT);
}

Anchors AnchorsOf(const sdk::Event& entry, const State& state, const Person* person) {
  Anchors anchors;
  if (person != nullptr && HasEnded(*person)) {
    anchors.ending = person->ended_day;
    anchors.ended_by = person->ended_by;
    anchors.written = person->ended_written();
  } else if (!state.case_ended_by.empty()) {
    anchors.ending = state.case_ended_day;
    anchors.ended_by = state.case_ended_by;
  } else {
    anchors.ending = entry.day();
  }
  anchors.last_contact = anchors.ending;
  if (person != nullptr && !person->contact.empty() && person->contact_day >= anchors.ending) {
    anchors.last_contact = person->contact_day;
    anchors.contact = person->contact;
  }
  return anchors;
}

bool IsProfessionalContact(const sdk::Event& entry) {
  switch (entry.kind()) {
    case CANDOR_KIND_INTAKE:
    case CANDOR_KIND_SESSION:
    case CANDOR_KIND_DISCUSSION:
    case CANDOR_KIND_CLARIFIED:
    case CANDOR_KIND_BROCHURE_GIVEN:
      return true;
    case CANDOR_KIND_TRANSFER_STEP:
      return entry.IsYes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION);
    case CANDOR_KIND_POST_TERMINATION_CONTACT:
      return entry.IsYes(CANDOR_FIELD_POST_TERMINATION_CONTACT_PROFESSIONAL);
    default:
      return false;
  }
}

void NoteContact(const sdk::Event& contact, State& state) {
  Person& person = NeedPerson(state, contact.therapist());
  const bool resumes = contact.kind() == CANDOR_KIND_INTAKE ||
                       (contact.kind() == CANDOR_KIND_SESSION && contact.IsYes(CANDOR_HOST_CURRENT_CLIENT));
  if (resumes && HasEnded(person)) Resume(person);
  person.contact = contact.id();
  person.contact_day = contact.day();
  NoteWhoHolds(contact, state);
  if (contact.kind() == CANDOR_KIND_INTAKE) {
    state.case_ended_by = sdk::Id{};
    state.case_ended_day = 0;
  }
}

void ForgetAdvancesBefore(State& state, int32_t began) {
  for (Person& one : People(state)) {
    if (one.advance_day >= began) continue;
    one.advance = sdk::Id{};
    one.advance_day = 0;
    one.advance_late = 0;
  }
}

void NoteTransferStep(const sdk::Event& step, State& state) {
  NeedPerson(state, step.therapist());
  NoteWhoHolds(step, state);
  const sdk::TransferProgress before = state.transfer;
  state.transfer.Take(step);
  const bool was = before.HandedOver() && before.receiver == state.transfer.receiver;
  if (was || !state.transfer.HandedOver()) return;
  state.client_has_someone = 1;
  const sdk::Id& receiver = state.transfer.receiver;
  for (Person& one : People(state)) {
    if ((one.known & kHolds) == 0 || receiver.empty() || one.therapist == receiver || HasEnded(one)) continue;
    EndPart(one, step, Initiator::kOther);
  }
}

void NoteEnding(const sdk::Event& termination, State& state, int32_t advance_within, int32_t reaction_within) {
  Person& own = NeedPerson(state, termination.therapist());
  // An ending that is written down twice takes back nothing that the first one said.
  const bool by_therapist = own.initiator == Initiator::kTherapist;
  EndPart(own, termination, by_therapist ? Initiator::kTherapist : InitiatorOf(termination));
  own.before_ending |= BeforeEnding(own, termination.day(), advance_within, reaction_within);
  if (!termination.IsYes(CANDOR_HOST_HOLDS_CASE)) return;
  state.case_ended_by = termination.id();
  state.case_ended_day = termination.day();
  for (Person& one : People(state)) {
    if (!HasEnded(one)) EndPart(one, termination, Initiator::kOther);
  }
}

}  // namespace candor::prohibitions
