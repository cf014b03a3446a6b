#ifndef CANDOR_DAEMON_STORE_KEY_CUSTODIAN_H_
#define CANDOR_DAEMON_STORE_KEY_CUSTODIAN_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/crypto/file_keys.h"
#include "daemon/crypto/key_table.h"
#include "daemon/crypto/master_key_source.h"
#include "daemon/crypto/rekey.h"
#include "daemon/domain/key_custody.h"
#include "daemon/domain/store.h"
#include "daemon/store/kv.h"

namespace candor::store {

// What is about to be done to the keys. Between any two of them the process may end; the next start goes on.
enum class CustodyStep {
  kJournal,      // of a change of the master key: REKEY is written
  kKeyTable,     // KEYS is put under the new master key
  kFileKeys,     // FILEKEYS is
  kPlace,        // the new master key is put in its place
  kRecord,       // that is put on record
  kJournalGone,  // REKEY is taken away
  kTableKey,     // of a rotation: KEYS is written anew under a new table key
  kFileKey,      // a new key for files is made
  kBegun,        // that is put on record
  kFiles,        // files are written anew
  kDone,         // the end is put on record
  kOldKeys,      // the older keys are removed
};

// Looks after the keys of an open data directory, on a thread of its own. Thread-safe.
class KeyCustodian final : public domain::KeyCustody {
 public:
  // Nothing is owned but what is handed over; all of it outlives this.
  struct Parts {
    std::string data_dir;
    Kv* kv = nullptr;
    std::shared_ptr<crypto::KeyTable> keys;
    std::shared_ptr<crypto::FileKeys> file_keys;
    crypto::MasterKey master;
    std::optional<crypto::Rekey> rekey = {};  // as DataDirectory::unfinished_rekey()
    Clock* clock = nullptr;
    std::function<void(domain::Transaction, domain::AppendCallback)> append = nullptr;
    absl::Duration retry = absl::Seconds(10);  // after files that could not be written anew
    // Asked before each step; an error ends what is under way there, as the end of the process would. May be empty.
    std::function<absl::Status(CustodyStep)> before = nullptr;
  };

  // Goes on with what was begun and not finished.
  explicit KeyCustodian(Parts parts);
  // As Stop().
  ~KeyCustodian() override;

  absl::StatusOr<domain::KeyStatus> Status() const override;
  domain::KeyMemory Memory() const override;
  void Rotate(const domain::Caller& caller, std::function<void(const absl::Status&)> begun) override;
  void ChangeMasterKey(domain::MasterKeyChange change, const domain::Caller& caller,
                       std::function<void(absl::StatusOr<domain::MasterKeyChanged>)> done) override;

  // The master key as it is now.
  crypto::Key Master() const;

  // Leaves what is under way where it is; the next start goes on. Whatever waits is answered UNAVAILABLE. May be called
  // again.
  void Stop();

 private:
  // Called with OK to be done, or with why it is not.
  using Job = std::function<void(const absl::Status& go)>;

  void Post(Job job);
  void Run();
  // The next job; an empty one when files are to be written anew; nullopt when it is time to end.
  std::optional<Job> Next();
  bool HasWork() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Status Before(CustodyStep step) const;
  // Returns once it is on the device.
  absl::Status Record(domain::KeyEventKind kind, const domain::Caller& caller);

  absl::Status BeginRotation(const domain::Caller& caller);
  // One attempt at what is left of a rotation.
  void GoOnRotating();
  absl::Status RewriteFiles();
  // Whether no file is under an older key.
  absl::StatusOr<bool> OldKeysAreFree() const;

  absl::StatusOr<domain::MasterKeyChanged> Change(const domain::MasterKeyChange& change, const domain::Caller& caller);
  absl::Status BeginChange(const domain::MasterKeyChange& change);
  // What PASSPHRASE is to hold for this master key.
  absl::StatusOr<std::string> PassphraseFileFor(const domain::MasterKeyChange& change, const crypto::Key& master);
  absl::Status FinishChange(const domain::Caller& caller);
  absl::Status FinishOrSayWhyNot(const domain::Caller& caller);
  // From here on the new master key is the one.
  void Adopt();
  std::string InDirectory(const char* name) const;

  Parts parts_;

  // Of the thread alone.
  std::optional<crypto::Rekey> rekey_;              // under way
  std::optional<crypto::LockedKey> next_wrapping_;  // what a new passphrase makes; nullopt: it stays the same

  std::atomic<bool> interrupt_ = false;  // RewriteFiles() is to return
  mutable absl::Mutex mutex_;
  std::deque<Job> jobs_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool rotating_ ABSL_GUARDED_BY(mutex_) = false;
  bool changing_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time next_try_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  uint64_t done_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t all_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::string problem_ ABSL_GUARDED_BY(mutex_);
  crypto::MasterKey master_ ABSL_GUARDED_BY(mutex_);

  std::thread thread_;  // last: it uses all of the above
};

// For a store that keeps nothing on a disk: there is nothing to look after.
std::unique_ptr<domain::KeyCustody> NoKeyCustody();

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_KEY_CUSTODIAN_H_
