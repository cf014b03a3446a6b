#ifndef CANDOR_TESTS_UNIT_STORE_RECOVERY_FIXTURE_H_
#define CANDOR_TESTS_UNIT_STORE_RECOVERY_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <iostream>
#include <limits>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "daemon/store/kv.h"
#include "daemon/store/open.h"
#include "tests/unit/store/history.h"
#include "tests/unit/store/sealed_database.h"
#include "tests/unit/store/store_fixture.h"

// A store with a random history, and what it takes to lose parts of it.
namespace candor::store {

using Rows = std::map<std::string, std::string>;

inline Rows RowsOf(const KvReader& kv, Family family) {
  Rows rows;
  EXPECT_TRUE(
      kv.Scan(family, "", "", std::numeric_limits<size_t>::max(), [&](std::string_view key, std::string_view value) {
          rows.emplace(key, value);
          return true;
        }).ok());
  return rows;
}

// Of a directory that nobody has open.
inline Rows ProjectionsIn(const std::string& data_dir) {
  auto kv = OpenDatabaseOf(data_dir);
  EXPECT_TRUE(kv.ok()) << kv.status();
  return kv.ok() ? RowsOf(**kv, Family::kProjections) : Rows();
}

// The folder as it is on the device at this moment: what is only in memory is not in the copy. The database removes
// files that it needs no more behind one's back, and then a copy is begun again.
inline void CopyFolder(const std::string& from, const std::string& to) {
  std::error_code failed;
  for (int tries = 0; tries < 5; ++tries) {
    std::filesystem::remove_all(to);
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive, failed);
    if (failed != std::errc::no_such_file_or_directory) break;
  }
  ASSERT_FALSE(failed) << failed.message();
}

class RecoveryTest : public testing::Test {
 protected:
  RecoveryTest() : seed_(std::random_device()()), history_(fixture_, seed_) {
    std::cerr << "seed " << seed_ << "\n";
    history_.Begin();
  }

  void Steps(int count) {
    for (int i = 0; i < count; ++i) history_.Step();
  }

  absl::StatusOr<std::unique_ptr<DurableStore>> OpenCopy(const std::string& data_dir) {
    OpenOptions options = fixture_.options();
    options.data_dir = data_dir;
    return store::Open(options);
  }

  // Leaves in `older_` a directory that has lost its last `count` records. Returns how many HEAD names.
  uint64_t LoseTheLast(int count) {
    Steps(30);
    fixture_.Close();
    CopyFolder(fixture_.data_dir(), older_);
    fixture_.Open();
    for (int i = 0; i < count; ++i) {
      const uint8_t number = next_case_++;
      EXPECT_TRUE(fixture_.Append({domain::NewCase{CaseId(BytesOf(0x77, number)), absl::StrCat("L-", number)}}).ok());
    }
    const uint64_t size = fixture_.view()->size();
    fixture_.Close();
    // The database of before under the HEAD of now.
    for (const char* name : {"/HEAD", "/KEYS"}) {
      std::filesystem::copy_file(fixture_.data_dir() + name, older_ + name,
                                 std::filesystem::copy_options::overwrite_existing);
    }
    return size;
  }

  uint64_t SizeOf(const std::string& data_dir) {
    const auto store = OpenCopy(data_dir);
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? (*store)->Latest()->size() : 0;
  }

  TemporaryFolder elsewhere_;
  const std::string older_ = elsewhere_.Join("older");
  const uint32_t seed_;
  StoreFixture fixture_{true};
  History history_;
  uint8_t next_case_ = 0;  // of LoseTheLast
};

}  // namespace candor::store

#endif  // CANDOR_TESTS_UNIT_STORE_RECOVERY_FIXTURE_H_
