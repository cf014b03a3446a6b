#ifndef CANDOR_DAEMON_POLICY_SCENARIO_PLUGIN_PROOFS_H_
#define CANDOR_DAEMON_POLICY_SCENARIO_PLUGIN_PROOFS_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/store.h"
#include "daemon/policy/profile.h"

// Whether the scenarios that a plugin ships come out as they say, asked before it is activated (ADR 0046).
namespace candor::policy {

struct PluginProof {
  std::string path;      // of the plugin, as it was given
  std::string digest;    // of its bytes as they were looked at, hex SHA-256; empty: they could not be read
  size_t scenarios = 0;  // how many it ships
  std::string problem;   // why it is not to be activated, one sentence; empty: nothing came out otherwise
};

// What plugins are proven with. Whoever calls says where it comes from, as ScenarioRooms.
struct ProofRooms {
  // In it, for each plugin a folder of *.toml that is called as its file without ".so", and `profiles` with the
  // profiles that those speak of. What is not there is not shipped.
  std::string scenarios_dir;
  std::string profiles_dir;  // whose profiles are taken where scenarios_dir has none, but those of a practice
  std::string kept_path;     // file of earlier results; empty: none are kept
  std::string version;       // of this program: another one may judge otherwise
  // One plugin alone, judging by these profiles and by nothing else.
  std::function<absl::StatusOr<std::unique_ptr<domain::PolicyEngine>>(const std::string& path, std::vector<Profile>)>
      policies;
  // As ScenarioRooms::store.
  std::function<absl::StatusOr<std::unique_ptr<domain::Store>>(Clock&)> store;
  absl::Duration patience = absl::Minutes(2);  // for all scenarios of one plugin
};

// Of every plugin, in order. A result that is kept for the same bytes of plugin, scenarios and profiles is not asked
// for again; those of this call are kept in place of all earlier ones, but not that scenarios could not be run. Blocks
// until it is known.
std::vector<PluginProof> ProvePlugins(const std::vector<std::string>& paths, const ProofRooms& rooms);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_SCENARIO_PLUGIN_PROOFS_H_
