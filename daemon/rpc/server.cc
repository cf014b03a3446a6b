#include "daemon/rpc/server.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "candor/v1/backup.pb.h"
#include "candor/v1/case.pb.h"
#include "candor/v1/daemon.pb.h"
#include "candor/v1/decision.pb.h"
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
#include "candor/v1/supervision.pb.h"
#include "candor/v1/watch.pb.h"
#include "candor/v1/work.pb.h"
#include "daemon/rpc/services.h"
#include "daemon/rpc/supervision_service.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

namespace candor::rpc {
namespace {

constexpr absl::Duration kLastQuestions = absl::Milliseconds(100);

// The files that hold a service each; named here so that their descriptors are linked in.
std::vector<const google::protobuf::FileDescriptor*> ServiceFiles() {
  return {v1::TakeBackupRequest::descriptor()->file(),
          v1::Case::descriptor()->file(),
          v1::DaemonStatus::descriptor()->file(),
          v1::Decision::descriptor()->file(),
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
  AddBackupService(rooms, methods);
  AddMemberService(rooms, methods);
  AddCaseService(rooms, methods);
  AddEntryService(rooms, methods);
  AddFollowUpService(rooms, methods);
  AddDecisionService(rooms, methods);
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
  AddLedgerService(rooms, methods);
  AddDaemonService(rooms, methods);
  AddSupervisionService(rooms, methods);
  AddWorkService(rooms, methods);
  AddWatchService(rooms, watchers, methods);
}

// gRPC binds one address after another, and gives up at the first that it cannot have.
absl::Status CannotBind(const Listening& listening, int local_port) {
  if (!listening.network || (listening.local && local_port == 0)) {
    return absl::UnavailableError("the address cannot be listened on; is another program using it?");
  }
  return absl::UnavailableError(absl::StrCat("the address ", *listening.network,
                                             " of the network cannot be listened on; is another program using it, or "
                                             "is it not an address of this machine?"));
}

}  // namespace

std::vector<std::string> ServiceNames() {
  std::vector<std::string> names;
  for (const auto* service : Services()) names.push_back(service->full_name());
  return names;
}

Server::Server(const Rooms& rooms) : gate_(rooms.store, rooms.identity, rooms.clock), watchers_(rooms.feed) {
  AddServices(rooms, watchers_, methods_);
  for (const auto* service : Services()) {
    services_.push_back(std::make_unique<WireService>(*service, gate_, methods_));
  }
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Rooms& rooms, const Listening& listening) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  std::unique_ptr<Server> server(new Server(rooms));
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  // One address, one daemon: no sharing of ports.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  if (listening.local) {
    builder.AddListeningPort(*listening.local, grpc::InsecureServerCredentials(), &server->port_);
  }
  if (listening.network) {
    builder.AddListeningPort(*listening.network, TlsCredentials(*listening.tls, rooms.identity),
                             &server->network_port_);
  }
  for (const auto& service : server->services_) builder.RegisterService(service.get());
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || (listening.local && server->port_ == 0) ||
      (listening.network && server->network_port_ == 0)) {
    return CannotBind(listening, server->port_);
  }
  // The daemon starts the server when everything behind it is ready; health is per service and as a whole.
  server->server_->GetHealthCheckService()->SetServingStatus(true);
  for (const std::string& name : ServiceNames()) server->server_->GetHealthCheckService()->SetServingStatus(name, true);
  return server;
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
  server_->Shutdown(absl::ToChronoTime(end));
  server_->Wait();
}

}  // namespace candor::rpc
