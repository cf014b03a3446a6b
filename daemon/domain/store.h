#ifndef CANDOR_DAEMON_DOMAIN_STORE_H_
#define CANDOR_DAEMON_DOMAIN_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/sensitive.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/compliance.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/evidence.h"
#include "daemon/domain/key_custody.h"
#include "daemon/domain/member.h"
#include "daemon/domain/order.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/report_signature.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/domain/settings.h"

// The domain's view of where records live. One implementation, over RocksDB or memory (daemon/store).
namespace candor::domain {

// A file that is being imported. Each imported header names its batch.
struct Batch {
  BatchId id;
  std::string file_digest;  // 32 bytes
  std::string map_digest;   // 32 bytes
  Day policy_from;          // entries reported on or after it may open duties
};

// From when on which policies hold, and how each rule is run. One stands in every ledger from the first start; another
// is put on record with every change of plugins, profiles or modes, and on the day from which a mode was to hold.
struct Activation {
  std::string parameter_set;          // PolicyEngine::ParameterSet()
  std::vector<std::string> plugins;   // "consultation 1.0.0"
  std::vector<std::string> profiles;  // "default 1.0.0"
  Day effective_from;                 // duties arise from entries reported on or after it
  // Since modes are kept; those from before have none of what follows, and all their rules are active.
  ActivationId id = {};
  std::optional<Day> on = {};               // the day for which `settings` are to be read
  std::vector<RuleSetting> settings = {};   // in the order in which they were laid down
  std::map<std::string, Day> awaited = {};  // plugins that could not be loaded so far, and since when
  IdBytes request = {};                     // of the call that asked for it; given out by the store
  // The ledger size at which it was decided; not kept. ABORTED when another one has been put on record since.
  std::optional<uint64_t> decided_at = {};
  // What the profiles say otherwise than before, in a form of the policy room's own; empty: nothing, or that was not
  // kept yet. Entries of `profiles_from` or later are judged by it; nullopt: all there are.
  std::string profiles_kept = {};
  std::optional<Day> profiles_from = {};
  // The profiles in force, without their titles, for when each was reviewed; empty: not kept yet.
  std::vector<ProfileInForce> reviews = {};
};

struct NewCase {
  CaseId id;
  std::string code;
};

struct LossAccepted {
  uint64_t lost_from = 0;  // first ledger number that is gone
  uint64_t lost_to = 0;    // one past the last; the same as `lost_from` when nobody knows how many are gone
  std::string reason;
};

// The ledger goes on from a backup: what was recorded after it was made is not there, and checkpoints are signed under
// another epoch from here on.
struct Restored {
  uint64_t epoch = 0;         // as which it goes on
  uint64_t records = 0;       // that the backup held
  absl::Time made_at;         // the backup
  IdBytes backup{};           // its id
  uint32_t erased_again = 0;  // keys that were erased after it was made, and again before anything was served

  bool operator==(const Restored&) const = default;
};

// The digests of an import, of its file, its map and each of its rows, are SHA-256.
inline constexpr size_t kImportDigestBytes = 32;

// That somebody other than its author is shown a personal entry: on record before they are, of each reader the first
// time. `entry` is the one first written, whichever version was shown.
struct FirstRead {
  SubjectId subject;
  EntryId entry;
  MemberId reader;  // empty: the operator as such

  bool operator==(const FirstRead&) const = default;
};

// Two case records are of one client. What stood in `from` is written into `into` by the same transaction, so that from
// here on `from` is a name that says where it went. Follow-ups keep what was decided about them: each pair names one of
// `from` and the one that the same entries make in `into`.
struct CaseMerged {
  CaseId from;
  CaseId into;
  Caller caller;
  std::vector<std::pair<FollowUpId, FollowUpId>> follow_ups;
  IdBytes request{};  // given out by the store
  // The ledger size at which it was decided what is to be moved; not kept. ABORTED when either case has changed since.
  uint64_t decided_at = 0;
};

// An entry on its way in. `request_id`: empty, or AIP-155 text; the same id by the same caller within seven days with
// the same content is answered with the first entry, with other content it is ALREADY_EXISTS. `import_digest`: empty,
// or SHA-256 of the row's normalised content; the same row is a duplicate for ever. At most one of the two.
// `entry.header.id` is given out by the store when empty.
struct NewEntry {
  Entry entry;
  std::string request_id;
  std::string import_digest;
};

using Change = std::variant<Member, Supervision, NewCase, NewEntry, Decision, Assessment, Activation, Batch, Settings,
                            LossAccepted, FirstRead, CaseMerged, ReportSigned, Restored, Erasure, LegalHold, KeyEvent,
                            BackupTaken>;

// Changes that stand or fall together, in order. `sent`: empty, or what the call that asks for them said, in a form in
// which equal calls are equal; then the first change is the entry (with the call's request id), member, case or
// decision (or a report's signature, or an activation) that the call makes, under a name that follows from its request
// id. The same call again is answered with that, whatever has become of it; another call under the same name is
// ALREADY_EXISTS.
struct Transaction {
  std::vector<Change> changes;
  std::string sent = {};
};

struct Appended {
  uint64_t first_number = 0;  // ledger number of the first change; of the earlier thing when duplicate
  absl::Time recorded_at;     // left out when duplicate, but for an entry
  bool duplicate = false;     // nothing was written: what the call makes was there already
  EntryId entry;              // of the last NewEntry among the changes; the earlier one's when duplicate
  SubjectId subject;          // of that entry
};

using AppendCallback = std::function<void(absl::StatusOr<Appended>)>;

// A ledger record with all that it says, what the store itself has given out included: what an export carries away and
// an import puts back. The digests are keyed, 16 bytes each; zeros or empty: none.
struct KeptMember {
  Member member;
  IdBytes request{};
};
struct KeptCase {
  NewCase opened;
  IdBytes request{};
};
struct KeptEntry {
  Entry entry;
  IdBytes content{};
  std::string import_digest;
};
struct KeptDecision {
  Decision decision;
  IdBytes request{};
};
struct KeptErasure {
  Erasure erasure;
  IdBytes request{};
};
struct KeptHold {
  LegalHold hold;
  IdBytes request{};
};
// `follow_ups` as they stood then, without decisions; `sealed` is nullopt where it is erased.
struct KeptAssessment {
  uint64_t answers_to = 0;
  std::vector<SubjectProgress> progress;
  std::vector<FollowUp> follow_ups;
  std::optional<Reassessment> reassessment = {};
};
struct LedgerRecord {
  // In the order of the record types (FORMAT.md).
  using What = std::variant<KeptMember, Supervision, KeptCase, KeptEntry, KeptDecision, KeptAssessment, Activation,
                            Batch, Settings, LossAccepted, FirstRead, CaseMerged, ReportSigned, Restored, KeptErasure,
                            KeptHold, KeyEvent, BackupTaken>;

  uint64_t number = 0;
  absl::Time recorded_at;
  std::string commitment;  // 32 bytes
  bool erased = false;     // its key is gone: only what stands in clear is there
  What what;
};

// What names, lookups and the order of timelines are made with; 32 bytes each. A ledger that has taken over another
// one's records goes on with them, so that the same thing gets the same name there.
struct NamingKeys {
  Sensitive<std::string> order;
  Sensitive<std::string> names;
  Sensitive<std::string> lookup;
};

struct TimelinePage {
  std::vector<RecordedEntry> entries;  // in timeline order
  std::optional<Place> next;           // nullopt: that was the end
};

// What the projections say at one ledger size. Immutable, thread-safe; keeps what it needs alive.
// Errors of every method: NOT_FOUND where the thing itself is asked for, DATA_LOSS for bytes that cannot be read.
class View {
 public:
  virtual ~View() = default;

  // Records folded: the ledger prefix [0, size).
  virtual uint64_t size() const = 0;
  // How many of them are entries, amendments and retractions included.
  virtual uint64_t entries() const = 0;
  // recorded_at of the last of them; InfinitePast when empty.
  virtual absl::Time last_recorded_at() const = 0;

  virtual absl::StatusOr<Settings> GetSettings() const = 0;
  virtual absl::StatusOr<Activation> GetActivation() const = 0;  // the newest; NOT_FOUND when none
  // All that are known by name, in the order in which they were put on record.
  virtual absl::StatusOr<std::vector<Activation>> ListActivations() const = 0;
  // How far the look at every subject has come that the newest change of the policies asks for; NOT_FOUND when they
  // have never changed.
  virtual absl::StatusOr<Reassessment> GetReassessment() const = 0;
  virtual absl::StatusOr<Batch> GetBatch(const BatchId& id) const = 0;

  virtual absl::StatusOr<Member> GetMember(const MemberId& id) const = 0;
  virtual absl::StatusOr<bool> HasMember(const MemberId& id) const = 0;
  virtual absl::StatusOr<MemberId> FindMember(std::string_view display_name) const = 0;
  // In order of id, after `after` (empty: from the start).
  virtual absl::StatusOr<std::vector<Member>> ListMembers(const MemberId& after, size_t limit) const = 0;
  // The member's entries of staffing kinds (away.h) that stand, triage only, in timeline order; empty for one who is
  // not there.
  virtual absl::StatusOr<std::vector<EntryHeader>> StaffingOf(const MemberId& id) const = 0;
  // What others have written about the member's conduct, as it stands, what the member has answered to others, and the
  // answers to what was about the member when it was first written (IsAboutSomebody and IsResponse in entries_about.h):
  // the ids with which these were first written, while they stand, in order of id.
  virtual absl::StatusOr<std::vector<EntryId>> AboutMember(const MemberId& id) const = 0;
  // What the member has told of their own conduct, and which concerns they have raised (IsOwnReport in
  // entries_about.h), whatever has become of it: in order of number.
  virtual absl::StatusOr<std::vector<OwnReport>> ReportsBy(const MemberId& id) const = 0;
  // Where the member is supervisee or supervisor, in order of `from`: as recorded, and as the changes of supervision in
  // the supervisee's timeline and the departures of supervisors that stand leave it.
  virtual absl::StatusOr<std::vector<Supervision>> SupervisionsOf(const MemberId& id) const = 0;

  virtual absl::StatusOr<CaseFile> GetCase(const CaseId& id) const = 0;
  virtual absl::StatusOr<bool> HasCase(const CaseId& id) const = 0;
  // Of GetCase() what is not sealed.
  virtual absl::StatusOr<CaseCourse> GetCourse(const CaseId& id) const = 0;
  // The code of a case that was merged into another finds that one, unless that one is erased.
  virtual absl::StatusOr<CaseId> FindCase(std::string_view code) const = 0;
  // The cases that went into it, also by way of another, in order of id.
  virtual absl::StatusOr<std::vector<CaseId>> CasesMergedInto(const CaseId& id) const = 0;
  // The open cases that the member holds, in order of id.
  virtual absl::StatusOr<std::vector<CaseId>> CasesHeldBy(const MemberId& id) const = 0;
  // The cases in which any follow-up is or was about the member, in order of id.
  virtual absl::StatusOr<std::vector<CaseId>> CasesWithFollowUpsAbout(const MemberId& id) const = 0;
  virtual absl::StatusOr<std::vector<CaseFile>> ListCases(const CaseId& after, size_t limit) const = 0;
  // Whether the member has ever had a part in the case or written an entry about it.
  virtual absl::StatusOr<bool> EverOnCase(const CaseId& id, const MemberId& member) const = 0;

  virtual absl::StatusOr<RecordedEntry> GetEntry(const EntryId& id) const = 0;
  // Whether it is on record that the reader (empty: the operator as such) was shown the personal entry first written
  // under `id`.
  virtual absl::StatusOr<bool> HasRead(const EntryId& id, const MemberId& reader) const = 0;
  // The entry recorded under a ledger number, as it was written: whether it has been revised since is left out. Never
  // nullptr.
  virtual absl::StatusOr<std::shared_ptr<const RecordedEntry>> EntryAt(uint64_t number) const = 0;
  // The record of any type under a ledger number, whole.
  virtual absl::StatusOr<LedgerRecord> RecordAt(uint64_t number) const = 0;
  // The entry that an imported row of this digest (NewEntry::import_digest) became; NOT_FOUND when none did.
  virtual absl::StatusOr<EntryId> FindImported(std::string_view import_digest) const = 0;
  // Entries of a subject after a place, as written, amended and retracted ones included and marked; supervision that
  // covers a case stands in the case's timeline too.
  virtual absl::StatusOr<TimelinePage> Timeline(const SubjectId& subject, const Place& after, size_t limit) const = 0;

  // All of a subject's, in order of id.
  virtual absl::StatusOr<std::vector<FollowUp>> FollowUpsOf(const SubjectId& subject) const = 0;
  // Those of them that the assessments from ledger number `number` on have written.
  virtual absl::StatusOr<std::vector<FollowUp>> FollowUpsSince(const SubjectId& subject, uint64_t number) const = 0;
  virtual absl::StatusOr<FollowUp> GetFollowUp(const SubjectId& subject, const FollowUpId& id) const = 0;
  // Those of every subject in order of (subject, id), after the given one.
  virtual absl::StatusOr<std::vector<FollowUp>> ListFollowUps(const SubjectId& after_subject, const FollowUpId& after,
                                                              size_t limit) const = 0;
  // Those whose rule state is open, as above. Reads only open ones.
  virtual absl::StatusOr<std::vector<FollowUp>> ListOpenFollowUps(const SubjectId& after_subject,
                                                                  const FollowUpId& after, size_t limit) const = 0;
  // What rules in shadow say, kept apart from all of the above and without decisions: of a subject, in order of id, and
  // of every subject, in order of (subject, id) after the given one.
  virtual absl::StatusOr<std::vector<FollowUp>> ShadowFollowUpsOf(const SubjectId& subject) const = 0;
  virtual absl::StatusOr<std::vector<FollowUp>> ListShadowFollowUps(const SubjectId& after_subject,
                                                                    const FollowUpId& after, size_t limit) const = 0;
  virtual absl::StatusOr<std::vector<Decision>> DecisionsOf(const SubjectId& subject, const FollowUpId& id) const = 0;
  virtual absl::StatusOr<Decision> GetDecision(const DecisionId& id) const = 0;

  // As its newest record has it.
  virtual absl::StatusOr<Erasure> GetErasure(const ErasureId& id) const = 0;
  // All of them, refused ones included, in the order of their newest records.
  virtual absl::StatusOr<std::vector<Erasure>> ListErasures() const = 0;
  // Whether an erasure of that class of the subject is in force: what was recorded before it cannot be read.
  virtual absl::StatusOr<bool> HasErased(const SubjectId& subject, KeyClass key_class) const = 0;
  // Whether a legal hold on the subject itself is in force.
  virtual absl::StatusOr<bool> HasHold(const SubjectId& subject) const = 0;
  virtual absl::StatusOr<LegalHold> GetHold(const SubjectId& subject, const HoldId& id) const = 0;
  // All of them, released ones included, in order of subject.
  virtual absl::StatusOr<std::vector<LegalHold>> ListHolds() const = 0;
  // Those that the ledger knows of, in the order of their records: what was taken, and what the ledger goes on from, of
  // which it does not say who took it.
  virtual absl::StatusOr<std::vector<BackupTaken>> ListBackups() const = 0;

  // Plugin faults of a subject that stand.
  virtual absl::StatusOr<std::vector<NotAssessed>> NotAssessedOf(const SubjectId& subject) const = 0;
  // Those of all subjects, in order of subject.
  virtual absl::StatusOr<std::vector<NotAssessed>> ListNotAssessed(size_t limit) const = 0;
  // How many there are; reads every subject that has one.
  virtual absl::StatusOr<FaultCount> CountNotAssessed() const = 0;
  // Entries that have not been handed to the policies yet.
  virtual uint64_t entries_not_assessed() const = 0;

  // Sums of contributions whose day lies in [from, to], per key; months that lie wholly inside are read as maintained
  // sums, days at the edges from the index of contributions.
  struct CountRow {
    Figure figure = Figure::kTherapistActive;
    uint16_t bucket = 0;
    uint32_t partition = 0;
    MemberId therapist;
    uint64_t count = 0;
  };
  virtual absl::StatusOr<std::vector<CountRow>> Counts(CountBasis basis, Day from, Day to) const = 0;
  // How many distinct cases stand behind a figure in the period, counting no further than `at_most`.
  virtual absl::StatusOr<size_t> CasesBehind(CountBasis basis, Figure figure, uint16_t bucket, Day from, Day to,
                                             size_t at_most) const = 0;
  // The signed reports of exactly this period, in the order in which they were signed.
  virtual absl::StatusOr<std::vector<ReportSigned>> SignaturesOf(Day from, Day to) const = 0;
};

// What only the assessor needs: the cache of plugin folds and the queues. Thread-safe.
class AssessmentSource {
 public:
  virtual ~AssessmentSource() = default;

  // The newest fold and the older spaced ones of (subject, plugin) under `parameter_set`, oldest first; empty when
  // there is none.
  virtual absl::StatusOr<std::vector<PluginFold>> Folds(const SubjectId& subject, std::string_view plugin,
                                                        std::string_view parameter_set) const = 0;
  // The newest of them alone, which is all that an entry in order needs; nullptr when there is none.
  virtual absl::StatusOr<std::shared_ptr<const PluginFold>> NewestFold(const SubjectId& subject,
                                                                       std::string_view plugin,
                                                                       std::string_view parameter_set) const = 0;
  // Keeps folds, oldest first; what is kept now and lies after `from` is dropped. `from` is the place of the fold that
  // they go on from (Place::First() when the subject was replayed from the start), so that a fold that misses a late
  // entry never survives it. The store thins out older ones. Kept in memory while they are used, and written at a
  // clean stop or when there are too many; losing them costs time only. REQUIRES: assessments are appended one at a
  // time, and no fold is asked for or saved while one is under way.
  virtual void SaveFolds(const SubjectId& subject, std::string_view plugin, std::string_view parameter_set,
                         const Place& from, std::vector<PluginFold> folds) = 0;
  // Subjects with entries that no assessment has answered, oldest first.
  struct Waiting {
    SubjectId subject;
    uint64_t oldest = 0;  // ledger number of the oldest such entry
    // The earliest place in the subject's timeline that any of them touches: its own, or that of the entry it revises
    // or of an earlier revision of that one. May be earlier than need be, never later.
    Place earliest;
    // The ledger numbers of all of them, ascending. Every other entry of the subject has been assessed.
    std::vector<uint64_t> entries;
  };
  virtual absl::StatusOr<std::vector<Waiting>> Unassessed(size_t limit) const = 0;
  // Of these subjects those that have such entries.
  virtual absl::StatusOr<std::vector<Waiting>> UnassessedOf(const std::set<SubjectId>& subjects) const = 0;
  // Subjects whose earliest timer lies before `day`.
  virtual absl::StatusOr<std::vector<SubjectId>> TimersBefore(int32_t day, size_t limit) const = 0;
};

// How far a fold has come.
struct FoldProgress {
  uint64_t records = 0;  // folded
  uint64_t of = 0;       // when it is done
};
// Asked now and then by what may take long: an error ends it, and is what it returns.
using GoOn = std::function<absl::Status(const FoldProgress& progress)>;

// What would stand if more were recorded: checked and folded as Append() does it, and forgotten. Nothing of it is
// written or counted, no key is made for it, and nobody else sees it. Thread-compatible.
class Trial {
 public:
  virtual ~Trial() = default;

  // Each on top of what was added before. Codes as Store::Append(); after an error the trial is of no more use.
  // The entry gets a random id, which is returned.
  virtual absl::StatusOr<EntryId> AddEntry(Entry entry) = 0;
  // The entries that it moves are added after it.
  virtual absl::Status AddMerge(CaseMerged merged) = 0;
  virtual absl::Status AddAssessment(Assessment assessment) = 0;

  // Everything as it would be. Good until something is added again; keeps what it needs alive.
  virtual std::shared_ptr<const View> Outcome() const = 0;
};

// Whether transactions would be taken, each on top of those taken before it: answered as Append() answers, and nothing
// is written or counted, no key is made, nobody else sees it. Keeps of what was taken only what later answers depend
// on, so that a whole file can be rehearsed. Thread-compatible.
class Rehearsal {
 public:
  virtual ~Rehearsal() = default;

  // What stands before it all. Never nullptr.
  virtual std::shared_ptr<const View> before() const = 0;
  // REQUIRES: people, relations, cases, imports and entries that revise nothing. Codes as Store::Append(); what was not
  // taken leaves no trace. RESOURCE_EXHAUSTED when there is too much to keep. The answer has no ledger number, and of
  // an entry the name only where it was there before.
  virtual absl::StatusOr<Appended> Take(Transaction transaction) = 0;
};

// Thread-safe.
class Store {
 public:
  virtual ~Store() = default;

  // Checks, encodes and seals on the calling thread, then hands over to the sequencer; `done` is called exactly once,
  // from a store thread, when the changes are durable and visible in Latest() (an Assessment alone: visible, durable
  // with the next group), or with the error. Codes: INVALID_ARGUMENT, NOT_FOUND (subject), ALREADY_EXISTS (request id
  // with other content, name or code taken), FAILED_PRECONDITION (second intake into an open episode, nothing to
  // revise, too late or read for a recall, a case that was merged; something erased; an erasure that a hold forbids),
  // ABORTED (CaseMerged, Activation; what it is about was erased meanwhile: send it again),
  // RESOURCE_EXHAUSTED (no space), UNAVAILABLE (shutting down). `done` must not block.
  virtual void Append(Transaction transaction, AppendCallback done) = 0;

  virtual std::shared_ptr<const View> Latest() const = 0;
  // What a daemon that holds only the records with recorded_at <= `as_of` would show. When that is the past, folds it
  // on the calling thread, as long as `go_on` lets it: from the moment asked for last where that is earlier, else from
  // the first record on.
  virtual absl::StatusOr<std::shared_ptr<const View>> AsOf(absl::Time as_of, const GoOn& go_on) const = 0;

  // On top of Latest(), as of now. Not to outlive the store.
  virtual std::unique_ptr<Trial> Try() const = 0;
  // The same; keeps about `most_bytes` at most.
  virtual std::unique_ptr<Rehearsal> Rehearse(size_t most_bytes) const = 0;

  virtual AssessmentSource& assessments() = 0;
  virtual Evidence& evidence() = 0;
  virtual const LedgerId& ledger_id() const = 0;
  // For an export of the whole ledger, and for nobody else.
  virtual NamingKeys naming_keys() const = 0;
  // 16 bytes for the name of what a call makes: a keyed hash of the caller, of the kind of thing and of the request's
  // id (not empty), so that the same call finds it again and no other caller can ask for it by that id.
  virtual IdBytes NameRequested(const Caller& caller, std::string_view thing, std::string_view request_id) const = 0;
  // 16 bytes for a follow-up's name: a keyed hash of subject, rule and key, so that a name tells nothing.
  virtual FollowUpId NameFollowUp(const SubjectId& subject, std::string_view rule, std::string_view key) const = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_STORE_H_
