#include "daemon/config.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/base/utf8.h"
#include "toml++/toml.h"

namespace candor {
namespace {

constexpr size_t kMaxNameBytes = 256;

// Reads one file's tables and remembers where it is for messages. Thread-compatible.
class ConfigReader {
 public:
  explicit ConfigReader(std::string path) : path_(std::move(path)) {}

  absl::StatusOr<domain::Settings> Read(const toml::table& root) {
    for (const auto& [key, node] : root) {
      const toml::table* table = node.as_table();
      if (table != nullptr && key.str() == "practice") {
        CANDOR_RETURN_IF_ERROR(ReadPractice(*table));
      } else if (table != nullptr && key.str() == "calendar") {
        CANDOR_RETURN_IF_ERROR(ReadCalendar(*table));
      } else {
        return Wrong(node, "unknown key; the tables are [practice] and [calendar]");
      }
    }
    return settings_;
  }

 private:
  absl::Status Wrong(const toml::node& node, std::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat(path_, ":", node.source().begin.line, ": ", ToAbsl(what)));
  }

  absl::Status ReadPractice(const toml::table& table) {
    for (const auto& [key, node] : table) {
      const auto* text = node.as_string();
      if (key.str() == "name") {
        if (text == nullptr || !IsUtf8(text->get()) || text->get().size() > kMaxNameBytes) {
          return Wrong(node, "`name` is a text of at most 256 bytes");
        }
        settings_.practice_name = text->get();
      } else if (key.str() == "zone") {
        if (text == nullptr || !LoadZone(text->get()).ok()) {
          return Wrong(node, "`zone` is a time zone that this machine knows, such as \"America/Los_Angeles\"");
        }
        settings_.zone = text->get();
      } else if (key.str() == "longest_waiver") {
        CANDOR_RETURN_IF_ERROR(ReadLongestWaiver(node));
      } else {
        return Wrong(node, "unknown key; [practice] has `name`, `zone` and `longest_waiver`");
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadLongestWaiver(const toml::node& node) {
    const auto* days = node.as_integer();
    if (days == nullptr || days->get() < 1 || days->get() > domain::kMostWaiverDays) {
      return Wrong(node, "`longest_waiver` is a number of days, from 1 to 730");
    }
    settings_.longest_waiver_days = static_cast<int32_t>(days->get());
    return absl::OkStatus();
  }

  absl::Status ReadCalendar(const toml::table& table) {
    for (const auto& [key, node] : table) {
      if (key.str() == "closed_weekends") {
        const auto* value = node.as_boolean();
        if (value == nullptr) return Wrong(node, "`closed_weekends` is true or false");
        settings_.closed_weekends = value->get();
      } else if (key.str() == "closed_dates") {
        CANDOR_RETURN_IF_ERROR(ReadClosedDates(node));
      } else {
        return Wrong(node, "unknown key; [calendar] has `closed_weekends` and `closed_dates`");
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadClosedDates(const toml::node& node) {
    const toml::array* list = node.as_array();
    if (list == nullptr) return Wrong(node, "`closed_dates` is a list of dates");
    for (const toml::node& each : *list) {
      const auto* date = each.as_date();
      if (date == nullptr) return Wrong(each, "a closed date is written like 2025-12-25, without quotes");
      const toml::date& value = date->get();
      settings_.closed_dates.emplace_back(value.year, value.month, value.day);
    }
    std::sort(settings_.closed_dates.begin(), settings_.closed_dates.end());
    return absl::OkStatus();
  }

  const std::string path_;
  domain::Settings settings_;
};

}  // namespace

absl::StatusOr<domain::Settings> ParseConfig(std::string_view text, const std::string& path) {
  try {
    return ConfigReader(path).Read(toml::parse(text, path));
  } catch (const toml::parse_error& error) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ":", error.source().begin.line, ": ", ToAbsl(error.description())));
  }
}

absl::StatusOr<domain::Settings> LoadConfig(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  // An empty file is one without settings; to insert nothing would be an error of the stream.
  if (file && file.peek() != std::ifstream::traits_type::eof()) text << file.rdbuf();
  if (!file.is_open() || file.bad() || text.fail()) {
    return absl::NotFoundError(absl::StrCat(path, ": cannot be read; check the name and the rights"));
  }
  return ParseConfig(text.str(), path);
}

}  // namespace candor
