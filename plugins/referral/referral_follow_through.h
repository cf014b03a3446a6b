#ifndef CANDOR_PLUGINS_REFERRAL_REFERRAL_FOLLOW_THROUGH_H_
#define CANDOR_PLUGINS_REFERRAL_REFERRAL_FOLLOW_THROUGH_H_

#include "plugins/referral/state.h"
#include "plugins/sdk/policy.h"

// R03 referral_follow_through: a recommendation or decision to refer is carried out: the client accepts a referral or
// is handed over; or, where the client declined or could not be reached, the work goes on under a confirmed plan.
namespace candor::referral {

// Any entry that the rule subscribes to.
void TakeForFollowThrough(const sdk::Event& event, sdk::Subject& subject, FollowThrough& state);

}  // namespace candor::referral

#endif  // CANDOR_PLUGINS_REFERRAL_REFERRAL_FOLLOW_THROUGH_H_
