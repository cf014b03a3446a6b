#ifndef CANDOR_PLUGINS_BOUNDARIES_OPEN_STEPS_H_
#define CANDOR_PLUGINS_BOUNDARIES_OPEN_STEPS_H_

#include <cstdint>
#include <optional>

#include "plugins/boundaries/conduct.h"
#include "plugins/sdk/policy.h"

// What is open and what it still asks for: the host keeps it, so that no state has to. Two therapists on a case each
// have their own.
namespace candor::boundaries {

// To talk, while a consultation is among the steps that are left; then there is only something to write down.
sdk::Action ActionFor(uint16_t rule, uint32_t steps);

// The youngest that is open of the rule about the entry's therapist and stands for what the entry calls for: one from
// before the policy stands for no duty.
std::optional<sdk::OpenFollowUp> StandsFor(const sdk::Event& event, const sdk::Subject& subject, uint16_t rule);

// Opens it under the entry's id. Where so many are open that the host shows no more, the entry joins the youngest that
// stands for it instead: all of its steps are asked for again.
void OpenOwn(const sdk::Event& event, sdk::Subject& subject, sdk::FollowUp followup);

// Opens it under the entry's id, or says it anew under the one that stands for it: the higher severity and the earlier
// date hold. The key that it has now.
sdk::Id OpenOrJoin(const sdk::Event& event, sdk::Subject& subject, sdk::FollowUp followup);

// The entry has done these steps for everything open of the rule about its therapist; where none is left it is met.
// What only asks for the record is not. `asks`: the bits of that.
void TakeSteps(const sdk::Event& event, sdk::Subject& subject, uint16_t rule, uint32_t done, uint32_t asks = 0);

// The entry meets everything open of the rule about its therapist. Whether there was anything.
bool MeetAll(const sdk::Event& event, sdk::Subject& subject, uint16_t rule);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_OPEN_STEPS_H_
