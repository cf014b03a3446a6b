#ifndef CANDOR_DAEMON_STORE_RESTORER_H_
#define CANDOR_DAEMON_STORE_RESTORER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/domain/store.h"
#include "daemon/store/building_folder.h"
#include "daemon/store/data_directory.h"
#include "daemon/store/envelope.h"
#include "daemon/store/kv.h"

namespace candor::store {

// Makes a data directory of the records of another ledger, with their numbers and times, under keys of its own. It is
// built in a folder beside the one that it is for and takes that one's place once it is whole, so that there is all of
// it or nothing. Naming keys come along, so everything made of the records is the same but for the Merkle tree, whose
// leaves hold the new keys. Thread-compatible.
class Restorer final {
 public:
  // `data_dir` is not there, or an empty folder: FAILED_PRECONDITION otherwise, and where an earlier attempt that was
  // cut short has left its folder. The master key is made where the source says. Else as Open() of a new directory.
  static absl::StatusOr<std::unique_ptr<Restorer>> Begin(const std::string& data_dir, const domain::NamingKeys& naming,
                                                         const crypto::MasterKeySource& master_key = {});
  // Without Finish() nothing is left.
  ~Restorer() = default;
  Restorer(const Restorer&) = delete;
  Restorer& operator=(const Restorer&) = delete;

  // The next one. INVALID_ARGUMENT when its number is another one than the next, or it was recorded before the last.
  // `commitment` is not looked at. What is erased is recorded without what it had sealed.
  absl::Status Add(const domain::LedgerRecord& record);

  // Makes everything that follows from the records, and puts the directory in its place. To be called once. DATA_LOSS
  // when the records do not fold.
  absl::Status Finish();

  uint64_t size() const { return size_; }
  const LedgerId& ledger_id() const { return ledger_id_; }

 private:
  Restorer(BuildingFolder folder, std::unique_ptr<DataDirectory> directory);

  absl::StatusOr<PlainRecord> Encode(const domain::LedgerRecord& record, std::string& committed) const;
  absl::StatusOr<PlainRecord> EncodeSectioned(const domain::KeptAssessment& kept, std::string& commitments) const;
  absl::Status WriteBatchOut();

  // Gone after what lies in it is closed.
  BuildingFolder folder_;
  std::unique_ptr<DataDirectory> directory_;
  const LedgerId ledger_id_;
  uint64_t size_ = 0;
  absl::Time last_ = absl::InfinitePast();
  WriteBatch batch_;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_RESTORER_H_
