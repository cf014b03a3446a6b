#include "daemon/policy/assessor.h"

#include <pthread.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
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

constexpr char kMark[] = "clean stop";
constexpr size_t kMostFaultsRead = 100'000;
constexpr size_t kSectionsPerRecord = 256;
constexpr size_t kSweepAtOnce = 32;
constexpr uint64_t kNoGeneration = 0;  // of a directory that was never moved
constexpr absl::Duration kLongestPause = absl::Seconds(2);

bool LooksAtEverything(const Occasion& occasion) {
  return occasion.why != Occasion::Why::kEntries && occasion.why != Occasion::Why::kTimers;
}

std::set<SubjectId> SubjectsOf(const std::vector<SubjectReplay>& replays) {
  std::set<SubjectId> subjects;
  for (const SubjectReplay& replay : replays) subjects.insert(replay.occasion().subject);
  return subjects;
}

// Whether the folds say what they said when the subject was last assessed, and when they are next to be asked.
bool HoldsAsItWas(const SubjectReplay::PluginOutcome& outcome) {
  return outcome.loaded && outcome.before && outcome.before->timers == outcome.folds.back().timers;
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

absl::Status Assessor::NameFolds() {
  CANDOR_ASSIGN_OR_RETURN(const std::shared_ptr<const domain::PluginFold> mark,
                          store_.assessments().NewestFold(SubjectId::Practice(), kMark, kMark));
  const bool clean = mark && !mark->state.empty() && mark->folded_to == store_.Latest()->entries();
  fold_epoch_ = clean ? mark->state : EncodeId(RandomIdBytes()).substr(0, 8);
  fold_set_ = absl::StrCat(judging_->ParameterSet(), "/", fold_epoch_);
  return absl::OkStatus();
}

void Assessor::MarkCleanStop() {
  domain::PluginFold mark;
  mark.state = fold_epoch_;
  mark.folded_to = store_.Latest()->entries();
  store_.assessments().SaveFolds(SubjectId::Practice(), kMark, kMark, domain::Place::First(), {std::move(mark)});
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

absl::Status Assessor::AppendAndWait(domain::Transaction transaction) {
  absl::Notification appended;
  absl::Status status;
  store_.Append(std::move(transaction), [&](const absl::StatusOr<domain::Appended>& result) {
    status = result.status();
    appended.Notify();
  });
  appended.WaitForNotification();
  return status;
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

void Assessor::NoteDecided() {
  std::set<MemberId> decided;
  {
    absl::MutexLock lock(&mutex_);
    decided.swap(decided_);
  }
  for (const MemberId& therapist : decided) TellAgain(therapist);
}

std::vector<Occasion> Assessor::CollectTold() {
  std::vector<Occasion> occasions;
  for (const SubjectId& subject : to_tell_.NextPage(kSweepAtOnce)) {
    occasions.push_back({subject, Occasion::Why::kFollowUps, std::nullopt, {}});
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
  if (occasions.empty()) occasions = CollectTold();
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
    // Days away move the dates of what is theirs.
    case_follow_ups_.Forget(member);
    CANDOR_ASSIGN_OR_RETURN(const bool supervised_otherwise,
                            directory_.TakeMemberEntries(*view_, member, occasion.earliest->day));
    if (supervised_otherwise) DirectoryChanged(member);
  }
  CANDOR_ASSIGN_OR_RETURN(const int32_t today, Today());
  const bool sweeping = LooksAtEverything(occasions.front());
  const bool reassessing = occasions.front().why == Occasion::Why::kReassessment;
  const bool telling = occasions.front().why == Occasion::Why::kFollowUps;
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
  return (sweeping && !telling) || !replays.empty();
}

absl::Status Assessor::PutOnRecord(std::vector<SubjectReplay>& replays) {
  domain::Assessment assessment;
  std::vector<SubjectReplay*> covered;
  for (SubjectReplay& replay : replays) {
    CANDOR_ASSIGN_OR_RETURN(std::vector<domain::FollowUpSection> sections,
                            builder_->Sections(*view_, replay, directory_.modes()));
    CANDOR_ASSIGN_OR_RETURN(domain::SubjectProgress progress,
                            builder_->Progress(*view_, replay, StandingOf(replay.occasion().subject)));
    const SubjectId& subject = replay.occasion().subject;
    const auto& outcomes = replay.outcomes();
    const bool nothing_stands = !progress.next_timer && progress.not_assessed.empty() && !standing_.contains(subject);
    const bool as_it_was =
        std::all_of(outcomes.begin(), outcomes.end(), HoldsAsItWas) && progress.not_assessed == StandingOf(subject);
    const bool silent = LooksAtEverything(replay.occasion()) && sections.empty() && (nothing_stands || as_it_was);
    if (silent) {
      Keep(replay, progress.assessed_to);
      continue;
    }
    if (!covered.empty() && assessment.sections.size() + sections.size() > kSectionsPerRecord) {
      CANDOR_RETURN_IF_ERROR(Commit(std::exchange(assessment, {}), std::exchange(covered, {})));
    }
    assessment.answers_to = view_->size();
    std::move(sections.begin(), sections.end(), std::back_inserter(assessment.sections));
    assessment.progress.push_back(std::move(progress));
    covered.push_back(&replay);
  }
  return covered.empty() ? absl::OkStatus() : Commit(std::move(assessment), covered);
}

// About whom follow-ups of cases are from now on, or were until now: an entry may have been said to be about another.
std::set<MemberId> Assessor::TherapistsOf(const std::vector<domain::FollowUpSection>& sections) const {
  std::set<MemberId> therapists;
  if (!AnyReadsFollowUps(judging_->Plugins())) return therapists;
  for (const domain::FollowUpSection& section : sections) {
    const domain::FollowUpClear& clear = section.clear;
    if (clear.subject.kind != SubjectKind::kCase || clear.shadow) continue;
    therapists.insert(clear.therapist);
    const auto before = view_->GetFollowUp(clear.subject, clear.id);
    if (before.ok()) therapists.insert(before->clear.therapist);
  }
  return therapists;
}

// First the record, then the folds: a fold that is behind costs time, one that is ahead would hide follow-ups.
absl::Status Assessor::Commit(domain::Assessment assessment, const std::vector<SubjectReplay*>& covered) {
  const std::vector<domain::SubjectProgress> progress = assessment.progress;
  const std::set<MemberId> therapists = TherapistsOf(assessment.sections);
  CANDOR_RETURN_IF_ERROR(AppendAndWait({{std::move(assessment)}}));
  for (const MemberId& therapist : therapists) TellAgain(therapist);
  ++own_assessments_;
  std::map<SubjectId, uint64_t> assessed_to;
  for (const domain::SubjectProgress& subject : progress) {
    assessed_to[subject.subject] = subject.assessed_to;
    if (subject.not_assessed.empty()) {
      standing_.erase(subject.subject);
    } else {
      standing_[subject.subject] = subject.not_assessed;
    }
  }
  for (SubjectReplay* replay : covered) Keep(*replay, assessed_to[replay->occasion().subject]);
  waiters_.Settle([&](const SubjectId& subject, uint64_t number) {
    const auto known = assessed_to.find(subject);
    return known != assessed_to.end() && number < known->second;
  });
  return absl::OkStatus();
}

void Assessor::Keep(SubjectReplay& replay, uint64_t folded_to) {
  for (SubjectReplay::PluginOutcome& outcome : replay.outcomes()) {
    if (!outcome.loaded) continue;
    outcome.folds.erase(outcome.folds.begin());
    outcome.folds.back().folded_to = folded_to;
    store_.assessments().SaveFolds(replay.occasion().subject, outcome.plugin, fold_set_, outcome.from,
                                   std::move(outcome.folds));
  }
}

const std::vector<domain::NotAssessed>& Assessor::StandingOf(const SubjectId& subject) const {
  static const auto* const kNone = new std::vector<domain::NotAssessed>();
  const auto found = standing_.find(subject);
  return found == standing_.end() ? *kNone : found->second;
}

}  // namespace candor::policy
