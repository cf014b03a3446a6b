#ifndef CANDOR_DAEMON_POLICY_SCENARIO_TOML_READER_H_
#define CANDOR_DAEMON_POLICY_SCENARIO_TOML_READER_H_

#include <toml++/toml.h>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/policy/scenario/scenario.h"

namespace candor::policy {

// A word of a file and the number it stands for.
struct NamedNumber {
  std::string_view word;
  int number;
};

// Values of a scenario file, each refused with file and line where it is of another type. `key` is what the refusal
// calls it. Thread-compatible.
class TomlReader {
 public:
  explicit TomlReader(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  static uint32_t LineOf(const toml::node& node) { return node.source().begin.line; }
  template <class... Parts>
  absl::Status Refuse(const toml::node& node, const Parts&... parts) const {
    return RefuseScenario(path_, LineOf(node), parts...);
  }

  absl::StatusOr<std::string> Text(const toml::node& node, std::string_view key) const;
  absl::StatusOr<std::vector<std::string>> Texts(const toml::node& node, std::string_view key) const;
  absl::StatusOr<bool> YesNo(const toml::node& node, std::string_view key) const;
  absl::StatusOr<int64_t> Number(const toml::node& node, std::string_view key) const;
  absl::StatusOr<Day> Date(const toml::node& node, std::string_view key) const;
  absl::StatusOr<int> Word(const toml::node& node, std::string_view key,
                           std::initializer_list<NamedNumber> known) const;
  absl::StatusOr<const toml::table*> Table(const toml::node& node, std::string_view key) const;
  // [[key]] written any number of times, at most kMostScenarioItems.
  absl::StatusOr<std::vector<const toml::table*>> Tables(const toml::node& node, std::string_view key) const;
  // The value of `key` in the table. INVALID_ARGUMENT naming `what` where it is missing.
  absl::StatusOr<const toml::node*> Needed(const toml::table& table, std::string_view key, std::string_view what) const;

 private:
  const std::string path_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_SCENARIO_TOML_READER_H_
