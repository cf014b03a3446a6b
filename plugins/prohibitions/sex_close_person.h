#ifndef CANDOR_PLUGINS_PROHIBITIONS_SEX_CLOSE_PERSON_H_
#define CANDOR_PLUGINS_PROHIBITIONS_SEX_CLOSE_PERSON_H_

#include <cstdint>
#include <optional>

#include "plugins/sdk/policy.h"

// R11 sex_close_person: a romantic or sexual act with somebody close to a current client. Who is close enough is the
// profile's to say, one relation at a time.
namespace candor::prohibitions {

// The parameter that says whether the relation counts, of this rule and of the one about former clients' people;
// nullopt: it is nobody close to a client. `other_party`: CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_*.
std::optional<uint16_t> RelationParameter(int64_t other_party);

void JudgeSexClosePerson(const sdk::Event& act, sdk::Subject& subject, int64_t other_party);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_SEX_CLOSE_PERSON_H_
