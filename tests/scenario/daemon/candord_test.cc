// The daemon as a program: how it serves, and goes on where it was.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <vector>

#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "daemon/exit_codes.h"
#include "grpcpp/generic/generic_stub.h"
#include "tests/scenario/daemon/candord_fixture.h"

namespace candor::candord_test {
namespace {

namespace fs = std::filesystem;

TEST_F(CandordTest, ServesOnASocketThatOnlyItsOwnerReachesAndEndsInOrder) {
  const pid_t pid = Spawn(Arguments());
  v1::GetStatusResponse response;
  ASSERT_TRUE(GetStatus(Connect(Socket()), response).ok()) << Log();
  EXPECT_GE(response.status().policies_size(), 3);
  EXPECT_NE(response.status().access_notice(), "");
  EXPECT_FALSE(response.status().tls()) << "nobody has made an authority";
  EXPECT_FALSE(response.status().insecure_loopback());
  EXPECT_TRUE(response.status().act_for_allowed());

  struct stat info {};
  ASSERT_EQ(stat((folder_ / "run").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700U);
  ASSERT_EQ(stat((folder_ / "run/candord.sock").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);

  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone) << Log();
  EXPECT_NE(Log().find("candord init --resume"), std::string::npos) << "how the network is switched on\n" << Log();
}

TEST_F(CandordTest, KeepsWhatItTookOverARestartAndAKill) {
  pid_t pid = Spawn(Arguments());
  auto channel = Connect(Socket());
  v1::CreateMemberRequest request;
  request.mutable_member()->set_display_name("Ana Nguyen");
  v1::CreateMemberResponse made;
  {
    grpc::ClientContext context;
    ASSERT_TRUE(v1::MemberService::NewStub(channel)->CreateMember(&context, request, &made).ok());
  }
  // Not even asked to stop: what was acknowledged is there, and the socket that is left over does not matter.
  kill(pid, SIGKILL);
  EXPECT_EQ(Wait(pid), -1);
  channel.reset();

  pid = Spawn(Arguments());
  channel = Connect(Socket());
  v1::GetMemberRequest get;
  get.set_name(made.member().name());
  v1::GetMemberResponse got;
  grpc::ClientContext context;
  EXPECT_TRUE(v1::MemberService::NewStub(channel)->GetMember(&context, get, &got).ok()) << Log();
  EXPECT_EQ(got.member().display_name(), "Ana Nguyen");
  kill(pid, SIGINT);
  EXPECT_EQ(Wait(pid), kExitDone) << Log();
}

TEST_F(CandordTest, AnswersHealthAndReflection) {
  const pid_t pid = Spawn(Arguments());
  auto channel = Connect(Socket());

  // grpc.health.v1.HealthCheckRequest{service: "candor.v1.EntryService"} and the answer SERVING, byte by byte.
  const std::string service = "candor.v1.EntryService";
  grpc::Slice slice("\x0A" + std::string(1, static_cast<char>(service.size())) + service);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", request, &queue);
  call->StartCall();
  grpc::ByteBuffer response;
  grpc::Status status;
  call->Finish(&response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  ASSERT_TRUE(queue.Next(&tag, &ok));
  ASSERT_TRUE(status.ok()) << status.error_message();
  grpc::Slice answer;
  ASSERT_TRUE(response.DumpToSingleSlice(&answer).ok());
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(answer.begin()), answer.size()), "\x08\x01");

  // grpc.reflection.v1alpha.ServerReflectionRequest{list_services: ""}: the names of our services come back.
  grpc::Slice list(std::string("\x3A\x00", 2));
  grpc::ClientContext reflection;
  auto stream = stub.PrepareCall(&reflection, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue);
  const auto next = [&] { return queue.Next(&tag, &ok) && ok; };
  stream->StartCall(nullptr);
  ASSERT_TRUE(next());
  stream->Write(grpc::ByteBuffer(&list, 1), nullptr);
  ASSERT_TRUE(next());
  grpc::ByteBuffer services;
  stream->Read(&services, nullptr);
  ASSERT_TRUE(next());
  ASSERT_TRUE(services.DumpToSingleSlice(&answer).ok());
  const std::string text(reinterpret_cast<const char*>(answer.begin()), answer.size());
  for (const char* name : {"candor.v1.EntryService", "candor.v1.ImportService", "candor.v1.DaemonService"}) {
    EXPECT_NE(text.find(name), std::string::npos) << name;
  }
  stream->WritesDone(nullptr);
  ASSERT_TRUE(next());
  stream->Finish(&status, nullptr);
  queue.Next(&tag, &ok);

  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone);
}

TEST_F(CandordTest, ListensOnLoopbackOnlyWhenToldTo) {
  const std::string data = (folder_ / "data").string();
  ExpectRefused({"--data-dir", data, "--listen", "127.0.0.1:0"}, kExitNotAllowed, "--insecure-loopback");
  ExpectRefused({"--data-dir", data, "--listen", "0.0.0.0:7411", "--insecure-loopback"}, kExitInvalid, "127.0.0.1");
  EXPECT_FALSE(fs::exists(data)) << "nothing is made before the address is known to be good";
}

TEST_F(CandordTest, SaysLoudlyThatEveryUserOfTheMachineIsTheOperator) {
  const pid_t pid = Spawn({"--data-dir", (folder_ / "data").string(), "--scenarios", (folder_ / "scenarios").string(),
                           "--listen", "127.0.0.1:0", "--insecure-loopback"});
  const std::string port = PortAfter("listens on 127.0.0.1:");

  v1::GetStatusResponse response;
  ASSERT_TRUE(GetStatus(Connect("127.0.0.1:" + port), response).ok()) << Log();

  EXPECT_TRUE(response.status().insecure_loopback());
  EXPECT_FALSE(response.status().tls());
  EXPECT_NE(Log().find("--insecure-loopback"), std::string::npos) << Log();
  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone);
}

TEST_F(CandordTest, ListensByTlsOnceInitHasMadeAnAuthority) {
  const std::string data = (folder_ / "data").string();
  ASSERT_EQ(Run({"init", "--data-dir", data, "--name", "localhost"}), kExitDone) << Log();
  std::vector<std::string> arguments = Arguments();
  arguments.insert(arguments.end(), {"--listen", "tls:127.0.0.1:0"});

  const pid_t pid = Spawn(arguments);

  EXPECT_NE(PortAfter(" and tls:127.0.0.1:"), "0");
  v1::GetStatusResponse response;
  ASSERT_TRUE(GetStatus(Connect(Socket()), response).ok()) << Log();
  EXPECT_TRUE(response.status().tls());
  EXPECT_TRUE(response.status().has_certificate_expires_at());
  EXPECT_EQ(response.status().certificate_problem(), "");
  EXPECT_TRUE(response.status().act_for_allowed()) << "nobody is enrolled yet";
  // It looks at its files again, and goes on.
  kill(pid, SIGHUP);
  EXPECT_TRUE(GetStatus(Connect(Socket()), response).ok()) << Log();
  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone) << Log();
}

TEST_F(CandordTest, WithoutItsAuthoritysKeyItSaysHowToGoOn) {
  const std::string data = (folder_ / "data").string();
  ASSERT_EQ(Run({"init", "--data-dir", data, "--name", "localhost"}), kExitDone) << Log();
  fs::remove(data + "/authority.key");
  std::vector<std::string> arguments = Arguments();
  arguments.insert(arguments.end(), {"--listen", "tls:127.0.0.1:0"});

  ExpectRefused(arguments, kExitNotFound, "listen = \"none\"");
}

TEST_F(CandordTest, RebuildFoldsAllAndTheDaemonGoesOn) {
  pid_t pid = Spawn(Arguments());
  v1::GetStatusResponse before;
  ASSERT_TRUE(GetStatus(Connect(Socket()), before).ok());
  kill(pid, SIGTERM);
  ASSERT_EQ(Wait(pid), kExitDone);

  EXPECT_EQ(Run({"rebuild", "--data-dir", (folder_ / "data").string()}), kExitDone) << Log();
  EXPECT_EQ(Run({"accept-loss", "--reason", "none", "--data-dir", (folder_ / "data").string()}), kExitConflict);

  pid = Spawn(Arguments());
  v1::GetStatusResponse after;
  ASSERT_TRUE(GetStatus(Connect(Socket()), after).ok()) << Log();
  EXPECT_GE(after.status().ledger_size(), before.status().ledger_size());
  EXPECT_EQ(after.status().ledger_id(), before.status().ledger_id());
  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone);
}

}  // namespace
}  // namespace candor::candord_test
