#ifndef CANDOR_DAEMON_DOMAIN_BACKUP_H_
#define CANDOR_DAEMON_DOMAIN_BACKUP_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "daemon/domain/erasure.h"

// A copy of the ledger that is taken while it goes on: what it held at one moment, sealed, with the checkpoint of that
// moment. One implementation, over the store (daemon/store/backup).
namespace candor::domain {

// One backup on its way out. Thread-compatible.
class Backup {
 public:
  virtual ~Backup() = default;

  // That it is going to hold, and those that were handed out already.
  virtual uint64_t records() const = 0;
  virtual uint64_t done() const = 0;
  // Everything was handed out but the end, without which it is no backup. It is put on record before the end is asked
  // for: there is none then that no certificate of an erasure names.
  virtual bool complete() const = 0;
  // What goes on record of it, but for who took it. REQUIRES: Next() was called.
  virtual BackupTaken Taken() const = 0;

  // The next bytes of the file, some hundred KiB at most; empty: that was all, and everything that was handed out is
  // what the checkpoint says. Reads the disk. Codes: DATA_LOSS for records that are not those of the checkpoint,
  // ABORTED when the keys were changed or something was erased meanwhile: begin again.
  virtual absl::StatusOr<std::string> Next() = 0;
};

// Thread-safe.
class BackupSource {
 public:
  virtual ~BackupSource() = default;

  // Begins one of what is on the device now. `done` is called once, now or from a thread of the store, and must not
  // block. The backup is not to outlive the store. Codes: those of Evidence::Checkpoint().
  virtual void Begin(std::function<void(absl::StatusOr<std::unique_ptr<Backup>>)> done) = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_BACKUP_H_
