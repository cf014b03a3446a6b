#ifndef CANDOR_DAEMON_STORE_CODEC_PARTS_H_
#define CANDOR_DAEMON_STORE_CODEC_PARTS_H_

#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/base/way_back.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/facts.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/subject.h"
#include "daemon/store/record.pb.h"

// Private to the codec's sources: what they share of record.proto.
namespace candor::store {

inline absl::Status UnreadablePart() {
  return absl::DataLossError(absl::StrCat("a part of a record cannot be read; ", kPutFolderBack));
}

inline std::string ToBytes(std::string_view text) {
  return std::string(text);
}
inline std::string IdToBytes(const IdBytes& id) {
  return std::string(AsText(id));
}
// An empty id takes no room.
template <class Tag>
std::string IdToBytes(const Id<Tag>& id) {
  return id.empty() ? std::string() : std::string(AsText(id.bytes()));
}

// A digest of zeros stands for none and takes no room.
inline std::string DigestToBytes(const IdBytes& digest) {
  return digest == IdBytes{} ? std::string() : std::string(AsText(digest));
}

inline IdBytes IdFromBytes(const std::string& bytes) {
  IdBytes id{};
  if (bytes.size() == id.size()) std::memcpy(id.data(), bytes.data(), id.size());
  return id;
}

template <class Message>
void SetSubject(const domain::SubjectId& subject, Message& message) {
  message.set_subject_kind(static_cast<uint32_t>(subject.kind));
  if (subject.kind != domain::SubjectKind::kPractice) message.set_subject_id(IdToBytes(subject.id));
}

template <class Message>
domain::SubjectId SubjectFrom(const Message& message) {
  return {static_cast<domain::SubjectKind>(message.subject_kind()), IdFromBytes(message.subject_id())};
}

template <class Message>
void SetCommon(const domain::SubjectId& subject, domain::KeyClass key_class, const std::string& record_id,
               Message& message) {
  message.set_algorithm(1);
  message.set_key_epoch(1);
  SetSubject(subject, message);
  message.set_key_class(static_cast<uint32_t>(key_class));
  message.set_record_id(record_id);
}

inline std::optional<Day> DayFrom(bool present, int32_t number) {
  return present ? std::optional<Day>(DayFromNumber(number)) : std::nullopt;
}

template <class Message>
bool Parse(std::string_view bytes, Message& message) {
  return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

void ToProto(const domain::EntryHeader& header, EntryHeader& message);
domain::EntryHeader FromProto(const EntryHeader& message);
void ToProto(const domain::FollowUpClear& clear, FollowUpClear& message);
domain::FollowUpClear FromProto(const FollowUpClear& message);
void ToProto(const domain::Reassessment& reassessment, Reassessment& message);
domain::Reassessment FromProto(const Reassessment& message);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_CODEC_PARTS_H_
