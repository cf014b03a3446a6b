#ifndef CANDOR_PLUGINS_BOUNDARIES_STATE_H_
#define CANDOR_PLUGINS_BOUNDARIES_STATE_H_

#include <array>
#include <cstdint>

#include "plugins/sdk/id.h"

namespace candor::boundaries {

// What an act is still remembered for.
inline constexpr uint8_t kMarkCounted = 1u << 0;   // crossing_accumulation
inline constexpr uint8_t kMarkSign = 1u << 1;      // special_treatment
inline constexpr uint8_t kMarkTelling = 1u << 2;   // attraction_crossing
inline constexpr uint8_t kMarkGift = 1u << 3;      // gift_significant
inline constexpr uint8_t kMarkProblems = 1u << 4;  // self_disclosure
inline constexpr uint8_t kMarkMessage = 1u << 5;   // personal_virtual
inline constexpr uint8_t kMarkOrdered = 1u << 6;   // ordered_crossing

// What is certain about an act: that it was done, and that it is of the telling kind.
inline constexpr uint8_t kCertainDone = 1u << 0;
inline constexpr uint8_t kCertainTelling = 1u << 1;

// An entry of the past that patterns are made of.
struct Act {
  sdk::Id id;
  int32_t day = 0;                    // `occurred`
  uint32_t value = 0;                 // of a gift, in minor units
  std::array<char, 3> currency = {};  // of a gift; zeros: not recorded
  uint8_t area = 0;                   // CANDOR_CROSSING_AREA_*
  uint8_t marks = 0;                  // kMark*
  uint8_t packed = 0;                 // kCertain*, and above them part() and touch(), for want of room
  uint16_t late = 0;                  // so many days after `day` it was written down

  // Index into State::parts: whose it is.
  uint8_t part() const { return static_cast<uint8_t>((packed >> 2) & 3u); }
  void SetPart(uint8_t index) { packed = static_cast<uint8_t>((packed & ~0x0cu) | ((index & 3u) << 2)); }
  // CANDOR_CROSSING_TOUCH_*; 0: none, or not recorded.
  uint8_t touch() const { return static_cast<uint8_t>(packed >> 4); }
  void SetTouch(uint8_t which) { packed = static_cast<uint8_t>((packed & 0x0fu) | ((which & 15u) << 4)); }

  bool IsCertain(uint8_t what) const { return (packed & what) != 0; }
  int32_t written() const { return day + late; }
};

// The last personal reaction of a kind. Apart from the acts and from the therapists, so that nothing general depends on
// what is personal, not even by want of room.
struct Reaction {
  sdk::Id id;
  sdk::Id therapist;
  int32_t day = 0;   // `occurred`
  uint8_t kind = 0;  // 0: none
  uint8_t unused = 0;
  uint16_t late = 0;  // as of an act

  int32_t written() const { return day + late; }
};

// A therapist on the case.
struct Part {
  sdk::Id therapist;
  int32_t accumulated_on = 0;      // when crossing_accumulation last opened; 0: never
  int32_t consulted_on = 0;        // the last consultation that counts; 0: none
  uint8_t barters = 0;             // something was bartered
  uint8_t barter_steps = 0;        // what is on record of the arrangement: bits kStep* of rules.h
  uint8_t accumulated_before = 0;  // that was before the policy
  uint8_t unused = 0;
};

// What a plan covers.
struct Cover {
  uint16_t until = 0;   // the last day on which it covers anything, since 1970
  uint8_t area = 0;     // CANDOR_CROSSING_AREA_*; 0: none
  uint8_t touches = 0;  // bits by CANDOR_CROSSING_TOUCH_*; of the area touch only
};

// A standing plan with all its parts on record.
struct Plan {
  sdk::Id key;  // of standing_plan: the entry that began it or looked at it last
  Cover cover;
};

// That a plan had ended or changed: what no plan covers, it covered until that was written down.
struct Replanned {
  uint16_t written = 0;  // since 1970
  Cover before;          // what it would cover without that, at most
};

// What the policy keeps of a case. Plain bytes without padding.
struct State {
  static constexpr uint8_t kVersion = 4;
  static constexpr int kMaxParts = 4;  // as many as Act::part() can tell apart
  static constexpr int kMaxPlans = 6;
  static constexpr int kMaxActs = 18;
  static constexpr int kMaxReactions = 4;

  uint8_t version = kVersion;
  uint8_t part_count = 0;
  uint8_t plan_count = 0;
  uint8_t act_count = 0;
  Replanned replanned[kMaxPlans];
  Part parts[kMaxParts];
  Plan plans[kMaxPlans];
  Act acts[kMaxActs];                 // in timeline order; all zero behind act_count
  Reaction reactions[kMaxReactions];  // in timeline order; the newest last, none behind it
};

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_STATE_H_
