#include "daemon/store/sequencer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "daemon/crypto/hashing.h"
#include "daemon/store/ledger_store.h"
#include "tests/unit/store/counting_kv.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::sequencer_test {
namespace {

using ::testing::Each;

constexpr int kCases = 128;

SubjectId ManyCase(int number) {
  return SubjectId::Of(CaseOf(static_cast<uint8_t>(number)));
}

// A store over a Kv that counts and fails.
class SequencerTest : public testing::Test {
 protected:
  explicit SequencerTest(const Sequencer::Options& options = {}) : options_(options) {
    auto kv = std::make_unique<CountingKv>();
    kv_ = kv.get();
    LedgerStore::Parts parts;
    parts.id = LedgerId::Random();
    parts.kv = std::move(kv);
    parts.keys = *crypto::KeyTable::Create(folder_.Join("KEYS"), crypto::RandomKey());
    parts.clock = &clock_;
    parts.sequencing = options_;
    parts.synced = [this](const Watermark& synced) { synced_ = synced.size; };
    parts.lost = [this](const absl::Status& why) {
      lost_ = why;
      ++losses_;
    };
    store_ = std::make_unique<LedgerStore>(std::move(parts), Watermark());
    EXPECT_TRUE(Append({domain::Member{MemberOf(1), "Ann", {}}}).ok());
  }

  absl::StatusOr<domain::Appended> Append(std::vector<domain::Change> changes) {
    return AppendTo(*store_, std::move(changes));
  }

  // Hands all of them in while the sequencer is held up, so that they become one group.
  std::vector<absl::StatusOr<domain::Appended>> AppendAsGroup(std::vector<std::vector<domain::Change>> transactions) {
    absl::Notification held;
    absl::Notification go;
    store_->Append({{domain::Batch{BatchId::Random(), {}, {}, Day(2025, 1, 1)}}}, [&](auto) {
      held.Notify();
      go.WaitForNotification();
    });
    held.WaitForNotification();
    kv_->Reset();
    std::vector<absl::StatusOr<domain::Appended>> results(transactions.size(), absl::UnknownError("not called"));
    absl::BlockingCounter left(static_cast<int>(transactions.size()));
    for (size_t i = 0; i < transactions.size(); ++i) {
      store_->Append({std::move(transactions[i])}, [&, i](auto result) {
        results[i] = std::move(result);
        left.DecrementCount();
      });
    }
    go.Notify();
    left.Wait();
    return results;
  }

  void OpenCases() {
    for (int i = 0; i < kCases; ++i) {
      ASSERT_TRUE(Append({domain::NewCase{ManyCase(i).case_id(), absl::StrCat("C-", i)},
                          EntryOf(ManyCase(i), Kind::kIntake, Day(2025, 1, 6))})
                      .ok());
    }
  }

  // Everything that waits, as an assessment that opens nothing.
  domain::Assessment AssessAll() {
    domain::Assessment assessment;
    assessment.answers_to = store_->Latest()->size();
    for (int i = 0; i < kCases; ++i) {
      assessment.progress.push_back({ManyCase(i), assessment.answers_to, std::nullopt, {}});
      domain::PluginFold fold;
      fold.state = "state";
      fold.place.day = 20200 + ++folds_;
      for (const char* plugin : {"consultation", "referral", "soft_transfer"}) {
        store_->assessments().SaveFolds(ManyCase(i), plugin, "set", {20200 + folds_ - kCases}, {fold});
      }
    }
    return assessment;
  }

  TemporaryFolder folder_;
  SimulatedClock clock_{absl::FromUnixSeconds(1'750'000'000)};
  Sequencer::Options options_;
  CountingKv* kv_ = nullptr;
  std::atomic<uint64_t> synced_ = 0;
  absl::Status lost_;
  std::atomic<int> losses_ = 0;
  int folds_ = 0;
  std::unique_ptr<LedgerStore> store_;
};

TEST_F(SequencerTest, WhatItWritesIsCountedByTens) {
  for (uint8_t number = 2; number <= 13; ++number) {
    ASSERT_TRUE(Append({domain::Member{MemberOf(number), absl::StrCat("Member ", int{number}), {}}}).ok());
  }

  const WriteCounts::Reading counts = store_->write_counts().Read();

  EXPECT_EQ(counts.by_code.at(absl::StatusCode::kOk), 10U);
  EXPECT_EQ(counts.group_records.count(), 10U);
  EXPECT_EQ(counts.group_records.sum(), 10);
  EXPECT_EQ(counts.sync_us.count(), 10U);
}

TEST_F(SequencerTest, AGroupOfSessionsKeepsTheKeyBudget) {
  OpenCases();
  ASSERT_TRUE(Append({AssessAll()}).ok());
  std::vector<std::vector<domain::Change>> sessions;
  for (int i = 0; i < kCases; ++i) sessions.push_back({EntryOf(ManyCase(i), Kind::kSession, Day(2025, 1, 13))});

  const auto results = AppendAsGroup(sessions);
  ASSERT_TRUE(Append({AssessAll()}).ok());

  for (const auto& result : results) ASSERT_TRUE(result.ok()) << result.status();
  // Two groups: sessions and their assessment.
  EXPECT_EQ(kv_->writes().size(), 4U);
  EXPECT_EQ(kv_->keys(Family::kLedger), kCases + 1U);
  EXPECT_EQ(kv_->keys(Family::kCache), 0U) << "folds in use are not written";
  EXPECT_LE(kv_->keys(Family::kLedger) + kv_->keys(Family::kProjections) + kv_->keys(Family::kCache), 4U * kCases + 8U);
  EXPECT_EQ(store_->Latest()->entries_not_assessed(), 0U);
}

TEST_F(SequencerTest, OneGroupIsOneSyncedWriteOfTheRecords) {
  OpenCases();
  std::vector<std::vector<domain::Change>> sessions;
  for (int i = 0; i < 20; ++i) sessions.push_back({EntryOf(ManyCase(i), Kind::kSession, Day(2025, 1, 13))});

  AppendAsGroup(sessions);

  EXPECT_THAT(kv_->writes(), testing::ElementsAre(Durability::kSynced, Durability::kUnlogged));
  EXPECT_EQ(kv_->syncs(), 0);
}

// Where somebody waits who need not, that takes a quarter of kGather at least.
class GatheringTest : public SequencerTest {
 protected:
  static constexpr int kTogether = 16;
  static constexpr absl::Duration kGather = absl::Minutes(2);

  GatheringTest() : SequencerTest(Patient()) {
    OpenCases();  // one by one
    AppendAsGroup(Sessions(kTogether));
    kv_->Reset();
    began_ = absl::Now();
  }

  void TearDown() override { EXPECT_LT(absl::Now() - began_, kGather / 4) << "somebody waited who need not"; }

  static Sequencer::Options Patient() {
    Sequencer::Options options;
    options.gather = kGather;
    options.gather_transactions = kTogether;
    return options;
  }

  static std::vector<std::vector<domain::Change>> Sessions(int count) {
    std::vector<std::vector<domain::Change>> sessions;
    for (int i = 0; i < count; ++i) sessions.push_back({EntryOf(ManyCase(i), Kind::kSession, Day(2025, 1, 13))});
    return sessions;
  }

  // Hands them in one by one. Counts `left` down with each answer.
  void Begin(std::vector<std::vector<domain::Change>> transactions, absl::BlockingCounter& left) {
    for (auto& changes : transactions) {
      store_->Append({std::move(changes)}, [&left](const absl::StatusOr<domain::Appended>& appended) {
        EXPECT_TRUE(appended.ok()) << appended.status();
        left.DecrementCount();
      });
    }
  }

 private:
  absl::Time began_;
};

TEST_F(GatheringTest, WhereManyWriteAtOnceTheyComeTogetherInOneGroup) {
  absl::BlockingCounter left(kTogether);
  Begin(Sessions(kTogether), left);
  left.Wait();

  EXPECT_THAT(kv_->writes(), testing::ElementsAre(Durability::kSynced, Durability::kUnlogged));
}

TEST_F(GatheringTest, AnAssessmentTakesAlongWhatHasCome) {
  absl::BlockingCounter left(4);
  Begin(Sessions(3), left);
  Begin({{AssessAll()}}, left);
  left.Wait();

  EXPECT_THAT(kv_->writes(), testing::ElementsAre(Durability::kSynced, Durability::kUnlogged));
}

TEST_F(GatheringTest, ADaemonThatStopsWritesWhatHasCome) {
  absl::BlockingCounter left(3);
  Begin(Sessions(3), left);
  EXPECT_TRUE(store_->Close().ok());
  left.Wait();

  EXPECT_EQ(kv_->keys(Family::kLedger), 3U);
}

TEST_F(GatheringTest, AfterASmallGroupNobodyIsWaitedFor) {
  absl::BlockingCounter left(1);
  Begin({{AssessAll()}}, left);
  left.Wait();

  EXPECT_TRUE(Append({EntryOf(ManyCase(1), Kind::kSession, Day(2025, 1, 14))}).ok());
}

TEST_F(SequencerTest, DecisionsAreMadeAgainstTheGroupSoFar) {
  const domain::NewCase first{CaseOf(1), "C-1"};
  const domain::NewCase same_code{CaseOf(2), "C-1"};
  domain::NewEntry of_refused = EntryOf(SubjectId::Of(CaseOf(2)), Kind::kSession, Day(2025, 1, 13));
  domain::NewEntry request = EntryOf(SubjectId::Of(CaseOf(1)), Kind::kSession, Day(2025, 1, 13));
  request.request_id = "r";
  // The case is there for the shape check, and refused in the group.
  const auto results = AppendAsGroup({{first}, {same_code}, {of_refused}});
  const auto repeated = AppendAsGroup({{request}, {request}});

  EXPECT_TRUE(results[0].ok());
  EXPECT_EQ(results[1].status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(results[2].status().code(), absl::StatusCode::kNotFound);
  EXPECT_FALSE(repeated[0]->duplicate);
  EXPECT_TRUE(repeated[1]->duplicate);
  EXPECT_EQ(repeated[0]->first_number, repeated[1]->first_number);
}

TEST_F(SequencerTest, AGroupWithoutRoomIsRefusedUntilThereIsRoomAgain) {
  const uint64_t before = store_->Latest()->size();
  kv_->SetFault([](const WriteBatch&, Durability durability) {
    return durability == Durability::kSynced ? absl::ResourceExhaustedError("no space") : absl::OkStatus();
  });
  const auto refused = Append({domain::NewCase{CaseOf(1), "C-1"}});
  kv_->SetFault(nullptr);
  const auto again = Append({domain::NewCase{CaseOf(1), "C-1"}});

  EXPECT_EQ(refused.status(), absl::ResourceExhaustedError("no space"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->first_number, before);
  EXPECT_EQ(losses_, 0);
}

// Each of the writes and syncs that a group needs, with the fault that it has.
class LostWriteTest : public SequencerTest, public testing::WithParamInterface<Durability> {};

TEST_P(LostWriteTest, NobodyIsAnsweredBeforeItIsKnownAndNothingIsTakenAfterIt) {
  const auto bad_disk = [](const WriteBatch&, Durability durability) {
    return durability == GetParam() ? absl::InternalError("bad disk") : absl::OkStatus();
  };
  kv_->SetFault(bad_disk);
  absl::Status lost_when_answered;
  absl::Notification answered;
  store_->Append({{domain::NewCase{CaseOf(1), "C-1"}}}, [&](const absl::StatusOr<domain::Appended>& result) {
    EXPECT_EQ(result.status().code(), absl::StatusCode::kUnavailable);
    lost_when_answered = lost_;
    answered.Notify();
  });
  answered.WaitForNotification();
  kv_->SetFault(nullptr);

  EXPECT_EQ(lost_when_answered, absl::InternalError("bad disk"));
  EXPECT_EQ(Append({domain::NewCase{CaseOf(2), "C-2"}}).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(losses_, 1);
}

INSTANTIATE_TEST_SUITE_P(Every, LostWriteTest, testing::Values(Durability::kSynced, Durability::kUnlogged),
                         [](const auto& tried) { return tried.param == Durability::kSynced ? "records" : "rows"; });

TEST_F(SequencerTest, ASyncThatDoesNotSucceedIsALoss) {
  domain::Assessment assessment;
  assessment.progress = {{SubjectId::Of(MemberOf(1)), 1, std::nullopt, {}}};
  kv_->SetSyncFault(absl::InternalError("bad disk"));
  ASSERT_TRUE(Append({assessment}).ok());

  for (int i = 0; i < 500 && losses_ == 0; ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_EQ(losses_, 1);
  EXPECT_EQ(Append({domain::NewCase{CaseOf(2), "C-2"}}).status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(SequencerTest, ARepetitionOfAnEntryThatWasNotWrittenFailsWithIt) {
  ASSERT_TRUE(Append({domain::NewCase{CaseOf(1), "C-1"}}).ok());
  domain::NewEntry request = EntryOf(SubjectId::Of(CaseOf(1)), Kind::kSession, Day(2025, 1, 13));
  request.request_id = "r";
  int writes = 0;
  // The first write is that of the transaction which holds the sequencer up.
  kv_->SetFault([&](const WriteBatch&, Durability durability) {
    return durability == Durability::kSynced && ++writes > 1 ? absl::InternalError("bad disk") : absl::OkStatus();
  });

  const auto results = AppendAsGroup({{request}, {request}});

  EXPECT_EQ(results[0].status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(results[1].status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(SequencerTest, AnAssessmentAloneIsSyncedWithinTheIdleTime) {
  kv_->Reset();
  domain::Assessment assessment;
  assessment.progress = {{SubjectId::Of(MemberOf(1)), 1, std::nullopt, {}}};

  ASSERT_TRUE(Append({assessment}).ok());

  EXPECT_THAT(kv_->writes(), testing::ElementsAre(Durability::kLogged, Durability::kUnlogged));
  const uint64_t size = store_->Latest()->size();
  for (int i = 0; i < 500 && synced_ < size; ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_EQ(synced_, size);
  EXPECT_EQ(kv_->syncs(), 1);
}

TEST_F(SequencerTest, ManyCallersEachGetTheirAnswer) {
  ASSERT_TRUE(Append({domain::NewCase{CaseOf(1), "C-1"}}).ok());
  const uint64_t before = store_->Latest()->entries();
  std::vector<std::thread> callers;
  std::atomic<int> answered = 0;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        if (Append({EntryOf(SubjectId::Of(CaseOf(1)), Kind::kSession, Day(2025, 1, 13))}).ok()) ++answered;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();

  EXPECT_EQ(answered, 200);
  EXPECT_EQ(store_->Latest()->entries(), before + 200);
}

TEST_F(SequencerTest, ALargeAssessmentBecomesSeveralRecordsInOneStep) {
  ASSERT_TRUE(Append({domain::NewCase{CaseOf(1), "C-1"}}).ok());
  const uint64_t before = store_->Latest()->size();
  domain::Assessment assessment;
  for (int i = 0; i < 250; ++i) {
    domain::FollowUpSection section;
    section.clear.id = FollowUpId(BytesOf(0x30, static_cast<uint8_t>(i)));
    section.clear.subject = SubjectId::Of(CaseOf(1));
    section.sealed.rule = std::string(300, 'r');
    section.sealed.key = absl::StrCat(i);
    assessment.sections.push_back(section);
  }

  const auto appended = Append({assessment});

  ASSERT_TRUE(appended.ok()) << appended.status();
  EXPECT_GT(store_->Latest()->size(), before + 1);
  EXPECT_EQ(appended->records, store_->Latest()->size() - before);
  const auto follow_ups = store_->Latest()->FollowUpsOf(SubjectId::Of(CaseOf(1)));
  ASSERT_EQ(follow_ups->size(), 250U);
  EXPECT_EQ(follow_ups->back().sealed->key, "249");
}

TEST_F(SequencerTest, FoldsAreKeptSpacedAndDroppedWhenAnEntryComesLate) {
  ASSERT_TRUE(Append({domain::NewCase{CaseOf(1), "C-1"}}).ok());
  domain::AssessmentSource& source = store_->assessments();
  const SubjectId subject = SubjectId::Of(CaseOf(1));
  domain::Place last = domain::Place::First();
  for (int day = 1; day <= 2000; ++day) {
    domain::PluginFold fold;
    fold.place.day = day;
    fold.state = absl::StrCat(day);
    source.SaveFolds(subject, "consultation", "set", last, {fold});
    last = fold.place;
    if (day % 100 == 0) {
      ASSERT_TRUE(Append({domain::Assessment()}).ok());
    }
  }

  const auto folds = source.Folds(subject, "consultation", "set");

  ASSERT_TRUE(folds.ok());
  EXPECT_EQ(folds->back().state, "2000");
  EXPECT_LE(folds->size(), 40U);
  EXPECT_GE(folds->size(), 8U);
  // However late an entry is, the fold to go back to is never much farther away than the entry itself.
  for (int late = 32; late < 1500; late += 7) {
    const auto before = std::find_if(folds->rbegin(), folds->rend(),
                                     [&](const domain::PluginFold& fold) { return fold.place.day < 2000 - late; });
    const int replayed = before == folds->rend() ? 2000 : 2000 - before->place.day;
    EXPECT_LE(replayed, 4 * late) << late;
  }
  EXPECT_TRUE(source.Folds(subject, "consultation", "another set")->empty());
  EXPECT_EQ((*source.NewestFold(subject, "consultation", "set"))->state, "2000");

  domain::PluginFold replayed;
  replayed.place.day = 2000;
  replayed.state = "late";
  const auto& from = (*folds)[folds->size() / 2];
  source.SaveFolds(subject, "consultation", "set", from.place, {replayed});
  const auto after = source.Folds(subject, "consultation", "set");
  EXPECT_EQ(after->size(), folds->size() / 2 + 2);
  EXPECT_EQ(after->back().state, "late");
  EXPECT_EQ((*after)[after->size() - 2].place, from.place);
}

}  // namespace
}  // namespace candor::store::sequencer_test
