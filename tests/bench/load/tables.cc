#include "tests/bench/load/tables.h"

#include <fstream>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "tests/bench/load/practice.h"
#include "tests/bench/load/reading.h"
#include "tests/bench/load/rounds.h"

namespace candor::bench {
namespace {

constexpr std::string_view kExportRecords = "/candor.v1.ExportService/ExportRecords";
// As COPY writes what is not there.
constexpr std::string_view kNull = "\\N";

Day FromWire(const v1::Date& date) {
  return Day(date.year(), date.month(), date.day());
}

std::string DateOrNull(bool has, const v1::Date& date) {
  return has ? FormatDay(FromWire(date)) : std::string(kNull);
}

const char* Truth(bool value) {
  return value ? "t" : "f";
}

// The last part of a name, "cases/x/followUps/y". In hexadecimal: its order is that of the bytes, as the daemon's is.
std::string LastId(const std::string& name) {
  const auto bytes = DecodeId(std::string_view(name).substr(name.rfind('/') + 1));
  if (!bytes.ok()) return name;
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(bytes->data()), bytes->size()));
}

// "cases/x" of "cases/x/followUps/y".
std::string SubjectOf(const std::string& name) {
  return name.substr(0, name.find('/', name.find('/') + 1));
}

bool IsWeekend(Day day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

Day NextOpenDay(Day day) {
  while (IsWeekend(day)) ++day;
  return day;
}

class TablesWriter {
 public:
  explicit TablesWriter(const TablesOptions& options) : entries_(options.entries), follow_ups_(options.follow_ups) {}

  void Take(const v1::ExportLine& line) {
    if (line.has_entry()) {
      entries_ << EntryRow(line.entry(), line.number());
      ++written_.entries;
    }
    for (const v1::ExportedFollowUp& follow_up : line.assessment().follow_ups()) {
      if (!follow_up.shadow()) newest_[follow_up.name()] = FollowUpRow(follow_up);
    }
  }

  absl::StatusOr<TablesWritten> Finish() {
    for (const auto& [name, row] : newest_) follow_ups_ << row;
    written_.follow_ups = newest_.size();
    entries_.close();
    follow_ups_.close();
    if (entries_.fail() || follow_ups_.fail()) return absl::UnavailableError("the tables' files cannot be written");
    return written_;
  }

 private:
  std::ofstream entries_;
  std::ofstream follow_ups_;
  std::unordered_map<std::string, std::string> newest_;  // by name
  TablesWritten written_;
};

}  // namespace

std::optional<Day> DueThatCounts(const v1::ExportedFollowUp& follow_up) {
  if (!follow_up.has_due() || follow_up.before_policy()) return std::nullopt;
  Day due = FromWire(follow_up.due());
  if (follow_up.has_counted_from()) {
    // As many open days as the rule counted Mondays to Fridays, which is what is open here.
    const Day from = FromWire(follow_up.counted_from());
    Day counted = from;
    for (Day each = from + 1; each <= due; ++each) {
      if (!IsWeekend(each)) counted = NextOpenDay(counted + 1);
    }
    due = counted;
  }
  const bool stands = follow_up.date_of_law() || follow_up.severity() == v1::SEVERITY_URGENT ||
                      follow_up.action() == v1::ACTION_PROHIBIT;
  return stands ? due : NextOpenDay(due);
}

std::string EntryRow(const v1::ExportedEntry& exported, uint64_t number) {
  const v1::Entry& entry = exported.entry();
  const int kind = entry.kind() != v1::ENTRY_KIND_UNSPECIFIED ? static_cast<int>(entry.kind())
                                                              : static_cast<int>(entry.facts_case());
  return absl::StrCat(number, "\t", SubjectOf(entry.name()), "\t", kind, "\t", entry.therapist(), "\t", entry.author(),
                      "\t", DateOrNull(entry.occurred().has_date(), entry.occurred().date()), "\t",
                      DateOrNull(entry.reported().has_date(), entry.reported().date()), "\t",
                      Truth(exported.personal()), "\n");
}

std::string FollowUpRow(const v1::ExportedFollowUp& follow_up) {
  const std::optional<Day> due = DueThatCounts(follow_up);
  const std::string due_text = due ? FormatDay(*due) : std::string(kNull);
  return absl::StrCat(absl::StrJoin({LastId(follow_up.name()), SubjectOf(follow_up.name()), follow_up.situation_id(),
                                     follow_up.therapist()},
                                    "\t"),
                      "\t", static_cast<int>(follow_up.action()), "\t", static_cast<int>(follow_up.state()), "\t",
                      static_cast<int>(follow_up.resolved_cause()), "\t",
                      absl::StrJoin({DateOrNull(follow_up.has_reported_on(), follow_up.reported_on()), due_text,
                                     DateOrNull(follow_up.has_resolved_on(), follow_up.resolved_on())},
                                    "\t"),
                      "\t",
                      absl::StrJoin({Truth(follow_up.before_policy()), Truth(follow_up.missing_field()),
                                     Truth(!follow_up.folded_under_id().empty()), Truth(follow_up.restricted()),
                                     Truth(follow_up.undone())},
                                    "\t"),
                      "\n");
}

absl::StatusOr<TablesWritten> WriteTables(const TablesOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const Connections connections, Connect(options.daemon, 1));
  CANDOR_ASSIGN_OR_RETURN(const uint64_t size, CountRecords(connections));
  TablesWriter writer(options);
  v1::ExportRecordsRequest request;
  request.set_size(size);
  while (request.number() < size) {
    v1::ExportRecordsResponse response;
    CANDOR_RETURN_IF_ERROR(CallOnce(connections, kExportRecords, request, response));
    for (const v1::ExportLine& line : response.lines()) writer.Take(line);
    if (response.next_number() <= request.number()) return absl::InternalError("the export does not go on");
    request.set_number(response.next_number());
  }
  return writer.Finish();
}

}  // namespace candor::bench
