#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/base/bytes.h"
#include "daemon/store/codec.h"
#include "daemon/store/codec_parts.h"
#include "daemon/store/keys.h"
#include "daemon/store/rows.h"

// What was opened in an emergency: its records and row.
namespace candor::store {
namespace {

std::optional<absl::Time> EmergencyMoment(bool present, int64_t micros) {
  return present ? std::optional<absl::Time>(FromMicros(micros)) : std::nullopt;
}

}  // namespace

PlainRecord EncodeEmergency(const domain::Emergency& emergency) {
  EmergencyHeader header;
  SetCommon(domain::SubjectId::Practice(), domain::KeyClass::kGeneral, IdToBytes(emergency.id), header);
  header.set_state(static_cast<uint32_t>(emergency.state));
  header.set_asker(IdToBytes(emergency.asker));
  header.set_approver(IdToBytes(emergency.approver));
  if (emergency.until) header.set_until(ToMicros(*emergency.until));
  header.set_notify(IdToBytes(emergency.notify));
  header.set_by_operator(emergency.caller.is_operator);
  header.set_acting_for(IdToBytes(emergency.caller.acting_for));
  header.set_request_digest(DigestToBytes(emergency.request));
  header.set_opened_kind(static_cast<uint32_t>(emergency.subject.kind));
  header.set_opened_id(IdToBytes(emergency.subject.id));
  header.set_minutes(emergency.minutes);
  if (emergency.begun_at) header.set_begun_at(ToMicros(*emergency.begun_at));
  if (emergency.ended_at) header.set_ended_at(ToMicros(*emergency.ended_at));
  header.set_reviewer(IdToBytes(emergency.reviewer));
  const bool asks = emergency.state == domain::EmergencyState::kAsked;
  TextBody body;
  body.set_text(asks ? emergency.reason.Reveal() : emergency.remark.Reveal());
  PlainRecord record;
  record.type = RecordType::kEmergency;
  record.subject = domain::SubjectId::Practice();
  record.header = header.SerializeAsString();
  record.body = body.SerializeAsString();
  return record;
}

absl::StatusOr<domain::Emergency> DecodeEmergency(std::string_view bytes, const std::optional<std::string>& body) {
  EmergencyHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  auto words = DecodeText(body);
  if (!words.ok()) return words.status();
  domain::Emergency emergency;
  emergency.id = EmergencyId(IdFromBytes(header.record_id()));
  emergency.subject = {static_cast<domain::SubjectKind>(header.opened_kind()), IdFromBytes(header.opened_id())};
  emergency.state = static_cast<domain::EmergencyState>(header.state());
  emergency.asker = MemberId(IdFromBytes(header.asker()));
  emergency.approver = MemberId(IdFromBytes(header.approver()));
  emergency.reviewer = MemberId(IdFromBytes(header.reviewer()));
  emergency.notify = MemberId(IdFromBytes(header.notify()));
  emergency.minutes = header.minutes();
  emergency.begun_at = EmergencyMoment(header.has_begun_at(), header.begun_at());
  emergency.until = EmergencyMoment(header.has_until(), header.until());
  emergency.ended_at = EmergencyMoment(header.has_ended_at(), header.ended_at());
  const bool asks = emergency.state == domain::EmergencyState::kAsked;
  (asks ? emergency.reason : emergency.remark) = Sensitive<std::string>(*std::move(words));
  emergency.caller = {header.by_operator(), MemberId(IdFromBytes(header.acting_for()))};
  emergency.request = IdFromBytes(header.request_digest());
  return emergency;
}

std::string EncodeRow(const domain::EmergencyRow& row) {
  std::string bytes;
  AppendBigEndian(row.asked, bytes);
  AppendBigEndian(row.number, bytes);
  keys::AppendSubject(row.subject, bytes);
  bytes.push_back(static_cast<char>(row.state));
  bytes.append(AsText(row.request));
  return bytes;
}

absl::StatusOr<domain::EmergencyRow> DecodeEmergencyRow(std::string_view bytes) {
  constexpr size_t kNumber = sizeof(uint64_t);
  constexpr size_t kSubject = kNumber + sizeof(uint64_t);
  constexpr size_t kState = kSubject + keys::kSubjectBytes;
  constexpr size_t kRequest = kState + 1;
  if (bytes.size() != kRequest + sizeof(IdBytes)) {
    return absl::DataLossError("a projection row cannot be read; make the projections again with candord rebuild");
  }
  return domain::EmergencyRow{ReadBigEndian<uint64_t>(bytes), ReadBigEndian<uint64_t>(bytes.substr(kNumber)),
                              keys::ReadSubject(bytes.substr(kSubject)),
                              static_cast<domain::EmergencyState>(static_cast<uint8_t>(bytes[kState])),
                              IdFromBytes(std::string(bytes.substr(kRequest)))};
}

}  // namespace candor::store
