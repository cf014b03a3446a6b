#include "daemon/crypto/key_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/sealing.h"
#include "temp_folder.h"

namespace candor::crypto::key_table_test {
namespace {

using testing::HasSubstr;

constexpr size_t kHeaderSize = 128;
constexpr size_t kSlotSize = 86;

KeyName NameOf(uint8_t number, uint8_t key_class = 0) {
  KeyName name{1, {}, key_class};
  name.subject_id.fill(number);
  return name;
}

std::string Bytes(const Key& key) {
  return std::string(AsText(key.span()));
}

class KeyTableTest : public testing::Test {
 protected:
  std::unique_ptr<KeyTable> Create() {
    auto table = KeyTable::Create(path_, master_);
    EXPECT_TRUE(table.ok()) << table.status();
    return *std::move(table);
  }
  std::unique_ptr<KeyTable> Reopen() {
    auto table = KeyTable::Open(path_, master_);
    EXPECT_TRUE(table.ok()) << table.status();
    return *std::move(table);
  }
  // A table of the practice's root and `count` subjects, all synced; returns their sealing keys.
  std::map<uint8_t, std::string> Fill(uint8_t count) {
    std::map<uint8_t, std::string> keys;
    auto table = Create();
    for (uint8_t i = 1; i <= count; ++i) keys[i] = Bytes((*table->GetOrAdd(NameOf(i)))->sealing);
    EXPECT_TRUE(table->Sync().ok());
    return keys;
  }

  const TempFolder folder_;
  const std::string path_ = folder_.File("keys");
  const Key master_ = RandomKey();
};

TEST_F(KeyTableTest, GivesTheSameKeysAfterReopening) {
  auto table = Create();
  const auto minted = table->GetOrAdd(NameOf(1));
  ASSERT_TRUE(minted.ok()) << minted.status();
  const std::string order = Bytes(table->practice_keys().order);
  ASSERT_TRUE(table->Sync().ok());
  EXPECT_EQ(table->size(), 2u);
  table.reset();

  table = Reopen();

  const auto read = table->Get(NameOf(1));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(Bytes((*read)->sealing), Bytes((*minted)->sealing));
  EXPECT_EQ(Bytes((*read)->salt), Bytes((*minted)->salt));
  EXPECT_EQ(AsText((*read)->index.span()), AsText((*minted)->index.span()));
  EXPECT_EQ(Bytes(table->practice_keys().order), order);
  EXPECT_EQ(table->size(), 2u);
}

TEST_F(KeyTableTest, TellsSubjectsKindsAndClassesApart) {
  auto table = Create();
  std::set<std::string> keys;
  for (const KeyName& name : {KeyName{1, {}, 0}, KeyName{1, {}, 1}, KeyName{2, {}, 0}, NameOf(7), NameOf(7, 1)}) {
    keys.insert(Bytes((*table->GetOrAdd(name))->sealing));
  }
  EXPECT_EQ(keys.size(), 5u);
}

TEST_F(KeyTableTest, MintsOncePerName) {
  auto table = Create();
  const std::string first = Bytes((*table->GetOrAdd(NameOf(1)))->sealing);
  EXPECT_EQ(Bytes((*table->GetOrAdd(NameOf(1)))->sealing), first);
  ASSERT_TRUE(table->Sync().ok());
  ASSERT_TRUE(table->GetOrAdd(NameOf(1)).ok());
  ASSERT_TRUE(table->Sync().ok());
  EXPECT_EQ(ReadFile(path_).size(), kHeaderSize + 2 * kSlotSize);
}

TEST_F(KeyTableTest, HasNoKeyThatNobodyAdded) {
  auto table = Create();
  EXPECT_TRUE(absl::IsNotFound(table->Get(NameOf(1)).status()));
  EXPECT_TRUE(absl::IsNotFound(KeyTable::Open(folder_.File("none"), master_).status()));
}

TEST_F(KeyTableTest, LosesAKeyThatWasNotSynced) {
  auto table = Create();
  ASSERT_TRUE(table->GetOrAdd(NameOf(1)).ok());
  EXPECT_EQ(table->size(), 1u);
  table.reset();

  EXPECT_TRUE(absl::IsNotFound(Reopen()->Get(NameOf(1)).status()));
}

TEST_F(KeyTableTest, NeverReplacesATable) {
  Fill(1);
  const std::string before = ReadFile(path_);
  EXPECT_TRUE(absl::IsAlreadyExists(KeyTable::Create(path_, master_).status()));
  EXPECT_EQ(ReadFile(path_), before);
}

TEST_F(KeyTableTest, SaysThatTheMasterKeyIsAnotherOne) {
  Fill(1);
  const auto table = KeyTable::Open(path_, RandomKey());
  EXPECT_TRUE(absl::IsFailedPrecondition(table.status())) << table.status();
  EXPECT_THAT(std::string(table.status().message()), HasSubstr("the master key does not open this data directory"));
}

TEST_F(KeyTableTest, KeepsNoKeyInTheClear) {
  auto table = Create();
  const auto keys = table->GetOrAdd(NameOf(1));
  ASSERT_TRUE(table->Sync().ok());
  const std::string file = ReadFile(path_);
  EXPECT_EQ(file.find(Bytes(master_)), std::string::npos);
  EXPECT_EQ(file.find(Bytes((*keys)->sealing)), std::string::npos);
  EXPECT_EQ(file.find(Bytes((*keys)->salt)), std::string::npos);
}

TEST_F(KeyTableTest, CutsAnyTornTailAndGoesOn) {
  const auto keys = Fill(3);
  const std::string whole = ReadFile(path_);
  const size_t two_subjects = kHeaderSize + 3 * kSlotSize;
  for (size_t size = two_subjects; size < whole.size(); ++size) {
    WriteFile(path_, whole.substr(0, size));

    auto table = Reopen();

    EXPECT_EQ(table->size(), 3u);
    EXPECT_EQ(ReadFile(path_), whole.substr(0, two_subjects));
    EXPECT_EQ(Bytes((*table->Get(NameOf(2)))->sealing), keys.at(2));
    EXPECT_TRUE(absl::IsNotFound(table->Get(NameOf(3)).status()));
    ASSERT_TRUE(table->GetOrAdd(NameOf(3)).ok());
    ASSERT_TRUE(table->Sync().ok());
    table.reset();
    EXPECT_EQ(Reopen()->size(), 4u);
  }
}

TEST_F(KeyTableTest, CutsAnUnwrittenPageAtTheEnd) {
  Fill(2);
  const std::string whole = ReadFile(path_);
  WriteFile(path_, whole + std::string(3 * kSlotSize + 5, '\0'));
  EXPECT_EQ(Reopen()->size(), 3u);
  EXPECT_EQ(ReadFile(path_), whole);
}

TEST_F(KeyTableTest, RefusesFewerSlotsThanWereSynced) {
  Fill(2);
  const std::string whole = ReadFile(path_);
  WriteFile(path_, whole.substr(0, whole.size() - 1));
  EXPECT_TRUE(absl::IsDataLoss(KeyTable::Open(path_, master_, 3).status()));
  EXPECT_EQ(ReadFile(path_).size(), whole.size() - 1) << "a refused file stays as it is";
  EXPECT_TRUE(KeyTable::Open(path_, master_, 2).ok());
}

TEST_F(KeyTableTest, NeverGivesAWrongKeyWhateverBitFlips) {
  const auto keys = Fill(2);
  const std::string whole = ReadFile(path_);
  for (size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    WriteFile(path_, damaged);

    const auto table = KeyTable::Open(path_, master_, 3);

    // The format number alone may read as a newer one; nothing opens.
    EXPECT_TRUE(absl::IsDataLoss(table.status()) || (at < 10 && absl::IsFailedPrecondition(table.status())))
        << "byte " << at << ": " << table.status();
  }
}

TEST_F(KeyTableTest, RefusesDamageInTheMiddleAlsoWhenNobodyCounted) {
  Fill(3);
  std::string bytes = ReadFile(path_);
  bytes[kHeaderSize + kSlotSize + 30] ^= 1;
  WriteFile(path_, bytes);
  EXPECT_TRUE(absl::IsDataLoss(KeyTable::Open(path_, master_).status()));
}

TEST_F(KeyTableTest, RefusesSlotsThatChangedPlaces) {
  Fill(3);
  std::string bytes = ReadFile(path_);
  std::swap_ranges(bytes.begin() + kHeaderSize + kSlotSize, bytes.begin() + kHeaderSize + 2 * kSlotSize,
                   bytes.begin() + kHeaderSize + 2 * kSlotSize);
  WriteFile(path_, bytes);
  EXPECT_TRUE(absl::IsDataLoss(KeyTable::Open(path_, master_).status()));
}

TEST_F(KeyTableTest, RefusesANewerFormatByItsNumber) {
  Fill(1);
  std::string bytes = ReadFile(path_);
  bytes[9] = 2;
  WriteFile(path_, bytes);
  const auto table = KeyTable::Open(path_, master_);
  EXPECT_TRUE(absl::IsFailedPrecondition(table.status()));
  EXPECT_THAT(std::string(table.status().message()), HasSubstr("has format 2"));
}

TEST_F(KeyTableTest, RefusesAForeignFile) {
  for (const std::string& content : {std::string(), std::string("hello"), std::string(500, 'x')}) {
    WriteFile(path_, content);
    EXPECT_TRUE(absl::IsDataLoss(KeyTable::Open(path_, master_).status()));
  }
}

// The bytes as FORMAT.md draws them.
TEST_F(KeyTableTest, WritesWhatTheFormatPageDraws) {
  auto table = Create();
  ASSERT_TRUE(table->GetOrAdd(NameOf(5, 1)).ok());
  ASSERT_TRUE(table->Sync().ok());
  const std::string file = ReadFile(path_);
  ASSERT_EQ(file.size(), kHeaderSize + 2 * kSlotSize);

  EXPECT_EQ(file.substr(0, 16), std::string("CandorKT\0\1\0\0\0\0\0\0", 16));
  EXPECT_EQ(file.substr(32, 8), std::string("\0\0\0\0\0\0\0\1", 8));
  EXPECT_EQ(file.substr(100, 20), std::string(20, '\0'));
  EXPECT_EQ(file.substr(120, 8), AsText(Sha256(file.substr(0, 120))).substr(0, 8));
  std::string table_key;
  ASSERT_TRUE(Open(master_, {file.substr(0, 40)}, file.substr(40, 60), table_key).ok());
  const std::string table_name = file.substr(16, 24);

  const std::string slot = file.substr(kHeaderSize + kSlotSize, kSlotSize);
  EXPECT_EQ(slot.substr(0, 18), "\1" + std::string(16, '\5') + "\1");
  const std::string number("\0\0\0\0\0\0\0\1", 8);
  EXPECT_EQ(slot.substr(78), AsText(Sha256({table_name, number, slot.substr(0, 78)})).substr(0, 8));
  std::string key;
  ASSERT_TRUE(
      Open(Key(AsBytes(table_key).first<32>()), {table_name, slot.substr(0, 18)}, slot.substr(18, 60), key).ok());
  EXPECT_EQ(Bytes(DeriveSubjectKeys(Key(AsBytes(key).first<32>())).salt), Bytes((*table->Get(NameOf(5, 1)))->salt));
  EXPECT_EQ(file.substr(kHeaderSize, 18), std::string(17, '\0') + "\xff");
}

// A file as the first release wrote it, under a master key of zeros, with the case of sixteen 7s.
TEST_F(KeyTableTest, ReadsAFileOfTheFirstRelease) {
  WriteFile(
      path_,
      absl::HexStringToBytes(
          "43616e646f724b540001000000000000bc4190df0df6115aaff5dbf424737b5800000000000000017eedf3ae98828d7f065a"
          "90285c7b986343c5bfda0dba863b9bb1103777814aac499c56202fa0afa22076c5897dfed05c5767013c4b23b284aedf3eba"
          "00000000000000000000000000000000000000004f4ce3f81c622e410000000000000000000000000000000000ff24aa1622"
          "1e9b1dc546c1b9958c3c556d78466420ced6ab8e63ca54be9f272527f80788be19083f9f5439daa36327170afaa9ef9147c8"
          "0ee0f9d7346dc6ae90b69857d3dd010707070707070707070707070707070700fdcb0194828501d136968a092bdaa0e987ce"
          "0e8babba70b61016d878b9ab6324d84c8431efd1cb67c1f01649cbda3d16641dcc8bd08c9751dd294c7cdd3f8dc394f9ac79"));
  auto table = KeyTable::Open(path_, Key(), 2);
  ASSERT_TRUE(table.ok()) << table.status();
  const auto keys = (*table)->Get(NameOf(7));
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_EQ(absl::BytesToHexString(Bytes((*keys)->sealing)),
            "f2fc13ba5e37b0ddaa052fc1ed80ca9ff16a5387ca4ec001b7147050801948f5");
  EXPECT_EQ(absl::BytesToHexString(Bytes((*table)->practice_keys().id)),
            "20829af064e6bff8be059efc9562600b3e14bab89490ddc839245e2ff95dfbd8");
}

TEST_F(KeyTableTest, TakesOverTheKeysThatNamesAreMadeWith) {
  const NamingKeys adopted{RandomKey(), RandomKey(), RandomKey()};
  {
    const auto made = KeyTable::Create(path_, master_, &adopted);
    ASSERT_TRUE(made.ok()) << made.status();
    EXPECT_EQ((*made)->size(), 4U);
  }
  const auto table = Reopen();
  const PracticeKeys& keys = table->practice_keys();

  EXPECT_EQ(Bytes(keys.order), Bytes(adopted.order));
  EXPECT_EQ(Bytes(keys.id), Bytes(adopted.id));
  EXPECT_EQ(Bytes(keys.lookup), Bytes(adopted.lookup));
  EXPECT_NE(Bytes(keys.signing), Bytes(Key()));
}

TEST_F(KeyTableTest, GivesManyThreadsOneKeyPerName) {
  auto table = Create();
  std::vector<std::thread> threads;
  std::array<std::vector<std::string>, 4> seen;
  for (auto& mine : seen) {
    threads.emplace_back([&table, &mine] {
      for (uint8_t i = 0; i < 100; ++i) {
        mine.push_back(Bytes((*table->GetOrAdd(NameOf(i)))->sealing));
        EXPECT_TRUE(table->Sync().ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : seen) EXPECT_EQ(mine, seen[0]);
  EXPECT_EQ(table->size(), 101u);
  table.reset();
  EXPECT_EQ(Bytes((*Reopen()->Get(NameOf(42)))->sealing), seen[0][42]);
}

TEST_F(KeyTableTest, DerivesAgainWhatTheCacheDropped) {
  auto table = Create();
  const std::string first = Bytes((*table->GetOrAdd(NameOf(1)))->sealing);
  for (uint32_t i = 0; i < 70000; ++i) {
    KeyName name{2, {}, 0};
    name.subject_id[0] = static_cast<uint8_t>(i);
    name.subject_id[1] = static_cast<uint8_t>(i >> 8);
    name.subject_id[2] = static_cast<uint8_t>(i >> 16);
    ASSERT_TRUE(table->GetOrAdd(name).ok());
  }
  EXPECT_EQ(Bytes((*table->Get(NameOf(1)))->sealing), first);
}

}  // namespace
}  // namespace candor::crypto::key_table_test
