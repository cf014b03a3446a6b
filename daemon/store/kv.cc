#include "daemon/store/kv.h"

#include <array>
#include <utility>

namespace candor::store {

std::string_view FamilyName(Family family) {
  static constexpr std::array<std::string_view, kFamilies> kNames = {"ledger", "projections", "cache"};
  return kNames[static_cast<size_t>(family)];
}

void WriteBatch::Put(Family family, std::string key, std::string value) {
  bytes_ += key.size() + value.size();
  operations_.push_back({family, std::move(key), std::move(value)});
}

void WriteBatch::Delete(Family family, std::string key) {
  bytes_ += key.size();
  operations_.push_back({family, std::move(key), std::nullopt});
}

void WriteBatch::Append(const Operation& operation) {
  bytes_ += operation.key.size() + (operation.value ? operation.value->size() : 0);
  operations_.push_back(operation);
}

void WriteBatch::Append(const WriteBatch& other) {
  for (const Operation& operation : other.operations_) Append(operation);
}

void WriteBatch::Clear() {
  operations_.clear();
  bytes_ = 0;
}

absl::Status Kv::CheckLimits(const WriteBatch& batch) {
  if (batch.bytes() > kMaxBatchBytes) {
    return absl::InvalidArgumentError("a batch may hold 1 MiB; split it into smaller transactions");
  }
  for (const WriteBatch::Operation& operation : batch.operations()) {
    if (operation.value && operation.value->size() > kMaxValueBytes) {
      return absl::InvalidArgumentError("a value may hold 64 KiB; split it into smaller records");
    }
  }
  return absl::OkStatus();
}

absl::Status WriteInPieces(const WriteBatch& batch, std::string_view watermark, Kv& kv) {
  WriteBatch piece;
  WriteBatch last;
  piece.Delete(Family::kProjections, std::string(watermark));
  for (const WriteBatch::Operation& operation : batch.operations()) {
    const bool is_watermark = operation.family == Family::kProjections && operation.key == watermark;
    (is_watermark ? last : piece).Append(operation);
    if (piece.bytes() < kMaxBatchBytes / 2) continue;
    if (absl::Status written = kv.Write(piece, Durability::kUnlogged); !written.ok()) return written;
    piece.Clear();
  }
  if (absl::Status written = kv.Write(piece, Durability::kUnlogged); !written.ok()) return written;
  return kv.Write(last, Durability::kUnlogged);
}

std::string PrefixEnd(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty()) {
    if (static_cast<uint8_t>(end.back()) != 0xFF) {
      end.back() = static_cast<char>(end.back() + 1);
      return end;
    }
    end.pop_back();
  }
  return end;
}

}  // namespace candor::store
