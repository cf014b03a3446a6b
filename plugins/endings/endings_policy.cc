#include "plugins/endings/endings_policy.h"

#include "plugins/endings/clear_start.h"
#include "plugins/endings/forced_ending.h"
#include "plugins/endings/long_therapy_review.h"
#include "plugins/endings/post_termination_contact.h"
#include "plugins/endings/return_of_former_client.h"
#include "plugins/endings/rules.h"
#include "plugins/endings/state.h"
#include "plugins/sdk/entries.h"

namespace candor::endings {

void EndingsPolicy::OnEntry(const sdk::Event& entry, sdk::Subject& subject) {
  State state = subject.Load<State>();
  const bool returns = sdk::BeginsAnotherEpisode(entry, state.episode_ended);
  if (returns) {  // what the last episode left open stays open
    state.forced = Forced{};
    state.contacts = Contacts{};
  }
  TakeForForcedEnding(entry, subject, state.forced);
  TakeForReturn(entry, subject, state.back, returns);
  TakeForContact(entry, subject, state.contacts,
                 sdk::CountsAsConsultation(entry, subject.Flag(kContact, kIndependent)));
  TakeForReview(entry, subject, state.course);
  TakeForStart(entry, subject, state.start, returns);
  subject.Save(state);
}

void EndingsPolicy::OnTimer(const sdk::Event& timer, sdk::Subject& subject) {
  State state = subject.Load<State>();
  if (timer.timer_rule() != kLongTherapy || timer.timer_token() != ReviewToken(state.course)) return;
  AskForReview(timer, subject, state.course);
  subject.Save(state);
}

}  // namespace candor::endings
