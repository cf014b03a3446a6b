#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/policy.grpc.pb.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/verbs/policy_verbs.h"
#include "cli/verbs/rule_sources.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"
#include "cli/wire/text_check.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"

// What would differ if a profile, a policy or the mode of rules were otherwise, before any of it is put in force.
namespace candor::cli {
namespace {

// A replay is as long as the history; who does not want to wait any longer interrupts it.
constexpr absl::Duration kLongestPreview = absl::Hours(24);
constexpr char kCandidateModeWords[] = "off, shadow or active";

struct PreviewOptions {
  std::string profile;
  std::string plugin;
  std::vector<std::string> modes;
  std::string case_code;
  std::string member;
  std::string from;
};

// All that the daemon said.
struct Previewed {
  std::vector<v1::SubjectDifference> differences;
  v1::PreviewSummary summary;
};

absl::StatusOr<v1::CandidateMode> ReadCandidateMode(Session& session, const std::string& typed) {
  const size_t sign = typed.rfind('=');
  v1::CandidateMode mode;
  const std::string word = sign == std::string::npos ? "" : typed.substr(sign + 1);
  for (const v1::RuleMode each : {v1::RULE_MODE_OFF, v1::RULE_MODE_SHADOW, v1::RULE_MODE_ACTIVE}) {
    if (WordOf(each) == word) mode.set_mode(each);
  }
  if (sign == std::string::npos || sign == 0 || mode.mode() == v1::RULE_MODE_UNSPECIFIED) {
    return InvalidField("--mode", "form", absl::StrCat("is written RULE=MODE, where MODE is ", kCandidateModeWords));
  }
  const std::string what = typed.substr(0, sign);
  // Of a rule that only a candidate has, the daemon knows no number.
  if (what.starts_with("policies/")) {
    mode.set_name(what);
    return mode;
  }
  CANDOR_ASSIGN_OR_RETURN(const std::string name, ResolveRules(session, what));
  mode.set_name(name);
  return mode;
}

absl::StatusOr<v1::PreviewPoliciesRequest> PreviewRequestOf(Session& session, const PreviewOptions& options) {
  v1::PreviewPoliciesRequest request;
  request.set_profile_file(options.profile);
  request.set_plugin_file(options.plugin);
  for (const std::string& typed : options.modes) {
    CANDOR_ASSIGN_OR_RETURN(*request.add_modes(), ReadCandidateMode(session, typed));
  }
  if (!options.case_code.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const std::string name, ResolveCaseAndTell(session, options.case_code));
    request.set_subject(name);
  } else if (!options.member.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const std::string name, ResolveMember(session.connection(), options.member));
    request.set_subject(name);
  }
  if (!options.from.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day from, ParseDayOf("--effective-from", options.from));
    *request.mutable_effective_from() = ToWire(from);
  }
  return request;
}

absl::StatusOr<Previewed> FollowPreview(Session& session, const v1::PreviewPoliciesRequest& request) {
  CANDOR_RETURN_IF_ERROR(CheckTexts(request));
  Connection& connection = session.connection();
  grpc::ClientContext context;
  CANDOR_RETURN_IF_ERROR(connection.Prepare(context, kLongestPreview));
  const auto stub = v1::PolicyService::NewStub(connection.channel());
  const auto stream = stub->PreviewPolicies(&context, request);
  Previewed previewed;
  bool whole = false;
  std::optional<Progress> progress;
  int64_t subjects = 0;
  v1::PreviewPoliciesResponse response;
  while (stream->Read(&response)) {
    if (response.has_difference()) {
      previewed.differences.push_back(std::move(*response.mutable_difference()));
    } else if (response.has_summary()) {
      previewed.summary = std::move(*response.mutable_summary());
      whole = true;
    } else if (response.has_progress()) {
      if (!progress || subjects != response.progress().subjects()) {
        subjects = response.progress().subjects();
        progress.emplace(session.terminal, "Replaying cases and members", subjects);
      }
      progress->Update(response.progress().subjects_done());
    }
  }
  progress.reset();
  if (const grpc::Status status = stream->Finish(); !status.ok()) return connection.Explain(status);
  if (!whole) return absl::InternalError("the daemon ended the answer before the summary; ask again");
  return previewed;
}

std::string DifferenceWord(v1::DifferenceKind kind) {
  switch (kind) {
    case v1::DIFFERENCE_KIND_OPENS:
      return "opens";
    case v1::DIFFERENCE_KIND_CLOSES:
      return "closes";
    case v1::DIFFERENCE_KIND_WITHDRAWN:
      return "is not called for";
    case v1::DIFFERENCE_KIND_REOPENS:
      return "opens again";
    default:
      return "changes";
  }
}

// "open, due 2025-04-14, soon".
std::string FollowUpShapeText(bool there, const v1::FollowUpShape& shape) {
  if (!there) return "none";
  std::string text = WordOf(shape.status());
  std::replace(text.begin(), text.end(), '_', ' ');
  if (shape.past_due()) text += ", date passed";
  if (shape.has_due()) absl::StrAppend(&text, ", due ", FormatDate(shape.due()));
  if (shape.before_policy()) text += ", no date (before the rule)";
  absl::StrAppend(&text, ", ", WordOf(shape.severity()), ", ", ActionText(shape.action()));
  if (shape.kept_quiet()) text += ", under another";
  return text;
}

std::string ReasonValueText(const v1::DifferenceReason& reason, const std::string& value, const std::string& profile) {
  int64_t number = 0;
  const std::string text =
      absl::SimpleAtoi(value, &number) ? ParameterValueText(reason.parameter(), number, reason.unit()) : value;
  return absl::StrCat(text.empty() ? "nothing" : text, " (", profile.empty() ? "the policy's default" : profile, ")");
}

std::string DifferenceReasonText(const v1::DifferenceReason& reason) {
  const auto or_none = [](const std::string& text) { return text.empty() ? std::string("none") : text; };
  switch (reason.cause()) {
    case v1::DIFFERENCE_CAUSE_VALUE:
      return absl::StrCat(reason.parameter(), ": ", ReasonValueText(reason, reason.before(), reason.before_profile()),
                          " -> ", ReasonValueText(reason, reason.after(), reason.after_profile()));
    case v1::DIFFERENCE_CAUSE_PLUGIN:
      return absl::StrCat("policy: ", or_none(reason.before()), " -> ", or_none(reason.after()));
    case v1::DIFFERENCE_CAUSE_MODE:
      return absl::StrCat("mode: ", or_none(reason.before()), " -> ", or_none(reason.after()));
    case v1::DIFFERENCE_CAUSE_OTHER_FOLLOW_UP:
      return "another follow-up of the same case or member differs";
    default:
      return "today's policies say so too, only the record does not";
  }
}

std::string DifferenceReasonsText(const v1::FollowUpDifference& difference) {
  std::vector<std::string> texts;
  texts.reserve(static_cast<size_t>(difference.reasons_size()));
  for (const v1::DifferenceReason& reason : difference.reasons()) texts.push_back(DifferenceReasonText(reason));
  return absl::StrJoin(texts, "; ");
}

std::string RuleLabel(const std::string& catalogue_id, const std::string& rule) {
  return absl::StrCat(catalogue_id, " ", rule.substr(rule.rfind('/') + 1));
}

std::string DifferenceAbout(const v1::SubjectDifference& difference, NameBook& names) {
  if (!difference.case_code().empty()) return difference.case_code();
  return difference.subject().starts_with("members/") ? names.Member(difference.subject()) : difference.subject();
}

void PrintDifferences(const std::vector<v1::SubjectDifference>& differences, Session& session) {
  NameBook names(session.connection());
  Table table({"ABOUT", "RULE", "WHAT", "BEFORE", "AFTER", "THERAPIST", "WHY"});
  for (const v1::SubjectDifference& difference : differences) {
    for (const v1::FollowUpDifference& each : difference.follow_ups()) {
      table.Add({DifferenceAbout(difference, names), RuleLabel(each.catalogue_id(), each.rule()),
                 absl::StrCat(DifferenceWord(each.kind()), each.shadow() ? " (in shadow)" : ""),
                 FollowUpShapeText(each.has_before(), each.before()), FollowUpShapeText(each.has_after(), each.after()),
                 names.Member(each.therapist()), DifferenceReasonsText(each)});
    }
  }
  table.Print(session.out());
  session.out() << '\n';
}

void PrintRuleDifferences(const v1::PreviewSummary& summary, std::ostream& out) {
  if (summary.rules().empty()) return;
  Table table({"RULE", "OPENS", "CLOSES", "NOT CALLED FOR", "OPENS AGAIN", "CHANGES", "CASES OR MEMBERS", "THERAPISTS",
               "WHAT"});
  for (const v1::RuleDifferences& each : summary.rules()) {
    table.Add({RuleLabel(each.catalogue_id(), each.rule()), absl::StrCat(each.opens()), absl::StrCat(each.closes()),
               absl::StrCat(each.withdrawn()), absl::StrCat(each.reopens()), absl::StrCat(each.changes()),
               absl::StrCat(each.subjects()), absl::StrCat(each.therapists()), each.title()});
  }
  table.Print(out);
  out << '\n';
}

void PrintPreviewSummary(const v1::PreviewSummary& summary, std::ostream& out) {
  PrintRuleDifferences(summary, out);
  const auto say = [&](const std::string& text) { out << Wrap(text, kTextWidth) << '\n'; };
  say(absl::StrCat("Of ", summary.subjects(), summary.subjects() == 1 ? " case or member " : " cases and members ",
                   summary.differing(), " would differ. Nothing was changed."));
  if (!summary.refused().empty()) say(absl::StrCat("As things stand it would be refused: ", summary.refused(), "."));
  if (summary.restated() > 0) {
    say(absl::StrCat(summary.restated(), summary.restated() == 1 ? " follow-up" : " follow-ups",
                     " would be put on record anew without anybody seeing a difference."));
  }
  if (summary.waiting() > 0) {
    say(absl::StrCat(summary.waiting(), " were left out, because what came in is not assessed yet."));
  }
  if (summary.not_judged() > 0) {
    say(absl::StrCat(summary.not_judged(), " were left out, because the policies did not come to the end in time."));
  }
  if (summary.erased() > 0) {
    say(absl::StrCat("Erased and left out: ", summary.erased(),
                     ". Nobody can read them any more, and they stay as they were."));
  }
  if (summary.not_assessed() > 0) {
    say(absl::StrCat("Of ", summary.not_assessed(), " entries a policy would say that it cannot judge them."));
  }
  if (summary.rules_not_told() > 0) {
    say(absl::StrCat("Private notes and restricted matters are not listed, and of ", summary.rules_not_told(),
                     " rules about them no count is told, whether anything differs or not."));
  }
  say(std::string(kWhatAFollowUpIs));
}

// A row for each follow-up that differs.
Json DifferenceRows(const std::vector<v1::SubjectDifference>& differences) {
  Json rows = Json::array();
  for (const v1::SubjectDifference& difference : differences) {
    for (const v1::FollowUpDifference& each : difference.follow_ups()) {
      Json row = ToJson(each);
      row.erase("reasons");
      // The same columns whether it is there or not.
      row["before"] = ToJson(each.before());
      row["after"] = ToJson(each.after());
      row["why"] = DifferenceReasonsText(each);
      row["subject"] = difference.subject();
      row["case_code"] = difference.case_code().empty() ? Json() : Json(difference.case_code());
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

absl::StatusOr<ExitCode> ShowPreview(Session& session, const PreviewOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const v1::PreviewPoliciesRequest request, PreviewRequestOf(session, options));
  CANDOR_ASSIGN_OR_RETURN(const Previewed previewed, FollowPreview(session, request));
  if (session.table()) {
    if (!previewed.differences.empty()) PrintDifferences(previewed.differences, session);
    PrintPreviewSummary(previewed.summary, session.out());
  } else if (session.rows()) {
    session.PrintData(DifferenceRows(previewed.differences));
  } else {
    Json whole = Json::object();
    whole["differences"] = ListJson(previewed.differences);
    whole["summary"] = ToJson(previewed.summary);
    session.PrintData(whole);
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ShowCandidates(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(
      const std::vector<v1::Candidate> candidates,
      ListAsked<v1::PolicyService>(session, &v1::PolicyService::Stub::ListCandidates, v1::ListCandidatesRequest(),
                                   &v1::ListCandidatesResponse::mutable_candidates));
  if (!session.table()) {
    session.PrintData(ListJson(candidates));
    return ExitCode::kDone;
  }
  if (candidates.empty()) {
    session.out() << Wrap(
                         "There are none. They lie in the folder that candord was given with --candidates; without it, "
                         "in `candidates` below its data directory.",
                         kTextWidth)
                  << '\n';
    return ExitCode::kDone;
  }
  Table table({"FILE", "KIND", "TITLE", "DIGEST", "PROBLEM"});
  for (const v1::Candidate& each : candidates) {
    table.Add({each.file(), WordOf(each.kind()), each.title(), each.digest().substr(0, 8), each.problem()});
  }
  table.Print(session.out());
  return ExitCode::kDone;
}

}  // namespace

void AddPreviewCommands(CLI::App& policy, Session& session) {
  CLI::App* preview = policy.add_subcommand(
      "preview", "which follow-ups would differ, and why, if profiles, policies or modes were otherwise");
  preview->footer(
      "Replays the history beside the daemon's own work and changes nothing. FILE is the bare name of a file in the\n"
      "daemon's candidates folder; it takes the place of the profile or policy of its name. Without any of them, what\n"
      "today's policies say is compared with what is on record.\n"
      "Example: candor policy preview --profile default.toml --mode R23=active");
  auto options = std::make_shared<PreviewOptions>();
  preview->add_option("--profile", options->profile, "a profile to try")->option_text("FILE");
  preview->add_option("--plugin", options->plugin, "a policy to try")->option_text("FILE");
  preview
      ->add_option("--mode", options->modes,
                   "run a rule, its number or a policy as off, shadow or active; may be given several times")
      ->option_text("RULE=MODE")
      ->allow_extra_args(false);
  CLI::Option* only_case = preview->add_option("--case", options->case_code, "only this case");
  preview->add_option("--member", options->member, "only this member")->excludes(only_case);
  preview->add_option("--effective-from", options->from,
                      "what is new holds for entries from that day on [as if it had always held]");
  Does(*preview, session, Answers::kRecord, [&session, options] { return ShowPreview(session, *options); });

  CLI::App* candidates = policy.add_subcommand("candidates", "files that `candor policy preview` can try");
  candidates->footer("Example: candor policy candidates");
  Does(*candidates, session, Answers::kList, [&session] { return ShowCandidates(session); });
}

}  // namespace candor::cli
