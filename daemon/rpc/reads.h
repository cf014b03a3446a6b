#ifndef CANDOR_DAEMON_RPC_READS_H_
#define CANDOR_DAEMON_RPC_READS_H_

#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "daemon/domain/store.h"

namespace candor::rpc {

// The personal entries that an answer shows to a second person, each by the one first written. Goes on record before
// the answer leaves. Thread-compatible; serves one call.
class Reads {
 public:
  bool empty() const { return reads_.empty(); }
  void Add(const domain::FirstRead& read) { reads_.emplace(std::pair(read.entry, read.reader), read); }

  // Puts those on record that are not, and calls `done`: at once when there are none, else from a thread of the store.
  // ABORTED when one of the entries was called back meanwhile; any error means that the answer must not leave.
  void PutOnRecord(domain::Store& store, std::function<void(const absl::Status&)> done) const;

 private:
  std::map<std::pair<EntryId, MemberId>, domain::FirstRead> reads_;
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_READS_H_
