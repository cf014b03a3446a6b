#include "daemon/policy/candidate/candidate_modes.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/policy/modes.h"

namespace candor::policy {
namespace {

using domain::RuleSetting;

constexpr char kEveryPlugin[] = "-";

bool IsNamed(const domain::CandidateMode& wanted, const domain::Rule& rule) {
  return (wanted.plugin == kEveryPlugin || wanted.plugin == rule.plugin) &&
         (wanted.rule.empty() || wanted.rule == rule.slug);
}

// Of one rule; somebody who asks for what is so already, and for no day, keeps the day from which it is.
void LayDownFor(const domain::Rule& rule, domain::RuleMode mode, Day since, const domain::PolicyPreviewRequest& request,
                std::vector<RuleSetting>& settings) {
  const RuleSetting* holds = domain::SettingOn(settings, rule.slug, request.today);
  if (holds != nullptr && holds->mode == mode && !request.from) return;
  RuleSetting setting;
  setting.rule = rule.slug;
  setting.plugin = rule.plugin;
  setting.catalogue_id = rule.catalogue_id;
  setting.mode = mode;
  setting.from = since;
  setting.set_on = request.today;
  domain::LayDown(std::move(setting), request.today, settings);
}

}  // namespace

absl::StatusOr<domain::RuleModes> ModesOfCandidates(const domain::PolicyEngine& candidates,
                                                    const domain::Activation& stands,
                                                    const domain::PolicyPreviewRequest& request) {
  if (request.from && *request.from > request.today) {
    return InvalidField("effective_from", "future_date", "is still to come; the history has nothing to say about it");
  }
  const Day since = std::max(request.from.value_or(stands.effective_from), stands.effective_from);
  domain::Activation next;
  next.effective_from = stands.effective_from;
  CarryModes(candidates, &stands, request.today, next);
  for (RuleSetting& setting : next.settings) {
    const bool stood = std::find(stands.settings.begin(), stands.settings.end(), setting) != stands.settings.end();
    if (!stood) setting.from = since;
  }
  for (const domain::CandidateMode& wanted : request.modes) {
    bool found = wanted.plugin == kEveryPlugin && wanted.rule.empty();
    for (const domain::PluginInfo& plugin : candidates.Plugins()) {
      for (const domain::Rule& rule : plugin.rules) {
        if (!IsNamed(wanted, rule)) continue;
        found = true;
        LayDownFor(rule, wanted.mode, since, request, next.settings);
      }
    }
    if (found) continue;
    return WithDetail(absl::NotFoundError("there is no such policy or rule, in force or among the candidates"),
                      {"modes", "not_found"});
  }
  return domain::RuleModes(next);
}

}  // namespace candor::policy
