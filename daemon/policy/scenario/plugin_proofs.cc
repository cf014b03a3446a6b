#include "daemon/policy/scenario/plugin_proofs.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "daemon/base/log.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/scenario_test.h"
#include "daemon/policy/digest.h"
#include "daemon/policy/scenario/scenario_runner.h"

namespace candor::policy {
namespace {

namespace fs = std::filesystem;

// Another way of keeping them gets another number; what an older program kept is asked for again.
constexpr char kProofsHead[] = "candor proofs 1";
constexpr char kCameOut[] = "as expected";
constexpr size_t kDigestDigits = 64;

struct TomlFile {
  std::string path;
  std::string text;
};

// Every *.toml of the folder, by name; none where there is no such folder.
absl::StatusOr<std::vector<TomlFile>> ReadTomlFiles(const std::string& folder) {
  std::vector<TomlFile> files;
  std::error_code error;
  if (!fs::is_directory(folder, error)) return files;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() != ".toml") continue;
    const std::string path = it->path().string();
    CANDOR_ASSIGN_OR_RETURN(std::optional<std::string> text, ReadSmallFile(path));
    if (text) files.push_back({path, *std::move(text)});
  }
  if (error) return absl::InternalError(absl::StrCat("cannot read ", folder, ": ", error.message()));
  std::sort(files.begin(), files.end(), [](const TomlFile& a, const TomlFile& b) { return a.path < b.path; });
  return files;
}

// Names and bytes of all of them.
std::string DigestOf(const std::vector<TomlFile>& files) {
  std::string digests;
  for (const TomlFile& file : files) {
    absl::StrAppend(&digests, fs::path(file.path).filename().string(), " ", HexDigest(file.text), "\n");
  }
  return HexDigest(digests);
}

// The sentence of each result by its key. What cannot be read is asked for again.
std::map<std::string, std::string> ReadKept(const std::string& path) {
  std::map<std::string, std::string> kept;
  if (path.empty()) return kept;
  const absl::StatusOr<std::optional<std::string>> text = ReadSmallFile(path);
  if (!text.ok()) log::Warning(ToStd(text.status().message()));
  if (!text.ok() || !*text) return kept;
  const std::vector<std::string> lines = absl::StrSplit(**text, '\n');
  if (lines.front() != kProofsHead) return kept;
  for (const std::string& line : lines) {
    if (line.size() <= kDigestDigits || line[kDigestDigits] != ' ') continue;
    kept.emplace(line.substr(0, kDigestDigits), line.substr(kDigestDigits + 1));
  }
  return kept;
}

void WriteKept(const std::string& path, const std::map<std::string, std::string>& kept) {
  std::string text = absl::StrCat(kProofsHead, "\n");
  for (const auto& [key, sentence] : kept) absl::StrAppend(&text, key, " ", sentence, "\n");
  const absl::Status written = ReplaceFile(path, text);
  if (!written.ok()) log::Warning(absl::StrCat("the next start runs the scenarios again: ", written.message()));
}

class Prover {
 public:
  explicit Prover(const ProofRooms& rooms) : rooms_(rooms), kept_(ReadKept(rooms.kept_path)) {}

  PluginProof Prove(const std::string& path) {
    PluginProof proof;
    proof.path = path;
    const absl::StatusOr<std::string> digest = HexDigestOfFile(path);
    // Whoever loads it says so.
    if (!digest.ok()) return proof;
    proof.digest = *digest;
    const absl::Status asked = Ask(proof);
    if (!asked.ok()) proof.problem = absl::StrCat("its scenarios could not be run: ", asked.message());
    return proof;
  }

  void Keep() const {
    if (!rooms_.kept_path.empty() && found_ != kept_) WriteKept(rooms_.kept_path, found_);
  }

 private:
  absl::Status Ask(PluginProof& proof) {
    const std::string name = fs::path(proof.path).stem().string();
    CANDOR_ASSIGN_OR_RETURN(const std::vector<TomlFile> files,
                            ReadTomlFiles((fs::path(rooms_.scenarios_dir) / name).string()));
    proof.scenarios = files.size();
    if (files.empty()) return absl::OkStatus();
    CANDOR_ASSIGN_OR_RETURN(const std::string profiles, ProfilesDigest());
    const std::string key =
        HexDigest(absl::StrCat(rooms_.version, "\n", proof.digest, "\n", DigestOf(files), "\n", profiles));
    const auto known = kept_.find(key);
    std::string sentence;
    if (known != kept_.end()) {
      sentence = known->second;
    } else {
      log::Info(absl::StrCat("the policy ", name, " is new here: its scenarios (", files.size(),
                             ") are run before it is activated"));
      CANDOR_ASSIGN_OR_RETURN(const std::string problem, Run(proof.path, files));
      // A line each.
      sentence = problem.empty() ? kCameOut : absl::StrReplaceAll(problem, {{"\n", " "}});
    }
    if (sentence != kCameOut) proof.problem = sentence;
    found_.emplace(key, std::move(sentence));
    return absl::OkStatus();
  }

  std::string ProfilesFolder() const {
    const fs::path shipped = fs::path(rooms_.scenarios_dir) / "profiles";
    std::error_code error;
    return fs::is_directory(shipped, error) ? shipped.string() : rooms_.profiles_dir;
  }

  absl::StatusOr<std::string> ProfilesDigest() {
    if (profiles_digest_.empty()) {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<TomlFile> files, ReadTomlFiles(ProfilesFolder()));
      profiles_digest_ = DigestOf(files);
    }
    return profiles_digest_;
  }

  // Read once, and only where something has to be run. What a practice has set for itself says nothing of the plugin.
  absl::StatusOr<std::vector<Profile>> Profiles() {
    if (!profiles_) {
      CANDOR_ASSIGN_OR_RETURN(std::vector<Profile> all, LoadProfiles(ProfilesFolder()));
      std::erase_if(all, [](const Profile& profile) { return profile.kind == ProfileKind::kPractice; });
      profiles_ = std::move(all);
    }
    return *profiles_;
  }

  // What came out otherwise first; empty: nothing.
  absl::StatusOr<std::string> Run(const std::string& path, const std::vector<TomlFile>& files) {
    // Scenarios by the same profiles share a worker: it remembers nothing of them.
    std::vector<Profile> judged_by;
    std::shared_ptr<domain::PolicyEngine> engine;
    ScenarioRooms scenario;
    scenario.profiles = [this] { return Profiles(); };
    scenario.store = rooms_.store;
    scenario.policies = [&](std::vector<Profile> profiles) -> absl::StatusOr<std::shared_ptr<domain::PolicyEngine>> {
      if (engine != nullptr && profiles == judged_by) return engine;
      judged_by = profiles;
      CANDOR_ASSIGN_OR_RETURN(engine, rooms_.policies(path, std::move(profiles)));
      for (const domain::PluginInfo& plugin : engine->Plugins()) {
        if (!plugin.loaded) return absl::FailedPreconditionError(plugin.problem);
      }
      return engine;
    };
    const absl::Time deadline = absl::Now() + rooms_.patience;
    for (const TomlFile& file : files) {
      const auto result = RunScenario(file.path, file.text, scenario, deadline);
      if (absl::IsInvalidArgument(result.status())) {
        return absl::StrCat("a scenario of it cannot be used: ", result.status().message());
      }
      CANDOR_RETURN_IF_ERROR(result.status());
      if (result->failures.empty()) continue;
      const domain::ScenarioFailure& first = result->failures.front();
      return absl::StrCat("a scenario of it came out otherwise: ", file.path, ":", first.line, " expected ",
                          first.expected, ", and what came is ", first.came);
    }
    return std::string();
  }

  const ProofRooms& rooms_;
  const std::map<std::string, std::string> kept_;
  std::map<std::string, std::string> found_;  // of these plugins
  std::string profiles_digest_;
  std::optional<std::vector<Profile>> profiles_;
};

}  // namespace

std::vector<PluginProof> ProvePlugins(const std::vector<std::string>& paths, const ProofRooms& rooms) {
  Prover prover(rooms);
  std::vector<PluginProof> proofs;
  proofs.reserve(paths.size());
  for (const std::string& path : paths) proofs.push_back(prover.Prove(path));
  prover.Keep();
  return proofs;
}

}  // namespace candor::policy
