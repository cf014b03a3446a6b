#ifndef CANDOR_TESTS_BENCH_LOAD_ROUNDS_H_
#define CANDOR_TESTS_BENCH_LOAD_ROUNDS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/load/etcd.h"
#include "tests/bench/load/practice.h"
#include "tests/bench/load/requests.h"

namespace candor::bench {

using SteadyClock = std::chrono::steady_clock;

inline constexpr std::string_view kGetStatus = "/candor.v1.DaemonService/GetStatus";
// So many days before today the oldest entries are dated.
inline constexpr int kDaysBack = 9000;
// With so many calls under way a timeline is filled.
inline constexpr size_t kFillStreams = 64;

inline double Seconds(SteadyClock::duration time) {
  return std::chrono::duration<double>(time).count();
}

// Which program answers.
enum class Server {
  kDaemon,
  kNull,  // candor_null: the same messages, and nothing done
  kEtcd   // Put of the same bytes
};

struct AppendOptions {
  Server server = Server::kDaemon;
  std::string address;
  size_t connections = 4;
  size_t streams = 128;  // per connection
  size_t cases = 10000;
  size_t therapists = 500;  // eight or more
  bool one_author = false;  // only the first therapist writes, about their own cases
  int pid = 0;              // of the daemon, to ask for its processor time; 0: not asked
};

struct Round {
  double per_s = 0;           // appends, over the time until all of them are assessed
  double answered_per_s = 0;  // over the time until all of them are answered
  double p50_ms = 0;          // from call to answer
  double p99_ms = 0;
  double p999_ms = 0;
  double cpu_us = 0;         // processor time of the daemon and its children, per append
  double policy_cpu_us = 0;  // of the assessor's thread and the worker, per append
  uint64_t appended = 0;
};

// One server with what a round of appends needs. Thread-compatible.
class Appender final {
 public:
  // Makes the practice that the requests speak of. UNAVAILABLE when nobody answers at the address.
  static absl::StatusOr<std::unique_ptr<Appender>> Prepare(const AppendOptions& options);

  // The errors of RunRound().
  absl::StatusOr<Round> RunFor(double seconds);
  // Appends exactly so many, and waits until they are assessed. Bytes of their messages.
  absl::StatusOr<uint64_t> Write(uint64_t entries);

  const Practice& practice() const { return practice_; }
  double mean_message_bytes() const { return ring_->mean_message_bytes(); }

 private:
  explicit Appender(const AppendOptions& options) : options_(options) {}
  Call Next();

  const AppendOptions options_;
  Connections connections_;
  Practice practice_;
  std::unique_ptr<RequestRing> ring_;
  std::unique_ptr<EtcdKeys> keys_;  // for etcd only
};

// Makes a practice on the server that grows by a day for each entry that a ring of MakeRing() writes.
absl::StatusOr<Practice> MakeLoadPractice(const Connections& connections, size_t therapists, size_t cases);

// `practice` outlives the ring. `author`: as RingOptions.
std::unique_ptr<RequestRing> MakeRing(const Practice& practice, size_t size, std::optional<size_t> author);

// `count` connections to one server, in the clear.
absl::StatusOr<Connections> Connect(const std::string& server, size_t count);

// Starts what `next` gives for each connection, by its number, `streams` at a time on each, until `enough` holds, and
// waits for the answers; the milliseconds that each took, in the order of answers. The first answer without status 0 is
// an error.
absl::StatusOr<std::vector<float>> Pump(const Connections& connections, size_t streams,
                                        const std::function<Call(size_t)>& next, const std::function<bool()>& enough);

// What a round is made of. Nothing is owned.
struct RoundPlan {
  const Connections& calling;
  const Connections& asking;  // by which the server is asked what has come of it
  std::function<Call(size_t)> next;
  size_t streams = 0;  // per connection
  double seconds = 0;
  int pid = 0;  // as AppendOptions::pid
  // What has come of all calls so far, once nothing is left to do; empty: the daemon's entries, all assessed.
  std::function<absl::StatusOr<uint64_t>()> settled = {};
};

// An answer with another status than 0, and a ledger that did not grow by exactly the answers, are errors.
absl::StatusOr<Round> RunRound(const RoundPlan& plan);

// Entries in the ledger, as the server says.
absl::StatusOr<uint64_t> CountEntries(const Connections& connections);

// Returns when every entry is assessed.
absl::Status WaitForPolicies(const Connections& connections);

// Microseconds of processor time that the process, its threads and its children have used; 0 for pid 0. With `thread`
// only threads of that name count, and the children.
double ProcessorTimeUs(int pid, std::string_view thread = {});

// The value below which `share` of the values lie. REQUIRES: values is not empty.
double Quantile(std::vector<float> values, double share);

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_ROUNDS_H_
