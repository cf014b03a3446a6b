#ifndef CANDOR_DAEMON_RPC_EFFECTS_H_
#define CANDOR_DAEMON_RPC_EFFECTS_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/store.h"
#include "daemon/rpc/question.h"

// What an entry has made of a follow-up, as an answer to it tells: of each that is asked for now and was not, or not by
// that date or not as that, and of each that is asked for no longer. Which entry a rule takes for the one that opened a
// follow-up does not matter: an entry that is written down late joins what stands there, and a correction has no
// follow-up of its own.
namespace candor::rpc {

// What was recorded, in one transaction.
struct Written {
  std::vector<domain::EntryHeader> entries;
  // What stood before. nullptr: nobody knows that any more, as the answer is given once more; then what the entries
  // opened and resolved by themselves counts, and what began on their days with them among its facts.
  std::shared_ptr<const domain::View> before;
};

enum class Effect : uint8_t {
  kNone = 0,
  kOpened = 1,
  kEnded = 2,  // resolved, or withdrawn
  // Opened, of a private note of somebody else's, of which the answer does not speak (ADR 0038).
  kUnsaid = 3,
};

// REQUIRES: it has been judged since the entries were recorded. kNone of one that is erased. Errors are the view's.
absl::StatusOr<Effect> EffectOn(const domain::FollowUp& follow_up, const Written& written, const Question& question);

// Whether the caller knows of the follow-up all the same: so it is not said that there is nothing.
absl::StatusOr<bool> KnowsOfUnsaid(const domain::FollowUp& follow_up, Question& question);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EFFECTS_H_
