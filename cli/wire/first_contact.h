#ifndef CANDOR_CLI_WIRE_FIRST_CONTACT_H_
#define CANDOR_CLI_WIRE_FIRST_CONTACT_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/wire/server_address.h"
#include "daemon/crypto/certificate.h"
#include "daemon/crypto/enrolment_code.h"

namespace candor::cli {

// The certificate of the authority for which the code was made, as whatever listens at `address` shows it. Only TLS's
// own handshake takes place: nothing of the code is sent, so who stands in between learns nothing of it.
// REQUIRES: address.tls. Waits at most `timeout`, but for what the system takes to look the host up. Codes:
//   UNAVAILABLE          nobody answers there, or not with TLS
//   FAILED_PRECONDITION  who answers is of another authority, or shows a certificate that does not hold
absl::StatusOr<crypto::Certificate> FetchAuthority(const ServerAddress& address, const crypto::EnrolmentCode& code,
                                                   absl::Duration timeout);

}  // namespace candor::cli

#endif  // CANDOR_CLI_WIRE_FIRST_CONTACT_H_
