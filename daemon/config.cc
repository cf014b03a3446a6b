#include "daemon/config.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/base/utf8.h"
#include "daemon/config_access.h"
#include "daemon/crypto/certificate.h"
#include "toml++/toml.h"

namespace candor {
namespace {

constexpr size_t kMaxNameBytes = 256;

// Reads one file's tables and remembers where it is for messages. Thread-compatible.
class ConfigReader {
 public:
  explicit ConfigReader(std::string path) : path_(std::move(path)) {}

  absl::StatusOr<Config> Read(const toml::table& root) {
    for (const auto& [key, node] : root) {
      const toml::table* table = node.as_table();
      if (table != nullptr && key.str() == "practice") {
        CANDOR_RETURN_IF_ERROR(ReadPractice(*table));
      } else if (table != nullptr && key.str() == "calendar") {
        CANDOR_RETURN_IF_ERROR(ReadCalendar(*table));
      } else if (table != nullptr && key.str() == "network") {
        CANDOR_RETURN_IF_ERROR(ReadNetwork(*table));
      } else if (table != nullptr && key.str() == "access") {
        const auto wrong = [this](const toml::node& where, std::string_view what) { return Wrong(where, what); };
        CANDOR_RETURN_IF_ERROR(ReadAccess(*table, wrong, config_.settings.access));
      } else if (table != nullptr && key.str() == "metrics") {
        CANDOR_RETURN_IF_ERROR(ReadMetrics(*table));
      } else {
        return Wrong(node, "unknown key; the tables are [practice], [calendar], [network], [access] and [metrics]");
      }
    }
    return config_;
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
        config_.settings.practice_name = text->get();
      } else if (key.str() == "zone") {
        if (text == nullptr || !LoadZone(text->get()).ok()) {
          return Wrong(node, "`zone` is a time zone that this machine knows, such as \"America/Los_Angeles\"");
        }
        config_.settings.zone = text->get();
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
    config_.settings.longest_waiver_days = static_cast<int32_t>(days->get());
    return absl::OkStatus();
  }

  absl::Status ReadCalendar(const toml::table& table) {
    for (const auto& [key, node] : table) {
      if (key.str() == "closed_weekends") {
        const auto* value = node.as_boolean();
        if (value == nullptr) return Wrong(node, "`closed_weekends` is true or false");
        config_.settings.closed_weekends = value->get();
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
      config_.settings.closed_dates.emplace_back(value.year, value.month, value.day);
    }
    std::sort(config_.settings.closed_dates.begin(), config_.settings.closed_dates.end());
    return absl::OkStatus();
  }

  absl::Status ReadNetwork(const toml::table& table) {
    NetworkConfig& network = config_.network;
    for (const auto& [key, node] : table) {
      if (key.str() == "listen") {
        CANDOR_RETURN_IF_ERROR(ReadListen(node));
      } else if (key.str() == "names") {
        CANDOR_RETURN_IF_ERROR(ReadNames(node));
      } else if (key.str() == "authority_certificate") {
        CANDOR_RETURN_IF_ERROR(ReadFileName(node, network.authority_certificate));
      } else if (key.str() == "authority_key") {
        CANDOR_RETURN_IF_ERROR(ReadFileName(node, network.authority_key));
      } else if (key.str() == "act_for_after_enrolment") {
        const auto* value = node.as_boolean();
        if (value == nullptr) return Wrong(node, "`act_for_after_enrolment` is true or false");
        network.act_for_after_enrolment = value->get();
      } else {
        return Wrong(node,
                     "unknown key; [network] has `listen`, `names`, `authority_certificate`, `authority_key` and "
                     "`act_for_after_enrolment`");
      }
    }
    if (network.authority_certificate.empty() == network.authority_key.empty()) return absl::OkStatus();
    return Wrong(table, "`authority_certificate` and `authority_key` are given together, or neither");
  }

  absl::Status ReadListen(const toml::node& node) {
    constexpr char kWanted[] =
        "`listen` is \"tls:HOST:PORT\", where people's machines reach the daemon, or \"none\"; what is heard in the "
        "clear on this machine is said with --listen";
    const auto* text = node.as_string();
    if (text == nullptr) return Wrong(node, kWanted);
    if (text->get() == "none") {
      config_.network.listen.reset();
      return absl::OkStatus();
    }
    auto address = rpc::ParseListenAddress(text->get(), false);
    if (!address.ok() || address->kind != rpc::ListenAddress::Kind::kTls) return Wrong(node, kWanted);
    config_.network.listen = *std::move(address);
    return absl::OkStatus();
  }

  // Whoever reads them has proved nothing, so nobody on another machine may. The server of the metrics has no IPv6.
  absl::Status ReadMetrics(const toml::table& table) {
    for (const auto& [key, node] : table) {
      if (key.str() != "listen") return Wrong(node, "unknown key; [metrics] has `listen`");
      const auto* text = node.as_string();
      const std::string_view wanted = text == nullptr ? std::string_view() : std::string_view(text->get());
      const auto address = rpc::ParseListenAddress(wanted, true);
      if (!address.ok() || !address->is_insecure() || !address->target.starts_with("127.0.0.1:")) {
        return Wrong(
            node,
            "`listen` is an address of this machine alone, 127.0.0.1:PORT, such as \"127.0.0.1:9464\"; to read "
            "the metrics on another machine, let a program here fetch them");
      }
      config_.metrics_listen = address->target;
    }
    return absl::OkStatus();
  }

  absl::Status ReadNames(const toml::node& node) {
    const toml::array* list = node.as_array();
    if (list == nullptr || list->empty()) return Wrong(node, "`names` is a list of at least one name or address");
    std::vector<std::string>& names = config_.network.names;
    for (const toml::node& each : *list) {
      const auto* text = each.as_string();
      auto name = crypto::NormalName(text == nullptr ? std::string_view() : std::string_view(text->get()));
      if (!name.ok()) {
        return Wrong(each, "a name is one of a machine, such as \"candor.practice.example\", or an IP address");
      }
      names.push_back(*std::move(name));
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return absl::OkStatus();
  }

  // A daemon is started from another folder than the one in which somebody wrote the name.
  absl::Status ReadFileName(const toml::node& node, std::string& out) const {
    const auto* text = node.as_string();
    if (text == nullptr || !text->get().starts_with('/')) {
      return Wrong(node, "the file of a certificate authority is named by its whole path, from / on");
    }
    out = text->get();
    return absl::OkStatus();
  }

  const std::string path_;
  Config config_;
};

}  // namespace

absl::StatusOr<Config> ParseConfig(std::string_view text, const std::string& path) {
  try {
    return ConfigReader(path).Read(toml::parse(text, path));
  } catch (const toml::parse_error& error) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ":", error.source().begin.line, ": ", ToAbsl(error.description())));
  }
}

absl::StatusOr<Config> LoadConfig(const std::string& path) {
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
