#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "candor/v1/report.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/compliance_report.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/report_maker.h"
#include "daemon/rpc/services.h"

// A name is put under the report of a period: what it says is kept with the records that it counts.
namespace candor::rpc {
namespace {

using domain::ReportSigned;

absl::StatusOr<bool> IsSignedAlready(const domain::View& view, const ReportSigned& signature) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<ReportSigned> known, view.SignaturesOf(signature.from, signature.to));
  return std::any_of(known.begin(), known.end(), [&](const ReportSigned& each) { return each.id == signature.id; });
}

// Whether nothing was recorded since but that somebody was shown something, the report itself perhaps: no figure is of
// that.
absl::StatusOr<bool> OnlyReadSince(const domain::View& view, uint64_t read_at) {
  for (uint64_t number = read_at; number < view.size(); ++number) {
    CANDOR_ASSIGN_OR_RETURN(const domain::LedgerRecord record, view.RecordAt(number));
    if (!std::holds_alternative<domain::Access>(record.what)) return false;
  }
  return read_at <= view.size();
}

// What the report says now, unless it may not be signed. `read_at`: the size of the ledger whose report was read, or 0.
absl::Status AddFigures(Question& question, const domain::ReportPeriod& period, uint64_t read_at,
                        ReportSigned& signature) {
  const domain::View& view = *question.view;
  if (read_at != 0) {
    CANDOR_ASSIGN_OR_RETURN(const bool stands, OnlyReadSince(view, read_at));
    if (!stands) {
      return FailedField("ledger_size", "changed",
                         "something was recorded since the report was read; read it again, then sign it");
    }
  }
  // What is signed is what was read.
  domain::ReportReader reader{question.viewer.member(), {}};
  CANDOR_ASSIGN_OR_RETURN(reader.without, question.viewer.PartitionsKeptFrom());
  CANDOR_ASSIGN_OR_RETURN(
      const domain::ComplianceReport report,
      domain::BuildComplianceReport({view, question.at}, {view, question.at}, period, question.settings, reader));
  CANDOR_RETURN_IF_ERROR(domain::CheckReportSignable(report.cover));
  signature.as_of = absl::FromUnixMicros(absl::ToUnixMicros(question.at));
  signature.ledger_size = read_at == 0 ? view.size() : read_at;
  signature.entries = view.entries();
  signature.parameter_set = report.cover.parameter_set;
  signature.statement = report.cover.statement;
  signature.known_gaps = report.cover.known_gaps;
  signature.figures = domain::FiguresToSign(report.sections);
  return absl::OkStatus();
}

absl::StatusOr<ReportSigned> DraftSignature(const Rooms& rooms, const Call& call,
                                            const v1::SignComplianceReportRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, IdToMake(rooms, call, "signature", request.request_id()));
  CANDOR_ASSIGN_OR_RETURN(const domain::ReportPeriod period, PeriodOf(request));
  CANDOR_ASSIGN_OR_RETURN(std::string signer, NameFromWire(request.signer(), "signer", domain::kMaxSignerBytes));
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  ReportSigned signature;
  signature.id = domain::SignatureId(id);
  signature.from = period.from;
  signature.to = period.to;
  signature.caller = call.caller;
  signature.signer = Sensitive<std::string>(std::move(signer));
  // The same call again is answered with what it made, whatever the report says by now.
  CANDOR_ASSIGN_OR_RETURN(const bool repeated, IsSignedAlready(*question.view, signature));
  if (!repeated) CANDOR_RETURN_IF_ERROR(AddFigures(question, period, request.ledger_size(), signature));
  return signature;
}

absl::StatusOr<v1::SignComplianceReportResponse> ShowSignature(const Rooms& rooms, const ReportSigned& made) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<ReportSigned> known,
                          rooms.store.Latest()->SignaturesOf(made.from, made.to));
  for (const ReportSigned& each : known) {
    if (each.id != made.id) continue;
    v1::SignComplianceReportResponse response;
    rpc::ToWire(each, response.mutable_signature());
    return response;
  }
  return absl::InternalError("the signature was recorded and is not found; see `candor report compliance`");
}

void RecordSignature(const Rooms& rooms, ReportSigned signature, std::string sent,
                     const Reply<v1::SignComplianceReportResponse>& reply) {
  domain::Transaction transaction{{signature}, std::move(sent)};
  rooms.store.Append(std::move(transaction), [rooms, signature = std::move(signature),
                                              reply](const absl::StatusOr<domain::Appended>& appended) {
    if (!appended.ok()) return reply(appended.status());
    reply(ShowSignature(rooms, signature));
  });
}

// A draft without a size repeats a call; the store answers it with what that one made. Else: once the records that were
// counted are on the device, with the root that a checkpoint of them has.
void SignComplianceReport(const Rooms& rooms, const Call& call, const v1::SignComplianceReportRequest& request,
                          const Reply<v1::SignComplianceReportResponse>& reply) {
  auto signature = DraftSignature(rooms, call, request);
  if (!signature.ok()) return reply(signature.status());
  if (signature->ledger_size == 0) return RecordSignature(rooms, *std::move(signature), SentBy(request), reply);
  const uint64_t size = signature->ledger_size;
  AwaitRoot(rooms.store.evidence(), size,
            [rooms, reply, sent = SentBy(request),
             signature = *std::move(signature)](const absl::StatusOr<domain::TreeHash>& root) mutable {
              if (!root.ok()) return reply(root.status());
              signature.root = *root;
              RecordSignature(rooms, std::move(signature), std::move(sent), reply);
            });
}

}  // namespace

void AddReportSigning(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.ReportService.SignComplianceReport", rooms, SignComplianceReport);
}

}  // namespace candor::rpc
