#ifndef CANDOR_PLUGINS_ENDINGS_LONG_THERAPY_REVIEW_H_
#define CANDOR_PLUGINS_ENDINGS_LONG_THERAPY_REVIEW_H_

#include "plugins/endings/state.h"
#include "plugins/sdk/policy.h"

// R47 long_therapy_review: after so many years, and then every so often, it is noted what the client has of the
// therapy. No code says how long a therapy may be: the rule is off unless a practice wants it.
namespace candor::endings {

// Any entry that the rule subscribes to.
void TakeForReview(const sdk::Event& event, sdk::Subject& subject, Course& state);
// The years are over.
void AskForReview(const sdk::Event& timer, sdk::Subject& subject, Course& state);
uint64_t ReviewToken(const Course& state);

}  // namespace candor::endings

#endif  // CANDOR_PLUGINS_ENDINGS_LONG_THERAPY_REVIEW_H_
