#include "daemon/domain/new_supervisors.h"

#include <algorithm>

#include "daemon/base/status.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/ledger_record.h"
#include "daemon/domain/member.h"

namespace candor::domain {
namespace {

absl::StatusOr<absl::Time> RecordedAt(const View& view, const Supervision& relation) {
  if (!relation.by.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const RecordedEntry change, view.GetEntry(relation.by));
    return change.recorded_at;
  }
  CANDOR_ASSIGN_OR_RETURN(const LedgerRecord record, view.RecordAt(relation.number));
  return record.recorded_at;
}

}  // namespace

absl::StatusOr<std::vector<NewSupervisor>> NewSupervisorsOf(const View& view, const MemberId& member,
                                                            absl::Time since) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Supervision> relations, view.SupervisionsOf(member));
  std::vector<NewSupervisor> found;
  for (const Supervision& each : relations) {
    if (each.supervisee != member) continue;
    CANDOR_ASSIGN_OR_RETURN(const absl::Time recorded_at, RecordedAt(view, each));
    if (recorded_at >= since) found.push_back({each.supervisor, each.from, recorded_at});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const NewSupervisor& a, const NewSupervisor& b) { return a.recorded_at < b.recorded_at; });
  return found;
}

}  // namespace candor::domain
