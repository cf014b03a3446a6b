#include "daemon/policy/erased_grounds.h"

#include <utility>

#include "absl/status/statusor.h"
#include "daemon/base/status.h"

namespace candor::policy {
namespace {

using domain::FollowUpSection;
using domain::RuleState;

absl::StatusOr<bool> IsErasedEntry(const domain::View& view, const EntryId& id) {
  if (id.empty()) return false;
  const auto entry = view.GetEntry(id);
  if (absl::IsNotFound(entry.status())) return false;
  CANDOR_RETURN_IF_ERROR(entry.status());
  return entry->erased;
}

absl::StatusOr<bool> RestsOnErased(const domain::View& view, const domain::FollowUpSealed& sealed) {
  std::vector<EntryId> entries = sealed.facts_used;
  entries.push_back(sealed.opened_by);
  entries.push_back(sealed.resolved_by);
  for (const EntryId& id : entries) {
    CANDOR_ASSIGN_OR_RETURN(const bool erased, IsErasedEntry(view, id));
    if (erased) return true;
  }
  return false;
}

absl::StatusOr<bool> StaysAsItWas(const domain::View& view, const domain::FollowUp* row,
                                  const FollowUpSection& section) {
  if (section.clear.subject.kind != domain::SubjectKind::kMember) return false;
  if (row == nullptr) return IsErasedEntry(view, section.sealed.opened_by);
  if (!row->sealed) return false;
  const RuleState now = section.clear.state;
  const bool met = row->clear.state == RuleState::kOpen && now == RuleState::kResolved;
  const bool retired = now == RuleState::kWithdrawn && section.clear.cause == domain::ResolvedCause::kDecision;
  if (met || retired) return false;
  return RestsOnErased(view, *row->sealed);
}

}  // namespace

absl::Status LeaveOutErased(const domain::View& view, const std::map<FollowUpId, const domain::FollowUp*>& known,
                            std::vector<FollowUpSection>& changed) {
  std::vector<FollowUpSection> left;
  left.reserve(changed.size());
  for (FollowUpSection& section : changed) {
    const auto row = known.find(section.clear.id);
    CANDOR_ASSIGN_OR_RETURN(const bool stays, StaysAsItWas(view, row == known.end() ? nullptr : row->second, section));
    if (!stays) left.push_back(std::move(section));
  }
  changed = std::move(left);
  return absl::OkStatus();
}

}  // namespace candor::policy
