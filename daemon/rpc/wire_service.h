#ifndef CANDOR_DAEMON_RPC_WIRE_SERVICE_H_
#define CANDOR_DAEMON_RPC_WIRE_SERVICE_H_

#include <cstddef>
#include <deque>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/rpc/call_counts.h"
#include "daemon/rpc/gate.h"
#include "daemon/rpc/method.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/support/server_callback.h"

namespace candor::rpc {

// Serves all methods of one service of the API. This is the wrapper that every method goes through: gate, reading with
// errors that name the field, handler, error map, reply. A method without a handler is UNIMPLEMENTED. Thread-safe.
class WireService final : public grpc::Service {
 public:
  // The longest request of a method that is no stream: far above what an entry may be, so that a field that is too long
  // is named, and far below what could tire the daemon.
  static constexpr size_t kMaxRequestBytes = 256 * 1024;

  // `gate`, `methods` and `counts` are not owned and outlive the service; `methods` does not change any more.
  WireService(const google::protobuf::ServiceDescriptor& service, const Gate& gate, const MethodTable& methods,
              CallCounts& counts);

 private:
  grpc::ServerUnaryReactor* Answer(const std::string& name, const Method* method, grpc::CallbackServerContext* context,
                                   const grpc::ByteBuffer* request, grpc::ByteBuffer* response) const;
  Method::WriteReactor* Follow(const std::string& name, const Method* method, grpc::CallbackServerContext* context,
                               const grpc::ByteBuffer* request) const;
  Method::Reactor* Open(const std::string& name, const Method* method, grpc::CallbackServerContext* context) const;

  // A stream that may begin, which is served, and counts until its handler lets the call go; or why not, counted too.
  absl::StatusOr<Call> AdmitStream(const grpc::CallbackServerContext& context, const std::string& name, bool served,
                                   size_t request_bytes) const;

  const Gate& gate_;
  CallCounts& counts_;
  std::deque<std::string> paths_;  // gRPC keeps pointers to them
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_WIRE_SERVICE_H_
