#include "daemon/rpc/change_writer.h"

#include <algorithm>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/emergency.h"
#include "daemon/rpc/access_wire.h"
#include "daemon/rpc/concern_wire.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/emergency_wire.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/retention_wire.h"
#include "daemon/rpc/unread.h"

namespace candor::rpc {

using domain::Sight;
using domain::TakeBack;

namespace {

constexpr size_t kEntriesAtOnce = 256;

}  // namespace

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
  if (IsLeftUnread(question_.viewer, recorded.entry.header)) {
    WriteUnread(recorded, out.add_changes()->mutable_entry());
    return absl::OkStatus();
  }
  CANDOR_RETURN_IF_ERROR(NoteShown(question_, recorded));
  v1::Entry* wire = out.add_changes()->mutable_entry();
  ToWire(recorded, sight, wire);
  return ConfineEntry(question_, recorded, wire);
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
  if (!question_.viewer.sees_everything()) return absl::OkStatus();
  for (const domain::SubjectId& subject : written.assessed) out.add_changes()->set_assessed(SubjectName(subject));
  return absl::OkStatus();
}

absl::Status ChangeWriter::Tell(const domain::SubjectErased& erased, v1::WatchResponse& out) {
  CANDOR_ASSIGN_OR_RETURN(const bool concerned, ConcernsCaller(erased));
  if (!concerned) return absl::OkStatus();
  v1::ErasedSubject* wire = out.add_changes()->mutable_erased();
  wire->set_subject(SubjectName(erased.subject));
  wire->set_scope(ScopeOf(erased.classes));
  return absl::OkStatus();
}

// To those whom it is of, and to the member in whose name it was done: each their own part of it. Who was shown it
// knows.
absl::Status ChangeWriter::Tell(const domain::NumberedAccess& read, v1::WatchResponse& out) {
  const MemberId& member = question_.viewer.member();
  const domain::Access& access = read.access;
  if (member.empty() || access.reader == caller_) return absl::OkStatus();
  const bool in_their_name = access.reader.is_acted_for() && access.reader.acting_for == member;
  const bool of_them = std::any_of(access.of.begin(), access.of.end(),
                                   [&](const domain::AccessOf& each) { return each.member == member; });
  if (in_their_name || of_them) ToWire(read, &member, out.add_changes()->mutable_access());
  return absl::OkStatus();
}

// As it stands now. To the operator as such while everything is told to them; what people open to each other is theirs.
absl::Status ChangeWriter::Tell(const domain::EmergencyTold& told, v1::WatchResponse& out) {
  CANDOR_ASSIGN_OR_RETURN(const domain::Emergency emergency, question_.view->GetEmergency(told.id));
  bool is_told = question_.viewer.sees_everything();
  if (!is_told) {
    CANDOR_ASSIGN_OR_RETURN(
        is_told, domain::IsToldOfEmergency(*question_.view, emergency, question_.viewer.member(), question_.today));
  }
  if (is_told) ToWire(emergency, question_.at, out.add_changes()->mutable_emergency());
  return absl::OkStatus();
}

// That there were private notes is told to nobody who has not written or read one of them.
absl::StatusOr<bool> ChangeWriter::ConcernsCaller(const domain::SubjectErased& erased) {
  if (question_.viewer.sees_everything()) return true;
  if (ScopeOf(erased.classes) == v1::ERASURE_SCOPE_EVERYTHING) {
    CANDOR_ASSIGN_OR_RETURN(const domain::CaseFile file, question_.view->GetCase(erased.subject.case_id()));
    CANDOR_ASSIGN_OR_RETURN(const Sight sight, question_.viewer.OfCase(file, question_.today));
    return sight != Sight::kNothing;
  }
  domain::Place after = domain::Place::First();
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const domain::TimelinePage page,
                            question_.view->Timeline(erased.subject, after, kEntriesAtOnce));
    for (const domain::RecordedEntry& recorded : page.entries) {
      if (!recorded.erased || !recorded.entry.header.personal) continue;
      CANDOR_ASSIGN_OR_RETURN(const Sight sight, question_.viewer.OfEntry(recorded));
      if (sight != Sight::kNothing) return true;
    }
    if (!page.next) return false;
    after = *page.next;
  }
}

absl::Status ChangeWriter::TellFollowUp(const domain::FollowUp& follow_up, v1::WatchResponse& out) {
  if (follow_up.clear.undone) {
    CANDOR_ASSIGN_OR_RETURN(const bool seen, HadSeen(follow_up));
    if (seen) out.add_changes()->set_removed_follow_up(FollowUpName(follow_up.clear.subject, follow_up.clear.id));
    return absl::OkStatus();
  }
  CANDOR_ASSIGN_OR_RETURN(const bool unread, ComesOfUnread(follow_up));
  if (unread) return absl::OkStatus();
  v1::FollowUp wire;
  CANDOR_ASSIGN_OR_RETURN(const bool seen, writer_.Write(follow_up, &wire));
  if (seen) *out.add_changes()->mutable_follow_up() = std::move(wire);
  return absl::OkStatus();
}

// Its rule says what the note is about.
absl::StatusOr<bool> ChangeWriter::ComesOfUnread(const domain::FollowUp& follow_up) {
  const bool personal = follow_up.clear.key_class == domain::KeyClass::kPersonal;
  if (!personal || !follow_up.sealed || follow_up.sealed->opened_by.empty()) return false;
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry opening, question_.view->GetEntry(follow_up.sealed->opened_by));
  return IsLeftUnread(question_.viewer, opening.entry.header);
}

// Whether the caller saw it, or would see it if it still were.
absl::StatusOr<bool> ChangeWriter::HadSeen(const domain::FollowUp& undone) {
  if (undone.clear.key_class == domain::KeyClass::kPersonal && undone.sealed) {
    CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry opening, question_.view->GetEntry(undone.sealed->opened_by));
    const domain::EntryHeader& header = opening.entry.header;
    if (IsLeftUnread(question_.viewer, header)) return false;
    if (question_.viewer.sees_everything() || question_.viewer.IsTheirs(header.author)) return true;
    // Nobody else was ever shown it, wherever it stood, or it could not have been called back.
    if (opening.recalled()) return false;
    return question_.viewer.MayReadNote(opening);
  }
  domain::FollowUp standing = undone;
  standing.clear.undone = false;
  CANDOR_ASSIGN_OR_RETURN(const Sight sight, question_.viewer.OfFollowUp(standing));
  return sight != Sight::kNothing;
}

}  // namespace candor::rpc
