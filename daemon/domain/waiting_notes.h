#ifndef CANDOR_DAEMON_DOMAIN_WAITING_NOTES_H_
#define CANDOR_DAEMON_DOMAIN_WAITING_NOTES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/store.h"
#include "daemon/domain/supervision_file.h"

// What of their own supervision waits for somebody.
namespace candor::domain {

struct WaitingNotes {
  std::vector<NoteRecord> unseen;         // signed by somebody else and not answered yet, by day
  std::vector<OpenDirective> directives;  // given to the supervisee for them to do, the earliest due first
};

// Of the supervisee's own notes.
WaitingNotes WaitingIn(const std::vector<NoteRecord>& notes, const MemberId& supervisee);
// The same, of everything on record.
absl::StatusOr<WaitingNotes> WaitingNotesOf(const View& view, const MemberId& supervisee);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_WAITING_NOTES_H_
