#include "daemon/rpc/reads.h"

namespace candor::rpc {

void Reads::PutOnRecord(domain::Store& store, std::function<void(const absl::Status&)> done) const {
  domain::Transaction transaction;
  const auto view = store.Latest();
  for (const auto& [name, read] : reads_) {
    const auto known = view->HasRead(read.entry, read.reader);
    if (!known.ok()) return done(known.status());
    if (!*known) transaction.changes.emplace_back(read);
  }
  if (transaction.changes.empty()) return done(absl::OkStatus());
  store.Append(std::move(transaction),
               [done = std::move(done)](const absl::StatusOr<domain::Appended>& appended) { done(appended.status()); });
}

}  // namespace candor::rpc
