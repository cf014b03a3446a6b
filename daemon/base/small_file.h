#ifndef CANDOR_DAEMON_BASE_SMALL_FILE_H_
#define CANDOR_DAEMON_BASE_SMALL_FILE_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

// Small files, read, held and replaced whole. Thread-safe, and safe among processes. Errors: PERMISSION_DENIED,
// RESOURCE_EXHAUSTED for no space, else INTERNAL; all name the file.
namespace candor {

// The whole file; nullopt when there is none. One that is there and cannot be read is an error, never an absent one.
absl::StatusOr<std::optional<std::string>> ReadSmallFile(const std::string& path);

// Puts a file of mode 0600 in place of whatever is at `path`: whole or not at all, and durably. It is written as
// `path`.new first, by one at a time; what somebody who was killed has left there, the next one writes over.
// UNAVAILABLE when another process does not come to an end there within half a minute.
absl::Status ReplaceFile(const std::string& path, std::string_view content);

// Whether nobody else has locked the file that is open as `descriptor`, which is locked now, and it still goes by the
// name of `path`. Where the file system has no locks, as some network and FUSE mounts have none, nobody has: there two
// at once are not kept apart, and everything else works.
bool HoldsAlone(int descriptor, const std::string& path);

// Takes the file away, durably; that there is none is fine.
absl::Status RemoveFile(const std::string& path);

// An empty file that one holder at a time has, of all threads and processes: for what is read, compared and replaced.
// It goes with its holder. One whose holder was killed is nobody's, and the next one takes it. Where there are no
// locks, as said at HoldsAlone(), everybody has it who asks. Thread-compatible.
class HeldFile final {
 public:
  // Makes the file at `path` and waits for whoever has it; UNAVAILABLE after `patience`.
  static absl::StatusOr<HeldFile> Take(const std::string& path, absl::Duration patience);
  ~HeldFile();
  HeldFile(HeldFile&& other) noexcept
      : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}
  HeldFile& operator=(HeldFile&&) = delete;

  // Puts `content` into it, and the file in the place of `path` in the same folder, where it stays. To be called once.
  // After an error what stands at `path` is whole all the same: the old one, or the new one, maybe not durable yet.
  absl::Status Become(const std::string& path, std::string_view content);

 private:
  HeldFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

  std::string path_;
  int descriptor_;
};

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_SMALL_FILE_H_
