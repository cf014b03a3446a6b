#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/key_table.h"
#include "temp_folder.h"

// The key table under another master key, and under another table key.
namespace candor::crypto::key_table_rewrite_test {
namespace {

KeyName NameOf(uint8_t number) {
  KeyName name{1, {}, 0};
  name.subject_id.fill(number);
  return name;
}

class KeyTableRewriteTest : public testing::Test {
 protected:
  void SetUp() override { table_ = *KeyTable::Create(path_, master_); }

  std::string KeyOf(uint8_t number) {
    const auto keys = table_->GetOrAdd(NameOf(number));
    EXPECT_TRUE(keys.ok()) << keys.status();
    return keys.ok() ? std::string(AsText((*keys)->sealing.span())) : std::string();
  }
  void Fill(uint8_t count) {
    for (uint8_t i = 1; i <= count; ++i) keys_[i] = KeyOf(i);
    ASSERT_TRUE(table_->Sync().ok());
  }
  void ExpectTheSameKeys() {
    for (const auto& [number, key] : keys_) {
      const auto read = table_->Get(NameOf(number));
      ASSERT_TRUE(read.ok()) << read.status();
      EXPECT_EQ(AsText((*read)->sealing.span()), key) << int{number};
    }
  }
  void Reopen(const Key& master, uint64_t at_least = 0) {
    table_.reset();
    auto table = KeyTable::Open(path_, master, at_least);
    ASSERT_TRUE(table.ok()) << table.status();
    table_ = *std::move(table);
  }

  const TempFolder folder_;
  const std::string path_ = folder_.File("KEYS");
  const Key master_ = RandomKey();
  std::unique_ptr<KeyTable> table_;
  std::map<uint8_t, std::string> keys_;
};

TEST_F(KeyTableRewriteTest, UnderAnotherMasterKeyItHoldsTheSame) {
  Fill(40);
  const Key fresh = RandomKey();
  const std::string before = ReadFile(path_);

  ASSERT_TRUE(table_->Rewrap(fresh).ok());

  ExpectTheSameKeys();
  EXPECT_EQ(ReadFile(path_).substr(128), before.substr(128)) << "the slots stay as they are";
  EXPECT_TRUE(absl::IsFailedPrecondition(KeyTable::Open(path_, master_).status()));
  keys_[41] = KeyOf(41);
  ASSERT_TRUE(table_->Sync().ok());
  Reopen(fresh, 42);
  ExpectTheSameKeys();
  EXPECT_EQ(table_->generation(), 1u);
}

TEST_F(KeyTableRewriteTest, UnderAnotherTableKeyItHoldsTheSame) {
  Fill(40);
  const std::string before = ReadFile(path_);
  const std::string root(AsText(table_->practice_keys().signing.span()));

  ASSERT_TRUE(table_->RotateTableKey(master_).ok());

  EXPECT_EQ(table_->generation(), 2u);
  EXPECT_EQ(table_->size(), 41u);
  ExpectTheSameKeys();
  const std::string after = ReadFile(path_);
  EXPECT_EQ(after.size(), before.size());
  for (size_t at = 128; at < after.size(); at += 86) EXPECT_NE(after.substr(at, 86), before.substr(at, 86));
  Reopen(master_, 41);
  ExpectTheSameKeys();
  EXPECT_EQ(table_->generation(), 2u);
  EXPECT_EQ(AsText(table_->practice_keys().signing.span()), root);
}

TEST_F(KeyTableRewriteTest, WhatIsErasedIsGoneUnderWhicheverMasterKeyTheTableIs) {
  Fill(10);
  const Key fresh = RandomKey();
  ASSERT_TRUE(table_->Rewrap(fresh).ok());
  keys_.erase(3);
  keys_.erase(7);

  ASSERT_TRUE(table_->Erase({NameOf(3), NameOf(7), NameOf(99)}).ok());

  EXPECT_EQ(table_->size(), 9u) << "the practice's own, and eight";
  Reopen(fresh, 9);
  ExpectTheSameKeys();
  for (const uint8_t gone : {uint8_t{3}, uint8_t{7}}) {
    EXPECT_TRUE(absl::IsNotFound(table_->Get(NameOf(gone)).status())) << int{gone};
  }
  EXPECT_NE(KeyOf(3), "") << "another one can be made";
}

TEST_F(KeyTableRewriteTest, WhatWasMintedAndNotSyncedYetIsNotLost) {
  Fill(3);
  keys_[4] = KeyOf(4);

  ASSERT_TRUE(table_->RotateTableKey(master_).ok());
  EXPECT_EQ(table_->size(), 4u) << "three and the root: it is durable only once it was synced";
  keys_[5] = KeyOf(5);
  ASSERT_TRUE(table_->Sync().ok());

  Reopen(master_, 6);
  ExpectTheSameKeys();
}

TEST_F(KeyTableRewriteTest, KeysAreReadAndMintedMeanwhile) {
  Fill(20);
  std::atomic<bool> stop = false;
  std::map<uint8_t, std::string> minted;
  std::thread writer([&] {
    for (uint8_t number = 100; number < 200; ++number) {
      minted[number] = KeyOf(number);
      EXPECT_TRUE(table_->Sync().ok());
    }
    stop = true;
  });
  std::thread reader([&] {
    while (!stop) ExpectTheSameKeys();
  });

  for (int times = 0; times < 10; ++times) EXPECT_TRUE(table_->RotateTableKey(master_).ok());

  writer.join();
  reader.join();
  keys_.merge(minted);
  Reopen(master_, 121);
  ExpectTheSameKeys();
}

TEST_F(KeyTableRewriteTest, WhatCannotBeWrittenChangesNothing) {
  Fill(3);
  // A folder where the new file would be made.
  std::filesystem::create_directories(path_ + ".new/full");

  EXPECT_FALSE(table_->RotateTableKey(master_).ok());
  EXPECT_FALSE(table_->Rewrap(RandomKey()).ok());

  ExpectTheSameKeys();
  keys_[4] = KeyOf(4);
  EXPECT_TRUE(table_->Sync().ok());
  Reopen(master_, 5);
  ExpectTheSameKeys();
  EXPECT_EQ(table_->generation(), 1u);
}

}  // namespace
}  // namespace candor::crypto::key_table_rewrite_test
