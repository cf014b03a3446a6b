#include "daemon/policy/reassessment_walk.h"

#include <algorithm>

#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/compliance.h"

namespace candor::policy {
namespace {

using domain::SubjectId;
using domain::SubjectKind;

constexpr int kMostAttempts = 3;
constexpr size_t kMembersAtOnce = 512;
// What has no day of its own is counted in this month.
constexpr Day kLastUndated(1970, 1, 31);

}  // namespace

absl::StatusOr<std::vector<SubjectId>> SubjectsAfter(const domain::View& view, SubjectKind kind, const IdBytes& after,
                                                     size_t limit) {
  std::vector<SubjectId> subjects;
  if (kind == SubjectKind::kCase) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<CaseId> cases, view.CasesAfter(CaseId(after), limit));
    for (const CaseId& id : cases) subjects.push_back(SubjectId::Of(id));
  } else {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Member> members, view.ListMembers(MemberId(after), limit));
    for (const domain::Member& member : members) subjects.push_back(SubjectId::Of(member.id));
  }
  return subjects;
}

absl::Status ReassessmentWalk::CountSubjects(const domain::View& view) {
  if (progress_.all > 0) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const auto rows, view.Counts(domain::CountBasis::kOpened, domain::kUndated, kLastUndated));
  for (const auto& row : rows) {
    if (row.figure == domain::Figure::kCaseKnown) progress_.all += row.count;
  }
  IdBytes after{};
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<SubjectId> members,
                            SubjectsAfter(view, SubjectKind::kMember, after, kMembersAtOnce));
    progress_.all += members.size();
    if (members.size() < kMembersAtOnce) return absl::OkStatus();
    after = members.back().id;
  }
}

absl::StatusOr<std::vector<SubjectId>> ReassessmentWalk::NextPage(const domain::View& view, size_t limit) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<SubjectId> page, SubjectsAfter(view, progress_.kind, progress_.after, limit));
  if (page.empty() && progress_.kind == SubjectKind::kCase) {
    progress_.kind = SubjectKind::kMember;
    progress_.after = {};
    CANDOR_ASSIGN_OR_RETURN(page, SubjectsAfter(view, progress_.kind, progress_.after, limit));
  }
  progress_.done = page.empty();
  return page;
}

bool ReassessmentWalk::FinishPage(const std::vector<SubjectId>& page, size_t left_out) {
  if (left_out > 0 && ++attempts_ < kMostAttempts) return false;
  attempts_ = 0;
  progress_.after = page.back().id;
  progress_.looked_at += page.size();
  progress_.left_out += left_out;
  // A case that was merged into another is one less of those that were counted.
  progress_.all = std::max(progress_.all, progress_.looked_at);
  return true;
}

}  // namespace candor::policy
