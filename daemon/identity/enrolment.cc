#include "daemon/identity/enrolment.h"

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/crypto/certificate_request.h"
#include "daemon/crypto/hashing.h"
#include "daemon/identity/lifetimes.h"

namespace candor::identity {
namespace {

constexpr char kCode[] = "code";

std::string DayWritten(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone());
}

// One sentence for whatever is not right before the secret was seen to be: it tells nobody which codes there are.
absl::Status UnknownCode() {
  return WithDetail(
      absl::UnauthenticatedError("there is no such code that can be used; look at it again, or ask for a new one"),
      {kCode, "code_unknown"});
}

// The public key in a request.
absl::StatusOr<std::string> KeyAskedFor(std::string_view request) {
  absl::StatusOr<std::string> key = crypto::ReadRequest(request);
  if (!key.ok()) return WithDetail(key.status(), {"request", "unreadable"});
  return key;
}

uint32_t RandomLocator() {
  std::array<uint8_t, 4> bytes{};
  crypto::RandomBytes(bytes);
  return ReadBigEndian<uint32_t>(AsText(bytes)) % crypto::kEnrolmentLocators;
}

}  // namespace

bool CodesInUse::Take(const EnrolmentId& enrolment) {
  absl::MutexLock lock(&mutex_);
  return taken_.insert(enrolment).second;
}

void CodesInUse::GiveBack(const EnrolmentId& enrolment) {
  absl::MutexLock lock(&mutex_);
  taken_.erase(enrolment);
}

std::array<uint8_t, 32> Enrolment::CheckOf(const crypto::EnrolmentCode& code) const {
  std::string locator;
  AppendBigEndian(code.locator, locator);
  return crypto::HmacSha256(parts_.code_key, {locator, AsText(code.secret.span()), AsText(code.authority)});
}

absl::StatusOr<uint32_t> Enrolment::FreeLocator(const Register& now, absl::Time at) {
  absl::MutexLock lock(&mutex_);
  absl::erase_if(handed_out_, [at](const auto& each) { return at > each.second; });
  if (handed_out_.size() >= crypto::kEnrolmentLocators / 2) {
    return WithDetail(absl::ResourceExhaustedError("too many enrolment codes are open; wait until some of them expire"),
                      {"", "too_many_codes"});
  }
  while (true) {
    const uint32_t locator = RandomLocator();
    const std::optional<KnownCode> known = now.FindCode(locator);
    if (known && at <= known->expires_at) continue;
    if (handed_out_.try_emplace(locator, at + kCodeLife).second) return locator;
  }
}

absl::StatusOr<HandedCode> Enrolment::IssueCode(const MemberId& member, const domain::Caller& caller) {
  const absl::Time now = parts_.clock.Now();
  CANDOR_ASSIGN_OR_RETURN(const uint32_t locator, FreeLocator(*parts_.live.Now(), now));
  const crypto::EnrolmentCode code = crypto::NewEnrolmentCode(locator, parts_.authority.certificate().fingerprint);
  domain::EnrolmentCodeIssued record;
  record.id = EnrolmentId::Random();
  record.member = member;
  record.locator = locator;
  record.check = CheckOf(code);
  record.expires_at = now + kCodeLife;
  record.caller = caller;
  record.recorded_at = now;
  return HandedCode{crypto::FormatEnrolmentCode(code), record};
}

absl::StatusOr<KnownCode> Enrolment::Recognise(const crypto::EnrolmentCode& code) {
  CANDOR_RETURN_IF_ERROR(guesses_.Admit(code.locator));
  const std::optional<KnownCode> known = parts_.live.Now()->FindCode(code.locator);
  // Of one that does not exist as much is computed.
  const std::array<uint8_t, 32> check = CheckOf(code);
  const std::array<uint8_t, 32> expected = known ? known->check : std::array<uint8_t, 32>{};
  const bool right = crypto::EqualInConstantTime(AsText(check), AsText(expected));
  if (!known || !right) return UnknownCode();
  guesses_.Right(code.locator);
  return *known;
}

absl::StatusOr<HandedCertificate> Enrolment::Redeem(std::string_view code, std::string_view request) {
  const auto typed = crypto::ParseEnrolmentCode(code);
  if (!typed.ok()) return WithDetail(typed.status(), {kCode, "code_mistyped"});
  CANDOR_ASSIGN_OR_RETURN(const std::string public_key, KeyAskedFor(request));
  CANDOR_ASSIGN_OR_RETURN(const KnownCode known, Recognise(*typed));
  if (!in_use_->Take(known.enrolment)) {
    return WithDetail(absl::AbortedError("this code is being used right now; try again in a moment"),
                      {kCode, "code_in_use"});
  }
  CodeInUse in_use(in_use_, known.enrolment);
  // Asked once more: somebody may have used it between the first look and here.
  const std::optional<KnownCode> now = parts_.live.Now()->FindCode(typed->locator);
  if (!now || now->enrolment != known.enrolment || now->withdrawn) return UnknownCode();
  if (parts_.clock.Now() > now->expires_at) {
    return WithDetail(absl::FailedPreconditionError(absl::StrCat("this code could be used until ",
                                                                 DayWritten(now->expires_at), "; ask for a new one")),
                      {kCode, "code_expired"});
  }
  if (now->used_by_key && *now->used_by_key != crypto::Sha256(public_key)) {
    return WithDetail(
        absl::FailedPreconditionError(
            "this code has been used already; if that was not you, tell whoever handed it to you now, and "
            "ask for a new one"),
        {kCode, "code_used"});
  }
  return Issue(now->enrolment, now->member, public_key, std::nullopt, std::move(in_use));
}

absl::StatusOr<HandedCertificate> Enrolment::Renew(const domain::CertificateFingerprint& caller,
                                                   std::string_view request) {
  const absl::Time now = parts_.clock.Now();
  const std::shared_ptr<const Register> stands = parts_.live.Now();
  CANDOR_ASSIGN_OR_RETURN(const MemberId member, stands->WhoHolds(caller, now));
  const std::optional<KnownCertificate> known = stands->Find(caller);
  const absl::Time from = crypto::RenewFrom(known->not_before, known->not_after);
  if (now < from) {
    return WithDetail(
        absl::FailedPreconditionError(absl::StrCat("the certificate can be renewed from ", DayWritten(from), " on")),
        {"", "too_early"});
  }
  CANDOR_ASSIGN_OR_RETURN(const std::string public_key, KeyAskedFor(request));
  return Issue(known->enrolment, member, public_key, caller, CodeInUse());
}

absl::StatusOr<HandedCertificate> Enrolment::Issue(const EnrolmentId& enrolment, const MemberId& member,
                                                   const std::string& public_key,
                                                   std::optional<domain::CertificateFingerprint> renews,
                                                   CodeInUse in_use) {
  const absl::Time now = parts_.clock.Now();
  absl::StatusOr<crypto::Certificate> issued = parts_.authority.IssueToMember(member, public_key, now);
  if (!issued.ok()) return WithDetail(issued.status(), {"", "not_issued"});
  crypto::Certificate made = *std::move(issued);
  domain::CertificateIssued record;
  record.enrolment = enrolment;
  record.member = member;
  record.fingerprint = made.fingerprint;
  record.serial = made.serial;
  record.key_digest = crypto::Sha256(public_key);
  record.not_before = made.not_before;
  record.not_after = made.not_after;
  record.renews = renews;
  record.recorded_at = now;
  return HandedCertificate{std::move(made), std::move(record), std::move(in_use)};
}

}  // namespace candor::identity
