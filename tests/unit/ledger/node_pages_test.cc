#include "daemon/ledger/node_pages.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

#include "daemon/ledger/frontier.h"
#include "tests/unit/ledger/memory_tree.h"

namespace candor::ledger::node_pages_test {
namespace {

// A tree that is kept as the store keeps it: leaf hashes, full pages, and the rest in memory.
class PagedTree final : public NodeReader {
 public:
  void Append(const Hash& leaf) {
    leaves_.push_back(leaf);
    frontier_.Append(leaf, [this](const NodeId& node, const Hash& hash) {
      ++nodes_;
      pages_.Add(node, hash);
    });
    for (const auto& [id, page] : pages_.full()) kept_.emplace(id, page);
    pages_.ForgetFull();
  }

  absl::StatusOr<Hash> Read(const NodeId& node) const override {
    if (node.level == 0) return leaves_.at(node.index);
    if (const auto open = pages_.Find(node)) return *open;
    const auto page = kept_.find(PageOf(node));
    if (page == kept_.end()) return absl::NotFoundError("no such page");
    return ReadFromPage(page->second, node);
  }

  // As after a start: what stood in memory is read again.
  absl::Status Reopen() {
    auto pages = NodePages::Load(*this, leaves_.size());
    if (pages.ok()) pages_ = *std::move(pages);
    return pages.status();
  }

  const std::map<PageId, std::string>& kept() const { return kept_; }
  size_t nodes() const { return nodes_; }

 private:
  std::vector<Hash> leaves_;
  Frontier frontier_;
  NodePages pages_;
  std::map<PageId, std::string> kept_;
  size_t nodes_ = 0;
};

TEST(NodePagesTest, KnowsItsNodes) {
  EXPECT_EQ(PageOf({1, 0}), (PageId{0, 0}));
  EXPECT_EQ(PageOf({1, 127}), (PageId{0, 0}));
  EXPECT_EQ(PageOf({1, 128}), (PageId{0, 1}));
  EXPECT_EQ(PageOf({8, 7}), (PageId{0, 7}));
  EXPECT_EQ(PageOf({9, 128}), (PageId{1, 1}));
  EXPECT_EQ(PageOf({64, 0}), (PageId{7, 0}));
  EXPECT_EQ(SlotOf({1, 0}), 0U);
  EXPECT_EQ(SlotOf({1, 128 + 5}), 5U);
  EXPECT_EQ(SlotOf({2, 0}), 128U);
  EXPECT_EQ(SlotOf({3, 1}), 193U);
  EXPECT_EQ(SlotOf({8, 9}), 254U);
  EXPECT_EQ(SlotOf({16, 9}), 254U);
}

TEST(NodePagesTest, EverySlotHoldsOneNode) {
  for (uint32_t level = 0; level < 3; ++level) {
    const PageId page{level, 5};
    for (size_t slot = 0; slot < kPageNodes; ++slot) {
      EXPECT_EQ(PageOf(NodeIn(page, slot)), page) << slot;
      EXPECT_EQ(SlotOf(NodeIn(page, slot)), slot) << slot;
    }
  }
}

TEST(NodePagesTest, FindsEveryNodeOfAGrowingTree) {
  const MemoryTree tree(1100);
  PagedTree paged;
  for (size_t size = 1; size <= tree.size(); ++size) {
    paged.Append(tree.Leaf(size - 1));
    if (size % 97 != 0 && size % 256 > 1) continue;
    ASSERT_EQ(*RootAt(paged, size), NaiveRoot(tree.First(size))) << size;
    for (size_t index = 0; index < size; index += 61) {
      ASSERT_EQ(InclusionProof(paged, index, size).value(), NaivePath(index, tree.First(size))) << index;
    }
  }
}

TEST(NodePagesTest, WritesEachPageOnceWithWhatTheTreeHasThere) {
  const MemoryTree tree(600);
  PagedTree paged;
  for (size_t i = 0; i < tree.size(); ++i) paged.Append(tree.Leaf(i));
  ASSERT_EQ(paged.kept().size(), 2U);
  for (const auto& [id, page] : paged.kept()) {
    ASSERT_EQ(page.size(), kPageBytes);
    for (size_t slot = 0; slot < kPageNodes; ++slot) {
      const NodeId node = NodeIn(id, slot);
      ASSERT_EQ(*ReadFromPage(page, node), *tree.Read(node)) << id.index << " " << slot;
    }
  }
}

// Three levels of pages, at sizes around where pages begin and end.
TEST(NodePagesTest, GoesOnAfterAStartAtAnySize) {
  const uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  PagedTree paged;
  Frontier frontier;
  for (size_t size = 1; size <= 256 * 256 + 600; ++size) {
    const Hash leaf = LeafHash(std::to_string(size));
    paged.Append(leaf);
    frontier.Append(leaf);
    const size_t near = size % (256 * 256);
    if (random() % 500 != 0 && near > 2 && near != 256 * 256 - 1) continue;
    ASSERT_TRUE(paged.Reopen().ok()) << size;
    ASSERT_EQ(*RootAt(paged, size), frontier.Root()) << size;
  }
  EXPECT_EQ(paged.kept().size(), 256U + 2 + 1);
}

TEST(NodePagesTest, ComputesLessThanOneNodeForEachLeaf) {
  PagedTree paged;
  for (int i = 0; i < 5000; ++i) paged.Append(LeafHash("x"));
  EXPECT_LT(paged.nodes(), 5000U);
}

TEST(NodePagesTest, RefusesAPageOfAnotherSize) {
  EXPECT_TRUE(absl::IsDataLoss(ReadFromPage(std::string(kPageBytes - 1, 'x'), {1, 0}).status()));
  EXPECT_TRUE(absl::IsDataLoss(ReadFromPage(std::string(kPageBytes + 1, 'x'), {1, 0}).status()));
}

}  // namespace
}  // namespace candor::ledger::node_pages_test
