#include "daemon/store/tree_nodes.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/base/way_back.h"
#include "daemon/ledger/frontier.h"
#include "daemon/store/envelope.h"
#include "daemon/store/keys.h"

namespace candor::store {
namespace {

constexpr uint64_t kTreeChunk = 4096;

absl::StatusOr<ledger::Hash> LeafHashOf(const KvReader& records, uint64_t number) {
  std::string value;
  CANDOR_ASSIGN_OR_RETURN(const bool found, records.Get(Family::kLedger, keys::Ledger(number), value));
  const auto envelope = found ? ParseEnvelope(value) : absl::NotFoundError("");
  if (!envelope.ok()) {
    return absl::DataLossError(absl::StrCat("ledger record ", number, " is missing or damaged; ", kPutFolderBack));
  }
  return LeafOf(envelope->type, envelope->commitment);
}

// Makes the pages of the tree over the first `size` records.
absl::StatusOr<ledger::NodePages> MakePages(const KvReader& records, Kv& rows, uint64_t size) {
  log::Info(absl::StrCat("making the nodes of the tree over ", size, " records"));
  ledger::Frontier frontier;
  ledger::NodePages pages;
  while (frontier.size() < size) {
    const uint64_t end = std::min(size, frontier.size() + kTreeChunk);
    while (frontier.size() < end) {
      CANDOR_ASSIGN_OR_RETURN(const ledger::Hash leaf, LeafHashOf(records, frontier.size()));
      frontier.Append(leaf, [&](const ledger::NodeId& node, const ledger::Hash& hash) { pages.Add(node, hash); });
    }
    WriteBatch batch;
    PutFullPages(pages, batch);
    CANDOR_RETURN_IF_ERROR(rows.Write(batch, Durability::kUnlogged));
    pages.ForgetFull();
  }
  return pages;
}

}  // namespace

absl::StatusOr<ledger::Hash> StoredNodes::Read(const ledger::NodeId& node) const {
  if (node.level == 0) return LeafHashOf(records_, node.index);
  std::string page;
  CANDOR_ASSIGN_OR_RETURN(const bool found, rows_.Get(Family::kProjections, keys::NodePage(PageOf(node)), page));
  if (!found) {
    return absl::DataLossError(absl::StrCat("tree node ", node.level, "/", node.index,
                                            " is missing; stop candord and make it anew by candord rebuild"));
  }
  return ReadFromPage(page, node);
}

absl::StatusOr<ledger::NodePages> LoadPages(const KvReader& records, Kv& rows, uint64_t size) {
  constexpr uint64_t kLeavesOfPage = uint64_t{1} << ledger::kPageLevels;
  if (size >= kLeavesOfPage) {
    std::string page;
    CANDOR_ASSIGN_OR_RETURN(const bool found, rows.Get(Family::kProjections, keys::NodePage({0, 0}), page));
    if (!found) return MakePages(records, rows, size);
  }
  return ledger::NodePages::Load(StoredNodes(records, rows), size);
}

void PutFullPages(const ledger::NodePages& pages, WriteBatch& batch) {
  for (const auto& [id, page] : pages.full()) batch.Put(Family::kProjections, keys::NodePage(id), page);
}

absl::StatusOr<ledger::Hash> LedgerTree::Read(const ledger::NodeId& node) const {
  if (node.level > 0) {
    absl::MutexLock lock(&mutex_);
    if (const std::optional<ledger::Hash> hash = pages_.Find(node)) return *hash;
  }
  return stored_.Read(node);
}

void LedgerTree::Add(const NewNodes& nodes, WriteBatch& batch) {
  if (nodes.empty()) return;
  absl::MutexLock lock(&mutex_);
  for (const auto& [node, hash] : nodes) pages_.Add(node, hash);
  PutFullPages(pages_, batch);
}

void LedgerTree::Written() {
  absl::MutexLock lock(&mutex_);
  pages_.ForgetFull();
}

}  // namespace candor::store
