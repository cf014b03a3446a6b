#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "cli/verbs/absence_entries.h"
#include "cli/verbs/departure_plan.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/interview.h"
#include "cli/verbs/member_verbs.h"
#include "cli/verbs/text_notices.h"
#include "cli/verbs/who_reads.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

// Somebody leaves: what becomes of each of their open cases, in one plan that is recorded in one step.
namespace candor::cli {
namespace {

constexpr char kAnswers[] = "transfer NAME, referral, ending or later; the first letter will do";
constexpr std::string_view kSteps[] = {"transfer", "referral", "ending", "later"};
constexpr int kAttempts = 2;

struct DepartOptions {
  std::string who;
  std::string last_day;
  std::string custodian;
  std::string reason;
  std::string source;
  std::string every;
  std::vector<std::string> cases;
  bool yes = false;
  bool dry_run = false;
};

absl::StatusOr<std::vector<PlannedCase>> OpenCasesOf(Session& session, const std::string& member) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Case> all,
                          ListAll<v1::CaseService>(session.connection(), &v1::CaseService::Stub::ListCases,
                                                   v1::ListCasesRequest(), &v1::ListCasesResponse::mutable_cases));
  std::vector<PlannedCase> cases;
  for (const v1::Case& each : all) {
    if (each.open() && each.therapist() == member) cases.push_back({each, {}});
  }
  std::sort(cases.begin(), cases.end(),
            [](const PlannedCase& a, const PlannedCase& b) { return CodeOf(a.of) < CodeOf(b.of); });
  return cases;
}

// Who takes over a case is somebody who is there.
absl::Status CheckReceiver(Session& session, const std::string& leaving, const std::string& receiver) {
  if (receiver == leaving) return InvalidField("plan", "receiver", "hands the case to the one who leaves");
  CANDOR_ASSIGN_OR_RETURN(const std::optional<v1::Entry> left, RecordedDeparture(session, receiver));
  if (!left) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const v1::Date today, Today(session));
  if (DaysAwayOf(*left).from > FromWire(today)) return absl::OkStatus();
  return InvalidField("plan", "left", "hands a case to somebody who has left; name somebody else");
}

// "transfer Maria Lopez", "r".
absl::StatusOr<CaseAnswer> ReadAnswer(Session& session, const std::string& leaving, const std::string& typed) {
  const size_t blank = std::min(typed.find(' '), typed.size());
  const std::string word = absl::AsciiStrToLower(typed.substr(0, blank));
  const std::string name(absl::StripAsciiWhitespace(typed.substr(blank)));
  for (const std::string_view step : kSteps) {
    if (word != step && word != step.substr(0, 1)) continue;
    if (step != "transfer" && name.empty()) return CaseAnswer{std::string(step), ""};
    if (step != "transfer" || name.empty()) break;
    CANDOR_ASSIGN_OR_RETURN(const std::string receiver, ResolveMember(session.connection(), name));
    CANDOR_RETURN_IF_ERROR(CheckReceiver(session, leaving, receiver));
    return CaseAnswer{std::string(step), receiver};
  }
  return InvalidField("plan", "value", absl::StrCat("takes ", kAnswers));
}

// A departure that is on record is not changed by another line, and what the line says is not left out in silence.
absl::Status CheckRecorded(Session& session, const DepartOptions& options, const v1::Entry& recorded) {
  const v1::DepartureFacts& facts = recorded.departure();
  bool same = options.reason.empty() || options.reason == WordOf(facts.reason());
  if (!options.last_day.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day last, ParseDayOf("--last-day", options.last_day));
    same = same && facts.has_last_day() && FromWire(facts.last_day()) == last;
  }
  if (!options.custodian.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const std::string custodian, ResolveMember(session.connection(), options.custodian));
    same = same && facts.custodian() == custodian;
  }
  if (same) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("their departure is on record already and says something else; correct it with candor entry amend ",
                   recorded.name(), " --set FIELD=VALUE, and leave it out here"));
}

// On a terminal asks for what is not given.
absl::StatusOr<v1::Entry> BuildDeparture(Session& session, const DepartOptions& options, const DeparturePlan& plan) {
  EntryForm form;
  form.Set("kind", "departure");
  form.Set("member", plan.member);
  form.Set("therapist", plan.member);
  const std::pair<std::string, std::string> given[] = {{"last_day", options.last_day},
                                                       {"custodian", options.custodian},
                                                       {"reason", options.reason},
                                                       {"source", plan.source}};
  for (const auto& [name, value] : given) {
    if (!value.empty()) form.Set(name, value);
  }
  CANDOR_ASSIGN_OR_RETURN(const SchemaKind* kind, KindToLog(form));
  if (session.terminal.asks && !options.yes) {
    SayWhoReads(session, *kind, WritingOf(*kind, form, /*ask_daemon=*/true));
    CANDOR_RETURN_IF_ERROR(AskFacts(session, *kind, form));
  }
  if (form.Get("last_day").empty()) {
    return UsageError("say which day is the last one: --last-day YYYY-MM-DD");
  }
  return BuildEntry(session, form);
}

absl::StatusOr<CaseAnswer> AskAnswer(Session& session, const std::string& leaving, const std::string& question,
                                     const CaseAnswer& otherwise) {
  while (true) {
    const std::optional<std::string> typed = session.terminal.Ask(question);
    if (!typed) return absl::CancelledError("nothing was stored, and nothing you typed was kept");
    if (typed->empty()) return otherwise;
    absl::StatusOr<CaseAnswer> answer = ReadAnswer(session, leaving, *typed);
    if (answer.ok()) return answer;
    session.terminal.err << OneLine(ToStd(answer.status().message())) << '\n';
  }
}

// One answer for all, and then each case once.
absl::Status AskPlan(Session& session, const CaseAnswer& usual, DeparturePlan& plan) {
  if (plan.cases.empty()) return absl::OkStatus();
  session.terminal.err << "What is to become of the open cases, " << plan.cases.size() << " in all: " << kAnswers
                       << ".\n";
  CANDOR_ASSIGN_OR_RETURN(
      const CaseAnswer all,
      AskAnswer(session, plan.member, absl::StrCat("Of all, where you say nothing else [Enter: ", usual.step, "]"),
                usual));
  for (PlannedCase& each : plan.cases) {
    CANDOR_ASSIGN_OR_RETURN(
        each.answer, AskAnswer(session, plan.member, absl::StrCat(CodeOf(each.of), " [Enter: ", all.step, "]"), all));
  }
  return absl::OkStatus();
}

// The case of that code or name; end() where it is none of them.
std::vector<PlannedCase>::iterator FindPlanned(const std::string& code, std::vector<PlannedCase>& cases) {
  return std::find_if(cases.begin(), cases.end(),
                      [&](const PlannedCase& each) { return each.of.code() == code || each.of.name() == code; });
}

// "C-1042=transfer Maria Lopez". A case that was decided is decided anew where the answer is another one.
absl::Status TakeGivenAnswer(Session& session, const std::string& given, DeparturePlan& plan) {
  const size_t equals = given.find('=');
  const std::string code = given.substr(0, equals);
  const auto open = FindPlanned(code, plan.cases);
  const auto decided = FindPlanned(code, plan.decided);
  const bool theirs = open != plan.cases.end() || decided != plan.decided.end();
  if (equals == std::string::npos || !theirs) {
    return InvalidField("--case", "value", "takes CODE=ANSWER, the code being that of one of their open cases");
  }
  CANDOR_ASSIGN_OR_RETURN(const CaseAnswer answer, ReadAnswer(session, plan.member, given.substr(equals + 1)));
  if (open != plan.cases.end()) {
    open->answer = answer;
  } else if (answer.step != "later" && answer != decided->answer) {
    decided->answer = answer;
    plan.cases.push_back(std::move(*decided));
    plan.decided.erase(decided);
  }
  return absl::OkStatus();
}

absl::Status TakeGivenAnswers(Session& session, const DepartOptions& options, DeparturePlan& plan) {
  for (const std::string& given : options.cases) CANDOR_RETURN_IF_ERROR(TakeGivenAnswer(session, given, plan));
  return absl::OkStatus();
}

absl::StatusOr<DeparturePlan> MakePlan(Session& session, const DepartOptions& options) {
  DeparturePlan plan;
  CANDOR_ASSIGN_OR_RETURN(plan.member, ResolveMember(session.connection(), options.who));
  CANDOR_ASSIGN_OR_RETURN(plan.source, WhoseAccount(session, options.source, plan.member));
  CANDOR_ASSIGN_OR_RETURN(plan.recorded, RecordedDeparture(session, plan.member));
  CANDOR_ASSIGN_OR_RETURN(plan.cases, OpenCasesOf(session, plan.member));
  if (plan.recorded) {
    CANDOR_RETURN_IF_ERROR(CheckRecorded(session, options, *plan.recorded));
    CANDOR_RETURN_IF_ERROR(SetDecidedApart(session, plan));
  } else {
    CANDOR_ASSIGN_OR_RETURN(plan.departure, BuildDeparture(session, options, plan));
  }
  if (plan.facts().has_last_day()) {
    CANDOR_ASSIGN_OR_RETURN(plan.unsupervised,
                            LeftWithoutSupervisor(session, plan.member, FromWire(plan.facts().last_day())));
  }
  CaseAnswer usual;
  if (!options.every.empty()) {
    CANDOR_ASSIGN_OR_RETURN(usual, ReadAnswer(session, plan.member, options.every));
  }
  for (PlannedCase& each : plan.cases) each.answer = usual;
  const bool asks = session.terminal.asks && !options.yes && options.cases.empty();
  CANDOR_RETURN_IF_ERROR(asks ? AskPlan(session, usual, plan) : TakeGivenAnswers(session, options, plan));
  return plan;
}

// What stands for a step in the record: what was decided, and of a transfer to whom. What is done after that is written
// down as it is done; until then a follow-up asks for a transfer and a referral.
std::vector<EntryForm> EntriesOf(const PlannedCase& planned, const DeparturePlan& plan, const std::string& today) {
  EntryForm head;
  head.Set("therapist", plan.member);
  head.Set("date", today);
  if (!plan.source.empty()) head.Set("source", plan.source);
  std::vector<EntryForm> forms = {head};
  forms.front().Set("kind", "decision");
  forms.front().Set("decision", planned.answer.step == "ending" ? "stop" : "refer");
  if (planned.answer.step == "transfer") {
    forms.push_back(head);
    forms.back().Set("kind", "transfer_step");
    forms.back().Set("receiver", planned.answer.receiver);
  }
  return forms;
}

absl::StatusOr<v1::BatchCreateEntriesRequest> RequestFor(Session& session, const DeparturePlan& plan) {
  v1::BatchCreateEntriesRequest request;
  request.set_request_id(RandomUuid());
  if (plan.departure) {
    v1::CreateEntryRequest& departure = *request.add_requests();
    departure.set_parent(plan.member);
    *departure.mutable_entry() = *plan.departure;
  }
  CANDOR_ASSIGN_OR_RETURN(const v1::Date today, Today(session));
  for (const PlannedCase& each : plan.cases) {
    if (each.answer.step == "later") continue;
    for (const EntryForm& form : EntriesOf(each, plan, FormatDate(today))) {
      v1::CreateEntryRequest& step = *request.add_requests();
      step.set_parent(each.of.name());
      CANDOR_ASSIGN_OR_RETURN(*step.mutable_entry(), BuildEntry(session, form));
    }
  }
  return request;
}

absl::Status ConfirmPlan(Session& session, bool yes) {
  if (yes) return absl::OkStatus();
  if (!session.terminal.asks) {
    return absl::CancelledError("nothing was stored. Confirm on a terminal, or pass --yes in a script");
  }
  if (session.terminal.Confirm("Record all of it in one step?")) return absl::OkStatus();
  return absl::CancelledError("nothing was stored, and nothing you typed was kept");
}

// Asked again once where no answer came: under the same request id that is the same plan.
absl::StatusOr<v1::BatchCreateEntriesResponse> Send(Session& session, const v1::BatchCreateEntriesRequest& request) {
  absl::StatusOr<v1::BatchCreateEntriesResponse> response = absl::UnavailableError("not asked");
  for (int attempt = 0; attempt < kAttempts && absl::IsUnavailable(response.status()); ++attempt) {
    response = session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::BatchCreateEntries, request);
  }
  return response;
}

// Each of it is checked as the plan itself would be, and forgotten: what recording it refuses, a dry run refuses.
absl::Status CheckWithoutRecording(Session& session, const v1::BatchCreateEntriesRequest& request) {
  for (const v1::CreateEntryRequest& each : request.requests()) {
    v1::PreviewEntryRequest what_if;
    what_if.set_parent(each.parent());
    *what_if.mutable_entry() = each.entry();
    what_if.set_sight_only(true);
    CANDOR_RETURN_IF_ERROR(
        session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::PreviewEntry, what_if).status());
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> Depart(Session& session, const DepartOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const DeparturePlan plan, MakePlan(session, options));
  CANDOR_ASSIGN_OR_RETURN(const v1::BatchCreateEntriesRequest request, RequestFor(session, plan));
  if (options.dry_run) {
    CANDOR_RETURN_IF_ERROR(CheckWithoutRecording(session, request));
    if (session.table()) {
      PrintPlan(session, plan, session.out());
      session.out() << "Nothing was recorded.\n";
    } else {
      session.PrintData(PlanJson(plan));
    }
    return ExitCode::kDone;
  }
  PrintPlan(session, plan, session.terminal.err);
  if (request.requests().empty()) {
    return absl::FailedPreconditionError(
        "nothing is left to record: the departure is on record, and each open case is decided or left for later");
  }
  if (plan.departure) SayTextNotices(session, *plan.departure);
  CANDOR_RETURN_IF_ERROR(ConfirmPlan(session, options.yes));
  CANDOR_ASSIGN_OR_RETURN(const v1::BatchCreateEntriesResponse response, Send(session, request));
  if (session.table()) {
    PrintPlanRecorded(session, plan, response);
  } else {
    session.PrintData(ToJson(response));
  }
  return ExitCode::kDone;
}

}  // namespace

void AddDepartCommand(CLI::App& member, Session& session) {
  auto options = std::make_shared<DepartOptions>();
  CLI::App* depart = member.add_subcommand("depart", "somebody leaves: one plan for all their open cases");
  depart->footer(
      "Asks what is to become of the open cases, with one answer for all as the default, and records the departure\n"
      "and what was decided in one step, or nothing; asked again, it goes on with what was left open. What is done\n"
      "after that is written down as it is done. Until then a follow-up asks for a transfer and a referral; for an\n"
      "ending, and for what is decided later, nothing does before the last day. From the day after it what clients\n"
      "need goes to who keeps the records, and their open cases stand in candor today.\n"
      "Example: candor member depart 'Ana Nguyen' --last-day 2025-06-30 --custodian 'Dele Haddad' --dry-run\n"
      "Example: candor member depart 'Ana Nguyen' --last-day 2025-06-30 --every 'transfer Maria Lopez' --yes");
  AddWho(*depart, options->who, "who leaves");
  depart->add_option("--last-day", options->last_day, "the last day: YYYY-MM-DD");
  depart->add_option("--custodian", options->custodian, "who keeps the records: a name or members/MEMBER");
  depart->add_option("--reason", options->reason,
                     "resignation, retirement, contract_end, ended_by_practice, incapacity or other");
  depart->add_option("--every", options->every, absl::StrCat("what becomes of every case: ", kAnswers));
  depart->add_option("--case", options->cases, "of one case something else: CODE=ANSWER; may be given again");
  AddSource(*depart, options->source);
  CLI::Option* yes = AddYes(*depart, options->yes);
  depart->add_flag("--dry-run", options->dry_run, "show the plan and record nothing")->excludes(yes);
  Does(*depart, session, [&session, options] { return Depart(session, *options); });
}

}  // namespace candor::cli
