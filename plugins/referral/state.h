#ifndef CANDOR_PLUGINS_REFERRAL_STATE_H_
#define CANDOR_PLUGINS_REFERRAL_STATE_H_

#include <cstdint>

#include "plugins/sdk/entries.h"
#include "plugins/sdk/fact_list.h"
#include "plugins/sdk/slot.h"

namespace candor::referral {

// The way from a recommendation or decision to refer to a client who has been handed over.
struct FollowThrough {
  sdk::Slot slot;          // of referral_follow_through
  sdk::FactList<8> facts;  // since it opened: what was done about it
  int32_t due = 0;
  // The last recommendation was followed through: up to this day a note of the decision is about the same one.
  int32_t met_until = CANDOR_NO_DAY;
  uint8_t declined = 0;  // since it opened: the client declined, or could not be reached
  uint8_t planned = 0;   // since it opened: a plan to continue was confirmed
  uint8_t unused[2] = {};
  sdk::TransferProgress transfer;
};

// An offer without an answer.
struct Offer {
  sdk::Slot slot;          // of referral_unclosed
  sdk::FactList<4> facts;  // attempts
  int32_t due = 0;
  uint8_t attempts = 0;  // to get an answer, since the offer
  uint8_t unused[3] = {};
};

// Advice of which nothing has come yet.
struct Advice {
  sdk::Id consultation;  // key of advice_not_acted; empty: none
  sdk::Id therapist;
  uint8_t open = 0;
  uint8_t unused[3] = {};
};

// What the policy keeps of a case. Plain bytes without padding.
struct State {
  static constexpr uint8_t kVersion = 3;
  static constexpr int kMaxAdvice = 3;  // therapists on a case, one advice of each

  uint8_t version = kVersion;
  uint8_t episode_ended = 0;
  uint8_t unused[2] = {};
  FollowThrough follow_through;
  Offer offer;
  Advice advice[kMaxAdvice];  // in the order they were given; none behind the last
};

}  // namespace candor::referral

#endif  // CANDOR_PLUGINS_REFERRAL_STATE_H_
