#ifndef CANDOR_DAEMON_STORE_KV_H_
#define CANDOR_DAEMON_STORE_KV_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Ordered byte keys: the little that the store asks of a database, so that a replicated one can stand behind it later.
// One contract suite (tests/contract/kv_test.cc) runs on every implementation.
namespace candor::store {

// Families are looked up by name and never by number; the numbers are for the programs only.
enum class Family : uint8_t {
  kLedger = 0,       // "ledger": the records, logged; the truth
  kProjections = 1,  // "projections": what the fold makes of them, not logged; what survives a crash is a prefix
  kCache = 2,        // "cache": may be lost or dropped at any time
};
inline constexpr size_t kFamilies = 3;
std::string_view FamilyName(Family family);

inline constexpr size_t kMaxValueBytes = 64 * 1024;
inline constexpr size_t kMaxBatchBytes = 1024 * 1024;

// Writes that take effect together, in the order given. Thread-compatible.
class WriteBatch final {
 public:
  struct Operation {
    Family family;
    std::string key;
    std::optional<std::string> value;  // nullopt: delete
  };

  void Put(Family family, std::string key, std::string value);
  void Delete(Family family, std::string key);
  void Append(const Operation& operation);
  void Append(const WriteBatch& other);
  void Clear();

  const std::vector<Operation>& operations() const { return operations_; }
  bool empty() const { return operations_.empty(); }
  // Keys and values.
  size_t bytes() const { return bytes_; }

 private:
  std::vector<Operation> operations_;
  size_t bytes_ = 0;
};

// Reads at one moment. Thread-safe. Errors of every method: DATA_LOSS naming the file for bytes that cannot be read
// back, RESOURCE_EXHAUSTED (no space), INTERNAL.
class KvReader {
 public:
  virtual ~KvReader() = default;

  // Fills `value` and returns true, or returns false when there is no such key.
  virtual absl::StatusOr<bool> Get(Family family, std::string_view key, std::string& value) const = 0;

  // Calls `visit` for the keys in [begin, end) in ascending order until it returns false or `limit` keys have been
  // visited. An empty `end` means: to the end of the family. The views are valid during the call only.
  using Visitor = std::function<bool(std::string_view key, std::string_view value)>;
  virtual absl::Status Scan(Family family, std::string_view begin, std::string_view end, size_t limit,
                            const Visitor& visit) const = 0;

  // The largest key of the family, or nullopt when it is empty.
  virtual absl::StatusOr<std::optional<std::string>> LastKey(Family family) const = 0;
};

// Whether a write has to be on the device when Write() returns.
enum class Durability {
  kSynced,    // logged, and the log is synced
  kLogged,    // logged; on the device with the next synced write or SyncLog()
  kUnlogged,  // not logged: after a crash a prefix of such writes is there
};

// How many files lie sealed under one key of the registry (`crypto::FileKeys`), and how many bytes they take.
struct FileKeyUse {
  uint32_t key_number = 0;  // 0: files that are not sealed
  uint64_t files = 0;
  uint64_t bytes = 0;

  bool operator==(const FileKeyUse&) const = default;
};

// Of the bytes that lay under older keys when it began, how many have been written anew.
using RewriteProgress = std::function<void(uint64_t done, uint64_t total)>;

// A database that one process has open for writing. Thread-safe; writes come from one thread at a time.
// Errors as KvReader, and of Write(): INVALID_ARGUMENT for a value over 64 KiB or a batch over 1 MiB,
// FAILED_PRECONDITION when another writer has taken over (its fencing token is newer), RESOURCE_EXHAUSTED when there is
// too little room. After these three nothing has been written; after any other error a part may have been, and what is
// there is known when it has been opened anew.
class Kv : public KvReader {
 public:
  virtual absl::Status Write(const WriteBatch& batch, Durability durability) = 0;

  // What is there now, unaffected by later writes. Outlived by the Kv.
  virtual std::shared_ptr<const KvReader> Snapshot() const = 0;

  // Puts everything logged so far on the device.
  virtual absl::Status SyncLog() = 0;
  // Puts everything unlogged so far on the device.
  virtual absl::Status Flush() = 0;
  // Removes every key of the family. REQUIRES: not kLedger.
  virtual absl::Status DropFamily(Family family) = 0;

  // Under which keys the files lie, in ascending order of the numbers. Files that are just being taken away count too.
  // A Kv without files, as this one, has none.
  virtual absl::StatusOr<std::vector<FileKeyUse>> KeyUse() const { return std::vector<FileKeyUse>(); }

  // Writes anew whatever lies under an older key than the one that is current now, while reads and writes go on; may
  // take hours. Also called from another thread than the writer's. What was done stays done: called again, it goes on
  // with the rest. CANCELLED soon after `stop` has become true; UNAVAILABLE when a reader still holds an old file, or
  // the database itself is just writing one anew: call it again later. After OK KeyUse() knows no older key.
  virtual absl::Status RewriteFiles(const RewriteProgress& /*progress*/, std::atomic<bool>& /*stop*/) {
    return absl::OkStatus();
  }

 protected:
  // OK when the batch keeps the limits.
  static absl::Status CheckLimits(const WriteBatch& batch);
};

// Writes a batch of projections that is larger than one batch may be, unlogged. `watermark`, which must be among its
// keys, is taken away first and written last: where it is missing, the projections are to be made again.
absl::Status WriteInPieces(const WriteBatch& batch, std::string_view watermark, Kv& kv);

// The smallest key after every key that begins with `prefix`; empty when there is none.
std::string PrefixEnd(std::string_view prefix);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_KV_H_
