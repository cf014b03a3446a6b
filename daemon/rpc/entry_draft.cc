#include "daemon/rpc/entry_draft.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/away.h"
#include "daemon/domain/member.h"
#include "daemon/domain/new_matter.h"
#include "daemon/domain/permission.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/facts.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

using domain::Entry;
using domain::EntryHeader;
using domain::FieldClass;
using domain::Source;
using domain::SubjectId;
using domain::SubjectKind;

absl::Status CheckSizes(const v1::Entry& wire, std::string_view field) {
  if (wire.note().size() > domain::kMaxNoteBytes) {
    return InvalidField(Below(field, "note"), "too_long",
                        "longer than 16 KiB; keep what matters, or write a second entry");
  }
  if (wire.ByteSizeLong() > domain::kMaxEntryBytes) {
    // A retraction stands in its request by itself.
    return InvalidField(field.empty() ? "retraction" : field, "too_long",
                        "longer than 32 KiB as a whole; keep what matters, or write a second entry");
  }
  return absl::OkStatus();
}

absl::Status ReadTimes(const v1::Entry& wire, Day today, std::string_view field, EntryHeader& header) {
  const std::string occurred = Below(field, "occurred");
  const std::string reported = Below(field, "reported");
  if (!wire.has_occurred()) return InvalidField(occurred, "date", "missing; give the date on which it happened");
  CANDOR_ASSIGN_OR_RETURN(header.occurred, MomentFromWire(wire.occurred(), occurred));
  if (header.occurred.day > today) {
    return InvalidField(occurred, "future_date", "lies in the future; record it once it has happened");
  }
  header.reported = CivilMoment{today, std::nullopt, std::nullopt};
  if (wire.has_reported()) {
    CANDOR_ASSIGN_OR_RETURN(header.reported, MomentFromWire(wire.reported(), reported));
  }
  if (header.reported.day > today) {
    return InvalidField(reported, "future_date",
                        "lies in the future; give the day it was written down, or leave it out");
  }
  if (header.reported.day < header.occurred.day) {
    return InvalidField(reported, "before_occurred",
                        "lies before `occurred`; it cannot be written down before it happened");
  }
  return absl::OkStatus();
}

absl::Status ReadPeople(const domain::View& view, const v1::Entry& wire, std::string_view field, EntryHeader& header) {
  const std::string therapist = Below(field, "therapist");
  const MemberId acting = header.caller.acting_for;
  if (!wire.therapist().empty()) {
    CANDOR_ASSIGN_OR_RETURN(header.therapist, KnownMember(view, wire.therapist(), therapist));
  } else if (header.subject.kind == SubjectKind::kMember) {
    header.therapist = header.subject.member_id();
  } else if (!acting.empty()) {
    header.therapist = acting;
  } else {
    return MissingField(therapist, "say whom it is about");
  }
  if (header.subject.kind == SubjectKind::kMember && header.therapist != header.subject.member_id()) {
    return InvalidField(therapist, "scope", "is another member than `parent`; leave it out, or change `parent`");
  }
  header.author = acting.empty() ? header.therapist : acting;
  if (header.personal && header.author != header.therapist) {
    return InvalidField(therapist, "personal", "a reaction of one's own is written by the person who has it");
  }
  if (wire.first_reader().empty()) return absl::OkStatus();
  const std::string reader = Below(field, "first_reader");
  CANDOR_ASSIGN_OR_RETURN(header.first_reader, KnownMember(view, wire.first_reader(), reader));
  if (header.first_reader == header.author) {
    return InvalidField(reader, "first_reader", "is the author; name another person, or nobody");
  }
  return absl::OkStatus();
}

absl::Status ReadSource(const v1::Entry& wire, std::string_view field, EntryHeader& header) {
  if (wire.source() == v1::ENTRY_SOURCE_IMPORT) {
    return InvalidField(Below(field, "source"), "source", "is for imports only; say whose account it is");
  }
  // Of oneself nobody has a concern, so that no rule looks at one: in somebody else's words it would be lost.
  const bool of_another = header.kind == domain::Kind::kConcern && header.author != header.therapist;
  if (of_another && wire.source() == v1::ENTRY_SOURCE_SELF) {
    return InvalidField(Below(field, "source"), "not_theirs",
                        "is the account of whom it is about, and somebody else writes it; say how the author comes to "
                        "know of it: supervisor, colleague, client …");
  }
  if (wire.source() != v1::ENTRY_SOURCE_UNSPECIFIED) {
    header.source = static_cast<Source>(wire.source());
    return absl::OkStatus();
  }
  if (header.author != header.therapist) {
    return MissingField(Below(field, "source"),
                        "say how the author comes to know of it: supervisor, colleague, client …");
  }
  header.source = Source::kSelf;
  return absl::OkStatus();
}

// Whether there is such a concern, and whose to see to it is, is looked up where the entry is written.
absl::Status ReadMatter(const v1::Entry& wire, std::string_view field, EntryHeader& header) {
  if (wire.matter().empty()) return absl::OkStatus();
  const std::string path = Below(field, "matter");
  if (header.kind != domain::Kind::kConcern || domain::IsNewMatter(header)) {
    return InvalidField(path, "type", "goes with what has become of a concern; leave it out");
  }
  CANDOR_ASSIGN_OR_RETURN(const EntryRef ref, ParseEntry(wire.matter(), path, kMemberEntryForm));
  if (ref.subject != header.subject) return InvalidField(path, "scope", "is about somebody else than the entry");
  header.matter = ref.entry;
  return absl::OkStatus();
}

// Why, and whom to ask.
std::string_view WhyBarred(domain::StaffingBar bar) {
  switch (bar) {
    case domain::StaffingBar::kCoverOfOthers:
      return "who acts for somebody else's clients is said and taken back by that person, their supervisor or the "
             "operator; tell one of these, and that they are away you record without naming a cover";
    case domain::StaffingBar::kDepartureOfOthers:
      return "that somebody else leaves is recorded by that person, their supervisor or the operator; tell one of them";
    case domain::StaffingBar::kSupervisionOfOthers:
      return "who supervises somebody is changed by whoever supervises them today, or by the operator; ask one of them";
    case domain::StaffingBar::kSupervisionBefore:
      return "a change of supervision of an earlier day is recorded and corrected by the operator; ask them";
    case domain::StaffingBar::kSupervisionTaken:
      return "nobody makes themselves a supervisor; ask the operator to record it";
    case domain::StaffingBar::kNone:
      break;
  }
  return "";
}

// Who acts for somebody, or follows them, is there from that day on.
absl::Status CheckSuccessor(const domain::View& view, const Entry& entry, std::string_view field) {
  const std::optional<domain::Successor> successor = domain::SuccessorOf(entry);
  if (!successor) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const bool gone, domain::HasLeft(view, successor->member, successor->from));
  if (!gone) return absl::OkStatus();
  const std::string facts = Below(field, domain::FindKind(entry.kind)->slug);
  return InvalidField(Below(facts, domain::FindField(successor->field)->name), "left",
                      "is somebody who has left by then; name somebody else, or leave it out");
}

// Whoever a note is for reads it from today on, whenever it happened. Who was named before they left stays named.
absl::Status CheckReaderIsHere(const domain::View& view, Day today, const Entry& entry, const EntryHeader* standing,
                               std::string_view field) {
  const MemberId& reader = entry.header.first_reader;
  if (reader.empty() || (standing != nullptr && standing->first_reader == reader)) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const bool gone, domain::HasLeft(view, reader, today));
  if (!gone) return absl::OkStatus();
  return InvalidField(Below(field, "first_reader"), "left",
                      "is somebody who has left and would not read it; choose someone who is here, or nobody. Whom to "
                      "talk to outside the practice: candor talk");
}

// With an intake the client is with its therapist. One that was taken in before they left is corrected as it stands.
absl::Status CheckBeginsWithSomebody(const domain::View& view, const Entry& entry, const EntryHeader* standing,
                                     std::string_view field) {
  if (entry.kind != domain::Kind::kIntake) return absl::OkStatus();
  const EntryHeader& header = entry.header;
  const bool as_it_stands =
      standing != nullptr && standing->therapist == header.therapist && standing->occurred.day == header.occurred.day;
  if (as_it_stands) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const bool gone, domain::HasLeft(view, header.therapist, header.occurred.day));
  if (!gone) return absl::OkStatus();
  return InvalidField(Below(field, "therapist"), "left",
                      "is somebody who has left by then; a client begins with somebody who is here");
}

// Somebody leaves once: a second departure that says otherwise would be in and change nothing, since the earlier last
// day holds. One that says the same may be the first one, sent again.
absl::Status CheckLeavesOnce(const domain::View& view, const Entry& entry, std::string_view field) {
  if (entry.kind != domain::Kind::kDeparture) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<EntryHeader> staffing, view.StaffingOf(entry.header.therapist));
  for (const EntryHeader& other : staffing) {
    if (other.kind != domain::Kind::kDeparture) continue;
    const bool same_day = domain::AwayPeriodsOf({other}) == domain::AwayPeriodsOf({entry.header});
    if (same_day && other.facts == entry.header.facts) continue;
    return FailedField(Below(field, domain::FindKind(entry.kind)->slug), "departed",
                       absl::StrCat("their departure is on record already and says something else; correct it with "
                                    "candor entry amend ",
                                    EntryName(other.subject, other.id), " --set FIELD=VALUE"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Entry> ReadEntryContent(const v1::Entry& wire, Day today, std::string_view field) {
  Entry entry;
  CANDOR_RETURN_IF_ERROR(CheckSizes(wire, field));
  CANDOR_RETURN_IF_ERROR(ReadTimes(wire, today, field, entry.header));
  CANDOR_ASSIGN_OR_RETURN(KindFacts said, FactsFromWire(wire, today, field));
  entry.kind = said.kind;
  entry.facts = std::move(said.facts);
  EntryHeader& header = entry.header;
  header.personal = domain::FindKind(entry.kind)->personal;
  if (!header.personal) {
    header.kind = entry.kind;
    header.facts = entry.facts.OfClass(FieldClass::kTriage);
  }
  header.basis = static_cast<domain::Basis>(wire.basis());
  header.stage = static_cast<domain::Stage>(wire.stage());
  domain::Narrative narrative;
  narrative.note = wire.note();
  for (const v1::ImportedCell& cell : wire.imported_cells()) {
    narrative.imported_cells.push_back({cell.column(), cell.text()});
  }
  entry.narrative = Sensitive<domain::Narrative>(std::move(narrative));
  return entry;
}

absl::Status CheckReferences(const domain::View& view, const Entry& entry, std::string_view field) {
  const domain::KindInfo* kind = domain::FindKind(entry.kind);
  for (const domain::Fact& fact : entry.facts.all()) {
    const auto* id = std::get_if<IdBytes>(&fact.value);
    if (id == nullptr) continue;
    const domain::FieldInfo* info = domain::FindField(fact.field);
    const bool member = info->type == domain::FieldType::kMember;
    CANDOR_ASSIGN_OR_RETURN(const bool known, member ? view.HasMember(MemberId(*id)) : view.HasCase(CaseId(*id)));
    // Who acts for somebody, keeps their records or supervises them is somebody else.
    const bool self = member && domain::IsStaffingKind(entry.kind) && MemberId(*id) == entry.header.therapist;
    if (known && !self) continue;
    const std::string path = Below(Below(field, kind->slug), info->name);
    if (self) return InvalidField(path, "self", "is the member whom it is about; name somebody else, or leave it out");
    return NotFoundField(path,
                         member ? "no such member; see `candor member list`" : "no such case; see `candor case list`");
  }
  return absl::OkStatus();
}

absl::Status CheckStaffing(const domain::View& view, const domain::Caller& caller, Day today, const Entry& entry,
                           std::string_view field) {
  if (!domain::IsStaffingKind(entry.kind)) return absl::OkStatus();
  const MemberId& concerned = entry.header.therapist;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Supervision> supervisions, view.SupervisionsOf(concerned));
  const MemberId supervisor = domain::SupervisorOn(supervisions, concerned, today);
  const domain::StaffingBar bar = domain::StaffingBarOf(entry, caller, supervisor, today);
  if (bar == domain::StaffingBar::kNone) return absl::OkStatus();
  return WithDetail(absl::PermissionDeniedError(ToAbsl(WhyBarred(bar))), {std::string(field), "not_theirs"});
}

absl::Status CheckScope(domain::Kind kind, const SubjectId& subject) {
  const domain::Scope scope = domain::FindKind(kind)->scope;
  if (scope == domain::Scope::kCase && subject.kind != SubjectKind::kCase) {
    return InvalidField("parent", "scope", "this kind of entry is about a client; give cases/{case}");
  }
  if (scope == domain::Scope::kMember && subject.kind != SubjectKind::kMember) {
    return InvalidField("parent", "scope", "this kind of entry is about a member; give members/{member}");
  }
  return absl::OkStatus();
}

absl::StatusOr<MemberId> KnownMember(const domain::View& view, std::string_view name, std::string_view field) {
  CANDOR_ASSIGN_OR_RETURN(const MemberId id, ParseMember(name, field));
  CANDOR_ASSIGN_OR_RETURN(const bool known, view.HasMember(id));
  if (!known) return NotFoundField(field, "no such member; see `candor member list`");
  return id;
}

absl::Status CheckSubject(const domain::View& view, const SubjectId& subject) {
  const bool is_case = subject.kind == SubjectKind::kCase;
  CANDOR_ASSIGN_OR_RETURN(const bool known,
                          is_case ? view.HasCase(subject.case_id()) : view.HasMember(subject.member_id()));
  if (known) return absl::OkStatus();
  return NotFoundField("parent", is_case ? "no such case; see `candor case list`, or open one with `candor case open`"
                                         : "no such member; see `candor member list`");
}

absl::StatusOr<Entry> DraftEntry(const domain::View& view, const domain::Caller& caller, Day today,
                                 const SubjectId& subject, const v1::Entry& wire, std::string_view field,
                                 const EntryHeader* standing) {
  CANDOR_ASSIGN_OR_RETURN(Entry entry, ReadEntryContent(wire, today, field));
  if (wire.imported_cells_size() > 0) {
    return InvalidField(Below(field, "imported_cells"), "source", "is for imports only; use `note`");
  }
  CANDOR_RETURN_IF_ERROR(CheckScope(entry.kind, subject));
  entry.header.subject = subject;
  entry.header.caller = caller;
  CANDOR_RETURN_IF_ERROR(ReadPeople(view, wire, field, entry.header));
  CANDOR_RETURN_IF_ERROR(ReadSource(wire, field, entry.header));
  CANDOR_RETURN_IF_ERROR(ReadMatter(wire, field, entry.header));
  CANDOR_RETURN_IF_ERROR(CheckReferences(view, entry, field));
  CANDOR_RETURN_IF_ERROR(CheckStaffing(view, caller, today, entry, field));
  CANDOR_RETURN_IF_ERROR(CheckSuccessor(view, entry, field));
  CANDOR_RETURN_IF_ERROR(CheckReaderIsHere(view, today, entry, standing, field));
  CANDOR_RETURN_IF_ERROR(CheckBeginsWithSomebody(view, entry, standing, field));
  if (standing == nullptr) CANDOR_RETURN_IF_ERROR(CheckLeavesOnce(view, entry, field));
  return entry;
}

absl::StatusOr<Entry> DraftNewEntry(const domain::View& view, const domain::Caller& caller, Day today,
                                    std::string_view parent, const v1::Entry& wire) {
  CANDOR_ASSIGN_OR_RETURN(const SubjectId subject, ParseSubject(parent, "parent"));
  if (wire.has_retraction()) {
    return InvalidField("entry.facts", "type", "a retraction names the entry it takes back; use RetractEntry");
  }
  CANDOR_RETURN_IF_ERROR(CheckSubject(view, subject));
  return DraftEntry(view, caller, today, subject, wire, "entry");
}

}  // namespace candor::rpc
