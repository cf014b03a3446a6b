#include "daemon/store/key_custodian.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "daemon/base/bytes.h"
#include "daemon/crypto/master_key.h"
#include "daemon/store/data_directory.h"
#include "store_fixture.h"

// The keys of a directory, changed while it is open, and cut short at each step.
namespace candor::store::key_custodian_test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string FileText(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Every file below a folder, but for what a start makes and takes away.
std::map<std::string, std::string> FilesOf(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& item : fs::recursive_directory_iterator(folder)) {
    if (item.is_regular_file()) files[item.path().string()] = FileText(item.path().string());
  }
  return files;
}

class KeyCustodianTest : public testing::Test {
 protected:
  KeyCustodianTest() { fs::create_directory(data_); }

  static crypto::MasterKeySource Making(crypto::MasterKeySource source) {
    source.make = true;
    return source;
  }
  // Elsewhere than in the directory.
  crypto::MasterKeySource OutsideFile() const {
    crypto::MasterKeySource source;
    source.place = crypto::MasterKeyPlace::kFile;
    source.name = folder_.Join("outside.key");
    return source;
  }
  static crypto::MasterKeySource TypedAs(std::string text) {
    crypto::MasterKeySource source;
    source.place = crypto::MasterKeyPlace::kPassphrase;
    source.passphrase = [text = std::move(text)]() -> absl::StatusOr<crypto::Passphrase> {
      return crypto::Passphrase(text);
    };
    return source;
  }

  absl::Status TryOpen(const crypto::MasterKeySource& source) {
    custodian_.reset();
    directory_.reset();
    auto directory = DataDirectory::Open({.path = data_, .create = true, .min_free_bytes = 0, .master_key = source});
    if (!directory.ok()) return directory.status();
    directory_ = *std::move(directory);
    KeyCustodian::Parts parts{.data_dir = data_,
                              .kv = directory_->kv().get(),
                              .keys = directory_->keys(),
                              .file_keys = directory_->file_keys(),
                              .master = std::move(directory_->master_key()),
                              .rekey = std::move(directory_->unfinished_rekey()),
                              .clock = &clock_};
    parts.append = [this](const domain::Transaction& transaction, const domain::AppendCallback& done) {
      {
        absl::MutexLock lock(&mutex_);
        for (const domain::Change& change : transaction.changes) events_.push_back(std::get<domain::KeyEvent>(change));
      }
      done(domain::Appended());
    };
    parts.retry = absl::Milliseconds(10);
    parts.before = [this](CustodyStep step) {
      absl::MutexLock lock(&mutex_);
      if (cut_ == step) return absl::UnavailableError("cut here");
      return absl::OkStatus();
    };
    custodian_ = std::make_unique<KeyCustodian>(std::move(parts));
    return absl::OkStatus();
  }
  void Open(const crypto::MasterKeySource& source = {}) {
    const absl::Status opened = TryOpen(source);
    ASSERT_TRUE(opened.ok()) << opened;
  }
  void CutAt(std::optional<CustodyStep> step) {
    absl::MutexLock lock(&mutex_);
    cut_ = step;
  }

  absl::Status Rotate() {
    absl::Notification called;
    absl::Status result;
    custodian_->Rotate(kOperator, [&](const absl::Status& begun) {
      result = begun;
      called.Notify();
    });
    called.WaitForNotification();
    return result;
  }
  absl::StatusOr<domain::MasterKeyChanged> Rekey(const std::string& passphrase = "") {
    domain::MasterKeyChange change;
    if (!passphrase.empty()) change.passphrase.emplace(passphrase);
    absl::Notification called;
    absl::StatusOr<domain::MasterKeyChanged> result = absl::UnknownError("not called");
    custodian_->ChangeMasterKey(std::move(change), kOperator,
                                [&](const absl::StatusOr<domain::MasterKeyChanged>& changed) {
                                  result = changed;
                                  called.Notify();
                                });
    called.WaitForNotification();
    return result;
  }
  domain::KeyStatus Status() {
    const auto status = custodian_->Status();
    EXPECT_TRUE(status.ok()) << status.status();
    return status.ok() ? *status : domain::KeyStatus();
  }
  void AwaitNothingUnderWay() {
    const absl::Time end = absl::Now() + absl::Minutes(1);
    while (Status().work != domain::KeyWork::kNone && absl::Now() < end) absl::SleepFor(absl::Milliseconds(5));
    EXPECT_EQ(Status().work, domain::KeyWork::kNone);
  }
  size_t Recorded(domain::KeyEventKind kind) {
    absl::MutexLock lock(&mutex_);
    return static_cast<size_t>(
        std::count_if(events_.begin(), events_.end(), [&](const auto& event) { return event.kind == kind; }));
  }

  // Something to find again: a key of a subject and a row.
  void Fill() {
    key_ = SealingKey();
    ASSERT_TRUE(directory_->keys()->Sync().ok());
    WriteBatch batch;
    for (int i = 0; i < 100; ++i) batch.Put(Family::kLedger, "key " + std::to_string(i), std::string(1000, 'v'));
    ASSERT_TRUE(directory_->kv()->Write(batch, Durability::kSynced).ok());
    ASSERT_TRUE(directory_->kv()->Flush().ok());
  }
  std::string SealingKey() {
    const auto keys = directory_->keys()->GetOrAdd({1, BytesOf(7), 0});
    EXPECT_TRUE(keys.ok()) << keys.status();
    return keys.ok() ? std::string(AsText((*keys)->sealing.span())) : std::string();
  }
  void ExpectEverythingIsThere() {
    EXPECT_EQ(SealingKey(), key_);
    std::string value;
    const auto found = directory_->kv()->Get(Family::kLedger, "key 99", value);
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_TRUE(*found);
    EXPECT_EQ(value, std::string(1000, 'v'));
  }
  std::string File(const std::string& name) const { return data_ + "/" + name; }

  const domain::Caller kOperator{true, {}};
  TemporaryFolder folder_;
  const std::string data_ = folder_.Join("data");
  SimulatedClock clock_{absl::FromUnixSeconds(1'750'000'000)};
  std::unique_ptr<DataDirectory> directory_;
  std::string key_;
  absl::Mutex mutex_;
  std::optional<CustodyStep> cut_ ABSL_GUARDED_BY(mutex_);
  std::vector<domain::KeyEvent> events_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<KeyCustodian> custodian_;  // first to go
};

TEST_F(KeyCustodianTest, AnotherMasterKeyOpensEverythingAndTheOldOneNothing) {
  Open();
  Fill();
  const std::string old = FileText(File("master.key"));

  const auto changed = Rekey();

  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->left_at, "");
  EXPECT_NE(FileText(File("master.key")), old);
  EXPECT_FALSE(fs::exists(File("REKEY")));
  EXPECT_EQ(Recorded(domain::KeyEventKind::kMasterKeyChanged), 1u);
  ExpectEverythingIsThere();
  Open();
  ExpectEverythingIsThere();

  const std::string fresh = FileText(File("master.key"));
  std::ofstream(File("master.key"), std::ios::binary) << old;
  const absl::Status refused = TryOpen({});
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("the master key does not open this data directory"));
  std::ofstream(File("master.key"), std::ios::binary) << fresh;
  Open();
}

TEST_F(KeyCustodianTest, AWrongOrAMissingKeyTouchesNothing) {
  Open();
  Fill();
  custodian_.reset();
  directory_.reset();
  const std::string right = FileText(File("master.key"));
  std::ofstream(File("master.key"), std::ios::binary) << std::string(32, 'w');
  auto before = FilesOf(data_);

  EXPECT_EQ(TryOpen({}).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(FilesOf(data_), before);

  fs::remove(File("master.key"));
  before = FilesOf(data_);
  const absl::Status missing = TryOpen({});
  EXPECT_EQ(missing.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(missing.message()), HasSubstr("restore it from the copy that the practice keeps"));
  EXPECT_EQ(TryOpen(OutsideFile()).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(FilesOf(data_), before);

  std::ofstream(File("master.key"), std::ios::binary) << right;
  ASSERT_EQ(::chmod(File("master.key").c_str(), 0600), 0);
  Open();
  ExpectEverythingIsThere();
}

TEST_F(KeyCustodianTest, AChangeThatIsCutShortIsFinishedByTheNextStart) {
  for (const CustodyStep step : {CustodyStep::kKeyTable, CustodyStep::kFileKeys, CustodyStep::kPlace,
                                 CustodyStep::kRecord, CustodyStep::kJournalGone}) {
    SCOPED_TRACE(static_cast<int>(step));
    Open();
    if (key_.empty()) Fill();
    const std::string old = FileText(File("master.key"));
    const size_t recorded = Recorded(domain::KeyEventKind::kMasterKeyChanged);
    CutAt(step);
    EXPECT_FALSE(Rekey().ok());
    EXPECT_EQ(Status().work, domain::KeyWork::kChangingMasterKey);
    EXPECT_NE(Status().problem, "");
    EXPECT_TRUE(fs::exists(File("REKEY")));

    // The process ends here, and the next one starts with whichever key lies there.
    CutAt(std::nullopt);
    Open();
    AwaitNothingUnderWay();

    ExpectEverythingIsThere();
    EXPECT_FALSE(fs::exists(File("REKEY")));
    EXPECT_NE(FileText(File("master.key")), old);
    EXPECT_GT(Recorded(domain::KeyEventKind::kMasterKeyChanged), recorded);
    Open();
    ExpectEverythingIsThere();
  }
}

TEST_F(KeyCustodianTest, AChangeThatWasNotBegunLeavesNothing) {
  Open();
  Fill();
  const std::string old = FileText(File("master.key"));
  CutAt(CustodyStep::kJournal);
  EXPECT_FALSE(Rekey().ok());
  EXPECT_EQ(Status().work, domain::KeyWork::kNone);
  EXPECT_FALSE(fs::exists(File("REKEY")));
  Open();
  EXPECT_EQ(FileText(File("master.key")), old);
  ExpectEverythingIsThere();
}

TEST_F(KeyCustodianTest, AskedForAgainItGoesOnWithTheSameChange) {
  Open();
  Fill();
  CutAt(CustodyStep::kFileKeys);
  EXPECT_FALSE(Rekey().ok());
  const std::string journal = FileText(File("REKEY"));
  EXPECT_EQ(Rotate().code(), absl::StatusCode::kFailedPrecondition) << "under which of the two?";
  EXPECT_EQ(Rekey("four words in a row").status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(FileText(File("REKEY")), journal);

  CutAt(std::nullopt);
  EXPECT_TRUE(Rekey().ok());
  EXPECT_EQ(Status().work, domain::KeyWork::kNone);
  Open();
  ExpectEverythingIsThere();
}

TEST_F(KeyCustodianTest, FromAFileToAPassphraseAndToAnotherMasterKeyUnderIt) {
  Open();
  Fill();

  ASSERT_TRUE(Rekey("four words in a row").ok());

  EXPECT_FALSE(fs::exists(File("master.key")));
  EXPECT_EQ(Status().place, domain::KeyPlace::kPassphrase);
  const std::string first = FileText(File("PASSPHRASE"));
  EXPECT_EQ(TryOpen({}).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(TryOpen(TypedAs("four words in a raw")).code(), absl::StatusCode::kFailedPrecondition);
  Open(TypedAs("four words in a row"));
  ExpectEverythingIsThere();

  ASSERT_TRUE(Rekey().ok());

  EXPECT_NE(FileText(File("PASSPHRASE")), first);
  Open(TypedAs("four words in a row"));
  ExpectEverythingIsThere();
  EXPECT_EQ(Rekey("short").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Status().work, domain::KeyWork::kNone);
}

TEST_F(KeyCustodianTest, ANewKeyOfAFileElsewhereIsLeftForWhoeverPutsItInPlace) {
  Open(Making(OutsideFile()));
  Fill();

  const auto changed = Rekey();

  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->left_at, File("master.key.new"));
  EXPECT_EQ(Status().left_at, File("master.key.new"));
  EXPECT_EQ(fs::status(changed->left_at).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const absl::Status refused = TryOpen(OutsideFile());
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("master.key.new"));

  fs::rename(File("master.key.new"), OutsideFile().name);
  Open(OutsideFile());
  ExpectEverythingIsThere();
  EXPECT_EQ(Status().left_at, "");
}

TEST_F(KeyCustodianTest, ARotationLeavesNoFileUnderAnOlderKey) {
  Open();
  Fill();
  const std::string table = FileText(File("KEYS"));

  ASSERT_TRUE(Rotate().ok());
  AwaitNothingUnderWay();

  const domain::KeyStatus status = Status();
  EXPECT_EQ(status.table_generation, 2u);
  ASSERT_EQ(status.file_keys.size(), 1u);
  EXPECT_EQ(status.file_keys[0].number, 2u);
  EXPECT_GT(status.file_keys[0].files, 0u);
  EXPECT_NE(FileText(File("KEYS")), table);
  EXPECT_EQ(Recorded(domain::KeyEventKind::kRotationBegun), 1u);
  EXPECT_EQ(Recorded(domain::KeyEventKind::kRotationDone), 1u);
  ExpectEverythingIsThere();
  Open();
  ExpectEverythingIsThere();
}

// Somebody put it there: no key has anything to do with it.
TEST_F(KeyCustodianTest, AStrayFileThatIsNotSealedHoldsNoRotationUp) {
  Open();
  std::ofstream(data_ + "/db/notes.txt") << "not one of the database's";

  ASSERT_TRUE(Rotate().ok());
  AwaitNothingUnderWay();

  EXPECT_EQ(Status().work, domain::KeyWork::kNone);
  EXPECT_EQ(Status().file_keys.size(), 1u);
}

TEST_F(KeyCustodianTest, ARotationThatIsCutShortGoesOnAfterARestart) {
  for (const CustodyStep step : {CustodyStep::kFiles, CustodyStep::kDone, CustodyStep::kOldKeys}) {
    SCOPED_TRACE(static_cast<int>(step));
    CutAt(std::nullopt);
    Open();
    if (key_.empty()) Fill();
    CutAt(step);
    EXPECT_TRUE(Rotate().ok());
    absl::SleepFor(absl::Milliseconds(100));
    EXPECT_EQ(Status().work, domain::KeyWork::kRotating);
    EXPECT_EQ(Status().file_keys.size(), 2u);

    CutAt(std::nullopt);
    Open();
    AwaitNothingUnderWay();

    EXPECT_EQ(Status().file_keys.size(), 1u);
    ExpectEverythingIsThere();
    EXPECT_GE(Recorded(domain::KeyEventKind::kRotationDone), 1u);
  }
}

TEST_F(KeyCustodianTest, AskedForTwiceItRotatesOnce) {
  Open();
  Fill();
  CutAt(CustodyStep::kFiles);
  ASSERT_TRUE(Rotate().ok());
  ASSERT_TRUE(Rotate().ok());
  EXPECT_EQ(Status().table_generation, 2u);
  EXPECT_EQ(Status().file_keys.size(), 2u);
}

TEST_F(KeyCustodianTest, ItTakesNothingOnOnceItIsStopped) {
  Open();
  custodian_->Stop();
  EXPECT_EQ(Rotate().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Rekey().status().code(), absl::StatusCode::kUnavailable);
}

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
}  // namespace candor::store::key_custodian_test
