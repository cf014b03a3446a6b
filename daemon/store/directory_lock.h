#ifndef CANDOR_DAEMON_STORE_DIRECTORY_LOCK_H_
#define CANDOR_DAEMON_STORE_DIRECTORY_LOCK_H_

#include <string>

#include "absl/time/time.h"

namespace candor::store {

// Takes the lock of the data directory `path` on its file LOCK, open as `file`. A process that is ending, or that was
// killed, has its locks until it is gone, so whoever finds it taken tries for up to `patience` and says so once in the
// log. False: it is still taken, or the file system has no locks. Thread-safe.
bool TakeDirectoryLock(int file, const std::string& path, absl::Duration patience);

// Takes away what ReplaceFile() was writing in the data directory when the process was killed. What cannot be taken
// away is told in the log, and stays. REQUIRES: the caller has the directory's lock.
void TakeAwayUnfinished(const std::string& path);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_DIRECTORY_LOCK_H_
