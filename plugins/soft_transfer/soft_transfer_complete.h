#ifndef CANDOR_PLUGINS_SOFT_TRANSFER_SOFT_TRANSFER_COMPLETE_H_
#define CANDOR_PLUGINS_SOFT_TRANSFER_SOFT_TRANSFER_COMPLETE_H_

#include "plugins/sdk/policy.h"
#include "plugins/soft_transfer/state.h"

// R27 soft_transfer_complete: a transfer that was begun is brought to its end, with all of its steps on record: joint
// sessions, the client's consent, the release of information, a receiver who accepted, a first session alone booked.
namespace candor::soft_transfer {

void TakeTransferStep(const sdk::Event& step, sdk::Subject& subject, Transfer& transfer);
// Whether the client has been handed over by who ended the therapy: a transfer is no preparation of an ending by the
// one who took the case. Where the receiver has no name in the timeline, the case has stayed with who handed it over.
bool HandedOverBy(const sdk::Event& termination, const Transfer& transfer);
// Whether the step, taken into `after`, hands the client of `therapist` over to someone else.
bool HandsOver(const sdk::TransferProgress& before, const sdk::TransferProgress& after, const sdk::Id& therapist);
// Declined in writing, the transfer cannot and need not be completed.
void TakeTransferDeclined(const sdk::Event& declined, sdk::Subject& subject, Transfer& transfer);

}  // namespace candor::soft_transfer

#endif  // CANDOR_PLUGINS_SOFT_TRANSFER_SOFT_TRANSFER_COMPLETE_H_
