#ifndef CANDOR_DAEMON_RPC_EXPORT_MODES_H_
#define CANDOR_DAEMON_RPC_EXPORT_MODES_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/export.pb.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/store.h"

// How rules were run, and how far a re-assessment had come, as a line of an export has it, and back.
namespace candor::rpc {

void ModesToLine(const domain::Activation& activation, v1::ExportedActivation* out);
// Fills in what tells of modes. INVALID_ARGUMENT about a field of `activation`; the same below, of `assessment`.
absl::Status ModesFromLine(const v1::ExportedActivation& wire, domain::Activation& activation);

void ReassessmentToLine(const domain::Reassessment& reassessment, v1::ExportedReassessment* out);
absl::StatusOr<domain::Reassessment> ReassessmentFromLine(const v1::ExportedReassessment& wire);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EXPORT_MODES_H_
