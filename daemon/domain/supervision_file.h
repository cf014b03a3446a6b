#ifndef CANDOR_DAEMON_DOMAIN_SUPERVISION_FILE_H_
#define CANDOR_DAEMON_DOMAIN_SUPERVISION_FILE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/store.h"
#include "daemon/domain/supervision_cells.h"
#include "daemon/domain/supervision_note.h"
#include "daemon/domain/supervision_units.h"

// The supervision notes of one supervisee, read from their timeline.
namespace candor::domain {

// Derived, never stored. Numbers are on the wire.
enum class NoteState : uint8_t {
  kSigned = 1,
  kSeen = 2,
  kRefused = 3,
  kAmended = 4,
  kRetracted = 5,
  kRecorded = 6,  // as a plain entry: nobody signed it
};

// What was said to a version of a note. Those to earlier versions stay.
struct AnswerOnRecord {
  SupervisionAnswer answer;
  int32_t version = 1;  // from 1
  MemberId by;
  Day answered;
  absl::Time recorded_at;
};

// What a later note reports of a directive.
struct DirectiveNews {
  DirectiveReport report;
  EntryId note;  // that says so
  Day held;      // the session of that note
};

// One note as it stands.
struct NoteRecord {
  RecordedEntry original;  // its id is the note's
  RecordedEntry newest;    // what was recorded last of it: a version, or the answer to one
  RecordedEntry version;   // the newest version; all of them may be the same
  int32_t versions = 1;
  NoteState state = NoteState::kSigned;
  // The newest answer, where it is to the newest version; the supervisee's own, whatever was noted of them after it.
  std::optional<SupervisionAnswer> answer;
  std::optional<Day> answered_on;       // that answer, where it is not the newest entry
  std::vector<AnswerOnRecord> answers;  // to every version, oldest first
  std::vector<RecordedEntry> history;   // every version, oldest first; empty where there is only one
  SupervisionSession session;
  SupervisionPart part;
  bool plain = false;  // an entry without a note's body: what it does not have was not recorded
  // A plain entry of a session of which there is a signed note: that one counts.
  bool signed_elsewhere = false;
  std::map<uint32_t, DirectiveNews> news;  // the last of each directive, by its place among the guidance

  const MemberId& supervisee() const { return newest.entry.header.therapist; }
  Day held() const { return newest.entry.header.occurred.day; }
  // Only the supervisee has said that it took place.
  bool own_account() const {
    const EntryHeader& header = original.entry.header;
    return plain && header.batch.empty() && header.author == header.therapist;
  }
  // When it was answered. REQUIRES: it was.
  Day answered() const { return answered_on.value_or(newest.entry.header.reported.day); }
  // Whether the supervisee has said something to the newest version themselves.
  bool AnsweredBySupervisee() const;
};

struct SupervisionFile {
  std::vector<NoteRecord> notes;  // by day, then in the order of the timeline; retracted ones too
  std::vector<CancelledSupervision> cancelled;
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

// What the session counted for the supervisee. Only the supervisee's own account of it counts for nothing.
Credit CreditOf(UnitsProfile profile, const NoteRecord& note);
// What such an account would count for if it were signed; 0 for every other note.
int32_t UnsignedHundredths(UnitsProfile profile, const NoteRecord& note);
// As a log counts it. Not for what was retracted.
LogSession LogSessionOf(UnitsProfile profile, const NoteRecord& note);

// A directive that nobody has reported as done or dropped.
struct OpenDirective {
  EntryId note;
  uint32_t index = 0;
  Guidance guidance;  // its due date as it was last moved to
  Day given;          // the session of the note
};
// `notes` in order of day; what was retracted gives no directives and reports none.
std::vector<OpenDirective> OpenDirectivesOf(const std::vector<NoteRecord>& notes);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SUPERVISION_FILE_H_
