#ifndef CANDOR_TESTS_BENCH_LOAD_NETWORK_H_
#define CANDOR_TESTS_BENCH_LOAD_NETWORK_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/load/rounds.h"

namespace candor::bench {

// Appends over TLS and in the clear, to the same daemon.
struct NetworkOptions {
  std::string daemon;     // its socket, where the operator may act for members
  std::string network;    // "HOST:PORT"
  std::string authority;  // its certificate, in PEM
  size_t rounds = 5;
  double seconds = 3;    // per round
  size_t machines = 64;  // connections, each of a member of their own
  size_t streams = 8;    // per connection
  size_t cases = 10000;
  size_t therapists = 500;  // no fewer than machines, nor than four, and no more than cases
  int pid = 0;              // as AppendOptions::pid
};

struct NetworkResult {
  std::vector<Round> tls;
  std::vector<Round> clear;
};

// Names whom a practice has to name, and enrols a machine for each of some members. Then rounds take turns between
// their certificates over TLS and the operator who acts for the same members at the socket, with the same requests on
// as many connections, after one round each that does not count. The errors of RunRound().
absl::StatusOr<NetworkResult> RunNetworkAppends(const NetworkOptions& options);

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_NETWORK_H_
