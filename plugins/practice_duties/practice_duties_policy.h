#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_PRACTICE_DUTIES_POLICY_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_PRACTICE_DUTIES_POLICY_H_

#include "plugins/sdk/policy.h"

namespace candor::practice_duties {

// R54, R60 to R63 and R65 to R67 over one case or one member: hands each event to the rules it can matter to. Holds
// nothing itself.
class PracticeDutiesPolicy final : public sdk::Policy {
 public:
  void OnEntry(const sdk::Event& entry, sdk::Subject& subject) override;
  void OnTimer(const sdk::Event& timer, sdk::Subject& subject) override;
};

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_PRACTICE_DUTIES_POLICY_H_
