#ifndef CANDOR_DAEMON_IDENTITY_AUTHORITY_H_
#define CANDOR_DAEMON_IDENTITY_AUTHORITY_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/crypto/certificate.h"
#include "daemon/crypto/tls_key.h"

namespace candor::identity {

// Where the practice's authority lies: its own, or one that it brings.
struct AuthorityFiles {
  std::string certificate;  // PEM; the first certificate in it
  std::string key;          // PEM, mode 0600
};

// The practice's certificate authority: it signs the certificates of the server and of the members' machines. The
// const functions are thread-safe. Moves only.
class Authority final {
 public:
  // Makes key (ECDSA P-256) and certificate. A key that is there without a certificate is taken: the last run was cut
  // short between the two. ALREADY_EXISTS when the certificate is there; the codes of TlsKey::Load() and ReplaceFile().
  static absl::StatusOr<Authority> Create(const AuthorityFiles& files, absl::Time now);
  // NOT_FOUND when either is missing. FAILED_PRECONDITION, with what to do, when they do not belong together, the
  // certificate may not sign others or does not hold at `now`, or the key may be reached by others or is of a kind that
  // is not taken (TlsKey).
  static absl::StatusOr<Authority> Load(const AuthorityFiles& files, absl::Time now);

  const crypto::Certificate& certificate() const { return certificate_; }

  // For a member's machine. The subject is "members/ID" and nothing else; `public_key` as ReadRequest() gives it.
  // FAILED_PRECONDITION when the authority no longer holds at `now`, or its own extensions forbid it;
  // INVALID_ARGUMENT for a key that is none.
  absl::StatusOr<crypto::Certificate> IssueToMember(const MemberId& member, const std::string& public_key,
                                                    absl::Time now) const;
  // For the daemon itself; `names` as NormalName() writes them. The same codes.
  absl::StatusOr<crypto::Certificate> IssueToServer(const std::vector<std::string>& names,
                                                    const std::string& public_key, absl::Time now) const;

 private:
  Authority(crypto::Certificate certificate, crypto::TlsKey key);

  absl::StatusOr<crypto::Certificate> Issue(crypto::CertificateUse use, const std::string& common_name,
                                            const std::vector<std::string>& names, const std::string& public_key,
                                            absl::Time now) const;

  crypto::Certificate certificate_;
  crypto::TlsKey key_;
};

}  // namespace candor::identity

#endif  // CANDOR_DAEMON_IDENTITY_AUTHORITY_H_
