#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <utility>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "daemon/crypto/hashing.h"
#include "daemon/policy/assessor.h"
#include "daemon/store/ledger_store.h"
#include "in_process_engine.h"
#include "scripted_policy.h"
#include "tests/unit/store/counting_kv.h"
#include "tests/unit/store/store_fixture.h"

// What it costs the database that an entry is appended and assessed.
namespace candor::policy::assessor_reads_test {
namespace {

using domain::Kind;
using domain::SubjectId;
using store::CaseOf;
using store::EntryOf;
using store::Family;
using store::MemberOf;

const Day kFirstDay(2025, 1, 6);
const SubjectId kCase = SubjectId::Of(CaseOf(1));

class AssessorReadsTest : public ::testing::Test {
 protected:
  AssessorReadsTest() : engine_(testing::ScriptedPolicy()) {
    testing::SetScript([](candor_call* call) {
      ++call->state[0];
      call->state_size = 1;
      return CANDOR_OK;
    });
    auto kv = std::make_unique<store::CountingKv>();
    kv_ = kv.get();
    store::LedgerStore::Parts parts;
    parts.id = LedgerId::Random();
    parts.kv = std::move(kv);
    parts.keys = *crypto::KeyTable::Create(folder_.Join("KEYS"), crypto::RandomKey());
    parts.clock = &clock_;
    store_ = std::make_unique<store::LedgerStore>(std::move(parts), store::Watermark());
    EXPECT_TRUE(store::AppendTo(*store_, {domain::Settings(), domain::Member{MemberOf(1), "Ann", {}},
                                          domain::NewCase{CaseOf(1), "C-1"}})
                    .ok());
    assessor_ = std::make_unique<Assessor>(*store_, engine_, clock_);
    EXPECT_TRUE(assessor_->Start().ok());
  }
  ~AssessorReadsTest() override { assessor_.reset(); }

  void AppendAssessed(domain::NewEntry entry) {
    const auto appended = store::AppendTo(*store_, {std::move(entry)});
    ASSERT_TRUE(appended.ok()) << appended.status();
    absl::Notification assessed;
    assessor_->WhenAssessed(kCase, appended->first_number, absl::Now() + absl::Seconds(20), [&](bool in_time) {
      EXPECT_TRUE(in_time);
      assessed.Notify();
    });
    assessed.WaitForNotification();
  }

  store::TemporaryFolder folder_;
  SimulatedClock clock_{absl::FromCivil(kFirstDay + 400, absl::UTCTimeZone())};
  testing::InProcessEngine engine_;
  store::CountingKv* kv_ = nullptr;
  std::unique_ptr<store::LedgerStore> store_;
  std::unique_ptr<Assessor> assessor_;
};

TEST_F(AssessorReadsTest, AnEntryInOrderReadsNothingBackFromTheLedgerOrTheFolds) {
  constexpr int kEntries = 50;
  for (int day = 0; day < 5; ++day) AppendAssessed(EntryOf(kCase, Kind::kSession, kFirstDay + day));
  // The sweep after the start is done by then.
  absl::SleepFor(absl::Milliseconds(300));
  kv_->Reset();

  for (int day = 5; day < 5 + kEntries; ++day) AppendAssessed(EntryOf(kCase, Kind::kSession, kFirstDay + day));

  EXPECT_EQ(kv_->reads(Family::kLedger), 0U);
  EXPECT_EQ(kv_->reads(Family::kCache), 0U);
  // Per group, not per entry: here each entry is a group of its own. What waits, twice; its row; the timers of a day.
  EXPECT_LE(kv_->reads(Family::kProjections), 5U * kEntries);
}

// What is written down weeks later comes before timers that have fired, and after every other entry.
TEST_F(AssessorReadsTest, NorDoesOneOfADayThatTimersHaveGonePast) {
  testing::SetScript([](candor_call* call) -> int32_t {
    ++call->state[0];
    call->state_size = 1;
    if (call->event->type != CANDOR_EVENT_ENTRY) return CANDOR_OK;
    return call->host->timer(call->host->context, 0, call->event->occurred_day + 30, 1);
  });
  for (int day = 0; day < 5; ++day) AppendAssessed(EntryOf(kCase, Kind::kSession, kFirstDay + day));
  absl::SleepFor(absl::Milliseconds(300));
  kv_->Reset();

  for (int day = 5; day < 55; ++day) AppendAssessed(EntryOf(kCase, Kind::kSession, kFirstDay + day));

  EXPECT_EQ(kv_->reads(Family::kLedger), 0U);
}

TEST_F(AssessorReadsTest, AGroupOfEntriesReadsOfEachOnlyWhetherItsNameIsTaken) {
  for (int day = 0; day < 5; ++day) AppendAssessed(EntryOf(kCase, Kind::kSession, kFirstDay + day));
  absl::SleepFor(absl::Milliseconds(300));
  kv_->Reset();
  std::vector<domain::Change> many;
  for (int day = 5; day < 105; ++day) many.emplace_back(EntryOf(kCase, Kind::kSession, kFirstDay + day));

  ASSERT_TRUE(store::AppendTo(*store_, std::move(many)).ok());
  AppendAssessed(EntryOf(kCase, Kind::kSession, kFirstDay + 105));

  EXPECT_EQ(kv_->reads(Family::kLedger), 0U);
  EXPECT_LE(kv_->reads(Family::kProjections), 101U + 20U);
}

}  // namespace
}  // namespace candor::policy::assessor_reads_test
