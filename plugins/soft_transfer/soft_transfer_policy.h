#ifndef CANDOR_PLUGINS_SOFT_TRANSFER_SOFT_TRANSFER_POLICY_H_
#define CANDOR_PLUGINS_SOFT_TRANSFER_SOFT_TRANSFER_POLICY_H_

#include "plugins/sdk/policy.h"

namespace candor::soft_transfer {

// R27, R40 and R41 over one case. Holds nothing itself.
class SoftTransferPolicy final : public sdk::Policy {
 public:
  void OnEntry(const sdk::Event& entry, sdk::Subject& subject) override;
  void OnTimer(const sdk::Event& timer, sdk::Subject& subject) override;
};

}  // namespace candor::soft_transfer

#endif  // CANDOR_PLUGINS_SOFT_TRANSFER_SOFT_TRANSFER_POLICY_H_
