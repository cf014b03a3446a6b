#ifndef CANDOR_DAEMON_DOMAIN_SUPERVISION_NOTE_ENTRY_H_
#define CANDOR_DAEMON_DOMAIN_SUPERVISION_NOTE_ENTRY_H_

#include <string>

#include "daemon/domain/entry.h"
#include "daemon/domain/supervision_file.h"
#include "daemon/domain/supervision_note.h"

// A supervision note as an entry, facts and body, and back. Pure.
namespace candor::domain {

// The entry that a supervisee's part becomes: facts and body; who hands it in, and when, is the caller's to fill in.
// `why`: why it was amended. With a ticked follow-up the entry has the day only, and the body when it began: what was
// ticked was there to be talked about, so that the note comes after it in the timeline (what has no time comes after
// what has one), whatever time that was given or not.
Entry NoteEntry(const SupervisionSession& session, const SuperviseePart& part, std::string why = "");
// The same note as the entry that says that it was answered.
Entry AnswerEntry(const NoteRecord& note, const SupervisionAnswer& answer);
// What a recorded supervision entry says, whether it has a note's body or not. `version`: the newest that is no answer.
NoteRecord NoteOf(RecordedEntry original, RecordedEntry version, RecordedEntry newest);

// Whether an entry has a fact that says the format; the others stand in the body.
bool IsFormatFact(SupervisionFormat format);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SUPERVISION_NOTE_ENTRY_H_
