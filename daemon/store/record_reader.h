#ifndef CANDOR_DAEMON_STORE_RECORD_READER_H_
#define CANDOR_DAEMON_STORE_RECORD_READER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/crypto/key_table.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/member.h"
#include "daemon/domain/store.h"
#include "daemon/store/codec.h"
#include "daemon/store/envelope.h"
#include "daemon/store/erasures.h"
#include "daemon/store/kv.h"
#include "daemon/store/record_cache.h"

namespace candor::store {

// A ledger record with what its key opens.
struct OpenedRecord {
  std::string value;
  Envelope envelope;                // refers to `value`
  std::optional<std::string> body;  // nullopt: the key is gone
};

// What is sealed in a record, as it was before.
struct OpenedParts {
  std::shared_ptr<domain::RecordedEntry> entry;                         // nullptr: it is no entry
  std::vector<std::shared_ptr<const domain::FollowUpSealed>> sections;  // of an assessment
};

// Records that are in no ledger, by the number that they would have.
using UnwrittenRecords = std::map<uint64_t, OpenedParts>;

// The key table's name for a key.
crypto::KeyName KeyNameOf(const domain::SubjectId& subject, domain::KeyClass key_class);

// The stamp alone; cheap. REQUIRES: bytes.size() >= kStampBytes.
absl::Time RecordedAtOf(std::string_view bytes);

// Reads ledger records whole. Errors: DATA_LOSS for a record that is missing or cannot be read. Thread-safe.
class RecordReader final {
 public:
  // `keys` is not owned and outlives this. `cache` and `unwritten` may be nullptr. `erasures`: what reads as erased;
  // without it everything does whose key is not there.
  RecordReader(std::shared_ptr<const KvReader> ledger, const LedgerId& id, const crypto::KeyTable& keys,
               std::shared_ptr<RecordCache> cache, std::shared_ptr<const UnwrittenRecords> unwritten = nullptr,
               std::shared_ptr<const Erasures> erasures = nullptr)
      : ledger_(std::move(ledger)),
        id_(id),
        keys_(keys),
        cache_(std::move(cache)),
        unwritten_(std::move(unwritten)),
        erasures_(std::move(erasures)) {}

  // The stored bytes.
  absl::StatusOr<std::string> Read(uint64_t number) const;
  absl::StatusOr<std::unique_ptr<OpenedRecord>> Open(uint64_t number) const;

  // Never nullptr.
  absl::StatusOr<std::shared_ptr<const domain::RecordedEntry>> ReadEntry(uint64_t number) const;
  // Everything that the record says, opened anew.
  absl::StatusOr<domain::LedgerRecord> ReadWhole(uint64_t number) const;
  absl::StatusOr<domain::Member> ReadMember(uint64_t number) const;
  absl::StatusOr<domain::Activation> ReadActivation(uint64_t number) const;
  absl::StatusOr<domain::Decision> ReadDecision(uint64_t number) const;
  absl::StatusOr<domain::ReportSigned> ReadReportSigned(uint64_t number) const;
  absl::StatusOr<domain::Erasure> ReadErasure(uint64_t number) const;
  absl::StatusOr<domain::LegalHold> ReadHold(uint64_t number) const;
  // Of a record that says that one was taken, or that the ledger goes on from it.
  absl::StatusOr<domain::BackupTaken> ReadBackupTaken(uint64_t number) const;
  absl::StatusOr<domain::EnrolmentEvent> ReadEnrolment(uint64_t number) const;
  absl::StatusOr<domain::NumberedAccess> ReadAccess(uint64_t number) const;
  absl::StatusOr<domain::NonUseAccepted> ReadNonUse(uint64_t number) const;
  absl::StatusOr<domain::LogReviewed> ReadLogReview(uint64_t number) const;
  absl::StatusOr<domain::Disclosed> ReadDisclosure(uint64_t number) const;
  absl::StatusOr<domain::ConcernNotice> ReadConcernNotice(uint64_t number) const;
  // `asked`: its first record, `number` its newest.
  absl::StatusOr<domain::Emergency> ReadEmergency(uint64_t asked, uint64_t number) const;
  // When the record was put there.
  absl::StatusOr<absl::Time> ReadMoment(uint64_t number) const;
  // A case's code; nullopt when it is erased.
  absl::StatusOr<std::optional<std::string>> ReadCode(const CaseId& id, uint64_t number) const;
  // nullopt when the section's key is gone.
  absl::StatusOr<std::optional<domain::FollowUpSealed>> ReadSection(uint64_t number, uint32_t section,
                                                                    const domain::FollowUpClear& clear) const;

 private:
  // nullptr for every record of the ledger.
  const OpenedParts* FindUnwritten(uint64_t number) const;
  absl::StatusOr<domain::KeptAssessment> OpenAssessment(const Envelope& envelope) const;
  // The keys of what record `number` has sealed; nullptr when it is erased. DATA_LOSS where they are not there although
  // nothing says that they were destroyed.
  absl::StatusOr<std::shared_ptr<const crypto::SubjectKeys>> KeysOf(const domain::SubjectId& subject,
                                                                    domain::KeyClass key_class, uint64_t number) const;
  // Whether what was sealed then may still be read.
  bool MayRead(const domain::SubjectId& subject, domain::KeyClass key_class, uint64_t number) const;
  absl::StatusOr<std::optional<domain::FollowUpSealed>> OpenSection(uint64_t number, uint32_t section,
                                                                    const domain::FollowUpClear& clear) const;

  std::shared_ptr<const KvReader> ledger_;
  const LedgerId id_;
  const crypto::KeyTable& keys_;
  const std::shared_ptr<RecordCache> cache_;
  const std::shared_ptr<const UnwrittenRecords> unwritten_;
  const std::shared_ptr<const Erasures> erasures_;
};

// Seals one section of an assessment, bound to the ledger and to its clear part.
SealedSection SealSection(const domain::FollowUpSection& section, const LedgerId& ledger,
                          const crypto::SubjectKeys& keys);
// The plain part. DATA_LOSS when it was not sealed like this.
absl::StatusOr<std::string> OpenSealedSection(const SealedSection& section, const LedgerId& ledger,
                                              const crypto::SubjectKeys& keys);
std::string SectionCommitmentOf(std::string_view clear, std::string_view plain, const crypto::SubjectKeys& keys);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_RECORD_READER_H_
