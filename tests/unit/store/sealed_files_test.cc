// The database's files as they lie on the disk: sealed, each under a key of the registry, and nothing readable in them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/crypto/ctr_cipher.h"
#include "daemon/crypto/file_keys.h"
#include "daemon/crypto/hashing.h"
#include "daemon/store/rocks_kv.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::sealed_files_test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr size_t kPrefix = 4096;
constexpr char kPlanted[] = "Zyxquuxplanted";
constexpr int kRows = 3000;

std::string ContentOf(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void Overwrite(const fs::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

class SealedFilesTest : public testing::Test {
 protected:
  SealedFilesTest() { Open(); }

  std::shared_ptr<crypto::FileKeys> MakeKeys(const std::string& name) {
    auto keys = crypto::FileKeys::Create(folder_.Join(name), master_, absl::FromUnixSeconds(1));
    EXPECT_TRUE(keys.ok()) << keys.status();
    return *std::move(keys);
  }

  absl::StatusOr<std::unique_ptr<Kv>> OpenAt(const std::string& path) {
    return OpenRocksKv({.path = path, .keys = keys_});
  }

  void Open() {
    kv_.reset();
    auto kv = OpenRocksKv({.path = path_, .keys = keys_, .create = true});
    ASSERT_TRUE(kv.ok()) << kv.status();
    kv_ = *std::move(kv);
  }

  static std::string RowKey(int number) { return absl::StrCat(kPlanted, "/", number); }

  // A row in each family. The ledger is synced with SyncLog(); the others are on the device after Flush() only.
  void PutRow(int number) {
    WriteBatch record;
    record.Put(Family::kLedger, RowKey(number), absl::StrCat(kPlanted, " of ", number));
    ASSERT_TRUE(kv_->Write(record, Durability::kLogged).ok());
    WriteBatch rows;
    rows.Put(Family::kProjections, RowKey(number), absl::StrCat(kPlanted, std::string(200, 'x')));
    rows.Put(Family::kCache, RowKey(number), kPlanted);
    ASSERT_TRUE(kv_->Write(rows, Durability::kUnlogged).ok());
  }

  void PutRows(int from, int to) {
    for (int number = from; number < to; ++number) PutRow(number);
  }

  // Tables of every family, and a log with records that are in no table.
  void Fill() {
    PutRows(0, kRows);
    ASSERT_TRUE(kv_->Flush().ok());
    Open();  // the ledger goes into a table
    PutRows(kRows, kRows + 50);
    ASSERT_TRUE(kv_->SyncLog().ok());
  }

  static int RowsIn(const Kv& kv, Family family) {
    int rows = 0;
    EXPECT_TRUE(kv.Scan(family, "", "", 1'000'000, [&](std::string_view, std::string_view value) {
                    rows += value.find(kPlanted) != std::string_view::npos ? 1 : 0;
                    return true;
                  }).ok());
    return rows;
  }

  static std::vector<fs::path> FilesIn(const std::string& folder) {
    std::vector<fs::path> files;
    for (const auto& file : fs::directory_iterator(folder)) {
      if (file.is_regular_file() && file.file_size() > 0) files.push_back(file.path());
    }
    return files;
  }

  // The first file whose name has this part.
  static fs::path FileOf(const std::string& folder, const std::string& part) {
    for (const fs::path& file : FilesIn(folder)) {
      if (file.filename().string().find(part) != std::string::npos) return file;
    }
    ADD_FAILURE() << "no file " << part;
    return {};
  }

  // As it is on the device at this moment.
  std::string Copy() {
    const std::string copy = folder_.Join("copy");
    fs::remove_all(copy);
    fs::copy(path_, copy, fs::copy_options::recursive);
    return copy;
  }

  void ExpectDamaged(const std::string& folder, const std::string& names) {
    const auto kv = OpenAt(folder);
    absl::Status told = kv.status();
    // A table is first opened when it is read.
    for (const Family family : {Family::kLedger, Family::kProjections, Family::kCache}) {
      if (told.ok()) {
        told = (*kv)->Scan(family, "", "", 1'000'000, [](std::string_view, std::string_view) { return true; });
      }
    }
    EXPECT_EQ(told.code(), absl::StatusCode::kDataLoss) << told;
    EXPECT_THAT(std::string(told.message()), HasSubstr(names));
    EXPECT_THAT(std::string(told.message()), HasSubstr("restore"));
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.Join("db");
  const crypto::Key master_ = crypto::RandomKey();
  std::shared_ptr<crypto::FileKeys> keys_ = MakeKeys("FILEKEYS");
  std::unique_ptr<Kv> kv_;
};

TEST_F(SealedFilesTest, WhatIsWrittenIsInNoFile) {
  Fill();

  for (const bool open : {true, false}) {
    if (!open) kv_.reset();
    std::set<std::string> endings;
    for (const fs::path& file : FilesIn(path_)) {
      const std::string content = ContentOf(file);
      for (const char* readable : {kPlanted, "projections", "MANIFEST", "rocksdb", "fencing"}) {
        EXPECT_EQ(content.find(readable), std::string::npos) << readable << " in " << file;
      }
      EXPECT_EQ(content.substr(0, 8), "CandorSF") << file;
      EXPECT_FALSE(file.filename().string().starts_with("LOG")) << file;
      endings.insert(file.extension().string());
    }
    EXPECT_THAT(endings, testing::IsSupersetOf({".sst", ".log"}));
  }
}

TEST_F(SealedFilesTest, EveryFileHasANonceOfItsOwn) {
  Fill();
  std::set<std::string> nonces;
  for (const fs::path& file : FilesIn(path_)) nonces.insert(ContentOf(file).substr(16, 16));

  EXPECT_EQ(nonces.size(), FilesIn(path_).size());
}

// As FORMAT.md draws it, read by hand.
TEST_F(SealedFilesTest, ItsBytesAreWhereTheFormatSays) {
  const std::string file = ContentOf(path_ + "/CURRENT");

  ASSERT_GT(file.size(), kPrefix);
  EXPECT_EQ(file.substr(0, 12), std::string("CandorSF\0\1\0\0", 12));
  EXPECT_EQ(ReadBigEndian<uint32_t>(file.substr(12)), 1U);
  crypto::CtrNonce nonce;
  std::ranges::copy(AsBytes(file).subspan(16, nonce.size()), nonce.begin());
  const auto cipher = keys_->Get(1)->cipher;
  std::string proof(16, '\0');
  cipher->Apply(nonce, 32, proof);
  EXPECT_EQ(file.substr(32, 16), proof);
  EXPECT_EQ(file.substr(48, 8), AsText(crypto::Sha256(file.substr(0, 48))).substr(0, 8));
  EXPECT_EQ(file.substr(56, kPrefix - 56), std::string(kPrefix - 56, '\0'));
  std::string content = file.substr(kPrefix);
  cipher->Apply(nonce, kPrefix, content);
  EXPECT_THAT(content, testing::MatchesRegex("MANIFEST-[0-9]+\n"));
}

TEST_F(SealedFilesTest, WhatWasSyncedIsThereAfterAKill) {
  Fill();

  const auto kv = OpenAt(Copy());

  ASSERT_TRUE(kv.ok()) << kv.status();
  EXPECT_EQ(RowsIn(**kv, Family::kLedger), kRows + 50);
}

TEST_F(SealedFilesTest, TheKeysOfAnotherDirectoryAreToldAndNothingIsTouched) {
  Fill();
  kv_.reset();
  std::map<fs::path, std::string> before;
  for (const fs::path& file : FilesIn(path_)) before[file] = ContentOf(file);
  const auto own = keys_;
  keys_ = MakeKeys("OTHERS");

  ExpectDamaged(path_, "of another data directory");

  for (const auto& [file, content] : before) EXPECT_TRUE(ContentOf(file) == content) << file;
  EXPECT_EQ(FilesIn(path_).size(), before.size());
  keys_ = own;
  Open();
  EXPECT_EQ(RowsIn(*kv_, Family::kLedger), kRows + 50);
}

TEST_F(SealedFilesTest, AKeyThatTheRegistryLacksIsTold) {
  kv_.reset();
  ASSERT_TRUE(keys_->Add(absl::FromUnixSeconds(2)).ok());
  ASSERT_TRUE(keys_->Remove(1).ok());

  ExpectDamaged(path_, "FILEKEYS lacks number 1");
}

TEST_F(SealedFilesTest, ADamagedPrefixIsToldWithTheFile) {
  Fill();
  for (const std::string part : {"CURRENT", "IDENTITY", "MANIFEST", ".log", ".sst"}) {
    const std::string name = FileOf(path_, part).filename().string();
    for (const size_t at : {size_t{0}, size_t{9}, size_t{15}, size_t{20}, size_t{40}, size_t{50}, kPrefix - 1}) {
      SCOPED_TRACE(absl::StrCat(name, " at ", at));
      const std::string copy = Copy();
      std::string content = ContentOf(fs::path(copy) / name);
      content[at] = static_cast<char>(content[at] ^ 1);
      Overwrite(fs::path(copy) / name, content);

      ExpectDamaged(copy, name);
    }
  }
}

TEST_F(SealedFilesTest, AFileThatIsNotSealedIsRefused) {
  const std::string copy = Copy();
  Overwrite(fs::path(copy) / "CURRENT", "MANIFEST-000005\n");

  ExpectDamaged(copy, "CURRENT");
}

// What a power failure may leave of a log that was made and never synced.
TEST_F(SealedFilesTest, ALogWhoseFirstPageWasNeverWrittenIsEmpty) {
  Fill();
  for (const std::string& left :
       {std::string(), std::string(100, 'x'), std::string(kPrefix, '\0'), std::string(3 * kPrefix, '\0')}) {
    SCOPED_TRACE(left.size());
    const std::string copy = Copy();
    Overwrite(FileOf(copy, ".log"), left);

    const auto kv = OpenAt(copy);

    ASSERT_TRUE(kv.ok()) << kv.status();
    EXPECT_EQ(RowsIn(**kv, Family::kLedger), kRows) << "whether that is all of it HEAD says";
  }
}

TEST_F(SealedFilesTest, RewritesEverythingUnderTheNewestKey) {
  Fill();
  ASSERT_EQ((*kv_->KeyUse()).size(), 1U);
  ASSERT_EQ(*keys_->Add(absl::FromUnixSeconds(2)), 2U);
  PutRows(kRows + 50, kRows + 60);
  std::vector<std::pair<uint64_t, uint64_t>> steps;
  std::atomic<bool> stop = false;

  const absl::Status done =
      kv_->RewriteFiles([&](uint64_t written, uint64_t total) { steps.emplace_back(written, total); }, stop);

  ASSERT_TRUE(done.ok()) << done;
  const auto uses = kv_->KeyUse();
  ASSERT_TRUE(uses.ok()) << uses.status();
  ASSERT_EQ(uses->size(), 1U);
  EXPECT_EQ(uses->front().key_number, 2U);
  EXPECT_EQ(uses->front().files, FilesIn(path_).size());
  ASSERT_FALSE(steps.empty());
  EXPECT_GT(steps.back().second, 0U);
  EXPECT_EQ(steps.back().first, steps.back().second);
  EXPECT_TRUE(std::is_sorted(steps.begin(), steps.end()));
  ASSERT_TRUE(keys_->Remove(1).ok());
  for (int start = 0; start < 2; ++start) {
    EXPECT_EQ(RowsIn(*kv_, Family::kLedger), kRows + 60);
    EXPECT_EQ(RowsIn(*kv_, Family::kProjections), kRows + 60);
    EXPECT_EQ(RowsIn(*kv_, Family::kCache), kRows + 60);
    Open();
  }
}

TEST_F(SealedFilesTest, ARewritingThatWasStoppedGoesOnWithTheRest) {
  Fill();
  ASSERT_TRUE(keys_->Add(absl::FromUnixSeconds(2)).ok());
  std::atomic<bool> stop = false;

  EXPECT_EQ(kv_->RewriteFiles([&](uint64_t, uint64_t) { stop = true; }, stop).code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(kv_->KeyUse()->front().key_number, 1U);
  const std::string killed = Copy();
  stop = false;
  const absl::Status done = kv_->RewriteFiles([](uint64_t, uint64_t) {}, stop);

  EXPECT_TRUE(done.ok()) << done;
  EXPECT_EQ(kv_->KeyUse()->front().key_number, 2U);
  // After a kill in between likewise.
  auto again = OpenAt(killed);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE((*again)->RewriteFiles([](uint64_t, uint64_t) {}, stop).ok());
  EXPECT_EQ((*again)->KeyUse()->front().key_number, 2U);
  EXPECT_EQ(RowsIn(**again, Family::kLedger), kRows + 50);
}

TEST_F(SealedFilesTest, WritesAndReadsGoOnWhileFilesAreRewritten) {
  Fill();
  std::atomic<bool> stop = false;
  std::atomic<bool> written = false;
  std::thread writer([&] {
    for (int number = kRows + 50; !written; ++number) PutRow(number);
  });

  for (uint32_t number = 2; number <= 4; ++number) {
    EXPECT_EQ(*keys_->Add(absl::FromUnixSeconds(2)), number);
    const absl::Status done = kv_->RewriteFiles([](uint64_t, uint64_t) {}, stop);
    EXPECT_TRUE(done.ok()) << done;
    EXPECT_EQ(kv_->KeyUse()->front().key_number, number);
  }
  written = true;
  writer.join();

  const int rows = RowsIn(*kv_, Family::kLedger);
  EXPECT_EQ(RowsIn(*kv_, Family::kProjections), rows);
  Open();
  EXPECT_EQ(RowsIn(*kv_, Family::kLedger), rows);
}

TEST_F(SealedFilesTest, WhatIsUnderTheNewestKeyAlreadyIsLeftAlone) {
  Fill();
  std::vector<fs::path> before = FilesIn(path_);
  std::atomic<bool> stop = false;

  EXPECT_TRUE(kv_->RewriteFiles([](uint64_t, uint64_t) { ADD_FAILURE() << "there is nothing to do"; }, stop).ok());

  std::vector<fs::path> after = FilesIn(path_);
  std::ranges::sort(before);
  std::ranges::sort(after);
  EXPECT_EQ(after, before);
}

TEST(RocksKvKeysTest, ADatabaseIsNotOpenedWithoutKeys) {
  TemporaryFolder folder;

  EXPECT_EQ(OpenRocksKv({.path = folder.Join("db"), .create = true}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace candor::store::sealed_files_test
