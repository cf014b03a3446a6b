#include "daemon/store/envelope.h"

#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/way_back.h"
#include "daemon/crypto/sealing.h"

namespace candor::store {
namespace {

// Binds a body to its ledger, type, format and header. The stamp is not part of it: it comes later.
std::string Associated(const LedgerId& ledger, RecordType type, std::string_view header) {
  std::string associated;
  associated.reserve(18 + header.size());
  associated.append(AsText(ledger.bytes()));
  associated.push_back(static_cast<char>(type));
  associated.push_back(static_cast<char>(kRecordFormat));
  associated.append(header);
  return associated;
}

absl::Status Unreadable() {
  return absl::DataLossError(absl::StrCat("a ledger record cannot be read; ", kPutFolderBack));
}

}  // namespace

absl::StatusOr<Envelope> ParseEnvelope(std::string_view bytes) {
  if (bytes.size() < kEnvelopeBytes) return Unreadable();
  const auto type = static_cast<uint8_t>(bytes[kStampBytes]);
  const auto format = static_cast<uint8_t>(bytes[kStampBytes + 1]);
  const size_t header_size = ReadBigEndian<uint32_t>(bytes.substr(kStampBytes + 2));
  if (format != kRecordFormat || !IsRecordType(type) || header_size > bytes.size() - kEnvelopeBytes) {
    return Unreadable();
  }
  Envelope envelope;
  envelope.number = ReadBigEndian<uint64_t>(bytes);
  envelope.recorded_at = FromMicros(static_cast<int64_t>(ReadBigEndian<uint64_t>(bytes.substr(8))));
  envelope.commitment = bytes.substr(16, 32);
  envelope.type = static_cast<RecordType>(type);
  envelope.header = bytes.substr(kEnvelopeBytes, header_size);
  envelope.body = bytes.substr(kEnvelopeBytes + header_size);
  return envelope;
}

std::string SealRecord(const PlainRecord& record, const LedgerId& ledger, const crypto::SubjectKeys& keys) {
  std::string value;
  value.reserve(kEnvelopeBytes + record.header.size() + record.body.size() + kPadding + crypto::kSealedOverhead + 4);
  value.append(kStampBytes, '\0');
  value.push_back(static_cast<char>(record.type));
  value.push_back(static_cast<char>(kRecordFormat));
  AppendBigEndian(static_cast<uint32_t>(record.header.size()), value);
  value.append(record.header);
  if (record.type == RecordType::kAssessment) {
    value.append(record.body);
  } else if (!record.body.empty()) {
    crypto::Seal(keys.sealing, {Associated(ledger, record.type, record.header)}, Pad(record.body), value);
  }
  return value;
}

void StampRecord(uint64_t number, absl::Time recorded_at, const crypto::Digest& commitment, std::string& value) {
  std::string stamp;
  stamp.reserve(kStampBytes);
  AppendBigEndian(number, stamp);
  AppendBigEndian(static_cast<uint64_t>(ToMicros(recorded_at)), stamp);
  stamp.append(AsText(commitment));
  value.replace(0, kStampBytes, stamp);
}

absl::StatusOr<std::string> OpenBody(const Envelope& envelope, const LedgerId& ledger,
                                     const crypto::SubjectKeys& keys) {
  if (envelope.body.empty()) return std::string();
  std::string padded;
  CANDOR_RETURN_IF_ERROR(
      crypto::Open(keys.sealing, {Associated(ledger, envelope.type, envelope.header)}, envelope.body, padded));
  return Unpad(padded);
}

crypto::Digest InnerDigest(std::string_view header, std::string_view plain_body) {
  std::string size;
  AppendBigEndian(static_cast<uint32_t>(header.size()), size);
  return crypto::Sha256({size, header, plain_body});
}

crypto::Digest CommitmentOf(const crypto::SubjectKeys& keys, absl::Time recorded_at, const crypto::Digest& inner) {
  std::string time;
  AppendBigEndian(static_cast<uint64_t>(ToMicros(recorded_at)), time);
  return crypto::HmacSha256(keys.salt, {time, AsText(inner)});
}

std::string LeafData(RecordType type, std::string_view commitment) {
  std::string leaf(1, static_cast<char>(type));
  leaf.append(commitment);
  return leaf;
}

ledger::Hash LeafOf(RecordType type, std::string_view commitment) {
  return ledger::LeafHash(LeafData(type, commitment));
}

std::string Pad(std::string_view plain) {
  std::string padded;
  padded.reserve(plain.size() + 4 + kPadding);
  AppendBigEndian(static_cast<uint32_t>(plain.size()), padded);
  padded.append(plain);
  padded.resize((padded.size() + kPadding - 1) / kPadding * kPadding, '\0');
  return padded;
}

absl::StatusOr<std::string> Unpad(std::string_view padded) {
  if (padded.size() < 4) return Unreadable();
  const size_t size = ReadBigEndian<uint32_t>(padded);
  if (size > padded.size() - 4) return Unreadable();
  return std::string(padded.substr(4, size));
}

int64_t ToMicros(absl::Time time) {
  return absl::ToUnixMicros(time);
}
absl::Time FromMicros(int64_t micros) {
  return absl::FromUnixMicros(micros);
}

}  // namespace candor::store
