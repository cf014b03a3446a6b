#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DUAL_POLICY_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DUAL_POLICY_H_

#include "plugins/sdk/policy.h"

namespace candor::dual_relationships {

// R30 to R39 over one case: hands each entry to the rules it can matter to. Holds nothing itself.
class DualRelationshipsPolicy final : public sdk::Policy {
 public:
  void OnEntry(const sdk::Event& entry, sdk::Subject& subject) override;
  void OnTimer(const sdk::Event& timer, sdk::Subject& subject) override;
};

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DUAL_POLICY_H_
