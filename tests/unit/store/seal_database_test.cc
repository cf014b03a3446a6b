// A data directory of schema 1, whose database lies there as RocksDB writes it, is sealed by its first start, and no
// cut in between loses anything.
#include "daemon/store/seal_database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/store/data_directory.h"
#include "tests/unit/store/history.h"
#include "tests/unit/store/sealed_database.h"

namespace candor::store::seal_database_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr size_t kPrefix = 4096;

std::string ContentOf(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void Overwrite(const fs::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

// The file as it would be if it were not sealed, read by FORMAT.md.
std::string Unsealed(const fs::path& path, const crypto::FileKeys& keys) {
  const std::string file = ContentOf(path);
  if (file.empty()) return file;
  crypto::CtrNonce nonce;
  std::ranges::copy(AsBytes(file).subspan(16, nonce.size()), nonce.begin());
  std::string content = file.substr(kPrefix);
  keys.Get(ReadBigEndian<uint32_t>(file.substr(12)))->cipher->Apply(nonce, kPrefix, content);
  return content;
}

absl::Status GoOn(uint64_t /*done*/, uint64_t /*total*/) {
  return absl::OkStatus();
}

class SealDatabaseTest : public testing::Test {
 protected:
  SealDatabaseTest() : seed_(std::random_device()()), history_(fixture_, seed_) {
    std::cerr << "seed " << seed_ << "\n";
    history_.Begin();
    for (int i = 0; i < 60; ++i) history_.Step();
    fixture_.Open();
    for (int i = 0; i < 20; ++i) history_.Step();
    expected_ = Render(*fixture_.view());
    // While the store is open, so that records are in the log only.
    CopyWhileOpen();
    fixture_.Close();
    MakePlain();
  }

  // Once more where a file went in between: RocksDB clears up after itself on a thread of its own.
  void CopyWhileOpen() {
    std::error_code gone = std::make_error_code(std::errc::no_such_file_or_directory);
    for (int i = 0; gone && i < 100; ++i) {
      fs::remove_all(data_);
      fs::copy(fixture_.data_dir(), data_, fs::copy_options::recursive, gone);
    }
    ASSERT_FALSE(gone) << gone.message();
  }

  // Takes `data_` back to schema 1.
  void MakePlain() {
    const auto keys = FileKeysOf(data_);
    ASSERT_TRUE(keys.ok()) << keys.status();
    for (const auto& file : fs::directory_iterator(db_)) Overwrite(file.path(), Unsealed(file.path(), **keys));
    Overwrite(db_ + "/LOG", "a diary of RocksDB's");
    fs::remove(data_ + "/FILEKEYS");
    std::string identity = ContentOf(data_ + "/IDENTITY");
    const size_t at = identity.find("schema 2");
    ASSERT_NE(at, std::string::npos);
    Overwrite(data_ + "/IDENTITY", identity.replace(at, 8, "schema 1"));
    ASSERT_THAT(ContentOf(db_ + "/CURRENT"), StartsWith("MANIFEST-"));
  }

  absl::StatusOr<std::unique_ptr<DurableStore>> Start() {
    OpenOptions options = fixture_.options();
    options.data_dir = data_;
    return store::Open(options);
  }

  void ExpectSealedAndWhole() {
    {
      const auto store = Start();
      ASSERT_TRUE(store.ok()) << store.status();
      EXPECT_EQ(Render(*(*store)->Latest()), expected_);
    }
    EXPECT_THAT(ContentOf(data_ + "/IDENTITY"), HasSubstr("schema 2"));
    EXPECT_FALSE(fs::exists(sealed_));
    int files = 0;
    for (const auto& file : fs::directory_iterator(db_)) {
      if (file.file_size() == 0) continue;
      EXPECT_THAT(ContentOf(file.path()), StartsWith("CandorSF")) << file.path();
      ++files;
    }
    EXPECT_GT(files, 4);
    EXPECT_FALSE(fs::exists(db_ + "/LOG"));
    EXPECT_TRUE(Start().ok()) << "the next start has nothing to do";
  }

  // The registry that a start which was cut short has made.
  std::shared_ptr<crypto::FileKeys> MakeKeys() {
    auto keys = crypto::FileKeys::Create(data_ + "/FILEKEYS", *crypto::LoadMasterKey(data_ + "/master.key"),
                                         absl::FromUnixSeconds(1));
    EXPECT_TRUE(keys.ok()) << keys.status();
    return *std::move(keys);
  }

  void RaiseSchema() {
    std::string identity = ContentOf(data_ + "/IDENTITY");
    Overwrite(data_ + "/IDENTITY", identity.replace(identity.find("schema 1"), 8, "schema 2"));
  }

  TemporaryFolder elsewhere_;
  const std::string data_ = elsewhere_.Join("data");
  const std::string db_ = data_ + "/db";
  const std::string sealed_ = data_ + "/db.sealed";
  const uint32_t seed_;
  StoreFixture fixture_{true};
  History history_;
  std::string expected_;
};

TEST_F(SealDatabaseTest, TheFirstStartSealsEverything) {
  ExpectSealedAndWhole();
}

TEST_F(SealDatabaseTest, ACopyThatWasCutShortIsMadeAnew) {
  const auto keys = MakeKeys();
  uint64_t pieces = 0;
  ASSERT_TRUE(CopySealed(db_, sealed_, keys, [&](uint64_t, uint64_t) {
                ++pieces;
                return absl::OkStatus();
              }).ok());
  ASSERT_GT(pieces, 4U);
  const std::string whole = elsewhere_.Join("whole");
  fs::copy(data_, whole, fs::copy_options::recursive);
  for (const uint64_t cut : {uint64_t{1}, uint64_t{2}, pieces / 2, pieces}) {
    SCOPED_TRACE(cut);
    fs::remove_all(data_);
    fs::copy(whole, data_, fs::copy_options::recursive);
    uint64_t piece = 0;

    const absl::Status stopped = CopySealed(db_, sealed_, keys, [&](uint64_t, uint64_t) {
      return ++piece == cut ? absl::AbortedError("cut") : absl::OkStatus();
    });

    EXPECT_EQ(stopped.code(), absl::StatusCode::kAborted);
    EXPECT_THAT(ContentOf(db_ + "/CURRENT"), StartsWith("MANIFEST-")) << "the plain one is as it was";
    ExpectSealedAndWhole();
  }
}

TEST_F(SealDatabaseTest, ACutBeforeTheFirstFileIsGoneOnWith) {
  MakeKeys();
  ExpectSealedAndWhole();
}

TEST_F(SealDatabaseTest, AWholeCopyBesideAnOldIdentityIsMadeAnew) {
  ASSERT_TRUE(CopySealed(db_, sealed_, MakeKeys(), GoOn).ok());

  ExpectSealedAndWhole();
}

// From IDENTITY on the copy is the database, whatever is left of the plain one.
TEST_F(SealDatabaseTest, ACutBetweenIdentityAndTheSwapIsGoneOnWith) {
  ASSERT_TRUE(CopySealed(db_, sealed_, MakeKeys(), GoOn).ok());
  RaiseSchema();
  const std::string whole = elsewhere_.Join("whole");
  fs::copy(data_, whole, fs::copy_options::recursive);
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(db_)) names.push_back(file.path().filename().string());
  for (size_t removed = 0; removed <= names.size() + 1; ++removed) {
    SCOPED_TRACE(removed);
    fs::remove_all(data_);
    fs::copy(whole, data_, fs::copy_options::recursive);
    for (size_t i = 0; i < std::min(removed, names.size()); ++i) fs::remove(fs::path(db_) / names[i]);
    if (removed > names.size()) fs::remove(db_);

    ExpectSealedAndWhole();
  }
}

TEST_F(SealDatabaseTest, TwoSealedDatabasesAreLeftAlone) {
  ASSERT_TRUE(Start().ok());
  fs::copy(db_, sealed_, fs::copy_options::recursive);

  const absl::Status refused = Start().status();

  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("move the one away"));
  EXPECT_TRUE(fs::exists(db_ + "/CURRENT"));
  fs::remove_all(sealed_);
  ExpectSealedAndWhole();
}

TEST_F(SealDatabaseTest, UnderAnotherMasterKeyNothingIsTouched) {
  const std::string own = ContentOf(data_ + "/master.key");
  Overwrite(data_ + "/master.key", std::string(32, 'x'));

  EXPECT_EQ(Start().status().code(), absl::StatusCode::kFailedPrecondition);

  EXPECT_FALSE(fs::exists(sealed_));
  EXPECT_FALSE(fs::exists(data_ + "/FILEKEYS"));
  EXPECT_THAT(ContentOf(data_ + "/IDENTITY"), HasSubstr("schema 1"));
  Overwrite(data_ + "/master.key", own);
  ExpectSealedAndWhole();
}

TEST_F(SealDatabaseTest, ADatabaseThatLacksItsCurrentFileIsNotSealed) {
  fs::rename(db_ + "/CURRENT", elsewhere_.Join("CURRENT"));

  EXPECT_EQ(Start().status().code(), absl::StatusCode::kDataLoss);

  EXPECT_THAT(ContentOf(data_ + "/IDENTITY"), HasSubstr("schema 1"));
  fs::rename(elsewhere_.Join("CURRENT"), db_ + "/CURRENT");
  ExpectSealedAndWhole();
}

}  // namespace
}  // namespace candor::store::seal_database_test
