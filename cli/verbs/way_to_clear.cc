#include "cli/verbs/way_to_clear.h"

#include <algorithm>

namespace candor::cli {

bool AsksToDecide(const v1::FollowUp& follow_up) {
  const auto& kinds = follow_up.done_kinds();
  const bool by_a_plan = std::find(kinds.begin(), kinds.end(), "continue_plan") != kinds.end();
  return by_a_plan && follow_up.action() == v1::ACTION_TALK;
}

bool AsksForSupervision(const v1::FollowUp& follow_up) {
  return follow_up.done_kinds_size() == 1 && follow_up.done_kinds(0) == "supervision";
}

std::vector<std::string> KindsWhenDone(const v1::FollowUp& follow_up) {
  if (!follow_up.done_kinds().empty()) return {follow_up.done_kinds().begin(), follow_up.done_kinds().end()};
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
