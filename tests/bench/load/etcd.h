#ifndef CANDOR_TESTS_BENCH_LOAD_ETCD_H_
#define CANDOR_TESTS_BENCH_LOAD_ETCD_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "tests/bench/load/connection.h"
#include "tests/bench/load/practice.h"

namespace candor::bench {

// Makes a Put of etcd (etcdserverpb.KV) of each call: its message as it is, under a key of its own. Thread-compatible.
class EtcdKeys final {
 public:
  EtcdKeys();

  Call PutOf(const Call& call);

 private:
  std::string run_;  // what makes these keys differ from those of every other run
  uint64_t used_ = 0;
};

// etcdserverpb.PutRequest, serialised. etcd's own .proto files are not needed for two fields.
std::string EtcdPut(std::string_view key, std::string_view value);

// Of all that the server keeps. INTERNAL for an answer that is no RangeResponse.
absl::StatusOr<uint64_t> CountEtcdKeys(const Connections& connections);
// The count in a serialised etcdserverpb.RangeResponse.
absl::StatusOr<uint64_t> EtcdCountIn(const std::string& response);

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_ETCD_H_
