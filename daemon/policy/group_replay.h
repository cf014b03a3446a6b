#ifndef CANDOR_DAEMON_POLICY_GROUP_REPLAY_H_
#define CANDOR_DAEMON_POLICY_GROUP_REPLAY_H_

#include <cstddef>
#include <functional>
#include <vector>

#include "absl/time/time.h"
#include "daemon/policy/subject_replay.h"

namespace candor::policy {

// Many subjects on their way through all plugins together, so that one trip to the worker serves as many as fit.
// Thread-compatible; nothing is owned, everything outlives it.
class GroupReplay final {
 public:
  struct Limits {
    absl::Duration budget;    // for one call of the engine
    size_t page_entries = 0;  // of one subject's timeline at a time
  };

  GroupReplay(const SubjectReplay::Sources& sources, const Limits& limits, std::function<bool()> stopping)
      : sources_(sources), limits_(limits), stopping_(std::move(stopping)) {}

  // The replays that came to their end. A subject that cannot be read, or that the engine does not answer for within
  // the budget, is left out: it goes on waiting, and does not keep the others from being assessed.
  std::vector<SubjectReplay> Run(std::vector<Occasion> occasions);

 private:
  std::vector<SubjectReplay> BeginAll(std::vector<Occasion> occasions) const;
  // One call of the engine with the next page of as many subjects as fit. What is left to ask is `open` afterwards.
  void AskRound(std::vector<SubjectReplay*>& open);

  const SubjectReplay::Sources& sources_;
  const Limits limits_;
  const std::function<bool()> stopping_;
  std::vector<const SubjectReplay*> given_up_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_GROUP_REPLAY_H_
