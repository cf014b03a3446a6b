#include "daemon/ledger/backup_file.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/ledger/lines.h"

namespace candor::ledger {
namespace {

constexpr std::string_view kBackupMagic = "CandorBK";
constexpr uint16_t kBackupFormat = 1;
constexpr size_t kSizeAt = 12;       // of the header's size
constexpr size_t kSealedKeyAt = 72;  // what stands before it has a fixed size
constexpr size_t kTextsAt = kSealedKeyAt + kSealedBackupKeyBytes;
constexpr size_t kBackupCheckBytes = 8;
constexpr size_t kMaxTextBytes = 64 * 1024;
constexpr size_t kMaxHeaderBytes = kTextsAt + 3 * (sizeof(uint32_t) + kMaxTextBytes) + kBackupCheckBytes;
constexpr size_t kFrameBytes = 5;  // type u8 ‖ size u32
constexpr uint8_t kMoreFollow = 1;
constexpr uint8_t kLastChunk = 2;
constexpr std::string_view kTrailerLine = "candor backup 1";

std::string BackupCheckOf(std::string_view bytes) {
  return std::string(AsText(Sha256(bytes)).substr(0, kBackupCheckBytes));
}

void AppendText(std::string_view text, std::string& out) {
  AppendBigEndian(static_cast<uint32_t>(text.size()), out);
  out.append(text);
}

// Takes a text off the front; nullopt when it does not fit.
std::optional<std::string> TakeText(std::string_view& bytes) {
  if (bytes.size() < sizeof(uint32_t)) return std::nullopt;
  const size_t size = ReadBigEndian<uint32_t>(bytes);
  bytes.remove_prefix(sizeof(uint32_t));
  if (size > bytes.size() || size > kMaxTextBytes) return std::nullopt;
  std::string text(bytes.substr(0, size));
  bytes.remove_prefix(size);
  return text;
}

template <class Bytes>
void CopyInto(std::string_view from, Bytes& to) {
  std::ranges::copy(AsBytes(from.substr(0, to.size())), to.begin());
}

std::string BoundBytes(const BackupHeader& header, uint32_t size) {
  std::string out(kBackupMagic);
  AppendBigEndian(kBackupFormat, out);
  AppendBigEndian(uint16_t{0}, out);
  AppendBigEndian(size, out);
  out.append(AsText(header.ledger.bytes()));
  AppendBigEndian(header.epoch, out);
  AppendBigEndian(static_cast<uint64_t>(absl::ToUnixMicros(header.made_at)), out);
  AppendBigEndian(header.records, out);
  out.append(AsText(header.id));
  return out;
}

size_t HeaderSize(const BackupHeader& header) {
  return kTextsAt + 3 * sizeof(uint32_t) + header.key.ToString().size() + header.checkpoint.size() +
         header.passphrase.size() + kBackupCheckBytes;
}

absl::Status BadHeader() {
  return absl::DataLossError("the start of the backup is damaged or cut off; use another backup");
}

std::string TrailerText(std::string_view origin, uint64_t chunks, uint64_t bytes, const Hash& digest) {
  return absl::StrCat(ToAbsl(kTrailerLine), "\n", ToAbsl(origin), "\nchunks ", chunks, "\nbytes ", bytes, "\nsha256 ",
                      absl::BytesToHexString(ToAbsl(AsText(digest))), "\n");
}

// What the ledger of a header signs as.
std::string OriginOf(const BackupHeader& header) {
  return absl::StrCat("candor/", header.ledger.ToString(), "/", header.epoch);
}

}  // namespace

struct RunningDigest::Held {
  struct Delete {
    void operator()(EVP_MD_CTX* digest) const { EVP_MD_CTX_free(digest); }
  };
  std::unique_ptr<EVP_MD_CTX, Delete> context{EVP_MD_CTX_new()};

  static void Require(bool ok) {
    if (ok) return;
    log::Error("OpenSSL cannot compute SHA-256; nothing can go on without it");
    std::abort();
  }
};

RunningDigest::RunningDigest() : held_(std::make_unique<Held>()) {
  Held::Require(held_->context != nullptr && EVP_DigestInit_ex2(held_->context.get(), EVP_sha256(), nullptr) == 1);
}
RunningDigest::RunningDigest(RunningDigest&&) noexcept = default;
RunningDigest& RunningDigest::operator=(RunningDigest&&) noexcept = default;
RunningDigest::~RunningDigest() = default;

void RunningDigest::Add(std::string_view bytes) {
  Held::Require(EVP_DigestUpdate(held_->context.get(), bytes.data(), bytes.size()) == 1);
}

Hash RunningDigest::Finish() {
  Hash hash;
  Held::Require(EVP_DigestFinal_ex(held_->context.get(), hash.data(), nullptr) == 1);
  return hash;
}

std::string BackupHeader::Bound() const {
  return BoundBytes(*this, static_cast<uint32_t>(HeaderSize(*this)));
}

std::string WriteBackupHeader(const BackupHeader& header) {
  std::string out = header.Bound() + header.sealed_key;
  AppendText(header.key.ToString(), out);
  AppendText(header.checkpoint, out);
  AppendText(header.passphrase, out);
  return out + BackupCheckOf(out);
}

absl::StatusOr<BackupHeader> ParseBackupHeader(std::string_view file) {
  if (file.substr(0, kBackupMagic.size()) != kBackupMagic) {
    return absl::InvalidArgumentError("this is no backup that `candor backup create` wrote");
  }
  if (file.size() < kTextsAt) return BadHeader();
  if (const auto format = ReadBigEndian<uint16_t>(file.substr(kBackupMagic.size())); format != kBackupFormat) {
    return absl::FailedPreconditionError(absl::StrCat("the backup has format ", format,
                                                      ", and this version of Candor reads format ", kBackupFormat,
                                                      "; use the version that wrote it, if it is not damaged"));
  }
  const size_t size = ReadBigEndian<uint32_t>(file.substr(kSizeAt));
  if (size < kTextsAt + kBackupCheckBytes || size > file.size()) return BadHeader();
  const std::string_view checked = file.substr(0, size - kBackupCheckBytes);
  if (BackupCheckOf(checked) != file.substr(checked.size(), kBackupCheckBytes)) return BadHeader();
  BackupHeader header;
  IdBytes ledger{};
  CopyInto(file.substr(16), ledger);
  header.ledger = LedgerId(ledger);
  header.epoch = ReadBigEndian<uint64_t>(file.substr(32));
  header.made_at = absl::FromUnixMicros(static_cast<int64_t>(ReadBigEndian<uint64_t>(file.substr(40))));
  header.records = ReadBigEndian<uint64_t>(file.substr(48));
  CopyInto(file.substr(56), header.id);
  header.sealed_key = std::string(file.substr(kSealedKeyAt, kSealedBackupKeyBytes));
  std::string_view texts = checked.substr(kTextsAt);
  const std::optional<std::string> key_text = TakeText(texts);
  std::optional<std::string> checkpoint = key_text ? TakeText(texts) : std::nullopt;
  std::optional<std::string> passphrase = checkpoint ? TakeText(texts) : std::nullopt;
  if (!passphrase || !texts.empty()) return BadHeader();
  auto key = ParseVerifierKey(*key_text);
  if (!key.ok()) return BadHeader();
  header.key = *std::move(key);
  header.checkpoint = *std::move(checkpoint);
  header.passphrase = *std::move(passphrase);
  // One header has one spelling.
  return WriteBackupHeader(header) == file.substr(0, size) ? absl::StatusOr<BackupHeader>(std::move(header))
                                                           : BadHeader();
}

BackupWriter::BackupWriter(const BackupHeader& header)
    : key_(header.key), header_(WriteBackupHeader(header)), header_digest_(Sha256(header_)) {}

std::string BackupWriter::Count(std::string bytes) {
  digest_.Add(bytes);
  bytes_ += bytes.size();
  return bytes;
}

std::string BackupWriter::Begin() {
  return Count(header_);
}

std::string BackupWriter::Write(std::string_view sealed, bool last) {
  std::string frame(1, static_cast<char>(last ? kLastChunk : kMoreFollow));
  AppendText(sealed, frame);
  ++chunks_;
  return Count(std::move(frame));
}

std::string BackupWriter::End(const SigningKey& key) {
  Note trailer;
  trailer.text = TrailerText(key_.name, chunks_, bytes_, digest_.Finish());
  trailer.signatures.push_back(SignNote(trailer.text, key_.name, key));
  return WriteNote(trailer);
}

absl::Status BackupReader::Damaged(std::string_view what) const {
  return absl::DataLossError(
      absl::StrCat("the backup ", path_, " is damaged or cut off: ", ToAbsl(what), "; use another backup"));
}

absl::StatusOr<std::string> BackupReader::Read(uint64_t size) {
  if (size > file_bytes_ - read_) return Damaged("it ends too early");
  std::string bytes(size, '\0');
  file_.read(bytes.data(), static_cast<std::streamsize>(size));
  if (!file_) return Damaged("it cannot be read to its end");
  read_ += size;
  return bytes;
}

absl::StatusOr<BackupReader> BackupReader::Open(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const std::streamoff size = file ? static_cast<std::streamoff>(file.tellg()) : -1;
  if (size < 0) return absl::NotFoundError(absl::StrCat("the backup ", path, " cannot be read; check its name"));
  file.seekg(0);
  BackupReader reader(path, std::move(file), static_cast<uint64_t>(size));
  CANDOR_RETURN_IF_ERROR(reader.ReadHeader());
  return reader;
}

absl::Status BackupReader::ReadHeader() {
  CANDOR_ASSIGN_OR_RETURN(std::string start, Read(std::min<uint64_t>(file_bytes_, kTextsAt)));
  const size_t size = start.size() < kTextsAt ? 0 : ReadBigEndian<uint32_t>(std::string_view(start).substr(kSizeAt));
  if (start.starts_with(kBackupMagic) && size > start.size() && size <= kMaxHeaderBytes && size <= file_bytes_) {
    CANDOR_ASSIGN_OR_RETURN(const std::string rest, Read(size - start.size()));
    start += rest;
  }
  auto header = ParseBackupHeader(start);
  if (!header.ok()) return Annotate(header.status(), path_);
  header_ = *std::move(header);
  header_digest_ = Sha256(start);
  digest_.Add(start);
  const auto checkpoint = OpenCheckpoint(std::string_view(header_.checkpoint), header_.key);
  if (!checkpoint.ok() || header_.key.name != OriginOf(header_) || header_.key.type != SignatureType::kEd25519 ||
      checkpoint->size != header_.records) {
    return Damaged("its checkpoint is not one of the ledger that it names");
  }
  checkpoint_ = *checkpoint;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<BackupChunk>> BackupReader::Next() {
  if (ended_) return std::optional<BackupChunk>();
  if (last_read_) {
    CANDOR_RETURN_IF_ERROR(CheckTrailer());
    ended_ = true;
    return std::optional<BackupChunk>();
  }
  CANDOR_ASSIGN_OR_RETURN(const std::string frame, Read(kFrameBytes));
  const auto type = static_cast<uint8_t>(frame[0]);
  const size_t size = ReadBigEndian<uint32_t>(std::string_view(frame).substr(1));
  if ((type != kMoreFollow && type != kLastChunk) || size > kMaxChunkBytes) return Damaged("a chunk has no beginning");
  BackupChunk chunk{chunks_, type == kLastChunk, ""};
  CANDOR_ASSIGN_OR_RETURN(chunk.sealed, Read(size));
  digest_.Add(frame);
  digest_.Add(chunk.sealed);
  ++chunks_;
  last_read_ = chunk.last;
  return std::optional<BackupChunk>(std::move(chunk));
}

absl::Status BackupReader::CheckTrailer() {
  const uint64_t before = read_;
  if (file_bytes_ - read_ > Note::kMaxBytes) return Damaged("something stands behind its end");
  CANDOR_ASSIGN_OR_RETURN(const std::string bytes, Read(file_bytes_ - read_));
  const auto trailer = ParseNote(bytes);
  if (!trailer.ok() || WriteNote(*trailer) != bytes || trailer->signatures.size() != 1) {
    return Damaged("its end is not signed");
  }
  if (trailer->text != TrailerText(header_.key.name, chunks_, before, digest_.Finish())) {
    return Damaged("it is not what was signed at its end");
  }
  return VerifyNote(*trailer, header_.key).ok() ? absl::OkStatus() : Damaged("the signature at its end does not fit");
}

absl::StatusOr<BackupHeader> CheckBackupFile(const std::string& path,
                                             const std::function<void(uint64_t read, uint64_t of)>& progress) {
  CANDOR_ASSIGN_OR_RETURN(BackupReader reader, BackupReader::Open(path));
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::optional<BackupChunk> chunk, reader.Next());
    if (!chunk) return reader.header();
    if (progress) progress(reader.read_bytes(), reader.file_bytes());
  }
}

}  // namespace candor::ledger
