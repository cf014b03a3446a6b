#include "daemon/policy/plugin_shelf.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/log.h"
#include "daemon/base/small_file.h"
#include "daemon/policy/digest.h"

namespace candor::policy {
namespace {

namespace fs = std::filesystem;

bool IsShelved(const fs::path& copy, const std::string& digest) {
  const absl::StatusOr<std::string> found = HexDigestOfFile(copy.string());
  return found.ok() && *found == digest;
}

// Not durably: what a crash leaves of it is told by its digest, and written again.
bool WriteShelved(const fs::path& copy, const std::string& bytes) {
  const fs::path part = copy.string() + ".part";
  std::error_code error;
  {
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file << bytes;
    if (!file.flush()) return false;
  }
  fs::rename(part, copy, error);
  return !error;
}

ShelvedPlugin ShelveOne(const std::string& path, const std::string& folder) {
  ShelvedPlugin shelved{"", path};
  const absl::StatusOr<std::optional<std::string>> bytes = ReadSmallFile(path);
  // Whoever loads it says so.
  if (!bytes.ok() || !*bytes) return shelved;
  shelved.digest = HexDigest(**bytes);
  if (folder.empty()) return shelved;
  const fs::path copy = fs::path(folder) / absl::StrCat(shelved.digest, ".so");
  if (!IsShelved(copy, shelved.digest) && !WriteShelved(copy, **bytes)) {
    log::Warning(absl::StrCat(path, " is loaded from where it lies: ", copy.string(), " cannot be written"));
    return shelved;
  }
  shelved.path = copy.string();
  return shelved;
}

}  // namespace

std::vector<ShelvedPlugin> Shelve(const std::vector<std::string>& paths, const std::string& folder) {
  std::error_code error;
  if (!folder.empty()) fs::create_directories(folder, error);
  std::vector<ShelvedPlugin> all;
  all.reserve(paths.size());
  for (const std::string& path : paths) all.push_back(ShelveOne(path, folder));
  return all;
}

void ClearShelf(const std::string& folder, const std::vector<ShelvedPlugin>& in_use) {
  if (folder.empty()) return;
  std::error_code error;
  std::vector<fs::path> old;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const bool used = std::any_of(in_use.begin(), in_use.end(),
                                  [&](const ShelvedPlugin& each) { return each.digest == it->path().stem().string(); });
    if (it->path().extension() == ".so" && !used) old.push_back(it->path());
  }
  for (const fs::path& path : old) fs::remove(path, error);
}

}  // namespace candor::policy
