#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/decision.grpc.pb.h"
#include "candor/v1/follow_up.grpc.pb.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/follow_up_verbs.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/verbs/one_of.h"
#include "cli/verbs/rule_sources.h"
#include "cli/verbs/session.h"
#include "cli/verbs/situations.h"
#include "cli/verbs/text_notices.h"
#include "cli/verbs/way_to_clear.h"
#include "cli/verbs/why_closed.h"
#include "cli/wire/dates.h"

namespace candor::cli {

std::string StatusText(const v1::FollowUp& follow_up) {
  std::string text = WordOf(follow_up.status());
  std::replace(text.begin(), text.end(), '_', ' ');
  if (follow_up.past_due()) text += ", date passed";
  if (follow_up.paused()) text += ", waits while they are away";
  if (follow_up.acknowledged() && follow_up.status() == v1::FOLLOW_UP_STATUS_OPEN) text += ", seen";
  return text;
}

std::string DueText(const v1::FollowUp& follow_up) {
  if (follow_up.has_due()) return FormatDate(follow_up.due());
  if (follow_up.paused()) return "none until they are back";
  return follow_up.before_policy() ? "none (before policy)" : "none";
}

std::string ActionText(v1::Action action) {
  switch (action) {
    case v1::ACTION_TALK:
      return "a conversation";
    case v1::ACTION_REFER:
      return "a referral";
    case v1::ACTION_SOFT_TRANSFER:
      return "a soft transfer";
    case v1::ACTION_DOCUMENT:
      return "a note for the record";
    case v1::ACTION_PROHIBIT:
      return "not to go on";
    case v1::ACTION_COMPLETE_RECORD:
      return "completing the record";
    default:
      return "a look";
  }
}

std::string AskedText(const v1::FollowUp& follow_up) {
  return follow_up.duty() ? follow_up.label() : ActionText(follow_up.action());
}

std::string ByWhenText(const v1::FollowUp& follow_up) {
  const std::string by = follow_up.has_due() ? absl::StrCat(" by ", LongDate(FromWire(follow_up.due()))) : "";
  if (follow_up.action() != v1::ACTION_PROHIBIT) return by;
  return absl::StrCat(", from now on", by.empty() ? "" : ", and a look at it", by);
}

std::string WhenAndActionText(const v1::FollowUp& follow_up, const std::string& when) {
  const std::string action = AskedText(follow_up);
  if (follow_up.action() != v1::ACTION_PROHIBIT) return absl::StrCat(when, ": ", action);
  return absl::StrCat("from now on: ", action, follow_up.has_due() ? absl::StrCat(", and a look at it ", when) : "");
}

std::string ListedLabel(const v1::FollowUp& follow_up) {
  if (follow_up.from_private_note()) return ActionText(follow_up.action());
  return absl::StrCat(follow_up.catalogue_id(), follow_up.catalogue_id().empty() ? "" : " ", follow_up.label());
}

namespace {

struct FollowUpOptions {
  std::string name;
  std::string case_typed;
  std::string member;
  std::vector<std::string> statuses;
  bool past_due = false;
  bool folded = false;
  std::string as_of;
};

// Severity is attention for those who lead. It is never a mark for the person whose it is: to them it is a date, and
// the daemon tells them none.
std::string SeverityText(const v1::FollowUp& follow_up) {
  return follow_up.severity() == v1::SEVERITY_UNSPECIFIED ? "" : WordOf(follow_up.severity());
}

// The client's code, or the member where it is about a member alone.
std::string AboutText(const v1::FollowUp& follow_up, NameBook& names) {
  if (!follow_up.member().empty()) return names.Member(follow_up.member());
  return follow_up.case_code().empty() ? follow_up.case_() : follow_up.case_code();
}

// In a column of codes the daemon's own name is none: whose code is not for the caller is "a case", and the last column
// says which.
std::string ListedAbout(const v1::FollowUp& follow_up, NameBook& names) {
  if (follow_up.member().empty() && follow_up.case_code().empty()) return "a case";
  return AboutText(follow_up, names);
}

// "self reported", "not substantiated".
std::string StandingText(const v1::FollowUp& follow_up) {
  std::string text = WordOf(follow_up.standing());
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

// One row; `again`: another row of the same situation stands above it.
std::vector<std::string> RowOf(const v1::FollowUp& each, bool again, bool severity, NameBook& names) {
  std::vector<std::string> cells = {ListedAbout(each, names),
                                    absl::StrCat(again ? "with it: " : "", ListedLabel(each)),
                                    each.duty() ? "a duty" : ActionText(each.action()),
                                    absl::StrCat(StatusText(each), KeptQuiet(each) ? ", kept quiet" : ""),
                                    DueText(each),
                                    FormatDate(each.opened_on())};
  if (severity) cells.push_back(SeverityText(each));
  cells.push_back(each.name());
  return cells;
}

void PrintList(std::vector<v1::FollowUp> follow_ups, bool folded, Session& session) {
  const size_t hidden = folded ? 0 : std::erase_if(follow_ups, KeptQuiet);
  const bool severity =
      std::any_of(follow_ups.begin(), follow_ups.end(), [&](const auto& each) { return !SeverityText(each).empty(); });
  const bool of_members =
      std::any_of(follow_ups.begin(), follow_ups.end(), [](const auto& each) { return !each.member().empty(); });
  std::vector<std::string> headings = {of_members ? "ABOUT" : "CASE", "WHAT", "ASKS FOR", "STATUS", "DUE", "OPENED"};
  if (severity) headings.emplace_back("ATTENTION");
  headings.emplace_back("FOLLOW-UP");
  Table table(std::move(headings));
  NameBook names(session.connection());
  for (const std::vector<v1::FollowUp>& situation : BySituation(std::move(follow_ups))) {
    for (size_t i = 0; i < situation.size(); ++i) table.Add(RowOf(situation[i], i > 0, severity, names));
  }
  session.out() << kWhatAFollowUpIs << '\n';
  if (table.empty()) {
    session.out() << "There are none here.\n";
  } else {
    table.Print(session.out());
  }
  if (hidden > 0) {
    session.terminal.err << hidden << " more " << (hidden == 1 ? "is" : "are")
                         << " kept quiet under another that says more; --folded shows " << (hidden == 1 ? "it" : "them")
                         << " too.\n";
  }
}

absl::StatusOr<v1::ListFollowUpsRequest> ListRequest(Session& session, const FollowUpOptions& options) {
  v1::ListFollowUpsRequest request;
  if (!options.case_typed.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveCase(session.connection(), options.case_typed));
  } else if (!options.member.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveMember(session.connection(), options.member));
  }
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  request.set_past_due_only(options.past_due);
  const auto& words = *v1::FollowUpStatus_descriptor();
  for (int i = 1; i < words.value_count(); ++i) {
    const std::string word = EnumWord(*words.value(i));
    const bool asked = std::find(options.statuses.begin(), options.statuses.end(), word) != options.statuses.end();
    const bool shown =
        session.format == Format::kTable && options.statuses.empty() && (word == "open" || word == "waived");
    if (asked || shown) request.add_statuses(static_cast<v1::FollowUpStatus>(words.value(i)->number()));
  }
  return request;
}

absl::StatusOr<ExitCode> List(Session& session, const FollowUpOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const v1::ListFollowUpsRequest request, ListRequest(session, options));
  CANDOR_ASSIGN_OR_RETURN(std::vector<v1::FollowUp> follow_ups,
                          ListAsked<v1::FollowUpService>(session, &v1::FollowUpService::Stub::ListFollowUps, request,
                                                         &v1::ListFollowUpsResponse::mutable_follow_ups));
  if (session.table()) {
    PrintList(std::move(follow_ups), options.folded, session);
    return ExitCode::kDone;
  }
  session.PrintData(ListJson(follow_ups));
  return ExitCode::kDone;
}

void PrintOne(const v1::FollowUp& each, Session& session) {
  NameBook names(session.connection());
  std::vector<std::pair<std::string, std::string>> pairs = {
      {"Follow-up", each.name()},
      {"What", absl::StrCat(each.catalogue_id(), each.catalogue_id().empty() ? "" : " ", each.label())},
      {"Asks for", AskedText(each)},
      {each.member().empty() ? "Case" : "Member", AboutText(each, names)},
      {"Status", StatusText(each)},
      {"Due", DueText(each)},
      {"Opened by", each.opened_by()},
      {"Opened on", absl::StrCat(FormatDate(each.opened_on()), ", written down on ", FormatDate(each.reported_on()))}};
  if (const std::string severity = SeverityText(each); !severity.empty()) {
    pairs.emplace_back("Attention", severity);
  }
  if (each.owner() == v1::FOLLOW_UP_OWNER_PRACTICE) pairs.emplace_back("To be seen to by", "the practice");
  if (each.restricted()) pairs.emplace_back("Shown to", "the practice's direction, not to whom it is about");
  if (each.standing() != v1::STANDING_UNSPECIFIED) pairs.emplace_back("What was told is", StandingText(each));
  if (each.has_waived_until()) pairs.emplace_back("May wait until", FormatDate(each.waived_until()));
  if (each.has_resolved_on()) pairs.emplace_back("Cleared on", FormatDate(each.resolved_on()));
  if (!each.resolved_by().empty()) pairs.emplace_back("Cleared by", each.resolved_by());
  if (each.missing_fields_size() > 0) pairs.emplace_back("Not recorded", absl::StrJoin(each.missing_fields(), ", "));
  if (!each.folded_under().empty()) pairs.emplace_back("Kept quiet under", each.folded_under());
  PrintPairs(pairs, session.out());
  const std::string why_closed = WhyClosed(session.connection(), each);
  if (!why_closed.empty()) session.out() << '\n' << Wrap(why_closed, kTextWidth) << '\n';
}

absl::StatusOr<ExitCode> Show(Session& session, const FollowUpOptions& options) {
  v1::GetFollowUpRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  CANDOR_ASSIGN_OR_RETURN(
      const v1::GetFollowUpResponse response,
      session.connection().Call<v1::FollowUpService>(&v1::FollowUpService::Stub::GetFollowUp, request));
  if (session.table()) {
    session.out() << kWhatAFollowUpIs << "\n\n";
    PrintOne(response.follow_up(), session);
    return ExitCode::kDone;
  }
  session.PrintData(ToJson(response.follow_up()));
  return ExitCode::kDone;
}

std::string ThresholdText(const v1::Threshold& threshold) {
  return absl::StrCat(threshold.parameter(), " = ",
                      ParameterValueText(threshold.parameter(), threshold.value(), threshold.unit()), ", set by ",
                      threshold.profile().empty() ? "the policy's default" : threshold.profile());
}

// "initiator therapist, needs further care yes, consultant Maria Lopez"
std::string SaysText(const v1::UsedFact& fact, NameBook& names) {
  std::vector<std::string> parts;
  for (const v1::UsedField& field : fact.fields()) {
    const bool person = field.value().starts_with("members/");
    std::string part = absl::StrCat(field.field(), " ", person ? "" : field.value());
    std::replace(part.begin(), part.end(), '_', ' ');
    if (person) absl::StrAppend(&part, names.Member(field.value()));
    parts.push_back(std::move(part));
  }
  if (fact.erased() && parts.empty()) return "erased";
  return parts.empty() ? "nothing that a rule can read" : absl::StrJoin(parts, ", ");
}

// Why the date is another than the rule gave.
void PrintMoves(const v1::Explanation& explanation, NameBook& names, std::ostream& out) {
  if (!explanation.has_due_by_rule()) return;
  out << "\nWhy the date moved\n  The rule gave " << FormatDate(explanation.due_by_rule()) << ".\n";
  for (const v1::Away& away : explanation.away()) {
    const std::string until = away.has_until() ? absl::StrCat(" to ", FormatDate(away.until())) : " on";
    const std::string cover = away.cover().empty() ? "" : absl::StrCat(", ", names.Member(away.cover()), " covers");
    out << "  Away, so these days do not count: " << FormatDate(away.from()) << until << cover << '\n';
  }
  if (explanation.away().empty()) out << "  That day is closed; the next open one counts.\n";
}

void PrintExplanation(const v1::Explanation& explanation, Session& session) {
  std::ostream& out = session.out();
  out << kWhatAFollowUpIs << "\n\n"
      << (explanation.title().empty() ? explanation.follow_up().label() : explanation.title()) << '\n';
  PrintOne(explanation.follow_up(), session);
  NameBook names(session.connection());
  PrintMoves(explanation, names, out);
  if (explanation.has_told_on()) {
    const ToldOthers told{explanation.told_on(), explanation.director_told_on(), explanation.told_soon()};
    out << '\n' << Wrap(ToldOthersText(session, explanation.follow_up(), told), kTextWidth) << '\n';
  }
  if (explanation.facts_size() > 0) {
    out << "\nFrom these entries\n";
    Table facts({"DATE", "WRITTEN DOWN", "WHAT", "ENTRY", "SAYS"});
    for (const v1::UsedFact& fact : explanation.facts()) {
      facts.Add({FormatDate(fact.occurred()), FormatDate(fact.reported()), fact.label(), fact.entry(),
                 SaysText(fact, names)});
    }
    facts.Print(out);
  }
  out << "\nThresholds\n";
  for (const v1::Threshold& threshold : explanation.thresholds()) out << "  " << ThresholdText(threshold) << '\n';
  if (explanation.thresholds().empty()) out << "  none\n";
  out << "\nSources\n";
  PrintSources(explanation.sources(), "  ", out);
  out << "\nWhat clears it\n" << Wrap(explanation.cleared_by(), kTextWidth, "  ") << '\n';
  const std::string command = CommandToComplete(explanation.follow_up(), session.OnBehalf());
  if (!command.empty()) out << "  " << command << '\n';
  out << "\nMade by " << explanation.policy_version() << '\n';
}

absl::StatusOr<ExitCode> Explain(Session& session, const FollowUpOptions& options) {
  v1::ExplainFollowUpRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  CANDOR_ASSIGN_OR_RETURN(
      const v1::ExplainFollowUpResponse response,
      session.connection().Call<v1::FollowUpService>(&v1::FollowUpService::Stub::ExplainFollowUp, request));
  if (session.table()) {
    PrintExplanation(response.explanation(), session);
    return ExitCode::kDone;
  }
  session.PrintData(ToJson(response.explanation()));
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Acknowledge(Session& session, const FollowUpOptions& options) {
  v1::CreateDecisionRequest request;
  request.set_parent(options.name);
  request.set_request_id(RandomUuid());
  request.mutable_decision()->mutable_acknowledge();
  if (session.terminal.asks) {
    std::string word = session.terminal.Ask("A word with it (Enter for none):").value_or("");
    LetReword(session, "word", /*typed=*/true, word);
    request.mutable_decision()->set_reason(std::move(word));
  }
  CANDOR_ASSIGN_OR_RETURN(
      const v1::CreateDecisionResponse response,
      session.connection().Call<v1::DecisionService>(&v1::DecisionService::Stub::CreateDecision, request));
  if (session.table()) {
    session.out() << "Noted that you have seen it. It stays open until what clears it is recorded.\n"
                  << response.decision().name() << '\n';
  } else {
    session.PrintData(ToJson(response.decision()));
  }
  return ExitCode::kDone;
}

std::vector<std::string> StatusWords() {
  std::vector<std::string> words;
  for (int i = 1; i < v1::FollowUpStatus_descriptor()->value_count(); ++i) {
    words.push_back(EnumWord(*v1::FollowUpStatus_descriptor()->value(i)));
  }
  return words;
}

}  // namespace

void AddFollowUpVerb(CLI::App& app, Session& session) {
  CLI::App* follow_up = app.add_subcommand("followup", "reminders that rules make for people");
  follow_up->require_subcommand(1);
  auto options = std::make_shared<FollowUpOptions>();

  CLI::App* list = follow_up->add_subcommand("list", "a table lists open and waived ones, json and csv all");
  list->footer("Example: candor followup list --status open --past-due");
  CLI::Option* one_case = list->add_option("--case", options->case_typed, "of one case: its code or cases/CASE");
  list->add_option("--member", options->member, "about one member alone: a name or members/MEMBER")->excludes(one_case);
  list->add_option("--status", options->statuses, "only these; may be repeated")->check(OneOf(StatusWords()));
  list->add_flag("--past-due", options->past_due, "only those whose date has passed");
  list->add_flag("--folded", options->folded, "in the table also those kept quiet under a more specific one");
  AddAsOf(*list, options->as_of);
  Does(*list, session, Answers::kList, [&session, options] { return List(session, *options); });

  const auto add = [&](const char* verb, const char* what, bool past, auto does) {
    CLI::App* command = follow_up->add_subcommand(verb, what);
    command->footer(absl::StrCat("Example: candor followup ", verb, " cases/CASE/followUps/FOLLOWUP",
                                 past ? " --as-of 2025-06-30" : ""));
    command->add_option("followup", options->name, "its name, as the list shows it")->required();
    if (past) AddAsOf(*command, options->as_of);
    Does(*command, session, past ? Answers::kRecord : Answers::kReceipt,
         [&session, options, does] { return does(session, *options); });
  };
  add("show", "one follow-up", true, Show);
  add("explain", "the facts it rests on, thresholds, sources, and what would clear it", true, Explain);
  add("acknowledge", "note that you have seen it", false, Acknowledge);
  AddDecisionVerbs(*follow_up, session);
}

}  // namespace candor::cli
