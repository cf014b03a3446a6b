#include "plugins/working/working_policy.h"

#include "plugins/working/rules.h"
#include "plugins/working/state.h"
#include "plugins/working/supervision_frequency.h"
#include "plugins/working/therapist_support.h"
#include "plugins/working/training.h"
#include "plugins/working/working_capacity.h"

namespace candor::working {

void WorkingPolicy::OnEntry(const sdk::Event& entry, sdk::Subject& subject) {
  State state = subject.Load<State>();
  switch (entry.kind()) {
    case CANDOR_KIND_WORKING_CAPACITY:
      TakeWorkingCapacity(entry, subject, state.capacity);
      break;
    case CANDOR_KIND_DECISION:
      TakeStepForCapacity(entry, subject, state.capacity);
      TakeStepForSupport(entry, subject, state.support);
      break;
    case CANDOR_KIND_CONTINUE_PLAN:
      TakeStepForSupport(entry, subject, state.support);
      break;
    case CANDOR_KIND_ABSENCE:
      TakeStepForCapacity(entry, subject, state.capacity);
      TakeForFrequency(entry, subject, state.frequency);
      break;
    case CANDOR_KIND_WEEK_HOURS:
    case CANDOR_KIND_SUPERVISION:
      TakeForFrequency(entry, subject, state.frequency);
      TakeForTraining(entry, subject, state.training);
      break;
    case CANDOR_KIND_TRAINING:
    case CANDOR_KIND_DEPARTURE:
      TakeForTraining(entry, subject, state.training);
      break;
    default:
      break;
  }
  subject.Save(state);
}

void WorkingPolicy::OnTimer(const sdk::Event& timer, sdk::Subject& subject) {
  State state = subject.Load<State>();
  if (timer.timer_rule() == kSupervisionFrequency) {
    JudgePeriod(timer, subject, state.frequency);
  } else if (timer.timer_rule() == kTraining) {
    AskForTraining(timer, subject, state.training);
  } else if (timer.timer_rule() == kTherapistSupport) {
    CountLeft(timer, subject, state.support);
  } else if (timer.timer_rule() == kWorkingCapacity && timer.timer_token() == CapacityToken(state.capacity)) {
    RaiseWorkingCapacity(subject, state.capacity);
  }
  subject.Save(state);
}

void WorkingPolicy::OnFollowUp(const sdk::Event& change, sdk::Subject& subject) {
  State state = subject.Load<State>();
  TakeChange(change, subject, state.support);
  subject.Save(state);
}

}  // namespace candor::working
