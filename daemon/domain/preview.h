#ifndef CANDOR_DAEMON_DOMAIN_PREVIEW_H_
#define CANDOR_DAEMON_DOMAIN_PREVIEW_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/store.h"

namespace candor::domain {

// What an entry would come to if it were written down now.
struct Preview {
  std::shared_ptr<const View> view;  // everything as it would be
  EntryId entry;                     // its name there, and nowhere else
  uint64_t number = 0;               // its place in the ledger there
  bool judged = true;                // false: the policies did not come to the end in time
};

// The seam to whoever asks the policies about an entry that nobody has recorded (daemon/policy/previews.h).
// Thread-safe.
class Previewer {
 public:
  virtual ~Previewer() = default;

  // Judges the entry as of `today` and forgets it: nothing is written, counted or logged. Calls `done` once, from a
  // thread of its own or before returning; `deadline` is of the machine's clock. Codes: as Store::Append();
  // RESOURCE_EXHAUSTED (too many ask at once), DEADLINE_EXCEEDED, UNAVAILABLE (stopping).
  virtual void Preview(Entry entry, Day today, absl::Time deadline,
                       std::function<void(absl::StatusOr<domain::Preview>)> done) = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_PREVIEW_H_
