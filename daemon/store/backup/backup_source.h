#ifndef CANDOR_DAEMON_STORE_BACKUP_BACKUP_SOURCE_H_
#define CANDOR_DAEMON_STORE_BACKUP_BACKUP_SOURCE_H_

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "daemon/base/clock.h"
#include "daemon/domain/backup.h"
#include "daemon/store/open.h"

namespace candor::store {

// Backups of an open store. Whatever somebody was told that it is recorded before a backup began is in it, also what
// waits to be put on the device, for which it waits too. Thread-safe.
class StoreBackups final : public domain::BackupSource {
 public:
  // Neither is owned; both outlive this and every backup that it begins.
  StoreBackups(DurableStore& store, Clock& clock) : store_(store), parts_(store.backup_parts()), clock_(clock) {}

  void Begin(std::function<void(absl::StatusOr<std::unique_ptr<domain::Backup>>)> done) override;

 private:
  DurableStore& store_;
  const BackupParts parts_;
  Clock& clock_;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_BACKUP_BACKUP_SOURCE_H_
