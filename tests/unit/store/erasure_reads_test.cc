#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemon/crypto/hashing.h"
#include "daemon/crypto/key_table.h"
#include "daemon/domain/erasure.h"
#include "daemon/store/ledger_store.h"
#include "tests/unit/store/counting_kv.h"
#include "tests/unit/store/store_fixture.h"

// What an erasure reads while everybody who writes waits for it.
namespace candor::store::erasure_reads_test {
namespace {

constexpr size_t kEntries = 60;

// A record into which everything of another one was moved, and everything of that into a third.
class ErasureReadsTest : public testing::Test {
 protected:
  ErasureReadsTest() {
    auto kv = std::make_unique<CountingKv>();
    kv_ = kv.get();
    LedgerStore::Parts parts;
    parts.id = LedgerId::Random();
    parts.kv = std::move(kv);
    parts.keys = *crypto::KeyTable::Create(folder_.Join("KEYS"), crypto::RandomKey());
    parts.clock = &clock_;
    store_ = std::make_unique<LedgerStore>(std::move(parts), Watermark());
    EXPECT_TRUE(
        AppendTo(*store_, {domain::Member{MemberOf(1), "Ann", {}}, domain::Member{MemberOf(2), "Bob", {}}}).ok());
    for (uint8_t i = 1; i <= 3; ++i) {
      EXPECT_TRUE(AppendTo(*store_, {domain::NewCase{CaseOf(i), std::string(1, static_cast<char>('A' + i))},
                                     EntryOf(SubjectId::Of(CaseOf(i)), Kind::kIntake, Day(2025, 1, 6))})
                      .ok());
    }
    for (size_t i = 0; i < kEntries; ++i) {
      written_.push_back(Add(EntryOf(SubjectId::Of(CaseOf(1)), Kind::kSession, Day(2025, 2, 3))));
      domain::NewEntry amendment = EntryOf(SubjectId::Of(CaseOf(1)), Kind::kSession, Day(2025, 2, 3));
      amendment.entry.header.revises = written_.back();
      amendments_.push_back(Add(std::move(amendment)));
    }
    for (const EntryId& id : written_) Move(2, Move(1, id));
  }

  EntryId Add(domain::NewEntry entry) {
    const auto added = AppendTo(*store_, {std::move(entry)});
    EXPECT_TRUE(added.ok()) << added.status();
    return added.ok() ? added->entry : EntryId();
  }

  // Into the next case. Gives the entry where it stands then.
  EntryId Move(uint8_t from, const EntryId& id) {
    const SubjectId subject = SubjectId::Of(CaseOf(from));
    domain::NewEntry moved =
        EntryOf(SubjectId::Of(CaseOf(static_cast<uint8_t>(from + 1))), Kind::kSession, Day(2025, 2, 3));
    moved.entry.header.moved_from = {subject, id};
    const EntryId there = Add(std::move(moved));
    domain::NewEntry retraction = EntryOf(subject, Kind::kRetraction, Day(2025, 6, 15));
    retraction.entry.header.revises = id;
    retraction.entry.header.take_back = domain::TakeBack::kMoved;
    Add(std::move(retraction));
    return there;
  }

  TemporaryFolder folder_;
  SimulatedClock clock_{absl::FromUnixSeconds(1'750'000'000)};
  CountingKv* kv_ = nullptr;
  std::unique_ptr<LedgerStore> store_;
  std::vector<EntryId> written_, amendments_;
};

TEST_F(ErasureReadsTest, WhatWasMovedTwiceIsReadAFewTimesHoweverMuchItIs) {
  domain::Erasure erasure;
  erasure.id = ErasureId(BytesOf(0x70));
  erasure.subject = SubjectId::Of(CaseOf(3));
  erasure.classes = {domain::KeyClass::kGeneral, domain::KeyClass::kPersonal};
  erasure.state = domain::DecisionState::kInForce;
  kv_->Reset();

  const auto erased = AppendTo(*store_, {erasure});

  ASSERT_TRUE(erased.ok()) << erased.status();
  // Each at its three places to see whether it is held, and again to erase it; then what revises it at the first two.
  EXPECT_LE(kv_->reads(Family::kLedger), 20 * kEntries);
  const auto view = store_->Latest();
  for (const EntryId& id : written_) EXPECT_TRUE(view->GetEntry(id)->erased);
  for (const EntryId& id : amendments_) EXPECT_TRUE(view->GetEntry(id)->erased);
}

}  // namespace
}  // namespace candor::store::erasure_reads_test
