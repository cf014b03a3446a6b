#include "tests/bench/load/tail.h"

#include <chrono>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "tests/bench/load/requests.h"

namespace candor::bench {
namespace {

// A daemon that has come so far behind is not at half of its rate: its tail would only say how long the round was.
constexpr size_t kMostInFlight = 20000;

}  // namespace

absl::StatusOr<std::unique_ptr<PacedLoad>> PacedLoad::Prepare(const TailOptions& options) {
  if (options.appends_per_s <= 0 || options.reads_per_s <= 0) {
    return absl::InvalidArgumentError("tail needs --rate, appends per second, and --reads above 0");
  }
  std::unique_ptr<PacedLoad> load(new PacedLoad());
  load->options_ = options;
  CANDOR_ASSIGN_OR_RETURN(load->reader_, TimelineReader::Prepare(options.append.address, options.timeline_entries));
  CANDOR_ASSIGN_OR_RETURN(load->connections_, Connect(options.append.address, options.append.connections + 1));
  CANDOR_ASSIGN_OR_RETURN(load->practice_,
                          MakeLoadPractice(load->connections_, options.append.therapists, options.append.cases));
  load->ring_ = MakeRing(load->practice_, RingOptions().size, std::nullopt);
  return load;
}

absl::StatusOr<Tail> PacedLoad::RunFor(double seconds) {
  Tail tail;
  absl::Status status;
  size_t in_flight = 0;
  size_t turn = 0;
  Schedule appends(options_.appends_per_s);
  Schedule reads(options_.reads_per_s);
  const auto start = SteadyClock::now();
  const auto now = [start] { return std::chrono::duration<double>(SteadyClock::now() - start).count(); };
  const auto call = [&](Connection& connection, Call what, double due, std::vector<float>* out, bool is_read) {
    ++in_flight;
    connection.Start(std::move(what), [&, due, out, is_read](const Reply& reply) {
      --in_flight;
      out->push_back(static_cast<float>((now() - due) * 1000));
      if (status.ok()) status = StatusOf(is_read ? "ListEntries" : kCreateEntry, reply);
      if (status.ok() && is_read) status = reader_->Check(reply.message);
    });
  };
  const auto done = [&] {
    const double at = now();
    if (status.ok() && in_flight > kMostInFlight) {
      status = absl::ResourceExhaustedError(absl::StrCat("the daemon does not keep up with ", options_.appends_per_s,
                                                         " appends per second; give a lower rate"));
    }
    while (status.ok() && at < seconds && appends.IsDue(at)) {
      Connection& connection = *connections_[turn++ % (connections_.size() - 1)];
      call(connection, ring_->Next(), appends.Take(), &tail.append_ms, false);
    }
    while (status.ok() && at < seconds && reads.IsDue(at)) {
      call(*connections_.back(), reader_->NextCall(), reads.Take(), &tail.timeline_ms, true);
    }
    return (at >= seconds || !status.ok()) && in_flight == 0;
  };
  CANDOR_RETURN_IF_ERROR(Drive(connections_, done, 1));
  CANDOR_RETURN_IF_ERROR(status);
  return tail;
}

}  // namespace candor::bench
