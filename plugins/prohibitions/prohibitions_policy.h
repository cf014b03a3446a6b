#ifndef CANDOR_PLUGINS_PROHIBITIONS_PROHIBITIONS_POLICY_H_
#define CANDOR_PLUGINS_PROHIBITIONS_PROHIBITIONS_POLICY_H_

#include "plugins/sdk/policy.h"

namespace candor::prohibitions {

// R10 to R18 and R42 over one case, and R19 over one member: hands each event to the rules it can matter to. Holds
// nothing itself.
class ProhibitionsPolicy final : public sdk::Policy {
 public:
  void OnEntry(const sdk::Event& entry, sdk::Subject& subject) override;
  void OnTimer(const sdk::Event& timer, sdk::Subject& subject) override;
};

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_PROHIBITIONS_POLICY_H_
