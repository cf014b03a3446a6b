#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "candor/v1/retention.grpc.pb.h"
#include "cli/verbs/retention_verbs.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

// Every timeline is read.
constexpr absl::Duration kLongestLook = absl::Minutes(10);

struct RetentionOptions {
  std::string by;
  std::string name;
  SecondPersonOptions person;
};

const char* BlockText(v1::RetentionBlock block) {
  switch (block) {
    case v1::RETENTION_BLOCK_HOLD:
      return "a legal hold";
    case v1::RETENTION_BLOCK_OPEN:
      return "an open follow-up";
    case v1::RETENTION_BLOCK_ACT:
      return "an act or a matter on file";
    default:
      return "something this version does not know";
  }
}

std::string BlocksText(const v1::DueErasure& due) {
  std::vector<std::string> blocks;
  for (const int block : due.blocks()) blocks.emplace_back(BlockText(static_cast<v1::RetentionBlock>(block)));
  return absl::StrJoin(blocks, ", ");
}

std::string ScopeText(v1::ErasureScope scope) {
  return scope == v1::ERASURE_SCOPE_EVERYTHING ? "everything" : "private notes";
}

std::string WhyDue(const v1::DueErasure& due) {
  return absl::StrCat(OneLine(due.profile()), ": ", due.value(), " ", due.unit(),
                      due.parameter() == "minor" ? " from coming of age" : "",
                      due.age_not_recorded() ? " (age not recorded)" : "");
}

// "APA Record Keeping Guidelines 2007 (confidence KH, reviewed on 2026-11-23)"
std::string ScheduleSourceText(const v1::DueErasure& due) {
  std::vector<std::string> state;
  if (!due.confidence().empty()) state.push_back(absl::StrCat("confidence ", OneLine(due.confidence())));
  if (due.has_reviewed_on()) state.push_back(absl::StrCat("reviewed on ", FormatDate(due.reviewed_on())));
  if (!due.note().empty()) state.push_back(OneLine(due.note()));
  return absl::StrCat(OneLine(due.citation()),
                      state.empty() ? "" : absl::StrCat(" (", absl::StrJoin(state, ", "), ")"));
}

std::string SubjectText(const std::string& subject, NameBook& names) {
  return OneLine(subject.starts_with("members/") ? names.Member(subject) : names.Case(subject));
}

absl::StatusOr<std::vector<v1::DueErasure>> AskWhatIsDue(Session& session, const std::string& by) {
  v1::ListDueErasuresRequest request;
  if (!by.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day day, ParseDayOf("--by", by));
    *request.mutable_by() = ToWire(day);
  }
  Connection::Options options = session.connect;
  options.timeout = kLongestLook;
  Connection patient(options);
  return ListAll<v1::RetentionService>(patient, &v1::RetentionService::Stub::ListDueErasures, request,
                                       &v1::ListDueErasuresResponse::mutable_due);
}

void PrintDue(const std::vector<v1::DueErasure>& all, Session& session) {
  if (all.empty()) {
    session.out() << "Nothing is due.\n";
    return;
  }
  NameBook names(session.connection());
  Table table({"SINCE", "OF", "WHAT", "SCHEDULE", "BLOCKED BY"});
  for (const v1::DueErasure& each : all) {
    table.Add({FormatDate(each.due()), SubjectText(each.subject(), names), ScopeText(each.scope()), WhyDue(each),
               BlocksText(each)});
  }
  table.Print(session.out());
  // Each once: who erases by a number has to know how sure it is.
  std::set<std::string> sources;
  for (const v1::DueErasure& each : all)
    sources.insert(absl::StrCat(OneLine(each.profile()), ": ", ScheduleSourceText(each)));
  session.out() << "\nSources, to be compared with the statute before anything is erased by them\n";
  for (const std::string& each : sources) session.out() << Wrap(each, kTextWidth, "  ") << '\n';
}

absl::StatusOr<ExitCode> ShowDue(Session& session, const RetentionOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<v1::DueErasure> all, AskWhatIsDue(session, options.by));
  CANDOR_RETURN_IF_ERROR(KeepPage(session, all));
  if (session.table()) {
    PrintDue(all, session);
  } else {
    session.PrintData(ListJson(all));
  }
  return ExitCode::kDone;
}

v1::ProposeErasureRequest BySchedule(const v1::DueErasure& due) {
  v1::ProposeErasureRequest request;
  request.set_subject(due.subject());
  request.set_scope(due.scope());
  request.set_by_schedule(true);
  request.set_request_id(RandomUuid());
  return request;
}

struct PlannedErasure {
  v1::DueErasure due;
  v1::Erasure would_be;
};

// Without the field of the request: it is said of which record it is.
std::string WhyRefused(const absl::Status& refused) {
  auto why = refused.message();
  if (const auto detail = DetailOf(refused)) absl::ConsumePrefix(&why, absl::StrCat(detail->field, ": "));
  return std::string(why);
}

// What of `due` would be erased now. One that is refused is said and left out: it keeps nothing else from going.
absl::StatusOr<std::vector<PlannedErasure>> PlanEach(Session& session, const std::vector<v1::DueErasure>& due) {
  NameBook names(session.connection());
  std::vector<PlannedErasure> planned;
  for (const v1::DueErasure& each : due) {
    auto would_be = WhatWouldGo(session, BySchedule(each));
    if (absl::IsFailedPrecondition(would_be.status())) {
      session.terminal.err << Wrap(absl::StrCat("Left out, ", SubjectText(each.subject(), names), ": ",
                                                WhyRefused(would_be.status())),
                                   kTextWidth)
                           << '\n';
      continue;
    }
    CANDOR_RETURN_IF_ERROR(would_be.status());
    planned.push_back({each, *std::move(would_be)});
  }
  return planned;
}

// Whether `other` destroys the key of `subject`, under which an erasure of `scope` leaves something.
bool AlsoErases(const PlannedErasure& other, const std::string& subject, v1::ErasureScope scope) {
  if (other.due.scope() != v1::ERASURE_SCOPE_EVERYTHING && other.due.scope() != scope) return false;
  const auto& merged = other.would_be.merged_cases();
  return other.due.subject() == subject || std::find(merged.begin(), merged.end(), subject) != merged.end();
}

// Where something was moved from is erased before where it went, so that no reply says of anything that it stays which
// goes as well.
std::vector<PlannedErasure> SourcesFirst(std::vector<PlannedErasure> waiting) {
  std::vector<PlannedErasure> ordered;
  while (!waiting.empty()) {
    const auto waits = [&](const PlannedErasure& each) {
      const auto& sealed = each.would_be.sealed_elsewhere();
      return std::any_of(sealed.begin(), sealed.end(), [&](const v1::SealedElsewhere& source) {
        return std::any_of(waiting.begin(), waiting.end(), [&](const PlannedErasure& other) {
          return &other != &each && AlsoErases(other, source.subject(), each.due.scope());
        });
      });
    };
    auto next = std::find_if_not(waiting.begin(), waiting.end(), waits);
    // Two that something was moved between, there and back.
    if (next == waiting.end()) next = waiting.begin();
    ordered.push_back(std::move(*next));
    waiting.erase(next);
  }
  return ordered;
}

// What each of them takes beside what it names, and what stays of it elsewhere once all of them are erased.
void TellWhatElseGoes(Session& session, const std::vector<PlannedErasure>& all) {
  NameBook names(session.connection());
  for (const PlannedErasure& each : all) {
    v1::Erasure told = each.would_be;
    told.clear_sealed_elsewhere();
    for (const v1::SealedElsewhere& sealed : each.would_be.sealed_elsewhere()) {
      const bool goes = std::any_of(all.begin(), all.end(), [&](const PlannedErasure& other) {
        return AlsoErases(other, sealed.subject(), each.due.scope());
      });
      if (!goes) *told.add_sealed_elsewhere() = sealed;
    }
    const std::string more = WhatElseGoes(told, names);
    if (more.empty()) continue;
    session.terminal.err << Wrap(absl::StrCat("Of ", SubjectText(each.due.subject(), names), ": ", more), kTextWidth)
                         << '\n';
  }
}

absl::StatusOr<ExitCode> EraseEach(Session& session, const std::vector<PlannedErasure>& all,
                                   const SecondPersonOptions& person) {
  std::vector<v1::Erasure> erased;
  for (const PlannedErasure& each : all) {
    auto erasure = EraseNow(session, BySchedule(each.due), person);
    if (!erasure.ok()) {
      session.terminal.err << erased.size() << " of " << all.size() << " are erased. Of " << each.due.subject()
                           << ":\n";
      return erasure.status();
    }
    if (session.table()) session.out() << '\n';
    if (session.table()) PrintErasure(*erasure, session);
    erased.push_back(*std::move(erasure));
  }
  if (!session.table()) session.PrintData(ListJson(erased));
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> RunRetention(Session& session, const RetentionOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<v1::DueErasure> all, AskWhatIsDue(session, ""));
  std::erase_if(all, [](const v1::DueErasure& each) { return !each.blocks().empty(); });
  CANDOR_ASSIGN_OR_RETURN(std::vector<PlannedErasure> planned, PlanEach(session, all));
  if (planned.empty()) {
    session.terminal.err << "Nothing is due that nothing blocks.\n";
    if (!session.table()) session.PrintData(Json::array());
    return ExitCode::kDone;
  }
  planned = SourcesFirst(std::move(planned));
  all.clear();
  for (const PlannedErasure& each : planned) all.push_back(each.due);
  if (session.table()) PrintDue(all, session);
  TellWhatElseGoes(session, planned);
  CANDOR_RETURN_IF_ERROR(ConfirmErasing(
      session,
      absl::StrCat(
          "To be erased: these ", all.size(),
          ". The keys are destroyed, and nobody can read it again. Dates, kinds, people and what is counted, such as "
          "minutes and choices, stay."),
      "Erase them?", options.person.yes));
  return EraseEach(session, planned, options.person);
}

absl::StatusOr<ExitCode> ListErased(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(
      const std::vector<v1::Erasure> erasures,
      ListAsked<v1::RetentionService>(session, &v1::RetentionService::Stub::ListErasures, v1::ListErasuresRequest(),
                                      &v1::ListErasuresResponse::mutable_erasures));
  if (!session.table()) {
    session.PrintData(ListJson(erasures));
    return ExitCode::kDone;
  }
  if (erasures.empty()) {
    session.out() << "Nothing has been erased, and nobody has asked for it.\n";
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  Table table({"RECORDED", "OF", "WHAT", "STATE", "WHY", "ERASURE"});
  for (const v1::Erasure& each : erasures) {
    table.Add({FormatInstant(each.recorded_at()), SubjectText(each.subject(), names), ScopeText(each.scope()),
               WordOf(each.state()), WordOf(each.why()), each.name()});
  }
  table.Print(session.out());
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ShowErasure(Session& session, const RetentionOptions& options) {
  v1::GetErasureRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(const v1::GetErasureResponse response, session.connection().Call<v1::RetentionService>(
                                                                     &v1::RetentionService::Stub::GetErasure, request));
  if (session.table()) {
    PrintErasure(response.erasure(), session);
  } else {
    session.PrintData(ToJson(response.erasure()));
  }
  return ExitCode::kDone;
}

}  // namespace

void AddRetentionVerb(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("retention", "how long records are kept, and what has been erased");
  verb->require_subcommand(1);
  auto options = std::make_shared<RetentionOptions>();

  CLI::App* due = verb->add_subcommand("due", "what the schedules say is to go, by which one, and what blocks it");
  due->footer("Example: candor retention due --by 2027-12-31");
  due->add_option("--by", options->by, "due on or before this day; else today")->option_text("DATE");
  Does(*due, session, Answers::kList, [&session, options] { return ShowDue(session, *options); });

  CLI::App* run = verb->add_subcommand("run", "erase what is due and not blocked");
  run->footer("It asks first, and takes a second person.\nExample: candor retention run --second 'Maria Lopez'");
  AddSecond(*run, options->person);
  AddYes(*run, options->person.yes);
  Does(*run, session, [&session, options] { return RunRetention(session, *options); });

  AddErasureApproval(*verb, session);

  CLI::App* list = verb->add_subcommand("list", "what has been erased, and who asked for it");
  list->footer("Example: candor retention list");
  Does(*list, session, Answers::kList, [&session] { return ListErased(session); });

  CLI::App* show = verb->add_subcommand("show", "one erasure, with its certificate");
  show->footer("Example: candor retention show erasures/ERASURE");
  show->add_option("erasure", options->name, "its name, as the list shows it")->required();
  Does(*show, session, Answers::kRecord, [&session, options] { return ShowErasure(session, *options); });
}

}  // namespace candor::cli
