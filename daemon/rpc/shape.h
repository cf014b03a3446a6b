#ifndef CANDOR_DAEMON_RPC_SHAPE_H_
#define CANDOR_DAEMON_RPC_SHAPE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"

// What every message must hold to, whatever it asks: it can be read, its texts are UTF-8, its enum values and fields
// are known here. A field that this daemon does not know is refused rather than dropped: it may be part of a report.
namespace candor::rpc {

// Reads `bytes` into `message`. INVALID_ARGUMENT names the field at fault, never its text.
absl::Status ReadMessage(const grpc::ByteBuffer& bytes, google::protobuf::Message& message);
grpc::ByteBuffer WriteMessage(const google::protobuf::Message& message);

// INVALID_ARGUMENT naming the first field that is unknown or has an unknown enum value; `path` is put before it.
absl::Status CheckKnown(const google::protobuf::Message& message, std::string_view path);

// The path of the first text in `bytes` that is not UTF-8, empty when there is none.
std::string FindBadText(const google::protobuf::Descriptor& descriptor, std::string_view bytes);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_SHAPE_H_
