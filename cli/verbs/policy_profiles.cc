#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/policy.grpc.pb.h"
#include "cli/verbs/member_verbs.h"
#include "cli/verbs/policy_verbs.h"
#include "cli/verbs/rule_sources.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

struct EffectiveOptions {
  std::string member;
  std::string what;
  std::string on;
};

struct ReloadOptions {
  std::string from;
  bool retroactive = false;
};

std::string SlugOf(const v1::EffectiveValue& value) {
  const std::string& name = value.rule();
  const size_t slash = name.rfind('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

bool IsMeant(const v1::EffectiveValue& value, const std::string& what) {
  return what.empty() || SlugOf(value) == what || absl::EqualsIgnoreCase(value.catalogue_id(), what) ||
         value.rule() == what || value.rule().starts_with(absl::StrCat("policies/", what, "/"));
}

// "code: ACA A.5.c, in ACA Code of Ethics 2014 (aca 1.0.0)": the authority first.
std::string SaysText(const v1::EffectiveValue& value) {
  if (value.profile().empty()) return "the policy's own default; no profile says anything";
  const std::string& authority = value.authority().empty() ? value.kind() : value.authority();
  return absl::StrCat(authority == "practice" ? "this practice has decided" : authority,
                      value.citation().empty() ? "" : absl::StrCat(": ", value.citation()), ", in ", value.title(),
                      " (", value.profile(), " ", value.version(), ")");
}

void PrintValue(const v1::EffectiveValue& value, Session& session) {
  std::ostream& out = session.out();
  const std::string group =
      value.group().empty() ? "" : absl::StrCat(", together with what else ", value.group(), " is made of");
  const std::string text = ParameterValueText(value.parameter(), value.value(), value.unit(), value.words());
  out << Wrap(absl::StrCat(value.parameter(), " = ", text, group), kTextWidth, "  ") << '\n';
  out << Wrap(SaysText(value), kTextWidth, "    ") << '\n';
  if (!value.binds_by().empty()) out << Wrap(absl::StrCat("Binds by: ", value.binds_by()), kTextWidth, "    ") << '\n';
  std::string state = value.confidence().empty() ? "" : ConfidenceText(value.confidence());
  if (value.has_as_of()) absl::StrAppend(&state, state.empty() ? "" : "; ", "as of ", FormatDate(value.as_of()));
  if (value.has_reviewed_on()) {
    absl::StrAppend(&state, state.empty() ? "" : "; ", "reviewed on ", FormatDate(value.reviewed_on()));
  }
  if (!state.empty()) out << Wrap(absl::StrCat("Known: ", state), kTextWidth, "    ") << '\n';
  if (!value.note().empty()) out << Wrap(absl::StrCat("Note: ", value.note()), kTextWidth, "    ") << '\n';
}

absl::StatusOr<ExitCode> Effective(Session& session, const EffectiveOptions& options) {
  v1::ListEffectiveValuesRequest request;
  if (!options.on.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day on, ParseDayOf("--on", options.on));
    *request.mutable_on() = ToWire(on);
  }
  CANDOR_ASSIGN_OR_RETURN(const std::string member, ResolveMember(session.connection(), options.member));
  request.set_parent(member);
  CANDOR_ASSIGN_OR_RETURN(
      std::vector<v1::EffectiveValue> values,
      ListAll<v1::PolicyService>(session.connection(), &v1::PolicyService::Stub::ListEffectiveValues, request,
                                 &v1::ListEffectiveValuesResponse::mutable_values));
  std::erase_if(values, [&](const v1::EffectiveValue& value) { return !IsMeant(value, options.what); });
  if (values.empty() && !options.what.empty()) {
    return WithDetail(absl::NotFoundError("no such policy or rule has a threshold that may differ by member. `candor "
                                          "policy list` shows the rules, and "
                                          "`candor policy describe` what holds for everybody"),
                      {"policy", "not_found"});
  }
  CANDOR_RETURN_IF_ERROR(KeepPage(session, values));
  if (!session.table()) {
    session.PrintData(ListJson(values));
    return ExitCode::kDone;
  }
  std::string rule;
  for (const v1::EffectiveValue& value : values) {
    if (value.rule() != rule) {
      session.out() << (rule.empty() ? "" : "\n") << value.catalogue_id() << "  " << SlugOf(value) << '\n';
      rule = value.rule();
    }
    PrintValue(value, session);
  }
  return ExitCode::kDone;
}

// "The policy referral is now 1.1.0, and was 1.0.0."
std::string ReplacedText(const v1::ReplacedPolicy& replaced) {
  const std::string name = replaced.policy().substr(replaced.policy().rfind('/') + 1);
  if (replaced.version().empty()) return absl::StrCat("The policy ", name, " ", replaced.version_before(), " is gone.");
  if (replaced.version_before().empty()) return absl::StrCat("The policy ", name, " ", replaced.version(), " is new.");
  return absl::StrCat("The policy ", name, " is now ", replaced.version(), ", and was ", replaced.version_before(),
                      replaced.version() == replaced.version_before() ? " of another file." : ".");
}

void PrintReloaded(const v1::ReloadProfilesResponse& response, bool retroactive, std::ostream& out) {
  for (const v1::ReplacedPolicy& each : response.policies()) out << Wrap(ReplacedText(each), kTextWidth) << '\n';
  if (!response.changed()) {
    out << "Profiles and policies are what they were before; nothing was changed.\n";
  } else if (response.has_effective_from()) {
    out << Wrap(absl::StrCat("The profiles are in force. Entries dated ", FormatDate(response.effective_from()),
                             " or later are judged by them, earlier ones as before."),
                kTextWidth)
        << '\n';
  } else if (retroactive) {
    out << "All of it is in force, for all entries there are.\n";
  } else {
    // A text, a mode or another policy: of no value there is a day from which it holds.
    out << Wrap("What they say is in force. Entries are judged by the same values as before.", kTextWidth) << '\n';
  }
  for (const std::string& each : response.unproven()) {
    out << Wrap(absl::StrCat("Look at its scenarios: ", each), kTextWidth) << '\n';
  }
}

absl::StatusOr<ExitCode> Reload(Session& session, const ReloadOptions& options) {
  v1::ReloadProfilesRequest request;
  request.set_retroactive(options.retroactive);
  if (!options.from.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day from, ParseDayOf("--from", options.from));
    *request.mutable_effective_from() = ToWire(from);
  }
  CANDOR_ASSIGN_OR_RETURN(
      const v1::ReloadProfilesResponse response,
      session.connection().Call<v1::PolicyService>(&v1::PolicyService::Stub::ReloadProfiles, request));
  if (!session.table()) {
    session.PrintData(ToJson(response));
    return ExitCode::kDone;
  }
  PrintReloaded(response, options.retroactive, session.out());
  return ExitCode::kDone;
}

}  // namespace

void AddProfileCommands(CLI::App& policy, Session& session) {
  CLI::App* effective = policy.add_subcommand(
      "effective", "the thresholds by which a member is judged, which profile decides each, and why it binds");
  effective->footer("Example: candor policy effective --member 'Maria Lopez' R13");
  auto wanted = std::make_shared<EffectiveOptions>();
  effective->add_option("--member", wanted->member, "whose: a name or members/MEMBER")->required();
  effective->add_option("what", wanted->what,
                        "only of a policy (consultation), a rule (attraction_consult) or its "
                        "number (R01)");
  effective->add_option("--on", wanted->on, "for entries of that day, instead of today's");
  Does(*effective, session, Answers::kList, [&session, wanted] { return Effective(session, *wanted); });

  CLI::App* reload = policy.add_subcommand(
      "reload", "read the profiles again, look for other files of policies, and put all of it in force, on record");
  reload->footer("Example: candor policy reload --from 2026-01-01");
  auto change = std::make_shared<ReloadOptions>();
  CLI::Option* from =
      reload->add_option("--from", change->from, "entries dated on or after that day are judged by them [today]");
  reload->add_flag("--retroactive", change->retroactive, "all entries are, those from before the change too")
      ->excludes(from);
  Does(*reload, session, [&session, change] { return Reload(session, *change); });
}

}  // namespace candor::cli
