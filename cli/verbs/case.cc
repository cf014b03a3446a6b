#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/entry_preview.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/interview.h"
#include "cli/verbs/retention_verbs.h"
#include "cli/verbs/session.h"
#include "cli/verbs/store_entry.h"
#include "cli/verbs/text_notices.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

struct CaseOptions {
  std::string case_typed;
  std::string as_of;
  EntryForm intake;
  std::string into;
  bool yes = false;
  bool dry_run = false;
};

const char* CaseStatus(const v1::Case& shown) {
  if (shown.erased()) return "erased";
  return shown.open() ? "open" : "closed";
}

std::string EpisodeText(const v1::Episode& episode) {
  return absl::StrCat(episode.has_opened() ? FormatDate(episode.opened()) : "start not recorded", " to ",
                      episode.has_closed() ? FormatDate(episode.closed()) : "now");
}

absl::StatusOr<ExitCode> Open(Session& session, const CaseOptions& options) {
  v1::CreateCaseRequest request;
  request.set_request_id(RandomUuid());
  request.mutable_case_()->set_code(options.case_typed);
  EntryForm form = options.intake;
  form.Set("kind", "intake");
  if (session.terminal.asks) CANDOR_RETURN_IF_ERROR(AskFacts(session, *Schema::OfEntry().FindKind("intake"), form));
  // A case is called by a code so that nobody learns from it whose it is.
  LetReword(session, "code", /*typed=*/true, *request.mutable_case_()->mutable_code());
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_intake(), BuildEntry(session, form));
  CANDOR_ASSIGN_OR_RETURN(const v1::CreateCaseResponse response,
                          session.connection().Call<v1::CaseService>(&v1::CaseService::Stub::CreateCase, request));
  if (session.table()) {
    session.out() << response.case_().name() << '\n';
  } else {
    session.PrintData(ToJson(response));
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> List(Session& session, const CaseOptions& options) {
  v1::ListCasesRequest request;
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  CANDOR_ASSIGN_OR_RETURN(std::vector<v1::Case> cases,
                          ListAsked<v1::CaseService>(session, &v1::CaseService::Stub::ListCases, request,
                                                     &v1::ListCasesResponse::mutable_cases));
  if (!session.table()) {
    session.PrintData(ListJson(cases));
    return ExitCode::kDone;
  }
  std::sort(cases.begin(), cases.end(), [](const v1::Case& a, const v1::Case& b) { return a.code() < b.code(); });
  NameBook names(session.connection());
  Table table({"CODE", "STATUS", "THERAPIST", "LAST EPISODE", "CASE"});
  for (const v1::Case& each : cases) {
    table.Add({each.code(), CaseStatus(each), names.Member(each.therapist()),
               each.episodes().empty() ? "" : EpisodeText(each.episodes(each.episodes_size() - 1)), each.name()});
  }
  table.Print(session.out());
  return ExitCode::kDone;
}

void PrintCase(const v1::Case& shown, Session& session) {
  NameBook names(session.connection());
  std::vector<std::pair<std::string, std::string>> pairs = {{"Code", shown.erased() ? "erased" : shown.code()},
                                                            {"Case", shown.name()},
                                                            {"Status", CaseStatus(shown)},
                                                            {"Therapist", names.Member(shown.therapist())}};
  if (!shown.merged_into().empty()) pairs.emplace_back("Merged into", shown.merged_into());
  for (const v1::Episode& episode : shown.episodes()) pairs.emplace_back("Episode", EpisodeText(episode));
  for (const v1::CasePart& part : shown.parts()) {
    pairs.emplace_back("Part", absl::StrCat(OneLine(names.Member(part.therapist())), ", ", FormatDate(part.from()),
                                            " to ", part.has_until() ? FormatDate(part.until()) : "now"));
  }
  PrintPairs(pairs, session.out());
}

absl::StatusOr<ExitCode> Show(Session& session, const CaseOptions& options) {
  v1::GetCaseRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_name(), ResolveCaseAndTell(session, options.case_typed));
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  CANDOR_ASSIGN_OR_RETURN(const v1::GetCaseResponse response,
                          session.connection().Call<v1::CaseService>(&v1::CaseService::Stub::GetCase, request));
  if (session.table()) {
    PrintCase(response.case_(), session);
  } else {
    session.PrintData(ToJson(response.case_()));
  }
  return ExitCode::kDone;
}

// One of two records to be merged. An old code leads to another record than it once named, and what is done to that one
// cannot be undone, so that it is named by its own.
absl::StatusOr<v1::Case> FindToMerge(Session& session, std::string_view field, const std::string& typed) {
  std::string now_called;
  v1::GetCaseRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_name(), ResolveCase(session.connection(), typed, &now_called));
  if (!now_called.empty()) {
    session.terminal.err << OneLine(typed) << " went into " << OneLine(now_called) << ".\n";
    return FailedField(field, "merged", "names a record that went into another; name that one if you mean it");
  }
  CANDOR_ASSIGN_OR_RETURN(v1::GetCaseResponse response,
                          session.connection().Call<v1::CaseService>(&v1::CaseService::Stub::GetCase, request));
  return std::move(*response.mutable_case_());
}

// "K-3 (Ana Nguyen)".
std::string RecordText(const v1::Case& record, NameBook& names) {
  return OneLine(absl::StrCat(record.code().empty() ? record.name() : record.code(), " (",
                              record.therapist().empty() ? "held by nobody" : names.Member(record.therapist()), ")"));
}

// Whoever merges two records is told to whom that shows what before anything is done, and what would be refused is
// refused then.
absl::StatusOr<v1::PreviewMergeResponse> AskWhatMergingShows(Session& session, const v1::MergeCasesRequest& merge) {
  v1::PreviewMergeRequest request;
  request.set_name(merge.name());
  request.set_into(merge.into());
  return session.connection().Call<v1::CaseService>(&v1::CaseService::Stub::PreviewMerge, request);
}

void PrintMergePreview(const v1::PreviewMergeResponse& preview, NameBook& names, Session& session) {
  if (!session.table()) return session.PrintData(ToJson(preview));
  std::string text = SightText(preview.sight(), names);
  if (text.empty()) text = "By this nobody is shown anything that they are not shown now, and nobody less.";
  session.out() << Wrap(absl::StrCat(text, " Nothing was merged."), kTextWidth) << '\n';
}

absl::StatusOr<ExitCode> Merge(Session& session, const CaseOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const v1::Case from, FindToMerge(session, "case", options.case_typed));
  CANDOR_ASSIGN_OR_RETURN(const v1::Case into, FindToMerge(session, "--into", options.into));
  v1::MergeCasesRequest request;
  request.set_request_id(RandomUuid());
  request.set_name(from.name());
  request.set_into(into.name());
  NameBook names(session.connection());
  CANDOR_ASSIGN_OR_RETURN(const v1::PreviewMergeResponse preview, AskWhatMergingShows(session, request));
  if (options.dry_run) {
    PrintMergePreview(preview, names, session);
    return ExitCode::kDone;
  }
  CANDOR_RETURN_IF_ERROR(ConfirmMerge(session, RecordText(from, names), RecordText(into, names), options.yes,
                                      SightText(preview.sight(), names)));
  CANDOR_ASSIGN_OR_RETURN(const v1::MergeCasesResponse response,
                          session.connection().Call<v1::CaseService>(&v1::CaseService::Stub::MergeCases, request));
  if (session.table()) {
    PrintCase(response.case_(), session);
  } else {
    session.PrintData(ToJson(response.case_()));
  }
  return ExitCode::kDone;
}

// What has become of an entry among `entries`. That a supervision note was answered is no change of it.
std::string MarkAmong(const std::vector<v1::Entry>& entries, const v1::Entry& entry) {
  std::string mark = MarkText(entry);
  if (mark != "amended") return mark;
  bool answered = false;
  for (const v1::Entry& each : entries) {
    if (each.supervision_answer()) {
      answered = answered || each.name() == entry.revised_by();
    } else if (each.revises() == entry.name()) {
      return mark;
    }
  }
  return answered ? "answered" : mark;
}

// What a response answers: "to a boundary of 2025-09-20"; "" for any other entry.
std::string AnsweredText(const v1::Entry& entry, const std::vector<v1::Entry>& listed) {
  const std::string& answered = entry.responds_to();
  if (answered.empty()) return "";
  const auto found = std::find_if(listed.begin(), listed.end(), [&](const v1::Entry& each) {
    return each.name() == answered || each.refiled_from() == answered;
  });
  if (found == listed.end() || !found->has_occurred()) return absl::StrCat("to ", answered);
  return absl::StrCat("to ", ListedKind(*found), " of ", FormatDate(found->occurred().date()));
}

std::string TimelineFacts(const v1::Entry& entry, const std::vector<v1::Entry>& listed, NameBook& names) {
  const std::string answered = AnsweredText(entry, listed);
  const std::string facts = ListedFacts(entry, names);
  return absl::StrCat(answered, answered.empty() || facts.empty() ? "" : ", ", facts);
}

absl::StatusOr<ExitCode> Timeline(Session& session, const CaseOptions& options) {
  v1::ListEntriesRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), options.case_typed.starts_with("members/")
                                                         ? absl::StatusOr<std::string>(options.case_typed)
                                                         : ResolveCaseAndTell(session, options.case_typed));
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Entry> entries,
                          ListAsked<v1::EntryService>(session, &v1::EntryService::Stub::ListEntries, request,
                                                      &v1::ListEntriesResponse::mutable_entries));
  if (!session.table()) {
    session.PrintData(ListJson(entries));
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  Table table({"DATE", "WRITTEN DOWN", "KIND", "FACTS", "THERAPIST", "SINCE THEN", "ENTRY"});
  for (const v1::Entry& entry : entries) {
    // It stands with its note: candor supervision show.
    if (entry.supervision_answer()) continue;
    table.Add({entry.has_occurred() ? MomentText(entry.occurred()) : "",
               entry.has_reported() ? MomentText(entry.reported()) : "", ListedKind(entry),
               TimelineFacts(entry, entries, names), names.Member(entry.therapist()), MarkAmong(entries, entry),
               entry.name()});
  }
  table.Print(session.out());
  return ExitCode::kDone;
}

}  // namespace

void AddCaseVerb(CLI::App& app, Session& session) {
  CLI::App* cases = app.add_subcommand("case", "clients of the practice, by the practice's own pseudonyms");
  cases->require_subcommand(1);
  auto options = std::make_shared<CaseOptions>();

  CLI::App* open = cases->add_subcommand("open", "make a case and record its intake");
  open->footer("Example: candor case open C-1300 --therapist 'Ana Nguyen' --date 2026-01-12");
  open->add_option("code", options->case_typed, "the practice's own pseudonym, never a name")->required();
  AddHeaderOptions(*open, options->intake);
  AddFactOptions(*open, *Schema::OfEntry().FindKind("intake"), options->intake);
  Does(*open, session, [&session, options] { return Open(session, *options); });

  CLI::App* list = cases->add_subcommand("list", "all cases that the caller may see");
  list->footer("Example: candor case list --as-of 2025-06-30");
  AddAsOf(*list, options->as_of);
  Does(*list, session, Answers::kList, [&session, options] { return List(session, *options); });

  const auto add = [&](const char* verb, const char* what, auto does, Answers answers) {
    CLI::App* command = cases->add_subcommand(verb, what);
    command->footer(absl::StrCat("Example: candor case ", verb, " C-1042 --as-of 2025-06-30"));
    command->add_option("case", options->case_typed, "its code or cases/CASE")->required();
    AddAsOf(*command, options->as_of);
    Does(*command, session, answers, [&session, options, does] { return does(session, *options); });
  };
  add("show", "one case: therapist, episodes, parts", Show, Answers::kRecord);
  add("timeline", "its entries in order: date, time, then what triggers before what resolves", Timeline,
      Answers::kList);

  CLI::App* merge =
      cases->add_subcommand("merge", "two records of one client become one; the old name says where it went");
  merge->footer("Example: candor case merge C-1042b --into C-1042");
  merge->add_option("case", options->case_typed, "the record that goes: its code or cases/CASE")->required();
  merge->add_option("--into", options->into, "the record that stays")->required();
  CLI::Option* yes = AddYes(*merge, options->yes);
  merge->add_flag("--dry-run", options->dry_run, "say to whom it would show what; nothing is merged, and nothing kept")
      ->excludes(yes);
  Does(*merge, session, [&session, options] { return Merge(session, *options); });

  AddCaseErase(*cases, session);
}

}  // namespace candor::cli
