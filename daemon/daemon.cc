#include "daemon/daemon.h"

#include <sys/stat.h>

#include <functional>
#include <future>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/metrics_page.h"
#include "daemon/policy/candidate/candidate_engine.h"
#include "daemon/policy/kept_profiles.h"
#include "daemon/policy/plugin_files.h"
#include "daemon/policy/plugin_replacement.h"
#include "daemon/policy/plugin_shelf.h"
#include "daemon/policy/profile.h"
#include "daemon/policy/replaceable_engine.h"
#include "daemon/policy/scenario/plugin_proofs.h"
#include "daemon/policy/worker_engine.h"

namespace candor {
namespace {

// How often the daemon's own certificate is looked at: it is renewed weeks before its end.
constexpr absl::Duration kNetworkLooks = absl::Hours(1);
constexpr char kNoAuthority[] =
    "this ledger has no certificate authority, so nobody calls over the network; to make one, stop candord and run "
    "candord init --resume";
constexpr char kNetworkOff[] =
    "the network cannot be listened on (to start without it, say listen = \"none\" under [network] in the "
    "configuration)";
constexpr char kShipsNone[] = "it ships no scenarios, so nothing here has shown that it judges as it says";

// What a plugin is proven with before it is activated: a worker and a store of its own, and the profiles that ship with
// the scenarios, so that what a practice changes for itself switches no policy off.
policy::ProofRooms ProofRoomsOf(const DaemonOptions& options) {
  policy::ProofRooms rooms;
  rooms.scenarios_dir = options.scenarios_dir;
  rooms.profiles_dir = options.profiles_dir;
  if (!options.in_memory) rooms.kept_path = absl::StrCat(options.data_dir, "/PROVEN");
  rooms.version = options.version;
  rooms.policies = [plugins_dir = options.plugins_dir, program = options.worker_program](
                       const std::string& path,
                       std::vector<policy::Profile> profiles) -> absl::StatusOr<std::unique_ptr<domain::PolicyEngine>> {
    policy::WorkerEngineOptions worker;
    worker.worker_program = program;
    worker.plugins_dir = plugins_dir;
    worker.plugin_paths = {path};
    worker.profiles = std::move(profiles);
    worker.alone = true;
    return policy::WorkerEngine::Start(std::move(worker));
  };
  rooms.store = [](Clock& clock) -> absl::StatusOr<std::unique_ptr<domain::Store>> {
    return store::OpenInMemory(clock);
  };
  return rooms;
}

// The same rooms, in which no scenario is begun any more once `stopping` says so.
policy::ProofRooms UntilStopped(const policy::ProofRooms& rooms, const std::function<bool()>& stopping) {
  policy::ProofRooms until = rooms;
  until.store = [store = rooms.store, stopping](Clock& clock) -> absl::StatusOr<std::unique_ptr<domain::Store>> {
    if (stopping && stopping()) return absl::UnavailableError("the daemon is stopping");
    return store(clock);
  };
  return until;
}

// Sorts out the plugins whose scenarios do not come out as they say. What was looked at, by path.
std::map<std::string, std::string> Prove(const policy::ProofRooms& rooms, policy::WorkerEngineOptions& worker) {
  std::map<std::string, std::string> digests;
  if (rooms.scenarios_dir.empty()) return digests;
  for (const policy::PluginProof& proof : policy::ProvePlugins(worker.plugin_paths, rooms)) {
    digests.emplace(proof.path, proof.digest);
    if (!proof.problem.empty()) {
      log::Error(absl::StrCat(proof.path, " is not to be activated: ", proof.problem));
      worker.held_back.emplace(proof.path, proof.problem);
    } else if (proof.scenarios == 0) {
      worker.remarks.emplace(proof.path, kShipsNone);
    }
  }
  return digests;
}

// What plugins are looked at with while the daemon runs, in the same way as before it listens.
policy::PluginRooms PluginRoomsOf(const DaemonOptions& options) {
  policy::PluginRooms rooms;
  rooms.folder = options.plugins_dir;
  rooms.keeps_proofs = !options.in_memory;
  rooms.prove = [proof = ProofRoomsOf(options)](policy::WorkerEngineOptions& worker,
                                                const std::function<bool()>& stopping) {
    return Prove(UntilStopped(proof, stopping), worker);
  };
  return rooms;
}

// That what is loaded is what was looked at.
absl::Status CheckProven(const std::map<std::string, std::string>& proven, const policy::WorkerEngine& engine) {
  for (size_t i = 0; i < engine.Plugins().size(); ++i) {
    const domain::PluginInfo& plugin = engine.Plugins()[i];
    const auto looked_at = proven.find(engine.options().plugin_paths[i]);
    if (!plugin.loaded || looked_at == proven.end() || looked_at->second == plugin.digest) continue;
    return absl::UnavailableError(
        absl::StrCat(looked_at->first, " was replaced while candord started; start it again"));
  }
  return absl::OkStatus();
}

// `store` tells what the profiles were before.
absl::StatusOr<std::unique_ptr<policy::WorkerEngine>> StartWorker(const DaemonOptions& options,
                                                                  std::vector<policy::Profile> profiles,
                                                                  const domain::Store& store, Clock& clock) {
  policy::WorkerEngineOptions worker;
  worker.worker_program = options.worker_program;
  worker.plugins_dir = options.plugins_dir;
  worker.allow_missing_policies = options.allow_missing_policies;
  CANDOR_ASSIGN_OR_RETURN(worker.plugin_paths, policy::ListPluginFiles(options.plugins_dir));
  if (!options.in_memory) worker.shelf = absl::StrCat(options.data_dir, "/plugins");
  const std::map<std::string, std::string> proven =
      Prove(UntilStopped(ProofRoomsOf(options), options.stopping), worker);
  if (options.stopping && options.stopping()) return absl::CancelledError("candord was stopped before it had started");
  worker.profiles = std::move(profiles);
  const std::shared_ptr<const domain::View> view = store.Latest();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Activation> activations, view->ListActivations());
  CANDOR_ASSIGN_OR_RETURN(worker.eras, policy::ErasOf(activations));
  CANDOR_ASSIGN_OR_RETURN(const domain::Settings settings, view->GetSettings());
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  const Day today = DayAt(clock.Now(), zone);
  worker.today = DayNumber(today);
  CANDOR_RETURN_IF_ERROR(policy::CheckDates(worker.profiles, today, policy::NewestFrom(worker.eras, today)));
  CANDOR_ASSIGN_OR_RETURN(std::unique_ptr<policy::WorkerEngine> engine, policy::WorkerEngine::Start(std::move(worker)));
  CANDOR_RETURN_IF_ERROR(CheckProven(proven, *engine));
  policy::ClearShelf(engine->options().shelf, engine->shelved());
  return engine;
}

// Scenarios see neither the store nor the worker of the practice: each gets its own, and the same files.
policy::ScenarioRooms ScenarioRoomsOf(const DaemonOptions& options) {
  policy::ScenarioRooms rooms;
  rooms.profiles = [folder = options.profiles_dir] { return policy::LoadProfiles(folder); };
  rooms.policies = [plugins_dir = options.plugins_dir, program = options.worker_program,
                    allow = options.allow_missing_policies](
                       std::vector<policy::Profile> profiles) -> absl::StatusOr<std::unique_ptr<domain::PolicyEngine>> {
    policy::WorkerEngineOptions worker;
    worker.worker_program = program;
    worker.plugins_dir = plugins_dir;
    worker.allow_missing_policies = allow;
    worker.profiles = std::move(profiles);
    CANDOR_ASSIGN_OR_RETURN(worker.plugin_paths, policy::ListPluginFiles(plugins_dir));
    return policy::WorkerEngine::Start(std::move(worker));
  };
  rooms.store = [](Clock& clock) -> absl::StatusOr<std::unique_ptr<domain::Store>> {
    return store::OpenInMemory(clock);
  };
  return rooms;
}

// `worker` is what the policies are, if they run in one: what else is tried judges as it does.
policy::CandidateRooms CandidateRoomsOf(const DaemonOptions& options, domain::Store& store,
                                        const domain::PolicyEngine& in_force, const policy::ReplaceableEngine* worker) {
  policy::CandidateRooms rooms{store, in_force, options.candidates_dir, nullptr};
  if (rooms.folder.empty() && !options.data_dir.empty()) rooms.folder = absl::StrCat(options.data_dir, "/candidates");
  rooms.policies =
      [worker](const policy::CandidatePolicies& wanted) -> absl::StatusOr<std::unique_ptr<domain::PolicyEngine>> {
    if (worker == nullptr) return absl::FailedPreconditionError("this daemon reads no policies from files");
    return policy::StartCandidates(*worker->Worker(), wanted);
  };
  return rooms;
}

// With the port that was found where any was asked for.
std::string WithPort(const rpc::ListenAddress& address, int port) {
  return absl::StrCat(address.target.substr(0, address.target.rfind(':') + 1), port);
}

// `worker` is what the policies are, if they run in one. A policy that it holds back stops nobody: the others run.
absl::Status CheckPolicies(const domain::PolicyEngine& policies, const policy::WorkerEngine* worker,
                           const DaemonOptions& options) {
  if (policies.Plugins().empty()) {
    return absl::FailedPreconditionError(absl::StrCat("there are no policies in ", options.plugins_dir,
                                                      "; give --plugins their folder, or --allow-missing-policies"));
  }
  for (size_t i = 0; i < policies.Plugins().size(); ++i) {
    const domain::PluginInfo& plugin = policies.Plugins()[i];
    if (plugin.loaded || (worker != nullptr && worker->IsHeldBack(i))) continue;
    return absl::FailedPreconditionError(absl::StrCat("the policy ", plugin.name, " cannot be loaded: ", plugin.problem,
                                                      "; mend it, or start with --allow-missing-policies"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Daemon>> Daemon::Start(DaemonOptions options) {
  std::unique_ptr<Daemon> daemon(new Daemon());
  if (options.clock != nullptr) daemon->clock_ = options.clock;
  daemon->about_ = {options.version, daemon->clock_->Now(), [d = daemon.get()] { return d->metrics_.Problem(); }};
  if (options.address && options.address->kind == rpc::ListenAddress::Kind::kTls) {
    return absl::InvalidArgumentError("an address of the network is never listened on in the clear");
  }
  // What can be told at once is told before a ledger is made and the policies show what they can do, which takes long.
  std::vector<policy::Profile> profiles;
  if (options.policies == nullptr) {
    CANDOR_ASSIGN_OR_RETURN(profiles, policy::LoadProfiles(options.profiles_dir));
  }
  // Then what refuses to share, so that a second daemon touches nothing.
  CANDOR_RETURN_IF_ERROR(daemon->OpenStore(options));
  if (options.address) CANDOR_RETURN_IF_ERROR(rpc::PrepareListening(*options.address));
  daemon->backups_ = std::make_unique<store::StoreBackups>(*daemon->store_, *daemon->clock_);
  const std::string reserve = options.in_memory ? "" : absl::StrCat(options.data_dir, "/RESERVE");
  CANDOR_ASSIGN_OR_RETURN(daemon->reserve_, store::ReserveFile::Open(reserve, daemon->store_->code_key()));
  CANDOR_RETURN_IF_ERROR(daemon->RecordSettings(options.settings));
  CANDOR_RETURN_IF_ERROR(daemon->StartIdentity(options));
  CANDOR_RETURN_IF_ERROR(daemon->StartPolicies(options, std::move(profiles)));
  CANDOR_RETURN_IF_ERROR(daemon->Listen(options));
  daemon->ServeMetrics(options);
  return daemon;
}

Daemon::~Daemon() {
  if (absl::Status status = Stop(absl::ZeroDuration()); !status.ok()) {
    log::Error(absl::StrCat("the store was not closed in order: ", status.message()));
  }
}

absl::Status Daemon::OpenStore(const DaemonOptions& options) {
  if (options.in_memory) {
    CANDOR_ASSIGN_OR_RETURN(store_, store::OpenInMemory(*clock_));
    return absl::OkStatus();
  }
  store::OpenOptions open;
  open.data_dir = options.data_dir;
  open.master_key = options.master_key;
  open.clock = clock_;
  open.lost = options.lost;
  CANDOR_ASSIGN_OR_RETURN(store_, store::Open(open));
  return absl::OkStatus();
}

absl::Status Daemon::RecordSettings(const std::optional<domain::Settings>& settings) {
  auto recorded = store_->Latest()->GetSettings();
  if (!recorded.ok() && !absl::IsNotFound(recorded.status())) return recorded.status();
  const domain::Settings wanted = settings ? *settings : recorded.ok() ? *recorded : domain::Settings();
  // An unknown zone stops the start, before a date is judged in another one.
  CANDOR_RETURN_IF_ERROR(LoadZone(wanted.zone).status());
  if (recorded.ok() && *recorded == wanted) return absl::OkStatus();
  std::promise<absl::Status> appended;
  store_->Append({{wanted}},
                 [&](const absl::StatusOr<domain::Appended>& result) { appended.set_value(result.status()); });
  return appended.get_future().get();
}

absl::Status Daemon::StartIdentity(const DaemonOptions& options) {
  const bool wanted = options.network && options.network->listen;
  if (wanted && HasAuthority(options.data_dir, *options.network)) {
    auto opened = OpenNetwork(options.data_dir, *options.network, *clock_);
    if (!opened.ok()) return Annotate(opened.status(), kNetworkOff);
    network_ = *std::move(opened);
    network_address_ = options.network->listen;
  }
  local_address_ = options.address;
  identity::NetworkOptions state{network_address_.has_value(), local_address_ && local_address_->is_insecure(),
                                 options.network && options.network->act_for_after_enrolment};
  if (network_.server != nullptr) {
    state.reached_at = WhereToReach(*options.network, network_.server->certificate().names).value_or("");
  }
  const identity::DeskParts parts{*store_, network_.authority.get(), network_.server.get(), store_->code_key(), *clock_,
                                  state};
  CANDOR_ASSIGN_OR_RETURN(desk_, identity::Desk::Start(parts));
  if (network_.server != nullptr) {
    upkeep_ = std::make_unique<Upkeep>(kNetworkLooks, [desk = desk_.get()] { desk->Refresh(); });
  }
  return absl::OkStatus();
}

absl::Status Daemon::StartPolicies(DaemonOptions& options, std::vector<policy::Profile> profiles) {
  policies_ = std::move(options.policies);
  policy::ReplaceableEngine* worker = nullptr;
  if (policies_ == nullptr) {
    CANDOR_ASSIGN_OR_RETURN(std::unique_ptr<policy::WorkerEngine> started,
                            StartWorker(options, std::move(profiles), *store_, *clock_));
    auto engine = std::make_unique<policy::ReplaceableEngine>(std::move(started));
    worker = engine.get();
    worker_ = worker;
    policies_ = std::move(engine);
  }
  const std::shared_ptr<policy::WorkerEngine> first = worker == nullptr ? nullptr : worker->Worker();
  if (absl::Status status = CheckPolicies(*policies_, first.get(), options); !status.ok()) {
    if (!options.allow_missing_policies) return status;
    log::Warning(absl::StrCat(status.message(), " (started all the same, as told)"));
  }
  assessor_ = std::make_unique<policy::Assessor>(*store_, *policies_, *clock_);
  previews_ = std::make_unique<policy::Previews>(*store_, *policies_);
  profiles_ = std::make_unique<policy::ProfileReloader>(options.profiles_dir, PluginRoomsOf(options), worker,
                                                        *assessor_, *store_, *clock_);
  scenarios_ = std::make_unique<policy::ScenarioTests>(ScenarioRoomsOf(options));
  policy_previews_ =
      std::make_unique<policy::CandidatePreviews>(CandidateRoomsOf(options, *store_, *policies_, worker));
  return assessor_->Start();
}

absl::Status Daemon::Listen(const DaemonOptions& options) {
  rpc::Listening listening;
  listening.limits = options.limits;
  if (local_address_) {
    CANDOR_RETURN_IF_ERROR(rpc::PrepareListening(*local_address_));
    listening.local = local_address_->ForGrpc();
  }
  if (network_address_) {
    const identity::ServerCertificate& server = *network_.server;
    listening.network = network_address_->ForGrpc();
    listening.tls = rpc::TlsFiles{server.key_file(), server.chain_file(), server.authority_file(),
                                  options.network->looked_at_every};
  }
  const rpc::Rooms rooms{*store_,           *policies_,     *assessor_,        *previews_, *profiles_, *scenarios_,
                         *policy_previews_, store_->feed(), store_->custody(), *backups_,  *desk_,     *reserve_,
                         *clock_,           about_};
  CANDOR_ASSIGN_OR_RETURN(server_, rpc::Server::Start(rooms, listening));
  if (local_address_ && local_address_->is_unix()) chmod(local_address_->target.c_str(), S_IRUSR | S_IWUSR);
  const bool wanted = options.network && options.network->listen;
  if (wanted && !network_address_) log::Info(kNoAuthority);
  return absl::OkStatus();
}

void Daemon::ServeMetrics(const DaemonOptions& options) {
  if (options.metrics_listen.empty()) return;
  MetricsSources sources{about_, server_->counts(), *store_, *desk_, *reserve_, nullptr, {}};
  if (worker_ != nullptr) sources.worker_restarts = [worker = worker_] { return worker->Worker()->restarts(); };
  if (!options.in_memory) sources.data_dir = options.data_dir;
  metrics_.Serve(options.metrics_listen, [sources] { return CollectMetrics(sources); });
}

std::string Daemon::Where() const {
  std::string local;
  if (local_address_) {
    local = local_address_->is_unix() ? local_address_->ForGrpc() : WithPort(*local_address_, server_->port());
  }
  if (!network_address_) return local;
  const std::string network = absl::StrCat("tls:", WithPort(*network_address_, server_->network_port()));
  return local.empty() ? network : absl::StrCat(local, " and ", network);
}

void Daemon::RefreshNetwork() {
  if (upkeep_ != nullptr) upkeep_->Soon();
}

void Daemon::ReloadProfiles() {
  // What comes of it is logged by who does it.
  profiles_->Reload({}, [](const absl::StatusOr<domain::ProfilesReloaded>&) {});
}

absl::Status Daemon::Stop(absl::Duration grace) {
  if (std::exchange(stopped_, true)) return absl::OkStatus();
  // A preview that is under way is told so, and not waited for.
  if (policy_previews_ != nullptr) policy_previews_->Stop();
  // Before what they are read from.
  metrics_.Stop();
  if (server_ != nullptr) server_->Shutdown(grace);
  if (upkeep_ != nullptr) upkeep_->Stop();
  if (scenarios_ != nullptr) scenarios_->Stop();
  if (assessor_ != nullptr) assessor_->Stop();
  if (previews_ != nullptr) previews_->Stop();
  // The worker may be one that its thread started, and ends with that.
  if (profiles_ != nullptr) profiles_->Stop();
  return store_ == nullptr ? absl::OkStatus() : store_->Close();
}

}  // namespace candor
