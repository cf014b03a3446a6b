// Directories put together from several, and such as lack a file: refused as they are, with what to do, and whole again
// once the right file is back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/store/head_file.h"
#include "daemon/store/keys.h"
#include "tests/unit/store/sealed_database.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::mixed_directory_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string ContentOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void CopyOver(const std::string& from, const std::string& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
}

// More than a page of tree nodes holds.
constexpr int kManyCases = 300;

class MixedDirectoryTest : public testing::Test {
 protected:
  MixedDirectoryTest() {
    fixture_.AddPractice();
    other_.AddPractice();
  }

  void OpenCases(domain::Store& store, int count) {
    for (int i = 0; i < count; ++i, ++next_case_) {
      const IdBytes id = BytesOf(static_cast<uint8_t>(0x80 + next_case_ / 256), static_cast<uint8_t>(next_case_ % 256));
      ASSERT_TRUE(AppendTo(store, {domain::NewCase{CaseId(id), absl::StrCat("M-", next_case_)}}).ok());
    }
  }

  // A copy of the first directory, to be changed.
  void CopyFirst() {
    fixture_.Close();
    CopyOver(fixture_.data_dir(), mixed_);
  }

  absl::StatusOr<std::unique_ptr<DurableStore>> OpenMixed() {
    OpenOptions options = fixture_.options();
    options.data_dir = mixed_;
    return store::Open(options);
  }

  // Where the file lies; the database's manifest has another number after each start.
  std::string PathOf(const std::string& name) {
    for (const auto& file : fs::recursive_directory_iterator(mixed_)) {
      const std::string found = file.path().filename().string();
      const bool in_database = file.path().parent_path().filename() == "db";
      if (found == name && !(in_database && name == "IDENTITY")) return file.path().string();
      if (name == "MANIFEST" && found.starts_with("MANIFEST-")) return file.path().string();
    }
    return mixed_ + "/" + name;
  }

  // By every program that opens it; HEAD stays as it is.
  void ExpectRefused(const std::string& says) {
    const std::string head = ContentOf(mixed_ + "/HEAD");
    const std::vector<absl::Status> refused = {OpenMixed().status(),
                                               AcceptLoss(mixed_, "none", fixture_.clock()).status(),
                                               Rebuild(mixed_).status(), OpenMixed().status()};
    for (const absl::Status& status : refused) {
      EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
      EXPECT_THAT(std::string(status.message()), HasSubstr(says));
      EXPECT_THAT(std::string(status.message()), HasSubstr("restore"));
    }
    EXPECT_EQ(ContentOf(mixed_ + "/HEAD"), head);
  }

  StoreFixture fixture_{true};
  StoreFixture other_{true};
  TemporaryFolder elsewhere_;
  const std::string mixed_ = elsewhere_.Join("mixed");
  int next_case_ = 0;
};

TEST_F(MixedDirectoryTest, TheDatabaseOfAnotherDirectoryIsRefused) {
  for (const int more : {0, kManyCases}) {
    OpenCases(other_.store(), more);
    CopyFirst();
    other_.Close();
    CopyOver(other_.data_dir() + "/db", mixed_ + "/db");

    ExpectRefused("of another data directory");
    other_.Open();
  }
}

// The same keys, and another past: only the root that HEAD names tells.
TEST_F(MixedDirectoryTest, ALongerLedgerThatDoesNotGoOnFromHeadIsRefused) {
  CopyFirst();
  {
    auto twin = OpenMixed();
    ASSERT_TRUE(twin.ok()) << twin.status();
    OpenCases(**twin, kManyCases);
  }
  for (const int more : {1, 262}) {
    fixture_.Open();
    OpenCases(fixture_.store(), more);
    fixture_.Close();
    ASSERT_LT((*ReadHead(fixture_.data_dir() + "/HEAD"))->size, (*ReadHead(mixed_ + "/HEAD"))->size);
    const std::string whole = elsewhere_.Join("whole");
    CopyOver(mixed_, whole);
    fs::copy_file(fixture_.data_dir() + "/HEAD", mixed_ + "/HEAD", fs::copy_options::overwrite_existing);

    ExpectRefused("not the one that HEAD names");
    CopyOver(whole, mixed_);
  }
}

TEST_F(MixedDirectoryTest, ALedgerThatIsAheadOfHeadIsTakenAsItIs) {
  for (const int more : {3, kManyCases, 3}) {
    OpenCases(fixture_.store(), more);
    const uint64_t size = fixture_.view()->size();
    CopyFirst();
    fixture_.Open();
    OpenCases(fixture_.store(), 100);
    fixture_.Close();
    // The HEAD of before over the records of now.
    fs::copy_file(mixed_ + "/HEAD", fixture_.data_dir() + "/HEAD", fs::copy_options::overwrite_existing);

    fixture_.Open();

    EXPECT_EQ(fixture_.view()->size(), size + 100);
  }
}

TEST_F(MixedDirectoryTest, TheIdentityOrTheKeysOfAnotherDirectoryAreRefused) {
  const uint64_t size = fixture_.view()->size();
  other_.Close();
  const std::vector<std::vector<std::string>> taken_over = {{"/IDENTITY"}, {"/KEYS", "/FILEKEYS", "/master.key"}};
  for (const std::vector<std::string>& files : taken_over) {
    CopyFirst();
    for (const std::string& file : files) {
      fs::copy_file(other_.data_dir() + file, mixed_ + file, fs::copy_options::overwrite_existing);
    }

    ExpectRefused("of another data directory");

    for (const std::string& file : files) {
      fs::copy_file(fixture_.data_dir() + file, mixed_ + file, fs::copy_options::overwrite_existing);
    }
    const auto again = OpenMixed();
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ((*again)->Latest()->size(), size);
  }
}

// It is told of where it is read, and by the check of all that is stored.
TEST_F(MixedDirectoryTest, ADamagedRecordIsNotTakenForAnotherDirectory) {
  CopyFirst();
  {
    auto kv = OpenDatabaseOf(mixed_);
    ASSERT_TRUE(kv.ok()) << kv.status();
    std::string record;
    ASSERT_TRUE(*(*kv)->Get(Family::kLedger, keys::Ledger(0), record));
    record.back() = static_cast<char>(record.back() ^ 1);
    WriteBatch batch;
    batch.Put(Family::kLedger, keys::Ledger(0), record);
    ASSERT_TRUE((*kv)->Write(batch, Durability::kSynced).ok());
  }

  const auto store = OpenMixed();

  EXPECT_TRUE(store.ok()) << store.status();
}

TEST_F(MixedDirectoryTest, AMissingFileIsNamedAndNothingIsMadeInItsPlace) {
  const uint64_t size = fixture_.view()->size();
  CopyFirst();
  const std::string aside = elsewhere_.Join("aside");
  for (const std::string name : {"IDENTITY", "master.key", "KEYS", "FILEKEYS", "CURRENT", "MANIFEST"}) {
    SCOPED_TRACE(name);
    const std::string path = PathOf(name);
    fs::rename(path, aside);

    ExpectRefused(name);

    EXPECT_FALSE(fs::exists(path));
    fs::rename(aside, path);
    const auto again = OpenMixed();
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ((*again)->Latest()->size(), size);
  }
}

TEST_F(MixedDirectoryTest, ADirectoryInTheNameOfAFileIsNamedAndLeft) {
  CopyFirst();
  const std::string aside = elsewhere_.Join("aside");
  for (const std::string name : {"IDENTITY", "master.key", "KEYS", "FILEKEYS", "HEAD"}) {
    SCOPED_TRACE(name);
    const std::string path = mixed_ + "/" + name;
    fs::rename(path, aside);
    fs::create_directory(path);

    ExpectRefused(name + " in " + mixed_ + " is a directory where a file belongs; move it away");

    EXPECT_TRUE(fs::is_directory(path));
    fs::remove(path);
    fs::rename(aside, path);
    EXPECT_TRUE(OpenMixed().ok());
  }
}

// With the database and the keys gone nothing is made anew where HEAD says that there was something.
TEST_F(MixedDirectoryTest, KeysThatHeadKnowsOfAreNotMadeAnew) {
  CopyFirst();
  fs::remove_all(mixed_ + "/db");
  fs::remove(mixed_ + "/KEYS");

  EXPECT_EQ(OpenMixed().status().code(), absl::StatusCode::kDataLoss);
  EXPECT_FALSE(fs::exists(mixed_ + "/KEYS"));
}

}  // namespace
}  // namespace candor::store::mixed_directory_test
