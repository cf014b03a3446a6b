#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/policy.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/domain/shadow_counts.h"
#include "daemon/domain/stopped_rules.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/rule_book.h"
#include "daemon/rpc/services.h"

// What of the policy service is about how rules are run. All of it is for whoever manages the policies.
namespace candor::rpc {
namespace {

constexpr std::string_view kNoRule = "no such policy or rule; see `candor policy list`";
constexpr char kEvery[] = "-";

// Some rules by the name of one, or of the policy that has them.
struct RulesNamed {
  std::string policy;  // "-": of every one
  std::string rule;    // empty: all of the policy

  bool Has(std::string_view plugin, std::string_view slug) const {
    return (policy == kEvery || policy == plugin) && (rule.empty() || rule == slug);
  }
};

absl::StatusOr<RulesNamed> ParseRules(const std::string& name, std::string_view field) {
  if (std::count(name.begin(), name.end(), '/') > 1) {
    CANDOR_ASSIGN_OR_RETURN(RuleRef ref, ParseRule(name, field));
    return RulesNamed{std::move(ref.policy), std::move(ref.rule)};
  }
  CANDOR_ASSIGN_OR_RETURN(std::string policy, ParsePolicy(name, field));
  return RulesNamed{std::move(policy), ""};
}

absl::StatusOr<std::vector<domain::Rule>> FindRules(const domain::PolicyEngine& policies, const RulesNamed& named,
                                                    std::string_view field) {
  std::vector<domain::Rule> rules;
  for (const domain::PluginInfo& plugin : policies.Plugins()) {
    for (const domain::Rule& rule : plugin.rules) {
      if (named.Has(plugin.name, rule.slug)) rules.push_back(rule);
    }
  }
  if (rules.empty() && named.policy != kEvery) return NotFoundField(field, kNoRule);
  return rules;
}

absl::StatusOr<domain::ModeChange> ChangeFrom(const v1::SetRuleModeRequest& request, const Call& call) {
  const bool chosen = request.mode() != v1::RULE_MODE_UNSPECIFIED && v1::RuleMode_IsValid(request.mode());
  if (request.as_profiles() == chosen) {
    return MissingField("mode", "give one: off, shadow or active, or say that it is to be as the profiles have it");
  }
  domain::ModeChange change;
  change.as_profiles = request.as_profiles();
  change.mode = static_cast<domain::RuleMode>(request.mode());
  change.retroactive = request.retroactive();
  change.caller = call.caller;
  if (request.has_effective_from()) {
    CANDOR_ASSIGN_OR_RETURN(change.from, DayFromWire(request.effective_from(), "effective_from"));
  }
  return change;
}

// What is to be put on record: what stands, and what is laid down beside it. nullopt: it is so already.
absl::StatusOr<std::optional<domain::Activation>> Change(const Question& question,
                                                         const std::vector<domain::Rule>& rules,
                                                         const domain::ModeChange& change) {
  auto stands = question.view->GetActivation();
  if (absl::IsNotFound(stands.status())) {
    return absl::UnavailableError("no policy is in force yet; ask again when the daemon has started");
  }
  CANDOR_RETURN_IF_ERROR(stands.status());
  domain::Activation next;
  next.parameter_set = stands->parameter_set;
  next.plugins = stands->plugins;
  next.profiles = stands->profiles;
  next.reviews = stands->reviews;
  next.review_after_days = stands->review_after_days;
  next.effective_from = stands->effective_from;
  next.on = question.today;
  next.settings = stands->settings;
  next.awaited = stands->awaited;
  next.decided_at = question.view->size();
  bool changed = false;
  for (const domain::Rule& rule : rules) {
    CANDOR_ASSIGN_OR_RETURN(std::optional<domain::RuleSetting> setting,
                            domain::SettingFor(change, rule, *stands, question.today));
    if (!setting) continue;
    domain::LayDown(*std::move(setting), question.today, next.settings);
    changed = true;
  }
  if (!changed) return std::optional<domain::Activation>();
  return std::optional<domain::Activation>(std::move(next));
}

// What is never let wait, and what is urgent, is taken out of sight by no mode (ADR 0047): none of it is open when its
// rule stops, and the day on which that is asked for is the day on which it stops.
absl::Status CheckHidesNothing(const Question& question, const std::vector<domain::Rule>& rules,
                               const domain::ModeChange& change) {
  std::vector<domain::Rule> stopping = rules;
  std::erase_if(stopping, [&](const domain::Rule& rule) {
    return domain::ModeAskedFor(change, rule) == domain::RuleMode::kActive;
  });
  const domain::StoppedRules stopped = domain::StoppedOf(stopping);
  if (stopped.only_today && change.from && *change.from > question.today) {
    return InvalidField(
        "effective_from", "not_today",
        "what this rule calls for does not wait, so it stops when that is asked for; leave the day out");
  }
  CANDOR_ASSIGN_OR_RETURN(const std::optional<domain::FollowUp> open,
                          domain::HiddenBy(stopped, *question.view, question.settings, question.today));
  if (!open) return absl::OkStatus();
  return FailedField("mode", "not_to_be_waived", domain::WhyNotStopped(*open));
}

absl::StatusOr<v1::SetRuleModeResponse> Answer(const Rooms& rooms, const Call& call,
                                               const std::vector<domain::Rule>& rules, bool changed) {
  CANDOR_ASSIGN_OR_RETURN(const RuleWriter writer, RuleWriter::Make(rooms, call));
  v1::SetRuleModeResponse response;
  for (const domain::Rule& rule : rules) writer.Write(rule, response.add_rules());
  response.set_changed(changed);
  return response;
}

// The rules that are named and what is to be put on record about them.
struct Planned {
  std::vector<domain::Rule> rules;
  std::optional<domain::Activation> activation;
};

absl::StatusOr<Planned> Plan(const Rooms& rooms, const Call& call, const v1::SetRuleModeRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, IdToMake(rooms, call, "activation", request.request_id()));
  CANDOR_ASSIGN_OR_RETURN(const RulesNamed named, ParseRules(request.name(), "name"));
  CANDOR_ASSIGN_OR_RETURN(const domain::ModeChange change, ChangeFrom(request, call));
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  Planned planned;
  CANDOR_ASSIGN_OR_RETURN(planned.rules, FindRules(rooms.policies, named, "name"));
  CANDOR_ASSIGN_OR_RETURN(planned.activation, Change(question, planned.rules, change));
  if (!planned.activation) return planned;
  if (request.reason().empty()) return MissingField("reason", "say why the rule is to be run so; it stands on record");
  if (request.reason().size() > domain::kMaxReasonBytes) {
    return InvalidField("reason", "too_long", "too long; use at most 16 KiB");
  }
  CANDOR_RETURN_IF_ERROR(CheckHidesNothing(question, planned.rules, change));
  planned.activation->id = ActivationId(id);
  planned.activation->reason = request.reason();
  return planned;
}

void SetRuleMode(const Rooms& rooms, const Call& call, const v1::SetRuleModeRequest& request,
                 const Reply<v1::SetRuleModeResponse>& reply) {
  auto planned = Plan(rooms, call, request);
  if (!planned.ok()) return reply(planned.status());
  if (!planned->activation) return reply(Answer(rooms, call, planned->rules, /*changed=*/false));
  domain::Transaction transaction{{*std::move(planned->activation)}, SentBy(request)};
  rooms.store.Append(std::move(transaction), [rooms, call, rules = std::move(planned->rules),
                                              reply](const absl::StatusOr<domain::Appended>& appended) {
    if (!appended.ok()) return reply(appended.status());
    reply(Answer(rooms, call, rules, /*changed=*/true));
  });
}

absl::Status Write(const domain::FollowUp& follow_up, const Question& question, domain::Sight sight,
                   v1::ShadowFollowUp* out) {
  const domain::FollowUpClear& clear = follow_up.clear;
  const domain::FollowUpSealed& sealed = *follow_up.sealed;
  out->set_name(FollowUpName(clear.subject, clear.id));
  if (sight >= domain::Sight::kFacts) {
    out->set_rule(RuleName(sealed.plugin, sealed.rule));
    out->set_catalogue_id(sealed.catalogue_id);
  }
  out->set_therapist(MemberName(clear.therapist));
  if (clear.subject.kind == domain::SubjectKind::kCase) {
    CANDOR_ASSIGN_OR_RETURN(const domain::CaseFile file, question.view->GetCase(clear.subject.case_id()));
    out->set_case_(CaseName(file.id));
    if (sight == domain::Sight::kWhole) out->set_case_code(file.code);
  }
  out->set_severity(static_cast<v1::Severity>(clear.severity));
  out->set_action(static_cast<v1::Action>(clear.action));
  out->set_status(static_cast<v1::FollowUpStatus>(domain::StatusOf(follow_up, question.settings, question.today)));
  rpc::ToWire(clear.opened_on, out->mutable_opened_on());
  rpc::ToWire(clear.reported_on, out->mutable_reported_on());
  if (const auto due = domain::DueOf(follow_up, question.settings)) rpc::ToWire(*due, out->mutable_due());
  out->set_past_due(domain::PastDue(follow_up, question.settings, question.today));
  if (clear.resolved_on) rpc::ToWire(*clear.resolved_on, out->mutable_resolved_on());
  out->set_before_policy(clear.before_policy);
  return absl::OkStatus();
}

// What only a few may read is left out, and so is what nobody can open any more.
bool IsListed(const domain::FollowUp& follow_up, const RulesNamed& named) {
  const domain::FollowUpClear& clear = follow_up.clear;
  if (clear.restricted || clear.key_class == domain::KeyClass::kPersonal || !follow_up.sealed) return false;
  return named.Has(follow_up.sealed->plugin, follow_up.sealed->rule);
}

absl::Status ListShadowFollowUps(const Rooms& rooms, const Call& call, const v1::ListShadowFollowUpsRequest& request,
                                 v1::ListShadowFollowUpsResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(SubjectItem after, SubjectItemAfter(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const RulesNamed named, ParseRules(request.parent(), "parent"));
  CANDOR_RETURN_IF_ERROR(FindRules(rooms.policies, named, "parent").status());
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfShadow());
  if (sight == domain::Sight::kNothing) return absl::OkStatus();
  SubjectItem last;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::FollowUp> batch,
                            question.view->ListShadowFollowUps(after.subject, FollowUpId(after.id), kBatch));
    for (const domain::FollowUp& each : batch) {
      if (!IsListed(each, named)) continue;
      if (static_cast<size_t>(response.follow_ups_size()) == limit) {
        response.set_next_page_token(TokenAfter(last.subject, last.id));
        return absl::OkStatus();
      }
      CANDOR_RETURN_IF_ERROR(Write(each, question, sight, response.add_follow_ups()));
      last = {each.clear.subject, each.clear.id.bytes()};
    }
    if (batch.size() < kBatch) return absl::OkStatus();
    after = {batch.back().clear.subject, batch.back().clear.id.bytes()};
  }
}

absl::Status CountShadowFollowUps(const Rooms& rooms, const Call& call, const v1::CountShadowFollowUpsRequest& request,
                                  v1::CountShadowFollowUpsResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, AskAsOf(rooms, call, request));
  const auto activation = question.view->GetActivation();
  if (absl::IsNotFound(activation.status())) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(activation.status());
  CANDOR_ASSIGN_OR_RETURN(const auto counts, domain::CountShadow(*question.view, question.today));
  const domain::RuleModes modes(*activation);
  for (const domain::RuleSetting* setting : modes.All()) {
    if (setting->mode != domain::RuleMode::kShadow) continue;
    v1::ShadowCount* out = response.add_counts();
    out->set_rule(RuleName(setting->plugin, setting->rule));
    out->set_catalogue_id(setting->catalogue_id);
    const domain::Rule* rule = FindRule(rooms.policies, setting->rule);
    if (rule != nullptr) out->set_title(rule->title);
    const auto found = counts.find(setting->rule);
    // That a rule about what only a few may read says nothing would tell as much as a number.
    const bool confined = rule != nullptr && (rule->restricted || rule->key_class == domain::KeyClass::kPersonal);
    out->set_hidden(found == counts.end() ? confined : found->second.hidden);
    if (found == counts.end()) continue;
    out->set_follow_ups(found->second.follow_ups);
    out->set_open(found->second.open);
    out->set_important(found->second.important);
    out->set_subjects(found->second.subjects);
    out->set_therapists(found->second.therapists);
  }
  call.reads->NoteScope("rules in shadow", response.SerializeAsString());
  return absl::OkStatus();
}

}  // namespace

void AddRuleModeMethods(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.PolicyService.SetRuleMode", rooms, SetRuleMode);
  methods.Answer("candor.v1.PolicyService.ListShadowFollowUps", rooms, ListShadowFollowUps);
  methods.Answer("candor.v1.PolicyService.CountShadowFollowUps", rooms, CountShadowFollowUps);
}

}  // namespace candor::rpc
