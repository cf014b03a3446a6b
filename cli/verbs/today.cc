#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/decision.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "cli/print/table.h"
#include "cli/verbs/absence_entries.h"
#include "cli/verbs/concern_text.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/emergency_text.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/shown_lately.h"
#include "cli/verbs/supervision_verbs.h"
#include "cli/verbs/today_items.h"
#include "cli/verbs/today_machines.h"
#include "cli/verbs/way_to_clear.h"
#include "cli/verbs/who_acts.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

constexpr int kFew = 8;

struct TodayOptions {
  bool all = false;
  bool whole_day = false;
};

// Another day, another person, or both, in words; nullopt at the end of input.
std::optional<std::string> AskWhenAndWithWhom(Terminal& terminal) {
  std::string plan;
  while (true) {
    const auto typed = terminal.Ask("Another day, as in 2026-06-19 (Enter: none):");
    if (!typed) return std::nullopt;
    if (typed->empty()) break;
    if (ParseDayOf("day", *typed).ok()) {
      plan = absl::StrCat("on ", *typed);
      break;
    }
    terminal.err << "A day that exists, as in 2026-06-19.\n";
  }
  const auto person = terminal.Ask("With somebody else, also outside: a name (Enter: nobody):");
  if (!person) return std::nullopt;
  if (!person->empty()) absl::StrAppend(&plan, plan.empty() ? "" : " ", "with ", *person);
  return plan;
}

absl::Status NoteSeen(Session& session, const v1::FollowUp& follow_up, const std::string& plan) {
  v1::CreateDecisionRequest request;
  request.set_parent(follow_up.name());
  request.set_request_id(RandomUuid());
  request.mutable_decision()->mutable_acknowledge();
  request.mutable_decision()->set_reason(plan);
  return session.connection().Call<v1::DecisionService>(&v1::DecisionService::Stub::CreateDecision, request).status();
}

absl::StatusOr<ExitCode> NotNow(Session& session, const v1::FollowUp& follow_up) {
  const std::optional<std::string> plan = AskWhenAndWithWhom(session.terminal);
  if (!plan) return absl::CancelledError("the answers ended; nothing was noted");
  CANDOR_RETURN_IF_ERROR(NoteSeen(session, follow_up, *plan));
  session.out() << "Noted that you have seen it" << (plan->empty() ? "" : ", and what you plan")
                << ". It stays open; no hurry today.\n";
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Seen(Session& session, const v1::FollowUp& follow_up) {
  CANDOR_RETURN_IF_ERROR(NoteSeen(session, follow_up, ""));
  session.out() << "Noted that you have seen it. It stays open, and not to go on holds from now on.\n";
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Done(Session& session, const v1::FollowUp& follow_up) {
  const std::vector<std::string> kinds = KindsWhenDone(follow_up);
  if (kinds.size() != 1 || AsksForSupervision(follow_up)) {
    session.out() << "What says that it is done:\n";
    PrintDone(session, follow_up, "  ");
    return ExitCode::kDone;
  }
  EntryForm form;
  form.Set("kind", kinds.front());
  if (follow_up.case_().empty()) {
    form.Set("member", follow_up.therapist());
  } else {
    form.Set("case", follow_up.case_());
  }
  form.Set("therapist", follow_up.therapist());
  return LogEntry(session, std::move(form));
}

// On a terminal: one of the lines, and what to do about it.
absl::StatusOr<ExitCode> Choose(Session& session, const v1::WorkList& list) {
  while (true) {
    const auto typed = session.terminal.Ask("A number to go on with (Enter to leave it at that):");
    if (!typed || typed->empty()) return ExitCode::kDone;
    int number = 0;
    if (!absl::SimpleAtoi(*typed, &number) || number < 1 || number > list.items_size()) {
      session.terminal.err << "One of the numbers above.\n";
      continue;
    }
    const v1::WorkItem& item = list.items(number - 1);
    if (item.role() != v1::WORK_ROLE_OWN) {
      PrintWays(session, item);
      continue;
    }
    const bool may_wait = MayWait(item.follow_up());
    const std::string way =
        session.terminal.Ask(may_wait ? "(d)one, (t)alk first, (n)ot now?" : "(d)one, (t)alk first, (s)een?")
            .value_or("");
    if (way == "d") return Done(session, item.follow_up());
    if (way == "t") {
      CANDOR_RETURN_IF_ERROR(ShowWhoToTalkTo(session));
      return ExitCode::kDone;
    }
    if (way == "n" && may_wait) return NotNow(session, item.follow_up());
    if (way == "s" && !may_wait) return Seen(session, item.follow_up());
  }
}

// With --page-size that part of the list; what lies after it is said elsewhere.
absl::Status KeepPageOf(Session& session, v1::GetWorkListResponse& response) {
  if (session.page_size == 0) return absl::OkStatus();
  auto& items = *response.mutable_work_list()->mutable_items();
  CANDOR_ASSIGN_OR_RETURN(const PageBounds page, session.TakePage(static_cast<size_t>(items.size())));
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(page.end), items.end());
  items.erase(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(page.begin));
  response.set_total(items.size());
  return absl::OkStatus();
}

// Without a supervisee for whoever supervises nobody.
absl::StatusOr<v1::SupervisionWeek> WeekAsSupervisor(Session& session) {
  if (!session.connection().acts_for_member()) return v1::SupervisionWeek();
  return FetchWeek(session, "");
}

// Whose account it is that the caller gives of whoever has left. Where their relation cannot be asked for, a
// colleague's, which it is in any case.
const char* AccountOf(Session& session, const std::string& therapist, Day today) {
  if (!session.connection().acts_for_member()) return "colleague";
  const auto caller = ResolveMember(session.connection(), session.connect.act_for);
  v1::ListSupervisionsRequest request;
  request.set_parent(therapist);
  const auto relations = ListAll<v1::MemberService>(session.connection(), &v1::MemberService::Stub::ListSupervisions,
                                                    request, &v1::ListSupervisionsResponse::mutable_supervisions);
  const bool supervises = caller.ok() && relations.ok() && SupervisorAt(*relations, therapist, today) == *caller;
  return supervises ? "supervisor" : "colleague";
}

// What ends the part of whoever has left: it is written down of them, whoever writes it.
void PrintWaysForLeft(Session& session, const std::string& therapist, Day today) {
  const std::string of_them = absl::StrCat(" --case CODE --therapist ", therapist, " --source ",
                                           AccountOf(session, therapist, today), session.OnBehalf(), "\n");
  session.out() << "     ended:   candor log termination" << of_them
                << "     handed:  candor log transfer_step --receiver NAME --first-solo-held yes" << of_them;
}

// The open cases of whoever has left, a therapist each: no follow-up asks for what becomes of them.
void PrintLeftCases(Session& session, const v1::WorkList& list, NameBook& names) {
  if (list.left_cases().empty()) return;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> codes;
  for (const v1::LeftCase& each : list.left_cases()) {
    codes[{FormatDate(each.since()), each.therapist()}].push_back(each.case_code().empty() ? each.case_()
                                                                                           : each.case_code());
  }
  session.out() << "\nOpen cases whose therapist has left\n";
  for (const auto& [whose, cases] : codes) {
    session.out() << Wrap(OneLine(absl::StrCat(names.Member(whose.second), ", gone from ", whose.first, ": ",
                                               absl::StrJoin(cases, ", "))),
                          kTextWidth, "  ")
                  << '\n';
    PrintWaysForLeft(session, whose.second, FromWire(list.today()));
  }
  constexpr std::string_view kAfter = "A referral that was taken up is followed by an ending.";
  session.out() << Wrap(kAfter, kTextWidth, "  ") << '\n';
}

// Nobody else can say who is next, and no follow-up asks for it.
void PrintUnsupervised(Session& session, const v1::WorkList& list, NameBook& names) {
  if (list.unsupervised_members().empty()) return;
  session.out() << "\nWithout a supervisor\n";
  for (const v1::UnsupervisedMember& each : list.unsupervised_members()) {
    session.out() << Wrap(OneLine(absl::StrCat(names.Member(each.member()), " from ", FormatDate(each.since()),
                                               ", when ", names.Member(each.left()), " had left")),
                          kTextWidth, "  ")
                  << "\n     next:    candor member supervise " << each.member() << " --supervisor NAME --from DATE\n"
                  << "     ended:   candor log supervision_change --member " << each.member() << " --event ended\n";
  }
}

// Who reads what somebody writes is told to them, whoever recorded it.
void PrintNewSupervisors(Session& session, const v1::WorkList& list, NameBook& names) {
  for (const v1::NewSupervisor& each : list.new_supervisors()) {
    session.out() << '\n'
                  << Wrap(absl::StrCat(OneLine(names.Member(each.supervisor())), " supervises you from ",
                                       LongDate(FromWire(each.from())), " on: that was put on record on ",
                                       FormatInstant(each.recorded_at()).substr(0, sizeof("2025-03-30") - 1),
                                       ". They read what you write about your work from that day on; your private "
                                       "notes from before are shown to nobody new."),
                          kTextWidth)
                  << '\n';
  }
}

void PrintDay(Session& session, const v1::GetWorkListResponse& response, const v1::SupervisionWeek& week,
              NameBook& names) {
  const v1::WorkList& list = response.work_list();
  session.out() << LongDate(FromWire(list.today())) << '\n';
  PrintOwnAbsence(session, FromWire(list.today()), names);
  const bool else_waits = !list.unseen_notes().empty() || !list.directives().empty() || !list.left_cases().empty() ||
                          !list.entries_about().empty() || !list.unsupervised_members().empty() ||
                          !list.emergencies().empty() || !list.opened().empty() || !list.concerns().empty() ||
                          !list.measures().empty();
  if (list.items().empty() && !else_waits && week.supervisees().empty()) session.out() << "Nothing waits for you.\n";
  if (!list.items().empty()) PrintItems(session, response, !session.terminal.asks, names);
  PrintEntriesAbout(session, list);
  PrintLeftCases(session, list, names);
  PrintUnsupervised(session, list, names);
  PrintEmergencies(session, list, names);
  PrintConcernsToday(list, names, session);
  PrintOwnSupervision(session, list, names);
  PrintNewSupervisors(session, list, names);
  PrintMachinesToday(session, list, names);
  if (!week.supervisees().empty()) PrintSupervisionToday(session, week, names);
  const auto shown = ShownLatelyOf(session, FromWire(list.today()));
  if (shown) PrintShownLately(session, *shown, names);
}

// The row is `rows`' own, until the next is added.
Json& AddRow(const char* section, const Json& fields, std::vector<Json>& rows) {
  Json& row = rows.emplace_back(Json::object());
  row["section"] = section;
  for (const auto& [key, value] : fields.items()) row[key] = value;
  return row;
}

// What the table shows and what it leads to, a row for each thing: `section` says what it is, and which keys it has.
// A script that reads the follow-ups alone has them without --whole-day as they always were.
absl::Status AddWholeDay(Session& session, const v1::WorkList& list, std::vector<Json>& rows) {
  for (const v1::WorkItem& item : list.items()) {
    Json& row = AddRow("follow_up", ToJson(item), rows);
    const std::string plan = item.role() == v1::WORK_ROLE_OWN ? PlanOf(session, item.follow_up()) : "";
    row["planned"] = plan.empty() ? Json(nullptr) : Json(plan);
  }
  for (const v1::UnseenNote& note : list.unseen_notes()) AddRow("note_to_read", ToJson(note), rows);
  for (const v1::OpenDirective& directive : list.directives()) AddRow("directive", ToJson(directive), rows);
  for (const v1::EntryAbout& each : list.entries_about()) AddRow("entry_about", ToJson(each), rows);
  for (const v1::LeftCase& each : list.left_cases()) AddRow("left_case", ToJson(each), rows);
  for (const v1::UnsupervisedMember& each : list.unsupervised_members()) AddRow("unsupervised", ToJson(each), rows);
  for (const v1::Emergency& each : list.emergencies()) AddRow("emergency", ToJson(each), rows);
  for (const v1::Emergency& each : list.opened()) AddRow("opened", ToJson(each), rows);
  for (const v1::Concern& each : list.concerns()) AddRow("concern", ToJson(each), rows);
  for (const v1::Measure& each : list.measures()) AddRow("measure", ToJson(each), rows);
  for (const v1::NewSupervisor& each : list.new_supervisors()) AddRow("new_supervisor", ToJson(each), rows);
  for (const v1::Enrolment& each : list.ended_machines()) AddRow("ended_machine", ToJson(each), rows);
  for (const v1::Enrolment& each : list.new_machines()) AddRow("new_machine", ToJson(each), rows);
  CANDOR_ASSIGN_OR_RETURN(const v1::SupervisionWeek week, WeekAsSupervisor(session));
  for (const v1::SuperviseeWeek& line : week.supervisees()) {
    AddRow("supervisee", ToJson(line), rows)["note_to_write"] = WaitsForNote(line);
  }
  const auto shown = ShownLatelyOf(session, FromWire(list.today()));
  if (shown) AddRow("shown_to_others", ShownLatelyJson(*shown), rows);
  Json people;
  if (const absl::Status read = ReadWhoToTalkTo(session, people); !read.ok()) {
    // The day is of use without.
    session.terminal.err << read.message() << '\n';
    return absl::OkStatus();
  }
  for (const Json& person : people) AddRow("talk", person, rows);
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> PrintWholeDay(Session& session, const v1::WorkList& list) {
  std::vector<Json> rows;
  CANDOR_RETURN_IF_ERROR(AddWholeDay(session, list, rows));
  CANDOR_RETURN_IF_ERROR(KeepPage(session, rows));
  session.PrintData(Json(rows));
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ShowToday(Session& session, const TodayOptions& options) {
  v1::GetWorkListRequest request;
  if (!options.all && session.table() && session.page_size == 0) request.set_limit(kFew);
  CANDOR_ASSIGN_OR_RETURN(v1::GetWorkListResponse response,
                          session.connection().Call<v1::WorkService>(&v1::WorkService::Stub::GetWorkList, request));
  if (options.whole_day && !session.table()) return PrintWholeDay(session, response.work_list());
  CANDOR_RETURN_IF_ERROR(KeepPageOf(session, response));
  if (!session.table()) {
    Json list = Json::array();
    for (const v1::WorkItem& item : response.work_list().items()) list.push_back(ToJson(item));
    session.PrintData(list);
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  CANDOR_ASSIGN_OR_RETURN(const v1::SupervisionWeek week, WeekAsSupervisor(session));
  PrintDay(session, response, week, names);
  if (!session.terminal.asks || response.work_list().items().empty()) return ExitCode::kDone;
  return Choose(session, response.work_list());
}

}  // namespace

void AddTodayVerb(CLI::App& app, Session& session) {
  CLI::App* today = app.add_subcommand("today", "what waits for you, earliest first: done, talk first, or not now");
  today->footer(
      "For a member (--act-for): their own, what clients need of those for whom they act while these are away, and\n"
      "what waits for those whom they supervise, with notes of supervision to write or to read. For the operator: the\n"
      "practice's. Open cases whose therapist has left stand with the operator, the supervisor and who keeps the\n"
      "records. Of another person's private note it says that a conversation is due, once its date is long past, and\n"
      "nothing else; the reader whom it names is told so at once, and what it asks for once it cannot be called back.\n"
      "With -o json and -o csv it lists the follow-ups, a row for each. With --whole-day there is a row for all else\n"
      "as well, and each says in section what it is: follow_up, note_to_read, directive (what you were directed to\n"
      "do), entry_about (what somebody else wrote about you and you have not answered), left_case (open, and its\n"
      "therapist has left), unsupervised (whose supervisor has left), supervisee (your week as a supervisor),\n"
      "emergency (waits for you to answer it or to look at it), opened (of yours, to somebody in an emergency),\n"
      "new_supervisor (who supervises you, where it was put on record in the last week),\n"
      "ended_machine (one of yours that calls as you no more, since the last week),\n"
      "new_machine (one more that began to call as you in the last week, or a code with which one can),\n"
      "shown_to_others (how often somebody was shown what is about you in the last week), talk (whom you can\n"
      "talk to).\n"
      "Example: candor today --act-for \"Ana Nguyen\"");
  auto options = std::make_shared<TodayOptions>();
  today->add_flag("--all", options->all, "all of it, not the first few");
  today->add_flag("--whole-day", options->whole_day, "as data: not the follow-ups alone, a section in each row");
  Does(*today, session, Answers::kDialogue, [&session, options] { return ShowToday(session, *options); });
}

}  // namespace candor::cli
