#include "daemon/ledger/proof.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <vector>

#include "tests/unit/ledger/memory_tree.h"

namespace candor::ledger::proof_test {
namespace {

const MemoryTree& Tree() {
  static const MemoryTree tree(300);
  return tree;
}

Hash RootOf(size_t size) {
  return NaiveRoot(Tree().First(size));
}

// One byte of one hash, changed in a way that shows.
void Alter(Hash& hash) {
  hash[*rc::gen::inRange<size_t>(0, hash.size())] ^= *rc::gen::inRange<uint8_t>(1, 255);
}

TEST(ProofTest, EveryInclusionProofVerifies) {
  EXPECT_TRUE(rc::check("inclusion", [] {
    const auto size = *rc::gen::inRange<size_t>(1, Tree().size() + 1);
    const auto index = *rc::gen::inRange<size_t>(0, size);
    const std::vector<Hash> proof = *InclusionProof(Tree(), index, size);
    RC_ASSERT(VerifyInclusion(Tree().Leaf(index), index, size, proof, RootOf(size)).ok());
  }));
}

TEST(ProofTest, NoInclusionProofVerifiesOnceAByteIsChanged) {
  EXPECT_TRUE(rc::check("altered inclusion", [] {
    const auto size = *rc::gen::inRange<size_t>(1, Tree().size() + 1);
    const auto index = *rc::gen::inRange<size_t>(0, size);
    std::vector<Hash> proof = *InclusionProof(Tree(), index, size);
    Hash leaf = Tree().Leaf(index);
    Hash root = RootOf(size);
    const auto what = *rc::gen::inRange<size_t>(0, proof.size() + 2);
    Alter(what == proof.size() ? leaf : what == proof.size() + 1 ? root : proof[what]);
    RC_ASSERT(absl::IsDataLoss(VerifyInclusion(leaf, index, size, proof, root)));
  }));
}

TEST(ProofTest, AnInclusionProofIsOfOnePlaceOnly) {
  EXPECT_TRUE(rc::check("another place", [] {
    const auto size = *rc::gen::inRange<size_t>(2, Tree().size() + 1);
    const auto index = *rc::gen::inRange<size_t>(0, size);
    const auto other = *rc::gen::inRange<size_t>(0, size + 3);
    RC_PRE(other != index);
    const std::vector<Hash> proof = *InclusionProof(Tree(), index, size);
    RC_ASSERT(!VerifyInclusion(Tree().Leaf(index), other, size, proof, RootOf(size)).ok());
  }));
}

TEST(ProofTest, EveryConsistencyProofVerifies) {
  EXPECT_TRUE(rc::check("consistency", [] {
    const auto to = *rc::gen::inRange<size_t>(0, Tree().size() + 1);
    const auto from = *rc::gen::inRange<size_t>(0, to + 1);
    const std::vector<Hash> proof = *ConsistencyProof(Tree(), from, to);
    RC_ASSERT(VerifyConsistency(from, RootOf(from), to, RootOf(to), proof).ok());
  }));
}

TEST(ProofTest, NoConsistencyProofVerifiesOnceAByteIsChanged) {
  EXPECT_TRUE(rc::check("altered consistency", [] {
    const auto to = *rc::gen::inRange<size_t>(2, Tree().size() + 1);
    const auto from = *rc::gen::inRange<size_t>(1, to);
    std::vector<Hash> proof = *ConsistencyProof(Tree(), from, to);
    Hash earlier = RootOf(from);
    Hash later = RootOf(to);
    const auto what = *rc::gen::inRange<size_t>(0, proof.size() + 2);
    Alter(what == proof.size() ? earlier : what == proof.size() + 1 ? later : proof[what]);
    RC_ASSERT(absl::IsDataLoss(VerifyConsistency(from, earlier, to, later, proof)));
  }));
}

TEST(ProofTest, NoProofOfAnotherLengthVerifies) {
  EXPECT_TRUE(rc::check("another length", [] {
    const auto to = *rc::gen::inRange<size_t>(2, Tree().size() + 1);
    const auto from = *rc::gen::inRange<size_t>(1, to);
    std::vector<Hash> path = *InclusionProof(Tree(), from, to);
    std::vector<Hash> proof = *ConsistencyProof(Tree(), from, to);
    if (*rc::gen::arbitrary<bool>()) {
      path.insert(path.begin() + *rc::gen::inRange<ptrdiff_t>(0, static_cast<ptrdiff_t>(path.size()) + 1), Hash{});
      proof.insert(proof.begin() + *rc::gen::inRange<ptrdiff_t>(0, static_cast<ptrdiff_t>(proof.size()) + 1), Hash{});
    } else {
      path.erase(path.begin() + *rc::gen::inRange<ptrdiff_t>(0, static_cast<ptrdiff_t>(path.size())));
      proof.erase(proof.begin() + *rc::gen::inRange<ptrdiff_t>(0, static_cast<ptrdiff_t>(proof.size())));
    }
    RC_ASSERT(!VerifyInclusion(Tree().Leaf(from), from, to, path, RootOf(to)).ok());
    RC_ASSERT(!VerifyConsistency(from, RootOf(from), to, RootOf(to), proof).ok());
  }));
}

TEST(ProofTest, TreesOfOneSizeHaveOneRoot) {
  EXPECT_TRUE(VerifyConsistency(7, RootOf(7), 7, RootOf(7), {}).ok());
  EXPECT_TRUE(absl::IsDataLoss(VerifyConsistency(7, RootOf(7), 7, RootOf(6), {})));
  EXPECT_TRUE(absl::IsDataLoss(VerifyConsistency(8, RootOf(8), 7, RootOf(7), {})));
  const std::vector<Hash> one{Hash{}};
  EXPECT_TRUE(absl::IsDataLoss(VerifyConsistency(7, RootOf(7), 7, RootOf(7), one)));
}

TEST(ProofTest, EveryTreeBeginsWithTheEmptyOne) {
  EXPECT_TRUE(VerifyConsistency(0, EmptyRoot(), 5, RootOf(5), {}).ok());
  EXPECT_TRUE(absl::IsDataLoss(VerifyConsistency(0, RootOf(1), 5, RootOf(5), {})));
  const std::vector<Hash> one{Hash{}};
  EXPECT_TRUE(absl::IsDataLoss(VerifyConsistency(0, EmptyRoot(), 5, RootOf(5), one)));
}

TEST(ProofTest, GoesToTheEndOfTheNumbers) {
  const std::vector<Hash> proof(63);
  EXPECT_TRUE(absl::IsDataLoss(VerifyInclusion(Hash{}, UINT64_MAX - 1, UINT64_MAX, proof, Hash{})));
  EXPECT_TRUE(absl::IsDataLoss(VerifyConsistency(UINT64_MAX - 1, Hash{}, UINT64_MAX, Hash{}, proof)));
  EXPECT_TRUE(absl::IsDataLoss(VerifyConsistency(uint64_t{1} << 63, Hash{}, UINT64_MAX, Hash{}, proof)));
}

}  // namespace
}  // namespace candor::ledger::proof_test
