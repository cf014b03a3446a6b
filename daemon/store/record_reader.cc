#include "daemon/store/record_reader.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/way_back.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/sealing.h"
#include "daemon/store/keys.h"

namespace candor::store {
namespace {

constexpr std::string_view kSectionLabel = "section";

// What `decode` makes of header and body, with when it was recorded.
template <class T>
absl::StatusOr<T> ReadStamped(const RecordReader& reader, uint64_t number,
                              absl::StatusOr<T> (*decode)(std::string_view, const std::optional<std::string>&)) {
  CANDOR_ASSIGN_OR_RETURN(const auto record, reader.Open(number));
  CANDOR_ASSIGN_OR_RETURN(T read, decode(record->envelope.header, record->body));
  read.recorded_at = record->envelope.recorded_at;
  return read;
}

}  // namespace

crypto::KeyName KeyNameOf(const domain::SubjectId& subject, domain::KeyClass key_class) {
  return {static_cast<uint8_t>(subject.kind), subject.id, static_cast<uint8_t>(key_class)};
}

absl::Time RecordedAtOf(std::string_view bytes) {
  return FromMicros(static_cast<int64_t>(ReadBigEndian<uint64_t>(bytes.substr(8))));
}

SealedSection SealSection(const domain::FollowUpSection& section, const LedgerId& ledger,
                          const crypto::SubjectKeys& keys) {
  SealedSection sealed;
  sealed.clear = EncodeClear(section.clear);
  const std::string plain = EncodeSealed(section.sealed);
  crypto::Seal(keys.sealing, {AsText(ledger.bytes()), kSectionLabel, sealed.clear}, Pad(plain), sealed.sealed);
  sealed.commitment = SectionCommitmentOf(sealed.clear, plain, keys);
  return sealed;
}

absl::StatusOr<std::string> OpenSealedSection(const SealedSection& section, const LedgerId& ledger,
                                              const crypto::SubjectKeys& keys) {
  std::string padded;
  CANDOR_RETURN_IF_ERROR(
      crypto::Open(keys.sealing, {AsText(ledger.bytes()), kSectionLabel, section.clear}, section.sealed, padded));
  return Unpad(padded);
}

std::string SectionCommitmentOf(std::string_view clear, std::string_view plain, const crypto::SubjectKeys& keys) {
  const crypto::Digest inner = InnerDigest(clear, plain);
  return std::string(AsText(crypto::HmacSha256(keys.salt, {AsText(inner)})));
}

absl::StatusOr<std::string> RecordReader::Read(uint64_t number) const {
  std::string value;
  CANDOR_ASSIGN_OR_RETURN(const bool found, ledger_->Get(Family::kLedger, keys::Ledger(number), value));
  if (!found || value.size() < kEnvelopeBytes) {
    return absl::DataLossError(absl::StrCat("a ledger record is missing; ", kPutFolderBack));
  }
  return value;
}

absl::StatusOr<std::unique_ptr<OpenedRecord>> RecordReader::Open(uint64_t number) const {
  auto record = std::make_unique<OpenedRecord>();
  CANDOR_ASSIGN_OR_RETURN(record->value, Read(number));
  CANDOR_ASSIGN_OR_RETURN(record->envelope, ParseEnvelope(record->value));
  CANDOR_ASSIGN_OR_RETURN(const KeySlot slot, DecodeKeySlot(record->envelope.header));
  CANDOR_ASSIGN_OR_RETURN(const auto keys, KeysOf(slot.subject, slot.key_class, number));
  if (keys == nullptr) return record;
  CANDOR_ASSIGN_OR_RETURN(record->body, OpenBody(record->envelope, id_, *keys));
  return record;
}

absl::StatusOr<std::shared_ptr<const crypto::SubjectKeys>> RecordReader::KeysOf(const domain::SubjectId& subject,
                                                                                domain::KeyClass key_class,
                                                                                uint64_t number) const {
  const std::shared_ptr<const crypto::SubjectKeys> erased;
  const bool covered =
      erasures_ != nullptr && (erasures_->Covers(subject, key_class, number) || erasures_->CoversRecord(number));
  if (covered) return erased;
  auto keys = keys_.Get(KeyNameOf(subject, key_class));
  if (!absl::IsNotFound(keys.status())) return keys;
  if (erasures_ == nullptr) return erased;
  return absl::DataLossError(absl::StrCat(
      "the key of a ledger record is not in the key table, and nothing on record says that it was erased; ",
      kPutFolderBack));
}

const OpenedParts* RecordReader::FindUnwritten(uint64_t number) const {
  if (unwritten_ == nullptr) return nullptr;
  const auto found = unwritten_->find(number);
  return found == unwritten_->end() ? nullptr : &found->second;
}

bool RecordReader::MayRead(const domain::SubjectId& subject, domain::KeyClass key_class, uint64_t number) const {
  const auto keys = KeysOf(subject, key_class, number);
  return keys.ok() && *keys != nullptr;
}

absl::StatusOr<std::shared_ptr<const domain::RecordedEntry>> RecordReader::ReadEntry(uint64_t number) const {
  if (const OpenedParts* parts = FindUnwritten(number); parts != nullptr && parts->entry != nullptr) {
    return parts->entry;
  }
  if (RecordCache::EntryPtr known = cache_ == nullptr ? nullptr : cache_->FindEntry(number)) {
    const domain::EntryHeader& header = known->entry.header;
    const domain::KeyClass key_class = domain::KeyClassOf(header);
    if (MayRead(header.subject, key_class, number)) return known;
  }
  CANDOR_ASSIGN_OR_RETURN(const auto record, Open(number));
  auto entry = std::make_shared<domain::RecordedEntry>();
  CANDOR_ASSIGN_OR_RETURN(entry->entry, DecodeEntry(record->envelope.header, record->body));
  entry->number = record->envelope.number;
  entry->recorded_at = record->envelope.recorded_at;
  entry->erased = !record->body;
  if (cache_ != nullptr && !entry->erased) cache_->Put(entry);
  return entry;
}

absl::StatusOr<domain::Member> RecordReader::ReadMember(uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(const auto record, Open(number));
  return DecodeMember(record->envelope.header, record->body);
}

absl::StatusOr<domain::Activation> RecordReader::ReadActivation(uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(const auto record, Open(number));
  CANDOR_ASSIGN_OR_RETURN(domain::Activation activation, DecodeActivation(record->envelope.header));
  // Most have none: nobody chose anything.
  if (record->body && !record->body->empty()) {
    CANDOR_ASSIGN_OR_RETURN(activation.reason, DecodeText(record->body));
  }
  return activation;
}

absl::StatusOr<domain::Decision> RecordReader::ReadDecision(uint64_t number) const {
  return ReadStamped(*this, number, DecodeDecision);
}

absl::StatusOr<domain::ReportSigned> RecordReader::ReadReportSigned(uint64_t number) const {
  return ReadStamped(*this, number, DecodeReportSigned);
}

absl::StatusOr<domain::Erasure> RecordReader::ReadErasure(uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(const auto record, Open(number));
  CANDOR_ASSIGN_OR_RETURN(domain::KeptErasure kept, DecodeErasure(record->envelope.header, record->body));
  kept.erasure.recorded_at = record->envelope.recorded_at;
  kept.erasure.number = number;
  return std::move(kept.erasure);
}

absl::StatusOr<domain::LegalHold> RecordReader::ReadHold(uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(const auto record, Open(number));
  CANDOR_ASSIGN_OR_RETURN(domain::KeptHold kept, DecodeHold(record->envelope.header, record->body));
  kept.hold.recorded_at = record->envelope.recorded_at;
  return std::move(kept.hold);
}

absl::StatusOr<domain::BackupTaken> RecordReader::ReadBackupTaken(uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(const auto record, Open(number));
  if (record->envelope.type != RecordType::kRestored) return DecodeBackupTaken(record->envelope.header);
  CANDOR_ASSIGN_OR_RETURN(const domain::Restored restored, DecodeRestored(record->envelope.header));
  return domain::BackupTaken{restored.backup, restored.made_at, restored.records, {}};
}

absl::StatusOr<domain::EnrolmentEvent> RecordReader::ReadEnrolment(uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(const auto record, Open(number));
  CANDOR_ASSIGN_OR_RETURN(domain::EnrolmentRecorded enrolment, DecodeEnrolment(record->envelope.header));
  std::visit([&record](auto& event) { event.recorded_at = record->envelope.recorded_at; }, enrolment.event);
  return std::move(enrolment.event);
}

absl::StatusOr<domain::NumberedAccess> RecordReader::ReadAccess(uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(const auto record, Open(number));
  CANDOR_ASSIGN_OR_RETURN(domain::Access access, DecodeAccess(record->envelope.header));
  return domain::NumberedAccess{number, record->envelope.recorded_at, std::move(access)};
}

absl::StatusOr<domain::NonUseAccepted> RecordReader::ReadNonUse(uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(const auto record, Open(number));
  CANDOR_ASSIGN_OR_RETURN(domain::NonUseAccepted accepted, DecodeNonUse(record->envelope.header));
  accepted.recorded_at = record->envelope.recorded_at;
  return accepted;
}

absl::StatusOr<domain::LogReviewed> RecordReader::ReadLogReview(uint64_t number) const {
  return ReadStamped(*this, number, DecodeLogReview);
}

absl::StatusOr<domain::Disclosed> RecordReader::ReadDisclosure(uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(domain::Disclosed disclosed, ReadStamped(*this, number, DecodeDisclosure));
  disclosed.number = number;
  return disclosed;
}

absl::StatusOr<domain::ConcernNotice> RecordReader::ReadConcernNotice(uint64_t number) const {
  return ReadStamped(*this, number, DecodeConcernNotice);
}

absl::StatusOr<domain::Emergency> RecordReader::ReadEmergency(uint64_t asked, uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(const auto first, Open(asked));
  CANDOR_ASSIGN_OR_RETURN(domain::Emergency emergency, DecodeEmergency(first->envelope.header, first->body));
  const IdBytes request = emergency.request;
  const absl::Time asked_at = first->envelope.recorded_at;
  emergency.recorded_at = asked_at;
  if (number != asked) {
    CANDOR_ASSIGN_OR_RETURN(const auto newest, Open(number));
    const Sensitive<std::string> reason = std::move(emergency.reason);
    CANDOR_ASSIGN_OR_RETURN(emergency, DecodeEmergency(newest->envelope.header, newest->body));
    emergency.reason = reason;
    emergency.recorded_at = newest->envelope.recorded_at;
  }
  emergency.request = request;
  emergency.asked_at = asked_at;
  return emergency;
}

absl::StatusOr<absl::Time> RecordReader::ReadMoment(uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(const std::string value, Read(number));
  return RecordedAtOf(value);
}

absl::StatusOr<std::optional<std::string>> RecordReader::ReadCode(const CaseId& id, uint64_t number) const {
  if (const RecordCache::CodePtr known = cache_ == nullptr ? nullptr : cache_->FindCode(number)) {
    if (MayRead(domain::SubjectId::Of(id), domain::KeyClass::kGeneral, number))
      return std::optional<std::string>(*known);
  }
  CANDOR_ASSIGN_OR_RETURN(const auto record, Open(number));
  if (!record->body) return std::optional<std::string>();
  CANDOR_ASSIGN_OR_RETURN(std::string code, DecodeText(record->body));
  if (cache_ != nullptr) cache_->Put(number, std::make_shared<const std::string>(code));
  return std::optional<std::string>(std::move(code));
}

absl::StatusOr<std::optional<domain::FollowUpSealed>> RecordReader::ReadSection(
    uint64_t number, uint32_t section, const domain::FollowUpClear& clear) const {
  if (const OpenedParts* parts = FindUnwritten(number); parts != nullptr && section < parts->sections.size()) {
    return std::optional<domain::FollowUpSealed>(*parts->sections[section]);
  }
  if (const RecordCache::SectionPtr known = cache_ == nullptr ? nullptr : cache_->FindSection(number, section)) {
    if (MayRead(clear.subject, clear.key_class, number)) return std::optional<domain::FollowUpSealed>(*known);
  }
  CANDOR_ASSIGN_OR_RETURN(std::optional<domain::FollowUpSealed> sealed, OpenSection(number, section, clear));
  if (cache_ != nullptr && sealed) {
    cache_->Put(number, section, std::make_shared<const domain::FollowUpSealed>(*sealed));
  }
  return sealed;
}

absl::StatusOr<std::optional<domain::FollowUpSealed>> RecordReader::OpenSection(
    uint64_t number, uint32_t section, const domain::FollowUpClear& clear) const {
  CANDOR_ASSIGN_OR_RETURN(const std::string value, Read(number));
  CANDOR_ASSIGN_OR_RETURN(const Envelope envelope, ParseEnvelope(value));
  CANDOR_ASSIGN_OR_RETURN(const SealedSection found, DecodeSection(envelope.body, section));
  CANDOR_ASSIGN_OR_RETURN(const auto keys, KeysOf(clear.subject, clear.key_class, number));
  if (keys == nullptr) return std::optional<domain::FollowUpSealed>();
  CANDOR_ASSIGN_OR_RETURN(const std::string plain, OpenSealedSection(found, id_, *keys));
  CANDOR_ASSIGN_OR_RETURN(domain::FollowUpSealed sealed, DecodeSealed(plain));
  return std::optional<domain::FollowUpSealed>(std::move(sealed));
}

}  // namespace candor::store
