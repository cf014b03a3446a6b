#ifndef CANDOR_DAEMON_STORE_RESERVE_FILE_H_
#define CANDOR_DAEMON_STORE_RESERVE_FILE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "daemon/base/unique_fd.h"
#include "daemon/crypto/secret_bytes.h"
#include "daemon/domain/access.h"
#include "daemon/domain/reserve_log.h"

namespace candor::store {

// The file RESERVE (FORMAT.md draws it), which has its room on the disk from the start. Thread-safe.
class ReserveFile final : public domain::ReserveLog {
 public:
  // So much room, and in each place of it one access, sealed.
  static constexpr size_t kPlaces = 512;
  static constexpr size_t kPlaceBytes = 512;

  // Makes the file where there is none, or a part of one. `path` empty: in memory, for tests. What a crash left of an
  // access that nobody was answered with is passed over, and so is a damaged place; that is logged. `code_key`:
  // DurableStore::code_key(). RESOURCE_EXHAUSTED for no room, PERMISSION_DENIED, else INTERNAL; they name the file.
  static absl::StatusOr<std::unique_ptr<ReserveFile>> Open(const std::string& path, const crypto::Key& code_key);

  absl::Status Note(const domain::Access& access) override;
  std::vector<domain::Access> Held() const override;
  absl::Status Clear(size_t count) override;

 private:
  ReserveFile(std::string path, UniqueFd file, const crypto::Key& key)
      : path_(std::move(path)), file_(std::move(file)), key_(key) {}

  absl::Status Load() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::string Seal(size_t place, const domain::Access& access) const;
  absl::StatusOr<domain::Access> Unseal(size_t place, std::string_view bytes) const;
  // Returns when it is on the device.
  absl::Status Write(size_t place, std::string_view bytes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  struct Place {
    size_t number = 0;
    domain::Access access;
  };

  const std::string path_;
  const UniqueFd file_;  // not ok(): in memory
  const crypto::Key key_;
  mutable absl::Mutex mutex_;
  // Ascending. The next one is behind the last, and the first one when there is none.
  std::vector<Place> held_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_RESERVE_FILE_H_
