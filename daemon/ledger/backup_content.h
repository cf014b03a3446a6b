#ifndef CANDOR_DAEMON_LEDGER_BACKUP_CONTENT_H_
#define CANDOR_DAEMON_LEDGER_BACKUP_CONTENT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/frontier.h"

// What is sealed in the chunks of a backup, taken together: items, one after another, wherever the chunks are cut
// (daemon/store/backup/FORMAT.md).
namespace candor::ledger {

// In this order; numbers are for ever.
enum class BackupItemKind : uint8_t {
  kKeys = 1,      // a piece of the key table's file; taken together all of it
  kCosigned = 2,  // the largest checkpoint that a witness has cosigned, at most once
  kRecord = 3,    // a ledger record as it is stored, in order of number
};

inline constexpr size_t kMaxItemBytes = 64 * 1024;

void AppendBackupItem(BackupItemKind kind, std::string_view bytes, std::string& out);

// The view refers to the reader of items, and is good until more is added to it.
struct BackupItem {
  BackupItemKind kind = BackupItemKind::kRecord;
  std::string_view bytes;
};

// Cuts what comes in pieces into items. Thread-compatible.
class BackupItems final {
 public:
  void Add(std::string_view plain);
  // The next item that is there whole; nullopt: more has to be added. DATA_LOSS for bytes that are no item, or for one
  // that stands before where it belongs.
  absl::StatusOr<std::optional<BackupItem>> Next();
  // Whether nothing is left of an item that was begun.
  bool AtEnd() const { return next_ == buffer_.size(); }

 private:
  std::string buffer_;
  size_t next_ = 0;
  BackupItemKind last_ = BackupItemKind::kKeys;
};

// The tree over the records of a backup. Thread-compatible.
class BackupTree final {
 public:
  // DATA_LOSS when the record has another number than the next. Looks at its stamp and type only.
  absl::Status Add(std::string_view record);
  uint64_t size() const { return tree_.size(); }
  const Frontier& frontier() const { return tree_; }
  // DATA_LOSS unless these are all records of the checkpoint.
  absl::Status Check(const Checkpoint& checkpoint) const;

 private:
  Frontier tree_;
};

}  // namespace candor::ledger

#endif  // CANDOR_DAEMON_LEDGER_BACKUP_CONTENT_H_
