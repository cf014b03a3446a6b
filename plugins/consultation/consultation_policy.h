#ifndef CANDOR_PLUGINS_CONSULTATION_CONSULTATION_POLICY_H_
#define CANDOR_PLUGINS_CONSULTATION_CONSULTATION_POLICY_H_

#include "plugins/consultation/state.h"
#include "plugins/sdk/policy.h"

namespace candor::consultation {

// R01, R02, R04, R06, R07 and R09 over one case: hands each event to the rules it can matter to. Holds nothing itself.
class ConsultationPolicy final : public sdk::Policy {
 public:
  void OnEntry(const sdk::Event& entry, sdk::Subject& subject) override;
  void OnTimer(const sdk::Event& timer, sdk::Subject& subject) override;
};

}  // namespace candor::consultation

#endif  // CANDOR_PLUGINS_CONSULTATION_CONSULTATION_POLICY_H_
