#include "daemon/rpc/correction_rights.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/concern.h"
#include "daemon/domain/member.h"
#include "daemon/domain/original.h"
#include "daemon/domain/supervision_cells.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/entry_lookup.h"
#include "daemon/rpc/errors.h"

namespace candor::rpc {
namespace {

using domain::FieldClass;

// Whether the entry is an absence of somebody else, and the caller supervises them today.
absl::StatusOr<bool> SupervisesWhoIsAway(const Question& question, const domain::Entry& entry) {
  const MemberId& away = entry.header.therapist;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Supervision> supervisions, question.view->SupervisionsOf(away));
  return domain::SupervisesOn(supervisions, question.viewer.member(), away, question.today);
}

// Whether somebody is there, they know best themselves, whoever wrote down that they are away; and the facts of an
// absence are their supervisor's to put right.
absl::StatusOr<bool> IsAbsenceOfTheirs(const Question& question, const domain::Entry& entry) {
  if (entry.kind != domain::Kind::kAbsence) return false;
  if (entry.header.therapist == question.viewer.member()) return true;
  return SupervisesWhoIsAway(question, entry);
}

// Whether the operator as such handed in the entry first written; who moved it need not have.
absl::StatusOr<bool> HandedIn(const Question& question, const domain::EntryHeader& original) {
  CANDOR_ASSIGN_OR_RETURN(const domain::Origin first, domain::FirstPlaceOf(*question.view, original));
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry written, question.view->GetEntry(first.entry));
  return !question.viewer.IsSecondPerson(written.entry.header);
}

// A private note says what its author let it say, and names whom they chose: whoever sees it otherwise, the operator as
// such too, changes nothing of it.
absl::Status CheckOwnNote(const Question& question, const domain::EntryHeader& original) {
  if (!original.personal) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const bool handed_in, HandedIn(question, original));
  if (handed_in) return absl::OkStatus();
  return WithDetail(absl::PermissionDeniedError("name: a private note is corrected by its author, or by whoever handed "
                                                "it in; call this for them with candor-act-for"),
                    {"name", "not_author"});
}

// Once people are enrolled a concern is taken back by who raised it: else somebody who reaches the operator's account
// could have one about themselves go away, in the name of who raised it.
absl::Status CheckOwnConcern(const Question& question, const domain::RecordedEntry& original) {
  if (!question.viewer.is_operator() || question.viewer.sees_everything()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const auto concern, domain::RaisedConcern(*question.view, original));
  if (!concern) return absl::OkStatus();
  return WithDetail(absl::PermissionDeniedError("name: a concern is corrected and taken back by who raised it, and by "
                                                "nobody else"),
                    {"name", "not_author"});
}

// What somebody said of their own absence, or their supervisor or the operator for them, stands against the colleague
// who wrote it down: an absence that has been put right since is not the colleague's to change any more.
absl::Status CheckPutRight(const Question& question, const domain::RecordedEntry& standing) {
  const domain::EntryHeader& header = standing.entry.header;
  const MemberId& member = question.viewer.member();
  const bool of_another = standing.entry.kind == domain::Kind::kAbsence && member != header.therapist;
  if (question.viewer.is_operator() || !of_another || header.caller.acting_for == member) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const bool supervises, SupervisesWhoIsAway(question, standing.entry));
  if (supervises) return absl::OkStatus();
  return WithDetail(
      absl::PermissionDeniedError("name: this absence has been put right since, by whoever is away or for "
                                  "them; what they said stands. Ask them, their supervisor or the "
                                  "operator, or record an absence that began since"),
      {"name", "not_theirs"});
}

// From the day after the last one nobody is back by their own word, nor by that of somebody who acts for them: whoever
// wrote the departure down, it gave others what the member had.
absl::Status CheckNotGone(const Question& question, const domain::RecordedEntry& standing) {
  if (question.viewer.is_operator() || standing.entry.kind != domain::Kind::kDeparture) return absl::OkStatus();
  if (!domain::HasLeft(domain::AwayPeriodsOf({standing.entry.header}), question.today)) return absl::OkStatus();
  return WithDetail(absl::PermissionDeniedError("name: the last day that this departure tells of is over; only the "
                                                "operator puts it right. Ask them"),
                    {"name", "left"});
}

// A note of supervision counts for whoever was supervised. Who has left takes nothing from it any more.
absl::Status CheckNoteOfWhoIsHere(const Question& question, const domain::RecordedEntry& standing) {
  const MemberId& member = question.viewer.member();
  const bool own = question.viewer.is_operator() || standing.entry.header.therapist == member;
  if (own || !domain::HasSupervisionCells(standing.entry)) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const bool left, domain::HasLeft(*question.view, member, question.today));
  if (!left) return absl::OkStatus();
  return WithDetail(absl::PermissionDeniedError("name: it counts for whoever was supervised, and you have left; only "
                                                "the operator takes it back. Ask them"),
                    {"name", "left"});
}

// Whose the words of an entry are the caller may change them: the author, and the operator as such what they wrote down
// for somebody who has not put it right since.
absl::StatusOr<bool> MayReword(const Question& question, const domain::RecordedEntry& original,
                               const domain::RecordedEntry& newest) {
  if (!question.viewer.is_operator()) return question.viewer.member() == newest.entry.header.author;
  if (!newest.entry.header.caller.has_every_right()) return false;
  return HandedIn(question, original.entry.header);
}

absl::Status NotTheirWords(std::string_view field) {
  return InvalidField(
      field, "not_theirs",
      "the words are those of whoever wrote it down; leave them out. What you have to say yourself goes "
      "into an entry of your own, or into an answer: candor entry respond");
}

// OK when `entry` says nothing in words but what `newest` says; whoever is not shown the words cannot repeat them.
absl::Status CheckSameWords(const domain::RecordedEntry& newest, bool reads_words, const v1::Entry& wire,
                            const domain::Entry& entry) {
  const bool same_note = reads_words && wire.note() == newest.entry.narrative.Reveal().note;
  if (!wire.note().empty() && !same_note) return NotTheirWords("entry.note");
  const domain::Facts words = newest.entry.facts.OfClass(FieldClass::kNarrative);
  const domain::Facts given = entry.facts.OfClass(FieldClass::kNarrative);
  for (const domain::Fact& fact : given.all()) {
    const bool same = reads_words && std::find(words.all().begin(), words.all().end(), fact) != words.all().end();
    if (same) continue;
    const std::string kind = Below("entry", domain::FindKind(entry.kind)->slug);
    return NotTheirWords(Below(kind, domain::FindField(fact.field)->name));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<domain::RecordedEntry> FindToCorrect(Question& question, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(SeenEntry seen, FindEntry(question, name));
  CANDOR_ASSIGN_OR_RETURN(domain::RecordedEntry original, domain::OriginalOf(*question.view, std::move(seen.recorded)));
  const domain::Viewer& viewer = question.viewer;
  CANDOR_ASSIGN_OR_RETURN(const bool absence, IsAbsenceOfTheirs(question, original.entry));
  const bool theirs = original.entry.header.author == viewer.member() || absence;
  if (!viewer.is_operator() && !theirs) {
    return WithDetail(absl::PermissionDeniedError("name: only its author corrects an entry; write one of your own"),
                      {"name", "not_author"});
  }
  CANDOR_RETURN_IF_ERROR(CheckOwnNote(question, original.entry.header));
  CANDOR_RETURN_IF_ERROR(CheckOwnConcern(question, original));
  if (original.erased) return FailedField("name", "erased", "the entry has been erased; write a new one");
  return original;
}

// Whoever takes what stands away changes who is there, who covers or who supervises, so that it is not only for its
// first author to undo: somebody else may have put it right since. A change of supervision of today was made by who
// supervised until then, and whoever made it may think better of it the same day.
absl::Status CheckUndoing(const Question& question, const Call& call, const domain::RecordedEntry& standing) {
  const domain::EntryHeader& header = standing.entry.header;
  const bool of_today = standing.entry.kind == domain::Kind::kSupervisionChange &&
                        header.occurred.day == question.today && header.caller == call.caller;
  if (of_today) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(CheckPutRight(question, standing));
  CANDOR_RETURN_IF_ERROR(CheckNotGone(question, standing));
  CANDOR_RETURN_IF_ERROR(CheckNoteOfWhoIsHere(question, standing));
  return CheckStaffing(*question.view, call.caller, question.today, standing.entry, "name");
}

absl::Status KeepWordsOfOthers(Question& question, const domain::RecordedEntry& original,
                               const domain::RecordedEntry& newest, const v1::Entry& wire, domain::Entry& entry) {
  CANDOR_ASSIGN_OR_RETURN(const bool may_reword, MayReword(question, original, newest));
  if (may_reword) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfEntry(newest));
  CANDOR_RETURN_IF_ERROR(CheckSameWords(newest, sight == domain::Sight::kWhole, wire, entry));
  const domain::Facts facts =
      domain::Facts::Merge(entry.facts.OfClass(FieldClass::kTriage), entry.facts.OfClass(FieldClass::kDetail));
  entry.facts = domain::Facts::Merge(facts, newest.entry.facts.OfClass(FieldClass::kNarrative));
  entry.narrative = newest.entry.narrative;
  entry.header.author = newest.entry.header.author;
  // The operator as such says whose account it is; anybody else speaks of what they know themselves.
  if (!question.viewer.is_operator()) entry.header.source = newest.entry.header.source;
  return absl::OkStatus();
}

}  // namespace candor::rpc
