#ifndef CANDOR_PLUGINS_PROHIBITIONS_SEX_CURRENT_H_
#define CANDOR_PLUGINS_PROHIBITIONS_SEX_CURRENT_H_

#include "plugins/sdk/policy.h"

// R10 sex_current: a romantic or sexual act with a current client, whoever began it and whoever agreed. No entry ends
// it: a person who is not concerned disposes of it.
namespace candor::prohibitions {

void OpenSexCurrent(const sdk::Event& act, sdk::Subject& subject);
// An act with somebody whom nobody named: that is asked for once, whatever rule the answer will lead to.
void AskForOtherParty(const sdk::Event& act, sdk::Subject& subject);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_SEX_CURRENT_H_
