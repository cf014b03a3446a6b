#ifndef CANDOR_DAEMON_CRYPTO_MASTER_KEY_SOURCE_H_
#define CANDOR_DAEMON_CRYPTO_MASTER_KEY_SOURCE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/crypto/locked_key.h"
#include "daemon/crypto/passphrase.h"
#include "daemon/crypto/secret_bytes.h"

// Where the master key comes from, and where it is put when it is made.
namespace candor::crypto {

// Where the master key lies. Stored, in REKEY and in records; for ever.
enum class MasterKeyPlace : uint8_t {
  kDirectory = 1,   // master.key in the data directory
  kFile = 2,        // a file elsewhere
  kCredential = 3,  // a credential that systemd hands out
  kPassphrase = 4,  // PASSPHRASE in the data directory, under a passphrase
};

// Names in the data directory.
inline constexpr char kMasterKeyFile[] = "master.key";
inline constexpr char kPassphraseFile[] = "PASSPHRASE";
// Where a new key of a file elsewhere, or of a credential, is left for whoever puts it in place.
inline constexpr char kNewMasterKeyFile[] = "master.key.new";

// What the command line says about it. Copies share the function.
struct MasterKeySource {
  MasterKeyPlace place = MasterKeyPlace::kDirectory;
  std::string name = {};  // path of the file elsewhere; name of the credential
  // Gives the passphrase: what a file holds, or what somebody types when asked. Set for kPassphrase.
  std::function<absl::StatusOr<Passphrase>()> passphrase = nullptr;
  // Make the key where there is none. A first start does so in the data directory only: elsewhere a key that is not
  // there may just not have been brought yet.
  bool make = false;
};

// `--master-key`: empty, "passphrase", "credential:NAME" or a path; `--passphrase-file`: empty or a path. `ask` is for
// a passphrase that somebody types. INVALID_ARGUMENT for both at once and for what is none of these.
absl::StatusOr<MasterKeySource> ParseMasterKeySource(std::string_view master_key, std::string_view passphrase_file,
                                                     std::function<absl::StatusOr<Passphrase>()> ask);

// The key, and what is needed to put another one in its place.
struct MasterKey {
  LockedKey key;
  MasterKeyPlace place = MasterKeyPlace::kDirectory;
  std::string path;                   // of the file that it lies in
  std::optional<LockedKey> wrapping;  // of kPassphrase: what the passphrase made
};

// Reads the key of a data directory that has one. Touches nothing. Codes: NOT_FOUND (no such file or credential),
// FAILED_PRECONDITION (a file that others may reach; another passphrase; a place that does not fit the directory),
// DATA_LOSS, INVALID_ARGUMENT (a passphrase that is none).
absl::StatusOr<MasterKey> LoadMasterKeyFrom(const MasterKeySource& source, const std::string& data_dir);

// The same for a directory that has no records yet: makes the key where there is none, if the source lets it.
absl::StatusOr<MasterKey> LoadOrMakeMasterKeyFrom(const MasterKeySource& source, const std::string& data_dir);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_MASTER_KEY_SOURCE_H_
