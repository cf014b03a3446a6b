#ifndef CANDOR_DAEMON_RPC_USED_FIELDS_H_
#define CANDOR_DAEMON_RPC_USED_FIELDS_H_

#include "candor/v1/follow_up.pb.h"
#include "daemon/domain/entry.h"

namespace candor::rpc {

// What the entry says as far as a rule can read it: answers, choices, numbers, dates and people, in the order of the
// kind's fields. No text, so whoever sees the entry at all may see it.
void WriteUsedFields(const domain::Entry& entry, v1::UsedFact* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_USED_FIELDS_H_
