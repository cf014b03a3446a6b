#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "daemon/base/status.h"
#include "daemon/crypto/key_table.h"
#include "daemon/crypto/key_table_format.h"

// What leaves a key table: a copy of it, and keys that are gone for ever.
namespace candor::crypto {

absl::StatusOr<std::string> KeyTable::Copy() {
  absl::MutexLock lock(&file_mutex_);
  CANDOR_RETURN_IF_ERROR(broken_);
  CANDOR_ASSIGN_OR_RETURN(std::string bytes, file_->ReadAll());
  // Behind the last durable slot may stand what an append that went wrong has left.
  const size_t durable =
      key_table_format::kHeaderSize + durable_slots_.load(std::memory_order_relaxed) * key_table_format::kSlotSize;
  bytes.resize(std::min(bytes.size(), durable));
  return bytes;
}

absl::Status KeyTable::Erase(const Key& master_key, const std::vector<KeyName>& names) {
  const absl::flat_hash_set<KeyName> erased(names.begin(), names.end());
  return Rewrite(&master_key, [&erased](const KeyName& name) { return !erased.contains(name); });
}

absl::Status KeyTable::Erase(const std::vector<KeyName>& names) {
  const absl::flat_hash_set<KeyName> erased(names.begin(), names.end());
  return Rewrite(nullptr, [&erased](const KeyName& name) { return !erased.contains(name); });
}

}  // namespace candor::crypto
