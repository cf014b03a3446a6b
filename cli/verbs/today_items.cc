#include "cli/verbs/today_items.h"

#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/decision.grpc.pb.h"
#include "cli/print/table.h"
#include "cli/verbs/absence_entries.h"
#include "cli/verbs/departure_plan.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/verbs/kind_words.h"
#include "cli/verbs/way_to_clear.h"
#include "cli/wire/dates.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

std::string_view HeadingOf(v1::WorkRole role) {
  switch (role) {
    case v1::WORK_ROLE_OWN:
      return "Yours";
    case v1::WORK_ROLE_SUPERVISOR:
      return "Those you supervise";
    case v1::WORK_ROLE_COVER:
      return "For those who are away";
    case v1::WORK_ROLE_CONSULTANT:
      return "Those whom nobody supervises";
    case v1::WORK_ROLE_READER:
      return "Those who chose you to read it";
    default:
      return "The practice";
  }
}

// "by Friday 12 June 2026"; "since Friday 5 June 2026" once the day is over.
std::string WhenText(const v1::FollowUp& follow_up) {
  if (!follow_up.has_due()) return "no date";
  return absl::StrCat(follow_up.past_due() ? "since " : "by ", LongDate(FromWire(follow_up.due())));
}

std::string CaseText(const v1::FollowUp& follow_up) {
  return follow_up.case_code().empty() ? follow_up.case_() : follow_up.case_code();
}

// "by Friday 12 June 2026: a conversation (C-1042)".
std::string LineOf(const v1::WorkItem& item, NameBook& names) {
  const v1::FollowUp& follow_up = item.follow_up();
  const std::string who =
      item.role() == v1::WORK_ROLE_OWN ? "" : absl::StrCat(names.Member(follow_up.therapist()), ", ");
  if (item.confidential()) return absl::StrCat(who, WhenText(follow_up), ": a conversation is due");
  std::string text = absl::StrCat(who, WhenAndActionText(follow_up, WhenText(follow_up)));
  if (const std::string about = CaseText(follow_up); !about.empty()) absl::StrAppend(&text, " (", about, ")");
  if (item.also_met() > 0) absl::StrAppend(&text, ", which meets ", item.also_met(), " more");
  if (follow_up.acknowledged()) text += ", seen";
  return text;
}

// A record of their own beside their supervisor's note would be the same session twice.
constexpr char kInTheNote[] = " (your supervisor's note of the talk; you can tick it there)";

// What says that it is done, as commands: any of them. `on_behalf`: as Session::OnBehalf has it.
std::vector<std::string> DoneCommands(const v1::FollowUp& follow_up, const std::string& on_behalf) {
  if (AsksForSupervision(follow_up)) return {absl::StrCat("candor supervision seen", on_behalf, kInTheNote)};
  std::vector<std::string> commands;
  const bool of_case = !follow_up.case_().empty();
  for (const std::string& kind : KindsWhenDone(follow_up)) {
    // A kind that is not named on a command line is asked for.
    commands.push_back(absl::StrCat("candor log", KeptOutOfLists(kind) ? "" : " ", KeptOutOfLists(kind) ? "" : kind,
                                    of_case ? " --case " : " --member ",
                                    of_case ? CaseText(follow_up) : follow_up.therapist(), on_behalf));
  }
  if (commands.empty()) commands.push_back(CommandToComplete(follow_up, on_behalf));
  if (commands.back().empty()) commands.back() = absl::StrCat("candor followup explain ", follow_up.name(), on_behalf);
  return commands;
}

// A plan counts once it is agreed on, which the command does not show.
constexpr std::string_view kPlanCounts =
    "A plan to continue counts with its safeguards, its day of review and the consultant's yes.";

// A private note that was written for the reader of the list, within the day in which its author may call it back.
constexpr std::string_view kTheirsForADay =
    "What they wrote for you stands here from tomorrow; until then they may call it back.";

// The date of the conversation has passed.
constexpr std::string_view kNotNotedYet =
    "The conversation has not been noted yet. If it took place, tell us when. If not, is something in the way: time, "
    "the person, the subject? You can choose someone else, also outside. ";

// Of the reader's own private note: what others are told of it, and from when on.
void PrintWhatOthersSee(Session& session, const v1::WorkItem& item) {
  if (!item.has_told_on()) return;
  const bool passed = item.follow_up().past_due() && item.follow_up().action() == v1::ACTION_TALK;
  const std::string told =
      ToldOthersText(session, item.follow_up(), {item.told_on(), item.director_told_on(), item.told_soon()});
  session.out() << Wrap(absl::StrCat(passed ? ToAbsl(kNotNotedYet) : "", told), kTextWidth, "     ") << '\n';
}

// "" of a therapist who has not left, and where that cannot be asked: a list is of use without.
std::string WhoKeepsText(Session& session, const std::string& therapist, const v1::Date& today, NameBook& names) {
  const auto departure = RecordedDeparture(session, therapist);
  if (!departure.ok() || !departure->has_value()) return "";
  const DaysAway away = DaysAwayOf(**departure);
  if (away.from > FromWire(today)) return "";
  return OneLine(absl::StrCat(names.Member(therapist), " has left; ",
                              away.cover.empty() ? "nobody is named who" : names.Member(away.cover),
                              " keeps the records."));
}

// Whoever has left does it no more, and it has no date then: whom to ask instead. `asked`: by therapist, what was found
// out for the items before.
void PrintWhoKeepsIt(Session& session, const v1::WorkItem& item, const v1::Date& today,
                     std::map<std::string, std::string>& asked, NameBook& names) {
  const v1::FollowUp& follow_up = item.follow_up();
  const bool of_another = item.role() == v1::WORK_ROLE_SUPERVISOR || item.role() == v1::WORK_ROLE_DIRECTOR;
  if (!of_another || item.confidential() || follow_up.has_due() || follow_up.therapist().empty()) return;
  const auto [known, added] = asked.try_emplace(follow_up.therapist());
  if (added) known->second = WhoKeepsText(session, follow_up.therapist(), today, names);
  if (!known->second.empty()) session.out() << Wrap(known->second, kTextWidth, "     ") << '\n';
}

}  // namespace

bool MayWait(const v1::FollowUp& follow_up) {
  return follow_up.action() != v1::ACTION_PROHIBIT && !follow_up.at_once();
}

void PrintDone(Session& session, const v1::FollowUp& follow_up, const std::string& indent) {
  std::ostream& out = session.out();
  bool first = true;
  for (const std::string& command : DoneCommands(follow_up, session.OnBehalf())) {
    out << indent << (first ? "done:    " : "or:      ") << command << '\n';
    first = false;
  }
  if (AsksToDecide(follow_up)) out << Wrap(kPlanCounts, kTextWidth, indent + "         ") << '\n';
}

void PrintWays(Session& session, const v1::WorkItem& item) {
  const v1::FollowUp& follow_up = item.follow_up();
  const std::string indent = "     ";
  std::ostream& out = session.out();
  if (item.confidential()) {
    out << indent << "talk:    ask how they are; what it is about is theirs to say\n";
    const bool may_read = item.role() == v1::WORK_ROLE_SUPERVISOR || item.role() == v1::WORK_ROLE_READER;
    if (may_read && !follow_up.past_due()) {
      out << Wrap(kTheirsForADay, kTextWidth, indent + "         ") << '\n';
    }
    return;
  }
  if (item.role() != v1::WORK_ROLE_OWN) {
    out << indent << "why:     candor followup explain " << follow_up.name() << session.OnBehalf() << '\n';
    if (item.role() == v1::WORK_ROLE_COVER) PrintDone(session, follow_up, indent);
    return;
  }
  PrintDone(session, follow_up, indent);
  out << indent << "talk:    candor talk\n"
      << indent << (MayWait(follow_up) ? "not now: " : "seen:    ") << "candor followup acknowledge "
      << follow_up.name() << session.OnBehalf() << '\n';
}

std::string PlanOf(Session& session, const v1::FollowUp& follow_up) {
  if (!follow_up.acknowledged()) return "";
  v1::ListDecisionsRequest request;
  request.set_parent(follow_up.name());
  const auto decisions = ListAll<v1::DecisionService>(session.connection(), &v1::DecisionService::Stub::ListDecisions,
                                                      request, &v1::ListDecisionsResponse::mutable_decisions);
  // A list is of use without.
  if (!decisions.ok()) return "";
  std::string plan;
  for (const v1::Decision& each : *decisions) {
    if (!each.reason().empty()) plan = each.reason();
  }
  return plan;
}

void PrintItems(Session& session, const v1::GetWorkListResponse& response, bool ways, NameBook& names) {
  const v1::WorkList& list = response.work_list();
  std::ostream& out = session.out();
  out << kWhatAFollowUpIs << '\n';
  std::map<std::string, std::string> who_keeps;
  for (const v1::WorkRole role : {v1::WORK_ROLE_OWN, v1::WORK_ROLE_COVER, v1::WORK_ROLE_READER,
                                  v1::WORK_ROLE_SUPERVISOR, v1::WORK_ROLE_CONSULTANT, v1::WORK_ROLE_DIRECTOR}) {
    bool headed = false;
    for (int i = 0; i < list.items_size(); ++i) {
      const v1::WorkItem& item = list.items(i);
      if (item.role() != role) continue;
      if (!headed) out << '\n' << HeadingOf(role) << '\n';
      headed = true;
      out << absl::StrCat(i < 9 ? "  " : " ", i + 1, "  ") << OneLine(LineOf(item, names)) << '\n';
      const std::string plan = item.role() == v1::WORK_ROLE_OWN ? PlanOf(session, item.follow_up()) : "";
      if (!plan.empty()) out << "     planned: " << OneLine(plan) << '\n';
      PrintWhatOthersSee(session, item);
      PrintWhoKeepsIt(session, item, list.today(), who_keeps, names);
      if (ways) PrintWays(session, item);
    }
  }
  if (response.total() > list.items_size()) {
    out << "\nAnd " << response.total() - list.items_size() << " later: candor today --all" << session.OnBehalf()
        << '\n';
  }
}

}  // namespace candor::cli
