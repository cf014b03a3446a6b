#ifndef CANDOR_DAEMON_CRYPTO_BACKUP_KEY_H_
#define CANDOR_DAEMON_CRYPTO_BACKUP_KEY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/crypto/locked_key.h"
#include "daemon/crypto/master_key_source.h"
#include "daemon/crypto/secret_bytes.h"

// The key of one backup, which lies in the backup sealed under the practice's master key. Thread-safe.
namespace candor::crypto {

// `bound`: what the sealed key belongs to; whoever opens it brings the same bytes.
std::string SealBackupKey(const Key& master_key, std::string_view bound, const Key& key);
// FAILED_PRECONDITION when it was sealed under another master key, or is bound to something else.
absl::StatusOr<Key> OpenBackupKey(const Key& master_key, std::string_view bound, std::string_view sealed);

// The master key for a backup in whatever place the command line names. `passphrase_file`: what the backup brings of
// the file PASSPHRASE; empty: nothing. `path`: of the backup, for messages. Codes: those of LoadMasterKeyFrom();
// INVALID_ARGUMENT where the source names no place outside a data directory; FAILED_PRECONDITION for a passphrase where
// the backup was made without one.
absl::StatusOr<LockedKey> MasterKeyForBackup(const MasterKeySource& source, std::string_view passphrase_file,
                                             const std::string& path);

// How many keys a key table holds, given the bytes of its file, once it has been seen to open under the master key.
// Codes: those of KeyTable::Open().
absl::StatusOr<uint64_t> CountKeys(std::string key_table, const Key& master_key);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_BACKUP_KEY_H_
