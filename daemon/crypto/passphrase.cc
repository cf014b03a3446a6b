#include "daemon/crypto/passphrase.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <optional>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/utf8.h"
#include "daemon/base/way_back.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/private_file.h"
#include "daemon/crypto/sealing.h"

namespace candor::crypto {
namespace {

constexpr std::string_view kPassphraseMagic = "CandorPP";
constexpr uint16_t kPassphraseFormat = 1;
constexpr size_t kSaltAt = 16;
constexpr size_t kSaltSize = 16;
constexpr size_t kSealedAt = kSaltAt + kSaltSize;
constexpr size_t kSealedSize = Key::size() + kSealedOverhead;
constexpr size_t kSumAt = 112;
constexpr size_t kSumSize = 8;
constexpr size_t kFileSize = kSumAt + kSumSize;
// More than any of these is no file of ours, and would take all the memory there is.
constexpr ScryptCost kMostCost{20, 32, 16};

std::string SumOf(std::string_view bytes) {
  return std::string(AsText(Sha256(bytes)).substr(0, kSumSize));
}

absl::Status DamagedFile(const std::string& path) {
  return absl::DataLossError(absl::StrCat(path, " is damaged; ", kPutItBack));
}

// Bytes 0 to 31: what is sealed is bound to them.
std::string StartOf(const ScryptCost& cost, std::string_view salt) {
  std::string out(kPassphraseMagic);
  AppendBigEndian(kPassphraseFormat, out);
  out.push_back(static_cast<char>(cost.log2_n));
  out.push_back('\0');
  AppendBigEndian(cost.r, out);
  AppendBigEndian(cost.p, out);
  out.append(salt);
  return out;
}

// What is the same to read is the same passphrase, however a keyboard composes it.
absl::StatusOr<Key> WrappingOf(const Passphrase& passphrase, std::string_view salt, const ScryptCost& cost) {
  const Passphrase composed(ToNfc(passphrase.text()));
  Key wrapping;
  CANDOR_RETURN_IF_ERROR(Scrypt(composed.text(), salt, cost, wrapping.mutable_span()));
  return wrapping;
}

std::string WholeFile(std::string_view start, const Key& wrapping, const Key& master) {
  std::string out(start);
  Seal(wrapping, {start}, AsText(master.span()), out);
  out.resize(kSumAt, '\0');
  return out + SumOf(out);
}

// REQUIRES: file.size() == kFileSize.
std::optional<Key> OpenWith(const Key& wrapping, std::string_view file) {
  std::string plain;
  const absl::Status opened = Open(wrapping, {file.substr(0, kSealedAt)}, file.substr(kSealedAt, kSealedSize), plain);
  if (!opened.ok() || plain.size() != Key::size()) return std::nullopt;
  const Key master{AsBytes(plain).first<Key::size()>()};
  Wipe(plain.data(), plain.size());
  return master;
}

absl::StatusOr<ScryptCost> CostOf(std::string_view file, const std::string& path) {
  ScryptCost cost;
  cost.log2_n = static_cast<uint8_t>(file[10]);
  cost.r = ReadBigEndian<uint16_t>(file.substr(12));
  cost.p = ReadBigEndian<uint16_t>(file.substr(14));
  const bool sound = cost.log2_n > 0 && cost.r > 0 && cost.p > 0 && cost.log2_n <= kMostCost.log2_n &&
                     cost.r <= kMostCost.r && cost.p <= kMostCost.p;
  return sound ? absl::StatusOr<ScryptCost>(cost) : DamagedFile(path);
}

}  // namespace

absl::Status CheckPassphrase(const Passphrase& passphrase) {
  const std::string_view text = passphrase.text();
  if (text.size() < kMinPassphraseBytes) {
    return absl::InvalidArgumentError(absl::StrCat("the passphrase is shorter than ", kMinPassphraseBytes,
                                                   " characters; several words in a row are easy to keep"));
  }
  if (text.size() > kMaxPassphraseBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("the passphrase is longer than ", kMaxPassphraseBytes, " bytes; shorten it"));
  }
  if (text.find('\n') != std::string_view::npos) {
    return absl::InvalidArgumentError("the passphrase has more than one line; put it on one");
  }
  if (!IsUtf8(text)) return absl::InvalidArgumentError("the passphrase is not UTF-8; save it as UTF-8");
  return absl::OkStatus();
}

absl::StatusOr<Passphrase> ReadPassphraseFile(const std::string& path) {
  // With a line break, and one more to see that there is more.
  CANDOR_ASSIGN_OR_RETURN(std::string text, ReadPrivateFile(path, "the passphrase file", kMaxPassphraseBytes + 2));
  if (!text.empty() && text.back() == '\n') text.pop_back();
  Passphrase passphrase(std::move(text));
  CANDOR_RETURN_IF_ERROR(CheckPassphrase(passphrase));
  return passphrase;
}

absl::Status Scrypt(std::string_view passphrase, std::string_view salt, const ScryptCost& cost,
                    std::span<uint8_t> out) {
  const uint64_t n = uint64_t{1} << cost.log2_n;
  // The table, the blocks, and something for OpenSSL itself.
  const uint64_t most = 128 * uint64_t{cost.r} * (n + cost.p + 2) + (1 << 20);
  const bool ok = EVP_PBE_scrypt(passphrase.data(), passphrase.size(), AsBytes(salt).data(), salt.size(), n, cost.r,
                                 cost.p, most, out.data(), out.size()) == 1;
  if (ok) return absl::OkStatus();
  ERR_clear_error();
  return absl::ResourceExhaustedError(
      absl::StrCat("there is too little memory to make a key of the passphrase: it takes ", most >> 20,
                   " MiB; free some and try again"));
}

absl::StatusOr<std::string> SealUnderPassphrase(const Key& master, const Passphrase& passphrase,
                                                const ScryptCost& cost) {
  CANDOR_RETURN_IF_ERROR(CheckPassphrase(passphrase));
  std::string salt(kSaltSize, '\0');
  RandomBytes({reinterpret_cast<uint8_t*>(salt.data()), salt.size()});
  CANDOR_ASSIGN_OR_RETURN(const Key wrapping, WrappingOf(passphrase, salt, cost));
  return WholeFile(StartOf(cost, salt), wrapping, master);
}

absl::StatusOr<std::string> ResealUnderPassphrase(std::string_view file, const Key& wrapping, const Key& master) {
  if (file.size() == kFileSize && OpenWith(wrapping, file)) {
    return WholeFile(file.substr(0, kSealedAt), wrapping, master);
  }
  return absl::FailedPreconditionError(
      "the passphrase has changed since this daemon was started; start it again with the new one");
}

absl::StatusOr<PassphraseMaster> OpenUnderPassphrase(std::string_view file, const std::string& path,
                                                     const Passphrase& passphrase) {
  if (file.size() < kSaltAt || file.substr(0, kPassphraseMagic.size()) != kPassphraseMagic) return DamagedFile(path);
  if (const auto format = ReadBigEndian<uint16_t>(file.substr(8)); format > kPassphraseFormat) {
    return absl::FailedPreconditionError(absl::StrCat(path, " has format ", format,
                                                      ", and this daemon reads formats up to ", kPassphraseFormat,
                                                      "; start the newer daemon that wrote it"));
  }
  if (file.size() != kFileSize || SumOf(file.substr(0, kSumAt)) != file.substr(kSumAt)) return DamagedFile(path);
  CANDOR_ASSIGN_OR_RETURN(const ScryptCost cost, CostOf(file, path));
  CANDOR_RETURN_IF_ERROR(CheckPassphrase(passphrase));
  PassphraseMaster opened;
  CANDOR_ASSIGN_OR_RETURN(opened.wrapping, WrappingOf(passphrase, file.substr(kSaltAt, kSaltSize), cost));
  const std::optional<Key> master = OpenWith(opened.wrapping, file);
  if (!master) {
    return absl::FailedPreconditionError(
        absl::StrCat("the passphrase is not the one of ", path, "; give the one that belongs to it"));
  }
  opened.master = *master;
  return opened;
}

}  // namespace candor::crypto
