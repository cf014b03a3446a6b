// A gRPC server that does nothing: the same messages, the same callback API and the same build as the daemon, so that
// the ratio of the two says what the daemon itself costs. Usage: candor_null ADDRESS
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <csignal>
#include <cstdio>

#include "absl/synchronization/mutex.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"

namespace {

std::atomic<uint64_t> calls{0};

class NullEntries final : public candor::v1::EntryService::CallbackService {
 public:
  grpc::ServerUnaryReactor* CreateEntry(grpc::CallbackServerContext* context, const candor::v1::CreateEntryRequest*,
                                        candor::v1::CreateEntryResponse*) override {
    calls.fetch_add(1, std::memory_order_relaxed);
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

// Counts calls where the daemon counts entries, so that the load program checks both alike.
class NullDaemon final : public candor::v1::DaemonService::CallbackService {
 public:
  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context, const candor::v1::GetStatusRequest*,
                                      candor::v1::GetStatusResponse* response) override {
    response->mutable_status()->set_ledger_entries(calls.load(std::memory_order_relaxed));
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: candor_null unix:PATH|HOST:PORT\n");
    return 2;
  }
  // As in the daemon.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  NullEntries entries;
  NullDaemon daemon;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(argv[1], grpc::InsecureServerCredentials());
  builder.RegisterService(&entries);
  builder.RegisterService(&daemon);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) {
    std::fprintf(stderr, "candor_null cannot listen on %s\n", argv[1]);
    return 1;
  }
  int signal = 0;
  sigwait(&stop, &signal);
  server->Shutdown();
  return 0;
}
