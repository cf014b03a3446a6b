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
#include "daemon/domain/ledger_feed.h"
#include "daemon/domain/store.h"
#include "daemon/store/sequencer.h"

// How main and tests get a store.
namespace candor::store {

// A store that can be closed. Thread-safe.
class DurableStore : public domain::Store {
 public:
  // Finishes what waits, puts everything on the device and HEAD up to date. Later appends get UNAVAILABLE; views go on
  // until the store is destroyed. May be called again.
  virtual absl::Status Close() = 0;
  virtual domain::LedgerFeed& feed() = 0;
};

struct OpenOptions {
  std::string data_dir;
  bool create = true;      // make the directory when it is missing or empty
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
// number of records folded.
absl::StatusOr<uint64_t> Rebuild(const std::string& data_dir);

// candord accept-loss: goes on with a ledger that holds fewer records than HEAD names, or that lacks HEAD, and says so
// on record. Takes effect once the record is on the device: after an error, or where it is cut short, the directory is
// refused as before, and it can be called again. FAILED_PRECONDITION when nothing is missing, INVALID_ARGUMENT for a
// reason that is too long or not UTF-8, DATA_LOSS as Open().
absl::StatusOr<domain::LossAccepted> AcceptLoss(const std::string& data_dir, std::string_view reason, Clock& clock);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_OPEN_H_
