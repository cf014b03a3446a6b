#include "daemon/store/enrolment_checks.h"

#include <optional>
#include <variant>

#include "daemon/base/status.h"

namespace candor::store {
namespace {

constexpr char kEnrolmentField[] = "enrolment";

absl::Status NoSuchEnrolment() {
  return WithDetail(absl::NotFoundError("enrolment: there is no such enrolment; see `candor member enrolments`"),
                    {kEnrolmentField, "not_found"});
}

absl::Status CheckCertificate(const domain::CertificateIssued& certificate, const domain::EnrolmentRow& row) {
  if (row.member != certificate.member) return NoSuchEnrolment();
  if (row.revoked) {
    return FailedField(kEnrolmentField, "certificate_revoked",
                       "the enrolment was ended meanwhile; ask for an enrolment code and run `candor enroll`");
  }
  if (certificate.renews) {
    if (row.used_by_key) return absl::OkStatus();
    return FailedField(kEnrolmentField, "code_not_used",
                       "there is no certificate to renew; use the enrolment code, with `candor enroll`");
  }
  if (!row.used_by_key || *row.used_by_key == certificate.key_digest) return absl::OkStatus();
  return WithDetail(absl::AbortedError("somebody else has just used this code; if that was not you on another machine, "
                                       "tell whoever handed it to you, and ask for another code"),
                    {"code", "code_used"});
}

}  // namespace

absl::Status CheckEnrolment(const domain::EnrolmentEvent& event, StoredProjections& rows) {
  const std::optional<domain::EnrolmentRow> row = rows.GetEnrolment(domain::EnrolmentOf(event));
  CANDOR_RETURN_IF_ERROR(rows.status());
  if (std::holds_alternative<domain::EnrolmentCodeIssued>(event)) {
    if (!row) return absl::OkStatus();
    return WithDetail(absl::AlreadyExistsError("enrolment: there is an enrolment of this name"),
                      {kEnrolmentField, "id_taken"});
  }
  if (!row) return NoSuchEnrolment();
  const auto* certificate = std::get_if<domain::CertificateIssued>(&event);
  return certificate == nullptr ? absl::OkStatus() : CheckCertificate(*certificate, *row);
}

}  // namespace candor::store
