#include "daemon/store/rows.h"

#include <google/protobuf/arena.h>

#include <cstring>
#include <utility>

#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/domain/fold.h"
#include "daemon/store/codec_parts.h"
#include "daemon/store/envelope.h"
#include "daemon/store/keys.h"

namespace candor::store {
namespace {

using google::protobuf::Arena;

constexpr uint8_t kRevises = 1;
constexpr uint8_t kRevised = 2;
constexpr uint8_t kRetracted = 4;
constexpr int kTakeBackShift = 3;  // two bits: TakeBack
constexpr uint8_t kTakeBackMask = 3;
constexpr size_t kWaitingBytes = 1 + keys::kSubjectBytes + keys::kPlaceBytes;
constexpr size_t kContributionBytes = 1 + 2 + 2 + 4 + 4 + 16;
constexpr size_t kIdSize = 16;

absl::Status UnreadableRow() {
  return absl::DataLossError("a projection row cannot be read; make the projections again with candord rebuild");
}

IdBytes ReadId(std::string_view bytes) {
  IdBytes id;
  std::memcpy(id.data(), bytes.data(), id.size());
  return id;
}

// What ends a row: a digest, or nothing for none.
IdBytes ReadDigest(std::string_view bytes) {
  return bytes.empty() ? IdBytes{} : ReadId(bytes);
}

// A row that is an id and the digest of the call that made it.
std::string EncodeMade(const IdBytes& id, const IdBytes& request) {
  return std::string(AsText(id)).append(DigestToBytes(request));
}

absl::StatusOr<std::pair<IdBytes, IdBytes>> DecodeMade(std::string_view bytes) {
  if (bytes.size() != kIdSize && bytes.size() != 2 * kIdSize) return UnreadableRow();
  return std::pair(ReadId(bytes), ReadDigest(bytes.substr(kIdSize)));
}

}  // namespace

std::string EncodeRow(const Watermark& watermark) {
  std::string row;
  AppendBigEndian(watermark.size, row);
  AppendBigEndian(watermark.entries, row);
  AppendBigEndian(static_cast<uint64_t>(ToMicros(watermark.recorded_at)), row);
  row += watermark.frontier.Serialize();
  row.push_back(static_cast<char>(domain::kFoldVersion));
  return row;
}

absl::StatusOr<Watermark> DecodeWatermark(std::string_view bytes) {
  if (bytes.size() < 25 || static_cast<uint8_t>(bytes.back()) != domain::kFoldVersion) return UnreadableRow();
  bytes.remove_suffix(1);
  Watermark watermark;
  watermark.size = ReadBigEndian<uint64_t>(bytes);
  watermark.entries = ReadBigEndian<uint64_t>(bytes.substr(8));
  if (watermark.size > 0) {
    watermark.recorded_at = FromMicros(static_cast<int64_t>(ReadBigEndian<uint64_t>(bytes.substr(16))));
  }
  CANDOR_ASSIGN_OR_RETURN(watermark.frontier, ledger::Frontier::Parse(bytes.substr(24)));
  if (watermark.frontier.size() != watermark.size) return UnreadableRow();
  return watermark;
}

std::string EncodeRow(const domain::MemberRow& row) {
  std::string bytes;
  AppendBigEndian(row.number, bytes);
  bytes.append(AsText(row.name_digest));
  bytes.append(DigestToBytes(row.request));
  return bytes;
}

absl::StatusOr<domain::MemberRow> DecodeMemberRow(std::string_view bytes) {
  if (bytes.size() != 8 + kIdSize && bytes.size() != 8 + 2 * kIdSize) return UnreadableRow();
  return domain::MemberRow{ReadBigEndian<uint64_t>(bytes), ReadId(bytes.substr(8)),
                           ReadDigest(bytes.substr(8 + kIdSize))};
}

// On an arena, as the rows below that hold headers: each of these is several messages.
std::string EncodeRow(const domain::CaseRow& row) {
  Arena arena;
  auto& message = *Arena::CreateMessage<CaseRow>(&arena);
  message.set_number(row.number);
  message.set_code_digest(IdToBytes(row.code_digest));
  for (const domain::EntryHeader& header : row.course) ToProto(header, *message.add_course());
  message.set_request_digest(DigestToBytes(row.request));
  return message.SerializeAsString();
}

absl::StatusOr<domain::CaseRow> DecodeCaseRow(std::string_view bytes) {
  Arena arena;
  auto& message = *Arena::CreateMessage<CaseRow>(&arena);
  if (!Parse(bytes, message)) return UnreadableRow();
  domain::CaseRow row;
  row.course.reserve(static_cast<size_t>(message.course_size()));
  row.number = message.number();
  row.code_digest = IdFromBytes(message.code_digest());
  for (const EntryHeader& header : message.course()) row.course.push_back(FromProto(header));
  row.request = IdFromBytes(message.request_digest());
  return row;
}

std::string EncodeStaffing(const std::vector<domain::EntryHeader>& staffing) {
  Arena arena;
  auto& message = *Arena::CreateMessage<StaffingRow>(&arena);
  for (const domain::EntryHeader& header : staffing) ToProto(header, *message.add_entries());
  return message.SerializeAsString();
}

absl::StatusOr<std::vector<domain::EntryHeader>> DecodeStaffing(std::string_view bytes) {
  Arena arena;
  auto& message = *Arena::CreateMessage<StaffingRow>(&arena);
  if (!Parse(bytes, message)) return UnreadableRow();
  std::vector<domain::EntryHeader> staffing;
  for (const EntryHeader& header : message.entries()) staffing.push_back(FromProto(header));
  return staffing;
}

std::string EncodeRow(const domain::MergedRow& row) {
  return EncodeMade(row.into.bytes(), row.request);
}

absl::StatusOr<domain::MergedRow> DecodeMergedRow(std::string_view bytes) {
  CANDOR_ASSIGN_OR_RETURN(const auto made, DecodeMade(bytes));
  return domain::MergedRow{CaseId(made.first), made.second};
}

std::string EncodeRow(const domain::ActivationRow& row) {
  std::string bytes;
  AppendBigEndian(row.number, bytes);
  bytes.append(DigestToBytes(row.request));
  return bytes;
}

absl::StatusOr<domain::ActivationRow> DecodeActivationRow(std::string_view bytes) {
  constexpr size_t kBefore = sizeof(uint64_t);
  if (bytes.size() != kBefore && bytes.size() != kBefore + kIdSize) return UnreadableRow();
  return domain::ActivationRow{ReadBigEndian<uint64_t>(bytes), ReadDigest(bytes.substr(kBefore))};
}

std::string EncodeRow(const domain::Reassessment& reassessment) {
  Reassessment message;
  ToProto(reassessment, message);
  return message.SerializeAsString();
}

absl::StatusOr<domain::Reassessment> DecodeReassessmentRow(std::string_view bytes) {
  Reassessment message;
  if (!Parse(bytes, message)) return UnreadableRow();
  return FromProto(message);
}

std::string EncodeRow(const domain::SignatureRow& row) {
  return EncodeMade(row.id.bytes(), row.request);
}

absl::StatusOr<domain::SignatureRow> DecodeSignatureRow(std::string_view bytes) {
  CANDOR_ASSIGN_OR_RETURN(const auto made, DecodeMade(bytes));
  return domain::SignatureRow{domain::SignatureId(made.first), made.second};
}

std::string EncodeRow(const domain::CarriedDecisions& carried) {
  CarriedRow message;
  message.set_acknowledged(carried.acknowledged);
  message.set_disposed(carried.disposed);
  if (carried.waived_until) message.set_waived_until(DayNumber(*carried.waived_until));
  return message.SerializeAsString();
}

absl::StatusOr<domain::CarriedDecisions> DecodeCarriedRow(std::string_view bytes) {
  CarriedRow message;
  if (!Parse(bytes, message)) return UnreadableRow();
  return domain::CarriedDecisions{message.acknowledged(), message.disposed(),
                                  DayFrom(message.has_waived_until(), message.waived_until())};
}

std::string EncodeRow(const domain::TimelineRow& row) {
  std::string bytes;
  bytes.reserve(9 + 2 * kIdSize);
  AppendBigEndian(row.number, bytes);
  const auto flags =
      static_cast<uint8_t>((row.revises.empty() ? 0 : kRevises) | (row.revised_by.empty() ? 0 : kRevised) |
                           (row.retracted ? kRetracted : 0) | (static_cast<int>(row.take_back) << kTakeBackShift));
  bytes.push_back(static_cast<char>(flags));
  if (!row.revises.empty()) bytes.append(AsText(row.revises.bytes()));
  if (!row.revised_by.empty()) bytes.append(AsText(row.revised_by.bytes()));
  return bytes;
}

absl::StatusOr<domain::TimelineRow> DecodeTimelineRow(std::string_view bytes) {
  if (bytes.size() < 9) return UnreadableRow();
  domain::TimelineRow row;
  row.number = ReadBigEndian<uint64_t>(bytes);
  const auto flags = static_cast<uint8_t>(bytes[8]);
  bytes.remove_prefix(9);
  const size_t ids = ((flags & kRevises) != 0 ? 1U : 0U) + ((flags & kRevised) != 0 ? 1U : 0U);
  if (bytes.size() != ids * kIdSize) return UnreadableRow();
  if ((flags & kRevises) != 0) {
    row.revises = EntryId(ReadId(bytes));
    bytes.remove_prefix(kIdSize);
  }
  if ((flags & kRevised) != 0) row.revised_by = EntryId(ReadId(bytes));
  row.retracted = (flags & kRetracted) != 0;
  row.take_back = static_cast<domain::TakeBack>((flags >> kTakeBackShift) & kTakeBackMask);
  return row;
}

std::string EncodeRow(const domain::EntryRow& row) {
  std::string bytes;
  bytes.reserve(16 + keys::kSubjectBytes + keys::kPlaceBytes + kIdSize);
  AppendBigEndian(row.number, bytes);
  AppendBigEndian(static_cast<uint64_t>(ToMicros(row.recorded_at)), bytes);
  keys::AppendSubject(row.subject, bytes);
  keys::AppendPlace(row.place, bytes);
  bytes.append(AsText(row.content));
  return bytes;
}

absl::StatusOr<domain::EntryRow> DecodeEntryRow(std::string_view bytes) {
  if (bytes.size() != 16 + keys::kSubjectBytes + keys::kPlaceBytes + kIdSize) return UnreadableRow();
  domain::EntryRow row;
  row.number = ReadBigEndian<uint64_t>(bytes);
  row.recorded_at = FromMicros(static_cast<int64_t>(ReadBigEndian<uint64_t>(bytes.substr(8))));
  row.subject = keys::ReadSubject(bytes.substr(16));
  row.place = keys::ReadPlace(bytes.substr(16 + keys::kSubjectBytes));
  row.content = ReadId(bytes.substr(16 + keys::kSubjectBytes + keys::kPlaceBytes));
  return row;
}

std::string EncodeRow(const domain::FollowUpRow& row) {
  FollowUpRow message;
  ToProto(row.clear, *message.mutable_clear());
  message.set_number(row.number);
  message.set_section(row.section);
  message.set_acknowledged(row.acknowledged);
  message.set_disposed(row.disposed);
  if (row.waived_until) message.set_waived_until(DayNumber(*row.waived_until));
  message.set_erased(row.erased);
  return message.SerializeAsString();
}

absl::StatusOr<domain::FollowUpRow> DecodeFollowUpRow(std::string_view bytes) {
  FollowUpRow message;
  if (!Parse(bytes, message)) return UnreadableRow();
  domain::FollowUpRow row;
  row.clear = FromProto(message.clear());
  row.number = message.number();
  row.section = message.section();
  row.acknowledged = message.acknowledged();
  row.disposed = message.disposed();
  row.waived_until = DayFrom(message.has_waived_until(), message.waived_until());
  row.erased = message.erased();
  return row;
}

std::string EncodeRow(const domain::DecisionRow& row) {
  std::string bytes;
  AppendBigEndian(row.number, bytes);
  keys::AppendSubject(row.subject, bytes);
  bytes.append(AsText(row.follow_up.bytes()));
  bytes.push_back(static_cast<char>(row.state));
  bytes.append(DigestToBytes(row.request));
  return bytes;
}

absl::StatusOr<domain::DecisionRow> DecodeDecisionRow(std::string_view bytes) {
  constexpr size_t kState = 8 + keys::kSubjectBytes + kIdSize;
  constexpr size_t kBefore = kState + 1;
  if (bytes.size() != kBefore && bytes.size() != kBefore + kIdSize) return UnreadableRow();
  return domain::DecisionRow{ReadBigEndian<uint64_t>(bytes), keys::ReadSubject(bytes.substr(8)),
                             FollowUpId(ReadId(bytes.substr(8 + keys::kSubjectBytes))),
                             ReadDigest(bytes.substr(kBefore)), static_cast<domain::DecisionState>(bytes[kState])};
}

std::string EncodeRow(const domain::SubjectId& subject, const domain::ProgressRow& row) {
  Progress message;
  SetSubject(subject, message);
  message.set_assessed_to(row.assessed_to);
  if (row.next_timer) message.set_next_timer(*row.next_timer);
  for (const domain::NotAssessed& fault : row.not_assessed) {
    NotAssessed& added = *message.add_not_assessed();
    added.set_entry(IdToBytes(fault.entry));
    added.set_plugin(fault.plugin);
    added.set_reason(static_cast<uint32_t>(fault.reason));
    added.set_older(fault.older);
  }
  return message.SerializeAsString();
}

absl::StatusOr<domain::ProgressRow> DecodeProgressRow(std::string_view bytes) {
  Progress message;
  if (!Parse(bytes, message)) return UnreadableRow();
  domain::ProgressRow row;
  row.assessed_to = message.assessed_to();
  if (message.has_next_timer()) row.next_timer = message.next_timer();
  const domain::SubjectId subject = SubjectFrom(message);
  for (const NotAssessed& fault : message.not_assessed()) {
    row.not_assessed.push_back({subject, EntryId(IdFromBytes(fault.entry())), fault.plugin(),
                                static_cast<domain::NotAssessedReason>(fault.reason()), fault.older()});
  }
  return row;
}

void AppendWaiting(const domain::WaitingEntry& entry, std::string& row) {
  row.push_back(static_cast<char>(entry.number % keys::kWaitingBlock));
  keys::AppendSubject(entry.subject, row);
  keys::AppendPlace(entry.earliest, row);
}

absl::StatusOr<std::vector<domain::WaitingEntry>> DecodeWaiting(uint64_t block, std::string_view bytes) {
  if (bytes.size() % kWaitingBytes != 0) return UnreadableRow();
  std::vector<domain::WaitingEntry> entries;
  entries.reserve(bytes.size() / kWaitingBytes);
  for (; !bytes.empty(); bytes.remove_prefix(kWaitingBytes)) {
    entries.push_back({block * keys::kWaitingBlock + static_cast<uint8_t>(bytes[0]), keys::ReadSubject(bytes.substr(1)),
                       keys::ReadPlace(bytes.substr(1 + keys::kSubjectBytes))});
  }
  return entries;
}

std::string EncodeContributions(const std::vector<domain::Contribution>& contributions) {
  std::string bytes;
  bytes.reserve(contributions.size() * kContributionBytes);
  for (const domain::Contribution& contribution : contributions) {
    bytes.push_back(static_cast<char>(contribution.basis));
    AppendBigEndian(static_cast<uint16_t>(contribution.figure), bytes);
    AppendBigEndian(contribution.bucket, bytes);
    AppendBigEndian(OrderedBits(DayNumber(contribution.day)), bytes);
    AppendBigEndian(contribution.partition, bytes);
    bytes.append(AsText(contribution.therapist.bytes()));
  }
  return bytes;
}

absl::StatusOr<std::vector<domain::Contribution>> DecodeContributions(const CaseId& id, std::string_view bytes) {
  if (bytes.size() % kContributionBytes != 0) return UnreadableRow();
  std::vector<domain::Contribution> contributions;
  for (; !bytes.empty(); bytes.remove_prefix(kContributionBytes)) {
    domain::Contribution contribution;
    contribution.basis = static_cast<domain::CountBasis>(static_cast<uint8_t>(bytes[0]));
    contribution.figure = static_cast<domain::Figure>(ReadBigEndian<uint16_t>(bytes.substr(1)));
    contribution.bucket = ReadBigEndian<uint16_t>(bytes.substr(3));
    contribution.day = DayFromNumber(FromOrderedBits(ReadBigEndian<uint32_t>(bytes.substr(5))));
    contribution.partition = ReadBigEndian<uint32_t>(bytes.substr(9));
    contribution.therapist = MemberId(ReadId(bytes.substr(13)));
    contribution.case_id = id;
    contributions.push_back(contribution);
  }
  return contributions;
}

std::string EncodeRow(const IdBytes& id) {
  return std::string(AsText(id));
}

absl::StatusOr<IdBytes> DecodeIdRow(std::string_view bytes) {
  if (bytes.size() != kIdSize) return UnreadableRow();
  return ReadId(bytes);
}

std::string EncodeRow(uint64_t number) {
  std::string bytes;
  AppendBigEndian(number, bytes);
  return bytes;
}

absl::StatusOr<uint64_t> DecodeNumberRow(std::string_view bytes) {
  if (bytes.size() != sizeof(uint64_t)) return UnreadableRow();
  return ReadBigEndian<uint64_t>(bytes);
}

}  // namespace candor::store
