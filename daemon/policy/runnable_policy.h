#ifndef CANDOR_DAEMON_POLICY_RUNNABLE_POLICY_H_
#define CANDOR_DAEMON_POLICY_RUNNABLE_POLICY_H_

#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/subject.h"
#include "plugins/abi/candor_policy.h"

namespace candor::policy {

// The values of one plugin's parameters, by one set.
struct SetValues {
  // Of a group of parameters that several profiles set, what one of them says.
  struct Candidate {
    uint16_t rule = 0;
    std::string group;
    std::vector<int64_t> values;  // [parameter], those of other groups as in `values` below

    bool operator==(const Candidate&) const = default;
  };

  std::vector<std::vector<int64_t>> values;  // [rule][parameter] in declared order
  std::vector<Candidate> candidates;         // by rule, then group

  bool operator==(const SetValues&) const = default;
};

// One plugin that can be asked: its checked tables, the parameter values in force, and one instance of it.
// Thread-compatible. `policy` is not owned: it lies in the shared object (or the program) that declares it.
class RunnablePolicy {
 public:
  // Checks the tables and makes the instance. FAILED_PRECONDITION with a sentence when the plugin cannot run.
  static absl::StatusOr<std::unique_ptr<RunnablePolicy>> Make(const candor_policy* policy);
  ~RunnablePolicy();
  RunnablePolicy(const RunnablePolicy&) = delete;
  RunnablePolicy& operator=(const RunnablePolicy&) = delete;

  // Another set: the first is 1, or 0 where it is to stand in place of the defaults. INVALID_ARGUMENT when the shape
  // does not fit the declaration, or a set is left out.
  absl::Status PutSet(uint32_t number, SetValues values);
  uint32_t set_count() const { return static_cast<uint32_t>(sets_.size()); }

  const candor_policy& policy() const { return *policy_; }
  void* instance() const { return instance_; }
  const domain::PluginInfo& info() const { return info_; }
  // REQUIRES: set < set_count(), here and below.
  const int64_t* const* parameters(uint32_t set) const { return sets_[set]->rows.data(); }
  const std::vector<const candor_candidate*>& candidates(uint32_t set) const { return sets_[set]->shown_candidates; }
  size_t rule_count() const { return info_.rules.size(); }
  std::optional<uint16_t> RuleIndex(std::string_view slug) const;
  // Whether a rule that reads timelines of this sort of subject subscribes to the kind.
  bool Subscribes(domain::SubjectKind subject, domain::Kind kind) const;
  // The same of what has become of follow-ups of cases.
  bool ReadsFollowUps(domain::SubjectKind subject) const;

 private:
  // A set of values, and the views of it that the plugin is shown.
  struct Set {
    explicit Set(SetValues given);
    Set(const Set&) = delete;
    Set& operator=(const Set&) = delete;

    const SetValues values;
    std::vector<const int64_t*> rows;
    std::vector<candor_candidate> candidates;
    std::vector<const candor_candidate*> shown_candidates;
  };

  RunnablePolicy(const candor_policy* policy, domain::PluginInfo info);

  bool Fits(const SetValues& values) const;

  const candor_policy* policy_;
  domain::PluginInfo info_;
  void* instance_ = nullptr;
  std::vector<std::unique_ptr<const Set>> sets_;
  std::bitset<1024> case_kinds_;
  std::bitset<1024> member_kinds_;
  bool reads_follow_ups_ = false;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_RUNNABLE_POLICY_H_
