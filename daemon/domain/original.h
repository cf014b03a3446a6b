#ifndef CANDOR_DAEMON_DOMAIN_ORIGINAL_H_
#define CANDOR_DAEMON_DOMAIN_ORIGINAL_H_

#include "absl/status/statusor.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/store.h"

namespace candor::domain {

// The entry first written, which `seen` may be a correction of: every correction revises it or an earlier correction of
// it. Where an entry was moved this is the one at the place of `seen`. Errors are the view's. Thread-safe.
absl::StatusOr<RecordedEntry> OriginalOf(const View& view, RecordedEntry seen);

// Where the entry first written, whose header `original` is, stood first, however often it has been moved since.
absl::StatusOr<Origin> FirstPlaceOf(const View& view, const EntryHeader& original);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ORIGINAL_H_
