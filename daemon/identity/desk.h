#ifndef CANDOR_DAEMON_IDENTITY_DESK_H_
#define CANDOR_DAEMON_IDENTITY_DESK_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/clock.h"
#include "daemon/base/id.h"
#include "daemon/crypto/secret_bytes.h"
#include "daemon/domain/enrolment.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/identity.h"
#include "daemon/domain/store.h"
#include "daemon/identity/authority.h"
#include "daemon/identity/enrolment.h"
#include "daemon/identity/register.h"
#include "daemon/identity/server_certificate.h"

namespace candor::identity {

// How the practice has its daemon listen, as it was configured and started.
struct NetworkOptions {
  bool tls = false;                      // over a network, by a certificate
  bool insecure_loopback = false;        // in the clear, on the machine itself
  bool act_for_after_enrolment = false;  // the operator goes on acting for members once somebody is enrolled
  std::string reached_at = {};           // by people's machines, HOST:PORT; empty: that is not known
};

// What the desk works with. Nothing is owned; all of it outlives the desk.
struct DeskParts {
  domain::Store& store;
  const Authority* authority = nullptr;  // nullptr: the practice has none, and nobody enrols
  ServerCertificate* server = nullptr;   // nullptr: the daemon has none
  const crypto::Key& code_key;           // PracticeKeys::codes
  Clock& clock;
  NetworkOptions options = {};
};

// Where people enrol: it puts on record what Enrolment hands out, puts that into the register, and answers after both,
// so that what was answered counts. Where it could not be put on record nothing has happened. Thread-safe. What was
// begun may end after the desk has gone.
class Desk final : public domain::Identity {
 public:
  // Reads who is enrolled. Codes of domain::View::ListEnrolments().
  static absl::StatusOr<std::unique_ptr<Desk>> Start(const DeskParts& parts);

  // Makes the daemon's own certificate anew when that is due, and tells the log of what stands in the way. To be called
  // now and then; waits for the disk.
  void Refresh();

  bool AnyoneEnrolled() const override;
  absl::StatusOr<MemberId> WhoHolds(std::string_view pem) const override;
  void IssueCode(const MemberId& member, const domain::Caller& caller,
                 std::function<void(absl::StatusOr<domain::CodeHandedOut>)> done) override;
  void Enroll(std::string_view code, std::string_view request,
              std::function<void(absl::StatusOr<domain::CertificateHandedOut>)> done) override;
  void Renew(std::string_view pem, std::string_view request,
             std::function<void(absl::StatusOr<domain::CertificateHandedOut>)> done) override;
  void Revoke(const EnrolmentId& enrolment, domain::RevocationWhy why, const domain::Caller& caller,
              std::function<void(absl::Status)> done) override;
  std::vector<domain::MachineEnrolled> EnrolmentsOf(const MemberId& member) const override;
  domain::NetworkState Network() const override;

 private:
  explicit Desk(const DeskParts& parts);

  void HandOut(absl::StatusOr<HandedCertificate> handed,
               const std::function<void(absl::StatusOr<domain::CertificateHandedOut>)>& done);

  const DeskParts parts_;
  // Shared with what is on its way to the record.
  const std::shared_ptr<LiveRegister> live_ = std::make_shared<LiveRegister>();
  std::unique_ptr<Enrolment> enrolment_;  // nullptr: there is no authority
};

}  // namespace candor::identity

#endif  // CANDOR_DAEMON_IDENTITY_DESK_H_
