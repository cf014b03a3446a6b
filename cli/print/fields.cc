#include "cli/print/fields.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

using Path = std::span<const std::string>;

// Puts what lies at `path` of `from` at the same place of `into`. False when there is no such place.
bool CopyAt(const Json& from, Path path, Json& into) {
  if (path.empty() || from.is_null()) {
    into = from;
    return true;
  }
  if (from.is_array()) {
    if (!into.is_array()) into = Json::array();
    bool found = from.empty();
    for (size_t i = 0; i < from.size(); ++i) {
      if (into.size() <= i) into.push_back(Json::object());
      found = CopyAt(from[i], path, into[i]) || found;
    }
    return found;
  }
  if (!from.is_object()) return false;
  if (!into.is_object()) into = Json::object();
  Json& slot = into[path.front()];
  const auto inner = from.find(path.front());
  return inner != from.end() && CopyAt(*inner, path.subspan(1), slot);
}

// The keys of an object, or of all objects of a list.
std::vector<std::string> KeysOf(const Json& json) {
  std::vector<std::string> keys;
  const auto add = [&](const Json& object) {
    if (!object.is_object()) return;
    for (const auto& [key, value] : object.items()) {
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    }
  };
  if (json.is_array()) {
    for (const Json& each : json) add(each);
  } else {
    add(json);
  }
  return keys;
}

}  // namespace

std::vector<std::string> ParseFields(std::string_view text) {
  std::vector<std::string> names = absl::StrSplit(ToAbsl(text), ',');
  if (std::find(names.begin(), names.end(), "") != names.end()) names.clear();
  return names;
}

absl::Status SelectFields(const Json& json, const std::vector<std::string>& fields, Json& selected) {
  selected = json.is_array() ? Json::array() : Json::object();
  for (const std::string& field : fields) {
    const std::vector<std::string> path = absl::StrSplit(field, '.');
    if (!CopyAt(json, path, selected)) {
      return InvalidField("--fields", "field",
                          absl::StrCat("this answer has no field of one of the names given. Its fields are ",
                                       absl::StrJoin(KeysOf(json), ", "), "; with dots for what lies further in"));
    }
  }
  return absl::OkStatus();
}

}  // namespace candor::cli
