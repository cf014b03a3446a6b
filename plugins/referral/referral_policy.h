#ifndef CANDOR_PLUGINS_REFERRAL_REFERRAL_POLICY_H_
#define CANDOR_PLUGINS_REFERRAL_REFERRAL_POLICY_H_

#include "plugins/sdk/policy.h"

namespace candor::referral {

// R03, R08 and R43 over one case. Holds nothing itself.
class ReferralPolicy final : public sdk::Policy {
 public:
  void OnEntry(const sdk::Event& entry, sdk::Subject& subject) override;
  void OnTimer(const sdk::Event& timer, sdk::Subject& subject) override;
};

}  // namespace candor::referral

#endif  // CANDOR_PLUGINS_REFERRAL_REFERRAL_POLICY_H_
