#include <utility>
#include <variant>

#include "daemon/base/status.h"
#include "daemon/store/codec.h"
#include "daemon/store/prepare.h"

// Enrolments on their way in.
namespace candor::store {

absl::Status Preparer::Add(const domain::EnrolmentRecorded& enrolment, PreparedTransaction& out) const {
  if (domain::EnrolmentOf(enrolment.event).empty()) return InvalidField("enrolment", "missing", "the id is missing");
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeEnrolment(enrolment), enrolment));
  if (const auto* code = std::get_if<domain::EnrolmentCodeIssued>(&enrolment.event)) {
    record.members = {{"parent", code->member.bytes()}};
  }
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

}  // namespace candor::store
