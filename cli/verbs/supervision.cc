#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "cli/print/keys.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/one_of.h"
#include "cli/verbs/supervision_drafts.h"
#include "cli/verbs/supervision_text.h"
#include "cli/verbs/supervision_verbs.h"
#include "cli/wire/dates.h"
#include "cli/wire/schema.h"
#include "daemon/base/status.h"

// The week on one screen, and the command line.
namespace candor::cli {
namespace {

absl::StatusOr<ExitCode> CancelOne(Session& session, const SupervisionOptions& options) {
  if (!session.terminal.asks && !options.take_back) {
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
  if (options.take_back) return TakeCancellationBack(session, held_by, supervisee, FromWire(*day), options.yes);
  Keys keys(session.terminal);
  CANDOR_RETURN_IF_ERROR(CancelSession(session, keys, held_by, {supervisee}, FromWire(*day)));
  NameBook names(session.connection());
  session.out() << "Noted. To take it back: candor supervision cancel \"" << OneLine(names.Member(supervisee))
                << "\" --date " << FormatDate(*day) << " --take-back";
  // Who acts for nobody has named the supervisor on the line.
  if (!options.write.supervisor.empty()) session.out() << " --supervisor \"" << OneLine(supervisor) << '"';
  session.out() << session.OnBehalf() << '\n';
  return ExitCode::kDone;
}

// One of the week's supervisees, by number or name. Empty: nobody.
std::string AskWithWhom(Session& session, const v1::SupervisionWeek& week) {
  const std::string typed = session.terminal.Ask("With whom, a number above or a name (Enter: nobody):").value_or("");
  int number = 0;
  const bool numbered = absl::SimpleAtoi(typed, &number) && number >= 1 && number <= week.supervisees_size();
  return numbered ? week.supervisees(number - 1).supervisee() : typed;
}

// What the supervisor has noted in the week of that supervisee; nullptr: nothing.
const v1::CancelledSupervision* FindCancelled(const v1::SupervisionWeek& week, const std::string& supervisee) {
  const v1::SuperviseeWeek* line = FindLine(week, supervisee);
  if (line == nullptr) return nullptr;
  for (const v1::CancelledSupervision& each : line->cancelled()) {
    if (each.noted_by() == week.supervisor()) return &each;
  }
  return nullptr;
}

// That a session did not take place, or that what was noted was a mistake.
absl::Status CancelFromScreen(Session& session, const v1::SupervisionWeek& week, SupervisionOptions options) {
  if (const v1::CancelledSupervision* noted = FindCancelled(week, options.supervisee)) {
    NameBook names(session.connection());
    session.terminal.err << "  noted: did not take place on " << OneLine(CancelledText(*noted, names)) << '\n';
    std::optional<char> key;
    {
      Keys keys(session.terminal);
      key = keys.Choose(" ", {{'t', "take that back"}, {'a', "another session"}});
    }
    if (!key) return absl::OkStatus();
    if (*key == 't') {
      options.take_back = true;
      options.date = FormatDate(noted->day());
      return CancelOne(session, options).status();
    }
  }
  options.date = session.terminal.Ask("On which day, as in 2026-03-20 (Enter: today):").value_or("");
  return CancelOne(session, options).status();
}

// What was chosen on the screen. False when the person leaves it at that.
absl::StatusOr<bool> DoNext(Session& session, const v1::SupervisionWeek& week, SupervisionOptions options) {
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
  if (!key || *key == '\n') return false;
  if (*key == 'n') {
    CANDOR_RETURN_IF_ERROR(WriteNotes(session, options.write).status());
    return true;
  }
  if (*key == 's') {
    CANDOR_RETURN_IF_ERROR(SignDrafts(session, /*yes=*/false).status());
    return true;
  }
  const std::string with = AskWithWhom(session, week);
  if (with.empty()) return true;
  if (*key == 'a') {
    options.write.with = {with};
    options.write.ad_hoc = true;
    CANDOR_RETURN_IF_ERROR(WriteNotes(session, options.write).status());
    return true;
  }
  options.supervisee = with;
  CANDOR_RETURN_IF_ERROR(CancelFromScreen(session, week, std::move(options)));
  return true;
}

// For somebody who supervises nobody: what waits for them as a supervisee.
absl::StatusOr<ExitCode> ShowOwn(Session& session, NameBook& names) {
  CANDOR_ASSIGN_OR_RETURN(
      const v1::GetWorkListResponse response,
      session.connection().Call<v1::WorkService>(&v1::WorkService::Stub::GetWorkList, v1::GetWorkListRequest()));
  const v1::WorkList& work = response.work_list();
  session.out() << "You supervise nobody in this week.\n";
  PrintOwnSupervision(session, work, names);
  if (work.unseen_notes().empty()) session.out() << "No note of your own supervision waits for you.\n";
  session.out() << "Your notes: candor supervision list" << session.OnBehalf()
                << "\nWhat they count for: candor supervision log" << session.OnBehalf() << '\n';
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ShowWeek(Session& session, const SupervisionOptions& options) {
  NameBook names(session.connection());
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const v1::SupervisionWeek week,
                            FetchWeek(session, options.write.supervisor, options.write.week, options.as_of));
    if (session.format == Format::kJson) {
      session.PrintData(ToJson(week));
      return ExitCode::kDone;
    }
    CANDOR_ASSIGN_OR_RETURN(const std::vector<NoteDraft> drafts, NoteDrafts().List(session));
    const std::set<std::string> drafted = DraftedIn(drafts, FromWire(week.week()));
    if (!session.table()) {
      session.PrintData(WeekRows(week, drafted, names));
      return ExitCode::kDone;
    }
    const bool own = session.connection().acts_for_member() && options.write.supervisor.empty();
    if (own && options.as_of.empty() && week.supervisees().empty()) return ShowOwn(session, names);
    PrintWeek(week, drafted, names, session.out());
    const bool goes_on = session.terminal.asks && options.as_of.empty() && week.supervisees_size() > 0;
    if (!goes_on) return ExitCode::kDone;
    CANDOR_ASSIGN_OR_RETURN(const bool again, DoNext(session, week, options));
    if (!again) return ExitCode::kDone;
    session.out() << '\n';
  }
}

using SharedOptions = std::shared_ptr<SupervisionOptions>;

// `required`: whether there is something to do without one.
void AddNoteArgument(CLI::App& command, const SharedOptions& options, bool required = true) {
  command
      .add_option("note", options->note,
                  "members/MEMBER/supervisionNotes/NOTE, or its number in candor supervision list")
      ->required(required);
  command.add_option("--of", options->supervisee, "in whose list the number is (default the member acted for)");
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
  Does(*note, session, Answers::kNothing, [&session, options] { return WriteNotes(session, options->write); });
  CLI::App* cancel = supervision.add_subcommand("cancel", "note that a session did not take place, by whom and why");
  cancel->footer(
      "By whom and why are asked for. What was noted by mistake is taken back by who noted it: --take-back.\n"
      "Example: candor supervision cancel \"Ana Nguyen\" --date 2026-03-20");
  cancel->add_option("supervisee", options->supervisee, "with whom: a name, or members/MEMBER")->required();
  cancel->add_option("--date", options->date, "on which it would have been: YYYY-MM-DD (default today)");
  auto* take_back = cancel->add_flag("--take-back", options->take_back, "it was noted by mistake; it stays readable");
  cancel->add_flag("--yes", options->yes, "take it back without asking, for scripts")->needs(take_back);
  Does(*cancel, session, Answers::kNothing, [&session, options] { return CancelOne(session, *options); });
  CLI::App* sign = supervision.add_subcommand("sign", "sign the drafts on this machine");
  sign->footer("Example: candor supervision sign all");
  sign->add_option("what", "all")->check(OneOf({"all"}))->required();
  sign->add_flag("--yes", options->yes, "without asking");
  Does(*sign, session, Answers::kNothing, [&session, options] { return SignDrafts(session, options->yes); });
  CLI::App* amend = supervision.add_subcommand("amend", "sign a new version of a note; both see it");
  amend->footer("Example: candor supervision amend members/m4…/supervisionNotes/q7…");
  AddNoteArgument(*amend, options);
  Does(*amend, session, Answers::kNothing, [&session, options]() -> absl::StatusOr<ExitCode> {
    CANDOR_ASSIGN_OR_RETURN(const std::string name, NoteTyped(session, *options));
    return AmendNote(session, name);
  });
  CLI::App* retract = supervision.add_subcommand("retract", "say that a note does not stand; it stays readable");
  retract->footer(
      "It counts for nothing, and its directives are no longer open.\n"
      "Example: candor supervision retract members/m4…/supervisionNotes/q7… --reason duplicate");
  AddNoteArgument(*retract, options);
  std::vector<std::string> reasons;
  for (const SchemaWord& word : Schema::OfEntry().FindKind("retraction")->FindField("reason")->words) {
    reasons.push_back(word.word);
  }
  retract->add_option("--reason", options->reason, "why")->required()->check(OneOf(reasons));
  retract->add_flag("--yes", options->yes, "without asking, for scripts");
  Does(*retract, session, [&session, options] { return RetractNote(session, *options); });
}

void AddNoteReading(CLI::App& supervision, Session& session, const SharedOptions& options) {
  CLI::App* show = supervision.add_subcommand("show", "one note, whole");
  show->footer("Example: candor supervision show members/m4…/supervisionNotes/q7…");
  AddNoteArgument(*show, options);
  AddAsOf(*show, options->as_of);
  Does(*show, session, Answers::kRecord, [&session, options] { return ShowNote(session, *options); });
  CLI::App* seen =
      supervision.add_subcommand("seen", "read what waits for you; say that you have seen it, and comment");
  seen->footer(
      "Without a note: those that wait, one after another. Seen is not agreed.\n"
      "Example: candor supervision seen --act-for \"Ana Nguyen\"");
  AddNoteArgument(*seen, options, /*required=*/false);
  seen->add_flag("--refused", options->refused, "the supervisee would not look at it; recorded as such");
  Does(*seen, session, [&session, options] { return AnswerNotes(session, *options); });
  CLI::App* list = supervision.add_subcommand("list", "one supervisee's notes");
  list->footer("Example: candor supervision list \"Ana Nguyen\" --from 2026-01-01");
  AddWhoseAndWhen(*list, options);
  Does(*list, session, Answers::kList, [&session, options] { return ListNotes(session, *options); });
  CLI::App* file = supervision.add_subcommand("file", "one supervisee's notes, whole, for somebody who leaves");
  file->footer("Example: candor supervision file \"Ana Nguyen\" -o csv");
  AddWhoseAndWhen(*file, options);
  Does(*file, session, Answers::kList, [&session, options] { return ShowFile(session, *options); });
  CLI::App* log = supervision.add_subcommand("log", "what one supervisee's sessions count for, by week or month");
  log->footer(
      "bbs: units by week and setting, with the totals; bacp: hours by calendar month. Default: by the licence.\n"
      "Example: candor supervision log \"Ana Nguyen\" --rules bbs -o csv");
  AddWhoseAndWhen(*log, options);
  log->add_option("--rules", options->rules, "bbs, bbs-trainee, bacp or hours");
  log->add_flag("--totals", options->totals, "with -o csv: the totals instead of the weeks or months");
  Does(*log, session, Answers::kRecord, [&session, options] { return ShowLog(session, *options); });
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
