#include "daemon/rpc/wire_service.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/log.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/limits.h"
#include "daemon/rpc/refusal.h"
#include "daemon/rpc/refused_following.h"
#include "daemon/rpc/shape.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"

namespace candor::rpc {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::internal::RpcMethod;
using grpc::internal::RpcServiceMethod;

// A stream that ends before it began.
class RefusedStream final : public Method::Reactor {
 public:
  explicit RefusedStream(const absl::Status& status) {
    AnswerRefusal(status, [this, refused = ToGrpc(status)] { Finish(refused); });
  }
  void OnDone() override { delete this; }
};

// Names, sizes and codes; never what a message says.
void LogCall(const std::string& name, const absl::Status& status, size_t request_bytes, absl::Time began) {
  // Asked first: a line that nobody reads is not put together for every call.
  if (!log::IsOn(log::Level::kDebug)) return;
  const absl::Duration took = absl::Now() - began;
  log::Debug(absl::StrCat("call ", name, " ", absl::StatusCodeToString(status.code()), " ", request_bytes, " bytes ",
                          absl::ToInt64Microseconds(took), " us"));
}

RpcMethod::RpcType TypeOf(const google::protobuf::MethodDescriptor& method) {
  if (method.client_streaming()) {
    return method.server_streaming() ? RpcMethod::BIDI_STREAMING : RpcMethod::CLIENT_STREAMING;
  }
  return method.server_streaming() ? RpcMethod::SERVER_STREAMING : RpcMethod::NORMAL_RPC;
}

}  // namespace

WireService::WireService(const google::protobuf::ServiceDescriptor& service, const Gate& gate,
                         const MethodTable& methods, CallCounts& counts)
    : gate_(gate), counts_(counts) {
  for (int i = 0; i < service.method_count(); ++i) {
    const google::protobuf::MethodDescriptor& descriptor = *service.method(i);
    const std::string name = descriptor.full_name();
    const auto found = methods.methods().find(name);
    const Method* method = found == methods.methods().end() ? nullptr : &found->second;
    paths_.push_back(absl::StrCat("/", service.full_name(), "/", descriptor.name()));
    AddMethod(new RpcServiceMethod(paths_.back().c_str(), TypeOf(descriptor), nullptr));
    if (TypeOf(descriptor) == RpcMethod::BIDI_STREAMING) {
      MarkMethodRawCallback(
          i, new grpc::internal::CallbackBidiHandler<ByteBuffer, ByteBuffer>(
                 [this, name, method](CallbackServerContext* context) { return Open(name, method, context); }));
    } else if (TypeOf(descriptor) == RpcMethod::SERVER_STREAMING) {
      MarkMethodRawCallback(i, new grpc::internal::CallbackServerStreamingHandler<ByteBuffer, ByteBuffer>(
                                   [this, name, method](CallbackServerContext* context, const ByteBuffer* request) {
                                     return Follow(name, method, context, request);
                                   }));
    } else {
      MarkMethodRawCallback(
          i, new grpc::internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(
                 [this, name, method](CallbackServerContext* context, const ByteBuffer* request, ByteBuffer* response) {
                   return Answer(name, method, context, request, response);
                 }));
    }
  }
}

grpc::ServerUnaryReactor* WireService::Answer(const std::string& name, const Method* method,
                                              CallbackServerContext* context, const ByteBuffer* request,
                                              ByteBuffer* response) const {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const size_t size = request->Length();
  const absl::Time began = absl::Now();
  const bool traced = method == nullptr || method->leaves_trace;
  // The name lives as long as the service.
  auto finish = [reactor, response, full_name = &name, size, began, traced, &counts = counts_](
                    const absl::Status& status, const google::protobuf::Message* message) {
    if (status.ok()) *response = WriteMessage(*message);
    if (traced) {
      LogCall(*full_name, status, size, began);
      counts.NoteAnswer(*full_name, status, absl::Now() - began);
    }
    reactor->Finish(ToGrpc(status));
  };
  auto call = gate_.Admit(*context, name, false);
  if (!call.ok()) {
    AnswerRefusal(call.status(), [finish, refused = call.status()] { finish(refused, nullptr); });
  } else if (method == nullptr || !method->answer) {
    finish(absl::UnimplementedError("this daemon does not serve the method"), nullptr);
  } else if (size > kMaxRequestBytes) {
    finish(absl::InvalidArgumentError("the request is longer than 256 KiB; an entry may have 32 KiB"), nullptr);
  } else {
    const Metered metered(call->turn);
    method->answer(*call, *request,
                   [finish = std::move(finish), pass = call->pass, turn = call->turn](
                       const absl::Status& status, const google::protobuf::Message* message) {
                     if (turn != nullptr) turn->End();
                     finish(status, message);
                   });
  }
  return reactor;
}

absl::StatusOr<Call> WireService::AdmitStream(const CallbackServerContext& context, const std::string& name,
                                              bool served, size_t request_bytes) const {
  absl::StatusOr<Call> call = gate_.Admit(context, name, true);
  if (call.ok() && !served) {
    call = absl::UnimplementedError("this daemon does not serve the method");
  } else if (call.ok() && request_bytes > kMaxRequestBytes) {
    call = absl::InvalidArgumentError("the request is longer than 256 KiB; it holds a token only");
  }
  if (call.ok()) {
    call->pass = counts_.NoteStream(std::move(call->pass));
  } else {
    counts_.NoteRefusedStream(call.status());
  }
  return call;
}

Method::WriteReactor* WireService::Follow(const std::string& name, const Method* method, CallbackServerContext* context,
                                          const ByteBuffer* request) const {
  const bool served = method != nullptr && method->follow;
  const absl::StatusOr<Call> call = AdmitStream(*context, name, served, request->Length());
  if (!call.ok()) return new RefusedFollowing(call.status());
  const Metered metered(call->turn);
  return method->follow(*call, *request);
}

Method::Reactor* WireService::Open(const std::string& name, const Method* method,
                                   CallbackServerContext* context) const {
  const bool served = method != nullptr && method->stream;
  const absl::StatusOr<Call> call = AdmitStream(*context, name, served, 0);
  if (!call.ok()) return new RefusedStream(call.status());
  const Metered metered(call->turn);
  return method->stream(*call);
}

}  // namespace candor::rpc
