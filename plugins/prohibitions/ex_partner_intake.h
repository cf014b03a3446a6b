#ifndef CANDOR_PLUGINS_PROHIBITIONS_EX_PARTNER_INTAKE_H_
#define CANDOR_PLUGINS_PROHIBITIONS_EX_PARTNER_INTAKE_H_

#include "plugins/prohibitions/state.h"
#include "plugins/sdk/policy.h"

// R12 ex_partner_intake: a therapy begins, or begins again, with somebody with whom the therapist had a romantic or
// sexual relation: as the intake says it, or as the timeline does, from before the therapy or where a former client
// returns. A referral or a handover is what it asks for; a person who is not concerned closes it.
namespace candor::prohibitions {

// A romantic or sexual act of the person's with the client.
void NoteRelation(const sdk::Event& act, Person& person, State& state);
// An intake or a session. `state` is as it was before it.
void JudgeExPartner(const sdk::Event& contact, sdk::Subject& subject, State& state);

// The client has somebody else now: nothing is left to do but to close it.
void TakeHandoverOfExPartner(const sdk::Event& event, sdk::Subject& subject, State& state);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_EX_PARTNER_INTAKE_H_
