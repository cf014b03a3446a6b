#include "plugins/prohibitions/former_close_person_window.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "plugins/prohibitions/answers.h"
#include "plugins/prohibitions/former_client_window.h"
#include "plugins/prohibitions/rules.h"
#include "plugins/prohibitions/sex_close_person.h"

namespace candor::prohibitions {

void JudgeFormerClosePerson(const sdk::Event& act, sdk::Subject& subject, int64_t other_party, const Anchors& anchors) {
  const std::optional<uint16_t> relation = RelationParameter(other_party);
  if (!relation.has_value()) return;
  const std::vector<sdk::Candidate> windows = subject.Candidates(kFormerClosePersonWindow, kWindowGroup);
  const bool inside = std::any_of(windows.begin(), windows.end(), [&](const sdk::Candidate& window) {
    const int64_t years = window.Parameter(kClosePersonYears);
    if (years <= 0 || !window.Flag(*relation)) return false;
    return act.day() <= WindowEnd(anchors, years, window.Parameter(kClosePersonAnchor));
  });
  if (!inside) return;
  Prohibit(act, subject, kFormerClosePersonWindow, kFormerCloseNoticeWithin, sdk::Severity::kUrgent,
           {anchors.ended_by, anchors.contact}, anchors.written);
}

}  // namespace candor::prohibitions
