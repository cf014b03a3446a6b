#include "daemon/ledger/backup_content.h"

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/ledger/merkle.h"

namespace candor::ledger {
namespace {

constexpr size_t kItemHeadBytes = 5;  // kind u8 ‖ size u32
// Of a stored record: number u64 ‖ recorded_at i64 ‖ commitment 32 ‖ type u8, and what follows.
constexpr size_t kCommitmentAt = 16;
constexpr size_t kTypeAt = 48;

absl::Status BadContent(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("the backup does not hold what it should: ", what, "; use another backup"));
}

}  // namespace

void AppendBackupItem(BackupItemKind kind, std::string_view bytes, std::string& out) {
  out.push_back(static_cast<char>(kind));
  AppendBigEndian(static_cast<uint32_t>(bytes.size()), out);
  out.append(bytes);
}

void BackupItems::Add(std::string_view plain) {
  buffer_.erase(0, next_);
  next_ = 0;
  buffer_.append(plain);
}

absl::StatusOr<std::optional<BackupItem>> BackupItems::Next() {
  const std::string_view rest = std::string_view(buffer_).substr(next_);
  if (rest.size() < kItemHeadBytes) return std::optional<BackupItem>();
  const auto kind = static_cast<uint8_t>(rest[0]);
  const size_t size = ReadBigEndian<uint32_t>(rest.substr(1));
  if (kind < static_cast<uint8_t>(last_) || kind > static_cast<uint8_t>(BackupItemKind::kRecord) ||
      size > kMaxItemBytes) {
    return BadContent("an item is none that this version of Candor knows");
  }
  if (rest.size() - kItemHeadBytes < size) return std::optional<BackupItem>();
  last_ = static_cast<BackupItemKind>(kind);
  next_ += kItemHeadBytes + size;
  const BackupItem item{last_, rest.substr(kItemHeadBytes, size)};
  return std::optional<BackupItem>(item);
}

absl::Status BackupTree::Add(std::string_view record) {
  if (record.size() <= kTypeAt || ReadBigEndian<uint64_t>(record) != tree_.size()) {
    return BadContent(absl::StrCat("record ", tree_.size(), " is not in its place"));
  }
  std::string leaf(1, record[kTypeAt]);
  leaf.append(record.substr(kCommitmentAt, sizeof(Hash)));
  tree_.Append(LeafHash(leaf));
  return absl::OkStatus();
}

absl::Status BackupTree::Check(const Checkpoint& checkpoint) const {
  if (tree_.size() != checkpoint.size) {
    return BadContent(absl::StrCat("it has ", tree_.size(), " records and its checkpoint names ", checkpoint.size));
  }
  if (tree_.Root() == checkpoint.root) return absl::OkStatus();
  return BadContent("its records are not those of its checkpoint");
}

}  // namespace candor::ledger
