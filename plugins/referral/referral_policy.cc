#include "plugins/referral/referral_policy.h"

#include "plugins/referral/advice_not_acted.h"
#include "plugins/referral/referral_follow_through.h"
#include "plugins/referral/referral_unclosed.h"
#include "plugins/referral/rules.h"
#include "plugins/referral/state.h"

namespace candor::referral {
namespace {

// What the last one left stays open, and nothing is asked about its advice any more.
void BeginEpisode(sdk::Subject& subject, State& state) {
  ForgetAdvice(subject, state);
  state = State{};
}

}  // namespace

void ReferralPolicy::OnEntry(const sdk::Event& entry, sdk::Subject& subject) {
  State state = subject.Load<State>();
  if (sdk::BeginsAnotherEpisode(entry, state.episode_ended)) BeginEpisode(subject, state);
  TakeForFollowThrough(entry, subject, state.follow_through);
  TakeForUnclosed(entry, subject, state.offer);
  TakeForAdvice(entry, subject, state);
  subject.Save(state);
}

void ReferralPolicy::OnTimer(const sdk::Event& timer, sdk::Subject& subject) {
  if (timer.timer_rule() != kAdvice) return;
  State state = subject.Load<State>();
  AskAboutAdvice(timer, subject, state);
  subject.Save(state);
}

}  // namespace candor::referral
