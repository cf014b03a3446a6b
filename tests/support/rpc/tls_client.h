#ifndef CANDOR_TESTS_SUPPORT_RPC_TLS_CLIENT_H_
#define CANDOR_TESTS_SUPPORT_RPC_TLS_CLIENT_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/channel_arguments.h>

#include <chrono>
#include <memory>
#include <string>

namespace candor {

// What a client shows and trusts, in PEM.
struct TlsClient {
  std::string authority;  // by which it knows the server
  std::string key;        // empty, as `certificate`: it has none
  std::string certificate;
};

// A connection of its own, even if another channel has one that would do.
inline std::shared_ptr<grpc::Channel> ConnectOverTls(const std::string& target, const TlsClient& client) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(target, grpc::SslCredentials({client.authority, client.key, client.certificate}),
                                   arguments);
}

// Calls the method with this path ("/candor.v1.EntryService/CreateEntry") with one message of these bytes, whatever it
// takes and whether it is a stream; without them with an empty one. `answer`: gets the bytes of the answer, if there is
// one. `act_for`: in whose name, by the operator; empty: as whoever calls.
inline grpc::Status CallByPath(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                               const std::string& message = "", std::string* answer = nullptr,
                               const std::string& act_for = "") {
  const grpc::Slice bytes(message);
  const grpc::ByteBuffer request(&bytes, 1);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  if (!act_for.empty()) context.AddMetadata("candor-act-for", act_for);
  grpc::GenericStub stub(channel);
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareUnaryCall(&context, path, request, &queue);
  call->StartCall();
  grpc::ByteBuffer response;
  grpc::Status status;
  call->Finish(&response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  grpc::Slice whole;
  if (answer != nullptr && status.ok() && response.DumpToSingleSlice(&whole).ok()) {
    answer->assign(whole.begin(), whole.end());
  }
  return status;
}

}  // namespace candor

#endif  // CANDOR_TESTS_SUPPORT_RPC_TLS_CLIENT_H_
