#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/key_table.h"
#include "temp_folder.h"

namespace candor::crypto::key_table_fault_test {
namespace {

// What a device holds, and which operation on it goes wrong how.
struct Disk {
  std::string content;
  int operations = 0;
  int wrong_at = -1;         // number of the operation that goes wrong; -1: none
  absl::Status error;        // what it says
  size_t still_written = 0;  // bytes a wrong write leaves behind all the same

  bool GoesWrong() { return operations++ == wrong_at; }
};

class FaultyFile final : public AppendFile {
 public:
  explicit FaultyFile(Disk& disk) : disk_(disk) {}

  absl::StatusOr<std::string> ReadAll() override {
    if (disk_.GoesWrong()) return disk_.error;
    return disk_.content;
  }
  absl::Status WriteAt(uint64_t offset, std::string_view bytes) override {
    const bool wrong = disk_.GoesWrong();
    if (wrong) bytes = bytes.substr(0, disk_.still_written);
    disk_.content.resize(std::max(disk_.content.size(), offset + bytes.size()));
    disk_.content.replace(offset, bytes.size(), bytes);
    return wrong ? disk_.error : absl::OkStatus();
  }
  absl::Status Truncate(uint64_t size) override {
    if (disk_.GoesWrong()) return disk_.error;
    disk_.content.resize(size);
    return absl::OkStatus();
  }
  absl::Status Sync() override { return disk_.GoesWrong() ? disk_.error : absl::OkStatus(); }

 private:
  Disk& disk_;
};

KeyName NameOf(uint8_t number) {
  KeyName name{1, {}, 0};
  name.subject_id.fill(number);
  return name;
}

class KeyTableFaultTest : public testing::Test {
 protected:
  void SetUp() override {
    const TempFolder folder;
    ASSERT_TRUE(KeyTable::Create(folder.File("keys"), master_).ok());
    disk_.content = ReadFile(folder.File("keys"));
  }

  absl::StatusOr<std::unique_ptr<KeyTable>> Open() {
    disk_.operations = 0;
    return KeyTable::OpenOn(std::make_unique<FaultyFile>(disk_), "keys", master_);
  }

  Disk disk_;
  const Key master_ = RandomKey();
};

// Adds and syncs three keys one by one with operation `wrong_at` going wrong; whatever Sync() said OK to must be there
// after a restart.
TEST_F(KeyTableFaultTest, NeverLosesAKeyThatSyncAnswered) {
  const std::string fresh = disk_.content;
  for (const absl::Status& error : {absl::InternalError("EIO"), absl::ResourceExhaustedError("ENOSPC")}) {
    for (const size_t still_written : {0, 1, 85, 86}) {
      for (int wrong_at = 1; wrong_at < 10; ++wrong_at) {
        disk_ = Disk{fresh, 0, wrong_at, error, still_written};
        auto table = Open();
        ASSERT_TRUE(table.ok()) << table.status();
        std::map<uint8_t, std::string> durable;
        std::map<uint8_t, std::string> added;
        for (uint8_t i = 1; i <= 3; ++i) {
          added[i] = AsText((*(*table)->GetOrAdd(NameOf(i)))->sealing.span());
          if ((*table)->Sync().ok()) durable = added;
        }
        EXPECT_EQ((*table)->size(), 1 + durable.size());
        table->reset();

        disk_.wrong_at = -1;
        table = Open();

        ASSERT_TRUE(table.ok()) << table.status();
        EXPECT_GE((*table)->size(), 1 + durable.size());
        for (const auto& [number, key] : durable) {
          EXPECT_EQ(AsText((*(*table)->Get(NameOf(number)))->sealing.span()), key) << "operation " << wrong_at;
        }
      }
    }
  }
}

TEST_F(KeyTableFaultTest, GoesOnOnceThereIsSpaceAgain) {
  auto table = Open();
  ASSERT_TRUE(table.ok());
  ASSERT_TRUE((*table)->GetOrAdd(NameOf(1)).ok());
  const size_t before = disk_.content.size();
  disk_.wrong_at = disk_.operations;
  disk_.error = absl::ResourceExhaustedError("no space");
  disk_.still_written = 10;

  EXPECT_TRUE(absl::IsResourceExhausted((*table)->Sync()));
  EXPECT_EQ(disk_.content.size(), before);
  EXPECT_TRUE((*table)->Sync().ok());
  EXPECT_EQ((*table)->size(), 2u);
}

TEST_F(KeyTableFaultTest, TrustsNoSyncAfterOneThatWentWrong) {
  auto table = Open();
  ASSERT_TRUE(table.ok());
  ASSERT_TRUE((*table)->GetOrAdd(NameOf(1)).ok());
  disk_.wrong_at = disk_.operations + 1;
  disk_.error = absl::InternalError("input/output error");

  EXPECT_TRUE(absl::IsInternal((*table)->Sync()));
  EXPECT_TRUE(absl::IsInternal((*table)->Sync()));
  EXPECT_EQ((*table)->size(), 1u);
}

TEST_F(KeyTableFaultTest, DoesNotOpenWhatItCannotReadOrCut) {
  disk_.error = absl::InternalError("input/output error");
  disk_.content += "torn";
  for (disk_.wrong_at = 0; disk_.wrong_at < 3; ++disk_.wrong_at) EXPECT_TRUE(absl::IsInternal(Open().status()));
  EXPECT_TRUE(Open().ok());
}

}  // namespace
}  // namespace candor::crypto::key_table_fault_test
