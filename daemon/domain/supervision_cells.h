#ifndef CANDOR_DAEMON_DOMAIN_SUPERVISION_CELLS_H_
#define CANDOR_DAEMON_DOMAIN_SUPERVISION_CELLS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/entry.h"
#include "daemon/domain/supervision_note.h"

// What a supervision note says beside its typed facts, as it stands in the body of its entry: named cells, the form in
// which a body keeps what no field has. One cell per value; a name begins with "supervision.". The forms are for ever:
// they stand in ledger records. Pure.
namespace candor::domain {

// Whether a cell is one of these, and not what an import kept.
bool IsSupervisionCell(std::string_view column);
// Whether the entry is a supervision note, or about a session that did not take place. Not for what was imported.
bool HasSupervisionCells(const Entry& entry);

// What a note's body holds. Of the session only what no fact of the entry says, and when it began only where the entry
// does not; `answer` when this version says that it was seen, or that the supervisee would not look.
struct SupervisionNoteBody {
  SupervisionSession session;
  SupervisionPart part;
  std::optional<SupervisionAnswer> answer;
  std::string why = {};  // why it was amended

  bool operator==(const SupervisionNoteBody&) const = default;
};

std::vector<ImportedCell> ToCells(const SupervisionNoteBody& body);
std::vector<ImportedCell> ToCells(const SupervisionCancellation& cancellation, const MemberId& supervisor);

// nullopt for what is no note. A cell that is not of its form is left out, as if it had not been recorded.
std::optional<SupervisionNoteBody> NoteFromCells(const Entry& entry);

// A session that did not take place, and the entry that says so.
struct CancelledSupervision {
  SupervisionCancellation cancellation;
  MemberId supervisor;
  MemberId supervisee = {};
  EntryId entry = {};
  MemberId noted_by = {};  // its author, who may take it back
};
std::optional<CancelledSupervision> CancellationFromCells(const Entry& entry);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SUPERVISION_CELLS_H_
