#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_STATE_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_STATE_H_

#include <cstdint>

#include "plugins/abi/candor_policy.h"
#include "plugins/sdk/entries.h"
#include "plugins/sdk/fact_list.h"
#include "plugins/sdk/id.h"

namespace candor::dual_relationships {

// By what one relation, role or request of a therapist is told from another: words of the entries' choices; 0: not
// recorded, which may be any.
struct About {
  uint8_t context = 0;
  uint8_t tie = 0;
  uint8_t role = 0;
  uint8_t request = 0;

  bool operator==(const About&) const = default;
};

// An open follow-up of any of the rules.
struct Matter {
  sdk::Id key;
  sdk::Id therapist;
  sdk::FactList<3> facts;
  uint32_t left = 0;  // what is still asked for: bits of rules.h
  int32_t due = 0;
  int32_t written = 0;  // the day on which what it is now was written down; what only told more of it is not counted
  About about;
  uint8_t rule = 0;
  uint8_t severity = 0;
  uint8_t action = 0;
  uint8_t marks = 0;  // kMark*

  bool operator==(const Matter&) const = default;
};

inline constexpr uint8_t kMarkDuty = 1u << 0;          // it is a duty, not from before the policy
inline constexpr uint8_t kMarkForTherapist = 1u << 1;  // the relation serves the therapist
inline constexpr uint8_t kMarkProposed = 1u << 2;      // it has not begun

// How a therapist's part in the therapy ended last.
struct Ending {
  sdk::Id id;  // empty: none
  sdk::Id therapist;
  int32_t day = 0;
  int32_t therapy_started = CANDOR_NO_DAY;
  uint8_t by_therapist = 0;
  uint8_t unused = 0;
  uint16_t late = 0;  // so many days after `day` it was written down

  int32_t written() const { return day + late; }
};

// The role outside the therapy that began last and is under way.
struct Role {
  sdk::Id id;  // empty: none
  sdk::Id therapist;
  int32_t day = 0;
  About about;
  uint8_t money = 0;
  uint8_t unused = 0;
  uint16_t late = 0;  // so many days after `day` it was written down

  int32_t written() const { return day + late; }
};

// What the policy keeps of a case. Plain bytes without padding.
struct State {
  static constexpr uint8_t kVersion = 3;
  static constexpr int kMaxMatters = 8;
  static constexpr int kMaxEndings = 2;  // therapists who had a part

  uint8_t version = kVersion;
  uint8_t episode_ended = 0;
  uint8_t matter_count = 0;
  uint8_t talked_through = 0;  // by request: bits of those that client_initiated_request has nothing left to ask about
  sdk::TransferProgress transfer;
  Role role;
  Ending endings[kMaxEndings];  // the newest first
  Matter matters[kMaxMatters];  // in the order they opened; all zero behind matter_count
};
static_assert(sizeof(State) <= CANDOR_MAX_STATE_BYTES);

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_STATE_H_
