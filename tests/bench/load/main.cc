// The load program of the benchmarks: writes and reads as many clients at once would, and prints what it measured as
// JSON. See tests/bench/README.md.
#include <csignal>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "tests/bench/load/late.h"
#include "tests/bench/load/network.h"
#include "tests/bench/load/reading.h"
#include "tests/bench/load/requests.h"
#include "tests/bench/load/rounds.h"
#include "tests/bench/load/step.h"
#include "tests/bench/load/tables.h"
#include "tests/bench/load/tail.h"

namespace candor::bench {
namespace {

constexpr const char* kUsage =
    "candor_load VERB [--OPTION VALUE]..\n"
    "Verbs that take steps, one for each line with a number on standard input, and answer each with a line:\n"
    "  append    [--to daemon|null|etcd] a step runs for so many seconds\n"
    "  fill      a step appends so many entries\n"
    "  timeline  [--entries N] a step reads a long timeline so many times, as its therapist's supervisor\n"
    "  report    --quarter Q: a step asks for the compliance report so many times\n"
    "  verify    a step verifies the whole ledger\n"
    "  tail      --rate APPENDS [--reads R] [--entries N] a step keeps up both rates for so many seconds\n"
    "Verbs that run by themselves:\n"
    "  network   --network HOST:PORT --authority FILE [--rounds N] [--seconds S] [--machines N]\n"
    "  late      [--entries N] [--member-entries N] [--pairs N]\n"
    "  length    --sizes N,N,.. [--pairs N]\n"
    "  tables    --entries-file FILE --follow-ups-file FILE\n"
    "All: --address unix:PATH|HOST:PORT [--pid DAEMON] [--connections N] [--streams N] [--cases N] [--therapists N]\n"
    "     [--one-author 1]\n";

// A list with one number for each of the round's figures.
std::string Rounds(const std::vector<Round>& rounds) {
  const auto list = [&rounds](const char* name, auto member) {
    std::vector<double> numbers;
    for (const Round& round : rounds) numbers.push_back(static_cast<double>(round.*member));
    return absl::StrCat("\"", name, "\": ", JsonList(numbers));
  };
  return absl::StrCat("{", list("per_s", &Round::per_s), ", ", list("cpu_us", &Round::cpu_us), "}");
}

std::string JsonOf(const Round& round) {
  return absl::StrCat("{\"per_s\": ", round.per_s, ", \"answered_per_s\": ", round.answered_per_s,
                      ", \"p50_ms\": ", round.p50_ms, ", \"p99_ms\": ", round.p99_ms, ", \"p999_ms\": ", round.p999_ms,
                      ", \"cpu_us\": ", round.cpu_us, ", \"policy_cpu_us\": ", round.policy_cpu_us,
                      ", \"appended\": ", round.appended, "}");
}

std::string JsonOf(const Reads& reads) {
  return absl::StrCat("{\"ms\": ", JsonList(reads.ms), ", \"records\": ", reads.records, "}");
}

absl::StatusOr<AppendOptions> OptionsOf(const Arguments& arguments) {
  static const std::map<std::string, Server> kServers = {
      {"", Server::kDaemon}, {"daemon", Server::kDaemon}, {"null", Server::kNull}, {"etcd", Server::kEtcd}};
  const auto server = kServers.find(arguments.Text("--to"));
  if (server == kServers.end()) return absl::InvalidArgumentError("--to is daemon, null or etcd");
  AppendOptions options;
  options.server = server->second;
  options.address = arguments.Text("--address");
  options.connections = arguments.Number("--connections", options.connections);
  options.streams = arguments.Number("--streams", options.streams);
  options.cases = arguments.Number("--cases", options.cases);
  options.therapists = arguments.Number("--therapists", options.therapists);
  options.one_author = arguments.Number("--one-author", 0) != 0;
  options.pid = static_cast<int>(arguments.Number("--pid", 0));
  return options;
}

absl::Status Append(const Arguments& arguments) {
  CANDOR_ASSIGN_OR_RETURN(const AppendOptions options, OptionsOf(arguments));
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<Appender> appender, Appender::Prepare(options));
  const std::string ready = absl::StrCat("{\"mean_message_bytes\": ", appender->mean_message_bytes(), "}");
  return TakeSteps(ready, [&](double seconds) -> absl::StatusOr<std::string> {
    CANDOR_ASSIGN_OR_RETURN(const Round round, appender->RunFor(seconds));
    return JsonOf(round);
  });
}

absl::Status Fill(const Arguments& arguments) {
  CANDOR_ASSIGN_OR_RETURN(const AppendOptions options, OptionsOf(arguments));
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<Appender> appender, Appender::Prepare(options));
  const std::string ready = absl::StrCat("{\"intakes\": ", appender->practice().cases.size(),
                                         ", \"intake_bytes\": ", appender->practice().intake_bytes,
                                         ", \"mean_message_bytes\": ", appender->mean_message_bytes(),
                                         ", \"note_entropy_bits_per_byte\": ", NoteEntropyBitsPerByte(), "}");
  return TakeSteps(ready, [&](double entries) -> absl::StatusOr<std::string> {
    const absl::Time start = absl::Now();
    CANDOR_ASSIGN_OR_RETURN(const uint64_t bytes, appender->Write(static_cast<uint64_t>(entries)));
    return absl::StrCat("{\"entries\": ", static_cast<uint64_t>(entries), ", \"bytes\": ", bytes,
                        ", \"seconds\": ", absl::ToDoubleSeconds(absl::Now() - start), "}");
  });
}

absl::Status ReadTimeline(const Arguments& arguments) {
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<TimelineReader> reader,
                          TimelineReader::Prepare(arguments.Text("--address"), arguments.Number("--entries", 500)));
  return TakeSteps("{}", [&](double times) -> absl::StatusOr<std::string> {
    CANDOR_ASSIGN_OR_RETURN(const Reads reads, reader->Read(static_cast<size_t>(times)));
    return JsonOf(reads);
  });
}

absl::Status Report(const Arguments& arguments) {
  CANDOR_ASSIGN_OR_RETURN(const Connections connections, Connect(arguments.Text("--address"), 1));
  return TakeSteps("{}", [&](double times) -> absl::StatusOr<std::string> {
    CANDOR_ASSIGN_OR_RETURN(const Reads reads,
                            ReadReport(connections, arguments.Text("--quarter"), static_cast<size_t>(times)));
    return JsonOf(reads);
  });
}

absl::Status Verify(const Arguments& arguments) {
  CANDOR_ASSIGN_OR_RETURN(const Connections connections, Connect(arguments.Text("--address"), 1));
  return TakeSteps("{}", [&](double) -> absl::StatusOr<std::string> {
    CANDOR_ASSIGN_OR_RETURN(const Verified verified, VerifyLedger(connections));
    return absl::StrCat("{\"leaves\": ", verified.leaves, ", \"seconds\": ", verified.seconds, "}");
  });
}

absl::Status RunTail(const Arguments& arguments) {
  TailOptions options;
  CANDOR_ASSIGN_OR_RETURN(options.append, OptionsOf(arguments));
  options.appends_per_s = arguments.Rate("--rate", 0);
  options.reads_per_s = arguments.Rate("--reads", options.reads_per_s);
  options.timeline_entries = arguments.Number("--entries", options.timeline_entries);
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<PacedLoad> load, PacedLoad::Prepare(options));
  return TakeSteps("{}", [&](double seconds) -> absl::StatusOr<std::string> {
    CANDOR_ASSIGN_OR_RETURN(const Tail tail, load->RunFor(seconds));
    return absl::StrCat("{\"append\": ", JsonQuantiles(tail.append_ms),
                        ", \"timeline\": ", JsonQuantiles(tail.timeline_ms), "}");
  });
}

absl::Status Network(const Arguments& arguments) {
  NetworkOptions options;
  options.daemon = arguments.Text("--address");
  options.network = arguments.Text("--network");
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> authority, ReadSmallFile(arguments.Text("--authority")));
  if (!authority) return absl::NotFoundError("there is no file of the authority's certificate");
  options.authority = *authority;
  options.rounds = arguments.Number("--rounds", 5);
  options.seconds = arguments.Rate("--seconds", 3);
  options.machines = arguments.Number("--machines", 64);
  options.streams = arguments.Number("--streams", 8);
  options.cases = arguments.Number("--cases", 10000);
  options.therapists = arguments.Number("--therapists", 500);
  options.pid = static_cast<int>(arguments.Number("--pid", 0));
  CANDOR_ASSIGN_OR_RETURN(const NetworkResult result, RunNetworkAppends(options));
  std::printf("{\"tls\": %s, \"clear\": %s}\n", Rounds(result.tls).c_str(), Rounds(result.clear).c_str());
  return absl::OkStatus();
}

std::string JsonOf(const PairedCost& cost) {
  return absl::StrCat("{\"ratio\": ", JsonList(cost.Ratios()), ", \"usual_us\": ", JsonList(cost.usual_us),
                      ", \"other_us\": ", JsonList(cost.other_us), "}");
}

absl::Status Late(const Arguments& arguments) {
  LateOptions options;
  options.daemon = arguments.Text("--address");
  options.pid = static_cast<int>(arguments.Number("--pid", 0));
  options.case_entries = arguments.Number("--entries", 100000);
  options.member_entries = arguments.Number("--member-entries", 20000);
  options.pairs = arguments.Number("--pairs", 5);
  CANDOR_ASSIGN_OR_RETURN(const LateResult result, RunLate(options));
  std::printf("{\"case\": %s, \"member\": %s}\n", JsonOf(result.of_case).c_str(), JsonOf(result.of_member).c_str());
  return absl::OkStatus();
}

absl::Status Length(const Arguments& arguments) {
  LengthOptions options;
  options.daemon = arguments.Text("--address");
  options.pid = static_cast<int>(arguments.Number("--pid", 0));
  options.sizes = arguments.Numbers("--sizes");
  options.pairs = arguments.Number("--pairs", 5);
  CANDOR_ASSIGN_OR_RETURN(const std::vector<PairedCost> costs, RunLengths(options));
  std::vector<std::string> list;
  for (const PairedCost& cost : costs) list.push_back(JsonOf(cost));
  std::printf("[%s]\n", absl::StrJoin(list, ", ").c_str());
  return absl::OkStatus();
}

absl::Status Tables(const Arguments& arguments) {
  const TablesOptions options{arguments.Text("--address"), arguments.Text("--entries-file"),
                              arguments.Text("--follow-ups-file")};
  CANDOR_ASSIGN_OR_RETURN(const TablesWritten written, WriteTables(options));
  std::printf("%s\n",
              absl::StrCat("{\"entries\": ", written.entries, ", \"follow_ups\": ", written.follow_ups, "}").c_str());
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  // A server that goes away ends a call, and not this.
  std::signal(SIGPIPE, SIG_IGN);
  const std::map<std::string, absl::Status (*)(const Arguments&)> verbs = {
      {"append", &Append},         {"fill", &Fill},     {"length", &Length}, {"late", &Late},
      {"network", &Network},       {"report", &Report}, {"tables", &Tables}, {"tail", &RunTail},
      {"timeline", &ReadTimeline}, {"verify", &Verify}};
  const Arguments arguments(argc, argv);
  const auto verb = verbs.find(argc > 1 ? argv[1] : "");
  if (!arguments.complete() || verb == verbs.end() || arguments.Text("--address").empty()) {
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
