#ifndef CANDOR_DAEMON_POLICY_ASSESSOR_H_
#define CANDOR_DAEMON_POLICY_ASSESSOR_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/domain/assessment_control.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/store.h"
#include "daemon/policy/assessment_builder.h"
#include "daemon/policy/assessment_waiters.h"
#include "daemon/policy/case_follow_ups.h"
#include "daemon/policy/directory.h"
#include "daemon/policy/members_to_tell.h"
#include "daemon/policy/modes.h"
#include "daemon/policy/reassessment_walk.h"
#include "daemon/policy/subject_replay.h"

namespace candor::policy {

struct AssessorOptions {
  absl::Duration group_budget = absl::Milliseconds(200);  // for one call of the engine
  size_t group_subjects = 256;
  size_t page_entries = 512;  // of one subject's timeline at a time
  absl::Duration hold_limit = absl::Seconds(30);
  absl::Duration idle = absl::Milliseconds(100);  // how often it looks for work that nobody announced
  // While entries keep coming, members are told of the follow-ups of cases this often, a page at a time.
  absl::Duration tell_every = absl::Milliseconds(500);
};

// The thread that takes what is not assessed, asks the engine, and appends what the policies say: entries as they
// come, timers when their day has passed, everything again when the policies, how rules are run or the directory
// changed. How far it has come with a change of the policies stands on record, and is gone on from. Thread-safe.
class Assessor final : public domain::AssessmentControl {
 public:
  // Nothing is owned; everything outlives the assessor. `clock` says which day it is; deadlines are of the machine's
  // clock.
  Assessor(domain::Store& store, domain::PolicyEngine& engine, Clock& clock, AssessorOptions options = {});
  ~Assessor() override;

  // Puts the policies in force on record when the ledger has none, or others, and begins. The practice's settings have
  // to be on record before, for what day it is. Errors are the store's.
  absl::Status Start();
  // Ends after the group at hand; whoever waits is told that it was not assessed. Idempotent.
  void Stop();

  // There may be something new. Without it new entries are found within `idle`.
  void Notify();

  void WhenAssessed(const domain::SubjectId& subject, uint64_t number, absl::Time deadline,
                    std::function<void(bool)> done) override;
  void Hold() override;
  void Release() override;
  absl::Status ParametersChanged() override;
  void DirectoryChanged(const MemberId& member) override;
  void FollowUpDecided(const MemberId& therapist) override;
  std::shared_ptr<const domain::RuleModes> Modes() const override;

 private:
  // Where a look at every subject has come to.
  struct Sweep {
    domain::SubjectKind kind = domain::SubjectKind::kCase;
    IdBytes after{};
  };

  absl::Status PutActivationOnRecord();
  // After a change of what is neither an entry nor an assessment, and on a new day: what is laid down for this day goes
  // on record, and what the newest activation asks for is begun or gone on with.
  absl::Status FollowActivation();
  // As MoveTo() of the directory to `view`, and what follows from it.
  absl::Status MoveTo(const domain::View& view);
  // Folds are written without log, so after a crash some are older than what has been assessed, and none can tell. A
  // mark beside them, made at a clean stop, says how many entries there were: when there are as many, they are gone on
  // from; otherwise new ones are made under a new name.
  absl::Status NameFolds();
  void MarkCleanStop();
  // From here on, between two groups, the policies that are in force now judge, and folds are those of their
  // parameters, when others did until then.
  void TakeUpPolicies();
  absl::StatusOr<int32_t> Today();

  void Loop();
  // Whether there was anything to do and it got done.
  absl::StatusOr<bool> RunGroup();
  absl::StatusOr<std::vector<Occasion>> CollectEntries();
  absl::StatusOr<std::vector<Occasion>> CollectTimers();
  // Members whose rules may have to be told otherwise of the follow-ups of cases.
  absl::StatusOr<std::vector<Occasion>> CollectTold();
  // Whether some are to be told though entries wait.
  bool TellingIsDue();
  // Takes up what was decided since the last call.
  void NoteDecided();
  // And that everything is to be looked at again.
  void NoteSweep();
  // A follow-up about the member is otherwise than their rules were told.
  void TellAgain(const MemberId& therapist);
  // The same of one that is, or was, in this case.
  void TellAgain(const MemberId& therapist, const CaseId& id);
  absl::StatusOr<std::vector<Occasion>> CollectSweep();
  absl::StatusOr<std::vector<Occasion>> CollectReassessment();
  // The subjects of a page of a re-assessment have been looked at, those of `finished` to the end. False: others of
  // them have to be asked for again.
  absl::StatusOr<bool> FinishPage(const std::vector<domain::SubjectId>& page,
                                  const std::set<domain::SubjectId>& finished);
  absl::Status PutReassessmentOnRecord();
  absl::StatusOr<bool> Assess(std::vector<Occasion> occasions);
  absl::Status PutOnRecord(std::vector<SubjectReplay>& replays);
  const std::vector<domain::NotAssessed>& StandingOf(const domain::SubjectId& subject) const;
  // Saves the folds of a replay whose outcome is on record, or says nothing.
  void Keep(SubjectReplay& replay, uint64_t folded_to);
  std::set<std::pair<MemberId, CaseId>> TherapistsOf(const std::vector<domain::FollowUpSection>& sections) const;
  absl::Status Commit(domain::Assessment assessment, const std::vector<SubjectReplay*>& covered);
  bool Held();
  bool Stopping();

  domain::Store& store_;
  domain::PolicyEngine& engine_;
  Clock& clock_;
  const AssessorOptions options_;

  // Of the thread alone, once it runs.
  std::shared_ptr<domain::PolicyEngine> judging_;  // by whom a whole group is judged, never nullptr
  std::optional<AssessmentBuilder> builder_;       // of these, never nullopt
  // Read before the queue of what waits, so that nothing is in it that the queue did not know of.
  std::shared_ptr<const domain::View> view_;
  bool all_assessed_ = false;  // nothing waits in `view_`, and nobody holds
  Directory directory_;
  std::string fold_epoch_;
  std::string fold_set_;
  uint64_t own_assessments_ = 0;  // records of these since the directory was last moved
  std::map<domain::SubjectId, std::vector<domain::NotAssessed>> standing_;
  std::optional<int32_t> timers_done_for_;  // all timers before this day have fired
  std::optional<Sweep> sweep_ = Sweep();
  std::optional<ReassessmentWalk> reassessment_;
  absl::Time marked_at_ = absl::InfinitePast();  // when its progress was last put on record, by the machine's clock
  // What was last followed: of which directory, on which day.
  std::optional<std::pair<uint64_t, int32_t>> followed_;
  DutyTable duties_;
  uint64_t duties_of_ = 0;  // the generation of the directory that it was made of
  CaseFollowUps case_follow_ups_;
  MembersToTell to_tell_;
  absl::Time told_at_ = absl::InfinitePast();  // a page of these, by the machine's clock

  AssessmentWaiters waiters_;
  mutable absl::Mutex mutex_;
  bool started_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool wake_ ABSL_GUARDED_BY(mutex_) = false;
  bool sweep_again_ ABSL_GUARDED_BY(mutex_) = false;
  std::shared_ptr<const domain::RuleModes> modes_ ABSL_GUARDED_BY(mutex_);
  bool other_parameters_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<MemberId> decided_ ABSL_GUARDED_BY(mutex_);     // about whose follow-ups, and not noted yet
  std::vector<absl::Time> holds_ ABSL_GUARDED_BY(mutex_);  // when each ends by itself
  std::thread thread_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_ASSESSOR_H_
