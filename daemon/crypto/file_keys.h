#ifndef CANDOR_DAEMON_CRYPTO_FILE_KEYS_H_
#define CANDOR_DAEMON_CRYPTO_FILE_KEYS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/crypto/ctr_cipher.h"
#include "daemon/crypto/locked_key.h"
#include "daemon/crypto/secret_bytes.h"

namespace candor::crypto {

// One data key, ready to be used. The number stands in front of every file that is sealed under it.
struct FileKey {
  uint32_t number = 0;
  std::shared_ptr<const CtrCipher> cipher;  // never null
};

struct FileKeyInfo {
  uint32_t number = 0;
  absl::Time made_at;
};

// The registry of the data keys under which the database's files are sealed, each wrapped under the master key. A file
// of its own (FORMAT.md draws it), written whole at every change. Numbers rise and are never given twice.
//
// Thread-safe. Errors of what writes: RESOURCE_EXHAUSTED (no space), PERMISSION_DENIED, INTERNAL; after one of them
// the registry in memory is as it was, and the call may be made again.
class FileKeys final {
 public:
  // Makes the file, with key number 1, durable. ALREADY_EXISTS when there is a file.
  static absl::StatusOr<std::unique_ptr<FileKeys>> Create(const std::string& path, const Key& master_key,
                                                          absl::Time now);

  // Codes: NOT_FOUND (no file), FAILED_PRECONDITION (another master key; a newer format), DATA_LOSS (damage).
  static absl::StatusOr<std::unique_ptr<FileKeys>> Open(const std::string& path, const Key& master_key);

  FileKeys(const FileKeys&) = delete;
  FileKeys& operator=(const FileKeys&) = delete;

  // The key for files that are made now: the one with the highest number.
  FileKey Current() const;
  // NOT_FOUND when the registry has none of that number.
  absl::StatusOr<FileKey> Get(uint32_t number) const;
  // All, in ascending order of their numbers; the last is the current one.
  std::vector<FileKeyInfo> List() const;

  // Mints a key and makes it the current one once it is durable. The number.
  absl::StatusOr<uint32_t> Add(absl::Time now);
  // Forgets a key for ever. FAILED_PRECONDITION for the current one, NOT_FOUND for a number that is not there.
  // REQUIRES: no file is sealed under it (Kv::KeyUse() says so).
  absl::Status Remove(uint32_t number);
  // Puts the same keys, wrapped under another master key, in the old file's place.
  absl::Status Rewrap(const Key& new_master_key);

 private:
  struct Slot {
    absl::Time made_at;
    std::string wrapped;
    std::shared_ptr<const CtrCipher> cipher;
  };
  using Slots = std::map<uint32_t, Slot>;

  FileKeys(std::string path, const Key& master_key, const IdBytes& registry_id);

  // What a wrapped key is bound to.
  std::string Bound(uint32_t number, absl::Time made_at) const;
  Slot WrapKey(uint32_t number, absl::Time made_at, std::shared_ptr<const CtrCipher> cipher,
               const Key& master_key) const;
  absl::StatusOr<Slot> UnwrapKey(uint32_t number, std::string_view content) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The bytes of the file with these slots.
  std::string Encode(const Slots& slots) const;
  absl::Status Load(std::string_view slots);

  const std::string path_;
  const IdBytes registry_id_;

  mutable absl::Mutex mutex_;
  LockedKey master_key_ ABSL_GUARDED_BY(mutex_);
  Slots slots_ ABSL_GUARDED_BY(mutex_);  // never empty
};

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_FILE_KEYS_H_
