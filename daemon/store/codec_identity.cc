#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "daemon/base/bytes.h"
#include "daemon/store/codec.h"
#include "daemon/store/codec_parts.h"
#include "daemon/store/rows.h"

// Enrolments: their records and their row.
namespace candor::store {
namespace {

using EnrolmentDigest = std::array<uint8_t, 32>;

// Stored; for ever.
enum class EnrolmentStep : uint32_t { kCode = 1, kCertificate = 2, kRevoked = 3 };

std::string EnrolmentDigestBytes(const EnrolmentDigest& digest) {
  return std::string(AsText(digest));
}

// false: it is no such digest.
bool ReadEnrolmentDigest(std::string_view bytes, EnrolmentDigest& out) {
  if (bytes.size() != out.size()) return false;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return true;
}

void SetEnrolmentCaller(const domain::Caller& caller, EnrolmentHeader& header) {
  header.set_by_operator(caller.is_operator);
  header.set_acting_for(IdToBytes(caller.acting_for));
}

domain::Caller EnrolmentCallerOf(const EnrolmentHeader& header) {
  return {header.by_operator(), MemberId(IdFromBytes(header.acting_for()))};
}

// What each of them says beside whose enrolment it is.
struct EnrolmentWriter {
  EnrolmentHeader& header;

  void operator()(const domain::EnrolmentCodeIssued& code) const {
    header.set_event(static_cast<uint32_t>(EnrolmentStep::kCode));
    header.set_member(IdToBytes(code.member));
    header.set_locator(code.locator);
    header.set_check(EnrolmentDigestBytes(code.check));
    header.set_expires_at(ToMicros(code.expires_at));
    SetEnrolmentCaller(code.caller, header);
  }
  void operator()(const domain::CertificateIssued& certificate) const {
    header.set_event(static_cast<uint32_t>(EnrolmentStep::kCertificate));
    header.set_member(IdToBytes(certificate.member));
    header.set_fingerprint(EnrolmentDigestBytes(certificate.fingerprint));
    header.set_serial(certificate.serial);
    header.set_key_digest(EnrolmentDigestBytes(certificate.key_digest));
    header.set_not_before(ToMicros(certificate.not_before));
    header.set_not_after(ToMicros(certificate.not_after));
    if (certificate.renews) header.set_renews(EnrolmentDigestBytes(*certificate.renews));
  }
  void operator()(const domain::EnrolmentRevoked& revoked) const {
    header.set_event(static_cast<uint32_t>(EnrolmentStep::kRevoked));
    header.set_why(static_cast<uint32_t>(revoked.why));
    SetEnrolmentCaller(revoked.caller, header);
  }
};

absl::StatusOr<domain::EnrolmentEvent> DecodeEnrolmentCode(const EnrolmentHeader& header) {
  domain::EnrolmentCodeIssued code;
  code.id = EnrolmentId(IdFromBytes(header.record_id()));
  code.member = MemberId(IdFromBytes(header.member()));
  code.locator = header.locator();
  if (!ReadEnrolmentDigest(header.check(), code.check)) return UnreadablePart();
  code.expires_at = FromMicros(header.expires_at());
  code.caller = EnrolmentCallerOf(header);
  return domain::EnrolmentEvent(std::move(code));
}

absl::StatusOr<domain::EnrolmentEvent> DecodeEnrolmentCertificate(const EnrolmentHeader& header) {
  domain::CertificateIssued certificate;
  certificate.enrolment = EnrolmentId(IdFromBytes(header.record_id()));
  certificate.member = MemberId(IdFromBytes(header.member()));
  if (!ReadEnrolmentDigest(header.fingerprint(), certificate.fingerprint)) return UnreadablePart();
  certificate.serial = header.serial();
  if (!ReadEnrolmentDigest(header.key_digest(), certificate.key_digest)) return UnreadablePart();
  certificate.not_before = FromMicros(header.not_before());
  certificate.not_after = FromMicros(header.not_after());
  if (!header.renews().empty() && !ReadEnrolmentDigest(header.renews(), certificate.renews.emplace())) {
    return UnreadablePart();
  }
  return domain::EnrolmentEvent(std::move(certificate));
}

domain::EnrolmentEvent DecodeEnrolmentEnd(const EnrolmentHeader& header) {
  domain::EnrolmentRevoked revoked;
  revoked.enrolment = EnrolmentId(IdFromBytes(header.record_id()));
  revoked.why = static_cast<domain::RevocationWhy>(header.why());
  revoked.caller = EnrolmentCallerOf(header);
  return revoked;
}

absl::StatusOr<domain::EnrolmentEvent> DecodeEnrolmentEvent(const EnrolmentHeader& header) {
  switch (static_cast<EnrolmentStep>(header.event())) {
    case EnrolmentStep::kCode:
      return DecodeEnrolmentCode(header);
    case EnrolmentStep::kCertificate:
      return DecodeEnrolmentCertificate(header);
    case EnrolmentStep::kRevoked:
      return DecodeEnrolmentEnd(header);
  }
  return UnreadablePart();
}

}  // namespace

PlainRecord EncodeEnrolment(const domain::EnrolmentRecorded& enrolment) {
  EnrolmentHeader header;
  SetCommon(domain::SubjectId::Practice(), domain::KeyClass::kGeneral, IdToBytes(domain::EnrolmentOf(enrolment.event)),
            header);
  std::visit(EnrolmentWriter{header}, enrolment.event);
  PlainRecord record;
  record.type = RecordType::kEnrolment;
  record.subject = domain::SubjectId::Practice();
  record.header = header.SerializeAsString();
  return record;
}

absl::StatusOr<domain::EnrolmentRecorded> DecodeEnrolment(std::string_view bytes) {
  EnrolmentHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  absl::StatusOr<domain::EnrolmentEvent> event = DecodeEnrolmentEvent(header);
  if (!event.ok()) return event.status();
  return domain::EnrolmentRecorded{*std::move(event)};
}

std::string EncodeRow(const domain::EnrolmentRow& row) {
  std::string bytes(AsText(row.member.bytes()));
  bytes.push_back(row.revoked ? '\1' : '\0');
  if (row.used_by_key) bytes.append(AsText(*row.used_by_key));
  return bytes;
}

absl::StatusOr<domain::EnrolmentRow> DecodeEnrolmentRow(std::string_view bytes) {
  constexpr size_t kFixed = sizeof(IdBytes) + 1;
  domain::EnrolmentRow row;
  const std::string_view key = bytes.substr(std::min(kFixed, bytes.size()));
  if (bytes.size() < kFixed || (!key.empty() && !ReadEnrolmentDigest(key, row.used_by_key.emplace()))) {
    return absl::DataLossError("a projection row cannot be read; make the projections again with candord rebuild");
  }
  row.member = MemberId(IdFromBytes(std::string(bytes.substr(0, sizeof(IdBytes)))));
  row.revoked = bytes[sizeof(IdBytes)] != '\0';
  return row;
}

}  // namespace candor::store
