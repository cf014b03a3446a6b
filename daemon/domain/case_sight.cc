#include "daemon/domain/case_sight.h"

#include <map>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/member.h"

namespace candor::domain {
namespace {

// Empty: the member is there, or nobody covers for them.
absl::StatusOr<MemberId> ActingForTherapist(const View& view, const MemberId& therapist, Day today) {
  std::map<MemberId, std::vector<AwayPeriod>> known;
  return CoverOn(therapist, today, [&](const MemberId& each) -> absl::StatusOr<const std::vector<AwayPeriod>*> {
    const auto [found, added] = known.try_emplace(each);
    if (added) {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<EntryHeader> staffing, view.StaffingOf(each));
      found->second = AwayPeriodsOf(staffing);
    }
    return &found->second;
  });
}

}  // namespace

absl::StatusOr<std::set<MemberId>> WhoSeesCase(const View& view, const CaseId& id, Day today) {
  CANDOR_ASSIGN_OR_RETURN(const CaseCourse course, view.GetCourse(id));
  std::set<MemberId> readers;
  for (const Part& part : course.parts) readers.insert(part.therapist);
  if (course.parts.empty()) return readers;
  const MemberId& last = course.parts.back().therapist;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Supervision> supervisions, view.SupervisionsOf(last));
  CANDOR_ASSIGN_OR_RETURN(const MemberId acting, ActingForTherapist(view, last, today));
  for (const MemberId& each : {SupervisorOn(supervisions, last, today), acting}) {
    if (!each.empty()) readers.insert(each);
  }
  return readers;
}

}  // namespace candor::domain
