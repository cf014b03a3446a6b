#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "daemon/base/small_file.h"
#include "daemon/ledger/cosignature.h"
#include "daemon/ledger/node_pages.h"
#include "daemon/store/cosigned_file.h"
#include "daemon/store/data_directory.h"
#include "daemon/store/envelope.h"
#include "daemon/store/head_file.h"
#include "daemon/store/keys.h"
#include "daemon/store/ledger_check.h"
#include "daemon/store/memory_kv.h"
#include "daemon/store/tree_nodes.h"
#include "tests/unit/store/history.h"

// Whatever byte of what is stored is flipped, it is found, and it is said where.
namespace candor::store::ledger_damage_test {
namespace {

using ::testing::AnyOf;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

// Where the type stands in a record; the tree alone holds it.
constexpr size_t kTypeAt = kStampBytes;
constexpr uint64_t kRecords = 280;

void CopyFamily(const KvReader& from, Family family, MemoryKv& to) {
  ASSERT_TRUE(from.Scan(family, "", "", std::numeric_limits<size_t>::max(),
                        [&](std::string_view key, auto value) {
                          WriteBatch batch;
                          batch.Put(family, std::string(key), std::string(value));
                          return to.Write(batch, Durability::kUnlogged).ok();
                        })
                  .ok());
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A ledger with records of many kinds and a full page of nodes, on disk, and a copy in memory to damage.
class LedgerDamageTest : public testing::Test {
 protected:
  LedgerDamageTest() : seed_(std::random_device()()), random_(seed_) {
    std::cerr << "seed " << seed_ << "\n";
    History history(fixture_, seed_);
    history.Begin();
    while (fixture_.view()->size() < kRecords) history.Step();
    Cosign();
    fixture_.Close();
    directory_ = *DataDirectory::Open({.path = fixture_.data_dir(), .min_free_bytes = 0});
    CopyFamily(*directory_->kv(), Family::kLedger, kv_);
    CopyFamily(*directory_->kv(), Family::kProjections, kv_);
  }

  void Cosign() {
    absl::Notification done;
    fixture_.store().evidence().Checkpoint(0, [&](const absl::StatusOr<domain::SignedCheckpoint>& checkpoint) {
      ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
      const std::string seed(32, 'w');
      const ledger::SigningKey witness(std::span<const uint8_t, 32>(reinterpret_cast<const uint8_t*>(seed.data()), 32));
      ledger::Note note = *ledger::ParseNote(checkpoint->note);
      note.signatures.push_back(ledger::Cosign(note.text, absl::FromUnixSeconds(5), "w.example", witness));
      const ledger::VerifierKey key{"w.example", ledger::SignatureType::kCosignature, witness.public_key()};
      EXPECT_TRUE(fixture_.store().evidence().AddCosignature(WriteNote(note), key.ToString()).ok());
      done.Notify();
    });
    done.WaitForNotification();
  }

  std::string Get(Family family, const std::string& key) {
    std::string value;
    EXPECT_TRUE(*kv_.Get(family, key, value)) << "no such row";
    return value;
  }
  void Put(Family family, const std::string& key, std::string value) {
    WriteBatch batch;
    batch.Put(family, key, std::move(value));
    ASSERT_TRUE(kv_.Write(batch, Durability::kUnlogged).ok());
  }
  char Flipped(char byte) { return static_cast<char>(byte ^ (1 << random_() % 8)); }

  std::vector<domain::LedgerFault> FaultsOfProjections() {
    const auto checked = CheckProjections(kv_);
    EXPECT_TRUE(checked.ok()) << checked.status();
    return checked.ok() ? checked->faults : std::vector<domain::LedgerFault>();
  }

  const uint32_t seed_;
  std::mt19937 random_;
  StoreFixture fixture_{true};
  std::unique_ptr<DataDirectory> directory_;
  MemoryKv kv_;
};

TEST_F(LedgerDamageTest, NothingIsWrongBeforehand) {
  const auto records = CheckRecords(kv_, directory_->ledger_id(), *directory_->keys(), nullptr, 0, kRecords);
  ASSERT_TRUE(records.ok()) << records.status();
  EXPECT_THAT(records->faults, IsEmpty());
  EXPECT_THAT(FaultsOfProjections(), IsEmpty());
}

TEST_F(LedgerDamageTest, AnyByteOfAnyRecordIsFoundInThatRecord) {
  size_t flipped = 0;
  for (uint64_t number = 0; number < kRecords; ++number) {
    const std::string good = Get(Family::kLedger, keys::Ledger(number));
    const std::string leaf = *LeafDataAt(kv_, number);
    for (size_t i = 0; i < good.size(); ++i, ++flipped) {
      std::string bad = good;
      bad[i] = Flipped(good[i]);
      std::optional<uint64_t> erased_by;
      const absl::Status status =
          CheckRecord(bad, number, directory_->ledger_id(), *directory_->keys(), nullptr, erased_by);
      if (i == kTypeAt) {
        const auto envelope = ParseEnvelope(bad);
        EXPECT_TRUE(!status.ok() || LeafData(envelope->type, envelope->commitment) != leaf) << number;
      } else {
        ASSERT_TRUE(absl::IsDataLoss(status)) << "record " << number << " byte " << i << ": " << status;
      }
    }
  }
  EXPECT_GT(flipped, 40'000U);
}

TEST_F(LedgerDamageTest, AChangedTypeIsFoundByTheTree) {
  for (uint64_t number = 0; number < 256; number += 1 + random_() % 60) {
    const std::string good = Get(Family::kLedger, keys::Ledger(number));
    std::string bad = good;
    // Another type that exists, so that only the leaf tells.
    bad[kTypeAt] = static_cast<char>(good[kTypeAt] == 9 ? 8 : 9);
    Put(Family::kLedger, keys::Ledger(number), bad);
    const auto faults = FaultsOfProjections();
    ASSERT_FALSE(faults.empty()) << number;
    const std::string node = absl::StrCat("tree node 1/", number / 2);
    EXPECT_TRUE(std::ranges::any_of(faults,
                                    [&](const domain::LedgerFault& fault) {
                                      return fault.place == node || fault.place == absl::StrCat("record ", number);
                                    }))
        << number << ": " << faults[0].place;
    Put(Family::kLedger, keys::Ledger(number), good);
  }
}

TEST_F(LedgerDamageTest, AMissingRecordIsFound) {
  WriteBatch batch;
  batch.Delete(Family::kLedger, keys::Ledger(77));
  ASSERT_TRUE(kv_.Write(batch, Durability::kUnlogged).ok());
  const auto records = CheckRecords(kv_, directory_->ledger_id(), *directory_->keys(), nullptr, 70, 80);
  ASSERT_THAT(records->faults, SizeIs(1));
  EXPECT_EQ(records->faults[0].place, "record 77");
  EXPECT_EQ(records->leaves[7], "");
  EXPECT_THAT(FaultsOfProjections()[0].place, testing::Eq("record 77"));
}

TEST_F(LedgerDamageTest, AnyByteOfAnyNodeIsFoundInThatNode) {
  const std::string key = keys::NodePage({0, 0});
  const std::string good = Get(Family::kProjections, key);
  ASSERT_EQ(good.size(), ledger::kPageBytes);
  // One byte of every node at a time.
  for (size_t offset = 0; offset < sizeof(ledger::Hash); ++offset) {
    std::string bad = good;
    for (size_t slot = 0; slot < ledger::kPageNodes; ++slot) {
      char& byte = bad[slot * sizeof(ledger::Hash) + offset];
      byte = Flipped(byte);
    }
    Put(Family::kProjections, key, bad);
    const auto faults = FaultsOfProjections();
    ASSERT_THAT(faults, SizeIs(ledger::kPageNodes));
    for (size_t slot = 0; slot < ledger::kPageNodes; ++slot) {
      const ledger::NodeId node = ledger::NodeIn({0, 0}, slot);
      ASSERT_EQ(faults[slot].place, absl::StrCat("tree node ", node.level, "/", node.index));
    }
  }
}

TEST_F(LedgerDamageTest, AnyChangedMissingOrStrayRowIsFound) {
  std::vector<std::pair<std::string, std::string>> rows;
  ASSERT_TRUE(kv_.Scan(Family::kProjections, "", "", 100'000,
                       [&](std::string_view key, std::string_view value) {
                         rows.emplace_back(key, value);
                         return true;
                       })
                  .ok());
  // The watermark says how far the projections go; a changed one is a smaller ledger, and everything else is too much.
  std::erase_if(rows, [](const auto& row) { return row.first == keys::Watermark(); });
  for (int i = 0; i < 8; ++i) {
    const auto& [key, value] = rows[random_() % rows.size()];
    std::string bad = value;
    if (bad.empty()) {
      bad = "x";
    } else {
      char& byte = bad[random_() % bad.size()];
      byte = Flipped(byte);
    }
    Put(Family::kProjections, key, bad);
    ASSERT_THAT(FaultsOfProjections(), SizeIs(1));
    EXPECT_THAT(FaultsOfProjections()[0].place, AnyOf(StartsWith("projection "), StartsWith("tree node ")));
    WriteBatch gone;
    gone.Delete(Family::kProjections, key);
    ASSERT_TRUE(kv_.Write(gone, Durability::kUnlogged).ok());
    EXPECT_THAT(FaultsOfProjections(), SizeIs(1));
    Put(Family::kProjections, key, value);
    Put(Family::kProjections, key + "y", value);
    EXPECT_THAT(FaultsOfProjections(), SizeIs(1));
    gone.Clear();
    gone.Delete(Family::kProjections, key + "y");
    ASSERT_TRUE(kv_.Write(gone, Durability::kUnlogged).ok());
  }
}

TEST_F(LedgerDamageTest, AnyByteOfTheStoredCheckpointsIsFound) {
  const std::string cosigned = ReadFile(directory_->cosigned_path());
  const std::string head = ReadFile(directory_->head_path());
  const LedgerTree tree(kv_, *LoadPages(kv_, kv_, directory_->head()->size));
  ASSERT_TRUE(ReadCosigned(directory_->cosigned_path()).ok());
  std::vector<domain::LedgerFault> faults;
  CheckHead(directory_->head_path(), tree, faults);
  ASSERT_THAT(faults, IsEmpty());
  for (size_t i = 0; i < cosigned.size(); ++i) {
    std::string bad = cosigned;
    bad[i] = Flipped(bad[i]);
    ASSERT_TRUE(ReplaceFile(directory_->cosigned_path(), bad).ok());
    EXPECT_TRUE(absl::IsDataLoss(ReadCosigned(directory_->cosigned_path()).status())) << i;
  }
  for (size_t i = 0; i < head.size(); ++i) {
    std::string bad = head;
    bad[i] = Flipped(bad[i]);
    ASSERT_TRUE(ReplaceFile(directory_->head_path(), bad).ok());
    faults.clear();
    CheckHead(directory_->head_path(), tree, faults);
    ASSERT_THAT(faults, SizeIs(1)) << i;
    EXPECT_EQ(faults[0].place, "HEAD");
  }
}

}  // namespace
}  // namespace candor::store::ledger_damage_test
