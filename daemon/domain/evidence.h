#ifndef CANDOR_DAEMON_DOMAIN_EVIDENCE_H_
#define CANDOR_DAEMON_DOMAIN_EVIDENCE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/domain/subject.h"

// What the ledger can show to somebody who does not trust the daemon: signed checkpoints, proofs of its tree, receipts,
// and a check of everything it stores. Texts are in the formats of C2SP (daemon/ledger); numbers of records are from 0.
namespace candor::domain {

using TreeHash = std::array<uint8_t, 32>;

// Size and root of the ledger, signed.
struct SignedCheckpoint {
  uint64_t size = 0;
  TreeHash root{};
  std::string note;  // as signed: what clients keep

  bool operator==(const SignedCheckpoint&) const = default;
};
using CheckpointCallback = std::function<void(absl::StatusOr<SignedCheckpoint>)>;

// Something stored that is not what it should be: where, and what is wrong. Never says what a record says.
struct LedgerFault {
  std::string place;    // "record 17", "tree node 3/5", "projection T 0120…"
  std::string problem;  // one sentence

  bool operator==(const LedgerFault&) const = default;
};

// Records that are erased, by the record that says so.
struct ErasedRecords {
  uint64_t erasure = 0;
  uint64_t records = 0;

  bool operator==(const ErasedRecords&) const = default;
};

// Records from a number on, as the tree has them.
struct CheckedRecords {
  // Type and commitment: what is hashed into a leaf. Empty for a record that cannot be read.
  std::vector<std::string> leaves;
  std::vector<LedgerFault> faults;
  // In order of the erasures. Of these, and of parts of assessments that are erased, only that they are there is known:
  // their commitments stand in the tree as they were.
  std::vector<ErasedRecords> erased = {};
};

// The backup with which the ledger's epoch began.
struct RestoredFrom {
  uint64_t records = 0;  // that it held; what was recorded after them is not there
  absl::Time made_at;

  bool operator==(const RestoredFrom&) const = default;
};

// A record of the ledger, whatever has been made of it since.
struct NamedRecord {
  uint64_t number = 0;
  TreeHash leaf{};  // no other record has the same

  bool operator==(const NamedRecord&) const = default;
};

// That a key was destroyed, and which backups still hold it.
struct ErasureStatement {
  struct Backup {
    IdBytes id{};
    absl::Time made_at;
  };

  SubjectId subject;
  KeyClass key_class = KeyClass::kGeneral;
  uint64_t record = 0;  // that put the erasure in force
  absl::Time erased_at;
  std::vector<Backup> known;  // by time
  // What was erased with it elsewhere (RecordsErasedElsewhere() in erasure_reach.h), ascending.
  std::vector<NamedRecord> elsewhere;
};

// Everything that is made of the records, held against them.
struct CheckedProjections {
  uint64_t size = 0;  // records that it was made anew from
  TreeHash root{};    // over these
  uint64_t rows = 0;  // compared
  std::vector<LedgerFault> faults;
};

// Thread-safe. Errors of every method: DATA_LOSS for what cannot be read.
class Evidence {
 public:
  virtual ~Evidence() = default;

  // The key that checks checkpoints, written as C2SP's signed notes do: "NAME+KEYID+BASE64". The name is the ledger's.
  virtual std::string PublicKey() const = 0;
  // nullopt: the ledger was not restored, or has gone on after a loss since.
  virtual std::optional<RestoredFrom> Restored() const = 0;

  // Calls `done` once, now or from a thread of the store, with a checkpoint over at least `at_least` records, all of
  // them on the device. One is made at most every 100 ms. UNAVAILABLE when the store is closing. `done` must not block.
  virtual void Checkpoint(uint64_t at_least, CheckpointCallback done) = 0;

  // Of RFC 6962, about trees of records that are on the device; OUT_OF_RANGE for larger ones.
  virtual absl::StatusOr<TreeHash> RootHash(uint64_t size) const = 0;
  virtual absl::StatusOr<TreeHash> LeafHash(uint64_t number) const = 0;
  virtual absl::StatusOr<std::vector<TreeHash>> InclusionProof(uint64_t number, uint64_t size) const = 0;
  virtual absl::StatusOr<std::vector<TreeHash>> ConsistencyProof(uint64_t from, uint64_t to) const = 0;

  // A file that shows, to whoever has the public key, that record `number` stands under the checkpoint.
  virtual absl::StatusOr<std::string> Receipt(uint64_t number, const SignedCheckpoint& checkpoint) const = 0;

  // The erasure certificate, signed as the checkpoints are (daemon/ledger/erasure_certificate.h). Of the backups the
  // newest where there are too many; more than one certificate where there are too many records. Never empty.
  virtual std::vector<std::string> Certify(const ErasureStatement& statement) const = 0;

  // The largest checkpoint that a witness has cosigned, with all its signatures; NOT_FOUND when there is none.
  virtual absl::StatusOr<std::string> Cosigned() const = 0;
  // Takes a checkpoint of this ledger that the witness with this key has cosigned. INVALID_ARGUMENT naming `checkpoint`
  // or `witness_key` for anything else.
  virtual absl::Status AddCosignature(std::string_view checkpoint, std::string_view witness_key) = 0;

  // Reads records [begin, begin + limit) whole, opens them, and holds each against its commitment.
  virtual absl::StatusOr<CheckedRecords> CheckRecords(uint64_t begin, size_t limit) const = 0;
  // Folds the whole ledger anew in memory and compares it with what is stored: projections, tree nodes, HEAD and the
  // cosigned checkpoint. Takes as long as a rebuild.
  virtual absl::StatusOr<CheckedProjections> CheckProjections() const = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_EVIDENCE_H_
