#include "daemon/rpc/change_writer.h"

#include <utility>

#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {

using domain::Sight;
using domain::TakeBack;

absl::Status ChangeWriter::Write(const domain::LedgerEvent& event, v1::WatchResponse& out) {
  return std::visit([&](const auto& what) { return Tell(what, out); }, event.what);
}

absl::Status ChangeWriter::Tell(std::monostate /*nothing*/, v1::WatchResponse& /*out*/) {
  return absl::OkStatus();
}

// As it stands now, like every answer. Instead of what calls an entry back, what is left of that entry.
absl::Status ChangeWriter::Tell(const EntryId& id, v1::WatchResponse& out) {
  CANDOR_ASSIGN_OR_RETURN(domain::RecordedEntry recorded, question_.view->GetEntry(id));
  const domain::EntryHeader& header = recorded.entry.header;
  if (header.retracts && header.take_back == TakeBack::kRecalled) {
    CANDOR_ASSIGN_OR_RETURN(domain::RecordedEntry left, question_.view->GetEntry(header.revises));
    recorded = std::move(left);
  }
  CANDOR_ASSIGN_OR_RETURN(const Sight sight, question_.viewer.OfEntry(recorded));
  if (sight == Sight::kNothing) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(NoteShown(question_, recorded));
  ToWire(recorded, sight, out.add_changes()->mutable_entry());
  return absl::OkStatus();
}

absl::Status ChangeWriter::Tell(const domain::FollowUpDecided& decided, v1::WatchResponse& out) {
  CANDOR_ASSIGN_OR_RETURN(const domain::FollowUp follow_up,
                          question_.view->GetFollowUp(decided.subject, decided.follow_up));
  return TellFollowUp(follow_up, out);
}

absl::Status ChangeWriter::Tell(const domain::AssessmentWritten& written, v1::WatchResponse& out) {
  for (const domain::FollowUp& said : written.follow_ups) {
    // As the record says it, and what has been decided about it.
    CANDOR_ASSIGN_OR_RETURN(domain::FollowUp follow_up, question_.view->GetFollowUp(said.clear.subject, said.clear.id));
    follow_up.clear = said.clear;
    follow_up.sealed = said.sealed;
    CANDOR_RETURN_IF_ERROR(TellFollowUp(follow_up, out));
  }
  // To anyone else this would tell that something was recorded which they do not see.
  if (!question_.viewer.is_operator()) return absl::OkStatus();
  for (const domain::SubjectId& subject : written.assessed) out.add_changes()->set_assessed(SubjectName(subject));
  return absl::OkStatus();
}

absl::Status ChangeWriter::TellFollowUp(const domain::FollowUp& follow_up, v1::WatchResponse& out) {
  if (follow_up.clear.undone) {
    CANDOR_ASSIGN_OR_RETURN(const bool seen, HadSeen(follow_up));
    if (seen) out.add_changes()->set_removed_follow_up(FollowUpName(follow_up.clear.subject, follow_up.clear.id));
    return absl::OkStatus();
  }
  v1::FollowUp wire;
  CANDOR_ASSIGN_OR_RETURN(const bool seen, writer_.Write(follow_up, &wire));
  if (seen) *out.add_changes()->mutable_follow_up() = std::move(wire);
  return absl::OkStatus();
}

// Whether the caller would see it if it still were.
absl::StatusOr<bool> ChangeWriter::HadSeen(const domain::FollowUp& undone) {
  if (undone.clear.key_class == domain::KeyClass::kPersonal && undone.sealed) {
    CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry opening, question_.view->GetEntry(undone.sealed->opened_by));
    const domain::EntryHeader& header = opening.entry.header;
    const MemberId& member = question_.viewer.member();
    return question_.viewer.is_operator() || header.author == member || header.first_reader == member;
  }
  domain::FollowUp standing = undone;
  standing.clear.undone = false;
  CANDOR_ASSIGN_OR_RETURN(const Sight sight, question_.viewer.OfFollowUp(standing));
  return sight != Sight::kNothing;
}

}  // namespace candor::rpc
