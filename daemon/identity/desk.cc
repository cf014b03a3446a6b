#include "daemon/identity/desk.h"

#include <optional>
#include <span>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/log.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/crypto/certificate.h"

namespace candor::identity {
namespace {

using CertificateDone = std::function<void(absl::StatusOr<domain::CertificateHandedOut>)>;

absl::Status NoAuthority() {
  return WithDetail(absl::FailedPreconditionError("this practice has no certificate authority, so nobody can enrol; "
                                                  "make one with `candord init --resume`"),
                    {"", "no_authority"});
}

// Everybody who asks from here on sees it.
template <class Event>
void TakeIn(LiveRegister& live, Event event, const domain::Appended& appended) {
  event.recorded_at = appended.recorded_at;
  const domain::EnrolmentEvent taken(std::move(event));
  live.Apply(std::span<const domain::EnrolmentEvent>(&taken, 1));
}

}  // namespace

Desk::Desk(const DeskParts& parts) : parts_(parts) {
  if (parts.authority == nullptr) return;
  enrolment_ = std::make_unique<Enrolment>(Enrolment::Parts{*parts.authority, *live_, parts.code_key, parts.clock});
}

absl::StatusOr<std::unique_ptr<Desk>> Desk::Start(const DeskParts& parts) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::EnrolmentEvent> events, parts.store.Latest()->ListEnrolments());
  std::unique_ptr<Desk> desk(new Desk(parts));
  desk->live_->Apply(events);
  return desk;
}

void Desk::Refresh() {
  if (parts_.server == nullptr) return;
  const absl::Status status = parts_.server->Refresh();
  if (!status.ok()) log::Warning(absl::StrCat("the daemon's certificate is not made anew: ", status.message()));
}

bool Desk::AnyoneEnrolled() const {
  return live_->Now()->anyone_enrolled();
}

absl::StatusOr<MemberId> Desk::WhoHolds(std::string_view pem) const {
  const auto fingerprint = crypto::FingerprintOfPem(pem);
  if (!fingerprint.ok()) {
    return WithDetail(absl::UnauthenticatedError("your certificate cannot be read; ask for an enrolment code and run "
                                                 "`candor enroll`"),
                      {"", "certificate_unknown"});
  }
  return live_->Now()->WhoHolds(*fingerprint, parts_.clock.Now());
}

void Desk::IssueCode(const MemberId& member, const domain::Caller& caller,
                     std::function<void(absl::StatusOr<domain::CodeHandedOut>)> done) {
  if (enrolment_ == nullptr) return done(NoAuthority());
  const absl::StatusOr<HandedCode> handed = enrolment_->IssueCode(member, caller);
  if (!handed.ok()) return done(handed.status());
  const domain::EnrolmentCodeIssued& record = handed->record;
  domain::CodeHandedOut out{Sensitive<std::string>(std::string(handed->text.text())), record.id, member,
                            record.expires_at};
  parts_.store.Append({{domain::EnrolmentRecorded{record}}},
                      [live = live_, record, out = std::move(out),
                       done = std::move(done)](const absl::StatusOr<domain::Appended>& appended) {
                        if (!appended.ok()) return done(appended.status());
                        TakeIn(*live, record, *appended);
                        done(out);
                      });
}

void Desk::Enroll(std::string_view code, std::string_view request, CertificateDone done) {
  if (enrolment_ == nullptr) return done(NoAuthority());
  HandOut(enrolment_->Redeem(code, request), done);
}

void Desk::Renew(std::string_view pem, std::string_view request, CertificateDone done) {
  if (enrolment_ == nullptr) return done(NoAuthority());
  // For what cannot be read the words of WhoHolds().
  const auto fingerprint = crypto::FingerprintOfPem(pem);
  if (!fingerprint.ok()) return done(WhoHolds(pem).status());
  HandOut(enrolment_->Renew(*fingerprint, request), done);
}

void Desk::HandOut(absl::StatusOr<HandedCertificate> handed, const CertificateDone& done) {
  if (!handed.ok()) return done(handed.status());
  const domain::CertificateIssued record = handed->record;
  const domain::CertificateHandedOut out{handed->certificate.der, parts_.authority->certificate().der, record.member,
                                         record.not_after, crypto::RenewFrom(record.not_before, record.not_after)};
  // Given back by hand: a copy of the callback that lives on would keep the code.
  const auto in_use = std::make_shared<std::optional<CodeInUse>>(std::move(handed->in_use));
  parts_.store.Append({{domain::EnrolmentRecorded{record}}},
                      [live = live_, record, out, in_use, done](const absl::StatusOr<domain::Appended>& appended) {
                        if (appended.ok()) TakeIn(*live, record, *appended);
                        // From here on the register says that the code is used, or it may be used again.
                        in_use->reset();
                        if (!appended.ok()) return done(appended.status());
                        done(out);
                      });
}

void Desk::Revoke(const EnrolmentId& enrolment, domain::RevocationWhy why, const domain::Caller& caller,
                  std::function<void(absl::Status)> done) {
  const std::optional<domain::MachineEnrolled> known = live_->Now()->FindEnrolment(enrolment, parts_.clock.Now());
  if (!known) {
    return done(WithDetail(absl::NotFoundError("there is no such enrolment; see `candor member enrolments`"),
                           {"name", "not_found"}));
  }
  if (known->revoked_at) return done(absl::OkStatus());
  const domain::EnrolmentRevoked record{enrolment, why, caller, {}};
  parts_.store.Append({{domain::EnrolmentRecorded{record}}},
                      [live = live_, record, done = std::move(done)](const absl::StatusOr<domain::Appended>& appended) {
                        if (appended.ok()) TakeIn(*live, record, *appended);
                        done(appended.status());
                      });
}

std::vector<domain::MachineEnrolled> Desk::EnrolmentsOf(const MemberId& member) const {
  return live_->Now()->EnrolmentsOf(member, parts_.clock.Now());
}

domain::NetworkState Desk::Network() const {
  domain::NetworkState state;
  state.tls = parts_.options.tls;
  state.insecure_loopback = parts_.options.insecure_loopback;
  state.reached_at = parts_.options.reached_at;
  state.act_for_allowed = parts_.options.act_for_after_enrolment || !AnyoneEnrolled();
  if (parts_.server == nullptr) return state;
  state.certificate_not_after = parts_.server->certificate().not_after;
  state.problem = parts_.server->problem();
  return state;
}

}  // namespace candor::identity
