#ifndef CANDOR_PLUGINS_PROHIBITIONS_EX_PARTNER_INTAKE_H_
#define CANDOR_PLUGINS_PROHIBITIONS_EX_PARTNER_INTAKE_H_

#include "plugins/prohibitions/state.h"
#include "plugins/sdk/policy.h"

// R12 ex_partner_intake: a therapy begins, or begins again, with somebody with whom the therapist had a romantic or
// sexual relation: as the intake says it, or as the timeline does, where a former client returns. A referral or a
// handover is what it asks for; a person who is not concerned closes it.
namespace candor::prohibitions {

// An intake or a session. `person` is as it was before it, and may be null.
void JudgeExPartner(const sdk::Event& contact, sdk::Subject& subject, const Person* person);

// The client has somebody else now: nothing is left to do but to close it.
void TakeHandoverOfExPartner(const sdk::Event& event, sdk::Subject& subject);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_EX_PARTNER_INTAKE_H_
