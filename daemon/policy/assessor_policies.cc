#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/append.h"
#include "daemon/policy/assessor.h"

// What of the assessor follows from a change of the policies: the activation that goes on record, and the
// re-assessment that it asks for.
namespace candor::policy {
namespace {

using domain::SubjectId;

constexpr size_t kReassessAtOnce = 32;
// How much of a re-assessment is done again after a crash.
constexpr absl::Duration kMarkEvery = absl::Seconds(1);

}  // namespace

// Other parameters or plugins hold for the same entries as those before them, so `effective_from` stays; what they
// say otherwise about the past is what the re-assessment finds. A rule that is new has a day of its own.
absl::Status Assessor::PutActivationOnRecord() {
  const std::shared_ptr<const domain::View> view = store_.Latest();
  // Those in force, by which the next group is judged if not this one.
  const std::shared_ptr<const domain::PolicyEngine> engine = engine_.Current();
  const auto in_force = view->GetActivation();
  if (!in_force.ok() && !absl::IsNotFound(in_force.status())) return in_force.status();
  CANDOR_ASSIGN_OR_RETURN(const int32_t today, Today());
  domain::Activation activation;
  activation.decided_at = view->size();
  activation.effective_from = in_force.ok() ? in_force->effective_from : DayFromNumber(today);
  const domain::Activation* stands = in_force.ok() ? &*in_force : nullptr;
  const bool other_modes = CarryModes(*engine, stands, DayFromNumber(today), activation);
  activation.parameter_set = engine->ParameterSet();
  engine->WriteProfiles(activation);
  const bool stays = stands != nullptr && stands->parameter_set == activation.parameter_set;
  // That a profile was reviewed is on record too: reports say so.
  const bool reviewed =
      stays && (stands->reviews != activation.reviews || stands->review_after_days != activation.review_after_days);
  if (!other_modes && stays && !reviewed) return absl::OkStatus();
  std::set<std::string> profiles;
  for (const domain::PluginInfo& plugin : engine->Plugins()) {
    if (plugin.loaded) activation.plugins.push_back(absl::StrCat(plugin.name, " ", plugin.version));
    for (const domain::Rule& rule : plugin.rules) {
      for (const domain::Parameter& parameter : rule.parameters) {
        if (!parameter.profile.empty()) profiles.insert(parameter.profile);
      }
    }
  }
  // Where no profiles are written, those that the values come from.
  if (activation.profiles.empty()) activation.profiles.assign(profiles.begin(), profiles.end());
  if (stays) {
    // What the profiles say is on record already.
    activation.profiles_kept.clear();
    activation.profiles_from.reset();
  }
  const absl::Status appended = domain::AppendAndWait(store_, {{std::move(activation)}}).status();
  // Somebody else was faster: what they put on record is looked at next.
  return absl::IsAborted(appended) ? absl::OkStatus() : appended;
}

absl::Status Assessor::FollowActivation() {
  CANDOR_RETURN_IF_ERROR(MoveTo(*view_));
  CANDOR_ASSIGN_OR_RETURN(const int32_t today, Today());
  if (followed_ == std::pair(directory_.generation(), today)) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(PutActivationOnRecord());
  const absl::StatusOr<domain::Reassessment> asked_for = view_->GetReassessment();
  if (!asked_for.ok() && !absl::IsNotFound(asked_for.status())) return asked_for.status();
  domain::Reassessment wanted;
  if (asked_for.ok()) wanted = *asked_for;
  if (!followed_ && wanted.done && wanted.left_out > 0) {
    // What could not be judged then is tried again after a start.
    wanted = {};
    wanted.of = asked_for->of;
  }
  if (!asked_for.ok() || wanted.done) {
    reassessment_.reset();
  } else if (!reassessment_ || reassessment_->progress().of != wanted.of) {
    reassessment_.emplace(wanted);
    CANDOR_RETURN_IF_ERROR(reassessment_->CountSubjects(*view_));
    CANDOR_RETURN_IF_ERROR(PutReassessmentOnRecord());
  }
  followed_.emplace(directory_.generation(), today);
  return absl::OkStatus();
}

absl::Status Assessor::PutReassessmentOnRecord() {
  domain::Assessment assessment;
  assessment.answers_to = view_->size();
  assessment.reassessment = reassessment_->progress();
  CANDOR_ASSIGN_OR_RETURN(const domain::Appended appended, domain::AppendAndWait(store_, {{std::move(assessment)}}));
  own_assessments_ += appended.records;
  marked_at_ = absl::Now();
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Occasion>> Assessor::CollectReassessment() {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<SubjectId> page, reassessment_->NextPage(*view_, kReassessAtOnce));
  std::vector<Occasion> occasions;
  occasions.reserve(page.size());
  for (const SubjectId& subject : page) {
    occasions.push_back({subject, Occasion::Why::kReassessment, std::nullopt, {}});
  }
  if (!reassessment_->progress().done) return occasions;
  CANDOR_RETURN_IF_ERROR(PutReassessmentOnRecord());
  reassessment_.reset();
  return occasions;
}

absl::StatusOr<bool> Assessor::FinishPage(const std::vector<SubjectId>& page, const std::set<SubjectId>& finished) {
  if (Stopping()) return false;
  const auto left_out = static_cast<size_t>(
      std::count_if(page.begin(), page.end(), [&](const SubjectId& each) { return !finished.contains(each); }));
  // Without a worker nobody is judged, and nobody is passed over for it.
  if (left_out > 0 && !judging_->WhyNotRunning().empty()) return false;
  if (!reassessment_->FinishPage(page, left_out)) return false;
  if (absl::Now() - marked_at_ >= kMarkEvery) CANDOR_RETURN_IF_ERROR(PutReassessmentOnRecord());
  return true;
}

}  // namespace candor::policy
