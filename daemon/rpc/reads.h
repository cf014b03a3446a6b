#ifndef CANDOR_DAEMON_RPC_READS_H_
#define CANDOR_DAEMON_RPC_READS_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "daemon/base/id.h"
#include "daemon/domain/store.h"

namespace candor::rpc {

// What goes on record because of an answer and cannot be read off it. Thread-compatible; serves one call.
class Reads {
 public:
  // A personal entry that the answer shows to a second person, by the one first written.
  void Add(const domain::FirstRead& read) { reads_.emplace(std::pair(read.entry, read.reader), read); }
  // Of figures that are about nobody in particular: what they are of, in letters, digits, spaces and ".-_/" only, and
  // what is equal where they are equal.
  void NoteScope(std::string scope, std::string told) {
    scope_ = std::move(scope);
    told_ = std::move(told);
  }

  // As part of which the answer leaves.
  void NoteDisclosure(const DisclosureId& disclosure) { disclosure_ = disclosure; }

  const DisclosureId& disclosure() const { return disclosure_; }
  const std::string& scope() const { return scope_; }
  const std::string& told() const { return told_; }
  // Whether the next has anything to add, as far as it is known here.
  bool empty() const { return reads_.empty(); }
  // Adds those first reads that are not on record. ABORTED comes from the store, when one of the entries was called
  // back meanwhile. Errors are the view's.
  absl::Status AddFirst(const domain::View& view, std::vector<domain::Change>& changes) const;

 private:
  std::map<std::pair<EntryId, MemberId>, domain::FirstRead> reads_;
  std::string scope_;
  std::string told_;
  DisclosureId disclosure_;
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_READS_H_
