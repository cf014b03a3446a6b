#include "tests/crash/daemon_process.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <thread>
#include <utility>
#include <vector>

#include "candor/v1/daemon.grpc.pb.h"

namespace candor {
namespace {

constexpr std::chrono::milliseconds kPause(10);
// One call while the daemon starts; after it comes a look at whether it still runs.
constexpr std::chrono::milliseconds kOneWait(200);

// Waits for the connection inside the call: a blocking client gets on with connecting only while a call waits. Between
// calls that fail at once it would connect, not answer the daemon's greeting, and begin anew.
bool Answers(const std::shared_ptr<grpc::Channel>& channel) {
  grpc::ClientContext context;
  context.set_wait_for_ready(true);
  context.set_deadline(std::chrono::system_clock::now() + kOneWait);
  v1::GetStatusResponse response;
  return v1::DaemonService::NewStub(channel)->GetStatus(&context, {}, &response).ok();
}

}  // namespace

DaemonProcess::DaemonProcess(std::filesystem::path binary, std::filesystem::path data_dir)
    : binary_(std::move(binary)), data_dir_(std::move(data_dir)), socket_(data_dir_.string() + "-run/candord.sock") {}

DaemonProcess::~DaemonProcess() {
  Kill();
}

bool DaemonProcess::Start(std::chrono::seconds patience) {
  const std::string listen = "unix:" + socket_.string();
  // Where no policy ships a scenario nothing is run at the start.
  const std::vector<std::string> words = {
      binary_, "--data-dir", data_dir_, "--listen", listen, "--scenarios", data_dir_.string() + "-scenarios"};
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  pid_ = fork();
  if (pid_ == 0) {
    const int log = open((data_dir_.string() + ".log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(log, STDERR_FILENO);
    execv(argv[0], argv.data());
    _exit(127);
  }
  // A fresh channel each time: an old one would wait out its back-off before it looks for the new daemon.
  grpc::ChannelArguments arguments;
  arguments.SetInt("grpc.use_local_subchannel_pool", 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 20);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 100);
  channel_ = grpc::CreateCustomChannel(listen, grpc::InsecureChannelCredentials(), arguments);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < deadline) {
    if (Answers(channel_)) return true;
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      return false;
    }
  }
  return false;
}

void DaemonProcess::Kill() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void DaemonProcess::LimitFiles(uint64_t bytes) const {
  const rlimit limit{bytes, RLIM_INFINITY};
  prlimit(pid_, RLIMIT_FSIZE, &limit, nullptr);
}

int DaemonProcess::Stop() {
  if (pid_ <= 0) return -1;
  kill(pid_, SIGTERM);
  return Wait();
}

int DaemonProcess::Wait() {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (std::chrono::steady_clock::now() < deadline) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    std::this_thread::sleep_for(kPause);
  }
  return -1;
}

}  // namespace candor
