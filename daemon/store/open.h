#ifndef CANDOR_DAEMON_STORE_OPEN_H_
#define CANDOR_DAEMON_STORE_OPEN_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/base/id.h"
#include "daemon/crypto/key_table.h"
#include "daemon/crypto/master_key_source.h"
#include "daemon/crypto/secret_bytes.h"
#include "daemon/domain/evidence.h"
#include "daemon/domain/key_custody.h"
#include "daemon/domain/ledger_feed.h"
#include "daemon/domain/store.h"
#include "daemon/store/kv.h"
#include "daemon/store/sequencer.h"
#include "daemon/store/write_counts.h"

// How main and tests get a store.
namespace candor::store {

// What a backup is made of. Nothing is owned; the store outlives whoever has it.
struct BackupParts {
  LedgerId ledger;
  std::function<std::shared_ptr<const KvReader>()> snapshot;
  crypto::KeyTable* keys = nullptr;
  domain::Evidence* evidence = nullptr;
  std::function<absl::StatusOr<crypto::Key>()> master;  // the practice's master key as it is now
  std::string passphrase_path;                          // of the file PASSPHRASE, there or not; empty: there is none
  std::string rekey_path;                               // of the file REKEY, likewise
};

// A store that can be closed. Thread-safe.
class DurableStore : public domain::Store {
 public:
  // Finishes what waits, puts everything on the device and HEAD up to date. Later appends get UNAVAILABLE; views go on
  // until the store is destroyed. May be called again.
  virtual absl::Status Close() = 0;
  virtual domain::LedgerFeed& feed() = 0;
  virtual domain::KeyCustody& custody() = 0;
  virtual BackupParts backup_parts() = 0;
  // How writing has gone since the store was opened.
  virtual const WriteCounts& write_counts() const = 0;
  // Under which enrolment codes are kept. The same as long as the store lives.
  virtual const crypto::Key& code_key() const = 0;
};

struct OpenOptions {
  std::string data_dir;
  bool create = true;  // make the directory when it is missing or empty
  crypto::MasterKeySource master_key = {};
  Clock* clock = nullptr;  // not owned; outlives the store
  Sequencer::Options sequencing;
  absl::Duration head_interval = absl::Milliseconds(250);
  uint64_t min_free_bytes = 64 << 20;  // refused to start with less
  // Called from the sequencer's thread when the disk could not be written, before anybody under way is answered: only
  // opening the directory again tells what is on it. May be empty; then every append gets UNAVAILABLE from there on.
  std::function<void(const absl::Status& why)> lost;
};

// Opens the data directory, folds what the projections lack and starts the sequencer. Errors are one sentence each:
// FAILED_PRECONDITION (in use; foreign; newer schema; another master key; fewer records than HEAD names, or no HEAD),
// DATA_LOSS (damage; a file is missing; records that are not those of HEAD, IDENTITY and KEYS), RESOURCE_EXHAUSTED
// (disk full), NOT_FOUND, PERMISSION_DENIED.
absl::StatusOr<std::unique_ptr<DurableStore>> Open(const OpenOptions& options);

// The same over memory, for tests. `clock` is not owned and outlives the store.
absl::StatusOr<std::unique_ptr<DurableStore>> OpenInMemory(Clock& clock);

// candord rebuild: drops all projections and folds them anew from the ledger. The daemon must not run. Returns the
// number of records folded. May be cut short anywhere, by `go_on` (empty: it always does) or by the end of the process:
// whoever opens the directory next goes on with what is there, or begins again.
absl::StatusOr<uint64_t> Rebuild(const std::string& data_dir, const crypto::MasterKeySource& master_key = {},
                                 const domain::GoOn& go_on = nullptr);

// candord accept-loss: goes on with a ledger that holds fewer records than HEAD names, or that lacks HEAD, and says so
// on record. Takes effect once the record is on the device: after an error, or where it is cut short, the directory is
// refused as before, and it can be called again. FAILED_PRECONDITION when nothing is missing, INVALID_ARGUMENT for a
// reason that is too long or not UTF-8, DATA_LOSS as Open().
absl::StatusOr<domain::LossAccepted> AcceptLoss(const std::string& data_dir, std::string_view reason, Clock& clock,
                                                const crypto::MasterKeySource& master_key = {});

// A ledger that was begun, and what its practice has to know of it.
struct Begun {
  LedgerId ledger;
  std::string public_key;  // as domain::Evidence::PublicKey()
  domain::KeyPlace place = domain::KeyPlace::kDirectory;
  std::string path;  // of the file that the master key lies in
};

// candord init: makes an empty ledger, with a master key from the source, or one that is made there, and puts that on
// record. FAILED_PRECONDITION for a directory that has one already; else as Open().
absl::StatusOr<Begun> Init(const std::string& data_dir, const crypto::MasterKeySource& master_key, Clock& clock);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_OPEN_H_
