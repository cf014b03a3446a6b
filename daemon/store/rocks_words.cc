#include "daemon/store/rocks_words.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstddef>
#include <cstdio>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/log.h"
#include "daemon/base/way_back.h"

namespace candor::store {
namespace {

class RocksLog final : public rocksdb::Logger {
 public:
  RocksLog() : Logger(rocksdb::InfoLogLevel::WARN_LEVEL) {}

  // All options, at each start.
  void LogHeader(const char* /*format*/, va_list /*arguments*/) override {}
  // Lines without a level.
  void Logv(const char* /*format*/, va_list /*arguments*/) override {}
  void Logv(rocksdb::InfoLogLevel level, const char* format, va_list arguments) override {
    if (level < rocksdb::InfoLogLevel::WARN_LEVEL || level >= rocksdb::InfoLogLevel::HEADER_LEVEL) return;
    std::array<char, 1024> line{};
    const int size = std::vsnprintf(line.data(), line.size(), format, arguments);
    if (size <= 0) return;
    std::string_view text(line.data(), std::min(static_cast<size_t>(size), line.size() - 1));
    while (text.ends_with('\n')) text.remove_suffix(1);
    // That it could not be opened: whoever opened it gets the same as a status.
    if (text.find("DB::Open()") != std::string_view::npos) return;
    const std::string said = "the database: " + WithoutKeys(text);
    if (level == rocksdb::InfoLogLevel::WARN_LEVEL) {
      log::Warning(said);
    } else {
      log::Error(said);
    }
  }
};

}  // namespace

std::string WithoutKeys(std::string_view text) {
  constexpr std::string_view kWord = "key";
  // What may follow it as a word, also in the plural; in the name of a folder something else does.
  constexpr std::string_view kBehind = " :=,;'\"()[]";
  for (size_t at = 0; at + kWord.size() <= text.size(); ++at) {
    if ((text[at] != 'k' && text[at] != 'K') || text.substr(at + 1, 2) != kWord.substr(1)) continue;
    size_t end = at + kWord.size();
    if (end < text.size() && text[end] == 's') ++end;
    if (end < text.size() && kBehind.find(text[end]) == std::string_view::npos) continue;
    return std::string(text.substr(0, end)) + " (left out)";
  }
  return std::string(text);
}

absl::Status FromRocks(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = WithoutKeys(status.ToString());
  if (status.IsNoSpace()) {
    return absl::ResourceExhaustedError(
        absl::StrCat("there is no space left for the database; free some and try again (", text, ")"));
  }
  if (status.IsCorruption() || (status.IsIOError() && status.IsPathNotFound())) {
    return absl::DataLossError(absl::StrCat("the database is damaged (", text, "); ", kPutFolderBack));
  }
  if (status.IsIOError() && absl::StrContains(text, "lock")) {
    return absl::FailedPreconditionError("another process has the database open; stop that daemon first");
  }
  return absl::InternalError(absl::StrCat("the database could not do what was asked (", text, ")"));
}

std::shared_ptr<rocksdb::Logger> NewRocksLog() {
  return std::make_shared<RocksLog>();
}

}  // namespace candor::store
