#ifndef CANDOR_DAEMON_DOMAIN_ORIGINAL_H_
#define CANDOR_DAEMON_DOMAIN_ORIGINAL_H_

#include <optional>
#include <set>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/store.h"
#include "daemon/domain/subject.h"

namespace candor::domain {

// The entry first written, which `seen` may be a correction of: every correction revises it or an earlier correction of
// it. Where an entry was moved this is the one at the place of `seen`. Errors are the view's. Thread-safe.
absl::StatusOr<RecordedEntry> OriginalOf(const View& view, RecordedEntry seen);

// What the entry first written says by now: its newest amendment, or itself where there is none or it was retracted.
absl::StatusOr<RecordedEntry> NewestOf(const View& view, const RecordedEntry& original);

// Every version of the entry first written, at the place where `original` stands, in the order in which they were
// recorded: itself, its amendments, and what took it back. Reads the whole timeline of its subject.
absl::StatusOr<std::vector<RecordedEntry>> VersionsOf(const View& view, const RecordedEntry& original);

// Where the entry first written, whose header `original` is, stood first, however often it has been moved since.
absl::StatusOr<Origin> FirstPlaceOf(const View& view, const EntryHeader& original);

// The records in which the entry first written, whose header `original` is, stood before it was moved to where that is,
// each once. Empty: it was written there.
absl::StatusOr<std::set<SubjectId>> PlacesBefore(const View& view, const EntryHeader& original);

// The entry first written at the place where `original`, one first written, stands by now, however often it has been
// moved since: itself where it has not. nullopt: the ledger does not say where it went.
absl::StatusOr<std::optional<RecordedEntry>> LastPlaceOf(const View& view, RecordedEntry original);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ORIGINAL_H_
