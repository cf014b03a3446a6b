#ifndef CANDOR_DAEMON_METRICS_ENDPOINT_H_
#define CANDOR_DAEMON_METRICS_ENDPOINT_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/metrics/family.h"

namespace candor::metrics {

// What there is to tell now. Called on threads of the endpoint, several at a time; not to throw.
using Collector = std::function<std::vector<Family>()>;

// The page /metrics over HTTP in the clear, in Prometheus' own text format. It writes no file. Thread-safe.
class Endpoint final {
 public:
  // `address`: "127.0.0.1:9464", of the loopback interface; port 0: any that is free. UNAVAILABLE when it cannot be
  // listened on.
  static absl::StatusOr<std::unique_ptr<Endpoint>> Listen(const std::string& address, Collector collect);
  // Answers what is under way; `collect` is not called any more afterwards.
  ~Endpoint();
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  int port() const;

 private:
  struct Parts;

  explicit Endpoint(std::unique_ptr<Parts> parts);

  const std::unique_ptr<Parts> parts_;
};

// The page as Endpoint serves it, without what it says of itself.
std::string PageOf(const std::vector<Family>& families);

}  // namespace candor::metrics

#endif  // CANDOR_DAEMON_METRICS_ENDPOINT_H_
