#ifndef CANDOR_DAEMON_RPC_SESSIONS_H_
#define CANDOR_DAEMON_RPC_SESSIONS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/domain/access.h"

namespace candor::rpc {

// Somebody at work on one machine, and what they said it is for.
struct WorkingSession {
  uint64_t number = 0;  // of its own: another session of the same caller has another
  domain::Purpose purpose = domain::Purpose::kNone;
  absl::Time last;      // when it was last used
  bool locked = false;  // by who works there, or because nobody did for so long
};

// Working sessions, in memory alone: after a start nobody has one. Who calls is a key that the caller of this makes.
// Thread-safe.
class Sessions final {
 public:
  // So many are kept; those that were not used for longest go first.
  static constexpr size_t kMost = 4096;

  // In the place of one that there was.
  WorkingSession Open(const IdBytes& who, domain::Purpose purpose, absl::Time now);
  // As it stands at `now`, where it locks when it was not used for `idle`. nullopt: there is none.
  std::optional<WorkingSession> Find(const IdBytes& who, absl::Duration idle, absl::Time now);
  // It is used. Does nothing for one that is locked.
  void Use(const IdBytes& who, absl::Duration idle, absl::Time now);
  // Goes on with it. nullopt: there is none.
  std::optional<WorkingSession> Unlock(const IdBytes& who, absl::Time now);
  // Without one nothing happens.
  void Lock(const IdBytes& who);

 private:
  WorkingSession* Look(const IdBytes& who, absl::Duration idle, absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ForgetOldest() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  std::map<IdBytes, WorkingSession> sessions_ ABSL_GUARDED_BY(mutex_);
  uint64_t opened_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_SESSIONS_H_
