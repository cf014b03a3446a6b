#include "daemon/policy/profile_reloader.h"

#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/policy/profile.h"

namespace candor::policy {
namespace {

// Whether anything holds otherwise, for entries or for how rules are run.
bool Differ(const ProfilesInForce& a, const ProfilesInForce& b) {
  return a.parameter_set != b.parameter_set || a.supervision != b.supervision || a.profiles != b.profiles ||
         a.plugins != b.plugins;
}

}  // namespace

ProfileReloader::ProfileReloader(std::string folder, PluginRooms plugins, ReplaceableEngine* engine,
                                 domain::AssessmentControl& assessments, const domain::Store& store, Clock& clock)
    : folder_(std::move(folder)),
      plugins_(std::move(plugins)),
      engine_(engine),
      assessments_(assessments),
      store_(store),
      clock_(clock),
      thread_([this] { Run(); }) {}

ProfileReloader::~ProfileReloader() {
  Stop();
}

void ProfileReloader::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

bool ProfileReloader::Stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

std::string ProfileReloader::Problem() const {
  absl::MutexLock lock(&mutex_);
  return problem_;
}

void ProfileReloader::Reload(domain::ProfileChange change, Done done) {
  {
    absl::MutexLock lock(&mutex_);
    if (!stopping_) {
      waiting_.emplace_back(change, std::move(done));
      return;
    }
  }
  done(absl::UnavailableError("the daemon is stopping; ask again when it is back"));
}

void ProfileReloader::Run() {
  while (true) {
    std::pair<domain::ProfileChange, Done> next;
    bool stopping = false;
    {
      absl::MutexLock lock(&mutex_);
      const auto work = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || !waiting_.empty(); };
      mutex_.Await(absl::Condition(&work));
      if (waiting_.empty()) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
      stopping = stopping_;
    }
    if (stopping) {
      next.second(absl::UnavailableError("the daemon is stopping; ask again when it is back"));
      continue;
    }
    absl::StatusOr<domain::ProfilesReloaded> reloaded = ReloadNow(next.first);
    {
      absl::MutexLock lock(&mutex_);
      problem_ = reloaded.ok() ? ""
                               : absl::StrCat("profiles and policies were not taken over, those from before hold: ",
                                              reloaded.status().message());
      if (!problem_.empty()) log::Warning(problem_);
    }
    next.second(std::move(reloaded));
  }
}

absl::StatusOr<domain::ProfilesReloaded> ProfileReloader::ReloadNow(const domain::ProfileChange& change) {
  if (engine_ == nullptr) return absl::FailedPreconditionError("this daemon reads no profiles");
  CANDOR_ASSIGN_OR_RETURN(std::vector<Profile> profiles, LoadProfiles(folder_));
  CANDOR_ASSIGN_OR_RETURN(const Day today, Today());
  std::optional<int32_t> from;
  if (!change.retroactive) from = DayNumber(change.from.value_or(today));
  const std::shared_ptr<WorkerEngine> before = engine_->Worker();
  CANDOR_ASSIGN_OR_RETURN(std::unique_ptr<WorkerEngine> next,
                          StartReplacement(*before, plugins_, {profiles, from, [this] { return Stopping(); }}));
  return next != nullptr ? GoOverTo(std::move(next), *before) : TakeProfiles(std::move(profiles), from, *before);
}

absl::StatusOr<domain::ProfilesReloaded> ProfileReloader::TakeProfiles(std::vector<Profile> profiles,
                                                                       std::optional<int32_t> from,
                                                                       WorkerEngine& in_force) {
  CANDOR_ASSIGN_OR_RETURN(ProfilesInForce next, in_force.Propose(std::move(profiles), from));
  domain::ProfilesReloaded reloaded;
  reloaded.profiles = next.profiles;
  reloaded.changed = Differ(next, in_force.in_force());
  if (!reloaded.changed) return reloaded;
  if (!next.kept.empty() && next.from) reloaded.from = DayFromNumber(*next.from);
  in_force.Adopt(std::move(next));
  CANDOR_RETURN_IF_ERROR(assessments_.ParametersChanged());
  log::Info("the profiles were read again and are in force");
  return reloaded;
}

// Whoever judges a group goes on with what they have, and takes up the new ones with the next.
absl::StatusOr<domain::ProfilesReloaded> ProfileReloader::GoOverTo(std::unique_ptr<WorkerEngine> next,
                                                                   const WorkerEngine& before) {
  domain::ProfilesReloaded reloaded;
  reloaded.changed = true;
  reloaded.profiles = next->in_force().profiles;
  reloaded.policies = ReplacedIn(before.Plugins(), next->Plugins());
  const ProfilesInForce& in_force = next->in_force();
  if (!in_force.kept.empty() && in_force.from) reloaded.from = DayFromNumber(*in_force.from);
  engine_->GoOverTo(std::move(next));
  CANDOR_RETURN_IF_ERROR(assessments_.ParametersChanged());
  for (const domain::PolicyReplaced& each : reloaded.policies) {
    log::Info(
        absl::StrCat("the policy ", each.name, " is now ", each.now.empty() ? "gone" : each.now,
                     each.before.empty() ? ", and was not there before" : absl::StrCat(", and was ", each.before)));
  }
  return reloaded;
}

absl::StatusOr<Day> ProfileReloader::Today() const {
  const auto settings = store_.Latest()->GetSettings();
  if (!settings.ok() && !absl::IsNotFound(settings.status())) return settings.status();
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.ok() ? settings->zone : "Etc/UTC"));
  return DayAt(clock_.Now(), zone);
}

}  // namespace candor::policy
