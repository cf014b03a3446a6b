#ifndef CANDOR_PLUGINS_ENDINGS_ENDINGS_POLICY_H_
#define CANDOR_PLUGINS_ENDINGS_ENDINGS_POLICY_H_

#include "plugins/sdk/policy.h"

namespace candor::endings {

// R44, R45, R46, R47 and R59 over one case: hands each event to the rules it can matter to. Holds nothing itself.
class EndingsPolicy final : public sdk::Policy {
 public:
  void OnEntry(const sdk::Event& entry, sdk::Subject& subject) override;
  void OnTimer(const sdk::Event& timer, sdk::Subject& subject) override;
};

}  // namespace candor::endings

#endif  // CANDOR_PLUGINS_ENDINGS_ENDINGS_POLICY_H_
