#ifndef CANDOR_PLUGINS_ENDINGS_STATE_H_
#define CANDOR_PLUGINS_ENDINGS_STATE_H_

#include <cstdint>

#include "plugins/abi/candor_policy.h"
#include "plugins/sdk/fact_list.h"
#include "plugins/sdk/slot.h"

namespace candor::endings {

// What was tried for the client about an ending that others ordered, and what is still to be tried.
struct Forced {
  sdk::Slot slot;          // of forced_ending
  sdk::FactList<4> facts;  // what was tried
  int32_t due = 0;
  uint32_t left = 0;
  int32_t attempted = CANDOR_NO_DAY;  // the last time in this episode that somebody else was sought
  int32_t advocated = CANDOR_NO_DAY;  // … and that whoever orders was spoken to
};

// A client who came back, and of whom it is not noted what there was between.
struct Return {
  sdk::Id key;  // of return_of_former_client; empty: none is open
  sdk::Id therapist;
};

struct Contact {
  sdk::Id id;  // empty: none
  sdk::Id therapist;
  int32_t day = 0;
  int32_t reported = 0;

  int32_t written() const { return reported; }
};

// Contacts after the ending.
struct Contacts {
  static constexpr int kMost = 7;  // with the one that comes: the most that can be asked for is one more

  sdk::Slot slot;         // of post_termination_contact
  sdk::Id therapist;      // whose it is
  Contact recent[kMost];  // the oldest first; empty ones behind the last
};

// How long the therapy has been.
struct Course {
  sdk::Id intake;  // empty: nobody wrote down when it began
  sdk::Id review;  // key of long_therapy_review; empty: none is open
  int32_t started = 0;
  int32_t unused = 0;
};

// What is told at the start.
struct Start {
  sdk::Id key;  // of clear_start; empty: not open
  int32_t due = 0;
  uint32_t missing = 0;   // ticks
  uint32_t sessions = 0;  // since the intake
  int32_t written = 0;    // the last day on which one of these, or the intake, was written down
  uint8_t known = 0;      // there is an intake
  uint8_t unused[3] = {};
};

// What the policy keeps of a case. Plain bytes without padding.
struct State {
  static constexpr uint8_t kVersion = 3;

  uint8_t version = kVersion;
  uint8_t episode_ended = 0;
  uint8_t unused[2] = {};
  Forced forced;
  Return back;
  Contacts contacts;
  Course course;
  Start start;
};
static_assert(sizeof(State) <= CANDOR_MAX_STATE_BYTES);

}  // namespace candor::endings

#endif  // CANDOR_PLUGINS_ENDINGS_STATE_H_
