#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
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

// What of one plugin is not assessed.
struct Faults {
  std::vector<NotAssessed> named;
  uint64_t older = 0;  // so many more, of which nobody knows any more which they were
  domain::NotAssessedReason older_reason = domain::NotAssessedReason::kPluginError;
};

// Of those on record what lies before where the plugin was asked again.
absl::StatusOr<Faults> StillStanding(const domain::View& view, const SubjectReplay::PluginOutcome& outcome,
                                     const std::vector<NotAssessed>& standing) {
  Faults faults;
  if (outcome.from == domain::Place::First()) return faults;
  for (NotAssessed fault : standing) {
    if (fault.plugin != outcome.plugin()) continue;
    // They stand until the plugin begins again at the first entry.
    if (fault.older > 0) faults.older_reason = fault.reason;
    faults.older += std::exchange(fault.older, 0);
    if (!fault.entry.empty()) {
      const auto entry = view.GetEntry(fault.entry);
      if (!entry.ok() && !absl::IsNotFound(entry.status())) return entry.status();
      if (!entry.ok() || outcome.from < domain::PlaceOf(entry->entry.header)) continue;
    }
    faults.named.push_back(fault);
  }
  return faults;
}

// The first that is named says how many there are beside those that are.
void AddFaults(Faults faults, const domain::SubjectId& subject, const std::string& plugin,
               std::vector<NotAssessed>& out) {
  std::vector<NotAssessed>& named = faults.named;
  if (named.empty() && faults.older > 0) {
    named.push_back({subject, EntryId(), plugin, faults.older_reason, 0});
    --faults.older;
  }
  if (named.empty()) return;
  const size_t surplus = named.size() > kMostFaults ? named.size() - kMostFaults : 0;
  named[surplus].older = static_cast<uint32_t>(faults.older + surplus);
  out.insert(out.end(), named.begin() + static_cast<ptrdiff_t>(surplus), named.end());
}

}  // namespace

absl::StatusOr<domain::SubjectProgress> AssessmentBuilder::Progress(const domain::View& view, SubjectReplay& replay,
                                                                    const std::vector<NotAssessed>& standing) const {
  domain::SubjectProgress progress;
  progress.subject = replay.occasion().subject;
  progress.assessed_to = view.size();
  for (const SubjectReplay::PluginOutcome& outcome : replay.outcomes()) {
    CANDOR_ASSIGN_OR_RETURN(Faults faults, StillStanding(view, outcome, standing));
    for (const NotAssessed& fault : outcome.not_assessed) {
      std::vector<NotAssessed>& named = faults.named;
      if (std::find(named.begin(), named.end(), fault) == named.end()) named.push_back(fault);
    }
    AddFaults(std::move(faults), progress.subject, outcome.plugin(), progress.not_assessed);
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
