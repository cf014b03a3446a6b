#ifndef CANDOR_DAEMON_RPC_WATCH_HUB_H_
#define CANDOR_DAEMON_RPC_WATCH_HUB_H_

#include <memory>
#include <set>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/domain/ledger_feed.h"

namespace candor::rpc {

// Somebody who follows the ledger. Thread-safe.
class Follower {
 public:
  virtual ~Follower() = default;
  // There may be something new, or it is time for a sign of life. Never waits. Whether it has more to look at.
  virtual bool Look() = 0;
  // There will be nothing more.
  virtual void End() = 0;
};

// Wakes those who follow the ledger, from a thread of its own, so that nobody's appends wait for them. Thread-safe.
class WatchHub final {
 public:
  // How often followers look at the time.
  static constexpr absl::Duration kTick = absl::Seconds(1);

  // `feed` is not owned and outlives this.
  explicit WatchHub(domain::LedgerFeed& feed) : feed_(feed) {}
  // As Stop().
  ~WatchHub();
  WatchHub(const WatchHub&) = delete;
  WatchHub& operator=(const WatchHub&) = delete;

  // False when it is stopping. The thread begins with the first follower.
  bool Add(std::shared_ptr<Follower> follower);
  void Remove(const std::shared_ptr<Follower>& follower);
  // Ends everybody, and the thread. May be called again.
  void Stop();

 private:
  void Run();
  std::set<std::shared_ptr<Follower>> Followers() const;

  domain::LedgerFeed& feed_;
  mutable absl::Mutex mutex_;
  std::set<std::shared_ptr<Follower>> followers_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_WATCH_HUB_H_
