#ifndef CANDOR_PLUGINS_SOFT_TRANSFER_STATE_H_
#define CANDOR_PLUGINS_SOFT_TRANSFER_STATE_H_

#include <cstdint>

#include "plugins/abi/candor_policy.h"
#include "plugins/sdk/entries.h"
#include "plugins/sdk/fact_list.h"
#include "plugins/sdk/slot.h"

namespace candor::soft_transfer {

// The transfer under way, or the last one.
struct Transfer {
  sdk::Slot slot;  // of soft_transfer_complete
  sdk::TransferProgress progress;
  sdk::FactList<8> facts;  // steps
  int32_t due = 0;
  uint8_t complete = 0;  // all steps were done, or the client declined: further steps open nothing
  uint8_t earlier = 0;   // in this episode the client was handed over to someone before this receiver
  uint8_t unused[2] = {};
};

// What a client declined.
inline constexpr uint8_t kDeclinedTalk = 1u << 0;      // to talk about the ending
inline constexpr uint8_t kDeclinedOthers = 1u << 1;    // to see another provider
inline constexpr uint8_t kDeclinedTransfer = 1u << 2;  // in writing

// What the client was offered around an ending, and what they declined.
struct Preparation {
  uint16_t talks = 0;         // sessions or talks in which the ending was discussed
  uint16_t alternatives = 0;  // other providers offered
  uint8_t declined = 0;       // kDeclined* bits
  uint8_t unused[3] = {};
};

// What the episode holds that matters to its ending.
struct Course {
  int32_t started = CANDOR_NO_DAY;     // as the intake says it
  int32_t first_seen = CANDOR_NO_DAY;  // of the first entry on record
  uint32_t planned_sessions = 0;       // a length agreed at intake; 0: none
  uint32_t sessions = 0;
  Preparation preparation;
  sdk::Id intake;
  sdk::FactList<7> facts;  // what else an ending is read with
  uint8_t advance = 0;     // an advance or promise was made: no ending is exempt
  uint8_t unused[3] = {};
  int32_t advance_written = 0;  // the day on which the first to be was written down
};

// The last ending about which something is open.
struct OpenEnding {
  sdk::Id key;               // of abandonment and long_or_dependent_ending; empty: neither is open
  sdk::Id therapist;         // whose ending it is
  int32_t transfer_due = 0;  // of long_or_dependent_ending
  Preparation preparation;   // before it and since
  sdk::FactList<8> facts;    // what it was read with, and what came since
  uint8_t abandonment = 0;   // open
  uint8_t dependent = 0;     // long_or_dependent_ending is open
  uint8_t noticed = 0;       // notice was long enough
  uint8_t unused = 0;
};

// The therapist's last ending that was exempt, in case a pursuit of the client shows what it was for.
struct ExemptEnding {
  sdk::Id id;  // empty: none
  sdk::Id therapist;
  int32_t day = 0;
  int32_t notice = 0;       // days; says something only with its bit
  Preparation preparation;  // before it and since
  uint8_t known = 0;        // kKnown… and what was recorded of it
  uint8_t unused[3] = {};
};
inline constexpr uint8_t kKnownNotice = 1u << 0;
inline constexpr uint8_t kKnownSessions = 1u << 1;
inline constexpr uint8_t kKnownAlternatives = 1u << 2;
inline constexpr uint8_t kCareWasNeeded = 1u << 3;  // neither of both: not recorded
inline constexpr uint8_t kCareWasNotNeeded = 1u << 4;
inline constexpr uint8_t kLongTherapyEnded = 1u << 5;
inline constexpr uint8_t kShortTherapyEnded = 1u << 6;
inline constexpr uint8_t kDependencyFostered = 1u << 7;

// What the policy keeps of a case. Plain bytes without padding.
struct State {
  static constexpr uint8_t kVersion = 3;

  uint8_t version = kVersion;
  uint8_t episode_ended = 0;
  uint8_t unused[2] = {};
  Course course;
  Transfer transfer;
  OpenEnding ending;
  ExemptEnding exempt;
};

}  // namespace candor::soft_transfer

#endif  // CANDOR_PLUGINS_SOFT_TRANSFER_STATE_H_
