#ifndef CANDOR_TESTS_UNIT_CLI_FAKE_DAEMON_H_
#define CANDOR_TESTS_UNIT_CLI_FAKE_DAEMON_H_

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "cli/verbs/session.h"
#include "tests/support/temp_folder.h"

namespace candor::cli {

// A server on a Unix socket of its own for services that a test writes. The services are not owned.
class FakeDaemon {
 public:
  explicit FakeDaemon(std::vector<grpc::Service*> services) : folder_(MakeTempFolder("candor-fake")) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address(), grpc::InsecureServerCredentials());
    for (grpc::Service* service : services) builder.RegisterService(service);
    server_ = builder.BuildAndStart();
  }
  ~FakeDaemon() {
    server_->Shutdown();
    std::filesystem::remove_all(folder_);
  }

  std::string address() const { return "unix:" + folder_ + "/daemon.sock"; }
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
  std::unique_ptr<grpc::Server> server_;
};

struct Outcome {
  int code = 0;
  std::string out;
  std::string err;
};

// Lines joined, as somebody reads them.
inline std::string Flat(const std::string& text) {
  std::istringstream in(text);
  std::string flat, word;
  while (in >> word) flat += flat.empty() ? word : " " + word;
  return flat;
}

// Runs `candor` against `server`, with `input` on its standard input.
inline Outcome Run(const std::string& server, const std::vector<std::string>& arguments, const std::string& input,
                   bool on_terminal) {
  std::istringstream in(input);
  std::ostringstream out, err;
  Session session(Terminal{in, out, err, on_terminal});
  std::vector<const char*> argv = {"candor", "--server", server.c_str()};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  Outcome outcome;
  outcome.code = RunCandor(static_cast<int>(argv.size()), argv.data(), session);
  outcome.out = out.str();
  outcome.err = err.str();
  return outcome;
}

// Without a terminal.
inline Outcome RunAgainst(const std::string& server, const std::vector<std::string>& arguments,
                          const std::string& input = "") {
  return Run(server, arguments, input, /*on_terminal=*/false);
}

// A command of one verb, without a terminal.
inline Outcome RunVerb(const FakeDaemon& daemon, const std::string& verb, std::vector<std::string> arguments,
                       const std::string& input = "") {
  arguments.insert(arguments.begin(), verb);
  return RunAgainst(daemon.address(), arguments, input);
}

// Before a person who gives `answers`, each in its line.
inline Outcome RunBeforeAPerson(const std::string& server, const std::vector<std::string>& arguments,
                                const std::string& answers) {
  return Run(server, arguments, answers, /*on_terminal=*/true);
}

}  // namespace candor::cli

#endif  // CANDOR_TESTS_UNIT_CLI_FAKE_DAEMON_H_
