#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/base/bytes.h"
#include "daemon/store/codec.h"
#include "daemon/store/codec_parts.h"
#include "daemon/store/rows.h"

// Roles, who was shown what, and how the practice answers for it: their records and rows.
namespace candor::store {
namespace {

// All of them are the practice's.
template <class Message>
PlainRecord AccessLogRecord(RecordType type, const Message& header, std::string body = {}) {
  PlainRecord record;
  record.type = type;
  record.subject = domain::SubjectId::Practice();
  record.header = header.SerializeAsString();
  record.body = std::move(body);
  return record;
}

template <class Message>
void SetAccessCommon(const std::string& record_id, const domain::Caller& caller, Message& header) {
  SetCommon(domain::SubjectId::Practice(), domain::KeyClass::kGeneral, record_id, header);
  header.set_by_operator(caller.is_operator);
  header.set_acting_for(IdToBytes(caller.acting_for));
}

template <class Message>
domain::Caller AccessCallerOf(const Message& header) {
  return {header.by_operator(), MemberId(IdFromBytes(header.acting_for()))};
}

absl::Status UnreadableAccessRow() {
  return absl::DataLossError("a projection row cannot be read; make the projections again with candord rebuild");
}

}  // namespace

PlainRecord EncodeRole(const domain::RoleChange& change) {
  RoleHeader header;
  SetAccessCommon(IdToBytes(change.id), change.caller, header);
  header.set_member(IdToBytes(change.member));
  header.set_role(static_cast<uint32_t>(change.role));
  header.set_of(IdToBytes(change.of));
  header.set_deputy(change.deputy);
  header.set_from(DayNumber(change.from));
  if (change.until) header.set_until(DayNumber(*change.until));
  header.set_withdrawn(change.withdrawn);
  header.set_request_digest(DigestToBytes(change.request));
  return AccessLogRecord(RecordType::kRole, header);
}

absl::StatusOr<domain::RoleChange> DecodeRole(std::string_view bytes) {
  RoleHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  domain::RoleChange change;
  change.id = RoleChangeId(IdFromBytes(header.record_id()));
  change.member = MemberId(IdFromBytes(header.member()));
  change.role = static_cast<domain::Role>(header.role());
  change.of = MemberId(IdFromBytes(header.of()));
  change.deputy = header.deputy();
  change.from = DayFromNumber(header.from());
  change.until = DayFrom(header.has_until(), header.until());
  change.withdrawn = header.withdrawn();
  change.caller = AccessCallerOf(header);
  change.request = IdFromBytes(header.request_digest());
  return change;
}

PlainRecord EncodeAccess(const domain::Access& access) {
  AccessHeader header;
  SetAccessCommon(IdToBytes(access.id), access.reader, header);
  if (access.role) header.set_role(static_cast<uint32_t>(*access.role));
  header.set_method(access.method);
  header.set_purpose(static_cast<uint32_t>(access.purpose));
  header.set_highest(static_cast<uint32_t>(access.highest));
  for (const domain::AccessOf& each : access.of) {
    AccessOf& of = *header.add_of();
    of.set_member(IdToBytes(each.member));
    SetSubject(each.subject, of);
    of.set_highest(static_cast<uint32_t>(each.highest));
    if (!each.hat) continue;
    of.set_role(static_cast<uint32_t>(each.hat->role));
    of.set_relation(static_cast<uint32_t>(each.hat->relation));
  }
  header.set_scope(access.scope);
  header.set_items(access.items);
  if (access.at) header.set_at(ToMicros(*access.at));
  header.set_emergency(IdToBytes(access.emergency));
  header.set_note_items(access.note_items);
  header.set_disclosure(IdToBytes(access.disclosure));
  return AccessLogRecord(RecordType::kAccess, header);
}

absl::StatusOr<domain::Access> DecodeAccess(std::string_view bytes) {
  AccessHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  domain::Access access;
  access.id = IdFromBytes(header.record_id());
  access.reader = AccessCallerOf(header);
  if (header.role() != 0) access.role = static_cast<domain::Role>(header.role());
  access.method = header.method();
  access.purpose = static_cast<domain::Purpose>(header.purpose());
  access.highest = static_cast<domain::FieldClass>(header.highest());
  access.of.reserve(static_cast<size_t>(header.of_size()));
  for (const AccessOf& of : header.of()) {
    access.of.push_back(
        {MemberId(IdFromBytes(of.member())), SubjectFrom(of), static_cast<domain::FieldClass>(of.highest())});
    if (of.role() == 0) continue;
    access.of.back().hat =
        domain::Hat{static_cast<domain::Role>(of.role()), static_cast<domain::Relation>(of.relation())};
  }
  access.scope = header.scope();
  access.items = header.items();
  if (header.has_at()) access.at = FromMicros(header.at());
  access.emergency = EmergencyId(IdFromBytes(header.emergency()));
  access.note_items = header.note_items();
  access.disclosure = DisclosureId(IdFromBytes(header.disclosure()));
  return access;
}

PlainRecord EncodeNonUse(const domain::NonUseAccepted& accepted) {
  NonUseHeader header;
  SetAccessCommon(IdToBytes(accepted.id), accepted.caller, header);
  header.set_owner(IdToBytes(accepted.owner));
  header.set_text_digest(std::string(AsText(accepted.text_digest)));
  return AccessLogRecord(RecordType::kNonUseAccepted, header);
}

absl::StatusOr<domain::NonUseAccepted> DecodeNonUse(std::string_view bytes) {
  NonUseHeader header;
  domain::NonUseAccepted accepted;
  if (!Parse(bytes, header) || header.text_digest().size() != accepted.text_digest.size()) return UnreadablePart();
  accepted.id = IdFromBytes(header.record_id());
  accepted.owner = MemberId(IdFromBytes(header.owner()));
  std::copy(header.text_digest().begin(), header.text_digest().end(), accepted.text_digest.begin());
  accepted.caller = AccessCallerOf(header);
  return accepted;
}

PlainRecord EncodeLogReview(const domain::LogReviewed& review) {
  LogReviewHeader header;
  SetAccessCommon(IdToBytes(review.id), review.caller, header);
  header.set_from(review.from);
  header.set_to(review.to);
  header.set_request_digest(DigestToBytes(review.request));
  TextBody body;
  body.set_text(review.remark.Reveal());
  return AccessLogRecord(RecordType::kLogReviewed, header, body.SerializeAsString());
}

absl::StatusOr<domain::LogReviewed> DecodeLogReview(std::string_view bytes, const std::optional<std::string>& body) {
  LogReviewHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  auto remark = DecodeText(body);
  if (!remark.ok()) return remark.status();
  domain::LogReviewed review;
  review.id = IdFromBytes(header.record_id());
  review.from = header.from();
  review.to = header.to();
  review.remark = Sensitive<std::string>(*std::move(remark));
  review.caller = AccessCallerOf(header);
  review.request = IdFromBytes(header.request_digest());
  return review;
}

PlainRecord EncodeDisclosure(const domain::Disclosed& disclosed) {
  DisclosureHeader header;
  SetAccessCommon(IdToBytes(disclosed.id), disclosed.caller, header);
  header.set_basis(static_cast<uint32_t>(disclosed.basis));
  header.set_ledger_size(disclosed.ledger_size);
  for (const domain::SubjectId& subject : disclosed.of) SetSubject(subject, *header.add_of());
  header.set_request_digest(DigestToBytes(disclosed.request));
  DisclosureBody body;
  body.set_recipient(disclosed.recipient.Reveal());
  body.set_purpose(disclosed.purpose.Reveal());
  return AccessLogRecord(RecordType::kDisclosure, header, body.SerializeAsString());
}

absl::StatusOr<domain::Disclosed> DecodeDisclosure(std::string_view bytes, const std::optional<std::string>& body) {
  DisclosureHeader header;
  DisclosureBody words;
  if (!Parse(bytes, header) || (body && !Parse(*body, words))) return UnreadablePart();
  domain::Disclosed disclosed;
  disclosed.id = DisclosureId(IdFromBytes(header.record_id()));
  disclosed.recipient = Sensitive<std::string>(words.recipient());
  disclosed.purpose = Sensitive<std::string>(words.purpose());
  disclosed.basis = static_cast<domain::LawfulBasis>(header.basis());
  disclosed.ledger_size = header.ledger_size();
  for (const DisclosedSubject& subject : header.of()) disclosed.of.push_back(SubjectFrom(subject));
  disclosed.caller = AccessCallerOf(header);
  disclosed.request = IdFromBytes(header.request_digest());
  return disclosed;
}

std::string EncodeRow(const domain::RoleRow& row) {
  std::string bytes;
  AppendBigEndian(row.number, bytes);
  AppendBigEndian(static_cast<uint64_t>(ToMicros(row.change.recorded_at)), bytes);
  bytes.append(AsText(row.request));
  bytes.append(EncodeRole(row.change).header);
  return bytes;
}

absl::StatusOr<domain::RoleRow> DecodeRoleRow(std::string_view bytes) {
  constexpr size_t kMoment = sizeof(uint64_t);
  constexpr size_t kRequest = kMoment + sizeof(uint64_t);
  constexpr size_t kHeader = kRequest + sizeof(IdBytes);
  if (bytes.size() < kHeader) return UnreadableAccessRow();
  auto change = DecodeRole(bytes.substr(kHeader));
  if (!change.ok()) return UnreadableAccessRow();
  domain::RoleRow row;
  row.number = ReadBigEndian<uint64_t>(bytes);
  row.request = IdFromBytes(std::string(bytes.substr(kRequest, sizeof(IdBytes))));
  row.change = *std::move(change);
  row.change.recorded_at = FromMicros(static_cast<int64_t>(ReadBigEndian<uint64_t>(bytes.substr(kMoment))));
  return row;
}

std::string EncodeRow(const domain::OversightRow& row) {
  std::string bytes;
  AppendBigEndian(row.number, bytes);
  bytes.append(AsText(row.request));
  return bytes;
}

absl::StatusOr<domain::OversightRow> DecodeOversightRow(std::string_view bytes) {
  if (bytes.size() != sizeof(uint64_t) + sizeof(IdBytes)) return UnreadableAccessRow();
  return domain::OversightRow{ReadBigEndian<uint64_t>(bytes), IdFromBytes(std::string(bytes.substr(sizeof(uint64_t))))};
}

}  // namespace candor::store
