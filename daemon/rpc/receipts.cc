#include "daemon/rpc/receipts.h"

#include <utility>

#include "daemon/domain/evidence.h"

namespace candor::rpc {

void MakeReceipt(const Rooms& rooms, uint64_t number, std::function<void(absl::StatusOr<std::string>)> done) {
  domain::Evidence& evidence = rooms.store.evidence();
  evidence.Checkpoint(number + 1, [&evidence, number,
                                   done = std::move(done)](const absl::StatusOr<domain::SignedCheckpoint>& checkpoint) {
    done(checkpoint.ok() ? evidence.Receipt(number, *checkpoint) : checkpoint.status());
  });
}

}  // namespace candor::rpc
