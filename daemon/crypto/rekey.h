#ifndef CANDOR_DAEMON_CRYPTO_REKEY_H_
#define CANDOR_DAEMON_CRYPTO_REKEY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/crypto/locked_key.h"
#include "daemon/crypto/master_key_source.h"
#include "daemon/crypto/secret_bytes.h"

// The change from one master key to another, as the file REKEY of the data directory keeps it while it is under way
// (FORMAT.md draws it). Either of the two keys opens it, so that a daemon that was cut short finishes what it finds.
namespace candor::crypto {

inline constexpr char kRekeyFile[] = "REKEY";

struct Rekey {
  LockedKey old_key;
  LockedKey new_key;
  MasterKeyPlace from = MasterKeyPlace::kDirectory;  // where the old one lies
  MasterKeyPlace to = MasterKeyPlace::kDirectory;    // where the new one is to lie
  std::string passphrase_file = {};                  // where that is kPassphrase: what the file is to hold
};

// REQUIRES: `rekey.passphrase_file` is shorter than 64 KiB.
std::string EncodeRekey(const Rekey& rekey);
// `path` is for messages. FAILED_PRECONDITION where `master` is neither of the two keys, and for a newer format;
// DATA_LOSS for damage.
absl::StatusOr<Rekey> OpenRekey(std::string_view file, const std::string& path, const Key& master);

// Puts the new key where it is to lie, durably, and takes the old one away from where it lay in the data directory.
// What lies outside is left alone: the new key is in kNewMasterKeyFile then. May be called again.
absl::Status PutInPlace(const Rekey& rekey, const std::string& data_dir);

// Where somebody has to take the new key from and put it in place; empty: nowhere.
std::string LeftAt(const Rekey& rekey, const std::string& data_dir);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_REKEY_H_
