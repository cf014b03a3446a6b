#include "daemon/policy/assessor.h"

#include <pthread.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/policy/group_replay.h"
#include "daemon/policy/practice_day.h"

namespace candor::policy {
namespace {

using domain::SubjectId;
using domain::SubjectKind;

constexpr size_t kMostFaultsRead = 100'000;
constexpr size_t kSweepAtOnce = 32;
constexpr uint64_t kNoGeneration = 0;  // of a directory that was never moved
constexpr absl::Duration kLongestPause = absl::Seconds(2);

std::set<SubjectId> SubjectsOf(const std::vector<SubjectReplay>& replays) {
  std::set<SubjectId> subjects;
  for (const SubjectReplay& replay : replays) subjects.insert(replay.occasion().subject);
  return subjects;
}

}  // namespace

Assessor::Assessor(domain::Store& store, domain::PolicyEngine& engine, Clock& clock, AssessorOptions options)
    : store_(store),
      engine_(engine),
      clock_(clock),
      options_(options),
      judging_(engine.Current()),
      modes_(std::make_shared<const domain::RuleModes>()) {
  builder_.emplace(store_, *judging_);
}

Assessor::~Assessor() {
  Stop();
}

absl::Status Assessor::Start() {
  CANDOR_RETURN_IF_ERROR(NameFolds());
  CANDOR_RETURN_IF_ERROR(PutActivationOnRecord());
  CANDOR_RETURN_IF_ERROR(MoveTo(*store_.Latest()));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::NotAssessed> faults,
                          store_.Latest()->ListNotAssessed(kMostFaultsRead));
  for (const domain::NotAssessed& fault : faults) standing_[fault.subject].push_back(fault);
  waiters_.Start();
  absl::MutexLock lock(&mutex_);
  started_ = true;
  thread_ = std::thread([this] { Loop(); });
  return absl::OkStatus();
}

void Assessor::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    if (!started_) return;
    started_ = false;
  }
  thread_.join();
  MarkCleanStop();
  waiters_.Stop();
}

absl::Status Assessor::MoveTo(const domain::View& view) {
  CANDOR_RETURN_IF_ERROR(directory_.MoveTo(view, std::exchange(own_assessments_, 0)));
  if (std::exchange(duties_of_, directory_.generation()) == directory_.generation()) return absl::OkStatus();
  case_follow_ups_.ForgetAll();
  duties_ = DutyTable(judging_->Plugins(), directory_.modes());
  auto modes = std::make_shared<const domain::RuleModes>(directory_.modes());
  absl::MutexLock lock(&mutex_);
  modes_ = std::move(modes);
  return absl::OkStatus();
}

std::shared_ptr<const domain::RuleModes> Assessor::Modes() const {
  absl::MutexLock lock(&mutex_);
  return modes_;
}

absl::StatusOr<int32_t> Assessor::Today() {
  CANDOR_ASSIGN_OR_RETURN(const Day today, PracticeDay(*store_.Latest(), clock_.Now()));
  return DayNumber(today);
}

void Assessor::Notify() {
  absl::MutexLock lock(&mutex_);
  wake_ = true;
}

void Assessor::WhenAssessed(const SubjectId& subject, uint64_t number, absl::Time deadline,
                            std::function<void(bool)> done) {
  if (waiters_.Add(subject, number, deadline, std::move(done))) Notify();
}

void Assessor::Hold() {
  absl::MutexLock lock(&mutex_);
  holds_.push_back(absl::Now() + options_.hold_limit);
}

void Assessor::Release() {
  absl::MutexLock lock(&mutex_);
  if (!holds_.empty()) holds_.erase(holds_.begin());
  wake_ = true;
}

absl::Status Assessor::ParametersChanged() {
  {
    absl::MutexLock lock(&mutex_);
    other_parameters_ = true;
    sweep_again_ = true;
    wake_ = true;
  }
  return PutActivationOnRecord();
}

void Assessor::DirectoryChanged(const MemberId& /*member*/) {
  absl::MutexLock lock(&mutex_);
  sweep_again_ = true;
  wake_ = true;
}

void Assessor::FollowUpDecided(const MemberId& therapist) {
  absl::MutexLock lock(&mutex_);
  decided_.insert(therapist);
  wake_ = true;
}

void Assessor::TellAgain(const MemberId& therapist) {
  case_follow_ups_.Forget(therapist);
  if (!therapist.empty() && AnyReadsFollowUps(judging_->Plugins())) to_tell_.Add(therapist);
}

void Assessor::TellAgain(const MemberId& therapist, const CaseId& id) {
  case_follow_ups_.ForgetCase(therapist, id);
  if (!therapist.empty()) to_tell_.Add(therapist);
}

void Assessor::NoteDecided() {
  std::set<MemberId> decided;
  {
    absl::MutexLock lock(&mutex_);
    decided.swap(decided_);
  }
  for (const MemberId& therapist : decided) TellAgain(therapist);
}

bool Assessor::TellingIsDue() {
  const absl::Time now = absl::Now();
  // Before the last time: the clock was set back.
  const bool due = now - told_at_ >= options_.tell_every || now < told_at_;
  return due && !to_tell_.empty() && !Held();
}

// What is put on record of a member answers for all of their entries up to the view, so that who waits is told with
// what waits, and never without it.
absl::StatusOr<std::vector<Occasion>> Assessor::CollectTold() {
  const std::vector<SubjectId> page = to_tell_.NextPage(kSweepAtOnce);
  std::map<SubjectId, domain::AssessmentSource::Waiting> waiting;
  if (!page.empty()) {
    CANDOR_ASSIGN_OR_RETURN(auto all, store_.assessments().UnassessedOf({page.begin(), page.end()}));
    for (domain::AssessmentSource::Waiting& each : all) {
      const SubjectId subject = each.subject;
      if (each.oldest < view_->size()) waiting.emplace(subject, std::move(each));
    }
  }
  std::vector<Occasion> occasions;
  occasions.reserve(page.size());
  for (const SubjectId& subject : page) {
    Occasion& occasion = occasions.emplace_back();
    occasion.subject = subject;
    occasion.why = Occasion::Why::kFollowUps;
    const auto found = waiting.find(subject);
    if (found == waiting.end()) continue;
    occasion.why = Occasion::Why::kEntries;
    occasion.earliest = found->second.earliest;
    occasion.entries = std::move(found->second.entries);
    occasion.tell = true;
  }
  return occasions;
}

bool Assessor::Held() {
  absl::MutexLock lock(&mutex_);
  std::erase_if(holds_, [now = absl::Now()](absl::Time end) { return end <= now; });
  return !holds_.empty();
}

bool Assessor::Stopping() {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

void Assessor::Loop() {
  // By this name the system's tools, and the benchmarks, tell what the policies cost.
  pthread_setname_np(pthread_self(), "assessor");
  absl::Duration pause = options_.idle;
  std::string put_off;  // for what
  while (!Stopping()) {
    const absl::StatusOr<bool> worked = RunGroup();
    if (worked.ok()) {
      pause = options_.idle;
      put_off.clear();
      if (*worked) continue;
    } else {
      // It may stay so until somebody mends it: said once, and tried less and less often.
      pause = std::min(2 * pause, std::max(kLongestPause, options_.idle));
      if (worked.status().message() != put_off) {
        log::Warning(absl::StrCat("assessment put off: ", worked.status().message()));
      }
      put_off = std::string(worked.status().message());
    }
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(
        absl::Condition(
            +[](Assessor* self) ABSL_EXCLUSIVE_LOCKS_REQUIRED(self->mutex_) { return self->stopping_ || self->wake_; },
            this),
        pause);
    wake_ = false;
  }
}

void Assessor::TakeUpPolicies() {
  std::shared_ptr<domain::PolicyEngine> in_force = engine_.Current();
  const bool others = in_force != judging_;
  {
    absl::MutexLock lock(&mutex_);
    if (!std::exchange(other_parameters_, false) && !others) return;
  }
  fold_set_ = absl::StrCat(in_force->ParameterSet(), "/", fold_epoch_);
  directory_.ForgetSets();
  if (!others) return;
  judging_ = std::move(in_force);
  builder_.emplace(store_, *judging_);
  // It is of the rules of the policies.
  duties_of_ = kNoGeneration;
}

void Assessor::NoteSweep() {
  absl::MutexLock lock(&mutex_);
  if (std::exchange(sweep_again_, false)) sweep_ = Sweep();
}

absl::StatusOr<bool> Assessor::RunGroup() {
  // Before policies and view are taken: by what has changed since these, nothing would be looked at again.
  NoteSweep();
  TakeUpPolicies();
  // Before the view is taken, so that it shows what was decided.
  NoteDecided();
  CANDOR_ASSIGN_OR_RETURN(std::vector<Occasion> occasions, CollectEntries());
  if (occasions.empty() && !all_assessed_) return false;
  if (occasions.empty()) {
    CANDOR_ASSIGN_OR_RETURN(occasions, CollectTimers());
  }
  if (occasions.empty() || TellingIsDue()) {
    CANDOR_ASSIGN_OR_RETURN(std::vector<Occasion> told, CollectTold());
    if (!told.empty()) {
      const bool others_wait = !occasions.empty();
      CANDOR_ASSIGN_OR_RETURN(const bool worked, Assess(std::move(told)));
      told_at_ = absl::Now();
      return worked || others_wait;
    }
  }
  if (occasions.empty()) {
    CANDOR_ASSIGN_OR_RETURN(occasions, CollectSweep());
    if (occasions.empty()) return sweep_.has_value() || reassessment_.has_value();
  }
  return Assess(std::move(occasions));
}

absl::StatusOr<std::vector<Occasion>> Assessor::CollectEntries() {
  const bool held = Held();
  const std::set<SubjectId> waited_for = held ? waiters_.Subjects() : std::set<SubjectId>();
  std::vector<Occasion> occasions;
  view_ = store_.Latest();
  const uint64_t size = view_->size();
  all_assessed_ = false;
  if (held && waited_for.empty()) return occasions;
  std::vector<domain::AssessmentSource::Waiting> waiting;
  if (held) {
    CANDOR_ASSIGN_OR_RETURN(waiting, store_.assessments().UnassessedOf(waited_for));
  } else if (view_->entries_not_assessed() > 0) {
    CANDOR_ASSIGN_OR_RETURN(waiting, store_.assessments().Unassessed(options_.group_subjects));
  }
  all_assessed_ = waiting.empty() && !held;
  const bool all_known = held || waiting.size() < options_.group_subjects;
  std::set<SubjectId> not_assessed;
  for (domain::AssessmentSource::Waiting& subject : waiting) {
    if (subject.oldest >= size) continue;  // the view does not show it yet
    not_assessed.insert(subject.subject);
    if (occasions.size() == options_.group_subjects) continue;
    occasions.push_back({subject.subject, Occasion::Why::kEntries, subject.earliest, std::move(subject.entries)});
  }
  if (all_known && !waiters_.empty()) {
    waiters_.Settle([&](const SubjectId& subject, uint64_t number) {
      return number < size && !not_assessed.contains(subject) && (!held || waited_for.contains(subject));
    });
  }
  return occasions;
}

absl::StatusOr<std::vector<Occasion>> Assessor::CollectTimers() {
  std::vector<Occasion> occasions;
  CANDOR_ASSIGN_OR_RETURN(const int32_t today, Today());
  if (timers_done_for_ == today) return occasions;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<SubjectId> subjects,
                          store_.assessments().TimersBefore(today, options_.group_subjects));
  for (const SubjectId& subject : subjects) occasions.push_back({subject, Occasion::Why::kTimers, std::nullopt, {}});
  if (subjects.empty()) timers_done_for_ = today;
  return occasions;
}

// Every subject once after the start, and again after a change of the directory: whoever has no fold under the
// parameters in force, or one made from other facts, is replayed. Being interrupted costs nothing but looking again.
absl::StatusOr<std::vector<Occasion>> Assessor::CollectSweep() {
  CANDOR_RETURN_IF_ERROR(FollowActivation());
  if (reassessment_) return CollectReassessment();
  std::vector<Occasion> occasions;
  if (!sweep_) return occasions;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<SubjectId> page,
                          SubjectsAfter(*view_, sweep_->kind, sweep_->after, kSweepAtOnce));
  for (const SubjectId& subject : page) occasions.push_back({subject, Occasion::Why::kSweep, std::nullopt, {}});
  if (!occasions.empty()) {
    sweep_->after = occasions.back().subject.id;
  } else if (sweep_->kind == SubjectKind::kCase) {
    sweep_ = Sweep{SubjectKind::kMember, {}};
  } else {
    sweep_.reset();
  }
  return occasions;
}

absl::StatusOr<bool> Assessor::Assess(std::vector<Occasion> occasions) {
  CANDOR_RETURN_IF_ERROR(MoveTo(*view_));
  for (const Occasion& occasion : occasions) {
    if (occasion.subject.kind != SubjectKind::kMember || !occasion.earliest) continue;
    const MemberId member = occasion.subject.member_id();
    CANDOR_ASSIGN_OR_RETURN(const Directory::Otherwise otherwise,
                            directory_.TakeMemberEntries(*view_, member, occasion.earliest->day));
    // Days away move the dates of what is theirs.
    if (otherwise.away) TellAgain(member);
    if (otherwise.supervised) DirectoryChanged(member);
  }
  CANDOR_ASSIGN_OR_RETURN(const int32_t today, Today());
  const bool telling = occasions.front().tell || occasions.front().why == Occasion::Why::kFollowUps;
  const bool sweeping = occasions.front().LooksAtEverything() && !telling;
  const bool reassessing = occasions.front().why == Occasion::Why::kReassessment;
  std::vector<SubjectId> page;
  page.reserve(occasions.size());
  for (const Occasion& occasion : occasions) page.push_back(occasion.subject);
  const SubjectReplay::Sources sources{*view_,   &store_.assessments(), *judging_, fold_set_, directory_, today,
                                       &duties_, &case_follow_ups_};
  GroupReplay group(sources, {options_.group_budget, options_.page_entries}, [this] { return Stopping(); });
  std::vector<SubjectReplay> replays = group.Run(std::move(occasions));
  const std::set<SubjectId> finished = SubjectsOf(replays);
  CANDOR_RETURN_IF_ERROR(PutOnRecord(replays));
  // Without a worker nobody is judged, and nobody is passed over for it.
  if (telling) to_tell_.Finish(page, finished, judging_->WhyNotRunning().empty() && !Stopping());
  if (reassessing) return FinishPage(page, finished);
  return sweeping || !replays.empty();
}

}  // namespace candor::policy
