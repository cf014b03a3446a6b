#ifndef CANDOR_DAEMON_STORE_NAMES_H_
#define CANDOR_DAEMON_STORE_NAMES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "daemon/base/id.h"
#include "daemon/crypto/subject_keys.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/subject.h"

// Names and digests that the store makes under the practice's keys: whoever lacks the keys learns nothing from them,
// and the same input gives the same name for ever. Each is the first 16 bytes of an HMAC-SHA-256.
namespace candor::store {

// A member's display name, a case's code: for lookup.
IdBytes NameDigest(const crypto::PracticeKeys& keys, std::string_view display_name);
IdBytes CodeDigest(const crypto::PracticeKeys& keys, std::string_view code);

// The entry that a request makes. `attempt` counts how often the request id has expired.
EntryId EntryIdOfRequest(const crypto::PracticeKeys& keys, const domain::Caller& caller, std::string_view request_id,
                         uint32_t attempt);
// What else a request makes: "case" and the like say which kind of thing. Never expires.
IdBytes IdOfRequest(const crypto::PracticeKeys& keys, const domain::Caller& caller, std::string_view thing,
                    std::string_view request_id);
// The entry that an imported row makes, whoever brings it.
EntryId EntryIdOfRow(const crypto::PracticeKeys& keys, std::string_view import_digest);
// What stands in the header of an imported row.
std::string ImportDigest(const crypto::PracticeKeys& keys, std::string_view import_digest);

FollowUpId NameOfFollowUp(const crypto::PracticeKeys& keys, const domain::SubjectId& subject, std::string_view rule,
                          std::string_view key);

// Of Transaction::sent: tells a repetition of a call from another call.
IdBytes RequestDigest(const crypto::PracticeKeys& keys, std::string_view sent);
// Of everything that was handed in, without what the store gives out: tells a repetition from something else.
// `canonical` is CanonicalContent() of the entry; the same below.
IdBytes ContentDigest(const crypto::PracticeKeys& keys, const domain::EntryHeader& header, std::string_view canonical);
// Which part of the figures a concern first written as `concern` goes into; never 0, which is everybody's.
uint32_t PartitionOf(const crypto::PracticeKeys& keys, const EntryId& concern);
// Breaks ties in the timeline: kind and content, whoever wrote it and whenever it came.
uint64_t OrderDigest(const crypto::PracticeKeys& keys, std::string_view canonical);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_NAMES_H_
