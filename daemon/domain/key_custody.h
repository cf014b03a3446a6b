#ifndef CANDOR_DAEMON_DOMAIN_KEY_CUSTODY_H_
#define CANDOR_DAEMON_DOMAIN_KEY_CUSTODY_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/sensitive.h"
#include "daemon/domain/entry.h"

// Who looks after the keys under which everything is sealed, and how they are changed while the daemon runs.
namespace candor::domain {

// Where the master key lies. Stored; for ever.
enum class KeyPlace : uint8_t {
  kDirectory = 1,   // a file in the data directory
  kFile = 2,        // a file elsewhere
  kCredential = 3,  // a credential of the service manager
  kPassphrase = 4,  // in the data directory, under a passphrase
};

// What was done to the keys. Stored; for ever.
enum class KeyEventKind : uint8_t {
  kMade = 1,              // a ledger was begun with a master key of its own
  kRotationBegun = 2,     // a new table key, and a new key for files; older files are being written anew
  kRotationDone = 3,      // no file is under an older key any more, and these are gone
  kMasterKeyChanged = 4,  // another master key
};

// A key event on record. Says what was done, never a key.
struct KeyEvent {
  KeyEventKind kind = KeyEventKind::kMade;
  KeyPlace place = KeyPlace::kDirectory;  // where the master key lies from here on
  uint64_t table_generation = 0;          // of the key table
  uint32_t file_key = 0;                  // number of the key under which files are made
  Caller caller = {false, {}};            // neither operator nor member: the daemon, or who has its files

  bool operator==(const KeyEvent&) const = default;
};

// Files under one key.
struct FileKeyUse {
  uint32_t number = 0;
  absl::Time made_at;
  uint64_t files = 0;
  uint64_t bytes = 0;

  bool operator==(const FileKeyUse&) const = default;
};

enum class KeyWork : uint8_t { kNone = 0, kRotating = 1, kChangingMasterKey = 2 };

struct KeyStatus {
  KeyPlace place = KeyPlace::kDirectory;
  std::string path;  // of the file that the master key lies in
  uint64_t keys = 0;
  uint64_t table_generation = 0;
  std::vector<FileKeyUse> file_keys;  // in ascending order of their numbers; the last is the current one
  KeyWork work = KeyWork::kNone;      // under way, or begun and not finished
  uint64_t done_bytes = 0;            // of a rotation: written anew so far
  uint64_t all_bytes = 0;
  std::string problem;  // why it does not go on; empty: it does, or nothing is under way
  std::string left_at;  // a new master key that somebody has to put in place lies there; empty: none
};

// How well the keys are kept from where they do not belong.
struct KeyMemory {
  std::string not_locked;   // why the pages with keys may be swapped out, as the system says it; empty: they are locked
  uint64_t swap_bytes = 0;  // that the machine may swap to; 0: it does not swap
  uint64_t swapped_bytes = 0;  // of the daemon's memory that are swapped out
};

struct MasterKeyChange {
  // From here on the master key lies under this passphrase. nullopt: where it lies now.
  std::optional<Sensitive<std::string>> passphrase;
};

struct MasterKeyChanged {
  KeyPlace place = KeyPlace::kDirectory;
  std::string left_at;  // as in KeyStatus
};

// Thread-safe. Work is done one piece at a time, in the background; each callback is called once, from a thread of the
// store, and must not block.
class KeyCustody {
 public:
  virtual ~KeyCustody() = default;

  // Errors: DATA_LOSS, INTERNAL for files that cannot be read.
  virtual absl::StatusOr<KeyStatus> Status() const = 0;
  virtual KeyMemory Memory() const = 0;

  // A new table key and a new key for files. `begun` is called when both are in force and on record; the files that are
  // there are written anew after that, also across restarts, and Status() tells how far it has come. Asked for again
  // meanwhile it changes nothing. FAILED_PRECONDITION while a change of the master key is unfinished, and where nothing
  // is kept on a disk; RESOURCE_EXHAUSTED; UNAVAILABLE when the store is closing.
  virtual void Rotate(const Caller& caller, std::function<void(const absl::Status&)> begun) = 0;

  // Another master key: everything that was under the old one is under the new one, which lies in its place and is on
  // record, when `done` is called. After an error, asked for again, it goes on with what it had begun. INVALID_ARGUMENT
  // for a passphrase that is none; the others as above.
  virtual void ChangeMasterKey(MasterKeyChange change, const Caller& caller,
                               std::function<void(absl::StatusOr<MasterKeyChanged>)> done) = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_KEY_CUSTODY_H_
