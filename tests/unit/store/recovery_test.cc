#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "daemon/store/fold_ledger.h"
#include "daemon/store/rocks_kv.h"
#include "tests/unit/store/recovery_fixture.h"

namespace candor::store::recovery_test {
namespace {

namespace fs = std::filesystem;

TEST_F(RecoveryTest, ARebuildGivesTheSameBytes) {
  Steps(250);
  fixture_.Close();
  const Rows before = ProjectionsIn(fixture_.data_dir());
  ASSERT_GT(before.size(), 250U);

  const auto rebuilt = Rebuild(fixture_.data_dir());

  ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
  EXPECT_TRUE(ProjectionsIn(fixture_.data_dir()) == before);
}

// Adds the types of the records that the ledger holds.
void AddTypes(const domain::View& view, std::set<size_t>& types) {
  for (uint64_t number = 0; number < view.size(); ++number) {
    const auto record = view.RecordAt(number);
    ASSERT_TRUE(record.ok()) << record.status();
    types.insert(record->what.index() + 1);
  }
}

TEST_F(RecoveryTest, RandomHistoriesRebuildToTheSameBytes) {
  std::set<size_t> seen;
  std::mt19937 random(seed_);
  for (int round = 0; round < 12; ++round) {
    StoreFixture fixture(true);
    History history(fixture, static_cast<uint32_t>(random()));
    history.Begin();
    for (uint32_t steps = 50 + random() % 250; steps > 0; --steps) history.Step();
    AddTypes(*fixture.view(), seen);
    fixture.Close();
    const Rows before = ProjectionsIn(fixture.data_dir());

    const auto rebuilt = Rebuild(fixture.data_dir());

    ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
    ASSERT_TRUE(ProjectionsIn(fixture.data_dir()) == before) << "round " << round;
    // And once more, from what a rebuild has made.
    ASSERT_TRUE(Rebuild(fixture.data_dir()).ok());
    ASSERT_TRUE(ProjectionsIn(fixture.data_dir()) == before) << "round " << round;
  }
  for (const size_t type : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 9U, 10U, 11U, 12U, 13U, 14U, 17U, 19U}) {
    EXPECT_TRUE(seen.contains(type)) << "no record of type " << type << " in any history";
  }
}

TEST_F(RecoveryTest, ARebuildTellsHowFarItHasCome) {
  Steps(400);
  const uint64_t size = fixture_.view()->size();
  fixture_.Close();
  std::vector<uint64_t> told;

  const auto rebuilt = Rebuild(fixture_.data_dir(), {}, [&](const domain::FoldProgress& progress) {
    EXPECT_EQ(progress.of, size);
    told.push_back(progress.records);
    return absl::OkStatus();
  });

  ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
  EXPECT_EQ(*rebuilt, size);
  EXPECT_GE(told.size(), size / 64);
  EXPECT_TRUE(std::ranges::is_sorted(told));
}

// Stopped in order, or by the end of the process: what is on the device then is in the copy, the rest is not.
TEST_F(RecoveryTest, ARebuildMayBeCutShortAnywhere) {
  Steps(900);
  const std::string expected = Render(*fixture_.view());
  const uint64_t questions = fixture_.view()->size() / 64;
  fixture_.Close();
  const Rows before = ProjectionsIn(fixture_.data_dir());
  std::mt19937 random(seed_);
  const std::string killed = elsewhere_.Join("killed");
  for (int round = 0; round < 8; ++round) {
    uint64_t left = 1 + random() % questions;
    const auto stopped = Rebuild(fixture_.data_dir(), {}, [&](const domain::FoldProgress&) {
      if (--left > 0) return absl::OkStatus();
      CopyFolder(fixture_.data_dir(), killed);
      return absl::CancelledError("enough");
    });
    ASSERT_TRUE(absl::IsCancelled(stopped.status())) << stopped.status();

    // The next start goes on, whether the process was stopped or killed, and so does another rebuild.
    {
      const auto store = OpenCopy(killed);
      ASSERT_TRUE(store.ok()) << store.status();
      EXPECT_EQ(Render(*(*store)->Latest()), expected);
    }
    EXPECT_TRUE(ProjectionsIn(killed) == before) << "round " << round;
    if (round % 2 == 0) {
      fixture_.Open();
      EXPECT_EQ(Render(*fixture_.view()), expected);
      fixture_.Close();
      EXPECT_TRUE(ProjectionsIn(fixture_.data_dir()) == before) << "round " << round;
    }
  }
  ASSERT_TRUE(Rebuild(fixture_.data_dir()).ok());
  EXPECT_TRUE(ProjectionsIn(fixture_.data_dir()) == before);
}

TEST_F(RecoveryTest, TheTailIsFoldedAgainAfterAKill) {
  Steps(100);
  fixture_.Open();  // what is there so far is on the device, projections too
  Steps(100);
  const std::string killed = elsewhere_.Join("killed");
  CopyFolder(fixture_.data_dir(), killed);
  const std::string expected = Render(*fixture_.view());
  fixture_.Close();

  auto store = OpenCopy(killed);

  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ(Render(*(*store)->Latest()), expected);
  store->reset();
  EXPECT_TRUE(ProjectionsIn(killed) == ProjectionsIn(fixture_.data_dir()));
}

TEST_F(RecoveryTest, AReopenedStoreGoesOnWhereItStopped) {
  Steps(50);
  const std::string before = Render(*fixture_.view());
  const uint64_t size = fixture_.view()->size();

  fixture_.Open();

  EXPECT_EQ(Render(*fixture_.view()), before);
  const auto appended = fixture_.Append({domain::NewCase{CaseOf(200), "C-200"}});
  EXPECT_EQ(appended->first_number, size);
}

TEST_F(RecoveryTest, ProjectionsAheadOfTheLedgerAreMadeAnew) {
  Steps(50);
  fixture_.Close();
  const Rows before = ProjectionsIn(fixture_.data_dir());
  {
    auto kv = OpenDatabaseOf(fixture_.data_dir());
    WriteBatch batch;
    Watermark ahead;
    ahead.size = 1;
    while (ahead.frontier.size() < 10'000) ahead.frontier.Append({});
    ahead.size = ahead.frontier.size();
    ahead.recorded_at = absl::FromUnixSeconds(1);
    batch.Put(Family::kProjections, "W", EncodeRow(ahead));
    batch.Put(Family::kProjections, "M nonsense", "nonsense");
    ASSERT_TRUE((*kv)->Write(batch, Durability::kUnlogged).ok());
    ASSERT_TRUE((*kv)->Flush().ok());
  }

  fixture_.Open();
  fixture_.Close();

  EXPECT_TRUE(ProjectionsIn(fixture_.data_dir()) == before);
}

// As the first version left them: without the figures of single entries, and without saying so.
TEST_F(RecoveryTest, ProjectionsOfAnEarlierVersionAreMadeAnew) {
  Steps(120);
  const std::string expected = Render(*fixture_.view());
  fixture_.Close();
  const Rows before = ProjectionsIn(fixture_.data_dir());
  {
    auto kv = OpenDatabaseOf(fixture_.data_dir());
    ASSERT_TRUE(kv.ok()) << kv.status();
    WriteBatch batch;
    for (const auto& [key, value] : before) {
      if (key.front() == 'K' || key.front() == 'X') batch.Delete(Family::kProjections, key);
    }
    std::string watermark = before.at("W");
    watermark.pop_back();
    batch.Put(Family::kProjections, "W", watermark);
    ASSERT_TRUE((*kv)->Write(batch, Durability::kUnlogged).ok());
    ASSERT_TRUE((*kv)->Flush().ok());
  }

  fixture_.Open();

  EXPECT_EQ(Render(*fixture_.view()), expected);
  fixture_.Close();
  EXPECT_TRUE(ProjectionsIn(fixture_.data_dir()) == before);
}

TEST_F(RecoveryTest, ATornLogIsRefusedOrComplete) {
  Steps(40);
  ASSERT_TRUE(fixture_.store().Close().ok());
  // HEAD covers everything now, and the copy still has the records in the log only.
  const uint64_t size = fixture_.view()->size();
  const std::string whole = elsewhere_.Join("whole");
  CopyFolder(fixture_.data_dir(), whole);
  fixture_.Close();
  int refused = 0;
  for (const double part : {0.0, 0.3, 0.6, 0.9, 0.999, 1.0}) {
    const std::string torn = elsewhere_.Join("torn");
    CopyFolder(whole, torn);
    for (const auto& file : fs::directory_iterator(torn + "/db")) {
      if (file.path().extension() == ".log") {
        fs::resize_file(file.path(), static_cast<uintmax_t>(part * static_cast<double>(fs::file_size(file.path()))));
      }
    }

    const auto store = OpenCopy(torn);

    if (store.ok()) {
      EXPECT_EQ((*store)->Latest()->size(), size) << part;
    } else {
      ++refused;
      EXPECT_THAT(store.status().code(),
                  testing::AnyOf(absl::StatusCode::kFailedPrecondition, absl::StatusCode::kDataLoss));
    }
  }
  EXPECT_GE(refused, 4);
}

TEST_F(RecoveryTest, APastMomentEqualsWhatWasShownThen) {
  std::map<absl::Time, std::string> shown;
  for (int i = 0; i < 60; ++i) {
    history_.Step();
    shown[fixture_.view()->last_recorded_at()] = Render(*fixture_.view());
  }
  fixture_.Open();

  // Each goes on from the fold of the one before, which stays as it was.
  std::vector<std::shared_ptr<const domain::View>> views;
  for (const auto& [moment, text] : shown) {
    const auto past = fixture_.store().AsOf(moment, Wait);
    ASSERT_TRUE(past.ok()) << past.status();
    EXPECT_EQ(Render(**past), text);
    views.push_back(*past);
  }
  size_t number = 0;
  for (const auto& [moment, text] : shown) EXPECT_EQ(Render(*views[number++]), text);
  // The other way round each is folded from the first record on.
  for (auto each = shown.rbegin(); each != shown.rend(); ++each) {
    const auto past = fixture_.store().AsOf(each->first, Wait);
    ASSERT_TRUE(past.ok()) << past.status();
    EXPECT_EQ(Render(**past), each->second);
  }
}

TEST_F(RecoveryTest, ALaterMomentGoesOnFromTheFoldOfAnEarlierOne) {
  Steps(40);
  const absl::Time earlier = fixture_.view()->last_recorded_at();
  const uint64_t earlier_size = fixture_.view()->size();
  fixture_.clock().AdvanceTime(absl::Hours(1));
  Steps(40);
  const absl::Time later = fixture_.view()->last_recorded_at();
  fixture_.clock().AdvanceTime(absl::Hours(1));
  ASSERT_TRUE(fixture_.Append({domain::NewCase{CaseOf(200), "C-200"}}).ok());
  ASSERT_TRUE(fixture_.store().AsOf(earlier, Wait).ok());
  std::vector<uint64_t> folded;

  const auto past = fixture_.store().AsOf(later, [&](const domain::FoldProgress& progress) {
    folded.push_back(progress.records);
    return absl::OkStatus();
  });

  ASSERT_TRUE(past.ok()) << past.status();
  ASSERT_FALSE(folded.empty());
  EXPECT_EQ(folded.front(), earlier_size);
}

}  // namespace
}  // namespace candor::store::recovery_test
