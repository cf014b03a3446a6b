#include <algorithm>
#include <string>
#include <utility>

#include "daemon/base/bytes.h"
#include "daemon/store/codec.h"
#include "daemon/store/codec_parts.h"

// Signed reports.
namespace candor::store {
namespace {

void FigureToProto(const domain::SignedFigure& figure, SignedFigure& message) {
  const domain::ReportRow& row = figure.row;
  message.set_section(static_cast<uint32_t>(figure.section));
  message.set_figure(row.figure);
  message.set_breakdown(row.breakdown);
  message.set_label(row.label);
  message.set_measure(static_cast<uint32_t>(row.measure));
  message.set_state(static_cast<uint32_t>(row.state));
  if (row.count) message.set_count(*row.count);
  if (row.of) message.set_of(*row.of);
  if (row.permille) message.set_permille(*row.permille);
  if (row.rate_tenths) message.set_rate_tenths(*row.rate_tenths);
  if (row.median_days) message.set_median_days(*row.median_days);
  if (row.waiting) message.set_waiting(*row.waiting);
  if (row.answer) message.set_answer(*row.answer);
  message.set_note(row.note);
}

domain::SignedFigure FigureFromProto(const SignedFigure& message) {
  domain::SignedFigure figure;
  figure.section = static_cast<int>(message.section());
  domain::ReportRow& row = figure.row;
  row.figure = message.figure();
  row.breakdown = message.breakdown();
  row.label = message.label();
  row.measure = static_cast<domain::Measure>(message.measure());
  row.state = static_cast<domain::CellState>(message.state());
  if (message.has_count()) row.count = message.count();
  if (message.has_of()) row.of = message.of();
  if (message.has_permille()) row.permille = message.permille();
  if (message.has_rate_tenths()) row.rate_tenths = message.rate_tenths();
  if (message.has_median_days()) row.median_days = message.median_days();
  if (message.has_waiting()) row.waiting = message.waiting();
  if (message.has_answer()) row.answer = message.answer();
  row.note = message.note();
  return figure;
}

domain::TreeHash RootFrom(const std::string& bytes) {
  domain::TreeHash root{};
  if (bytes.size() == root.size()) std::ranges::copy(AsBytes(bytes), root.begin());
  return root;
}

}  // namespace

PlainRecord EncodeReportSigned(const domain::ReportSigned& signature) {
  ReportSignedHeader header;
  PlainRecord record;
  record.type = RecordType::kReportSigned;
  record.subject = domain::SubjectId::Practice();
  SetCommon(record.subject, domain::KeyClass::kGeneral, IdToBytes(signature.id), header);
  header.set_from(DayNumber(signature.from));
  header.set_to(DayNumber(signature.to));
  header.set_as_of(ToMicros(signature.as_of));
  header.set_ledger_size(signature.ledger_size);
  header.set_root(std::string(AsText(signature.root)));
  header.set_entries(signature.entries);
  header.set_parameter_set(signature.parameter_set);
  header.set_by_operator(signature.caller.is_operator);
  header.set_acting_for(IdToBytes(signature.caller.acting_for));
  header.set_request_digest(DigestToBytes(signature.request));
  ReportSignedBody body;
  body.set_signer(signature.signer.Reveal());
  body.set_statement(signature.statement);
  for (const std::string& gap : signature.known_gaps) body.add_known_gaps(gap);
  for (const domain::SignedFigure& figure : signature.figures) FigureToProto(figure, *body.add_figures());
  record.header = header.SerializeAsString();
  record.body = body.SerializeAsString();
  return record;
}

absl::StatusOr<domain::ReportSigned> DecodeReportSigned(std::string_view header,
                                                        const std::optional<std::string>& body) {
  ReportSignedHeader message;
  ReportSignedBody sealed;
  if (!Parse(header, message) || (body && !Parse(*body, sealed))) return UnreadablePart();
  domain::ReportSigned signature;
  signature.id = domain::SignatureId(IdFromBytes(message.record_id()));
  signature.from = DayFromNumber(message.from());
  signature.to = DayFromNumber(message.to());
  signature.as_of = FromMicros(message.as_of());
  signature.ledger_size = message.ledger_size();
  signature.root = RootFrom(message.root());
  signature.entries = message.entries();
  signature.parameter_set = message.parameter_set();
  signature.caller = {message.by_operator(), MemberId(IdFromBytes(message.acting_for()))};
  signature.request = IdFromBytes(message.request_digest());
  signature.signer = Sensitive<std::string>(sealed.signer());
  signature.statement = sealed.statement();
  signature.known_gaps.assign(sealed.known_gaps().begin(), sealed.known_gaps().end());
  for (const SignedFigure& figure : sealed.figures()) signature.figures.push_back(FigureFromProto(figure));
  return signature;
}

absl::StatusOr<domain::ReportSignedRecorded> DecodeReportSignedRecorded(std::string_view header) {
  ReportSignedHeader message;
  if (!Parse(header, message)) return UnreadablePart();
  return domain::ReportSignedRecorded{domain::SignatureId(IdFromBytes(message.record_id())),
                                      DayFromNumber(message.from()), DayFromNumber(message.to()),
                                      IdFromBytes(message.request_digest())};
}

}  // namespace candor::store
