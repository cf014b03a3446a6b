#include <memory>
#include <string>
#include <utility>

#include "candor/v1/report.pb.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/domain/compliance_report.h"
#include "daemon/domain/evidence.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

void ToWire(const domain::ReportRow& row, v1::ReportRow* out) {
  out->set_figure(row.figure);
  out->set_breakdown(row.breakdown);
  out->set_label(row.label);
  out->set_measure(static_cast<v1::ReportMeasure>(row.measure));
  out->set_state(static_cast<v1::ReportRowState>(row.state));
  if (row.count) out->set_count(*row.count);
  if (row.of) out->set_of(*row.of);
  if (row.permille) out->set_permille(*row.permille);
  if (row.rate_tenths) out->set_rate_tenths(*row.rate_tenths);
  if (row.median_days) out->set_median_days(*row.median_days);
  if (row.waiting) out->set_waiting(*row.waiting);
  if (row.answer) out->set_answer(*row.answer);
  out->set_note(row.note);
}

void ToWire(const domain::ReportSection& section, v1::ReportSection* out) {
  out->set_number(section.number);
  out->set_title(section.title);
  if (section.as_of_day) rpc::ToWire(*section.as_of_day, out->mutable_as_of_day());
  for (const std::string& note : section.notes) out->add_notes(note);
  for (const domain::ReportRow& row : section.rows) ToWire(row, out->add_rows());
}

void ToWire(const domain::ReportCover& cover, v1::ReportCover* out) {
  out->set_practice(cover.practice_name);
  rpc::ToWire(cover.period.from, out->mutable_from());
  rpc::ToWire(cover.period.to, out->mutable_to());
  out->set_period(cover.period.label);
  out->set_whole_quarter(cover.period.whole_quarter);
  out->set_time_zone(cover.zone);
  rpc::ToWire(cover.as_of, out->mutable_as_of());
  rpc::ToWire(cover.as_of_day, out->mutable_as_of_day());
  out->set_ledger_size(cover.ledger_size);
  out->set_parameter_set(cover.parameter_set);
  for (const std::string& plugin : cover.plugins) out->add_policies(plugin);
  for (const std::string& profile : cover.profiles) out->add_profiles(profile);
  if (cover.policy_effective_from) {
    rpc::ToWire(*cover.policy_effective_from, out->mutable_policies_effective_from());
  }
  out->set_entries_pending(cover.entries_not_assessed);
  out->set_policy_faults(cover.policy_faults);
  out->set_signable(cover.signable);
  out->set_statement(cover.statement);
  for (const std::string& gap : cover.known_gaps) out->add_known_gaps(gap);
}

absl::StatusOr<domain::ReportPeriod> ReadPeriod(const v1::GenerateComplianceReportRequest& request) {
  const bool days = request.has_from() || request.has_to();
  if (!request.quarter().empty()) {
    if (days) return InvalidField("quarter", "repeated", "give either a quarter or `from` and `to`");
    return domain::ParseQuarter(request.quarter());
  }
  if (!days) return MissingField("quarter", "give a quarter such as 2025Q3, or `from` and `to`");
  CANDOR_ASSIGN_OR_RETURN(const Day from, DayFromWire(request.from(), "from"));
  CANDOR_ASSIGN_OR_RETURN(const Day to, DayFromWire(request.to(), "to"));
  return domain::MakePeriod(from, to);
}

absl::Status WriteReport(const Rooms& rooms, const Call& call, const v1::GenerateComplianceReportRequest& request,
                         v1::ComplianceReport& out) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const domain::ReportPeriod period, ReadPeriod(request));
  std::shared_ptr<const domain::View> view = question.view;
  absl::Time at = question.at;
  if (request.has_as_of() && question.at <= call.received) {
    at = domain::LastMonthEnd(question.at, question.zone);
    CANDOR_ASSIGN_OR_RETURN(view, ViewAt(rooms, call, at));
  }
  CANDOR_ASSIGN_OR_RETURN(
      const domain::ComplianceReport report,
      domain::BuildComplianceReport({*question.view, question.at}, {*view, at}, period, question.settings));
  ToWire(report.cover, out.mutable_cover());
  for (const domain::ReportSection& section : report.sections) ToWire(section, out.add_sections());
  return absl::OkStatus();
}

// Once the records that were counted are on the device: only then can a checkpoint speak of them.
void GenerateComplianceReport(const Rooms& rooms, const Call& call, const v1::GenerateComplianceReportRequest& request,
                              const Reply<v1::GenerateComplianceReportResponse>& reply) {
  v1::GenerateComplianceReportResponse response;
  if (absl::Status status = WriteReport(rooms, call, request, *response.mutable_report()); !status.ok()) {
    return reply(std::move(status));
  }
  const domain::Evidence& evidence = rooms.store.evidence();
  const uint64_t size = response.report().cover().ledger_size();
  rooms.store.evidence().Checkpoint(
      size, [&evidence, size, reply, response = std::move(response)](const auto& checkpoint) mutable {
        if (!checkpoint.ok()) return reply(checkpoint.status());
        const absl::StatusOr<domain::TreeHash> root = evidence.RootHash(size);
        if (!root.ok()) return reply(root.status());
        response.mutable_report()->mutable_cover()->set_root_hash(std::string(AsText(*root)));
        reply(std::move(response));
      });
}

}  // namespace

void AddReportService(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.ReportService.GenerateComplianceReport", rooms, GenerateComplianceReport);
}

}  // namespace candor::rpc
