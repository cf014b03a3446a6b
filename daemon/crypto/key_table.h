#ifndef CANDOR_DAEMON_CRYPTO_KEY_TABLE_H_
#define CANDOR_DAEMON_CRYPTO_KEY_TABLE_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "daemon/crypto/append_file.h"
#include "daemon/crypto/locked_key.h"
#include "daemon/crypto/secret_bytes.h"
#include "daemon/crypto/subject_keys.h"

namespace candor::crypto {

// Which key: subject kind, subject id and class, as the numbers that stand in the file. What they mean is the caller's.
struct KeyName {
  uint8_t subject_kind = 0;
  std::array<uint8_t, 16> subject_id{};
  uint8_t key_class = 0;

  bool operator==(const KeyName&) const = default;

  template <class H>
  friend H AbslHashValue(H h, const KeyName& name) {
    h = H::combine(std::move(h), name.subject_kind, name.key_class);
    return H::combine_contiguous(std::move(h), name.subject_id.data(), name.subject_id.size());
  }
};

// The slot of the practice's root key: the practice as subject, and a class that no record has.
inline constexpr KeyName kPracticeRoot{0, {}, 0xFF};
// The slots of naming keys that were taken over from another ledger; there are all three or none.
inline constexpr KeyName kAdoptedOrder{0, {}, 0xFE};
inline constexpr KeyName kAdoptedNames{0, {}, 0xFD};
inline constexpr KeyName kAdoptedLookup{0, {}, 0xFC};

// The keys of all subjects, each wrapped under the table's key, which is wrapped under the master key. A file of its
// own (FORMAT.md draws it), because an erasure rewrites it whole under a new table key.
//
// Thread-safe. A key that GetOrAdd() mints is usable at once and lost with the process until Sync() has returned OK:
// call Sync() before anything that was sealed under it is acknowledged.
class KeyTable final {
 public:
  // Makes the file, with its header and the practice's root key, durable. ALREADY_EXISTS when there is a file.
  // `adopted`, where given, stands in place of the naming keys that would be derived from the root.
  static absl::StatusOr<std::unique_ptr<KeyTable>> Create(const std::string& path, const Key& master_key,
                                                          const NamingKeys* adopted = nullptr);

  // Opens the file. What a crash left behind the last whole slot is cut off. Codes: NOT_FOUND (no file),
  // FAILED_PRECONDITION (another master key; a newer format), DATA_LOSS (damage, or fewer than `at_least` slots:
  // `size()` as it was noted elsewhere after a Sync(), 0 when nobody did).
  static absl::StatusOr<std::unique_ptr<KeyTable>> Open(const std::string& path, const Key& master_key,
                                                        uint64_t at_least = 0);

  // As Open() on a file that is open already. `path` is for messages.
  static absl::StatusOr<std::unique_ptr<KeyTable>> OpenOn(std::unique_ptr<AppendFile> file, const std::string& path,
                                                          const Key& master_key, uint64_t at_least = 0);

  KeyTable(const KeyTable&) = delete;
  KeyTable& operator=(const KeyTable&) = delete;

  // The derived keys. NOT_FOUND when the table has none of that name: for a subject that has records, its key was
  // erased or the table is not the one of these records; DATA_LOSS when the slot does not open.
  absl::StatusOr<std::shared_ptr<const SubjectKeys>> Get(const KeyName& name) const;

  // The same; mints a key when there is none. Callers on several threads get the same one.
  absl::StatusOr<std::shared_ptr<const SubjectKeys>> GetOrAdd(const KeyName& name);

  // Makes all keys minted so far durable; cheap when there are none. On an error none of them counts as durable:
  // RESOURCE_EXHAUSTED (no space: may be called again later) or INTERNAL (writing or syncing went wrong: every later
  // call says so too, and the daemon has to be started again).
  absl::Status Sync();

  // The next two put a whole new file in the old one's place, durably, while keys are read; keys that are minted
  // meanwhile become durable afterwards. After RESOURCE_EXHAUSTED or PERMISSION_DENIED everything is as it was; after
  // INTERNAL the daemon has to be started again, and finds the old file or the new one, both whole.

  // The same table under another master key. The slots stay as they are.
  absl::Status Rewrap(const Key& new_master_key);
  // The same keys under a new table key, which is under `master_key`: what the old one opened opens no more.
  absl::Status RotateTableKey(const Key& master_key);
  // The same, and the keys of these names are gone for ever: Get() answers NOT_FOUND. Names that are not there are
  // passed over. What notes size() elsewhere has to be told before. REQUIRES: none is the practice's own.
  absl::Status Erase(const Key& master_key, const std::vector<KeyName>& names);
  // The same under the master key that the table is under now, whichever was the last.
  absl::Status Erase(const std::vector<KeyName>& names);

  // The bytes of the file as far as it is durable, for a backup.
  absl::StatusOr<std::string> Copy();

  const PracticeKeys& practice_keys() const { return practice_keys_; }
  // Slots that are durable.
  uint64_t size() const { return durable_slots_.load(std::memory_order_acquire); }
  // 1 at first, one more with every new table key.
  uint64_t generation() const { return generation_.load(std::memory_order_acquire); }

 private:
  static constexpr size_t kWrappedSize = 60;
  static constexpr size_t kShards = 16;
  using Wrapped = std::array<uint8_t, kWrappedSize>;

  // What slots are sealed under.
  struct Wrapping {
    std::string table_name;  // table id ‖ generation, bound to every slot
    LockedKey key;
  };

  // Wrapped keys are kept for ever; derived ones are a cache that is emptied when it grows too large.
  struct Shard {
    absl::Mutex mutex;
    std::shared_ptr<const Wrapping> under ABSL_GUARDED_BY(mutex);
    absl::flat_hash_map<KeyName, Wrapped> wrapped ABSL_GUARDED_BY(mutex);
    absl::flat_hash_map<KeyName, std::shared_ptr<const SubjectKeys>> derived ABSL_GUARDED_BY(mutex);
  };

  // A table's file that is being made anew.
  struct NewFile {
    std::string bytes;
    uint64_t slots = 0;
    uint64_t generation = 1;
    std::shared_ptr<const Wrapping> under;
    absl::flat_hash_map<KeyName, Wrapped> wrapped;
  };

  KeyTable(std::unique_ptr<AppendFile> file, std::string path, uint64_t generation,
           std::shared_ptr<const Wrapping> under, const Key& master_key);

  absl::Status Load(std::string_view slots, uint64_t at_least);
  absl::StatusOr<Key> Unwrap(const Wrapping& under, const KeyName& name, const Wrapped& wrapped) const;
  static Wrapped Wrap(const Wrapping& under, const KeyName& name, const Key& key);
  // Writes everything anew under a new table key, in the order in which it stands, but for the names that `keep` does
  // not want: their keys are gone for ever, and Get() answers NOT_FOUND. Where it leaves some out, size() falls: what
  // notes it elsewhere has to be told before. REQUIRES: the practice's own keys are kept.
  // `master_key`: nullptr for the one that the table is under.
  absl::Status Rewrite(const Key* master_key, const std::function<bool(const KeyName&)>& keep);
  absl::StatusOr<NewFile> MakeNewFile(const Key& master_key, const std::function<bool(const KeyName&)>& keep)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(file_mutex_);
  // From here on keys are read, and minted, under the new table key. `keep` as above.
  absl::Status Adopt(const NewFile& made, const std::function<bool(const KeyName&)>& keep)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(file_mutex_);
  absl::Status AdoptShard(const NewFile& made, const std::function<bool(const KeyName&)>& keep, Shard& shard);
  // Puts `bytes` in the place of the file and goes on with it.
  absl::Status ReplaceTable(std::string_view bytes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(file_mutex_);
  absl::Status Break(const absl::Status& why) ABSL_EXCLUSIVE_LOCKS_REQUIRED(file_mutex_);
  // What stands in a slot, as it is; nullopt when there is none of that name.
  absl::StatusOr<std::optional<Key>> PlainKey(const KeyName& name) const;
  absl::Status LoadPracticeKeys();
  absl::StatusOr<std::shared_ptr<const SubjectKeys>> Derive(Shard& shard, const KeyName& name) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mutex);
  // Writes and syncs `slots` behind the first `first` ones.
  absl::Status AppendDurably(uint64_t first, std::string_view slots) ABSL_EXCLUSIVE_LOCKS_REQUIRED(file_mutex_);
  Shard& ShardOf(const KeyName& name) const;

  const std::string path_;
  PracticeKeys practice_keys_;
  mutable std::array<Shard, kShards> shards_;
  std::atomic<uint64_t> durable_slots_{0};
  std::atomic<uint64_t> generation_{1};
  std::atomic<bool> has_pending_{false};

  // Taken before a shard's mutex.
  absl::Mutex file_mutex_;
  std::unique_ptr<AppendFile> file_ ABSL_GUARDED_BY(file_mutex_);
  std::shared_ptr<const Wrapping> under_ ABSL_GUARDED_BY(file_mutex_);  // what the file's slots are sealed under
  LockedKey master_ ABSL_GUARDED_BY(file_mutex_);                       // what the table's key is sealed under
  absl::Status broken_ ABSL_GUARDED_BY(file_mutex_);

  // Taken after file_mutex_ or after a shard's mutex.
  absl::Mutex pending_mutex_;
  std::vector<KeyName> pending_ ABSL_GUARDED_BY(pending_mutex_);  // not durable yet, in order
};

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_KEY_TABLE_H_
