#ifndef CANDOR_PLUGINS_PROHIBITIONS_ENDING_AFTER_ATTRACTION_H_
#define CANDOR_PLUGINS_PROHIBITIONS_ENDING_AFTER_ATTRACTION_H_

#include <cstdint>

#include "plugins/prohibitions/state.h"
#include "plugins/sdk/policy.h"

// R42 ending_after_attraction: a therapist ended a therapy not long after a personal reaction, and talked with nobody
// before. It rests on a private note and is read by whoever may read that. Unlike the other rules of this policy it
// forbids nothing and ends by entries: a consultation, and somewhere for the client to go.
namespace candor::prohibitions {

// Keeps what matters to a later ending. A note that it is over is no new reaction.
void NoteReaction(const sdk::Event& reaction, Person& person, int32_t window);
void NoteConsultation(const sdk::Event& consultation, Person& person);

// `person`: the therapist of the ending, as before it; may be null.
void JudgeEndingAfterAttraction(const sdk::Event& termination, sdk::Subject& subject, State& state,
                                const Person* person);

// What was done since: bits kMissingTalk and kMissingHandover.
void RepairEndingAfterAttraction(const sdk::Event& event, sdk::Subject& subject, AfterAttraction& ending,
                                 uint32_t done);
// kMissingHandover where the entry says that the client has somewhere to go, or wants nothing.
uint32_t HandoverBegunBy(const sdk::Event& event);

// The date passed long ago.
void RaiseEndingAfterAttraction(sdk::Subject& subject, const AfterAttraction& ending);
uint64_t EndingAfterAttractionToken(const sdk::Id& key);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_ENDING_AFTER_ATTRACTION_H_
