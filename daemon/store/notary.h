#ifndef CANDOR_DAEMON_STORE_NOTARY_H_
#define CANDOR_DAEMON_STORE_NOTARY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/crypto/key_table.h"
#include "daemon/domain/evidence.h"
#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/ed25519.h"
#include "daemon/store/erasures.h"
#include "daemon/store/kv.h"
#include "daemon/store/rows.h"
#include "daemon/store/tree_nodes.h"

namespace candor::store {

// Signs what is on the device and proves it. Checkpoints are made by a thread of its own, one for all who wait, so that
// neither the sequencer nor a caller's thread ever waits for HEAD. Thread-safe.
class Notary final : public domain::Evidence {
 public:
  struct Options {
    LedgerId ledger;
    std::string origin;  // who signs; a key name
    absl::Duration interval = absl::Milliseconds(100);
    // Puts HEAD on the device with at least what Note() has brought. Empty: there is no HEAD.
    std::function<absl::Status()> write_head;
    std::string head_path;      // empty: there is none
    std::string cosigned_path;  // where the cosigned checkpoint is kept; empty: in memory
    std::optional<domain::RestoredFrom> restored = {};
    std::shared_ptr<const Erasures> erasures = nullptr;  // nullptr: nothing is erased
  };

  // `kv`, `keys` and `tree` are not owned and outlive this. `synced`: what is on the device already.
  Notary(const Kv& kv, const crypto::KeyTable& keys, const LedgerTree& tree, const Watermark& synced, Options options);
  // As Stop().
  ~Notary() override;
  Notary(const Notary&) = delete;
  Notary& operator=(const Notary&) = delete;

  // All records below `synced.size` are on the device.
  void Note(const Watermark& synced);
  // Answers those whose records are on the device, the others with UNAVAILABLE, and ends the thread. May be called
  // again.
  void Stop();

  std::string PublicKey() const override { return verifier_.ToString(); }
  std::optional<domain::RestoredFrom> Restored() const override { return options_.restored; }
  void Checkpoint(uint64_t at_least, domain::CheckpointCallback done) override;
  absl::StatusOr<domain::TreeHash> RootHash(uint64_t size) const override;
  absl::StatusOr<domain::TreeHash> LeafHash(uint64_t number) const override;
  absl::StatusOr<std::vector<domain::TreeHash>> InclusionProof(uint64_t number, uint64_t size) const override;
  absl::StatusOr<std::vector<domain::TreeHash>> ConsistencyProof(uint64_t from, uint64_t to) const override;
  absl::StatusOr<std::string> Receipt(uint64_t number, const domain::SignedCheckpoint& checkpoint) const override;
  std::vector<std::string> Certify(const domain::ErasureStatement& statement) const override;
  absl::StatusOr<std::string> Cosigned() const override;
  absl::Status AddCosignature(std::string_view checkpoint, std::string_view witness_key) override;
  absl::StatusOr<domain::CheckedRecords> CheckRecords(uint64_t begin, size_t limit) const override;
  absl::StatusOr<domain::CheckedProjections> CheckProjections() const override;

 private:
  struct Waiting {
    uint64_t at_least = 0;
    domain::CheckpointCallback done;
  };

  void Run();
  // Waits until somebody can be answered, or all is over.
  bool AwaitWork();
  absl::StatusOr<domain::SignedCheckpoint> Issue();
  void AnswerAll(const absl::StatusOr<domain::SignedCheckpoint>& checkpoint);
  bool SomeoneCanBeAnswered() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status CheckSize(uint64_t size) const;
  // A cosigned checkpoint that is one of this ledger.
  absl::Status CheckOwn(const ledger::Note& note) const;

  const Kv& kv_;
  const crypto::KeyTable& keys_;
  const LedgerTree& tree_;
  const Options options_;
  const ledger::SigningKey key_;
  const ledger::VerifierKey verifier_;

  mutable absl::Mutex mutex_;
  Watermark synced_ ABSL_GUARDED_BY(mutex_);
  std::vector<Waiting> waiting_ ABSL_GUARDED_BY(mutex_);
  std::optional<domain::SignedCheckpoint> last_ ABSL_GUARDED_BY(mutex_);
  absl::Time last_at_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  mutable absl::Mutex cosigned_mutex_;
  std::string cosigned_ ABSL_GUARDED_BY(cosigned_mutex_);  // where there is no file

  std::thread thread_;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_NOTARY_H_
