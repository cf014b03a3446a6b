#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/entry_draft.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/entry_preview.h"
#include "cli/verbs/finish_entry.h"
#include "cli/verbs/interview.h"
#include "cli/verbs/kind_words.h"
#include "cli/verbs/store_entry.h"
#include "cli/verbs/text_notices.h"
#include "cli/verbs/who_reads.h"

namespace candor::cli {
namespace {

constexpr char kNeverOnTheLine[] =
    "Free text, notes about your own feelings, and words that tell of feelings or of closeness are never written on\n"
    "the command line, where others on this machine could see them: `candor log` asks for them, and --stdin reads\n"
    "them.\n";

struct LogOptions {
  EntryForm form;
  bool from_input = false;
  bool yes = false;
  bool dry_run = false;
  bool draft = false;
};

Purpose PurposeOf(const LogOptions& options) {
  if (options.dry_run) return Purpose::kWhatIf;
  return options.draft ? Purpose::kDraft : Purpose::kSave;
}

// Of two places neither is left out in silence.
absl::Status CheckOnePlace(const EntryForm& form) {
  if (!form.Has("case") || !form.Has("member")) return absl::OkStatus();
  return UsageError(
      "an entry stands in a case or with a member alone; give --case or --member, not both. Whom it is about is "
      "--therapist");
}

absl::StatusOr<ExitCode> AskWhatIf(Session& session, const EntryForm& form) {
  CANDOR_ASSIGN_OR_RETURN(const SchemaKind* kind, KindToLog(form));
  CANDOR_ASSIGN_OR_RETURN(const v1::Entry entry, BuildEntry(session, form));
  CANDOR_ASSIGN_OR_RETURN(const std::string parent, ParentOf(session, form, entry));
  SayTextNotices(session, entry);
  return PreviewEntry(session, parent, entry, *kind, WritingOf(*kind, form, /*ask_daemon=*/true));
}

// Without a person who could be asked.
absl::StatusOr<ExitCode> LogUnasked(Session& session, EntryDraft& draft, bool yes) {
  CANDOR_ASSIGN_OR_RETURN(const SchemaKind* kind, KindToLog(draft.form));
  CANDOR_ASSIGN_OR_RETURN(const v1::CreateEntryRequest request, RequestOf(session, draft));
  const Writing writing = WritingOf(*kind, draft.form, /*ask_daemon=*/true);
  SayWhoReads(session, *kind, writing);
  SayIfItIsAnAct(session, request.parent(), request.entry(), *kind, writing);
  SayTextNotices(session, request.entry());
  CANDOR_RETURN_IF_ERROR(ConfirmEntry(session, *kind, request, yes));
  return SendEntry(session, draft, request);
}

absl::StatusOr<ExitCode> Log(Session& session, const LogOptions& options) {
  EntryForm form = options.form;
  if (options.from_input) CANDOR_RETURN_IF_ERROR(form.Read(session.terminal.in));
  CANDOR_RETURN_IF_ERROR(CheckOnePlace(form));
  const bool asks = session.terminal.asks && !options.from_input && !options.yes;
  if (asks) CANDOR_RETURN_IF_ERROR(Interview(session, PurposeOf(options), form));
  if (options.dry_run) return AskWhatIf(session, form);
  CANDOR_ASSIGN_OR_RETURN(const SchemaKind* kind, KindToLog(form));
  CANDOR_RETURN_IF_ERROR(form.CheckNames(*kind));
  EntryDraft draft = NewDraft(session, std::move(form));
  if (options.draft) return KeepEntry(session, draft);
  return asks ? ChooseAndFinish(session, std::move(draft)) : LogUnasked(session, draft, options.yes);
}

void AddCommonOptions(CLI::App& command, LogOptions& options) {
  EntryForm& form = options.form;
  command.add_option_function<std::string>(
      "--case", [&form](const std::string& value) { form.Set("case", value); }, "its code or cases/CASE");
  command.add_option_function<std::string>(
      "--member", [&form](const std::string& value) { form.Set("member", value); },
      "for what is about a therapist alone: a name or members/MEMBER");
  command.add_option_function<std::string>(
      "--first-reader", [&form](const std::string& value) { form.Set("first_reader", value); },
      "the one person besides the author who may read a personal note: a name or members/MEMBER");
  AddHeaderOptions(command, form);
  command.add_flag("--stdin", options.from_input,
                   "read \"name: value\" lines, an empty line and the note from standard input");
  CLI::Option* yes = AddYes(command, options.yes);
  CLI::Option* dry_run =
      command
          .add_flag("--dry-run", options.dry_run,
                    "say what it would call for, by when, with whom and why; nothing is stored, counted or logged")
          ->excludes(yes);
  command.add_flag("--draft", options.draft, "keep it on this machine, encrypted; no daemon is asked for anything")
      ->excludes(yes)
      ->excludes(dry_run);
}

}  // namespace

absl::StatusOr<ExitCode> LogEntry(Session& session, EntryForm form, bool yes) {
  LogOptions options;
  options.yes = yes;
  options.form = std::move(form);
  return Log(session, options);
}

void AddLogVerb(CLI::App& app, Session& session) {
  auto options = std::make_shared<LogOptions>();
  CLI::App* log = app.add_subcommand("log", "write down what happened; asks for what is not given");
  log->require_subcommand(0, 1);
  log->footer(absl::StrCat(kNeverOnTheLine,
                           "To see first what would come of it: candor log --dry-run\n"
                           "To write first and decide later: candor log --draft, then candor draft resume\n"
                           "Example: candor log session --case C-1042 --date 2026-01-12 --minutes 50\n"
                           "Example: candor log --stdin --yes < entry.txt"));
  AddCommonOptions(*log, *options);
  log->callback([&session, options, log] {
    if (log->get_subcommands().empty()) session.action = [&session, options] { return Log(session, *options); };
  });
  for (const SchemaKind& kind : Schema::OfEntry().kinds()) {
    const KindWords* words = FindKindWords(kind.slug);
    if (words == nullptr) continue;
    if (KeptOutOfLists(kind.slug)) {
      // Known, so that whoever types it learns the other way; not listed.
      CLI::App* hidden = log->add_subcommand(kind.slug, "")->group("");
      hidden->prefix_command();
      hidden->callback([&session] {
        session.action = []() -> absl::StatusOr<ExitCode> {
          return UsageError(
              "this kind is not named on the command line, where others on this machine can see it. "
              "Nothing was stored. Run `candor log` and answer its questions, or use --stdin");
        };
      });
      continue;
    }
    CLI::App* command = log->add_subcommand(kind.slug, std::string(words->offer));
    command->footer(
        absl::StrCat(kNeverOnTheLine, "Example: candor log ", kind.slug, " --case C-1042 --date 2026-01-12"));
    AddCommonOptions(*command, *options);
    AddFactOptions(*command, kind, options->form);
    command->callback([&session, options, slug = kind.slug] {
      options->form.Set("kind", slug);
      session.action = [&session, options] { return Log(session, *options); };
    });
  }
}

}  // namespace candor::cli
