#include "daemon/rpc/unread.h"

#include "daemon/base/status.h"
#include "daemon/domain/original.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {

bool IsLeftUnread(const domain::Viewer& viewer, const domain::EntryHeader& header) {
  return header.personal && viewer.is_operator() && viewer.IsSecondPerson(header);
}

absl::StatusOr<bool> IsListedUnread(Question& question, const domain::RecordedEntry& recorded) {
  const domain::EntryHeader& header = recorded.entry.header;
  const bool nothing_to_tell = header.retracts || recorded.recalled() || recorded.erased;
  if (nothing_to_tell || !IsLeftUnread(question.viewer, header)) return false;
  return question.viewer.IsSecondPersonTo(recorded);
}

void WriteUnread(const domain::RecordedEntry& recorded, v1::Entry* out) {
  out->set_name(EntryName(recorded.entry.header.subject, recorded.entry.header.id));
  ToWire(recorded.recorded_at, out->mutable_recorded_at());
  out->set_ledger_number(recorded.number);
  out->set_retracted(recorded.retracted);
  out->set_recalled(recorded.recalled());
  out->set_erased(recorded.erased);
  out->set_partial(true);
}

void WriteUnreadLine(const domain::RecordedEntry& recorded, v1::Entry* out) {
  const domain::EntryHeader& header = recorded.entry.header;
  WriteUnread(recorded, out);
  out->set_therapist(MemberName(header.therapist));
  out->set_author(MemberName(header.author));
  ToWire(header.occurred, out->mutable_occurred());
  ToWire(header.reported, out->mutable_reported());
  out->set_revises(EntryName(header.subject, header.revises));
  out->set_revised_by(EntryName(header.subject, recorded.revised_by));
  out->set_refiled_from(EntryName(header.moved_from.subject, header.moved_from.entry));
}

absl::StatusOr<bool> MayBeCalledBackFrom(Question& question, const domain::FollowUp& follow_up) {
  const bool personal = follow_up.clear.key_class == domain::KeyClass::kPersonal;
  if (!personal || !follow_up.sealed || follow_up.sealed->opened_by.empty()) return false;
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry opening, question.view->GetEntry(follow_up.sealed->opened_by));
  if (opening.retracted || opening.erased) return false;
  CANDOR_ASSIGN_OR_RETURN(const bool second, question.viewer.IsSecondPersonTo(opening));
  if (!second) return false;
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry first, domain::OriginalOf(*question.view, opening));
  if (question.at > first.recorded_at + domain::kRecallWindow) return false;
  CANDOR_ASSIGN_OR_RETURN(const bool read, question.view->HasRead(first.entry.header.id, question.viewer.member()));
  return !read;
}

}  // namespace candor::rpc
