#ifndef CANDOR_PLUGINS_PROHIBITIONS_POST_WINDOW_H_
#define CANDOR_PLUGINS_PROHIBITIONS_POST_WINDOW_H_

#include <cstdint>

#include "plugins/prohibitions/conduct.h"
#include "plugins/prohibitions/people.h"
#include "plugins/sdk/policy.h"

// R15 post_window: after the wait a therapist means to begin a relation with a former client, or has begun one. The
// answer is no until seven factors are answered in writing, show neither exploitation nor likely harm, were talked over
// with somebody independent, and a person who is not concerned has agreed: all of it before anything is done.
namespace candor::prohibitions {

// Bits of kMissingFactors that the entry leaves open. An advance or promise to the client while they were one is on
// record for ever: where there is one, that nothing was said before is no answer.
uint32_t MissingFactors(const sdk::Event& entry, bool advance_on_record);

// Whether a favourable assessment of the therapist stands, and was talked over.
bool IsThoughtThrough(const Person* person);

// An intent with what it answers. Before any rule about former clients judges it.
void NoteAssessment(const sdk::Event& intent, Person& person);

// `person` may be null.
void OpenPostWindow(const sdk::Event& entry, sdk::Subject& subject, const Conduct& conduct, const Anchors& anchors,
                    const Person* person);

// What an intent answers, or a consultation that counts, is done for what is open of the same therapist.
void TakeAssessmentForPostWindow(const sdk::Event& intent, sdk::Subject& subject, const Person& person);
void TakeConsultationForPostWindow(const sdk::Event& consultation, sdk::Subject& subject, Person& person);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_POST_WINDOW_H_
