#include "daemon/daemon.h"

#include <sys/stat.h>

#include <future>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/policy/kept_profiles.h"
#include "daemon/policy/plugin_files.h"
#include "daemon/policy/profile.h"
#include "daemon/policy/worker_engine.h"

namespace candor {
namespace {

// `store` tells what the profiles were before.
absl::StatusOr<std::unique_ptr<policy::WorkerEngine>> StartWorker(const DaemonOptions& options,
                                                                  const domain::Store& store, Clock& clock) {
  policy::WorkerEngineOptions worker;
  worker.worker_program = options.worker_program;
  worker.plugins_dir = options.plugins_dir;
  worker.allow_missing_policies = options.allow_missing_policies;
  CANDOR_ASSIGN_OR_RETURN(worker.plugin_paths, policy::ListPluginFiles(options.plugins_dir));
  CANDOR_ASSIGN_OR_RETURN(worker.profiles, policy::LoadProfiles(options.profiles_dir));
  const std::shared_ptr<const domain::View> view = store.Latest();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Activation> activations, view->ListActivations());
  CANDOR_ASSIGN_OR_RETURN(worker.eras, policy::ErasOf(activations));
  CANDOR_ASSIGN_OR_RETURN(const domain::Settings settings, view->GetSettings());
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  worker.today = DayNumber(DayAt(clock.Now(), zone));
  return policy::WorkerEngine::Start(std::move(worker));
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

absl::Status CheckPolicies(const domain::PolicyEngine& policies, const DaemonOptions& options) {
  if (policies.Plugins().empty()) {
    return absl::FailedPreconditionError(absl::StrCat("there are no policies in ", options.plugins_dir,
                                                      "; give --plugins their folder, or --allow-missing-policies"));
  }
  for (const domain::PluginInfo& plugin : policies.Plugins()) {
    if (plugin.loaded) continue;
    return absl::FailedPreconditionError(absl::StrCat("the policy ", plugin.name, " cannot be loaded: ", plugin.problem,
                                                      "; mend it, or start with --allow-missing-policies"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Daemon>> Daemon::Start(DaemonOptions options) {
  std::unique_ptr<Daemon> daemon(new Daemon());
  if (options.clock != nullptr) daemon->clock_ = options.clock;
  daemon->about_ = {options.version, daemon->clock_->Now()};
  // First what refuses to share, so that a second daemon touches nothing.
  CANDOR_RETURN_IF_ERROR(daemon->OpenStore(options));
  CANDOR_RETURN_IF_ERROR(daemon->RecordSettings(options.settings));
  CANDOR_RETURN_IF_ERROR(daemon->StartPolicies(options));
  CANDOR_RETURN_IF_ERROR(daemon->Listen(options));
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

absl::Status Daemon::StartPolicies(DaemonOptions& options) {
  policies_ = std::move(options.policies);
  policy::WorkerEngine* worker = nullptr;
  if (policies_ == nullptr) {
    CANDOR_ASSIGN_OR_RETURN(std::unique_ptr<policy::WorkerEngine> engine, StartWorker(options, *store_, *clock_));
    worker = engine.get();
    policies_ = std::move(engine);
  }
  if (absl::Status status = CheckPolicies(*policies_, options); !status.ok()) {
    if (!options.allow_missing_policies) return status;
    log::Warning(absl::StrCat(status.message(), " (started all the same, as told)"));
  }
  assessor_ = std::make_unique<policy::Assessor>(*store_, *policies_, *clock_);
  previews_ = std::make_unique<policy::Previews>(*store_, *policies_);
  profiles_ = std::make_unique<policy::ProfileReloader>(options.profiles_dir, worker, *assessor_, *store_, *clock_);
  scenarios_ = std::make_unique<policy::ScenarioTests>(ScenarioRoomsOf(options));
  return assessor_->Start();
}

absl::Status Daemon::Listen(const DaemonOptions& options) {
  std::optional<std::string> target;
  if (options.address) {
    CANDOR_RETURN_IF_ERROR(rpc::PrepareListening(*options.address));
    target = options.address->ForGrpc();
  }
  const rpc::Rooms rooms{*store_,     *policies_,     *assessor_, *previews_, *profiles_,
                         *scenarios_, store_->feed(), *clock_,    about_};
  CANDOR_ASSIGN_OR_RETURN(server_, rpc::Server::Start(rooms, target));
  if (options.address && options.address->is_unix) chmod(options.address->target.c_str(), S_IRUSR | S_IWUSR);
  return absl::OkStatus();
}

void Daemon::ReloadProfiles() {
  // What comes of it is logged by who does it.
  profiles_->Reload({}, [](const absl::StatusOr<domain::ProfilesReloaded>&) {});
}

absl::Status Daemon::Stop(absl::Duration grace) {
  if (std::exchange(stopped_, true)) return absl::OkStatus();
  if (server_ != nullptr) server_->Shutdown(grace);
  if (scenarios_ != nullptr) scenarios_->Stop();
  if (profiles_ != nullptr) profiles_->Stop();
  if (assessor_ != nullptr) assessor_->Stop();
  if (previews_ != nullptr) previews_->Stop();
  return store_ == nullptr ? absl::OkStatus() : store_->Close();
}

}  // namespace candor
