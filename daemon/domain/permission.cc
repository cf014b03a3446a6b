#include "daemon/domain/permission.h"

#include <cstdint>
#include <optional>

#include "daemon/domain/fields.h"
#include "daemon/domain/member.h"

namespace candor::domain {
namespace {

// A change of supervision that a member writes; `supervises`: the one concerned, today.
StaffingBar BarOfChange(const Entry& entry, const MemberId& writer, bool supervises, Day today) {
  const std::optional<int64_t> event = entry.facts.Number(fields::kSupervisionChangeEvent);
  const bool own = entry.header.therapist == writer;
  if (event == words::kAgreementSigned && (own || supervises)) return StaffingBar::kNone;
  if (!supervises) return StaffingBar::kSupervisionOfOthers;
  if (entry.header.occurred.day != today) return StaffingBar::kSupervisionBefore;
  const std::optional<IdBytes> named = entry.facts.IdOf(fields::kSupervisionChangeSupervisor);
  const std::optional<FieldId> begins = WhoBeginsBy(entry.facts);
  if (begins && entry.facts.IdOf(*begins) == writer.bytes()) return StaffingBar::kSupervisionTaken;
  const bool ends_anothers = event == words::kSupervisionEnded && named && named != writer.bytes();
  return ends_anothers ? StaffingBar::kSupervisionOfOthers : StaffingBar::kNone;
}

}  // namespace

StaffingBar StaffingBarOf(const Entry& entry, const Caller& caller, const MemberId& supervisor, Day today) {
  const MemberId& writer = caller.acting_for;
  if (!IsStaffingKind(entry.kind) || caller.has_every_right()) return StaffingBar::kNone;
  const bool supervises = writer == supervisor;
  if (entry.kind == Kind::kSupervisionChange) return BarOfChange(entry, writer, supervises, today);
  if (supervises || entry.header.therapist == writer) return StaffingBar::kNone;
  if (entry.kind == Kind::kDeparture) return StaffingBar::kDepartureOfOthers;
  return entry.facts.IdOf(fields::kAbsenceCover) ? StaffingBar::kCoverOfOthers : StaffingBar::kNone;
}

std::string_view NeutralLabel(Action action) {
  switch (action) {
    case Action::kTalk:
      return "A conversation";
    case Action::kRefer:
      return "A referral";
    case Action::kSoftTransfer:
      return "A handover";
    case Action::kDocument:
      return "Something to write down";
    case Action::kProhibit:
      return "A conversation with the director";
    case Action::kCompleteRecord:
      return "Something to add to the record";
  }
  return "A follow-up";
}

}  // namespace candor::domain
