#include "daemon/policy/runnable_policy.h"

#include <algorithm>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/policy/plugin_table.h"

namespace candor::policy {

absl::StatusOr<std::unique_ptr<RunnablePolicy>> RunnablePolicy::Make(const candor_policy* policy) {
  CANDOR_ASSIGN_OR_RETURN(domain::PluginInfo info, ReadPluginTable(policy));
  std::unique_ptr<RunnablePolicy> runnable(new RunnablePolicy(policy, std::move(info)));
  if (policy->create != nullptr) {
    runnable->instance_ = policy->create();
    if (runnable->instance_ == nullptr) return absl::FailedPreconditionError("its function create made no instance");
  }
  return runnable;
}

RunnablePolicy::RunnablePolicy(const candor_policy* policy, domain::PluginInfo info)
    : policy_(policy), info_(std::move(info)) {
  SetValues defaults;
  for (const domain::Rule& rule : info_.rules) {
    auto& kinds = rule.scope == domain::Scope::kCase ? case_kinds_ : member_kinds_;
    for (domain::Kind kind : rule.kinds) kinds.set(static_cast<size_t>(kind));
    reads_follow_ups_ = reads_follow_ups_ || rule.reads_follow_ups;
    std::vector<int64_t>& row = defaults.values.emplace_back();
    for (const domain::Parameter& parameter : rule.parameters) row.push_back(parameter.default_value);
  }
  sets_.push_back(std::make_unique<const Set>(std::move(defaults)));
}

RunnablePolicy::Set::Set(SetValues given) : values(std::move(given)) {
  for (const std::vector<int64_t>& row : values.values) rows.push_back(row.data());
  for (const SetValues::Candidate& candidate : values.candidates) {
    candidates.push_back({sizeof(candor_candidate),
                          candidate.rule,
                          0,
                          {candidate.group.data(), static_cast<uint32_t>(candidate.group.size())},
                          candidate.values.data()});
  }
  for (const candor_candidate& candidate : candidates) shown_candidates.push_back(&candidate);
}

RunnablePolicy::~RunnablePolicy() {
  if (instance_ != nullptr && policy_->destroy != nullptr) policy_->destroy(instance_);
}

bool RunnablePolicy::Fits(const SetValues& values) const {
  const auto row_fits = [this](size_t rule, const std::vector<int64_t>& row) {
    return rule < info_.rules.size() && row.size() == info_.rules[rule].parameters.size();
  };
  bool fits = values.values.size() == info_.rules.size();
  for (size_t i = 0; fits && i < values.values.size(); ++i) fits = row_fits(i, values.values[i]);
  return fits && std::all_of(values.candidates.begin(), values.candidates.end(),
                             [&](const SetValues::Candidate& one) { return row_fits(one.rule, one.values); });
}

absl::Status RunnablePolicy::PutSet(uint32_t number, SetValues values) {
  if (!Fits(values)) {
    return absl::InvalidArgumentError("the parameter values do not fit the rules that the plugin declares");
  }
  if (number > sets_.size()) return absl::InvalidArgumentError("a set of parameter values was left out");
  for (size_t rule = 0; number == 0 && rule < info_.rules.size(); ++rule) {
    for (size_t i = 0; i < values.values[rule].size(); ++i) {
      info_.rules[rule].parameters[i].value = values.values[rule][i];
    }
  }
  auto set = std::make_unique<const Set>(std::move(values));
  if (number == sets_.size()) {
    sets_.push_back(std::move(set));
  } else {
    sets_[number] = std::move(set);
  }
  return absl::OkStatus();
}

std::optional<uint16_t> RunnablePolicy::RuleIndex(std::string_view slug) const {
  for (size_t i = 0; i < info_.rules.size(); ++i) {
    if (info_.rules[i].slug == slug) return static_cast<uint16_t>(i);
  }
  return std::nullopt;
}

bool RunnablePolicy::Subscribes(domain::SubjectKind subject, domain::Kind kind) const {
  const auto number = static_cast<size_t>(kind);
  if (number >= case_kinds_.size()) return false;
  return subject == domain::SubjectKind::kMember ? member_kinds_.test(number) : case_kinds_.test(number);
}

bool RunnablePolicy::ReadsFollowUps(domain::SubjectKind subject) const {
  return subject == domain::SubjectKind::kMember && reads_follow_ups_;
}

}  // namespace candor::policy
