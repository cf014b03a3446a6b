#ifndef CANDOR_DAEMON_RPC_ACCESS_WIRE_H_
#define CANDOR_DAEMON_RPC_ACCESS_WIRE_H_

#include <cstdint>
#include <set>

#include "candor/v1/access.pb.h"
#include "daemon/base/id.h"
#include "daemon/domain/access.h"
#include "daemon/domain/oversight.h"

// The log of accesses on the wire, and what the practice says about it. Thread-safe.
namespace candor::rpc {

// `to`: whoever is told of it as one of those whom it is of, and then of nobody else; nullptr: who reviews the log, and
// then of no private note, be it as a number.
void ToWire(const domain::NumberedAccess& numbered, const MemberId* to, v1::Access* out);
// How many things were shown that neither are a private note nor come of one.
uint32_t ItemsBesideNotes(const domain::Access& access);
void ToWire(const domain::LogReviewed& review, v1::LogReview* out);
// `to`: a member, to whom the cases are named that `theirs` has, and they themselves; nullptr: all of them.
void ToWire(const domain::Disclosed& disclosed, const MemberId* to, const std::set<CaseId>& theirs,
            v1::Disclosure* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_ACCESS_WIRE_H_
