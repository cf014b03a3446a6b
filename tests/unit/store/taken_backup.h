#ifndef CANDOR_TESTS_UNIT_STORE_TAKEN_BACKUP_H_
#define CANDOR_TESTS_UNIT_STORE_TAKEN_BACKUP_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "daemon/domain/backup.h"

namespace candor::store {

// Waits until one is begun.
inline absl::StatusOr<std::unique_ptr<domain::Backup>> BeginBackup(domain::BackupSource& source) {
  absl::Notification begun;
  absl::StatusOr<std::unique_ptr<domain::Backup>> backup = absl::UnknownError("not called");
  source.Begin([&](absl::StatusOr<std::unique_ptr<domain::Backup>> made) {
    backup = std::move(made);
    begun.Notify();
  });
  begun.WaitForNotification();
  return backup;
}

// What is left of it, behind `bytes`.
inline absl::Status FinishBackup(domain::Backup& backup, std::string& bytes) {
  while (true) {
    const absl::StatusOr<std::string> piece = backup.Next();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return absl::OkStatus();
    bytes += *piece;
  }
}

}  // namespace candor::store

#endif  // CANDOR_TESTS_UNIT_STORE_TAKEN_BACKUP_H_
