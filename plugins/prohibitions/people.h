#ifndef CANDOR_PLUGINS_PROHIBITIONS_PEOPLE_H_
#define CANDOR_PLUGINS_PROHIBITIONS_PEOPLE_H_

#include <cstdint>

#include "plugins/prohibitions/state.h"
#include "plugins/sdk/policy.h"

// Who treated the client until when: what all rules about current and former clients have in common. A client is a
// former one of a therapist whose own part has ended, though somebody else may treat them still.
namespace candor::prohibitions {

// nullptr: nothing is known of the therapist on this case.
Person* FindPerson(State& state, const sdk::Id& therapist);
// The same, making a place for one who is new, where nobody else is left by somebody of whom nothing much is known.
// nullptr: there is no room.
Person* FindOrAddPerson(State& state, const sdk::Id& therapist);
// The same; throws sdk::Failure where there is no room: better "not assessed" than an ending that nobody remembers.
Person& NeedPerson(State& state, const sdk::Id& therapist);

// Whether the client is a former one of the entry's therapist. `person` may be null.
bool IsFormerClient(const sdk::Event& entry, const Person* person);

// Days that windows run from, and the entries that say so.
struct Anchors {
  int32_t ending = 0;
  int32_t last_contact = 0;  // a professional one, the ending included
  sdk::Id ended_by;
  sdk::Id contact;
  int32_t written = CANDOR_NO_DAY;  // the day on which the ending was written down, where that is known
};
// Of a former client. Where nobody wrote the ending down no window has begun to run: both days are the entry's own.
Anchors AnchorsOf(const sdk::Event& entry, const State& state, const Person* person);

// Whether the therapist met the client for professional reasons, by any of the ways that entries tell of.
bool IsProfessionalContact(const sdk::Event& entry);

// Takes a professional contact: an intake, or a session with a current client, begins the therapist's part again.
void NoteContact(const sdk::Event& contact, State& state);
// What was said to somebody before they were a client is no matter of the therapy: it is forgotten where it stands
// before `began`, the day on which the first one begins. That there was a relation is not.
void ForgetAdvancesBefore(State& state, int32_t began);
// Takes a step of a transfer; with the last of them the part of whoever held the case ends.
void NoteTransferStep(const sdk::Event& step, State& state);
// Takes an ending: of the case where its therapist holds it, else of their own part. How far back what stood before it
// matters, in days: an advance or promise, and a personal reaction.
void NoteEnding(const sdk::Event& termination, State& state, int32_t advance_within, int32_t reaction_within);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_PEOPLE_H_
