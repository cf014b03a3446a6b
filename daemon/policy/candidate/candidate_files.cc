#include "daemon/policy/candidate/candidate_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/policy/digest.h"
#include "daemon/policy/profile.h"

namespace candor::policy {
namespace {

namespace fs = std::filesystem;
using domain::Candidate;

constexpr size_t kLongestName = 128;
// So many are listed; a folder with more holds something else.
constexpr size_t kMostListed = 1000;

constexpr std::string_view EndingOf(Candidate::Kind kind) {
  return kind == Candidate::Kind::kProfile ? ".toml" : ".so";
}

std::optional<Candidate::Kind> KindByEnding(std::string_view name) {
  for (const Candidate::Kind kind : {Candidate::Kind::kProfile, Candidate::Kind::kPlugin}) {
    if (name.ends_with(EndingOf(kind)) && name.size() > EndingOf(kind).size()) return kind;
  }
  return std::nullopt;
}

bool IsBareName(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && name.front() != '.' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                  c == '-';
         });
}

// Whoever may write there has the daemon load what they like.
absl::Status CheckOwner(const std::string& path, std::string_view what) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return absl::ErrnoToStatus(errno, std::string(what));
  const bool owned = status.st_uid == geteuid() || status.st_uid == 0;
  if (owned && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(std::string(what), " may be changed by others than the daemon's user; chmod go-w it, or chown it"));
}

}  // namespace

absl::StatusOr<std::string> CandidateFiles::Find(const std::string& name, Candidate::Kind kind,
                                                 const std::string& field) const {
  if (!IsBareName(name)) {
    return InvalidField(field, "no_bare_name",
                        "is the bare name of a file in the candidates folder: letters, digits, \".\", \"_\" and \"-\"");
  }
  if (KindByEnding(name) != kind) {
    return InvalidField(field, "ending",
                        kind == Candidate::Kind::kProfile ? "is a profile, whose name ends with .toml"
                                                          : "is a plugin, whose name ends with .so");
  }
  std::error_code error;
  const fs::path folder = fs::canonical(folder_, error);
  const fs::path path = error ? fs::path() : fs::canonical(folder / name, error);
  if (error || !fs::is_regular_file(path, error)) {
    return WithDetail(absl::NotFoundError("there is no such file in the candidates folder; `candor policy candidates` "
                                          "lists what there is"),
                      {field, "not_found"});
  }
  if (path.parent_path() != folder) {
    return FailedField(field, "leads_out", "is a link that leads out of the candidates folder; copy the file there");
  }
  CANDOR_RETURN_IF_ERROR(CheckOwner(folder.string(), "the candidates folder"));
  CANDOR_RETURN_IF_ERROR(CheckOwner(path.string(), name));
  return path.string();
}

absl::StatusOr<std::vector<Candidate>> CandidateFiles::List() const {
  std::error_code error;
  if (!fs::exists(folder_, error)) return std::vector<Candidate>();
  std::vector<Candidate> all;
  for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    const auto kind = KindByEnding(name);
    if (!kind || !IsBareName(name) || all.size() == kMostListed) continue;
    Candidate& each = all.emplace_back();
    each.file = name;
    each.kind = *kind;
  }
  if (error) {
    return absl::PermissionDeniedError(absl::StrCat("cannot read the candidates folder ", folder_, ": ",
                                                    error.message(), "; let the daemon's user read it"));
  }
  std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return a.file < b.file; });
  for (Candidate& each : all) {
    const auto path = Find(each.file, each.kind, "file");
    if (!path.ok()) {
      each.problem = std::string(path.status().message());
      continue;
    }
    if (const auto digest = HexDigestOfFile(*path); digest.ok()) each.digest = *digest;
    if (each.kind == Candidate::Kind::kPlugin) continue;
    const auto profile = LoadProfile(*path);
    if (profile.ok()) {
      each.title = profile->Title();
    } else {
      each.problem = std::string(profile.status().message());
    }
  }
  return all;
}

}  // namespace candor::policy
