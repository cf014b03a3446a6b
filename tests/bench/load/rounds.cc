#include "tests/bench/load/rounds.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "candor/v1/daemon.pb.h"
#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "tests/bench/load/requests.h"

namespace candor::bench {
namespace {

// As the daemon names the thread that asks the policies.
constexpr std::string_view kAssessorThread = "assessor";

// In the zone of a daemon that was given none.
Day Today() {
  return DayAt(absl::Now(), absl::UTCTimeZone());
}

}  // namespace

absl::StatusOr<Practice> MakeLoadPractice(const Connections& connections, size_t therapists, size_t cases) {
  return MakePractice(connections, absl::StrCat("load ", EncodeId(RandomIdBytes())), therapists, cases,
                      Today() - kDaysBack);
}

std::unique_ptr<RequestRing> MakeRing(const Practice& practice, size_t size, std::optional<size_t> author) {
  RingOptions ring;
  ring.size = size;
  ring.author = author;
  ring.written_on = Today();
  ring.first_day = ring.written_on - kDaysBack + 60;
  return std::make_unique<RequestRing>(practice, ring);
}

absl::StatusOr<Connections> Connect(const std::string& server, size_t count) {
  Connections connections;
  for (size_t i = 0; i < count; ++i) {
    CANDOR_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Connection::Open(server));
    connections.push_back(std::move(connection));
  }
  return connections;
}

absl::StatusOr<std::vector<float>> Pump(const Connections& connections, size_t streams,
                                        const std::function<Call(size_t)>& next, const std::function<bool()>& enough) {
  std::vector<float> latencies;
  absl::Status status;
  bool stopped = false;
  size_t in_flight = 0;
  const auto start_on = [&](size_t number) {
    const auto started = SteadyClock::now();
    ++in_flight;
    connections[number]->Start(next(number), [&, started](const Reply& reply) {
      --in_flight;
      latencies.push_back(static_cast<float>(Seconds(SteadyClock::now() - started) * 1000));
      if (status.ok()) status = StatusOf(kCreateEntry, reply);
    });
  };
  const auto done = [&] {
    stopped = stopped || !status.ok() || enough();
    for (size_t i = 0; i < connections.size() && !stopped; ++i) {
      while (connections[i]->in_flight() < streams && !stopped) {
        start_on(i);
        stopped = enough();
      }
    }
    return stopped && in_flight == 0;
  };
  CANDOR_RETURN_IF_ERROR(Drive(connections, done));
  CANDOR_RETURN_IF_ERROR(status);
  return latencies;
}

absl::StatusOr<uint64_t> CountEntries(const Connections& connections) {
  v1::GetStatusResponse response;
  CANDOR_RETURN_IF_ERROR(CallOnce(connections, kGetStatus, v1::GetStatusRequest(), response));
  return response.status().ledger_entries();
}

absl::Status WaitForPolicies(const Connections& connections) {
  for (;;) {
    v1::GetStatusResponse response;
    CANDOR_RETURN_IF_ERROR(CallOnce(connections, kGetStatus, v1::GetStatusRequest(), response));
    if (response.status().entries_pending() == 0) return absl::OkStatus();
    // Asking is work for the daemon too.
    absl::SleepFor(absl::Milliseconds(20));
  }
}

double ProcessorTimeUs(int pid, std::string_view thread) {
  if (pid == 0) return 0;
  double nanoseconds = 0;
  std::error_code ignored;
  for (const auto& task : std::filesystem::directory_iterator(absl::StrCat("/proc/", pid, "/task"), ignored)) {
    std::string name;
    std::getline(std::ifstream(task.path() / "comm"), name);
    double ran = 0;
    std::ifstream(task.path() / "schedstat") >> ran;
    if (thread.empty() || name == thread) nanoseconds += ran;
    std::ifstream children(task.path() / "children");
    for (int child = 0; children >> child;) nanoseconds += ProcessorTimeUs(child) * 1000;
  }
  return nanoseconds / 1000;
}

double Quantile(std::vector<float> values, double share) {
  const auto at = static_cast<size_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(at), values.end());
  return values[at];
}

absl::StatusOr<Round> RunRound(const RoundPlan& plan) {
  const auto settled = [&plan]() -> absl::StatusOr<uint64_t> {
    if (plan.settled) return plan.settled();
    CANDOR_RETURN_IF_ERROR(WaitForPolicies(plan.asking));
    return CountEntries(plan.asking);
  };
  CANDOR_ASSIGN_OR_RETURN(const uint64_t before, settled());
  const double cpu_before = ProcessorTimeUs(plan.pid);
  const double policy_before = ProcessorTimeUs(plan.pid, kAssessorThread);
  const auto start = SteadyClock::now();
  const auto end =
      start + std::chrono::duration_cast<SteadyClock::duration>(std::chrono::duration<double>(plan.seconds));
  CANDOR_ASSIGN_OR_RETURN(std::vector<float> latencies,
                          Pump(plan.calling, plan.streams, plan.next, [end] { return SteadyClock::now() >= end; }));
  const double answered = Seconds(SteadyClock::now() - start);
  if (!plan.settled) CANDOR_RETURN_IF_ERROR(WaitForPolicies(plan.asking));
  const double assessed = Seconds(SteadyClock::now() - start);
  const double cpu = ProcessorTimeUs(plan.pid) - cpu_before;
  const double policy_cpu = ProcessorTimeUs(plan.pid, kAssessorThread) - policy_before;
  CANDOR_ASSIGN_OR_RETURN(const uint64_t after, settled());
  if (after - before != latencies.size()) {
    return absl::DataLossError(absl::StrCat("the server's record grew by ", after - before, ", and ", latencies.size(),
                                            " appends were answered with OK"));
  }
  const auto count = static_cast<double>(latencies.size());
  return Round{count / assessed,           count / answered, Quantile(latencies, 0.5), Quantile(latencies, 0.99),
               Quantile(latencies, 0.999), cpu / count,      policy_cpu / count,       latencies.size()};
}

absl::StatusOr<std::unique_ptr<Appender>> Appender::Prepare(const AppendOptions& options) {
  std::unique_ptr<Appender> appender(new Appender(options));
  CANDOR_ASSIGN_OR_RETURN(appender->connections_, Connect(options.address, options.connections));
  if (options.server == Server::kDaemon) {
    CANDOR_ASSIGN_OR_RETURN(appender->practice_,
                            MakeLoadPractice(appender->connections_, options.therapists, options.cases));
  } else {
    appender->practice_ = InventPractice(options.therapists, options.cases);
  }
  const std::optional<size_t> author = options.one_author ? std::optional<size_t>(0) : std::nullopt;
  appender->ring_ = MakeRing(appender->practice_, RingOptions().size, author);
  if (options.server == Server::kEtcd) appender->keys_ = std::make_unique<EtcdKeys>();
  return appender;
}

Call Appender::Next() {
  Call call = ring_->Next();
  return keys_ == nullptr ? call : keys_->PutOf(call);
}

absl::StatusOr<Round> Appender::RunFor(double seconds) {
  RoundPlan plan{connections_,     connections_, [this](size_t) { return Next(); },
                 options_.streams, seconds,      options_.pid};
  if (keys_ != nullptr) plan.settled = [this] { return CountEtcdKeys(connections_); };
  return RunRound(plan);
}

absl::StatusOr<uint64_t> Appender::Write(uint64_t entries) {
  if (entries == 0) return 0;
  CANDOR_ASSIGN_OR_RETURN(const uint64_t before, CountEntries(connections_));
  uint64_t started = 0;
  uint64_t bytes = 0;
  const auto next = [&](size_t) {
    Call call = Next();
    ++started;
    bytes += call.body.size() - Framed("").size();
    return call;
  };
  CANDOR_RETURN_IF_ERROR(Pump(connections_, options_.streams, next, [&] { return started >= entries; }).status());
  CANDOR_RETURN_IF_ERROR(WaitForPolicies(connections_));
  CANDOR_ASSIGN_OR_RETURN(const uint64_t after, CountEntries(connections_));
  if (after - before == entries) return bytes;
  return absl::DataLossError(
      absl::StrCat("the ledger grew by ", after - before, " entries, and ", entries, " were answered with OK"));
}

}  // namespace candor::bench
