#include <algorithm>

#include "absl/strings/str_cat.h"
#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/interview.h"
#include "cli/verbs/session.h"
#include "cli/verbs/store_entry.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

struct CaseOptions {
  std::string case_typed;
  std::string as_of;
  EntryForm intake;
  std::string into;
  bool yes = false;
};

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
    table.Add({each.code(), each.open() ? "open" : "closed", names.Member(each.therapist()),
               each.episodes().empty() ? "" : EpisodeText(each.episodes(each.episodes_size() - 1)), each.name()});
  }
  table.Print(session.out());
  return ExitCode::kDone;
}

void PrintCase(const v1::Case& shown, Session& session) {
  NameBook names(session.connection());
  std::vector<std::pair<std::string, std::string>> pairs = {{"Code", shown.erased() ? "erased" : shown.code()},
                                                            {"Case", shown.name()},
                                                            {"Status", shown.open() ? "open" : "closed"},
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
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_name(), ResolveCase(session.connection(), options.case_typed));
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

absl::StatusOr<ExitCode> Merge(Session& session, const CaseOptions& options) {
  v1::MergeCasesRequest request;
  request.set_request_id(RandomUuid());
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_name(), ResolveCase(session.connection(), options.case_typed));
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_into(), ResolveCase(session.connection(), options.into));
  CANDOR_RETURN_IF_ERROR(ConfirmMerge(session, options.case_typed, options.into, options.yes));
  CANDOR_ASSIGN_OR_RETURN(const v1::MergeCasesResponse response,
                          session.connection().Call<v1::CaseService>(&v1::CaseService::Stub::MergeCases, request));
  if (session.table()) {
    PrintCase(response.case_(), session);
  } else {
    session.PrintData(ToJson(response.case_()));
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Timeline(Session& session, const CaseOptions& options) {
  v1::ListEntriesRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), options.case_typed.starts_with("members/")
                                                         ? absl::StatusOr<std::string>(options.case_typed)
                                                         : ResolveCase(session.connection(), options.case_typed));
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
    table.Add({entry.has_occurred() ? MomentText(entry.occurred()) : "",
               entry.has_reported() ? MomentText(entry.reported()) : "", ListedKind(entry), ListedFacts(entry, names),
               names.Member(entry.therapist()), MarkText(entry), entry.name()});
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
  AddYes(*merge, options->yes);
  Does(*merge, session, [&session, options] { return Merge(session, *options); });
}

}  // namespace candor::cli
