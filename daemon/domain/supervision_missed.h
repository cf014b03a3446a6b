#ifndef CANDOR_DAEMON_DOMAIN_SUPERVISION_MISSED_H_
#define CANDOR_DAEMON_DOMAIN_SUPERVISION_MISSED_H_

#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/store.h"
#include "daemon/domain/supervision_file.h"
#include "daemon/domain/supervision_note.h"

// Sessions that others had without somebody who was expected: their notes say so, and nothing in the own timeline does.
// Derived, so that it follows what becomes of those notes.
namespace candor::domain {

// A session at which a supervisee was expected and absent.
struct MissedSession {
  SupervisionSessionId session;
  Day day;
  SupervisionFormat format = SupervisionFormat::kNotRecorded;
  MemberId supervisor;
};
// Adds those that `notes`, of others, tell of, each session once.
void AddMissed(const MemberId& member, const std::vector<NoteRecord>& notes, std::vector<MissedSession>& out);
// From the notes of everybody whom somebody has supervised that has ever supervised the member, from a day on; by day.
absl::StatusOr<std::vector<MissedSession>> ReadMissed(const View& view, const MemberId& member, Day from);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SUPERVISION_MISSED_H_
