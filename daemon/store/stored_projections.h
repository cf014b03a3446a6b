#ifndef CANDOR_DAEMON_STORE_STORED_PROJECTIONS_H_
#define CANDOR_DAEMON_STORE_STORED_PROJECTIONS_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/domain/projections.h"
#include "daemon/store/kv.h"
#include "daemon/store/overlay.h"
#include "daemon/store/rows.h"

namespace candor::store {

// The fold's rows over an overlay. `rows` and `ledger` are not owned and outlive this. Thread-compatible.
class StoredProjections final : public domain::Projections {
 public:
  StoredProjections(Overlay& rows, const KvReader& ledger) : rows_(rows), ledger_(ledger) {}

  absl::Status status() const override { return status_; }
  // After a failed record whose changes were taken back.
  void ClearStatus() { status_ = absl::OkStatus(); }
  // The header of a record that is not in the ledger yet comes from here. Empty: none.
  void SetPending(std::function<std::optional<domain::EntryHeader>(uint64_t)> pending) {
    pending_ = std::move(pending);
  }

  // Is told of each entry that is to wait. Empty: nobody is.
  void SetWaitingAdded(std::function<void(const domain::WaitingEntry&)> added) { waiting_added_ = std::move(added); }

  domain::Settings GetSettings() override;
  void PutSettings(const domain::Settings& settings) override;
  bool HasActivation() override;
  void PutActivation(const domain::Activation& activation, uint64_t number) override;
  std::optional<domain::ActivationRow> FindActivation(const ActivationId& id);
  // The number of the newest one; nullopt: there is none, or it is from before they had names.
  std::optional<uint64_t> NewestActivation();
  std::optional<domain::Reassessment> GetReassessment() override;
  void PutReassessment(const domain::Reassessment& reassessment) override;
  void PutBatch(const domain::Batch& batch) override;
  std::optional<domain::MemberRow> GetMember(const MemberId& id) override;
  void PutMember(const MemberId& id, const domain::MemberRow& row) override;
  std::vector<MemberId> AllMembers() override;
  // Stands in the place of an earlier record of the same two members and first day.
  void PutSupervision(const domain::Supervision& supervision, uint64_t number) override;
  // The relations of the member that were recorded as such, before what changes and departures make of them.
  std::vector<domain::Supervision> RecordedSupervisions(const MemberId& id);
  // Who supervises the member, changes of supervision and departures that stand included.
  std::vector<domain::Supervision> SupervisionsOf(const MemberId& supervisee);
  std::vector<domain::EntryHeader> GetStaffing(const MemberId& id) override;
  void PutStaffing(const MemberId& id, const std::vector<domain::EntryHeader>& staffing) override;
  void MarkDuty(const MemberId& therapist, const CaseId& id) override;
  std::vector<CaseId> CasesWithDuties(const MemberId& therapist) override;
  std::optional<domain::CaseRow> GetCase(const CaseId& id) override;
  void PutCase(const CaseId& id, const domain::CaseRow& row) override;
  std::optional<domain::MergedRow> GetMerged(const CaseId& id) override;
  void PutMerged(const CaseId& id, const domain::MergedRow& row) override;
  std::vector<CaseId> AllCases() override;
  void MarkHeld(const MemberId& therapist, const CaseId& id) override;
  void UnmarkHeld(const MemberId& therapist, const CaseId& id) override;
  void MarkOnCase(const CaseId& id, const MemberId& member) override;
  // Whoever has written in the case, or has been written of as its therapist.
  std::vector<MemberId> EverOnCase(const CaseId& id);
  std::optional<domain::EntryRow> GetEntry(const EntryId& id) override;
  void PutEntry(const EntryId& id, const domain::EntryRow& row) override;
  std::optional<domain::TimelineRow> GetTimeline(const domain::SubjectId& subject, const domain::Place& place) override;
  std::vector<domain::TimelineRow> TimelineRowsOf(const domain::SubjectId& subject) override;
  void PutTimeline(const domain::SubjectId& subject, const domain::Place& place,
                   const domain::TimelineRow& row) override;
  std::optional<domain::EntryHeader> HeaderAt(uint64_t number) override;
  void MarkAbout(const MemberId& member, const EntryId& id) override;
  void UnmarkAbout(const MemberId& member, const EntryId& id) override;
  void MarkReport(const MemberId& author, const domain::OwnReport& report) override;
  void MarkRead(const EntryId& id, const MemberId& reader) override;
  std::optional<domain::FollowUpRow> GetFollowUp(const domain::SubjectId& subject, const FollowUpId& id) override;
  void PutFollowUp(const domain::FollowUpRow& row) override;
  std::vector<domain::FollowUpRow> FollowUpsOf(const domain::SubjectId& subject) override;
  void PutShadow(const domain::FollowUpRow& row) override;
  void CarryFollowUp(const domain::FollowUpRow& from, const domain::SubjectId& subject, const FollowUpId& id) override;
  std::optional<domain::CarriedDecisions> GetCarried(const domain::SubjectId& subject, const FollowUpId& id) override;
  std::optional<domain::DecisionRow> GetDecision(const DecisionId& id) override;
  void PutDecision(const DecisionId& id, const domain::DecisionRow& row) override;
  std::optional<domain::ErasureRow> GetErasure(const ErasureId& id) override;
  void PutErasure(const ErasureId& id, const domain::ErasureRow& row) override;
  std::optional<domain::ErasedRow> GetErased(const domain::SubjectId& subject, domain::KeyClass key_class) override;
  void PutErased(const domain::SubjectId& subject, domain::KeyClass key_class, const domain::ErasedRow& row) override;
  void MarkErasedRecord(uint64_t number) override;
  void ForgetCode(const CaseId& id) override;
  std::optional<domain::HoldRow> GetHold(const domain::SubjectId& subject, const HoldId& id) override;
  void PutHold(const domain::SubjectId& subject, const HoldId& id, const domain::HoldRow& row) override;
  // Whether a legal hold on the subject itself is in force.
  bool HasHold(const domain::SubjectId& subject);
  void PutBackup(uint64_t number) override;
  std::optional<domain::EnrolmentRow> GetEnrolment(const EnrolmentId& id) override;
  void PutEnrolment(const EnrolmentId& id, const domain::EnrolmentRow& row) override;
  void MarkEnrolmentRecord(uint64_t number) override;
  std::optional<domain::RoleRow> GetRole(const MemberId& member, const RoleChangeId& id) override;
  void PutRole(const domain::RoleRow& row) override;
  void MarkAccess(const domain::Access& access, uint64_t number) override;
  std::optional<domain::OversightRow> GetOversight(domain::OversightKind kind, const IdBytes& id) override;
  void PutOversight(domain::OversightKind kind, const IdBytes& id, const domain::OversightRow& row) override;
  void MarkDisclosed(const domain::SubjectId& subject, uint64_t number) override;
  void MarkConcernNotice(const domain::SubjectId& subject, uint64_t number) override;
  std::optional<domain::EmergencyRow> GetEmergency(const EmergencyId& id) override;
  void PutEmergency(const EmergencyId& id, const domain::EmergencyRow& row) override;
  void PutSignature(Day from, Day to, uint64_t number, const domain::SignatureRow& row) override;
  // Of that name under the report of the period, with its record's number.
  std::optional<std::pair<uint64_t, domain::SignatureRow>> FindSignature(Day from, Day to,
                                                                         const domain::SignatureId& id);
  domain::ProgressRow GetProgress(const domain::SubjectId& subject) override;
  void PutProgress(const domain::SubjectId& subject, const domain::ProgressRow& row) override;
  uint64_t GetFloor() override;
  void PutFloor(uint64_t floor) override;
  void AddWaiting(const domain::WaitingEntry& entry) override;
  void ScanWaiting(const std::function<bool(const domain::WaitingEntry&)>& visit) override;
  void MarkActive(const MemberId& therapist, Day day, uint32_t partition) override;
  void Count(const domain::Contribution& contribution, int64_t each) override;
  std::vector<domain::Contribution> ContributionsOf(const CaseId& id) override;
  void PutContributions(const CaseId& id, const std::vector<domain::Contribution>& before,
                        const std::vector<domain::Contribution>& after) override;

  // Whether there is a row; for checks before a record is taken in.
  bool Has(std::string_view key);
  // Whether any row's key begins so.
  bool HasAny(std::string_view prefix);
  // The highest ledger number in the timeline of a subject; nullopt: it is empty. Reads all of it.
  std::optional<uint64_t> NewestOf(const domain::SubjectId& subject);
  // The one that holds a digest; nullopt when none does.
  std::optional<IdBytes> IdAt(std::string_view key);
  void PutWatermark(const Watermark& watermark);

 private:
  void DeleteSupervision(const domain::Supervision& named);
  std::optional<std::string> Row(std::string_view key);
  // The decoded row; nullopt when there is none or it cannot be read.
  template <class Decode>
  auto Read(std::string_view key, Decode decode) -> std::optional<typename decltype(decode(key))::value_type>;
  // The same, of a row that is decoded by a function.
  template <class Value>
  std::optional<Value> Decoded(const std::string& key, absl::StatusOr<Value> (*decode)(std::string_view)) {
    const std::optional<std::string> row = Row(key);
    if (!row) return std::nullopt;
    absl::StatusOr<Value> decoded = decode(*row);
    if (decoded.ok()) return *std::move(decoded);
    Keep(decoded.status());
    return std::nullopt;
  }
  void Keep(const absl::Status& status);
  // Writes a row without content, unless it is there.
  void MarkRow(std::string key);
  // Adds to a number; a row that comes to zero is taken away.
  void Add(const std::string& key, int64_t difference);

  Overlay& rows_;
  const KvReader& ledger_;
  std::function<std::optional<domain::EntryHeader>(uint64_t)> pending_;
  std::function<void(const domain::WaitingEntry&)> waiting_added_;
  absl::Status status_;
};

template <class Decode>
auto StoredProjections::Read(std::string_view key, Decode decode)
    -> std::optional<typename decltype(decode(key))::value_type> {
  const std::optional<std::string> row = Row(key);
  if (!row) return std::nullopt;
  auto decoded = decode(*row);
  if (decoded.ok()) return *std::move(decoded);
  Keep(decoded.status());
  return std::nullopt;
}

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_STORED_PROJECTIONS_H_
