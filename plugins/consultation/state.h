#ifndef CANDOR_PLUGINS_CONSULTATION_STATE_H_
#define CANDOR_PLUGINS_CONSULTATION_STATE_H_

#include <cstdint>

#include "plugins/sdk/fact_list.h"
#include "plugins/sdk/id.h"
#include "plugins/sdk/slot.h"

namespace candor::consultation {

// Which reactions are one kind: attraction, romantic feeling and fantasy belong together, what was not specified
// counts among them; attachment and strain are each a kind of their own.
enum class ReactionKind : uint8_t { kNone = 0, kAttraction = 1, kAttachment = 2, kStrain = 3 };

enum class Persisting : uint8_t { kNone = 0, kOpen = 1, kMetByOffer = 2 };

// The reactions of one kind of one therapist on the case, from the first until it has gone quiet or was noted as
// resolved. The first names the run: its id is the key of attraction_consult or trainee_attraction. Where a run began
// before the policy and is not met, the first reaction that makes a duty names it.
struct Run {
  sdk::Id therapist;
  sdk::Id first;
  sdk::Id consultation;  // the first that counts; empty: none yet
  sdk::Id persists;      // key of the last attraction_persists; empty: none
  // Of the same two rules, open from before the policy beside what makes a duty; empty: none.
  sdk::Id first_context;
  sdk::Id persists_context;
  int32_t last_day = 0;   // of the last reaction
  int32_t due = 0;        // of the first follow-up
  int32_t wait_from = 0;  // the wait of attraction_persists runs from here
  int32_t persists_due = 0;
  ReactionKind kind = ReactionKind::kNone;
  uint8_t in_training = 0;  // the first reaction was by a person in training
  uint8_t first_open = 0;   // attraction_consult or trainee_attraction is open
  Persisting persisting = Persisting::kNone;
  uint8_t interferes = 0;  // a reaction since attraction_persists opened interferes, or may
  uint8_t context_in_training = 0;
  // The day (since 1970) on which the first reaction, and the consultation if there is one, were both written down.
  uint16_t wait_written = 0;

  bool operator==(const Run&) const = default;
};

// The client told of feelings and it is not settled yet.
struct Feelings {
  sdk::Slot slot;          // of client_feelings, called after what was told
  sdk::FactList<3> facts;  // discussions and consultations since
  int32_t told_day = 0;
  int32_t told_reported = 0;
  int32_t due = 0;
  uint16_t sessions = 0;  // since then
  uint8_t discussed = 0;
  uint8_t not_redirected = 0;
  uint8_t consulted = 0;  // a consultation since the discussion that has not decided yet
  uint8_t due_is_session = 0;
  uint8_t unused[2] = {};

  bool operator==(const Feelings&) const = default;
};

// What the policy keeps of a case. Plain bytes without padding.
struct State {
  static constexpr uint8_t kVersion = 3;
  static constexpr int kMaxRuns = 7;  // therapists on a case × kinds of reactions, with room

  uint8_t version = kVersion;
  uint8_t run_count = 0;
  uint8_t episode_ended = 0;
  uint8_t unused = 0;
  Feelings feelings;
  Run runs[kMaxRuns];  // in the order they began; all zero behind run_count
};

}  // namespace candor::consultation

#endif  // CANDOR_PLUGINS_CONSULTATION_STATE_H_
