#include <utility>

#include "candor/v1/report.pb.h"
#include "daemon/rpc/report_maker.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

void GenerateComplianceReport(const Rooms& rooms, const Call& call, const v1::GenerateComplianceReportRequest& request,
                              const Reply<v1::GenerateComplianceReportResponse>& reply) {
  MakeReport(rooms, call, request, [reply](absl::StatusOr<v1::ComplianceReport> report) {
    if (!report.ok()) return reply(report.status());
    v1::GenerateComplianceReportResponse response;
    *response.mutable_report() = *std::move(report);
    reply(std::move(response));
  });
}

}  // namespace

void AddReportService(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.ReportService.GenerateComplianceReport", rooms, GenerateComplianceReport);
  AddReportSigning(rooms, methods);
  AddReportStream(rooms, methods);
}

}  // namespace candor::rpc
