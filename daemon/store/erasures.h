#ifndef CANDOR_DAEMON_STORE_ERASURES_H_
#define CANDOR_DAEMON_STORE_ERASURES_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "daemon/domain/fold.h"
#include "daemon/domain/subject.h"
#include "daemon/store/kv.h"

namespace candor::store {

// That a class of a subject is erased.
struct ErasedClass {
  domain::SubjectId subject;
  domain::KeyClass key_class = domain::KeyClass::kGeneral;
  uint64_t number = 0;             // of the record that says so
  std::array<uint8_t, 8> check{};  // CheckOfErasedKey() of the key that went with it; zeros: there was none
};

// The erasures in force, for whoever opens what is sealed: a key that is not in the table was destroyed where one of
// these says so, and is missing where none does. What was recorded before an erasure is erased from its record on, also
// while its key is still there, and also where a key of the same name has been made since. Thread-safe.
class Erasures final {
 public:
  // The newest record of a subject and class counts. `pending`: its key is still to be destroyed, and nothing more is
  // to be sealed under it.
  void Add(const ErasedClass& erased, bool pending = false);

  // Whether what record `number` has sealed is erased.
  bool Covers(const domain::SubjectId& subject, domain::KeyClass key_class, uint64_t number) const {
    const std::optional<uint64_t> by = By(subject, key_class);
    return by && number < *by;
  }
  // Whether the record of an entry is erased with what it became elsewhere, while the key that it is sealed under
  // stays.
  bool CoversRecord(uint64_t number) const;
  void AddRecord(uint64_t number);
  // The record that erases it.
  std::optional<uint64_t> By(const domain::SubjectId& subject, domain::KeyClass key_class) const;
  // Of either class; nullopt: none of it is erased.
  std::optional<uint64_t> NewestOf(const domain::SubjectId& subject) const;
  std::vector<ErasedClass> List() const;
  std::vector<ErasedClass> Pending() const;
  // These are destroyed.
  void Settle(const std::vector<ErasedClass>& destroyed);

  // Grows with everything that is added. Whoever seals asks for it before looking for a key.
  uint64_t generation() const { return generation_.load(std::memory_order_acquire); }
  // Whether the class was erased after the generation was asked for: what was sealed since may be under the key that
  // went.
  bool AddedSince(uint64_t generation, const domain::SubjectId& subject, domain::KeyClass key_class) const;

  bool IsPending(const domain::SubjectId& subject, domain::KeyClass key_class) const;

 private:
  struct Known {
    ErasedClass erased;
    uint64_t generation = 0;
    bool pending = false;
  };
  using Name = std::pair<domain::SubjectId, domain::KeyClass>;

  mutable absl::Mutex mutex_;
  absl::flat_hash_map<Name, Known> known_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_set<uint64_t> records_ ABSL_GUARDED_BY(mutex_);
  // Grows under the mutex. 0: nothing is erased, which every reading asks first.
  std::atomic<uint64_t> generation_{0};
};

// What a record in force erases.
std::vector<ErasedClass> ErasedBy(uint64_t number, const domain::ErasureRecorded& recorded);

// Adds the records that the projections say are erased with what they became.
absl::Status ReadErasedRecords(const KvReader& projections, Erasures& erasures);

// Whether one of the records from `number` on puts an erasure in force.
absl::StatusOr<bool> ErasesSince(const KvReader& records, uint64_t number);

// What is erased, from the records [0, size) alone, before anything was made of them. DATA_LOSS for one that cannot be
// read.
absl::Status ReadErasures(const KvReader& records, uint64_t size, Erasures& erasures);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_ERASURES_H_
