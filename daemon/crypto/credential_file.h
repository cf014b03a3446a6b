#ifndef CANDOR_DAEMON_CRYPTO_CREDENTIAL_FILE_H_
#define CANDOR_DAEMON_CRYPTO_CREDENTIAL_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/crypto/certificate.h"
#include "daemon/crypto/tls_key.h"

// What a person's machine keeps to prove who calls: key, certificate and the authority that both sides trust, in this
// order in one PEM file of mode 0600. One file, so that a renewal that is cut short leaves the old three or the new
// ones, never a key with another one's certificate. Thread-safe, and safe among processes.
namespace candor::crypto {

struct Credentials {
  TlsKey key;
  Certificate certificate;
  Certificate authority;
};

// NOT_FOUND when there is no file. FAILED_PRECONDITION, with what to do, when file or folder can be changed, or the
// file read, by others; when something is missing in it; when the key is not the certificate's, or the authority did
// not issue that to a client. Whether it still holds today is the caller's to ask (not_after, RenewFrom()).
absl::StatusOr<Credentials> ReadCredentials(const std::string& path);

// Puts the file in place of what is there, whole or not at all, durably; makes its folder with mode 0700 when only that
// one is missing. FAILED_PRECONDITION for a folder that others can change; the codes of ReplaceFile().
absl::Status WriteCredentials(const std::string& path, const Credentials& credentials);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_CREDENTIAL_FILE_H_
