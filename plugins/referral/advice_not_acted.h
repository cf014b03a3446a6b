#ifndef CANDOR_PLUGINS_REFERRAL_ADVICE_NOT_ACTED_H_
#define CANDOR_PLUGINS_REFERRAL_ADVICE_NOT_ACTED_H_

#include "plugins/referral/state.h"
#include "plugins/sdk/policy.h"

// R08 advice_not_acted: what a consultant recommended is done, or it is noted why not. Asked only once nothing has come
// of it for some time; kept quiet under referral_follow_through, which is about the same advice.
namespace candor::referral {

// Any entry that the rule subscribes to.
void TakeForAdvice(const sdk::Event& event, sdk::Subject& subject, State& state);
// Another episode: what is open stays open.
void ForgetAdvice(sdk::Subject& subject, State& state);
// Nothing has come of it for as long as it may take.
void AskAboutAdvice(const sdk::Event& timer, sdk::Subject& subject, State& state);

}  // namespace candor::referral

#endif  // CANDOR_PLUGINS_REFERRAL_ADVICE_NOT_ACTED_H_
