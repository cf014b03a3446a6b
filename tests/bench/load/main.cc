// The load program of the benchmarks. One round after another, taking turns between a server that does nothing and the
// daemon, with the same prepared requests; prints a JSON object. See tests/bench/README.md.
#include <csignal>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "tests/bench/load/late.h"
#include "tests/bench/load/network.h"
#include "tests/bench/load/practice.h"
#include "tests/bench/load/requests.h"
#include "tests/bench/load/rounds.h"

namespace candor::bench {
namespace {

constexpr const char* kUsage =
    "candor_load append [--daemon ADDRESS] [--null ADDRESS] [--rounds N] [--seconds S] [--connections N] [--streams "
    "N]\n"
    "            [--cases N] [--therapists N] [--pid DAEMON]\n"
    "candor_load network --daemon ADDRESS --network HOST:PORT --authority FILE [--rounds N] [--seconds S] [--machines "
    "N]\n"
    "            [--streams N] [--cases N] [--therapists N] [--pid DAEMON]\n"
    "candor_load late --daemon ADDRESS --pid DAEMON [--entries N] [--member-entries N] [--pairs N]\n"
    "ADDRESS is unix:PATH or HOST:PORT.\n";

class Arguments {
 public:
  Arguments(int argc, char** argv) {
    for (int i = 2; i + 1 < argc; i += 2) values_[argv[i]] = argv[i + 1];
    complete_ = argc >= 2 && argc % 2 == 0;
  }
  bool complete() const { return complete_; }
  std::string Text(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::string() : found->second;
  }
  size_t Number(const std::string& name, size_t otherwise) const {
    size_t number = 0;
    return absl::SimpleAtoi(Text(name), &number) ? number : otherwise;
  }

 private:
  std::map<std::string, std::string> values_;
  bool complete_ = false;
};

std::string List(const std::vector<double>& numbers) {
  return absl::StrCat("[", absl::StrJoin(numbers, ", "), "]");
}

// {"per_s": [..], ...}: a list with one number per round for each of a round's figures.
std::string Rounds(const std::vector<Round>& rounds) {
  const auto list = [&rounds](const char* name, auto member) {
    std::vector<double> numbers;
    for (const Round& round : rounds) numbers.push_back(static_cast<double>(round.*member));
    return absl::StrCat("\"", name, "\": ", List(numbers));
  };
  return absl::StrCat("{", list("per_s", &Round::per_s), ", ", list("answered_per_s", &Round::answered_per_s), ", ",
                      list("p50_ms", &Round::p50_ms), ", ", list("p99_ms", &Round::p99_ms), ", ",
                      list("cpu_us", &Round::cpu_us), ", ", list("policy_cpu_us", &Round::policy_cpu_us), ", ",
                      list("appended", &Round::appended), "}");
}

absl::Status Append(const Arguments& arguments) {
  AppendOptions options;
  options.daemon = arguments.Text("--daemon");
  options.null = arguments.Text("--null");
  options.rounds = arguments.Number("--rounds", 5);
  options.seconds = static_cast<double>(arguments.Number("--seconds", 3));
  options.connections = arguments.Number("--connections", 4);
  options.streams = arguments.Number("--streams", 128);
  options.cases = arguments.Number("--cases", 10000);
  options.therapists = arguments.Number("--therapists", 500);
  options.pid = static_cast<int>(arguments.Number("--pid", 0));
  CANDOR_ASSIGN_OR_RETURN(const AppendResult result, RunAppends(options));
  std::printf("{\"daemon\": %s, \"null\": %s, \"mean_message_bytes\": %.1f}\n", Rounds(result.daemon).c_str(),
              Rounds(result.null).c_str(), result.mean_message_bytes);
  return absl::OkStatus();
}

absl::Status Network(const Arguments& arguments) {
  NetworkOptions options;
  options.daemon = arguments.Text("--daemon");
  options.network = arguments.Text("--network");
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> authority, ReadSmallFile(arguments.Text("--authority")));
  if (!authority) return absl::NotFoundError("there is no file of the authority's certificate");
  options.authority = *authority;
  options.rounds = arguments.Number("--rounds", 5);
  options.seconds = static_cast<double>(arguments.Number("--seconds", 3));
  options.machines = arguments.Number("--machines", 64);
  options.streams = arguments.Number("--streams", 8);
  options.cases = arguments.Number("--cases", 10000);
  options.therapists = arguments.Number("--therapists", 500);
  options.pid = static_cast<int>(arguments.Number("--pid", 0));
  CANDOR_ASSIGN_OR_RETURN(const NetworkResult result, RunNetworkAppends(options));
  std::printf("{\"tls\": %s, \"clear\": %s}\n", Rounds(result.tls).c_str(), Rounds(result.clear).c_str());
  return absl::OkStatus();
}

absl::Status Late(const Arguments& arguments) {
  LateOptions options;
  options.daemon = arguments.Text("--daemon");
  options.pid = static_cast<int>(arguments.Number("--pid", 0));
  options.case_entries = arguments.Number("--entries", 100000);
  options.member_entries = arguments.Number("--member-entries", 20000);
  options.pairs = arguments.Number("--pairs", 5);
  CANDOR_ASSIGN_OR_RETURN(const LateResult result, RunLate(options));
  std::printf(
      "{\"case_ratio\": %s, \"member_ratio\": %s, \"case_in_order_us\": %s, \"case_late_us\": %s, "
      "\"member_in_order_us\": %s, \"member_late_us\": %s}\n",
      List(result.of_case.Ratios()).c_str(), List(result.of_member.Ratios()).c_str(),
      List(result.of_case.in_order_us).c_str(), List(result.of_case.late_us).c_str(),
      List(result.of_member.in_order_us).c_str(), List(result.of_member.late_us).c_str());
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  // A server that goes away ends a call, and not this.
  std::signal(SIGPIPE, SIG_IGN);
  const std::map<std::string, absl::Status (*)(const Arguments&)> verbs = {
      {"append", &Append}, {"late", &Late}, {"network", &Network}};
  const Arguments arguments(argc, argv);
  const auto verb = verbs.find(argc > 1 ? argv[1] : "");
  if (!arguments.complete() || verb == verbs.end()) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  const absl::Status status = verb->second(arguments);
  if (status.ok()) return 0;
  std::fprintf(stderr, "candor_load: %s\n", status.ToString().c_str());
  return 1;
}

}  // namespace
}  // namespace candor::bench

int main(int argc, char** argv) {
  return candor::bench::Main(argc, argv);
}
