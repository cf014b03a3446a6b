#ifndef CANDOR_DAEMON_STORE_LEDGER_STORE_H_
#define CANDOR_DAEMON_STORE_LEDGER_STORE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/base/id.h"
#include "daemon/crypto/key_table.h"
#include "daemon/domain/store.h"
#include "daemon/store/course_cache.h"
#include "daemon/store/erasures.h"
#include "daemon/store/feed.h"
#include "daemon/store/fold_cache.h"
#include "daemon/store/kv.h"
#include "daemon/store/memory_kv.h"
#include "daemon/store/notary.h"
#include "daemon/store/prepare.h"
#include "daemon/store/rows.h"
#include "daemon/store/sequencer.h"
#include "daemon/store/tree_nodes.h"
#include "daemon/store/view.h"
#include "daemon/store/waiting_list.h"
#include "daemon/store/write_counts.h"

namespace candor::store {

// The domain's store over a Kv and a key table. Thread-safe.
class LedgerStore final : public domain::Store, private domain::AssessmentSource {
 public:
  // What it runs on; taken over whole.
  struct Parts {
    LedgerId id;
    std::unique_ptr<Kv> kv;
    std::shared_ptr<crypto::KeyTable> keys;
    Clock* clock = nullptr;  // not owned
    Sequencer::Options sequencing;
    ledger::NodePages pages;  // the right edge of the tree, from LoadPages()
    Notary::Options notary;   // ledger and origin are filled in where they are empty
    // Called with what is on the device, from the sequencer's thread. May be empty.
    std::function<void(const Watermark&)> synced;
    std::function<void(const absl::Status&)> lost;  // as Sequencer::Events::lost
    // Has HEAD on the device with no more than so many slots of the key table, before it becomes smaller. May be empty.
    std::function<absl::Status(const Watermark& synced, uint64_t key_slots)> fewer_keys;
  };

  // Starts the sequencer. REQUIRES: the projections of `parts.kv` are folded to `start`, which is all of the ledger.
  LedgerStore(Parts parts, Watermark start);
  // As Close().
  ~LedgerStore() override;

  void Append(domain::Transaction transaction, domain::AppendCallback done) override;
  std::shared_ptr<const domain::View> Latest() const override;
  absl::StatusOr<std::shared_ptr<const domain::View>> AsOf(absl::Time as_of, const domain::GoOn& go_on) const override;
  std::unique_ptr<domain::Trial> Try() const override;
  std::unique_ptr<domain::Rehearsal> Rehearse(size_t most_bytes) const override;
  domain::AssessmentSource& assessments() override { return *this; }
  domain::Evidence& evidence() override { return *notary_; }
  const LedgerId& ledger_id() const override { return parts_.id; }
  domain::NamingKeys naming_keys() const override;
  IdBytes NameRequested(const domain::Caller& caller, std::string_view thing,
                        std::string_view request_id) const override;
  FollowUpId NameFollowUp(const domain::SubjectId& subject, std::string_view rule, std::string_view key) const override;

  domain::LedgerFeed& feed() { return feed_; }
  const WriteCounts& write_counts() const { return sequencer_->counts(); }

  // Finishes what waits and puts everything on the device. Later appends get UNAVAILABLE; reads go on. May be called
  // again.
  absl::Status Close();

  const Kv& kv() const { return *parts_.kv; }
  crypto::KeyTable& keys() { return *parts_.keys; }
  const crypto::KeyTable& keys() const { return *parts_.keys; }

 private:
  absl::StatusOr<std::vector<domain::PluginFold>> Folds(const domain::SubjectId& subject, std::string_view plugin,
                                                        std::string_view parameter_set) const override;
  absl::StatusOr<std::vector<domain::KeptFold>> KeptFolds(const domain::SubjectId& subject, std::string_view plugin,
                                                          std::string_view parameter_set) const override;
  absl::StatusOr<std::shared_ptr<const domain::PluginFold>> NewestFold(const domain::SubjectId& subject,
                                                                       std::string_view plugin,
                                                                       std::string_view parameter_set) const override;
  absl::StatusOr<std::vector<domain::KeptFold>> NewestFolds(const domain::SubjectId& subject,
                                                            const std::vector<domain::PluginInfo>& plugins,
                                                            std::string_view parameter_set) const override;
  void SaveFolds(const domain::SubjectId& subject, std::string_view plugin, std::string_view parameter_set,
                 const domain::Place& from, std::vector<domain::PluginFold> folds) override;
  void SaveAllFolds(const domain::SubjectId& subject, std::string_view parameter_set,
                    std::vector<NewFolds> all) override;
  absl::StatusOr<std::vector<Waiting>> Unassessed(size_t limit) const override;
  absl::StatusOr<std::vector<Waiting>> UnassessedOf(const std::set<domain::SubjectId>& subjects) const override;
  absl::StatusOr<std::vector<domain::SubjectId>> TimersBefore(int32_t day, size_t limit) const override;

  // Reads what is erased, and does what an end of the process between a record and its keys has left.
  absl::Status FinishErasures(const Watermark& start);
  // From here on it reads as erased; what was made of it is forgotten, and its keys are destroyed.
  absl::Status Erase(const Watermark& now, const std::vector<ErasedClass>& erased);
  absl::Status DestroyPendingKeys(const Watermark& now);

  std::shared_ptr<const StoreView> Newest() const;
  void Publish(const Watermark& now);
  // The number of records recorded at or before `as_of`, of the first `size`.
  absl::StatusOr<uint64_t> SizeAt(const KvReader& ledger, absl::Time as_of, uint64_t size) const;
  // Rows of a past moment that a later one goes on from.
  struct PastFold {
    std::shared_ptr<MemoryKv> rows;
    Watermark now;
  };
  // The one that is kept, where it is not past `size`; else an empty one. Nobody else goes on from it meanwhile.
  PastFold TakePastFold(uint64_t size) const;
  // The largest is kept.
  void KeepPastFold(PastFold fold) const;
  absl::StatusOr<std::shared_ptr<const StoreView>> FoldPast(std::shared_ptr<const KvReader> ledger, uint64_t size,
                                                            const domain::GoOn& go_on) const;

  Parts parts_;
  const std::shared_ptr<Erasures> erasures_ = std::make_shared<Erasures>();
  Preparer preparer_;
  mutable FoldCache folds_;
  const std::shared_ptr<RecordCache> opened_ = std::make_shared<RecordCache>();
  const std::shared_ptr<RowCache> rows_ = std::make_shared<RowCache>();
  const std::shared_ptr<CourseCache> courses_ = std::make_shared<CourseCache>();
  WaitingList waiting_;
  absl::Status waiting_known_;  // why `waiting_` could not be read at the start

  Feed feed_;

  mutable absl::Mutex view_mutex_;
  std::shared_ptr<const StoreView> latest_ ABSL_GUARDED_BY(view_mutex_);

  // Views of the past that were asked for last, the newest question last.
  mutable absl::Mutex past_mutex_;
  mutable std::deque<std::shared_ptr<const StoreView>> past_ ABSL_GUARDED_BY(past_mutex_);
  mutable std::optional<PastFold> past_fold_ ABSL_GUARDED_BY(past_mutex_);

  LedgerTree tree_;
  std::unique_ptr<Notary> notary_;
  std::unique_ptr<Sequencer> sequencer_;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_LEDGER_STORE_H_
