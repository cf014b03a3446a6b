#ifndef CANDOR_DAEMON_DOMAIN_RESERVE_LOG_H_
#define CANDOR_DAEMON_DOMAIN_RESERVE_LOG_H_

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "daemon/domain/access.h"

// Where an access is noted that the ledger has no room for, until it has. One implementation (daemon/store).
namespace candor::domain {

// Thread-safe.
class ReserveLog {
 public:
  virtual ~ReserveLog() = default;

  // Returns when it is on the device. What is of more people than fit in a place of it is noted without them, with the
  // scope "many". RESOURCE_EXHAUSTED when it is full, INTERNAL when it could not be written. REQUIRES: access.at is
  // set.
  virtual absl::Status Note(const Access& access) = 0;
  // What is noted, in the order in which it was.
  virtual std::vector<Access> Held() const = 0;
  // The first `count` of these are in the ledger, and are forgotten here. Whatever goes wrong, they are in at least one
  // of the two.
  virtual absl::Status Clear(size_t count) = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_RESERVE_LOG_H_
