#include "daemon/store/backup/erased_records.h"

#include <set>
#include <variant>

#include "daemon/base/status.h"
#include "daemon/domain/ledger_record.h"

namespace candor::store {

absl::StatusOr<std::vector<uint64_t>> RecordsToErase(const std::vector<ErasedKey>& erased, uint64_t records,
                                                     const domain::View& view, const domain::Evidence& evidence) {
  std::set<uint64_t> found;
  for (const ErasedKey& key : erased) {
    for (const domain::NamedRecord& named : key.elsewhere) {
      if (named.number >= records || found.contains(named.number)) continue;
      CANDOR_ASSIGN_OR_RETURN(const domain::TreeHash leaf, evidence.LeafHash(named.number));
      if (leaf != named.leaf) continue;
      CANDOR_ASSIGN_OR_RETURN(const domain::LedgerRecord record, view.RecordAt(named.number));
      if (std::holds_alternative<domain::KeptEntry>(record.what) && !record.erased) found.insert(named.number);
    }
  }
  return std::vector<uint64_t>(found.begin(), found.end());
}

}  // namespace candor::store
