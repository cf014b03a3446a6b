#ifndef CANDOR_DAEMON_LEDGER_NODE_PAGES_H_
#define CANDOR_DAEMON_LEDGER_NODE_PAGES_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/ledger/merkle.h"
#include "daemon/ledger/tree.h"

// How the nodes above the leaf hashes are kept. A page holds the 255 nodes of a subtree of eight levels: those of the
// levels 8 * level + 1 to 8 * level + 8 over the nodes [256 * index, 256 * index + 256) of level 8 * level. It is
// written once, when its subtree is full, so that 256 appends cost one key (and a little), and a proof reads one page
// in eight levels. What is not full yet stands in memory.
namespace candor::ledger {

inline constexpr uint32_t kPageLevels = 8;
inline constexpr size_t kPageNodes = 255;
inline constexpr size_t kPageBytes = kPageNodes * sizeof(Hash);

struct PageId {
  uint32_t level = 0;
  uint64_t index = 0;

  auto operator<=>(const PageId&) const = default;
};

// REQUIRES: node.level > 0.
PageId PageOf(const NodeId& node);
// Which of the page's nodes it is: the lowest level first, from left to right. REQUIRES: node.level > 0.
size_t SlotOf(const NodeId& node);
// The node in a slot of a page. REQUIRES: slot < kPageNodes.
NodeId NodeIn(const PageId& page, size_t slot);
// DATA_LOSS when `page` has not the size of a page. REQUIRES: it is PageOf(node).
absl::StatusOr<Hash> ReadFromPage(std::string_view page, const NodeId& node);

// The pages at the right edge of a growing tree. Thread-compatible.
class NodePages final {
 public:
  NodePages() = default;

  // The right edge of a tree that is there already. Reads leaf hashes and the roots of full pages, at most 255 of each
  // level of pages. Errors are the reader's.
  static absl::StatusOr<NodePages> Load(const NodeReader& nodes, uint64_t size);

  // Takes a node that Frontier::Append() has completed.
  void Add(const NodeId& node, const Hash& hash);
  // nullopt when neither an open page nor one of full() has it.
  std::optional<Hash> Find(const NodeId& node) const;

  // Pages that have become full, to be kept elsewhere from now on.
  const std::map<PageId, std::string>& full() const { return full_; }
  // They are kept.
  void ForgetFull() { full_.clear(); }

 private:
  struct OpenPage {
    uint64_t index = 0;
    std::string bytes = std::string(kPageBytes, '\0');
    std::vector<bool> known = std::vector<bool>(kPageNodes);
  };

  std::vector<OpenPage> open_;  // by level
  std::map<PageId, std::string> full_;
};

}  // namespace candor::ledger

#endif  // CANDOR_DAEMON_LEDGER_NODE_PAGES_H_
