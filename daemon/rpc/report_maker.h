#ifndef CANDOR_DAEMON_RPC_REPORT_MAKER_H_
#define CANDOR_DAEMON_RPC_REPORT_MAKER_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "candor/v1/civil.pb.h"
#include "candor/v1/report.pb.h"
#include "daemon/domain/compliance_report.h"
#include "daemon/domain/evidence.h"
#include "daemon/domain/report_signature.h"
#include "daemon/rpc/method.h"
#include "daemon/rpc/rooms.h"

// What the methods about compliance reports share.
namespace candor::rpc {

// Either a quarter, or both days; nullptr for one that is not given. INVALID_ARGUMENT naming the field.
absl::StatusOr<domain::ReportPeriod> PeriodFromWire(const std::string& quarter, const v1::Date* from,
                                                    const v1::Date* to);
// `request` has fields `quarter`, `from` and `to`.
template <class Request>
absl::StatusOr<domain::ReportPeriod> PeriodOf(const Request& request) {
  return PeriodFromWire(request.quarter(), request.has_from() ? &request.from() : nullptr,
                        request.has_to() ? &request.to() : nullptr);
}

void ToWire(const domain::ReportRow& row, v1::ReportRow* out);
void ToWire(const domain::ReportSigned& signature, v1::ReportSignature* out);

// Calls `done` once, now or from a thread of the store, with the root of the first `size` records: once they are on the
// device, because only then can a checkpoint speak of them. UNAVAILABLE when the store is closing. `evidence` is not
// owned and outlives the call.
void AwaitRoot(domain::Evidence& evidence, uint64_t size, std::function<void(absl::StatusOr<domain::TreeHash>)> done);

// Calls `done` once with the report, on this thread or on one of the store, as AwaitRoot() has it for the records that
// were counted.
void MakeReport(const Rooms& rooms, const Call& call, const v1::GenerateComplianceReportRequest& request,
                std::function<void(absl::StatusOr<v1::ComplianceReport>)> done);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_REPORT_MAKER_H_
