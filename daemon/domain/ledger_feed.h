#ifndef CANDOR_DAEMON_DOMAIN_LEDGER_FEED_H_
#define CANDOR_DAEMON_DOMAIN_LEDGER_FEED_H_

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/domain/access.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/subject.h"

// What has been recorded, in ledger order, for those who follow it.
namespace candor::domain {

// A follow-up about which something was decided.
struct FollowUpDecided {
  SubjectId subject;
  FollowUpId follow_up;
};

// What an assessment said: follow-ups as they stood then, without decisions, and whom it has judged.
struct AssessmentWritten {
  std::vector<FollowUp> follow_ups;
  std::vector<SubjectId> assessed;
};

// What was recorded of a subject before, everything or private notes alone, is erased.
struct SubjectErased {
  SubjectId subject;
  std::vector<KeyClass> classes;  // ascending
};

// An emergency of which something was recorded.
struct EmergencyTold {
  EmergencyId id;
};

// One record. monostate: one that changes nothing that is followed.
struct LedgerEvent {
  uint64_t number = 0;
  // An access as it was recorded: some of whom it is of may be told of it.
  std::variant<std::monostate, EntryId, FollowUpDecided, AssessmentWritten, SubjectErased, NumberedAccess,
               EmergencyTold>
      what;
};

// Thread-safe.
class LedgerFeed {
 public:
  virtual ~LedgerFeed() = default;

  // Records below it are on the device and in the newest view: no crash takes them back, and their numbers are given
  // out once.
  virtual uint64_t DurableSize() const = 0;
  // Returns once DurableSize() is above `beyond`, at `deadline` (of the machine's clock), or when Interrupt() is
  // called.
  virtual void AwaitDurable(uint64_t beyond, absl::Time deadline) const = 0;
  // Has everybody return who waits or is going to wait.
  virtual void Interrupt() = 0;
  // The records from `begin` on, at most `limit`, as far as they are durable. DATA_LOSS for bytes that cannot be read.
  virtual absl::StatusOr<std::vector<LedgerEvent>> ReadEvents(uint64_t begin, size_t limit) const = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_LEDGER_FEED_H_
