#include "daemon/store/rocks_rewrite.h"

#include <rocksdb/metadata.h>
#include <rocksdb/options.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/status.h"
#include "daemon/store/rocks_words.h"
#include "daemon/store/sealed_files.h"

namespace candor::store {
namespace {

namespace fs = std::filesystem;

// A file that RocksDB does not hold open is written beside itself under this ending, which RocksDB does not know, and
// renamed.
constexpr char kResealed[] = ".resealed";
// Files that were replaced go a moment later.
constexpr int kLooks = 60;
constexpr absl::Duration kBetweenLooks = absl::Milliseconds(50);
// A table that a compaction of RocksDB's own has in hand is tried again.
constexpr int kTriesPerTable = 5;

// A row of the default family whose key alone makes one change of files longer than a manifest may be: RocksDB notes
// the smallest and the largest key of each table there.
std::string FillerKey() {
  std::string key = "filler";
  key.resize(kManifestBytes * 5 / 8, '\0');
  return key;
}

struct OldTable {
  rocksdb::ColumnFamilyHandle* family = nullptr;
  std::string name;
  std::string smallest;
  std::string largest;
};

struct OldTables {
  std::optional<OldTable> first;
  uint64_t bytes = 0;  // of all
};

OldTables FindOldTables(const RewriteTarget& target, uint32_t current) {
  OldTables old;
  for (rocksdb::ColumnFamilyHandle* family : target.families) {
    rocksdb::ColumnFamilyMetaData data;
    target.db->GetColumnFamilyMetaData(family, &data);
    for (const rocksdb::LevelMetaData& level : data.levels) {
      for (const rocksdb::SstFileMetaData& table : level.files) {
        const auto number = SealedUnder((fs::path(target.folder) / fs::path(table.name).relative_path()).string());
        if (!number || *number >= current) continue;
        old.bytes += table.size;
        if (!old.first) old.first = OldTable{family, table.name, table.smallestkey, table.largestkey};
      }
    }
  }
  return old;
}

absl::Status StoppedByCaller() {
  return absl::CancelledError("stopped; what is left is written anew the next time");
}

absl::Status CompactTable(const RewriteTarget& target, const OldTable& table, std::atomic<bool>& stop) {
  rocksdb::CompactRangeOptions options;
  // Lets compactions of other tables go on beside it, and moves no table without writing it anew.
  options.exclusive_manual_compaction = false;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  options.canceled = &stop;
  const rocksdb::Slice begin = table.smallest;
  const rocksdb::Slice end = table.largest;
  const rocksdb::Status done = target.db->CompactRange(options, table.family, &begin, &end);
  return stop ? StoppedByCaller() : FromRocks(done);
}

absl::Status RewriteTables(const RewriteTarget& target, uint32_t current, const RewriteProgress& progress,
                           std::atomic<bool>& stop) {
  const uint64_t total = FindOldTables(target, current).bytes;
  std::string last;
  int tries = 0;
  while (true) {
    const OldTables old = FindOldTables(target, current);
    progress(total - std::min(total, old.bytes), total);
    if (!old.first) return absl::OkStatus();
    if (stop) return StoppedByCaller();
    tries = old.first->name == last ? tries + 1 : 1;
    last = old.first->name;
    if (tries > kTriesPerTable) return absl::UnavailableError(absl::StrCat("the table ", last, " is being written"));
    CANDOR_RETURN_IF_ERROR(CompactTable(target, *old.first, stop));
  }
}

absl::Status FlushAll(const RewriteTarget& target) {
  return FromRocks(target.db->Flush(rocksdb::FlushOptions(), target.families));
}

// A log is rolled when it has something in it and what it covers is flushed, a manifest when it is too long.
absl::Status RollLogAndManifest(const RewriteTarget& target) {
  CANDOR_RETURN_IF_ERROR(FromRocks(target.db->Put(rocksdb::WriteOptions(), target.fallback, FillerKey(), "")));
  CANDOR_RETURN_IF_ERROR(FlushAll(target));
  return RemoveRewriteRest(target);
}

// IDENTITY and OPTIONS: written once, read at a start, not held open.
absl::Status ResealSmallFiles(const RewriteTarget& target, uint32_t current) {
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& file : fs::directory_iterator(target.folder, error)) files.push_back(file.path());
  for (const fs::path& path : files) {
    const std::string name = path.filename().string();
    if (absl::EndsWith(name, kResealed)) fs::remove(path, error);
    if (name != "IDENTITY" && !(absl::StartsWith(name, "OPTIONS-") && !absl::StrContains(name, "."))) continue;
    const std::optional<uint32_t> number = SealedUnder(path.string());
    if (!number || *number >= current) continue;
    std::string content;
    const std::string fresh = path.string() + kResealed;
    CANDOR_RETURN_IF_ERROR(FromRocks(rocksdb::ReadFileToString(target.env, path.string(), &content)));
    CANDOR_RETURN_IF_ERROR(FromRocks(rocksdb::WriteStringToFile(target.env, content, fresh, true)));
    CANDOR_RETURN_IF_ERROR(FromRocks(target.env->RenameFile(fresh, path.string())));
  }
  return absl::OkStatus();
}

// RocksDB looks through the folder for what an earlier start has left (an empty log) every six hours, and when
// deletions are allowed again.
absl::Status TakeAwayWhatIsReplaced(const RewriteTarget& target) {
  CANDOR_RETURN_IF_ERROR(FromRocks(target.db->DisableFileDeletions()));
  return FromRocks(target.db->EnableFileDeletions(false));
}

// In a table, be it as what was deleted, or in memory only.
bool HoldsFiller(const RewriteTarget& target) {
  const std::string filler = FillerKey();
  rocksdb::ColumnFamilyMetaData data;
  target.db->GetColumnFamilyMetaData(target.fallback, &data);
  for (const rocksdb::LevelMetaData& level : data.levels) {
    for (const rocksdb::SstFileMetaData& table : level.files) {
      if (table.smallestkey == filler || table.largestkey == filler) return true;
    }
  }
  std::string value;
  return target.db->Get(rocksdb::ReadOptions(), target.fallback, filler, &value).ok();
}

absl::StatusOr<bool> HoldsOlder(const std::string& folder, uint32_t current) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<FileKeyUse> uses, KeyUseIn(folder));
  // What is not sealed is none of the database's.
  return std::ranges::any_of(
      uses, [current](const FileKeyUse& use) { return use.key_number != 0 && use.key_number < current; });
}

}  // namespace

absl::Status RewriteFilesBelow(const RewriteTarget& target, uint32_t current, const RewriteProgress& progress,
                               std::atomic<bool>& stop) {
  CANDOR_ASSIGN_OR_RETURN(bool older, HoldsOlder(target.folder, current));
  if (!older) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(FlushAll(target));
  CANDOR_RETURN_IF_ERROR(RewriteTables(target, current, progress, stop));
  CANDOR_RETURN_IF_ERROR(RollLogAndManifest(target));
  CANDOR_RETURN_IF_ERROR(ResealSmallFiles(target, current));
  for (int look = 0; look < kLooks; ++look) {
    CANDOR_RETURN_IF_ERROR(TakeAwayWhatIsReplaced(target));
    CANDOR_ASSIGN_OR_RETURN(older, HoldsOlder(target.folder, current));
    if (!older) return absl::OkStatus();
    if (stop) return StoppedByCaller();
    absl::SleepFor(kBetweenLooks);
  }
  return absl::UnavailableError("files under an older key are still being read; they go when nobody reads them");
}

absl::Status RemoveRewriteRest(const RewriteTarget& target) {
  if (!HoldsFiller(target)) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(FromRocks(target.db->Delete(rocksdb::WriteOptions(), target.fallback, FillerKey())));
  CANDOR_RETURN_IF_ERROR(FlushAll(target));
  rocksdb::CompactRangeOptions options;
  options.exclusive_manual_compaction = false;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  return FromRocks(target.db->CompactRange(options, target.fallback, nullptr, nullptr));
}

}  // namespace candor::store
