#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/print/exit_codes.h"
#include "cli/print/table.h"
#include "cli/verbs/entry_draft.h"
#include "cli/verbs/entry_preview.h"
#include "cli/verbs/finish_entry.h"
#include "cli/verbs/interview.h"
#include "cli/verbs/kind_words.h"
#include "cli/verbs/session.h"
#include "cli/verbs/who_reads.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

constexpr char kCannotBeOpened[] = "cannot be opened with the key on this machine";

struct DraftOptions {
  std::string draft;
  bool yes = false;
};

std::string KeptAt(const EntryDraft& draft) {
  return absl::FormatTime("%Y-%m-%d %H:%M", draft.kept_at, absl::LocalTimeZone());
}

absl::StatusOr<EntryDraft> Open(const std::string& typed) {
  CANDOR_ASSIGN_OR_RETURN(EntryDrafts::Listed found, EntryDrafts().Find(typed));
  if (!found.draft) {
    return LocalFileError(absl::StrCat("this draft ", kCannotBeOpened, "; if the key is gone, discard it"));
  }
  return *std::move(found.draft);
}

// A list says no more than a person may see over the shoulder.
absl::StatusOr<ExitCode> List(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<EntryDrafts::Listed> drafts, EntryDrafts().List());
  CANDOR_RETURN_IF_ERROR(KeepPage(session, drafts));
  Json json = Json::array();
  Table table({"DRAFT", "KEPT", "WHAT"});
  for (const EntryDrafts::Listed& each : drafts) {
    const std::string kept = each.draft ? KeptAt(*each.draft) : "";
    const std::string what = each.draft ? ListLabel(each.draft->form.Get("kind")) : kCannotBeOpened;
    table.Add({ShortId(each.id), kept, what});
    json.push_back({{"draft", each.id}, {"kept", kept}, {"what", what}});
  }
  if (!session.table()) {
    session.PrintData(json);
  } else if (drafts.empty()) {
    session.out() << "There is no draft on this machine.\n";
  } else {
    table.Print(session.out());
  }
  return ExitCode::kDone;
}

// What was told, by the names that it was asked for.
absl::StatusOr<ExitCode> ShowDraft(Session& session, const DraftOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const EntryDraft draft, Open(options.draft));
  if (!session.table()) {
    Json json = {{"draft", draft.id}, {"kept", KeptAt(draft)}};
    for (const auto& [name, values] : draft.form.values()) json[name] = absl::StrJoin(values, ", ");
    session.PrintData(json);
    return ExitCode::kDone;
  }
  std::vector<std::pair<std::string, std::string>> pairs = {{"Draft", ShortId(draft.id)}, {"Kept", KeptAt(draft)}};
  for (const auto& [name, values] : draft.form.values()) {
    const std::string value = Spaced(absl::StrJoin(values, ", "));
    if (name != "note" && !value.empty()) pairs.emplace_back(Spaced(name), OneLine(value));
  }
  PrintPairs(pairs, session.out());
  if (draft.form.Has("note")) session.out() << '\n' << Wrap(OneLine(draft.form.Get("note")), kTextWidth) << '\n';
  return ExitCode::kDone;
}

// It belongs to the daemon and the member for whom it was written.
absl::Status GoBackTo(const EntryDraft& draft, Session& session) {
  if (draft.server != session.connect.server) {
    return UsageError(absl::StrCat("this draft was written for another daemon; pass --server ", draft.server));
  }
  if (!session.connect.act_for.empty() && session.connect.act_for != draft.act_for) {
    return UsageError("this draft was written on behalf of somebody else; leave --act-for out");
  }
  session.connect.act_for = draft.act_for;
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> Resume(Session& session, const DraftOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(EntryDraft draft, Open(options.draft));
  CANDOR_RETURN_IF_ERROR(GoBackTo(draft, session));
  CANDOR_ASSIGN_OR_RETURN(const SchemaKind* kind, KindToLog(draft.form));
  if (!session.terminal.asks && !options.yes) {
    return absl::CancelledError("nothing was stored. Confirm on a terminal, or pass --yes in a script");
  }
  if (options.yes && SentLongAgo(draft)) {
    return absl::FailedPreconditionError(
        "this draft was sent long ago and no answer came, so it may be recorded already; look for it, then discard the "
        "draft or resume it on a terminal");
  }
  SayWhoReads(session, *kind, WritingOf(*kind, draft.form, /*ask_daemon=*/true));
  if (!options.yes) return ChooseAndFinish(session, std::move(draft));
  CANDOR_ASSIGN_OR_RETURN(const v1::CreateEntryRequest request, RequestOf(session, draft));
  SaySight(session, SightOf(session, request));
  return SendEntry(session, draft, request);
}

absl::StatusOr<ExitCode> Discard(Session& session, const DraftOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const EntryDrafts::Listed found, EntryDrafts().Find(options.draft));
  const bool sure = options.yes || (session.terminal.asks &&
                                    session.terminal.Confirm(absl::StrCat("Discard draft ", ShortId(found.id), "?")));
  if (!sure) return absl::CancelledError("nothing was discarded. Confirm on a terminal, or pass --yes in a script");
  CANDOR_RETURN_IF_ERROR(EntryDrafts().Remove(found.id));
  session.terminal.err << "The draft is gone.\n";
  return ExitCode::kDone;
}

}  // namespace

void AddDraftVerb(CLI::App& app, Session& session) {
  CLI::App* draft = app.add_subcommand("draft", "what you have written and not yet recorded, on this machine");
  draft->require_subcommand(1);
  draft->footer("Drafts are encrypted, and nobody else has them. Begin one with: candor log --draft");
  auto options = std::make_shared<DraftOptions>();

  CLI::App* list = draft->add_subcommand("list", "your drafts, oldest first; what they say is not shown");
  list->footer("Example: candor draft list");
  Does(*list, session, Answers::kList, [&session] { return List(session); });

  const auto add = [&](const char* verb, const char* what, auto does, Answers answers) {
    CLI::App* command = draft->add_subcommand(verb, what);
    command->footer(absl::StrCat("Example: candor draft ", verb, " 3f9a"));
    command->add_option("draft", options->draft,
                        "the first letters of its id; may be left out where there is only one");
    Does(*command, session, answers, [&session, options, does] { return does(session, *options); });
    return command;
  };
  add("show", "all that it says", ShowDraft, Answers::kRecord);
  CLI::App* resume = add("resume", "go on with it: save it, change it, or leave it", Resume, Answers::kReceipt);
  resume->add_flag("--yes", options->yes, "record it without asking, for scripts");
  CLI::App* discard = add("discard", "remove it for good", Discard, Answers::kNothing);
  discard->add_flag("--yes", options->yes, "without asking");
}

}  // namespace candor::cli
