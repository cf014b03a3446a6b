#ifndef CANDOR_DAEMON_RPC_ACCESS_WIRE_H_
#define CANDOR_DAEMON_RPC_ACCESS_WIRE_H_

#include <string>

#include "candor/v1/access.pb.h"
#include "daemon/base/id.h"
#include "daemon/domain/access.h"
#include "daemon/domain/oversight.h"

// The log of accesses on the wire, and what the practice says about it. Thread-safe.
namespace candor::rpc {

// `to`: whoever is told of it as one of those whom it is of, and then of nobody else; nullptr: who reviews the log.
void ToWire(const domain::NumberedAccess& numbered, const MemberId* to, v1::Access* out);
void ToWire(const domain::LogReviewed& review, v1::LogReview* out);
// `to`: as above.
void ToWire(const domain::Disclosed& disclosed, const MemberId* to, v1::Disclosure* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_ACCESS_WIRE_H_
