#include "daemon/rpc/server.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "candor/v1/access.pb.h"
#include "candor/v1/backup.pb.h"
#include "candor/v1/case.pb.h"
#include "candor/v1/concern.pb.h"
#include "candor/v1/daemon.pb.h"
#include "candor/v1/decision.pb.h"
#include "candor/v1/emergency.pb.h"
#include "candor/v1/entry.pb.h"
#include "candor/v1/export.pb.h"
#include "candor/v1/follow_up.pb.h"
#include "candor/v1/identity.pb.h"
#include "candor/v1/import.pb.h"
#include "candor/v1/key.pb.h"
#include "candor/v1/ledger.pb.h"
#include "candor/v1/member.pb.h"
#include "candor/v1/policy.pb.h"
#include "candor/v1/report.pb.h"
#include "candor/v1/retention.pb.h"
#include "candor/v1/role.pb.h"
#include "candor/v1/supervision.pb.h"
#include "candor/v1/watch.pb.h"
#include "candor/v1/work.pb.h"
#include "daemon/rpc/grpc_log.h"
#include "daemon/rpc/services.h"
#include "daemon/rpc/supervision_service.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

namespace candor::rpc {
namespace {

constexpr absl::Duration kLastQuestions = absl::Milliseconds(100);
// What gRPC may hold of messages that come in or go out, of all callers; beyond it, streams are ended.
constexpr size_t kMessageMemory = 512U * 1024 * 1024;

// The files that hold a service each; named here so that their descriptors are linked in.
std::vector<const google::protobuf::FileDescriptor*> ServiceFiles() {
  return {v1::Access::descriptor()->file(),
          v1::TakeBackupRequest::descriptor()->file(),
          v1::Case::descriptor()->file(),
          v1::DaemonStatus::descriptor()->file(),
          v1::Decision::descriptor()->file(),
          v1::Concern::descriptor()->file(),
          v1::Emergency::descriptor()->file(),
          v1::Entry::descriptor()->file(),
          v1::ExportLine::descriptor()->file(),
          v1::FollowUp::descriptor()->file(),
          v1::Enrolment::descriptor()->file(),
          v1::Import::descriptor()->file(),
          v1::KeyStatus::descriptor()->file(),
          v1::LedgerFault::descriptor()->file(),
          v1::Member::descriptor()->file(),
          v1::Policy::descriptor()->file(),
          v1::ComplianceReport::descriptor()->file(),
          v1::Erasure::descriptor()->file(),
          v1::RoleGrant::descriptor()->file(),
          v1::SupervisionNote::descriptor()->file(),
          v1::Change::descriptor()->file(),
          v1::WorkList::descriptor()->file()};
}

std::vector<const google::protobuf::ServiceDescriptor*> Services() {
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const auto* file : ServiceFiles()) {
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

void AddServices(const Rooms& rooms, WatchHub& watchers, MethodTable& methods) {
  AddAccessService(rooms, methods);
  AddBackupService(rooms, methods);
  AddMemberService(rooms, methods);
  AddCaseService(rooms, methods);
  AddEntryService(rooms, methods);
  AddFollowUpService(rooms, methods);
  AddDecisionService(rooms, methods);
  AddConcernService(rooms, methods);
  AddEmergencyService(rooms, methods);
  AddPolicyService(rooms, methods);
  AddProfileMethods(rooms, methods);
  AddRuleModeMethods(rooms, methods);
  AddScenarioMethods(rooms, methods);
  AddPolicyPreviewMethods(rooms, methods);
  AddReportService(rooms, methods);
  AddIdentityService(rooms, methods);
  AddImportService(rooms, methods);
  AddExportService(rooms, methods);
  AddKeyService(rooms, methods);
  AddRetentionService(rooms, methods);
  AddHoldMethods(rooms, methods);
  AddRoleService(rooms, methods);
  AddLedgerService(rooms, methods);
  AddDaemonService(rooms, methods);
  AddSupervisionService(rooms, methods);
  AddWorkService(rooms, methods);
  AddWatchService(rooms, watchers, methods);
}

absl::Status CannotBindNetwork(const std::string& address, const absl::Status& why) {
  return absl::UnavailableError(absl::StrCat("the address ", address,
                                             " of the network cannot be listened on; is another program using it, or "
                                             "is it not an address of this machine? (",
                                             why.message(), ")"));
}

int InMilliseconds(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

// Also for the daemon's own socket, where all of it does no harm.
void SetLimits(const ConnectionLimits& limits, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(Server::kMaxMessageBytes);
  builder.SetResourceQuota(grpc::ResourceQuota("candord").Resize(kMessageMemory));
  // What is unpacked has no bound before it is unpacked: a message of 1 MB may be one of 1 GB. Ours are never packed.
  builder.AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, limits.streams);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, InMilliseconds(limits.handshake));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, InMilliseconds(limits.idle));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, InMilliseconds(limits.asked_every));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, InMilliseconds(limits.answered_within));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
}

}  // namespace

std::vector<std::string> ServiceNames() {
  std::vector<std::string> names;
  for (const auto* service : Services()) names.push_back(service->full_name());
  return names;
}

Server::Server(const Rooms& rooms, const LimitOptions& limits)
    : open_(limits.connections),
      gate_(rooms.store, rooms.identity, rooms.clock, limits.calls, open_),
      watchers_(rooms.feed),
      read_log_(rooms.store, rooms.reserve, rooms.clock),
      methods_(read_log_) {
  AddServices(rooms, watchers_, methods_);
  for (const auto* service : Services()) {
    services_.push_back(std::make_unique<WireService>(*service, gate_, methods_, counts_));
  }
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Rooms& rooms, const Listening& listening) {
  TakeGrpcLog();
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  std::unique_ptr<Server> server(new Server(rooms, listening.limits));
  grpc::ServerBuilder builder;
  SetLimits(listening.limits.connections, builder);
  // One address, one daemon: no sharing of ports.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  if (listening.local) {
    builder.AddListeningPort(*listening.local, grpc::InsecureServerCredentials(), &server->port_);
  }
  if (listening.network) {
    auto acceptor = Acceptor::Bind(*listening.network, listening.limits.connections, server->open_);
    if (!acceptor.ok()) return CannotBindNetwork(*listening.network, acceptor.status());
    server->acceptor_ = *std::move(acceptor);
    server->connections_ = builder.experimental().AddExternalConnectionAcceptor(
        grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD,
        TlsCredentials(*listening.tls, rooms.identity));
  }
  for (const auto& service : server->services_) builder.RegisterService(service.get());
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || (listening.local && server->port_ == 0)) {
    return absl::UnavailableError("the address cannot be listened on; is another program using it?");
  }
  // The daemon starts the server when everything behind it is ready; health is per service and as a whole.
  server->server_->GetHealthCheckService()->SetServingStatus(true);
  for (const std::string& name : ServiceNames()) server->server_->GetHealthCheckService()->SetServingStatus(name, true);
  // What there was no room for when the daemon ran last.
  server->read_log_.EmptyReserve();
  server->Accept();
  return server;
}

void Server::Accept() {
  if (acceptor_ == nullptr) return;
  acceptor_->Start([this](int fd) {
    grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters connection;
    connection.fd = fd;
    connections_->HandleNewConnection(&connection);
  });
}

Server::~Server() {
  Shutdown(absl::ZeroDuration());
}

std::shared_ptr<grpc::Channel> Server::InProcessChannel() {
  return server_->InProcessChannel(grpc::ChannelArguments());
}

void Server::Shutdown(absl::Duration grace) {
  if (server_ == nullptr) return;
  const absl::Time end = absl::Now() + grace;
  server_->GetHealthCheckService()->Shutdown();
  // Who follows the ledger would stay until the end.
  watchers_.Stop();
  // gRPC cancels a call that reaches it while it shuts down, which does not say whether to try again. So whoever has a
  // connection is told by the gate first, and has a moment to ask.
  gate_.Close(grace);
  absl::SleepFor(std::min(kLastQuestions, end - absl::Now()));
  // What it hands on to a server that is shut down, nobody closes.
  if (acceptor_ != nullptr) acceptor_->Stop();
  server_->Shutdown(absl::ToChronoTime(end));
  server_->Wait();
}

}  // namespace candor::rpc
