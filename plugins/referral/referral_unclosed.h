#ifndef CANDOR_PLUGINS_REFERRAL_REFERRAL_UNCLOSED_H_
#define CANDOR_PLUGINS_REFERRAL_REFERRAL_UNCLOSED_H_

#include "plugins/referral/state.h"
#include "plugins/sdk/policy.h"

// R43 referral_unclosed: an offered referral gets an answer: accepted, declined, or two documented attempts to get one.
namespace candor::referral {

// Any entry that the rule subscribes to.
void TakeForUnclosed(const sdk::Event& event, sdk::Subject& subject, Offer& state);

}  // namespace candor::referral

#endif  // CANDOR_PLUGINS_REFERRAL_REFERRAL_UNCLOSED_H_
