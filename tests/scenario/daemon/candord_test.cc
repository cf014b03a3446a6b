// The daemon as a program: how it starts, listens, refuses and ends.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/import.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "daemon/exit_codes.h"
#include "grpcpp/generic/generic_stub.h"

namespace candor {
namespace {

namespace fs = std::filesystem;

class CandordTest : public testing::Test {
 protected:
  CandordTest() {
    std::string name = (fs::temp_directory_path() / "candord-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~CandordTest() override {
    for (const pid_t pid : running_) {
      kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
    }
    fs::remove_all(folder_);
  }

  std::string Socket() const { return "unix:" + (folder_ / "run/candord.sock").string(); }
  std::vector<std::string> Arguments() const {
    return {"--data-dir", (folder_ / "data").string(), "--listen", Socket()};
  }

  // What the daemons of this test wrote to standard error.
  std::string Log() const {
    std::ostringstream text;
    text << std::ifstream(folder_ / "log").rdbuf();
    return text.str();
  }

  // `log`: where standard error goes; -1: to a file that Log() reads.
  pid_t Spawn(std::vector<std::string> arguments, int log = -1) {
    arguments.insert(arguments.begin(), CANDOR_BUILD "/bin/candord");
    std::vector<char*> argv;
    for (std::string& each : arguments) argv.push_back(each.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (log >= 0) {
      posix_spawn_file_actions_adddup2(&actions, log, STDERR_FILENO);
    } else {
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (folder_ / "log").c_str(),
                                       O_WRONLY | O_CREAT | O_APPEND, 0600);
    }
    pid_t pid = 0;
    EXPECT_EQ(posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    running_.push_back(pid);
    return pid;
  }

  // The exit code; -1 when a signal ended it.
  int Wait(pid_t pid) {
    int status = 0;
    EXPECT_EQ(waitpid(pid, &status, 0), pid);
    std::erase(running_, pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  int Run(std::vector<std::string> arguments) { return Wait(Spawn(std::move(arguments))); }

  // A refusal is one sentence on one line.
  void ExpectRefused(std::vector<std::string> arguments, int exit_code, const std::string& says) {
    fs::remove(folder_ / "log");
    EXPECT_EQ(Run(std::move(arguments)), exit_code) << Log();
    const std::string log = Log();
    EXPECT_NE(log.find(says), std::string::npos) << log;
    EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 1) << log;
  }

  std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
    auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
    EXPECT_TRUE(channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(30))) << Log();
    return channel;
  }

  grpc::Status GetStatus(const std::shared_ptr<grpc::Channel>& channel, v1::GetStatusResponse& response) {
    grpc::ClientContext context;
    return v1::DaemonService::NewStub(channel)->GetStatus(&context, {}, &response);
  }

  fs::path folder_;
  std::vector<pid_t> running_;
};

TEST_F(CandordTest, ServesOnASocketThatOnlyItsOwnerReachesAndEndsInOrder) {
  const pid_t pid = Spawn(Arguments());
  v1::GetStatusResponse response;
  ASSERT_TRUE(GetStatus(Connect(Socket()), response).ok()) << Log();
  EXPECT_GE(response.status().policies_size(), 3);
  EXPECT_NE(response.status().access_notice(), "");

  struct stat info {};
  ASSERT_EQ(stat((folder_ / "run").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700U);
  ASSERT_EQ(stat((folder_ / "run/candord.sock").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);

  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone) << Log();
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

// Calls that write, for as long as a daemon answers them.
class Writers {
 public:
  explicit Writers(std::shared_ptr<grpc::Channel> channel) : channel_(std::move(channel)) {}

  void OpenCase() {
    v1::CreateMemberRequest member;
    member.mutable_member()->set_display_name("Ana Nguyen");
    v1::CreateMemberResponse made;
    grpc::ClientContext first;
    ASSERT_TRUE(v1::MemberService::NewStub(channel_)->CreateMember(&first, member, &made).ok());
    therapist_ = made.member().name();
    v1::CreateCaseRequest request;
    request.mutable_case_()->set_code("C-1");
    v1::CreateCaseResponse opened;
    grpc::ClientContext second;
    ASSERT_TRUE(v1::CaseService::NewStub(channel_)->CreateCase(&second, request, &opened).ok());
    case_ = opened.case_().name();
  }

  // Entry after entry until one gets no OK; that one's status. The names of the others go to `kept`.
  grpc::Status CreateEntries(std::vector<std::string>& kept) {
    const auto stub = v1::EntryService::NewStub(channel_);
    v1::CreateEntryRequest request;
    request.set_parent(case_);
    request.mutable_entry()->set_therapist(therapist_);
    SetDay(request.mutable_entry()->mutable_occurred()->mutable_date());
    request.mutable_entry()->mutable_session()->set_minutes(50);
    while (true) {
      grpc::ClientContext context;
      v1::CreateEntryResponse response;
      const grpc::Status status = stub->CreateEntry(&context, request, &response);
      if (!status.ok()) return status;
      kept.push_back(response.entry().name());
      ++answered;
    }
  }

  // One import: messages until `ending`, and then a few more, or until the daemon ends it. Its status.
  grpc::Status Import(std::vector<std::string>& kept) {
    constexpr int kMessagesAfterTheSignal = 5;
    grpc::ClientContext context;
    const auto stream = v1::ImportService::NewStub(channel_)->ImportEntries(&context);
    v1::ImportEntriesRequest request;
    request.mutable_import()->set_file_digest(std::string(32, 'f'));
    request.mutable_import()->set_map_digest(std::string(32, 'm'));
    v1::ImportEntriesResponse response;
    int row = 0;
    for (int after = 0; after < kMessagesAfterTheSignal; after += ending ? 1 : 0) {
      if (!stream->Write(request) || !stream->Read(&response)) return stream->Finish();
      for (const v1::RowResult& result : response.results()) kept.push_back(result.imported().entry());
      ++messages;
      request.Clear();
      for (int i = 0; i < 64; ++i) FillRow(++row, *request.add_rows());
    }
    stream->WritesDone();
    return stream->Finish();
  }

  std::atomic<int> answered{0};
  std::atomic<int> messages{0};
  std::atomic<bool> ending{false};

 private:
  static void SetDay(v1::Date* date) {
    date->set_year(2025);
    date->set_month(2);
    date->set_day(3);
  }

  static void FillRow(int number, v1::ImportRow& row) {
    row.set_row_number(number);
    row.mutable_therapist()->set_display_name("Ana Nguyen");
    row.set_client_code("C-2");
    SetDay(row.mutable_entry()->mutable_occurred()->mutable_date());
    row.mutable_entry()->mutable_session()->set_minutes(50);
    std::string digest = std::to_string(number);
    digest.resize(32);
    row.set_row_digest(digest);
  }

  const std::shared_ptr<grpc::Channel> channel_;
  std::string therapist_;
  std::string case_;
};

// Whatever was answered is on the disk, and nothing else is; what comes too late is told so; an import that is under
// way may send its last rows.
TEST_F(CandordTest, WhenToldToStopFinishesWhatIsInFlight) {
  constexpr int kWriters = 4;
  pid_t pid = Spawn(Arguments());
  auto channel = Connect(Socket());
  Writers writers(channel);
  writers.OpenCase();
  std::vector<std::vector<std::string>> kept(kWriters + 1);
  std::vector<grpc::Status> ended(kWriters + 1);
  std::vector<std::thread> threads;
  for (int i = 0; i < kWriters; ++i) {
    threads.emplace_back([&, i] { ended[i] = writers.CreateEntries(kept[i]); });
  }
  threads.emplace_back([&] { ended[kWriters] = writers.Import(kept[kWriters]); });
  while (writers.answered < 100 || writers.messages < 4) std::this_thread::sleep_for(std::chrono::milliseconds(1));

  kill(pid, SIGTERM);
  writers.ending = true;

  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Wait(pid), kExitDone) << Log();
  for (int i = 0; i < kWriters; ++i) {
    EXPECT_EQ(ended[i].error_code(), grpc::StatusCode::UNAVAILABLE) << ended[i].error_message();
  }
  EXPECT_TRUE(ended[kWriters].ok()) << ended[kWriters].error_message();
  channel.reset();

  pid = Spawn(Arguments());
  const auto entries = v1::EntryService::NewStub(Connect(Socket()));
  uint64_t answered = 0;
  for (const std::vector<std::string>& names : kept) {
    for (const std::string& name : names) {
      v1::GetEntryRequest request;
      request.set_name(name);
      v1::GetEntryResponse response;
      grpc::ClientContext context;
      ASSERT_TRUE(entries->GetEntry(&context, request, &response).ok()) << name;
      ++answered;
    }
  }
  v1::GetStatusResponse status;
  ASSERT_TRUE(GetStatus(Connect(Socket()), status).ok());
  EXPECT_EQ(status.status().ledger_entries(), answered);
  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone) << Log();
}

TEST_F(CandordTest, EndsAnImportThatWouldKeepItFromStopping) {
  const pid_t pid = Spawn(Arguments());
  Writers writers(Connect(Socket()));
  writers.OpenCase();
  std::vector<std::string> kept;
  grpc::Status ended;
  std::thread import([&] { ended = writers.Import(kept); });
  while (writers.messages < 4) std::this_thread::sleep_for(std::chrono::milliseconds(1));

  kill(pid, SIGTERM);

  import.join();
  EXPECT_EQ(Wait(pid), kExitDone) << Log();
  EXPECT_EQ(ended.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(ended.error_message(), testing::HasSubstr("import the same file again"));
  EXPECT_GT(kept.size(), 4U);
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

TEST_F(CandordTest, RefusesASocketFolderThatOthersCanEnter) {
  fs::create_directory(folder_ / "run");
  fs::permissions(folder_ / "run", fs::perms(0750));
  ExpectRefused(Arguments(), kExitConflict, "chmod 700");
}

TEST_F(CandordTest, RefusesASecondDaemonOnTheSameDirectory) {
  const pid_t pid = Spawn(Arguments());
  v1::GetStatusResponse response;
  auto channel = Connect(Socket());
  ASSERT_TRUE(GetStatus(channel, response).ok());

  std::vector<std::string> second = Arguments();
  second.back() = "unix:" + (folder_ / "other/candord.sock").string();
  ExpectRefused(second, kExitConflict, "data");
  // The first one goes on.
  EXPECT_TRUE(GetStatus(channel, response).ok());

  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone);
}

TEST_F(CandordTest, RefusesAForeignDirectory) {
  fs::create_directory(folder_ / "data");
  std::ofstream(folder_ / "data/notes.txt") << "somebody's notes";
  ExpectRefused(Arguments(), kExitConflict, "data");
  const auto held = std::distance(fs::directory_iterator(folder_ / "data"), fs::directory_iterator());
  EXPECT_EQ(held, 1) << "nothing may be made among somebody else's files";
}

TEST_F(CandordTest, RefusesAnEmptyNameForTheDataDirectory) {
  ExpectRefused({"--data-dir", "", "--listen", Socket()}, kExitUsage, "--data-dir");
  ExpectRefused({"--data-dir", "", "rebuild"}, kExitUsage, "--data-dir");
  ExpectRefused({"--data-dir", "", "accept-loss", "--reason", "none"}, kExitUsage, "--data-dir");
  EXPECT_FALSE(fs::exists(folder_ / "run")) << "nothing listens";
}

// No byte can be written, as on a full disk, from the first start on and once there is something to open.
TEST_F(CandordTest, RefusesToStartWhereNothingCanBeWritten) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "the sanitizer's own start writes a file";
#endif
  const auto refuse = [this] {
    rlimit whole{};
    getrlimit(RLIMIT_FSIZE, &whole);
    const rlimit nothing{0, whole.rlim_max};
    // The child inherits it; its log is a pipe's end, which has no size.
    int ends[2];
    ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
    setrlimit(RLIMIT_FSIZE, &nothing);
    const pid_t pid = Spawn(Arguments(), ends[1]);
    setrlimit(RLIMIT_FSIZE, &whole);
    close(ends[1]);
    std::string said;
    char part[512];
    for (ssize_t got = 0; (got = read(ends[0], part, sizeof(part))) > 0;) said.append(part, static_cast<size_t>(got));
    close(ends[0]);
    EXPECT_EQ(Wait(pid), kExitNoRoom) << said;
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
    EXPECT_NE(said.find("candord: "), std::string::npos) << said;
  };
  refuse();

  pid_t pid = Spawn(Arguments());
  v1::GetStatusResponse response;
  ASSERT_TRUE(GetStatus(Connect(Socket()), response).ok()) << Log();
  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone);
  refuse();

  pid = Spawn(Arguments());
  ASSERT_TRUE(GetStatus(Connect(Socket()), response).ok()) << Log();
  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone);
}

TEST_F(CandordTest, RefusesANewerSchemaAndADamagedDatabase) {
  const pid_t pid = Spawn(Arguments());
  v1::GetStatusResponse response;
  ASSERT_TRUE(GetStatus(Connect(Socket()), response).ok()) << Log();
  kill(pid, SIGTERM);
  ASSERT_EQ(Wait(pid), kExitDone);
  const auto rewrite = [this](const std::string& file, const std::string& from, const std::string& to) {
    std::ostringstream text;
    text << std::ifstream(folder_ / "data" / file).rdbuf();
    std::string changed = text.str();
    const size_t at = changed.find(from);
    ASSERT_NE(at, std::string::npos) << file;
    std::ofstream(folder_ / "data" / file) << changed.replace(at, from.size(), to);
  };

  rewrite("IDENTITY", "schema 1", "schema 9");
  ExpectRefused(Arguments(), kExitConflict, "newer version");
  rewrite("IDENTITY", "schema 9", "schema 1");
  rewrite("db/CURRENT", "MANIFEST", "MANIFOLD");
  ExpectRefused(Arguments(), kExitConflict, "restore");
}

TEST_F(CandordTest, RefusesAConfigurationWithAnUnknownKeyByLine) {
  const std::string config = (folder_ / "candor.toml").string();
  std::ofstream(config) << "[practice]\nnane = \"x\"\n";
  std::vector<std::string> arguments = Arguments();
  arguments.insert(arguments.end(), {"--config", config});
  ExpectRefused(arguments, kExitInvalid, "candor.toml:2:");
}

TEST_F(CandordTest, AMissingPolicyStopsTheStartUnlessToldOtherwise) {
  fs::create_directory(folder_ / "plugins");
  std::ofstream(folder_ / "plugins/broken.so") << "no shared object";
  std::vector<std::string> arguments = Arguments();
  arguments.insert(arguments.end(), {"--plugins", (folder_ / "plugins").string()});
  ExpectRefused(arguments, kExitConflict, "broken");

  arguments.emplace_back("--allow-missing-policies");
  const pid_t pid = Spawn(arguments);
  v1::GetStatusResponse response;
  ASSERT_TRUE(GetStatus(Connect(Socket()), response).ok()) << Log();
  ASSERT_EQ(response.status().policies_size(), 1);
  EXPECT_FALSE(response.status().policies(0).loaded());
  EXPECT_NE(response.status().policies(0).problem(), "");
  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone);
}

// Each says what to do next.
TEST_F(CandordTest, RefusesADataDirectoryThatIsNotThereOrNotItsOwn) {
  const std::string nowhere = (folder_ / "nowhere").string();
  ExpectRefused({"rebuild", "--data-dir", nowhere}, kExitNotFound, "start candord on it first");
  ExpectRefused({"--data-dir", "/proc/nowhere/data", "--listen", Socket()}, kExitNotAllowed,
                "name a folder that you may write to");
  if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  fs::create_directory(folder_ / "others");
  fs::permissions(folder_ / "others", fs::perms(0500));
  ExpectRefused({"--data-dir", (folder_ / "others").string(), "--listen", Socket()}, kExitNotAllowed,
                "as the owner of that folder");
}

TEST_F(CandordTest, WrongFlagsAreAnErrorOfUse) {
  EXPECT_EQ(Run({"--data-dir"}), kExitUsage);
  EXPECT_EQ(Run({}), kExitUsage);
  EXPECT_EQ(Run({"--help"}), kExitDone);
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

// One sentence that names the file and says what to do, and the exit code of a directory that must not be used.
TEST_F(CandordTest, RefusesADataDirectoryThatLacksAFileOrHoldsADamagedOne) {
  const pid_t pid = Spawn(Arguments());
  Writers(Connect(Socket())).OpenCase();
  kill(pid, SIGTERM);
  ASSERT_EQ(Wait(pid), kExitDone) << Log();
  const fs::path data = folder_ / "data";
  fs::copy(data, folder_ / "kept", fs::copy_options::recursive);
  const auto restore = [&] {
    fs::remove_all(data);
    fs::copy(folder_ / "kept", data, fs::copy_options::recursive);
  };

  for (const std::string name : {"IDENTITY", "HEAD", "KEYS", "master.key", "db/CURRENT"}) {
    SCOPED_TRACE(name);
    fs::remove(data / name);
    ExpectRefused(Arguments(), kExitConflict, name);
    ExpectRefused(Arguments(), kExitConflict, "restore");
    restore();
    std::ofstream(data / name) << "nonsense";
    ExpectRefused(Arguments(), kExitConflict, "restore");
    restore();
  }
  for (const auto& file : fs::directory_iterator(folder_ / "kept/db")) {
    if (file.path().filename().string().starts_with("MANIFEST")) fs::remove(data / "db" / file.path().filename());
  }
  ExpectRefused(Arguments(), kExitConflict, "restore");
  restore();

  const pid_t again = Spawn(Arguments());
  v1::GetStatusResponse response;
  EXPECT_TRUE(GetStatus(Connect(Socket()), response).ok()) << Log();
  kill(again, SIGTERM);
  EXPECT_EQ(Wait(again), kExitDone) << Log();
}

TEST_F(CandordTest, RefusesTheIdentityOfAnotherDirectory) {
  for (const char* name : {"other", "data"}) {
    std::vector<std::string> arguments = Arguments();
    arguments[1] = (folder_ / name).string();
    const pid_t pid = Spawn(arguments);
    Writers(Connect(Socket())).OpenCase();
    kill(pid, SIGTERM);
    ASSERT_EQ(Wait(pid), kExitDone) << Log();
  }

  fs::copy_file(folder_ / "other/IDENTITY", folder_ / "data/IDENTITY", fs::copy_options::overwrite_existing);

  ExpectRefused(Arguments(), kExitConflict, "of another data directory");
}

}  // namespace
}  // namespace candor
