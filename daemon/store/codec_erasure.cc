#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"
#include "daemon/store/codec.h"
#include "daemon/store/codec_parts.h"
#include "daemon/store/keys.h"
#include "daemon/store/rows.h"

// Erasures, legal holds and that backups were taken: their records and rows.
namespace candor::store {
namespace {

constexpr std::string_view kErasedKeyLabel = "erased key";
constexpr size_t kCheckBytes = 8;

template <class Message>
PlainRecord PracticeRecord(RecordType type, const Message& header, std::string body = {}) {
  PlainRecord record;
  record.type = type;
  record.subject = domain::SubjectId::Practice();
  record.header = header.SerializeAsString();
  record.body = std::move(body);
  return record;
}

std::string ReasonBody(const Sensitive<std::string>& reason) {
  TextBody body;
  body.set_text(reason.Reveal());
  return body.SerializeAsString();
}

domain::SubjectId ErasedSubjectOf(const ErasureHeader& header) {
  return {static_cast<domain::SubjectKind>(header.erased_kind()), IdFromBytes(header.erased_id())};
}

domain::SubjectId HeldSubjectOf(const LegalHoldHeader& header) {
  return {static_cast<domain::SubjectKind>(header.held_kind()), IdFromBytes(header.held_id())};
}

std::vector<domain::KeyClass> ErasureClassesOf(const ErasureHeader& header) {
  std::vector<domain::KeyClass> classes;
  for (const uint32_t each : header.classes()) classes.push_back(static_cast<domain::KeyClass>(each));
  return classes;
}

std::vector<domain::ErasedKeyCheck> ErasureKeysOf(const ErasureHeader& header) {
  std::vector<domain::ErasedKeyCheck> keys;
  for (const DestroyedKey& each : header.keys()) {
    domain::ErasedKeyCheck& key = keys.emplace_back();
    key.key_class = static_cast<domain::KeyClass>(each.key_class());
    if (each.check().size() == kCheckBytes) std::memcpy(key.check.data(), each.check().data(), kCheckBytes);
  }
  return keys;
}

absl::Status UnreadableErasureRow() {
  return absl::DataLossError("a projection row cannot be read; make the projections again with candord rebuild");
}

IdBytes LastDigest(std::string_view bytes) {
  IdBytes digest{};
  if (bytes.size() == digest.size()) std::memcpy(digest.data(), bytes.data(), digest.size());
  return digest;
}

}  // namespace

std::array<uint8_t, 8> CheckOfErasedKey(const crypto::SubjectKeys& keys) {
  const crypto::Digest digest = crypto::HmacSha256(keys.salt, {kErasedKeyLabel});
  std::array<uint8_t, 8> check{};
  std::copy_n(digest.begin(), check.size(), check.begin());
  return check;
}

PlainRecord EncodeErasure(const domain::Erasure& erasure, const IdBytes& request) {
  ErasureHeader header;
  SetCommon(domain::SubjectId::Practice(), domain::KeyClass::kGeneral, IdToBytes(erasure.id), header);
  header.set_erased_kind(static_cast<uint32_t>(erasure.subject.kind));
  header.set_erased_id(IdToBytes(erasure.subject.id));
  for (const domain::KeyClass each : erasure.classes) header.add_classes(static_cast<uint32_t>(each));
  header.set_state(static_cast<uint32_t>(erasure.state));
  header.set_why(static_cast<uint32_t>(erasure.why));
  header.set_profile(erasure.profile);
  header.set_parameter(erasure.parameter);
  if (erasure.due) header.set_due(DayNumber(*erasure.due));
  header.set_proposer(IdToBytes(erasure.proposer));
  header.set_approver(IdToBytes(erasure.approver));
  header.set_by_operator(erasure.caller.is_operator);
  header.set_acting_for(IdToBytes(erasure.caller.acting_for));
  header.set_request_digest(DigestToBytes(request));
  for (const domain::ErasedKeyCheck& each : erasure.keys) {
    DestroyedKey& key = *header.add_keys();
    key.set_key_class(static_cast<uint32_t>(each.key_class));
    key.set_check(std::string(AsText(each.check)));
  }
  return PracticeRecord(RecordType::kErasure, header, ReasonBody(erasure.reason));
}

absl::StatusOr<domain::ErasureRecorded> DecodeErasureRecorded(std::string_view bytes) {
  ErasureHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  domain::ErasureRecorded recorded;
  recorded.id = ErasureId(IdFromBytes(header.record_id()));
  recorded.subject = ErasedSubjectOf(header);
  recorded.classes = ErasureClassesOf(header);
  recorded.state = static_cast<domain::DecisionState>(header.state());
  recorded.why = static_cast<domain::ErasureWhy>(header.why());
  recorded.proposer = MemberId(IdFromBytes(header.proposer()));
  recorded.approver = MemberId(IdFromBytes(header.approver()));
  recorded.keys = ErasureKeysOf(header);
  recorded.request = IdFromBytes(header.request_digest());
  return recorded;
}

absl::StatusOr<domain::KeptErasure> DecodeErasure(std::string_view bytes, const std::optional<std::string>& body) {
  ErasureHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  auto reason = DecodeText(body);
  if (!reason.ok()) return reason.status();
  domain::KeptErasure kept;
  domain::Erasure& erasure = kept.erasure;
  erasure.id = ErasureId(IdFromBytes(header.record_id()));
  erasure.subject = ErasedSubjectOf(header);
  erasure.classes = ErasureClassesOf(header);
  erasure.state = static_cast<domain::DecisionState>(header.state());
  erasure.why = static_cast<domain::ErasureWhy>(header.why());
  erasure.profile = header.profile();
  erasure.parameter = header.parameter();
  erasure.due = DayFrom(header.has_due(), header.due());
  erasure.proposer = MemberId(IdFromBytes(header.proposer()));
  erasure.approver = MemberId(IdFromBytes(header.approver()));
  erasure.caller = {header.by_operator(), MemberId(IdFromBytes(header.acting_for()))};
  erasure.reason = Sensitive<std::string>(*std::move(reason));
  erasure.keys = ErasureKeysOf(header);
  kept.request = IdFromBytes(header.request_digest());
  return kept;
}

PlainRecord EncodeHold(const domain::LegalHold& hold, const IdBytes& request) {
  LegalHoldHeader header;
  SetCommon(domain::SubjectId::Practice(), domain::KeyClass::kGeneral, IdToBytes(hold.id), header);
  header.set_held_kind(static_cast<uint32_t>(hold.subject.kind));
  header.set_held_id(IdToBytes(hold.subject.id));
  header.set_state(static_cast<uint32_t>(hold.state));
  header.set_proposer(IdToBytes(hold.proposer));
  header.set_approver(IdToBytes(hold.approver));
  header.set_by_operator(hold.caller.is_operator);
  header.set_acting_for(IdToBytes(hold.caller.acting_for));
  header.set_request_digest(DigestToBytes(request));
  return PracticeRecord(RecordType::kLegalHold, header, ReasonBody(hold.reason));
}

absl::StatusOr<domain::HoldRecorded> DecodeHoldRecorded(std::string_view bytes) {
  LegalHoldHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  return domain::HoldRecorded{HoldId(IdFromBytes(header.record_id())),        HeldSubjectOf(header),
                              static_cast<domain::HoldState>(header.state()), MemberId(IdFromBytes(header.proposer())),
                              MemberId(IdFromBytes(header.approver())),       IdFromBytes(header.request_digest())};
}

absl::StatusOr<domain::KeptHold> DecodeHold(std::string_view bytes, const std::optional<std::string>& body) {
  LegalHoldHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  auto reason = DecodeText(body);
  if (!reason.ok()) return reason.status();
  domain::KeptHold kept;
  domain::LegalHold& hold = kept.hold;
  hold.id = HoldId(IdFromBytes(header.record_id()));
  hold.subject = HeldSubjectOf(header);
  hold.state = static_cast<domain::HoldState>(header.state());
  hold.proposer = MemberId(IdFromBytes(header.proposer()));
  hold.approver = MemberId(IdFromBytes(header.approver()));
  hold.caller = {header.by_operator(), MemberId(IdFromBytes(header.acting_for()))};
  hold.reason = Sensitive<std::string>(*std::move(reason));
  kept.request = IdFromBytes(header.request_digest());
  return kept;
}

PlainRecord EncodeBackupTaken(const domain::BackupTaken& backup) {
  BackupTakenHeader header;
  SetCommon(domain::SubjectId::Practice(), domain::KeyClass::kGeneral, DigestToBytes(backup.backup), header);
  header.set_made_at(ToMicros(backup.made_at));
  header.set_records(backup.records);
  header.set_by_operator(backup.caller.is_operator);
  header.set_acting_for(IdToBytes(backup.caller.acting_for));
  return PracticeRecord(RecordType::kBackupTaken, header);
}

absl::StatusOr<domain::BackupTaken> DecodeBackupTaken(std::string_view bytes) {
  BackupTakenHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  return domain::BackupTaken{IdFromBytes(header.record_id()),
                             FromMicros(header.made_at()),
                             header.records(),
                             {header.by_operator(), MemberId(IdFromBytes(header.acting_for()))}};
}

std::string EncodeRow(const domain::ErasureRow& row) {
  std::string bytes;
  AppendBigEndian(row.number, bytes);
  keys::AppendSubject(row.subject, bytes);
  bytes.push_back(static_cast<char>(row.state));
  bytes.push_back(static_cast<char>(row.classes.size()));
  for (const domain::KeyClass each : row.classes) bytes.push_back(static_cast<char>(each));
  bytes.append(DigestToBytes(row.request));
  return bytes;
}

absl::StatusOr<domain::ErasureRow> DecodeErasureRow(std::string_view bytes) {
  constexpr size_t kFixed = 8 + keys::kSubjectBytes + 2;
  if (bytes.size() < kFixed) return UnreadableErasureRow();
  domain::ErasureRow row;
  row.number = ReadBigEndian<uint64_t>(bytes);
  row.subject = keys::ReadSubject(bytes.substr(8));
  row.state = static_cast<domain::DecisionState>(static_cast<uint8_t>(bytes[kFixed - 2]));
  const auto classes = static_cast<uint8_t>(bytes[kFixed - 1]);
  bytes.remove_prefix(kFixed);
  if (bytes.size() != classes && bytes.size() != classes + sizeof(IdBytes)) return UnreadableErasureRow();
  for (const char each : bytes.substr(0, classes)) {
    row.classes.push_back(static_cast<domain::KeyClass>(static_cast<uint8_t>(each)));
  }
  row.request = LastDigest(bytes.substr(classes));
  return row;
}

std::string EncodeRow(const domain::ErasedRow& row) {
  std::string bytes;
  AppendBigEndian(row.number, bytes);
  bytes.append(AsText(row.check));
  return bytes;
}

absl::StatusOr<domain::ErasedRow> DecodeErasedRow(std::string_view bytes) {
  if (bytes.size() != 8 + kCheckBytes) return UnreadableErasureRow();
  domain::ErasedRow row;
  row.number = ReadBigEndian<uint64_t>(bytes);
  std::memcpy(row.check.data(), bytes.data() + 8, kCheckBytes);
  return row;
}

std::string EncodeRow(const domain::HoldRow& row) {
  std::string bytes;
  AppendBigEndian(row.number, bytes);
  bytes.push_back(static_cast<char>(row.state));
  bytes.append(DigestToBytes(row.request));
  return bytes;
}

absl::StatusOr<domain::HoldRow> DecodeHoldRow(std::string_view bytes) {
  constexpr size_t kFixed = 9;
  if (bytes.size() != kFixed && bytes.size() != kFixed + sizeof(IdBytes)) return UnreadableErasureRow();
  return domain::HoldRow{ReadBigEndian<uint64_t>(bytes),
                         static_cast<domain::HoldState>(static_cast<uint8_t>(bytes[kFixed - 1])),
                         LastDigest(bytes.substr(kFixed))};
}

}  // namespace candor::store
