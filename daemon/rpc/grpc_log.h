#ifndef CANDOR_DAEMON_RPC_GRPC_LOG_H_
#define CANDOR_DAEMON_RPC_GRPC_LOG_H_

#include <cstddef>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace candor::rpc {

// Says now and then how often something has happened. Thread-safe.
class NowAndThen {
 public:
  explicit NowAndThen(absl::Duration every) : every_(every) {}

  // It has happened once more. How often since it was told last, when it is to be told.
  std::optional<size_t> Happened(absl::Time now);

 private:
  const absl::Duration every_;
  absl::Mutex mutex_;
  size_t times_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Time told_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

// From now on what gRPC has to say goes to the daemon's log, where whoever connects and proves nothing could fill a
// disk with it: line by line when that tells every call, else one line a minute with how many there were. For the
// process; may be called again.
void TakeGrpcLog();

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_GRPC_LOG_H_
