#include <optional>
#include <variant>

#include "daemon/domain/enrolment.h"
#include "daemon/domain/fold.h"

// What becomes of the rows with who enrols. Who has which certificate is folded elsewhere, from the records themselves
// (daemon/identity); the row is for what may be recorded after it.
namespace candor::domain {
namespace {

// An enrolment with one more of its records. Only a code begins one; what comes without is not taken in at all.
struct EnrolmentFold {
  std::optional<EnrolmentRow> row;

  void operator()(const EnrolmentCodeIssued& code) {
    if (!row) row.emplace().member = code.member;
  }
  void operator()(const CertificateIssued& certificate) {
    if (row && !certificate.renews && !row->used_by_key) row->used_by_key = certificate.key_digest;
  }
  void operator()(const EnrolmentRevoked& /*revoked*/) {
    if (row) row->revoked = true;
  }
};

}  // namespace

void Fold::Take(const FoldRecord& record, const EnrolmentRecorded& enrolment) {
  rows_.MarkEnrolmentRecord(record.number);
  const EnrolmentId& id = EnrolmentOf(enrolment.event);
  EnrolmentFold fold{rows_.GetEnrolment(id)};
  std::visit(fold, enrolment.event);
  if (fold.row) rows_.PutEnrolment(id, *fold.row);
}

}  // namespace candor::domain
