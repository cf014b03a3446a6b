#ifndef CANDOR_DAEMON_DOMAIN_VIEW_H_
#define CANDOR_DAEMON_DOMAIN_VIEW_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/access.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/change.h"
#include "daemon/domain/compliance.h"
#include "daemon/domain/concern_notice.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/emergency.h"
#include "daemon/domain/enrolment.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/ledger_record.h"
#include "daemon/domain/member.h"
#include "daemon/domain/order.h"
#include "daemon/domain/oversight.h"
#include "daemon/domain/report_signature.h"
#include "daemon/domain/role.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/subject.h"

// What can be read of what is on record.
namespace candor::domain {

// Parts of the figures that somebody is not to see; 0, which is everybody's, is never among them.
using PartitionSet = std::set<uint32_t>;

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
  // All that are known by name, in the order in which they were put on record, with why.
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
  // The ids of the same, for who does not need the rest: reads no case.
  virtual absl::StatusOr<std::vector<CaseId>> CasesAfter(const CaseId& after, size_t limit) const = 0;
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
  // What is on record of enrolments, everybody's, in the order of the ledger.
  virtual absl::StatusOr<std::vector<EnrolmentEvent>> ListEnrolments() const = 0;

  // The roles that were given to the member, each as it stands, in the order in which they were given; empty for one
  // who is not there. Those of everybody.
  virtual absl::StatusOr<std::vector<RoleChange>> RolesOf(const MemberId& id) const = 0;
  virtual absl::StatusOr<std::vector<RoleChange>> ListRoles() const = 0;
  // What others were shown of the member, and what the operator did in their name, within the range, newest first.
  virtual absl::StatusOr<std::vector<NumberedAccess>> AccessesTo(const MemberId& member, const NumberRange& range,
                                                                 size_t limit) const = 0;
  // What the reader was shown of others; empty: the operator as such. The same of everybody.
  virtual absl::StatusOr<std::vector<NumberedAccess>> AccessesBy(const MemberId& reader, const NumberRange& range,
                                                                 size_t limit) const = 0;
  virtual absl::StatusOr<std::vector<NumberedAccess>> ListAccesses(const NumberRange& range, size_t limit) const = 0;
  // The number of the first record of any type from `time` on; size() where there is none yet.
  virtual absl::StatusOr<uint64_t> FirstSince(absl::Time time) const = 0;
  // What the owner accepted last; nullopt: nothing yet.
  virtual absl::StatusOr<std::optional<NonUseAccepted>> NonUse() const = 0;
  // In the order of the ledger.
  virtual absl::StatusOr<std::vector<LogReviewed>> ListLogReviews() const = 0;
  virtual absl::StatusOr<std::vector<Disclosed>> ListDisclosures() const = 0;
  // Those of them in which the case or member was, what was of everything included.
  virtual absl::StatusOr<std::vector<Disclosed>> DisclosuresOf(const SubjectId& subject) const = 0;
  // As it stands. All of them, in the order in which they were asked for.
  virtual absl::StatusOr<Emergency> GetEmergency(const EmergencyId& id) const = 0;
  virtual absl::StatusOr<std::vector<Emergency>> ListEmergencies() const = 0;

  // What has become of concerns about the member, and of measures that hit them, in the order of the ledger.
  virtual absl::StatusOr<std::vector<ConcernNotice>> ConcernNoticesOf(const SubjectId& subject) const = 0;

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
  // How many distinct cases stand behind a figure in the period, but for those partitions, counting no further than
  // `at_most`.
  virtual absl::StatusOr<size_t> CasesBehind(CountBasis basis, Figure figure, uint16_t bucket, Day from, Day to,
                                             size_t at_most, const PartitionSet& without) const = 0;
  // The signed reports of exactly this period, in the order in which they were signed.
  virtual absl::StatusOr<std::vector<ReportSigned>> SignaturesOf(Day from, Day to) const = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_VIEW_H_
