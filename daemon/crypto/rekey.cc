#include "daemon/crypto/rekey.h"

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/way_back.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/sealing.h"

namespace candor::crypto {
namespace {

constexpr std::string_view kRekeyMagic = "CandorRK";
constexpr uint16_t kRekeyFormat = 1;
constexpr size_t kRekeyStart = 16;
constexpr size_t kSealedKey = Key::size() + kSealedOverhead;
constexpr size_t kOldAt = kRekeyStart + kSealedKey;
constexpr size_t kLengthAt = kOldAt + kSealedKey;
constexpr size_t kRestAt = kLengthAt + 2;
constexpr size_t kRekeySum = 8;
// Which of the two a sealed key is.
constexpr std::string_view kTheNew = "new";
constexpr std::string_view kTheOld = "old";

std::string InFolder(const std::string& data_dir, const char* name) {
  return (std::filesystem::path(data_dir) / name).string();
}

std::string RekeySumOf(std::string_view bytes) {
  return std::string(AsText(Sha256(bytes)).substr(0, kRekeySum));
}

bool IsPlace(uint8_t number) {
  return number >= static_cast<uint8_t>(MasterKeyPlace::kDirectory) &&
         number <= static_cast<uint8_t>(MasterKeyPlace::kPassphrase);
}

absl::Status DamagedJournal(const std::string& path) {
  return absl::DataLossError(absl::StrCat(path, " is damaged; ", kPutFolderBack));
}

std::optional<Key> OpenKey(const Key& under, std::string_view start, std::string_view which, std::string_view sealed) {
  std::string plain;
  if (!Open(under, {start, which}, sealed, plain).ok() || plain.size() != Key::size()) return std::nullopt;
  const Key key{AsBytes(plain).first<Key::size()>()};
  Wipe(plain.data(), plain.size());
  return key;
}

}  // namespace

std::string EncodeRekey(const Rekey& rekey) {
  std::string out(kRekeyMagic);
  AppendBigEndian(kRekeyFormat, out);
  out.push_back(static_cast<char>(rekey.from));
  out.push_back(static_cast<char>(rekey.to));
  out.resize(kRekeyStart, '\0');
  const std::string start = out;
  Seal(*rekey.old_key, {start, kTheNew}, AsText((*rekey.new_key).span()), out);
  Seal(*rekey.new_key, {start, kTheOld}, AsText((*rekey.old_key).span()), out);
  AppendBigEndian(static_cast<uint16_t>(rekey.passphrase_file.size()), out);
  out += rekey.passphrase_file;
  return out + RekeySumOf(out);
}

absl::StatusOr<Rekey> OpenRekey(std::string_view file, const std::string& path, const Key& master) {
  if (file.size() < kRestAt + kRekeySum || file.substr(0, kRekeyMagic.size()) != kRekeyMagic) {
    return DamagedJournal(path);
  }
  if (const auto format = ReadBigEndian<uint16_t>(file.substr(8)); format > kRekeyFormat) {
    return absl::FailedPreconditionError(absl::StrCat(path, " has format ", format,
                                                      ", and this daemon reads formats up to ", kRekeyFormat,
                                                      "; start the newer daemon that wrote it"));
  }
  const std::string_view content = file.substr(0, file.size() - kRekeySum);
  const std::string_view rest = content.substr(kRestAt);
  const auto from = static_cast<uint8_t>(file[10]);
  const auto to = static_cast<uint8_t>(file[11]);
  if (RekeySumOf(content) != file.substr(content.size()) || !IsPlace(from) || !IsPlace(to) ||
      rest.size() != ReadBigEndian<uint16_t>(file.substr(kLengthAt))) {
    return DamagedJournal(path);
  }
  const std::string_view start = file.substr(0, kRekeyStart);
  const std::optional<Key> fresh = OpenKey(master, start, kTheNew, file.substr(kRekeyStart, kSealedKey));
  const std::optional<Key> old = OpenKey(master, start, kTheOld, file.substr(kOldAt, kSealedKey));
  if (!fresh && !old) {
    return absl::FailedPreconditionError(
        absl::StrCat("the master key does not open this data directory: ", path,
                     " changes it from one key to another and this is neither; start the daemon with one of the two"));
  }
  return Rekey{LockedKey(old ? *old : master), LockedKey(fresh ? *fresh : master), static_cast<MasterKeyPlace>(from),
               static_cast<MasterKeyPlace>(to), std::string(rest)};
}

absl::Status PutInPlace(const Rekey& rekey, const std::string& data_dir) {
  const std::string own = InFolder(data_dir, kMasterKeyFile);
  switch (rekey.to) {
    case MasterKeyPlace::kDirectory:
      return ReplaceFile(own, AsText((*rekey.new_key).span()));
    case MasterKeyPlace::kPassphrase:
      CANDOR_RETURN_IF_ERROR(ReplaceFile(InFolder(data_dir, kPassphraseFile), rekey.passphrase_file));
      return rekey.from == MasterKeyPlace::kDirectory ? RemoveFile(own) : absl::OkStatus();
    case MasterKeyPlace::kFile:
    case MasterKeyPlace::kCredential:
      return ReplaceFile(InFolder(data_dir, kNewMasterKeyFile), AsText((*rekey.new_key).span()));
  }
  return absl::InternalError("the master key has no place");
}

std::string LeftAt(const Rekey& rekey, const std::string& data_dir) {
  const bool outside = rekey.to == MasterKeyPlace::kFile || rekey.to == MasterKeyPlace::kCredential;
  return outside ? InFolder(data_dir, kNewMasterKeyFile) : std::string();
}

}  // namespace candor::crypto
