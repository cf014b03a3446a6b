#ifndef CANDOR_DAEMON_RPC_LANE_H_
#define CANDOR_DAEMON_RPC_LANE_H_

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace candor::rpc {

// A thread for what would hold up gRPC's own, one piece of work after another. Callers take turns, so that nobody waits
// for all that another one has asked for. Thread-safe.
class Lane final {
 public:
  Lane() : thread_([this] { Run(); }) {}
  // Does what was posted first.
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // After what was posted for the same caller before.
  void Post(const std::string& caller, std::function<void()> work);

 private:
  void Run();
  std::function<void()> TakeNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  std::map<std::string, std::deque<std::function<void()>>> waiting_ ABSL_GUARDED_BY(mutex_);  // none is empty
  std::deque<std::string> turns_ ABSL_GUARDED_BY(mutex_);  // each caller of `waiting_` once
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_LANE_H_
