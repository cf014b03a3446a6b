#include "daemon/ledger/node_pages.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/ledger/frontier.h"

namespace candor::ledger {
namespace {

// The lowest of a page's levels has 128 nodes, the next 64; so many come before the `height`th, from 1.
constexpr size_t SlotsBelow(uint32_t height) {
  return (size_t{1} << kPageLevels) - (size_t{1} << (kPageLevels + 1 - height));
}

uint32_t HeightOf(const NodeId& node) {
  return (node.level - 1) % kPageLevels + 1;
}

Hash HashIn(std::string_view page, size_t slot) {
  Hash hash;
  std::ranges::copy(AsBytes(page.substr(slot * sizeof(Hash), sizeof(Hash))), hash.begin());
  return hash;
}

}  // namespace

PageId PageOf(const NodeId& node) {
  return {(node.level - 1) / kPageLevels, node.index >> (kPageLevels - HeightOf(node))};
}

size_t SlotOf(const NodeId& node) {
  const uint32_t height = HeightOf(node);
  return SlotsBelow(height) + (node.index & ((uint64_t{1} << (kPageLevels - height)) - 1));
}

NodeId NodeIn(const PageId& page, size_t slot) {
  uint32_t height = 1;
  while (height < kPageLevels && SlotsBelow(height + 1) <= slot) ++height;
  return {page.level * kPageLevels + height, (page.index << (kPageLevels - height)) + slot - SlotsBelow(height)};
}

absl::StatusOr<Hash> ReadFromPage(std::string_view page, const NodeId& node) {
  if (page.size() != kPageBytes) return absl::DataLossError("a page of tree nodes does not have its size");
  return HashIn(page, SlotOf(node));
}

absl::StatusOr<NodePages> NodePages::Load(const NodeReader& nodes, uint64_t size) {
  NodePages pages;
  // What is full of a page's subtree follows from the nodes below it.
  for (uint32_t level = 0; level < 64 && (size >> level) > 0; level += kPageLevels) {
    const uint64_t end = size >> level;
    const uint64_t begin = end >> kPageLevels << kPageLevels;
    Frontier subtree;
    for (uint64_t index = begin; index < end; ++index) {
      CANDOR_ASSIGN_OR_RETURN(const Hash hash, nodes.Read({level, index}));
      subtree.Append(hash, [&](const NodeId& node, const Hash& root) {
        pages.Add({level + node.level, (begin >> node.level) + node.index}, root);
      });
    }
  }
  return pages;
}

void NodePages::Add(const NodeId& node, const Hash& hash) {
  const PageId id = PageOf(node);
  if (open_.size() <= id.level) open_.resize(id.level + 1);
  OpenPage& page = open_[id.level];
  if (page.index != id.index) page = OpenPage{.index = id.index};
  const size_t slot = SlotOf(node);
  page.bytes.replace(slot * sizeof(Hash), sizeof(Hash), AsText(hash));
  page.known[slot] = true;
  if (slot + 1 != kPageNodes) return;
  full_[id] = std::move(page.bytes);
  page = OpenPage{.index = id.index + 1};
}

std::optional<Hash> NodePages::Find(const NodeId& node) const {
  const PageId id = PageOf(node);
  const size_t slot = SlotOf(node);
  if (const auto full = full_.find(id); full != full_.end()) return HashIn(full->second, slot);
  if (id.level >= open_.size()) return std::nullopt;
  const OpenPage& page = open_[id.level];
  if (page.index != id.index || !page.known[slot]) return std::nullopt;
  return HashIn(page.bytes, slot);
}

}  // namespace candor::ledger
