#ifndef CANDOR_TESTS_SCENARIO_DAEMON_CANDORD_FIXTURE_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_CANDORD_FIXTURE_H_

#include <fcntl.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "candor/v1/daemon.grpc.pb.h"
#include "tests/support/temp_folder.h"

namespace candor {

// The real binary on a data directory of its own; whatever a test left running is killed.
class CandordTest : public testing::Test {
 protected:
  CandordTest() : folder_(MakeTempFolder("candord")) {}
  ~CandordTest() override {
    for (const pid_t pid : running_) {
      kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
    }
    std::filesystem::remove_all(folder_);
  }

  std::string Socket() const { return "unix:" + (folder_ / "run/candord.sock").string(); }
  std::vector<std::string> Arguments() const {
    // Where no policy ships a scenario nothing is run at the start.
    return {"--data-dir",  (folder_ / "data").string(),     "--listen", Socket(),
            "--scenarios", (folder_ / "scenarios").string()};
  }

  // What the daemons of this test wrote to standard error.
  std::string Log() const {
    std::ostringstream text;
    text << std::ifstream(folder_ / "log").rdbuf();
    return text.str();
  }

  // The digits that follow `text` in the log, once that line is there.
  std::string PortAfter(const std::string& text) const {
    for (int i = 0; i < 600; ++i) {
      const std::string log = Log();
      const size_t at = log.find(text);
      if (at != std::string::npos && log.find('\n', at) != std::string::npos) {
        const size_t begin = at + text.size();
        return log.substr(begin, log.find_first_not_of("0123456789", begin) - begin);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    ADD_FAILURE() << text << " is not in the log:\n" << Log();
    return "";
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

  // A refusal is one sentence on one line, the last one; it comes alone but where something was told before.
  void ExpectRefused(std::vector<std::string> arguments, int exit_code, const std::string& says, int lines = 1) {
    std::filesystem::remove(folder_ / "log");
    EXPECT_EQ(Run(std::move(arguments)), exit_code) << Log();
    const std::string log = Log();
    EXPECT_NE(log.find(says), std::string::npos) << log;
    EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), lines) << log;
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

  std::filesystem::path folder_;
  std::vector<pid_t> running_;
};

}  // namespace candor

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_CANDORD_FIXTURE_H_
