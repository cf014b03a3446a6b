#include "daemon/store/rocks_kv.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/perf_level.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/store/rocks_rewrite.h"
#include "daemon/store/rocks_words.h"
#include "daemon/store/sealed_files.h"

namespace candor::store {
namespace {

// In RocksDB's own default family, which holds nothing else but what a rewriting puts there for a moment.
constexpr char kFencingKey[] = "fencing token";

rocksdb::Slice ToSlice(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}
std::string_view FromSlice(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

// RocksDB counts each comparison of two keys, for profiles that nobody here reads, on every thread that does not say
// that it should not.
void CountNoComparisons() {
  thread_local bool said = false;
  if (said) return;
  said = true;
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
}

rocksdb::DBOptions DatabaseOptions(rocksdb::Env* env) {
  rocksdb::DBOptions options;
  options.env = env;
  options.info_log = NewRocksLog();
  options.max_manifest_file_size = kManifestBytes;
  // After a crash the log ends where it ends; whether what HEAD covers is there is checked above.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.max_total_wal_size = 64 << 20;
  options.max_background_jobs = 2;
  options.max_open_files = 512;
  options.avoid_flush_during_shutdown = false;
  return options;
}

rocksdb::ColumnFamilyOptions FamilyOptions(Family family, const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.whole_key_filtering = true;
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.format_version = 5;
  rocksdb::ColumnFamilyOptions options;
  options.compression = rocksdb::kLZ4Compression;
  options.level_compaction_dynamic_level_bytes = true;
  if (family == Family::kLedger) {
    options.write_buffer_size = 16 << 20;
    table.block_size = 16 << 10;
    options.compression = rocksdb::kNoCompression;  // the records are sealed: nothing to gain
  } else {
    options.write_buffer_size = 8 << 20;
    options.max_write_buffer_number = 4;
    // Most rows that an append asks for are not there (is this entry new, does this count have a row), and nothing but
    // a search of the newest rows would tell. Some 20 bits for each of them; more would only cost memory.
    options.memtable_whole_key_filtering = true;
    options.memtable_prefix_bloom_size_ratio = 0.02;
    // Groups come sorted by key: with a place kept for each first letter, an insert goes on from where the one before
    // it ended. (`memtable_insert_hint_per_batch` counts only where several threads write at once, and here one does.)
    // The empty key has no letter: DropFamily() depends on that, since a place is none among deleted ranges.
    options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(1));
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

// Owns the database; outlived by no handle.
struct Database {
  std::shared_ptr<const crypto::FileKeys> keys;
  std::unique_ptr<rocksdb::Env> env;  // with the sealed files
  std::unique_ptr<rocksdb::DB> db;
  rocksdb::ColumnFamilyHandle* fallback = nullptr;  // "default"
  std::array<rocksdb::ColumnFamilyHandle*, kFamilies> families{};

  rocksdb::ColumnFamilyHandle* Of(Family family) const { return families[static_cast<size_t>(family)]; }

  RewriteTarget ToRewrite(const std::string& folder) const {
    RewriteTarget target{db.get(), env.get(), folder, fallback, {fallback}};
    target.families.insert(target.families.end(), families.begin(), families.end());
    return target;
  }

  ~Database() {
    if (db == nullptr) return;
    for (rocksdb::ColumnFamilyHandle* handle : families) db->DestroyColumnFamilyHandle(handle);
    db->DestroyColumnFamilyHandle(fallback);
    if (rocksdb::Status closed = db->Close(); !closed.ok()) log::Warning("the database did not close cleanly");
  }
};

absl::StatusOr<bool> GetFrom(const Database& database, const rocksdb::Snapshot* snapshot, Family family,
                             std::string_view key, std::string& value) {
  CountNoComparisons();
  rocksdb::ReadOptions read;
  read.snapshot = snapshot;
  rocksdb::PinnableSlice slice;
  const rocksdb::Status status = database.db->Get(read, database.Of(family), ToSlice(key), &slice);
  if (status.IsNotFound()) return false;
  if (!status.ok()) return FromRocks(status);
  value.assign(slice.data(), slice.size());
  return true;
}

absl::Status ScanFrom(const Database& database, const rocksdb::Snapshot* snapshot, Family family,
                      std::string_view begin, std::string_view end, size_t limit, const KvReader::Visitor& visit) {
  CountNoComparisons();
  rocksdb::ReadOptions read;
  read.snapshot = snapshot;
  const rocksdb::Slice upper = ToSlice(end);
  if (!end.empty()) read.iterate_upper_bound = &upper;
  std::unique_ptr<rocksdb::Iterator> row(database.db->NewIterator(read, database.Of(family)));
  for (row->Seek(ToSlice(begin)); row->Valid() && limit > 0; row->Next(), --limit) {
    if (!visit(FromSlice(row->key()), FromSlice(row->value()))) break;
  }
  return FromRocks(row->status());
}

absl::StatusOr<std::optional<std::string>> LastKeyOf(const Database& database, const rocksdb::Snapshot* snapshot,
                                                     Family family) {
  rocksdb::ReadOptions read;
  read.snapshot = snapshot;
  std::unique_ptr<rocksdb::Iterator> row(database.db->NewIterator(read, database.Of(family)));
  row->SeekToLast();
  if (!row->Valid()) {
    CANDOR_RETURN_IF_ERROR(FromRocks(row->status()));
    return std::optional<std::string>();
  }
  return std::optional<std::string>(row->key().ToString());
}

class RocksSnapshot final : public KvReader {
 public:
  explicit RocksSnapshot(std::shared_ptr<const Database> database)
      : database_(std::move(database)), snapshot_(database_->db->GetSnapshot()) {}
  ~RocksSnapshot() override { database_->db->ReleaseSnapshot(snapshot_); }
  RocksSnapshot(const RocksSnapshot&) = delete;
  RocksSnapshot& operator=(const RocksSnapshot&) = delete;

  absl::StatusOr<bool> Get(Family family, std::string_view key, std::string& value) const override {
    return GetFrom(*database_, snapshot_, family, key, value);
  }
  absl::Status Scan(Family family, std::string_view begin, std::string_view end, size_t limit,
                    const Visitor& visit) const override {
    return ScanFrom(*database_, snapshot_, family, begin, end, limit, visit);
  }
  absl::StatusOr<std::optional<std::string>> LastKey(Family family) const override {
    return LastKeyOf(*database_, snapshot_, family);
  }

 private:
  std::shared_ptr<const Database> database_;
  const rocksdb::Snapshot* snapshot_;
};

class RocksKv final : public Kv {
 public:
  RocksKv(std::shared_ptr<Database> database, const RocksOptions& options)
      : database_(std::move(database)), path_(options.path), min_free_bytes_(options.min_free_bytes) {}

  absl::StatusOr<bool> Get(Family family, std::string_view key, std::string& value) const override {
    return GetFrom(*database_, nullptr, family, key, value);
  }
  absl::Status Scan(Family family, std::string_view begin, std::string_view end, size_t limit,
                    const Visitor& visit) const override {
    return ScanFrom(*database_, nullptr, family, begin, end, limit, visit);
  }
  absl::StatusOr<std::optional<std::string>> LastKey(Family family) const override {
    return LastKeyOf(*database_, nullptr, family);
  }

  absl::Status Write(const WriteBatch& batch, Durability durability) override {
    CountNoComparisons();
    CANDOR_RETURN_IF_ERROR(CheckLimits(batch));
    if (durability != Durability::kUnlogged) CANDOR_RETURN_IF_ERROR(CheckSpace());
    rocksdb::WriteBatch rocks(batch.bytes() + 32 * batch.operations().size() + 64);
    for (const WriteBatch::Operation& operation : batch.operations()) {
      rocksdb::ColumnFamilyHandle* handle = database_->Of(operation.family);
      const rocksdb::Status added = operation.value
                                        ? rocks.Put(handle, ToSlice(operation.key), ToSlice(*operation.value))
                                        : rocks.Delete(handle, ToSlice(operation.key));
      CANDOR_RETURN_IF_ERROR(FromRocks(added));
    }
    rocksdb::WriteOptions write;
    write.sync = durability == Durability::kSynced;
    write.disableWAL = durability == Durability::kUnlogged;
    const absl::Status written = FromRocks(database_->db->Write(write, &rocks));
    // By now a part may be on the disk: no longer the refusal that leaves everything as it was.
    return absl::IsResourceExhausted(written) ? absl::InternalError(written.message()) : written;
  }

  std::shared_ptr<const KvReader> Snapshot() const override { return std::make_shared<RocksSnapshot>(database_); }

  absl::Status SyncLog() override { return FromRocks(database_->db->SyncWAL()); }

  absl::Status Flush() override {
    const std::vector<rocksdb::ColumnFamilyHandle*> handles = {database_->Of(Family::kProjections),
                                                               database_->Of(Family::kCache)};
    return FromRocks(database_->db->Flush(rocksdb::FlushOptions(), handles));
  }

  absl::Status DropFamily(Family family) override {
    if (family == Family::kLedger) return absl::InvalidArgumentError("the ledger is never dropped");
    // Up to the largest key that can be: keys are shorter than 256 bytes.
    rocksdb::WriteOptions write;
    write.disableWAL = true;
    const std::string end(256, '\xFF');
    CANDOR_RETURN_IF_ERROR(FromRocks(database_->db->DeleteRange(write, database_->Of(family), "", end)));
    return FromRocks(database_->db->Flush(rocksdb::FlushOptions(), database_->Of(family)));
  }

  absl::StatusOr<std::vector<FileKeyUse>> KeyUse() const override { return KeyUseIn(path_); }

  absl::Status RewriteFiles(const RewriteProgress& progress, std::atomic<bool>& stop) override {
    CANDOR_RETURN_IF_ERROR(CheckSpace());
    return RewriteFilesBelow(database_->ToRewrite(path_), database_->keys->Current().number, progress, stop);
  }

 private:
  // RocksDB, as Debian builds it, ends the process when it goes on with a log that could not be written. So a write is
  // refused while there is still room for the log and for what is flushed beside it.
  absl::Status CheckSpace() const {
    struct statvfs space {};
    if (statvfs(path_.c_str(), &space) != 0) return absl::OkStatus();
    if (static_cast<uint64_t>(space.f_bavail) * space.f_frsize >= min_free_bytes_) return absl::OkStatus();
    return absl::ResourceExhaustedError(
        absl::StrCat("the disk is full: ", min_free_bytes_ >> 20,
                     " MiB have to be free before anything is written; free some space and try again"));
  }

  std::shared_ptr<Database> database_;
  const std::string path_;
  const uint64_t min_free_bytes_;
};

// The families of the database that is there; none where one may be made.
absl::StatusOr<std::vector<std::string>> FamiliesIn(const RocksOptions& options, const rocksdb::DBOptions& listing) {
  std::vector<std::string> existing;
  const rocksdb::Status listed = rocksdb::DB::ListColumnFamilies(listing, options.path, &existing);
  if (listed.ok()) return existing;
  if (options.create) return std::vector<std::string>();
  if (listed.IsIOError() || listed.IsNotFound()) {
    return absl::NotFoundError(absl::StrCat("there is no database in ", options.path));
  }
  return FromRocks(listed);
}

absl::Status CheckFamilies(const std::vector<std::string>& found) {
  for (const std::string& name : found) {
    bool known = name == rocksdb::kDefaultColumnFamilyName;
    for (size_t i = 0; i < kFamilies; ++i) known |= FamilyName(static_cast<Family>(i)) == name;
    if (!known) {
      return absl::FailedPreconditionError(absl::StrCat("the database holds a part that this version does not know (\"",
                                                        name,
                                                        "\"); open it with the version that wrote it or a later one"));
    }
  }
  return absl::OkStatus();
}

// RocksDB, as Debian builds it, ends the process when its IDENTITY is there and cannot be read for another reason than
// the device. So what would make it do so is told before.
absl::Status CheckIdentity(rocksdb::Env& env, const std::string& folder) {
  const std::string path = folder + "/IDENTITY";
  // A missing one is made anew.
  if (env.FileExists(path).IsNotFound()) return absl::OkStatus();
  std::string identity;
  return FromRocks(rocksdb::ReadFileToString(&env, path, &identity));
}

absl::Status TakeFencingToken(Database& database, uint64_t token) {
  std::string stored;
  const rocksdb::Status found = database.db->Get(rocksdb::ReadOptions(), database.fallback, kFencingKey, &stored);
  if (!found.ok() && !found.IsNotFound()) return FromRocks(found);
  if (found.ok() && stored.size() == sizeof(uint64_t) && ReadBigEndian<uint64_t>(stored) > token) {
    return absl::FailedPreconditionError("another writer has taken this database over; it is no longer ours to write");
  }
  if (found.ok() && stored.size() == sizeof(uint64_t) && ReadBigEndian<uint64_t>(stored) == token) {
    return absl::OkStatus();
  }
  std::string bytes;
  AppendBigEndian(token, bytes);
  rocksdb::WriteOptions write;
  write.sync = true;
  return FromRocks(database.db->Put(write, database.fallback, kFencingKey, bytes));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Kv>> OpenRocksKv(const RocksOptions& options) {
  if (options.keys == nullptr) return absl::InvalidArgumentError("a database is not opened without its file keys");
  auto database = std::make_shared<Database>();
  database->keys = options.keys;
  database->env = rocksdb::NewCompositeEnv(NewSealedFileSystem(options.keys));
  rocksdb::DBOptions database_options = DatabaseOptions(database->env.get());
  database_options.create_if_missing = options.create;
  database_options.create_missing_column_families = true;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<std::string> existing, FamiliesIn(options, database_options));
  CANDOR_RETURN_IF_ERROR(CheckFamilies(existing));
  CANDOR_RETURN_IF_ERROR(CheckIdentity(*database->env, options.path));
  CANDOR_RETURN_IF_ERROR(EmptyUnwrittenLogs(options.path));
  // RocksDB would make it too, and complain of it as an error first.
  std::error_code made_by_rocks;
  if (options.create) std::filesystem::create_directory(options.path, made_by_rocks);

  const auto cache = rocksdb::NewLRUCache(options.block_cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  // Room for the log is set aside by the largest write buffer; this family holds one key.
  rocksdb::ColumnFamilyOptions fallback;
  fallback.write_buffer_size = 1 << 20;
  descriptors.emplace_back(rocksdb::kDefaultColumnFamilyName, fallback);
  for (size_t i = 0; i < kFamilies; ++i) {
    const auto family = static_cast<Family>(i);
    descriptors.emplace_back(std::string(FamilyName(family)), FamilyOptions(family, cache));
  }

  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  CANDOR_RETURN_IF_ERROR(FromRocks(rocksdb::DB::Open(database_options, options.path, descriptors, &handles, &db)));
  database->db.reset(db);
  database->fallback = handles[0];
  std::copy(handles.begin() + 1, handles.end(), database->families.begin());
  CANDOR_RETURN_IF_ERROR(TakeFencingToken(*database, options.fencing_token));
  CANDOR_RETURN_IF_ERROR(RemoveRewriteRest(database->ToRewrite(options.path)));
  return std::make_unique<RocksKv>(std::move(database), options);
}

}  // namespace candor::store
