#ifndef CANDOR_PLUGINS_CONSULTATION_CONSULTATION_COMPLETE_H_
#define CANDOR_PLUGINS_CONSULTATION_CONSULTATION_COMPLETE_H_

#include <cstdint>

#include "plugins/sdk/policy.h"

// R07 consultation_complete: what the note of a consultation lacks is asked for once. A consultant who is not
// independent voids the consultation for other rules; then only a consultation with someone who is clears it.
namespace candor::consultation {

// Bits kMissing* of rules.h; 0: complete.
uint32_t MissingFields(const sdk::Event& consultation);

void AskToComplete(const sdk::Event& consultation, sdk::Subject& subject);
// A decision written down on its own gives the decision and the rationale that a note of its therapist lacks.
void TakeDecisionForNotes(const sdk::Event& decision, sdk::Subject& subject);
// A consultation or supervision that counts meets what an earlier one of the same therapist, void, left to ask for.
void MeetVoidConsultations(const sdk::Event& event, sdk::Subject& subject);

}  // namespace candor::consultation

#endif  // CANDOR_PLUGINS_CONSULTATION_CONSULTATION_COMPLETE_H_
