#include "daemon/policy/runnable_policy.h"

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
  for (const domain::Rule& rule : info_.rules) {
    auto& kinds = rule.scope == domain::Scope::kCase ? case_kinds_ : member_kinds_;
    for (domain::Kind kind : rule.kinds) kinds.set(static_cast<size_t>(kind));
    std::vector<int64_t>& row = values_.emplace_back();
    for (const domain::Parameter& parameter : rule.parameters) row.push_back(parameter.default_value);
  }
  for (const auto& row : values_) rows_.push_back(row.data());
}

RunnablePolicy::~RunnablePolicy() {
  if (instance_ != nullptr && policy_->destroy != nullptr) policy_->destroy(instance_);
}

absl::Status RunnablePolicy::SetParameters(const std::vector<std::vector<int64_t>>& values) {
  bool fits = values.size() == values_.size();
  for (size_t i = 0; fits && i < values.size(); ++i) fits = values[i].size() == values_[i].size();
  if (!fits) return absl::InvalidArgumentError("the parameter values do not fit the rules that the plugin declares");
  for (size_t rule = 0; rule < values.size(); ++rule) {
    for (size_t i = 0; i < values[rule].size(); ++i) {
      values_[rule][i] = info_.rules[rule].parameters[i].value = values[rule][i];
    }
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

}  // namespace candor::policy
