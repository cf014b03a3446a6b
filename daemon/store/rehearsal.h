#ifndef CANDOR_DAEMON_STORE_REHEARSAL_H_
#define CANDOR_DAEMON_STORE_REHEARSAL_H_

#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/clock.h"
#include "daemon/base/id.h"
#include "daemon/crypto/key_table.h"
#include "daemon/domain/store.h"
#include "daemon/store/overlay.h"
#include "daemon/store/prepare.h"
#include "daemon/store/row_cache.h"
#include "daemon/store/stored_projections.h"
#include "daemon/store/view.h"

namespace candor::store {

// Prepares and checks as an append does. Folded are only the rows that admission reads: people, cases with their
// course, imports. Of an entry the name is kept, and that shortened; so a row of a file costs few bytes.
// Thread-compatible.
class StoreRehearsal final : public domain::Rehearsal {
 public:
  // `clock` is not owned and outlives this. `most_bytes`: about how much is kept at most.
  StoreRehearsal(std::shared_ptr<const StoreView> before, const LedgerId& id, std::shared_ptr<crypto::KeyTable> keys,
                 Clock& clock, size_t most_bytes);

  std::shared_ptr<const domain::View> before() const override { return before_; }
  absl::StatusOr<domain::Appended> Take(domain::Transaction transaction) override;

 private:
  absl::StatusOr<domain::Appended> Admit(PreparedTransaction& transaction);
  absl::Status Keep(PreparedRecord& record);
  absl::Status KeepInCourse(const domain::EntryHeader& header);

  const std::shared_ptr<const StoreView> before_;
  const std::shared_ptr<crypto::KeyTable> keys_;
  const size_t most_bytes_;
  RowCache cache_;
  Overlay overlay_;
  StoredProjections rows_;
  const Preparer preparer_;
  absl::flat_hash_set<uint64_t> entries_;  // first bytes of the names, which are a keyed hash of the row
  size_t kept_bytes_ = 0;                  // about
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_REHEARSAL_H_
