#include <algorithm>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "cli/print/keys.h"
#include "cli/verbs/supervision_drafts.h"
#include "cli/verbs/supervision_form.h"
#include "cli/verbs/supervision_text.h"
#include "cli/verbs/supervision_verbs.h"
#include "cli/verbs/text_notices.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

// Signing what was drafted, and new versions of what was signed.
namespace candor::cli {
namespace {

// Whether a refusal is the daemon's own, so that nothing was signed.
bool IsAnswer(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsFailedPrecondition(status) || absl::IsPermissionDenied(status) ||
         absl::IsNotFound(status);
}

void PrintSigned(const v1::SignSupervisionNoteResponse& response, NameBook& names, std::ostream& out) {
  for (const v1::SupervisionNote& note : response.notes()) {
    out << "signed: " << OneLine(names.Member(note.supervisee())) << ", units " << UnitsOfNoteText(note)
        << (note.has_written_days_later() ? absl::StrCat(", written down ", note.written_days_later(), " days later")
                                          : std::string())
        << "  " << note.name() << '\n';
  }
}

std::string DraftText(const NoteDraft& draft, NameBook& names) {
  return OneLine(absl::StrCat(AttendeesText(draft.note.session(), names), ": ", SessionText(draft.note.session())));
}

// What all will read of it, before it is signed.
void PrintDraft(const NoteDraft& draft, NameBook& names, std::ostream& out) {
  out << "  " << DraftText(draft, names) << (draft.finished ? "" : "; not finished, stays a draft") << '\n';
  if (!draft.finished) return;
  const auto print = [&](const std::string& text) { out << Wrap(OneLine(text), kTextWidth, "    ") << '\n'; };
  const std::string& theme = draft.note.session().theme();
  if (!theme.empty()) print(absl::StrCat("theme: ", theme));
  const bool several = draft.note.parts_size() > 1;
  for (const v1::SuperviseePart& each : draft.note.parts()) {
    const std::string whose = several ? absl::StrCat(names.Member(each.supervisee()), ": ") : "";
    for (const std::string& text : PartTexts(each.part(), names)) print(absl::StrCat(whose, text));
  }
}

// As it is sent: what the daemon adds to an answer, and what a draft keeps to be read again, is left out.
v1::SupervisionPart WithoutOutput(v1::SupervisionPart part) {
  part.clear_covered();
  for (v1::Guidance& each : *part.mutable_guidance()) each.clear_status();
  for (v1::DirectiveReport& each : *part.mutable_last_directives()) {
    each.clear_text();
    each.clear_given();
  }
  return part;
}

v1::SignSupervisionNoteRequest AsSent(v1::SignSupervisionNoteRequest note) {
  for (v1::SuperviseePart& each : *note.mutable_parts()) *each.mutable_part() = WithoutOutput(each.part());
  return note;
}

// What is wrong, where in the words of the form: "follow-ups 1: began after this session", not the path of a field.
std::string RefusalText(const absl::Status& status) {
  std::string message(status.message());
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail || detail->field.empty() || !message.starts_with(detail->field + ": ")) return message;
  std::string where = detail->field.substr(detail->field.rfind('.') + 1);
  if (const size_t bracket = where.find('['); bracket != std::string::npos) {
    int index = 0;
    const size_t end = where.find(']', bracket);
    const bool counted =
        end != std::string::npos && absl::SimpleAtoi(where.substr(bracket + 1, end - bracket - 1), &index);
    where = absl::StrCat(where.substr(0, bracket), counted ? absl::StrCat(" ", index + 1) : std::string());
  }
  absl::StrReplaceAll({{"follow_ups", "follow-ups"}, {"_", " "}}, &where);
  return absl::StrCat(where, message.substr(detail->field.size()));
}

// What keeps it from being signed is said, and stays a draft.
absl::Status SignOne(Session& session, NoteDrafts& box, NoteDraft& draft, NameBook& names) {
  const auto refuse = [&](const absl::Status& status) {
    session.terminal.err << "not signed: " << DraftText(draft, names) << ": " << OneLine(RefusalText(status)) << '\n';
    return status;
  };
  if (SentLongAgo(draft)) {
    return refuse(absl::FailedPreconditionError(
        "it was sent long ago and no answer came, so it may be signed already; look for it with candor supervision "
        "list, then discard the draft: candor supervision note --with NAME"));
  }
  if (!draft.sent_at) draft.sent_at = absl::Now();
  if (const absl::Status kept = box.Keep(draft); !kept.ok()) return refuse(kept);
  const auto response = session.connection().Call<v1::SupervisionService>(
      &v1::SupervisionService::Stub::SignSupervisionNote, AsSent(draft.note));
  if (response.ok()) {
    PrintSigned(*response, names, session.out());
    absl::Status removed = box.Remove(draft);
    if (!removed.ok()) {
      session.terminal.err << "signed, and its draft could not be taken away: " << OneLine(ToStd(removed.message()))
                           << '\n';
    }
    return removed;
  }
  if (IsAnswer(response.status())) {
    draft.sent_at.reset();
    if (const absl::Status kept = box.Keep(draft); !kept.ok()) return refuse(kept);
  }
  return refuse(response.status());
}

// What the supervisor's week says of the supervisee; the note's own directives are none that it reports on. Who held it
// in the supervisor's place sees nothing of that week.
absl::StatusOr<v1::SuperviseeWeek> LineOf(Session& session, const v1::SupervisionNote& note) {
  v1::SuperviseeWeek line;
  line.set_supervisee(note.supervisee());
  const auto week = FetchWeek(session, note.session().supervisor(), FormatDate(note.session().started().date()));
  if (absl::IsPermissionDenied(week.status())) return line;
  CANDOR_RETURN_IF_ERROR(week.status());
  if (const v1::SuperviseeWeek* known = FindLine(*week, note.supervisee())) line = *known;
  auto& directives = *line.mutable_directives();
  directives.erase(std::remove_if(directives.begin(), directives.end(),
                                  [&](const v1::OpenDirective& each) { return each.note() == note.name(); }),
                   directives.end());
  return line;
}

// --- New versions

// The version of the note that was left in the middle; else the note as it is, to begin with.
absl::StatusOr<NoteDraft> VersionBegun(Session& session, NoteDrafts& box, const std::string& name,
                                       const v1::SupervisionNote& note) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<NoteDraft> begun, box.ListVersions(session));
  for (NoteDraft& each : begun) {
    if (each.amends == name && each.note.parts_size() == 1) return std::move(each);
  }
  CANDOR_ASSIGN_OR_RETURN(NoteDraft draft, NewNoteDraft(session));
  draft.amends = name;
  draft.of_version = note.version();
  *draft.note.mutable_session() = note.session();
  v1::SuperviseePart& part = *draft.note.add_parts();
  part.set_supervisee(note.supervisee());
  *part.mutable_part() = WithoutOutput(note.part());
  return draft;
}

void SayWhatIsBegun(const NoteDraft& draft, const v1::SupervisionNote& note, std::ostream& out) {
  if (draft.id.empty()) return;
  out << "\nA new version of it was begun; what was answered stands below.\n";
  if (draft.of_version == note.version()) return;
  out << Wrap("Since then the note was amended otherwise, as shown above: signing puts yours in the place of that.",
              kTextWidth)
      << '\n';
}

// All questions, from where they were left. Every answer is kept.
absl::StatusOr<NoteStart> WriteVersion(Session& session, Keys& keys, const v1::SuperviseeWeek& line, NoteDrafts& box,
                                       NoteDraft& draft) {
  v1::SupervisionPart& part = *draft.note.mutable_parts(0)->mutable_part();
  std::optional<Day> next;
  if (part.has_next_planned()) next = FromWire(part.next_planned());
  NoteForm form(session, keys, draft.id.empty() ? NoteOf::kVersion : NoteOf::kVersionDraft, draft.note,
                [&] { return box.Keep(draft); });
  CANDOR_ASSIGN_OR_RETURN(NoteStart start, form.AskSession(next));
  if (start != NoteStart::kWrite) return start;
  part.clear_next_planned();
  if (next) *part.mutable_next_planned() = ToWire(*next);
  CANDOR_RETURN_IF_ERROR(form.AskPart(line, part));
  const auto why = keys.Line(draft.why.empty() ? "Why it is amended; all whose note changes read it (Enter: not said):"
                                               : "Why it is amended (Enter: as you said before; -: not said):");
  if (!why) {
    return absl::CancelledError(
        "the answers ended; what was answered is kept as a draft on this machine, and the note is as it was");
  }
  if (!why->empty()) draft.why = *why == "-" ? "" : *why;
  CANDOR_RETURN_IF_ERROR(box.Keep(draft));
  return start;
}

v1::AmendSupervisionNoteRequest AmendmentOf(const NoteDraft& draft) {
  v1::AmendSupervisionNoteRequest request;
  request.set_name(draft.amends);
  *request.mutable_session() = draft.note.session();
  *request.mutable_part() = WithoutOutput(draft.note.parts(0).part());
  request.set_why(draft.why);
  request.set_request_id(draft.note.request_id());
  return request;
}

// Leaves the draft where it is unless it was signed.
absl::StatusOr<v1::SupervisionNote> SignVersion(Session& session, NoteDrafts& box, NoteDraft& draft) {
  if (SentLongAgo(draft)) {
    return absl::FailedPreconditionError(
        "it was sent long ago and no answer came, so it may be signed already; look at the versions of the note, then "
        "discard the draft: candor supervision amend");
  }
  if (!draft.sent_at) draft.sent_at = absl::Now();
  CANDOR_RETURN_IF_ERROR(box.Keep(draft));
  auto response = session.connection().Call<v1::SupervisionService>(&v1::SupervisionService::Stub::AmendSupervisionNote,
                                                                    AmendmentOf(draft));
  if (response.ok()) {
    CANDOR_RETURN_IF_ERROR(box.Remove(draft));
    return std::move(*response->mutable_note());
  }
  if (IsAnswer(response.status())) {
    draft.sent_at.reset();
    CANDOR_RETURN_IF_ERROR(box.Keep(draft));
  }
  const absl::Status said(response.status().code(), RefusalText(response.status()));
  const std::optional<ErrorDetail> detail = DetailOf(response.status());
  return detail ? WithDetail(said, *detail) : said;
}

// What was begun of new versions is not signed with the rest: each is looked at beside the note that it amends.
absl::Status TellOfVersions(Session& session, NoteDrafts& box, NameBook& names) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<NoteDraft> versions, box.ListVersions(session));
  for (const NoteDraft& each : versions) {
    session.terminal.err << "  a new version is begun: " << DraftText(each, names)
                         << "\n    to go on: candor supervision amend " << OneLine(each.amends) << session.OnBehalf()
                         << '\n';
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status NeedsPerson() {
  return absl::FailedPreconditionError(
      "a supervision note is written on a terminal, by single keys; a plain record is made with: candor log "
      "supervision");
}

absl::Status NeedsSupervisor() {
  return InvalidField("--supervisor", "missing", "name the supervisor: --supervisor NAME, or --act-for NAME");
}

const v1::SuperviseeWeek* FindLine(const v1::SupervisionWeek& week, const std::string& supervisee) {
  for (const v1::SuperviseeWeek& line : week.supervisees()) {
    if (line.supervisee() == supervisee) return &line;
  }
  return nullptr;
}

absl::StatusOr<v1::SupervisionWeek> FetchWeek(Session& session, const std::string& supervisor, const std::string& day,
                                              const std::string& as_of, const std::string& conversations_of) {
  v1::GetSupervisionWeekRequest request;
  request.set_conversations_of(conversations_of);
  if (!supervisor.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*request.mutable_supervisor(), ResolveMember(session.connection(), supervisor));
  } else if (!session.connection().acts_for_member()) {
    return NeedsSupervisor();
  }
  if (!day.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day parsed, ParseDayOf("--week", day));
    *request.mutable_week() = ToWire(parsed);
  }
  CANDOR_ASSIGN_OR_RETURN(const auto instant, ResolveAsOf(session.connection(), as_of));
  if (instant) *request.mutable_as_of() = *instant;
  CANDOR_ASSIGN_OR_RETURN(
      v1::GetSupervisionWeekResponse response,
      session.connection().Call<v1::SupervisionService>(&v1::SupervisionService::Stub::GetSupervisionWeek, request));
  return std::move(*response.mutable_week());
}

namespace {

// Who reads a note beside its writer because one of the two held the session in the other's place.
std::set<std::string> OthersWhoHold(Session& session, const std::vector<NoteDraft>& drafts) {
  std::set<std::string> others;
  for (const NoteDraft& draft : drafts) {
    const v1::SupervisionSession& held = draft.note.session();
    if (!held.substitute().empty()) others.insert({held.supervisor(), held.substitute()});
  }
  if (others.empty() || !session.connection().acts_for_member()) return others;
  const absl::StatusOr<std::string> writer = ResolveMember(session.connection(), session.connect.act_for);
  if (writer.ok()) others.erase(*writer);
  return others;
}

}  // namespace

absl::StatusOr<ExitCode> SignDrafts(Session& session, bool yes) {
  NoteDrafts box;
  int unreadable = 0;
  CANDOR_ASSIGN_OR_RETURN(std::vector<NoteDraft> drafts, box.List(session, &unreadable));
  if (unreadable > 0) {
    session.terminal.err << unreadable
                         << " drafts cannot be opened with the key on this machine; they are left alone.\n";
  }
  NameBook names(session.connection());
  CANDOR_RETURN_IF_ERROR(TellOfVersions(session, box, names));
  if (drafts.empty()) {
    session.out() << "There is no supervision note to sign on this machine.\n";
    return ExitCode::kDone;
  }
  for (const NoteDraft& draft : drafts) PrintDraft(draft, names, session.terminal.err);
  if (std::erase_if(drafts, [](const NoteDraft& each) { return !each.finished; }) > 0) {
    session.terminal.err << "To go on with what is not finished: candor supervision note" << session.OnBehalf() << '\n';
  }
  if (drafts.empty()) return absl::FailedPreconditionError("nothing was signed: no note here is finished");
  for (const NoteDraft& draft : drafts) SayTextNotices(session, AsSent(draft.note));
  if (!yes) {
    if (!session.terminal.asks) {
      return absl::CancelledError("nothing was signed. Confirm on a terminal, or pass --yes in a script");
    }
    session.terminal.err << Wrap(WhoReadsNotes(OthersWhoHold(session, drafts), names), kTextWidth) << '\n';
    Keys keys(session.terminal);
    if (keys.Choose("Sign all? Each supervisee will see theirs.", {{'y', "yes"}, {'n', "no"}}) != 'y') {
      return ExitCode::kNotConfirmed;
    }
  }
  absl::Status first;
  for (NoteDraft& draft : drafts) first.Update(SignOne(session, box, draft, names));
  if (first.ok()) return ExitCode::kDone;
  // Why has been said with each.
  const absl::Status told(first.code(), "not all of it went well; why stands above");
  const std::optional<ErrorDetail> detail = DetailOf(first);
  return detail ? WithDetail(told, *detail) : told;
}

absl::StatusOr<ExitCode> AmendNote(Session& session, const std::string& name) {
  if (!session.terminal.asks) return NeedsPerson();
  CANDOR_ASSIGN_OR_RETURN(const v1::SupervisionNote note, FetchNote(session, name));
  CANDOR_ASSIGN_OR_RETURN(const v1::SuperviseeWeek line, LineOf(session, note));
  NameBook names(session.connection());
  PrintNote(note, names, session.terminal.err);
  NoteDrafts box;
  CANDOR_ASSIGN_OR_RETURN(NoteDraft draft, VersionBegun(session, box, name, note));
  SayWhatIsBegun(draft, note, session.terminal.err);
  Keys keys(session.terminal);
  CANDOR_ASSIGN_OR_RETURN(const NoteStart start, WriteVersion(session, keys, line, box, draft));
  if (start == NoteStart::kDiscard) {
    CANDOR_RETURN_IF_ERROR(box.Remove(draft));
    session.terminal.err << "The draft is gone; the note is as it was.\n";
    return ExitCode::kDone;
  }
  if (start != NoteStart::kWrite) return ExitCode::kNotConfirmed;
  SayTextNotices(session, AmendmentOf(draft), &note);
  if (keys.Choose("Sign the new version? Both will see it.", {{'y', "yes"}, {'n', "no"}}) != 'y') {
    session.terminal.err << "Kept as a draft on this machine; to go on: candor supervision amend " << name
                         << session.OnBehalf() << '\n';
    return ExitCode::kNotConfirmed;
  }
  CANDOR_ASSIGN_OR_RETURN(const v1::SupervisionNote amended, SignVersion(session, box, draft));
  PrintNote(amended, names, session.out());
  return ExitCode::kDone;
}

}  // namespace candor::cli
