#include "daemon/identity/register.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/identity/lifetimes.h"

namespace candor::identity {
namespace {

using domain::CertificateState;

absl::Status NotHeard(std::string_view reason, std::string_view message) {
  return WithDetail(absl::UnauthenticatedError(ToAbsl(message)), {"", std::string(reason)});
}

std::string DayOf(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone());
}

constexpr char kAskForACode[] = "; ask for an enrolment code and run `candor enroll`";

}  // namespace

void Register::Apply(const domain::EnrolmentEvent& event) {
  std::visit([this](const auto& one) { Take(one); }, event);
}

void Register::Take(const domain::EnrolmentCodeIssued& code) {
  const auto [at, fresh] = enrolments_.try_emplace(code.id);
  if (!fresh) return;
  at->second.member = code.member;
  at->second.check = code.check;
  at->second.handed_out = code.recorded_at;
  at->second.expires_at = code.expires_at;
  in_order_.push_back(code.id);
  newest_by_locator_[code.locator] = code.id;
  const auto [newest, first] = newest_code_of_.try_emplace(code.member, code.id);
  if (first) return;
  const auto before = enrolments_.find(std::exchange(newest->second, code.id));
  if (before != enrolments_.end() && !before->second.used_by_key) before->second.replaced = true;
}

void Register::Take(const domain::CertificateIssued& certificate) {
  const auto enrolment = enrolments_.find(certificate.enrolment);
  if (enrolment == enrolments_.end() || enrolment->second.member != certificate.member) return;
  if (!certificates_.try_emplace(certificate.fingerprint, Held{certificate, std::nullopt}).second) return;
  of_member_[certificate.member].push_back(certificate.fingerprint);
  if (!enrolment->second.first_issued) enrolment->second.first_issued = certificate.recorded_at;
  enrolment->second.not_after =
      std::max(enrolment->second.not_after.value_or(absl::InfinitePast()), certificate.not_after);
  if (!certificate.renews) {
    if (!enrolment->second.used_by_key) enrolment->second.used_by_key = certificate.key_digest;
    return;
  }
  const auto before = certificates_.find(*certificate.renews);
  if (before == certificates_.end() || before->second.issued.enrolment != certificate.enrolment) return;
  if (!before->second.renewed_at) before->second.renewed_at = certificate.recorded_at;
}

void Register::Take(const domain::EnrolmentRevoked& revoked) {
  const auto enrolment = enrolments_.find(revoked.enrolment);
  if (enrolment == enrolments_.end() || enrolment->second.revoked_at) return;
  enrolment->second.revoked_at = revoked.recorded_at;
  enrolment->second.why = revoked.why;
  enrolment->second.revoked_by = revoked.caller;
}

KnownCertificate Register::Describe(const Held& held, const Enrolment& enrolment) const {
  KnownCertificate known;
  known.fingerprint = held.issued.fingerprint;
  known.enrolment = held.issued.enrolment;
  known.member = held.issued.member;
  known.serial = held.issued.serial;
  known.not_before = held.issued.not_before;
  known.not_after = held.issued.not_after;
  known.issued_at = held.issued.recorded_at;
  known.renewed_at = held.renewed_at;
  known.revoked_at = enrolment.revoked_at;
  if (known.renewed_at) known.state = CertificateState::kRenewed;
  if (known.revoked_at) known.state = CertificateState::kRevoked;
  return known;
}

std::optional<KnownCertificate> Register::Find(const domain::CertificateFingerprint& fingerprint) const {
  const auto held = certificates_.find(fingerprint);
  if (held == certificates_.end()) return std::nullopt;
  return Describe(held->second, enrolments_.at(held->second.issued.enrolment));
}

absl::StatusOr<MemberId> Register::WhoHolds(const domain::CertificateFingerprint& fingerprint, absl::Time now) const {
  const std::optional<KnownCertificate> known = Find(fingerprint);
  if (!known) {
    return NotHeard("certificate_unknown", absl::StrCat("this practice does not know your certificate", kAskForACode));
  }
  if (known->revoked_at) {
    return NotHeard("certificate_revoked",
                    absl::StrCat("your certificate was withdrawn on ", DayOf(*known->revoked_at), kAskForACode));
  }
  if (now < known->not_before) {
    return NotHeard("certificate_not_yet", "your certificate does not hold yet; the daemon's clock may be slow");
  }
  if (now > known->not_after) {
    return NotHeard("certificate_expired",
                    absl::StrCat("your certificate held until ", DayOf(known->not_after), kAskForACode));
  }
  if (known->renewed_at && now > *known->renewed_at + kRenewedOverlap) {
    return NotHeard("certificate_renewed",
                    absl::StrCat("your certificate was renewed on ", DayOf(*known->renewed_at),
                                 " and this is the one before; use the newer one, or if you do not have it, tell your "
                                 "administrator and ask for an enrolment code"));
  }
  return known->member;
}

std::optional<KnownCode> Register::FindCode(uint32_t locator) const {
  const auto newest = newest_by_locator_.find(locator);
  if (newest == newest_by_locator_.end()) return std::nullopt;
  const Enrolment& enrolment = enrolments_.at(newest->second);
  return KnownCode{newest->second,
                   enrolment.member,
                   enrolment.check,
                   enrolment.expires_at,
                   enrolment.replaced || enrolment.revoked_at.has_value(),
                   enrolment.used_by_key};
}

std::vector<KnownCertificate> Register::OfMember(const MemberId& member) const {
  std::vector<KnownCertificate> out;
  const auto all = of_member_.find(member);
  if (all == of_member_.end()) return out;
  out.reserve(all->second.size());
  for (const domain::CertificateFingerprint& fingerprint : all->second) {
    const Held& held = certificates_.at(fingerprint);
    out.push_back(Describe(held, enrolments_.at(held.issued.enrolment)));
  }
  return out;
}

domain::MachineEnrolled Register::DescribeMachine(const EnrolmentId& id, const Enrolment& enrolment, absl::Time now) {
  domain::MachineEnrolled machine;
  machine.enrolment = id;
  machine.member = enrolment.member;
  machine.since = enrolment.first_issued.value_or(enrolment.handed_out);
  machine.not_after = enrolment.not_after;
  machine.revoked_at = enrolment.revoked_at;
  machine.why = enrolment.why;
  machine.revoked_by = enrolment.revoked_by;
  machine.code_open =
      !enrolment.used_by_key && !enrolment.replaced && !enrolment.revoked_at && now <= enrolment.expires_at;
  machine.code_replaced = enrolment.replaced;
  machine.code_made_at = enrolment.handed_out;
  machine.code_expires_at = enrolment.expires_at;
  return machine;
}

std::optional<domain::MachineEnrolled> Register::FindEnrolment(const EnrolmentId& enrolment, absl::Time now) const {
  const auto found = enrolments_.find(enrolment);
  if (found == enrolments_.end()) return std::nullopt;
  return DescribeMachine(found->first, found->second, now);
}

std::vector<domain::MachineEnrolled> Register::EnrolmentsOf(const MemberId& member, absl::Time now) const {
  std::vector<domain::MachineEnrolled> out;
  for (const EnrolmentId& id : in_order_) {
    const Enrolment& enrolment = enrolments_.at(id);
    if (member.empty() || enrolment.member == member) out.push_back(DescribeMachine(id, enrolment, now));
  }
  return out;
}

std::shared_ptr<const Register> LiveRegister::Now() const {
  absl::MutexLock lock(&mutex_);
  return now_;
}

void LiveRegister::Apply(std::span<const domain::EnrolmentEvent> events) {
  absl::MutexLock one_at_a_time(&writing_);
  auto next = std::make_shared<Register>(*Now());
  for (const domain::EnrolmentEvent& event : events) next->Apply(event);
  absl::MutexLock lock(&mutex_);
  now_ = std::move(next);
}

}  // namespace candor::identity
