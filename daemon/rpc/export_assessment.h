#ifndef CANDOR_DAEMON_RPC_EXPORT_ASSESSMENT_H_
#define CANDOR_DAEMON_RPC_EXPORT_ASSESSMENT_H_

#include "absl/status/statusor.h"
#include "candor/v1/export.pb.h"
#include "daemon/domain/store.h"

// An assessment, with how far it came and the follow-ups that it wrote, on a line of an export and back. Pure.
namespace candor::rpc {

void AssessmentToLine(const domain::KeptAssessment& kept, v1::ExportedAssessment* out);

// What is left out of a line is empty in the record. INVALID_ARGUMENT naming the field, never its text.
absl::StatusOr<domain::KeptAssessment> AssessmentFromLine(const v1::ExportedAssessment& wire);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EXPORT_ASSESSMENT_H_
