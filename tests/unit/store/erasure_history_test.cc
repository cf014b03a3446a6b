#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/evidence.h"
#include "daemon/store/open.h"
#include "tests/unit/store/history.h"

namespace candor::store::erasure_history_test {
namespace {

using domain::KeyClass;

// Random histories in which now and then something is erased.
class ErasureHistoryTest : public testing::Test {
 protected:
  ErasureHistoryTest() : seed_(std::random_device()()), random_(seed_), history_(fixture_, seed_) {
    SCOPED_TRACE(testing::Message() << "seed " << seed_);
    RecordProperty("seed", std::to_string(seed_));
    history_.Begin();
  }

  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>(random_() % bound); }

  SubjectId AnySubject() {
    const auto cases = fixture_.view()->ListCases(CaseId(), 1000);
    if (cases->empty() || Below(5) == 0) return SubjectId::Of(MemberOf(static_cast<uint8_t>(1 + Below(4))));
    return SubjectId::Of((*cases)[Below(static_cast<uint32_t>(cases->size()))].id);
  }

  void EraseSomething() {
    domain::Erasure erasure;
    erasure.id = ErasureId(BytesOf(0x70, ++erasures_));
    erasure.subject = AnySubject();
    const bool whole = erasure.subject.kind == domain::SubjectKind::kCase && Below(2) == 0;
    erasure.classes = {KeyClass::kPersonal};
    if (whole) erasure.classes.insert(erasure.classes.begin(), KeyClass::kGeneral);
    erasure.state = domain::DecisionState::kInForce;
    const auto erased = fixture_.Append({erasure});
    if (erased.ok()) {
      ++erased_;
      if (whole) whole_.insert(erasure.subject);
    } else {
      // Erased already, as a whole.
      EXPECT_EQ(erased.status().code(), absl::StatusCode::kFailedPrecondition) << erased.status();
      EXPECT_TRUE(whole_.contains(erasure.subject));
    }
  }

  void Live(int steps) {
    for (int i = 0; i < steps; ++i) {
      history_.Step();
      if (Below(25) == 0) EraseSomething();
    }
  }

  // An assessment alone is on the device a moment after it can be read; only then can it be asked about as evidence.
  void WaitForTheDevice() {
    absl::Notification done;
    absl::Status status;
    fixture_.store().evidence().Checkpoint(fixture_.view()->size(),
                                           [&](const absl::StatusOr<domain::SignedCheckpoint>& checkpoint) {
                                             status = checkpoint.status();
                                             done.Notify();
                                           });
    done.WaitForNotification();
    ASSERT_TRUE(status.ok()) << status;
  }

  // Every row is what follows from the records, and every record that is not erased is as it was written.
  void ExpectWhole() {
    ASSERT_NO_FATAL_FAILURE(WaitForTheDevice());
    const auto rows = fixture_.store().evidence().CheckProjections();
    ASSERT_TRUE(rows.ok()) << rows.status();
    for (const domain::LedgerFault& fault : rows->faults) ADD_FAILURE() << fault.place << ": " << fault.problem;
    const auto records = fixture_.store().evidence().CheckRecords(0, 100'000);
    ASSERT_TRUE(records.ok()) << records.status();
    for (const domain::LedgerFault& fault : records->faults) ADD_FAILURE() << fault.place << ": " << fault.problem;
    const auto root = fixture_.store().evidence().RootHash(fixture_.view()->size());
    ASSERT_TRUE(root.ok()) << root.status();
    EXPECT_EQ(rows->root, *root);
  }

  // What was moved into a case that is erased, as it stood before, with its amendments there.
  std::set<EntryId> MovedIntoErased(const domain::View& view) const {
    std::vector<domain::EntryHeader> headers;
    for (uint64_t number = 0; number < view.size(); ++number) {
      const auto record = view.RecordAt(number);
      const auto* kept = record.ok() ? std::get_if<domain::KeptEntry>(&record->what) : nullptr;
      if (kept != nullptr) headers.push_back(kept->entry.header);
    }
    std::set<EntryId> moved;
    // Each was written before what it became.
    for (auto header = headers.rbegin(); header != headers.rend(); ++header) {
      const bool gone = whole_.contains(header->subject) || moved.contains(header->id);
      if (gone && !header->moved_from.entry.empty()) moved.insert(header->moved_from.entry);
    }
    for (const domain::EntryHeader& header : headers) {
      if (!header.retracts && moved.contains(header.revises)) moved.insert(header.id);
    }
    return moved;
  }

  const uint32_t seed_;
  std::mt19937 random_;
  StoreFixture fixture_{true};
  History history_;
  uint8_t erasures_ = 0;
  int erased_ = 0;
  std::set<SubjectId> whole_;
};

TEST_F(ErasureHistoryTest, RebuildsToTheSameBytesAndEverythingElseVerifies) {
  SCOPED_TRACE(testing::Message() << "seed " << seed_);
  for (int round = 0; round < 4; ++round) {
    Live(100);
    ExpectWhole();
  }
  EXPECT_GT(erased_, 0);
  const std::string before = Render(*fixture_.view());
  fixture_.Close();
  ASSERT_TRUE(Rebuild(fixture_.data_dir()).ok());
  fixture_.Open();

  EXPECT_EQ(Render(*fixture_.view()), before);
  ExpectWhole();
  Live(50);
  ExpectWhole();
}

TEST_F(ErasureHistoryTest, NothingThatIsErasedIsReadAndNothingElseIsLost) {
  SCOPED_TRACE(testing::Message() << "seed " << seed_);
  Live(300);
  const auto view = fixture_.view();
  const std::set<EntryId> went_there = MovedIntoErased(*view);
  for (uint64_t number = 0; number < view->size(); ++number) {
    const auto record = view->RecordAt(number);
    ASSERT_TRUE(record.ok()) << "record " << number << ": " << record.status();
    const auto* kept = std::get_if<domain::KeptEntry>(&record->what);
    if (kept == nullptr) continue;
    const domain::EntryHeader& header = kept->entry.header;
    if (whole_.contains(header.subject) || went_there.contains(header.id)) {
      EXPECT_TRUE(record->erased) << number;
      EXPECT_EQ(kept->entry.narrative.Reveal().note, "") << number;
    } else if (!header.personal) {
      EXPECT_FALSE(record->erased) << number;
    }
  }
}

}  // namespace
}  // namespace candor::store::erasure_history_test
