#include "daemon/ledger/frontier.h"

#include <algorithm>
#include <bit>

#include "daemon/base/bytes.h"

namespace candor::ledger {

void Frontier::Append(const Hash& leaf_hash, const std::function<void(const NodeId&, const Hash&)>& completed) {
  Hash merged = leaf_hash;
  NodeId node{0, size_};
  // Each trailing 1 of the size is a full subtree of the size that `merged` now has.
  while ((node.index & 1) != 0) {
    merged = NodeHash(subtrees_.back(), merged);
    subtrees_.pop_back();
    node = {node.level + 1, node.index >> 1};
    if (completed) completed(node, merged);
  }
  subtrees_.push_back(merged);
  ++size_;
}

Hash Frontier::Root() const {
  if (subtrees_.empty()) return EmptyRoot();
  Hash root = subtrees_.back();
  for (size_t i = subtrees_.size() - 1; i > 0; --i) root = NodeHash(subtrees_[i - 1], root);
  return root;
}

std::string Frontier::Serialize() const {
  std::string out;
  out.reserve(sizeof(uint64_t) + subtrees_.size() * sizeof(Hash));
  AppendBigEndian(size_, out);
  for (const Hash& subtree : subtrees_) out.append(AsText(subtree));
  return out;
}

absl::StatusOr<Frontier> Frontier::Parse(std::string_view bytes) {
  constexpr size_t kHashSize = sizeof(Hash);
  if (bytes.size() < sizeof(uint64_t)) return absl::DataLossError("a tree frontier is cut short");
  Frontier frontier;
  frontier.size_ = ReadBigEndian<uint64_t>(bytes);
  bytes.remove_prefix(sizeof(uint64_t));
  const auto subtrees = static_cast<size_t>(std::popcount(frontier.size_));
  if (bytes.size() != subtrees * kHashSize) {
    return absl::DataLossError("a tree frontier does not have the length that its size asks for");
  }
  frontier.subtrees_.resize(subtrees);
  for (Hash& subtree : frontier.subtrees_) {
    std::ranges::copy(AsBytes(bytes.substr(0, kHashSize)), subtree.begin());
    bytes.remove_prefix(kHashSize);
  }
  return frontier;
}

}  // namespace candor::ledger
