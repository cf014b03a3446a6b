#include <gtest/gtest.h>

#include <variant>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/store/open.h"
#include "tests/unit/store/store_fixture.h"

// How a ledger begins.
namespace candor::store::init_test {
namespace {

TEST(InitTest, BeginsALedgerThatSaysSoAndNoSecondOne) {
  const TemporaryFolder folder;
  SimulatedClock clock{absl::FromUnixSeconds(1'750'000'000)};
  const auto begun = Init(folder.Join("data"), {}, clock);
  ASSERT_TRUE(begun.ok()) << begun.status();
  EXPECT_EQ(begun->path, folder.Join("data/master.key"));
  EXPECT_EQ(Init(folder.Join("data"), {}, clock).status().code(), absl::StatusCode::kFailedPrecondition);

  OpenOptions options;
  options.data_dir = folder.Join("data");
  options.clock = &clock;
  options.min_free_bytes = 0;
  const auto opened = store::Open(options);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ((*opened)->ledger_id(), begun->ledger);
  const auto record = (*opened)->Latest()->RecordAt(0);
  ASSERT_TRUE(record.ok()) << record.status();
  const auto* made = std::get_if<domain::KeyEvent>(&record->what);
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(made->kind, domain::KeyEventKind::kMade);
  EXPECT_EQ(made->place, domain::KeyPlace::kDirectory);
  EXPECT_EQ(made->file_key, 1u);
  EXPECT_TRUE((*opened)->evidence().CheckRecords(0, 10)->faults.empty());
}

}  // namespace
}  // namespace candor::store::init_test
