#ifndef CANDOR_DAEMON_DAEMON_H_
#define CANDOR_DAEMON_DAEMON_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/config.h"
#include "daemon/crypto/master_key_source.h"
#include "daemon/domain/identity.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/settings.h"
#include "daemon/identity/desk.h"
#include "daemon/metrics_server.h"
#include "daemon/network_setup.h"
#include "daemon/policy/assessor.h"
#include "daemon/policy/candidate/candidate_previews.h"
#include "daemon/policy/previews.h"
#include "daemon/policy/profile.h"
#include "daemon/policy/profile_reloader.h"
#include "daemon/policy/replaceable_engine.h"
#include "daemon/policy/scenario/scenario_tests.h"
#include "daemon/rpc/limits.h"
#include "daemon/rpc/listen_address.h"
#include "daemon/rpc/rooms.h"
#include "daemon/rpc/server.h"
#include "daemon/store/backup/backup_source.h"
#include "daemon/store/open.h"
#include "daemon/store/reserve_file.h"
#include "daemon/upkeep.h"
#include "grpcpp/channel.h"

namespace candor {

struct DaemonOptions {
  std::string data_dir;                       // as store::OpenOptions::data_dir
  crypto::MasterKeySource master_key = {};    // as store::OpenOptions::master_key
  bool in_memory = false;                     // instead, for tests: what is taken in is gone at the end
  std::optional<rpc::ListenAddress> address;  // nullopt: InProcessChannel() only. Never of kind kTls
  // By TLS, once the practice has an authority, whose files lie in data_dir (in_memory too). nullopt: no network.
  std::optional<NetworkConfig> network;
  rpc::LimitOptions limits;                           // of whoever calls by the network
  std::optional<domain::Settings> settings;           // nullopt: as recorded, else the defaults
  std::string plugins_dir;                            // every *.so in it
  std::string profiles_dir;                           // every *.toml in it, by name
  std::string scenarios_dir;                          // as policy::ProofRooms; empty: plugins are taken as they are
  std::string candidates_dir;                         // need not be there; empty: data_dir/candidates
  std::string worker_program;                         // absolute path of candor-policy-worker
  bool allow_missing_policies = false;                // start although a policy cannot be loaded, and say so
  Clock* clock = nullptr;                             // not owned; nullptr: the machine's
  std::unique_ptr<domain::PolicyEngine> policies;     // instead of a worker, for tests
  std::function<void(const absl::Status& why)> lost;  // as store::OpenOptions::lost
  // Whether the start is to be given up, asked between scenarios, from any thread; empty: it is not.
  std::function<bool()> stopping;
  std::string version;
  std::string metrics_listen = {};  // as Config::metrics_listen
};

// The daemon: who is made of what, started in order and stopped in the reverse one. Thread-safe once started.
class Daemon {
 public:
  // One sentence per failure, with what to do. Codes: those of store::Open, of rpc::PrepareListening, of OpenNetwork,
  // INVALID_ARGUMENT (profiles; an address of kind kTls), FAILED_PRECONDITION (a policy that cannot be loaded),
  // UNAVAILABLE (address in use; no worker), CANCELLED (it was given up).
  static absl::StatusOr<std::unique_ptr<Daemon>> Start(DaemonOptions options);
  ~Daemon();

  std::shared_ptr<grpc::Channel> InProcessChannel() { return server_->InProcessChannel(); }
  // As rpc::Server has them.
  int port() const { return server_->port(); }
  int network_port() const { return server_->network_port(); }
  // Where the metrics are read; 0: nowhere.
  int metrics_port() const { return metrics_.port(); }
  // Where it listens, for people: "unix:/run/candor/candord.sock and tls:0.0.0.0:7443".
  std::string Where() const;
  domain::Store& store() { return *store_; }
  domain::Identity& identity() { return *desk_; }
  domain::AssessmentControl& assessments() { return *assessor_; }

  // The profiles are read again, in the background, and the files of the policies looked at: a change of the profiles
  // holds for entries from today on.
  void ReloadProfiles();

  // The files of the daemon's certificate are looked at, and made anew where it is time, in the background; once an
  // hour that is done anyway.
  void RefreshNetwork();

  // Takes no new call, finishes those in flight, stops the policies, closes the store. Later calls return OK.
  absl::Status Stop(absl::Duration grace = absl::Seconds(10));

 private:
  Daemon() = default;

  absl::Status OpenStore(const DaemonOptions& options);
  absl::Status RecordSettings(const std::optional<domain::Settings>& settings);
  absl::Status StartIdentity(const DaemonOptions& options);
  absl::Status StartPolicies(DaemonOptions& options, std::vector<policy::Profile> profiles);
  absl::Status Listen(const DaemonOptions& options);
  void ServeMetrics(const DaemonOptions& options);

  SystemClock system_clock_;
  Clock* clock_ = &system_clock_;
  rpc::About about_;
  std::unique_ptr<store::DurableStore> store_;
  std::unique_ptr<store::StoreBackups> backups_;
  std::unique_ptr<store::ReserveFile> reserve_;
  NetworkRooms network_;  // empty: nobody calls over a network
  std::unique_ptr<identity::Desk> desk_;
  std::unique_ptr<Upkeep> upkeep_;  // nullptr: there is nothing to look at
  std::unique_ptr<domain::PolicyEngine> policies_;
  const policy::ReplaceableEngine* worker_ = nullptr;  // what the policies are, if they run in one
  std::unique_ptr<policy::Assessor> assessor_;
  std::unique_ptr<policy::Previews> previews_;
  std::unique_ptr<policy::ProfileReloader> profiles_;
  std::unique_ptr<policy::ScenarioTests> scenarios_;
  std::unique_ptr<policy::CandidatePreviews> policy_previews_;
  std::unique_ptr<rpc::Server> server_;
  MetricsServer metrics_;
  std::optional<rpc::ListenAddress> local_address_;
  std::optional<rpc::ListenAddress> network_address_;
  bool stopped_ = false;
};

}  // namespace candor

#endif  // CANDOR_DAEMON_DAEMON_H_
