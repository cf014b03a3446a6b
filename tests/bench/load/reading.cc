#include "tests/bench/load/reading.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/daemon.pb.h"
#include "candor/v1/entry.pb.h"
#include "candor/v1/ledger.pb.h"
#include "candor/v1/report.pb.h"
#include "daemon/base/status.h"
#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/frontier.h"
#include "daemon/ledger/merkle.h"
#include "daemon/ledger/note.h"
#include "tests/bench/load/rounds.h"
#include "tests/bench/load/timeline.h"

namespace candor::bench {
namespace {

constexpr std::string_view kListEntries = "/candor.v1.EntryService/ListEntries";
constexpr std::string_view kGenerateReport = "/candor.v1.ReportService/GenerateComplianceReport";
constexpr std::string_view kGetCheckpoint = "/candor.v1.LedgerService/GetCheckpoint";
constexpr std::string_view kVerifyRecords = "/candor.v1.LedgerService/VerifyRecords";
constexpr size_t kMostEntries = 1000;

// `read` is timed, and gives the serialised answer; `check` is not.
absl::StatusOr<Reads> ReadTimes(const Connections& connections, size_t times,
                                const std::function<absl::StatusOr<std::string>()>& read,
                                const std::function<absl::Status(const std::string&)>& check) {
  Reads reads;
  CANDOR_ASSIGN_OR_RETURN(const uint64_t before, CountRecords(connections));
  for (size_t i = 0; i < times; ++i) {
    const auto start = SteadyClock::now();
    CANDOR_ASSIGN_OR_RETURN(const std::string answer, read());
    reads.ms.push_back(Seconds(SteadyClock::now() - start) * 1000);
    CANDOR_RETURN_IF_ERROR(check(answer));
  }
  CANDOR_ASSIGN_OR_RETURN(const uint64_t after, CountRecords(connections));
  reads.records = after - before;
  return reads;
}

absl::StatusOr<ledger::Checkpoint> AskForCheckpoint(const Connections& connections) {
  v1::GetCheckpointResponse response;
  CANDOR_RETURN_IF_ERROR(CallOnce(connections, kGetCheckpoint, v1::GetCheckpointRequest(), response));
  CANDOR_ASSIGN_OR_RETURN(const ledger::VerifierKey key, ledger::ParseVerifierKey(response.public_key()));
  return ledger::OpenCheckpoint(std::string_view(response.checkpoint()), key);
}

}  // namespace

absl::StatusOr<std::unique_ptr<TimelineReader>> TimelineReader::Prepare(const std::string& daemon, size_t entries) {
  if (entries == 0 || entries > kMostEntries) {
    return absl::InvalidArgumentError("a timeline of 1 to 1000 entries is read here");
  }
  std::unique_ptr<TimelineReader> reader(new TimelineReader());
  CANDOR_ASSIGN_OR_RETURN(reader->connections_, Connect(daemon, 1));
  CANDOR_ASSIGN_OR_RETURN(reader->practice_, MakeTimelinePractice(reader->connections_, "timeline", 1));
  Timeline timeline(reader->practice_, Timeline::Of::kCase, 0, entries);
  CANDOR_RETURN_IF_ERROR(
      Write(reader->connections_, kFillStreams, entries - 1, [&timeline] { return timeline.InOrder(); }));
  const Practice& practice = reader->practice_;
  reader->supervisor_ = practice.members[practice.SupervisorOf(practice.TherapistOf(0))];
  reader->entries_ = entries;
  return reader;
}

Call TimelineReader::NextCall() const {
  v1::ListEntriesRequest request;
  request.set_parent(practice_.cases[0]);
  request.set_page_size(static_cast<int32_t>(kMostEntries));
  return {kListEntries, supervisor_, Framed(request.SerializeAsString()), true};
}

absl::Status TimelineReader::Check(const std::string& answer) const {
  v1::ListEntriesResponse response;
  if (response.ParseFromString(answer) && static_cast<size_t>(response.entries_size()) == entries_) {
    return absl::OkStatus();
  }
  return absl::DataLossError(absl::StrCat("the supervisor was shown ", response.entries_size(), " entries of ",
                                          entries_, " that the case has"));
}

absl::StatusOr<Reads> TimelineReader::Read(size_t times) {
  const std::string request = NextCall().body.substr(Framed("").size());
  return ReadTimes(
      connections_, times, [&] { return CallBytes(connections_, kListEntries, request, supervisor_); },
      [this](const std::string& answer) { return Check(answer); });
}

absl::StatusOr<Reads> ReadReport(const Connections& connections, const std::string& quarter, size_t times) {
  v1::GenerateComplianceReportRequest request;
  request.set_quarter(quarter);
  const std::string bytes = request.SerializeAsString();
  const auto check = [](const std::string& answer) -> absl::Status {
    v1::GenerateComplianceReportResponse response;
    if (response.ParseFromString(answer) && response.report().sections_size() > 0) return absl::OkStatus();
    return absl::DataLossError("the report has no section");
  };
  return ReadTimes(
      connections, times, [&] { return CallBytes(connections, kGenerateReport, bytes); }, check);
}

absl::StatusOr<uint64_t> CountRecords(const Connections& connections) {
  v1::GetStatusResponse response;
  CANDOR_RETURN_IF_ERROR(CallOnce(connections, kGetStatus, v1::GetStatusRequest(), response));
  return response.status().ledger_size();
}

absl::StatusOr<Verified> VerifyLedger(const Connections& connections) {
  CANDOR_ASSIGN_OR_RETURN(const ledger::Checkpoint checkpoint, AskForCheckpoint(connections));
  ledger::Frontier tree;
  const auto start = SteadyClock::now();
  while (tree.size() < checkpoint.size) {
    v1::VerifyRecordsRequest request;
    request.set_number(tree.size());
    request.set_limit(static_cast<int32_t>(std::min<uint64_t>(1000, checkpoint.size - tree.size())));
    v1::VerifyRecordsResponse response;
    CANDOR_RETURN_IF_ERROR(CallOnce(connections, kVerifyRecords, request, response));
    if (response.faults_size() > 0) {
      return absl::DataLossError(absl::StrCat(response.faults(0).place(), ": ", response.faults(0).problem()));
    }
    if (response.leaves().empty()) break;
    for (const std::string& leaf : response.leaves()) tree.Append(ledger::LeafHash(leaf));
  }
  const double seconds = Seconds(SteadyClock::now() - start);
  if (tree.size() != checkpoint.size || tree.Root() != checkpoint.root) {
    return absl::DataLossError("the records do not make the root that the checkpoint names");
  }
  return Verified{tree.size(), seconds};
}

}  // namespace candor::bench
