#ifndef CANDOR_DAEMON_POLICY_SUBJECT_REPLAY_H_
#define CANDOR_DAEMON_POLICY_SUBJECT_REPLAY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
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
  // With entries of a member's own: they are told of the follow-ups of cases as well.
  bool tell = false;

  // Whether it is looked at though nothing of its own waits and no day has come.
  bool LooksAtEverything() const { return why != Why::kEntries && why != Why::kTimers; }
  // Whether a member is told of the follow-ups of cases as they are now.
  bool Tells() const { return tell || why != Why::kEntries; }
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
    const domain::PluginInfo* info = nullptr;  // of the engine, never nullptr
    const DutiesFrom* duties = nullptr;        // never nullptr
    bool told = false;                         // it is told of the follow-ups of cases, or was
    bool loaded = true;
    // Where it began: shared with who keeps it, since most plugins are not asked and leave it as it is.
    domain::KeptFold start;
    bool newest = false;                               // `start` is the newest that is kept
    bool complete = false;                             // every entry that was ever assessed is in `start`
    domain::Place from;                                // where the folds below go on from
    std::shared_ptr<const domain::PluginFold> before;  // the fold that says so; nullptr: not known
    std::vector<domain::PluginFold> folds;             // snapshots and the end; empty: it was not asked
    domain::Place to;                                  // how far it has come
    uint64_t folded_to = 0;                            // likewise
    domain::Place last_event;                          // that it was shown of this page
    // Of `folds`, the one that has all events and misses timers alone; nullopt: none.
    std::optional<size_t> before_timers;
    std::vector<domain::NotAssessed> not_assessed;

    const std::string& plugin() const { return info->name; }
    // What it concludes; its place may be before `to`. REQUIRES: loaded.
    const domain::PluginFold& end() const { return folds.empty() ? *start.fold : folds.back(); }
  };
  std::vector<PluginOutcome>& outcomes() { return outcomes_; }
  // What there is to be kept of it once it is on record that the subject is assessed up to `folded_to`. The outcomes
  // have no folds of their own afterwards.
  std::vector<domain::AssessmentSource::NewFolds> TakeFolds(uint64_t folded_to);

  // What the header of an entry tells of its kind.
  struct KindOfEntry {
    domain::Kind kind = domain::Kind::kNone;
    bool personal = false;
  };
  // Of an entry that the plugins were shown; nullptr: look it up.
  const KindOfEntry* KindOf(const EntryId& id) const;
  // By which values entries about the therapist were judged; nullptr: none was.
  const std::vector<domain::SetPeriod>* SetsOf(const MemberId& therapist) const;

 private:
  explicit SubjectReplay(Occasion occasion) : occasion_(std::move(occasion)) {}

  using Events = std::shared_ptr<const std::vector<domain::PolicyEvent>>;

  // What the tasks of a plugin say beside the events.
  static const DutiesFrom& DutiesOf(const Sources& sources, const std::string& plugin);
  // What the plugins are told of the follow-ups of cases, `newest` being their folds. Of entries alone they are told
  // nothing more than they were, where all can go on from there.
  absl::Status LearnTold(const Sources& sources, const std::vector<domain::KeptFold>& newest);
  // Whether a plugin's folds have one, noted in `told_before_`, that all it was told lies before, and all that changed
  // in the timeline after.
  absl::StatusOr<bool> GoesOnUntold(const Sources& sources, const std::string& plugin, const domain::KeptFold& newest);
  // Of a context of this subject the part about what was told, empty for nothing; nullopt: it is of other facts.
  std::optional<std::string_view> ToldPart(std::string_view context, const DutiesFrom& duties) const;
  // Whether all that changed in the timeline comes after the place.
  bool ComesAfter(const domain::Place& place) const;
  // `newest`: that is kept of it, if any.
  absl::Status ChooseStart(const Sources& sources, const domain::PluginInfo& plugin, domain::KeptFold newest);
  using Entries = std::vector<std::shared_ptr<const domain::RecordedEntry>>;

  // The next page of what stands, in timeline order.
  absl::StatusOr<Entries> ReadPage(const Sources& sources, size_t limit);
  absl::StatusOr<Events> ReadEvents(const Sources& sources, size_t limit);
  // Of a page of what was written as it stands.
  void NoteKinds(const std::vector<domain::RecordedEntry>& entries);
  void NoteKind(const domain::RecordedEntry& recorded);
  domain::PolicyTask TaskOf(const PluginOutcome& outcome, const Events& shown, size_t first, int32_t until) const;
  void ListNotLoaded(const std::vector<domain::PolicyEvent>& events, PluginOutcome& outcome) const;
  // What a fold of the plugin up to the place was made from: also, which follow-ups it was told of.
  std::string ContextTo(const PluginOutcome& outcome, const domain::Place& place) const;
  // Whether it is that, without making one.
  bool IsContextTo(const PluginOutcome& outcome, const domain::Place& place, std::string_view context) const;
  // The page with what is told of follow-ups, in timeline order.
  Events WithChanges(const Events& entries) const;
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
  std::map<MemberId, std::shared_ptr<const JudgedBy>> sets_;
  absl::flat_hash_map<EntryId, KindOfEntry> kinds_;  // of at most kMostKinds entries
  domain::Place read_to_;
  std::optional<Entries> from_cases_;               // nullopt: not read yet
  bool tells_ = false;                              // rules are told of the follow-ups of cases
  std::shared_ptr<const ToldFollowUps> told_;       // nullptr: of none that they were not told of before
  std::map<std::string, std::string> told_before_;  // by plugin, while `told_` is nullptr: the part of a fold's context
  // Of what is told, the part that belongs to this page: after the one place, up to the other.
  domain::Place told_after_;
  domain::Place told_to_;
  bool done_ = false;
  std::vector<PluginOutcome> outcomes_;
  std::vector<bool> asked_;  // which outcomes the tasks of this page are for
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_SUBJECT_REPLAY_H_
