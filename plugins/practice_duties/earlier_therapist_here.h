#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_EARLIER_THERAPIST_HERE_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_EARLIER_THERAPIST_HERE_H_

#include "plugins/practice_duties/state.h"
#include "plugins/sdk/policy.h"

// R54 earlier_therapist_here: a client tells of an earlier therapist who is, or may be, one of this practice. A matter
// is opened about that person, whom this shows nothing. Restricted.
namespace candor::practice_duties {

void TakeForEarlierTherapist(const sdk::Event& entry, sdk::Subject& subject, State& state);

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_EARLIER_THERAPIST_HERE_H_
