#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/way_back.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/key_table.h"
#include "daemon/crypto/key_table_format.h"
#include "daemon/crypto/sealing.h"

// The key table's file, written anew and whole.
namespace candor::crypto {
namespace {

constexpr auto kEveryName = [](const KeyName&) { return true; };

// A file that has no name any more becomes zeros. A file system that writes elsewhere what is written anew, a snapshot
// of it or the device below may keep the old bytes all the same; they open under no key that is left.
void Overwrite(AppendFile& file) {
  const auto bytes = file.ReadAll();
  if (!bytes.ok() || !file.WriteAt(0, std::string(bytes->size(), '\0')).ok()) return;
  file.Sync().IgnoreError();
}

absl::Status CannotRewrite(const std::string& path, uint64_t slot) {
  return absl::DataLossError(
      absl::StrCat("the key table ", path, " is damaged (slot ", slot, "); it was left as it is: ", kPutFolderBack));
}

}  // namespace

absl::Status KeyTable::Rewrap(const Key& new_master_key) {
  absl::MutexLock lock(&file_mutex_);
  CANDOR_RETURN_IF_ERROR(broken_);
  CANDOR_ASSIGN_OR_RETURN(const std::string file, file_->ReadAll());
  CANDOR_ASSIGN_OR_RETURN(key_table_format::Header header, key_table_format::ParseHeader(file, path_));
  header.wrapped.clear();
  Seal(new_master_key, {header.Bound()}, AsText((*under_->key).span()), header.wrapped);
  // Behind the last durable slot may stand what an append that went wrong has left.
  const size_t slots = durable_slots_.load(std::memory_order_relaxed) * key_table_format::kSlotSize;
  CANDOR_RETURN_IF_ERROR(
      ReplaceTable(key_table_format::EncodeHeader(header) + file.substr(key_table_format::kHeaderSize, slots)));
  master_ = LockedKey(new_master_key);
  return absl::OkStatus();
}

absl::Status KeyTable::RotateTableKey(const Key& master_key) {
  return Rewrite(&master_key, kEveryName);
}

absl::Status KeyTable::Rewrite(const Key* master_key, const std::function<bool(const KeyName&)>& keep) {
  absl::MutexLock lock(&file_mutex_);
  CANDOR_RETURN_IF_ERROR(broken_);
  CANDOR_ASSIGN_OR_RETURN(const NewFile made, MakeNewFile(master_key == nullptr ? *master_ : *master_key, keep));
  CANDOR_RETURN_IF_ERROR(ReplaceTable(made.bytes));
  // What is on the device now is the new one: there is no way back from here.
  if (master_key != nullptr) master_ = LockedKey(*master_key);
  const absl::Status adopted = Adopt(made, keep);
  return adopted.ok() ? adopted : Break(adopted);
}

absl::StatusOr<KeyTable::NewFile> KeyTable::MakeNewFile(const Key& master_key,
                                                        const std::function<bool(const KeyName&)>& keep) {
  CANDOR_ASSIGN_OR_RETURN(const std::string file, file_->ReadAll());
  CANDOR_ASSIGN_OR_RETURN(key_table_format::Header header, key_table_format::ParseHeader(file, path_));
  ++header.generation;
  NewFile made;
  made.generation = header.generation;
  made.under = std::make_shared<const Wrapping>(Wrapping{header.TableName(), LockedKey(RandomKey())});
  header.wrapped.clear();
  Seal(master_key, {header.Bound()}, AsText((*made.under->key).span()), header.wrapped);
  made.bytes = key_table_format::EncodeHeader(header);
  const std::string_view slots = std::string_view(file).substr(key_table_format::kHeaderSize);
  for (uint64_t index = 0; index < durable_slots_.load(std::memory_order_relaxed); ++index) {
    if (slots.size() / key_table_format::kSlotSize <= index) return CannotRewrite(path_, index);
    const std::string_view bytes = slots.substr(index * key_table_format::kSlotSize, key_table_format::kSlotSize);
    const auto slot = key_table_format::ParseSlot(under_->table_name, index, bytes);
    if (!slot) return CannotRewrite(path_, index);
    if (!keep(slot->name)) continue;
    CANDOR_ASSIGN_OR_RETURN(const Key key, Unwrap(*under_, slot->name, slot->wrapped));
    const Wrapped wrapped = Wrap(*made.under, slot->name, key);
    made.bytes += key_table_format::EncodeSlot(made.under->table_name, made.slots++, slot->name, AsText(wrapped));
    made.wrapped.emplace(slot->name, wrapped);
  }
  return made;
}

absl::Status KeyTable::ReplaceTable(std::string_view bytes) {
  const absl::Status replaced = ReplaceFile(path_, bytes);
  if (!replaced.ok()) {
    std::remove((path_ + ".new").c_str());
    // Where only what comes after the renaming went wrong, the new file may be there or not after a crash.
    const auto there = ReadSmallFile(path_);
    return there.ok() && *there != bytes ? replaced : Break(replaced);
  }
  auto file = OpenAppendFile(path_);
  if (!file.ok()) return Break(file.status());
  Overwrite(*file_);
  file_ = *std::move(file);
  return absl::OkStatus();
}

absl::Status KeyTable::Adopt(const NewFile& made, const std::function<bool(const KeyName&)>& keep) {
  for (Shard& shard : shards_) CANDOR_RETURN_IF_ERROR(AdoptShard(made, keep, shard));
  under_ = made.under;
  durable_slots_.store(made.slots, std::memory_order_release);
  generation_.store(made.generation, std::memory_order_release);
  return absl::OkStatus();
}

absl::Status KeyTable::AdoptShard(const NewFile& made, const std::function<bool(const KeyName&)>& keep, Shard& shard) {
  absl::MutexLock lock(&shard.mutex);
  for (auto slot = shard.wrapped.begin(); slot != shard.wrapped.end();) {
    const auto known = made.wrapped.find(slot->first);
    if (known != made.wrapped.end()) {
      slot->second = known->second;
    } else if (keep(slot->first)) {
      // Minted since, and not durable yet.
      CANDOR_ASSIGN_OR_RETURN(const Key key, Unwrap(*shard.under, slot->first, slot->second));
      slot->second = Wrap(*made.under, slot->first, key);
    } else {
      absl::MutexLock pending_lock(&pending_mutex_);
      std::erase(pending_, slot->first);
      shard.derived.erase(slot->first);
      shard.wrapped.erase(slot++);
      continue;
    }
    ++slot;
  }
  shard.under = made.under;
  return absl::OkStatus();
}

}  // namespace candor::crypto
