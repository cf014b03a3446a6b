#ifndef CANDOR_DAEMON_RPC_STREAM_COUNTS_H_
#define CANDOR_DAEMON_RPC_STREAM_COUNTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace candor::rpc {

// Of one connection, whatever was asked for on it: also streams whose message has not come, or that were taken back, of
// which no handler learns.
struct ConnectionStreams {
  std::string peer;     // its other end, as gRPC writes it
  int64_t open = 0;     // by now
  int64_t started = 0;  // since it was made
};

// Looks now and then at what gRPC counts for the servers of this process. Thread-compatible.
class StreamCounts {
 public:
  // Of each connection on which a stream was ever started, of a server that has more than `enough` open, or had more
  // than that started since the last look. Nothing of others, which is quick to find out.
  std::vector<ConnectionStreams> Look(int64_t enough);

 private:
  std::map<intptr_t, int64_t> started_;  // by the number of the server
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_STREAM_COUNTS_H_
