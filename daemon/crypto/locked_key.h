#ifndef CANDOR_DAEMON_CRYPTO_LOCKED_KEY_H_
#define CANDOR_DAEMON_CRYPTO_LOCKED_KEY_H_

#include <sys/mman.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "daemon/crypto/secret_bytes.h"

// The keys that open everything else (master, table and file keys) do not lie on the heap: they have pages of their own
// that the system neither swaps out nor writes into a core file, and that a child process gets as zeros.
namespace candor::crypto {

// Pages for keys. Where the system does not let them be locked (RLIMIT_MEMLOCK) keys are kept all the same, and it is
// known that they are not locked. Thread-safe.
class KeyPages final {
 public:
  // mlock(2), or what a test puts in its place.
  using Lock = int (*)(const void* start, size_t size);

  explicit KeyPages(Lock lock = &::mlock) : lock_(lock) {}
  // REQUIRES: every key was dropped.
  ~KeyPages();
  KeyPages(const KeyPages&) = delete;
  KeyPages& operator=(const KeyPages&) = delete;

  // A copy of `key` in a page of this; good until Drop().
  Key* Put(const Key& key);
  // Wipes it.
  void Drop(Key* key);

  // Why a page could not be locked, as the system says it; empty: all are.
  std::string problem() const;

 private:
  void AddPage() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Lock lock_;
  mutable absl::Mutex mutex_;
  std::vector<void*> pages_ ABSL_GUARDED_BY(mutex_);
  std::vector<void*> free_ ABSL_GUARDED_BY(mutex_);  // places for a key
  int error_ ABSL_GUARDED_BY(mutex_) = 0;
};

// The process's own, for LockedKey.
KeyPages& ProcessKeyPages();

// A key in the process's pages; wiped when it goes. Thread-compatible. After a move the old one holds nothing.
class LockedKey final {
 public:
  explicit LockedKey(const Key& key) : key_(ProcessKeyPages().Put(key)) {}
  LockedKey(LockedKey&& other) noexcept : key_(std::exchange(other.key_, nullptr)) {}
  LockedKey& operator=(LockedKey&& other) noexcept {
    std::swap(key_, other.key_);
    return *this;
  }
  ~LockedKey() {
    if (key_ != nullptr) ProcessKeyPages().Drop(key_);
  }

  // Good as long as this lives and is not moved from.
  const Key& operator*() const { return *key_; }

 private:
  Key* key_;
};

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_LOCKED_KEY_H_
