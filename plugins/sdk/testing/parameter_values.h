#ifndef CANDOR_PLUGINS_SDK_TESTING_PARAMETER_VALUES_H_
#define CANDOR_PLUGINS_SDK_TESTING_PARAMETER_VALUES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "plugins/abi/candor_policy.h"

namespace candor::sdk::testing {

// The values of a policy's parameters, as a practice's profiles give them: the defaults, until something else is set.
// What is not there throws std::invalid_argument. Thread-compatible.
class ParameterValues {
 public:
  // `policy`: what it points to is not owned and outlives this.
  explicit ParameterValues(const candor_policy& policy) : policy_(policy) {
    for (uint32_t i = 0; i < policy.rule_count; ++i) {
      std::vector<int64_t> values;
      for (uint32_t p = 0; p < Rule(i).parameter_count; ++p) values.push_back(Rule(i).parameters[p]->default_value);
      values_.push_back(std::move(values));
    }
  }

  void Set(std::string_view slug, std::string_view name, int64_t value) {
    const auto [rule, index] = Find(slug, name);
    values_[rule][index] = value;
  }

  // What one profile gives a group of the rule's parameters, all of them by name. The first one of a group stands in
  // place of the defaults.
  void AddCandidate(std::string_view slug, std::string_view group,
                    const std::vector<std::pair<std::string_view, int64_t>>& values) {
    const bool is_first = std::none_of(candidates_.begin(), candidates_.end(), [&](const GroupValues& one) {
      return one.group == group && String(Rule(one.rule).slug) == slug;
    });
    GroupValues candidate{0, std::string(group), {}};
    for (const auto& [name, value] : values) {
      const auto [rule, index] = Find(slug, name);
      if (String(Rule(rule).parameters[index]->group) != group) {
        throw std::invalid_argument(std::string(name) + " is not of the group " + std::string(group));
      }
      candidate.rule = static_cast<uint16_t>(rule);
      candidate.values.emplace_back(index, value);
      if (is_first) values_[rule][index] = value;
    }
    if (candidate.values.empty()) throw std::invalid_argument("a candidate has values");
    candidates_.push_back(std::move(candidate));
  }

  // By rule, as a call has them; valid until something is set.
  std::vector<const int64_t*> Show() const {
    std::vector<const int64_t*> shown;
    for (const std::vector<int64_t>& values : values_) shown.push_back(values.data());
    return shown;
  }

  // The candidates of one call: where a group has more than one, all of them, by rule and group.
  struct Candidates {
    std::vector<std::vector<int64_t>> rows;
    std::vector<candor_candidate> all;
    std::vector<const candor_candidate*> pointers;
  };
  // REQUIRES: `shown` is empty; it is valid until something is set, and is not copied while it is used.
  void ShowCandidates(Candidates& shown) const {
    const std::vector<const GroupValues*> several = Several();
    for (const GroupValues* one : several) {
      std::vector<int64_t>& row = shown.rows.emplace_back(values_[one->rule]);
      for (const auto& [index, value] : one->values) row[index] = value;
    }
    for (size_t i = 0; i < several.size(); ++i) {
      const std::string& group = several[i]->group;
      shown.all.push_back({sizeof(candor_candidate),
                           several[i]->rule,
                           0,
                           {group.data(), static_cast<uint32_t>(group.size())},
                           shown.rows[i].data()});
    }
    for (const candor_candidate& one : shown.all) shown.pointers.push_back(&one);
  }

 private:
  // One profile's values for a group, by the index of the parameter.
  struct GroupValues {
    uint16_t rule = 0;
    std::string group;
    std::vector<std::pair<uint32_t, int64_t>> values;
  };

  static std::string String(const candor_text& text) { return std::string(text.data, text.size); }
  const candor_rule& Rule(uint32_t index) const { return *policy_.rules[index]; }

  std::pair<uint32_t, uint32_t> Find(std::string_view slug, std::string_view parameter) const {
    for (uint32_t i = 0; i < policy_.rule_count; ++i) {
      for (uint32_t p = 0; p < Rule(i).parameter_count; ++p) {
        if (String(Rule(i).slug) == slug && String(Rule(i).parameters[p]->name) == parameter) return {i, p};
      }
    }
    throw std::invalid_argument("no such parameter: " + std::string(slug) + "." + std::string(parameter));
  }

  // Those of groups that have more than one, by rule and group.
  std::vector<const GroupValues*> Several() const {
    std::vector<const GroupValues*> several;
    for (const GroupValues& one : candidates_) {
      const auto of_group = std::count_if(candidates_.begin(), candidates_.end(), [&](const GroupValues& other) {
        return other.rule == one.rule && other.group == one.group;
      });
      if (of_group > 1) several.push_back(&one);
    }
    std::stable_sort(several.begin(), several.end(), [](const GroupValues* a, const GroupValues* b) {
      return std::tie(a->rule, a->group) < std::tie(b->rule, b->group);
    });
    return several;
  }

  candor_policy policy_;
  std::vector<std::vector<int64_t>> values_;  // by rule, then by parameter
  std::vector<GroupValues> candidates_;
};

}  // namespace candor::sdk::testing

#endif  // CANDOR_PLUGINS_SDK_TESTING_PARAMETER_VALUES_H_
