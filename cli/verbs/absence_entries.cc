#include "cli/verbs/absence_entries.h"

#include "absl/strings/str_cat.h"
#include "candor/v1/entry.grpc.pb.h"
#include "cli/verbs/entry_text.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

// Who wrote it down, as the member concerned reads it.
std::string WriterText(const v1::Entry& entry, NameBook& names) {
  if (entry.author() != entry.therapist()) return names.Member(entry.author());
  return entry.acting_for().empty() ? "the operator" : "you";
}

// The one of that name, which tells more of itself than a list does; as the list has it where it cannot be read.
v1::Entry Whole(Session& session, const std::string& name, const v1::Entry& listed) {
  v1::GetEntryRequest request;
  request.set_name(name);
  auto response = session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::GetEntry, request);
  return response.ok() ? response->entry() : listed;
}

// The words of an absence stay whose they are; what somebody else has put right in it is not said by them.
std::string WrittenByText(Session& session, const v1::Entry& entry, NameBook& names) {
  if (entry.revises().empty()) return WriterText(entry, names);
  const std::string writer = WriterText(Whole(session, entry.revises(), entry), names);
  const std::string correctors = CorrectorsText(Whole(session, entry.name(), entry), names, /*you=*/entry.therapist());
  return absl::StrCat(writer, correctors.empty() ? "" : ", corrected by ", correctors);
}

}  // namespace

DaysAway DaysAwayOf(const v1::Entry& entry) {
  const Day occurred = FromWire(entry.occurred().date());
  DaysAway away;
  if (entry.has_departure()) {
    const v1::DepartureFacts& facts = entry.departure();
    away.from = (facts.has_last_day() ? FromWire(facts.last_day()) : occurred) + 1;
    away.leaves = true;
    away.cover = facts.custodian();
    return away;
  }
  const v1::AbsenceFacts& facts = entry.absence();
  away.from = facts.has_from() ? FromWire(facts.from()) : occurred;
  if (facts.has_to()) away.until = FromWire(facts.to());
  away.cover = facts.cover();
  return away;
}

std::string AwayText(const v1::Entry& entry, NameBook& names) {
  const DaysAway away = DaysAwayOf(entry);
  std::string text = absl::StrCat("from ", FormatDay(away.from));
  if (away.leaves) text += " for good";
  if (away.until) absl::StrAppend(&text, " until ", FormatDay(*away.until));
  if (away.cover.empty()) return text;
  return absl::StrCat(text, ", ", names.Member(away.cover), away.leaves ? " keeps the records" : " covers");
}

absl::StatusOr<std::vector<v1::Entry>> AwayEntriesOf(Session& session, const std::string& member,
                                                     const std::optional<google::protobuf::Timestamp>& as_of) {
  v1::ListEntriesRequest request;
  request.set_parent(member);
  request.add_kinds(v1::ENTRY_KIND_ABSENCE);
  request.add_kinds(v1::ENTRY_KIND_DEPARTURE);
  if (as_of) *request.mutable_as_of() = *as_of;
  CANDOR_ASSIGN_OR_RETURN(std::vector<v1::Entry> entries,
                          ListAll<v1::EntryService>(session.connection(), &v1::EntryService::Stub::ListEntries, request,
                                                    &v1::ListEntriesResponse::mutable_entries));
  std::erase_if(entries, [](const v1::Entry& entry) {
    const bool tells = entry.has_absence() || entry.has_departure();
    return !tells || entry.retracted() || !entry.revised_by().empty();
  });
  return entries;
}

void PrintOwnAbsence(Session& session, Day today, NameBook& names) {
  if (!session.connection().acts_for_member()) return;
  const absl::StatusOr<std::string> member = ResolveMember(session.connection(), session.connect.act_for);
  if (!member.ok()) return;
  const absl::StatusOr<std::vector<v1::Entry>> entries = AwayEntriesOf(session, *member);
  if (!entries.ok()) return;
  for (const v1::Entry& entry : *entries) {
    const DaysAway away = DaysAwayOf(entry);
    if (away.until && *away.until < today) continue;
    const bool theirs_to_undo = entry.has_absence() || entry.author() == *member;
    session.out() << Wrap(absl::StrCat("You are recorded as away ", AwayText(entry, names), "; written down by ",
                                       WrittenByText(session, entry, names), "."),
                          kTextWidth)
                  << '\n';
    // Of its last day nothing is left to shorten.
    if (entry.has_absence() && (!away.until || *away.until > today)) {
      session.out() << "  back:    candor member back " << *member << " --on YYYY-MM-DD" << session.OnBehalf() << '\n';
    }
    if (away.leaves && away.from <= today) {
      session.out() << "  not so:  ask the operator, who puts it right\n";
      continue;
    }
    session.out() << "  not so:  candor entry "
                  << (theirs_to_undo ? absl::StrCat("retract ", entry.name(), " --reason entered_in_error")
                                     : absl::StrCat("respond ", entry.name()))
                  << session.OnBehalf() << '\n';
  }
}

}  // namespace candor::cli
