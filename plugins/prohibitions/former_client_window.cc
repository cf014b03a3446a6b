#include "plugins/prohibitions/former_client_window.h"

#include <algorithm>
#include <vector>

#include "plugins/prohibitions/answers.h"
#include "plugins/prohibitions/rules.h"
#include "plugins/sdk/calendar.h"

namespace candor::prohibitions {
namespace {

// What was done is urgent, and so is an advance; that somebody thinks of it, and says so, is not.
sdk::Severity SeverityOf(const Conduct& conduct) {
  const bool light = conduct.step == Step::kIntent || conduct.step == Step::kFlirt;
  return light ? sdk::Severity::kImportant : sdk::Severity::kUrgent;
}

}  // namespace

int32_t WindowEnd(const Anchors& anchors, int64_t years, int64_t anchor) {
  return sdk::YearsAfter(anchor == kFromLastContact ? anchors.last_contact : anchors.ending, years);
}

bool InsideFormerWindow(const sdk::Subject& subject, const Anchors& anchors, int32_t day, bool excepted) {
  const std::vector<sdk::Candidate> windows = subject.Candidates(kFormerClientWindow, kWindowGroup);
  return std::any_of(windows.begin(), windows.end(), [&](const sdk::Candidate& window) {
    const int64_t years = window.Parameter(kFormerYears);
    if (years <= 0 || (excepted && window.Flag(kFormerException))) return false;
    return day <= WindowEnd(anchors, years, window.Parameter(kFormerAnchor));
  });
}

void OpenFormerClientWindow(const sdk::Event& entry, sdk::Subject& subject, const Conduct& conduct,
                            const Anchors& anchors) {
  Prohibit(entry, subject, kFormerClientWindow, kFormerNoticeWithin, SeverityOf(conduct),
           {anchors.ended_by, anchors.contact}, anchors.written);
}

}  // namespace candor::prohibitions
