#include "daemon/metrics_page.h"

#include <sys/statvfs.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "daemon/store/reserve_file.h"

namespace candor {
namespace {

using metrics::Family;
using metrics::Labels;
using metrics::Sample;

constexpr double kMicrosecondsPerSecond = 1e6;
// One record or entry more, or a file that has grown by one, tells when somebody writes.
constexpr uint64_t kRecordsStep = 10;
constexpr uint64_t kBytesStep = 1 << 20;

double InSteps(uint64_t value, uint64_t step) {
  return static_cast<double>(value - value % step);
}

Family FamilyOf(Family::Kind kind, std::string name, std::string help) {
  Family family;
  family.name = std::move(name);
  family.help = std::move(help);
  family.kind = kind;
  return family;
}

Family Counters(std::string name, std::string help) {
  return FamilyOf(Family::Kind::kCounter, std::move(name), std::move(help));
}

Family Histograms(std::string name, std::string help, double per_unit) {
  Family family = FamilyOf(Family::Kind::kHistogram, std::move(name), std::move(help));
  family.per_unit = per_unit;
  return family;
}

// With one sample.
Family Single(Family::Kind kind, std::string name, std::string help, double value) {
  Family family = FamilyOf(kind, std::move(name), std::move(help));
  family.samples.push_back({{}, value, {}});
  return family;
}

Family Gauge(std::string name, std::string help, double value) {
  return Single(Family::Kind::kGauge, std::move(name), std::move(help), value);
}

void AddCodes(const std::map<absl::StatusCode, uint64_t>& by_code, const Labels& labels, Family& out) {
  for (const auto& [code, count] : by_code) {
    Labels with_code = labels;
    with_code.emplace_back("code", absl::StatusCodeToString(code));
    out.samples.push_back({std::move(with_code), static_cast<double>(count), {}});
  }
}

void Append(std::vector<Family> more, std::vector<Family>& out) {
  for (Family& family : more) out.push_back(std::move(family));
}

// Files that come and go meanwhile count or do not.
uint64_t BytesIn(const std::string& folder) {
  std::error_code error;
  uint64_t bytes = 0;
  std::filesystem::recursive_directory_iterator at(folder, error);
  for (; !error && at != std::filesystem::recursive_directory_iterator(); at.increment(error)) {
    std::error_code gone;
    if (!at->is_regular_file(gone) || gone) continue;
    const uintmax_t size = at->file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

std::vector<Family> FamiliesOfDisk(const std::string& data_dir) {
  std::vector<Family> out;
  if (data_dir.empty()) return out;
  out.push_back(Gauge("candor_data_directory_bytes", "Size of the files in the data directory, in whole MiB.",
                      InSteps(BytesIn(data_dir), kBytesStep)));
  struct statvfs space {};
  if (statvfs(data_dir.c_str(), &space) == 0) {
    const uint64_t free = static_cast<uint64_t>(space.f_bavail) * space.f_frsize;
    out.push_back(
        Gauge("candor_data_directory_free_bytes",
              "Free space where the data directory lies, in whole MiB; with less than 32 nothing is taken in.",
              InSteps(free, kBytesStep)));
  }
  return out;
}

std::vector<Family> FamiliesOfReserve(const domain::ReserveLog& reserve) {
  return {Gauge("candor_reserve_places", "Reads that can be noted while the ledger takes no records.",
                static_cast<double>(store::ReserveFile::kPlaces)),
          Gauge("candor_reserve_places_used", "Of these, taken until the ledger takes records again.",
                static_cast<double>(reserve.Held().size()))};
}

double UnixSeconds(absl::Time time) {
  return absl::ToDoubleSeconds(time - absl::UnixEpoch());
}

}  // namespace

std::vector<Family> FamiliesOf(const rpc::CallCounts::Reading& calls) {
  Family all = Counters("candor_calls_total",
                        "Calls that were answered and streams that were refused, by code; those that went well in "
                        "whole tens.");
  AddCodes(calls.by_code, {}, all);
  Family by_method = Counters("candor_method_calls_total",
                              "Calls that were answered, by method and code, as of the method's last tenth call; most "
                              "methods are not told apart.");
  Family took = Histograms("candor_method_call_duration_seconds",
                           "How long these calls took until their answer was handed over.", kMicrosecondsPerSecond);
  for (const auto& [method, counted] : calls.methods) {
    AddCodes(counted.by_code, {{"method", method}}, by_method);
    took.samples.push_back({{{"method", method}}, 0, counted.took_us});
  }
  Family limited = Counters("candor_calls_limited_total", "Of all calls and streams, those refused for a limit.");
  for (const auto& [limit, count] : calls.refused_by_limit) {
    limited.samples.push_back({{{"limit", limit}}, static_cast<double>(count), {}});
  }
  return {std::move(all),
          std::move(by_method),
          std::move(took),
          std::move(limited),
          Single(Family::Kind::kCounter, "candor_streams_total", "Streams that were opened.",
                 static_cast<double>(calls.streams)),
          Gauge("candor_streams_open", "Streams that are open.", static_cast<double>(calls.open_streams))};
}

std::vector<Family> FamiliesOf(const store::WriteCounts::Reading& writes) {
  Family transactions =
      Counters("candor_transactions_total", "Transactions that the ledger took, in whole tens, or refused, by code.");
  AddCodes(writes.by_code, {}, transactions);
  Family groups = Histograms("candor_group_records", "Records that were written together.", 1);
  groups.samples.push_back({{}, 0, writes.group_records});
  Family syncs = Histograms("candor_group_sync_duration_seconds",
                            "How long it took until such a group was on the device.", kMicrosecondsPerSecond);
  syncs.samples.push_back({{}, 0, writes.sync_us});
  return {std::move(transactions), std::move(groups), std::move(syncs)};
}

std::vector<Family> FamiliesOf(const domain::View& ledger) {
  return {Gauge("candor_ledger_records", "Records in the ledger, in whole tens.", InSteps(ledger.size(), kRecordsStep)),
          Gauge("candor_entries_pending", "Entries that the policies have not judged yet, in whole tens.",
                InSteps(ledger.entries_not_assessed(), kRecordsStep))};
}

std::vector<Family> CollectMetrics(const MetricsSources& sources) {
  Family build = FamilyOf(Family::Kind::kGauge, "candor_build_info", "Always 1; the version is in the label.");
  build.samples.push_back({{{"version", sources.about.version}}, 1, {}});
  std::vector<Family> out = {std::move(build), Gauge("candor_start_time_seconds", "When the daemon started, Unix time.",
                                                     UnixSeconds(sources.about.started_at))};
  Append(FamiliesOf(sources.calls.Read()), out);
  Append(FamiliesOf(sources.store.write_counts().Read()), out);
  Append(FamiliesOf(*sources.store.Latest()), out);
  Append(FamiliesOfReserve(sources.reserve), out);
  Append(FamiliesOfDisk(sources.data_dir), out);
  if (sources.worker_restarts) {
    out.push_back(Single(Family::Kind::kCounter, "candor_policy_worker_restarts_total",
                         "How often the worker of the policies in force was started again.",
                         static_cast<double>(sources.worker_restarts())));
  }
  const domain::NetworkState network = sources.identity.Network();
  if (network.certificate_not_after) {
    out.push_back(Gauge("candor_certificate_not_after_seconds", "When the daemon's own certificate ends, Unix time.",
                        UnixSeconds(*network.certificate_not_after)));
    out.push_back(Gauge("candor_certificate_problem", "1 where it is not made anew; `candor status` says why.",
                        network.problem.empty() ? 0 : 1));
  }
  return out;
}

}  // namespace candor
