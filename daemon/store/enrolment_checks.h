#ifndef CANDOR_DAEMON_STORE_ENROLMENT_CHECKS_H_
#define CANDOR_DAEMON_STORE_ENROLMENT_CHECKS_H_

#include "absl/status/status.h"
#include "daemon/domain/enrolment.h"
#include "daemon/store/stored_projections.h"

namespace candor::store {

// Whether the state has room for it: a code begins an enrolment of its own, a certificate belongs to one of the same
// member that has not ended, and its code is used for one key. Another end of what has ended changes nothing and is let
// in. That the member is there is looked at elsewhere. Codes and reasons (ErrorDetail):
//   ALREADY_EXISTS       an enrolment of that id is there: "id_taken"
//   NOT_FOUND            no such enrolment, or it is another member's: "not_found"
//   FAILED_PRECONDITION  it has ended: "certificate_revoked"; a renewal where none was given out: "code_not_used"
//   ABORTED              its code was used for another key meanwhile: "code_used"
absl::Status CheckEnrolment(const domain::EnrolmentEvent& event, StoredProjections& rows);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_ENROLMENT_CHECKS_H_
