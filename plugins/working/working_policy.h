#ifndef CANDOR_PLUGINS_WORKING_WORKING_POLICY_H_
#define CANDOR_PLUGINS_WORKING_WORKING_POLICY_H_

#include "plugins/sdk/policy.h"

namespace candor::working {

// R50, R51, R55 and R68 over one member: hands each event to the rules it can matter to. Holds nothing itself. R53 is
// declared here and made by the host.
class WorkingPolicy final : public sdk::Policy {
 public:
  void OnEntry(const sdk::Event& entry, sdk::Subject& subject) override;
  void OnTimer(const sdk::Event& timer, sdk::Subject& subject) override;
  void OnFollowUp(const sdk::Event& change, sdk::Subject& subject) override;
};

}  // namespace candor::working

#endif  // CANDOR_PLUGINS_WORKING_WORKING_POLICY_H_
