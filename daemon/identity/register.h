#ifndef CANDOR_DAEMON_IDENTITY_REGISTER_H_
#define CANDOR_DAEMON_IDENTITY_REGISTER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/domain/enrolment.h"
#include "daemon/domain/identity.h"

namespace candor::identity {

// A certificate as it stands.
struct KnownCertificate {
  domain::CertificateFingerprint fingerprint{};
  EnrolmentId enrolment;
  MemberId member;
  std::string serial;
  domain::CertificateState state = domain::CertificateState::kIssued;
  absl::Time not_before;
  absl::Time not_after;
  absl::Time issued_at;
  std::optional<absl::Time> renewed_at;  // when another one took its place; nullopt: none has
  std::optional<absl::Time> revoked_at;  // nullopt: it is not

  bool operator==(const KnownCertificate&) const = default;
};

// A code that was handed out, as it stands.
struct KnownCode {
  EnrolmentId enrolment;
  MemberId member;
  std::array<uint8_t, 32> check{};
  absl::Time expires_at;
  bool withdrawn = false;  // revoked, or a later code has taken its place before it was used
  // Of the certificate that it was used for: SHA-256 of its SubjectPublicKeyInfo. nullopt: nobody has used it.
  std::optional<std::array<uint8_t, 32>> used_by_key;

  bool operator==(const KnownCode&) const = default;
};

// Who has which certificate: what the records of enrolments say, one after another in the order of the ledger. A value
// without clock and files. The same record twice leaves it as it was. Thread-compatible.
class Register final {
 public:
  // A record of an enrolment that none before it has begun is passed over: nobody gains anything by it.
  void Apply(const domain::EnrolmentEvent& event);

  // The member who calls with this certificate at `now`. UNAUTHENTICATED, with what to do, for one that is not in the
  // register, that was revoked, whose time is over or not come, or that was renewed more than kRenewedOverlap ago;
  // the reason of the ErrorDetail is "certificate_unknown", "_revoked", "_expired", "_not_yet" or "_renewed". O(1).
  absl::StatusOr<MemberId> WhoHolds(const domain::CertificateFingerprint& fingerprint, absl::Time now) const;

  // As it stands; nullopt: there is none of that fingerprint. O(1).
  std::optional<KnownCertificate> Find(const domain::CertificateFingerprint& fingerprint) const;
  // The newest code of that locator; nullopt: there is none. O(1).
  std::optional<KnownCode> FindCode(uint32_t locator) const;

  // Certificates of a member, oldest first.
  std::vector<KnownCertificate> OfMember(const MemberId& member) const;

  // As it stands at `now`; nullopt: there is none. O(1).
  std::optional<domain::MachineEnrolled> FindEnrolment(const EnrolmentId& enrolment, absl::Time now) const;
  // In the order of their codes. An empty id: everybody's. O(all enrolments).
  std::vector<domain::MachineEnrolled> EnrolmentsOf(const MemberId& member, absl::Time now) const;
  // Whether anybody ever got a certificate.
  bool anyone_enrolled() const { return !certificates_.empty(); }

 private:
  struct Enrolment {
    MemberId member;
    std::array<uint8_t, 32> check{};
    absl::Time handed_out;
    absl::Time expires_at;
    bool replaced = false;
    std::optional<std::array<uint8_t, 32>> used_by_key;
    std::optional<absl::Time> first_issued;  // its first certificate
    std::optional<absl::Time> not_after;     // of the certificate that holds longest
    std::optional<absl::Time> revoked_at;
    std::optional<domain::RevocationWhy> why;
    std::optional<domain::Caller> revoked_by;
  };
  struct Held {
    domain::CertificateIssued issued;
    std::optional<absl::Time> renewed_at;
  };

  void Take(const domain::EnrolmentCodeIssued& code);
  void Take(const domain::CertificateIssued& certificate);
  void Take(const domain::EnrolmentRevoked& revoked);
  KnownCertificate Describe(const Held& held, const Enrolment& enrolment) const;
  static domain::MachineEnrolled DescribeMachine(const EnrolmentId& id, const Enrolment& enrolment, absl::Time now);

  absl::flat_hash_map<EnrolmentId, Enrolment> enrolments_;
  std::vector<EnrolmentId> in_order_;
  absl::flat_hash_map<domain::CertificateFingerprint, Held> certificates_;
  absl::flat_hash_map<uint32_t, EnrolmentId> newest_by_locator_;
  absl::flat_hash_map<MemberId, EnrolmentId> newest_code_of_;
  absl::flat_hash_map<MemberId, std::vector<domain::CertificateFingerprint>> of_member_;
};

// The register that all calls look into. Thread-safe.
class LiveRegister final {
 public:
  // What stands now; does not change under the caller. O(1).
  std::shared_ptr<const Register> Now() const;
  // Whoever asks after this returns sees all of it: a certificate that is revoked by it is cut. One copy of the
  // register per call, so a start hands in everything at once.
  void Apply(std::span<const domain::EnrolmentEvent> events);

 private:
  absl::Mutex writing_;  // held through a whole Apply()
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Register> now_ ABSL_GUARDED_BY(mutex_) = std::make_shared<const Register>();
};

}  // namespace candor::identity

#endif  // CANDOR_DAEMON_IDENTITY_REGISTER_H_
