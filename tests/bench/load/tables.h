#ifndef CANDOR_TESTS_BENCH_LOAD_TABLES_H_
#define CANDOR_TESTS_BENCH_LOAD_TABLES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "candor/v1/export.pb.h"
#include "daemon/base/civil.h"

namespace candor::bench {

struct TablesOptions {
  std::string daemon;
  std::string entries;  // files to write
  std::string follow_ups;
};

struct TablesWritten {
  uint64_t entries = 0;
  uint64_t follow_ups = 0;
};

// What a practice would keep in two tables of PostgreSQL, in its COPY format, of all that the daemon exports: the
// columns are those of tests/bench/sql/tables.sql. For a ledger without corrections, decisions, absences and closed
// dates, in a practice that is closed on weekends: there the newest version of a follow-up is all there is to know.
absl::StatusOr<TablesWritten> WriteTables(const TablesOptions& options);

// The date that people see, as the daemon moves the rule's own; nullopt: none.
std::optional<Day> DueThatCounts(const v1::ExportedFollowUp& follow_up);

// A row, with its line feed.
std::string EntryRow(const v1::ExportedEntry& entry, uint64_t number);
std::string FollowUpRow(const v1::ExportedFollowUp& follow_up);

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_TABLES_H_
