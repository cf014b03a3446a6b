// A byte that changed on the disk is told, or makes no difference: it never ends the program and never changes an
// answer in silence.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "tests/unit/store/history.h"
#include "tests/unit/store/sealed_database.h"

namespace candor::store::damage_test {
namespace {

namespace fs = std::filesystem;

constexpr int kFlipsPerFile = 8;

using Rows = std::map<std::string, std::string>;

// Everything in the database, by scanning and by asking for each key; the first error otherwise.
absl::StatusOr<Rows> ReadDatabase(const std::string& data_dir) {
  CANDOR_ASSIGN_OR_RETURN(const auto kv, OpenDatabaseOf(data_dir));
  Rows all;
  for (size_t i = 0; i < kFamilies; ++i) {
    const auto family = static_cast<Family>(i);
    Rows rows;
    CANDOR_RETURN_IF_ERROR(
        kv->Scan(family, "", "", std::numeric_limits<size_t>::max(), [&](std::string_view key, std::string_view value) {
          rows.emplace(key, value);
          return true;
        }));
    for (const auto& [key, value] : rows) {
      std::string got;
      CANDOR_ASSIGN_OR_RETURN(const bool found, kv->Get(family, key, got));
      EXPECT_TRUE(found && got == value);
      all.emplace(absl::StrCat(i, "/", key), value);
    }
  }
  return all;
}

// What every case says: its entries and follow-ups, or the first error.
absl::StatusOr<std::string> ReadView(const domain::View& view) {
  std::string text = absl::StrCat(view.size(), " ", view.entries(), "\n");
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::CaseFile> cases, view.ListCases(CaseId(), 1000));
  for (const domain::CaseFile& file : cases) {
    const SubjectId subject = SubjectId::Of(file.id);
    CANDOR_ASSIGN_OR_RETURN(const domain::TimelinePage page, view.Timeline(subject, domain::Place::First(), 1000));
    for (const domain::RecordedEntry& recorded : page.entries) {
      CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry entry, view.GetEntry(recorded.entry.header.id));
      absl::StrAppend(&text, file.code, " ", entry.number, " ", static_cast<int>(entry.entry.kind), "\n");
    }
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::FollowUp> follow_ups, view.FollowUpsOf(subject));
    for (const domain::FollowUp& one : follow_ups) absl::StrAppend(&text, one.clear.id.ToString(), "\n");
  }
  return text;
}

void Flip(const fs::path& path, uintmax_t offset) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(offset));
  const int byte = file.get();
  file.seekp(static_cast<std::streamoff>(offset));
  file.put(static_cast<char>(byte ^ 0x40));
}

class DamageTest : public testing::Test {
 protected:
  void SetUp() override {
    seed_ = std::random_device()();
    std::cerr << "seed " << seed_ << "\n";
    random_.seed(seed_);
    History history(fixture_, seed_);
    history.Begin();
    for (int i = 0; i < 120; ++i) history.Step();
    fixture_.Close();
    const auto rows = ReadDatabase(fixture_.data_dir());
    ASSERT_TRUE(rows.ok()) << rows.status();
    rows_ = *rows;
    fixture_.Open();
    const auto view = ReadView(*fixture_.view());
    ASSERT_TRUE(view.ok()) << view.status();
    view_ = *view;
    fixture_.Close();
  }

  // A copy of the data directory in which one byte of one file of the database is another one.
  std::string Damaged(const fs::path& file, uintmax_t offset) {
    const std::string copy = elsewhere_.Join("copy");
    fs::remove_all(copy);
    fs::copy(fixture_.data_dir(), copy, fs::copy_options::recursive);
    Flip(fs::path(copy) / "db" / file.filename(), offset);
    return copy;
  }

  // Whether the damage was told.
  bool CheckDatabase(const std::string& data_dir) {
    const auto rows = ReadDatabase(data_dir);
    if (rows.ok()) {
      EXPECT_TRUE(*rows == rows_);
    } else {
      EXPECT_EQ(rows.status().code(), absl::StatusCode::kDataLoss) << rows.status();
    }
    return !rows.ok();
  }

  void CheckStore(const std::string& data_dir) {
    OpenOptions options = fixture_.options();
    options.data_dir = data_dir;
    const auto store = store::Open(options);
    if (!store.ok()) {
      EXPECT_THAT(store.status().code(),
                  testing::AnyOf(absl::StatusCode::kDataLoss, absl::StatusCode::kFailedPrecondition))
          << store.status();
      EXPECT_EQ(store.status().message().find('\n'), absl::string_view::npos) << "one sentence";
      return;
    }
    const auto view = ReadView(*(*store)->Latest());
    if (view.ok()) {
      EXPECT_EQ(*view, view_);
    } else {
      EXPECT_EQ(view.status().code(), absl::StatusCode::kDataLoss) << view.status();
    }
  }

  TemporaryFolder elsewhere_;
  uint32_t seed_ = 0;
  std::mt19937 random_;
  StoreFixture fixture_{true};
  Rows rows_;
  std::string view_;
};

TEST_F(DamageTest, AFlippedByteInATableIsToldOrMakesNoDifference) {
  int tables = 0;
  int told = 0;
  for (const auto& file : fs::directory_iterator(fixture_.data_dir() + "/db")) {
    if (file.path().extension() != ".sst") continue;
    ++tables;
    for (int i = 0; i < kFlipsPerFile; ++i) {
      const uintmax_t offset = random_() % file.file_size();
      SCOPED_TRACE(absl::StrCat(file.path().filename().string(), " of ", file.file_size(), " bytes at ", offset));
      const std::string copy = Damaged(file.path(), offset);
      told += CheckDatabase(copy) ? 1 : 0;
      CheckStore(Damaged(file.path(), offset));
    }
  }
  EXPECT_GE(tables, 2);
  EXPECT_GE(told, tables * kFlipsPerFile / 2);
}

TEST_F(DamageTest, AFlippedByteInAnotherFileIsToldOrMakesNoDifference) {
  for (const auto& file : fs::directory_iterator(fixture_.data_dir() + "/db")) {
    if (file.path().extension() == ".sst" || file.file_size() == 0) continue;
    for (int i = 0; i < kFlipsPerFile; ++i) {
      const uintmax_t offset = random_() % file.file_size();
      SCOPED_TRACE(absl::StrCat(file.path().filename().string(), " of ", file.file_size(), " bytes at ", offset));
      CheckStore(Damaged(file.path(), offset));
    }
  }
}

}  // namespace
}  // namespace candor::store::damage_test
