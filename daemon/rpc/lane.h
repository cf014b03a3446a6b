#ifndef CANDOR_DAEMON_RPC_LANE_H_
#define CANDOR_DAEMON_RPC_LANE_H_

#include <deque>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace candor::rpc {

// A thread for what would hold up gRPC's own, one piece of work after another. Thread-safe.
class Lane final {
 public:
  Lane() : thread_([this] { Run(); }) {}
  // Does what was posted first.
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  void Post(std::function<void()> work);

 private:
  void Run();

  absl::Mutex mutex_;
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_LANE_H_
