#ifndef CANDOR_DAEMON_LEDGER_BACKUP_FILE_H_
#define CANDOR_DAEMON_LEDGER_BACKUP_FILE_H_

#include <cstdint>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/ed25519.h"
#include "daemon/ledger/merkle.h"
#include "daemon/ledger/note.h"

// The file of a backup as far as it is read without a key: header, sealed chunks, signed trailer
// (daemon/store/backup/FORMAT.md). What is in the chunks is sealed elsewhere, so that whoever has no key can still tell
// whether the file is whole and whose it is.
namespace candor::ledger {

inline constexpr size_t kSealedBackupKeyBytes = 60;
// The longest chunk, sealed.
inline constexpr size_t kMaxChunkBytes = size_t{1} << 20;

struct BackupHeader {
  LedgerId ledger;
  uint64_t epoch = 0;  // as which the ledger signed
  absl::Time made_at;  // in whole microseconds
  uint64_t records = 0;
  IdBytes id{};            // of the backup
  std::string sealed_key;  // the backup's key, sealed under the practice's master key; kSealedBackupKeyBytes
  VerifierKey key;         // that signs
  std::string checkpoint;  // the signed note over the records
  std::string passphrase;  // the file PASSPHRASE of the data directory, as it was; empty: there was none

  // What the backup's key is bound to: everything that stands before it.
  std::string Bound() const;

  bool operator==(const BackupHeader&) const = default;
};

// REQUIRES: the texts are shorter than 64 KiB.
std::string WriteBackupHeader(const BackupHeader& header);
// The header at the start of `file`, which may go on. Codes: INVALID_ARGUMENT (no backup), FAILED_PRECONDITION (of a
// newer format), DATA_LOSS (damaged, or cut off).
absl::StatusOr<BackupHeader> ParseBackupHeader(std::string_view file);

struct BackupChunk {
  uint64_t number = 0;  // from 0
  bool last = false;
  std::string sealed;
};

// SHA-256 of what comes in pieces. Thread-compatible; moves only.
class RunningDigest final {
 public:
  RunningDigest();
  RunningDigest(RunningDigest&&) noexcept;
  RunningDigest& operator=(RunningDigest&&) noexcept;
  ~RunningDigest();

  void Add(std::string_view bytes);
  // Of all that was added. To be called once.
  Hash Finish();

 private:
  struct Held;
  std::unique_ptr<Held> held_;
};

// Writes a backup from its start to its end: header, chunks, trailer. Thread-compatible.
class BackupWriter final {
 public:
  explicit BackupWriter(const BackupHeader& header);

  // To be called first, and once: the header.
  std::string Begin();
  // The next chunk. REQUIRES: sealed.size() <= kMaxChunkBytes; none comes after the last one.
  std::string Write(std::string_view sealed, bool last);
  // The trailer. REQUIRES: `key` is the one that the header names.
  std::string End(const SigningKey& key);

  // What every chunk is bound to beside its number and whether it is the last: SHA-256 of the header.
  const Hash& header_digest() const { return header_digest_; }
  uint64_t chunks() const { return chunks_; }

 private:
  std::string Count(std::string bytes);

  const VerifierKey key_;
  const std::string header_;
  const Hash header_digest_;
  RunningDigest digest_;
  uint64_t bytes_ = 0;
  uint64_t chunks_ = 0;
};

// Reads a backup from its start to its end. Errors name the file. Thread-compatible.
class BackupReader final {
 public:
  // Codes: NOT_FOUND (it cannot be read) and those of ParseBackupHeader().
  static absl::StatusOr<BackupReader> Open(const std::string& path);

  const BackupHeader& header() const { return header_; }
  // What the header's checkpoint says, once Open() has seen that it is signed by the header's key and fits the header.
  const Checkpoint& checkpoint() const { return checkpoint_; }
  const Hash& header_digest() const { return header_digest_; }

  // The next chunk; nullopt once all of the file has been read and its trailer fits: the digest over everything before
  // it, signed by the header's key. DATA_LOSS for a file that was cut off, changed, or goes on behind its trailer.
  absl::StatusOr<std::optional<BackupChunk>> Next();

  // Read so far, and all there is.
  uint64_t read_bytes() const { return read_; }
  uint64_t file_bytes() const { return file_bytes_; }

 private:
  BackupReader(std::string path, std::ifstream file, uint64_t file_bytes)
      : path_(std::move(path)), file_(std::move(file)), file_bytes_(file_bytes) {}

  absl::Status ReadHeader();
  absl::Status CheckTrailer();
  absl::StatusOr<std::string> Read(uint64_t size);
  absl::Status Damaged(std::string_view what) const;

  std::string path_;
  std::ifstream file_;
  uint64_t file_bytes_ = 0;
  uint64_t read_ = 0;
  BackupHeader header_;
  Checkpoint checkpoint_;
  Hash header_digest_{};
  RunningDigest digest_;
  uint64_t chunks_ = 0;
  bool last_read_ = false;
  bool ended_ = false;
};

// Reads a whole backup and keeps nothing: whether it is whole and signed by the key in its header. `progress`, where
// given, is told how many bytes have been read. Errors of BackupReader.
absl::StatusOr<BackupHeader> CheckBackupFile(const std::string& path,
                                             const std::function<void(uint64_t read, uint64_t of)>& progress = nullptr);

}  // namespace candor::ledger

#endif  // CANDOR_DAEMON_LEDGER_BACKUP_FILE_H_
