#include "plugins/referral/referral_policy.h"

#include "plugins/referral/referral_follow_through.h"
#include "plugins/referral/referral_unclosed.h"
#include "plugins/referral/state.h"

namespace candor::referral {

void ReferralPolicy::OnEntry(const sdk::Event& entry, sdk::Subject& subject) {
  State state = subject.Load<State>();
  if (sdk::BeginsAnotherEpisode(entry, state.episode_ended)) state = State{};  // what the last one left stays open
  TakeForFollowThrough(entry, subject, state.follow_through);
  TakeForUnclosed(entry, subject, state.offer);
  subject.Save(state);
}

// Neither rule changes by the mere passing of days; the host knows what is past due.
void ReferralPolicy::OnTimer(const sdk::Event& timer, sdk::Subject& subject) {
  static_cast<void>(timer);
  static_cast<void>(subject);
}

}  // namespace candor::referral
