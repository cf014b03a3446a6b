#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_STATE_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_STATE_H_

#include <cstdint>

#include "plugins/sdk/id.h"

namespace candor::practice_duties {

// What the host does not keep of a follow-up that is open.
struct Matter {
  sdk::Id key = {};
  int32_t received = 0;
  uint8_t rule = 0;
  uint8_t about = 0;     // a word of the entry's choice, or what the rule keeps of it; 0: not recorded
  uint8_t imported = 0;  // an import brought it
  uint8_t joined = 0;    // it stands for several entries, as the host shows no more
  sdk::Id author = {};   // who wrote the entry that opened it, where the host says so; empty: not known
  uint32_t number = 0;   // its place in the order of recording, where the host says so
};

// Days on which somebody's work was restricted, both included.
struct Restriction {
  int32_t from = 0;
  int32_t until = 0;
};

// One supervisor of the member, as the changes of supervision tell it.
struct Supervision {
  sdk::Id supervisor;  // empty: none
  sdk::Id key;         // of supervisor_set_up about it; empty: none is open
  int32_t due = 0;
  uint8_t missing = 0;
  uint8_t unused[3] = {};
};

// What the policy keeps of a case or a member. Plain bytes without padding.
struct State {
  static constexpr uint8_t kVersion = 5;
  static constexpr int kMaxMatters = 16;
  static constexpr int kMaxRestrictions = 8;
  static constexpr int kMaxSupervisions = 4;
  static constexpr int kMaxUnclosed = 5;

  uint8_t version = kVersion;
  uint8_t matter_count = 0;
  uint8_t restriction_count = 0;
  uint8_t investigated = 0;     // the member was told of an investigation, and not every concern has been closed since
  uint8_t hearing_offered = 0;  // and of a hearing, since
  uint8_t treated = 0;          // of a case: something shows that a therapy is or was under way
  uint8_t more_unclosed = 0;    // concerns beside `unclosed`, of which nothing is kept
  uint8_t unused[1] = {};
  Matter matters[kMaxMatters];                 // oldest first; all zero behind matter_count
  Restriction restrictions[kMaxRestrictions];  // the same
  Supervision supervisions[kMaxSupervisions];
  Supervision training;                  // the member's own, to supervise; the supervisor is empty
  uint64_t unclosed[kMaxUnclosed] = {};  // a number for each concern that was raised and not closed; 0: none
};

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_STATE_H_
