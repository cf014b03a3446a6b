#ifndef CANDOR_DAEMON_STORE_FEED_H_
#define CANDOR_DAEMON_STORE_FEED_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/domain/ledger_feed.h"
#include "daemon/store/view.h"

namespace candor::store {

// The ledger as those who follow it are told of it. Thread-safe.
class Feed final : public domain::LedgerFeed {
 public:
  // `newest` gives a view that shows all that NoteShown() was told of. It starts with `size` records, all durable.
  Feed(uint64_t size, std::function<std::shared_ptr<const StoreView>()> newest)
      : newest_(std::move(newest)), durable_(size), shown_(size) {}

  // All records below `size` are on the device, or in the newest view; in either order. Neither blocks for long.
  void NoteDurable(uint64_t size);
  void NoteShown(uint64_t size);

  uint64_t DurableSize() const override;
  void AwaitDurable(uint64_t beyond, absl::Time deadline) const override;
  void Interrupt() override;
  absl::StatusOr<std::vector<domain::LedgerEvent>> ReadEvents(uint64_t begin, size_t limit) const override;

 private:
  const std::function<std::shared_ptr<const StoreView>()> newest_;
  mutable absl::Mutex mutex_;
  uint64_t durable_ ABSL_GUARDED_BY(mutex_);
  uint64_t shown_ ABSL_GUARDED_BY(mutex_);
  bool interrupted_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_FEED_H_
