#ifndef CANDOR_DAEMON_RPC_FACTS_H_
#define CANDOR_DAEMON_RPC_FACTS_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "candor/v1/entry.pb.h"
#include "daemon/domain/facts.h"
#include "daemon/domain/vocabulary.h"

// The typed facts of an entry, between the oneof `facts` and domain::Facts. Generic: the numbers of the wire are those
// of the vocabulary, so a field is converted as soon as both sides have it.
namespace candor::rpc {

struct KindFacts {
  domain::Kind kind = domain::Kind::kNone;
  domain::Facts facts;
};

// INVALID_ARGUMENT naming a path below `field` ("entry.session.minutes"): no facts at all, a date that does not exist,
// a name of the wrong form, or what domain::CheckFacts refuses. That the members and cases exist is not checked here.
absl::StatusOr<KindFacts> FactsFromWire(const v1::Entry& entry, Day today, std::string_view field);

// Facts of another kind than `kind` are left out; a kind without wire form writes nothing.
void FactsToWire(domain::Kind kind, const domain::Facts& facts, v1::Entry* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_FACTS_H_
