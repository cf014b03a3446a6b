#ifndef CANDOR_PLUGINS_PROHIBITIONS_TERMINATE_TO_CIRCUMVENT_H_
#define CANDOR_PLUGINS_PROHIBITIONS_TERMINATE_TO_CIRCUMVENT_H_

#include "plugins/prohibitions/people.h"
#include "plugins/sdk/policy.h"

// R16 terminate_to_circumvent: the therapist ended the therapy, not long after an advance, a promise or a personal
// reaction, and pursues the client later. Once that is so, no time makes up for it.
//
// Two rules with one meaning: where an advance or a promise stands before the ending, anybody who may read those may
// know. Where nothing does but a private note, that there was one is known to its readers alone, and the private rule
// says it to them; what everybody else sees is the same as if there had been none.
namespace candor::prohibitions {

// An act, an intent or an advance towards a former client; `person` may be null. Whether the general rule has opened:
// then no assessment can make it right any more.
bool JudgeCircumvention(const sdk::Event& pursuit, sdk::Subject& subject, Person* person, const Anchors& anchors);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_TERMINATE_TO_CIRCUMVENT_H_
