#ifndef CANDOR_DAEMON_DOMAIN_PROJECTIONS_H_
#define CANDOR_DAEMON_DOMAIN_PROJECTIONS_H_

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/domain/access.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/compliance.h"
#include "daemon/domain/emergency.h"
#include "daemon/domain/enrolment.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/member.h"
#include "daemon/domain/order.h"
#include "daemon/domain/oversight.h"
#include "daemon/domain/report_signature.h"
#include "daemon/domain/role.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/store.h"
#include "daemon/domain/subject.h"

// The rows that the fold keeps. None says more than triage: names, codes, reasons and rules stay sealed in the ledger
// record whose number a row carries, so that an erasure of a key leaves nothing behind here and the fold needs no key.
namespace candor::domain {

struct MemberRow {
  uint64_t number = 0;    // the newest record of the member
  IdBytes name_digest{};  // keyed digest of the display name
  IdBytes request{};      // keyed digest of the call that made the member; zeros: none. The same below

  bool operator==(const MemberRow&) const = default;
};

struct CaseRow {
  uint64_t number = 0;
  IdBytes code_digest{};            // keyed digest of the practice's code
  std::vector<EntryHeader> course;  // entries of course kinds that stand, in timeline order
  IdBytes request{};

  bool operator==(const CaseRow&) const = default;
};

// Where a case went.
struct MergedRow {
  CaseId into;
  IdBytes request{};  // as above, of the call that merged them

  bool operator==(const MergedRow&) const = default;
};

// An entry's place in a timeline. A supervision note that covers cases has a row in each of them too.
struct TimelineRow {
  uint64_t number = 0;
  EntryId revises;     // of the entry itself
  EntryId revised_by;  // empty while it stands
  bool retracted = false;
  TakeBack take_back = TakeBack::kPlain;  // how, when it is retracted

  // Told by the row of an entry as it was first written; one of several amendments may not know.
  bool moved() const { return retracted && IsMove(take_back); }
  bool operator==(const TimelineRow&) const = default;
};

// An entry by its id: where it stands, and what tells a repetition from something else under the same name.
struct EntryRow {
  uint64_t number = 0;
  absl::Time recorded_at;
  SubjectId subject;
  Place place;
  IdBytes content{};  // keyed digest of what was handed in

  bool operator==(const EntryRow&) const = default;
};

struct FollowUpRow {
  FollowUpClear clear;
  uint64_t number = 0;   // the assessment record that said so last
  uint32_t section = 0;  // and its section
  bool acknowledged = false;
  bool disposed = false;
  std::optional<Day> waived_until;
  bool erased = false;  // and frozen as it is

  bool operator==(const FollowUpRow&) const = default;
};

// The follow-up of the row; its sealed part and its therapist's days are the caller's to fill in.
inline FollowUp FollowUpOf(const FollowUpRow& row) {
  return {row.clear, std::nullopt, row.acknowledged, row.disposed, row.waived_until, {}, row.erased};
}

// What decisions in force say of a follow-up.
struct CarriedDecisions {
  bool acknowledged = false;
  bool disposed = false;
  std::optional<Day> waived_until;

  bool operator==(const CarriedDecisions&) const = default;
};

// Of a signed report; where it stands tells the rest.
struct SignatureRow {
  SignatureId id;
  IdBytes request{};

  bool operator==(const SignatureRow&) const = default;
};

// An activation by its id: what tells a repetition from something else under the same name.
struct ActivationRow {
  uint64_t number = 0;
  IdBytes request{};

  bool operator==(const ActivationRow&) const = default;
};

struct DecisionRow {
  uint64_t number = 0;  // the newest record of the decision
  SubjectId subject;
  FollowUpId follow_up;
  IdBytes request{};  // of the call that made it
  DecisionState state = DecisionState::kInForce;

  bool operator==(const DecisionRow&) const = default;
};

// A decision to erase by its id.
struct ErasureRow {
  uint64_t number = 0;  // its newest record
  SubjectId subject;
  std::vector<KeyClass> classes;
  DecisionState state = DecisionState::kProposed;
  IdBytes request{};

  bool operator==(const ErasureRow&) const = default;
};

// That a class of a subject is erased: everything of it with a lower number.
struct ErasedRow {
  uint64_t number = 0;             // of the newest erasure in force
  std::array<uint8_t, 8> check{};  // ErasedKeyCheck of the key that went with it

  bool operator==(const ErasedRow&) const = default;
};

// A legal hold, under its subject and id.
struct HoldRow {
  uint64_t number = 0;  // its newest record
  HoldState state = HoldState::kPlaced;
  IdBytes request{};

  bool operator==(const HoldRow&) const = default;
};

// An enrolment, as far as it decides what may still be recorded of it.
struct EnrolmentRow {
  MemberId member;
  bool revoked = false;
  // Of the certificate that its code was used for: SHA-256 of the SubjectPublicKeyInfo. nullopt: nobody has used it.
  std::optional<std::array<uint8_t, 32>> used_by_key;

  bool operator==(const EnrolmentRow&) const = default;
};

// A role that was given, under its member and id.
struct RoleRow {
  uint64_t number = 0;  // of the record by which it was given
  IdBytes request{};
  RoleChange change;  // as it stands; `recorded_at` is when it was given

  bool operator==(const RoleRow&) const = default;
};

// By which records the practice answers for what is read. Stored.
enum class OversightKind : uint8_t { kNonUse = 1, kLogReview = 2, kDisclosure = 3 };

// One of them, under its kind and id.
struct OversightRow {
  uint64_t number = 0;
  IdBytes request{};

  bool operator==(const OversightRow&) const = default;
};

// What was opened in an emergency, under its id.
struct EmergencyRow {
  uint64_t asked = 0;   // its first record
  uint64_t number = 0;  // its newest record
  SubjectId subject;
  EmergencyState state = EmergencyState::kAsked;
  IdBytes request{};

  bool operator==(const EmergencyRow&) const = default;
};

// What the assessment of a subject left behind. No row: nothing.
struct ProgressRow {
  uint64_t assessed_to = 0;  // as far as it matters: 0 when everything before the floor is all there is
  std::optional<int32_t> next_timer;
  std::vector<NotAssessed> not_assessed;

  bool empty() const { return assessed_to == 0 && !next_timer && not_assessed.empty(); }
  bool operator==(const ProgressRow&) const = default;
};

// An entry that policies have to look at.
struct WaitingEntry {
  uint64_t number = 0;
  SubjectId subject;
  Place earliest;  // the first place in the subject's timeline that it touches

  bool operator==(const WaitingEntry&) const = default;
};

// What the fold reads and writes. The store implements it over its rows; a fold needs nothing else. A read that fails
// answers as if nothing were there and is remembered in status(), so that whoever folds asks once per record.
// Thread-compatible.
class Projections {
 public:
  virtual ~Projections() = default;

  // The first error of any call; what was written since is not to be kept.
  virtual absl::Status status() const = 0;

  virtual Settings GetSettings() = 0;
  virtual void PutSettings(const Settings& settings) = 0;
  virtual bool HasActivation() = 0;
  // Of the record `number`; the newest one.
  virtual void PutActivation(const Activation& activation, uint64_t number) = 0;
  // nullopt: no change of the policies has asked for any.
  virtual std::optional<Reassessment> GetReassessment() = 0;
  virtual void PutReassessment(const Reassessment& reassessment) = 0;
  virtual void PutBatch(const Batch& batch) = 0;

  // The index by name digest is kept by PutMember and PutCase.
  virtual std::optional<MemberRow> GetMember(const MemberId& id) = 0;
  virtual void PutMember(const MemberId& id, const MemberRow& row) = 0;
  // In order of id.
  virtual std::vector<MemberId> AllMembers() = 0;
  virtual void PutSupervision(const Supervision& supervision, uint64_t number) = 0;
  // A member's entries of staffing kinds (away.h) that stand, in timeline order. Whom they name finds them from then
  // on.
  virtual std::vector<EntryHeader> GetStaffing(const MemberId& id) = 0;
  virtual void PutStaffing(const MemberId& id, const std::vector<EntryHeader>& staffing) = 0;
  // That a follow-up of the case is the therapist's; never taken away. Written at the first time only.
  virtual void MarkDuty(const MemberId& therapist, const CaseId& id) = 0;
  // In order of id.
  virtual std::vector<CaseId> CasesWithDuties(const MemberId& therapist) = 0;

  virtual std::optional<CaseRow> GetCase(const CaseId& id) = 0;
  virtual void PutCase(const CaseId& id, const CaseRow& row) = 0;
  // nullopt: it stands for itself.
  virtual std::optional<MergedRow> GetMerged(const CaseId& id) = 0;
  virtual void PutMerged(const CaseId& id, const MergedRow& row) = 0;
  // In order of id.
  virtual std::vector<CaseId> AllCases() = 0;
  // That the case is open and the therapist's.
  virtual void MarkHeld(const MemberId& therapist, const CaseId& id) = 0;
  virtual void UnmarkHeld(const MemberId& therapist, const CaseId& id) = 0;
  // Written at the first time only.
  virtual void MarkOnCase(const CaseId& id, const MemberId& member) = 0;

  virtual std::optional<EntryRow> GetEntry(const EntryId& id) = 0;
  virtual void PutEntry(const EntryId& id, const EntryRow& row) = 0;
  virtual std::optional<TimelineRow> GetTimeline(const SubjectId& subject, const Place& place) = 0;
  virtual void PutTimeline(const SubjectId& subject, const Place& place, const TimelineRow& row) = 0;
  // All of a subject's, in timeline order.
  virtual std::vector<TimelineRow> TimelineRowsOf(const SubjectId& subject) = 0;
  // The header of an entry as the ledger has it. REQUIRES: an EntryRow names the number.
  virtual std::optional<EntryHeader> HeaderAt(uint64_t number) = 0;

  // What AboutMember() (store.h) gives. Written at the first time only; to unmark what is not marked does nothing.
  virtual void MarkAbout(const MemberId& member, const EntryId& id) = 0;
  virtual void UnmarkAbout(const MemberId& member, const EntryId& id) = 0;
  // That an entry IsOwnReport() of its author; never taken away, since what becomes of it changes nothing of that.
  virtual void MarkReport(const MemberId& author, const OwnReport& report) = 0;

  // Written at the first time only.
  virtual void MarkRead(const EntryId& id, const MemberId& reader) = 0;

  // The index of open ones is kept by PutFollowUp.
  virtual std::optional<FollowUpRow> GetFollowUp(const SubjectId& subject, const FollowUpId& id) = 0;
  virtual void PutFollowUp(const FollowUpRow& row) = 0;
  virtual std::vector<FollowUpRow> FollowUpsOf(const SubjectId& subject) = 0;
  // Of a rule in shadow, in an index of its own. One that is withdrawn is taken away.
  virtual void PutShadow(const FollowUpRow& row) = 0;
  // What was decided about one follow-up is to hold of another too, which is not there yet.
  virtual void CarryFollowUp(const FollowUpRow& from, const SubjectId& subject, const FollowUpId& id) = 0;
  // What was carried to the name; nullopt: nothing.
  virtual std::optional<CarriedDecisions> GetCarried(const SubjectId& subject, const FollowUpId& id) = 0;
  virtual std::optional<DecisionRow> GetDecision(const DecisionId& id) = 0;
  virtual void PutDecision(const DecisionId& id, const DecisionRow& row) = 0;
  virtual std::optional<ErasureRow> GetErasure(const ErasureId& id) = 0;
  virtual void PutErasure(const ErasureId& id, const ErasureRow& row) = 0;
  virtual std::optional<ErasedRow> GetErased(const SubjectId& subject, KeyClass key_class) = 0;
  virtual void PutErased(const SubjectId& subject, KeyClass key_class, const ErasedRow& row) = 0;
  // That the record of an entry is erased with what it became elsewhere, whatever its own key opens.
  virtual void MarkErasedRecord(uint64_t number) = 0;
  // The case is not found by its code any more, which may be given to another one.
  virtual void ForgetCode(const CaseId& id) = 0;
  virtual std::optional<HoldRow> GetHold(const SubjectId& subject, const HoldId& id) = 0;
  virtual void PutHold(const SubjectId& subject, const HoldId& id, const HoldRow& row) = 0;
  // That the record says that there is a backup: that one was taken, or that the ledger goes on from one.
  virtual void PutBackup(uint64_t number) = 0;
  virtual std::optional<EnrolmentRow> GetEnrolment(const EnrolmentId& id) = 0;
  virtual void PutEnrolment(const EnrolmentId& id, const EnrolmentRow& row) = 0;
  // That the record is of an enrolment.
  virtual void MarkEnrolmentRecord(uint64_t number) = 0;
  virtual std::optional<RoleRow> GetRole(const MemberId& member, const RoleChangeId& id) = 0;
  virtual void PutRole(const RoleRow& row) = 0;
  // That the record is of an access: to whomever it names and whoever was acted for, and by its reader.
  virtual void MarkAccess(const Access& access, uint64_t number) = 0;
  virtual std::optional<OversightRow> GetOversight(OversightKind kind, const IdBytes& id) = 0;
  virtual void PutOversight(OversightKind kind, const IdBytes& id, const OversightRow& row) = 0;
  // That the subject was in what the record discloses; the practice: everything was.
  virtual void MarkDisclosed(const SubjectId& subject, uint64_t number) = 0;
  // That the record is a step about a concern of the member, or about a measure.
  virtual void MarkConcernNotice(const SubjectId& subject, uint64_t number) = 0;
  virtual std::optional<EmergencyRow> GetEmergency(const EmergencyId& id) = 0;
  virtual void PutEmergency(const EmergencyId& id, const EmergencyRow& row) = 0;
  // Of the report of a period, under the record's number.
  virtual void PutSignature(Day from, Day to, uint64_t number, const SignatureRow& row) = 0;

  // The timer index and the list of faults are kept by PutProgress. An empty row is taken away.
  virtual ProgressRow GetProgress(const SubjectId& subject) = 0;
  virtual void PutProgress(const SubjectId& subject, const ProgressRow& row) = 0;
  // Entries with a lower number are all assessed.
  virtual uint64_t GetFloor() = 0;
  // Takes away what waited below it.
  virtual void PutFloor(uint64_t floor) = 0;
  virtual void AddWaiting(const WaitingEntry& entry) = 0;
  // Those from the floor on, in order of number, until `visit` returns false.
  virtual void ScanWaiting(const std::function<bool(const WaitingEntry&)>& visit) = 0;

  // Marks a therapist's month; never taken away. Written at the first time only.
  virtual void MarkActive(const MemberId& therapist, Day day, uint32_t partition) = 0;
  // Puts one contribution in (1) or takes it out (-1), apart from those that a case has put in as a whole.
  virtual void Count(const Contribution& contribution, int64_t each) = 0;
  // What a case, or a member under the unit that stands for them (compliance.h), has put into the figures, sorted.
  virtual std::vector<Contribution> ContributionsOf(const CaseId& id) = 0;
  // Replaces it. The month sums and the index by day are kept by this.
  virtual void PutContributions(const CaseId& id, const std::vector<Contribution>& before,
                                const std::vector<Contribution>& after) = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_PROJECTIONS_H_
