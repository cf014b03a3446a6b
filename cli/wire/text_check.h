#ifndef CANDOR_CLI_WIRE_TEXT_CHECK_H_
#define CANDOR_CLI_WIRE_TEXT_CHECK_H_

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace candor::cli {

// Before `message` is sent: INVALID_ARGUMENT names the first text in it that is not UTF-8, which the wire cannot carry.
absl::Status CheckTexts(const google::protobuf::Message& message);

}  // namespace candor::cli

#endif  // CANDOR_CLI_WIRE_TEXT_CHECK_H_
