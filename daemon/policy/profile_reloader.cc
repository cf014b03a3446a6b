#include "daemon/policy/profile_reloader.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "daemon/base/civil.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/domain/stopped_rules.h"
#include "daemon/policy/kept_profiles.h"
#include "daemon/policy/practice_day.h"
#include "daemon/policy/profile.h"
#include "daemon/policy/profile_parser.h"

namespace candor::policy {
namespace {

// Every change that somebody asks for is made.
constexpr size_t kNoLimit = std::numeric_limits<size_t>::max();

// What the files say, wherever in them it stands.
std::vector<Profile> WithoutPlaces(std::vector<Profile> profiles) {
  for (Profile& profile : profiles) {
    profile.path.clear();
    for (Choice& choice : profile.choices) choice.line = 0;
    for (ProfileMode& mode : profile.modes) mode.line = 0;
    for (const auto values : {&Profile::values, &Profile::supervision, &Profile::retention}) {
      for (ProfileValue& value : profile.*values) value.line = 0;
    }
  }
  return profiles;
}

// Whether anything holds otherwise, for entries or for how rules are run, or is said otherwise: a citation, how sure it
// is of its source, of when it is.
bool Differ(const ProfilesInForce& a, const ProfilesInForce& b) {
  return a.parameter_set != b.parameter_set || a.supervision != b.supervision || a.profiles != b.profiles ||
         a.plugins != b.plugins || WithoutPlaces(a.said) != WithoutPlaces(b.said);
}

// Rules that would be active no more, because the files have it so and nobody has chosen otherwise.
std::vector<domain::Rule> StoppedByFiles(const std::vector<domain::PluginInfo>& plugins,
                                         const domain::Activation& stands, Day today) {
  std::vector<domain::Rule> rules;
  for (const domain::PluginInfo& plugin : plugins) rules.insert(rules.end(), plugin.rules.begin(), plugin.rules.end());
  std::set<std::string> stopped;
  for (const domain::RuleSetting& setting : domain::SettingsOfProfiles(rules, stands.settings, stands.awaited, today)) {
    if (setting.mode != domain::RuleMode::kActive) stopped.insert(setting.rule);
  }
  std::erase_if(rules, [&](const domain::Rule& rule) { return !stopped.contains(rule.slug); });
  return rules;
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
      turns_(kNoLimit, "") {}

std::string ProfileReloader::Problem() const {
  absl::MutexLock lock(&mutex_);
  return problem_;
}

void ProfileReloader::Reload(domain::ProfileChange change,
                             std::function<void(absl::StatusOr<domain::ProfilesReloaded>)> done) {
  turns_.Ask([this, change, done = std::move(done)](const absl::Status& turn) {
    done(turn.ok() ? Answer(change) : absl::StatusOr<domain::ProfilesReloaded>(turn));
  });
}

absl::StatusOr<domain::ProfilesReloaded> ProfileReloader::Answer(const domain::ProfileChange& change) {
  absl::StatusOr<domain::ProfilesReloaded> reloaded = ReloadNow(change);
  absl::MutexLock lock(&mutex_);
  problem_ = reloaded.ok() ? absl::StrJoin(reloaded->unproven, "; ")
                           : absl::StrCat("profiles and policies were not taken over, those from before hold: ",
                                          reloaded.status().message());
  if (!problem_.empty()) log::Warning(problem_);
  return reloaded;
}

absl::StatusOr<domain::ProfilesReloaded> ProfileReloader::ReloadNow(const domain::ProfileChange& change) {
  if (engine_ == nullptr) return absl::FailedPreconditionError("this daemon reads no profiles");
  CANDOR_ASSIGN_OR_RETURN(std::vector<Profile> profiles, LoadProfiles(folder_));
  CANDOR_ASSIGN_OR_RETURN(const Day today, PracticeDay(*store_.Latest(), clock_.Now()));
  std::optional<int32_t> from;
  if (!change.retroactive) from = DayNumber(change.from.value_or(today));
  const std::shared_ptr<WorkerEngine> before = engine_->Worker();
  const Day newest = NewestFrom(before->in_force().eras, today);
  CANDOR_RETURN_IF_ERROR(CheckDates(profiles, today, std::max(newest, change.from.value_or(today))));
  CANDOR_ASSIGN_OR_RETURN(std::unique_ptr<WorkerEngine> next,
                          StartReplacement(*before, plugins_, {profiles, from, [this] { return turns_.stopping(); }}));
  // Whoever goes over to others has proven them all.
  if (next != nullptr) {
    CANDOR_RETURN_IF_ERROR(CheckStops(next->in_force()));
    return GoOverTo(std::move(next), *before);
  }
  CANDOR_ASSIGN_OR_RETURN(domain::ProfilesReloaded reloaded, TakeProfiles(std::move(profiles), from, *before));
  reloaded.unproven = UnprovenNow(*before, plugins_, [this] { return turns_.stopping(); });
  return reloaded;
}

absl::StatusOr<domain::ProfilesReloaded> ProfileReloader::TakeProfiles(std::vector<Profile> profiles,
                                                                       std::optional<int32_t> from,
                                                                       WorkerEngine& in_force) {
  CANDOR_ASSIGN_OR_RETURN(ProfilesInForce next, in_force.Propose(std::move(profiles), from));
  domain::ProfilesReloaded reloaded;
  reloaded.profiles = next.profiles;
  reloaded.changed = Differ(next, in_force.in_force());
  if (!reloaded.changed) return reloaded;
  CANDOR_RETURN_IF_ERROR(CheckStops(next));
  if (!next.kept.empty() && next.from) reloaded.from = DayFromNumber(*next.from);
  in_force.Adopt(std::move(next));
  CANDOR_RETURN_IF_ERROR(assessments_.ParametersChanged());
  log::Info("the profiles were read again and are in force");
  return reloaded;
}

absl::Status ProfileReloader::CheckStops(const ProfilesInForce& next) const {
  const std::shared_ptr<const domain::View> view = store_.Latest();
  const absl::StatusOr<domain::Activation> stands = view->GetActivation();
  if (absl::IsNotFound(stands.status())) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(stands.status());
  CANDOR_ASSIGN_OR_RETURN(const domain::Settings settings, view->GetSettings());
  CANDOR_ASSIGN_OR_RETURN(const Day today, PracticeDay(*view, clock_.Now()));
  const domain::StoppedRules stopped = domain::StoppedOf(StoppedByFiles(next.plugins, *stands, today));
  CANDOR_ASSIGN_OR_RETURN(const std::optional<domain::FollowUp> open,
                          domain::HiddenBy(stopped, *view, settings, today));
  if (!open) return absl::OkStatus();
  const std::string why = domain::WhyNotStopped(*open);
  for (const Profile& profile : next.said) {
    for (const ProfileMode& mode : profile.modes) {
      if (mode.rule == open->sealed->rule) return RefuseProfile(profile.path, mode.line, why);
    }
  }
  return absl::InvalidArgumentError(absl::StrCat(folder_, ": ", why));
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

}  // namespace candor::policy
