#include "cli/verbs/known_ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "cli/print/exit_codes.h"
#include "daemon/base/bytes.h"
#include "daemon/ledger/frontier.h"
#include "daemon/ledger/tree.h"

namespace candor::cli::known_ledger_test {
namespace {

using ::testing::HasSubstr;

// Leaf hashes of a ledger whose record `changed` says something else than usual.
class Tree final : public ledger::NodeReader {
 public:
  explicit Tree(uint64_t changed = ~uint64_t{0}) : changed_(changed) {}

  absl::StatusOr<ledger::Hash> Read(const ledger::NodeId& node) const override {
    if (node.level == 0) return ledger::LeafHash(std::to_string(node.index) + (node.index == changed_ ? "!" : ""));
    return ledger::NodeHash(*Read({node.level - 1, 2 * node.index}), *Read({node.level - 1, 2 * node.index + 1}));
  }

 private:
  const uint64_t changed_;
};

KnownLedger LedgerAt(uint64_t size, const Tree& tree, const std::string& origin = "candor/x/1", char seed = 'k') {
  const std::string bytes(ledger::kSeedBytes, seed);
  const ledger::SigningKey key(AsBytes(bytes).first<ledger::kSeedBytes>());
  const ledger::Checkpoint checkpoint{origin, size, *RootAt(tree, size), {}};
  return {{origin, ledger::SignatureType::kEd25519, key.public_key()}, SignCheckpoint(checkpoint, key), checkpoint};
}

absl::Status GoesOn(const KnownLedger& known, const KnownLedger& shown, const Tree& tree) {
  return CheckGoesOn(known, shown, [&](uint64_t from, uint64_t to) { return ConsistencyProof(tree, from, to); });
}

TEST(KnownLedgerTest, TakesWhatGoesOn) {
  const Tree tree;
  EXPECT_TRUE(GoesOn(LedgerAt(5, tree), LedgerAt(9, tree), tree).ok());
  EXPECT_TRUE(GoesOn(LedgerAt(5, tree), LedgerAt(5, tree), tree).ok());
  EXPECT_TRUE(GoesOn(LedgerAt(0, tree), LedgerAt(5, tree), tree).ok());
}

TEST(KnownLedgerTest, RefusesAnOlderOneAndSaysWhatToDo) {
  const Tree tree;
  const absl::Status status = GoesOn(LedgerAt(9, tree), LedgerAt(5, tree), tree);
  EXPECT_EQ(ExitCodeOf(status), ExitCode::kNotProven);
  EXPECT_THAT(std::string(status.message()), HasSubstr("has shown 9 records before and shows 5"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("Ask whoever runs it"));
}

TEST(KnownLedgerTest, RefusesAChangedPast) {
  const Tree tree;
  const Tree changed(3);
  for (const uint64_t size : {5U, 9U}) {
    const absl::Status status = GoesOn(LedgerAt(5, tree), LedgerAt(size, changed), changed);
    EXPECT_EQ(ExitCodeOf(status), ExitCode::kNotProven) << size;
    EXPECT_THAT(std::string(status.message()), HasSubstr("its past was changed"));
  }
}

TEST(KnownLedgerTest, TellsARestoredLedgerFromAnother) {
  const Tree tree;
  const absl::Status restored = GoesOn(LedgerAt(9, tree), LedgerAt(5, tree, "candor/x/2"), tree);
  EXPECT_EQ(ExitCodeOf(restored), ExitCode::kNotProven);
  EXPECT_THAT(std::string(restored.message()), HasSubstr("was restored"));
  for (const KnownLedger& other : {LedgerAt(9, tree, "candor/y/1"), LedgerAt(9, tree, "candor/x/1", 'o')}) {
    const absl::Status status = GoesOn(LedgerAt(9, tree), other, tree);
    EXPECT_EQ(ExitCodeOf(status), ExitCode::kNotProven);
    EXPECT_THAT(std::string(status.message()), HasSubstr("another ledger"));
  }
  const absl::Status back = GoesOn(LedgerAt(9, tree, "candor/x/2"), LedgerAt(9, tree, "candor/x/1"), tree);
  EXPECT_THAT(std::string(back.message()), HasSubstr("another ledger"));
}

TEST(KnownLedgerTest, SaysWithWhichBackupALedgerWentOnAndWhatIsStillInIt) {
  const Tree tree;
  KnownLedger shown = LedgerAt(12, tree, "candor/x/1700000000");
  shown.restored = RestoredBackup{11, absl::FromUnixSeconds(1'690'000'000)};

  const absl::Status kept = GoesOn(LedgerAt(9, tree), shown, tree);
  EXPECT_EQ(ExitCodeOf(kept), ExitCode::kNotProven) << "somebody has to say that it is right";
  EXPECT_THAT(std::string(kept.message()),
              HasSubstr("was restored from a backup of 2023-07-22 04:26 UTC, at epoch 1700000000 (it was at epoch 1)"));
  EXPECT_THAT(std::string(kept.message()), HasSubstr("all 9 records that had been shown here are still in it"));
  EXPECT_THAT(std::string(kept.message()), HasSubstr("candor ledger trust"));

  const absl::Status lost = GoesOn(LedgerAt(20, tree), shown, tree);
  EXPECT_THAT(std::string(lost.message()), HasSubstr("the backup held 11 records, and 20 had been shown here"));

  const Tree changed(3);
  KnownLedger other = LedgerAt(12, changed, "candor/x/1700000000");
  other.restored = shown.restored;
  const absl::Status forked = GoesOn(LedgerAt(9, tree), other, changed);
  EXPECT_THAT(std::string(forked.message()), HasSubstr("are not the first ones in it"));
}

}  // namespace
}  // namespace candor::cli::known_ledger_test
