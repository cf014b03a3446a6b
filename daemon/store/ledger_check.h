#ifndef CANDOR_DAEMON_STORE_LEDGER_CHECK_H_
#define CANDOR_DAEMON_STORE_LEDGER_CHECK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/id.h"
#include "daemon/crypto/key_table.h"
#include "daemon/domain/evidence.h"
#include "daemon/ledger/tree.h"
#include "daemon/store/erasures.h"
#include "daemon/store/kv.h"

// Finds and locates what has changed in a stored ledger.
namespace candor::store {

// Type and commitment of a record: what is hashed into its leaf. DATA_LOSS when it cannot be read.
absl::StatusOr<std::string> LeafDataAt(const KvReader& records, uint64_t number);

// That these are the bytes of record `number` as it was written: number, time, header and body are held against the
// commitment, every byte of the body against its sealing. DATA_LOSS says what is wrong; a key that is not in the table
// is too, unless `erasures` (nullptr: there are none) has what it sealed. Then the commitment, which the tree holds, is
// all there is: `erased_by` gets the record that says so, for the record itself or for a section of it. (A record's
// type is held by the tree alone.)
absl::Status CheckRecord(std::string_view value, uint64_t number, const LedgerId& id, const crypto::KeyTable& keys,
                         const Erasures* erasures, std::optional<uint64_t>& erased_by);

// Whether the records are of this ledger and sealed under these keys: one of the first that are sealed opens. True
// where nothing is sealed, or everything is erased. Other errors are the database's.
absl::StatusOr<bool> BelongTogether(const KvReader& records, const LedgerId& id, const crypto::KeyTable& keys);

// Records [begin, end).
absl::StatusOr<domain::CheckedRecords> CheckRecords(const KvReader& records, const LedgerId& id,
                                                    const crypto::KeyTable& keys, const Erasures* erasures,
                                                    uint64_t begin, uint64_t end);

// Makes all projections of `kv` anew in memory and names each row that is another one, missing or too many. Of pages of
// tree nodes each node.
absl::StatusOr<domain::CheckedProjections> CheckProjections(const KvReader& kv);

// Adds what is wrong with HEAD. Empty path: there is none.
void CheckHead(const std::string& path, const ledger::NodeReader& tree, std::vector<domain::LedgerFault>& faults);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_LEDGER_CHECK_H_
