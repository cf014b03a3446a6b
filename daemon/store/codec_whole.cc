#include <utility>
#include <variant>

#include "daemon/store/codec.h"
#include "daemon/store/codec_parts.h"

// Records whole, with the digests that only the store reads.
namespace candor::store {
namespace {

using What = domain::LedgerRecord::What;
using Body = std::optional<std::string>;

static_assert(std::variant_size_v<What> == kRecordTypes);

absl::StatusOr<What> WholeMember(std::string_view bytes, const Body& body) {
  MemberHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  auto member = DecodeMember(bytes, body);
  if (!member.ok()) return member.status();
  return What(domain::KeptMember{*std::move(member), IdFromBytes(header.request_digest())});
}

absl::StatusOr<What> WholeCase(std::string_view bytes, const Body& body) {
  CaseHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  auto code = DecodeText(body);
  if (!code.ok()) return code.status();
  return What(domain::KeptCase{{CaseId(IdFromBytes(header.record_id())), *std::move(code)},
                               IdFromBytes(header.request_digest())});
}

absl::StatusOr<What> WholeEntry(std::string_view bytes, const Body& body) {
  EntryHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  auto entry = DecodeEntry(bytes, body);
  if (!entry.ok()) return entry.status();
  return What(
      domain::KeptEntry{*std::move(entry), IdFromBytes(header.content_digest()), std::string(header.import_digest())});
}

absl::StatusOr<What> WholeDecision(std::string_view bytes, const Body& body) {
  DecisionHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  auto decision = DecodeDecision(bytes, body);
  if (!decision.ok()) return decision.status();
  return What(domain::KeptDecision{*std::move(decision), IdFromBytes(header.request_digest())});
}

// Most have no reason, and no body.
absl::StatusOr<What> WholeActivation(std::string_view bytes, const Body& body) {
  auto activation = DecodeActivation(bytes);
  if (!activation.ok()) return activation.status();
  if (body && !body->empty()) {
    auto reason = DecodeText(body);
    if (!reason.ok()) return reason.status();
    activation->reason = *std::move(reason);
  }
  return What(*std::move(activation));
}

absl::StatusOr<What> WholeLoss(std::string_view bytes, const Body& body) {
  LossHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  auto reason = DecodeText(body);
  if (!reason.ok()) return reason.status();
  return What(domain::LossAccepted{header.lost_from(), header.lost_to(), *std::move(reason)});
}

// Of what stands in the header alone.
template <class Decoded>
absl::StatusOr<What> AsWhat(absl::StatusOr<Decoded> decoded) {
  if (!decoded.ok()) return decoded.status();
  return What(*std::move(decoded));
}

}  // namespace

absl::StatusOr<domain::LedgerRecord::What> DecodeWhole(const Envelope& envelope,
                                                       const std::optional<std::string>& body) {
  switch (envelope.type) {
    case RecordType::kMember:
      return WholeMember(envelope.header, body);
    case RecordType::kSupervision:
      return AsWhat(DecodeSupervision(envelope.header));
    case RecordType::kCase:
      return WholeCase(envelope.header, body);
    case RecordType::kEntry:
      return WholeEntry(envelope.header, body);
    case RecordType::kDecision:
      return WholeDecision(envelope.header, body);
    case RecordType::kAssessment:
      break;
    case RecordType::kActivation:
      return WholeActivation(envelope.header, body);
    case RecordType::kBatch:
      return AsWhat(DecodeBatch(envelope.header));
    case RecordType::kSettings:
      return AsWhat(DecodeSettings(envelope.header));
    case RecordType::kLossAccepted:
      return WholeLoss(envelope.header, body);
    case RecordType::kFirstRead:
      return AsWhat(DecodeRead(envelope.header));
    case RecordType::kCaseMerged:
      return AsWhat(DecodeMerge(envelope.header));
    case RecordType::kReportSigned:
      return AsWhat(DecodeReportSigned(envelope.header, body));
    case RecordType::kRestored:
      return AsWhat(DecodeRestored(envelope.header));
    case RecordType::kErasure:
      return AsWhat(DecodeErasure(envelope.header, body));
    case RecordType::kLegalHold:
      return AsWhat(DecodeHold(envelope.header, body));
    case RecordType::kKeyEvent:
      return AsWhat(DecodeKeyEvent(envelope.header));
    case RecordType::kBackupTaken:
      return AsWhat(DecodeBackupTaken(envelope.header));
    case RecordType::kEnrolment:
      return AsWhat(DecodeEnrolment(envelope.header));
    case RecordType::kRole:
      return AsWhat(DecodeRole(envelope.header));
    case RecordType::kAccess:
      return AsWhat(DecodeAccess(envelope.header));
    case RecordType::kNonUseAccepted:
      return AsWhat(DecodeNonUse(envelope.header));
    case RecordType::kLogReviewed:
      return AsWhat(DecodeLogReview(envelope.header, body));
    case RecordType::kDisclosure:
      return AsWhat(DecodeDisclosure(envelope.header, body));
    case RecordType::kEmergency:
      return AsWhat(DecodeEmergency(envelope.header, body));
    case RecordType::kConcern:
      return AsWhat(DecodeConcernNotice(envelope.header, body));
  }
  return UnreadablePart();
}

absl::StatusOr<uint64_t> DecodeAnswersTo(std::string_view bytes) {
  AssessmentHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  return header.answers_to();
}

}  // namespace candor::store
