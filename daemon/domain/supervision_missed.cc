#include "daemon/domain/supervision_missed.h"

#include <algorithm>
#include <set>

#include "daemon/base/status.h"
#include "daemon/domain/member.h"

namespace candor::domain {

void AddMissed(const MemberId& member, const std::vector<NoteRecord>& notes, std::vector<MissedSession>& out) {
  for (const NoteRecord& note : notes) {
    if (note.plain || note.state == NoteState::kRetracted) continue;
    const SupervisionAttendee* attendee = FindAttendee(note.session, member);
    if (attendee == nullptr || attendee->attendance != Attendance::kAbsent) continue;
    const bool known =
        std::any_of(out.begin(), out.end(), [&](const MissedSession& each) { return each.session == note.session.id; });
    if (!known) out.push_back({note.session.id, note.held(), note.session.format, note.session.supervisor});
  }
}

absl::StatusOr<std::vector<MissedSession>> ReadMissed(const View& view, const MemberId& member, Day from) {
  std::set<MemberId> supervisors, others;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Supervision> relations, view.SupervisionsOf(member));
  for (const Supervision& each : relations) {
    if (each.supervisee == member) supervisors.insert(each.supervisor);
  }
  for (const MemberId& supervisor : supervisors) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<Supervision> theirs, view.SupervisionsOf(supervisor));
    for (const Supervision& each : theirs) {
      if (each.supervisor == supervisor && each.supervisee != member) others.insert(each.supervisee);
    }
  }
  std::vector<MissedSession> missed;
  for (const MemberId& other : others) {
    CANDOR_ASSIGN_OR_RETURN(const SupervisionFile file, ReadSupervisionFile(view, other, from));
    AddMissed(member, file.notes, missed);
  }
  std::sort(missed.begin(), missed.end(), [](const MissedSession& a, const MissedSession& b) {
    return a.day == b.day ? a.session < b.session : a.day < b.day;
  });
  return missed;
}

}  // namespace candor::domain
