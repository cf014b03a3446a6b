#ifndef CANDOR_DAEMON_METRICS_SERVER_H_
#define CANDOR_DAEMON_METRICS_SERVER_H_

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/metrics/endpoint.h"
#include "daemon/upkeep.h"

namespace candor {

// Has the metrics read where the practice says. What else the daemon does never depends on that (ADR 0069): an address
// that cannot be listened on is said, and tried again. Thread-safe.
class MetricsServer final {
 public:
  // `again`: how often the address is tried, of the machine's time.
  explicit MetricsServer(absl::Duration again = absl::Minutes(1)) : again_(again) {}
  // As Stop().
  ~MetricsServer() { Stop(); }
  MetricsServer(const MetricsServer&) = delete;
  MetricsServer& operator=(const MetricsServer&) = delete;

  // To be called once at most. `address` and `collect` as metrics::Endpoint::Listen has them.
  void Serve(std::string address, metrics::Collector collect);
  // `collect` is not called any more afterwards. May be called again, by one thread at a time.
  void Stop();

  // Where they are read; 0: nowhere.
  int port() const;
  // Why they cannot be read, one sentence; empty: they can be, or are not wanted.
  std::string Problem() const;

 private:
  void TryToListen();

  const absl::Duration again_;
  // Set by Serve(), before another thread reads them.
  std::string address_;
  metrics::Collector collect_;
  mutable absl::Mutex mutex_;
  std::unique_ptr<metrics::Endpoint> endpoint_ ABSL_GUARDED_BY(mutex_);  // nullptr: not listened on
  std::string problem_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<Upkeep> upkeep_;  // nullptr: nothing is to be tried again
};

}  // namespace candor

#endif  // CANDOR_DAEMON_METRICS_SERVER_H_
