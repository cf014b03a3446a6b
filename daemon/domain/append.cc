#include "daemon/domain/append.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"

namespace candor::domain {

absl::StatusOr<Appended> AppendAndWait(Store& store, Transaction transaction) {
  absl::Notification done;
  absl::StatusOr<Appended> result = absl::UnknownError("not called");
  store.Append(std::move(transaction), [&](absl::StatusOr<Appended> appended) {
    result = std::move(appended);
    done.Notify();
  });
  done.WaitForNotification();
  return result;
}

}  // namespace candor::domain
