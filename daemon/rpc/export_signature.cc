#include "daemon/rpc/export_signature.h"

#include <cstring>
#include <string>
#include <utility>

#include "daemon/base/bytes.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/export_parts.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/report_maker.h"

namespace candor::rpc {
namespace {

absl::StatusOr<domain::SignedFigure> SignedFigureFromWire(const v1::SignedFigure& wire) {
  const v1::ReportRow& from = wire.row();
  if (from.measure() == v1::REPORT_MEASURE_UNSPECIFIED || !v1::ReportMeasure_IsValid(from.measure()) ||
      from.state() == v1::REPORT_ROW_STATE_UNSPECIFIED || !v1::ReportRowState_IsValid(from.state())) {
    return InvalidField("signed_report.figures.row", "word", "does not say how it is to be read");
  }
  domain::SignedFigure figure;
  figure.section = wire.section();
  domain::ReportRow& row = figure.row;
  row.figure = from.figure();
  row.breakdown = from.breakdown();
  row.label = from.label();
  row.measure = static_cast<domain::Measure>(from.measure());
  row.state = static_cast<domain::CellState>(from.state());
  if (from.has_count()) row.count = from.count();
  if (from.has_of()) row.of = from.of();
  if (from.has_permille()) row.permille = from.permille();
  if (from.has_rate_tenths()) row.rate_tenths = from.rate_tenths();
  if (from.has_median_days()) row.median_days = from.median_days();
  if (from.has_waiting()) row.waiting = from.waiting();
  if (from.has_answer()) row.answer = from.answer();
  row.note = from.note();
  return figure;
}

}  // namespace

void SignatureToLine(const domain::ReportSigned& signature, v1::ExportedSignature* out) {
  out->set_id(signature.id.ToString());
  ToWire(signature.from, out->mutable_from());
  ToWire(signature.to, out->mutable_to());
  ToWire(signature.as_of, out->mutable_as_of());
  out->set_ledger_size(signature.ledger_size);
  out->set_root_hash(std::string(AsText(signature.root)));
  out->set_entries(signature.entries);
  out->set_parameter_set(signature.parameter_set);
  if (signature.caller.is_operator) out->set_principal("operator");
  out->set_acting_for(MemberName(signature.caller.acting_for));
  out->set_signer(signature.signer.Reveal());
  out->set_statement(signature.statement);
  for (const std::string& gap : signature.known_gaps) out->add_known_gaps(gap);
  for (const domain::SignedFigure& figure : signature.figures) {
    v1::SignedFigure* wire = out->add_figures();
    wire->set_section(figure.section);
    ToWire(figure.row, wire->mutable_row());
  }
  if (signature.request != IdBytes{}) out->set_request_digest(std::string(AsText(signature.request)));
}

absl::StatusOr<domain::ReportSigned> SignatureFromLine(const v1::ExportedSignature& wire) {
  domain::ReportSigned signature;
  const auto id = domain::SignatureId::Parse(wire.id());
  if (!id.ok()) return InvalidField("signed_report.id", "id", "is no id: 26 letters and digits");
  signature.id = *id;
  CANDOR_ASSIGN_OR_RETURN(signature.from, DayFromWire(wire.from(), "signed_report.from"));
  CANDOR_ASSIGN_OR_RETURN(signature.to, DayFromWire(wire.to(), "signed_report.to"));
  CANDOR_ASSIGN_OR_RETURN(signature.as_of, TimeFromWire(wire.as_of(), "signed_report.as_of"));
  signature.ledger_size = wire.ledger_size();
  if (wire.root_hash().size() != signature.root.size()) {
    return InvalidField("signed_report.root_hash", "wrong_size", "has not 32 bytes");
  }
  std::memcpy(signature.root.data(), wire.root_hash().data(), signature.root.size());
  signature.entries = wire.entries();
  signature.parameter_set = wire.parameter_set();
  CANDOR_ASSIGN_OR_RETURN(signature.caller, CallerFrom(wire.principal(), wire.acting_for(), "signed_report"));
  signature.signer = Sensitive<std::string>(wire.signer());
  signature.statement = wire.statement();
  signature.known_gaps.assign(wire.known_gaps().begin(), wire.known_gaps().end());
  for (const v1::SignedFigure& each : wire.figures()) {
    CANDOR_ASSIGN_OR_RETURN(domain::SignedFigure figure, SignedFigureFromWire(each));
    signature.figures.push_back(std::move(figure));
  }
  CANDOR_ASSIGN_OR_RETURN(signature.request, DigestOrNone(wire.request_digest(), "signed_report.request_digest"));
  return signature;
}

}  // namespace candor::rpc
