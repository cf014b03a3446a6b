#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/policy/assessment_builder.h"

// How far a subject is assessed, and what of it is not.
namespace candor::policy {
namespace {

using domain::NotAssessed;

// A plugin that is not loaded says this of every entry; of older ones the number is enough to know.
constexpr size_t kMostFaults = 64;

}  // namespace

absl::StatusOr<domain::SubjectProgress> AssessmentBuilder::Progress(const domain::View& view, SubjectReplay& replay,
                                                                    const std::vector<NotAssessed>& standing) const {
  domain::SubjectProgress progress;
  progress.subject = replay.occasion().subject;
  progress.assessed_to = view.size();
  for (const SubjectReplay::PluginOutcome& outcome : replay.outcomes()) {
    std::vector<NotAssessed> faults;
    uint64_t older = 0;
    domain::NotAssessedReason older_reason = domain::NotAssessedReason::kPluginError;
    for (NotAssessed fault : standing) {
      if (fault.plugin != outcome.plugin()) continue;
      if (outcome.from == domain::Place::First()) continue;
      // Nobody knows which they were, so they stand until the plugin begins again at the first entry.
      if (fault.older > 0) older_reason = fault.reason;
      older += std::exchange(fault.older, 0);
      if (!fault.entry.empty()) {
        const auto entry = view.GetEntry(fault.entry);
        if (!entry.ok() && !absl::IsNotFound(entry.status())) return entry.status();
        if (!entry.ok() || outcome.from < domain::PlaceOf(entry->entry.header)) continue;
      }
      faults.push_back(fault);
    }
    for (const NotAssessed& fault : outcome.not_assessed) {
      if (std::find(faults.begin(), faults.end(), fault) == faults.end()) faults.push_back(fault);
    }
    const size_t surplus = faults.size() > kMostFaults ? faults.size() - kMostFaults : 0;
    if (faults.empty() && older > 0) {
      faults.push_back({progress.subject, EntryId(), outcome.plugin(), older_reason, 0});
      --older;
    }
    if (!faults.empty()) faults[surplus].older = static_cast<uint32_t>(older + surplus);
    progress.not_assessed.insert(progress.not_assessed.end(), faults.begin() + static_cast<ptrdiff_t>(surplus),
                                 faults.end());
    if (!outcome.loaded) continue;
    for (const domain::Timer& timer : outcome.end().timers) {
      progress.next_timer = std::min(progress.next_timer.value_or(timer.day), timer.day);
    }
  }
  CANDOR_ASSIGN_OR_RETURN(const bool erased, view.HasErased(progress.subject, domain::KeyClass::kGeneral));
  if (erased) {
    progress.next_timer.reset();
    progress.not_assessed.clear();
  }
  return progress;
}

}  // namespace candor::policy
