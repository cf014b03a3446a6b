#ifndef CANDOR_PLUGINS_BOUNDARIES_BOUNDARIES_POLICY_H_
#define CANDOR_PLUGINS_BOUNDARIES_BOUNDARIES_POLICY_H_

#include "plugins/sdk/policy.h"

namespace candor::boundaries {

// R05, R20 to R26c and R29 over one case: hands each event to the rules it can matter to. Holds nothing itself.
class BoundariesPolicy final : public sdk::Policy {
 public:
  void OnEntry(const sdk::Event& entry, sdk::Subject& subject) override;
  void OnTimer(const sdk::Event& timer, sdk::Subject& subject) override;
};

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_BOUNDARIES_POLICY_H_
