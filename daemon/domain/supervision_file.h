#ifndef CANDOR_DAEMON_DOMAIN_SUPERVISION_FILE_H_
#define CANDOR_DAEMON_DOMAIN_SUPERVISION_FILE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/store.h"
#include "daemon/domain/supervision_note.h"
#include "daemon/domain/supervision_units.h"

// The supervision notes of one supervisee, read from their timeline.
namespace candor::domain {

// Derived, never stored. Numbers are on the wire.
enum class NoteState : uint8_t { kSigned = 1, kSeen = 2, kRefused = 3, kAmended = 4, kRetracted = 5 };

// One note as it stands.
struct NoteRecord {
  RecordedEntry original;  // its id is the note's
  RecordedEntry newest;    // what was recorded last of it: a version, or the answer to one
  RecordedEntry version;   // the newest version; all of them may be the same
  int32_t versions = 1;
  NoteState state = NoteState::kSigned;
  // The answer to the newest version.
  std::optional<SupervisionAnswer> answer;
  SupervisionSession session;
  SupervisionPart part;
  bool plain = false;  // an entry without a note's body: what it does not have was not recorded

  const MemberId& supervisee() const { return newest.entry.header.therapist; }
  Day held() const { return newest.entry.header.occurred.day; }
  // When it was answered. REQUIRES: it was.
  Day answered() const { return newest.entry.header.reported.day; }
};

// Of a week in one setting, as the supervisee recorded them.
struct HoursOfWeek {
  Day monday;
  int32_t direct_minutes = 0;
};

struct SupervisionFile {
  std::vector<NoteRecord> notes;  // by day, then in the order of the timeline; retracted ones too
  std::vector<SupervisionCancellation> cancelled;
  std::vector<HoursOfWeek> hours;
};

// Before everything that a practice has on record.
inline constexpr Day kBeforeAllNotes(1900, 1, 1);

// Everything of the supervisee's from a day on.
absl::StatusOr<SupervisionFile> ReadSupervisionFile(const View& view, const MemberId& supervisee, Day from);
// NOT_FOUND when there is none of that id.
absl::StatusOr<NoteRecord> FindNote(const View& view, const MemberId& supervisee, const EntryId& id);
// The notes of one session, that of `note` included, in the order of its attendees. Those retracted are left out.
absl::StatusOr<std::vector<NoteRecord>> NotesOfSession(const View& view, const NoteRecord& note);

// The entry that a supervisee's part becomes: facts and body; who hands it in, and when, is the caller's to fill in.
Entry NoteEntry(const SupervisionSession& session, const SuperviseePart& part);
// The same note as the entry that says that it was answered.
Entry AnswerEntry(const NoteRecord& note, const SupervisionAnswer& answer);
// What a recorded supervision entry says, whether it has a note's body or not. `version`: the newest that is no answer.
NoteRecord NoteOf(RecordedEntry original, RecordedEntry version, RecordedEntry newest);

// What the session counted for the supervisee.
Credit CreditOf(UnitsProfile profile, const NoteRecord& note);
// As a log counts it. Not for what was retracted.
LogSession LogSessionOf(UnitsProfile profile, const NoteRecord& note);

// A directive that nobody has reported as done or dropped.
struct OpenDirective {
  EntryId note;
  uint32_t index = 0;
  Guidance guidance;  // its due date as it was last moved to
};
// `notes` in order of day; what was retracted gives no directives and reports none.
std::vector<OpenDirective> OpenDirectivesOf(const std::vector<NoteRecord>& notes);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SUPERVISION_FILE_H_
