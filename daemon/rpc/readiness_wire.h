#ifndef CANDOR_DAEMON_RPC_READINESS_WIRE_H_
#define CANDOR_DAEMON_RPC_READINESS_WIRE_H_

#include <atomic>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/role.pb.h"
#include "daemon/base/civil.h"
#include "daemon/base/clock.h"
#include "daemon/domain/identity.h"
#include "daemon/domain/readiness.h"
#include "daemon/domain/store.h"
#include "google/protobuf/repeated_field.h"

// What a practice has still to name before it works with people (daemon/domain/readiness.h): what waits for it, and how
// it is told.
namespace candor::rpc {

// Lets the work itself wait until everything has been named once, from the first enrolment on. Thread-safe; remembers
// that it has been, which never changes back.
class ReadyCheck {
 public:
  // None is owned; all outlive it.
  ReadyCheck(const domain::Store& store, const domain::Identity& identity, Clock& clock)
      : store_(store), identity_(identity), clock_(clock) {}

  // FAILED_PRECONDITION ("not_ready"), which lists what is to be named, for a method that waits for it. Errors else are
  // the view's. Reads the record only while there is something to name.
  absl::Status Check(std::string_view method) const;

 private:
  const domain::Store& store_;
  const domain::Identity& identity_;
  Clock& clock_;
  mutable std::atomic<bool> ready_ = false;
};

void ToWire(const domain::ReadinessGap& gap, v1::ReadinessGap* out);

// `out` is filled in with the gaps of that day alone.
absl::Status WriteReadinessGaps(const domain::View& view, const domain::Identity& identity, Day today,
                                google::protobuf::RepeatedPtrField<v1::ReadinessGap>* out);
// Whether the work waits for what has never been named: somebody has enrolled.
absl::StatusOr<bool> WorkWaits(const domain::View& view, const domain::Identity& identity, Day today);

// All of it.
absl::Status WriteReadiness(const domain::View& view, const domain::Identity& identity, Day today, v1::Readiness* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_READINESS_WIRE_H_
