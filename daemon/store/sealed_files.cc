#include "daemon/store/sealed_files.h"

#include <rocksdb/env_encryption.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/crypto/hashing.h"

namespace candor::store {
namespace {

namespace fs = std::filesystem;

// The prefix as FORMAT.md draws it; what follows the check is zero.
constexpr std::string_view kSealedMagic = "CandorSF";
constexpr uint16_t kSealedFormat = 1;
constexpr size_t kKeyNumberAt = 12;
constexpr size_t kNonceAt = 16;
constexpr size_t kProofAt = 32;
constexpr size_t kProofBytes = 16;
constexpr size_t kPrefixCheckAt = 48;
constexpr size_t kPrefixCheckBytes = 8;
constexpr size_t kPrefixUsed = kPrefixCheckAt + kPrefixCheckBytes;

struct SealedPrefix {
  uint32_t key_number = 0;
  crypto::CtrNonce nonce{};
  std::string proof;  // zero bytes, sealed where they stand: tells whether a key is the right one
};

std::string PrefixCheck(std::string_view before) {
  return std::string(AsText(crypto::Sha256(before)).substr(0, kPrefixCheckBytes));
}

std::string ProofOf(const crypto::FileKey& key, const crypto::CtrNonce& nonce) {
  std::string proof(kProofBytes, '\0');
  key.cipher->Apply(nonce, kProofAt, proof);
  return proof;
}

std::string EncodePrefix(const crypto::FileKey& key, const crypto::CtrNonce& nonce) {
  std::string out(kSealedMagic);
  AppendBigEndian(kSealedFormat, out);
  out.resize(kKeyNumberAt, '\0');
  AppendBigEndian(key.number, out);
  out.append(AsText(nonce));
  out += ProofOf(key, nonce);
  out += PrefixCheck(out);
  return out;
}

// nullopt when these bytes do not begin a sealed file of this format.
std::optional<SealedPrefix> ParsePrefix(std::string_view bytes) {
  if (bytes.size() < kPrefixUsed || bytes.substr(0, kSealedMagic.size()) != kSealedMagic) return std::nullopt;
  if (ReadBigEndian<uint16_t>(bytes.substr(kSealedMagic.size())) != kSealedFormat) return std::nullopt;
  if (PrefixCheck(bytes.substr(0, kPrefixCheckAt)) != bytes.substr(kPrefixCheckAt, kPrefixCheckBytes)) {
    return std::nullopt;
  }
  SealedPrefix prefix;
  prefix.key_number = ReadBigEndian<uint32_t>(bytes.substr(kKeyNumberAt));
  std::ranges::copy(AsBytes(bytes.substr(kNonceAt, prefix.nonce.size())), prefix.nonce.begin());
  prefix.proof = bytes.substr(kProofAt, kProofBytes);
  return prefix;
}

bool IsZero(std::string_view bytes) {
  return bytes.find_first_not_of('\0') == std::string_view::npos;
}

// The content of one file. RocksDB gives offsets from the start of the file, the prefix included.
class SealedStream final : public rocksdb::BlockAccessCipherStream {
 public:
  SealedStream(std::shared_ptr<const crypto::CtrCipher> cipher, const crypto::CtrNonce& nonce)
      : cipher_(std::move(cipher)), nonce_(nonce) {}

  size_t BlockSize() override { return kBlockBytes; }
  rocksdb::Status Encrypt(uint64_t offset, char* data, size_t size) override {
    cipher_->Apply(nonce_, offset, {data, size});
    return rocksdb::Status::OK();
  }
  rocksdb::Status Decrypt(uint64_t offset, char* data, size_t size) override { return Encrypt(offset, data, size); }

 protected:
  void AllocateScratch(std::string& /*scratch*/) override {}
  rocksdb::Status EncryptBlock(uint64_t index, char* data, char* /*scratch*/) override {
    return Encrypt(index * kBlockBytes, data, kBlockBytes);
  }
  rocksdb::Status DecryptBlock(uint64_t index, char* data, char* scratch) override {
    return EncryptBlock(index, data, scratch);
  }

 private:
  static constexpr size_t kBlockBytes = 16;

  const std::shared_ptr<const crypto::CtrCipher> cipher_;
  const crypto::CtrNonce nonce_;
};

// `what` without the word "key": behind it rocks_words.h leaves everything out.
rocksdb::Status CannotOpen(const std::string& what, const std::string& path) {
  return rocksdb::Status::Corruption(what, path);
}

// No marker: RocksDB takes a file without the provider's marker for one that is not sealed, and reads it as it is.
class SealedFiles final : public rocksdb::EncryptionProvider {
 public:
  explicit SealedFiles(std::shared_ptr<const crypto::FileKeys> keys) : keys_(std::move(keys)) {}

  const char* Name() const override { return "CandorSealedFiles"; }
  size_t GetPrefixLength() const override { return kSealedPrefixBytes; }

  rocksdb::Status CreateNewPrefix(const std::string& /*path*/, char* prefix, size_t size) const override {
    if (size < kPrefixUsed) return rocksdb::Status::InvalidArgument("there is no room for the prefix");
    crypto::CtrNonce nonce;
    crypto::RandomBytes(nonce);
    const std::string bytes = EncodePrefix(keys_->Current(), nonce);
    std::fill(std::copy(bytes.begin(), bytes.end(), prefix), prefix + size, '\0');
    return rocksdb::Status::OK();
  }

  rocksdb::Status AddCipher(const std::string& /*descriptor*/, const char* /*cipher*/, size_t /*size*/,
                            bool /*for_write*/) override {
    return rocksdb::Status::NotSupported("keys come from the registry");
  }

  rocksdb::Status CreateCipherStream(const std::string& path, const rocksdb::EnvOptions& /*options*/,
                                     rocksdb::Slice& bytes,
                                     std::unique_ptr<rocksdb::BlockAccessCipherStream>* result) override {
    const std::string_view text(bytes.data(), bytes.size());
    const std::optional<SealedPrefix> prefix = ParsePrefix(text);
    if (!prefix || text.size() < kSealedPrefixBytes || !IsZero(text.substr(kPrefixUsed))) {
      return CannotOpen("this file is not sealed, or its first 4096 bytes are damaged", path);
    }
    const auto key = keys_->Get(prefix->key_number);
    if (!key.ok()) {
      return CannotOpen(absl::StrCat("FILEKEYS lacks number ", prefix->key_number,
                                     ", under which this file is sealed: one of the two is of another data directory, "
                                     "or FILEKEYS is older than the file"),
                        path);
    }
    if (ProofOf(*key, prefix->nonce) != prefix->proof) {
      return CannotOpen(absl::StrCat("this file does not open under number ", prefix->key_number,
                                     " of FILEKEYS: one of the two is of another data directory"),
                        path);
    }
    *result = std::make_unique<SealedStream>(key->cipher, prefix->nonce);
    return rocksdb::Status::OK();
  }

 private:
  const std::shared_ptr<const crypto::FileKeys> keys_;
};

// The first bytes of the file, as many as a prefix has or fewer; nullopt when it cannot be read.
std::optional<std::string> ReadPrefix(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string bytes(kSealedPrefixBytes, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(file.gcount()));
  return bytes;
}

absl::Status CannotLookInto(const std::string& folder, const std::error_code& error) {
  return absl::InternalError(absl::StrCat("cannot look into ", folder, ": ", error.message()));
}

}  // namespace

std::shared_ptr<rocksdb::FileSystem> NewSealedFileSystem(std::shared_ptr<const crypto::FileKeys> keys) {
  return rocksdb::NewEncryptedFS(rocksdb::FileSystem::Default(), std::make_shared<SealedFiles>(std::move(keys)));
}

std::optional<uint32_t> SealedUnder(const std::string& path) {
  const std::optional<std::string> bytes = ReadPrefix(path);
  if (!bytes || bytes->empty()) return std::nullopt;
  const std::optional<SealedPrefix> prefix = ParsePrefix(*bytes);
  return prefix ? prefix->key_number : 0;
}

absl::StatusOr<std::vector<FileKeyUse>> KeyUseIn(const std::string& folder) {
  std::map<uint32_t, FileKeyUse> uses;
  std::error_code error;
  for (const auto& file : fs::directory_iterator(folder, error)) {
    std::error_code gone;
    const uintmax_t size = file.is_regular_file(gone) ? file.file_size(gone) : 0;
    if (gone || size == 0) continue;
    const std::optional<uint32_t> number = SealedUnder(file.path().string());
    if (!number) continue;
    FileKeyUse& use = uses[*number];
    use.key_number = *number;
    use.files += 1;
    use.bytes += size;
  }
  if (error) return CannotLookInto(folder, error);
  std::vector<FileKeyUse> all;
  all.reserve(uses.size());
  for (const auto& [number, use] : uses) all.push_back(use);
  return all;
}

absl::Status EmptyUnwrittenLogs(const std::string& folder) {
  std::error_code none;
  for (const auto& file : fs::directory_iterator(folder, none)) {
    if (file.path().extension() != ".log") continue;
    const std::string path = file.path().string();
    const std::optional<std::string> bytes = ReadPrefix(path);
    if (!bytes || bytes->empty() || (bytes->size() == kSealedPrefixBytes && !IsZero(*bytes))) continue;
    log::Warning(
        absl::StrCat("the first page of the log ", path, " never got onto the disk; the log is taken for empty"));
    std::error_code error;
    fs::resize_file(path, 0, error);
    if (error) return CannotLookInto(folder, error);
  }
  return absl::OkStatus();
}

}  // namespace candor::store
