#ifndef CANDOR_DAEMON_POLICY_RUNNABLE_POLICY_H_
#define CANDOR_DAEMON_POLICY_RUNNABLE_POLICY_H_

#include <bitset>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/subject.h"
#include "plugins/abi/candor_policy.h"

namespace candor::policy {

// One plugin that can be asked: its checked tables, the parameter values in force, and one instance of it.
// Thread-compatible. `policy` is not owned: it lies in the shared object (or the program) that declares it.
class RunnablePolicy {
 public:
  // Checks the tables and makes the instance. FAILED_PRECONDITION with a sentence when the plugin cannot run.
  static absl::StatusOr<std::unique_ptr<RunnablePolicy>> Make(const candor_policy* policy);
  ~RunnablePolicy();
  RunnablePolicy(const RunnablePolicy&) = delete;
  RunnablePolicy& operator=(const RunnablePolicy&) = delete;

  // values[rule][parameter] in declared order. INVALID_ARGUMENT when the shape does not fit the declaration.
  absl::Status SetParameters(const std::vector<std::vector<int64_t>>& values);

  const candor_policy& policy() const { return *policy_; }
  void* instance() const { return instance_; }
  const domain::PluginInfo& info() const { return info_; }
  const int64_t* const* parameters() const { return rows_.data(); }
  size_t rule_count() const { return info_.rules.size(); }
  std::optional<uint16_t> RuleIndex(std::string_view slug) const;
  // Whether a rule that reads timelines of this sort of subject subscribes to the kind.
  bool Subscribes(domain::SubjectKind subject, domain::Kind kind) const;

 private:
  RunnablePolicy(const candor_policy* policy, domain::PluginInfo info);

  const candor_policy* policy_;
  domain::PluginInfo info_;
  void* instance_ = nullptr;
  std::vector<std::vector<int64_t>> values_;
  std::vector<const int64_t*> rows_;
  std::bitset<1024> case_kinds_;
  std::bitset<1024> member_kinds_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_RUNNABLE_POLICY_H_
