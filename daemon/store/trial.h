#ifndef CANDOR_DAEMON_STORE_TRIAL_H_
#define CANDOR_DAEMON_STORE_TRIAL_H_

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/base/id.h"
#include "daemon/crypto/key_table.h"
#include "daemon/domain/store.h"
#include "daemon/store/prepare.h"
#include "daemon/store/record_reader.h"
#include "daemon/store/stored_projections.h"
#include "daemon/store/view.h"

namespace candor::store {

// Records on top of a view, for as long as somebody asks what they would change. They are prepared, checked and folded
// by the code of an append, over an overlay that is never written; what they say stays beside the ledger, not in it.
// Thread-compatible.
class StoreTrial final : public domain::Trial {
 public:
  // `clock` is not owned and outlives this.
  StoreTrial(const std::shared_ptr<const StoreView>& newest, const LedgerId& id, std::shared_ptr<crypto::KeyTable> keys,
             Clock& clock);
  ~StoreTrial() override;

  absl::StatusOr<EntryId> AddEntry(domain::Entry entry) override;
  absl::Status AddMerge(domain::CaseMerged merged) override;
  absl::Status AddAssessment(domain::Assessment assessment) override;
  std::shared_ptr<const domain::View> Outcome() const override;

 private:
  class Rows;

  absl::Status Add(domain::Change change);

  const LedgerId id_;
  const std::shared_ptr<crypto::KeyTable> keys_;
  const std::shared_ptr<Rows> rows_;
  const std::shared_ptr<UnwrittenRecords> records_ = std::make_shared<UnwrittenRecords>();
  StoredProjections projections_;
  const Preparer preparer_;
  StoreView::Source now_;  // what Outcome() shows
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_TRIAL_H_
