#ifndef CANDOR_DAEMON_STORE_VIEW_H_
#define CANDOR_DAEMON_STORE_VIEW_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "daemon/crypto/key_table.h"
#include "daemon/domain/ledger_feed.h"
#include "daemon/domain/projections.h"
#include "daemon/domain/store.h"
#include "daemon/store/course_cache.h"
#include "daemon/store/erasures.h"
#include "daemon/store/kv.h"
#include "daemon/store/record_reader.h"
#include "daemon/store/row_cache.h"
#include "daemon/store/rows.h"
#include "daemon/store/waiting_list.h"

namespace candor::store {

// Projections at one ledger size, and the records they point to. Thread-safe, immutable.
class StoreView final : public domain::View {
 public:
  struct Source {
    std::shared_ptr<const KvReader> rows;
    std::shared_ptr<const KvReader> ledger;  // may hold more than `rows` is folded from
    uint64_t size = 0;
    uint64_t entries = 0;
    uint64_t waiting = 0;  // entries_not_assessed()
    absl::Time recorded_at = absl::InfinitePast();
    std::shared_ptr<RecordCache> opened;
    std::shared_ptr<RowCache> cache;                     // of the newest rows; nullptr for a view of the past
    std::shared_ptr<const UnwrittenRecords> unwritten;   // on top of `ledger`; nullptr: none
    std::shared_ptr<const Erasures> erasures = nullptr;  // in force now, whatever moment the view shows; nullptr: none
    std::shared_ptr<CourseCache> courses = nullptr;      // nullptr: each is decoded when it is asked for
  };

  StoreView(Source source, const LedgerId& id, std::shared_ptr<const crypto::KeyTable> keys)
      : source_(std::move(source)),
        keys_(std::move(keys)),
        records_(source_.ledger, id, *keys_, source_.opened, source_.unwritten, source_.erasures) {}

  const Source& source() const { return source_; }

  // What record `number` changed, for those who follow the ledger. REQUIRES: number < size().
  absl::StatusOr<domain::LedgerEvent> EventAt(uint64_t number) const;

  uint64_t size() const override { return source_.size; }
  uint64_t entries() const override { return source_.entries; }
  absl::Time last_recorded_at() const override { return source_.recorded_at; }
  absl::StatusOr<domain::Settings> GetSettings() const override;
  absl::StatusOr<domain::Activation> GetActivation() const override;
  absl::StatusOr<std::vector<domain::Activation>> ListActivations() const override;
  absl::StatusOr<domain::Reassessment> GetReassessment() const override;
  absl::StatusOr<domain::Batch> GetBatch(const BatchId& id) const override;
  absl::StatusOr<domain::Member> GetMember(const MemberId& id) const override;
  absl::StatusOr<bool> HasMember(const MemberId& id) const override;
  absl::StatusOr<MemberId> FindMember(std::string_view display_name) const override;
  absl::StatusOr<std::vector<domain::Member>> ListMembers(const MemberId& after, size_t limit) const override;
  absl::StatusOr<std::vector<domain::EntryHeader>> StaffingOf(const MemberId& id) const override;
  absl::StatusOr<std::vector<EntryId>> AboutMember(const MemberId& id) const override;
  absl::StatusOr<std::vector<domain::OwnReport>> ReportsBy(const MemberId& id) const override;
  absl::StatusOr<std::vector<domain::Supervision>> SupervisionsOf(const MemberId& id) const override;
  absl::StatusOr<domain::CaseFile> GetCase(const CaseId& id) const override;
  absl::StatusOr<bool> HasCase(const CaseId& id) const override;
  absl::StatusOr<domain::CaseCourse> GetCourse(const CaseId& id) const override;
  absl::StatusOr<CaseId> FindCase(std::string_view code) const override;
  absl::StatusOr<std::vector<CaseId>> CasesMergedInto(const CaseId& id) const override;
  absl::StatusOr<std::vector<CaseId>> CasesHeldBy(const MemberId& id) const override;
  absl::StatusOr<std::vector<CaseId>> CasesWithFollowUpsAbout(const MemberId& id) const override;
  absl::StatusOr<std::vector<domain::CaseFile>> ListCases(const CaseId& after, size_t limit) const override;
  absl::StatusOr<std::vector<CaseId>> CasesAfter(const CaseId& after, size_t limit) const override;
  absl::StatusOr<bool> EverOnCase(const CaseId& id, const MemberId& member) const override;
  absl::StatusOr<domain::RecordedEntry> GetEntry(const EntryId& id) const override;
  absl::StatusOr<bool> HasRead(const EntryId& id, const MemberId& reader) const override;
  absl::StatusOr<std::shared_ptr<const domain::RecordedEntry>> EntryAt(uint64_t number) const override;
  absl::StatusOr<domain::LedgerRecord> RecordAt(uint64_t number) const override;
  absl::StatusOr<EntryId> FindImported(std::string_view import_digest) const override;
  absl::StatusOr<domain::TimelinePage> Timeline(const domain::SubjectId& subject, const domain::Place& after,
                                                size_t limit) const override;
  absl::StatusOr<std::vector<domain::FollowUp>> FollowUpsOf(const domain::SubjectId& subject) const override;
  absl::StatusOr<std::vector<domain::FollowUp>> FollowUpsSince(const domain::SubjectId& subject,
                                                               uint64_t number) const override;
  absl::StatusOr<domain::FollowUp> GetFollowUp(const domain::SubjectId& subject, const FollowUpId& id) const override;
  absl::StatusOr<std::vector<domain::FollowUp>> ListFollowUps(const domain::SubjectId& after_subject,
                                                              const FollowUpId& after, size_t limit) const override;
  absl::StatusOr<std::vector<domain::FollowUp>> ListOpenFollowUps(const domain::SubjectId& after_subject,
                                                                  const FollowUpId& after, size_t limit) const override;
  absl::StatusOr<std::vector<domain::FollowUp>> ShadowFollowUpsOf(const domain::SubjectId& subject) const override;
  absl::StatusOr<std::vector<domain::FollowUp>> ListShadowFollowUps(const domain::SubjectId& after_subject,
                                                                    const FollowUpId& after,
                                                                    size_t limit) const override;
  absl::StatusOr<std::vector<domain::Decision>> DecisionsOf(const domain::SubjectId& subject,
                                                            const FollowUpId& id) const override;
  absl::StatusOr<domain::Decision> GetDecision(const DecisionId& id) const override;
  absl::StatusOr<domain::Erasure> GetErasure(const ErasureId& id) const override;
  absl::StatusOr<std::vector<domain::Erasure>> ListErasures() const override;
  absl::StatusOr<bool> HasErased(const domain::SubjectId& subject, domain::KeyClass key_class) const override;
  absl::StatusOr<bool> HasHold(const domain::SubjectId& subject) const override;
  absl::StatusOr<domain::LegalHold> GetHold(const domain::SubjectId& subject, const HoldId& id) const override;
  absl::StatusOr<std::vector<domain::LegalHold>> ListHolds() const override;
  absl::StatusOr<std::vector<domain::BackupTaken>> ListBackups() const override;
  absl::StatusOr<std::vector<domain::EnrolmentEvent>> ListEnrolments() const override;
  absl::StatusOr<std::vector<domain::RoleChange>> RolesOf(const MemberId& id) const override;
  absl::StatusOr<std::vector<domain::RoleChange>> ListRoles() const override;
  absl::StatusOr<std::vector<domain::NumberedAccess>> AccessesTo(const MemberId& member,
                                                                 const domain::NumberRange& range,
                                                                 size_t limit) const override;
  absl::StatusOr<std::vector<domain::NumberedAccess>> AccessesBy(const MemberId& reader,
                                                                 const domain::NumberRange& range,
                                                                 size_t limit) const override;
  absl::StatusOr<std::vector<domain::NumberedAccess>> ListAccesses(const domain::NumberRange& range,
                                                                   size_t limit) const override;
  absl::StatusOr<uint64_t> FirstSince(absl::Time time) const override;
  absl::StatusOr<std::optional<domain::NonUseAccepted>> NonUse() const override;
  absl::StatusOr<std::vector<domain::LogReviewed>> ListLogReviews() const override;
  absl::StatusOr<std::vector<domain::Disclosed>> ListDisclosures() const override;
  absl::StatusOr<std::vector<domain::Disclosed>> DisclosuresOf(const domain::SubjectId& subject) const override;
  absl::StatusOr<domain::Emergency> GetEmergency(const EmergencyId& id) const override;
  absl::StatusOr<std::vector<domain::Emergency>> ListEmergencies() const override;
  absl::StatusOr<std::vector<domain::ConcernNotice>> ConcernNoticesOf(const domain::SubjectId& subject) const override;
  absl::StatusOr<std::vector<domain::NotAssessed>> NotAssessedOf(const domain::SubjectId& subject) const override;
  absl::StatusOr<std::vector<domain::NotAssessed>> ListNotAssessed(size_t limit) const override;
  absl::StatusOr<domain::FaultCount> CountNotAssessed() const override;
  uint64_t entries_not_assessed() const override { return source_.waiting; }
  absl::StatusOr<std::vector<CountRow>> Counts(domain::CountBasis basis, Day from, Day to) const override;
  absl::StatusOr<size_t> CasesBehind(domain::CountBasis basis, domain::Figure figure, uint16_t bucket, Day from, Day to,
                                     size_t at_most, const domain::PartitionSet& without) const override;
  absl::StatusOr<std::vector<domain::ReportSigned>> SignaturesOf(Day from, Day to) const override;

  // Adds what is erased.
  absl::Status ListErased(Erasures& erasures) const;
  // Adds the entries that wait for assessment.
  absl::Status ListWaiting(WaitingList& list) const;
  absl::StatusOr<std::vector<domain::SubjectId>> TimersBefore(int32_t day, size_t limit) const;
  // The row of an entry; nullopt when there is none.
  absl::StatusOr<std::optional<domain::EntryRow>> FindEntryRow(const EntryId& id) const;

 private:
  static constexpr size_t kAll = std::numeric_limits<size_t>::max();

  static absl::Status NoSuch(std::string_view what);
  // The smallest key after `key`.
  static std::string KeyAfter(std::string key);
  // The decoded row; NOT_FOUND naming `what` when there is none.
  template <class Decode>
  auto Read(std::string_view key, Decode decode, std::string_view what) const -> decltype(decode(key));
  // The row, or nullopt when there is none.
  absl::StatusOr<std::optional<std::string>> Row(std::string_view key) const;
  absl::StatusOr<bool> Has(std::string_view key) const;
  absl::Status Scan(std::string_view begin, std::string_view end, const KvReader::Visitor& visit) const;
  // Keys after `begin` in the range of `prefix`, at most `limit`.
  absl::StatusOr<std::vector<std::string>> KeysAfter(const std::string& prefix, const std::string& after,
                                                     size_t limit) const;
  // What `parse` reads in the keys of `prefix`, in their order.
  template <class Parse>
  auto IdsBelow(const std::string& prefix, Parse parse) const
      -> absl::StatusOr<std::vector<typename decltype(parse(std::string_view()))::value_type>>;
  // The ledger numbers that stand in rows of the prefix, or are their keys.
  absl::StatusOr<std::vector<uint64_t>> NumbersIn(const std::string& prefix) const;
  absl::StatusOr<std::vector<domain::RoleChange>> RolesBelow(const std::string& prefix) const;
  // The accesses that are marked below the prefix, newest first.
  absl::StatusOr<std::vector<domain::NumberedAccess>> AccessesBelow(const std::string& prefix,
                                                                    const domain::NumberRange& range,
                                                                    size_t limit) const;
  // The numbers of the records of that kind, ascending.
  absl::StatusOr<std::vector<uint64_t>> OversightNumbers(domain::OversightKind kind) const;
  absl::StatusOr<std::vector<domain::Disclosed>> DisclosuresAt(const std::vector<uint64_t>& numbers) const;
  absl::StatusOr<domain::FollowUp> Whole(const domain::FollowUpRow& row) const;
  // Rows of rules in shadow from `begin` on, within `prefix`.
  absl::StatusOr<std::vector<domain::FollowUp>> ShadowsFrom(const std::string& begin, const std::string& prefix,
                                                            size_t limit) const;
  // Either side, changes of supervision left out.
  absl::StatusOr<std::vector<domain::Supervision>> RecordedSupervisions(const MemberId& id) const;
  // Those in whose staffing entries the member is named, or was.
  absl::StatusOr<std::vector<MemberId>> NamingInStaffing(const MemberId& named) const;
  absl::StatusOr<std::vector<domain::FollowUp>> FollowUpsByKey(const std::vector<std::string>& keys) const;
  // Empty: it stands for itself.
  absl::StatusOr<CaseId> MergedInto(const CaseId& id) const;
  absl::StatusOr<domain::CaseFile> CaseFrom(const CaseId& id, const domain::CaseRow& row) const;
  absl::StatusOr<domain::RecordedEntry> EntryFrom(const domain::TimelineRow& row) const;
  absl::Status AddDays(domain::CountBasis basis, Day from, Day to, std::vector<CountRow>& rows) const;

  const Source source_;
  const std::shared_ptr<const crypto::KeyTable> keys_;
  const RecordReader records_;
};

template <class Decode>
auto StoreView::Read(std::string_view key, Decode decode, std::string_view what) const -> decltype(decode(key)) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> row, Row(key));
  if (!row) return NoSuch(what);
  return decode(*row);
}

template <class Parse>
auto StoreView::IdsBelow(const std::string& prefix, Parse parse) const
    -> absl::StatusOr<std::vector<typename decltype(parse(std::string_view()))::value_type>> {
  std::vector<typename decltype(parse(std::string_view()))::value_type> ids;
  CANDOR_RETURN_IF_ERROR(Scan(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
    if (const auto id = parse(key)) ids.push_back(*id);
    return true;
  }));
  return ids;
}

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_VIEW_H_
