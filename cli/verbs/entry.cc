#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "candor/v1/entry.grpc.pb.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/entry_preview.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/kind_words.h"
#include "cli/verbs/one_of.h"
#include "cli/verbs/session.h"
#include "cli/verbs/store_entry.h"
#include "cli/verbs/text_notices.h"
#include "cli/verbs/who_reads.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

// What each takes on standard input, as its refusal of anything else says it.
constexpr std::string_view kCorrectionLines = "\"date: 2025-03-29\", then an empty line, then the note";
constexpr std::string_view kRetractionLines = "\"explanation: the other session\", or an empty line, then the words";
constexpr std::string_view kAnswerLines = "\"form: written\", then an empty line, then what you have to say";

struct EntryOptions {
  std::string name;
  std::string as_of;
  std::string reason;
  std::string to_case;
  std::string how;  // a response was given
  std::vector<std::string> settings;
  EntryForm form;
  bool from_input = false;
  bool yes = false;
};

absl::StatusOr<v1::GetEntryResponse> Get(Session& session, const EntryOptions& options) {
  v1::GetEntryRequest request;
  request.set_name(EntryOfNote(options.name));
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  return session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::GetEntry, request);
}

absl::StatusOr<ExitCode> ShowEntry(Session& session, const EntryOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const v1::GetEntryResponse response, Get(session, options));
  if (!session.table()) {
    session.PrintData(ToJson(response.entry()));
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  PrintEntry(response.entry(), names, session.out());
  for (const v1::PolicyNotAssessed& each : response.not_assessed()) {
    session.out() << "Not assessed by " << each.policy() << ": " << WordOf(each.reason()) << '\n';
  }
  return ExitCode::kDone;
}

// What an entry says, without what the daemon adds.
v1::Entry Said(const v1::Entry& entry) {
  v1::Entry said = entry;
  said.clear_name();
  said.clear_kind();
  said.clear_author();
  said.clear_recorded_at();
  said.clear_ledger_number();
  said.clear_revises();
  said.clear_revised_by();
  said.clear_retracted();
  said.clear_erased();
  said.clear_import();
  said.clear_principal();
  said.clear_acting_for();
  said.clear_partial();
  said.clear_refiled_from();
  said.clear_refiled();
  said.clear_recalled();
  said.clear_responds_to();
  said.clear_responded_by();
  said.clear_corrected_by();
  said.clear_supervision_answer();
  said.clear_imported_cells();
  if (said.source() == v1::ENTRY_SOURCE_IMPORT) said.clear_source();
  return said;
}

absl::Status TakeSettings(const EntryOptions& options, const SchemaKind& kind, EntryForm& form) {
  for (const std::string& setting : options.settings) {
    const size_t equals = setting.find('=');
    const std::string name = setting.substr(0, equals);
    const SchemaField* field = kind.FindField(name);
    if (equals == std::string::npos || field == nullptr) {
      return InvalidField("--set", "field", absl::StrCat("takes FIELD=VALUE; the fields are ", NamesOf(kind.fields)));
    }
    if (field->narrative || kind.personal) {
      return UsageError("free text and personal notes are not given on the command line; use --stdin");
    }
    const std::string value = setting.substr(equals + 1);
    if (!value.empty() && AskedForOnly(kind.slug, name, value)) {
      return InvalidField("--set", "quiet", kNotOnTheLine);
    }
    form.Add(name, value);
  }
  return absl::OkStatus();
}

// The entry as it stands: what its newest correction says, so that another one loses nothing of it.
absl::StatusOr<v1::GetEntryResponse> GetNewest(Session& session, const EntryOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(v1::GetEntryResponse named, Get(session, options));
  if (named.entry().revised_by().empty() || named.entry().retracted()) return named;
  EntryOptions newest = options;
  newest.name = named.entry().revised_by();
  return Get(session, newest);
}

// What an entry is and where it stands, no correction changes; taken for one, it would be left out in silence.
absl::Status CheckKept(const EntryForm& form) {
  for (const char* kept : {"kind", "case", "member"}) {
    if (!form.Has(kept)) continue;
    return InvalidField(kept, "kept",
                        "a correction leaves the entry what it is and where it is; candor entry refile moves it, and "
                        "candor entry retract takes it back");
  }
  return absl::OkStatus();
}

// "cases/CASE" of "cases/CASE/entries/ENTRY".
std::string ParentIn(const std::string& entry) {
  return entry.substr(0, entry.rfind("/entries/"));
}

Writing WritingToAmend(const v1::AmendEntryRequest& request) {
  Writing writing;
  writing.about = request.entry().therapist();
  writing.date = FormatDate(request.entry().occurred().date());
  writing.of_case = request.name().starts_with("cases/");
  return writing;
}

absl::StatusOr<ExitCode> Amend(Session& session, const EntryOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const v1::GetEntryResponse current, GetNewest(session, options));
  const SchemaKind* kind = Schema::OfEntry().KindOf(current.entry());
  // Of an absence of theirs that somebody else wrote down the words stay, whoever corrects the days.
  const bool whole = !current.entry().partial() || current.entry().has_absence();
  if (kind == nullptr || !whole) {
    return absl::FailedPreconditionError(
        "parts of this entry are not shown to you, and a correction gives the whole of it; its author can correct it");
  }
  EntryForm form = options.form;
  if (options.from_input) CANDOR_RETURN_IF_ERROR(form.Read(session.terminal.in, kCorrectionLines));
  CANDOR_RETURN_IF_ERROR(CheckKept(form));
  CANDOR_RETURN_IF_ERROR(TakeSettings(options, *kind, form));
  v1::AmendEntryRequest request;
  request.set_name(EntryOfNote(options.name));
  request.set_request_id(RandomUuid());
  *request.mutable_entry() = Said(current.entry());
  CANDOR_RETURN_IF_ERROR(ApplyForm(session, form, *request.mutable_entry()));
  v1::PreviewEntryRequest what_if;
  what_if.set_name(request.name());
  *what_if.mutable_entry() = request.entry();
  const std::string sight = kind->personal ? WhoReadsFromNowOn(session, current.entry(), request.entry())
                                           : SightOf(session, std::move(what_if));
  SayIfItIsAnAct(session, ParentIn(request.name()), request.entry(), *kind, WritingToAmend(request));
  SayTextNotices(session, request.entry(), &current.entry());
  CANDOR_RETURN_IF_ERROR(ConfirmChange(session, options.name, options.yes, sight));
  CANDOR_ASSIGN_OR_RETURN(const v1::AmendEntryResponse response,
                          session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::AmendEntry, request));
  PrintStored(session, response.entry(), response.assessment(), ToJson(response), "");
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Retract(Session& session, const EntryOptions& options) {
  v1::RetractEntryRequest request;
  request.set_name(EntryOfNote(options.name));
  request.set_request_id(RandomUuid());
  const SchemaKind& kind = *Schema::OfEntry().FindKind("retraction");
  CANDOR_RETURN_IF_ERROR(SetFact(*kind.FindField("reason"), options.reason, *request.mutable_retraction()));
  EntryForm form;
  if (options.from_input) CANDOR_RETURN_IF_ERROR(form.Read(session.terminal.in, kRetractionLines));
  if (session.terminal.asks && !options.yes && !options.from_input) {
    form.Set("explanation", session.terminal.Ask("A word of explanation (Enter for none):").value_or(""));
  }
  request.mutable_retraction()->set_explanation(form.Has("explanation") ? form.Get("explanation") : form.Get("note"));
  v1::PreviewEntryRequest what_if;
  what_if.set_name(request.name());
  *what_if.mutable_retraction() = request.retraction();
  const std::string sight = SightOf(session, std::move(what_if));
  SayTextNotices(session, request.retraction());
  CANDOR_RETURN_IF_ERROR(ConfirmChange(session, options.name, options.yes, sight));
  CANDOR_ASSIGN_OR_RETURN(const v1::RetractEntryResponse response,
                          session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::RetractEntry, request));
  PrintStored(session, response.entry(), response.assessment(), ToJson(response), "");
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Refile(Session& session, const EntryOptions& options) {
  v1::RefileEntryRequest request;
  request.set_name(EntryOfNote(options.name));
  request.set_request_id(RandomUuid());
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_case_(), ResolveCaseAndTell(session, options.to_case));
  v1::PreviewEntryRequest what_if;
  what_if.set_name(request.name());
  what_if.set_case_(request.case_());
  const std::string sight = SightOf(session, std::move(what_if));
  CANDOR_RETURN_IF_ERROR(ConfirmMove(session, options.name, options.to_case, options.yes, sight));
  CANDOR_ASSIGN_OR_RETURN(const v1::RefileEntryResponse response,
                          session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::RefileEntry, request));
  PrintStored(session, response.entry(), response.assessment(), ToJson(response), "");
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Recall(Session& session, const EntryOptions& options) {
  v1::RecallEntryRequest request;
  request.set_name(EntryOfNote(options.name));
  request.set_request_id(RandomUuid());
  CANDOR_RETURN_IF_ERROR(ConfirmRecall(session, options.name, options.yes));
  CANDOR_ASSIGN_OR_RETURN(const v1::RecallEntryResponse response,
                          session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::RecallEntry, request));
  if (session.table()) {
    session.out() << Wrap("Called back. What is left says that you withdrew something, and not what.", kTextWidth)
                  << '\n';
  } else {
    session.PrintData(ToJson(response.entry()));
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Respond(Session& session, const EntryOptions& options) {
  const SchemaKind& kind = *Schema::OfEntry().FindKind("response");
  EntryForm form;
  if (!options.how.empty()) form.Set("form", options.how);
  if (options.from_input) CANDOR_RETURN_IF_ERROR(form.Read(session.terminal.in, kAnswerLines));
  if (session.terminal.asks && !options.yes && !options.from_input && options.how != "declined") {
    form.Set("statement", session.terminal.Ask("What do you want to say to it?").value_or(""));
  }
  if (form.Has("note")) form.Set("statement", form.Get("note"));
  form.Clear("note");
  v1::RespondToEntryRequest request;
  request.set_name(EntryOfNote(options.name));
  request.set_request_id(RandomUuid());
  for (const auto& [name, values] : form.values()) {
    const SchemaField* field = kind.FindField(name);
    if (field == nullptr) {
      return InvalidField(
          "input", "field",
          absl::StrCat("an answer has no field of one of the names given. Its fields are ", NamesOf(kind.fields)));
    }
    CANDOR_RETURN_IF_ERROR(SetFact(*field, values.back(), *request.mutable_response()));
  }
  SayTextNotices(session, request.response());
  CANDOR_RETURN_IF_ERROR(ConfirmResponse(session, options.name, options.yes));
  CANDOR_ASSIGN_OR_RETURN(
      const v1::RespondToEntryResponse response,
      session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::RespondToEntry, request));
  PrintStored(session, response.entry(), response.assessment(), ToJson(response), "");
  return ExitCode::kDone;
}

void AddChangeOptions(CLI::App& command, EntryOptions& options) {
  command.add_option("entry", options.name, "its name, as a timeline shows it")->required();
  command.add_flag("--stdin", options.from_input, "read \"name: value\" lines and text from standard input");
  AddYes(command, options.yes);
}

void AddRetract(CLI::App& entry, Session& session, const std::shared_ptr<EntryOptions>& options) {
  CLI::App* retract = entry.add_subcommand("retract", "record that it does not stand; it stays readable");
  retract->footer("Example: candor entry retract cases/CASE/entries/ENTRY --reason entered_in_error");
  AddChangeOptions(*retract, *options);
  std::vector<std::string> reasons;
  for (const SchemaWord& word : Schema::OfEntry().FindKind("retraction")->FindField("reason")->words) {
    reasons.push_back(word.word);
  }
  retract->add_option("--reason", options->reason, "why")->required()->check(OneOf(reasons));
  Does(*retract, session, [&session, options] { return Retract(session, *options); });
}

void AddRecall(CLI::App& entry, Session& session, const std::shared_ptr<EntryOptions>& options) {
  CLI::App* recall =
      entry.add_subcommand("recall", "call a private note back: for a day, and before anybody else has read it");
  recall->footer(
      "What is left says that its author withdrew something, and not what. It has been read once somebody else was\n"
      "shown its words or what a rule made of it, or the reader you named was shown in a timeline or a list of\n"
      "follow-ups that it is there. Their candor today, which says for that day only that a conversation is due,\n"
      "does not count, nor does the line \"a private note\" in the operator's timeline.\n"
      "Example: candor entry recall cases/CASE/entries/ENTRY --act-for 'Ana Nguyen'");
  recall->add_option("entry", options->name, "its name, as a timeline shows it")->required();
  AddYes(*recall, options->yes);
  Does(*recall, session, [&session, options] { return Recall(session, *options); });
}

void AddRespond(CLI::App& entry, Session& session, const std::shared_ptr<EntryOptions>& options) {
  CLI::App* respond =
      entry.add_subcommand("respond", "what the person whom it is about has to say to it; it stands beside");
  respond->footer(
      "The words are asked for, or read with --stdin; they are never given on the command line.\n"
      "Example: candor entry respond cases/CASE/entries/ENTRY --act-for 'Ana Nguyen'");
  AddChangeOptions(*respond, *options);
  std::vector<std::string> forms;
  for (const SchemaWord& word : Schema::OfEntry().FindKind("response")->FindField("form")->words) {
    forms.push_back(word.word);
  }
  respond->add_option("--form", options->how, "how it was given")->check(OneOf(forms));
  Does(*respond, session, [&session, options] { return Respond(session, *options); });
}

}  // namespace

void AddEntryVerb(CLI::App& app, Session& session) {
  CLI::App* entry = app.add_subcommand("entry", "one entry: read it, correct it, take it back, move it, answer it");
  entry->require_subcommand(1);
  auto options = std::make_shared<EntryOptions>();

  CLI::App* show = entry->add_subcommand("show", "all that the caller may read of it");
  show->footer("Example: candor entry show cases/CASE/entries/ENTRY");
  show->add_option("entry", options->name, "its name, as a timeline shows it")->required();
  AddAsOf(*show, options->as_of);
  Does(*show, session, Answers::kRecord, [&session, options] { return ShowEntry(session, *options); });

  CLI::App* amend = entry->add_subcommand("amend", "record a corrected version; the earlier one stays readable");
  amend->footer("Example: candor entry amend cases/CASE/entries/ENTRY --date 2025-03-29 --set minutes=45");
  AddChangeOptions(*amend, *options);
  AddHeaderOptions(*amend, options->form);
  amend->add_option("--set", options->settings, "FIELD=VALUE; may be repeated; FIELD= makes it not recorded");
  Does(*amend, session, [&session, options] { return Amend(session, *options); });

  AddRetract(*entry, session, options);

  CLI::App* refile = entry->add_subcommand("refile", "move it to the case where it belongs; it is judged anew there");
  refile->footer("Example: candor entry refile cases/CASE/entries/ENTRY --case C-1042");
  refile->add_option("entry", options->name, "its name, as a timeline shows it")->required();
  refile->add_option("--case", options->to_case, "where it belongs: a code or cases/CASE")->required();
  AddYes(*refile, options->yes);
  Does(*refile, session, [&session, options] { return Refile(session, *options); });

  AddRecall(*entry, session, options);
  AddRespond(*entry, session, options);
}

}  // namespace candor::cli
