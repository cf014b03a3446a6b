#ifndef CANDOR_PLUGINS_SOFT_TRANSFER_PREPARATION_H_
#define CANDOR_PLUGINS_SOFT_TRANSFER_PREPARATION_H_

#include "plugins/sdk/policy.h"
#include "plugins/soft_transfer/state.h"

// What prepares an ending, and what repairs one that was not prepared: the same entries, read alike.
namespace candor::soft_transfer {

// Takes talks about the ending, referrals and what the client declines; anything else changes nothing.
void TakePreparation(const sdk::Event& event, Preparation& preparation);

// A count as the state keeps it.
uint16_t Narrow(int64_t count);

}  // namespace candor::soft_transfer

#endif  // CANDOR_PLUGINS_SOFT_TRANSFER_PREPARATION_H_
