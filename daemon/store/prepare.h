#ifndef CANDOR_DAEMON_STORE_PREPARE_H_
#define CANDOR_DAEMON_STORE_PREPARE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/base/id.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/key_table.h"
#include "daemon/domain/fold.h"
#include "daemon/domain/projections.h"
#include "daemon/domain/store.h"
#include "daemon/store/envelope.h"
#include "daemon/store/erasures.h"
#include "daemon/store/kv.h"
#include "daemon/store/record_reader.h"

namespace candor::store {

// How long a request id names its first entry.
inline constexpr absl::Duration kRequestLife = absl::Hours(7 * 24);

// Something a record names and that has to be there.
struct Reference {
  std::string field;  // path as on the wire
  IdBytes id{};
};

// A record that needs nothing more than its stamp.
struct PreparedRecord {
  RecordType type = RecordType::kEntry;
  std::string value;  // with a blank stamp
  crypto::Digest inner{};
  std::shared_ptr<const crypto::SubjectKeys> keys;
  decltype(domain::FoldRecord::what) what;
  // Under a name made from a request id or an imported row: if the name is taken it is a repetition.
  enum class Repeatable { kNo, kRequest, kRow };
  Repeatable repeatable = Repeatable::kNo;
  std::vector<Reference> members;
  std::vector<Reference> cases;
  OpenedParts opened;
};

struct PreparedTransaction {
  std::vector<PreparedRecord> records;
  IdBytes request{};      // digest of the call, which its first record keeps; zeros: none
  WriteBatch cache;       // goes along, unlogged
  size_t bytes = 0;       // of the records
  uint64_t erasures = 0;  // Erasures::generation() before the first key was looked for
  domain::AppendCallback done;
};

// A key that is missing is made when it is first needed: kept for good, or, where nothing is going to be written, not
// made at all; then it is not the keys that tell whether there is such a subject, but CheckAgainstState().
enum class NewKeys { kKept, kNone };

// All work on a transaction that depends on no other: shape, encoding, digests, sealing. Runs on the callers' threads.
// Thread-safe.
class Preparer final {
 public:
  // Looks an entry's row up in the newest view.
  using FindEntry = std::function<absl::StatusOr<std::optional<domain::EntryRow>>(const EntryId&)>;

  // `keys` and `clock` are not owned and outlive this. `erasures`: nullptr where nothing is erased.
  Preparer(const LedgerId& ledger, crypto::KeyTable& keys, Clock& clock, FindEntry find_entry,
           NewKeys new_keys = NewKeys::kKept, std::shared_ptr<const Erasures> erasures = nullptr)
      : ledger_(ledger),
        keys_(keys),
        clock_(clock),
        find_entry_(std::move(find_entry)),
        new_keys_(new_keys),
        erasures_(std::move(erasures)) {}

  // INVALID_ARGUMENT naming the field; NOT_FOUND for a subject that never was.
  absl::StatusOr<PreparedTransaction> Prepare(domain::Transaction transaction) const;

 private:
  absl::Status Add(const domain::Member& member, PreparedTransaction& out) const;
  absl::Status Add(const domain::Supervision& supervision, PreparedTransaction& out) const;
  absl::Status Add(const domain::NewCase& new_case, PreparedTransaction& out) const;
  absl::Status Add(domain::NewEntry& entry, PreparedTransaction& out) const;
  absl::Status Add(const domain::Decision& decision, PreparedTransaction& out) const;
  absl::Status Add(const domain::Assessment& assessment, PreparedTransaction& out) const;
  absl::Status Add(const domain::Activation& activation, PreparedTransaction& out) const;
  absl::Status Add(const domain::Batch& batch, PreparedTransaction& out) const;
  absl::Status Add(const domain::Settings& settings, PreparedTransaction& out) const;
  absl::Status Add(const domain::LossAccepted& loss, PreparedTransaction& out) const;
  absl::Status Add(const domain::FirstRead& read, PreparedTransaction& out) const;
  absl::Status Add(const domain::CaseMerged& merged, PreparedTransaction& out) const;
  absl::Status Add(const domain::ReportSigned& signature, PreparedTransaction& out) const;
  absl::Status Add(const domain::Restored& restored, PreparedTransaction& out) const;
  absl::Status Add(const domain::KeyEvent& event, PreparedTransaction& out) const;
  absl::Status Add(const domain::Erasure& erasure, PreparedTransaction& out) const;
  absl::Status Add(const domain::LegalHold& hold, PreparedTransaction& out) const;
  absl::Status Add(const domain::BackupTaken& backup, PreparedTransaction& out) const;
  absl::Status Add(const domain::EnrolmentRecorded& enrolment, PreparedTransaction& out) const;
  absl::Status Add(const domain::RoleChange& change, PreparedTransaction& out) const;
  absl::Status Add(const domain::Access& access, PreparedTransaction& out) const;
  absl::Status Add(const domain::NonUseAccepted& accepted, PreparedTransaction& out) const;
  absl::Status Add(const domain::LogReviewed& review, PreparedTransaction& out) const;
  absl::Status Add(const domain::Disclosed& disclosed, PreparedTransaction& out) const;
  absl::Status Add(const domain::Emergency& emergency, PreparedTransaction& out) const;
  absl::Status Add(const domain::ConcernNotice& notice, PreparedTransaction& out) const;

  absl::Status Name(domain::NewEntry& entry, PreparedRecord& record) const;
  // Makes the first key of a new subject.
  absl::Status MakeKeyOf(const domain::SubjectId& subject) const;
  // The keys of a subject that is there, or of the practice.
  absl::StatusOr<std::shared_ptr<const crypto::SubjectKeys>> KeysOf(const domain::SubjectId& subject,
                                                                    domain::KeyClass key_class) const;
  // FAILED_PRECONDITION for what is erased, UNAVAILABLE while it is being erased.
  absl::Status CheckNotErased(const domain::SubjectId& subject, domain::KeyClass key_class) const;
  absl::StatusOr<PreparedRecord> Seal(const PlainRecord& plain, decltype(domain::FoldRecord::what) what) const;

  const LedgerId ledger_;
  crypto::KeyTable& keys_;
  Clock& clock_;
  const FindEntry find_entry_;
  const NewKeys new_keys_;
  const std::shared_ptr<const Erasures> erasures_;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_PREPARE_H_
