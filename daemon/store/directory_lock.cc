#include "daemon/store/directory_lock.h"

#include <sys/file.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/log.h"
#include "daemon/base/small_file.h"

namespace candor::store {
namespace {

constexpr absl::Duration kBetweenTries = absl::Milliseconds(20);

}  // namespace

bool TakeDirectoryLock(int file, const std::string& path, absl::Duration patience) {
  const absl::Time until = absl::Now() + patience;
  bool told = false;
  while (flock(file, LOCK_EX | LOCK_NB) != 0) {
    if ((errno != EWOULDBLOCK && errno != EINTR) || absl::Now() >= until) return false;
    if (!told) {
      log::Info(absl::StrCat("another process uses ", path, "; waiting for up to ", absl::FormatDuration(patience),
                             " until it has ended"));
    }
    told = true;
    absl::SleepFor(kBetweenTries);
  }
  return true;
}

// What is called master.key.new may be the whole key that somebody has still to put in place, so it stays.
void TakeAwayUnfinished(const std::string& path) {
  for (const char* name : {"IDENTITY.new", "PASSPHRASE.new", "REKEY.new", "KEYS.new", "FILEKEYS.new", "HEAD.new",
                           "EPOCH.new", "COSIGNED.new", "master.key.new.new"}) {
    const std::string left = (std::filesystem::path(path) / name).string();
    std::error_code unknown;
    if (!std::filesystem::exists(std::filesystem::symlink_status(left, unknown))) continue;
    if (const absl::Status removed = RemoveFile(left); !removed.ok()) {
      log::Warning(absl::StrCat("what an earlier process has left stays: ", removed.message()));
    }
  }
}

}  // namespace candor::store
