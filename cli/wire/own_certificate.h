#ifndef CANDOR_CLI_WIRE_OWN_CERTIFICATE_H_
#define CANDOR_CLI_WIRE_OWN_CERTIFICATE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "candor/v1/identity.pb.h"
#include "cli/wire/connection.h"
#include "daemon/crypto/certificate.h"
#include "daemon/crypto/credential_file.h"
#include "daemon/crypto/tls_key.h"

// The certificate with which this machine proves who calls.
namespace candor::cli {

// What the daemon has answered, with the key that it was asked for. INTERNAL when it is no certificate of `authority`
// for that key and a client: nothing of it is to be kept.
absl::StatusOr<crypto::Credentials> TakeCertificate(const v1::Certificate& answer, crypto::TlsKey key,
                                                    const crypto::Certificate& authority);

// Puts another key and certificate in the place of the connection's own, once two thirds of that one's life are over at
// `now`; the connection goes on with what it has. Nothing is done before, without credentials, while another `candor`
// is at it, and where the daemon's clock says that it is too early. After an error the file is as it was. The codes of
// Call(), TakeCertificate(), crypto::ReadCredentials() and crypto::WriteCredentials().
absl::Status RenewIfDue(Connection& connection, absl::Time now);

}  // namespace candor::cli

#endif  // CANDOR_CLI_WIRE_OWN_CERTIFICATE_H_
