#ifndef CANDOR_DAEMON_RPC_EXPORT_PARTS_H_
#define CANDOR_DAEMON_RPC_EXPORT_PARTS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "daemon/domain/entry.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

// Values of which the lines of an export are made, for those who read them. What is absent is the empty value. Errors
// are INVALID_ARGUMENT about `field`, or a field below `path`.
namespace candor::rpc {

template <class AnyId>
absl::StatusOr<AnyId> IdOrNone(const std::string& text, std::string_view field) {
  if (text.empty()) return AnyId();
  auto id = AnyId::Parse(text);
  if (!id.ok()) return InvalidField(field, "id", "is no id: 26 letters and digits");
  return *id;
}

absl::StatusOr<MemberId> MemberOrNone(const std::string& name, std::string_view field);
absl::StatusOr<IdBytes> DigestOrNone(const std::string& bytes, std::string_view field);
absl::StatusOr<domain::Caller> CallerFrom(const std::string& principal, const std::string& acting_for,
                                          std::string_view path);

// The key of what is somebody's own, or of everything else.
domain::KeyClass KeyClassFrom(bool personal);

// A word whose number is the domain's; the zero of the wire is not one of them.
template <class Word, class Wire>
absl::StatusOr<Word> WordFrom(Wire value, std::string_view field) {
  const auto number = static_cast<int>(value);
  if (number == 0 || google::protobuf::GetEnumDescriptor<Wire>()->FindValueByNumber(number) == nullptr) {
    return InvalidField(field, "word", "is missing, or no word that belongs here");
  }
  return static_cast<Word>(number);
}
// The zero is "none", or "not recorded".
template <class Word, class Wire>
absl::StatusOr<Word> WordOrNone(Wire value, std::string_view field) {
  if (static_cast<int>(value) == 0) return static_cast<Word>(0);
  return WordFrom<Word>(value, field);
}

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EXPORT_PARTS_H_
