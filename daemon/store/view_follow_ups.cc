#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/store/keys.h"
#include "daemon/store/rows.h"
#include "daemon/store/view.h"

// Follow-ups of rules in force, and what was decided about them.
namespace candor::store {

absl::StatusOr<domain::FollowUp> StoreView::Whole(const domain::FollowUpRow& row) const {
  domain::FollowUp follow_up = domain::FollowUpOf(row);
  CANDOR_ASSIGN_OR_RETURN(follow_up.sealed, records_.ReadSection(row.number, row.section, row.clear));
  if (follow_up.clear.due) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::EntryHeader> staffing, StaffingOf(follow_up.clear.therapist));
    follow_up.away = domain::AwayPeriodsOf(staffing);
  }
  return follow_up;
}

absl::StatusOr<std::vector<domain::FollowUp>> StoreView::FollowUpsByKey(const std::vector<std::string>& keys) const {
  std::vector<domain::FollowUp> follow_ups;
  for (const std::string& key : keys) {
    const auto name = keys::ParseFollowUp(key);
    if (!name) continue;
    CANDOR_ASSIGN_OR_RETURN(domain::FollowUp follow_up, GetFollowUp(name->first, name->second));
    follow_ups.push_back(std::move(follow_up));
  }
  return follow_ups;
}

absl::StatusOr<std::vector<domain::FollowUp>> StoreView::FollowUpsOf(const domain::SubjectId& subject) const {
  return FollowUpsSince(subject, 0);
}

absl::StatusOr<std::vector<domain::FollowUp>> StoreView::FollowUpsSince(const domain::SubjectId& subject,
                                                                        uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(const auto rows,
                          ReadFollowUps(*source_.rows, source_.cache.get(), source_.size, keys::FollowUpsOf(subject)));
  std::vector<domain::FollowUp> follow_ups;
  for (const auto& [key, value] : *rows) {
    CANDOR_ASSIGN_OR_RETURN(const domain::FollowUpRow row, DecodeFollowUpRow(value));
    if (row.number < number) continue;
    CANDOR_ASSIGN_OR_RETURN(domain::FollowUp follow_up, Whole(row));
    follow_ups.push_back(std::move(follow_up));
  }
  return follow_ups;
}

absl::StatusOr<domain::FollowUp> StoreView::GetFollowUp(const domain::SubjectId& subject, const FollowUpId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const domain::FollowUpRow row,
                          Read(keys::FollowUp(subject, id), DecodeFollowUpRow, "follow-up"));
  return Whole(row);
}

absl::StatusOr<std::vector<domain::FollowUp>> StoreView::ListFollowUps(const domain::SubjectId& after_subject,
                                                                       const FollowUpId& after, size_t limit) const {
  const std::string begin = KeyAfter(keys::FollowUp(after_subject, after));
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(keys::AllFollowUps(), begin, limit));
  return FollowUpsByKey(found);
}

absl::StatusOr<std::vector<domain::FollowUp>> StoreView::ListOpenFollowUps(const domain::SubjectId& after_subject,
                                                                           const FollowUpId& after,
                                                                           size_t limit) const {
  const std::string begin = KeyAfter(keys::OpenFollowUp(after_subject, after));
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(keys::AllOpenFollowUps(), begin, limit));
  return FollowUpsByKey(found);
}

absl::StatusOr<std::vector<domain::Decision>> StoreView::DecisionsOf(const domain::SubjectId& subject,
                                                                     const FollowUpId& id) const {
  const std::string prefix = keys::DecisionsOf(subject, id);
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(prefix, prefix, kAll));
  std::vector<domain::Decision> decisions;
  for (const std::string& key : found) {
    CANDOR_ASSIGN_OR_RETURN(domain::Decision decision, GetDecision(keys::ParseDecisionOf(key).value_or(DecisionId())));
    decisions.push_back(std::move(decision));
  }
  std::stable_sort(decisions.begin(), decisions.end(),
                   [](const domain::Decision& a, const domain::Decision& b) { return a.recorded_at < b.recorded_at; });
  return decisions;
}

absl::StatusOr<domain::Decision> StoreView::GetDecision(const DecisionId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const domain::DecisionRow row, Read(keys::Decision(id), DecodeDecisionRow, "decision"));
  return records_.ReadDecision(row.number);
}

}  // namespace candor::store
