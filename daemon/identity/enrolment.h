#ifndef CANDOR_DAEMON_IDENTITY_ENROLMENT_H_
#define CANDOR_DAEMON_IDENTITY_ENROLMENT_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/base/id.h"
#include "daemon/crypto/certificate.h"
#include "daemon/crypto/enrolment_code.h"
#include "daemon/crypto/secret_bytes.h"
#include "daemon/crypto/secret_text.h"
#include "daemon/domain/enrolment.h"
#include "daemon/identity/authority.h"
#include "daemon/identity/guess_limiter.h"
#include "daemon/identity/register.h"

namespace candor::identity {

// Codes that are being used right now: between the answer to a code and the record that it was used. Thread-safe.
class CodesInUse final {
 public:
  // false: somebody else is at it.
  bool Take(const EnrolmentId& enrolment);
  void GiveBack(const EnrolmentId& enrolment);

 private:
  absl::Mutex mutex_;
  absl::flat_hash_set<EnrolmentId> taken_ ABSL_GUARDED_BY(mutex_);
};

// Keeps a code from being used a second time as long as it lives. Moves only. Thread-compatible.
class CodeInUse final {
 public:
  // Holds nothing.
  CodeInUse() = default;
  // REQUIRES: `all` took it.
  CodeInUse(std::shared_ptr<CodesInUse> all, const EnrolmentId& enrolment)
      : all_(std::move(all)), enrolment_(enrolment) {}
  CodeInUse(CodeInUse&& other) noexcept : all_(std::move(other.all_)), enrolment_(other.enrolment_) {}
  CodeInUse& operator=(CodeInUse&&) = delete;
  ~CodeInUse() {
    if (all_ != nullptr) all_->GiveBack(enrolment_);
  }

 private:
  std::shared_ptr<CodesInUse> all_;
  EnrolmentId enrolment_;
};

// A code to be handed to the member once `record` is on the device and in the register.
struct HandedCode {
  crypto::SecretText text;
  domain::EnrolmentCodeIssued record;
};

// A certificate to be handed to the caller once `record` is on the device and in the register, and not before `in_use`
// goes: then the register says that the code is used. Without the record nothing has happened, and it may be asked
// again.
struct HandedCertificate {
  crypto::Certificate certificate;
  domain::CertificateIssued record;
  CodeInUse in_use;
};

// Who gets a certificate, and for how long. It writes nothing: what it returns goes on record, and from there into the
// register. Thread-safe.
class Enrolment final {
 public:
  // Of these, none is owned, and all outlive this. `code_key`: PracticeKeys::codes.
  struct Parts {
    const Authority& authority;
    const LiveRegister& live;
    const crypto::Key& code_key;
    Clock& clock;
  };
  explicit Enrolment(const Parts& parts) : parts_(parts), guesses_(parts.clock) {}

  // A code for the member, good once and for kCodeLife. RESOURCE_EXHAUSTED when half of all locators are taken.
  absl::StatusOr<HandedCode> IssueCode(const MemberId& member, const domain::Caller& caller);

  // What `Enroll` asks: a certificate for the key of the request (PKCS #10, DER), for who has this code. The same code
  // with the same key may be asked again until it expires, as an answer may be lost. Codes and reasons (ErrorDetail):
  //   INVALID_ARGUMENT     a typo in the code, with the group: "code_mistyped"; a request that cannot be read:
  //                        "unreadable"
  //   RESOURCE_EXHAUSTED   too many wrong guesses: "too_many_guesses"
  //   UNAUTHENTICATED      there is no such code, or it was withdrawn: "code_unknown"
  //   FAILED_PRECONDITION  of a right one: "code_expired", "code_used"; and the codes of Authority::IssueToMember():
  //                        "not_issued"
  //   ABORTED              somebody is using it right now: "code_in_use"
  absl::StatusOr<HandedCertificate> Redeem(std::string_view code, std::string_view request);

  // A new certificate for who calls with that one, from two thirds of its life on. UNAUTHENTICATED as
  // Register::WhoHolds(); FAILED_PRECONDITION "too_early" with the day from which on; INVALID_ARGUMENT for the request;
  // the codes of Authority::IssueToMember().
  absl::StatusOr<HandedCertificate> Renew(const domain::CertificateFingerprint& caller, std::string_view request);

 private:
  std::array<uint8_t, 32> CheckOf(const crypto::EnrolmentCode& code) const;
  absl::StatusOr<uint32_t> FreeLocator(const Register& now, absl::Time at);
  // The code as it stands, once its secret was seen to be right.
  absl::StatusOr<KnownCode> Recognise(const crypto::EnrolmentCode& code);
  absl::StatusOr<HandedCertificate> Issue(const EnrolmentId& enrolment, const MemberId& member,
                                          const std::string& public_key,
                                          std::optional<domain::CertificateFingerprint> renews, CodeInUse in_use);

  const Parts parts_;
  GuessLimiter guesses_;
  const std::shared_ptr<CodesInUse> in_use_ = std::make_shared<CodesInUse>();
  absl::Mutex mutex_;
  // Handed out and maybe not in the register yet; each until it would expire.
  absl::flat_hash_map<uint32_t, absl::Time> handed_out_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::identity

#endif  // CANDOR_DAEMON_IDENTITY_ENROLMENT_H_
