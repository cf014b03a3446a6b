#include "daemon/policy/candidate/preview_walk.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/stopped_rules.h"
#include "daemon/policy/candidate/candidate_modes.h"
#include "daemon/policy/case_follow_ups.h"
#include "daemon/policy/directory.h"
#include "daemon/policy/modes.h"
#include "daemon/policy/reassessment_walk.h"

namespace candor::policy {
namespace {

using domain::NotAssessedReason;
using domain::PolicyPreviewSummary;
using domain::SubjectId;

constexpr size_t kPageSubjects = 32;
constexpr size_t kPageEntries = 512;
constexpr absl::Duration kBudget = absl::Seconds(5);
constexpr int kMostTries = 3;
// How long it is waited for what came in just now to be assessed.
constexpr absl::Duration kSettleFor = absl::Seconds(5);
constexpr absl::Duration kSettleStep = absl::Milliseconds(20);
constexpr absl::Duration kRoomStep = absl::Milliseconds(5);
// More than that wait while much is imported.
constexpr size_t kMostWaiting = 10'000;
// Follow-ups in one message about a subject; there may be several messages.
constexpr size_t kMostInMessage = 200;

std::string_view HowItEnded(NotAssessedReason reason) {
  switch (reason) {
    case NotAssessedReason::kWorkerDied:
      return "ended its worker";
    case NotAssessedReason::kTimeBudget:
      return "did not come back";
    case NotAssessedReason::kMemory:
      return "used up its memory";
    case NotAssessedReason::kBadAnswer:
      return "answered nonsense";
    case NotAssessedReason::kPluginError:
    case NotAssessedReason::kNotLoaded:
      break;
  }
  return "";
}

int64_t& CountOf(domain::DifferenceKind kind, domain::RuleDifferences& counts) {
  switch (kind) {
    case domain::DifferenceKind::kOpens:
      return counts.opens;
    case domain::DifferenceKind::kCloses:
      return counts.closes;
    case domain::DifferenceKind::kWithdrawn:
      return counts.withdrawn;
    case domain::DifferenceKind::kReopens:
      return counts.reopens;
    case domain::DifferenceKind::kChanges:
      break;
  }
  return counts.changes;
}

void AddCounts(const domain::RuleDifferences& more, domain::RuleDifferences& counts) {
  counts.opens += more.opens;
  counts.closes += more.closes;
  counts.withdrawn += more.withdrawn;
  counts.reopens += more.reopens;
  counts.changes += more.changes;
}

}  // namespace

PreviewWalk::PreviewWalk(const Rooms& rooms, const domain::PolicyPreviewRequest& request,
                         domain::PolicyPreviewListener& listener, std::function<bool()> stopping)
    : rooms_(rooms),
      request_(request),
      listener_(listener),
      stopping_(std::move(stopping)),
      builder_(rooms.store, rooms.candidates) {}

absl::Status PreviewWalk::GoOn() const {
  if (stopping_()) return absl::UnavailableError("the daemon is stopping; ask again when it is back");
  if (!listener_.Listening()) return absl::CancelledError("nobody waits for the preview any more");
  return absl::OkStatus();
}

absl::Status PreviewWalk::WaitForRoom() const {
  while (true) {
    CANDOR_RETURN_IF_ERROR(GoOn());
    if (listener_.HasRoom()) return absl::OkStatus();
    absl::SleepFor(kRoomStep);
  }
}

absl::Status PreviewWalk::Settle() {
  const absl::Time patience = absl::Now() + kSettleFor;
  while (true) {
    CANDOR_RETURN_IF_ERROR(GoOn());
    view_ = rooms_.store.Latest();
    CANDOR_ASSIGN_OR_RETURN(const auto waiting, rooms_.store.assessments().Unassessed(kMostWaiting));
    CANDOR_ASSIGN_OR_RETURN(const std::vector<SubjectId> timers,
                            rooms_.store.assessments().TimersBefore(DayNumber(request_.today), kMostWaiting));
    waiting_.clear();
    for (const auto& each : waiting) waiting_.insert(each.subject);
    waiting_.insert(timers.begin(), timers.end());
    // Nothing was assessed between the one and the other, so that the queue is the view's.
    const bool same = rooms_.store.Latest()->size() == view_->size();
    if (same && waiting_.empty()) return absl::OkStatus();
    if (waiting_.size() >= kMostWaiting) {
      return absl::FailedPreconditionError(
          "much of what came in is not assessed yet; ask again when `candor status` says that nothing waits");
    }
    if (same && absl::Now() >= patience) return absl::OkStatus();
    absl::SleepFor(kSettleStep);
  }
}

absl::Status PreviewWalk::CheckRecord() const {
  const auto reassessment = view_->GetReassessment();
  if (absl::IsNotFound(reassessment.status())) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(reassessment.status());
  if (reassessment->done) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "every case and member is being looked at again after a change of the policies; ask again when `candor status` "
      "says that it is done");
}

absl::StatusOr<PolicyPreviewSummary> PreviewWalk::Go() {
  CANDOR_RETURN_IF_ERROR(Settle());
  CANDOR_RETURN_IF_ERROR(CheckRecord());
  const auto activation = view_->GetActivation();
  if (absl::IsNotFound(activation.status())) {
    return absl::UnavailableError("no policy is in force yet; ask again when the daemon has started");
  }
  CANDOR_RETURN_IF_ERROR(activation.status());
  now_ = domain::RuleModes(*activation);
  CANDOR_ASSIGN_OR_RETURN(then_, ModesOfCandidates(rooms_.candidates, *activation, request_));
  CANDOR_RETURN_IF_ERROR(SayWhatIsRefused());
  Directory directory;
  CANDOR_RETURN_IF_ERROR(directory.MoveTo(*view_, 0));
  const DutyTable duties(rooms_.candidates.Plugins(), then_);
  CaseFollowUps follow_ups;
  const SubjectReplay::Sources sources{
      *view_,  nullptr,    rooms_.candidates, rooms_.candidates.ParameterSet(), directory, DayNumber(request_.today),
      &duties, &follow_ups};
  if (request_.subject) {
    CANDOR_RETURN_IF_ERROR(LookAt(sources, {*request_.subject}));
  } else {
    CANDOR_RETURN_IF_ERROR(WalkAll(sources));
  }
  return Finish();
}

absl::Status PreviewWalk::SayWhatIsRefused() {
  std::vector<domain::Rule> rules;
  for (const domain::PluginInfo& plugin : rooms_.in_force.Plugins()) {
    for (const domain::Rule& rule : plugin.rules) {
      const bool stops = now_.Of(rule) == domain::RuleMode::kActive && then_.Of(rule) != domain::RuleMode::kActive;
      if (stops) rules.push_back(rule);
    }
  }
  CANDOR_ASSIGN_OR_RETURN(const domain::Settings settings, view_->GetSettings());
  CANDOR_ASSIGN_OR_RETURN(const std::optional<domain::FollowUp> open,
                          domain::HiddenBy(domain::StoppedOf(rules), *view_, settings, request_.today));
  if (open) summary_.refused = domain::WhyNotStopped(*open);
  return absl::OkStatus();
}

absl::Status PreviewWalk::WalkAll(const SubjectReplay::Sources& sources) {
  ReassessmentWalk walk{domain::Reassessment()};
  CANDOR_RETURN_IF_ERROR(walk.CountSubjects(*view_));
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<SubjectId> page, walk.NextPage(*view_, kPageSubjects));
    if (page.empty()) return absl::OkStatus();
    CANDOR_RETURN_IF_ERROR(LookAt(sources, page));
    walk.FinishPage(page, 0);
    listener_.Take(domain::PolicyPreviewProgress{walk.progress().looked_at, walk.progress().all});
  }
}

absl::Status PreviewWalk::LookAt(const SubjectReplay::Sources& sources, const std::vector<SubjectId>& page) {
  CANDOR_RETURN_IF_ERROR(GoOn());
  std::vector<SubjectId> settled;
  for (const SubjectId& subject : page) {
    // What is erased stays as it was, whoever judges.
    CANDOR_ASSIGN_OR_RETURN(const bool erased, view_->HasErased(subject, domain::KeyClass::kGeneral));
    if (erased) {
      ++summary_.erased;
      continue;
    }
    if (waiting_.contains(subject)) {
      ++summary_.waiting;
    } else {
      settled.push_back(subject);
    }
  }
  CANDOR_ASSIGN_OR_RETURN(std::vector<SubjectReplay> replays, ReplayAll(sources, settled));
  summary_.subjects += static_cast<int64_t>(replays.size());
  summary_.not_judged += static_cast<int64_t>(settled.size() - replays.size());
  for (SubjectReplay& replay : replays) CANDOR_RETURN_IF_ERROR(TellOf(replay));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<SubjectReplay>> PreviewWalk::ReplayAll(const SubjectReplay::Sources& sources,
                                                                  const std::vector<SubjectId>& page) {
  std::set<SubjectId> left(page.begin(), page.end());
  std::vector<SubjectReplay> finished;
  GroupReplay group(sources, {kBudget, kPageEntries}, [this] { return !GoOn().ok(); });
  for (int tries = 0; tries < kMostTries && !left.empty(); ++tries) {
    std::vector<Occasion> occasions;
    occasions.reserve(left.size());
    for (const SubjectId& subject : left) {
      occasions.push_back({subject, Occasion::Why::kReassessment, std::nullopt, {}});
    }
    for (SubjectReplay& replay : group.Run(std::move(occasions))) {
      CANDOR_RETURN_IF_ERROR(CheckFaults(replay));
      left.erase(replay.occasion().subject);
      finished.push_back(std::move(replay));
    }
    CANDOR_RETURN_IF_ERROR(GoOn());
  }
  if (left.empty()) return finished;
  const std::string why = rooms_.candidates.WhyNotRunning();
  if (!why.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the candidates' worker does not get on, and the preview ended; nothing was changed: ", why));
  }
  return finished;
}

absl::Status PreviewWalk::CheckFaults(SubjectReplay& replay) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::NotAssessed> standing,
                          view_->NotAssessedOf(replay.occasion().subject));
  for (const SubjectReplay::PluginOutcome& outcome : replay.outcomes()) {
    for (const domain::NotAssessed& fault : outcome.not_assessed) {
      const std::string_view how = HowItEnded(fault.reason);
      const bool stood = std::any_of(standing.begin(), standing.end(), [&](const domain::NotAssessed& each) {
        return each.plugin == fault.plugin && each.entry == fault.entry;
      });
      if (stood || fault.reason == NotAssessedReason::kNotLoaded) continue;
      if (how.empty()) {
        ++summary_.not_assessed;
        continue;
      }
      return absl::FailedPreconditionError(
          absl::StrCat("the policy ", outcome.plugin(), " ", outcome.info->version, " ", std::string(how),
                       " over an entry, so the preview ended; nothing was changed. Mend it and ask again"));
    }
  }
  return absl::OkStatus();
}

absl::Status PreviewWalk::TellOf(SubjectReplay& replay) {
  const SubjectId subject = replay.occasion().subject;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::FollowUpSection> sections,
                          builder_.Sections(*view_, replay, then_));
  const Comparison comparison(*view_, {rooms_.in_force, now_}, {rooms_.candidates, then_});
  CANDOR_ASSIGN_OR_RETURN(ComparedSubject compared, comparison.Compare(subject, sections));
  summary_.restated += compared.restated;
  for (const domain::FollowUpDifference& each : compared.confined) Count(each, /*confined=*/true);
  for (const domain::FollowUpDifference& each : compared.open) Count(each, /*confined=*/false);
  if (compared.open.empty()) return absl::OkStatus();
  ++summary_.differing;
  domain::SubjectDifference difference;
  difference.subject = subject;
  difference.follow_ups = std::move(compared.open);
  if (subject.kind == domain::SubjectKind::kCase) {
    CANDOR_ASSIGN_OR_RETURN(const domain::CaseFile file, view_->GetCase(subject.case_id()));
    difference.case_code = file.code;
  }
  return Tell(std::move(difference));
}

absl::Status PreviewWalk::Tell(domain::SubjectDifference difference) {
  std::vector<domain::FollowUpDifference> all = std::move(difference.follow_ups);
  for (size_t begin = 0; begin < all.size(); begin += kMostInMessage) {
    const size_t end = std::min(all.size(), begin + kMostInMessage);
    difference.follow_ups.assign(std::make_move_iterator(all.begin() + static_cast<ptrdiff_t>(begin)),
                                 std::make_move_iterator(all.begin() + static_cast<ptrdiff_t>(end)));
    CANDOR_RETURN_IF_ERROR(WaitForRoom());
    listener_.Take(difference);
  }
  return absl::OkStatus();
}

void PreviewWalk::Count(const domain::FollowUpDifference& difference, bool confined) {
  const domain::FollowUp& follow_up = difference.after ? *difference.after : *difference.before;
  if (!follow_up.sealed) return;
  OfRule& rule = rules_[follow_up.sealed->rule];
  domain::RuleDifferences& counts = confined ? rule.confined : rule.told;
  counts.rule = follow_up.sealed->rule;
  counts.plugin = follow_up.sealed->plugin;
  counts.catalogue_id = follow_up.sealed->catalogue_id;
  ++CountOf(difference.kind, counts);
  (confined ? rule.behind_confined : rule.behind_told).Add(follow_up.clear);
  rule.behind_all.Add(follow_up.clear);
}

domain::RuleDifferences PreviewWalk::CountsToTell(const OfRule& rule, bool with_confined) {
  domain::RuleDifferences counts = rule.told;
  if (with_confined) {
    if (counts.rule.empty()) counts = rule.confined;
    if (!rule.told.rule.empty()) AddCounts(rule.confined, counts);
  }
  const domain::RuleTally& behind = with_confined ? rule.behind_all : rule.behind_told;
  counts.subjects = behind.subjects();
  counts.therapists = behind.therapists();
  return counts;
}

absl::StatusOr<PolicyPreviewSummary> PreviewWalk::Finish() {
  CANDOR_ASSIGN_OR_RETURN(const bool few, domain::FewWrote(*view_, request_.today));
  const Comparison comparison(*view_, {rooms_.in_force, now_}, {rooms_.candidates, then_});
  std::map<std::string, std::string> titles;
  const std::vector<const domain::PolicyEngine*> engines = {&rooms_.in_force, &rooms_.candidates};
  for (const domain::PolicyEngine* engine : engines) {
    for (const domain::PluginInfo& plugin : engine->Plugins()) {
      for (const domain::Rule& rule : plugin.rules) titles[rule.slug] = rule.title;
    }
  }
  std::set<std::string> told_of;
  for (const auto& [slug, rule] : rules_) {
    const bool with_confined = !few && domain::MayShow(rule.behind_confined.ToCell());
    if (with_confined) told_of.insert(slug);
    domain::RuleDifferences counts = CountsToTell(rule, with_confined);
    if (counts.rule.empty()) continue;
    counts.title = titles[slug];
    summary_.rules.push_back(std::move(counts));
  }
  for (const auto& [slug, title] : titles) {
    if (comparison.IsConfinedRule(slug) && !told_of.contains(slug)) ++summary_.rules_not_told;
  }
  std::sort(summary_.rules.begin(), summary_.rules.end(), [](const auto& a, const auto& b) {
    return std::tie(a.catalogue_id, a.rule) < std::tie(b.catalogue_id, b.rule);
  });
  return std::move(summary_);
}

}  // namespace candor::policy
