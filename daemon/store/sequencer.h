#ifndef CANDOR_DAEMON_STORE_SEQUENCER_H_
#define CANDOR_DAEMON_STORE_SEQUENCER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/crypto/key_table.h"
#include "daemon/domain/store.h"
#include "daemon/store/erasures.h"
#include "daemon/store/kv.h"
#include "daemon/store/overlay.h"
#include "daemon/store/prepare.h"
#include "daemon/store/record_cache.h"
#include "daemon/store/rows.h"
#include "daemon/store/stored_projections.h"
#include "daemon/store/tree_nodes.h"
#include "daemon/store/waiting_list.h"
#include "daemon/store/write_counts.h"

namespace candor::store {

// Gives the ledger its order. One thread takes what waits as a group, decides each transaction against the state that
// includes the group so far, writes the group's records with one sync, then their projections, then answers. It is
// never held up by a caller: encoding and sealing are done before, replies are callbacks. Thread-safe.
class Sequencer final {
 public:
  struct Options {
    size_t queue_limit = 32 * 1024;  // transactions that may wait
    size_t group_records = 512;      // soft limits of a group
    size_t group_bytes = 512 * 1024;
    absl::Duration idle_sync = absl::Milliseconds(50);  // an assessment alone waits this long for its sync at most
    // Where many write at once, the first of a group waits so long at most for so many to come together.
    absl::Duration gather = absl::Milliseconds(2);
    size_t gather_transactions = 64;
  };
  // What it works on. Nothing is owned; everything outlives it.
  struct Parts {
    Kv& kv;
    crypto::KeyTable& keys;
    LedgerTree& tree;
    Clock& clock;
    WaitingList& waiting;
    RecordCache& opened;
    RowCache& rows;
    const Erasures& erasures;
  };
  struct Events {
    // A group is folded: `now` is what a view may show.
    std::function<void(const Watermark& now)> folded;
    // What a record on the device erases, before any view shows it and before it is answered. An error is the answer:
    // on record it is all the same.
    std::function<absl::Status(const Watermark& now, const std::vector<ErasedClass>& erased)> erase;
    // All records below `synced.size` are on the device.
    std::function<void(const Watermark& synced)> synced;
    // Something could not be written or synced, so what is on the device is not known before the ledger is opened
    // again. Called once, before anybody under way is answered: who does not return from it leaves them without an
    // answer. Everything after it gets UNAVAILABLE. May be empty.
    std::function<void(const absl::Status& why)> lost;
  };

  // `start`: what `parts.kv` is folded to, which is all of it.
  Sequencer(const Parts& parts, Watermark start, Options options, Events events);
  // As Stop().
  ~Sequencer();
  Sequencer(const Sequencer&) = delete;
  Sequencer& operator=(const Sequencer&) = delete;

  // Calls `transaction.done` once, from the sequencer's thread; at once with UNAVAILABLE when it is stopping or more
  // waits than the queue may hold.
  void Submit(PreparedTransaction transaction);
  // Finishes what waits, syncs, ends the thread. May be called again.
  void Stop();
  // What it has done since it began.
  const WriteCounts& counts() const { return counts_; }

 private:
  // An entry that waits from now on, or how far a subject is assessed.
  using WaitingChange = std::variant<domain::WaitingEntry, std::pair<domain::SubjectId, uint64_t>>;
  struct Answer {
    domain::AppendCallback done;
    absl::StatusOr<domain::Appended> result;
  };
  // A group under way.
  struct Group {
    explicit Group(StoredProjections& rows) : fold(rows) {}

    domain::Fold fold;
    Watermark now;  // with the group
    WriteBatch records;
    WriteBatch cache;
    NewNodes nodes;
    std::vector<Answer> answers;
    std::vector<std::pair<uint64_t, OpenedParts>> opened;  // by ledger number
    bool needs_sync = false;
    // What it erases: keys, and records alone. Then it is complete: what comes after must know.
    std::vector<ErasedClass> erased;
    bool erases_records = false;

    bool erases() const { return erases_records || !erased.empty(); }
  };

  void Run();
  // Waits for work. Empty when there is none and the thread is to sync or to end.
  std::deque<PreparedTransaction> Take(bool& stopping);
  // Lets more come together, where what came together last says that many write at once.
  void Gather() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void RunGroup(std::deque<PreparedTransaction>& waiting);
  absl::StatusOr<domain::Appended> Admit(PreparedTransaction& transaction, Group& group);
  absl::StatusOr<domain::Appended> AdmitRecords(PreparedTransaction& transaction, Group& group);
  // That no key was destroyed under which the transaction is sealed.
  absl::Status CheckKeysStand(const PreparedTransaction& transaction) const;
  void Stamp(PreparedTransaction& transaction, Group& group);
  absl::Status WriteRecords(const Group& group);
  absl::Status WriteProjections(const Group& group);
  void UpdateWaiting();
  void KeepOpened(Group& group);
  // Destroys the keys of what the group erases.
  void Erase(Group& group);
  // Writes the group and shows it, or gives it up.
  void Commit(Group& group);
  void Fail(const absl::Status& status, Group& group);
  void Lose(const absl::Status& why);
  void SyncIfDue(bool now);
  std::optional<domain::EntryHeader> PendingHeader(uint64_t number) const;

  Kv& kv_;
  crypto::KeyTable& keys_;
  LedgerTree& tree_;
  Clock& clock_;
  WaitingList& waiting_;
  RecordCache& opened_;
  const Erasures& erasures_;
  const Options options_;
  const Events events_;
  WriteCounts counts_;

  absl::Mutex mutex_;
  std::deque<PreparedTransaction> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool has_assessment_ ABSL_GUARDED_BY(mutex_) = false;  // one waits in the queue

  // Of the sequencer's thread only.
  Overlay overlay_;
  StoredProjections rows_;
  Watermark now_;
  std::vector<std::pair<uint64_t, const domain::EntryHeader*>> pending_;  // entries of the group so far
  std::vector<WaitingChange> waiting_changes_;                            // of the group so far, in order
  absl::Status broken_;  // set once a write did not succeed; only a restart mends it
  std::optional<absl::Time> unsynced_since_;
  size_t taken_last_ = 0;  // transactions that were taken up together, when there were any

  std::thread thread_;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_SEQUENCER_H_
