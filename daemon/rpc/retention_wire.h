#ifndef CANDOR_DAEMON_RPC_RETENTION_WIRE_H_
#define CANDOR_DAEMON_RPC_RETENTION_WIRE_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/retention.pb.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/erasure_reach.h"
#include "daemon/domain/retention.h"
#include "daemon/domain/subject.h"
#include "daemon/rpc/question.h"

// Erasures, holds and what is due on the wire. Enums whose numbers are the same on both sides are cast.
namespace candor::rpc {

v1::ErasureScope ScopeOf(const std::vector<domain::KeyClass>& classes);
void ToWire(const domain::DueErasure& due, v1::DueErasure* out);
// Without certificates, and without what it reaches.
void ToWire(const domain::Erasure& erasure, v1::Erasure* out);
void WriteReach(const domain::ErasureReach& reach, v1::Erasure* out);
void ToWire(const domain::LegalHold& hold, v1::LegalHold* out);

// INVALID_ARGUMENT about `field`: none, or everything of a member.
absl::StatusOr<std::vector<domain::KeyClass>> ClassesFrom(v1::ErasureScope scope, const domain::SubjectId& subject,
                                                          std::string_view field);

// A case or a member that is there. NOT_FOUND about `field`.
absl::Status CheckSubjectIsThere(const domain::View& view, const domain::SubjectId& subject, std::string_view field);

// Whether the caller may be the second person about the subject: a member who is here, other than the first, whom it
// does not concern. PERMISSION_DENIED about `name`.
absl::Status CheckSecondPerson(const Question& question, const domain::SubjectId& subject, const MemberId& first);
// The same as an answer. Errors are the view's.
absl::StatusOr<bool> MayBeSecondPerson(const Question& question, const domain::SubjectId& subject,
                                       const MemberId& first);
// Whether the caller may refuse what the first asked for: the operator, the first themselves, and whoever could approve
// it. Errors are the view's.
absl::StatusOr<bool> MayRefuse(const Question& question, const domain::SubjectId& subject, const MemberId& first);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_RETENTION_WIRE_H_
