#ifndef CANDOR_DAEMON_POLICY_PROFILE_PARSER_H_
#define CANDOR_DAEMON_POLICY_PROFILE_PARSER_H_

#include <toml++/toml.h>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/policy/profile.h"

namespace candor::policy {

// How every refusal of a profile begins: with file and line.
template <class... Parts>
absl::Status RefuseProfile(const std::string& path, uint32_t line, const Parts&... parts) {
  return absl::InvalidArgumentError(absl::StrCat(path, ":", line, ": ", parts...));
}

// Reads one file of TOML as a profile. For one use.
class ProfileParser {
 public:
  explicit ProfileParser(const std::string& path) { profile_.path = path; }

  absl::StatusOr<Profile> Parse(const toml::table& root);

 private:
  static uint32_t LineOf(const toml::node& node) { return node.source().begin.line; }
  absl::StatusOr<std::string> TextOf(const toml::node& node, const std::string& key) const;
  absl::StatusOr<Day> DayOf(const toml::node& node, const std::string& key) const;
  absl::StatusOr<std::string> WordOf(const toml::node& node, const std::string& key,
                                     const std::vector<std::string>& known) const;
  absl::StatusOr<std::vector<std::string>> TextsOf(const toml::node& node, const std::string& key) const;

  absl::Status ParseHead(const toml::table& root);
  absl::Status ParseHeadKey(const std::string& key, const toml::node& node);
  absl::Status ParseReviewAfter(const toml::node& node);
  absl::Status ParseBinds(const toml::node& node);
  absl::Status ParseChoice(const toml::node& node);
  absl::Status ParseRules(const toml::node& rules);
  absl::Status ParseMode(const std::string& rule, const toml::node& node);
  absl::Status ParseParameters(const std::string& rule, const toml::table& parameters, std::vector<ProfileValue>& out);
  absl::Status ParseValue(ProfileValue& value, const toml::node& fields) const;
  absl::Status ParseValueKey(const std::string& key, const toml::node& node, ProfileValue& value,
                             bool& has_value) const;
  absl::Status ParseNumber(const toml::node& node, const std::string& where, ProfileValue& value) const;
  absl::Status CheckHead() const;
  absl::Status Complete(std::vector<ProfileValue>& values) const;

  Profile profile_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PROFILE_PARSER_H_
