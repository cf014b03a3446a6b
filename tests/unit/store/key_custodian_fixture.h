#ifndef CANDOR_TESTS_UNIT_STORE_KEY_CUSTODIAN_FIXTURE_H_
#define CANDOR_TESTS_UNIT_STORE_KEY_CUSTODIAN_FIXTURE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "daemon/base/bytes.h"
#include "daemon/base/clock.h"
#include "daemon/crypto/master_key.h"
#include "daemon/store/data_directory.h"
#include "daemon/store/key_custodian.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store {

inline std::string FileText(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A directory whose keys are changed while it is open, and each change cut short where a test says.
class KeyCustodianTest : public testing::Test {
 protected:
  KeyCustodianTest() { std::filesystem::create_directory(data_); }

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

}  // namespace candor::store

#endif  // CANDOR_TESTS_UNIT_STORE_KEY_CUSTODIAN_FIXTURE_H_
