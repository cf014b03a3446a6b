#ifndef CANDOR_DAEMON_STORE_TREE_NODES_H_
#define CANDOR_DAEMON_STORE_TREE_NODES_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "daemon/ledger/node_pages.h"
#include "daemon/ledger/tree.h"
#include "daemon/store/kv.h"

// The ledger's tree as the store keeps it: leaf hashes follow from the records, full pages of the nodes above them are
// rows of the projections, and the right edge stands in memory.
namespace candor::store {

// Nodes that a group of records has completed, upwards from each leaf.
using NewNodes = std::vector<std::pair<ledger::NodeId, ledger::Hash>>;

// What is stored. Thread-safe as its readers are.
class StoredNodes final : public ledger::NodeReader {
 public:
  // Neither is owned. `rows` may be the same as `records`.
  StoredNodes(const KvReader& records, const KvReader& rows) : records_(records), rows_(rows) {}

  // DATA_LOSS when the record, or the page that the node stands in, is not there.
  absl::StatusOr<ledger::Hash> Read(const ledger::NodeId& node) const override;

 private:
  const KvReader& records_;
  const KvReader& rows_;
};

// The right edge of the tree over the first `size` records. Where the rows have no pages at all, as before the first
// release that kept any, they are made, and written into `rows`.
absl::StatusOr<ledger::NodePages> LoadPages(const KvReader& records, Kv& rows, uint64_t size);

// Puts the pages that have become full into a batch of projections.
void PutFullPages(const ledger::NodePages& pages, WriteBatch& batch);

// The whole tree, for one writer and many readers. Thread-safe.
class LedgerTree final : public ledger::NodeReader {
 public:
  // `kv` is not owned and outlives this; `pages` is from LoadPages().
  LedgerTree(const Kv& kv, ledger::NodePages pages) : stored_(kv, kv), pages_(std::move(pages)) {}

  absl::StatusOr<ledger::Hash> Read(const ledger::NodeId& node) const override;

  // Takes the nodes of a group and puts the pages that they fill into `batch`.
  void Add(const NewNodes& nodes, WriteBatch& batch);
  // That batch has been written.
  void Written();

 private:
  const StoredNodes stored_;
  mutable absl::Mutex mutex_;
  ledger::NodePages pages_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_TREE_NODES_H_
