#ifndef CANDOR_PLUGINS_PROHIBITIONS_CONDUCT_H_
#define CANDOR_PLUGINS_PROHIBITIONS_CONDUCT_H_

#include "plugins/sdk/conduct.h"
#include "plugins/sdk/policy.h"

// What an entry says was done, by the names of the SDK, which every policy reads it with.
namespace candor::prohibitions {

using sdk::Conduct;
using sdk::IsHearsay;
using sdk::Party;
using sdk::ReadConduct;
using sdk::Step;

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_CONDUCT_H_
