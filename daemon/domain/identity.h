#ifndef CANDOR_DAEMON_DOMAIN_IDENTITY_H_
#define CANDOR_DAEMON_DOMAIN_IDENTITY_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/base/sensitive.h"
#include "daemon/domain/enrolment.h"
#include "daemon/domain/entry.h"

// Who calls over a network, and how somebody comes to: what the services ask of whoever keeps certificates and codes.
// One implementation, over the store (daemon/identity).
namespace candor::domain {

// A code that is going to a person. What it says is kept nowhere.
struct CodeHandedOut {
  Sensitive<std::string> text;
  EnrolmentId enrolment;
  MemberId member;
  absl::Time expires_at;
};

// A certificate that is going to a machine.
struct CertificateHandedOut {
  std::string certificate;  // DER
  std::string authority;    // DER, of the one that signed it
  MemberId member;
  absl::Time not_after;   // last second in which it holds
  absl::Time renew_from;  // from here on it is renewed
};

// One member on one machine, as it stands.
struct MachineEnrolled {
  EnrolmentId enrolment;
  MemberId member;
  absl::Time since;                      // when its first certificate was given out; before that, its code
  std::optional<absl::Time> not_after;   // of its newest certificate; nullopt: it has none yet
  std::optional<absl::Time> revoked_at;  // nullopt: it is not
  std::optional<RevocationWhy> why;      // nullopt: as above
  std::optional<Caller> revoked_by;      // nullopt: as above
  bool code_open = false;                // nobody has used its code, and that can still be done
  bool code_replaced = false;            // nobody had used its code when another took its place
  absl::Time code_made_at;  // by the operator as such, who alone makes codes
  absl::Time code_expires_at;
};

// How the daemon is reached.
struct NetworkState {
  bool tls = false;                                 // over a network, by a certificate
  bool insecure_loopback = false;                   // in the clear, by every process of the machine
  bool act_for_allowed = true;                      // at the socket the operator may act for a member
  std::optional<absl::Time> certificate_not_after;  // of the daemon's own; nullopt: it has none
  std::string problem;                              // why that one is not made anew, in a sentence; empty: it is
  std::string reached_at;                           // by people's machines, HOST:PORT; empty: that is not known
};

// Thread-safe. Each callback is called once, either before the call returns or from a thread of the store, and must not
// block; what it tells is on record and counts for every call that begins after it. A `request` is a certificate
// request (PKCS #10, DER), and a `pem` the certificate that a peer has proved to hold; both are read before the call
// returns. What is refused has an ErrorDetail with a reason.
class Identity {
 public:
  virtual ~Identity() = default;

  // Whether anybody ever got a certificate.
  virtual bool AnyoneEnrolled() const = 0;

  // The member who calls with this certificate now. UNAUTHENTICATED, with what to do, for one that does not count (not
  // any more, or not yet). O(1).
  virtual absl::StatusOr<MemberId> WhoHolds(std::string_view pem) const = 0;

  // A code with which `member` enrols one machine, once; an earlier one that nobody has used does not count from here
  // on. NOT_FOUND for no member; FAILED_PRECONDITION where there is no authority; RESOURCE_EXHAUSTED for too many open
  // ones, or no room; UNAVAILABLE when the store is closing.
  virtual void IssueCode(const MemberId& member, const Caller& caller,
                         std::function<void(absl::StatusOr<CodeHandedOut>)> done) = 0;

  // The first certificate, for a code as it was typed. The same code with the same key again is answered again until it
  // expires. INVALID_ARGUMENT for a mistyped code, with the group, or a request that is none; UNAUTHENTICATED, in the
  // same words, for a code that is wrong or unknown or was withdrawn; FAILED_PRECONDITION for a right one that has
  // expired or was used, and where there is no authority or it has ended; ABORTED while somebody else uses it;
  // RESOURCE_EXHAUSTED, with the wait, after wrong ones, or for no room; UNAVAILABLE as above.
  virtual void Enroll(std::string_view code, std::string_view request,
                      std::function<void(absl::StatusOr<CertificateHandedOut>)> done) = 0;

  // Another certificate for whoever holds `pem`, of the same enrolment. UNAUTHENTICATED as WhoHolds();
  // FAILED_PRECONDITION before the day from which it is renewed, and where there is no authority or it has ended;
  // INVALID_ARGUMENT, RESOURCE_EXHAUSTED and UNAVAILABLE as above.
  virtual void Renew(std::string_view pem, std::string_view request,
                     std::function<void(absl::StatusOr<CertificateHandedOut>)> done) = 0;

  // Ends an enrolment, with its code and all its certificates: the next call with one of them is refused, and so is
  // what an open stream would send next. One that has ended already stays as it was. NOT_FOUND for none;
  // RESOURCE_EXHAUSTED and UNAVAILABLE as above.
  virtual void Revoke(const EnrolmentId& enrolment, RevocationWhy why, const Caller& caller,
                      std::function<void(absl::Status)> done) = 0;

  // Oldest first by their codes, those too that have ended. An empty id: everybody's.
  virtual std::vector<MachineEnrolled> EnrolmentsOf(const MemberId& member) const = 0;

  virtual NetworkState Network() const = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_IDENTITY_H_
