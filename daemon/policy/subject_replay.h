#ifndef CANDOR_DAEMON_POLICY_SUBJECT_REPLAY_H_
#define CANDOR_DAEMON_POLICY_SUBJECT_REPLAY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/store.h"
#include "daemon/policy/case_follow_ups.h"
#include "daemon/policy/directory.h"
#include "daemon/policy/modes.h"

namespace candor::policy {

// Why a subject is looked at.
struct Occasion {
  // In a sweep nothing is done where the folds hold; in a re-assessment what they say is put on record anew, for what
  // is made of it may be another. kFollowUps: of a member, follow-ups of cases may be other than they were told of.
  enum class Why { kEntries, kTimers, kSweep, kReassessment, kFollowUps };

  domain::SubjectId subject;
  Why why = Why::kEntries;
  // The first place in its timeline that changed; nullopt: nothing did, only time has passed or the parameters.
  std::optional<domain::Place> earliest;
  // Ledger numbers of the entries that wait, ascending; none without `earliest`. Every other one is folded.
  std::vector<uint64_t> entries;
};

// One subject on its way through all plugins: from the newest folds that nothing new comes before, page by page to the
// end of its timeline. Thread-compatible; nothing is owned.
class SubjectReplay {
 public:
  struct Sources {
    const domain::View& view;
    const domain::AssessmentSource* folds;  // nullptr: every timeline is folded from its start
    domain::PolicyEngine& engine;
    const std::string& fold_set;  // the name under which folds are kept
    Directory& directory;
    int32_t today = 0;
    const DutyTable* duties = nullptr;    // nullptr: of every plugin there are none of its own
    CaseFollowUps* follow_ups = nullptr;  // nullptr: no rule is told of the follow-ups of cases
  };

  // Finds where to begin. Nothing to do for a subject that no plugin reads.
  static absl::StatusOr<SubjectReplay> Begin(const Sources& sources, Occasion occasion);

  const Occasion& occasion() const { return occasion_; }
  bool done() const { return done_; }
  // Whether anything has to be asked: false in a sweep when every fold is there and taken from the facts of now.
  bool Needed() const;

  // The tasks of the next page of at most `limit` entries, one per plugin.
  absl::StatusOr<std::vector<domain::PolicyTask>> NextTasks(const Sources& sources, size_t limit);
  // Their results, in the same order. False: not all were completed; the subject is to be begun again later.
  bool Take(std::vector<domain::PolicyResult> results);

  // After the last page: what each plugin concludes. `before` is what it had concluded when it was last assessed.
  struct PluginOutcome {
    std::string plugin;
    const domain::PluginInfo* info = nullptr;          // of the engine
    std::string context;                               // of its folds, what it was told of follow-ups left out
    bool told = false;                                 // it is told of the follow-ups of cases
    domain::Place from;                                // where the folds below go on from
    std::shared_ptr<const domain::PluginFold> before;  // the fold that says so; nullptr: not known
    std::vector<domain::PluginFold> folds;             // where it began, snapshots, the end
    std::vector<domain::NotAssessed> not_assessed;
    bool loaded = true;
  };
  std::vector<PluginOutcome>& outcomes() { return outcomes_; }

 private:
  explicit SubjectReplay(Occasion occasion) : occasion_(std::move(occasion)) {}

  // What the tasks of a plugin say beside the events.
  static const DutiesFrom& DutiesOf(const Sources& sources, const std::string& plugin);
  absl::Status ChooseStart(const Sources& sources, const domain::PluginInfo& plugin);
  using Entries = std::vector<std::shared_ptr<const domain::RecordedEntry>>;

  // The next page of what stands, in timeline order.
  absl::StatusOr<Entries> ReadPage(const Sources& sources, size_t limit);
  // What a fold of the plugin up to the place was made from: also, which follow-ups it was told of.
  std::string ContextTo(const PluginOutcome& outcome, const domain::Place& place) const;
  // The page with what is told of follow-ups, in timeline order.
  std::vector<domain::PolicyEvent> WithChanges(std::vector<domain::PolicyEvent> entries) const;
  // Of a member, what others have written in cases about their conduct, and the member's answers: what stands of it, in
  // timeline order. Few; read once.
  absl::Status ReadFromCases(const Sources& sources);
  // The same where what waits is all that is to be read; nullopt where the timeline has to be searched.
  absl::StatusOr<std::optional<Entries>> ReadWaiting(const Sources& sources, size_t limit) const;
  absl::StatusOr<domain::PolicyEvent> EventOf(const Sources& sources, const domain::RecordedEntry& recorded) const;
  // By which values entries about the therapist are judged, remembered in `sets_`.
  absl::Status LearnSets(const Sources& sources, const MemberId& therapist);
  // Of all that are remembered, in the form that a task has; a therapist with nothing but set 0 is left out.
  std::vector<domain::SetSpan> Spans() const;
  // A digest of the same, by name: numbers are others after a restart. Empty where the engine has no names.
  std::string SetsContext() const;

  Occasion occasion_;
  domain::CaseCourse course_;
  std::string context_;
  std::map<MemberId, std::vector<domain::SetPeriod>> sets_;
  domain::Place read_to_;
  std::optional<Entries> from_cases_;          // nullopt: not read yet
  std::shared_ptr<const ToldFollowUps> told_;  // nullptr: nobody is told
  // Of what is told, the part that belongs to this page: after the one place, up to the other.
  domain::Place told_after_;
  domain::Place told_to_;
  bool done_ = false;
  std::vector<PluginOutcome> outcomes_;
  std::vector<bool> asked_;  // which outcomes the tasks of this page are for
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_SUBJECT_REPLAY_H_
