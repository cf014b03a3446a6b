#include "daemon/domain/waiting_notes.h"

#include <algorithm>
#include <utility>

#include "daemon/base/status.h"

namespace candor::domain {
namespace {

// What was only recorded as an entry is nothing that anybody signed, and there is nothing to answer.
bool WaitsToBeSeen(const NoteRecord& note, const MemberId& supervisee) {
  const bool unanswered = note.state == NoteState::kSigned || note.state == NoteState::kAmended;
  return unanswered && !note.plain && note.version.entry.header.author != supervisee;
}

}  // namespace

WaitingNotes WaitingIn(const std::vector<NoteRecord>& notes, const MemberId& supervisee) {
  WaitingNotes waiting;
  for (const NoteRecord& note : notes) {
    if (WaitsToBeSeen(note, supervisee)) waiting.unseen.push_back(note);
  }
  waiting.directives = OpenDirectivesOf(notes);
  std::erase_if(waiting.directives, [&](const OpenDirective& each) { return each.guidance.owner != supervisee; });
  std::stable_sort(waiting.directives.begin(), waiting.directives.end(),
                   [](const OpenDirective& a, const OpenDirective& b) {
                     return std::pair(!a.guidance.due.has_value(), a.guidance.due.value_or(Day())) <
                            std::pair(!b.guidance.due.has_value(), b.guidance.due.value_or(Day()));
                   });
  return waiting;
}

absl::StatusOr<WaitingNotes> WaitingNotesOf(const View& view, const MemberId& supervisee) {
  CANDOR_ASSIGN_OR_RETURN(const SupervisionFile file, ReadSupervisionFile(view, supervisee, kBeforeAllNotes));
  return WaitingIn(file.notes, supervisee);
}

}  // namespace candor::domain
