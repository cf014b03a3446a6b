#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "cli/print/keys.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/supervision_drafts.h"
#include "cli/verbs/supervision_form.h"
#include "cli/verbs/supervision_text.h"
#include "cli/verbs/supervision_verbs.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

constexpr int kUsualMinutes = 60;
constexpr int kUntilNext = 7;

bool IsSpecial(const v1::SupervisionSession& session) {
  return session.format() == v1::SUPERVISION_NOTE_FORMAT_AD_HOC ||
         session.format() == v1::SUPERVISION_NOTE_FORMAT_PEER_GROUP;
}

bool Attends(const v1::SupervisionSession& session, const std::string& member) {
  return std::any_of(session.attendees().begin(), session.attendees().end(),
                     [&](const v1::SupervisionAttendee& each) { return each.member() == member; });
}

// When this week's session is expected: on the weekday of the last one; today or, of a week that is over, on its last
// day, where there was none.
Day ExpectedOn(const v1::SuperviseeWeek& line, Day monday, Day today) {
  if (!line.has_last_session()) return std::clamp(today, monday, monday + kUntilNext - 1);
  const Day last = FromWire(line.last_session().started().date());
  return monday + (last - absl::PrevWeekday(last + 1, absl::Weekday::monday));
}

// What the session of this week is taken to have been: as last time, everybody there.
v1::SupervisionSession Expected(const v1::SuperviseeWeek& line, const v1::SupervisionWeek& week, Day today) {
  v1::SupervisionSession session = line.last_session();
  session.clear_session();
  session.clear_theme();
  session.clear_substitute();
  for (v1::SupervisionAttendee& each : *session.mutable_attendees()) {
    each.clear_minutes();
    each.clear_units_hundredths();
    each.clear_no_units_reason();
    each.set_attendance(v1::ATTENDANCE_PRESENT);
  }
  // What an imported or plain record of it did not say, and of the first one everything.
  if (session.format() == v1::SUPERVISION_NOTE_FORMAT_UNSPECIFIED) {
    session.set_format(v1::SUPERVISION_NOTE_FORMAT_INDIVIDUAL);
  }
  if (session.mode() == v1::SUPERVISION_MODE_UNSPECIFIED) session.set_mode(v1::SUPERVISION_MODE_IN_PERSON);
  if (!session.has_minutes()) session.set_minutes(kUsualMinutes);
  if (!Attends(session, line.supervisee())) {
    v1::SupervisionAttendee& attendee = *session.add_attendees();
    attendee.set_member(line.supervisee());
    attendee.set_attendance(v1::ATTENDANCE_PRESENT);
  }
  session.set_supervisor(week.supervisor());
  const Day day = ExpectedOn(line, FromWire(week.week()), today);
  *session.mutable_started()->mutable_date() = ToWire(std::min(day, today));
  return session;
}

// One run of writing, note by note. Each Write… is false when the person wants to stop.
class Writer {
 public:
  Writer(Session& session, v1::SupervisionWeek week, Day today)
      : session_(session),
        week_(std::move(week)),
        today_(today),
        keys_(session.terminal),
        names_(session.connection()) {}

  absl::Status ReadDrafts() {
    CANDOR_ASSIGN_OR_RETURN(kept_, drafts_.List(session_));
    done_ = DraftedIn(kept_, FromWire(week_.week()));
    return absl::OkStatus();
  }

  const v1::SupervisionWeek& week() const { return week_; }
  int written() const { return written_; }
  // Whether there is nothing to write about them: a note of this week, or a draft.
  bool IsDone(const v1::SuperviseeWeek& line) const {
    return done_.contains(line.supervisee()) || HasSessionNote(line) || line.cancelled_size() > 0;
  }
  bool IsLaterThisWeek(const v1::SuperviseeWeek& line) const {
    return ExpectedOn(line, FromWire(week_.week()), today_) > today_;
  }

  // What was left in the middle comes first.
  absl::StatusOr<bool> WriteUnfinished() {
    for (NoteDraft& draft : kept_) {
      if (draft.finished) continue;
      session_.terminal.err << "\nTo go on with:";
      CANDOR_ASSIGN_OR_RETURN(const bool on, WriteDraft(draft, NoteOf::kDraft));
      if (!on) return false;
    }
    return true;
  }

  // The draft of this week that names them, once more; a new one when there is none.
  absl::StatusOr<bool> WriteAbout(const std::string& supervisee) {
    if (written_about_.contains(supervisee)) return true;
    for (NoteDraft& draft : kept_) {
      const bool theirs = Attends(draft.note.session(), supervisee) && IsOfWeek(draft, FromWire(week_.week()));
      if (theirs) return WriteDraft(draft, NoteOf::kDraft);
    }
    const v1::SuperviseeWeek* line = FindLine(week_, supervisee);
    if (line == nullptr) {
      return FailedField("--with", "not_supervised",
                         "is not supervised by them in that week; see candor supervision, candor member supervise");
    }
    return WriteSession(ExpectedOf(*line));
  }

  absl::StatusOr<bool> WriteSession(v1::SupervisionSession expected) {
    CANDOR_ASSIGN_OR_RETURN(NoteDraft draft, NewNoteDraft(session_));
    *draft.note.mutable_session() = std::move(expected);
    return WriteDraft(draft, NoteOf::kNew);
  }

 private:
  // A group whose others have been written about already is written about once.
  v1::SupervisionSession ExpectedOf(const v1::SuperviseeWeek& line) const {
    v1::SupervisionSession session = Expected(line, week_, today_);
    auto* attendees = session.mutable_attendees();
    for (int i = attendees->size() - 1; i >= 0; --i) {
      const std::string& member = attendees->Get(i).member();
      const v1::SuperviseeWeek* other = FindLine(week_, member);
      if (member != line.supervisee() && (other == nullptr || IsDone(*other))) attendees->DeleteSubrange(i, 1);
    }
    return session;
  }

  absl::StatusOr<bool> WriteDraft(NoteDraft& draft, NoteOf of) {
    std::optional<Day> next = NextOf(draft.note);
    NoteForm form(session_, keys_, of, draft.note, [&] { return drafts_.Keep(draft); });
    CANDOR_ASSIGN_OR_RETURN(const NoteStart start, form.AskSession(next));
    if (start == NoteStart::kQuit) return false;
    if (start == NoteStart::kSkip) return true;
    draft.finished = false;
    for (const v1::SupervisionAttendee& each : draft.note.session().attendees()) {
      written_about_.insert(each.member());
      if (!IsSpecial(draft.note.session())) done_.insert(each.member());
    }
    if (start == NoteStart::kWrite) {
      CANDOR_RETURN_IF_ERROR(WriteParts(form, draft, next));
      written_ += draft.note.parts_size();
      return true;
    }
    if (start == NoteStart::kCancel) CANDOR_RETURN_IF_ERROR(Cancel(draft.note.session()));
    if (!draft.id.empty()) CANDOR_RETURN_IF_ERROR(drafts_.Remove(draft));
    return true;
  }

  // As it was answered before; else a week after the session.
  static std::optional<Day> NextOf(const v1::SignSupervisionNoteRequest& note) {
    if (note.session().format() == v1::SUPERVISION_NOTE_FORMAT_AD_HOC) return std::nullopt;
    if (note.parts().empty()) return FromWire(note.session().started().date()) + kUntilNext;
    const v1::SupervisionPart& part = note.parts(0).part();
    return part.has_next_planned() ? std::optional<Day>(FromWire(part.next_planned())) : std::nullopt;
  }

  absl::Status Cancel(const v1::SupervisionSession& planned) {
    std::vector<std::string> supervisees;
    for (const v1::SupervisionAttendee& each : planned.attendees()) supervisees.push_back(each.member());
    return CancelSession(session_, keys_, planned.supervisor(), supervisees, FromWire(planned.started().date()));
  }

  absl::Status WriteParts(NoteForm& form, NoteDraft& draft, std::optional<Day> next) {
    OrderParts(draft.note);
    const bool several = draft.note.parts_size() > 1;
    for (v1::SuperviseePart& part : *draft.note.mutable_parts()) {
      part.mutable_part()->clear_next_planned();
      if (next) *part.mutable_part()->mutable_next_planned() = ToWire(*next);
    }
    for (v1::SuperviseePart& part : *draft.note.mutable_parts()) {
      if (several) session_.terminal.err << ' ' << OneLine(names_.Member(part.supervisee())) << ", for them alone:\n";
      const v1::SuperviseeWeek* line = FindLine(week_, part.supervisee());
      v1::SuperviseeWeek nothing_known;
      nothing_known.set_supervisee(part.supervisee());
      CANDOR_RETURN_IF_ERROR(form.AskPart(line == nullptr ? nothing_known : *line, *part.mutable_part()));
    }
    draft.finished = true;
    return drafts_.Keep(draft);
  }

  // One part for each who was there, as far as it had been written; none for anybody else.
  static void OrderParts(v1::SignSupervisionNoteRequest& note) {
    v1::SignSupervisionNoteRequest before;
    before.mutable_parts()->Swap(note.mutable_parts());
    for (const v1::SupervisionAttendee& each : note.session().attendees()) {
      if (each.attendance() == v1::ATTENDANCE_ABSENT) continue;
      v1::SuperviseePart& part = *note.add_parts();
      part.set_supervisee(each.member());
      for (const v1::SuperviseePart& old : before.parts()) {
        if (old.supervisee() == each.member()) part = old;
      }
    }
  }

  Session& session_;
  v1::SupervisionWeek week_;
  const Day today_;
  Keys keys_;
  NameBook names_;
  NoteDrafts drafts_;
  std::vector<NoteDraft> kept_;
  std::set<std::string> done_;           // of this week
  std::set<std::string> written_about_;  // in this run
  int written_ = 0;                      // notes, one for each supervisee
};

// A session of another sort than the weekly one: of today, with those who are named.
v1::SupervisionSession SpecialSession(const WriteOptions& options, const std::vector<std::string>& with, Day today) {
  v1::SupervisionSession session;
  if (options.ad_hoc) {
    session.set_format(v1::SUPERVISION_NOTE_FORMAT_AD_HOC);
  } else {
    session.set_format(options.peer       ? v1::SUPERVISION_NOTE_FORMAT_PEER_GROUP
                       : with.size() == 1 ? v1::SUPERVISION_NOTE_FORMAT_INDIVIDUAL
                                          : v1::SUPERVISION_NOTE_FORMAT_GROUP);
    session.set_mode(v1::SUPERVISION_MODE_IN_PERSON);
    session.set_minutes(kUsualMinutes);
  }
  *session.mutable_started()->mutable_date() = ToWire(today);
  for (const std::string& each : with) {
    v1::SupervisionAttendee& attendee = *session.add_attendees();
    attendee.set_member(each);
    attendee.set_attendance(v1::ATTENDANCE_PRESENT);
  }
  return session;
}

absl::Status WriteSpecial(Session& session, const WriteOptions& options, const std::vector<std::string>& with,
                          Day today, Writer& writer) {
  if (with.empty()) return InvalidField("--with", "missing", "say with whom: --with NAME");
  std::string supervisor = writer.week().supervisor(), substitute;
  if (!options.substitute_for.empty()) {
    substitute = supervisor;
    CANDOR_ASSIGN_OR_RETURN(supervisor, ResolveMember(session.connection(), options.substitute_for));
  }
  std::vector<std::vector<std::string>> sessions = {with};
  if (options.ad_hoc) {
    sessions.clear();
    for (const std::string& each : with) sessions.push_back({each});
  }
  for (const std::vector<std::string>& people : sessions) {
    v1::SupervisionSession special = SpecialSession(options, people, today);
    special.set_supervisor(supervisor);
    special.set_substitute(substitute);
    CANDOR_ASSIGN_OR_RETURN(const bool on, writer.WriteSession(std::move(special)));
    if (!on) break;
  }
  return absl::OkStatus();
}

absl::Status WriteNamed(const std::vector<std::string>& with, Writer& writer) {
  for (const std::string& each : with) {
    CANDOR_ASSIGN_OR_RETURN(const bool on, writer.WriteAbout(each));
    if (!on) break;
  }
  return absl::OkStatus();
}

// Those whose session of the week has been and has no note; `later` are those whose day has not come.
absl::Status WriteWeekly(Writer& writer, std::vector<std::string>& later) {
  CANDOR_ASSIGN_OR_RETURN(const bool began, writer.WriteUnfinished());
  if (!began) return absl::OkStatus();
  for (const v1::SuperviseeWeek& line : writer.week().supervisees()) {
    if (writer.IsDone(line)) continue;
    if (writer.IsLaterThisWeek(line)) {
      later.push_back(line.supervisee());
      continue;
    }
    CANDOR_ASSIGN_OR_RETURN(const bool on, writer.WriteAbout(line.supervisee()));
    if (!on) break;
  }
  return absl::OkStatus();
}

void SayHowToGoOn(Session& session, int written, const std::vector<std::string>& later) {
  if (!later.empty()) {
    NameBook names(session.connection());
    const auto add = [&](std::string* text, const std::string& each) { text->append(names.Member(each)); };
    session.out() << Wrap(absl::StrCat("Not yet this week: ", OneLine(absl::StrJoin(later, ", ", add)),
                                       ". To write about them now: --with NAME"),
                          kTextWidth)
                  << '\n';
  }
  if (written > 0) {
    session.out() << written << (written == 1 ? " note" : " notes")
                  << " kept on this machine; sign with: candor supervision sign all" << session.OnBehalf() << '\n';
  } else if (later.empty()) {
    session.out() << "Nothing was written. To write about somebody again: --with NAME\n";
  }
}

}  // namespace

absl::StatusOr<ExitCode> WriteNotes(Session& session, const WriteOptions& options) {
  if (!session.terminal.asks) return NeedsPerson();
  std::vector<std::string> with;
  for (const std::string& each : options.with) {
    CANDOR_ASSIGN_OR_RETURN(std::string name, ResolveMember(session.connection(), each));
    if (std::find(with.begin(), with.end(), name) == with.end()) with.push_back(std::move(name));
  }
  CANDOR_ASSIGN_OR_RETURN(v1::SupervisionWeek week, FetchWeek(session, options.supervisor, options.week));
  CANDOR_ASSIGN_OR_RETURN(const v1::Date date, Today(session));
  const Day today = FromWire(date);
  if (FromWire(week.week()) > today) {
    return InvalidField("--week", "future_date", "lies in the future; a note is written once the session has been");
  }
  Writer writer(session, std::move(week), today);
  CANDOR_RETURN_IF_ERROR(writer.ReadDrafts());
  std::vector<std::string> later;
  std::set<std::string> also_read;
  if (!options.substitute_for.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const std::string supervisor, ResolveMember(session.connection(), options.substitute_for));
    also_read.insert(supervisor);
  }
  NameBook names(session.connection());
  session.terminal.err
      << "Drafts stay on this machine until they are signed. Ctrl-C stops; what was answered is kept.\n"
      << Wrap(WhoReadsNotes(also_read, names), kTextWidth) << '\n';
  const bool special = options.ad_hoc || options.peer || !options.substitute_for.empty();
  CANDOR_RETURN_IF_ERROR(special        ? WriteSpecial(session, options, with, today, writer)
                         : with.empty() ? WriteWeekly(writer, later)
                                        : WriteNamed(with, writer));
  session.terminal.err << '\n';
  SayHowToGoOn(session, writer.written(), later);
  return ExitCode::kDone;
}

}  // namespace candor::cli
