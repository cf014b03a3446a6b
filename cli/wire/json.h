#ifndef CANDOR_CLI_WIRE_JSON_H_
#define CANDOR_CLI_WIRE_JSON_H_

#include <string>

#include "google/protobuf/message.h"
#include "nlohmann/json.hpp"

namespace candor::cli {

using Json = nlohmann::ordered_json;

// A message of the wire as people and scripts read it: keys are the field names in order of number; dates are
// "2025-03-30", instants RFC 3339, enum values lower-case words without their prefix, bytes hex. What is not set, an
// empty text and an unspecified enum are null, so that every key of a message is always there; of a oneof only the
// member that is set.
Json ToJson(const google::protobuf::Message& message);

// "resolved_late" for FOLLOW_UP_STATUS_RESOLVED_LATE; empty for the zero value.
std::string EnumWord(const google::protobuf::EnumValueDescriptor& value);

// As above, for a generated enum: WordOf(v1::SEVERITY_SOON) is "soon".
template <class Enum>
std::string WordOf(Enum value) {
  const auto* descriptor = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(static_cast<int>(value));
  return descriptor == nullptr ? std::to_string(static_cast<int>(value)) : EnumWord(*descriptor);
}

}  // namespace candor::cli

#endif  // CANDOR_CLI_WIRE_JSON_H_
