#ifndef CANDOR_TESTS_BENCH_LOAD_ROUNDS_H_
#define CANDOR_TESTS_BENCH_LOAD_ROUNDS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/load/practice.h"

namespace candor::bench {

struct AppendOptions {
  std::string daemon;  // empty: only the other
  std::string null;    // empty: only the daemon
  size_t rounds = 5;
  double seconds = 3;  // per round and server
  size_t connections = 4;
  size_t streams = 128;  // per connection
  size_t cases = 10000;
  size_t therapists = 500;
  int pid = 0;  // of the daemon, to ask for its processor time; 0: not asked
};

// One number per round.
struct AppendResult {
  std::vector<double> daemon_per_s;
  std::vector<double> null_per_s;
  std::vector<double> daemon_p50_ms;
  std::vector<double> daemon_p99_ms;
  std::vector<double> daemon_cpu_us;  // of the daemon and its children, per append
  double mean_message_bytes = 0;
  uint64_t appended = 0;

  void Add(double per_s, double p50_ms, double p99_ms, double cpu_us) {
    daemon_per_s.push_back(per_s);
    daemon_p50_ms.push_back(p50_ms);
    daemon_p99_ms.push_back(p99_ms);
    daemon_cpu_us.push_back(cpu_us);
  }
};

// Rounds that take turns between the two servers, after one round each that does not count. An answer with another
// status than 0, and a ledger that did not grow by exactly the answers, are errors.
absl::StatusOr<AppendResult> RunAppends(const AppendOptions& options);

// `count` connections to one server.
absl::StatusOr<Connections> Connect(const std::string& server, size_t count);

// Starts what `next` gives on every connection, `streams` at a time on each, until `enough` holds, and waits for the
// answers; the milliseconds that each took, in the order of answers. The first answer without status 0 is an error.
absl::StatusOr<std::vector<float>> Pump(const Connections& connections, size_t streams,
                                        const std::function<Call()>& next, const std::function<bool()>& enough);

// Entries in the ledger, as the server says.
absl::StatusOr<uint64_t> CountEntries(const Connections& connections);

// Microseconds of processor time that the process, its threads and its children have used; 0 for pid 0.
double ProcessorTimeUs(int pid);

// The value below which `share` of the values lie. REQUIRES: values is not empty.
double Quantile(std::vector<float> values, double share);

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_ROUNDS_H_
