#include "daemon/crypto/file_keys.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/way_back.h"
#include "daemon/crypto/append_file.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/sealing.h"

namespace candor::crypto {
namespace {

// The file as FORMAT.md draws it.
constexpr std::string_view kFileKeysMagic = "CandorFK";
constexpr uint16_t kFileKeysFormat = 1;
constexpr size_t kRegistryIdAt = 16;
constexpr size_t kSlotsAt = 32;
constexpr size_t kHeaderCheckAt = 56;
constexpr size_t kHeaderBytes = 64;
constexpr size_t kMadeAt = 4;
constexpr size_t kWrappedKeyAt = 12;
constexpr size_t kSlotCheckAt = 72;
constexpr size_t kSlotBytes = 80;
constexpr size_t kCheckBytes = 8;

std::string FileKeysCheck(Parts parts) {
  return std::string(AsText(Sha256(parts)).substr(0, kCheckBytes));
}

absl::Status RegistryDamaged(const std::string& path, std::string_view what) {
  return absl::DataLossError(absl::StrCat("the registry of file keys ", path, " is damaged (", std::string(what),
                                          "), and without it the database cannot be read; ", kPutItBack));
}

std::string NumberAndTime(uint32_t number, absl::Time made_at) {
  std::string out;
  AppendBigEndian(number, out);
  AppendBigEndian(static_cast<uint64_t>(absl::ToUnixMicros(made_at)), out);
  return out;
}

// Reads the head of the file; how many slots follow is checked against its size.
absl::StatusOr<IdBytes> ParseFileKeysHeader(std::string_view file, const std::string& path) {
  if (file.size() < kHeaderBytes || file.substr(0, kFileKeysMagic.size()) != kFileKeysMagic) {
    return RegistryDamaged(path, "its start is no header");
  }
  const auto format = ReadBigEndian<uint16_t>(file.substr(kFileKeysMagic.size()));
  if (format > kFileKeysFormat) {
    return absl::FailedPreconditionError(absl::StrCat("the registry of file keys ", path, " has format ", format,
                                                      ", and this daemon reads formats up to ", kFileKeysFormat,
                                                      "; start the newer daemon that wrote it"));
  }
  if (FileKeysCheck({file.substr(0, kHeaderCheckAt)}) != file.substr(kHeaderCheckAt, kCheckBytes)) {
    return RegistryDamaged(path, "the check of its header does not fit");
  }
  const uint64_t slots = ReadBigEndian<uint32_t>(file.substr(kSlotsAt));
  if (slots == 0 || file.size() != kHeaderBytes + slots * kSlotBytes) {
    return RegistryDamaged(path, "it is not as long as it says");
  }
  IdBytes id;
  std::ranges::copy(AsBytes(file.substr(kRegistryIdAt, id.size())), id.begin());
  return id;
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileKeys>> FileKeys::Create(const std::string& path, const Key& master_key,
                                                           absl::Time now) {
  std::unique_ptr<FileKeys> keys(new FileKeys(path, master_key, RandomIdBytes()));
  Slots slots;
  slots.emplace(1, keys->WrapKey(1, now, std::make_shared<const CtrCipher>(RandomKey()), master_key));
  CANDOR_RETURN_IF_ERROR(CreateDurableFile(path, keys->Encode(slots)));
  return Open(path, master_key);
}

absl::StatusOr<std::unique_ptr<FileKeys>> FileKeys::Open(const std::string& path, const Key& master_key) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> file, ReadSmallFile(path));
  if (!file) return absl::NotFoundError(absl::StrCat("there is no registry of file keys at ", path));
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, ParseFileKeysHeader(*file, path));
  std::unique_ptr<FileKeys> keys(new FileKeys(path, master_key, id));
  CANDOR_RETURN_IF_ERROR(keys->Load(std::string_view(*file).substr(kHeaderBytes)));
  return keys;
}

FileKeys::FileKeys(std::string path, const Key& master_key, const IdBytes& registry_id)
    : path_(std::move(path)), registry_id_(registry_id), master_key_(master_key) {}

absl::Status FileKeys::Load(std::string_view slots) {
  absl::MutexLock lock(&mutex_);
  for (; !slots.empty(); slots.remove_prefix(kSlotBytes)) {
    const std::string_view content = slots.substr(0, kSlotCheckAt);
    if (FileKeysCheck({AsText(registry_id_), content}) != slots.substr(kSlotCheckAt, kCheckBytes)) {
      return RegistryDamaged(path_, absl::StrCat("the check of slot ", slots_.size(), " does not fit"));
    }
    const auto number = ReadBigEndian<uint32_t>(content);
    const uint32_t before = slots_.empty() ? 0 : slots_.rbegin()->first;
    if (number <= before) return RegistryDamaged(path_, "the numbers of its keys do not rise");
    CANDOR_ASSIGN_OR_RETURN(Slot slot, UnwrapKey(number, content));
    slots_.emplace(number, std::move(slot));
  }
  return absl::OkStatus();
}

absl::StatusOr<FileKeys::Slot> FileKeys::UnwrapKey(uint32_t number, std::string_view content) const {
  Slot slot;
  slot.made_at = absl::FromUnixMicros(static_cast<int64_t>(ReadBigEndian<uint64_t>(content.substr(kMadeAt))));
  slot.wrapped = content.substr(kWrappedKeyAt);
  std::string plain;
  if (!crypto::Open(*master_key_, {Bound(number, slot.made_at)}, slot.wrapped, plain).ok() ||
      plain.size() != Key::size()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the master key does not open this data directory: ", path_,
                     " was made under another one; start the daemon with the key that belongs to it"));
  }
  const Key key{AsBytes(plain).first<Key::size()>()};
  Wipe(plain.data(), plain.size());
  slot.cipher = std::make_shared<const CtrCipher>(key);
  return slot;
}

std::string FileKeys::Bound(uint32_t number, absl::Time made_at) const {
  return std::string(AsText(registry_id_)) + NumberAndTime(number, made_at);
}

FileKeys::Slot FileKeys::WrapKey(uint32_t number, absl::Time made_at, std::shared_ptr<const CtrCipher> cipher,
                                 const Key& master_key) const {
  Slot slot;
  // As it can be written down, so that what the key is bound to stays the same.
  slot.made_at = absl::FromUnixMicros(absl::ToUnixMicros(made_at));
  Seal(master_key, {Bound(number, slot.made_at)}, AsText(cipher->key().span()), slot.wrapped);
  slot.cipher = std::move(cipher);
  return slot;
}

std::string FileKeys::Encode(const Slots& slots) const {
  std::string out(kFileKeysMagic);
  AppendBigEndian(kFileKeysFormat, out);
  out.resize(kRegistryIdAt, '\0');
  out.append(AsText(registry_id_));
  AppendBigEndian(static_cast<uint32_t>(slots.size()), out);
  out.resize(kHeaderCheckAt, '\0');
  out += FileKeysCheck({out});
  for (const auto& [number, slot] : slots) {
    const std::string content = NumberAndTime(number, slot.made_at) + slot.wrapped;
    out += content;
    out += FileKeysCheck({AsText(registry_id_), content});
  }
  return out;
}

FileKey FileKeys::Current() const {
  absl::MutexLock lock(&mutex_);
  return {slots_.rbegin()->first, slots_.rbegin()->second.cipher};
}

absl::StatusOr<FileKey> FileKeys::Get(uint32_t number) const {
  absl::MutexLock lock(&mutex_);
  const auto slot = slots_.find(number);
  if (slot == slots_.end()) return absl::NotFoundError(absl::StrCat("the registry holds no file key ", number));
  return FileKey{number, slot->second.cipher};
}

std::vector<FileKeyInfo> FileKeys::List() const {
  absl::MutexLock lock(&mutex_);
  std::vector<FileKeyInfo> all;
  all.reserve(slots_.size());
  for (const auto& [number, slot] : slots_) all.push_back({number, slot.made_at});
  return all;
}

absl::StatusOr<uint32_t> FileKeys::Add(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const uint32_t number = slots_.rbegin()->first + 1;
  Slots slots = slots_;
  slots.emplace(number, WrapKey(number, now, std::make_shared<const CtrCipher>(RandomKey()), *master_key_));
  CANDOR_RETURN_IF_ERROR(ReplaceFile(path_, Encode(slots)));
  slots_ = std::move(slots);
  return number;
}

absl::Status FileKeys::Remove(uint32_t number) {
  absl::MutexLock lock(&mutex_);
  if (!slots_.contains(number)) return absl::NotFoundError(absl::StrCat("the registry holds no file key ", number));
  if (number == slots_.rbegin()->first) {
    return absl::FailedPreconditionError(
        absl::StrCat("file key ", number, " is the one in use; make a new one before it is removed"));
  }
  Slots slots = slots_;
  slots.erase(number);
  CANDOR_RETURN_IF_ERROR(ReplaceFile(path_, Encode(slots)));
  slots_ = std::move(slots);
  return absl::OkStatus();
}

absl::Status FileKeys::Rewrap(const Key& new_master_key) {
  absl::MutexLock lock(&mutex_);
  Slots slots;
  for (const auto& [number, slot] : slots_) {
    slots.emplace(number, WrapKey(number, slot.made_at, slot.cipher, new_master_key));
  }
  CANDOR_RETURN_IF_ERROR(ReplaceFile(path_, Encode(slots)));
  slots_ = std::move(slots);
  master_key_ = LockedKey(new_master_key);
  return absl::OkStatus();
}

}  // namespace candor::crypto
