#ifndef CANDOR_PLUGINS_CONSULTATION_ATTRACTION_PERSISTS_H_
#define CANDOR_PLUGINS_CONSULTATION_ATTRACTION_PERSISTS_H_

#include <cstdint>

#include "plugins/consultation/state.h"
#include "plugins/sdk/policy.h"

// R02 attraction_persists: a reaction of the kind is still, or again, there a while after the earlier of the
// consultation and the day it was due. A second consultation decides.
namespace candor::consultation {

// Another reaction of the run: opens the follow-up once the wait is over; where it is open, takes note of what
// interferes.
void TakePersistingReaction(const sdk::Event& reaction, sdk::Subject& subject, Run& run);

// A referral, a transfer step or a plan to continue: whether it meets, or reopens, what is open. A plan is one
// therapist's own; a client who is referred or handed over is so for every therapist on the case.
void TakeWayOut(const sdk::Event& event, sdk::Subject& subject, Run& run);

// The therapist has talked it over, so that silence may close what stays open: from now on it is among its facts.
void NameConsultationOfPersists(sdk::Subject& subject, const Run& run);

// The date passed long ago.
void RaiseAttractionPersists(sdk::Subject& subject, const Run& run);

}  // namespace candor::consultation

#endif  // CANDOR_PLUGINS_CONSULTATION_ATTRACTION_PERSISTS_H_
