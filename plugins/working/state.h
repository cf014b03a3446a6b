#ifndef CANDOR_PLUGINS_WORKING_STATE_H_
#define CANDOR_PLUGINS_WORKING_STATE_H_

#include <cstdint>

#include "plugins/sdk/id.h"
#include "plugins/sdk/slot.h"

namespace candor::working {

// The question whether the member can work safely, from the answer that raised it until it is decided.
struct Capacity {
  sdk::Slot slot;
  int32_t due = 0;
  uint8_t missing = 0;  // kMissing… of working_capacity
  uint8_t unused[3] = {};
};

// A week in one setting, or a calendar month: its hours, and what supervision there was.
struct Period {
  int32_t start = 0;           // Monday, or the first of the month
  int32_t direct_minutes = 0;  // with clients
  int32_t own_minutes = 0;     // of individual and triadic supervision
  int32_t group_minutes = 0;   // of group supervision that counts in full
  int32_t shared_minutes = 0;  // of all supervision, where the time of a group is shared
  uint16_t longest_gap = 0;    // days from the session before to one of these
  uint16_t late = 0;           // so many days after `start` the last of its hours was written down
  uint8_t setting = 0;         // CANDOR_WEEK_HOURS_SETTING_*; 0: not recorded, or a month
  uint8_t is_month = 0;
  uint8_t has_hours = 0;
  uint8_t unknown = 0;  // kMissing… of supervision_frequency

  int32_t written() const { return start + late; }
  bool operator==(const Period&) const = default;
};

struct Frequency {
  static constexpr int kMaxPeriods = 14;  // a month of weeks in three settings, and two months

  sdk::Slot slot;         // from the first period that was short until one is not
  sdk::Id asked;          // the period about which a record is asked for; empty: none
  int32_t away_from = 0;  // the last absence
  int32_t away_to = -1;
  int32_t last_session = 0;  // the day of the last one; 0: none yet
  int32_t asked_month = 0;   // the first of the month in which a record was last asked for
  int32_t period_count = 0;
  Period periods[kMaxPeriods];  // all zero behind period_count
};

struct Training {
  sdk::Slot slot;
  int32_t due = 0;
  uint8_t missing = 0;  // kMissing… of training
  uint8_t started = 0;  // both clocks run
  uint8_t unused[2] = {};
};

// Something important that is open in a case, until it has been left for long.
struct Pending {
  uint64_t follow_up = 0;  // marks of ids, not 0
  uint64_t situation = 0;
};

// A situation in which something important was left long past its date.
struct LeftLong {
  sdk::Id entry;  // that opened it
  uint64_t situation = 0;
  int32_t day = 0;
  int32_t unused = 0;
};

// What may call for an offer of support, as what has become of follow-ups of cases tells it.
struct Support {
  static constexpr int kMaxPending = 10;
  static constexpr int kMaxLeft = 5;
  static constexpr int kMaxPatterns = 4;

  sdk::Slot slot;  // from the offer until there is a plan, or a reason for none
  sdk::Id matter;  // the entry that opened the last one found to be so; empty: none since the last plan
  int32_t due = 0;
  int32_t matter_day = 0;
  uint8_t pending_count = 0;
  uint8_t left_count = 0;
  uint8_t pattern_count = 0;
  uint8_t unused[5] = {};
  uint64_t patterns[kMaxPatterns] = {};  // marks of those that are open; all zero behind the last, as below
  Pending pending[kMaxPending];
  LeftLong left[kMaxLeft];  // oldest first
};

// What the policy keeps of a member. Plain bytes without padding.
struct State {
  static constexpr uint8_t kVersion = 3;

  uint8_t version = kVersion;
  uint8_t unused[3] = {};
  Capacity capacity;
  Training training;
  Frequency frequency;
  Support support;
};

}  // namespace candor::working

#endif  // CANDOR_PLUGINS_WORKING_STATE_H_
