#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "cli/print/keys.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/supervision_drafts.h"
#include "cli/verbs/supervision_text.h"
#include "cli/verbs/supervision_verbs.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

using NoteService = v1::SupervisionService;

constexpr size_t kMostTicks = 9;  // a digit each

struct SupervisionOptions {
  WriteOptions write;
  std::string as_of, note, supervisee, from, to, date, rules;
  bool yes = false, refused = false, totals = false;
};

// The day that was given with `option`, as the wire has it. INVALID_ARGUMENT names the option.
absl::StatusOr<std::optional<v1::Date>> DateOption(std::string_view option, const std::string& text) {
  if (text.empty()) return std::optional<v1::Date>();
  CANDOR_ASSIGN_OR_RETURN(const Day day, ParseDayOf(option, text));
  return std::optional<v1::Date>(ToWire(day));
}

absl::StatusOr<ExitCode> CancelOne(Session& session, const SupervisionOptions& options) {
  if (!session.terminal.asks) {
    return absl::CancelledError("nothing was noted: by whom and why are asked for on a terminal");
  }
  CANDOR_ASSIGN_OR_RETURN(const std::string supervisee, ResolveMember(session.connection(), options.supervisee));
  const std::string& supervisor = options.write.supervisor.empty() ? session.connect.act_for : options.write.supervisor;
  if (supervisor.empty()) return NeedsSupervisor();
  CANDOR_ASSIGN_OR_RETURN(const std::string held_by, ResolveMember(session.connection(), supervisor));
  CANDOR_ASSIGN_OR_RETURN(std::optional<v1::Date> day, DateOption("--date", options.date));
  if (!day) {
    CANDOR_ASSIGN_OR_RETURN(day, Today(session));
  }
  Keys keys(session.terminal);
  CANDOR_RETURN_IF_ERROR(CancelSession(session, keys, held_by, supervisee, FromWire(*day)));
  session.out() << "Noted.\n";
  return ExitCode::kDone;
}

// On a terminal: what to do next.
absl::StatusOr<ExitCode> GoOnFrom(Session& session, SupervisionOptions options) {
  std::optional<char> key;
  {
    Keys keys(session.terminal);
    session.terminal.err << '\n';
    key = keys.Choose("", {{'n', "notes"},
                           {'a', "ad hoc guidance"},
                           {'x', "did not take place"},
                           {'s', "sign all"},
                           {'\n', "leave it at that"}});
  }
  if (key == 'n') return WriteNotes(session, options.write);
  if (key == 's') return SignDrafts(session, /*yes=*/false);
  if (key != 'a' && key != 'x') return ExitCode::kDone;
  const auto name = session.terminal.Ask("With whom, a name (Enter: nobody):");
  if (!name || name->empty()) return ExitCode::kDone;
  if (key == 'a') {
    options.write.with = {*name};
    options.write.ad_hoc = true;
    return WriteNotes(session, options.write);
  }
  options.supervisee = *name;
  options.date = session.terminal.Ask("On which day, as in 2026-03-20 (Enter: today):").value_or("");
  return CancelOne(session, options);
}

absl::StatusOr<ExitCode> ShowWeek(Session& session, const SupervisionOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const v1::SupervisionWeek week,
                          FetchWeek(session, options.write.supervisor, options.write.week, options.as_of));
  if (session.format == Format::kJson) {
    session.PrintData(ToJson(week));
    return ExitCode::kDone;
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<NoteDraft> drafts, NoteDrafts().List(session));
  const std::set<std::string> drafted = DraftedIn(drafts, FromWire(week.week()));
  NameBook names(session.connection());
  if (!session.table()) {
    session.PrintData(WeekRows(week, drafted, names));
    return ExitCode::kDone;
  }
  PrintWeek(week, drafted, names, session.out());
  const bool goes_on = session.terminal.asks && options.as_of.empty() && week.supervisees_size() > 0;
  return goes_on ? GoOnFrom(session, options) : ExitCode::kDone;
}

// The member named; else the one who asks.
absl::StatusOr<std::string> WhoseNotes(Session& session, const SupervisionOptions& options) {
  const std::string& typed = options.supervisee.empty() ? session.connect.act_for : options.supervisee;
  if (typed.empty()) return UsageError("say whose: a name, or members/MEMBER");
  return ResolveMember(session.connection(), typed);
}

absl::StatusOr<std::vector<v1::SupervisionNote>> FetchNotes(Session& session, const SupervisionOptions& options) {
  v1::ListSupervisionNotesRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), WhoseNotes(session, options));
  CANDOR_ASSIGN_OR_RETURN(const auto from, DateOption("--from", options.from));
  CANDOR_ASSIGN_OR_RETURN(const auto to, DateOption("--to", options.to));
  if (from) *request.mutable_from() = *from;
  if (to) *request.mutable_to() = *to;
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  return ListAll<NoteService>(session.connection(), &NoteService::Stub::ListSupervisionNotes, request,
                              &v1::ListSupervisionNotesResponse::mutable_notes);
}

// In the formats for programs; in the one for people `print` does it.
template <class Print>
absl::StatusOr<ExitCode> PrintNotes(Session& session, const SupervisionOptions& options, Print print) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::SupervisionNote> notes, FetchNotes(session, options));
  NameBook names(session.connection());
  if (session.format == Format::kJson) {
    session.PrintData(ListJson(notes));
  } else if (session.format == Format::kCsv) {
    session.PrintData(NoteRows(notes, names));
  } else {
    print(notes, names);
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ListNotes(Session& session, const SupervisionOptions& options) {
  return PrintNotes(session, options, [&](const std::vector<v1::SupervisionNote>& notes, NameBook& names) {
    Table table({"DATE", "FORMAT", "UNITS", "SUPERVISOR", "STATE", "NOTE"});
    for (const v1::SupervisionNote& note : notes) {
      table.Add({FormatDate(note.session().started().date()), FormatText(note.session().format()),
                 HundredthsText(note.units_hundredths()), OneLine(names.Member(note.session().supervisor())),
                 StateText(note.state()), note.name()});
    }
    table.Print(session.out());
  });
}

// Everything about one supervisee, for somebody who leaves.
absl::StatusOr<ExitCode> ShowFile(Session& session, const SupervisionOptions& options) {
  return PrintNotes(session, options, [&](const std::vector<v1::SupervisionNote>& notes, NameBook& names) {
    for (const v1::SupervisionNote& note : notes) {
      PrintNote(note, names, session.out());
      session.out() << '\n';
    }
  });
}

absl::StatusOr<v1::UnitsProfile> ProfileNamed(const std::string& rules) {
  if (rules.empty()) return v1::UNITS_PROFILE_UNSPECIFIED;
  if (rules == "bbs") return v1::UNITS_PROFILE_BBS;
  if (rules == "bacp") return v1::UNITS_PROFILE_BACP;
  if (rules == "hours") return v1::UNITS_PROFILE_HOURS;
  return InvalidField("--rules", "value", "takes one of bbs, bacp, hours");
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
  CANDOR_ASSIGN_OR_RETURN(const v1::GetSupervisionLogResponse response,
                          session.connection().Call<NoteService>(&NoteService::Stub::GetSupervisionLog, request));
  NameBook names(session.connection());
  if (session.format == Format::kJson) {
    session.PrintData(ToJson(response.log()));
  } else if (session.format == Format::kCsv) {
    session.PrintData(options.totals ? TotalsRow(response.log()) : LogRows(response.log()));
  } else {
    PrintLog(response.log(), names, session.out());
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ShowNote(Session& session, const SupervisionOptions& options) {
  v1::GetSupervisionNoteRequest request;
  request.set_name(options.note);
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  CANDOR_ASSIGN_OR_RETURN(const v1::GetSupervisionNoteResponse response,
                          session.connection().Call<NoteService>(&NoteService::Stub::GetSupervisionNote, request));
  NameBook names(session.connection());
  if (session.table()) {
    PrintNote(response.note(), names, session.out());
  } else {
    session.PrintData(session.format == Format::kJson ? ToJson(response.note()) : NoteRows({response.note()}, names));
  }
  return ExitCode::kDone;
}

// Read, never an argument: others can see a command line. A line from a person, else all of the input.
std::string ReadComment(Terminal& terminal) {
  if (terminal.asks) {
    return terminal.Ask("A comment, if you like (Enter for none). Seen is not agreed:").value_or("");
  }
  std::string text{std::istreambuf_iterator<char>(terminal.in), std::istreambuf_iterator<char>()};
  absl::StripAsciiWhitespace(&text);
  return text;
}

// Those of their own follow-ups that ask for a conversation and that this one was about.
absl::Status AskWhatItCovered(Session& session, v1::AnswerSupervisionNoteRequest& request) {
  if (!session.connection().acts_for_member()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(
      const v1::GetWorkListResponse work,
      session.connection().Call<v1::WorkService>(&v1::WorkService::Stub::GetWorkList, v1::GetWorkListRequest()));
  std::vector<std::string> names;
  std::vector<KeyChoice> choices;
  for (const v1::WorkItem& item : work.work_list().items()) {
    const v1::FollowUp& follow_up = item.follow_up();
    const bool talk = item.role() == v1::WORK_ROLE_OWN && follow_up.action() == v1::ACTION_TALK;
    if (!talk || names.size() == kMostTicks) continue;
    choices.push_back({static_cast<char>('1' + names.size()), FollowUpText(follow_up)});
    names.push_back(follow_up.name());
  }
  if (names.empty()) return absl::OkStatus();
  std::set<std::string> covered;
  const bool on = Keys(session.terminal).ChooseSeveral("Did this talk cover:", choices, [&](char key) {
    const std::string& name = names[static_cast<size_t>(key - '1')];
    return covered.erase(name) == 0 && covered.insert(name).second;
  });
  if (!on) return absl::CancelledError("the answers ended; nothing was recorded");
  for (const std::string& name : covered) request.add_follow_ups(name);
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> AnswerNote(Session& session, const SupervisionOptions& options) {
  v1::AnswerSupervisionNoteRequest request;
  request.set_name(options.note);
  request.set_refused(options.refused);
  request.set_comment(ReadComment(session.terminal));
  if (session.terminal.asks && !options.refused) CANDOR_RETURN_IF_ERROR(AskWhatItCovered(session, request));
  request.set_request_id(RandomUuid());
  CANDOR_ASSIGN_OR_RETURN(const v1::AnswerSupervisionNoteResponse response,
                          session.connection().Call<NoteService>(&NoteService::Stub::AnswerSupervisionNote, request));
  if (!session.table()) {
    session.PrintData(ToJson(response.note()));
  } else {
    session.out() << StateText(response.note().state()) << '\n';
  }
  return ExitCode::kDone;
}

using SharedOptions = std::shared_ptr<SupervisionOptions>;

void AddNoteArgument(CLI::App& command, const SharedOptions& options) {
  command.add_option("note", options->note, "members/MEMBER/supervisionNotes/NOTE")->required();
}

void AddWhoseAndWhen(CLI::App& command, const SharedOptions& options) {
  command.add_option("supervisee", options->supervisee,
                     "whose: a name, or members/MEMBER (default the member acted for)");
  command.add_option("--from", options->from, "held on or after this day: YYYY-MM-DD");
  command.add_option("--to", options->to, "held on or before this day: YYYY-MM-DD");
  AddAsOf(command, options->as_of);
}

void AddNoteWriting(CLI::App& supervision, Session& session, const SharedOptions& options) {
  CLI::App* note = supervision.add_subcommand("note", "write this week's notes by single keys; a draft is kept here");
  note->footer(
      "What was the case last week stands already; Enter takes it. Drafts stay on this machine, sealed, until\n"
      "candor supervision sign all.\nExample: candor supervision note --act-for \"Dele Haddad\"");
  note->add_option("--with", options->write.with, "only these supervisees: a name, again for more");
  auto* ad_hoc = note->add_flag("--ad-hoc", options->write.ad_hoc, "guidance outside a session: no units");
  note->add_flag("--peer", options->write.peer, "a peer group: no units, no directives")->excludes(ad_hoc);
  note->add_option("--substitute-for", options->write.substitute_for, "the supervisor in whose place you held it");
  Does(*note, session, [&session, options] { return WriteNotes(session, options->write); });
  CLI::App* cancel = supervision.add_subcommand("cancel", "note that a session did not take place, by whom and why");
  cancel->footer("By whom and why are asked for.\nExample: candor supervision cancel \"Ana Nguyen\" --date 2026-03-20");
  cancel->add_option("supervisee", options->supervisee, "with whom: a name, or members/MEMBER")->required();
  cancel->add_option("--date", options->date, "on which it would have been: YYYY-MM-DD (default today)");
  Does(*cancel, session, [&session, options] { return CancelOne(session, *options); });
  CLI::App* sign = supervision.add_subcommand("sign", "sign the drafts on this machine");
  sign->footer("Example: candor supervision sign all");
  sign->add_option("what", "all")->check(CLI::IsMember({"all"}))->required();
  sign->add_flag("--yes", options->yes, "without asking");
  Does(*sign, session, [&session, options] { return SignDrafts(session, options->yes); });
  CLI::App* amend = supervision.add_subcommand("amend", "sign a new version of a note; both see it");
  amend->footer("Example: candor supervision amend members/m4…/supervisionNotes/q7…");
  AddNoteArgument(*amend, options);
  Does(*amend, session, [&session, options] { return AmendNote(session, options->note); });
}

void AddNoteReading(CLI::App& supervision, Session& session, const SharedOptions& options) {
  CLI::App* show = supervision.add_subcommand("show", "one note, whole");
  show->footer("Example: candor supervision show members/m4…/supervisionNotes/q7…");
  AddNoteArgument(*show, options);
  AddAsOf(*show, options->as_of);
  Does(*show, session, [&session, options] { return ShowNote(session, *options); });
  CLI::App* seen = supervision.add_subcommand("seen", "say that you have seen a note; comment on it");
  seen->footer("Seen is not agreed.\nExample: candor supervision seen members/m4…/supervisionNotes/q7…");
  AddNoteArgument(*seen, options);
  seen->add_flag("--refused", options->refused, "the supervisee would not look at it; recorded as such");
  Does(*seen, session, [&session, options] { return AnswerNote(session, *options); });
  CLI::App* list = supervision.add_subcommand("list", "one supervisee's notes");
  list->footer("Example: candor supervision list \"Ana Nguyen\" --from 2026-01-01");
  AddWhoseAndWhen(*list, options);
  Does(*list, session, [&session, options] { return ListNotes(session, *options); });
  CLI::App* file = supervision.add_subcommand("file", "one supervisee's notes, whole, for somebody who leaves");
  file->footer("Example: candor supervision file \"Ana Nguyen\" -o csv");
  AddWhoseAndWhen(*file, options);
  Does(*file, session, [&session, options] { return ShowFile(session, *options); });
  CLI::App* log = supervision.add_subcommand("log", "what one supervisee's sessions count for, by week or month");
  log->footer(
      "bbs: units by week and setting, with the totals; bacp: hours by calendar month. Default: by the licence.\n"
      "Example: candor supervision log \"Ana Nguyen\" --rules bbs -o csv");
  AddWhoseAndWhen(*log, options);
  log->add_option("--rules", options->rules, "bbs, bacp or hours");
  log->add_flag("--totals", options->totals, "with -o csv: the totals instead of the weeks or months");
  Does(*log, session, [&session, options] { return ShowLog(session, *options); });
}

}  // namespace

void AddSupervisionVerb(CLI::App& app, Session& session) {
  CLI::App* supervision = app.add_subcommand("supervision", "a supervisor's week; notes, and what sessions count for");
  supervision->footer(
      "Without more: one line per supervisee with units, follow-ups, directives, and whether they want to talk.\n"
      "Example: candor supervision --act-for \"Dele Haddad\"");
  supervision->fallthrough();
  auto options = std::make_shared<SupervisionOptions>();
  supervision->add_option("--week", options->write.week, "any day of the week: YYYY-MM-DD (default today)");
  supervision->add_option("--supervisor", options->write.supervisor, "whose week (default the member acted for)");
  AddAsOf(*supervision, options->as_of);
  AddNoteWriting(*supervision, session, options);
  AddNoteReading(*supervision, session, options);
  // Parsed after its subcommands' own actions are set, which stand.
  supervision->callback([&session, supervision, options] {
    if (!supervision->get_subcommands().empty()) return;
    session.action = [&session, options] { return ShowWeek(session, *options); };
  });
}

}  // namespace candor::cli
