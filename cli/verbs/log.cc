#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/entry.grpc.pb.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/entry_preview.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/store_entry.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

constexpr char kNeverOnTheLine[] =
    "Free text, and notes about your own feelings, are never written on the command line, where others on this\n"
    "machine could see them: `candor log` asks for them, and --stdin reads them.\n";

struct LogOptions {
  EntryForm form;
  bool from_input = false;
  bool yes = false;
  bool dry_run = false;
};

// Retractions name what they take back; they have a verb of their own.
bool IsLogged(const SchemaKind& kind) {
  return kind.slug != "retraction";
}

std::string LoggedKinds() {
  std::vector<std::string> slugs;
  for (const SchemaKind& kind : Schema::OfEntry().kinds()) {
    if (IsLogged(kind)) slugs.push_back(kind.slug);
  }
  return absl::StrJoin(slugs, ", ");
}

absl::Status AskKind(Session& session, EntryForm& form) {
  if (form.Has("kind")) return absl::OkStatus();
  Terminal& terminal = session.terminal;
  terminal.err << Wrap(absl::StrCat("Kinds: ", LoggedKinds()), 100) << '\n';
  const auto kind = terminal.Ask("Which kind?");
  if (!kind || kind->empty()) return absl::CancelledError("nothing was stored: no kind was chosen");
  form.Set("kind", *kind);
  return absl::OkStatus();
}

absl::StatusOr<const SchemaKind*> KindOf(const EntryForm& form) {
  if (!form.Has("kind")) {
    return UsageError(
        absl::StrCat("say which kind: candor log KIND …, or \"kind: …\" with --stdin. Kinds are ", LoggedKinds()));
  }
  const SchemaKind* kind = Schema::OfEntry().FindKind(form.Get("kind"));
  if (kind == nullptr || !IsLogged(*kind)) {
    return InvalidField("kind", "value", absl::StrCat("takes one of ", LoggedKinds()));
  }
  return kind;
}

// Who will read it, once that is known and before the person is asked for anything that tells of it.
absl::Status AskReader(Session& session, const SchemaKind& kind, EntryForm& form) {
  if (!kind.personal) return absl::OkStatus();
  if (!form.Has("first_reader")) {
    form.Set("first_reader",
             session.terminal.Ask("Who besides you may read it (a name; Enter for nobody)?").value_or(""));
  }
  // A promise about somebody who is not there would be found out only after all was written.
  const std::string reader = form.Get("first_reader");
  return reader.empty() ? absl::OkStatus() : ResolveMember(session.connection(), reader).status();
}

void AskHead(Session& session, EntryForm& form) {
  Terminal& terminal = session.terminal;
  if (!form.Has("case") && !form.Has("member")) {
    const auto typed = terminal.Ask("Case (its code; Enter when it is about the therapist alone):");
    if (typed && !typed->empty()) form.Set("case", *typed);
  }
  if (!form.Has("date")) {
    const auto date = terminal.Ask("When did it happen (YYYY-MM-DD; Enter for today)?");
    if (date && !date->empty()) form.Set("date", *date);
  }
}

// First the kind and the reader, then who will read it, then what there is to tell.
absl::Status AskAll(Session& session, EntryForm& form, bool dry_run) {
  CANDOR_RETURN_IF_ERROR(AskKind(session, form));
  CANDOR_ASSIGN_OR_RETURN(const SchemaKind* kind, KindOf(form));
  CANDOR_RETURN_IF_ERROR(AskReader(session, *kind, form));
  if (dry_run) {
    session.terminal.err << "This only asks what would come of it: nothing you type is stored, counted or logged.\n";
  } else {
    SayWhoReads(session, *kind, form.Get("first_reader"));
  }
  AskHead(session, form);
  CANDOR_RETURN_IF_ERROR(AskFacts(session, *kind, form));
  // No policy reads what a note says.
  return dry_run ? absl::OkStatus() : AskNote(session, form);
}

absl::StatusOr<std::string> ParentOf(Session& session, const EntryForm& form, const v1::Entry& entry) {
  if (form.Has("case")) return ResolveCase(session.connection(), form.Get("case"));
  if (form.Has("member")) return ResolveMember(session.connection(), form.Get("member"));
  if (!entry.therapist().empty()) return entry.therapist();
  if (session.connection().acts_for_member()) return ResolveMember(session.connection(), session.connect.act_for);
  return UsageError("say where it belongs: --case CODE, or --member NAME for what is about the therapist alone");
}

absl::StatusOr<ExitCode> Log(Session& session, const LogOptions& options) {
  EntryForm form = options.form;
  if (options.from_input) CANDOR_RETURN_IF_ERROR(form.Read(session.terminal.in));
  const bool asks = session.terminal.asks && !options.from_input && !options.yes;
  if (asks) CANDOR_RETURN_IF_ERROR(AskAll(session, form, options.dry_run));
  CANDOR_ASSIGN_OR_RETURN(const SchemaKind* kind, KindOf(form));
  v1::CreateEntryRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_entry(), BuildEntry(session, form));
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), ParentOf(session, form, request.entry()));
  if (options.dry_run) return PreviewEntry(session, request.parent(), request.entry(), *kind);
  request.set_request_id(RandomUuid());
  if (!asks) SayWhoReads(session, *kind, form.Get("first_reader"));
  CANDOR_RETURN_IF_ERROR(ConfirmEntry(session, *kind, request.entry(), options.yes));
  CANDOR_ASSIGN_OR_RETURN(const v1::CreateEntryResponse response,
                          session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::CreateEntry, request));
  PrintStored(session, response.entry(), response.assessment(), ToJson(response), form.Get("first_reader"));
  return ExitCode::kDone;
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
  CLI::Option* yes = command.add_flag("--yes", options.yes, "store without asking, for scripts");
  command
      .add_flag("--dry-run", options.dry_run,
                "say what it would call for, by when, with whom and why; nothing is stored, counted or logged")
      ->excludes(yes);
}

}  // namespace

absl::StatusOr<ExitCode> LogEntry(Session& session, EntryForm form) {
  LogOptions options;
  options.form = std::move(form);
  return Log(session, options);
}

void AddLogVerb(CLI::App& app, Session& session) {
  auto options = std::make_shared<LogOptions>();
  CLI::App* log = app.add_subcommand("log", "write down what happened; asks for what is not given");
  log->require_subcommand(0, 1);
  log->footer(absl::StrCat(
      kNeverOnTheLine,
      "To see first what would come of it: candor log --dry-run\n"
      "Example: candor log session --case C-1042 --date 2026-01-12 --minutes 50\n"
      "Example: printf 'kind: personal_reaction\\ncase: C-1042\\nwhich: attachment\\n' | candor log --stdin --yes"));
  AddCommonOptions(*log, *options);
  log->callback([&session, options, log] {
    if (log->get_subcommands().empty()) session.action = [&session, options] { return Log(session, *options); };
  });
  for (const SchemaKind& kind : Schema::OfEntry().kinds()) {
    if (!IsLogged(kind)) continue;
    if (kind.personal) {
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
    CLI::App* command = log->add_subcommand(kind.slug, absl::StrCat("fields: ", NamesOf(kind.fields)));
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
