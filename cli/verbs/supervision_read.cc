#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/supervision_text.h"
#include "cli/verbs/supervision_verbs.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

// Reading what has been signed, and what it counts for.
namespace candor::cli {
namespace {

constexpr int kNotesAtOnce = 1000;

// A supervisee's notes, and what of the same days has none.
struct NotesRead {
  std::string supervisee;  // `members/{member}`
  std::vector<v1::SupervisionNote> notes;
  std::vector<v1::CancelledSupervision> cancelled;
  std::vector<v1::MissedSupervision> missed;
};

// The member named; else the one who asks.
absl::StatusOr<std::string> WhoseNotes(Session& session, const SupervisionOptions& options) {
  const std::string& typed = options.supervisee.empty() ? session.connect.act_for : options.supervisee;
  if (typed.empty()) return UsageError("say whose: a name, or members/MEMBER");
  return ResolveMember(session.connection(), typed);
}

// All pages, or with --page-size the one that was asked for.
absl::StatusOr<NotesRead> ReadPages(Session& session, v1::ListSupervisionNotesRequest request, bool all) {
  request.set_page_size(all ? kNotesAtOnce : session.page_size);
  if (!all) request.set_page_token(session.page_token);
  NotesRead read;
  read.supervisee = request.parent();
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(v1::ListSupervisionNotesResponse page,
                            session.connection().Call<v1::SupervisionService>(
                                &v1::SupervisionService::Stub::ListSupervisionNotes, request));
    for (v1::SupervisionNote& each : *page.mutable_notes()) read.notes.push_back(std::move(each));
    for (v1::CancelledSupervision& each : *page.mutable_cancelled()) read.cancelled.push_back(std::move(each));
    for (v1::MissedSupervision& each : *page.mutable_missed()) read.missed.push_back(std::move(each));
    if (!all) session.next_page = page.next_page_token();
    if (!all || page.next_page_token().empty()) return read;
    request.set_page_token(page.next_page_token());
  }
}

absl::StatusOr<NotesRead> FetchNotes(Session& session, const SupervisionOptions& options) {
  v1::ListSupervisionNotesRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), WhoseNotes(session, options));
  CANDOR_ASSIGN_OR_RETURN(const auto from, DateOption("--from", options.from));
  CANDOR_ASSIGN_OR_RETURN(const auto to, DateOption("--to", options.to));
  if (from) *request.mutable_from() = *from;
  if (to) *request.mutable_to() = *to;
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  return ReadPages(session, std::move(request), /*all=*/session.page_size == 0);
}

// "did not take place on 2026-03-20 by Ana Nguyen, illness, with Dele Haddad".
std::string NotHeldText(const v1::CancelledSupervision& cancelled, NameBook& names) {
  const std::string with =
      cancelled.supervisor().empty() ? "" : absl::StrCat(", with ", names.Member(cancelled.supervisor()));
  return absl::StrCat("did not take place on ", CancelledText(cancelled, names), with);
}

// What has no note, in a line each.
void PrintWithoutNote(const NotesRead& read, NameBook& names, std::ostream& out) {
  for (const v1::MissedSupervision& each : read.missed) out << "No note: " << OneLine(MissedText(each)) << '\n';
  for (const v1::CancelledSupervision& each : read.cancelled) {
    out << "No note: " << OneLine(NotHeldText(each, names)) << '\n';
  }
}

// What an entry has that nobody wrote as a note: of an import, the practice's own columns.
void PrintAsRecorded(Session& session, const v1::SupervisionNote& note) {
  if (!note.plain()) return;
  v1::GetEntryRequest request;
  request.set_name(EntryOfNote(note.name()));
  const auto found = session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::GetEntry, request);
  // Whoever reads the note need not read the entry.
  if (!found.ok()) return;
  for (const v1::ImportedCell& cell : found->entry().imported_cells()) {
    session.out() << OneLine(cell.column()) << ": " << OneLine(cell.text()) << '\n';
  }
  if (!found->entry().note().empty()) {
    session.out() << Wrap(OneLine(found->entry().note()), kTextWidth) << '\n';
  }
}

absl::StatusOr<v1::UnitsProfile> ProfileNamed(const std::string& rules) {
  if (rules.empty()) return v1::UNITS_PROFILE_UNSPECIFIED;
  if (rules == "bbs") return v1::UNITS_PROFILE_BBS;
  if (rules == "bbs-trainee") return v1::UNITS_PROFILE_BBS_TRAINEE;
  if (rules == "bacp") return v1::UNITS_PROFILE_BACP;
  if (rules == "hours") return v1::UNITS_PROFILE_HOURS;
  return InvalidField("--rules", "value", "takes one of bbs, bbs-trainee, bacp, hours");
}

// In the formats for programs; false when it is to be printed for people.
bool PrintNotesAsData(Session& session, const NotesRead& read, NameBook& names) {
  if (session.rows()) {
    session.PrintData(NoteRows(read.notes, names));
  } else if (session.format == Format::kJson) {
    session.PrintData(ListJson(read.notes));
  } else {
    return false;
  }
  return true;
}

// --- The file, in the formats for programs

// A line of the file: a note, or what has none. Then `note` says only when, with whom and how it would have been.
struct FileItem {
  v1::SupervisionNote note;
  const v1::CancelledSupervision* cancelled = nullptr;
  const v1::MissedSupervision* missed = nullptr;
};

FileItem WithoutNote(const std::string& supervisee, const v1::Date& day, const std::string& supervisor) {
  FileItem item;
  item.note.set_supervisee(supervisee);
  *item.note.mutable_session()->mutable_started()->mutable_date() = day;
  item.note.mutable_session()->set_supervisor(supervisor);
  return item;
}

// By day. Refers to `read`.
std::vector<FileItem> FileOf(const NotesRead& read) {
  std::vector<FileItem> items;
  for (const v1::SupervisionNote& each : read.notes) items.emplace_back().note = each;
  for (const v1::CancelledSupervision& each : read.cancelled) {
    items.push_back(WithoutNote(read.supervisee, each.day(), each.supervisor()));
    items.back().cancelled = &each;
  }
  for (const v1::MissedSupervision& each : read.missed) {
    items.push_back(WithoutNote(read.supervisee, each.day(), each.supervisor()));
    items.back().note.mutable_session()->set_format(each.format());
    items.back().missed = &each;
  }
  const auto day = [](const FileItem& item) { return FromWire(item.note.session().started().date()); };
  std::stable_sort(items.begin(), items.end(), [&](const FileItem& a, const FileItem& b) { return day(a) < day(b); });
  return items;
}

Json FileJson(const NotesRead& read) {
  Json list = Json::array();
  for (const FileItem& item : FileOf(read)) {
    Json json = ToJson(item.note);
    json["cancelled"] = item.cancelled == nullptr ? Json() : ToJson(*item.cancelled);
    json["missed"] = item.missed == nullptr ? Json() : ToJson(*item.missed);
    list.push_back(std::move(json));
  }
  return list;
}

Json FileRows(const NotesRead& read, NameBook& names) {
  Json rows = Json::array();
  for (const FileItem& item : FileOf(read)) {
    Json row = NoteRows({item.note}, names).front();
    if (item.cancelled != nullptr || item.missed != nullptr) {
      row["state"] = item.missed != nullptr ? MissedText(*item.missed) : NotHeldText(*item.cancelled, names);
      row["units"] = row["written"] = "";
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

absl::StatusOr<std::optional<v1::Date>> DateOption(std::string_view option, const std::string& text) {
  if (text.empty()) return std::optional<v1::Date>();
  CANDOR_ASSIGN_OR_RETURN(const Day day, ParseDayOf(option, text));
  return std::optional<v1::Date>(ToWire(day));
}

absl::StatusOr<v1::SupervisionNote> FetchNote(Session& session, const std::string& name, const std::string& as_of) {
  v1::GetSupervisionNoteRequest request;
  request.set_name(name);
  CANDOR_ASSIGN_OR_RETURN(const auto instant, ResolveAsOf(session.connection(), as_of));
  if (instant) *request.mutable_as_of() = *instant;
  CANDOR_ASSIGN_OR_RETURN(
      v1::GetSupervisionNoteResponse response,
      session.connection().Call<v1::SupervisionService>(&v1::SupervisionService::Stub::GetSupervisionNote, request));
  return std::move(*response.mutable_note());
}

absl::StatusOr<std::string> NoteTyped(Session& session, const SupervisionOptions& options) {
  size_t number = 0;
  if (!absl::SimpleAtoi(options.note, &number)) return options.note;
  v1::ListSupervisionNotesRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), WhoseNotes(session, options));
  CANDOR_ASSIGN_OR_RETURN(const NotesRead read, ReadPages(session, std::move(request), /*all=*/true));
  if (number < 1 || number > read.notes.size()) {
    return InvalidField("note", "number",
                        "is no line of that list; see candor supervision list, and --of NAME says whose it is");
  }
  return read.notes[number - 1].name();
}

absl::StatusOr<ExitCode> ListNotes(Session& session, const SupervisionOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const NotesRead read, FetchNotes(session, options));
  NameBook names(session.connection());
  if (PrintNotesAsData(session, read, names)) return ExitCode::kDone;
  // Counted from the first note of all, as NoteTyped() does; of a part of the list the numbers would be others.
  const bool whole = options.from.empty() && options.to.empty() && options.as_of.empty() && session.page_size == 0;
  Table table({"NO", "DATE", "FORMAT", "UNITS", "SUPERVISOR", "STATE", "NOTE"});
  int number = 0;
  for (const v1::SupervisionNote& note : read.notes) {
    ++number;
    table.Add({whole ? absl::StrCat(number) : "", FormatDate(note.session().started().date()),
               FormatText(note.session().format()), UnitsOfNoteText(note),
               OneLine(names.Member(note.session().supervisor())), StateText(note.state()), note.name()});
  }
  table.Print(session.out());
  PrintWithoutNote(read, names, session.out());
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ShowFile(Session& session, const SupervisionOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const NotesRead read, FetchNotes(session, options));
  NameBook names(session.connection());
  if (!session.table()) {
    session.PrintData(session.rows() ? FileRows(read, names) : FileJson(read));
    return ExitCode::kDone;
  }
  for (const v1::SupervisionNote& note : read.notes) {
    PrintNote(note, names, session.out());
    PrintAsRecorded(session, note);
    PrintEarlierVersions(note, names, session.out());
    session.out() << '\n';
  }
  PrintWithoutNote(read, names, session.out());
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ShowNote(Session& session, const SupervisionOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const std::string name, NoteTyped(session, options));
  CANDOR_ASSIGN_OR_RETURN(const v1::SupervisionNote note, FetchNote(session, name, options.as_of));
  NameBook names(session.connection());
  if (session.table()) {
    PrintNote(note, names, session.out());
    PrintAsRecorded(session, note);
  } else {
    session.PrintData(session.rows() ? NoteRows({note}, names) : ToJson(note));
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ShowLog(Session& session, const SupervisionOptions& options) {
  v1::GetSupervisionLogRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_supervisee(), WhoseNotes(session, options));
  CANDOR_ASSIGN_OR_RETURN(const auto from, DateOption("--from", options.from));
  CANDOR_ASSIGN_OR_RETURN(const auto to, DateOption("--to", options.to));
  if (from) *request.mutable_from() = *from;
  if (to) *request.mutable_to() = *to;
  CANDOR_ASSIGN_OR_RETURN(const v1::UnitsProfile profile, ProfileNamed(options.rules));
  request.set_units_profile(profile);
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  CANDOR_ASSIGN_OR_RETURN(
      const v1::GetSupervisionLogResponse response,
      session.connection().Call<v1::SupervisionService>(&v1::SupervisionService::Stub::GetSupervisionLog, request));
  NameBook names(session.connection());
  if (session.rows()) {
    session.PrintData(options.totals ? TotalsRow(response.log()) : LogRows(response.log()));
  } else if (session.format == Format::kJson) {
    session.PrintData(ToJson(response.log()));
  } else {
    PrintLog(response.log(), names, session.out());
  }
  return ExitCode::kDone;
}

}  // namespace candor::cli
