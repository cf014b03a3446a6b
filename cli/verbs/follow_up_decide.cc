#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/decision.grpc.pb.h"
#include "cli/verbs/follow_up_verbs.h"
#include "cli/verbs/one_of.h"
#include "cli/verbs/text_notices.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

struct DecisionOptions {
  std::string name;
  std::string until;
  std::string finding;
  bool from_input = false;
  std::string as_of;
};

std::string Spoken(std::string word) {
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

// "may wait until 2025-06-30", "closed: not substantiated".
std::string DecidedText(const v1::Decision& decision) {
  if (decision.has_waive()) return absl::StrCat("may wait until ", FormatDate(decision.waive().until()));
  if (!decision.has_dispose()) return "seen";
  const v1::Finding finding = decision.dispose().finding();
  return finding == v1::FINDING_UNSPECIFIED ? "closed" : absl::StrCat("closed: ", Spoken(WordOf(finding)));
}

std::string WhatHappensNow(const v1::Decision& decision) {
  switch (decision.state()) {
    case v1::DECISION_STATE_PROPOSED:
      return absl::StrCat("Proposed. It takes a second person, who approves it with\n  candor followup approve ",
                          decision.name());
    case v1::DECISION_STATE_REFUSED:
      return "Refused; nothing has changed.";
    default:
      return absl::StrCat("It ", decision.has_dispose() ? "is " : "", DecidedText(decision), ".",
                          decision.has_waive() ? " After that it is open again." : "");
  }
}

ExitCode Print(Session& session, const v1::Decision& decision) {
  if (session.table()) {
    session.out() << WhatHappensNow(decision) << '\n' << decision.name() << '\n';
  } else {
    session.PrintData(ToJson(decision));
  }
  return ExitCode::kDone;
}

// Free text is never given on the command line, where others on this machine can see it.
absl::StatusOr<std::string> ReasonOf(Session& session, const DecisionOptions& options) {
  std::string reason;
  if (options.from_input) {
    reason.assign(std::istreambuf_iterator<char>(session.terminal.in), std::istreambuf_iterator<char>());
    reason = std::string(absl::StripAsciiWhitespace(reason));
  } else if (session.terminal.asks) {
    reason = session.terminal.Ask("Why? Whoever sees the follow-up reads it:").value_or("");
  } else {
    return UsageError("say why: with --stdin it is read from standard input");
  }
  if (reason.empty()) return absl::CancelledError("nothing was decided, since it takes a reason");
  LetReword(session, "reason", /*typed=*/!options.from_input, reason);
  return reason;
}

absl::StatusOr<ExitCode> Create(Session& session, const DecisionOptions& options, v1::Decision decision) {
  v1::CreateDecisionRequest request;
  request.set_parent(options.name);
  request.set_request_id(RandomUuid());
  CANDOR_ASSIGN_OR_RETURN(*decision.mutable_reason(), ReasonOf(session, options));
  *request.mutable_decision() = std::move(decision);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::CreateDecisionResponse response,
      session.connection().Call<v1::DecisionService>(&v1::DecisionService::Stub::CreateDecision, request));
  return Print(session, response.decision());
}

absl::StatusOr<ExitCode> Waive(Session& session, const DecisionOptions& options) {
  v1::Decision decision;
  CANDOR_ASSIGN_OR_RETURN(const Day until, ParseDayOf("--until", options.until));
  *decision.mutable_waive()->mutable_until() = ToWire(until);
  return Create(session, options, std::move(decision));
}

std::vector<std::string> FindingWords() {
  std::vector<std::string> words;
  for (int i = 1; i < v1::Finding_descriptor()->value_count(); ++i) {
    words.push_back(EnumWord(*v1::Finding_descriptor()->value(i)));
  }
  return words;
}

absl::StatusOr<ExitCode> Dispose(Session& session, const DecisionOptions& options) {
  v1::Decision decision;
  decision.mutable_dispose();
  for (int i = 1; i < v1::Finding_descriptor()->value_count(); ++i) {
    const auto* value = v1::Finding_descriptor()->value(i);
    if (EnumWord(*value) != options.finding) continue;
    decision.mutable_dispose()->set_finding(static_cast<v1::Finding>(value->number()));
  }
  return Create(session, options, std::move(decision));
}

absl::StatusOr<ExitCode> Approve(Session& session, const DecisionOptions& options) {
  v1::ApproveDecisionRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::ApproveDecisionResponse response,
      session.connection().Call<v1::DecisionService>(&v1::DecisionService::Stub::ApproveDecision, request));
  return Print(session, response.decision());
}

absl::StatusOr<ExitCode> Refuse(Session& session, const DecisionOptions& options) {
  v1::RefuseDecisionRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::RefuseDecisionResponse response,
      session.connection().Call<v1::DecisionService>(&v1::DecisionService::Stub::RefuseDecision, request));
  return Print(session, response.decision());
}

// The operator as such has no name.
std::string PersonText(const std::string& member, NameBook& names) {
  return member.empty() ? "the operator" : names.Member(member);
}

absl::StatusOr<ExitCode> ListDecisions(Session& session, const DecisionOptions& options) {
  v1::ListDecisionsRequest request;
  request.set_parent(options.name);
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Decision> decisions,
                          ListAsked<v1::DecisionService>(session, &v1::DecisionService::Stub::ListDecisions, request,
                                                         &v1::ListDecisionsResponse::mutable_decisions));
  if (!session.table()) {
    session.PrintData(ListJson(decisions));
    return ExitCode::kDone;
  }
  if (decisions.empty()) {
    session.out() << "Nothing has been decided about it.\n";
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  Table table({"RECORDED", "DECIDED", "STATE", "BY", "WHY", "DECISION"});
  for (const v1::Decision& each : decisions) {
    table.Add({FormatInstant(each.recorded_at()), DecidedText(each), Spoken(WordOf(each.state())),
               PersonText(each.proposer(), names), OneLine(each.reason()), each.name()});
  }
  table.Print(session.out());
  return ExitCode::kDone;
}

}  // namespace

void AddDecisionVerbs(CLI::App& follow_up, Session& session) {
  auto options = std::make_shared<DecisionOptions>();
  const auto add = [&](const char* verb, const char* what, const std::string& example, bool about_decision) {
    CLI::App* command = follow_up.add_subcommand(verb, what);
    command->footer(absl::StrCat("Example: candor followup ", verb, " cases/CASE/followUps/FOLLOWUP", example));
    const char* name = about_decision ? "decision" : "followup";
    command->add_option(name, options->name, "its name, as the list shows it")->required();
    return command;
  };
  const auto does = [&](CLI::App* command, Answers answers, auto action) {
    Does(*command, session, answers, [&session, options, action] { return action(session, *options); });
  };
  const auto add_reason = [&](CLI::App* command) {
    command->add_flag("--stdin", options->from_input, "read why from standard input; else it is asked for");
  };

  CLI::App* waive = add("waive", "let it wait until a day; from important on it takes a second person",
                        " --until 2027-01-31 --stdin", false);
  waive->add_option("--until", options->until, "the last day on which it may wait")->required();
  add_reason(waive);
  does(waive, Answers::kReceipt, Waive);

  CLI::App* dispose = add("dispose", "close it by a decision", " --finding unfounded --stdin", false);
  dispose->add_option("--finding", options->finding, "what was found of what was told")->check(OneOf(FindingWords()));
  add_reason(dispose);
  does(dispose, Answers::kReceipt, Dispose);

  does(add("approve", "put in force what somebody else proposed", "/decisions/DECISION", true), Answers::kReceipt,
       Approve);
  does(add("refuse", "end what was proposed", "/decisions/DECISION", true), Answers::kReceipt, Refuse);

  CLI::App* list = add("decisions", "what has been decided about it, oldest first", "", false);
  AddAsOf(*list, options->as_of);
  does(list, Answers::kList, ListDecisions);
}

}  // namespace candor::cli
