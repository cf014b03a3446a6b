#ifndef CANDOR_PLUGINS_PROHIBITIONS_ADVANCE_OR_PROMISE_H_
#define CANDOR_PLUGINS_PROHIBITIONS_ADVANCE_OR_PROMISE_H_

#include "plugins/prohibitions/conduct.h"
#include "plugins/prohibitions/state.h"
#include "plugins/sdk/policy.h"

// R17 advance_or_promise: a sexual remark, flirting, asking out, a declaration of love, or a promise of something
// later, to a current client. It stays on record for whatever is considered after the ending.
namespace candor::prohibitions {

void OpenAdvance(const sdk::Event& advance, sdk::Subject& subject, const Conduct& conduct);
void AskToWhom(const sdk::Event& advance, sdk::Subject& subject);
// For ever: the seventh of the factors that are gone through after the wait.
void NoteAdvance(const sdk::Event& advance, Person& person);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_ADVANCE_OR_PROMISE_H_
