#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/policy.grpc.pb.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/verbs/one_of.h"
#include "cli/verbs/policy_verbs.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"

// How rules are run, and what those say that are tried out.
namespace candor::cli {
namespace {

constexpr char kWhatShadowIs[] =
    "What rules in shadow would call for. Nobody else is shown any of it, it is in no report, and nobody has anything "
    "to "
    "do about it.";
constexpr char kTooFew[] = "too few people";

constexpr char kAsProfiles[] = "profiles";

struct ModeOptions {
  std::string what;
  std::string mode;
  std::string from;
  std::string reason;
  bool retroactive = false;
};

struct ShadowOptions {
  std::string what;
  bool counts = false;
  std::string as_of;
};

v1::RuleMode ModeOf(const std::string& word) {
  for (const v1::RuleMode mode : {v1::RULE_MODE_OFF, v1::RULE_MODE_SHADOW}) {
    if (WordOf(mode) == word) return mode;
  }
  return v1::RULE_MODE_ACTIVE;
}

std::string HeldText(const v1::RuleSetting& setting) {
  std::string text = absl::StrCat(WordOf(setting.mode()), " from ", FormatDate(setting.effective_from()));
  if (setting.retroactive()) text += ", for what was reported since then as well";
  return text;
}

std::string WhoseText(const v1::RuleSetting& setting, NameBook& names) {
  if (setting.by_profile()) return "as the profiles have it";
  return absl::StrCat("chosen by ", setting.set_by().empty() ? "the operator" : names.Member(setting.set_by()), " on ",
                      FormatDate(setting.set_on()),
                      setting.reason().empty() ? "" : absl::StrCat(" (", OneLine(setting.reason()), ")"));
}

absl::Status NotFound() {
  return WithDetail(absl::NotFoundError("there is no such policy or rule. `candor policy list` shows them"),
                    {"policy", "not_found"});
}

void PrintHowRulesAreRun(const v1::SetRuleModeResponse& response, Session& session) {
  std::ostream& out = session.out();
  NameBook names(session.connection());
  for (const v1::Rule& rule : response.rules()) {
    out << Wrap(absl::StrCat(rule.catalogue_id(), " ", rule.slug(), ": ", ModeText(rule, names)), kTextWidth) << '\n';
  }
  if (!response.changed()) {
    out << "It was so already; nothing was changed.\n";
    return;
  }
  out << Wrap("It is on record. Every case and member is looked at again; `candor status` says how far that has come.",
              kTextWidth)
      << '\n';
}

absl::StatusOr<ExitCode> SetMode(Session& session, const ModeOptions& options) {
  v1::SetRuleModeRequest request;
  if (options.mode == kAsProfiles) {
    request.set_as_profiles(true);
  } else {
    request.set_mode(ModeOf(options.mode));
  }
  request.set_retroactive(options.retroactive);
  request.set_reason(options.reason);
  if (!options.from.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day from, ParseDayOf("--effective-from", options.from));
    *request.mutable_effective_from() = ToWire(from);
  }
  CANDOR_ASSIGN_OR_RETURN(const std::string name, ResolveRules(session, options.what));
  request.set_name(name);
  request.set_request_id(RandomUuid());
  CANDOR_ASSIGN_OR_RETURN(const v1::SetRuleModeResponse response,
                          session.connection().Call<v1::PolicyService>(&v1::PolicyService::Stub::SetRuleMode, request));
  if (session.table()) {
    PrintHowRulesAreRun(response, session);
  } else {
    session.PrintData(ToJson(response));
  }
  return ExitCode::kDone;
}

std::string SlugOf(const std::string& rule) {
  return rule.substr(rule.rfind('/') + 1);
}

absl::StatusOr<std::vector<v1::ShadowCount>> CountShadow(Session& session, const ShadowOptions& options,
                                                         const std::string& named) {
  v1::CountShadowFollowUpsRequest request;
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  CANDOR_ASSIGN_OR_RETURN(
      const v1::CountShadowFollowUpsResponse response,
      session.connection().Call<v1::PolicyService>(&v1::PolicyService::Stub::CountShadowFollowUps, request));
  std::vector<v1::ShadowCount> counts(response.counts().begin(), response.counts().end());
  std::erase_if(counts, [&](const v1::ShadowCount& each) {
    return named != "policies/-" && each.rule() != named && !each.rule().starts_with(named + "/");
  });
  return counts;
}

void PrintCounts(const std::vector<v1::ShadowCount>& counts, std::ostream& out) {
  if (counts.empty()) {
    out << "No rule is in shadow.\n";
    return;
  }
  Table table({"RULE", "FOLLOW-UPS", "OPEN", "IMPORTANT", "CASES OR MEMBERS", "THERAPISTS", "WHAT"});
  for (const v1::ShadowCount& each : counts) {
    const auto number = [&](int64_t count) { return each.hidden() ? std::string(kTooFew) : absl::StrCat(count); };
    table.Add({absl::StrCat(each.catalogue_id(), " ", SlugOf(each.rule())), number(each.follow_ups()),
               number(each.open()), number(each.important()), number(each.subjects()), number(each.therapists()),
               each.title()});
  }
  table.Print(out);
}

std::string StatusText(const v1::ShadowFollowUp& each) {
  std::string text = WordOf(each.status());
  std::replace(text.begin(), text.end(), '_', ' ');
  return each.past_due() ? text + ", date passed" : text;
}

void PrintShadow(const std::vector<v1::ShadowFollowUp>& follow_ups, Session& session) {
  if (follow_ups.empty()) {
    session.out() << "They would call for nothing.\n";
    return;
  }
  NameBook names(session.connection());
  Table table({"ABOUT", "RULE", "ASKS FOR", "STATUS", "DUE", "OPENED", "ATTENTION", "THERAPIST"});
  for (const v1::ShadowFollowUp& each : follow_ups) {
    const std::string about = each.case_().empty()       ? names.Member(each.therapist())
                              : each.case_code().empty() ? each.case_()
                                                         : each.case_code();
    const std::string due = each.has_due()         ? FormatDate(each.due())
                            : each.before_policy() ? "none (before the rule)"
                                                   : "none";
    table.Add({about, absl::StrCat(each.catalogue_id(), " ", SlugOf(each.rule())), ActionText(each.action()),
               StatusText(each), due, FormatDate(each.opened_on()), WordOf(each.severity()),
               names.Member(each.therapist())});
  }
  table.Print(session.out());
}

absl::StatusOr<ExitCode> ShowShadow(Session& session, const ShadowOptions& options) {
  std::string named = "policies/-";
  if (!options.what.empty()) {
    CANDOR_ASSIGN_OR_RETURN(named, ResolveRules(session, options.what));
  }
  std::vector<v1::ShadowCount> counts;
  if (options.counts || session.table()) {
    CANDOR_ASSIGN_OR_RETURN(counts, CountShadow(session, options, named));
  }
  if (options.counts && !session.table()) {
    CANDOR_RETURN_IF_ERROR(KeepPage(session, counts));
    session.PrintData(ListJson(counts));
    return ExitCode::kDone;
  }
  if (session.table()) {
    session.out() << Wrap(kWhatShadowIs, kTextWidth) << '\n';
    PrintCounts(counts, session.out());
    if (options.counts || counts.empty()) return ExitCode::kDone;
    session.out() << '\n';
  }
  v1::ListShadowFollowUpsRequest request;
  request.set_parent(named);
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::ShadowFollowUp> follow_ups,
                          ListAsked<v1::PolicyService>(session, &v1::PolicyService::Stub::ListShadowFollowUps, request,
                                                       &v1::ListShadowFollowUpsResponse::mutable_follow_ups));
  if (session.table()) {
    PrintShadow(follow_ups, session);
  } else {
    session.PrintData(ListJson(follow_ups));
  }
  return ExitCode::kDone;
}

}  // namespace

absl::StatusOr<std::string> ResolveRules(Session& session, const std::string& typed) {
  v1::ListRulesRequest request;
  request.set_parent("policies/-");
  CANDOR_ASSIGN_OR_RETURN(std::vector<v1::Rule> rules,
                          ListAll<v1::PolicyService>(session.connection(), &v1::PolicyService::Stub::ListRules, request,
                                                     &v1::ListRulesResponse::mutable_rules));
  std::erase_if(rules, [&](const v1::Rule& rule) { return !IsRuleMeant(rule, typed); });
  if (rules.empty()) return NotFound();
  if (!rules.front().done_by_host().empty()) {
    return InvalidField("rule", "of_host",
                        "is kept by candord itself, and has no mode; `candor policy describe` says how");
  }
  const std::string policy = rules.front().name().substr(0, rules.front().name().find("/rules/"));
  if (policy == typed || policy == absl::StrCat("policies/", typed)) return policy;
  if (rules.size() == 1) return rules.front().name();
  const auto name = [](std::string* out, const v1::Rule& rule) { out->append(rule.slug()); };
  return InvalidField(
      "rule", "ambiguous",
      absl::StrCat("is the number of several rules; give the name of one: ", absl::StrJoin(rules, ", ", name)));
}

std::string ModeText(const v1::Rule& rule, NameBook& names) {
  if (!rule.has_setting() && !rule.has_next_setting()) return WordOf(rule.profile_mode());
  std::string text;
  if (rule.has_setting()) {
    text = absl::StrCat(HeldText(rule.setting()), ", ", WhoseText(rule.setting(), names));
  }
  if (rule.has_next_setting()) {
    absl::StrAppend(&text, text.empty() ? "" : "; then ", HeldText(rule.next_setting()), ", ",
                    WhoseText(rule.next_setting(), names));
  }
  return text;
}

std::string ModeMark(const v1::Rule& rule) {
  const v1::RuleMode mode = rule.has_setting() ? rule.setting().mode() : rule.profile_mode();
  std::string mark = mode == v1::RULE_MODE_ACTIVE || mode == v1::RULE_MODE_UNSPECIFIED ? "" : WordOf(mode);
  if (rule.has_next_setting()) {
    absl::StrAppend(&mark, mark.empty() ? "" : ", ", HeldText(rule.next_setting()));
  }
  return mark;
}

void AddModeCommands(CLI::App& policy, Session& session) {
  CLI::App* mode = policy.add_subcommand("mode", "run a rule, or all of a policy, as off, shadow or active, on record");
  mode->footer("Example: candor policy mode R23 active --effective-from 2026-12-01 --reason \"tried out\"");
  auto change = std::make_shared<ModeOptions>();
  mode->add_option("what", change->what, "a rule (crossing_accumulation), its number (R23) or a policy (boundaries)")
      ->required();
  mode->add_option(
          "mode", change->mode,
          "off: it says nothing; shadow: what it says is kept apart, for whoever manages the policies; active; "
          "profiles: as the profiles have it, instead of what was chosen")
      ->check(OneOf({"off", "shadow", "active", kAsProfiles}))
      ->required();
  mode->add_option("--effective-from", change->from,
                   "from that day on; of an active rule: what is reported on or after it makes duties [today]");
  mode->add_option("--reason", change->reason,
                   "why, in one sentence; needed where it changes something, and on record");
  mode->add_flag("--retroactive", change->retroactive, "the day may lie in the past; this stands on record");
  Does(*mode, session, [&session, change] { return SetMode(session, *change); });

  CLI::App* shadow = policy.add_subcommand("shadow", "what rules in shadow would call for, and how much that is");
  shadow->footer("Example: candor policy shadow R20");
  auto wanted = std::make_shared<ShadowOptions>();
  shadow->add_option("what", wanted->what, "only of a rule, its number or a policy");
  shadow->add_flag("--counts", wanted->counts, "only how much it is, by rule");
  AddAsOf(*shadow, wanted->as_of);
  Does(*shadow, session, Answers::kList, [&session, wanted] { return ShowShadow(session, *wanted); });
}

}  // namespace candor::cli
