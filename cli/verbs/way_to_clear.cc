#include "cli/verbs/way_to_clear.h"

namespace candor::cli {

bool AsksToDecide(const v1::FollowUp& follow_up) {
  return follow_up.rule() == "attraction_persists" && follow_up.action() == v1::ACTION_TALK;
}

bool AsksForSupervision(const v1::FollowUp& follow_up) {
  return follow_up.rule() == "trainee_attraction";
}

std::vector<std::string> KindsWhenDone(const v1::FollowUp& follow_up) {
  if (AsksToDecide(follow_up)) return {"continue_plan", "referral", "transfer_step"};
  if (AsksForSupervision(follow_up)) return {"supervision"};
  switch (follow_up.action()) {
    case v1::ACTION_TALK:
      return {"consultation"};
    case v1::ACTION_REFER:
      return {"referral"};
    case v1::ACTION_SOFT_TRANSFER:
      return {"transfer_step"};
    default:
      return {};
  }
}

}  // namespace candor::cli
