#include "daemon/crypto/key_table.h"

#include <algorithm>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/id.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/base/way_back.h"
#include "daemon/crypto/key_table_format.h"
#include "daemon/crypto/sealing.h"

namespace candor::crypto {
namespace {

// 65,536 subjects and classes over all shards.
constexpr size_t kDerivedPerShard = 4096;

absl::Status Damaged(const std::string& path, std::string_view what) {
  return absl::DataLossError(
      absl::StrCat("the key table ", path, " is damaged (", std::string(what), "); ", kPutFolderBack));
}

absl::StatusOr<Key> OpenTableKey(const key_table_format::Header& header, const Key& master_key,
                                 const std::string& path) {
  std::string plain;
  if (!Open(master_key, {header.Bound()}, header.wrapped, plain).ok() || plain.size() != Key::size()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the master key does not open this data directory: ", path,
                     " was made under another one; start the daemon with the key file that belongs to it"));
  }
  Key key{AsBytes(plain).first<Key::size()>()};
  Wipe(plain.data(), plain.size());
  return key;
}

}  // namespace

absl::StatusOr<std::unique_ptr<KeyTable>> KeyTable::Create(const std::string& path, const Key& master_key,
                                                           const NamingKeys* adopted) {
  key_table_format::Header header;
  header.table_id = RandomIdBytes();
  const Key table_key = RandomKey();
  Seal(master_key, {header.Bound()}, AsText(table_key.span()), header.wrapped);
  std::string file = key_table_format::EncodeHeader(header);
  uint64_t slots = 0;
  const auto add = [&](const KeyName& name, const Key& key) {
    std::string wrapped;
    Seal(table_key, {header.TableName(), key_table_format::EncodeName(name)}, AsText(key.span()), wrapped);
    file += key_table_format::EncodeSlot(header.TableName(), slots++, name, wrapped);
  };
  add(kPracticeRoot, RandomKey());
  if (adopted != nullptr) {
    add(kAdoptedOrder, adopted->order);
    add(kAdoptedNames, adopted->id);
    add(kAdoptedLookup, adopted->lookup);
  }
  CANDOR_RETURN_IF_ERROR(CreateDurableFile(path, file));
  return Open(path, master_key);
}

absl::StatusOr<std::unique_ptr<KeyTable>> KeyTable::Open(const std::string& path, const Key& master_key,
                                                         uint64_t at_least) {
  CANDOR_ASSIGN_OR_RETURN(std::unique_ptr<AppendFile> file, OpenAppendFile(path));
  return OpenOn(std::move(file), path, master_key, at_least);
}

absl::StatusOr<std::unique_ptr<KeyTable>> KeyTable::OpenOn(std::unique_ptr<AppendFile> file, const std::string& path,
                                                           const Key& master_key, uint64_t at_least) {
  CANDOR_ASSIGN_OR_RETURN(const std::string bytes, file->ReadAll());
  CANDOR_ASSIGN_OR_RETURN(const key_table_format::Header header, key_table_format::ParseHeader(bytes, path));
  CANDOR_ASSIGN_OR_RETURN(const Key table_key, OpenTableKey(header, master_key, path));
  auto under = std::make_shared<const Wrapping>(Wrapping{header.TableName(), LockedKey(table_key)});
  std::unique_ptr<KeyTable> table(new KeyTable(std::move(file), path, header.generation, std::move(under), master_key));
  CANDOR_RETURN_IF_ERROR(table->Load(std::string_view(bytes).substr(key_table_format::kHeaderSize), at_least));
  return table;
}

KeyTable::KeyTable(std::unique_ptr<AppendFile> file, std::string path, uint64_t generation,
                   std::shared_ptr<const Wrapping> under, const Key& master_key)
    : path_(std::move(path)),
      generation_(generation),
      file_(std::move(file)),
      under_(std::move(under)),
      master_(master_key) {
  for (Shard& shard : shards_) {
    absl::MutexLock lock(&shard.mutex);
    shard.under = under_;
  }
}

absl::Status KeyTable::Load(std::string_view slots, uint64_t at_least) {
  absl::MutexLock lock(&file_mutex_);
  const uint64_t whole = slots.size() / key_table_format::kSlotSize;
  uint64_t good = 0;
  for (uint64_t index = 0; index < whole; ++index) {
    const auto slot = key_table_format::ParseSlot(
        under_->table_name, index, slots.substr(index * key_table_format::kSlotSize, key_table_format::kSlotSize));
    if (!slot.has_value()) continue;
    if (index != good) return Damaged(path_, absl::StrCat("slot ", good));
    ++good;
    Shard& shard = ShardOf(slot->name);
    absl::MutexLock shard_lock(&shard.mutex);
    if (!shard.wrapped.emplace(slot->name, slot->wrapped).second) {
      return Damaged(path_, absl::StrCat("slot ", index, " repeats another"));
    }
  }
  if (good < std::max<uint64_t>(at_least, 1)) return Damaged(path_, absl::StrCat("it ends at slot ", good));
  const uint64_t size = good * key_table_format::kSlotSize;
  if (size != slots.size()) {
    log::Warning(absl::StrCat("cut ", slots.size() - size, " bytes off the key table that were never synced"));
    CANDOR_RETURN_IF_ERROR(file_->Truncate(key_table_format::kHeaderSize + size));
    CANDOR_RETURN_IF_ERROR(file_->Sync());
  }
  durable_slots_.store(good, std::memory_order_release);
  return LoadPracticeKeys();
}

absl::Status KeyTable::LoadPracticeKeys() {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<Key> root, PlainKey(kPracticeRoot));
  if (!root) return Damaged(path_, "it lacks the practice's root key");
  practice_keys_ = DerivePracticeKeys(*root);
  CANDOR_ASSIGN_OR_RETURN(const std::optional<Key> order, PlainKey(kAdoptedOrder));
  CANDOR_ASSIGN_OR_RETURN(const std::optional<Key> names, PlainKey(kAdoptedNames));
  CANDOR_ASSIGN_OR_RETURN(const std::optional<Key> lookup, PlainKey(kAdoptedLookup));
  if (!order && !names && !lookup) return absl::OkStatus();
  if (!order || !names || !lookup) return Damaged(path_, "it has lost keys that it took over");
  practice_keys_.order = *order;
  practice_keys_.id = *names;
  practice_keys_.lookup = *lookup;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Key>> KeyTable::PlainKey(const KeyName& name) const {
  Shard& shard = ShardOf(name);
  absl::MutexLock lock(&shard.mutex);
  const auto slot = shard.wrapped.find(name);
  if (slot == shard.wrapped.end()) return std::optional<Key>();
  CANDOR_ASSIGN_OR_RETURN(const Key key, Unwrap(*shard.under, name, slot->second));
  return std::optional<Key>(key);
}

// Not by the lowest bits, by which the maps of a shard tell names apart before they compare them.
KeyTable::Shard& KeyTable::ShardOf(const KeyName& name) const {
  return shards_[(static_cast<uint64_t>(absl::HashOf(name)) >> 32) % kShards];
}

absl::StatusOr<Key> KeyTable::Unwrap(const Wrapping& under, const KeyName& name, const Wrapped& wrapped) const {
  std::string plain;
  const absl::Status opened =
      crypto::Open(*under.key, {under.table_name, key_table_format::EncodeName(name)}, AsText(wrapped), plain);
  if (!opened.ok() || plain.size() != Key::size()) return Damaged(path_, "a slot does not open");
  Key key{AsBytes(plain).first<Key::size()>()};
  Wipe(plain.data(), plain.size());
  return key;
}

KeyTable::Wrapped KeyTable::Wrap(const Wrapping& under, const KeyName& name, const Key& key) {
  std::string sealed;
  Seal(*under.key, {under.table_name, key_table_format::EncodeName(name)}, AsText(key.span()), sealed);
  Wrapped wrapped;
  std::ranges::copy(AsBytes(sealed), wrapped.begin());
  return wrapped;
}

absl::StatusOr<std::shared_ptr<const SubjectKeys>> KeyTable::Derive(Shard& shard, const KeyName& name) const {
  if (const auto known = shard.derived.find(name); known != shard.derived.end()) return known->second;
  const auto slot = shard.wrapped.find(name);
  if (slot == shard.wrapped.end()) return absl::NotFoundError("the key table has no key of this subject and class");
  CANDOR_ASSIGN_OR_RETURN(const Key key, Unwrap(*shard.under, name, slot->second));
  auto keys = std::make_shared<const SubjectKeys>(DeriveSubjectKeys(key));
  if (shard.derived.size() >= kDerivedPerShard) shard.derived.clear();
  shard.derived.emplace(name, keys);
  return keys;
}

absl::StatusOr<std::shared_ptr<const SubjectKeys>> KeyTable::Get(const KeyName& name) const {
  Shard& shard = ShardOf(name);
  absl::MutexLock lock(&shard.mutex);
  return Derive(shard, name);
}

absl::StatusOr<std::shared_ptr<const SubjectKeys>> KeyTable::GetOrAdd(const KeyName& name) {
  Shard& shard = ShardOf(name);
  absl::MutexLock lock(&shard.mutex);
  if (!shard.wrapped.contains(name)) {
    shard.wrapped.emplace(name, Wrap(*shard.under, name, RandomKey()));
    absl::MutexLock pending_lock(&pending_mutex_);
    pending_.push_back(name);
    has_pending_.store(true, std::memory_order_release);
  }
  return Derive(shard, name);
}

absl::Status KeyTable::Sync() {
  if (!has_pending_.load(std::memory_order_acquire)) return absl::OkStatus();
  absl::MutexLock lock(&file_mutex_);
  CANDOR_RETURN_IF_ERROR(broken_);
  std::vector<KeyName> names;
  {
    absl::MutexLock pending_lock(&pending_mutex_);
    names = pending_;
  }
  std::string slots;
  const uint64_t first = durable_slots_.load(std::memory_order_relaxed);
  uint64_t index = first;
  for (const KeyName& name : names) {
    Shard& shard = ShardOf(name);
    absl::MutexLock shard_lock(&shard.mutex);
    slots += key_table_format::EncodeSlot(under_->table_name, index++, name, AsText(shard.wrapped.at(name)));
  }
  if (slots.empty()) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(AppendDurably(first, slots));
  durable_slots_.store(index, std::memory_order_release);
  absl::MutexLock pending_lock(&pending_mutex_);
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<ptrdiff_t>(names.size()));
  has_pending_.store(!pending_.empty(), std::memory_order_release);
  return absl::OkStatus();
}

absl::Status KeyTable::AppendDurably(uint64_t first, std::string_view slots) {
  const uint64_t offset = key_table_format::kHeaderSize + first * key_table_format::kSlotSize;
  absl::Status status = file_->WriteAt(offset, slots);
  if (absl::IsResourceExhausted(status)) {
    // Nothing of it counts; take back what was written, and the caller may try again once there is space.
    const absl::Status cut = file_->Truncate(offset);
    if (cut.ok()) return status;
    status = cut;
  }
  if (status.ok()) status = file_->Sync();
  if (status.ok()) return status;
  return Break(status);
}

// After a sync that went wrong nobody knows what the device holds, and asking again may say "OK" all the same.
absl::Status KeyTable::Break(const absl::Status& why) {
  broken_ =
      absl::InternalError(absl::StrCat(std::string(why.message()), "; start the daemon again once the disk is mended"));
  return broken_;
}

}  // namespace candor::crypto
