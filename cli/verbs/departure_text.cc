#include "cli/verbs/departure_plan.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/print/table.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/verbs/kind_words.h"
#include "cli/wire/dates.h"
#include "cli/wire/json.h"
#include "daemon/base/civil.h"

namespace candor::cli {
namespace {

// Those with that answer; `step` "": all.
std::string CodesOf(const std::vector<PlannedCase>& cases, std::string_view step) {
  std::vector<std::string> codes;
  for (const PlannedCase& each : cases) {
    if (step.empty() || each.answer.step == step) codes.push_back(CodeOf(each.of));
  }
  return absl::StrJoin(codes, ", ");
}

// Who keeps the records from the day after the last day, in words.
std::string CustodianText(const v1::DepartureFacts& facts, NameBook& names) {
  if (!facts.custodian().empty()) return names.Member(facts.custodian());
  if (!facts.outside_custodian().empty()) return "somebody outside the practice";
  return "nobody named; what clients need after the last day then stands with the operator and their supervisor";
}

void PrintCases(const DeparturePlan& plan, NameBook& names, std::ostream& out) {
  if (plan.cases.empty() && plan.decided.empty()) {
    out << "They hold no open case.\n";
    return;
  }
  if (!plan.cases.empty()) {
    Table table({"CASE", "STEP", "TO"});
    for (const PlannedCase& each : plan.cases) {
      const std::string& receiver = each.answer.receiver;
      table.Add({CodeOf(each.of), each.answer.step, receiver.empty() ? "" : names.Member(receiver)});
    }
    table.Print(out);
  }
  if (plan.decided.empty()) return;
  out << Wrap(absl::StrCat("Decided already: ", CodesOf(plan.decided, ""),
                           ". To decide one anew: --case CODE=ANSWER; what was recorded before can be taken back."),
              kTextWidth)
      << '\n';
}

// No follow-up asks who is next.
void PrintUnsupervisedFrom(const DeparturePlan& plan, NameBook& names, std::ostream& out) {
  if (plan.unsupervised.empty()) return;
  const auto add = [&](std::string* text, const std::string& each) { text->append(names.Member(each)); };
  const std::string from = FormatDay(FromWire(plan.facts().last_day()) + 1);
  out << Wrap(absl::StrCat("Without a supervisor from ", from, ": ", absl::StrJoin(plan.unsupervised, ", ", add),
                           ". Who is next: candor member supervise WHO --supervisor NAME --from ", from),
              kTextWidth)
      << '\n';
}

// What nobody is asked about by a date of its own, and where it stands instead.
void PrintWithoutDate(const DeparturePlan& plan, std::ostream& out) {
  const std::string endings = CodesOf(plan.cases, "ending");
  const std::string later = CodesOf(plan.cases, "later");
  if (!endings.empty()) {
    out << Wrap(absl::StrCat("To be ended: ", endings,
                             ". No follow-up asks for an ending before it is written down: candor log termination "
                             "--case CODE, by the last day."),
                kTextWidth)
        << '\n';
  }
  if (!later.empty()) {
    out << Wrap(absl::StrCat("Not decided yet: ", later,
                             ". The same command asks about them again, and neither the departure nor what is decided "
                             "is recorded twice."),
                kTextWidth)
        << '\n';
  }
  if (endings.empty() && later.empty()) return;
  out << Wrap(
             "What is still open after the last day stands in candor today of the operator, their supervisor and who "
             "keeps the records.",
             kTextWidth)
      << '\n';
}

}  // namespace

std::string CodeOf(const v1::Case& of) {
  return of.code().empty() ? of.name() : of.code();
}

Json PlanJson(const DeparturePlan& plan) {
  const v1::DepartureFacts& facts = plan.facts();
  const Json last_day = facts.has_last_day() ? Json(FormatDate(facts.last_day())) : Json(nullptr);
  Json list = Json::array();
  const auto add = [&](const PlannedCase& each, const std::string& step, const std::string& receiver) {
    list.push_back(Json{{"case", each.of.name()},
                        {"case_code", each.of.code()},
                        {"step", step},
                        {"receiver", receiver},
                        {"last_day", last_day},
                        {"custodian", facts.custodian()},
                        {"reason", WordOf(facts.reason())}});
  };
  for (const PlannedCase& each : plan.cases) add(each, each.answer.step, each.answer.receiver);
  for (const PlannedCase& each : plan.decided) add(each, "decided", each.answer.receiver);
  if (list.empty()) add({}, "", "");
  return list;
}

void PrintPlan(Session& session, const DeparturePlan& plan, std::ostream& out) {
  const v1::DepartureFacts& facts = plan.facts();
  NameBook names(session.connection());
  out << "Last day: " << (facts.has_last_day() ? FormatDate(facts.last_day()) : "not recorded")
      << (plan.recorded ? ", on record already" : "") << '\n';
  if (facts.reason() != v1::DEPARTURE_REASON_UNSPECIFIED) out << "Reason: " << Spaced(WordOf(facts.reason())) << '\n';
  out << Wrap(absl::StrCat("Keeps the records: ", CustodianText(facts, names), "."), kTextWidth) << '\n';
  PrintCases(plan, names, out);
  PrintUnsupervisedFrom(plan, names, out);
}

void PrintPlanRecorded(Session& session, const DeparturePlan& plan, const v1::BatchCreateEntriesResponse& response) {
  std::ostream& out = session.out();
  out << "It is in, all of it: " << response.entries_size() << (response.entries_size() == 1 ? " entry" : " entries")
      << ".\n";
  const v1::DepartureFacts& facts = plan.facts();
  bool after_the_last_day = false;
  for (const v1::FollowUp& each : response.assessment().opened()) {
    out << "  " << (each.case_code().empty() ? each.case_() : each.case_code()) << ": " << ActionText(each.action())
        << ", due " << DueText(each) << '\n';
    const bool late = each.has_due() && facts.has_last_day() && FromWire(each.due()) > FromWire(facts.last_day());
    after_the_last_day = after_the_last_day || late;
  }
  if (after_the_last_day) {
    out << Wrap(
               "A date after the last day is the latest one; what can be done together with whoever leaves is done "
               "before.",
               kTextWidth)
        << '\n';
  }
  PrintWithoutDate(plan, out);
}

}  // namespace candor::cli
